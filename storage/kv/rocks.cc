#include "storage/kv/rocks.h"

#include <sys/statvfs.h>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"

namespace samverk::storage {

RocksResources MakeRocksResources(rocksdb::Env* env) {
  RocksResources resources;
  resources.env = env;
  resources.block_cache = rocksdb::NewLRUCache(kBlockCacheBytes, kBlockCacheShardBits);
  resources.write_buffers = std::make_shared<rocksdb::WriteBufferManager>(kWriteBufferBytes);
  return resources;
}

absl::Status SyncDirectory(rocksdb::Env& env, const std::string& directory) {
  std::unique_ptr<rocksdb::Directory> opened;
  RETURN_IF_ERROR(ToAbslStatus(env.NewDirectory(directory, &opened)));
  return ToAbslStatus(opened->Fsync());
}

absl::Status SyncParent(rocksdb::Env& env, const std::string& path) {
  return SyncDirectory(env, path.substr(0, path.rfind('/')));
}

absl::StatusOr<uint64_t> FreeDiskBytes(const std::string& directory) {
  struct statvfs disk;
  if (statvfs(directory.c_str(), &disk) != 0) {
    return Refusal(kDiskFailed).With("what", absl::StrCat("statvfs of ", directory));
  }
  return static_cast<uint64_t>(disk.f_bavail) * disk.f_frsize;
}

absl::Status ToAbslStatus(const rocksdb::Status& status) {
  if (status.ok()) return absl::OkStatus();
  if (status.IsCorruption()) return Refusal(kStoreDamaged).With("what", status.ToString());
  return Refusal(kDiskFailed).With("what", status.ToString());
}

}  // namespace samverk::storage
