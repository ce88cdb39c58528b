// Appends of benchmarks: events of a given size, and a loop that keeps a number of
// appends under way.

#ifndef SAMVERK_TESTS_BENCH_BENCH_APPEND_H_
#define SAMVERK_TESTS_BENCH_BENCH_APPEND_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "base/sha256.h"
#include "storage/event_log/event_log.h"
#include "tests/bench/latency_recorder.h"

namespace samverk {

inline constexpr char kBenchPrincipal[] = "local-developer";
inline constexpr char kBenchEventType[] = "samverk.v1.WorkshopNoteRecorded";

// `count` events of `payload` for `stream`, with as much beside it as message_db_bench writes.
std::vector<storage::NewEvent> BenchEvents(absl::string_view stream, absl::string_view payload,
                                           size_t count);

// `bytes` bytes that a compressor makes half as large, as it does with people's texts;
// another piece for every number.
std::string BenchText(size_t bytes, int64_t number);

// An append of given events that checks nothing.
class BenchAppend final : public storage::Proposal {
 public:
  using Done = std::function<void(absl::StatusOr<storage::AppendResult> result)>;

  BenchAppend(std::string request_id, std::vector<storage::NewEvent> events, Done done);

  absl::string_view principal() const override { return kBenchPrincipal; }
  absl::string_view request_id() const override { return request_id_; }
  absl::string_view fingerprint() const override { return AsBytes(fingerprint_); }
  size_t size_bytes() const override { return size_bytes_; }
  absl::StatusOr<storage::ProposedAppend> Propose(storage::PendingLog& log) override;
  void OnDone(absl::StatusOr<storage::AppendResult> result) override { done_(std::move(result)); }

 private:
  const std::string request_id_;
  std::vector<storage::NewEvent> events_;
  const Sha256Digest fingerprint_;
  const size_t size_bytes_;
  const Done done_;
};

// Clients that append, each the next as soon as its last is answered.
struct AppendLoop {
  int clients = 1;
  // What the append of a client with this number holds; numbers count all clients' appends.
  std::function<std::vector<storage::NewEvent>(int client, int64_t number)> events;
  // It ends after `measured` or `appends_max`, whichever comes first.
  absl::Duration warmup;
  absl::Duration measured = absl::InfiniteDuration();
  int64_t appends_max = INT64_MAX;
  // False: only the time is taken, for loops so long that latencies would take much memory.
  bool keep_latencies = true;
};

struct AppendLoopResult {
  LatencyRecorder latencies;  // Of those that count.
  int64_t appends = 0;        // How many count.
  absl::Duration elapsed;     // From the end of the warm-up to the last answer that counts.
};

// Runs `loop` on `log`. An error is the first that an append got.
absl::StatusOr<AppendLoopResult> RunAppendLoop(storage::EventLog& log, const AppendLoop& loop);

}  // namespace samverk

#endif  // SAMVERK_TESTS_BENCH_BENCH_APPEND_H_
