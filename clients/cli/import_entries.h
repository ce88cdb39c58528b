// Entries of a workshop (knowledge, notes, outcomes) in an import file, matched with those
// that the server has. The request id tells which entry came from which line of which
// version of the file; the history tells what became of it.

#ifndef SAMVERK_CLIENTS_CLI_IMPORT_ENTRIES_H_
#define SAMVERK_CLIENTS_CLI_IMPORT_ENTRIES_H_

#include <string>
#include <vector>

#include "clients/cli/import_file.h"
#include "google/protobuf/repeated_field.h"
#include "samverk/v1/event.pb.h"

namespace samverk {

// What is to be done about the entries of a row.
struct EntryChanges {
  std::vector<v1::WorkshopEdit> edits;                 // Entries whose line changed in the file.
  std::vector<v1::PresentKnowledgeRequest> knowledge;  // Entries that are new, and the next two.
  std::vector<v1::RecordWorkshopNoteRequest> notes;
  std::vector<v1::RecordWorkshopOutcomeRequest> outcomes;
  std::vector<std::string> kept;  // Entries that a person has corrected since.
};

EntryChanges EntryChangesOf(const WorkshopRow& row,
                            const google::protobuf::RepeatedPtrField<v1::RecordedEvent>& history);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_IMPORT_ENTRIES_H_
