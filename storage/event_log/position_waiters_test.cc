#include "storage/event_log/position_waiters.h"

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "base/testing/gate.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace samverk::storage {
namespace {

using ::testing::ElementsAre;

class PositionWaitersTest : public ::testing::Test {
 protected:
  std::function<void()> Note(int name) {
    return [this, name] { woken_.push_back(name); };
  }

  PositionWaiters waiters_;
  std::vector<int> woken_;
};

TEST_F(PositionWaitersTest, WakesWhoWaitsForSomethingBeforeTheHead) {
  waiters_.Add(Position(3), Note(3));
  waiters_.Add(Position(1), Note(1));
  waiters_.Add(Position(2), Note(2));

  waiters_.Announce(Position(2));
  EXPECT_THAT(woken_, ElementsAre(1));
  waiters_.Announce(Position(4));
  EXPECT_THAT(woken_, ElementsAre(1, 2, 3));
}

TEST_F(PositionWaitersTest, WakesEachOnce) {
  waiters_.Add(Position(1), Note(1));

  waiters_.Announce(Position(2));
  waiters_.Announce(Position(3));
  waiters_.Close();

  EXPECT_THAT(woken_, ElementsAre(1));
}

TEST_F(PositionWaitersTest, WakesAtOnceWhatWasAnnouncedAlready) {
  waiters_.Announce(Position(5));

  EXPECT_EQ(waiters_.Add(Position(4), Note(4)), 0);
  EXPECT_NE(waiters_.Add(Position(5), Note(5)), 0);

  EXPECT_THAT(woken_, ElementsAre(4));
}

TEST_F(PositionWaitersTest, AnAnnouncementOfLessChangesNothing) {
  waiters_.Announce(Position(5));
  waiters_.Announce(Position(3));

  EXPECT_EQ(waiters_.Add(Position(4), Note(4)), 0);
  EXPECT_THAT(woken_, ElementsAre(4));
}

TEST_F(PositionWaitersTest, ManyMayWaitForOnePosition) {
  for (int i = 0; i < 5; ++i) waiters_.Add(Position(1), Note(i));

  waiters_.Announce(Position(2));

  EXPECT_THAT(woken_, ElementsAre(0, 1, 2, 3, 4));
}

TEST_F(PositionWaitersTest, ACancelledWakeUpIsNotCalled) {
  const uint64_t first = waiters_.Add(Position(1), Note(1));
  waiters_.Add(Position(1), Note(2));

  waiters_.Cancel(first);
  waiters_.Cancel(first);
  waiters_.Cancel(0);
  waiters_.Cancel(999);
  waiters_.Announce(Position(2));

  EXPECT_THAT(woken_, ElementsAre(2));
}

TEST_F(PositionWaitersTest, CancellingForgetsWhatTheWakeUpHeld) {
  auto held = std::make_shared<int>(1);
  const uint64_t id = waiters_.Add(Position(1), [held] {});

  waiters_.Cancel(id);

  EXPECT_EQ(held.use_count(), 1);
}

TEST_F(PositionWaitersTest, WhatAWakeUpHeldIsForgottenAfterIt) {
  auto held = std::make_shared<int>(1);
  waiters_.Add(Position(1), [held] {});
  waiters_.Add(Position(9), [] {});

  waiters_.Announce(Position(2));

  EXPECT_EQ(held.use_count(), 1);
}

TEST_F(PositionWaitersTest, ClosingWakesAllAndEveryoneAfter) {
  waiters_.Add(Position(100), Note(1));

  waiters_.Close();
  EXPECT_THAT(woken_, ElementsAre(1));
  EXPECT_EQ(waiters_.Add(Position(100), Note(2)), 0);
  EXPECT_THAT(woken_, ElementsAre(1, 2));
}

TEST_F(PositionWaitersTest, AWakeUpMayAddOthers) {
  waiters_.Add(Position(1), [this] {
    woken_.push_back(1);
    waiters_.Add(Position(0), Note(0));  // At once, within this one,
    waiters_.Add(Position(1), Note(2));  // for 2 was announced,
    waiters_.Add(Position(2), Note(3));  // but not 3.
  });

  waiters_.Announce(Position(2));
  EXPECT_THAT(woken_, ElementsAre(1, 0, 2));
  waiters_.Announce(Position(3));
  EXPECT_THAT(woken_, ElementsAre(1, 0, 2, 3));
}

TEST_F(PositionWaitersTest, AWakeUpMayCancelAnother) {
  uint64_t other = 0;
  waiters_.Add(Position(1), [&] {
    woken_.push_back(1);
    waiters_.Cancel(other);
  });
  other = waiters_.Add(Position(1), Note(2));

  waiters_.Announce(Position(2));

  EXPECT_THAT(woken_, ElementsAre(1));
}

TEST_F(PositionWaitersTest, CancellingWaitsForACallThatRuns) {
  Gate running;
  Gate go_on;
  std::atomic<bool> finished = false;
  const uint64_t id = waiters_.Add(Position(1), [&] {
    running.Open();
    go_on.Wait();
    finished = true;
  });
  std::thread announcing([this] { waiters_.Announce(Position(2)); });
  running.Wait();
  std::thread releasing([&go_on] { go_on.Open(); });

  waiters_.Cancel(id);

  EXPECT_TRUE(finished);
  announcing.join();
  releasing.join();
}

TEST_F(PositionWaitersTest, WhatIsAnnouncedDuringAWakeUpIsNotLost) {
  Gate running;
  Gate go_on;
  Gate second;
  waiters_.Add(Position(1), [&] {
    running.Open();
    go_on.Wait();
  });
  waiters_.Add(Position(5), [&second] { second.Open(); });
  std::thread announcing([this] { waiters_.Announce(Position(2)); });
  running.Wait();

  waiters_.Announce(Position(6));  // Returns: the other thread will see to it.
  EXPECT_FALSE(second.IsOpen());
  go_on.Open();
  second.Wait();

  announcing.join();
}

TEST_F(PositionWaitersTest, ManyThreadsLoseNothing) {
  constexpr int kWaiters = 200;
  std::atomic<int> calls = 0;
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < kWaiters; ++i) {
        const uint64_t id = waiters_.Add(Position(i), [&calls] { ++calls; });
        if (thread == 0 && id != 0) waiters_.Cancel(id);
      }
    });
  }
  threads.emplace_back([this] {
    for (int i = 0; i <= kWaiters; ++i) waiters_.Announce(Position(i));
  });
  for (std::thread& thread : threads) thread.join();
  waiters_.Close();

  EXPECT_GE(calls, 3 * kWaiters);
  EXPECT_LE(calls, 4 * kWaiters);
}

}  // namespace
}  // namespace samverk::storage
