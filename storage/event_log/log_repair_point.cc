#include "storage/event_log/log_repair_point.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "storage/kv/rocks.h"

namespace samverk::storage {
namespace {

constexpr char kRoot[] = "CURRENT";
// Not linked: whoever closes a file lets go of the locks that its process has on any of its names.
constexpr char kLock[] = "LOCK";

absl::StatusOr<bool> Exists(rocksdb::Env& env, const std::string& path) {
  const rocksdb::Status status = env.FileExists(path);
  if (status.IsNotFound()) return false;
  RETURN_IF_ERROR(ToAbslStatus(status));
  return true;
}

absl::StatusOr<bool> HoldsLog(rocksdb::Env& env, const std::string& directory) {
  return Exists(env, directory + "/" + kRoot);
}

// UNAVAILABLE if the log is open, in this process or another.
absl::Status CheckClosed(rocksdb::Env& env, const std::string& directory) {
  rocksdb::FileLock* lock = nullptr;
  RETURN_IF_ERROR(ToAbslStatus(env.LockFile(directory + "/" + kLock, &lock)));
  return ToAbslStatus(env.UnlockFile(lock));
}

absl::StatusOr<std::vector<std::string>> FilesOf(rocksdb::Env& env, const std::string& directory) {
  std::vector<std::string> names;
  RETURN_IF_ERROR(ToAbslStatus(env.GetChildren(directory, &names)));
  std::vector<std::string> files;
  for (std::string& name : names) {
    bool is_directory = false;
    RETURN_IF_ERROR(
        ToAbslStatus(env.IsDirectory(absl::StrCat(directory, "/", name), &is_directory)));
    if (!is_directory) files.push_back(std::move(name));
  }
  return files;
}

}  // namespace

absl::Status RemoveLog(rocksdb::Env& env, const std::string& directory) {
  ASSIGN_OR_RETURN(const bool exists, Exists(env, directory));
  if (!exists) return absl::OkStatus();
  ASSIGN_OR_RETURN(const bool holds_log, HoldsLog(env, directory));
  if (holds_log) {
    RETURN_IF_ERROR(ToAbslStatus(env.DeleteFile(directory + "/" + kRoot)));
    RETURN_IF_ERROR(SyncDirectory(env, directory));
  }
  ASSIGN_OR_RETURN(const std::vector<std::string> files, FilesOf(env, directory));
  for (const std::string& name : files) {
    RETURN_IF_ERROR(ToAbslStatus(env.DeleteFile(absl::StrCat(directory, "/", name))));
  }
  return ToAbslStatus(env.DeleteDir(directory));
}

absl::Status LinkLog(rocksdb::Env& env, const std::string& from, const std::string& to) {
  RETURN_IF_ERROR(RemoveLog(env, to));
  RETURN_IF_ERROR(ToAbslStatus(env.CreateDir(to)));
  const auto link = [&](const std::string& name) {
    return ToAbslStatus(env.LinkFile(from + "/" + name, to + "/" + name));
  };
  ASSIGN_OR_RETURN(const std::vector<std::string> files, FilesOf(env, from));
  for (const std::string& name : files) {
    if (name != kRoot && name != kLock) RETURN_IF_ERROR(link(name));
  }
  // Not CURRENT without the others, whenever the power goes.
  RETURN_IF_ERROR(SyncDirectory(env, to));
  RETURN_IF_ERROR(link(kRoot));
  RETURN_IF_ERROR(SyncDirectory(env, to));
  return SyncParent(env, to);
}

RepairPoint::RepairPoint(rocksdb::Env& env, const std::string& directory)
    : env_(&env),
      log_(directory),
      before_(directory + ".before"),
      refused_(directory + ".refused") {}

absl::StatusOr<RepairPoint> RepairPoint::Make(rocksdb::Env& env, const std::string& directory) {
  RepairPoint point(env, directory);
  ASSIGN_OR_RETURN(bool there, HoldsLog(env, directory));
  ASSIGN_OR_RETURN(bool made, HoldsLog(env, point.before_));
  if (made && !there) {  // It broke off while the log was put back.
    RETURN_IF_ERROR(point.Restore());
    there = true;
    made = false;
  }
  if (!there) return absl::NotFoundError("no event log in " + directory);
  RETURN_IF_ERROR(CheckClosed(env, directory));
  if (!made) RETURN_IF_ERROR(LinkLog(env, directory, point.before_));
  return point;
}

absl::Status RepairPoint::Forget() { return RemoveLog(*env_, before_); }

absl::Status RepairPoint::Restore() {
  ASSIGN_OR_RETURN(const bool whole, HoldsLog(*env_, before_));
  if (!whole) return absl::OkStatus();
  RETURN_IF_ERROR(RemoveLog(*env_, refused_));
  ASSIGN_OR_RETURN(const bool exists, Exists(*env_, log_));
  if (exists) {
    // Somebody else's by now?
    RETURN_IF_ERROR(CheckClosed(*env_, log_));
    RETURN_IF_ERROR(ToAbslStatus(env_->RenameFile(log_, refused_)));
  }
  RETURN_IF_ERROR(ToAbslStatus(env_->RenameFile(before_, log_)));
  RETURN_IF_ERROR(SyncParent(*env_, log_));
  return RemoveLog(*env_, refused_);
}

absl::StatusOr<std::unique_ptr<RocksLogStore>> OpenIfSound(
    const std::string& directory, const RocksResources& resources, RocksLogStore::Opening opening,
    const std::function<absl::Status(RocksLogStore& store)>& check) {
  ASSIGN_OR_RETURN(RepairPoint before, RepairPoint::Make(*resources.env, directory));
  absl::StatusOr<std::unique_ptr<RocksLogStore>> store =
      RocksLogStore::Open(directory, resources, opening);
  absl::Status status = store.status();
  if (status.ok()) status = check(**store);
  if (status.ok()) status = before.Forget();
  if (status.ok()) return store;
  store = status;  // Which closes it.
  // If the disk refuses this too, the point stays where it is, and the next opening finds it.
  before.Restore().IgnoreError();
  return status;
}

}  // namespace samverk::storage
