#include "storage/event_log/rocks_log_store.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "base/mutex.h"
#include "base/status_macros.h"
#include "rocksdb/filter_policy.h"
#include "rocksdb/listener.h"
#include "rocksdb/slice_transform.h"
#include "rocksdb/table.h"
#include "storage/event_log/event_page.h"
#include "storage/event_log/log_reasons.h"

namespace samverk::storage {

// Keeps RocksDB from going on by itself after a failed write. It would sync the same file
// again, which says OK though the bytes are gone, and flush some families past a batch
// that others still have in the write-ahead log. And keeps what failed in the background,
// which RocksDB tells nobody until the next write.
class RocksLogStore::ErrorListener final : public rocksdb::EventListener {
 public:
  void OnErrorRecoveryBegin(rocksdb::BackgroundErrorReason, rocksdb::Status,
                            bool* auto_recovery) override {
    *auto_recovery = false;
  }
  void OnBackgroundError(rocksdb::BackgroundErrorReason, rocksdb::Status* error) override
      LOCKS_EXCLUDED(mutex_) {
    if (error->severity() < rocksdb::Status::kHardError) return;  // It goes on writing.
    MutexLock lock(mutex_);
    if (error_.ok()) error_ = ToAbslStatus(*error);
  }
  absl::Status error() const LOCKS_EXCLUDED(mutex_) {
    MutexLock lock(mutex_);
    return error_;
  }

 private:
  mutable Mutex mutex_;
  absl::Status error_ GUARDED_BY(mutex_);
};

namespace {

constexpr size_t kMemtableBytes = 32 << 20;
constexpr int kMemtablesMax = 4;
constexpr double kMemtableBloomRatio = 0.005;  // 160 KiB.
constexpr uint64_t kWalBytesMax = 128 << 20;
// So high that appends never wait for compaction.
constexpr int kNeverStallFiles = 1 << 30;
constexpr uint64_t kNeverStallBytes = 1ull << 50;

rocksdb::DBOptions DatabaseOptions(const RocksResources& resources, bool create) {
  rocksdb::DBOptions options;
  options.env = resources.env;
  options.create_if_missing = create;
  options.create_missing_column_families = create;
  options.error_if_exists = create;
  options.write_buffer_manager = resources.write_buffers;
  options.max_total_wal_size = kWalBytesMax;
  options.max_open_files = 256;
  options.max_file_opening_threads = 1;  // Else each family starts 16, for nothing.
  options.info_log_level = rocksdb::InfoLogLevel::WARN_LEVEL;
  options.keep_log_file_num = 4;
  // The default, kPointInTimeRecovery, cuts off acknowledged events in silence.
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  options.recycle_log_file_num = 0;
  options.wal_bytes_per_sync = 0;
  options.avoid_flush_during_recovery = false;
  options.paranoid_checks = true;
  // All families reach equally far, whatever is lost of the write-ahead log.
  options.atomic_flush = true;
  options.max_bgerror_resume_count = 0;
  options.track_and_verify_wals_in_manifest = true;
  // One thread writes, so there is nothing to insert concurrently.
  options.allow_concurrent_memtable_write = false;
  options.enable_write_thread_adaptive_yield = false;
  return options;
}

rocksdb::ColumnFamilyOptions FamilyOptions(const RocksResources& resources, bool bloom) {
  rocksdb::ColumnFamilyOptions options;
  options.write_buffer_size = kMemtableBytes;
  options.max_write_buffer_number = kMemtablesMax;
  options.arena_block_size = kArenaBlockBytes;
  options.compression = rocksdb::kLZ4Compression;
  options.bottommost_compression = rocksdb::kZSTD;
  options.level0_slowdown_writes_trigger = kNeverStallFiles;
  options.level0_stop_writes_trigger = kNeverStallFiles;
  options.soft_pending_compaction_bytes_limit = kNeverStallBytes;
  options.hard_pending_compaction_bytes_limit = kNeverStallBytes;
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = resources.block_cache;
  table.cache_index_and_filter_blocks = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  table.block_size = 16 << 10;
  table.format_version = 5;
  if (bloom) {
    table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10, false));
    // Most are asked for what is not there: a new request, a new resource.
    options.memtable_whole_key_filtering = true;
    options.memtable_prefix_bloom_size_ratio = kMemtableBloomRatio;
  }
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

std::vector<rocksdb::ColumnFamilyDescriptor> FamilyDescriptors(const RocksResources& resources) {
  rocksdb::ColumnFamilyOptions streams = FamilyOptions(resources, /*bloom=*/true);
  streams.prefix_extractor.reset(rocksdb::NewFixedPrefixTransform(sizeof(uint64_t)));
  // The next row of a stream belongs beside its last.
  streams.memtable_insert_with_hint_prefix_extractor = streams.prefix_extractor;
  return {
      {rocksdb::kDefaultColumnFamilyName, FamilyOptions(resources, false)},
      {kEventsFamily, FamilyOptions(resources, false)},
      {kStreamsFamily, streams},
      {kNamesFamily, FamilyOptions(resources, true)},
      {kRequestsFamily, FamilyOptions(resources, true)},
      {kMetaFamily, FamilyOptions(resources, false)},
  };
}

absl::Status Damaged(const absl::AlphaNum& what) { return Refusal(kLogDamaged).With("what", what); }

absl::StatusOr<RecordedEvent> DecodeAt(Position position, std::string record) {
  ASSIGN_OR_RETURN(RecordedEvent event, RecordedEvent::Decode(std::move(record)));
  if (event.position() != position) {
    return Damaged(absl::StrCat("position ", position.value(), " holds another event"));
  }
  return event;
}

// The position of the last row that an iterator over events has.
absl::StatusOr<Position> LastPositionOf(rocksdb::Iterator& events) {
  events.SeekToLast();
  if (!events.status().ok()) return ToAbslStatus(events.status());
  if (!events.Valid()) return Position(0);
  const std::optional<uint64_t> last = DecodeUint64(ToView(events.key()));
  if (!last.has_value()) return Damaged("a key of events is malformed");
  return Position(*last);
}

rocksdb::ReadOptions ScanOptions() {
  rocksdb::ReadOptions options;
  options.fill_cache = false;  // A long scan must not drive out what others use.
  options.verify_checksums = true;
  return options;
}

}  // namespace

