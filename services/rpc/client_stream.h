// ClientStreamCall: a call that sends many messages and gets one answer. Each message is
// parsed and checked like a request of its own; the next is read when it was taken, so a fast
// sender costs one message of memory.

#ifndef SAMVERK_SERVICES_RPC_CLIENT_STREAM_H_
#define SAMVERK_SERVICES_RPC_CLIENT_STREAM_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"
#include "services/rpc/bound_service.h"
#include "services/rpc/transfers.h"

namespace samverk::rpc {

// Calls itself back and ends itself.
class ClientStreamCall final : public grpc::ServerReadReactor<grpc::ByteBuffer> {
 public:
  // The prototypes, and everything referred to, must outlive the call.
  ClientStreamCall(const std::string& path, const google::protobuf::Message& request,
                   const google::protobuf::Message& response, const SinkFactory& factory,
                   Transfers& transfers, grpc::CallbackServerContext& context,
                   grpc::ByteBuffer& answer);

  void OnReadDone(bool ok) override;
  void OnDone() override { delete this; }

 private:
  absl::Status Receive();
  void ReadNext();
  void End(const absl::Status& status);

  const std::string& path_;
  const SinkFactory& factory_;
  grpc::CallbackServerContext& context_;
  grpc::ByteBuffer& answer_;
  const std::unique_ptr<google::protobuf::Message> request_;
  const std::unique_ptr<google::protobuf::Message> response_;
  const absl::Duration began_;
  grpc::ByteBuffer bytes_;
  Call call_;
  std::unique_ptr<Transfer> transfer_;
  std::unique_ptr<MessageSink> sink_;  // Null before the first message.
};

}  // namespace samverk::rpc

#endif  // SAMVERK_SERVICES_RPC_CLIENT_STREAM_H_
