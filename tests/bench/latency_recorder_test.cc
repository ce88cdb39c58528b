#include "tests/bench/latency_recorder.h"

#include "absl/time/time.h"
#include "gtest/gtest.h"

namespace samverk {
namespace {

// Holds 1, 2, … `count` microseconds, the largest first.
LatencyRecorder CountingDownFrom(int count) {
  LatencyRecorder recorder;
  for (int i = count; i > 0; --i) recorder.Record(absl::Microseconds(i));
  return recorder;
}

TEST(LatencyRecorderTest, PercentilesAreNearestRanks) {
  LatencyRecorder recorder = CountingDownFrom(1000);

  EXPECT_EQ(recorder.Percentile(50), absl::Microseconds(500));
  EXPECT_EQ(recorder.Percentile(99), absl::Microseconds(990));
  EXPECT_EQ(recorder.Percentile(99.9), absl::Microseconds(999));
  EXPECT_EQ(recorder.Percentile(99.91), absl::Microseconds(1000));
  EXPECT_EQ(recorder.Percentile(100), absl::Microseconds(1000));
  EXPECT_EQ(recorder.Percentile(0.001), absl::Microseconds(1));
}

TEST(LatencyRecorderTest, APercentThatIsNoBinaryFractionDoesNotRoundUp) {
  for (int thousands = 1; thousands <= 40; ++thousands) {
    LatencyRecorder recorder = CountingDownFrom(thousands * 1000);
    ASSERT_EQ(recorder.Percentile(99.9), absl::Microseconds(thousands * 999)) << thousands;
  }
}

TEST(LatencyRecorderTest, OneSampleIsEveryPercentile) {
  LatencyRecorder recorder;
  recorder.Record(absl::Nanoseconds(1501));

  EXPECT_EQ(recorder.count(), 1u);
  EXPECT_EQ(recorder.Percentile(0.1), absl::Nanoseconds(1501));
  EXPECT_EQ(recorder.Percentile(50), absl::Nanoseconds(1501));
  EXPECT_EQ(recorder.Percentile(100), absl::Nanoseconds(1501));
}

TEST(LatencyRecorderTest, FewSamplesGiveTheMaximumAsHighPercentile) {
  LatencyRecorder recorder = CountingDownFrom(3);

  EXPECT_EQ(recorder.Percentile(50), absl::Microseconds(2));
  EXPECT_EQ(recorder.Percentile(99.9), absl::Microseconds(3));
}

TEST(LatencyRecorderTest, MergeCountsTheSamplesOfBoth) {
  LatencyRecorder all;
  LatencyRecorder slow;
  for (int i = 0; i < 99; ++i) all.Record(absl::Microseconds(10));
  slow.Record(absl::Milliseconds(7));

  all.Merge(slow);

  EXPECT_EQ(all.count(), 100u);
  EXPECT_EQ(slow.count(), 1u);
  EXPECT_EQ(all.Percentile(99), absl::Microseconds(10));
  EXPECT_EQ(all.Percentile(99.9), absl::Milliseconds(7));
}

TEST(LatencyRecorderTest, RecordingAndMergingAfterAPercentileCount) {
  LatencyRecorder recorder = CountingDownFrom(10);
  ASSERT_EQ(recorder.Percentile(100), absl::Microseconds(10));

  recorder.Record(absl::Microseconds(5));
  EXPECT_EQ(recorder.Percentile(50), absl::Microseconds(5));

  recorder.Merge(CountingDownFrom(1));
  EXPECT_EQ(recorder.count(), 12u);
  EXPECT_EQ(recorder.Percentile(1), absl::Microseconds(1));
}

TEST(LatencyRecorderTest, MergingARecorderWithItselfDoublesIt) {
  LatencyRecorder recorder = CountingDownFrom(5);

  recorder.Merge(recorder);

  EXPECT_EQ(recorder.count(), 10u);
  EXPECT_EQ(recorder.Percentile(20), absl::Microseconds(1));
  EXPECT_EQ(recorder.Percentile(21), absl::Microseconds(2));
}

TEST(LatencyRecorderDeathTest, PercentileOfNothingEndsTheProcess) {
  LatencyRecorder recorder;
  EXPECT_DEATH(recorder.Percentile(50), "CHECK failed");
}

}  // namespace
}  // namespace samverk
