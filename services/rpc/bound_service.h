// BoundService: a gRPC service whose methods are bound to functions one by one.
//
// Generated services parse requests before anybody is asked, and answer malformed ones
// with UNIMPLEMENTED and no reason. Here the bytes come to us: they are parsed and
// checked against the limits in the proto in one place, for every method and every
// door, and every refusal carries its reason. See docs/adr/2026-11-23-bound-services.md.

#ifndef SAMVERK_SERVICES_RPC_BOUND_SERVICE_H_
#define SAMVERK_SERVICES_RPC_BOUND_SERVICE_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "grpcpp/impl/service_type.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"
#include "services/runtime/command_processor.h"
#include "services/runtime/limits.h"

namespace samverk::rpc {

// What a handler knows of a call beside the request.
struct Call {
  runtime::Caller caller;
  std::string partnership;  // The id in the request's name or parent; empty if it names none.
  // When to answer: a little before the caller's deadline, or kCallMax after arrival if that is
  // sooner.
  absl::Time deadline;
};

// Answers one call: fills `response` and calls `done` once, from any thread. Everything
// lives until then.
using UnaryHandler = std::function<void(const Call& call, const google::protobuf::Message& request,
                                        google::protobuf::Message& response,
                                        std::function<void(absl::Status)> done)>;

// Answers one call with a stream of messages: returns the reactor that writes them, or why not.
// The context lives as long as the call, the rest until the handler returns.
using StreamReactor = grpc::ServerWriteReactor<grpc::ByteBuffer>;
using StreamHandler = std::function<absl::StatusOr<StreamReactor*>(
    grpc::CallbackServerContext& context, const Call& call,
    const google::protobuf::Message& request)>;

// Takes the messages of one call that sends many, one at a time.
class MessageSink {
 public:
  virtual ~MessageSink() = default;
  // Takes the next message, which lives until `next` is called, once, from any thread: OK for
  // more, or why the call ends.
  virtual void Take(const google::protobuf::Message& message,
                    std::function<void(absl::Status)> next) = 0;
  // There are no more. Fills `response` and calls `done` once, from any thread. Also called
  // when the caller went away: nobody hears the answer then.
  virtual void Finish(google::protobuf::Message& response,
                      std::function<void(absl::Status)> done) = 0;
};

// Who takes the messages of a call that begins with `first`, which Take is given too; or why
// nobody does.
using SinkFactory = std::function<absl::StatusOr<std::unique_ptr<MessageSink>>(
    const Call& call, const google::protobuf::Message& first)>;

class Transfers;

class BoundService : public grpc::Service {
 public:
  // The service of `descriptor`; every method of it must be bound before it serves.
  explicit BoundService(const google::protobuf::ServiceDescriptor* descriptor);

  void BindUnary(absl::string_view method, UnaryHandler handler);
  void BindStream(absl::string_view method, StreamHandler handler);
  // `transfers` must outlive the service's calls.
  void BindClientStream(absl::string_view method, Transfers& transfers, SinkFactory factory);

  // Ends calls that would go on for ever, because the server stops. Called while others
  // are still under way.
  virtual void Close() {}

  // Ends the process if a method was left unbound.
  void CheckBound() const;

 private:
  struct Method {
    std::string path;  // gRPC keeps a pointer to it.
    const google::protobuf::MethodDescriptor* descriptor;
    const google::protobuf::Message* request;  // Prototypes.
    const google::protobuf::Message* response;
    bool bound = false;
  };
  class UnaryCall;

  size_t Take(absl::string_view method, grpc::internal::RpcMethod::RpcType kind);

  std::vector<std::unique_ptr<Method>> methods_;
};

// Parses `bytes`, of which there may be `bytes_max`, into `request`, checks its shape and finds
// out who asks.
absl::Status ReceiveCall(const grpc::CallbackServerContext& context, const grpc::ByteBuffer& bytes,
                         google::protobuf::Message& request, Call& call,
                         size_t bytes_max = runtime::kRequestBytesMax);

// Logs how a call ended.
void LogEnd(const std::string& path, grpc::CallbackServerContext& context,
            const google::protobuf::Message& request, const absl::Status& status,
            absl::Duration took);

// A reactor that ends a stream at once.
StreamReactor* RefuseStream(const absl::Status& status);

// The bytes of a message.
grpc::ByteBuffer ToBytes(const google::protobuf::Message& message);

}  // namespace samverk::rpc

#endif  // SAMVERK_SERVICES_RPC_BOUND_SERVICE_H_
