#include "storage/event_log/recent_events.h"

#include <string>
#include <vector>

#include "base/testing/fake_clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/event_log/in_memory_event_log.h"
#include "storage/event_log/testing/test_proposal.h"

namespace samverk::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// Real events, all of the same size but the first.
std::vector<RecordedEvent> Events(size_t count) {
  const FakeClock clock;
  InMemoryEventLog log(clock);
  for (size_t i = 0; i < count; ++i) {
    EXPECT_TRUE(
        AppendAndWait(log, AnAppend().With(AnEvent("a")).RequestId("r" + std::string(1, 'a' + i)))
            .ok());
  }
  return *ReadAll(log);
}

TEST(RecentEventsTest, BeginsEmptyAfterTheHead) {
  const RecentEvents recent(Position(7), 1000);

  EXPECT_EQ(recent.first(), Position(8));
  EXPECT_EQ(recent.Read(Position(7), 10), std::nullopt);
  EXPECT_THAT(*recent.Read(Position(8), 10), IsEmpty());
  EXPECT_THAT(*recent.Read(Position(1000), 10), IsEmpty());
}

TEST(RecentEventsTest, ReadsWhatWasAdded) {
  RecentEvents recent(Position(0), 1 << 20);
  recent.Add(Events(5));

  EXPECT_EQ(recent.first(), Position(1));
  EXPECT_THAT(PositionsIn(*recent.Read(Position(1), 10)), ElementsAre(1, 2, 3, 4, 5));
  EXPECT_THAT(PositionsIn(*recent.Read(Position(3), 2)), ElementsAre(3, 4));
  EXPECT_THAT(PositionsIn(*recent.Read(Position(5), 10)), ElementsAre(5));
  EXPECT_THAT(*recent.Read(Position(6), 10), IsEmpty());
  EXPECT_THAT(*recent.Read(Position(1), 0), IsEmpty());
}

TEST(RecentEventsTest, ForgetsTheOldestToKeepItsBytes) {
  const std::vector<RecordedEvent> events = Events(10);
  size_t last_three = 0;
  for (size_t i = 7; i < 10; ++i) last_three += events[i].record().size();
  RecentEvents exact(Position(0), last_three);
  RecentEvents one_byte_less(Position(0), last_three - 1);

  exact.Add(events);
  one_byte_less.Add(events);

  EXPECT_EQ(exact.first(), Position(8));
  EXPECT_EQ(one_byte_less.first(), Position(9));
  EXPECT_EQ(exact.Read(Position(7), 10), std::nullopt);
  EXPECT_THAT(PositionsIn(*exact.Read(Position(8), 10)), ElementsAre(8, 9, 10));
}

TEST(RecentEventsTest, WithNoRoomItKeepsNothingAndKnowsWhereItIs) {
  RecentEvents recent(Position(0), 0);
  const std::vector<RecordedEvent> events = Events(3);

  recent.Add(absl::MakeConstSpan(events).subspan(0, 2));
  EXPECT_EQ(recent.first(), Position(3));
  recent.Add(absl::MakeConstSpan(events).subspan(2));
  EXPECT_EQ(recent.first(), Position(4));
  EXPECT_EQ(recent.Read(Position(3), 1), std::nullopt);
}

TEST(RecentEventsTest, AddingNothingIsHarmless) {
  RecentEvents recent(Position(0), 1000);

  recent.Add({});

  EXPECT_EQ(recent.first(), Position(1));
}

TEST(RecentEventsDeathTest, AGapEndsTheProcess) {
  const std::vector<RecordedEvent> events = Events(3);
  RecentEvents recent(Position(0), 1 << 20);
  recent.Add(absl::MakeConstSpan(events).subspan(0, 1));

  EXPECT_DEATH(recent.Add(absl::MakeConstSpan(events).subspan(2)), "CHECK failed");
}

TEST(RecentEventsTest, WhatWasReadOutlivesTheRing) {
  std::vector<RecordedEvent> read;
  {
    RecentEvents recent(Position(0), 1 << 20);
    recent.Add(Events(2));
    read = *recent.Read(Position(1), 2);
  }

  ASSERT_THAT(read, SizeIs(2));
  EXPECT_EQ(read[1].resource(), "a");
}

}  // namespace
}  // namespace samverk::storage
