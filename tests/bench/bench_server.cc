// Serves what the comparison needs beside samverkd, for benchmarks alone:
//
//   --mode=echo     EchoService, generated and empty: the most that gRPC can do here
//   --mode=handed   the same, but answered by another thread, as everything is that waits
//                   for a disk: what handing over costs
//   --mode=append   RawAppendService: the event log of one ledger in --data_dir, with
//                   neither rules nor views
//
// Prints `bench_server: listening on ADDRESS` and serves until SIGTERM or SIGINT.

#include <pthread.h>
#include <signal.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/clock.h"
#include "base/serial_executor.h"
#include "base/status_macros.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "samverk/testing/v1/bench.grpc.pb.h"
#include "storage/ledger/ledger.h"
#include "tests/bench/bench_append.h"

ABSL_FLAG(std::string, mode, "echo", "What to serve: echo, handed or append.");
ABSL_FLAG(std::string, data_dir, "", "Where the ledger of --mode=append is kept.");
ABSL_FLAG(std::string, listen, "127.0.0.1:0", "Host and port to listen on; port 0 picks one.");

namespace samverk {
namespace {

constexpr char kLedger[] = "bench";
constexpr int kEchoBytesMax = 1 << 20;

class EchoServer final : public testing::v1::EchoService::CallbackService {
 public:
  // `answerer` answers; null: the thread that was asked.
  explicit EchoServer(SerialExecutor* answerer) : answerer_(answerer) {}

 private:
  grpc::ServerUnaryReactor* Echo(grpc::CallbackServerContext* context,
                                 const testing::v1::EchoRequest* request,
                                 testing::v1::EchoResponse* response) override {
    const auto size = static_cast<size_t>(std::clamp(request->answer_bytes(), 0, kEchoBytesMax));
    response->set_payload(request->payload().substr(0, size));
    response->mutable_payload()->resize(size, 'x');
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    if (answerer_ != nullptr) {
      answerer_->Post([reactor] { reactor->Finish(grpc::Status::OK); });
    } else {
      reactor->Finish(grpc::Status::OK);
    }
    return reactor;
  }

  SerialExecutor* const answerer_;
};

class RawAppendServer final : public testing::v1::RawAppendService::CallbackService {
 public:
  // `log` must outlive the server.
  explicit RawAppendServer(storage::EventLog& log) : log_(log) {}

 private:
  grpc::ServerUnaryReactor* Append(grpc::CallbackServerContext* context,
                                   const testing::v1::AppendRequest* request,
                                   testing::v1::AppendResponse* response) override {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    const auto count = static_cast<size_t>(std::max(request->event_count(), 1));
    log_.Append(std::make_unique<BenchAppend>(
        request->request_id(), BenchEvents(request->stream(), request->payload(), count),
        [reactor, response](const absl::StatusOr<storage::AppendResult>& result) {
          if (!result.ok()) {
            // The codes of gRPC and abseil are the same numbers.
            return reactor->Finish(
                grpc::Status(static_cast<grpc::StatusCode>(result.status().code()),
                             std::string(result.status().message())));
          }
          response->set_first_position(static_cast<int64_t>(result->first_position.value()));
          response->set_last_position(static_cast<int64_t>(result->last_position.value()));
          reactor->Finish(grpc::Status::OK);
        }));
    return reactor;
  }

  storage::EventLog& log_;
};

// Serves until a signal asks to stop.
absl::Status Serve(grpc::Service& service, const sigset_t& signals) {
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort(absl::GetFlag(FLAGS_listen), grpc::InsecureServerCredentials(), &port);
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.RegisterService(&service);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr || port == 0) {
    return absl::UnavailableError("cannot listen on " + absl::GetFlag(FLAGS_listen));
  }
  const std::string host = absl::GetFlag(FLAGS_listen);
  std::printf("bench_server: listening on %s:%d\n", host.substr(0, host.rfind(':')).c_str(), port);
  std::fflush(stdout);
  int signal = 0;
  sigwait(&signals, &signal);
  server->Shutdown();
  server->Wait();
  return absl::OkStatus();
}

absl::Status ServeAppend(const sigset_t& signals) {
  const std::string data_dir = absl::GetFlag(FLAGS_data_dir);
  if (data_dir.empty()) {
    return absl::InvalidArgumentError("--mode=append needs --data_dir: a directory on a disk");
  }
  ASSIGN_OR_RETURN(const auto host, storage::LedgerHost::Open(data_dir, Clock::System()));
  RETURN_IF_ERROR(host->CreateLedger(kLedger));
  ASSIGN_OR_RETURN(const auto ledger, host->OpenLedger(kLedger));
  RawAppendServer service(ledger->log());
  return Serve(service, signals);
}

absl::Status Main() {
  // Blocked before any thread is started, so that only sigwait gets them.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  const std::string mode = absl::GetFlag(FLAGS_mode);
  if (mode == "append") return ServeAppend(signals);
  if (mode != "echo" && mode != "handed") {
    return absl::InvalidArgumentError("--mode is echo, handed or append, not " + mode);
  }
  SerialExecutor answerer;
  EchoServer service(mode == "handed" ? &answerer : nullptr);
  return Serve(service, signals);
}

}  // namespace
}  // namespace samverk

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage("Serves an empty echo or raw appends, for benchmarks.");
  absl::ParseCommandLine(argc, argv);
  const absl::Status status = samverk::Main();
  if (status.ok()) return 0;
  std::fprintf(stderr, "bench_server: %s\n", std::string(status.message()).c_str());
  return 1;
}
