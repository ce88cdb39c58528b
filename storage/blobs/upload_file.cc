#include "storage/blobs/upload_file.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "samverk/storage/v1/upload_record.pb.h"
#include "storage/kv/rocks.h"

namespace samverk::storage {
namespace {

constexpr uint32_t kFormatVersion = 1;
constexpr size_t kCheckBytes = 8;

std::string Check(absl::string_view bytes) {
  const uint64_t hash = XXH3_64bits(bytes.data(), bytes.size());
  std::string check;
  for (int shift = 56; shift >= 0; shift -= 8) check.push_back(static_cast<char>(hash >> shift));
  return check;
}

std::string PathOf(const std::string& directory, const Uuid& id, const char* ending) {
  return absl::StrCat(directory, "/", id.ToString(), ending);
}

// Written to at once: what is mapped into memory is known to be on no disk.
rocksdb::EnvOptions WriteOptionsOfUploads() {
  rocksdb::EnvOptions options;
  options.use_mmap_writes = false;
  return options;
}

// What came of a write. A disk that is full without our noticing in time is no broken disk.
absl::Status ToWriteStatus(const rocksdb::Status& status) {
  return status.IsNoSpace() ? Refusal(kBlobDiskReserve).Build() : ToAbslStatus(status);
}

}  // namespace

std::string EncodeUploadState(const UploadState& state) {
  v1::UploadRecord record;
  record.set_format_version(kFormatVersion);
  record.set_sha256(absl::HexStringToBytes(state.spec.blob.hex()));
  record.set_size_bytes(state.spec.size_bytes);
  record.set_owner(state.spec.owner);
  record.set_note(state.spec.note);
  record.set_durable_bytes(state.durable_bytes);
  record.set_touched_at_us(absl::ToUnixMicros(state.touched_at));
  std::string bytes = record.SerializeAsString();
  return absl::StrCat(bytes, Check(bytes));
}

std::optional<UploadState> DecodeUploadState(absl::string_view bytes) {
  if (bytes.size() < kCheckBytes) return std::nullopt;
  const absl::string_view body = bytes.substr(0, bytes.size() - kCheckBytes);
  if (Check(body) != bytes.substr(body.size())) return std::nullopt;
  v1::UploadRecord record;
  if (!record.ParseFromArray(body.data(), static_cast<int>(body.size())) ||
      record.format_version() != kFormatVersion) {
    return std::nullopt;
  }
  const auto blob = BlobId::Parse(absl::BytesToHexString(record.sha256()));
  if (!blob.has_value() || record.durable_bytes() > record.size_bytes()) return std::nullopt;
  return UploadState{{*blob, record.size_bytes(), record.owner(), record.note()},
                     record.durable_bytes(),
                     absl::FromUnixMicros(record.touched_at_us())};
}

UploadFile::UploadFile(rocksdb::Env& env, const std::string& directory, const Uuid& id,
                       UploadState state)
    : env_(env),
      id_(id),
      part_path_(PathOf(directory, id, ".part")),
      state_path_(PathOf(directory, id, ".state")),
      state_(std::move(state)),
      received_bytes_(state_.durable_bytes) {}

absl::StatusOr<std::unique_ptr<UploadFile>> UploadFile::Create(rocksdb::Env& env,
                                                               const std::string& directory,
                                                               const Uuid& id, UploadState state) {
  std::unique_ptr<UploadFile> upload(new UploadFile(env, directory, id, std::move(state)));
  absl::Status status = ToWriteStatus(
      env.NewWritableFile(upload->part_path_, &upload->file_, WriteOptionsOfUploads()));
  // Syncs the directory, and with it the name of the file above.
  if (status.ok()) status = upload->WriteState();
  if (status.ok()) return upload;
  upload->Remove().IgnoreError();  // What is left of it is removed on opening.
  return status;
}

absl::StatusOr<std::unique_ptr<UploadFile>> UploadFile::Open(rocksdb::Env& env,
                                                             const std::string& directory,
                                                             const Uuid& id) {
  const std::string state_path = PathOf(directory, id, ".state");
  const std::string part_path = PathOf(directory, id, ".part");
  for (const std::string& path : {state_path, part_path}) {
    const rocksdb::Status exists = env.FileExists(path);
    if (exists.IsNotFound()) return nullptr;
    RETURN_IF_ERROR(ToAbslStatus(exists));
  }
  std::string bytes;
  RETURN_IF_ERROR(ToAbslStatus(rocksdb::ReadFileToString(&env, state_path, &bytes)));
  std::optional<UploadState> state = DecodeUploadState(bytes);
  if (!state.has_value()) return nullptr;
  uint64_t size = 0;
  RETURN_IF_ERROR(ToAbslStatus(env.GetFileSize(part_path, &size)));
  if (size < state->durable_bytes) return nullptr;
  return std::unique_ptr<UploadFile>(new UploadFile(env, directory, id, *std::move(state)));
}

absl::Status UploadFile::OpenForAppending() {
  if (file_ != nullptr) return absl::OkStatus();
  std::unique_ptr<rocksdb::WritableFile> file;
  RETURN_IF_ERROR(
      ToWriteStatus(env_.ReopenWritableFile(part_path_, &file, WriteOptionsOfUploads())));
  RETURN_IF_ERROR(ToAbslStatus(file->Truncate(state_.durable_bytes)));
  file_ = std::move(file);
  return absl::OkStatus();
}

absl::Status UploadFile::Append(absl::string_view bytes) {
  RETURN_IF_ERROR(OpenForAppending());
  const absl::Status status = ToWriteStatus(file_->Append(ToSlice(bytes)));
  if (status.ok()) {
    received_bytes_ += bytes.size();
  } else {
    // Some of it may have been written. Opening again cuts that off.
    file_.reset();
    received_bytes_ = state_.durable_bytes;
  }
  return status;
}

absl::Status UploadFile::Sync(absl::Time now) {
  if (received_bytes_ == state_.durable_bytes) return absl::OkStatus();
  RETURN_IF_ERROR(OpenForAppending());
  if (absl::Status status = ToWriteStatus(file_->Sync()); !status.ok()) {
    is_lost_ = true;
    return status;
  }
  const UploadState before = state_;
  state_.durable_bytes = received_bytes_;
  state_.touched_at = now;
  const absl::Status status = WriteState();
  if (!status.ok()) {
    // The bytes are durable, but nobody would know of it after a crash.
    state_ = before;
    received_bytes_ = state_.durable_bytes;
    file_.reset();
  }
  return status;
}

absl::Status UploadFile::Touch(absl::Time now) {
  const absl::Time before = std::exchange(state_.touched_at, now);
  const absl::Status status = WriteState();
  if (!status.ok()) state_.touched_at = before;
  return status;
}

absl::Status UploadFile::WriteState() {
  const std::string draft = state_path_ + ".new";
  RETURN_IF_ERROR(ToWriteStatus(rocksdb::WriteStringToFile(&env_, EncodeUploadState(state_), draft,
                                                           /*should_sync=*/true)));
  RETURN_IF_ERROR(ToWriteStatus(env_.RenameFile(draft, state_path_)));
  return SyncParent(env_, state_path_);
}

absl::Status UploadFile::Remove() {
  file_.reset();
  // The state last: without its bytes it is no upload either way round.
  for (const std::string& path : {part_path_, state_path_}) {
    if (env_.FileExists(path).IsNotFound()) continue;
    RETURN_IF_ERROR(ToAbslStatus(env_.DeleteFile(path)));
  }
  return absl::OkStatus();
}

}  // namespace samverk::storage
