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

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/lru_cache.h"
#include "base/refusal.h"
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

  // The row at `key`; nullopt if there was none.
  absl::StatusOr<std::optional<std::string>> Get(char table, absl::string_view key) const;

  // Calls `visit` with every row from `from` on whose key begins with `prefix`, in the
  // order of keys, until it returns false.
  absl::Status Scan(
      char table, absl::string_view prefix, absl::string_view from,
      const std::function<bool(absl::string_view key, absl::string_view row)>& visit) const;

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
  void Change(char table, absl::string_view key, std::optional<std::string> row);
  void Remember(const std::string& table_key, std::optional<std::string> row);

  const std::shared_ptr<storage::ViewFamily> family_;
  storage::Position position_;
  storage::ViewBatch batch_;
  // Rows changed since the last commit: the batch can't be read.
  absl::flat_hash_map<std::string, std::optional<std::string>> changed_;
  // Rows read or written lately; nullopt where it is known that there is none.
  LruCache<std::optional<std::string>> recent_;
};

}  // namespace samverk::runtime

#endif  // SAMVERK_SERVICES_RUNTIME_VERSIONED_TABLE_H_
