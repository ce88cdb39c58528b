#include "base/serial_executor.h"

#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "base/testing/gate.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace samverk {
namespace {

using ::testing::ElementsAre;

TEST(SerialExecutorTest, RunsTasksInTheOrderOfPosting) {
  SerialExecutor executor;
  std::vector<int> ran;

  for (int i = 0; i < 1000; ++i) executor.Post([&ran, i] { ran.push_back(i); });
  executor.Drain();

  ASSERT_EQ(ran.size(), 1000);
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(ran[i], i);
}

TEST(SerialExecutorTest, RunsTasksOnOneThreadOfItsOwn) {
  SerialExecutor executor;
  std::vector<std::thread::id> ids;

  for (int i = 0; i < 3; ++i) {
    executor.Post([&ids] { ids.push_back(std::this_thread::get_id()); });
    executor.Drain();
  }

  EXPECT_THAT(ids, ElementsAre(ids[0], ids[0], ids[0]));
  EXPECT_NE(ids[0], std::this_thread::get_id());
}

TEST(SerialExecutorTest, PostDoesNotWaitForWhatIsRunning) {
  SerialExecutor executor;
  Gate gate;
  bool ran = false;

  executor.Post([&gate] { gate.Wait(); });
  executor.Post([&ran] { ran = true; });  // Would hang here.
  gate.Open();
  executor.Drain();

  EXPECT_TRUE(ran);
}

TEST(SerialExecutorTest, DrainReturnsAtOnceWhenNothingWaits) {
  SerialExecutor executor;

  executor.Drain();
  executor.Drain();
}

TEST(SerialExecutorTest, TheDestructorRunsWhatIsLeft) {
  std::vector<int> ran;
  Gate gate;
  auto executor = std::make_unique<SerialExecutor>();
  executor->Post([&gate] { gate.Wait(); });
  for (int i = 0; i < 10; ++i) executor->Post([&ran, i] { ran.push_back(i); });

  gate.Open();
  executor.reset();

  EXPECT_EQ(ran.size(), 10);
}

TEST(SerialExecutorTest, ATaskMayPostAnother) {
  auto executor = std::make_unique<SerialExecutor>();
  std::vector<int> ran;

  executor->Post([&ran, &executor = *executor] {
    ran.push_back(1);
    executor.Post([&ran] { ran.push_back(3); });
    ran.push_back(2);
  });
  executor.reset();

  EXPECT_THAT(ran, ElementsAre(1, 2, 3));
}

TEST(SerialExecutorTest, TasksOfManyThreadsAllRunAndEachThreadsInItsOrder) {
  SerialExecutor executor;
  std::vector<std::pair<int, int>> ran;
  std::vector<std::thread> threads;
  threads.reserve(4);

  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&executor, &ran, thread] {
      for (int i = 0; i < 250; ++i)
        executor.Post([&ran, thread, i] { ran.emplace_back(thread, i); });
    });
  }
  for (std::thread& thread : threads) thread.join();
  executor.Drain();

  ASSERT_EQ(ran.size(), 1000);
  std::vector<int> next(4);
  for (const auto& [thread, i] : ran) EXPECT_EQ(i, next[thread]++);
}

TEST(SerialExecutorTest, WhatATaskWasPostedWithIsVisibleToIt) {
  SerialExecutor executor;
  // Not guarded: posting and draining order the accesses, or TSan says so.
  int value = 0;

  for (int i = 0; i < 100; ++i) {
    ++value;
    executor.Post([&value] { ++value; });
    executor.Drain();
  }

  EXPECT_EQ(value, 200);
}

}  // namespace
}  // namespace samverk
