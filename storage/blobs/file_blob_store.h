// FileBlobStore: blobs as files below one directory, uploads in `uploads/` below it. The
// order of its steps on disk is what makes it safe; docs/formats/blobs.md names them.

#ifndef SAMVERK_STORAGE_BLOBS_FILE_BLOB_STORE_H_
#define SAMVERK_STORAGE_BLOBS_FILE_BLOB_STORE_H_

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "rocksdb/env.h"
#include "storage/blobs/blob_directory.h"
#include "storage/blobs/blob_holds.h"
#include "storage/blobs/blob_store.h"
#include "storage/blobs/upload_file.h"

namespace samverk::storage {

// What a store runs on, and how much it takes. Everything pointed at must outlive it.
struct FileBlobStoreOptions {
  rocksdb::Env* env = rocksdb::Env::Default();
  const Clock* clock = &Clock::System();
  uint64_t blob_bytes_max = kBlobBytesMax;
  uint64_t blobs_bytes_max = kBlobsBytesMax;
  uint64_t blobs_max = kBlobsMax;
  size_t uploads_max = kUploadsMax;
  uint64_t sync_bytes = kUploadSyncBytes;
  uint64_t disk_reserve_bytes = kBlobReserveBytes;
  // How many bytes are free on the disk of a directory; tests answer for it.
  std::function<absl::StatusOr<uint64_t>(const std::string& directory)> free_bytes;
};

class FileBlobStore final : public BlobStore {
 public:
  // Opens the store in `directory`, making it if there is none. Uploads that a crash left
  // half made are removed, the others go on from what is durable of them.
  //
  // Errors:
  //   UNAVAILABLE  DISK_FAILED
  static absl::StatusOr<std::unique_ptr<FileBlobStore>> Open(const std::string& directory,
                                                             const FileBlobStoreOptions& options);

  absl::StatusOr<std::optional<Upload>> StartUpload(const UploadSpec& spec) override
      LOCKS_EXCLUDED(mutex_);
  absl::StatusOr<Upload> Append(const Uuid& upload, uint64_t offset,
                                absl::string_view bytes) override LOCKS_EXCLUDED(mutex_);
  absl::StatusOr<Upload> Flush(const Uuid& upload) override LOCKS_EXCLUDED(mutex_);
  absl::StatusOr<Upload> FindUpload(const Uuid& upload) override LOCKS_EXCLUDED(mutex_);
  absl::Status FinishUpload(const Uuid& upload) override LOCKS_EXCLUDED(mutex_);
  absl::Status DropUpload(const Uuid& upload) override LOCKS_EXCLUDED(mutex_);
  absl::StatusOr<std::string> ReadUpload(const Uuid& upload, size_t bytes_max) override
      LOCKS_EXCLUDED(mutex_);
  absl::StatusOr<uint64_t> Find(const BlobId& blob) override;
  absl::StatusOr<BlobHold> Hold(const BlobId& blob) override;
  absl::StatusOr<std::string> Read(const BlobId& blob, uint64_t offset, size_t bytes_max) override;
  absl::Status Verify(const BlobId& blob) override;
  absl::StatusOr<std::vector<BlobId>> ListUpTo(absl::Time time) override;
  bool Condemn(const BlobId& blob) override { return holds_.Condemn(blob); }
  void Pardon(const BlobId& blob) override { holds_.Pardon(blob); }
  absl::StatusOr<bool> RemoveCondemned(const BlobId& blob) override LOCKS_EXCLUDED(mutex_);
  absl::Status Tend() override LOCKS_EXCLUDED(mutex_);
  absl::Status Health() const override LOCKS_EXCLUDED(health_mutex_);

 private:
  using Uploads = std::map<std::string, std::unique_ptr<UploadFile>>;  // By id.

  FileBlobStore(const std::string& directory, const FileBlobStoreOptions& options);

  absl::Status CountBlobs() EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status OpenUploads() EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status CheckSpec(const UploadSpec& spec) const;
  absl::Status CheckRoom(uint64_t more_bytes) const EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status CheckDisk(uint64_t more_bytes) const;
  absl::StatusOr<UploadFile*> Get(const Uuid& upload) EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status SyncOrLose(UploadFile& upload) EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status MakeBlob(UploadFile& upload) EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status Forget(const Uuid& upload, bool made) EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Writes something, to see whether a disk that refused is well again.
  absl::Status Probe() EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // What became of a write, noted for Health.
  absl::Status Noted(const absl::Status& status) LOCKS_EXCLUDED(health_mutex_);

  const FileBlobStoreOptions options_;
  const std::string uploads_path_;
  BlobDirectory blobs_;
  BlobHolds holds_;

  // Held while the disk is written: uploads take turns. Commands never wait for it.
  Mutex mutex_;
  Uploads uploads_ GUARDED_BY(mutex_);
  // Blobs, and uploads as if they were whole.
  uint64_t bytes_ GUARDED_BY(mutex_) = 0;
  uint64_t files_ GUARDED_BY(mutex_) = 0;

  mutable Mutex health_mutex_;
  absl::Status trouble_ GUARDED_BY(health_mutex_);
};

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_BLOBS_FILE_BLOB_STORE_H_
