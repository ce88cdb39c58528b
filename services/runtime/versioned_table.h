// Versioned tables: rows that remember what they were. Every change of a row is kept
// with the position of the event that made it, so a read can be asked as of any
// position, lists too, without touching the log.
//
//   stored key = table:1 ‖ key ‖ (2^64 - 1 - position):8     newest version first
//   value      = 1 ‖ row, or 0 for a row that was deleted
//
// Keys are made with OrderedKey; table names are letters.

#ifndef SAMVERK_SERVICES_RUNTIME_VERSIONED_TABLE_H_
#define SAMVERK_SERVICES_RUNTIME_VERSIONED_TABLE_H_

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/refusal.h"
#include "google/protobuf/message_lite.h"
#include "storage/event_log/position.h"
#include "storage/views/view_store.h"

namespace samverk::runtime {

inline constexpr Reason kViewDamaged = {
    "VIEW_DAMAGED", absl::StatusCode::kDataLoss,
    "A row of a view is damaged. Nothing is lost: an operator can have the views built anew.",
    "En rad i en vy är skadad. Inget är förlorat: en driftansvarig kan låta bygga om vyerna."};

// Reads the rows of one family as of one position. Any thread; cheap to make.
class ViewReader {
 public:
  ViewReader(std::shared_ptr<const storage::ViewFamily> family, storage::Position as_of)
      : family_(std::move(family)), as_of_(as_of) {}

  storage::Position as_of() const { return as_of_; }

  // Which build of which version of the view it is.
  const std::string& family() const { return family_->name(); }

  // The same rows as they were at `position`, or as of now if that is earlier.
  ViewReader AsOf(storage::Position position) const {
    return ViewReader(family_, std::min(position, as_of_));
  }

  // The row at `key`; nullopt if there was none.
  absl::StatusOr<std::optional<std::string>> Get(char table, absl::string_view key) const;

  // Calls `visit` with every row from `from` on whose key begins with `prefix`, in the
  // order of keys, until it returns false.
  absl::Status Scan(
      char table, absl::string_view prefix, absl::string_view from,
      const std::function<bool(absl::string_view key, absl::string_view row)>& visit) const;

  // The same of every row whose key begins with `prefix`, as a message.
  //
  // Errors: DATA_LOSS (`VIEW_DAMAGED`).
  template <typename Row>
  absl::Status ScanMessages(char table, absl::string_view prefix,
                            const std::function<bool(const Row& row)>& visit) const {
    bool damaged = false;
    const absl::Status status =
        Scan(table, prefix, "", [&](absl::string_view, absl::string_view bytes) {
          Row row;
          damaged = !row.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
          return !damaged && visit(row);
        });
    return damaged ? Refusal(kViewDamaged) : status;
  }

  // The row as a message; nullopt if there was none.
  template <typename Row>
  absl::StatusOr<std::optional<Row>> GetMessage(char table, absl::string_view key) const {
    absl::StatusOr<std::optional<std::string>> bytes = Get(table, key);
    if (!bytes.ok()) return std::move(bytes).status();
    if (!bytes->has_value()) return std::optional<Row>();
    Row row;
    if (!row.ParseFromString(**bytes)) return Refusal(kViewDamaged);
    return std::optional<Row>(std::move(row));
  }

 private:
  std::shared_ptr<const storage::ViewFamily> family_;
  storage::Position as_of_;
};

// Writes the rows of one family, event by event. One thread.
class ViewWriter {
 public:
  explicit ViewWriter(std::shared_ptr<storage::ViewFamily> family);

  // Says which event the next changes belong to.
  void BeginEvent(storage::Position position) { position_ = position; }

  // The row as it stands after all changes so far; nullopt if there is none.
  absl::StatusOr<std::optional<std::string>> Get(char table, absl::string_view key);

  // The same of all rows whose keys begin with `prefix`, by key. Looks through everything that was
  // changed since the last commit: for what happens seldom.
  absl::StatusOr<std::map<std::string, std::string>> ReadAll(char table, absl::string_view prefix);

  // The row at `key` as a message to change and to put back with PutMessage; an empty one where
  // there is no row. Good until the next Commit. Rows that change with every event are kept
  // parsed, which spares more than half of the work on them. `is_new` says that there was never
  // such a row, so nobody needs to look: the event is the first of what the row is about. A
  // table holds messages of one type.
  template <typename Row>
  absl::StatusOr<Row*> EditMessage(char table, absl::string_view key, bool is_new) {
    std::string table_key = TableKey(table, key);
    if (const auto kept = messages_.find(table_key); kept != messages_.end()) {
      return static_cast<Row*>(kept->second.get());
    }
    absl::StatusOr<std::optional<Row>> row = std::optional<Row>();
    if (!is_new) row = GetMessage<Row>(table, key);
    if (!row.ok()) return std::move(row).status();
    auto message = std::make_unique<Row>(std::move(*row).value_or(Row()));
    Row* const edited = message.get();
    KeepMessage(std::move(table_key), std::move(message));
    return edited;
  }
  void PutMessage(char table, absl::string_view key, const google::protobuf::MessageLite& row);

  // Changes or adds a row.
  void Put(char table, absl::string_view key, absl::string_view row);
  void Delete(char table, absl::string_view key);

  template <typename Row>
  absl::StatusOr<std::optional<Row>> GetMessage(char table, absl::string_view key) {
    absl::StatusOr<std::optional<std::string>> bytes = Get(table, key);
    if (!bytes.ok()) return std::move(bytes).status();
    if (!bytes->has_value()) return std::optional<Row>();
    Row row;
    if (!row.ParseFromString(**bytes)) return Refusal(kViewDamaged);
    return std::optional<Row>(std::move(row));
  }

  // Writes all changes since the last commit with the cursor that they lead to.
  absl::Status Commit(storage::Position cursor);

 private:
  static std::string TableKey(char table, absl::string_view key);
  void KeepMessage(std::string table_key, std::unique_ptr<google::protobuf::MessageLite> message);
  void Write(absl::string_view table_key, bool present, absl::string_view row);
  void Change(char table, absl::string_view key, std::optional<std::string> row);

  const std::shared_ptr<storage::ViewFamily> family_;
  storage::Position position_;
  storage::ViewBatch batch_;
  // Rows changed since the last commit: the batch can't be read.
  absl::flat_hash_map<std::string, std::optional<std::string>> changed_;
  // Rows that EditMessage gave out: none is in the map above. Emptied at a commit once
  // they take too much memory.
  absl::flat_hash_map<std::string, std::unique_ptr<google::protobuf::MessageLite>> messages_;
  size_t message_bytes_ = 0;
};

}  // namespace samverk::runtime

#endif  // SAMVERK_SERVICES_RUNTIME_VERSIONED_TABLE_H_
