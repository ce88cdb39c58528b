// Entries of an import file matched with those that the server has. The request id tells which
// entry came from which line of which version of the file.

#ifndef SAMVERK_CLIENTS_CLI_IMPORT_MATCHING_H_
#define SAMVERK_CLIENTS_CLI_IMPORT_MATCHING_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "clients/cli/import_ids.h"
#include "google/protobuf/util/message_differencer.h"

namespace samverk {

// An entry that the server has. An entry's content is written as the edit that would give it, with
// the entry number 0.
template <typename Edit>
struct RecordedEntry {
  int64_t entry = 0;
  std::string request_id;
  Edit content;
  bool by_person = false;  // Written last by a person.
  bool removed = false;
  bool matched = false;
};

// An entry that the file has.
template <typename Edit>
struct WantedEntry {
  std::string request_id;
  Edit content;
  RecordedEntry<Edit>* match = nullptr;
};

// Finds for each entry of the file the one that was recorded of it: first by request id; then what
// an import recorded from an older version of the file: by equal content, and what is left in the
// order of both.
template <typename Edit>
void Match(std::vector<WantedEntry<Edit>>& wanted,
           std::map<int64_t, RecordedEntry<Edit>>& entries) {
  const auto pair = [](WantedEntry<Edit>& want, RecordedEntry<Edit>& recorded) {
    want.match = &recorded;
    recorded.matched = true;
  };
  for (WantedEntry<Edit>& want : wanted) {
    for (auto& [number, recorded] : entries) {
      if (!recorded.matched && recorded.request_id == want.request_id) pair(want, recorded);
    }
  }
  for (const bool same_content : {true, false}) {
    for (WantedEntry<Edit>& want : wanted) {
      for (auto& [number, recorded] : entries) {
        const bool free = want.match == nullptr && !recorded.matched && !recorded.removed &&
                          IsImported(recorded.request_id) &&
                          recorded.content.edit_case() == want.content.edit_case();
        if (!free) continue;
        if (same_content &&
            !google::protobuf::util::MessageDifferencer::Equals(recorded.content, want.content)) {
          continue;
        }
        pair(want, recorded);
      }
    }
  }
}

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_IMPORT_MATCHING_H_
