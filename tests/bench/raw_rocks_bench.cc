// Measures RocksDB alone against the event log, both in this process, with the same
// keys, sizes and options. An operation is one write that is on stable storage when it
// returns; clients are threads for RocksDB, appends under way for the log.
//
//   raw_rocks_bench --data_dir=DIR --mode=raw_100 --clients=1 --seconds=10
//
// Modes:
//   raw, raw_100    a synced batch of RocksDB with 1 or 100 events
//   log, log_100    an append of the event log with 1 or 100 events, all to one stream a client
//
// Prints one line of JSON. Without --seconds it is driven in blocks (bench_block.h).

#include <atomic>
#include <cstdio>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/strings/str_cat.h"
#include "base/clock.h"
#include "base/status_macros.h"
#include "base/uuid.h"
#include "storage/ledger/ledger.h"
#include "tests/bench/bench_append.h"
#include "tests/bench/bench_block.h"
#include "tests/bench/raw_store.h"

ABSL_FLAG(std::string, data_dir, "", "Required. An empty directory on a disk.");
ABSL_FLAG(std::string, mode, "raw", "What to measure: raw, raw_100, log or log_100.");
ABSL_FLAG(int, clients, 1, "How many threads, or appends under way.");
ABSL_FLAG(double, seconds, 0, "How long to measure, after the warm-up.");
ABSL_FLAG(double, warmup_seconds, 1, "How long to run before measuring.");
ABSL_FLAG(int, payload_bytes, 200, "The size of an event.");

namespace samverk {
namespace {

constexpr size_t kBatchEvents = 100;
constexpr char kLedger[] = "bench";

class Bench {
 public:
  absl::Status Open() {
    const std::string data_dir = absl::GetFlag(FLAGS_data_dir);
    if (data_dir.empty()) return absl::InvalidArgumentError("give --data_dir: an empty directory");
    payload_ = std::string(static_cast<size_t>(absl::GetFlag(FLAGS_payload_bytes)), 'x');
    ASSIGN_OR_RETURN(host_, storage::LedgerHost::Open(data_dir + "/log", Clock::System()));
    RETURN_IF_ERROR(host_->CreateLedger(kLedger));
    ASSIGN_OR_RETURN(ledger_, host_->OpenLedger(kLedger));
    ASSIGN_OR_RETURN(raw_, RawStore::Create(data_dir + "/raw", payload_.size()));
    for (int i = 0; i < kBenchClientsMax; ++i) {
      streams_.push_back(absl::StrCat("workshops/", Uuid::V7(Clock::System()).ToString()));
    }
    return absl::OkStatus();
  }

  absl::StatusOr<std::string> Run(const BenchBlock& block) {
    const std::string mode = block.mode.empty() ? absl::GetFlag(FLAGS_mode) : block.mode;
    if (mode == "raw") return RunRaw(block, 1);
    if (mode == "raw_100") return RunRaw(block, kBatchEvents);
    if (mode == "log") return RunLog(block, 1);
    if (mode == "log_100") return RunLog(block, kBatchEvents);
    return absl::InvalidArgumentError("modes are raw, raw_100, log and log_100, not " + mode);
  }

 private:
  absl::StatusOr<std::string> RunRaw(const BenchBlock& block, size_t count) {
    BenchWindow window;
    window.start = Clock::System().Steady() + absl::Seconds(absl::GetFlag(FLAGS_warmup_seconds));
    window.end = window.start + absl::Seconds(block.seconds);
    const auto clients = static_cast<size_t>(block.clients);
    std::vector<LatencyRecorder> latencies(clients);
    std::vector<absl::Status> statuses(clients);
    std::vector<std::thread> threads;
    for (size_t i = 0; i < clients; ++i) {
      threads.emplace_back([&, i] {
        absl::Duration begin = Clock::System().Steady();
        while (begin < window.end && statuses[i].ok()) {
          statuses[i] = raw_->Append(static_cast<int>(i), count);
          const absl::Duration end = Clock::System().Steady();
          if (window.Counts(end)) latencies[i].Record(end - begin);
          begin = end;
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    LatencyRecorder all;
    for (size_t i = 0; i < clients; ++i) {
      RETURN_IF_ERROR(statuses[i]);
      all.Merge(latencies[i]);
    }
    if (all.count() == 0)
      return absl::DeadlineExceededError("nothing was written: measure for longer");
    return ToJson(all, window.end - window.start);
  }

  absl::StatusOr<std::string> RunLog(const BenchBlock& block, size_t count) {
    AppendLoop loop;
    loop.clients = block.clients;
    loop.events = [&](int client, int64_t) {
      return BenchEvents(streams_[static_cast<size_t>(client)], payload_, count);
    };
    loop.warmup = absl::Seconds(absl::GetFlag(FLAGS_warmup_seconds));
    loop.measured = absl::Seconds(block.seconds);
    ASSIGN_OR_RETURN(AppendLoopResult result, RunAppendLoop(ledger_->log(), loop));
    return ToJson(result.latencies, result.elapsed);
  }

  std::string payload_;
  std::vector<std::string> streams_;
  std::unique_ptr<storage::LedgerHost> host_;
  std::unique_ptr<storage::Ledger> ledger_;
  std::unique_ptr<RawStore> raw_;
};

absl::Status Main(bool has_arguments) {
  if (has_arguments) return absl::InvalidArgumentError("only flags are taken: see --help");
  Bench bench;
  RETURN_IF_ERROR(bench.Open());
  BenchBlock block;
  block.seconds = absl::GetFlag(FLAGS_seconds);
  block.clients = absl::GetFlag(FLAGS_clients);
  if (block.seconds == 0) {
    ServeBlocks([&](const BenchBlock& asked) { return bench.Run(asked); });
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(CheckBlock(block.clients, block.seconds));
  ASSIGN_OR_RETURN(const std::string json, bench.Run(block));
  std::puts(json.c_str());
  return absl::OkStatus();
}

}  // namespace
}  // namespace samverk

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(
      "Measures RocksDB alone against the event log. Without --seconds it reads "
      "`run SECONDS CLIENTS MODE` and `quit` from its standard input.");
  const std::vector<char*> arguments = absl::ParseCommandLine(argc, argv);
  const absl::Status status = samverk::Main(arguments.size() > 1);
  if (status.ok()) return 0;
  std::fprintf(stderr, "raw_rocks_bench: %s\n", std::string(status.message()).c_str());
  return 1;
}
