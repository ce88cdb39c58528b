// Fields of an organisation, meeting or workshop, each as the edit that would set it.
// Compared field by field, they tell what an import has to correct, and what a person
// has changed since and the import leaves alone.

#ifndef SAMVERK_CLIENTS_CLI_IMPORT_FIELDS_H_
#define SAMVERK_CLIENTS_CLI_IMPORT_FIELDS_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "clients/cli/import_ids.h"
#include "google/protobuf/message.h"
#include "google/protobuf/util/message_differencer.h"
#include "samverk/v1/event.pb.h"

namespace samverk {

// The field that an edit sets: `title`, or `attendance/…/2421` for what is kept by organisation.
std::string FieldKey(const google::protobuf::Message& edit);

// Who wrote each field last: an import or a person.
class FieldWriters {
 public:
  // Takes note of an event in the order of the history.
  void Wrote(const std::string& field, const v1::RecordedEvent& event) {
    imported_[field] = IsImported(event.request_id());
  }
  template <typename Edit>
  void WroteAll(const std::vector<Edit>& edits, const v1::RecordedEvent& event) {
    for (const Edit& edit : edits) Wrote(FieldKey(edit), event);
  }

  // Whether a person wrote the field after the import.
  bool ByPerson(const std::string& field) const {
    const auto found = imported_.find(field);
    return found != imported_.end() && !found->second;
  }

 private:
  std::map<std::string, bool> imported_;
};

// What the fields should be, and which part of the row says so.
template <typename Edit>
class WantedFields {
 public:
  // A later part of the row has the last word.
  void Want(const std::vector<Edit>& edits, int part) {
    for (const Edit& edit : edits) wanted_[FieldKey(edit)] = {edit, part};
  }

  // The edits of `part` that `current` lacks. Fields that a person wrote last are
  // added to `kept` instead.
  std::vector<Edit> Missing(const std::vector<Edit>& current, const FieldWriters& writers, int part,
                            std::vector<std::string>& kept) const {
    std::map<std::string, const Edit*> now;
    for (const Edit& edit : current) now[FieldKey(edit)] = &edit;
    std::vector<Edit> missing;
    for (const auto& [field, want] : wanted_) {
      if (want.part != part) continue;
      const auto found = now.find(field);
      if (found != now.end() &&
          google::protobuf::util::MessageDifferencer::Equals(*found->second, want.edit)) {
        continue;
      }
      if (writers.ByPerson(field)) {
        kept.push_back(field);
      } else {
        missing.push_back(want.edit);
      }
    }
    return missing;
  }

 private:
  struct Wanted {
    Edit edit;
    int part = 0;
  };
  std::map<std::string, Wanted> wanted_;
};

// Reads the fact of an event into `fact` if it is of that type.
template <typename Fact>
bool ReadFact(const v1::RecordedEvent& event, Fact& fact) {
  return event.type() == Fact::descriptor()->full_name() &&
         fact.ParseFromString(event.event().value());
}

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_IMPORT_FIELDS_H_
