#include "tests/bench/raw_store.h"

#include <algorithm>
#include <utility>

#include "base/clock.h"
#include "base/random.h"
#include "base/status_macros.h"
#include "base/uuid.h"
#include "rocksdb/convenience.h"
#include "rocksdb/utilities/options_util.h"
#include "samverk/storage/v1/log_record.pb.h"
#include "storage/event_log/event_log_format.h"
#include "storage/event_log/in_memory_event_log.h"
#include "storage/event_log/rocks_log_store.h"
#include "tests/bench/bench_append.h"
#include "tests/bench/bench_block.h"

namespace samverk {
namespace {

// What no compressor makes smaller in a record: two salts or hashes of its own, the hash
// of the event before it, the request's fingerprint.
constexpr size_t kRandomBytes = 128;
constexpr size_t kRandomPool = 1 << 20;

constexpr size_t kRandomAt = 40;
constexpr char kStream[] = "workshops/00000000-0000-7000-8000-000000000000";

// The options with which a log was opened, from the file that RocksDB keeps them in.
absl::Status LoadOptions(const std::string& directory, const storage::RocksResources& resources,
                         rocksdb::DBOptions& options,
                         std::vector<rocksdb::ColumnFamilyDescriptor>& families) {
  std::shared_ptr<rocksdb::Cache> cache = resources.block_cache;
  RETURN_IF_ERROR(storage::ToAbslStatus(rocksdb::LoadLatestOptions(
      rocksdb::ConfigOptions(), directory, &options, &families, &cache)));
  options.write_buffer_manager = resources.write_buffers;
  options.create_if_missing = false;
  options.error_if_exists = false;
  // Many threads write here: what suits RocksDB best then is its default.
  options.allow_concurrent_memtable_write = true;
  options.enable_write_thread_adaptive_yield = true;
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<RawStore>> RawStore::Create(const std::string& directory,
                                                           size_t payload_bytes) {
  std::unique_ptr<RawStore> store(new RawStore);
  store->resources_ = storage::MakeRocksResources();
  const storage::LedgerIdentity identity{Uuid::V7(Clock::System()), Uuid::V7(Clock::System()),
                                         RandomBytes(32)};
  RETURN_IF_ERROR(storage::RocksLogStore::Create(directory, store->resources_, identity));
  rocksdb::DBOptions options;
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  RETURN_IF_ERROR(LoadOptions(directory, store->resources_, options, families));
  rocksdb::DB* db = nullptr;
  RETURN_IF_ERROR(storage::ToAbslStatus(
      rocksdb::DB::Open(options, directory, families, &store->handles_, &db)));
  store->db_.reset(db);
  for (rocksdb::ColumnFamilyHandle* handle : store->handles_) {
    if (handle->GetName() == storage::kEventsFamily) store->events_ = handle;
    if (handle->GetName() == storage::kStreamsFamily) store->streams_ = handle;
    if (handle->GetName() == storage::kRequestsFamily) store->requests_ = handle;
  }
  store->revisions_.resize(kBenchClientsMax);
  RETURN_IF_ERROR(store->MakeValues(payload_bytes));
  return store;
}

// Records of a log itself, so that sizes are right by construction.
absl::Status RawStore::MakeValues(size_t payload_bytes) {
  storage::InMemoryEventLog log(Clock::System());
  for (int append = 0; append < 2; ++append) {
    absl::Status status;
    log.Append(std::make_unique<BenchAppend>(
        Uuid::V7(Clock::System()).ToString(),
        BenchEvents(kStream, std::string(payload_bytes, 'x'), 2),
        [&status](const absl::StatusOr<storage::AppendResult>& made) { status = made.status(); }));
    RETURN_IF_ERROR(status);
  }
  ASSIGN_OR_RETURN(const storage::EventPage page, log.ReadLedger({}));
  // Of the second append: those of a new stream are smaller.
  first_record_ = std::string(page.events[2].record());
  record_ = std::string(page.events[3].record());
  storage::v1::RequestRecord request;
  request.set_first_position(1'000'000);
  request.mutable_append()->set_fingerprint(RandomBytes(storage::kFingerprintBytes));
  request.mutable_append()->set_event_count(1);
  request_ = request.SerializeAsString();
  while (random_.size() < kRandomPool) random_ += RandomBytes(512);
  return absl::OkStatus();
}

RawStore::~RawStore() {
  for (rocksdb::ColumnFamilyHandle* handle : handles_) {
    db_->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
  }
  if (db_ != nullptr) db_->Close().PermitUncheckedError();
}

absl::Status RawStore::Append(int client, size_t count) {
  uint64_t& revision = revisions_[static_cast<size_t>(client)];
  uint64_t position = last_.fetch_add(count) + 1;
  rocksdb::WriteBatch batch((record_.size() + 128) * count);
  std::string record = first_record_;
  const storage::StreamId stream(storage::Position(static_cast<uint64_t>(client) + 1));
  for (size_t i = 0; i < count; ++i, ++position, ++revision) {
    const size_t from = (position * kRandomBytes) % (kRandomPool - kRandomBytes);
    std::copy_n(random_.begin() + static_cast<ptrdiff_t>(from), kRandomBytes,
                record.begin() + kRandomAt);
    const std::string key = storage::EventKey(storage::Position(position));
    RETURN_IF_ERROR(storage::ToAbslStatus(batch.Put(events_, key, record)));
    RETURN_IF_ERROR(storage::ToAbslStatus(
        batch.Put(streams_, storage::StreamKey(stream, storage::Revision(revision)), key)));
    if (i == 0) record = record_;
  }
  const std::string request_key =
      storage::RequestKey(kBenchPrincipal, Uuid::V7(Clock::System()).ToString());
  RETURN_IF_ERROR(storage::ToAbslStatus(batch.Put(requests_, request_key, request_)));
  rocksdb::WriteOptions options;
  options.sync = true;
  return storage::ToAbslStatus(db_->Write(options, &batch));
}

}  // namespace samverk
