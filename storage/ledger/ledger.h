// Ledgers: one directory per partnership, and everything that they share in a server.
//
//   <data-dir>/<partnership>/log/     the truth: a RocksDB, synced
//   <data-dir>/<partnership>/head     how far the log is known to reach
//   <data-dir>/<partnership>/blobs/   attachments by SHA-256
//   <data-dir>/<partnership>/views/   what is derived from it: a RocksDB, rebuildable
//   <data-dir>/<partnership>/people/  the keys of its people: a RocksDB, synced
//   <data-dir>/<partnership>/search/  the index of search, derived as well; whoever fills it opens
//   it <data-dir>/master.key             what wraps those keys, unless it is elsewhere
//
// Beside them, now and then: log.before/ (storage/event_log/log_repair_point.h) and
// views.damaged/, for people to look at or delete.
//
// A ledger can be copied, moved or erased alone. All of them share one block cache,
// one budget of write buffers and a fixed number of threads, but for the writer
// thread that each log has of its own.

#ifndef SAMVERK_STORAGE_LEDGER_LEDGER_H_
#define SAMVERK_STORAGE_LEDGER_LEDGER_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "base/refusal.h"
#include "base/serial_executor.h"
#include "storage/blobs/blob_store.h"
#include "storage/event_log/event_log.h"
#include "storage/event_log/log_repair.h"
#include "storage/kv/rocks.h"
#include "storage/people/people_store.h"
#include "storage/views/view_store.h"

namespace samverk::storage {

inline constexpr Reason kDataDirectoryInUse = {"DATA_DIRECTORY_IN_USE",
                                               absl::StatusCode::kFailedPrecondition,
                                               "The data directory {directory} is used by another "
                                               "server. Stop it, or choose another directory.",
                                               "Datakatalogen {directory} används av en annan "
                                               "server. Stoppa den eller välj en annan katalog."};

// The open stores of one partnership.
class Ledger {
 public:
  virtual ~Ledger() = default;
  virtual const std::string& partnership() const = 0;
  virtual EventLog& log() = 0;
  virtual ViewStore& views() = 0;
  virtual PeopleStore& people() = 0;
  virtual BlobStore& blobs() = 0;
  // Where the index of search is, or is to be.
  virtual std::string search_directory() const = 0;
};

// The ledgers of one server. Any thread.
class LedgerHost {
 public:
  // Takes possession of `data_directory`, making it if there is none. `clock` must
  // outlive the host, and so must what `resources` points at. `master_key_path` is where the
  // master key is; empty: kMasterKeyFile in the directory.
  //
  // Errors:
  //   FAILED_PRECONDITION  DATA_DIRECTORY_IN_USE
  //   UNAVAILABLE          DISK_FAILED
  static absl::StatusOr<std::unique_ptr<LedgerHost>> Open(
      const std::string& data_directory, const Clock& clock,
      RocksResources resources = MakeRocksResources(), const std::string& master_key_path = "");
  ~LedgerHost();

  // Reads the master key, or makes one if no ledger has been opened with any. Opening a ledger does
  // so too; this is to learn at once what is wrong with it.
  //
  // Errors:
  //   FAILED_PRECONDITION  MASTER_KEY_MISSING, MASTER_KEY_EXPOSED, MASTER_KEY_MALFORMED,
  //                        MASTER_KEY_UNREADABLE
  absl::Status LoadMasterKey();

  // The ids of the partnerships that have a ledger, sorted.
  absl::StatusOr<std::vector<std::string>> List() const;

  // Opens a ledger, which the caller must let go before the host. At most one holder
  // at a time. Views that are damaged are set aside as `views.damaged`, in the place of
  // older ones, and begin empty. Errors: as RocksEventLog::Open, LoadMasterKey and
  // RocksPeopleStore::Open.
  absl::StatusOr<std::unique_ptr<Ledger>> OpenLedger(absl::string_view partnership);

  // Checks the whole log of a ledger that is not open; `progress` is told how far it got. Then
  // reads every blob. Errors: as RocksEventLog::Verify and BlobStore::Verify.
  absl::Status VerifyLedger(absl::string_view partnership,
                            const std::function<void(Position done, Position all)>& progress);

  // What a repair of a ledger that does not open would cut. See storage/event_log/log_repair.h.
  absl::StatusOr<RepairPlan> PlanLedgerRepair(absl::string_view partnership);
  // Cuts it.
  absl::Status RepairLedger(absl::string_view partnership, const RepairPlan& plan);

  // Makes an empty ledger unless there is one; whole or not at all.
  absl::Status CreateLedger(absl::string_view partnership);

 private:
  class OpenedLedger;
  struct Shared;

  explicit LedgerHost(std::unique_ptr<Shared> shared);

  const std::unique_ptr<Shared> shared_;
};

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_LEDGER_LEDGER_H_
