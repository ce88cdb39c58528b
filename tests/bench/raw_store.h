// RawStore: RocksDB alone, with the families, options, keys and sizes of values of an
// event log. What the log adds (numbering, hashing, checking, handing over between
// threads) is what it is slower by.

#ifndef SAMVERK_TESTS_BENCH_RAW_STORE_H_
#define SAMVERK_TESTS_BENCH_RAW_STORE_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "rocksdb/db.h"
#include "storage/kv/rocks.h"

namespace samverk {

class RawStore {
 public:
  // Makes a store in `directory`, whose events have the records of `payload_bytes` bytes of
  // payload.
  static absl::StatusOr<std::unique_ptr<RawStore>> Create(const std::string& directory,
                                                          size_t payload_bytes);
  ~RawStore();

  // Writes `count` events to the stream of `client` in one batch; on OK they are on stable
  // storage. Any thread, one for each client.
  absl::Status Append(int client, size_t count);

 private:
  RawStore() = default;
  absl::Status MakeValues(size_t payload_bytes);

  storage::RocksResources resources_;
  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> handles_;
  rocksdb::ColumnFamilyHandle* events_ = nullptr;
  rocksdb::ColumnFamilyHandle* streams_ = nullptr;
  rocksdb::ColumnFamilyHandle* requests_ = nullptr;
  // The values of rows, but for what is random: of the first event of an append, of the
  // other events, of the request.
  std::string first_record_;
  std::string record_;
  std::string request_;
  std::string random_;
  std::atomic<uint64_t> last_{0};
  std::vector<uint64_t> revisions_;  // By client.
};

}  // namespace samverk

#endif  // SAMVERK_TESTS_BENCH_RAW_STORE_H_
