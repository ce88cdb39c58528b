// RepairPoint: a log as it was before it was opened, for a repair or a backup to look at.
//
// RocksDB drops its write-ahead log when it opens, and with it what it could not read at the
// end. So every file of `log/` is first linked into `log.before/`, which takes no space and no
// reading: RocksDB never changes a file that it finds, it makes new ones. If the log is then
// refused, `log.before/` takes the place of `log/`.
//
// A directory without CURRENT is no log, so CURRENT is linked last and removed first: whatever
// breaks off, `log.before/` is a whole log or none.

#ifndef SAMVERK_STORAGE_EVENT_LOG_LOG_REPAIR_POINT_H_
#define SAMVERK_STORAGE_EVENT_LOG_LOG_REPAIR_POINT_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "rocksdb/env.h"
#include "storage/event_log/rocks_log_store.h"

namespace samverk::storage {

class RepairPoint {
 public:
  // Makes one of the log in `directory`. If there is one already, an opening broke off: that
  // one is older and stays.
  //
  // Errors:
  //   NOT_FOUND    There is no log.
  //   UNAVAILABLE  DISK_FAILED: also if the log is open.
  static absl::StatusOr<RepairPoint> Make(rocksdb::Env& env, const std::string& directory);

  // On OK it is gone for good. To be called before anything new is written to the log, or that
  // would be put back too.
  absl::Status Forget();

  // Puts the log back as it was, if the point is whole. The log must be closed.
  absl::Status Restore();

 private:
  RepairPoint(rocksdb::Env& env, const std::string& directory);

  rocksdb::Env* env_;
  std::string log_;
  std::string before_;
  std::string refused_;
};

// Links every file of the log in `from` into `to`, in the place of what is there. What is
// opened in `to` does not change `from`.
absl::Status LinkLog(rocksdb::Env& env, const std::string& from, const std::string& to);

// Removes a directory of files, or what is left of it.
absl::Status RemoveLog(rocksdb::Env& env, const std::string& directory);

// Opens a log and has `check` look at it. If either fails, the log is closed and is, byte for
// byte, what it was before. What `check` writes is forgotten too if it fails.
//
// Errors: as RepairPoint::Make, RocksLogStore::Open and `check`.
absl::StatusOr<std::unique_ptr<RocksLogStore>> OpenIfSound(
    const std::string& directory, const RocksResources& resources, RocksLogStore::Opening opening,
    const std::function<absl::Status(RocksLogStore& store)>& check);

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_EVENT_LOG_LOG_REPAIR_POINT_H_
