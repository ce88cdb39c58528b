// The contract of time and of waiting: recorded times, positions at a time, suspect
// clocks, wake-ups.

#include <atomic>

#include "base/testing/gate.h"
#include "storage/event_log/log_reasons.h"
#include "storage/event_log/testing/event_log_contract.h"

namespace samverk::storage {
namespace {

using ::testing::ElementsAre;

// ---- Time ----

TEST_P(EventLogContract, EventsAreRecordedAtTheTimeOfTheClockInMicroseconds) {
  clock().Advance(absl::Nanoseconds(1999));

  ASSERT_OK(Append(AnAppend().OnStream("a").WithEvents(2)));

  ASSERT_OK_AND_ASSIGN(const auto events, ReadAll(log()));
  const absl::Time whole = absl::FromUnixMicros(absl::ToUnixMicros(clock().Now()));
  EXPECT_EQ(events[0].recorded_at(), whole);
  EXPECT_EQ(events[1].recorded_at(), whole);
}

TEST_P(EventLogContract, RecordedTimeNeverDecreases) {
  Grow("a", 1);
  clock().JumpWall(-absl::Minutes(4));
  Grow("a", 1);
  clock().Advance(absl::Minutes(3));
  Grow("a", 1);
  clock().Advance(absl::Minutes(3));
  Grow("a", 1);

  ASSERT_OK_AND_ASSIGN(const auto events, ReadAll(log()));
  const absl::Time first = events[0].recorded_at();
  EXPECT_EQ(events[1].recorded_at(), first);
  EXPECT_EQ(events[2].recorded_at(), first);
  EXPECT_EQ(events[3].recorded_at(), first + absl::Minutes(2));
}

TEST_P(EventLogContract, PositionAtIsTheLastRecordedAtOrBefore) {
  const absl::Time start = clock().Now();
  Grow("a", 2);  // 1 and 2, at the same time.
  clock().Advance(absl::Seconds(10));
  Grow("a", 1);  // 3
  clock().Advance(absl::Seconds(10));
  Grow("a", 3);  // 4 to 6

  EXPECT_THAT(log().PositionAt(start - absl::Microseconds(1)), IsOkAndHolds(Position(0)));
  EXPECT_THAT(log().PositionAt(start), IsOkAndHolds(Position(2)));
  EXPECT_THAT(log().PositionAt(start + absl::Seconds(9)), IsOkAndHolds(Position(2)));
  EXPECT_THAT(log().PositionAt(start + absl::Seconds(10) - absl::Nanoseconds(1)),
              IsOkAndHolds(Position(2)));
  EXPECT_THAT(log().PositionAt(start + absl::Seconds(10)), IsOkAndHolds(Position(3)));
  EXPECT_THAT(log().PositionAt(start + absl::Seconds(20)), IsOkAndHolds(Position(6)));
  EXPECT_THAT(log().PositionAt(absl::InfinitePast()), IsOkAndHolds(Position(0)));
  EXPECT_THAT(log().PositionAt(absl::InfiniteFuture()), IsOkAndHolds(Position(6)));
}

TEST_P(EventLogContract, PositionAtInAnEmptyLogIsZero) {
  EXPECT_THAT(log().PositionAt(clock().Now()), IsOkAndHolds(Position(0)));
  EXPECT_THAT(log().PositionAt(absl::InfiniteFuture()), IsOkAndHolds(Position(0)));
}

TEST_P(EventLogContract, PositionAtFindsEveryEventOfItsOwn) {
  for (int i = 0; i < 20; ++i) {
    Grow("a", 1);
    clock().Advance(absl::Seconds(1));
  }

  ASSERT_OK_AND_ASSIGN(const auto events, ReadAll(log()));
  for (const RecordedEvent& event : events) {
    EXPECT_THAT(log().PositionAt(event.recorded_at()), IsOkAndHolds(event.position()));
  }
}

// ---- A suspect clock ----

TEST_P(EventLogContract, AClockMayDepartByFiveMinutesButNotMore) {
  for (const int sign : {1, -1}) {
    clock().JumpWall(sign * kClockDepartureMax);
    EXPECT_OK(Append(AnAppend().OnStream("a")));

    clock().JumpWall(sign * absl::Microseconds(1));
    EXPECT_THAT(Append(AnAppend().OnStream("a")), IsRefused(kClockSuspect));

    clock().JumpWall(-sign * (kClockDepartureMax + absl::Microseconds(1)));
    EXPECT_OK(Append(AnAppend().OnStream("a")));
  }
}

TEST_P(EventLogContract, TimeThatPassesIsNoDeparture) {
  clock().Advance(absl::Hours(24 * 365));

  EXPECT_OK(Append(AnAppend().OnStream("a")));
}

TEST_P(EventLogContract, SmallDeparturesAddUp) {
  for (int i = 0; i < 5; ++i) {
    clock().JumpWall(absl::Minutes(1));
    clock().Advance(absl::Hours(1));
    EXPECT_OK(Append(AnAppend().OnStream("a")));
  }
  clock().JumpWall(absl::Minutes(1));

  EXPECT_THAT(Append(AnAppend().OnStream("a")), IsRefused(kClockSuspect));
}

TEST_P(EventLogContract, ASuspectClockRefusesWithoutAskingAndSaysHowFar) {
  clock().JumpWall(absl::Hours(24 * 3000));

  const auto trail = StartAppend(log(), AnAppend().OnStream("a"));
  const auto result = trail->Wait();
  EXPECT_THAT(result, IsRefused(kClockSuspect));
  EXPECT_EQ(MetadataOf(result.status(), "departure"), "72000h");
  Close();

  EXPECT_THAT(trail->calls(), ElementsAre("OnDone", "destroyed"));
}

TEST_P(EventLogContract, ARepeatedRequestIsAnsweredWhileTheClockIsSuspect) {
  const AnAppend append = AnAppend().OnStream("a");
  ASSERT_OK_AND_ASSIGN(const AppendResult first, Append(append));
  clock().JumpWall(absl::Hours(24 * 3000));

  EXPECT_THAT(Append(append), IsOkAndHolds(first));
}

TEST_P(EventLogContract, AConfirmedClockIsTrustedAndTheConfirmationIsAnEvent) {
  clock().JumpWall(absl::Hours(1));
  EXPECT_THAT(Append(AnAppend().OnStream("a")), IsRefused(kClockSuspect));

  ASSERT_OK(Append(AnAppend().OnStream("ledger").ConfirmingTheClock()));
  EXPECT_OK(Append(AnAppend().OnStream("a")));

  ASSERT_OK_AND_ASSIGN(const auto events, ReadAll(log()));
  EXPECT_EQ(events[0].recorded_at(), clock().Now());
  EXPECT_EQ(events[1].recorded_at(), clock().Now());
}

TEST_P(EventLogContract, AClockConfirmedAfterAJumpBackStillNeverDecreases) {
  Grow("a", 1);
  const absl::Time before = clock().Now();
  clock().JumpWall(-absl::Hours(1));

  ASSERT_OK(Append(AnAppend().OnStream("ledger").ConfirmingTheClock()));
  EXPECT_OK(Append(AnAppend().OnStream("a")));
  clock().Advance(absl::Hours(2));
  EXPECT_OK(Append(AnAppend().OnStream("a")));

  ASSERT_OK_AND_ASSIGN(const auto events, ReadAll(log()));
  EXPECT_EQ(events[1].recorded_at(), before);
  EXPECT_EQ(events[2].recorded_at(), before);
  EXPECT_EQ(events[3].recorded_at(), before + absl::Hours(1));
}

TEST_P(EventLogContract, ARefusedConfirmationConfirmsNothing) {
  clock().JumpWall(absl::Hours(1));

  EXPECT_THAT(Append(AnAppend().OnStream(Condition::Exists("ledger")).ConfirmingTheClock()),
              IsRefused(kStaleRevision));

  EXPECT_THAT(Append(AnAppend().OnStream("a")), IsRefused(kClockSuspect));
}

TEST_P(EventLogContract, ARepeatedConfirmationConfirmsNothingMore) {
  const AnAppend confirmation = AnAppend().OnStream("ledger").ConfirmingTheClock();
  clock().JumpWall(absl::Hours(1));
  ASSERT_OK(Append(confirmation));
  clock().JumpWall(absl::Hours(24 * 3000));

  // The operator's client repeats it, a day late: it is about the first jump.
  EXPECT_OK(Append(confirmation));

  EXPECT_THAT(Append(AnAppend().OnStream("a")), IsRefused(kClockSuspect));
}

TEST_P(EventLogContract, AConfirmedClockMayDepartAgain) {
  clock().JumpWall(absl::Hours(1));
  ASSERT_OK(Append(AnAppend().OnStream("ledger").ConfirmingTheClock()));

  clock().JumpWall(kClockDepartureMax + absl::Microseconds(1));

  EXPECT_THAT(Append(AnAppend().OnStream("a")), IsRefused(kClockSuspect));
}

// ---- Waiting ----

TEST_P(EventLogContract, AWakeUpForAPositionThatIsPassedComesAtOnce) {
  Grow("a", 2);
  Gate woken;
  // Announced when the first is waited for, at the latest.
  log().WhenPast(Position(1), [&woken] { woken.Open(); });
  woken.Wait();
  int calls = 0;

  EXPECT_EQ(log().WhenPast(Position(0), [&calls] { ++calls; }), 0);
  EXPECT_EQ(log().WhenPast(Position(1), [&calls] { ++calls; }), 0);

  EXPECT_EQ(calls, 2);
}

TEST_P(EventLogContract, AWakeUpComesOnceWhenThePositionIsPassedAndNotBefore) {
  std::atomic<int> calls = 0;
  Gate woken;
  EXPECT_NE(log().WhenPast(Position(1),
                           [&] {
                             ++calls;
                             woken.Open();
                           }),
            0);

  Grow("a", 1);
  EXPECT_FALSE(woken.IsOpen());  // At the position, not past it.
  Grow("a", 1);
  woken.Wait();
  Grow("a", 1);
  Close();

  EXPECT_EQ(calls, 1);
}

TEST_P(EventLogContract, WhatAWakeUpIsForCanBeRead) {
  Gate woken;
  bool readable = false;
  log().WhenPast(Position(0), [&] {
    const auto page = log().ReadLedger({.from = 1});
    readable = log().Head() >= Position(1) && page.ok() && page->events.size() == 1;
    woken.Open();
  });

  Grow("a", 1);
  woken.Wait();

  EXPECT_TRUE(readable);
}

TEST_P(EventLogContract, ACancelledWakeUpNeverComes) {
  std::atomic<int> calls = 0;
  const uint64_t cancelled = log().WhenPast(Position(0), [&calls] { ++calls; });
  const uint64_t kept = log().WhenPast(Position(0), [&calls] { calls += 10; });
  EXPECT_NE(cancelled, kept);

  log().CancelWake(cancelled);
  Grow("a", 1);
  Close();

  EXPECT_EQ(calls, 10);
}

TEST_P(EventLogContract, CancellingWhatIsGoneIsHarmless) {
  Gate woken;
  const uint64_t id = log().WhenPast(Position(0), [&woken] { woken.Open(); });
  Grow("a", 1);
  woken.Wait();

  log().CancelWake(id);
  log().CancelWake(0);
  log().CancelWake(12345);
}

TEST_P(EventLogContract, ClosingWakesEverybody) {
  std::atomic<int> calls = 0;
  for (uint64_t position : {0, 5, 1000}) {
    log().WhenPast(Position(position), [&calls] { ++calls; });
  }

  Close();

  EXPECT_EQ(calls, 3);
}

TEST_P(EventLogContract, AWakeUpMayAskForTheNext) {
  Gate third;
  std::function<void(uint64_t)> follow = [&](uint64_t past) {
    if (past == 3) return third.Open();
    log().WhenPast(Position(past), [&follow, past] { follow(past + 1); });
  };
  follow(0);

  Grow("a", 1);
  Grow("a", 1);
  Grow("a", 1);

  third.Wait();
}

}  // namespace
}  // namespace samverk::storage
