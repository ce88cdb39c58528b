// Threads that do something at the same time.

#ifndef SAMVERK_TESTS_END_TO_END_RACE_H_
#define SAMVERK_TESTS_END_TO_END_RACE_H_

#include <functional>
#include <thread>
#include <vector>

#include "base/testing/gate.h"

namespace samverk::tests {

inline constexpr int kRacers = 8;

// Calls `run` with the numbers 0 to kRacers - 1, all at once, and waits for all.
inline void Race(const std::function<void(int racer)>& run) {
  Gate start;
  std::vector<std::thread> threads;
  threads.reserve(kRacers);
  for (int racer = 0; racer < kRacers; ++racer) {
    threads.emplace_back([&start, &run, racer] {
      start.Wait();
      run(racer);
    });
  }
  start.Open();
  for (std::thread& thread : threads) thread.join();
}

}  // namespace samverk::tests

#endif  // SAMVERK_TESTS_END_TO_END_RACE_H_
