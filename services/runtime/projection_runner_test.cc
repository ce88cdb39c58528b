#include "services/runtime/projection_runner.h"

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/status_macros.h"
#include "base/testing/fake_clock.h"
#include "base/testing/gate.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/runtime/command_processor.h"
#include "services/runtime/limits.h"
#include "services/runtime/testing/counter_slice.h"
#include "services/runtime/testing/given_command.h"
#include "storage/event_log/in_memory_event_log.h"
#include "storage/event_log/testing/test_proposal.h"
#include "storage/views/testing/view_directory.h"

namespace samverk::runtime {
namespace {

using storage::Position;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class ProjectionRunnerTest : public ::testing::Test {
 protected:
  ProjectionRunnerTest() { AddCounters(registry_); }

  // Lets the view go, as when a server stops, and opens its store again.
  void Restart() {
    runner_.reset();
    views_.Close();
    views_.Open();
  }
  // The same, but as when a server is killed.
  void DieAndRestart() {
    views_.Kill();
    Restart();
  }

  void Start(const Projection& projection, storage::EventLog& log) {
    auto runner = ProjectionRunner::Start(projection, kTestPartnership, log, views_.store(),
                                          executor_, clock_);
    ASSERT_OK(runner);
    runner_ = *std::move(runner);
  }
  void Start(const Projection& projection) { Start(projection, log_); }
  void Start() { Start(projection_); }

  // Returns when `runner` includes `position`, or has stopped.
  static void WaitFor(ProjectionRunner& runner, Position position) {
    Gate applied;
    runner.WhenApplied(position, [&applied] { applied.Open(); });
    applied.Wait();
  }
  void CatchUp() { WaitFor(*runner_, log_.Head()); }
  // Returns when nothing is built beside any more.
  void WaitForTakeOver() {
    while (runner_->progress().building.has_value()) executor_.Drain();
    executor_.Drain();  // The old family goes only after the new one has taken over.
  }

  // Makes the counter "a" if there is none, and counts `times` times.
  void Count(int times) {
    if (log_.Head() == Position(0)) {
      ASSERT_OK(Give(processor_, AnAdministrator(), Create("a")));
    }
    for (int i = 0; i < times; ++i) ASSERT_OK(Give(processor_, AnAdministrator(), Add("a", 1)));
  }

  absl::StatusOr<testing::v1::Counter> Read(std::optional<Position> as_of = std::nullopt) {
    ASSIGN_OR_RETURN(const ViewReader reader, runner_->Read(as_of));
    ASSIGN_OR_RETURN(auto counter, reader.GetMessage<testing::v1::Counter>(
                                       kCounterTable, CounterKey("counters/a")));
    return counter.value_or(testing::v1::Counter());
  }
  // How many events were applied to the counter; each must have been once.
  int64_t EventCount() {
    const auto counter = Read();
    EXPECT_OK(counter);
    return counter.ok() ? counter->event_count() : -1;
  }

  storage::ViewDirectory views_;
  FakeClock clock_;
  CommandRegistry registry_;
  storage::InMemoryEventLog log_{clock_};
  CommandProcessor processor_{kTestPartnership, registry_, log_};
  CounterProjection projection_;
  SerialExecutor executor_;
  std::unique_ptr<ProjectionRunner> runner_;
};

// ---- Following --------------------------------------------------------------------------------

TEST_F(ProjectionRunnerTest, AViewCatchesUpWithWhatWasThereBeforeIt) {
  Count(10);
  Start();
  CatchUp();

  ASSERT_OK_AND_ASSIGN(const auto counter, Read());
  EXPECT_EQ(counter.value(), 10);
  EXPECT_EQ(counter.event_count(), 11);
}

TEST_F(ProjectionRunnerTest, AViewCatchesUpOverManyTurns) {
  Count(0);
  while (log_.Head().value() <= 2 * kApplyEventsMax) {
    ASSERT_OK(Give(processor_, AnAdministrator(), Add("a", 0)));
  }
  Start();
  CatchUp();

  EXPECT_EQ(EventCount(), log_.Head().value());
}

TEST_F(ProjectionRunnerTest, AViewFollowsWhatIsAppended) {
  Start();
  for (int i = 1; i <= 20; ++i) {
    Count(1);
    CatchUp();
    EXPECT_EQ(EventCount(), i + 1);
  }
}

TEST_F(ProjectionRunnerTest, AViewOfAnEmptyLogIsEmptyAndReady) {
  Start();

  EXPECT_EQ(EventCount(), 0);
  const auto progress = runner_->progress();
  EXPECT_EQ(progress.serving, Position(0));
  EXPECT_EQ(progress.head, Position(0));
  EXPECT_OK(progress.health);
}

TEST_F(ProjectionRunnerTest, AReadAsOfAPositionIsTheFoldUpToThere) {
  Count(5);
  Start();
  CatchUp();

  for (uint64_t position = 0; position <= 6; ++position) {
    ASSERT_OK_AND_ASSIGN(const auto counter, Read(Position(position)));
    EXPECT_EQ(counter.event_count(), static_cast<int64_t>(position));
  }
}

TEST_F(ProjectionRunnerTest, AReadIsNeverPastWhatIsApplied) {
  Count(5);
  Start();
  CatchUp();

  ASSERT_OK_AND_ASSIGN(const ViewReader reader, runner_->Read(Position(1000)));
  EXPECT_EQ(reader.as_of(), Position(6));
}

TEST_F(ProjectionRunnerTest, ReadersSeeWholeEventsWhileRowsAreWritten) {
  Count(0);
  Start();
  CatchUp();
  std::atomic<bool> done = false;
  std::vector<std::thread> readers;
  readers.reserve(3);
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      while (!done) {
        const auto reader = runner_->Read(std::nullopt);
        ASSERT_OK(reader);
        const auto counter =
            reader->GetMessage<testing::v1::Counter>(kCounterTable, CounterKey("counters/a"));
        ASSERT_OK(counter);
        ASSERT_EQ((*counter)->event_count(), static_cast<int64_t>(reader->as_of().value()));
      }
    });
  }
  Count(300);
  CatchUp();
  done = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(EventCount(), 301);
}

