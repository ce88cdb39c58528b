#include "tests/bench/bench_block.h"

#include <string>

#include "absl/status/status.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace samverk {
namespace {

TEST(BenchBlockTest, ARunLineHasSecondsClientsAndPerhapsAMode) {
  ASSERT_OK_AND_ASSIGN(const BenchBlock with, ParseRunLine("run 0.5 64 one"));
  EXPECT_EQ(with.seconds, 0.5);
  EXPECT_EQ(with.clients, 64);
  EXPECT_EQ(with.mode, "one");

  ASSERT_OK_AND_ASSIGN(const BenchBlock without, ParseRunLine(" run  3\t1 "));
  EXPECT_EQ(without.clients, 1);
  EXPECT_EQ(without.mode, "");
}

TEST(BenchBlockTest, AnythingElseIsRefused) {
  for (const char* line :
       {"", "run", "run 1", "run x 1", "run 1 x", "walk 1 1", "run 1 1 one more"}) {
    EXPECT_EQ(ParseRunLine(line).status().message(),
              "not understood: send run SECONDS CLIENTS MODE, or quit")
        << line;
  }
}

TEST(BenchBlockTest, SecondsAndClientsHaveLimits) {
  EXPECT_OK(CheckBlock(1, 0.1));
  EXPECT_OK(CheckBlock(kBenchClientsMax, kBenchSecondsMax));
  EXPECT_EQ(CheckBlock(0, 1).message(), "clients are 1 to 250");
  EXPECT_EQ(CheckBlock(kBenchClientsMax + 1, 1).message(), "clients are 1 to 250");
  EXPECT_EQ(ParseRunLine("run 0 1").status().message(), "seconds are above 0, at most 3600");
  EXPECT_EQ(ParseRunLine("run nan 1").status().message(), "seconds are above 0, at most 3600");
  EXPECT_EQ(ParseRunLine("run 3601 1").status().message(), "seconds are above 0, at most 3600");
}

TEST(BenchBlockTest, AWindowIsHalfOpen) {
  const BenchWindow window{absl::Seconds(1), absl::Seconds(2)};
  EXPECT_FALSE(window.Counts(absl::Seconds(1) - absl::Nanoseconds(1)));
  EXPECT_TRUE(window.Counts(absl::Seconds(1)));
  EXPECT_FALSE(window.Counts(absl::Seconds(2)));
}

TEST(BenchBlockTest, AReportHasTheRateAndThePercentiles) {
  LatencyRecorder latencies;
  for (int i = 1; i <= 1000; ++i) latencies.Record(absl::Microseconds(i));
  EXPECT_EQ(ToJson(latencies, absl::Seconds(2)),
            R"({"operations":1000,"seconds":2.000,"per_second":500.0,"p50_us":500.0,)"
            R"("p99_us":990.0,"p999_us":999.0})");
  EXPECT_EQ(ToJson(latencies, absl::Seconds(2), {{"answer_bytes", 12}}),
            R"({"operations":1000,"seconds":2.000,"per_second":500.0,"p50_us":500.0,)"
            R"("p99_us":990.0,"p999_us":999.0,"answer_bytes":12})");
}

}  // namespace
}  // namespace samverk
