#include "storage/ledger/ledger.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/aead.h"
#include "base/periodic.h"
#include "base/random.h"
#include "base/status_macros.h"
#include "rocksdb/env.h"
#include "storage/blobs/file_blob_store.h"
#include "storage/event_log/rocks_event_log.h"
#include "storage/kv/rocks.h"
#include "storage/people/master_key.h"
#include "storage/people/rocks_people_store.h"

namespace samverk::storage {
namespace {

constexpr char kDraftPrefix[] = ".new-";

absl::Status DiskFailed(absl::string_view what, const std::error_code& error) {
  return Refusal(kDiskFailed).With("what", absl::StrCat(what, ": ", error.message()));
}

// A data directory may hold other things, such as lost+found. A ledger that lost one of its
// parts is still one, to be reported.
bool IsLedger(const std::filesystem::directory_entry& entry) {
  std::error_code error;
  return entry.is_directory(error) && (std::filesystem::exists(entry.path() / "head", error) ||
                                       std::filesystem::exists(entry.path() / "log", error));
}

}  // namespace

// What the ledgers of a server have in common.
struct LedgerHost::Shared {
  std::string PathOf(absl::string_view partnership) const;
  absl::StatusOr<std::unique_ptr<RocksEventLog>> OpenLog(absl::string_view partnership);
  absl::StatusOr<std::unique_ptr<ViewStore>> OpenViews(absl::string_view partnership);
  absl::StatusOr<std::unique_ptr<BlobStore>> OpenBlobs(absl::string_view partnership);
  absl::StatusOr<std::unique_ptr<PeopleStore>> OpenPeople(absl::string_view partnership,
                                                          const Uuid& ledger_id);
  absl::StatusOr<std::string> LoadMasterKey() const;
  absl::StatusOr<bool> AnyPeople() const;

  std::string directory;
  std::string master_key_path;
  const Clock* clock = nullptr;
  RocksResources resources;
  rocksdb::FileLock* lock = nullptr;
  SerialExecutor acknowledger;

  Mutex mutex;
  std::set<RocksEventLog*> logs GUARDED_BY(mutex);
  // Last: its thread looks after the logs above.
  std::unique_ptr<Periodic> tender;
};

class LedgerHost::OpenedLedger final : public Ledger {
 public:
  OpenedLedger(Shared& shared, std::string partnership, std::unique_ptr<RocksEventLog> log,
               std::unique_ptr<ViewStore> views, std::unique_ptr<PeopleStore> people,
               std::unique_ptr<BlobStore> blobs)
      : shared_(shared),
        partnership_(std::move(partnership)),
        people_(std::move(people)),
        blobs_(std::move(blobs)),
        log_(std::move(log)),
        views_(std::move(views)) {
    MutexLock lock(shared_.mutex);
    shared_.logs.insert(log_.get());
  }
  ~OpenedLedger() override {
    MutexLock lock(shared_.mutex);
    shared_.logs.erase(log_.get());
  }
  const std::string& partnership() const override { return partnership_; }
  EventLog& log() override { return *log_; }
  ViewStore& views() override { return *views_; }
  PeopleStore& people() override { return *people_; }
  BlobStore& blobs() override { return *blobs_; }
  std::string search_directory() const override {
    return absl::StrCat(shared_.PathOf(partnership_), "/search");
  }

