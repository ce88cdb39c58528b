#include "services/rpc/client_stream.h"

#include <utility>

#include "base/clock.h"
#include "base/status_macros.h"
#include "services/rpc/grpc_status.h"
#include "services/runtime/limits.h"
#include "services/runtime/shape_reasons.h"

namespace samverk::rpc {

ClientStreamCall::ClientStreamCall(const std::string& path,
                                   const google::protobuf::Message& request,
                                   const google::protobuf::Message& response,
                                   const SinkFactory& factory, Transfers& transfers,
                                   grpc::CallbackServerContext& context, grpc::ByteBuffer& answer)
    : path_(path),
      factory_(factory),
      context_(context),
      answer_(answer),
      request_(request.New()),
      response_(response.New()),
      began_(Clock::System().Steady()) {
  absl::StatusOr<std::unique_ptr<Transfer>> transfer = transfers.Begin(context);
  if (transfer.ok()) {
    transfer_ = *std::move(transfer);
    ReadNext();
  } else {
    End(transfer.status());
  }
}

// Whoever calls it does nothing after: the next message may arrive, and the call end, before
// this returns. The same goes for End.
void ClientStreamCall::ReadNext() {
  transfer_->BeginWaiting();
  StartRead(&bytes_);
}

void ClientStreamCall::OnReadDone(bool ok) {
  transfer_->EndWaiting();
  if (!ok) {
    // Everything was sent, or the caller is gone; what came is kept either way.
    if (sink_ == nullptr) {
      return End(
          Refusal(runtime::kMalformedRequest).With("message", request_->GetDescriptor()->name()));
    }
    return sink_->Finish(*response_, [this](const absl::Status& status) { End(status); });
  }
  if (absl::Status status = Receive(); !status.ok()) return End(status);
  sink_->Take(*request_, [this](const absl::Status& status) {
    if (!status.ok()) return End(status);
    ReadNext();
  });
}

absl::Status ClientStreamCall::Receive() {
  RETURN_IF_ERROR(ReceiveCall(context_, bytes_, *request_, call_, runtime::kChunkBytesMax));
  if (sink_ != nullptr) return absl::OkStatus();
  ASSIGN_OR_RETURN(sink_, factory_(call_, *request_));
  return absl::OkStatus();
}

void ClientStreamCall::End(const absl::Status& status) {
  LogEnd(path_, context_, *request_, status, Clock::System().Steady() - began_);
  if (status.ok()) answer_ = ToBytes(*response_);
  Finish(ToGrpcStatus(status));
}

}  // namespace samverk::rpc