absl::StatusOr<std::unique_ptr<RocksLogStore>> RocksLogStore::OpenFamilies(
    const std::string& directory, const RocksResources& resources,
    const rocksdb::DBOptions& options, bool read_only) {
  std::unique_ptr<RocksLogStore> store(new RocksLogStore);
  store->errors_ = std::make_shared<ErrorListener>();
  rocksdb::DBOptions listened = options;
  listened.listeners = {store->errors_};
  rocksdb::DB* db = nullptr;
  const auto families = FamilyDescriptors(resources);
  const rocksdb::Status status =
      read_only ? rocksdb::DB::OpenForReadOnly(listened, directory, families, &store->handles_, &db)
                : rocksdb::DB::Open(listened, directory, families, &store->handles_, &db);
  if (!status.ok()) return ToAbslStatus(status);
  store->db_.reset(db);
  store->families_ = {store->handles_[1], store->handles_[2], store->handles_[3],
                      store->handles_[4], store->handles_[5]};
  return store;
}

absl::Status RocksLogStore::BackgroundError() const { return errors_->error(); }

RocksLogStore::~RocksLogStore() {
  for (rocksdb::ColumnFamilyHandle* handle : handles_) {
    if (db_ != nullptr) db_->DestroyColumnFamilyHandle(handle);
  }
  if (db_ != nullptr) db_->Close().PermitUncheckedError();
}

absl::Status RocksLogStore::Create(const std::string& directory, const RocksResources& resources,
                                   const LedgerIdentity& identity) {
  std::vector<std::string> children;
  if (resources.env->GetChildren(directory, &children).ok() && !children.empty()) {
    return absl::AlreadyExistsError(directory + " is not empty");
  }
  ASSIGN_OR_RETURN(const auto store,
                   OpenFamilies(directory, resources, DatabaseOptions(resources, /*create=*/true),
                                /*read_only=*/false));
  rocksdb::WriteBatch batch;
  const auto put = [&](const char* key, absl::string_view value) {
    batch.Put(store->families_.meta, key, ToSlice(value)).PermitUncheckedError();
  };
  put(kMetaFormatVersion, EncodeUint64(kFormatVersion));
  put(kMetaLedgerId, identity.ledger_id.bytes());
  put(kMetaEpoch, identity.epoch.bytes());
  put(kMetaFingerprintKey, identity.fingerprint_key);
  rocksdb::WriteOptions options;
  options.sync = true;
  return ToAbslStatus(store->db_->Write(options, &batch));
}

