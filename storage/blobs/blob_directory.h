// BlobDirectory: where whole blobs lie, `<two digits>/<SHA-256>`, and the steps on disk that
// make, read and remove one. When it came is the file's time of modification.

#ifndef SAMVERK_STORAGE_BLOBS_BLOB_DIRECTORY_H_
#define SAMVERK_STORAGE_BLOBS_BLOB_DIRECTORY_H_

#include <cstdint>
#include <functional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "rocksdb/env.h"
#include "storage/blobs/blob_id.h"

namespace samverk::storage {

// Any thread, for different blobs. `env` must outlive it. Errors: UNAVAILABLE (DISK_FAILED),
// and what is said.
class BlobDirectory {
 public:
  BlobDirectory(rocksdb::Env& env, std::string path) : env_(env), path_(std::move(path)) {}

  // Makes the directory if there is none, and makes sure that every name in it is on stable
  // storage: a process may have died between renaming and syncing.
  absl::Status Open();

  // Visits every blob. What has no name of a blob is left alone.
  absl::Status Visit(const std::function<absl::Status(const BlobId&)>& visit) const;

  // Errors: NOT_FOUND (BLOB_NOT_FOUND).
  absl::StatusOr<uint64_t> Size(const BlobId& blob) const;
  absl::StatusOr<absl::Time> CameAt(const BlobId& blob) const;
  absl::Status Touch(const BlobId& blob, absl::Time now) const;

  // Gives a file the name of a blob. Before it there is no blob, after it a whole one; Settle
  // then makes sure that it stays.
  absl::Status Adopt(const std::string& file, const BlobId& blob, absl::Time now);
  absl::Status Settle(const BlobId& blob);

  absl::Status Remove(const BlobId& blob);

  std::string PathOf(const BlobId& blob) const;

 private:
  std::string FanOutOf(const BlobId& blob) const;

  rocksdb::Env& env_;
  const std::string path_;
};

// Up to `bytes_max` bytes of a file from `offset` on.
absl::StatusOr<std::string> ReadFileRange(rocksdb::Env& env, const std::string& path,
                                          uint64_t offset, size_t bytes_max);

// What the bytes of a file really are.
absl::StatusOr<BlobId> DigestOf(rocksdb::Env& env, const std::string& path);

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_BLOBS_BLOB_DIRECTORY_H_