 private:
  Shared& shared_;
  const std::string partnership_;
  const std::unique_ptr<PeopleStore> people_;
  // Outlives the log, whose proposals hold blobs until they are answered.
  const std::unique_ptr<BlobStore> blobs_;
  const std::unique_ptr<RocksEventLog> log_;
  const std::unique_ptr<ViewStore> views_;
};

LedgerHost::LedgerHost(std::unique_ptr<Shared> shared) : shared_(std::move(shared)) {
  shared_->tender = std::make_unique<Periodic>(kHeadPeriod, [shared = shared_.get()] {
    // Under the lock, so that no log goes away meanwhile.
    MutexLock lock(shared->mutex);
    for (RocksEventLog* log : shared->logs) log->Tend();
  });
}

LedgerHost::~LedgerHost() {
  shared_->tender.reset();
  shared_->resources.env->UnlockFile(shared_->lock).PermitUncheckedError();
}

absl::StatusOr<std::unique_ptr<LedgerHost>> LedgerHost::Open(const std::string& data_directory,
                                                             const Clock& clock,
                                                             RocksResources resources,
                                                             const std::string& master_key_path) {
  auto shared = std::make_unique<Shared>();
  shared->directory = data_directory;
  shared->master_key_path =
      master_key_path.empty() ? absl::StrCat(data_directory, "/", kMasterKeyFile) : master_key_path;
  shared->clock = &clock;
  shared->resources = std::move(resources);
  std::error_code error;
  std::filesystem::create_directories(data_directory, error);
  if (error) return DiskFailed(absl::StrCat("creating ", data_directory), error);
  rocksdb::Env& env = *shared->resources.env;
  if (!env.LockFile(data_directory + "/LOCK", &shared->lock).ok()) {
    return Refusal(kDataDirectoryInUse).With("directory", data_directory);
  }
  // What a crash left half made was never part of anything.
  for (const auto& entry : std::filesystem::directory_iterator(data_directory, error)) {
    if (absl::StartsWith(entry.path().filename().string(), kDraftPrefix)) {
      std::filesystem::remove_all(entry.path(), error);
    }
  }
  return std::unique_ptr<LedgerHost>(new LedgerHost(std::move(shared)));
}

absl::StatusOr<std::vector<std::string>> LedgerHost::List() const {
  std::vector<std::string> partnerships;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(shared_->directory, error)) {
    const std::string name = entry.path().filename().string();
    if (IsLedger(entry) && !absl::StartsWith(name, ".")) partnerships.push_back(name);
  }
  if (error) return DiskFailed(absl::StrCat("listing ", shared_->directory), error);
  std::sort(partnerships.begin(), partnerships.end());
  return partnerships;
}

absl::Status LedgerHost::CreateLedger(absl::string_view partnership) {
  const std::string path = shared_->PathOf(partnership);
  const std::string draft = absl::StrCat(shared_->directory, "/", kDraftPrefix, partnership);
  std::error_code error;
  if (std::filesystem::exists(path, error)) return absl::OkStatus();
  std::filesystem::remove_all(draft, error);
  std::filesystem::create_directories(draft, error);
  if (error) return DiskFailed(absl::StrCat("creating ", draft), error);
  RocksEventLogOptions options;
  options.resources = shared_->resources;
  const LedgerIdentity identity{Uuid::V7(*shared_->clock), Uuid::V7(*shared_->clock),
                                RandomBytes(32)};
  RETURN_IF_ERROR(RocksEventLog::Create(draft + "/log", draft + "/head", options, identity));
  // The rename makes the ledger: before it there is none, after it a whole one.
  std::filesystem::rename(draft, path, error);
  if (error) return DiskFailed(absl::StrCat("renaming ", draft), error);
  return SyncDirectory(*shared_->resources.env, shared_->directory);
}

std::string LedgerHost::Shared::PathOf(absl::string_view partnership) const {
  return absl::StrCat(directory, "/", partnership);
}

absl::StatusOr<std::unique_ptr<RocksEventLog>> LedgerHost::Shared::OpenLog(
    absl::string_view partnership) {
  const std::string path = PathOf(partnership);
  RocksEventLogOptions options;
  options.resources = resources;
  options.clock = clock;
  options.acknowledger = &acknowledger;
  return RocksEventLog::Open(path + "/log", path + "/head", options);
}

absl::StatusOr<std::unique_ptr<ViewStore>> LedgerHost::Shared::OpenViews(
    absl::string_view partnership) {
  const std::string path = PathOf(partnership) + "/views";
  absl::StatusOr<std::unique_ptr<ViewStore>> views = ViewStore::Open(path, resources);
  // A disk that refuses is no reason to throw anything away.
  if (!absl::IsDataLoss(views.status())) return views;
  const std::string aside = path + ".damaged";
  std::error_code error;
  std::filesystem::remove_all(aside, error);
  if (error) return DiskFailed(absl::StrCat("removing ", aside), error);
  RETURN_IF_ERROR(ToAbslStatus(resources.env->RenameFile(path, aside)));
  return ViewStore::Open(path, resources);
}

