#include "services/runtime/attachment_holds.h"

#include <optional>
#include <string>
#include <utility>

#include "base/status_macros.h"
#include "samverk/v1/common.pb.h"
#include "services/runtime/attachment_refs.h"
#include "services/runtime/attachment_types.h"

namespace samverk::runtime {
namespace {

absl::StatusOr<storage::BlobHold> HoldOne(const v1::AttachmentRef& file,
                                          storage::BlobStore& blobs) {
  RETURN_IF_ERROR(CheckNameAndType(file));
  const Refusal not_uploaded = Refusal(kAttachmentNotUploaded)
                                   .With("size_bytes", file.size_bytes())
                                   .With("sha256", file.sha256());
  const std::optional<storage::BlobId> blob = storage::BlobId::Parse(file.sha256());
  if (!blob.has_value()) return not_uploaded;
  absl::StatusOr<storage::BlobHold> hold = blobs.Hold(*blob);
  if (absl::IsNotFound(hold.status())) return not_uploaded;
  RETURN_IF_ERROR(hold.status());
  ASSIGN_OR_RETURN(const uint64_t size_bytes, blobs.Find(*blob));
  if (size_bytes != static_cast<uint64_t>(file.size_bytes())) return not_uploaded;
  // It may have been uploaded as something else.
  ASSIGN_OR_RETURN(const std::string head, blobs.Read(*blob, 0, kContentHeadBytes));
  RETURN_IF_ERROR(CheckContent(file.media_type(), head));
  return hold;
}

}  // namespace

absl::StatusOr<std::vector<storage::BlobHold>> HoldAttachments(
    const google::protobuf::Message& command, storage::BlobStore& blobs) {
  std::vector<storage::BlobHold> holds;
  for (const v1::AttachmentRef* file : AttachmentsIn(command)) {
    ASSIGN_OR_RETURN(storage::BlobHold hold, HoldOne(*file, blobs));
    holds.push_back(std::move(hold));
  }
  return holds;
}

}  // namespace samverk::runtime
