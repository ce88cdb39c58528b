// LatencyRecorder: keeps every latency that it is given, so that percentiles are
// exact and not those of a histogram's buckets. 8 bytes each: 8 MB for a million.
//
// Not thread-safe: give every client its own and merge them when they have ended.
//
//   LatencyRecorder latencies;
//   latencies.Record(clock.Steady() - begin);
//   …
//   all.Merge(latencies);
//   absl::Duration p99 = all.Percentile(99);

#ifndef SAMVERK_TESTS_BENCH_LATENCY_RECORDER_H_
#define SAMVERK_TESTS_BENCH_LATENCY_RECORDER_H_

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/time/time.h"
#include "base/check.h"

namespace samverk {

class LatencyRecorder {
 public:
  // Keeps one latency, cut to whole nanoseconds.
  void Record(absl::Duration latency) {
    samples_ns_.push_back(absl::ToInt64Nanoseconds(latency));
    sorted_ = false;
  }

  // Adds all that `other` keeps, which stays as it is.
  void Merge(const LatencyRecorder& other) {
    // Grown first, then copied by index, so that `other` may be this one.
    const size_t before = samples_ns_.size();
    const size_t added = other.samples_ns_.size();
    samples_ns_.resize(before + added);
    std::copy_n(other.samples_ns_.begin(), added, samples_ns_.begin() + before);
    sorted_ = false;
  }

  // The smallest latency that at least `percent` percent of all do not exceed (the
  // nearest rank: always one that was recorded). 100 is the maximum.
  //
  // `percent` is above 0 and at most 100, and something was recorded.
  absl::Duration Percentile(double percent) {
    CHECK(percent > 0 && percent <= 100);
    CHECK(!samples_ns_.empty());
    if (!sorted_) {
      std::sort(samples_ns_.begin(), samples_ns_.end());
      sorted_ = true;
    }
    // 99.9 is not a binary fraction: without the slack, 99.9 % of 1000 could round up to 1000.
    const double rank = std::ceil(percent * static_cast<double>(count()) / 100 - 1e-6);
    return absl::Nanoseconds(samples_ns_[rank < 1 ? 0 : static_cast<size_t>(rank) - 1]);
  }

  // How many were recorded.
  size_t count() const { return samples_ns_.size(); }

 private:
  std::vector<int64_t> samples_ns_;
  bool sorted_ = true;
};

}  // namespace samverk

#endif  // SAMVERK_TESTS_BENCH_LATENCY_RECORDER_H_
