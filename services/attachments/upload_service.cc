#include "services/attachments/upload_service.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "base/status_macros.h"
#include "base/uuid.h"
#include "google/protobuf/util/time_util.h"
#include "samverk/v1/attachment.pb.h"
#include "services/attachments/upload_reasons.h"
#include "services/rpc/queries.h"
#include "services/runtime/attachment_types.h"
#include "services/runtime/resource_name.h"
#include "storage/blobs/blob_store.h"

namespace samverk::attachments {
namespace {

using google::protobuf::Message;
using storage::BlobId;
using storage::BlobStore;

absl::Status NotFound(absl::string_view name) {
  return Refusal(storage::kUploadNotFound).With("upload", name);
}

// What the upload's note says: the file that it is to become.
v1::AttachmentRef FileOf(const storage::Upload& upload) {
  v1::AttachmentRef file;
  file.ParseFromString(upload.spec.note);
  return file;
}

v1::Upload ToProto(const storage::Upload& upload, const std::string& parent) {
  v1::Upload proto;
  proto.set_name(runtime::ChildName(parent, "uploads", upload.id.ToString()));
  *proto.mutable_file() = FileOf(upload);
  proto.set_offset(static_cast<int64_t>(upload.received_bytes));
  *proto.mutable_expires_at() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(
      absl::ToUnixMicros(upload.expires_at));
  return proto;
}

// The upload `name` of this caller; somebody else's is none.
absl::StatusOr<storage::Upload> FindOwn(BlobStore& blobs, const rpc::Call& call,
                                        const std::string& name) {
  const std::optional<Uuid> id = Uuid::Parse(runtime::IdOf(name));
  if (!id.has_value()) return NotFound(name);
  ASSIGN_OR_RETURN(storage::Upload upload, blobs.FindUpload(*id));
  if (upload.spec.owner != call.caller.actor.principal()) return NotFound(name);
  return upload;
}

absl::Status Start(runtime::Partnership& partnership, const rpc::Call& call,
                   const v1::StartUploadRequest& request, v1::StartUploadResponse& response) {
  v1::AttachmentRef& file = *response.mutable_file();
  file.set_sha256(request.sha256());
  file.set_file_name(request.file_name());
  file.set_size_bytes(request.size_bytes());
  file.set_media_type(request.media_type());
  if (file.media_type().empty()) {
    ASSIGN_OR_RETURN(*file.mutable_media_type(), runtime::MediaTypeOf(file.file_name()));
  }
  RETURN_IF_ERROR(runtime::CheckNameAndType(file));
  ASSIGN_OR_RETURN(
      const std::optional<storage::Upload> upload,
      partnership.blobs().StartUpload({BlobId::Parse(file.sha256()).value(),
                                       static_cast<uint64_t>(file.size_bytes()),
                                       call.caller.actor.principal(), file.SerializeAsString()}));
  if (upload.has_value()) *response.mutable_upload() = ToProto(*upload, request.parent());
  return absl::OkStatus();
}

absl::Status GetUpload(runtime::Partnership& partnership, const rpc::Call& call,
                       const v1::GetUploadRequest& request, v1::GetUploadResponse& response) {
  ASSIGN_OR_RETURN(const storage::Upload upload,
                   FindOwn(partnership.blobs(), call, request.name()));
  *response.mutable_upload() = ToProto(upload, runtime::PartnershipName(partnership.id()));
  return absl::OkStatus();
}

absl::Status FinishUpload(runtime::Partnership& partnership, const rpc::Call& call,
                          const v1::FinishUploadRequest& request,
                          v1::FinishUploadResponse& response) {
  BlobStore& blobs = partnership.blobs();
  ASSIGN_OR_RETURN(const storage::Upload upload, FindOwn(blobs, call, request.name()));
  *response.mutable_file() = FileOf(upload);
  if (upload.received_bytes == upload.spec.size_bytes) {
    ASSIGN_OR_RETURN(const std::string head,
                     blobs.ReadUpload(upload.id, runtime::kContentHeadBytes));
    if (absl::Status status = runtime::CheckContent(response.file().media_type(), head);
        !status.ok()) {
      RETURN_IF_ERROR(blobs.DropUpload(upload.id));
      return status;
    }
  }
  return blobs.FinishUpload(upload.id);
}

// Takes the chunks of one upload.
class UploadSink final : public rpc::MessageSink {
 public:
  UploadSink(runtime::Partnership& partnership, SerialExecutor& disk, const rpc::Call& call,
             std::string name)
      : partnership_(partnership), disk_(disk), call_(call), name_(std::move(name)) {}

