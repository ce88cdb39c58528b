// RocksPeopleStore: keys of people in a RocksDB that is synced at every write, wrapped with the
// master key. Bytes: docs/formats/people.md.
//
// After a write that failed nothing more is written until it is opened again: whether the disk
// has that key is a guess, and details sealed with a key that it lost would be lost.

#ifndef SAMVERK_STORAGE_PEOPLE_ROCKS_PEOPLE_STORE_H_
#define SAMVERK_STORAGE_PEOPLE_ROCKS_PEOPLE_STORE_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/mutex.h"
#include "base/uuid.h"
#include "rocksdb/db.h"
#include "storage/kv/rocks.h"
#include "storage/people/people_store.h"

namespace samverk::storage {

class RocksPeopleStore final : public PeopleStore {
 public:
  // Opens the store in `directory`, making it if there is none.
  //
  // Errors:
  //   FAILED_PRECONDITION  MASTER_KEY_WRONG
  //   DATA_LOSS            STORE_DAMAGED: also if it belongs to another ledger.
  //   UNAVAILABLE          DISK_FAILED
  static absl::StatusOr<std::unique_ptr<RocksPeopleStore>> Open(const std::string& directory,
                                                                const RocksResources& resources,
                                                                const std::string& master_key,
                                                                const Uuid& ledger_id);
  ~RocksPeopleStore() override;

  absl::StatusOr<std::shared_ptr<const PersonKey>> FindKey(absl::string_view person) const override;
  absl::StatusOr<std::shared_ptr<const PersonKey>> FindOrCreateKey(
      absl::string_view person) override LOCKS_EXCLUDED(writing_, mutex_);
  absl::Status DeleteKey(absl::string_view person) override LOCKS_EXCLUDED(writing_, mutex_);
  absl::Status Health() const override LOCKS_EXCLUDED(mutex_);

 private:
  RocksPeopleStore(const std::string& master_key, const Uuid& ledger_id)
      : wrapper_(master_key, ledger_id) {}
  absl::Status OpenDatabase(const std::string& directory, const RocksResources& resources);
  absl::Status CheckOrWriteMeta(const std::string& directory, const std::string& master_key,
                                const Uuid& ledger_id);
  absl::Status CheckMeta(absl::string_view key, absl::string_view expected,
                         const absl::Status& otherwise) const;
  absl::Status Noted(const rocksdb::Status& status) LOCKS_EXCLUDED(mutex_);

  const KeyWrapper wrapper_;
  std::unique_ptr<rocksdb::DB> db_;
  // Who makes or removes keys waits for the others who do, and nobody else does.
  Mutex writing_ ACQUIRED_BEFORE(mutex_);
  mutable Mutex mutex_;
  absl::Status failed_ GUARDED_BY(mutex_);
};

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_PEOPLE_ROCKS_PEOPLE_STORE_H_
