#include "storage/event_log/log_tail.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rapidcheck.h"
#include "storage/event_log/testing/rocks_ledger.h"
#include "storage/event_log/testing/test_proposal.h"

namespace samverk::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A log that keeps only a few events in memory, so that falling behind is easy.
class LogTailTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ledger_.options().recent_bytes_max = 2000;
    ASSERT_OK(ledger_.Open());
  }
  void AppendEvents(size_t count, absl::string_view type = "samverk.test.Happened") {
    if (count == 0) return;
    AnAppend append;
    for (size_t i = 0; i < count; ++i) {
      NewEvent event = AnEvent("a", absl::StrCat("event ", ++appended_));
      event.type = std::string(type);
      append.With(event);
    }
    ASSERT_OK(AppendAndWait(ledger_.log(), append));
  }
  LogTail::Step Poll(LogTail& tail, size_t events_max = 100) {
    absl::StatusOr<LogTail::Step> step = tail.Poll(events_max);
    EXPECT_OK(step);
    return step.ok() ? *std::move(step) : LogTail::Step();
  }

  RocksLedger ledger_;
  size_t appended_ = 0;
};

std::vector<uint64_t> PositionsOf(const LogTail::Step& step) {
  std::vector<uint64_t> positions;
  for (const RecordedEvent& event : step.events) positions.push_back(event.position().value());
  return positions;
}

TEST_F(LogTailTest, TailOfAnEmptyLogHasCaughtUpOnce) {
  LogTail tail(ledger_.log(), Position(0), {});
  EXPECT_TRUE(Poll(tail).caught_up);
  const LogTail::Step again = Poll(tail);
  EXPECT_FALSE(again.caught_up);
  EXPECT_FALSE(again.more);
  EXPECT_THAT(again.events, IsEmpty());
}

TEST_F(LogTailTest, TailHandsOutWhatIsThereThenWhatIsNew) {
  AppendEvents(3);
  LogTail tail(ledger_.log(), Position(1), {});

  const LogTail::Step old = Poll(tail);
  EXPECT_THAT(PositionsOf(old), ElementsAre(2, 3));
  EXPECT_TRUE(old.caught_up);

  AppendEvents(1);
  const LogTail::Step fresh = Poll(tail);
  EXPECT_THAT(PositionsOf(fresh), ElementsAre(4));
  EXPECT_FALSE(fresh.caught_up);  // It never fell behind.
}

TEST_F(LogTailTest, PageThatIsFullSaysThatThereIsMore) {
  AppendEvents(3);
  LogTail tail(ledger_.log(), Position(0), {});

  const LogTail::Step first = Poll(tail, 2);
  EXPECT_THAT(PositionsOf(first), ElementsAre(1, 2));
  EXPECT_TRUE(first.more);
  EXPECT_FALSE(first.caught_up);
  EXPECT_EQ(tail.position(), Position(2));
}

TEST_F(LogTailTest, TailThatFallsOutOfMemorySaysSoAndLosesNothing) {
  LogTail tail(ledger_.log(), Position(0), {});
  EXPECT_TRUE(Poll(tail).caught_up);
  AppendEvents(20);
  ASSERT_GT(ledger_.log().OldestInMemory(), Position(1));

  const LogTail::Step behind = Poll(tail);
  EXPECT_TRUE(behind.fell_behind);
  EXPECT_EQ(behind.events.size(), 20u);
  EXPECT_TRUE(behind.caught_up);
}

TEST_F(LogTailTest, EventsThatAreFilteredOutAreStillPassed) {
  AppendEvents(2);
  AppendEvents(1, "samverk.test.Wanted");
  AppendEvents(2);
  LogTail tail(ledger_.log(), Position(0), {"samverk.test.Wanted"});

  const LogTail::Step step = Poll(tail);
  EXPECT_THAT(PositionsOf(step), ElementsAre(3));
  EXPECT_TRUE(step.caught_up);
  EXPECT_EQ(tail.position(), Position(5));
}

// One log for all cases: opening one takes longer than a case.
TEST_F(LogTailTest, EverythingIsHandedOutOnceAndInOrder) {
  EXPECT_TRUE(rc::check([this] {
    LogTail tail(ledger_.log(), ledger_.log().Head(), {});
    uint64_t expected = ledger_.log().Head().value();
    const auto turns = *rc::gen::container<std::vector<std::pair<uint8_t, uint8_t>>>(
        rc::gen::pair(rc::gen::inRange<uint8_t>(0, 12), rc::gen::inRange<uint8_t>(1, 9)));
    const auto drain = [&](size_t events_max) {
      const LogTail::Step step = Poll(tail, events_max);
      for (const RecordedEvent& event : step.events) {
        RC_ASSERT(event.position() == Position(++expected));
      }
      return step.more;
    };
    for (const auto& [appends, events_max] : turns) {
      AppendEvents(appends);
      drain(events_max);
    }
    while (drain(5)) {
    }
    RC_ASSERT(tail.position() == ledger_.log().Head());
    RC_ASSERT(Position(expected) == ledger_.log().Head());
  }));
}

}  // namespace
}  // namespace samverk::storage
