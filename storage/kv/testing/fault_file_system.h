// FaultFileSystem: a disk that fails when a test says so.
//
// Sits between RocksDB and the real file system. Keeps account of what was synced,
// so that it can lose power: bytes that nobody synced then vanish, or are left torn.
// Never syncs for real, which also makes tests fast. Info logs (LOG*) are let through
// unseen, for what they write depends on timing.
//
//   FaultFileSystem disk;
//   disk.SetFault(FaultFileSystem::FailFrom(17, FaultFileSystem::IoError()));
//   … RocksDB over disk.env() …
//   disk.CutPower();
//   … close RocksDB …
//   ASSERT_OK(disk.RestorePower({}));
//
// Any thread. It must outlive everything that is opened over it.

#ifndef SAMVERK_STORAGE_KV_TESTING_FAULT_FILE_SYSTEM_H_
#define SAMVERK_STORAGE_KV_TESTING_FAULT_FILE_SYSTEM_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "base/mutex.h"
#include "rocksdb/env.h"
#include "rocksdb/file_system.h"

namespace samverk::storage {

class FaultFileSystem {
 public:
  enum class Operation {
    kCreate,
    kAppend,
    kSync,
    kTruncate,
    kRename,
    kDelete,
    kSyncDirectory,
    kRead
  };

  // Something that RocksDB asks of the disk.
  struct Call {
    Operation operation;
    std::string path;
    // 0, 1, 2, … over all calls but reads, which have the number of the next.
    uint64_t number;
  };

  // What a call is answered with: OK lets it through. It may wait, to hold a call up. An append
  // that fails has written the first half of its bytes. After a sync that failed, later syncs of
  // the same file say OK but keep nothing more, as Linux does.
  using Fault = std::function<rocksdb::IOStatus(const Call&)>;

  static rocksdb::IOStatus IoError();  // EIO
  static rocksdb::IOStatus NoSpace();  // ENOSPC
  static Fault FailCall(uint64_t number, const rocksdb::IOStatus& status);
  static Fault FailFrom(uint64_t number, const rocksdb::IOStatus& status);
  // Every such operation on a file whose path ends so.
  static Fault FailEvery(Operation operation, std::string path_end,
                         const rocksdb::IOStatus& status);

  // What becomes of bytes that were written and not synced when power is lost.
  enum class Tail {
    kDropped,  // None is left.
    kKept,     // All are left: the process died, not the machine.
    kCut,      // The first `cut` of them are left, the same part of every file.
    kGarbage,  // As kCut; then what is left in the last page of 4 KiB is garbage.
    kZeroed,   // As kGarbage, with zeros.
  };
  struct PowerLoss {
    Tail tail = Tail::kDropped;
    double cut = 0.5;  // 0 to 1.
    // Whether files and renames whose directory was not synced are undone.
    bool names_lost = false;
  };

  FaultFileSystem();
  ~FaultFileSystem();
  FaultFileSystem(const FaultFileSystem&) = delete;
  FaultFileSystem& operator=(const FaultFileSystem&) = delete;

  // What RocksDB is to run on.
  rocksdb::Env* env() { return env_.get(); }

  void SetFault(Fault fault) LOCKS_EXCLUDED(mutex_);
  void ClearFault() { SetFault(nullptr); }

  // How many calls there were but reads, failed ones included.
  uint64_t calls() const LOCKS_EXCLUDED(mutex_);

  // From now on every call but reads fails and does nothing.
  void CutPower() LOCKS_EXCLUDED(mutex_);

  // Lets the disk forget what it had not synced, then works again, without faults.
  // To be called when everything that was opened is closed.
  absl::Status RestorePower(const PowerLoss& loss) LOCKS_EXCLUDED(mutex_);

 private:
  class Wrapper;
  class File;
  class ReadFile;
  class Directory;

  // A file as the disk has it.
  struct FileState {
    uint64_t written_bytes = 0;
    uint64_t synced_bytes = 0;
    bool sync_lies = false;
  };
  // A change of a directory that was not synced.
  struct NameChange {
    std::string created;                     // The new name.
    std::string renamed_from;                // Empty: it is a new file.
    std::optional<std::string> overwritten;  // What the name stood for before.
  };

  bool power_is_cut() const LOCKS_EXCLUDED(mutex_);
  // Counts a call and says how it goes.
  rocksdb::IOStatus Admit(Operation operation, const std::string& path) LOCKS_EXCLUDED(mutex_);
  std::shared_ptr<FileState> Opened(const std::string& path, uint64_t size, bool existed)
      LOCKS_EXCLUDED(mutex_);
  void Appended(FileState& state, uint64_t size) LOCKS_EXCLUDED(mutex_);
  void Truncated(FileState& state, uint64_t size) LOCKS_EXCLUDED(mutex_);
  void Synced(FileState& state, bool succeeded) LOCKS_EXCLUDED(mutex_);
  void Renamed(const std::string& from, const std::string& to,
               std::optional<std::string> overwritten) LOCKS_EXCLUDED(mutex_);
  void Deleted(const std::string& path) LOCKS_EXCLUDED(mutex_);
  void DirectorySynced(const std::string& path) LOCKS_EXCLUDED(mutex_);
  absl::Status LoseBytes(const std::string& path, FileState& state, const PowerLoss& loss)
      EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status LoseNames() EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  mutable Mutex mutex_;
  Fault fault_ GUARDED_BY(mutex_);
  uint64_t calls_ GUARDED_BY(mutex_) = 0;
  bool power_cut_ GUARDED_BY(mutex_) = false;
  std::map<std::string, std::shared_ptr<FileState>> files_ GUARDED_BY(mutex_);
  std::vector<NameChange> name_changes_ GUARDED_BY(mutex_);

  std::shared_ptr<rocksdb::FileSystem> wrapper_;
  std::unique_ptr<rocksdb::Env> env_;
};

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_KV_TESTING_FAULT_FILE_SYSTEM_H_