// ---- Waiting ----------------------------------------------------------------------------------

TEST_F(ProjectionRunnerTest, WhoWaitsForWhatIsAppliedIsWokenAtOnce) {
  Count(1);
  Start();
  CatchUp();
  bool woken = false;

  EXPECT_EQ(runner_->WhenApplied(Position(2), [&woken] { woken = true; }), 0);
  EXPECT_TRUE(woken);
}

TEST_F(ProjectionRunnerTest, PositionZeroIsAlwaysApplied) {
  Start();
  bool woken = false;

  EXPECT_EQ(runner_->WhenApplied(Position(0), [&woken] { woken = true; }), 0);
  EXPECT_TRUE(woken);
}

TEST_F(ProjectionRunnerTest, AWakeUpThatIsCancelledNeverComes) {
  Start();
  std::atomic<bool> woken = false;
  const uint64_t id = runner_->WhenApplied(Position(2), [&woken] { woken = true; });
  runner_->CancelWake(id);
  Count(2);
  CatchUp();

  EXPECT_FALSE(woken);
}

TEST_F(ProjectionRunnerTest, WhoWaitsIsWokenWhenTheRunnerGoes) {
  Start();
  Gate woken;
  runner_->WhenApplied(Position(1), [&woken] { woken.Open(); });
  runner_.reset();

  EXPECT_TRUE(woken.IsOpen());
}

// ---- Stopping ---------------------------------------------------------------------------------

absl::Status ObjectTo(const storage::RecordedEvent& event, uint64_t position) {
  if (event.position() != Position(position)) return absl::OkStatus();
  return absl::DataLossError("what is this?");
}

TEST_F(ProjectionRunnerTest, AnEventThatCanNotBeAppliedStopsTheViewAndIsNamed) {
  projection_.set_objection([](const auto& event) { return ObjectTo(event, 3); });
  Count(5);
  Start();
  CatchUp();

  const auto read = runner_->Read(std::nullopt);
  EXPECT_THAT(read, IsRefused(kViewStopped));
  EXPECT_THAT(std::string(read.status().message()),
              HasSubstr("counters stopped at position 3: what is this?"));
  EXPECT_THAT(runner_->Read(Position(1)), IsRefused(kViewStopped));
  EXPECT_THAT(runner_->progress().health, IsRefused(kViewStopped));
  EXPECT_LT(runner_->progress().serving, Position(3));
}

TEST_F(ProjectionRunnerTest, AStoppedViewStaysStoppedAndWakesThoseWhoWait) {
  projection_.set_objection([](const auto& event) { return ObjectTo(event, 3); });
  Count(1);
  Start();
  CatchUp();
  EXPECT_EQ(EventCount(), 2);
  Gate woken;
  runner_->WhenApplied(Position(5), [&woken] { woken.Open(); });

  Count(5);
  woken.Wait();

  EXPECT_THAT(Read(), IsRefused(kViewStopped));
  executor_.Drain();
  EXPECT_EQ(runner_->progress().serving, Position(2));
}

