// What a command must pass before it may refer to files.

#ifndef SAMVERK_SERVICES_RUNTIME_ATTACHMENT_HOLDS_H_
#define SAMVERK_SERVICES_RUNTIME_ATTACHMENT_HOLDS_H_

#include <vector>

#include "absl/status/statusor.h"
#include "base/refusal.h"
#include "google/protobuf/message.h"
#include "storage/blobs/blob_store.h"

namespace samverk::runtime {

inline constexpr Reason kAttachmentNotUploaded = {
    "ATTACHMENT_NOT_UPLOADED", absl::StatusCode::kNotFound,
    "There is no file of {size_bytes} bytes with the SHA-256 {sha256}. Upload it first.",
    "Det finns ingen fil på {size_bytes} byte med SHA-256 {sha256}. Ladda upp den först."};

// Holds every file that `command` refers to, so that none is collected while the command is
// under way. Nothing to hold for most commands, which costs a look at their type.
//
// Errors:
//   NOT_FOUND         ATTACHMENT_NOT_UPLOADED
//   INVALID_ARGUMENT  FILE_NAME_INVALID, FILE_TYPE_NOT_ALLOWED, FILE_TYPE_MISMATCH
//   UNAVAILABLE       DISK_FAILED
absl::StatusOr<std::vector<storage::BlobHold>> HoldAttachments(
    const google::protobuf::Message& command, storage::BlobStore& blobs);

}  // namespace samverk::runtime

#endif  // SAMVERK_SERVICES_RUNTIME_ATTACHMENT_HOLDS_H_
