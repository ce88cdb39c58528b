#include "services/rpc/bound_service.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "base/clock.h"
#include "base/status_macros.h"
#include "base/uuid.h"
#include "google/protobuf/arena.h"
#include "grpcpp/impl/codegen/server_callback_handlers.h"
#include "grpcpp/support/slice.h"
#include "services/rpc/client_stream.h"
#include "services/rpc/grpc_status.h"
#include "services/rpc/identity.h"
#include "services/rpc/limits.h"
#include "services/rpc/request_log.h"
#include "services/runtime/resource_name.h"
#include "services/runtime/shape.h"

namespace samverk::rpc {
namespace {

using google::protobuf::Message;
using grpc::internal::RpcMethod;

constexpr char kCallIdKey[] = "samverk-call-id";

// The text field that says which partnership a request is for: its name or its parent.
std::string PartnershipOfRequest(const Message& request) {
  for (const char* name : {"name", "parent"}) {
    const auto* field = request.GetDescriptor()->FindFieldByName(name);
    if (field == nullptr || field->type() != google::protobuf::FieldDescriptor::TYPE_STRING)
      continue;
    return std::string(runtime::PartnershipOf(request.GetReflection()->GetString(request, field)));
  }
  return "";
}

// The caller's own id of a command; empty for what has none.
std::string RequestIdOf(const Message& request) {
  const auto* field = request.GetDescriptor()->FindFieldByName("request_id");
  return field == nullptr ? "" : request.GetReflection()->GetString(request, field);
}

RpcMethod::RpcType KindOf(const google::protobuf::MethodDescriptor& method) {
  CHECK(!(method.client_streaming() && method.server_streaming()));  // We have none.
  if (method.client_streaming()) return RpcMethod::CLIENT_STREAMING;
  return method.server_streaming() ? RpcMethod::SERVER_STREAMING : RpcMethod::NORMAL_RPC;
}

// One piece of contiguous bytes, copied only if the transport cut them up.
absl::Status Flatten(const grpc::ByteBuffer& buffer, grpc::Slice& slice) {
  if (buffer.TrySingleSlice(&slice).ok()) return absl::OkStatus();
  if (buffer.DumpToSingleSlice(&slice).ok()) return absl::OkStatus();
  return absl::InternalError("a request without bytes");
}

}  // namespace

// A call that went wrong gets an id that its caller is told too; others
// are never asked about.
void LogEnd(const std::string& path, grpc::CallbackServerContext& context, const Message& request,
            const absl::Status& status, absl::Duration took) {
  EndedCall ended{path, "", "", took};
  if (status.ok()) return LogCall(ended, status);
  const std::string call_id = Uuid::V7(Clock::System()).ToString();
  context.AddTrailingMetadata(kCallIdKey, call_id);
  const std::string request_id = RequestIdOf(request);
  ended.call_id = call_id;
  ended.request_id = request_id;
  LogCall(ended, status);
}

grpc::ByteBuffer ToBytes(const Message& message) {
  const size_t size = message.ByteSizeLong();
  grpc::Slice slice(size);
  message.SerializeWithCachedSizesToArray(const_cast<uint8_t*>(slice.begin()));
  return grpc::ByteBuffer(&slice, 1);
}

absl::Status ReceiveCall(const grpc::CallbackServerContext& context, const grpc::ByteBuffer& bytes,
                         Message& request, Call& call, size_t bytes_max) {
  grpc::Slice slice;
  RETURN_IF_ERROR(Flatten(bytes, slice));
  RETURN_IF_ERROR(runtime::ParseRequest(
      absl::string_view(reinterpret_cast<const char*>(slice.begin()), slice.size()), request,
      bytes_max));
  call.partnership = PartnershipOfRequest(request);
  ASSIGN_OR_RETURN(call.caller, IdentifyCaller(context, call.partnership));
  const absl::Time now = Clock::System().Now();
  const absl::Duration left = absl::FromChrono(context.deadline()) - now;
  // An answer at the very deadline comes too late to be heard.
  call.deadline = now + std::min(left - std::min(left / 10, kAnswerMarginMax), kCallMax);
  return absl::OkStatus();
}

// One unary call from arrival to the end.
class BoundService::UnaryCall final : public grpc::ServerUnaryReactor {
 public:
  UnaryCall(const Method& method, grpc::CallbackServerContext& context, grpc::ByteBuffer& answer)
      : method_(method),
        context_(context),
        answer_(answer),
        request_(*method.request->New(&arena_)),
        response_(*method.response->New(&arena_)),
        began_(Clock::System().Steady()) {}

