// Blocks: how the programs of the comparison take turns. Each of them starts once,
// connects or opens what it needs, and then measures whenever it is told to, so that
// nothing is measured cold and every system meets the machine in every mood.
//
// A program reads lines from its standard input and answers each with a line of JSON,
// which is {"error":"…"} for what it could not do:
//
//   run SECONDS CLIENTS [MODE]      MODE: what the program says it knows
//   quit

#ifndef SAMVERK_TESTS_BENCH_BENCH_BLOCK_H_
#define SAMVERK_TESTS_BENCH_BENCH_BLOCK_H_

#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "tests/bench/latency_recorder.h"

namespace samverk {

inline constexpr int kBenchClientsMax = 250;  // PostgreSQL takes 300 connections here.
inline constexpr double kBenchSecondsMax = 3600;

// What one line asks for.
struct BenchBlock {
  double seconds = 0;
  int clients = 1;
  std::string mode;  // Empty: none was given.
};

// When a block counts: from `start` to `end`, by the steady clock. All clients are busy
// at both, so nothing is lost at the edges.
struct BenchWindow {
  absl::Duration start;
  absl::Duration end;

  bool Counts(absl::Duration moment) const { return moment >= start && moment < end; }
};

// INVALID_ARGUMENT unless both are within the limits.
absl::Status CheckBlock(int clients, double seconds);

// Reads a `run` line. INVALID_ARGUMENT: it is none.
absl::StatusOr<BenchBlock> ParseRunLine(absl::string_view line);

// The line of a block that lasted `elapsed`, with what else there is to say by name. Something was
// recorded.
std::string ToJson(LatencyRecorder& latencies, absl::Duration elapsed,
                   const std::vector<std::pair<std::string, size_t>>& more = {});

// Serves the lines of the standard input with `run` until `quit` or its end.
void ServeBlocks(const std::function<absl::StatusOr<std::string>(const BenchBlock&)>& run);

}  // namespace samverk

#endif  // SAMVERK_TESTS_BENCH_BENCH_BLOCK_H_
