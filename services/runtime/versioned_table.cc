#include "services/runtime/versioned_table.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "base/status_macros.h"
#include "services/runtime/limits.h"
#include "storage/event_log/event_log_format.h"

namespace samverk::runtime {
namespace {

using storage::Position;

constexpr size_t kVersionBytes = 8;
constexpr int kVersionsPassed = 4;
constexpr char kPresent = '\1';
constexpr char kDeleted = '\0';

std::string KeyInTable(char table, absl::string_view key) {
  CHECK((table >= 'a' && table <= 'z') || (table >= 'A' && table <= 'Z'));
  return absl::StrCat(absl::string_view(&table, 1), key);
}

// Newer versions sort first, so the first at or after this key is the one to read.
std::string VersionKey(absl::string_view table_key, Position position) {
  return absl::StrCat(table_key, storage::EncodeUint64(UINT64_MAX - position.value()));
}

absl::string_view WithoutVersion(absl::string_view stored_key) {
  CHECK(stored_key.size() > kVersionBytes);
  return stored_key.substr(0, stored_key.size() - kVersionBytes);
}

std::optional<std::string> RowOf(absl::string_view value) {
  if (value.empty() || value.front() == kDeleted) return std::nullopt;
  return std::string(value.substr(1));
}

// The version of a row that is at most `as_of` old; nullopt if there is none.
absl::StatusOr<std::optional<std::string>> ReadVersion(const storage::ViewFamily& family,
                                                       absl::string_view table_key,
                                                       Position as_of) {
  storage::ViewCursor rows = family.Rows();
  rows.Seek(VersionKey(table_key, as_of));
  RETURN_IF_ERROR(rows.status());
  if (!rows.Valid() || rows.key().size() != table_key.size() + kVersionBytes ||
      WithoutVersion(rows.key()) != table_key) {
    return std::optional<std::string>();
  }
  return RowOf(rows.value());
}

// Goes on after all versions of the row that `rows` is at. Few are passed faster one by one.
void SkipVersions(absl::string_view table_key, storage::ViewCursor& rows) {
  for (int i = 0; i < kVersionsPassed; ++i) {
    rows.Next();
    if (!rows.Valid() || WithoutVersion(rows.key()) != table_key) return;
  }
  rows.Seek(VersionKey(table_key, Position(0)));
  if (rows.Valid() && WithoutVersion(rows.key()) == table_key) rows.Next();
}

}  // namespace

absl::StatusOr<std::optional<std::string>> ViewReader::Get(char table,
                                                           absl::string_view key) const {
  return ReadVersion(*family_, KeyInTable(table, key), as_of_);
}

absl::Status ViewReader::Scan(
    char table, absl::string_view prefix, absl::string_view from,
    const std::function<bool(absl::string_view, absl::string_view)>& visit) const {
  const std::string table_prefix = KeyInTable(table, prefix);
  storage::ViewCursor rows = family_->Rows();
  rows.Seek(KeyInTable(table, std::max(from, prefix)));
  while (rows.Valid() && absl::StartsWith(rows.key(), table_prefix)) {
    // All versions of one row lie together: take the right one and go on after the last.
    const std::string table_key(WithoutVersion(rows.key()));
    const std::string newest = VersionKey(table_key, as_of_);
    if (rows.key() < newest) rows.Seek(newest);
    if (rows.Valid() && WithoutVersion(rows.key()) == table_key) {
      const absl::string_view value = rows.value();
      if (!value.empty() && value.front() == kPresent &&
          !visit(absl::string_view(table_key).substr(1), value.substr(1))) {
        break;
      }
      SkipVersions(table_key, rows);
    }
  }
  return rows.status();
}

ViewWriter::ViewWriter(std::shared_ptr<storage::ViewFamily> family)
    : family_(std::move(family)), batch_(*family_) {}

absl::StatusOr<std::optional<std::string>> ViewWriter::Get(char table, absl::string_view key) {
  const std::string table_key = TableKey(table, key);
  if (const auto kept = messages_.find(table_key); kept != messages_.end()) {
    return kept->second->SerializeAsString();
  }
  if (const auto changed = changed_.find(table_key); changed != changed_.end()) {
    return changed->second;
  }
  return ReadVersion(*family_, table_key, Position(UINT64_MAX));
}

absl::StatusOr<std::map<std::string, std::string>> ViewWriter::ReadAll(char table,
                                                                       absl::string_view prefix) {
  std::map<std::string, std::string> rows;
  RETURN_IF_ERROR(ViewReader(family_, Position(UINT64_MAX))
                      .Scan(table, prefix, "", [&](absl::string_view key, absl::string_view row) {
                        rows.emplace(key, row);
                        return true;
                      }));
  const std::string table_prefix = TableKey(table, prefix);
  for (const auto& [table_key, row] : changed_) {
    if (!absl::StartsWith(table_key, table_prefix)) continue;
    const std::string key = table_key.substr(1);
    if (row.has_value()) {
      rows.insert_or_assign(key, *row);
    } else {
      rows.erase(key);
    }
  }
  for (const auto& [table_key, message] : messages_) {
    if (!absl::StartsWith(table_key, table_prefix)) continue;
    rows.insert_or_assign(table_key.substr(1), message->SerializeAsString());
  }
  return rows;
}

std::string ViewWriter::TableKey(char table, absl::string_view key) {
  return KeyInTable(table, key);
}

void ViewWriter::KeepMessage(std::string table_key,
                             std::unique_ptr<google::protobuf::MessageLite> message) {
  changed_.erase(table_key);
  message_bytes_ += 2 * table_key.size() + 2 * message->ByteSizeLong() + 256;
  messages_.insert_or_assign(std::move(table_key), std::move(message));
}

void ViewWriter::PutMessage(char table, absl::string_view key,
                            const google::protobuf::MessageLite& row) {
  const std::string table_key = TableKey(table, key);
  CHECK(messages_.contains(table_key));  // EditMessage gave it out.
  const std::string bytes = row.SerializeAsString();
  message_bytes_ += bytes.size() / 8;  // It grows with time.
  Write(table_key, /*present=*/true, bytes);
}

void ViewWriter::Put(char table, absl::string_view key, absl::string_view row) {
  Change(table, key, std::string(row));
}

void ViewWriter::Delete(char table, absl::string_view key) { Change(table, key, std::nullopt); }

void ViewWriter::Change(char table, absl::string_view key, std::optional<std::string> row) {
  std::string table_key = TableKey(table, key);
  Write(table_key, row.has_value(), row.has_value() ? absl::string_view(*row) : "");
  messages_.erase(table_key);
  changed_.insert_or_assign(std::move(table_key), std::move(row));
}

void ViewWriter::Write(absl::string_view table_key, bool present, absl::string_view row) {
  const std::string version = storage::EncodeUint64(UINT64_MAX - position_.value());
  batch_.Put({table_key, version}, {absl::string_view(present ? &kPresent : &kDeleted, 1), row});
}

absl::Status ViewWriter::Commit(Position cursor) {
  storage::ViewBatch batch = std::exchange(batch_, storage::ViewBatch(*family_));
  RETURN_IF_ERROR(family_->Apply(std::move(batch), cursor));
  changed_.clear();
  if (message_bytes_ > kRowCacheBytes) {
    messages_.clear();
    message_bytes_ = 0;
  }
  return absl::OkStatus();
}

}  // namespace samverk::runtime
