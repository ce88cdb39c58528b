#include "tests/bench/grpc_load.h"

#include <algorithm>
#include <atomic>
#include <optional>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/clock.h"
#include "base/status_macros.h"
#include "grpcpp/client_context.h"
#include "grpcpp/completion_queue.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/security/credentials.h"

namespace samverk {
namespace {

constexpr int kChannelsMax = 16;
constexpr int kThreadsMax = 16;
constexpr char kDeviceKey[] = "samverk-device";

// One client: its call under way.
struct Client {
  int number = 0;
  grpc::GenericStub* stub = nullptr;
  std::optional<grpc::ClientContext> context;
  std::unique_ptr<grpc::GenericClientAsyncResponseReader> call;
  grpc::ByteBuffer answer;
  grpc::Status status;
  absl::Duration begin;
};

// One thread with its completion queue and its clients.
class Driver {
 public:
  Driver(BenchWork& work, const BenchWindow& window, std::atomic<bool>& failed)
      : work_(work), window_(window), failed_(failed) {}

  void AddClient(int number, grpc::GenericStub& stub) {
    clients_.push_back(std::make_unique<Client>());
    clients_.back()->number = number;
    clients_.back()->stub = &stub;
  }

  void Run() {
    for (const auto& client : clients_) Start(*client);
    size_t running = clients_.size();
    void* tag = nullptr;
    bool ok = false;
    while (running > 0 && queue_.Next(&tag, &ok)) {
      if (!Finish(*static_cast<Client*>(tag))) --running;
    }
    queue_.Shutdown();
    while (queue_.Next(&tag, &ok)) {
    }
  }

  const absl::Status& status() const { return status_; }
  const GrpcLoadResult& result() const { return result_; }

 private:
  void Start(Client& client) {
    BenchWork::Request request = work_.Next(client.number);
    client.call.reset();
    client.context.emplace();
    if (request.device != nullptr) client.context->AddMetadata(kDeviceKey, *request.device);
    result_.request_bytes = request.bytes.Length();
    client.begin = Clock::System().Steady();
    client.call =
        client.stub->PrepareUnaryCall(&*client.context, *request.method, request.bytes, &queue_);
    client.call->StartCall();
    client.call->Finish(&client.answer, &client.status, &client);
  }

  // Takes an answer and begins the next call. False: there is none.
  bool Finish(Client& client) {
    const absl::Duration end = Clock::System().Steady();
    result_.answer_bytes = client.answer.Length();
    absl::Status status =
        client.status.ok() ? work_.Take(client.number, client.answer)
                           : absl::Status(static_cast<absl::StatusCode>(client.status.error_code()),
                                          client.status.error_message());
    if (!status.ok()) {
      if (status_.ok()) status_ = std::move(status);
      failed_ = true;
    }
    client.answer = grpc::ByteBuffer();
    if (window_.Counts(end)) result_.latencies.Record(end - client.begin);
    if (failed_ || end >= window_.end) return false;
    Start(client);
    return true;
  }

  BenchWork& work_;
  const BenchWindow& window_;
  std::atomic<bool>& failed_;
  grpc::CompletionQueue queue_;
  std::vector<std::unique_ptr<Client>> clients_;
  GrpcLoadResult result_;
  absl::Status status_;
};

}  // namespace

GrpcLoad::GrpcLoad(const GrpcLoadOptions& options) : options_(options) {
  const int channels = std::clamp(options.channels, 1, kChannelsMax);
  for (int i = 0; i < channels; ++i) {
    grpc::ChannelArguments arguments;
    // Otherwise all would share one connection.
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    channels_.push_back(
        grpc::CreateCustomChannel(options.target, grpc::InsecureChannelCredentials(), arguments));
  }
}

absl::StatusOr<GrpcLoadResult> GrpcLoad::Run(BenchWork& work, int clients,
                                             const BenchWindow& window) {
  std::vector<std::unique_ptr<grpc::GenericStub>> stubs;
  for (const auto& channel : channels_)
    stubs.push_back(std::make_unique<grpc::GenericStub>(channel));
  std::atomic<bool> failed{false};
  std::vector<std::unique_ptr<Driver>> drivers;
  const int driver_count = std::min(std::clamp(options_.threads, 1, kThreadsMax), clients);
  drivers.reserve(static_cast<size_t>(driver_count));
  for (int i = 0; i < driver_count; ++i) {
    drivers.push_back(std::make_unique<Driver>(work, window, failed));
  }
  for (int i = 0; i < clients; ++i) {
    drivers[static_cast<size_t>(i) % drivers.size()]->AddClient(
        i, *stubs[static_cast<size_t>(i) % stubs.size()]);
  }
  std::vector<std::thread> threads;
  threads.reserve(drivers.size());
  for (const auto& driver : drivers) threads.emplace_back([&driver] { driver->Run(); });
  for (std::thread& thread : threads) thread.join();

  GrpcLoadResult result;
  for (const auto& driver : drivers) {
    RETURN_IF_ERROR(driver->status());
    result.latencies.Merge(driver->result().latencies);
    result.request_bytes = driver->result().request_bytes;
    result.answer_bytes = driver->result().answer_bytes;
  }
  if (result.latencies.count() == 0) {
    return absl::DeadlineExceededError("nothing was answered in time: measure for longer");
  }
  return result;
}

}  // namespace samverk
