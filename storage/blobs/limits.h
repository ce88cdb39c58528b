// How much of anything the store of blobs takes. What callers meet is tested at the limit and
// one past it.

#ifndef SAMVERK_STORAGE_BLOBS_LIMITS_H_
#define SAMVERK_STORAGE_BLOBS_LIMITS_H_

#include <cstddef>
#include <cstdint>

#include "absl/time/time.h"

namespace samverk::storage {

// One blob.
inline constexpr uint64_t kBlobBytesMax = 100ull << 20;

// All blobs of a partnership, those on their way included: bytes and files.
inline constexpr uint64_t kBlobsBytesMax = 20ull << 30;
inline constexpr uint64_t kBlobsMax = 100'000;

// Uploads that are under way in a partnership.
inline constexpr size_t kUploadsMax = 64;

// Bytes taken at once, and given out at once.
inline constexpr size_t kUploadAppendBytesMax = 1 << 20;
inline constexpr size_t kBlobReadBytesMax = 256 << 10;

// After so many bytes an upload is synced: as much may have to be sent again after a crash.
inline constexpr uint64_t kUploadSyncBytes = 4 << 20;

// What an upload keeps for whoever began it.
inline constexpr size_t kUploadOwnerBytesMax = 100;
inline constexpr size_t kUploadNoteBytesMax = 4 << 10;

// An upload that nobody goes on with, and a blob that nothing refers to, go after this long.
inline constexpr absl::Duration kUploadAgeMax = absl::Hours(24);
inline constexpr absl::Duration kOrphanAgeMax = absl::Hours(24);

// Nothing is taken that would leave less of the disk than this. More than the log keeps free
// for itself: files are refused first, and the log goes on.
inline constexpr uint64_t kBlobReserveBytes = 1ull << 30;

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_BLOBS_LIMITS_H_
