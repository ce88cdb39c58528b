// Why moving a file is refused, beside what the store of blobs says.

#ifndef SAMVERK_SERVICES_ATTACHMENTS_UPLOAD_REASONS_H_
#define SAMVERK_SERVICES_ATTACHMENTS_UPLOAD_REASONS_H_

#include "base/refusal.h"

namespace samverk::attachments {

inline constexpr Reason kUploadChanged = {
    "UPLOAD_CHANGED", absl::StatusCode::kInvalidArgument,
    "A chunk is of {now}, but those before it were of {first}. Send each upload on its own.",
    "En del hör till {now}, men de tidigare till {first}. Skicka varje uppladdning för sig."};
inline constexpr Reason kFileNotReferredTo = {
    "FILE_NOT_REFERRED_TO", absl::StatusCode::kNotFound,
    "{name} refers to no file with the SHA-256 {sha256}.",
    "{name} hänvisar inte till någon fil med SHA-256 {sha256}."};
inline constexpr Reason kWhichFile = {
    "WHICH_FILE", absl::StatusCode::kInvalidArgument,
    "{name} is no attachment. Say which of its files, with its SHA-256.",
    "{name} är ingen bilaga. Ange vilken av dess filer, med SHA-256."};

}  // namespace samverk::attachments

#endif  // SAMVERK_SERVICES_ATTACHMENTS_UPLOAD_REASONS_H_
