// What every store on RocksDB shares: resources, and the meaning of its statuses.

#ifndef SAMVERK_STORAGE_KV_ROCKS_H_
#define SAMVERK_STORAGE_KV_ROCKS_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/refusal.h"
#include "rocksdb/cache.h"
#include "rocksdb/env.h"
#include "rocksdb/slice.h"
#include "rocksdb/status.h"
#include "rocksdb/write_buffer_manager.h"

namespace samverk::storage {

inline constexpr Reason kDiskFailed = {
    "DISK_FAILED", absl::StatusCode::kUnavailable,
    "The disk refused: {what}. Look at the disk, then start the server again.",
    "Disken svarade med fel: {what}. Se över disken och starta sedan om servern."};

inline constexpr Reason kStoreDamaged = {
    "STORE_DAMAGED", absl::StatusCode::kDataLoss,
    "Stored data is damaged: {what}. Restore the ledger from a backup.",
    "Lagrade data är skadade: {what}. Återställ från en säkerhetskopia."};

// One block cache and one budget of write buffers for all stores of a server, so
// that many ledgers take no more memory than one.
struct RocksResources {
  rocksdb::Env* env = rocksdb::Env::Default();
  std::shared_ptr<rocksdb::Cache> block_cache;
  std::shared_ptr<rocksdb::WriteBufferManager> write_buffers;
};

inline constexpr size_t kBlockCacheBytes = 64 << 20;
// 2^n parts with a lock each. A block that is larger than a part is never kept, and the index of a
// large file is one block: with many parts it would be read from disk each time.
inline constexpr int kBlockCacheShardBits = 2;
inline constexpr size_t kWriteBufferBytes = 96 << 20;
// What a memtable takes at once. RocksDB's default, a megabyte, times the families of twenty
// ledgers would be all of the budget above: then every few events would be flushed.
inline constexpr size_t kArenaBlockBytes = 64 << 10;

// Resources for one server.
RocksResources MakeRocksResources(rocksdb::Env* env = rocksdb::Env::Default());

// Puts what was made, renamed or removed in a directory, or beside `path`, on stable storage.
// Errors: as ToAbslStatus.
absl::Status SyncDirectory(rocksdb::Env& env, const std::string& directory);
absl::Status SyncParent(rocksdb::Env& env, const std::string& path);

// How many bytes are free for us on the disk of `directory`.
//
// Errors:
//   UNAVAILABLE  DISK_FAILED
absl::StatusOr<uint64_t> FreeDiskBytes(const std::string& directory);

// DATA_LOSS for corruption, UNAVAILABLE for everything else that is not OK.
absl::Status ToAbslStatus(const rocksdb::Status& status);

inline rocksdb::Slice ToSlice(absl::string_view text) {
  return rocksdb::Slice(text.data(), text.size());
}
inline absl::string_view ToView(const rocksdb::Slice& slice) {
  return absl::string_view(slice.data(), slice.size());
}

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_KV_ROCKS_H_