TEST_F(ProjectionRunnerTest, AViewThatStoppedHoldsUpNoOther) {
  projection_.set_objection([](const auto& event) { return ObjectTo(event, 1); });
  Count(1);
  Start();
  storage::ViewDirectory other_views;
  const CounterProjection healthy;
  ASSERT_OK_AND_ASSIGN(auto other, ProjectionRunner::Start(healthy, kTestPartnership, log_,
                                                           other_views.store(), executor_, clock_));
  Count(5);
  WaitFor(*other, log_.Head());

  EXPECT_THAT(Read(), IsRefused(kViewStopped));
  EXPECT_OK(other->Read(std::nullopt));
  EXPECT_EQ(other->progress().serving, log_.Head());
}

TEST_F(ProjectionRunnerTest, ALaterProgramGoesOnWhereTheViewStopped) {
  projection_.set_objection([](const auto& event) { return ObjectTo(event, 3); });
  Count(5);
  Start();
  CatchUp();
  Restart();
  const CounterProjection mended;
  Start(mended);
  CatchUp();

  EXPECT_EQ(EventCount(), 6);
}

// ---- Exactly once -----------------------------------------------------------------------------

TEST_F(ProjectionRunnerTest, AViewGoesOnWhereItWasWhenItWasClosed) {
  Count(5);
  Start();
  CatchUp();
  Restart();
  Count(3);
  std::atomic<int> applied = 0;
  projection_.set_objection([&applied](const auto&) {
    ++applied;
    return absl::OkStatus();
  });
  Start();
  CatchUp();

  EXPECT_EQ(EventCount(), 9);
  EXPECT_EQ(applied, 3);
}

TEST_F(ProjectionRunnerTest, AfterACrashEventsAreAppliedAgainFromTheLastFlush) {
  Count(5);
  Start();
  CatchUp();
  Restart();  // Flushes.
  Start();
  Count(5);
  CatchUp();
  DieAndRestart();
  std::atomic<int> applied = 0;
  projection_.set_objection([&applied](const auto&) {
    ++applied;
    return absl::OkStatus();
  });
  Start();
  CatchUp();

  EXPECT_EQ(EventCount(), 11);
  EXPECT_EQ(applied, 5);
}

TEST_F(ProjectionRunnerTest, AViewIsFlushedWhenAMinuteHasPassed) {
  Count(5);
  Start();
  CatchUp();
  clock_.Advance(kFlushPeriod);
  Count(1);
  CatchUp();
  executor_.Drain();
  DieAndRestart();

  ASSERT_OK_AND_ASSIGN(const auto family, views_.store().OpenFamily("counters@1.0"));
  EXPECT_THAT(family->ReadCursor(), IsOkAndHolds(Position(7)));
}

TEST_F(ProjectionRunnerTest, AViewIsFlushedAfterManyEvents) {
  Start();
  while (log_.Head().value() < kFlushEvents + kApplyEventsMax) {
    ASSERT_OK(AppendAndWait(log_, storage::AnAppend().OnStream("others/x").WithEvents(1000)));
  }
  CatchUp();
  executor_.Drain();
  DieAndRestart();

  ASSERT_OK_AND_ASSIGN(const auto family, views_.store().OpenFamily("counters@1.0"));
  ASSERT_OK_AND_ASSIGN(const Position cursor, family->ReadCursor());
  EXPECT_GE(cursor, Position(kFlushEvents));
}

TEST_F(ProjectionRunnerTest, DeletingTheViewsLosesNothing) {
  Count(5);
  Start();
  CatchUp();
  runner_.reset();
  views_.Close();
  views_.Delete();
  views_.Open();
  Start();
  CatchUp();

  EXPECT_EQ(EventCount(), 6);
}

TEST_F(ProjectionRunnerTest, AViewOfALogThatWasRestoredToAnEarlierDayIsBuiltAnew) {
  Count(5);
  Start();
  CatchUp();
  Restart();
  storage::InMemoryEventLog restored(clock_);
  CommandProcessor processor(kTestPartnership, registry_, restored);
  ASSERT_OK(Give(processor, AnAdministrator(), Create("a")));
  ASSERT_OK(Give(processor, AnAdministrator(), Add("a", 7)));
  Start(projection_, restored);
  WaitFor(*runner_, restored.Head());

  ASSERT_OK_AND_ASSIGN(const auto counter, Read());
  EXPECT_EQ(counter.value(), 7);
  EXPECT_EQ(counter.event_count(), 2);
  runner_.reset();  // Before the log that it follows.
}

// ---- Building anew ----------------------------------------------------------------------------

