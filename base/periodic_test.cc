#include "base/periodic.h"

#include <atomic>
#include <memory>
#include <thread>

#include "base/testing/gate.h"
#include "gtest/gtest.h"

namespace samverk {
namespace {

TEST(PeriodicTest, CallsItsTaskAgainAndAgainOnOneThread) {
  Gate third_call;
  int calls = 0;
  std::thread::id thread;
  bool same_thread = true;

  Periodic periodic(absl::Milliseconds(1), [&] {
    if (++calls == 1) thread = std::this_thread::get_id();
    same_thread = same_thread && thread == std::this_thread::get_id();
    if (calls == 3) third_call.Open();
  });
  third_call.Wait();

  EXPECT_NE(thread, std::this_thread::get_id());
  EXPECT_TRUE(same_thread);
}

TEST(PeriodicTest, StopsAtOnceHoweverLongItsPeriod) {
  bool called = false;

  // Hangs for an hour if the destructor waits for the period.
  {
    Periodic periodic(absl::Hours(1), [&called] { called = true; });
  }

  EXPECT_FALSE(called);
}

TEST(PeriodicTest, TheDestructorWaitsForACallThatRuns) {
  Gate running;
  std::atomic<bool> finished = false;
  auto periodic = std::make_unique<Periodic>(absl::Milliseconds(1), [&] {
    running.Open();
    for (int i = 0; i < 1000; ++i) std::this_thread::yield();
    finished = true;
  });

  running.Wait();
  periodic.reset();

  EXPECT_TRUE(finished);
}

TEST(PeriodicTest, IsNotCalledAfterTheDestructor) {
  Gate called;
  std::atomic<int> calls = 0;
  auto periodic = std::make_unique<Periodic>(absl::Milliseconds(1), [&] {
    ++calls;
    called.Open();
  });
  called.Wait();

  periodic.reset();
  const int calls_at_end = calls;

  // Another one of the same period gets its calls meanwhile.
  Gate later;
  int later_calls = 0;
  Periodic other(absl::Milliseconds(1), [&] {
    if (++later_calls == 3) later.Open();
  });
  later.Wait();
  EXPECT_EQ(calls, calls_at_end);
}

}  // namespace
}  // namespace samverk
