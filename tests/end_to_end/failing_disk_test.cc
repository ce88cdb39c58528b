// Commands when the disk fails under them: nobody is told of what is not durable, and who
// does not know the outcome learns it by repeating the command after the log was opened again.

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "base/mutex.h"
#include "base/testing/gate.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/runtime/command_processor.h"
#include "services/runtime/testing/counter_slice.h"
#include "services/runtime/testing/given_command.h"
#include "storage/event_log/log_reasons.h"
#include "storage/event_log/testing/rocks_ledger.h"
#include "storage/kv/testing/fault_file_system.h"

namespace samverk::tests {
namespace {

using runtime::Add;
using runtime::AnAdministrator;
using runtime::Create;
using runtime::Give;
using runtime::kTestPartnership;
using storage::FaultFileSystem;
using v1::CommandResult;

class FailingDiskTest : public ::testing::Test {
 protected:
  FailingDiskTest() {
    runtime::AddCounters(registry_);
    Open();
    EXPECT_OK(Give(*processor_, AnAdministrator(), Create("a")));
  }

  void Open() {
    EXPECT_OK(ledger_.Open());
    processor_ =
        std::make_unique<runtime::CommandProcessor>(kTestPartnership, registry_, ledger_.log());
  }
  // Opens the log again on a disk that works.
  void Mend() {
    disk_.ClearFault();
    ledger_.Close();
    Open();
  }
  absl::StatusOr<CommandResult> Run(const google::protobuf::Message& command) {
    return Give(*processor_, AnAdministrator(), command);
  }
  int64_t Head() { return static_cast<int64_t>(ledger_.log().Head().value()); }

  FaultFileSystem disk_;
  storage::RocksLedger ledger_{disk_.env()};
  runtime::CommandRegistry registry_;
  std::unique_ptr<runtime::CommandProcessor> processor_;
};

// Syncs of the write-ahead log, once `held` says so, wait for `go_on` and then fail.
FaultFileSystem::Fault FailSyncsAfter(Gate& begun, Gate& go_on, bool fail_first) {
  auto first = std::make_shared<bool>(true);
  return [&begun, &go_on, first, fail_first](const FaultFileSystem::Call& call) {
    if (call.operation != FaultFileSystem::Operation::kSync || !absl::EndsWith(call.path, ".log")) {
      return rocksdb::IOStatus::OK();
    }
    if (*first) {
      *first = false;
      begun.Open();
      go_on.Wait();
      if (!fail_first) return rocksdb::IOStatus::OK();
    }
    return FaultFileSystem::IoError();
  };
}

TEST_F(FailingDiskTest, ACommandWhoseWriteFailedHasAnUnknownOutcomeAndNoOtherIsTaken) {
  disk_.SetFault(FaultFileSystem::FailEvery(FaultFileSystem::Operation::kSync, ".log",
                                            FaultFileSystem::IoError()));

  EXPECT_THAT(Run(Add("a", 1)), IsRefused(storage::kLogPoisoned));
  disk_.ClearFault();
  EXPECT_THAT(Run(Add("a", 1)), IsRefused(storage::kLogPoisoned));
  EXPECT_EQ(Head(), 1);
}

TEST_F(FailingDiskTest, ARepeatedCommandIsDoneOnceWhateverBecameOfItsFirstTry) {
  disk_.SetFault(FaultFileSystem::FailEvery(FaultFileSystem::Operation::kSync, ".log",
                                            FaultFileSystem::IoError()));
  const auto add = Add("a", 7, 0);
  ASSERT_THAT(Run(add), IsRefused(storage::kLogPoisoned));

  Mend();
  ASSERT_OK_AND_ASSIGN(const CommandResult result, Run(add));

  EXPECT_EQ(result.revision(), 1);
  EXPECT_EQ(Head(), 2);
  ASSERT_OK_AND_ASSIGN(const CommandResult again, Run(add));
  EXPECT_EQ(again.SerializeAsString(), result.SerializeAsString());
  EXPECT_EQ(Head(), 2);
}

// While one batch is on its way to the disk, two more commands wait: one that writes, and
// one that therefore changes nothing. Then the disk fails under the first of them.
TEST_F(FailingDiskTest, NobodyIsToldThatNothingChangedBecauseOfWhatIsNotDurable) {
  Gate begun;
  Gate go_on;
  disk_.SetFault(FailSyncsAfter(begun, go_on, /*fail_first=*/false));
  const auto first = Add("a", 1);
  const auto set = runtime::Set("a", {5});
  const auto same = runtime::Set("a", {5});
  absl::StatusOr<CommandResult> first_answer;
  absl::StatusOr<CommandResult> set_answer;
  absl::StatusOr<CommandResult> same_answer;
  std::thread first_caller([&] { first_answer = Run(first); });
  begun.Wait();
  Gate both_asked;
  Mutex mutex;
  int answered = 0;
  const auto answer_to = [&](absl::StatusOr<CommandResult>& answer) {
    return [&](absl::StatusOr<CommandResult> result) {
      answer = std::move(result);
      MutexLock lock(mutex);
      if (++answered == 2) both_asked.Open();
    };
  };
  processor_->Submit(AnAdministrator(), set, answer_to(set_answer));
  processor_->Submit(AnAdministrator(), same, answer_to(same_answer));
  go_on.Open();
  first_caller.join();
  both_asked.Wait();

  EXPECT_OK(first_answer);
  EXPECT_THAT(set_answer, IsRefused(storage::kLogPoisoned));
  EXPECT_THAT(same_answer, IsRefused(storage::kLogPoisoned));
  EXPECT_EQ(Head(), 2);
}

TEST_F(FailingDiskTest, ARefusalThatRestsOnWhatIsNotDurableIsNotTold) {
  Gate begun;
  Gate go_on;
  disk_.SetFault(FailSyncsAfter(begun, go_on, /*fail_first=*/false));
  absl::StatusOr<CommandResult> first_answer;
  std::thread first_caller([&] { first_answer = Run(Add("a", 1)); });
  begun.Wait();
  const auto fill = runtime::Set("a", {runtime::kCounterMax});
  const auto too_much = Add("a", 1);
  absl::StatusOr<CommandResult> fill_answer;
  absl::StatusOr<CommandResult> too_much_answer;
  Gate answered;
  processor_->Submit(AnAdministrator(), fill,
                     [&](auto result) { fill_answer = std::move(result); });
  processor_->Submit(AnAdministrator(), too_much, [&](auto result) {
    too_much_answer = std::move(result);
    answered.Open();
  });
  go_on.Open();
  first_caller.join();
  answered.Wait();

  EXPECT_THAT(fill_answer, IsRefused(storage::kLogPoisoned));
  EXPECT_THAT(too_much_answer, IsRefused(storage::kLogPoisoned));
}

TEST_F(FailingDiskTest, ALogThatWasOpenedAgainDecidesFromWhatIsThere) {
  disk_.SetFault(FaultFileSystem::FailEvery(FaultFileSystem::Operation::kSync, ".log",
                                            FaultFileSystem::IoError()));
  ASSERT_THAT(Run(runtime::Set("a", {runtime::kCounterMax})), IsRefused(storage::kLogPoisoned));
  ledger_.Close();
  disk_.CutPower();
  ASSERT_OK(disk_.RestorePower({}));  // What was not synced is gone.
  Open();

  EXPECT_EQ(Head(), 1);
  EXPECT_OK(Run(Add("a", 1)));
}

}  // namespace
}  // namespace samverk::tests