absl::StatusOr<std::unique_ptr<BlobStore>> LedgerHost::Shared::OpenBlobs(
    absl::string_view partnership) {
  FileBlobStoreOptions options;
  options.env = resources.env;
  options.clock = clock;
  return FileBlobStore::Open(PathOf(partnership) + "/blobs", options);
}

// Whether any ledger has keys that were wrapped with a master key.
absl::StatusOr<bool> LedgerHost::Shared::AnyPeople() const {
  std::error_code error;
  std::error_code unknown;
  for (const auto& entry : std::filesystem::directory_iterator(directory, error)) {
    if (std::filesystem::exists(entry.path() / "people" / "CURRENT", unknown)) return true;
  }
  if (error) return DiskFailed(absl::StrCat("listing ", directory), error);
  return false;
}

absl::StatusOr<std::string> LedgerHost::Shared::LoadMasterKey() const {
  absl::StatusOr<std::string> key = ReadMasterKey(master_key_path);
  std::error_code error;
  if (key.ok() || std::filesystem::exists(master_key_path, error)) return key;
  // A new one would open nothing of what is there, and nobody would look for the old one.
  ASSIGN_OR_RETURN(const bool needed, AnyPeople());
  if (needed) return key;
  RETURN_IF_ERROR(CreateMasterKey(master_key_path));
  return ReadMasterKey(master_key_path);
}

absl::StatusOr<std::unique_ptr<PeopleStore>> LedgerHost::Shared::OpenPeople(
    absl::string_view partnership, const Uuid& ledger_id) {
  ASSIGN_OR_RETURN(std::string master_key, LoadMasterKey());
  absl::StatusOr<std::unique_ptr<RocksPeopleStore>> people =
      RocksPeopleStore::Open(PathOf(partnership) + "/people", resources, master_key, ledger_id);
  Wipe(master_key);
  RETURN_IF_ERROR(people.status());
  return std::unique_ptr<PeopleStore>(*std::move(people));
}

absl::Status LedgerHost::LoadMasterKey() { return shared_->LoadMasterKey().status(); }

absl::Status LedgerHost::VerifyLedger(absl::string_view partnership,
                                      const std::function<void(Position, Position)>& progress) {
  ASSIGN_OR_RETURN(const auto log, shared_->OpenLog(partnership));
  const Position all = log->Head();
  RETURN_IF_ERROR(log->Verify([&progress, all](Position done) { progress(done, all); }));
  ASSIGN_OR_RETURN(const auto blobs, shared_->OpenBlobs(partnership));
  ASSIGN_OR_RETURN(const std::vector<BlobId> ids, blobs->ListUpTo(absl::InfiniteFuture()));
  for (const BlobId& id : ids) RETURN_IF_ERROR(blobs->Verify(id));
  return absl::OkStatus();
}

absl::StatusOr<RepairPlan> LedgerHost::PlanLedgerRepair(absl::string_view partnership) {
  const std::string path = shared_->PathOf(partnership);
  return PlanRepair(path + "/log", path + "/head", shared_->resources);
}

absl::Status LedgerHost::RepairLedger(absl::string_view partnership, const RepairPlan& plan) {
  const std::string path = shared_->PathOf(partnership);
  return CarryOutRepair(plan, path + "/log", path + "/head", shared_->resources, *shared_->clock);
}

absl::StatusOr<std::unique_ptr<Ledger>> LedgerHost::OpenLedger(absl::string_view partnership) {
  ASSIGN_OR_RETURN(std::unique_ptr<RocksEventLog> log, shared_->OpenLog(partnership));
  ASSIGN_OR_RETURN(std::unique_ptr<ViewStore> views, shared_->OpenViews(partnership));
  ASSIGN_OR_RETURN(std::unique_ptr<PeopleStore> people,
                   shared_->OpenPeople(partnership, log->identity().ledger_id));
  ASSIGN_OR_RETURN(std::unique_ptr<BlobStore> blobs, shared_->OpenBlobs(partnership));
  return std::unique_ptr<Ledger>(
      std::make_unique<OpenedLedger>(*shared_, std::string(partnership), std::move(log),
                                     std::move(views), std::move(people), std::move(blobs)));
}

}  // namespace samverk::storage
