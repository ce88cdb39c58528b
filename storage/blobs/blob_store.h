// BlobStore: the attachments of one partnership, by the SHA-256 of their bytes.
//
// A blob comes by an upload: begun with what it will be, appended to at exactly the offset it
// has come to, finished when its bytes are what was said. Before that there is no blob, after
// it a whole one, whatever happens to the machine. The same content is stored once.
//
// A blob that nothing refers to is collected after a day. Whoever is about to refer to one
// takes a hold first: what is held is not removed, and what is being removed can't be held.
//
// Every method may be called from any thread and may wait for the disk; Hold and Find wait
// for nothing but a look at one file. Bytes: docs/formats/blobs.md.

#ifndef SAMVERK_STORAGE_BLOBS_BLOB_STORE_H_
#define SAMVERK_STORAGE_BLOBS_BLOB_STORE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "base/uuid.h"
#include "storage/blobs/blob_id.h"
#include "storage/blobs/blob_reasons.h"
#include "storage/blobs/limits.h"

namespace samverk::storage {

// What an upload is to become. Owner and note are kept for whoever began it.
struct UploadSpec {
  BlobId blob;
  uint64_t size_bytes = 0;
  std::string owner;  // At most kUploadOwnerBytesMax.
  std::string note;   // At most kUploadNoteBytesMax.
};

// An upload that is under way.
struct Upload {
  Uuid id;
  UploadSpec spec;
  uint64_t received_bytes = 0;  // Where the next bytes go.
  uint64_t durable_bytes = 0;   // So many survive a crash.
  absl::Time expires_at;        // When it is dropped unless somebody goes on with it.
};

// Keeps a blob from being removed for as long as any copy lives.
using BlobHold = std::shared_ptr<const void>;

class BlobStore {
 public:
  virtual ~BlobStore() = default;

  // Begins an upload, or finds the one that the same owner has begun of the same blob. No
  // upload: the blob is there, and stays at least as long as if it had come now.
  //
  // Errors:
  //   INVALID_ARGUMENT    BLOB_SIZE, BLOB_SIZE_MISMATCH, UPLOAD_MALFORMED
  //   RESOURCE_EXHAUSTED  TOO_MANY_UPLOADS, BLOB_QUOTA, BLOB_DISK_RESERVE
  //   UNAVAILABLE         DISK_FAILED
  virtual absl::StatusOr<std::optional<Upload>> StartUpload(const UploadSpec& spec) = 0;

  // Takes the bytes at `offset`, which is where the upload has come to; at most
  // kUploadAppendBytesMax. After an error of the disk it may have come less far than before.
  //
  // Errors:
  //   INVALID_ARGUMENT     UPLOAD_MALFORMED, UPLOAD_TOO_LONG
  //   NOT_FOUND            UPLOAD_NOT_FOUND
  //   FAILED_PRECONDITION  UPLOAD_OFFSET
  //   RESOURCE_EXHAUSTED   BLOB_DISK_RESERVE
  //   UNAVAILABLE          DISK_FAILED
  virtual absl::StatusOr<Upload> Append(const Uuid& upload, uint64_t offset,
                                        absl::string_view bytes) = 0;

  // Puts what has come on stable storage. Errors: as FindUpload, and UNAVAILABLE (DISK_FAILED).
  virtual absl::StatusOr<Upload> Flush(const Uuid& upload) = 0;

  // Errors:
  //   NOT_FOUND  UPLOAD_NOT_FOUND
  virtual absl::StatusOr<Upload> FindUpload(const Uuid& upload) = 0;

  // Makes the blob. On OK it is on stable storage. An upload whose bytes are not what was
  // declared is dropped.
  //
  // Errors:
  //   INVALID_ARGUMENT     DIGEST_MISMATCH
  //   NOT_FOUND            UPLOAD_NOT_FOUND
  //   FAILED_PRECONDITION  UPLOAD_INCOMPLETE
  //   UNAVAILABLE          DISK_FAILED: try again.
  virtual absl::Status FinishUpload(const Uuid& upload) = 0;

  // Throws an upload away, if there is one. Errors: UNAVAILABLE (DISK_FAILED).
  virtual absl::Status DropUpload(const Uuid& upload) = 0;

  // The first bytes of an upload, at most kBlobReadBytesMax. Errors: as FindUpload, and
  // UNAVAILABLE (DISK_FAILED).
  virtual absl::StatusOr<std::string> ReadUpload(const Uuid& upload, size_t bytes_max) = 0;

  // How many bytes the blob has.
  //
  // Errors:
  //   NOT_FOUND    BLOB_NOT_FOUND
  //   UNAVAILABLE  DISK_FAILED
  virtual absl::StatusOr<uint64_t> Find(const BlobId& blob) = 0;

  // Keeps the blob from being removed until the hold is let go. The store must outlive it.
  // Errors: as Find.
  virtual absl::StatusOr<BlobHold> Hold(const BlobId& blob) = 0;

  // The bytes from `offset` on, as many as there are, at most `bytes_max` and at most
  // kBlobReadBytesMax. They are not checked against the digest, which is of the whole: that
  // was done when the blob was made, and is done by Verify.
  //
  // Errors: as Find, and
  //   OUT_OF_RANGE  BLOB_RANGE: nothing begins there.
  virtual absl::StatusOr<std::string> Read(const BlobId& blob, uint64_t offset,
                                           size_t bytes_max) = 0;

  // Reads the whole blob and checks its digest. Errors: as Find, and
  //   DATA_LOSS  BLOB_DAMAGED
  virtual absl::Status Verify(const BlobId& blob) = 0;

  // The blobs that came, or were asked for by StartUpload, at or before `time`.
  // Errors: UNAVAILABLE (DISK_FAILED).
  virtual absl::StatusOr<std::vector<BlobId>> ListUpTo(absl::Time time) = 0;

  // Removing takes two steps, so that what refers to a blob can be looked up in between:
  //
  //   if (store.Condemn(blob)) {
  //     … everything that held it has ended: is there an event that refers to it? …
  //     if (!referred) store.RemoveCondemned(blob); else store.Pardon(blob);
  //   }
  //
  // Condemn is false while somebody holds the blob. Holding it afterwards, or starting to
  // upload it, pardons it.
  virtual bool Condemn(const BlobId& blob) = 0;
  virtual void Pardon(const BlobId& blob) = 0;
  // True if it was removed, false if it was pardoned. Errors: UNAVAILABLE (DISK_FAILED).
  virtual absl::StatusOr<bool> RemoveCondemned(const BlobId& blob) = 0;

  // To be called now and then: drops the uploads that nobody went on with for kUploadAgeMax, and
  // looks whether a disk that refused is well again. Errors: as DropUpload.
  virtual absl::Status Tend() = 0;

  // OK, or what the disk last refused to write, until it takes something again.
  virtual absl::Status Health() const = 0;
};

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_BLOBS_BLOB_STORE_H_