absl::StatusOr<std::unique_ptr<RocksLogStore>> RocksLogStore::Open(const std::string& directory,
                                                                   const RocksResources& resources,
                                                                   Opening opening) {
  if (!resources.env->FileExists(directory + "/CURRENT").ok()) {
    return absl::NotFoundError("no event log in " + directory);
  }
  rocksdb::DBOptions options = DatabaseOptions(resources, /*create=*/false);
  if (opening != Opening::kStrict) {
    options.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  }
  ASSIGN_OR_RETURN(
      std::unique_ptr<RocksLogStore> store,
      OpenFamilies(directory, resources, options, opening == Opening::kLookUpToDamage));
  RETURN_IF_ERROR(store->ReadIdentity());
  return store;
}

absl::Status RocksLogStore::ReadIdentity() {
  ASSIGN_OR_RETURN(const auto version, Get(families_.meta, kMetaFormatVersion));
  const std::optional<uint64_t> found = DecodeUint64(version.value_or(""));
  if (!found.has_value()) return Damaged("the format version is missing");
  if (*found > kFormatVersion) {
    return Refusal(kFormatTooNew).With("found", *found).With("known", kFormatVersion);
  }
  ASSIGN_OR_RETURN(const auto ledger_id, Get(families_.meta, kMetaLedgerId));
  ASSIGN_OR_RETURN(const auto epoch, Get(families_.meta, kMetaEpoch));
  ASSIGN_OR_RETURN(const auto key, Get(families_.meta, kMetaFingerprintKey));
  const std::optional<Uuid> ledger_uuid = Uuid::FromBytes(ledger_id.value_or(""));
  const std::optional<Uuid> epoch_uuid = Uuid::FromBytes(epoch.value_or(""));
  if (!ledger_uuid || !epoch_uuid || key.value_or("").size() != kFingerprintKeyBytes) {
    return Damaged("the ledger's identity is missing");
  }
  identity_ = {*ledger_uuid, *epoch_uuid, *key};
  return absl::OkStatus();
}

absl::Status RocksLogStore::BeginEpoch(const Uuid& epoch) {
  rocksdb::WriteOptions options;
  options.sync = true;
  RETURN_IF_ERROR(
      ToAbslStatus(db_->Put(options, families_.meta, kMetaEpoch, ToSlice(epoch.bytes()))));
  identity_.epoch = epoch;
  return absl::OkStatus();
}

absl::Status RocksLogStore::Write(const StagedBatch& staged) {
  rocksdb::WriteBatch batch(staged.size_bytes() + 256 * staged.events().size());
  const auto put = [&batch](rocksdb::ColumnFamilyHandle* family, absl::string_view key,
                            absl::string_view value) {
    const rocksdb::Status status = batch.Put(family, ToSlice(key), ToSlice(value));
    CHECK(status.ok());  // Only the size limit of a batch could fail it, and none is set.
  };
  for (const RecordedEvent& event : staged.events()) {
    put(families_.events, EventKey(event.position()), event.record());
  }
  for (const StagedBatch::StreamRow& row : staged.stream_rows()) {
    put(families_.streams, StreamKey(row.stream, row.revision), EventKey(row.position));
  }
  for (const auto& [resource, row] : staged.names()) {
    put(families_.names, resource, EncodeNameRow(row));
  }
  for (const auto& [key, value] : staged.requests()) put(families_.requests, key, value);
  rocksdb::WriteOptions options;
  options.sync = true;  // Our OK is a promise.
  return ToAbslStatus(db_->Write(options, &batch));
}

absl::StatusOr<std::optional<std::string>> RocksLogStore::Get(rocksdb::ColumnFamilyHandle* family,
                                                              absl::string_view key) const {
  std::string value;
  const rocksdb::Status status = db_->Get(rocksdb::ReadOptions(), family, ToSlice(key), &value);
  if (status.IsNotFound()) return std::nullopt;
  if (!status.ok()) return ToAbslStatus(status);
  return value;
}

std::unique_ptr<rocksdb::Iterator> RocksLogStore::Iterate(
    rocksdb::ColumnFamilyHandle* family, const rocksdb::ReadOptions& options) const {
  return std::unique_ptr<rocksdb::Iterator>(db_->NewIterator(options, family));
}

absl::StatusOr<Position> RocksLogStore::LastPosition() const {
  return LastPositionOf(*Iterate(families_.events, rocksdb::ReadOptions()));
}

absl::StatusOr<RecordedEvent> RocksLogStore::GetEvent(Position position) const {
  ASSIGN_OR_RETURN(std::optional<std::string> record, Get(families_.events, EventKey(position)));
  if (!record.has_value())
    return Damaged(absl::StrCat("position ", position.value(), " is missing"));
  return DecodeAt(position, *std::move(record));
}

