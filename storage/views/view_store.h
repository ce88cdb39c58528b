// ViewStore: where views are kept. They can be rebuilt from the log, so nothing here
// is synced: after a crash a view is what its last flush made of it, with the cursor
// that belongs to it, because both are in one column family and change in one batch.
//
// Which projection has which family, and what is in its rows, is decided in
// services/runtime.

#ifndef SAMVERK_STORAGE_VIEWS_VIEW_STORE_H_
#define SAMVERK_STORAGE_VIEWS_VIEW_STORE_H_

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/mutex.h"
#include "rocksdb/db.h"
#include "rocksdb/write_batch.h"
#include "storage/event_log/position.h"
#include "storage/kv/rocks.h"

namespace samverk::storage {

class ViewStore;
class ViewFamily;

// Rows of one family that change together.
class ViewBatch {
 public:
  explicit ViewBatch(const ViewFamily& family) : family_(&family) {}
  void Put(absl::string_view key, absl::string_view value);
  // The same of two parts each, one after the other.
  using Parts = std::array<absl::string_view, 2>;
  void Put(const Parts& key, const Parts& value);

 private:
  friend class ViewFamily;
  const ViewFamily* family_;
  rocksdb::WriteBatch batch_;
};

// Walks rows in the order of keys, as they stood when it was made.
class ViewCursor {
 public:
  void Seek(absl::string_view key) { rows_->Seek(ToSlice(key)); }
  void Next() { rows_->Next(); }
  // False past the last row, and where the disk refused: see status().
  bool Valid() const { return rows_->Valid(); }
  absl::string_view key() const { return ToView(rows_->key()); }
  absl::string_view value() const { return ToView(rows_->value()); }
  absl::Status status() const { return ToAbslStatus(rows_->status()); }

 private:
  friend class ViewFamily;
  std::unique_ptr<rocksdb::Iterator> rows_;
};

// The rows of one version of one projection. Reads from any thread, Apply and Flush
// from one at a time. Must not outlive its store.
class ViewFamily {
 public:
  // The position up to which events were applied; 0 for none.
  absl::StatusOr<Position> ReadCursor() const;

  // Writes the rows of `batch` and the cursor that they lead to, all or nothing.
  absl::Status Apply(ViewBatch batch, Position cursor);

  // On OK everything applied so far survives a crash.
  absl::Status Flush();

  ViewCursor Rows() const;

  const std::string& name() const { return name_; }

 private:
  friend class ViewBatch;
  friend class ViewStore;
  using Handle = std::shared_ptr<rocksdb::ColumnFamilyHandle>;
  ViewFamily(rocksdb::DB* db, Handle handle, std::string name)
      : db_(db), handle_(std::move(handle)), name_(std::move(name)) {}

  rocksdb::DB* const db_;
  const Handle handle_;
  const std::string name_;
};

// The views of one ledger. Any thread.
class ViewStore {
 public:
  // Opens the store in `directory`, making it if there is none, and checks that the cursor of
  // every family can be read.
  //
  // Errors:
  //   DATA_LOSS    STORE_DAMAGED: also if files are missing. Delete the store and build it anew.
  //   UNAVAILABLE  DISK_FAILED: it may be whole.
  static absl::StatusOr<std::unique_ptr<ViewStore>> Open(const std::string& directory,
                                                         const RocksResources& resources);
  ~ViewStore();

  // The names of all families.
  std::vector<std::string> FamilyNames() const LOCKS_EXCLUDED(mutex_);

  // The family `name`, made if there is none.
  absl::StatusOr<std::unique_ptr<ViewFamily>> OpenFamily(absl::string_view name)
      LOCKS_EXCLUDED(mutex_);

  // Removes a family. Those who hold it can go on reading what it held.
  absl::Status DropFamily(absl::string_view name) LOCKS_EXCLUDED(mutex_);

 private:
  ViewStore() = default;
  absl::Status OpenFamilies(const std::string& directory) LOCKS_EXCLUDED(mutex_);
  absl::Status CheckCursors() LOCKS_EXCLUDED(mutex_);

  RocksResources resources_;
  std::unique_ptr<rocksdb::DB> db_;
  mutable Mutex mutex_;
  std::map<std::string, ViewFamily::Handle, std::less<>> families_ GUARDED_BY(mutex_);
};

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_VIEWS_VIEW_STORE_H_
