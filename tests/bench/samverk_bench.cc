// Measures how many calls a second a server answers: --clients clients, each with one
// call under way, over gRPC. bench_work.h says what they ask for.
//
//   samverk_bench --target=127.0.0.1:7420 --work=plan --clients=64 --seconds=10
//
// Prints one line of JSON. Without --seconds it is driven in blocks (bench_block.h) by
// `run SECONDS CLIENTS MODE` lines.

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/clock.h"
#include "base/status_macros.h"
#include "tests/bench/bench_block.h"
#include "tests/bench/bench_work.h"
#include "tests/bench/grpc_load.h"

ABSL_FLAG(std::string, target, "", "Required. Host and port of the server.");
ABSL_FLAG(std::string, work, "append", "What to ask for: see bench_work.h.");
ABSL_FLAG(std::string, mode, "", "How, where there are several ways: see bench_work.h.");
ABSL_FLAG(int, clients, 1, "How many calls are under way at once.");
ABSL_FLAG(double, seconds, 0, "How long to measure, after the warm-up.");
ABSL_FLAG(double, warmup_seconds, 1, "How long to run before measuring.");
ABSL_FLAG(int, payload_bytes, 200, "The size of the event that is stored.");
ABSL_FLAG(int, events_per_append, 1, "Events of one call of --work=append.");
ABSL_FLAG(int, channels, 1, "How many connections the clients share.");
ABSL_FLAG(int, threads, 1, "How many threads the clients share.");

namespace samverk {
namespace {

absl::StatusOr<std::string> RunBlock(GrpcLoad& load, BenchWork& work, const BenchBlock& block) {
  BenchWindow window;
  window.start = Clock::System().Steady() + absl::Seconds(absl::GetFlag(FLAGS_warmup_seconds));
  window.end = window.start + absl::Seconds(block.seconds);
  RETURN_IF_ERROR(work.SetMode(block.mode));
  ASSIGN_OR_RETURN(GrpcLoadResult result, load.Run(work, block.clients, window));
  RETURN_IF_ERROR(work.Settle());
  return ToJson(result.latencies, window.end - window.start,
                {{"request_bytes", result.request_bytes}, {"answer_bytes", result.answer_bytes}});
}

absl::Status Main(bool has_arguments) {
  if (has_arguments) return absl::InvalidArgumentError("only flags are taken: see --help");
  GrpcLoadOptions load_options;
  load_options.target = absl::GetFlag(FLAGS_target);
  load_options.channels = absl::GetFlag(FLAGS_channels);
  load_options.threads = absl::GetFlag(FLAGS_threads);
  if (load_options.target.empty()) {
    return absl::InvalidArgumentError("give --target: the host and port of the server");
  }
  GrpcLoad load(load_options);
  BenchWorkOptions work_options;
  work_options.payload_bytes = absl::GetFlag(FLAGS_payload_bytes);
  work_options.events_per_append = absl::GetFlag(FLAGS_events_per_append);
  work_options.channel = load.channel();
  ASSIGN_OR_RETURN(const std::unique_ptr<BenchWork> work,
                   MakeBenchWork(absl::GetFlag(FLAGS_work), work_options));
  RETURN_IF_ERROR(work->SetUp());
  const double seconds = absl::GetFlag(FLAGS_seconds);
  if (seconds == 0) {
    ServeBlocks([&](const BenchBlock& block) { return RunBlock(load, *work, block); });
    return absl::OkStatus();
  }
  BenchBlock block;
  block.seconds = seconds;
  block.clients = absl::GetFlag(FLAGS_clients);
  block.mode = absl::GetFlag(FLAGS_mode);
  RETURN_IF_ERROR(CheckBlock(block.clients, block.seconds));
  ASSIGN_OR_RETURN(const std::string json, RunBlock(load, *work, block));
  std::puts(json.c_str());
  return absl::OkStatus();
}

}  // namespace
}  // namespace samverk

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(
      "Measures how many calls a server answers. Without --seconds it reads `run SECONDS CLIENTS "
      "MODE` and `quit` from its standard input.");
  const std::vector<char*> arguments = absl::ParseCommandLine(argc, argv);
  const absl::Status status = samverk::Main(arguments.size() > 1);
  if (status.ok()) return 0;
  std::fprintf(stderr, "samverk_bench: %s\n", std::string(status.message()).c_str());
  return 1;
}
