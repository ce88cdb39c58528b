#include "storage/people/rocks_people_store.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "rocksdb/table.h"
#include "rocksdb/write_batch.h"
#include "storage/event_log/event_log_format.h"
#include "storage/people/people_format.h"
#include "storage/people/people_reasons.h"

namespace samverk::storage {
namespace {

constexpr size_t kMemtableBytes = 1 << 20;

rocksdb::Options StoreOptions(const RocksResources& resources) {
  rocksdb::Options options;
  options.env = resources.env;
  options.create_if_missing = true;
  options.write_buffer_manager = resources.write_buffers;
  options.write_buffer_size = kMemtableBytes;
  options.arena_block_size = kArenaBlockBytes;
  options.max_open_files = 32;
  options.max_file_opening_threads = 1;
  options.info_log_level = rocksdb::InfoLogLevel::WARN_LEVEL;
  options.keep_log_file_num = 2;
  // As in the log: what was acknowledged may not be cut off in silence.
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  options.recycle_log_file_num = 0;
  options.wal_bytes_per_sync = 0;
  options.avoid_flush_during_recovery = false;
  options.paranoid_checks = true;
  options.max_bgerror_resume_count = 0;
  options.track_and_verify_wals_in_manifest = true;
  options.allow_concurrent_memtable_write = false;
  // What is wrapped is as good as random; it does not become smaller.
  options.compression = rocksdb::kNoCompression;
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = resources.block_cache;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

rocksdb::WriteOptions Synced() {
  rocksdb::WriteOptions options;
  options.sync = true;
  return options;
}

absl::Status Damaged(const absl::AlphaNum& what) {
  return Refusal(kStoreDamaged).With("what", what);
}

}  // namespace

absl::StatusOr<std::unique_ptr<RocksPeopleStore>> RocksPeopleStore::Open(
    const std::string& directory, const RocksResources& resources, const std::string& master_key,
    const Uuid& ledger_id) {
  std::unique_ptr<RocksPeopleStore> store(new RocksPeopleStore(master_key, ledger_id));
  RETURN_IF_ERROR(store->OpenDatabase(directory, resources));
  RETURN_IF_ERROR(store->CheckOrWriteMeta(directory, master_key, ledger_id));
  return store;
}

absl::Status RocksPeopleStore::OpenDatabase(const std::string& directory,
                                            const RocksResources& resources) {
  rocksdb::DB* db = nullptr;
  RETURN_IF_ERROR(ToAbslStatus(rocksdb::DB::Open(StoreOptions(resources), directory, &db)));
  db_.reset(db);
  // Its files are synced, and so is their directory; the name of the directory has to be as well.
  return SyncParent(*resources.env, directory);
}

absl::Status RocksPeopleStore::CheckOrWriteMeta(const std::string& directory,
                                                const std::string& master_key,
                                                const Uuid& ledger_id) {
  std::unique_ptr<rocksdb::Iterator> rows(db_->NewIterator(rocksdb::ReadOptions()));
  rows->SeekToFirst();
  RETURN_IF_ERROR(ToAbslStatus(rows->status()));
  if (!rows->Valid()) {
    rocksdb::WriteBatch batch;
    RETURN_IF_ERROR(ToAbslStatus(
        batch.Put(ToSlice(kPeopleFormatVersionKey), ToSlice(EncodeUint64(kPeopleFormatVersion)))));
    RETURN_IF_ERROR(
        ToAbslStatus(batch.Put(ToSlice(kPeopleLedgerIdKey), ToSlice(ledger_id.bytes()))));
    RETURN_IF_ERROR(
        ToAbslStatus(batch.Put(ToSlice(kPeopleMasterKeyIdKey), ToSlice(MasterKeyId(master_key)))));
    return ToAbslStatus(db_->Write(Synced(), &batch));
  }
  RETURN_IF_ERROR(CheckMeta(kPeopleFormatVersionKey, EncodeUint64(kPeopleFormatVersion),
                            Damaged(absl::StrCat(directory, " has another format version"))));
  RETURN_IF_ERROR(CheckMeta(kPeopleLedgerIdKey, ledger_id.bytes(),
                            Damaged(absl::StrCat(directory, " belongs to another ledger"))));
  return CheckMeta(kPeopleMasterKeyIdKey, MasterKeyId(master_key),
                   Refusal(kMasterKeyWrong).With("directory", directory));
}

absl::Status RocksPeopleStore::CheckMeta(absl::string_view key, absl::string_view expected,
                                         const absl::Status& otherwise) const {
  std::string value;
  const rocksdb::Status status = db_->Get(rocksdb::ReadOptions(), ToSlice(key), &value);
  if (status.IsNotFound()) return Damaged("people/ does not say whose it is");
  RETURN_IF_ERROR(ToAbslStatus(status));
  return value == expected ? absl::OkStatus() : otherwise;
}

RocksPeopleStore::~RocksPeopleStore() {
  if (db_ != nullptr) db_->Close().PermitUncheckedError();
}

absl::StatusOr<std::shared_ptr<const PersonKey>> RocksPeopleStore::FindKey(
    absl::string_view person) const {
  std::string row;
  const rocksdb::Status status = db_->Get(rocksdb::ReadOptions(), ToSlice(person), &row);
  if (status.IsNotFound()) return std::shared_ptr<const PersonKey>();
  RETURN_IF_ERROR(ToAbslStatus(status));
  std::shared_ptr<const PersonKey> key = wrapper_.Unwrap(person, row);
  if (key == nullptr) return Damaged(absl::StrCat("the key of ", person, " does not open"));
  return key;
}

absl::StatusOr<std::shared_ptr<const PersonKey>> RocksPeopleStore::FindOrCreateKey(
    absl::string_view person) {
  ASSIGN_OR_RETURN(std::shared_ptr<const PersonKey> key, FindKey(person));
  if (key != nullptr) return key;
  // Of two who make a key at once, the second must find the first one's.
  MutexLock writing(writing_);
  RETURN_IF_ERROR(Health());
  ASSIGN_OR_RETURN(key, FindKey(person));
  if (key != nullptr) return key;
  key = PersonKey::New();
  RETURN_IF_ERROR(Noted(db_->Put(Synced(), ToSlice(person), ToSlice(wrapper_.Wrap(person, *key)))));
  return key;
}

absl::Status RocksPeopleStore::DeleteKey(absl::string_view person) {
  MutexLock writing(writing_);
  RETURN_IF_ERROR(Health());
  RETURN_IF_ERROR(Noted(db_->Delete(Synced(), ToSlice(person))));
  // Until here the key is gone for readers, but its bytes are in the write-ahead log and in tables.
  RETURN_IF_ERROR(Noted(db_->Flush(rocksdb::FlushOptions())));
  rocksdb::CompactRangeOptions compaction;
  compaction.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
  RETURN_IF_ERROR(Noted(db_->CompactRange(compaction, nullptr, nullptr)));
  // Files that are obsolete by now are removed in the background, unless somebody waits for it.
  RETURN_IF_ERROR(Noted(db_->DisableFileDeletions()));
  return Noted(db_->EnableFileDeletions(/*force=*/true));
}

absl::Status RocksPeopleStore::Health() const {
  MutexLock lock(mutex_);
  return failed_;
}

absl::Status RocksPeopleStore::Noted(const rocksdb::Status& status) {
  if (status.ok()) return absl::OkStatus();
  MutexLock lock(mutex_);
  failed_ = ToAbslStatus(status);
  return failed_;
}

}  // namespace samverk::storage