TEST_F(ProjectionRunnerTest, ARebuiltViewServesTheOldRowsUntilTheNewOnesAreThere) {
  Count(5);
  Gate begun;
  Gate go_on;
  std::atomic<bool> rebuilding = false;
  projection_.set_objection([&](const storage::RecordedEvent& event) {
    if (rebuilding && event.position() == Position(1)) {
      begun.Open();
      go_on.Wait();
    }
    return absl::OkStatus();
  });
  Start();
  CatchUp();
  rebuilding = true;
  runner_->Rebuild();
  begun.Wait();

  EXPECT_EQ(EventCount(), 6);
  go_on.Open();
  executor_.Drain();
  WaitForTakeOver();
  EXPECT_EQ(EventCount(), 6);
  EXPECT_THAT(views_.store().FamilyNames(), ElementsAre("counters@1.1"));
}

TEST_F(ProjectionRunnerTest, AReaderOfTheOldRowsKeepsThemWhenTheNewOnesTakeOver) {
  Count(5);
  Start();
  CatchUp();
  ASSERT_OK_AND_ASSIGN(const ViewReader reader, runner_->Read(std::nullopt));
  runner_->Rebuild();
  executor_.Drain();
  WaitForTakeOver();

  ASSERT_OK_AND_ASSIGN(const auto counter, reader.GetMessage<testing::v1::Counter>(
                                               kCounterTable, CounterKey("counters/a")));
  EXPECT_EQ(counter->event_count(), 6);
}

TEST_F(ProjectionRunnerTest, ARebuiltViewGoesOnFollowing) {
  Count(5);
  Start();
  CatchUp();
  runner_->Rebuild();
  Count(5);
  executor_.Drain();
  WaitForTakeOver();
  Count(5);
  CatchUp();

  EXPECT_EQ(EventCount(), 16);
  Restart();
  Start();
  CatchUp();
  EXPECT_EQ(EventCount(), 16);
  EXPECT_THAT(views_.store().FamilyNames(), ElementsAre("counters@1.1"));
}

TEST_F(ProjectionRunnerTest, ANewVersionIsBuiltBesideAnOldOneThatCanStillBeRead) {
  Count(5);
  Start();
  CatchUp();
  Restart();
  Gate begun;
  Gate go_on;
  CounterProjection second(2, 1);
  second.set_objection([&](const auto&) {
    begun.Open();
    go_on.Wait();
    return absl::OkStatus();
  });
  Start(second);
  begun.Wait();

  EXPECT_EQ(EventCount(), 6);
  EXPECT_EQ(runner_->progress().building, Position(0));
  go_on.Open();
  Count(1);
  CatchUp();
  EXPECT_EQ(EventCount(), 7);
  EXPECT_EQ(runner_->progress().building, std::nullopt);
  WaitForTakeOver();
  EXPECT_THAT(views_.store().FamilyNames(), ElementsAre("counters@2.0"));
}

TEST_F(ProjectionRunnerTest, AnOldVersionThatCanNotBeReadIsDroppedAtOnce) {
  Count(5);
  Start();
  CatchUp();
  Restart();
  const CounterProjection second(2, 2);
  Start(second);

  EXPECT_THAT(views_.store().FamilyNames(), ElementsAre("counters@2.0"));
  CatchUp();
  EXPECT_EQ(EventCount(), 6);
}

TEST_F(ProjectionRunnerTest, RowsOfALaterVersionAreNotReadByAnEarlierProgram) {
  Count(5);
  const CounterProjection second(2, 1);
  Start(second);
  CatchUp();
  Restart();
  Start();
  CatchUp();

  EXPECT_THAT(views_.store().FamilyNames(), ElementsAre("counters@1.0"));
  EXPECT_EQ(EventCount(), 6);
}

TEST_F(ProjectionRunnerTest, ABuildThatWasInterruptedIsTakenUp) {
  Count(5);
  Start();
  CatchUp();
  Restart();
  {
    CounterProjection second(2, 1);
    second.set_objection([](const auto& event) { return ObjectTo(event, 4); });
    Start(second);
    executor_.Drain();
    Restart();
  }
  EXPECT_THAT(views_.store().FamilyNames(), ElementsAre("counters@1.0", "counters@2.0"));
  const CounterProjection mended(2, 1);
  Start(mended);
  EXPECT_EQ(EventCount(), 6);
  executor_.Drain();
  WaitForTakeOver();

  EXPECT_EQ(EventCount(), 6);
  EXPECT_THAT(views_.store().FamilyNames(), ElementsAre("counters@2.0"));
}

TEST_F(ProjectionRunnerTest, ViewsOfOneStoreHaveFamiliesOfTheirOwn) {
  ASSERT_OK(views_.store().OpenFamily("counters-of-another@1.0"));
  ASSERT_OK(views_.store().OpenFamily("counters@7"));
  Count(1);
  const CounterProjection second(2, 2);
  Start(second);
  CatchUp();

  EXPECT_THAT(views_.store().FamilyNames(),
              ElementsAre("counters-of-another@1.0", "counters@2.0", "counters@7"));
}

}  // namespace
}  // namespace samverk::runtime