  void Run(const UnaryHandler& handler, const grpc::ByteBuffer& bytes) {
    if (absl::Status status = ReceiveCall(context_, bytes, request_, call_); !status.ok()) {
      return Done(status);
    }
    handler(call_, request_, response_, [this](const absl::Status& status) { Done(status); });
  }

  void OnDone() override { delete this; }

 private:
  void Done(const absl::Status& status) {
    LogEnd(method_.path, context_, request_, status, Clock::System().Steady() - began_);
    if (status.ok()) answer_ = ToBytes(response_);
    Finish(ToGrpcStatus(status));
  }

  google::protobuf::Arena arena_;
  const Method& method_;
  grpc::CallbackServerContext& context_;
  grpc::ByteBuffer& answer_;
  Message& request_;
  Message& response_;
  Call call_;
  const absl::Duration began_;
};

BoundService::BoundService(const google::protobuf::ServiceDescriptor* descriptor) {
  auto* factory = google::protobuf::MessageFactory::generated_factory();
  for (int i = 0; i < descriptor->method_count(); ++i) {
    const auto* method = descriptor->method(i);
    auto bound = std::make_unique<Method>();
    bound->path = absl::StrCat("/", descriptor->full_name(), "/", method->name());
    bound->descriptor = method;
    bound->request = factory->GetPrototype(method->input_type());
    bound->response = factory->GetPrototype(method->output_type());
    AddMethod(new grpc::internal::RpcServiceMethod(bound->path.c_str(), KindOf(*method), nullptr));
    methods_.push_back(std::move(bound));
  }
}

size_t BoundService::Take(absl::string_view name, RpcMethod::RpcType kind) {
  for (size_t i = 0; i < methods_.size(); ++i) {
    Method& method = *methods_[i];
    if (method.descriptor->name() != name) continue;
    CHECK(!method.bound);
    CHECK(KindOf(*method.descriptor) == kind);
    method.bound = true;
    return i;
  }
  CHECK(false);  // The service has no such method.
  return 0;
}

void BoundService::BindUnary(absl::string_view name, UnaryHandler handler) {
  const size_t index = Take(name, RpcMethod::NORMAL_RPC);
  const Method& method = *methods_[index];
  MarkMethodRawCallback(
      static_cast<int>(index),
      new grpc::internal::CallbackUnaryHandler<grpc::ByteBuffer, grpc::ByteBuffer>(
          [&method, handler = std::move(handler)](grpc::CallbackServerContext* context,
                                                  const grpc::ByteBuffer* request,
                                                  grpc::ByteBuffer* response) {
            auto* call = new UnaryCall(method, *context, *response);
            call->Run(handler, *request);
            return call;
          }));
}

void BoundService::BindStream(absl::string_view name, StreamHandler handler) {
  const size_t index = Take(name, RpcMethod::SERVER_STREAMING);
  const Method& method = *methods_[index];
  MarkMethodRawCallback(
      static_cast<int>(index),
      new grpc::internal::CallbackServerStreamingHandler<grpc::ByteBuffer, grpc::ByteBuffer>(
          [&method, handler = std::move(handler)](grpc::CallbackServerContext* context,
                                                  const grpc::ByteBuffer* bytes) {
            std::unique_ptr<Message> request(method.request->New());
            Call call;
            absl::Status status = ReceiveCall(*context, *bytes, *request, call);
            absl::StatusOr<StreamReactor*> reactor =
                status.ok() ? handler(*context, call, *request) : std::move(status);
            LogEnd(method.path, *context, *request, reactor.status(), absl::ZeroDuration());
            return reactor.ok() ? *reactor : RefuseStream(reactor.status());
          }));
}

void BoundService::BindClientStream(absl::string_view name, Transfers& transfers,
                                    SinkFactory factory) {
  const size_t index = Take(name, RpcMethod::CLIENT_STREAMING);
  const Method& method = *methods_[index];
  MarkMethodRawCallback(
      static_cast<int>(index),
      new grpc::internal::CallbackClientStreamingHandler<grpc::ByteBuffer, grpc::ByteBuffer>(
          [&method, &transfers, factory = std::move(factory)](grpc::CallbackServerContext* context,
                                                              grpc::ByteBuffer* answer) {
            return new ClientStreamCall(method.path, *method.request, *method.response, factory,
                                        transfers, *context, *answer);
          }));
}

void BoundService::CheckBound() const {
  for (const auto& method : methods_) CHECK(method->bound);
}

StreamReactor* RefuseStream(const absl::Status& status) {
  class Refused final : public StreamReactor {
   public:
    explicit Refused(const absl::Status& status) { Finish(ToGrpcStatus(status)); }
    void OnDone() override { delete this; }
  };
  return new Refused(status);
}

}  // namespace samverk::rpc
