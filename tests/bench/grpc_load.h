// GrpcLoad: clients that call a server over gRPC, each the next call as soon as its
// last is answered. The same for every service, so that what differs is the server.

#ifndef SAMVERK_TESTS_BENCH_GRPC_LOAD_H_
#define SAMVERK_TESTS_BENCH_GRPC_LOAD_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grpcpp/channel.h"
#include "grpcpp/support/byte_buffer.h"
#include "tests/bench/bench_block.h"
#include "tests/bench/latency_recorder.h"

namespace samverk {

// What clients ask for again and again.
class BenchWork {
 public:
  struct Request {
    const std::string* method;  // `/package.Service/Method`; lives as long as the work.
    grpc::ByteBuffer bytes;
    const std::string* device = nullptr;  // What the caller types on; lives as long as the work.
  };

  virtual ~BenchWork() = default;

  // Makes what every client needs. Called once, before everything else.
  virtual absl::Status SetUp() { return absl::OkStatus(); }

  // How the next block is done. INVALID_ARGUMENT: this work knows no such mode.
  virtual absl::Status SetMode(const std::string& mode) {
    return mode.empty() ? absl::OkStatus() : absl::InvalidArgumentError("no such mode: " + mode);
  }

  // The next request of `client`. Different clients call from different threads, one
  // client from one at a time.
  virtual Request Next(int client) = 0;

  // Takes the answer to the last Next of `client`. An error ends the block.
  virtual absl::Status Take(int client, grpc::ByteBuffer answer) = 0;

  // Waits until the server has nothing left to do for what was asked.
  virtual absl::Status Settle() { return absl::OkStatus(); }
};

struct GrpcLoadOptions {
  std::string target;
  // A connection each, a thread with a completion queue each; clients are spread over both.
  int channels = 1;
  int threads = 1;
};

struct GrpcLoadResult {
  LatencyRecorder latencies;
  // Of the messages of one of the last calls.
  size_t request_bytes = 0;
  size_t answer_bytes = 0;
};

class GrpcLoad {
 public:
  explicit GrpcLoad(const GrpcLoadOptions& options);

  // One of its connections, to set things up.
  const std::shared_ptr<grpc::Channel>& channel() const { return channels_.front(); }

  // Keeps `clients` calls of `work` under way until `window` is over; the latencies are of those
  // that were answered within it.
  absl::StatusOr<GrpcLoadResult> Run(BenchWork& work, int clients, const BenchWindow& window);

 private:
  const GrpcLoadOptions options_;
  std::vector<std::shared_ptr<grpc::Channel>> channels_;
};

}  // namespace samverk

#endif  // SAMVERK_TESTS_BENCH_GRPC_LOAD_H_
