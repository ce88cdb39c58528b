#include "services/runtime/partnerships.h"

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "base/status_macros.h"
#include "base/testing/gate.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/runtime/testing/counter_slice.h"
#include "services/runtime/testing/given_command.h"
#include "storage/event_log/log_reasons.h"
#include "storage/kv/testing/temp_directory.h"

namespace samverk::runtime {
namespace {

using storage::Position;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class PartnershipsTest : public ::testing::Test {
 protected:
  PartnershipsTest() {
    AddCounters(slices_.commands);
    auto projection = std::make_unique<CounterProjection>();
    projection_ = projection.get();
    slices_.projections.push_back(std::move(projection));
  }
  ~PartnershipsTest() override { Stop(); }

  absl::Status Start() {
    ASSIGN_OR_RETURN(ledgers_, storage::LedgerHost::Open(path(), Clock::System()));
    ASSIGN_OR_RETURN(partnerships_, Partnerships::Start(*ledgers_, slices_, Clock::System()));
    return absl::OkStatus();
  }
  void Stop() {
    partnerships_.reset();
    ledgers_.reset();
  }
  std::string path() const { return directory_.path() + "/data"; }

  // The partnership `id`, which must be there.
  Partnership& Find(absl::string_view id) {
    const auto found = partnerships_->Find(id);
    CHECK(found.ok());
    return **found;
  }
  // Where the counter "a" of a partnership stands.
  absl::StatusOr<int64_t> ValueIn(absl::string_view id) {
    ProjectionRunner& view = Find(id).view(kCounterView);
    Gate applied;
    view.WhenApplied(Find(id).log().Head(), [&applied] { applied.Open(); });
    applied.Wait();
    ASSIGN_OR_RETURN(const ViewReader reader, view.Read(std::nullopt));
    ASSIGN_OR_RETURN(const auto counter, reader.GetMessage<testing::v1::Counter>(
                                             kCounterTable, CounterKey("counters/a")));
    return counter.value_or(testing::v1::Counter()).value();
  }
  std::vector<std::string> Ids() { return partnerships_->Ids(); }

  storage::TempDirectory directory_;
  Slices slices_;
  CounterProjection* projection_ = nullptr;
  std::unique_ptr<storage::LedgerHost> ledgers_;
  std::unique_ptr<Partnerships> partnerships_;
};

TEST_F(PartnershipsTest, ANewServerHasNone) {
  ASSERT_OK(Start());

  EXPECT_THAT(Ids(), IsEmpty());
  EXPECT_THAT(partnerships_->Find("test"), IsRefused(kPartnershipNotFound));
  EXPECT_THAT(partnerships_->Find(""), IsRefused(kPartnershipNotFound));
}

TEST_F(PartnershipsTest, OneThatIsCreatedRunsAndIsFound) {
  ASSERT_OK(Start());
  ASSERT_OK_AND_ASSIGN(Partnership* const created, partnerships_->FindOrCreate("test"));

  EXPECT_EQ(created->id(), "test");
  EXPECT_EQ(created->log().Head(), Position(0));
  EXPECT_EQ(&Find("test"), created);
  EXPECT_THAT(partnerships_->FindOrCreate("test"), IsOkAndHolds(created));
  EXPECT_OK(created->Ready(Position(0)));
}

TEST_F(PartnershipsTest, AllAreListedInTheOrderOfTheirIds) {
  ASSERT_OK(Start());
  for (const char* id : {"b", "a-2", "c", "a"}) ASSERT_OK(partnerships_->FindOrCreate(id));

  EXPECT_THAT(Ids(), ElementsAre("a", "a-2", "b", "c"));
}

TEST_F(PartnershipsTest, WhatIsWrittenIsThereAfterARestart) {
  ASSERT_OK(Start());
  ASSERT_OK(partnerships_->FindOrCreate("test"));
  const auto add = Add("a", 5);
  ASSERT_OK(Give(Find("test").commands(), AnAdministrator(), Create("a")));
  ASSERT_OK_AND_ASSIGN(const auto first, Give(Find("test").commands(), AnAdministrator(), add));
  EXPECT_THAT(ValueIn("test"), IsOkAndHolds(5));

  Stop();
  ASSERT_OK(Start());

  EXPECT_THAT(Ids(), ElementsAre("test"));
  EXPECT_EQ(Find("test").log().Head(), Position(2));
  EXPECT_THAT(ValueIn("test"), IsOkAndHolds(5));
  ASSERT_OK_AND_ASSIGN(const auto again, Give(Find("test").commands(), AnAdministrator(), add));
  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());
}

TEST_F(PartnershipsTest, PartnershipsKnowNothingOfEachOther) {
  ASSERT_OK(Start());
  ASSERT_OK_AND_ASSIGN(Partnership* const one, partnerships_->FindOrCreate("one"));
  ASSERT_OK_AND_ASSIGN(Partnership* const other, partnerships_->FindOrCreate("other"));
  ASSERT_OK(Give(one->commands(), AnAdministrator(), Create("a")));
  ASSERT_OK(Give(one->commands(), AnAdministrator(), Add("a", 7)));

  EXPECT_THAT(Give(other->commands(), AnAdministrator(), Add("a", 1)), IsRefused(kCounterNotFound));
  EXPECT_OK(Give(other->commands(), AnAdministrator(), Create("a")));
  EXPECT_THAT(ValueIn("one"), IsOkAndHolds(7));
  EXPECT_THAT(ValueIn("other"), IsOkAndHolds(0));
  EXPECT_NE(one->log().identity().epoch, other->log().identity().epoch);
}

TEST_F(PartnershipsTest, OneIsReadyWhenItsViewsHaveCaughtUp) {
  Gate go_on;
  projection_->set_objection([&go_on](const auto&) {
    go_on.Wait();
    return absl::OkStatus();
  });
  ASSERT_OK(Start());
  ASSERT_OK_AND_ASSIGN(Partnership* const partnership, partnerships_->FindOrCreate("test"));
  ASSERT_OK(Give(partnership->commands(), AnAdministrator(), Create("a")));

  EXPECT_THAT(partnership->Ready(Position(1)), StatusIs(absl::StatusCode::kUnavailable));
  go_on.Open();
  ASSERT_OK(ValueIn("test"));
  EXPECT_OK(partnership->Ready(Position(1)));
}

TEST_F(PartnershipsTest, OneWhoseViewStoppedIsNotReady) {
  projection_->set_objection([](const auto&) { return absl::DataLossError("no"); });
  ASSERT_OK(Start());
  ASSERT_OK_AND_ASSIGN(Partnership* const partnership, partnerships_->FindOrCreate("test"));
  ASSERT_OK(Give(partnership->commands(), AnAdministrator(), Create("a")));
  EXPECT_THAT(ValueIn("test"), IsRefused(kViewStopped));

  EXPECT_THAT(partnership->Ready(Position(0)), IsRefused(kViewStopped));
  // Commands do not depend on views.
  EXPECT_OK(Give(partnership->commands(), AnAdministrator(), Add("a", 1)));
}

TEST_F(PartnershipsTest, ALedgerThatWasHalfMadeWasNeverThere) {
  std::filesystem::create_directories(path() + "/.new-test/log");
  ASSERT_OK(Start());

  EXPECT_THAT(Ids(), IsEmpty());
  EXPECT_OK(partnerships_->FindOrCreate("test"));
}

TEST_F(PartnershipsTest, ADamagedLedgerIsNotServedAndTheOthersAre) {
  ASSERT_OK(Start());
  for (const char* id : {"a", "b", "c"}) ASSERT_OK(partnerships_->FindOrCreate(id));
  Stop();
  std::filesystem::remove(path() + "/b/head");

  ASSERT_OK(Start());

  EXPECT_THAT(Ids(), ElementsAre("a", "b", "c"));
  EXPECT_THAT(partnerships_->Find("b"), IsRefused(storage::kLogDamaged));
  // Nor is another made in its place.
  EXPECT_THAT(partnerships_->FindOrCreate("b"), IsRefused(storage::kLogDamaged));
  for (const char* id : {"a", "c"}) {
    EXPECT_OK(Give(Find(id).commands(), AnAdministrator(), Create("a")));
  }
}

TEST_F(PartnershipsTest, ADataDirectoryHasOneServerAtATime) {
  ASSERT_OK(Start());

  EXPECT_THAT(storage::LedgerHost::Open(path(), Clock::System()),
              IsRefused(storage::kDataDirectoryInUse));
  Stop();
  EXPECT_OK(storage::LedgerHost::Open(path(), Clock::System()));
}

TEST_F(PartnershipsTest, EverythingUnderWayIsAnsweredBeforeTheyGo) {
  constexpr int kCommands = 500;
  ASSERT_OK(Start());
  ASSERT_OK_AND_ASSIGN(Partnership* const partnership, partnerships_->FindOrCreate("test"));
  ASSERT_OK(Give(partnership->commands(), AnAdministrator(), Create("a")));
  std::vector<testing::v1::AddToCounterRequest> commands;
  commands.reserve(kCommands);
  for (int i = 0; i < kCommands; ++i) commands.push_back(Add("a", 1));
  std::atomic<int> taken = 0;
  std::atomic<int> refused = 0;
  for (const auto& command : commands) {
    partnership->commands().Submit(AnAdministrator(), command,
                                   [&](const auto& result) { ++(result.ok() ? taken : refused); });
  }

  Stop();

  EXPECT_EQ(taken + refused, kCommands);
  ASSERT_OK(Start());
  EXPECT_EQ(Find("test").log().Head(), Position(static_cast<uint64_t>(taken) + 1));
}

TEST_F(PartnershipsTest, ManyThreadsThatCreateTheSameOneGetTheSame) {
  ASSERT_OK(Start());
  std::vector<Partnership*> found(8);
  std::vector<std::thread> threads;
  for (size_t i = 0; i < found.size(); ++i) {
    threads.emplace_back([this, &found, i] {
      const auto partnership = partnerships_->FindOrCreate("test");
      if (partnership.ok()) found[i] = *partnership;
    });
  }
  for (std::thread& thread : threads) thread.join();

  for (Partnership* each : found) EXPECT_EQ(each, &Find("test"));
}

}  // namespace
}  // namespace samverk::runtime
