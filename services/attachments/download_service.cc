#include "services/attachments/download_service.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "base/status_macros.h"
#include "samverk/v1/audit.pb.h"
#include "services/access/access.h"
#include "services/attachments/attachment_rules.h"
#include "services/attachments/attachment_view.h"
#include "services/attachments/upload_reasons.h"
#include "services/rpc/grpc_status.h"
#include "services/rpc/queries.h"
#include "services/runtime/read_point.h"
#include "services/runtime/resource_name.h"

namespace samverk::attachments {
namespace {

// What is detached is history, for those who may read it.
bool MayReadHistory(const rpc::Call& call) {
  return access::Authorise(call.caller.actor, "samverk.v1.GetHistoryRequest", "").ok();
}

}  // namespace

absl::StatusOr<Download*> Download::Start(grpc::CallbackServerContext& context,
                                          runtime::Partnership& partnership, const rpc::Call& call,
                                          const v1::DownloadAttachmentRequest& request,
                                          SerialExecutor& disk, rpc::Transfers& transfers) {
  ASSIGN_OR_RETURN(runtime::ReadPoint point,
                   runtime::ResolveReadPoint(request.read(), partnership.log()));
  point.as_of = std::nullopt;
  ASSIGN_OR_RETURN(std::unique_ptr<rpc::Transfer> transfer, transfers.Begin(context));
  auto* const download = new Download(partnership, call, request, disk, std::move(transfer));
  rpc::WhenReadable(partnership.view(kAttachmentView), point, call.deadline,
                    [download](const absl::StatusOr<runtime::ViewReader>& reader) {
                      const absl::Status found =
                          reader.ok() ? download->Find(*reader) : reader.status();
                      if (!found.ok()) return download->Finish(rpc::ToGrpcStatus(found));
                      download->SendNext();
                    });
  return download;
}

Download::Download(runtime::Partnership& partnership, const rpc::Call& call,
                   const v1::DownloadAttachmentRequest& request, SerialExecutor& disk,
                   std::unique_ptr<rpc::Transfer> transfer)
    : partnership_(partnership),
      call_(call),
      request_(request),
      disk_(disk),
      transfer_(std::move(transfer)) {}

absl::Status Download::Find(const runtime::ViewReader& view) {
  const std::string& name = request_.name();
  std::string sha256 = request_.sha256();
  if (runtime::CollectionOf(runtime::RelativeName(name)) == "attachments") {
    ASSIGN_OR_RETURN(const std::optional<v1::Attachment> attachment,
                     view.GetMessage<v1::Attachment>(kAttachmentTable, AttachmentKey(name)));
    if (!attachment.has_value()) return Refusal(kAttachmentNotFound).With("name", name);
    if (attachment->state() == v1::ATTACHMENT_STATE_DETACHED && !MayReadHistory(call_)) {
      return Refusal(kAttachmentDetached).Violating(name);
    }
    if (sha256.empty()) sha256 = attachment->file().sha256();
  } else if (sha256.empty()) {
    return Refusal(kWhichFile).With("name", name).AtField("sha256", "must say which file");
  }
  ASSIGN_OR_RETURN(std::optional<v1::AttachmentRef> file,
                   view.GetMessage<v1::AttachmentRef>(kFileTable, FileKey(sha256, name)));
  if (!file.has_value()) {
    return Refusal(kFileNotReferredTo).With("name", name).With("sha256", sha256);
  }
  file_ = *std::move(file);
  const auto size = static_cast<uint64_t>(file_.size_bytes());
  offset_ = static_cast<uint64_t>(request_.offset());
  const auto length = static_cast<uint64_t>(request_.length());
  end_ = length == 0 ? size : std::min(size, offset_ + length);
  if (offset_ < size) return absl::OkStatus();
  return Refusal(storage::kBlobRange).With("size_bytes", size).With("offset", offset_);
}

void Download::SendNext() {
  disk_.Post([this] { SendChunk(); });
}

void Download::SendChunk() {
  v1::DownloadAttachmentResponse chunk;
  const absl::StatusOr<bool> more = ReadChunk(chunk);
  if (!more.ok()) return Finish(rpc::ToGrpcStatus(more.status()));
  if (!*more) return Finish(grpc::Status::OK);
  writing_ = rpc::ToBytes(chunk);
  transfer_->BeginWaiting();
  StartWrite(&writing_);
}

// False at the end.
absl::StatusOr<bool> Download::ReadChunk(v1::DownloadAttachmentResponse& chunk) {
  if (offset_ >= end_) return false;
  const std::optional<storage::BlobId> blob = storage::BlobId::Parse(file_.sha256());
  if (!blob.has_value()) return Refusal(runtime::kViewDamaged);
  ASSIGN_OR_RETURN(*chunk.mutable_data(),
                   partnership_.blobs().Read(*blob, offset_, end_ - offset_));
  chunk.set_offset(static_cast<int64_t>(offset_));
  if (std::exchange(first_, false)) *chunk.mutable_file() = file_;
  offset_ += chunk.data().size();
  return true;
}

void Download::OnWriteDone(bool ok) {
  transfer_->EndWaiting();
  if (!ok) return Finish(grpc::Status::CANCELLED);
  SendNext();
}

}  // namespace samverk::attachments
