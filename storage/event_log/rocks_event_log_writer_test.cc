// What the writer of a log on disk does: batches, the queue, the disk's reserve, closing.
// What it does after a failed write is in rocks_event_log_poison_test.cc.

#include "storage/event_log/testing/rocks_event_log_writer.h"

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/testing/gate.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "storage/event_log/log_reasons.h"
#include "storage/event_log/rocks_event_log.h"
#include "storage/event_log/testing/test_proposal.h"
#include "storage/kv/testing/fault_file_system.h"

namespace samverk::storage {
namespace {

using Operation = FaultFileSystem::Operation;
using ::testing::ElementsAre;
using ::testing::SizeIs;

absl::Duration RetryDelayOf(const absl::Status& status) {
  google::rpc::RetryInfo info;
  const auto payload = status.GetPayload("type.googleapis.com/google.rpc.RetryInfo");
  EXPECT_TRUE(payload.has_value() && info.ParseFromString(std::string(*payload)));
  return absl::Seconds(info.retry_delay().seconds()) +
         absl::Nanoseconds(info.retry_delay().nanos());
}

// ---- Batches ----

TEST_F(RocksEventLogWriterTest, AProposalSeesThoseOnTheirWayToTheDisk) {
  Open();
  ASSERT_OK(AppendAndWait(log(), AnAppend().OnStream("a")));
  const auto blocker = BlockWriter();
  const auto first = StartAppend(log(), AnAppend().OnStream("a").OnStream("new"));
  std::vector<uint64_t> of_a;
  std::optional<StreamInfo> of_new;
  Position pending_head, durable_head;
  const auto second = StartAppend(
      log(), AnAppend().OnStream("b").Deciding([&](PendingLog& pending, ProposedAppend&) {
        of_a = PositionsIn(*pending.ReadStream("a", Revision(0)));
        of_new = *pending.FindStream("new");
        pending_head = pending.head();
        durable_head = log().Head();
        return absl::OkStatus();
      }));

  release_.Open();
  ASSERT_OK(second->Wait());

  EXPECT_EQ(durable_head, Position(2));  // The first was still on its way,
  EXPECT_EQ(pending_head, Position(4));  // and was seen.
  EXPECT_THAT(of_a, ElementsAre(1, 3));
  ASSERT_TRUE(of_new.has_value());
  EXPECT_EQ(of_new->id, StreamId(Position(4)));
  EXPECT_EQ(of_new->last_revision, Revision(0));
  ASSERT_OK(first->Wait());
  ASSERT_OK(blocker->Wait());
}

TEST_F(RocksEventLogWriterTest, NobodySeesWhatIsNotSyncedYet) {
  Open();
  ASSERT_OK(AppendAndWait(log(), AnAppend().OnStream("a")));
  std::atomic<int> woken = 0;
  log().WhenPast(Position(1), [&woken] { ++woken; });
  disk_.SetFault([&](const FaultFileSystem::Call& call) {
    if (call.operation == Operation::kSync) {
      blocked_.Open();
      release_.Wait();
    }
    return rocksdb::IOStatus::OK();
  });
  const auto trail = StartAppend(log(), AnAppend().OnStream("a").OnStream("new"));
  blocked_.Wait();

  EXPECT_THAT(trail->calls(), ElementsAre("Propose", "OnStaged"));
  EXPECT_EQ(log().Head(), Position(1));
  EXPECT_THAT(ReadAll(log()), IsOkAndHolds(SizeIs(1)));
  EXPECT_THAT(ReadAllOf(log(), "a"), IsOkAndHolds(SizeIs(1)));
  EXPECT_THAT(log().FindStream("new"), IsOkAndHolds(std::nullopt));
  EXPECT_THAT(log().ReadStream("new", {}), IsRefused(kResourceUnknown));
  EXPECT_EQ(woken, 0);
  release_.Open();
  EXPECT_OK(trail->Wait());
  EXPECT_EQ(log().Head(), Position(3));
}

TEST_F(RocksEventLogWriterTest, InOneBatchConditionsAreJudgedOneAfterTheOther) {
  Open();
  BlockWriter();
  std::vector<std::shared_ptr<Trail>> trails;
  for (int i = 0; i < 3; ++i) {
    trails.push_back(StartAppend(log(), AnAppend().OnStream(Condition::NoStream("a"))));
    trails.push_back(StartAppend(log(), AnAppend().OnStream(Condition::Exact("a", Revision(i)))));
  }
  release_.Open();

  EXPECT_OK(trails[0]->Wait());
  EXPECT_OK(trails[1]->Wait());
  EXPECT_THAT(trails[2]->Wait(), IsRefused(kStaleRevision));
  EXPECT_OK(trails[3]->Wait());
  EXPECT_THAT(trails[4]->Wait(), IsRefused(kStaleRevision));
  EXPECT_OK(trails[5]->Wait());
  EXPECT_EQ((*log().FindStream("a"))->last_revision, Revision(3));
  EXPECT_OK(log().Verify());
}

TEST_F(RocksEventLogWriterTest, InOneBatchARepeatedRequestGetsTheSameAnswer) {
  Open();
  BlockWriter();
  const AnAppend append = AnAppend().OnStream("a").RequestId("r").Content("one").Outcome("o");
  const auto first = StartAppend(log(), append);
  const auto again = StartAppend(log(), append);
  const auto other = StartAppend(log(), AnAppend().OnStream("a").RequestId("r").Content("other"));
  release_.Open();

  ASSERT_OK_AND_ASSIGN(const AppendResult result, first->Wait());
  EXPECT_THAT(again->Wait(), IsOkAndHolds(result));
  EXPECT_THAT(other->Wait(), IsRefused(kRequestIdReused));
  EXPECT_EQ(log().Head(), Position(2));
}

TEST_F(RocksEventLogWriterTest, InOneBatchARefusedRequestLeavesItsIdFree) {
  Open();
  BlockWriter();
  const auto refused =
      StartAppend(log(), AnAppend().OnStream(Condition::Exists("a")).RequestId("r").Content("one"));
  const auto accepted = StartAppend(log(), AnAppend().OnStream("a").RequestId("r").Content("two"));
  release_.Open();

  EXPECT_THAT(refused->Wait(), IsRefused(kStaleRevision));
  EXPECT_OK(accepted->Wait());
}

TEST_F(RocksEventLogWriterTest, AnswersComeOnTheAcknowledgersThreadAndDecisionsOnTheWriters) {
  Open();
  std::thread::id acknowledger;
  ledger_.acknowledger().Post([&] { acknowledger = std::this_thread::get_id(); });

  const auto trail = StartAppend(log(), AnAppend().OnStream("a"));
  ASSERT_OK(trail->Wait());

  EXPECT_EQ(trail->thread_of("OnDone"), acknowledger);
  EXPECT_EQ(trail->thread_of("Propose"), trail->thread_of("OnStaged"));
  EXPECT_NE(trail->thread_of("Propose"), acknowledger);
  EXPECT_NE(trail->thread_of("Propose"), std::this_thread::get_id());
}

TEST_F(RocksEventLogWriterTest, ABatchHasLimitsAndNothingIsLostBetweenBatches) {
  Open();
  BlockWriter();
  std::vector<std::shared_ptr<Trail>> trails;
  for (size_t i = 0; i < kBatchProposalsMax + 10; ++i) {
    trails.push_back(StartAppend(log(), AnAppend().OnStream("a")));
  }
  release_.Open();

  for (size_t i = 0; i < trails.size(); ++i) {
    ASSERT_OK_AND_ASSIGN(const AppendResult result, trails[i]->Wait());
    EXPECT_EQ(result.first_position, Position(i + 2));
  }
}

// ---- The queue ----

TEST_F(RocksEventLogWriterTest, AFullQueueRefusesAtOnceAndSaysWhenToTryAgain) {
  ledger_.options().queue_bytes_max = 1000;
  Open();
  BlockWriter();
  const auto fits = StartAppend(log(), AnAppend().OnStream("a").SizeBytes(1000));

  const auto trail = StartAppend(log(), AnAppend().OnStream("a").SizeBytes(1));

  ASSERT_TRUE(trail->IsDone());
  EXPECT_EQ(trail->thread_of("OnDone"), std::this_thread::get_id());
  EXPECT_THAT(trail->calls(), ElementsAre("OnDone", "destroyed"));
  EXPECT_THAT(trail->Wait(), IsRefused(kQueueFull));
  EXPECT_EQ(RetryDelayOf(trail->Wait().status()), absl::Milliseconds(200));
  release_.Open();
  EXPECT_OK(fits->Wait());
  EXPECT_OK(AppendAndWait(log(), AnAppend().OnStream("a").SizeBytes(1000)));
}

TEST_F(RocksEventLogWriterTest, WhatIsBeingWrittenNoLongerFillsTheQueue) {
  ledger_.options().queue_bytes_max = 1000;
  Open();
  BlockWriter(AnAppend().OnStream("blocker").SizeBytes(1000));

  const auto trail = StartAppend(log(), AnAppend().OnStream("a").SizeBytes(1000));

  EXPECT_FALSE(trail->IsDone());
  release_.Open();
  EXPECT_OK(trail->Wait());
}

TEST_F(RocksEventLogWriterTest, TheQueueOfAServerTakes64MebibytesAndNoMore) {
  Open();
  BlockWriter();
  const auto fits = StartAppend(log(), AnAppend().OnStream("a").SizeBytes(kQueueBytesMax));

  EXPECT_THAT(AppendAndWait(log(), AnAppend().OnStream("a").SizeBytes(1)), IsRefused(kQueueFull));

  release_.Open();
  EXPECT_OK(fits->Wait());
}

TEST_F(RocksEventLogWriterTest, AProposalThatClaimsToBeHugeIsRefusedAndNotLetIn) {
  Open();
  BlockWriter();
  StartAppend(log(), AnAppend().OnStream("a").SizeBytes(100));

  EXPECT_THAT(AppendAndWait(log(), AnAppend().OnStream("a").SizeBytes(SIZE_MAX)),
              IsRefused(kQueueFull));
}

// ---- The disk's reserve ----

TEST_F(RocksEventLogWriterTest, AppendsStopAtTheReserveAndGoOnWhenSpaceReturns) {
  std::atomic<uint64_t> free_bytes = kDiskReserveBytes;
  std::vector<std::string> asked_for;
  ledger_.options().free_bytes = [&](const std::string& directory) {
    asked_for.push_back(directory);
    return free_bytes.load();
  };
  Open();
  const AnAppend early = AnAppend().OnStream("a");
  EXPECT_OK(AppendAndWait(log(), early));

  free_bytes = kDiskReserveBytes - 1;
  EXPECT_OK(AppendAndWait(log(), AnAppend().OnStream("a")));  // Not measured yet.
  log().Tend();
  const auto refused = AppendAndWait(log(), AnAppend().OnStream("a"));
  EXPECT_THAT(refused, IsRefused(kDiskReserve));
  EXPECT_EQ(RetryDelayOf(refused.status()), absl::Seconds(30));
  EXPECT_THAT(ReadAll(log()), IsOkAndHolds(SizeIs(2)));
  EXPECT_OK(AppendAndWait(log(), early));  // Answering writes nothing.
  EXPECT_THAT(log().Health(), IsRefused(kDiskReserve));

  free_bytes = kDiskReserveBytes;
  log().Tend();
  EXPECT_OK(AppendAndWait(log(), AnAppend().OnStream("a")));
  for (const std::string& directory : asked_for) EXPECT_EQ(directory, ledger_.directory());
}

TEST_F(RocksEventLogWriterTest, AFullDiskIsSeenWhenTheLogIsOpened) {
  ledger_.options().free_bytes = [](const std::string&) { return uint64_t{0}; };
  Open();

  const auto trail = StartAppend(log(), AnAppend().OnStream("a"));

  EXPECT_THAT(trail->Wait(), IsRefused(kDiskReserve));
  ledger_.Close();
  EXPECT_THAT(trail->calls(), ElementsAre("OnDone", "destroyed"));  // Nobody thought in vain.
}

TEST_F(RocksEventLogWriterTest, ADiskThatCanNotBeMeasuredIsTakenForRoomy) {
  ledger_.options().free_bytes = [](const std::string&) { return absl::InternalError("no idea"); };
  Open();

  EXPECT_OK(AppendAndWait(log(), AnAppend().OnStream("a")));
}

// ---- Closing ----

TEST_F(RocksEventLogWriterTest, ClosingAnswersEverythingThatWaits) {
  Open();
  std::vector<std::shared_ptr<Trail>> trails = {BlockWriter()};
  for (int i = 0; i < 20; ++i) trails.push_back(StartAppend(log(), AnAppend().OnStream("a")));
  std::thread closing([this] { ledger_.Close(); });

  release_.Open();
  closing.join();

  for (const auto& trail : trails) {
    ASSERT_TRUE(trail->IsDone());
    EXPECT_OK(trail->Wait());
    EXPECT_THAT(trail->calls(), ElementsAre("Propose", "OnStaged", "OnDone", "destroyed"));
  }
  Open();
  EXPECT_EQ(log().Head(), Position(21));
}

TEST_F(RocksEventLogWriterTest, AnAppendWhileClosingIsRefusedAtOnce) {
  Open();
  RocksEventLog& closing = log();
  std::shared_ptr<Trail> late;
  log().WhenPast(Position(0), [&] { late = StartAppend(closing, AnAppend().OnStream("a")); });

  ledger_.Close();

  ASSERT_NE(late, nullptr);
  EXPECT_THAT(late->Wait(), IsRefused(kLogClosing));
  EXPECT_THAT(late->calls(), ElementsAre("OnDone", "destroyed"));
}

TEST_F(RocksEventLogWriterTest, AnAppendFromAnAnswerWhileClosingIsAnsweredToo) {
  Open();
  RocksEventLog& closing_log = log();
  std::atomic<int> answers = 0;
  std::function<void(int)> chain = [&](int left) {
    StartAppend(closing_log, AnAppend().OnStream("a").WhenDone([&, left](const auto&) {
      ++answers;
      if (left > 0) chain(left - 1);
    }));
  };
  BlockWriter();
  chain(50);
  std::thread closing([this] { ledger_.Close(); });

  release_.Open();
  closing.join();

  EXPECT_EQ(answers, 51);
}

}  // namespace
}  // namespace samverk::storage
