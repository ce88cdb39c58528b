#include "storage/views/view_store.h"

#include <optional>

#include "base/check.h"
#include "base/refusal.h"
#include "base/status_macros.h"
#include "rocksdb/slice_transform.h"
#include "rocksdb/table.h"
#include "storage/event_log/event_log_format.h"

namespace samverk::storage {
namespace {

constexpr size_t kMemtableBytes = 16 << 20;

// Before every row: tables have keys that begin with a letter.
constexpr absl::string_view kCursorKey("\0cursor", 7);

rocksdb::ColumnFamilyOptions FamilyOptions(const RocksResources& resources) {
  rocksdb::ColumnFamilyOptions options;
  options.write_buffer_size = kMemtableBytes;
  options.max_write_buffer_number = 3;
  options.arena_block_size = kArenaBlockBytes;
  // Events come in turn to several tables; the next row of each is often beside its last.
  options.memtable_insert_with_hint_prefix_extractor.reset(rocksdb::NewFixedPrefixTransform(1));
  options.compression = rocksdb::kLZ4Compression;
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = resources.block_cache;
  table.cache_index_and_filter_blocks = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  // Keys are long, and most of each is as in the one before.
  table.index_block_restart_interval = 16;
  table.block_size = 8 << 10;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

rocksdb::DBOptions DatabaseOptions(const RocksResources& resources) {
  rocksdb::DBOptions options;
  options.env = resources.env;
  options.create_if_missing = true;
  options.write_buffer_manager = resources.write_buffers;
  options.max_open_files = 128;
  options.info_log_level = rocksdb::InfoLogLevel::WARN_LEVEL;
  options.keep_log_file_num = 2;
  options.allow_concurrent_memtable_write = false;
  options.enable_write_thread_adaptive_yield = false;
  // What is not flushed is applied again from the log; flushing at close is our choice.
  options.avoid_flush_during_shutdown = true;
  return options;
}

// To RocksDB a file that is missing is an error of the disk. What can be built anew is better
// off without what is left.
absl::Status OpeningStatus(const rocksdb::Status& status) {
  if (status.IsPathNotFound()) return Refusal(kStoreDamaged).With("what", status.ToString());
  return ToAbslStatus(status);
}

// The last one to let go gives the handle back to RocksDB.
std::shared_ptr<rocksdb::ColumnFamilyHandle> Own(rocksdb::DB* db,
                                                 rocksdb::ColumnFamilyHandle* handle) {
  return {handle, [db](rocksdb::ColumnFamilyHandle* last) {
            db->DestroyColumnFamilyHandle(last).PermitUncheckedError();
          }};
}

}  // namespace

void ViewBatch::Put(absl::string_view key, absl::string_view value) {
  const rocksdb::Status status = batch_.Put(family_->handle_.get(), ToSlice(key), ToSlice(value));
  CHECK(status.ok());
}

void ViewBatch::Put(const Parts& key, const Parts& value) {
  const rocksdb::Slice keys[] = {ToSlice(key[0]), ToSlice(key[1])};
  const rocksdb::Slice values[] = {ToSlice(value[0]), ToSlice(value[1])};
  const rocksdb::Status status = batch_.Put(family_->handle_.get(), rocksdb::SliceParts(keys, 2),
                                            rocksdb::SliceParts(values, 2));
  CHECK(status.ok());
}

absl::StatusOr<Position> ViewFamily::ReadCursor() const {
  std::string value;
  const rocksdb::Status status =
      db_->Get(rocksdb::ReadOptions(), handle_.get(), ToSlice(kCursorKey), &value);
  if (status.IsNotFound()) return Position(0);
  if (!status.ok()) return ToAbslStatus(status);
  const std::optional<uint64_t> cursor = DecodeUint64(value);
  if (!cursor.has_value()) return Refusal(kStoreDamaged).With("what", "the cursor of " + name_);
  return Position(*cursor);
}

absl::Status ViewFamily::Apply(ViewBatch batch, Position cursor) {
  rocksdb::WriteOptions options;
  options.disableWAL = true;
  batch.Put(kCursorKey, EncodeUint64(cursor.value()));
  return ToAbslStatus(db_->Write(options, &batch.batch_));
}

absl::Status ViewFamily::Flush() {
  return ToAbslStatus(db_->Flush(rocksdb::FlushOptions(), handle_.get()));
}

ViewCursor ViewFamily::Rows() const {
  ViewCursor cursor;
  cursor.rows_.reset(db_->NewIterator(rocksdb::ReadOptions(), handle_.get()));
  return cursor;
}

absl::StatusOr<std::unique_ptr<ViewStore>> ViewStore::Open(const std::string& directory,
                                                           const RocksResources& resources) {
  std::unique_ptr<ViewStore> store(new ViewStore);
  store->resources_ = resources;
  RETURN_IF_ERROR(store->OpenFamilies(directory));
  RETURN_IF_ERROR(store->CheckCursors());
  return store;
}

absl::Status ViewStore::OpenFamilies(const std::string& directory) {
  const rocksdb::DBOptions options = DatabaseOptions(resources_);
  std::vector<std::string> names;
  if (resources_.env->FileExists(directory + "/CURRENT").ok()) {
    RETURN_IF_ERROR(OpeningStatus(rocksdb::DB::ListColumnFamilies(options, directory, &names)));
  } else {
    names = {rocksdb::kDefaultColumnFamilyName};
  }
  std::vector<rocksdb::ColumnFamilyDescriptor> descriptors;
  descriptors.reserve(names.size());
  for (const std::string& name : names) descriptors.emplace_back(name, FamilyOptions(resources_));
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* db = nullptr;
  RETURN_IF_ERROR(OpeningStatus(rocksdb::DB::Open(options, directory, descriptors, &handles, &db)));
  db_.reset(db);
  MutexLock lock(mutex_);
  for (size_t i = 0; i < names.size(); ++i) families_.emplace(names[i], Own(db, handles[i]));
  return absl::OkStatus();
}

// Who takes up a view reads its cursor first, and would fail there.
absl::Status ViewStore::CheckCursors() {
  for (const std::string& name : FamilyNames()) {
    ASSIGN_OR_RETURN(const auto family, OpenFamily(name));
    RETURN_IF_ERROR(family->ReadCursor().status());
  }
  return absl::OkStatus();
}

ViewStore::~ViewStore() {
  MutexLock lock(mutex_);
  families_.clear();
  if (db_ != nullptr) db_->Close().PermitUncheckedError();
}

std::vector<std::string> ViewStore::FamilyNames() const {
  MutexLock lock(mutex_);
  std::vector<std::string> names;
  for (const auto& [name, handle] : families_) {
    if (name != rocksdb::kDefaultColumnFamilyName) names.push_back(name);
  }
  return names;
}

absl::StatusOr<std::unique_ptr<ViewFamily>> ViewStore::OpenFamily(absl::string_view name) {
  MutexLock lock(mutex_);
  auto family = families_.find(name);
  if (family == families_.end()) {
    rocksdb::ColumnFamilyHandle* handle = nullptr;
    RETURN_IF_ERROR(ToAbslStatus(
        db_->CreateColumnFamily(FamilyOptions(resources_), std::string(name), &handle)));
    family = families_.emplace(std::string(name), Own(db_.get(), handle)).first;
  }
  return std::unique_ptr<ViewFamily>(new ViewFamily(db_.get(), family->second, family->first));
}

absl::Status ViewStore::DropFamily(absl::string_view name) {
  MutexLock lock(mutex_);
  const auto family = families_.find(name);
  if (family == families_.end()) return absl::OkStatus();
  RETURN_IF_ERROR(ToAbslStatus(db_->DropColumnFamily(family->second.get())));
  families_.erase(family);
  return absl::OkStatus();
}

}  // namespace samverk::storage
