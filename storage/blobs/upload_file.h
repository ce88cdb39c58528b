// UploadFile: one upload on disk: `<id>.part`, the bytes that came, and `<id>.state`, how far
// they are known to be on stable storage.
//
// The state is written after the bytes are synced, so it never promises too much. Opened
// again, an upload goes on from where its state says, and what lies behind is cut off: nobody
// knows whether it is what was sent.

#ifndef SAMVERK_STORAGE_BLOBS_UPLOAD_FILE_H_
#define SAMVERK_STORAGE_BLOBS_UPLOAD_FILE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "base/uuid.h"
#include "rocksdb/env.h"
#include "storage/blobs/blob_store.h"

namespace samverk::storage {

// What `<id>.state` says.
struct UploadState {
  UploadSpec spec;
  uint64_t durable_bytes = 0;
  absl::Time touched_at;
};

// The bytes of `<id>.state`, and back; nullopt if they are damaged or of a later version.
std::string EncodeUploadState(const UploadState& state);
std::optional<UploadState> DecodeUploadState(absl::string_view bytes);

// One thread at a time. `env` must outlive it.
class UploadFile {
 public:
  // Makes a new one in `directory`. On OK it is on stable storage. Errors: as ToAbslStatus.
  static absl::StatusOr<std::unique_ptr<UploadFile>> Create(rocksdb::Env& env,
                                                            const std::string& directory,
                                                            const Uuid& id, UploadState state);
  // Takes up the one that is there; null if what is there is none, or not whole.
  static absl::StatusOr<std::unique_ptr<UploadFile>> Open(rocksdb::Env& env,
                                                          const std::string& directory,
                                                          const Uuid& id);

  const Uuid& id() const { return id_; }
  const UploadState& state() const { return state_; }
  // How many bytes came; after an error no more than are durable.
  uint64_t received_bytes() const { return received_bytes_; }
  const std::string& part_path() const { return part_path_; }
  // After a sync that failed nobody knows what the file holds: it must be dropped.
  bool is_lost() const { return is_lost_; }

  absl::Status Append(absl::string_view bytes);
  // Puts everything that came on stable storage, and says so.
  absl::Status Sync(absl::Time now);
  // Notes that somebody goes on with it.
  absl::Status Touch(absl::Time now);
  void Close() { file_.reset(); }
  // Removes both files, those that there are.
  absl::Status Remove();

 private:
  UploadFile(rocksdb::Env& env, const std::string& directory, const Uuid& id, UploadState state);
  absl::Status OpenForAppending();
  absl::Status WriteState();

  rocksdb::Env& env_;
  const Uuid id_;
  const std::string part_path_;
  const std::string state_path_;
  UploadState state_;
  uint64_t received_bytes_ = 0;
  bool is_lost_ = false;
  std::unique_ptr<rocksdb::WritableFile> file_;  // Null until something is appended.
};

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_BLOBS_UPLOAD_FILE_H_
