// Which files are taken as attachments: their names, their types, and how their content must
// begin. Pure. The server decides; clients ask it.

#ifndef SAMVERK_SERVICES_RUNTIME_ATTACHMENT_TYPES_H_
#define SAMVERK_SERVICES_RUNTIME_ATTACHMENT_TYPES_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/refusal.h"
#include "samverk/v1/common.pb.h"

namespace samverk::runtime {

inline constexpr Reason kFileNameInvalid = {
    "FILE_NAME_INVALID", absl::StatusCode::kInvalidArgument,
    "The file name can not be used ({what}). Rename the file.",
    "Filnamnet kan inte användas ({what}). Byt namn på filen."};
inline constexpr Reason kFileTypeNotAllowed = {
    "FILE_TYPE_NOT_ALLOWED", absl::StatusCode::kInvalidArgument,
    "Files of the type {type} are not taken. Allowed are {allowed}.",
    "Filer av typen {type} tas inte emot. Tillåtna är {allowed}."};
inline constexpr Reason kFileTypeMismatch = {
    "FILE_TYPE_MISMATCH", absl::StatusCode::kInvalidArgument,
    "The content is no {media_type}. Check what the file is and give it the right ending.",
    "Innehållet är inte {media_type}. Kontrollera vad filen är och ge den rätt filändelse."};

// How many bytes of a file CheckContent wants to see.
inline constexpr size_t kContentHeadBytes = 4096;

// The media type that the ending of a file's name says.
//
// Errors:
//   INVALID_ARGUMENT  FILE_NAME_INVALID, FILE_TYPE_NOT_ALLOWED
absl::StatusOr<std::string> MediaTypeOf(absl::string_view file_name);

// OK if the name is one that any system can store, and its ending goes with an allowed type.
// Lengths, normal form and control characters are a matter of shape.
//
// Errors:
//   INVALID_ARGUMENT  FILE_NAME_INVALID, FILE_TYPE_NOT_ALLOWED
absl::Status CheckNameAndType(const v1::AttachmentRef& file);

// OK if a file that begins with `head`, its first kContentHeadBytes or all of it, can be of
// this type. What is known by no mark must at least be text.
//
// Errors:
//   INVALID_ARGUMENT  FILE_TYPE_MISMATCH
absl::Status CheckContent(absl::string_view media_type, absl::string_view head);

}  // namespace samverk::runtime

#endif  // SAMVERK_SERVICES_RUNTIME_ATTACHMENT_TYPES_H_