  void Take(const Message& message, std::function<void(absl::Status)> next) override {
    disk_.Post([this, &chunk = static_cast<const v1::UploadChunksRequest&>(message),
                next = std::move(next)] { next(Append(chunk)); });
  }

  void Finish(Message& response, std::function<void(absl::Status)> done) override {
    disk_.Post([this, &response = static_cast<v1::UploadChunksResponse&>(response),
                done = std::move(done)] { done(Flush(response)); });
  }

 private:
  absl::Status Append(const v1::UploadChunksRequest& chunk) {
    if (chunk.name() != name_) {
      return Refusal(kUploadChanged).With("first", name_).With("now", chunk.name());
    }
    if (!id_.has_value()) {
      ASSIGN_OR_RETURN(const storage::Upload upload, FindOwn(partnership_.blobs(), call_, name_));
      id_ = upload.id;
    }
    return partnership_.blobs()
        .Append(*id_, static_cast<uint64_t>(chunk.offset()), chunk.data())
        .status();
  }

  absl::Status Flush(v1::UploadChunksResponse& response) {
    ASSIGN_OR_RETURN(const storage::Upload upload, partnership_.blobs().Flush(id_.value()));
    *response.mutable_upload() = ToProto(upload, runtime::PartnershipName(partnership_.id()));
    return absl::OkStatus();
  }

  runtime::Partnership& partnership_;
  SerialExecutor& disk_;
  const rpc::Call call_;
  const std::string name_;
  std::optional<Uuid> id_;  // Set by the first chunk, without which nothing else happens.
};

// Authorises, then runs `act` on the disk's thread.
template <typename Request, typename Response>
void Bind(rpc::BoundService& service, absl::string_view method, runtime::Partnerships& partnerships,
          SerialExecutor& disk,
          absl::Status (*act)(runtime::Partnership&, const rpc::Call&, const Request&, Response&)) {
  service.BindUnary(method, [&partnerships, &disk, act](const rpc::Call& call,
                                                        const Message& request, Message& response,
                                                        std::function<void(absl::Status)> done) {
    const absl::StatusOr<runtime::Partnership*> found =
        rpc::FindPartnership(call, request, partnerships);
    if (!found.ok()) return done(found.status());
    if (absl::Status status = rpc::AuthoriseQuery(call, request, **found); !status.ok()) {
      return done(status);
    }
    disk.Post([&call, &partnership = **found, &request = static_cast<const Request&>(request),
               &response = static_cast<Response&>(response), act,
               done = std::move(done)] { done(act(partnership, call, request, response)); });
  });
}

}  // namespace

void BindUploadCalls(rpc::BoundService& service, runtime::Partnerships& partnerships,
                     SerialExecutor& disk, rpc::Transfers& transfers) {
  Bind(service, "StartUpload", partnerships, disk, Start);
  Bind(service, "GetUpload", partnerships, disk, GetUpload);
  Bind(service, "FinishUpload", partnerships, disk, FinishUpload);
  service.BindClientStream("UploadChunks", transfers,
                           [&partnerships, &disk](const rpc::Call& call, const Message& first)
                               -> absl::StatusOr<std::unique_ptr<rpc::MessageSink>> {
                             ASSIGN_OR_RETURN(runtime::Partnership* const partnership,
                                              rpc::FindPartnership(call, first, partnerships));
                             RETURN_IF_ERROR(rpc::AuthoriseQuery(call, first, *partnership));
                             return std::make_unique<UploadSink>(
                                 *partnership, disk, call,
                                 static_cast<const v1::UploadChunksRequest&>(first).name());
                           });
}

}  // namespace samverk::attachments