absl::StatusOr<EventPage> RocksLogStore::ReadEvents(const ReadRange& range, Position last) const {
  // The bounds keep the iterator from looking at anything that isn't asked for.
  const std::string upper = EventKey(last + 1);
  const rocksdb::Slice upper_bound = ToSlice(upper);
  rocksdb::ReadOptions options = ScanOptions();
  options.iterate_upper_bound = &upper_bound;
  const auto iterator = Iterate(families_.events, options);
  const bool forward = range.direction == ReadRange::Direction::kForward;
  bool positioned = false;
  return BuildPage(range, 1, last.value(), [&](uint64_t at) -> absl::StatusOr<RecordedEvent> {
    const std::string key = EventKey(Position(at));
    if (!positioned) {
      iterator->Seek(ToSlice(key));
      positioned = true;
    } else if (forward) {
      iterator->Next();
    } else {
      iterator->Prev();
    }
    if (!iterator->status().ok()) return ToAbslStatus(iterator->status());
    if (!iterator->Valid() || ToView(iterator->key()) != key) {
      return Damaged(absl::StrCat("position ", at, " is missing"));
    }
    return DecodeAt(Position(at), iterator->value().ToString());
  });
}

absl::StatusOr<std::optional<NameRow>> RocksLogStore::GetName(absl::string_view resource) const {
  ASSIGN_OR_RETURN(const std::optional<std::string> value, Get(families_.names, resource));
  if (!value.has_value()) return std::nullopt;
  std::optional<NameRow> row = DecodeNameRow(*value);
  if (!row.has_value()) return Damaged("a row of names is malformed");
  return row;
}

absl::StatusOr<std::optional<RocksLogStore::StreamEnd>> RocksLogStore::FindStreamEnd(
    StreamId stream, Position last) const {
  rocksdb::ReadOptions options;
  options.total_order_seek = true;  // SeekForPrev may leave the prefix.
  const auto iterator = Iterate(families_.streams, options);
  iterator->SeekForPrev(ToSlice(StreamKey(stream, Revision(UINT64_MAX))));
  const std::string prefix = EncodeUint64(stream.value());
  for (; iterator->Valid() && iterator->key().starts_with(prefix); iterator->Prev()) {
    const std::optional<uint64_t> position = DecodeUint64(ToView(iterator->value()));
    const std::optional<uint64_t> revision =
        DecodeUint64(ToView(iterator->key()).substr(prefix.size()));
    if (!position || !revision) return Damaged("a row of streams is malformed");
    // Rows past the durable head belong to a batch that is being written.
    if (*position <= last.value()) return StreamEnd{Revision(*revision), Position(*position)};
  }
  if (!iterator->status().ok()) return ToAbslStatus(iterator->status());
  return std::nullopt;
}

// Reads events one after the other. Those close behind the last are stepped to, which takes less
// than looking them up: what somebody wrote in one evening lies together.
class RocksLogStore::EventWalk {
 public:
  explicit EventWalk(const RocksLogStore& store) : store_(store) {}

  // Errors: as GetEvent.
  absl::StatusOr<RecordedEvent> Read(Position position) {
    const Position last = std::exchange(last_, position);
    const bool is_close = last > Position(0) && last < position && position <= last + kStepsMax;
    if (!is_close) return store_.GetEvent(position);
    const std::string key = EventKey(position);
    if (iterator_ == nullptr) {
      iterator_ = store_.Iterate(store_.families_.events, rocksdb::ReadOptions());
    }
    if (iterator_->Valid() && ToView(iterator_->key()) == EventKey(last)) {
      while (iterator_->Valid() && ToView(iterator_->key()) < key) iterator_->Next();
    } else {
      iterator_->Seek(ToSlice(key));
    }
    if (!iterator_->status().ok()) return ToAbslStatus(iterator_->status());
    if (!iterator_->Valid() || ToView(iterator_->key()) != key) {
      return Damaged(absl::StrCat("position ", position.value(), " is missing"));
    }
    return DecodeAt(position, iterator_->value().ToString());
  }

 private:
  static constexpr uint64_t kStepsMax = 8;

  const RocksLogStore& store_;
  Position last_{0};
  std::unique_ptr<rocksdb::Iterator> iterator_;
};

