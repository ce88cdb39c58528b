#include "clients/cli/import_entries.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "clients/cli/import_fields.h"
#include "clients/cli/import_matching.h"
#include "google/protobuf/util/message_differencer.h"
#include "samverk/v1/workshop_events.pb.h"

namespace samverk {
namespace {

using google::protobuf::util::MessageDifferencer;

v1::WorkshopEdit ContentOfKnowledge(const auto& knowledge) {
  v1::WorkshopEdit content;
  content.mutable_knowledge()->set_title(knowledge.title());
  content.mutable_knowledge()->set_source(knowledge.source());
  content.mutable_knowledge()->set_link(knowledge.link());
  return content;
}

v1::WorkshopEdit ContentOfNote(const auto& note) {
  v1::WorkshopEdit content;
  content.mutable_note()->set_text(note.text());
  return content;
}

v1::WorkshopEdit ContentOfOutcome(const auto& outcome) {
  v1::WorkshopEdit content;
  content.mutable_outcome()->set_text(outcome.text());
  *content.mutable_outcome()->mutable_links() = outcome.links();
  return content;
}

v1::WorkshopEdit WithEntry(v1::WorkshopEdit content, int64_t entry) {
  if (content.has_knowledge()) content.mutable_knowledge()->set_entry(entry);
  if (content.has_note()) content.mutable_note()->set_entry(entry);
  if (content.has_outcome()) content.mutable_outcome()->set_entry(entry);
  return content;
}

int64_t EntryIn(const v1::WorkshopEdit& edit) {
  if (edit.has_knowledge()) return edit.knowledge().entry();
  if (edit.has_note()) return edit.note().entry();
  if (edit.has_outcome()) return edit.outcome().entry();
  return edit.remove_entry();
}

using Recorded = RecordedEntry<v1::WorkshopEdit>;
using Wanted = WantedEntry<v1::WorkshopEdit>;

void Correct(const v1::RecordedEvent& event, const v1::WorkshopEdit& edit,
             std::map<int64_t, Recorded>& entries) {
  const auto found = entries.find(EntryIn(edit));
  if (found == entries.end()) return;
  found->second.by_person = !IsImported(event.request_id());
  if (edit.edit_case() == v1::WorkshopEdit::kRemoveEntry) {
    found->second.removed = true;
  } else {
    found->second.content = WithEntry(edit, 0);
  }
}

// The entries of the history by their number, as they are now.
std::map<int64_t, Recorded> RecordedEntries(
    const google::protobuf::RepeatedPtrField<v1::RecordedEvent>& history) {
  std::map<int64_t, Recorded> entries;
  for (const v1::RecordedEvent& event : history) {
    v1::WorkshopEdit content;
    if (v1::KnowledgePresented knowledge; ReadFact(event, knowledge)) {
      content = ContentOfKnowledge(knowledge);
    } else if (v1::WorkshopNoteRecorded note; ReadFact(event, note)) {
      content = ContentOfNote(note);
    } else if (v1::WorkshopOutcomeRecorded outcome; ReadFact(event, outcome)) {
      content = ContentOfOutcome(outcome);
    } else if (v1::WorkshopCorrected corrected; ReadFact(event, corrected)) {
      Correct(event, corrected.edit(), entries);
      continue;
    } else {
      continue;
    }
    entries[event.revision()] = {event.revision(), event.request_id(), content,
                                 !IsImported(event.request_id())};
  }
  return entries;
}

// Records what is new and corrects what changed of one kind of entry.
template <typename Request>
void AddChanges(const std::vector<Request>& requests,
                v1::WorkshopEdit (*content_of)(const Request&),
                std::map<int64_t, Recorded>& entries, std::vector<Request>& to_record,
                EntryChanges& changes) {
  std::vector<Wanted> wanted;
  wanted.reserve(requests.size());
  for (const Request& request : requests) {
    wanted.push_back({request.request_id(), content_of(request)});
  }
  Match(wanted, entries);
  for (size_t i = 0; i < wanted.size(); ++i) {
    const Recorded* match = wanted[i].match;
    if (match == nullptr) {
      to_record.push_back(requests[i]);
    } else if (match->removed || MessageDifferencer::Equals(match->content, wanted[i].content)) {
      continue;
    } else if (match->by_person) {
      changes.kept.push_back(absl::StrCat("entry ", match->entry));
    } else {
      changes.edits.push_back(WithEntry(wanted[i].content, match->entry));
    }
  }
}

}  // namespace

EntryChanges EntryChangesOf(const WorkshopRow& row,
                            const google::protobuf::RepeatedPtrField<v1::RecordedEvent>& history) {
  EntryChanges changes;
  std::map<int64_t, Recorded> entries = RecordedEntries(history);
  AddChanges(row.knowledge, &ContentOfKnowledge<v1::PresentKnowledgeRequest>, entries,
             changes.knowledge, changes);
  AddChanges(row.notes, &ContentOfNote<v1::RecordWorkshopNoteRequest>, entries, changes.notes,
             changes);
  AddChanges(row.outcomes, &ContentOfOutcome<v1::RecordWorkshopOutcomeRequest>, entries,
             changes.outcomes, changes);
  return changes;
}

}  // namespace samverk
