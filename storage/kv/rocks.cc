#include "storage/kv/rocks.h"

namespace samverk::storage {

RocksResources MakeRocksResources(rocksdb::Env* env) {
  RocksResources resources;
  resources.env = env;
  resources.block_cache = rocksdb::NewLRUCache(kBlockCacheBytes);
  resources.write_buffers = std::make_shared<rocksdb::WriteBufferManager>(kWriteBufferBytes);
  return resources;
}

absl::Status ToAbslStatus(const rocksdb::Status& status) {
  if (status.ok()) return absl::OkStatus();
  if (status.IsCorruption()) return Refusal(kStoreDamaged).With("what", status.ToString());
  return Refusal(kDiskFailed).With("what", status.ToString());
}

}  // namespace samverk::storage
