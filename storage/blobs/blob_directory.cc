#include "storage/blobs/blob_directory.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <memory>
#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/sha256.h"
#include "base/status_macros.h"
#include "storage/blobs/blob_reasons.h"
#include "storage/blobs/limits.h"
#include "storage/kv/rocks.h"

namespace samverk::storage {
namespace {

constexpr size_t kFanOutChars = 2;

bool IsFanOut(const std::string& name) {
  return name.size() == kFanOutChars &&
         name.find_first_not_of("0123456789abcdef") == std::string::npos;
}

absl::Status NotFound(const BlobId& blob) {
  return Refusal(kBlobNotFound).With("sha256", blob.hex());
}

// Sets when a file was modified, to the microsecond; RocksDB can not.
absl::Status SetModified(const std::string& path, absl::Time time) {
  const timespec moment = absl::ToTimespec(time);
  const timespec times[2] = {moment, moment};
  if (utimensat(AT_FDCWD, path.c_str(), times, 0) == 0) return absl::OkStatus();
  return Refusal(kDiskFailed).With("what", absl::StrCat("setting the time of ", path));
}

}  // namespace

std::string BlobDirectory::FanOutOf(const BlobId& blob) const {
  return absl::StrCat(path_, "/", blob.hex().substr(0, kFanOutChars));
}

std::string BlobDirectory::PathOf(const BlobId& blob) const {
  return absl::StrCat(FanOutOf(blob), "/", blob.hex());
}

absl::Status BlobDirectory::Open() {
  RETURN_IF_ERROR(ToAbslStatus(env_.CreateDirIfMissing(path_)));
  RETURN_IF_ERROR(SyncParent(env_, path_));
  std::vector<std::string> names;
  RETURN_IF_ERROR(ToAbslStatus(env_.GetChildren(path_, &names)));
  for (const std::string& name : names) {
    if (IsFanOut(name)) RETURN_IF_ERROR(SyncDirectory(env_, absl::StrCat(path_, "/", name)));
  }
  return SyncDirectory(env_, path_);
}

absl::Status BlobDirectory::Visit(const std::function<absl::Status(const BlobId&)>& visit) const {
  std::vector<std::string> names;
  RETURN_IF_ERROR(ToAbslStatus(env_.GetChildren(path_, &names)));
  for (const std::string& name : names) {
    if (!IsFanOut(name)) continue;
    std::vector<std::string> files;
    RETURN_IF_ERROR(ToAbslStatus(env_.GetChildren(absl::StrCat(path_, "/", name), &files)));
    for (const std::string& file : files) {
      const std::optional<BlobId> blob = BlobId::Parse(file);
      if (blob.has_value() && blob->hex().substr(0, kFanOutChars) == name) {
        RETURN_IF_ERROR(visit(*blob));
      }
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<uint64_t> BlobDirectory::Size(const BlobId& blob) const {
  const std::string path = PathOf(blob);
  const rocksdb::Status exists = env_.FileExists(path);
  if (exists.IsNotFound()) return NotFound(blob);
  RETURN_IF_ERROR(ToAbslStatus(exists));
  uint64_t size = 0;
  const rocksdb::Status status = env_.GetFileSize(path, &size);
  if (!status.ok() && env_.FileExists(path).IsNotFound()) return NotFound(blob);  // Just removed.
  RETURN_IF_ERROR(ToAbslStatus(status));
  return size;
}

absl::StatusOr<absl::Time> BlobDirectory::CameAt(const BlobId& blob) const {
  uint64_t seconds = 0;
  RETURN_IF_ERROR(ToAbslStatus(env_.GetFileModificationTime(PathOf(blob), &seconds)));
  return absl::FromUnixSeconds(static_cast<int64_t>(seconds));
}

absl::Status BlobDirectory::Touch(const BlobId& blob, absl::Time now) const {
  return SetModified(PathOf(blob), now);
}

absl::Status BlobDirectory::Adopt(const std::string& file, const BlobId& blob, absl::Time now) {
  RETURN_IF_ERROR(SetModified(file, now));
  const std::string fan_out = FanOutOf(blob);
  if (env_.FileExists(fan_out).IsNotFound()) {
    RETURN_IF_ERROR(ToAbslStatus(env_.CreateDirIfMissing(fan_out)));
    RETURN_IF_ERROR(SyncDirectory(env_, path_));
  }
  return ToAbslStatus(env_.RenameFile(file, PathOf(blob)));
}

absl::Status BlobDirectory::Settle(const BlobId& blob) {
  return SyncDirectory(env_, FanOutOf(blob));
}

absl::Status BlobDirectory::Remove(const BlobId& blob) {
  return ToAbslStatus(env_.DeleteFile(PathOf(blob)));
}

absl::StatusOr<std::string> ReadFileRange(rocksdb::Env& env, const std::string& path,
                                          uint64_t offset, size_t bytes_max) {
  std::unique_ptr<rocksdb::RandomAccessFile> file;
  RETURN_IF_ERROR(ToAbslStatus(env.NewRandomAccessFile(path, &file, rocksdb::EnvOptions())));
  std::string bytes(bytes_max, '\0');
  rocksdb::Slice read;
  RETURN_IF_ERROR(ToAbslStatus(file->Read(offset, bytes_max, &read, bytes.data())));
  if (read.data() != bytes.data()) return read.ToString();
  bytes.resize(read.size());
  return bytes;
}

absl::StatusOr<BlobId> DigestOf(rocksdb::Env& env, const std::string& path) {
  std::unique_ptr<rocksdb::RandomAccessFile> file;
  RETURN_IF_ERROR(ToAbslStatus(env.NewRandomAccessFile(path, &file, rocksdb::EnvOptions())));
  std::string buffer(kBlobReadBytesMax, '\0');
  Sha256Stream digest;
  for (uint64_t offset = 0;;) {
    rocksdb::Slice read;
    RETURN_IF_ERROR(ToAbslStatus(file->Read(offset, buffer.size(), &read, buffer.data())));
    digest.Update(ToView(read));
    offset += read.size();
    if (read.size() < buffer.size()) break;
  }
  return BlobId::Of(digest.Finish());
}

}  // namespace samverk::storage
