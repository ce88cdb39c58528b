// After a failed write nothing is written until the log is opened again: numbering on a
// guess would fork history.

#include <atomic>
#include <memory>
#include <string>

#include "absl/strings/match.h"
#include "base/refusal.h"
#include "base/testing/gate.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rocksdb/write_buffer_manager.h"
#include "storage/event_log/log_reasons.h"
#include "storage/event_log/rocks_event_log.h"
#include "storage/event_log/testing/rocks_event_log_writer.h"
#include "storage/event_log/testing/test_proposal.h"
#include "storage/kv/testing/fault_file_system.h"

namespace samverk::storage {
namespace {

using Operation = FaultFileSystem::Operation;
using ::testing::ElementsAre;
using ::testing::SizeIs;

class PoisonTest : public RocksEventLogWriterTest, public ::testing::WithParamInterface<Operation> {
 protected:
  void FailWrites() {
    disk_.SetFault(FaultFileSystem::FailEvery(GetParam(), ".log", FaultFileSystem::IoError()));
  }
  void LosePowerAndReopen() {
    disk_.CutPower();
    ledger_.Close();
    ASSERT_OK(disk_.RestorePower({}));
    Open();
  }
};

TEST_P(PoisonTest, AFailedWriteRefusesEverythingInFlightAndEverythingAfter) {
  Open();
  const AnAppend early = AnAppend().OnStream("a").WithEvents(2);
  ASSERT_OK_AND_ASSIGN(const AppendResult early_result, AppendAndWait(log(), early));
  const auto blocker = BlockWriter();
  const auto good = StartAppend(log(), AnAppend().OnStream("a"));
  const auto stale = StartAppend(log(), AnAppend().OnStream(Condition::Exists("nothing")));
  const auto repeated = StartAppend(log(), early);
  FailWrites();
  release_.Open();

  EXPECT_THAT(blocker->Wait(), IsRefused(kLogPoisoned));
  // The blocker was a batch of its own, so that these come to a poisoned log.
  EXPECT_THAT(good->Wait(), IsRefused(kLogPoisoned));
  EXPECT_THAT(stale->Wait(), IsRefused(kLogPoisoned));
  EXPECT_THAT(repeated->Wait(), IsOkAndHolds(early_result));
  disk_.ClearFault();
  const auto later = StartAppend(log(), AnAppend().OnStream("b"));
  EXPECT_THAT(later->Wait(), IsRefused(kLogPoisoned));
  EXPECT_THAT(log().Health(), IsRefused(kLogPoisoned));
  ledger_.Close();
  EXPECT_THAT(later->calls(), ElementsAre("OnDone", "destroyed"));
}

TEST_P(PoisonTest, AllOfAFailedBatchIsOfUnknownOutcome) {
  Open();
  const AnAppend early = AnAppend().OnStream("a").WithEvents(2);
  ASSERT_OK(AppendAndWait(log(), early));
  Gate decided;
  BlockWriter();
  // Now one batch of three: what its refusals say rests on events that are not durable.
  const auto good =
      StartAppend(log(), AnAppend().OnStream("new").Deciding([&](PendingLog&, ProposedAppend&) {
        FailWrites();
        return absl::OkStatus();
      }));
  const auto stale = StartAppend(log(), AnAppend().OnStream(Condition::NoStream("new")));
  const auto repeated = StartAppend(log(), early);
  release_.Open();

  EXPECT_THAT(good->Wait(), IsRefused(kLogPoisoned));
  EXPECT_THAT(stale->Wait(), IsRefused(kLogPoisoned));
  EXPECT_THAT(repeated->Wait(), IsRefused(kLogPoisoned));
}

TEST_P(PoisonTest, ReadsGoOnAndSeeOnlyWhatWasAnswered) {
  Open();
  ASSERT_OK(AppendAndWait(log(), AnAppend().OnStream("a").WithEvents(2)));
  FailWrites();
  EXPECT_THAT(AppendAndWait(log(), AnAppend().OnStream("a").OnStream("new")),
              IsRefused(kLogPoisoned));

  EXPECT_EQ(log().Head(), Position(2));
  EXPECT_THAT(ReadAll(log()), IsOkAndHolds(SizeIs(2)));
  EXPECT_THAT(ReadAllOf(log(), "a"), IsOkAndHolds(SizeIs(2)));
  EXPECT_EQ((*log().FindStream("a"))->last_revision, Revision(1));
  EXPECT_THAT(log().FindStream("new"), IsOkAndHolds(std::nullopt));
  EXPECT_THAT(log().ReadStream("new", {}), IsRefused(kResourceUnknown));
  EXPECT_OK(log().Verify());
}

TEST_P(PoisonTest, NobodyIsWokenForWhatWasNotWritten) {
  Open();
  std::atomic<int> woken = 0;
  log().WhenPast(Position(0), [&woken] { ++woken; });
  FailWrites();
  EXPECT_THAT(AppendAndWait(log(), AnAppend().OnStream("a")), IsRefused(kLogPoisoned));
  ledger_.acknowledger().Drain();

  EXPECT_EQ(woken, 0);
  ledger_.Close();
  EXPECT_EQ(woken, 1);  // Closing wakes everybody.
}

TEST_P(PoisonTest, AfterOpeningAgainTheSameRequestMayBeRepeated) {
  Open();
  ASSERT_OK(AppendAndWait(log(), AnAppend().OnStream("a").WithEvents(2)));
  const AnAppend unknown = AnAppend().OnStream("a").WithEvents(2);
  FailWrites();
  EXPECT_THAT(AppendAndWait(log(), unknown), IsRefused(kLogPoisoned));

  LosePowerAndReopen();

  EXPECT_OK(log().Health());
  EXPECT_EQ(log().Head(), Position(2));
  ASSERT_OK_AND_ASSIGN(const AppendResult result, AppendAndWait(log(), unknown));
  EXPECT_EQ(result.first_position, Position(3));
  EXPECT_EQ(result.last_position, Position(4));
  EXPECT_OK(log().Verify());
}

INSTANTIATE_TEST_SUITE_P(Writes, PoisonTest,
                         ::testing::Values(Operation::kAppend, Operation::kSync),
                         [](const auto& operation) {
                           return operation.param == Operation::kAppend ? "Write" : "Sync";
                         });

TEST_F(RocksEventLogWriterTest, AnEventThatWasWrittenButNotSyncedIsThereWholeAfterACrash) {
  Open();
  const AnAppend unknown = AnAppend().OnStream("a").WithEvents(2).Outcome("o");
  disk_.SetFault(FaultFileSystem::FailEvery(Operation::kSync, ".log", FaultFileSystem::IoError()));
  EXPECT_THAT(AppendAndWait(log(), unknown), IsRefused(kLogPoisoned));
  disk_.CutPower();
  ledger_.Close();
  ASSERT_OK(disk_.RestorePower({.tail = FaultFileSystem::Tail::kKept}));
  Open();

  // Repeating says how it went: it had reached the disk.
  EXPECT_EQ(log().Head(), Position(2));
  ASSERT_OK_AND_ASSIGN(const AppendResult result, AppendAndWait(log(), unknown));
  EXPECT_EQ(result.first_position, Position(1));
  EXPECT_EQ(result.outcome, "o");
  EXPECT_EQ(log().Head(), Position(2));
}

// RocksDB refuses writes after it could not write a table, but says so to nobody who does
// not write.
TEST_F(RocksEventLogWriterTest, WhatFailsInTheBackgroundPoisonsTheLogBeforeTheNextAppend) {
  ledger_.options().resources.write_buffers =
      std::make_shared<rocksdb::WriteBufferManager>(1 << 20);
  Open();
  Gate failed;
  disk_.SetFault([&failed](const FaultFileSystem::Call& call) {
    if (call.operation != Operation::kSync || !absl::EndsWith(call.path, ".sst")) {
      return rocksdb::IOStatus::OK();
    }
    failed.Open();
    return FaultFileSystem::IoError();
  });
  NewEvent large = AnEvent("a");
  large.event = std::string(60'000, 'x');
  for (int i = 0; i < 30 && log().Health().ok(); ++i) {
    const auto appended = AppendAndWait(log(), AnAppend().With(large));
    ASSERT_TRUE(appended.ok() || ReasonOf(appended.status()) == kLogPoisoned.id);
  }
  failed.Wait();
  disk_.ClearFault();

  while (log().Health().ok()) log().Tend();

  EXPECT_THAT(AppendAndWait(log(), AnAppend().OnStream("b")), IsRefused(kLogPoisoned));
}

}  // namespace
}  // namespace samverk::storage
