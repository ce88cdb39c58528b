// Reads all rows of a table, or of what begins with one key, for whoever wants them whole.

#ifndef SAMVERK_SERVICES_RUNTIME_VIEW_ROWS_H_
#define SAMVERK_SERVICES_RUNTIME_VIEW_ROWS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/refusal.h"
#include "services/runtime/versioned_table.h"

namespace samverk::runtime {

// The rows as messages, in the order of keys. Errors: those of ViewReader.
template <typename Row>
absl::StatusOr<std::vector<Row>> ReadMessages(const ViewReader& view, char table,
                                              absl::string_view prefix = "") {
  std::vector<Row> rows;
  bool readable = true;
  const absl::Status status =
      view.Scan(table, prefix, "", [&](absl::string_view, absl::string_view row) {
        readable = rows.emplace_back().ParseFromArray(row.data(), static_cast<int>(row.size()));
        return readable;
      });
  if (!status.ok()) return status;
  if (!readable) return Refusal(kViewDamaged);
  return rows;
}

// The rows as they are, in the order of keys; none whose key is `end` or later, if that is not
// empty. Errors: those of ViewReader.
inline absl::StatusOr<std::vector<std::string>> ReadIndex(const ViewReader& view, char table,
                                                          absl::string_view prefix = "",
                                                          absl::string_view end = "") {
  std::vector<std::string> rows;
  const absl::Status status =
      view.Scan(table, prefix, "", [&](absl::string_view key, absl::string_view row) {
        if (!end.empty() && key >= end) return false;
        rows.emplace_back(row);
        return true;
      });
  if (!status.ok()) return status;
  return rows;
}

}  // namespace samverk::runtime

#endif  // SAMVERK_SERVICES_RUNTIME_VIEW_ROWS_H_
