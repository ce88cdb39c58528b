// Indexes of a view: tables that hold the names of resources by something other than their
// name, so that a list under a filter reads only what it shows.

#ifndef SAMVERK_SERVICES_RUNTIME_INDEX_H_
#define SAMVERK_SERVICES_RUNTIME_INDEX_H_

#include <optional>
#include <set>
#include <string>

#include "absl/strings/string_view.h"
#include "services/runtime/versioned_table.h"

namespace samverk::runtime {

// Moves the rows of an index, which all hold `row`, from the keys that they had to those that they
// are to have. What stays is not written again.
inline void MoveKeys(char table, const std::set<std::string>& before,
                     const std::set<std::string>& after, absl::string_view row, ViewWriter& view) {
  for (const std::string& key : before) {
    if (!after.contains(key)) view.Delete(table, key);
  }
  for (const std::string& key : after) {
    if (!before.contains(key)) view.Put(table, key, row);
  }
}

// The same where the keys depend on what a resource holds: from those of `before`, where there is
// one, to those of `after`.
template <typename Resource>
void MoveIndex(char table, std::set<std::string> (*keys_of)(const Resource&),
               const std::optional<Resource>& before, const Resource& after, ViewWriter& view) {
  const std::set<std::string> old_keys =
      before.has_value() ? keys_of(*before) : std::set<std::string>();
  MoveKeys(table, old_keys, keys_of(after), after.name(), view);
}

// The same where each resource has one key.
template <typename Resource>
void MoveIndex(char table, std::string (*key_of)(const Resource&),
               const std::optional<Resource>& before, const Resource& after, ViewWriter& view) {
  const std::string key = key_of(after);
  if (before.has_value()) {
    const std::string old_key = key_of(*before);
    if (old_key == key) return;
    view.Delete(table, old_key);
  }
  view.Put(table, key, after.name());
}

}  // namespace samverk::runtime

#endif  // SAMVERK_SERVICES_RUNTIME_INDEX_H_
