// Why the store of blobs refuses.

#ifndef SAMVERK_STORAGE_BLOBS_BLOB_REASONS_H_
#define SAMVERK_STORAGE_BLOBS_BLOB_REASONS_H_

#include "base/refusal.h"

namespace samverk::storage {

inline constexpr Reason kBlobNotFound = {"BLOB_NOT_FOUND", absl::StatusCode::kNotFound,
                                         "There is no file with the SHA-256 {sha256}.",
                                         "Det finns ingen fil med SHA-256 {sha256}."};
inline constexpr Reason kBlobDamaged = {
    "BLOB_DAMAGED", absl::StatusCode::kDataLoss,
    "The stored file {sha256} is not what was uploaded. Restore it from a backup.",
    "Den lagrade filen {sha256} är inte den som laddades upp. Återställ den från en "
    "säkerhetskopia."};
inline constexpr Reason kBlobRange = {
    "BLOB_RANGE", absl::StatusCode::kOutOfRange,
    "The file has {size_bytes} bytes; the range begins at {offset}.",
    "Filen är {size_bytes} byte; det efterfrågade börjar vid {offset}."};
inline constexpr Reason kBlobSize = {"BLOB_SIZE", absl::StatusCode::kInvalidArgument,
                                     "The file has {size_bytes} bytes; 1 to {bytes_max} are taken.",
                                     "Filen är {size_bytes} byte; 1 till {bytes_max} tas emot."};
inline constexpr Reason kBlobSizeMismatch = {
    "BLOB_SIZE_MISMATCH", absl::StatusCode::kInvalidArgument,
    "The file with this SHA-256 has {actual} bytes, not {declared}.",
    "Filen med denna SHA-256 är {actual} byte, inte {declared}."};
inline constexpr Reason kUploadNotFound = {
    "UPLOAD_NOT_FOUND", absl::StatusCode::kNotFound,
    "There is no upload {upload}: it is finished, was not continued for a day, or never began. "
    "Begin again.",
    "Uppladdningen {upload} finns inte: den är klar, låg orörd ett dygn eller påbörjades aldrig. "
    "Börja om."};
inline constexpr Reason kUploadMalformed = {"UPLOAD_MALFORMED", absl::StatusCode::kInvalidArgument,
                                            "The upload is malformed: {what}.",
                                            "Uppladdningen är felaktig: {what}."};
inline constexpr Reason kUploadOffset = {
    "UPLOAD_OFFSET", absl::StatusCode::kFailedPrecondition,
    "The upload has come to byte {expected}, but these bytes begin at {offset}. Continue there.",
    "Uppladdningen har kommit till byte {expected}, men dessa börjar vid {offset}. Fortsätt där."};
inline constexpr Reason kUploadTooLong = {
    "UPLOAD_TOO_LONG", absl::StatusCode::kInvalidArgument,
    "The bytes reach to {end}, but {size_bytes} were declared.",
    "Innehållet når till {end}, men {size_bytes} byte angavs."};
inline constexpr Reason kUploadIncomplete = {
    "UPLOAD_INCOMPLETE", absl::StatusCode::kFailedPrecondition,
    "The upload has come to byte {received} of {size_bytes}. Send the rest first.",
    "Uppladdningen har kommit till byte {received} av {size_bytes}. Skicka resten först."};
inline constexpr Reason kDigestMismatch = {
    "DIGEST_MISMATCH", absl::StatusCode::kInvalidArgument,
    "What came has the SHA-256 {actual}, not {declared}. It is thrown away: begin again.",
    "Det som kom har SHA-256 {actual}, inte {declared}. Det är kastat: börja om."};
inline constexpr Reason kTooManyUploads = {
    "TOO_MANY_UPLOADS", absl::StatusCode::kResourceExhausted,
    "{count_max} uploads are under way, as many as a partnership may have. Try again later.",
    "{count_max} uppladdningar pågår, fler får ett servicepartnerskap inte ha. Försök igen "
    "senare."};
inline constexpr Reason kBlobQuota = {
    "BLOB_QUOTA", absl::StatusCode::kResourceExhausted,
    "The partnership's files would take {bytes} bytes in {files} files; it has room for "
    "{bytes_max} in {files_max}.",
    "Servicepartnerskapets filer skulle ta {bytes} byte i {files} filer; det finns plats för "
    "{bytes_max} i {files_max}."};
inline constexpr Reason kBlobDiskReserve = {
    "BLOB_DISK_RESERVE", absl::StatusCode::kResourceExhausted,
    "The disk is almost full, so no files are taken. Free disk space.",
    "Disken är nästan full, så inga filer tas emot. Frigör diskutrymme."};

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_BLOBS_BLOB_REASONS_H_