absl::StatusOr<EventPage> RocksLogStore::ReadStream(StreamId stream, const ReadRange& range,
                                                    Position last) const {
  ASSIGN_OR_RETURN(const std::optional<StreamEnd> end, FindStreamEnd(stream, last));
  if (!end.has_value()) return EventPage();
  const bool forward = range.direction == ReadRange::Direction::kForward;
  rocksdb::ReadOptions options;
  options.prefix_same_as_start = forward;
  options.total_order_seek = !forward;  // RocksDB steps back only in the whole order.
  const auto iterator = Iterate(families_.streams, options);
  EventWalk events(*this);
  bool positioned = false;
  return BuildPage(
      range, 0, end->revision.value(), [&](uint64_t at) -> absl::StatusOr<RecordedEvent> {
        const std::string key = StreamKey(stream, Revision(at));
        if (!positioned) {
          iterator->Seek(ToSlice(key));
          positioned = true;
        } else if (forward) {
          iterator->Next();
        } else {
          iterator->Prev();
        }
        if (!iterator->status().ok()) return ToAbslStatus(iterator->status());
        if (!iterator->Valid() || ToView(iterator->key()) != key) {
          return Damaged(
              absl::StrCat("revision ", at, " of stream ", stream.value(), " is missing"));
        }
        const std::optional<uint64_t> position = DecodeUint64(ToView(iterator->value()));
        if (!position.has_value()) return Damaged("a row of streams is malformed");
        ASSIGN_OR_RETURN(RecordedEvent event, events.Read(Position(*position)));
        if (event.revision() != Revision(at)) {
          return Damaged(
              absl::StrCat("position ", *position, " is not revision ", at, " of its stream"));
        }
        return event;
      });
}

absl::StatusOr<std::optional<StreamHead>> RocksLogStore::LoadStreamHead(
    absl::string_view resource) {
  ASSIGN_OR_RETURN(const std::optional<NameRow> name, GetName(resource));
  if (!name.has_value()) return std::nullopt;
  ASSIGN_OR_RETURN(const auto end, FindStreamEnd(name->stream, Position(UINT64_MAX)));
  if (!end.has_value()) return Damaged(absl::StrCat(resource, " has a name but no events"));
  ASSIGN_OR_RETURN(const RecordedEvent last, GetEvent(end->position));
  return StreamHead{name->stream, end->revision, name->owner, LeafHash(last.leaf())};
}

absl::StatusOr<std::vector<RecordedEvent>> RocksLogStore::LoadStream(StreamId stream, Revision from,
                                                                     size_t events_max) {
  ReadRange range;
  range.from = from.value();
  range.events_max = events_max;
  ASSIGN_OR_RETURN(EventPage page, ReadStream(stream, range, Position(UINT64_MAX)));
  return std::move(page.events);
}

absl::StatusOr<std::optional<std::string>> RocksLogStore::LoadRequest(const std::string& key) {
  return Get(families_.requests, key);
}

absl::StatusOr<std::vector<RecordedEvent>> RocksLogStore::LoadAppend(Position first, size_t count) {
  if (count == 0 || count > kEventsPerAppendMax) return Damaged("a row of requests is malformed");
  std::vector<RecordedEvent> events;
  for (size_t i = 0; i < count; ++i) {
    ASSIGN_OR_RETURN(RecordedEvent event, GetEvent(first + i));
    events.push_back(std::move(event));
  }
  return events;
}

absl::StatusOr<RocksLogStore::Frozen> RocksLogStore::Freeze() const {
  rocksdb::ReadOptions options = ScanOptions();
  options.total_order_seek = true;
  std::vector<rocksdb::Iterator*> iterators;
  RETURN_IF_ERROR(ToAbslStatus(db_->NewIterators(options, handles_, &iterators)));
  Frozen frozen;
  for (size_t i = 0; i < handles_.size(); ++i) {
    frozen.rows_[handles_[i]->GetName()].reset(iterators[i]);
  }
  return frozen;
}

absl::StatusOr<Position> RocksLogStore::Frozen::LastPosition() const {
  return LastPositionOf(*rows_.at(kEventsFamily));
}

absl::Status RocksLogStore::Frozen::ForEachRow(absl::string_view family, const Visit& visit) const {
  const auto rows = rows_.find(family);
  CHECK(rows != rows_.end());
  rocksdb::Iterator& at = *rows->second;
  for (at.SeekToFirst(); at.Valid(); at.Next()) {
    RETURN_IF_ERROR(visit(ToView(at.key()), ToView(at.value())));
  }
  return ToAbslStatus(at.status());
}

}  // namespace samverk::storage
