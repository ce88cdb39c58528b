#include "services/workshops/workshop_view.h"

#include <algorithm>
#include <utility>

#include "base/civil_date.h"
#include "base/status_macros.h"
#include "samverk/v1/workshop_events.pb.h"
#include "services/runtime/event_codec.h"
#include "services/runtime/index.h"
#include "services/runtime/links.h"
#include "services/runtime/ordered_key.h"
#include "services/runtime/resource_name.h"

namespace samverk::workshops {
namespace {

using runtime::ViewWriter;
using v1::WorkshopEvent;

// Sets what `organisation` has in a list that names each organisation once.
template <typename List>
void SetAttendance(List& list, const v1::Attendance& attendance) {
  for (v1::Attendance& each : list) {
    if (each.organisation() == attendance.organisation()) {
      each.set_participants(attendance.participants());
      return;
    }
  }
  *list.Add() = attendance;
}

template <typename List, typename Matches>
void RemoveWhere(List& list, Matches matches) {
  list.erase(std::remove_if(list.begin(), list.end(), matches), list.end());
}

void ApplyPlanned(const v1::WorkshopPlanned& planned, v1::Workshop& workshop) {
  workshop.set_host(planned.host());
  workshop.set_state(v1::WORKSHOP_STATE_PLANNED);
  workshop.set_title(planned.title());
  workshop.set_description(planned.description());
  *workshop.mutable_period() = planned.period();
  workshop.set_form(planned.form());
  workshop.set_venue(planned.venue());
  workshop.set_capacity(planned.capacity());
  workshop.set_responsible(planned.responsible());
}

absl::Status CorrectNote(const v1::NoteCorrection& correction, const v1::Workshop& workshop,
                         ViewWriter& view) {
  const std::string key = NoteKey(workshop.name(), correction.entry());
  ASSIGN_OR_RETURN(std::optional<v1::WorkshopNote> note,
                   view.GetMessage<v1::WorkshopNote>(kNoteTable, key));
  if (!note.has_value()) return absl::DataLossError("a correction of a note that is not there");
  note->set_text(correction.text());
  note->set_corrected(true);
  view.Put(kNoteTable, key, note->SerializeAsString());
  return absl::OkStatus();
}

absl::Status RemoveEntry(int64_t entry, v1::Workshop& workshop, ViewWriter& view) {
  RemoveWhere(*workshop.mutable_knowledge(),
              [entry](const auto& each) { return each.entry() == entry; });
  RemoveWhere(*workshop.mutable_outcomes(),
              [entry](const auto& each) { return each.entry() == entry; });
  const std::string key = NoteKey(workshop.name(), entry);
  ASSIGN_OR_RETURN(const auto note, view.Get(kNoteTable, key));
  if (!note.has_value()) return absl::OkStatus();
  view.Delete(kNoteTable, key);
  workshop.set_note_count(workshop.note_count() - 1);
  return absl::OkStatus();
}

absl::Status ApplyEdit(const v1::WorkshopEdit& edit, v1::Workshop& workshop, ViewWriter& view) {
  switch (edit.edit_case()) {
    case v1::WorkshopEdit::kTitle:
      workshop.set_title(edit.title());
      break;
    case v1::WorkshopEdit::kDescription:
      workshop.set_description(edit.description());
      break;
    case v1::WorkshopEdit::kPeriod:
      *workshop.mutable_period() = edit.period();
      break;
    case v1::WorkshopEdit::kForm:
      workshop.set_form(edit.form());
      break;
    case v1::WorkshopEdit::kVenue:
      workshop.set_venue(edit.venue());
      break;
    case v1::WorkshopEdit::kCapacity:
      workshop.set_capacity(edit.capacity());
      break;
    case v1::WorkshopEdit::kResponsible:
      workshop.set_responsible(edit.responsible());
      break;
    case v1::WorkshopEdit::kAttendance:
      SetAttendance(*workshop.mutable_attendance(), edit.attendance());
      break;
    case v1::WorkshopEdit::kNote:
      return CorrectNote(edit.note(), workshop, view);
    case v1::WorkshopEdit::kKnowledge:
      for (v1::PresentedKnowledge& each : *workshop.mutable_knowledge()) {
        if (each.entry() != edit.knowledge().entry()) continue;
        each.set_title(edit.knowledge().title());
        each.set_source(edit.knowledge().source());
        each.set_link(edit.knowledge().link());
      }
      break;
    case v1::WorkshopEdit::kOutcome:
      for (v1::WorkshopOutcome& each : *workshop.mutable_outcomes()) {
        if (each.entry() != edit.outcome().entry()) continue;
        each.set_text(edit.outcome().text());
        *each.mutable_links() = edit.outcome().links();
      }
      break;
    case v1::WorkshopEdit::kRemoveEntry:
      return RemoveEntry(edit.remove_entry(), workshop, view);
    case v1::WorkshopEdit::EDIT_NOT_SET:
      break;
  }
  return absl::OkStatus();
}

absl::Status ApplyFact(const WorkshopEvent& event, int64_t revision, v1::Workshop& workshop,
                       ViewWriter& view) {
  switch (event.event_case()) {
    case WorkshopEvent::kWorkshopPlanned:
      ApplyPlanned(event.workshop_planned(), workshop);
      break;
    case WorkshopEvent::kOrganisationsInvited:
      workshop.mutable_invited()->MergeFrom(event.organisations_invited().organisations());
      break;
    case WorkshopEvent::kWorkshopProgrammeSet:
      *workshop.mutable_programme() = event.workshop_programme_set().items();
      break;
    case WorkshopEvent::kWorkshopRegistrationMade:
      SetAttendance(*workshop.mutable_registrations(),
                    event.workshop_registration_made().registration());
      break;
    case WorkshopEvent::kWorkshopRegistrationWithdrawn: {
      const std::string& organisation = event.workshop_registration_withdrawn().organisation();
      RemoveWhere(*workshop.mutable_registrations(), [&organisation](const auto& each) {
        return each.organisation() == organisation;
      });
      break;
    }
    case WorkshopEvent::kWorkshopHeld:
      workshop.set_state(v1::WORKSHOP_STATE_HELD);
      *workshop.mutable_period() = event.workshop_held().period();
      *workshop.mutable_attendance() = event.workshop_held().attendance();
      break;
    case WorkshopEvent::kKnowledgePresented: {
      v1::PresentedKnowledge& knowledge = *workshop.add_knowledge();
      knowledge.set_entry(revision);
      knowledge.set_title(event.knowledge_presented().title());
      knowledge.set_source(event.knowledge_presented().source());
      knowledge.set_link(event.knowledge_presented().link());
      break;
    }
    case WorkshopEvent::kWorkshopNoteRecorded: {
      v1::WorkshopNote note;
      note.set_entry(revision);
      note.set_text(event.workshop_note_recorded().text());
      view.Put(kNoteTable, NoteKey(workshop.name(), revision), note.SerializeAsString());
      workshop.set_note_count(workshop.note_count() + 1);
      break;
    }
    case WorkshopEvent::kWorkshopOutcomeRecorded: {
      v1::WorkshopOutcome& outcome = *workshop.add_outcomes();
      outcome.set_entry(revision);
      outcome.set_text(event.workshop_outcome_recorded().text());
      *outcome.mutable_links() = event.workshop_outcome_recorded().links();
      break;
    }
    case WorkshopEvent::kWorkshopCancelled:
      workshop.set_state(v1::WORKSHOP_STATE_CANCELLED);
      break;
    case WorkshopEvent::kWorkshopCorrected:
      return ApplyEdit(event.workshop_corrected().edit(), workshop, view);
    case WorkshopEvent::kWorkshopWithdrawn:
      workshop.set_state(v1::WORKSHOP_STATE_WITHDRAWN);
      break;
    case WorkshopEvent::EVENT_NOT_SET:
      break;
  }
  return absl::OkStatus();
}

// Whether an event may change when a workshop is or whom it concerns. Most are notes and the
// like, for which the keys of the indexes need not be made and compared.
bool MovesInIndexes(const WorkshopEvent& event) {
  return event.has_workshop_planned() || event.has_organisations_invited() ||
         event.has_workshop_held() || event.has_workshop_corrected();
}

// Whether an event may change what a workshop links to: only its outcomes have links.
bool MovesLinks(const WorkshopEvent& event) {
  return event.has_workshop_outcome_recorded() || event.has_workshop_corrected() ||
         event.has_workshop_withdrawn();
}

std::set<runtime::FoundLink> LinksOf(const v1::Workshop& workshop) {
  if (workshop.state() == v1::WORKSHOP_STATE_WITHDRAWN) return {};
  return runtime::LinksIn(workshop);
}

}  // namespace

std::string WorkshopKey(const std::string& name) {
  return runtime::OrderedKey().Text(name).bytes();
}

std::string ByDateKey(const v1::Workshop& workshop) {
  const auto& day = workshop.period().start_date();
  return runtime::OrderedKey().Text(FormatDate(day)).Text(workshop.name()).bytes();
}

std::string NoteKey(const std::string& workshop, int64_t entry) {
  return runtime::OrderedKey().Text(workshop).Number(entry).bytes();
}

std::string OrganisationKey(const std::string& organisation) {
  return runtime::OrderedKey().Text(organisation).bytes();
}

std::set<std::string> ByOrganisationKeys(const v1::Workshop& workshop) {
  const std::string by_date = ByDateKey(workshop);
  std::set<std::string> keys{OrganisationKey(workshop.host()) + by_date};
  for (const std::string& invited : workshop.invited()) {
    keys.insert(OrganisationKey(invited) + by_date);
  }
  for (const v1::Attendance& each : workshop.attendance()) {
    keys.insert(OrganisationKey(each.organisation()) + by_date);
  }
  return keys;
}

absl::Status WorkshopProjection::Apply(const storage::RecordedEvent& event,
                                       const std::string& partnership, ViewWriter& view) const {
  if (runtime::CollectionOf(event.resource()) != "workshops") return absl::OkStatus();
  const std::string name = runtime::WholeName(partnership, event.resource());
  const std::string key = WorkshopKey(name);
  const auto fact = runtime::DecodeEvent<WorkshopEvent>(event.type(), event.event());
  ASSIGN_OR_RETURN(v1::Workshop* const workshop,
                   view.EditMessage<v1::Workshop>(kWorkshopTable, key, runtime::IsFirst(event)));
  std::optional<v1::Workshop> before;
  if (MovesInIndexes(fact) && !workshop->name().empty()) before = *workshop;
  const runtime::LinkMove links(MovesLinks(fact), [workshop] { return LinksOf(*workshop); });
  workshop->set_name(name);
  const int64_t revision = static_cast<int64_t>(event.revision().value());
  workshop->set_revision(revision);
  RETURN_IF_ERROR(ApplyFact(fact, revision, *workshop, view));
  view.PutMessage(kWorkshopTable, key, *workshop);
  links.Write(name, view);
  if (!MovesInIndexes(fact)) return absl::OkStatus();
  runtime::MoveIndex(kByDateTable, ByDateKey, before, *workshop, view);
  runtime::MoveIndex(kByOrganisationTable, ByOrganisationKeys, before, *workshop, view);
  return absl::OkStatus();
}

absl::StatusOr<std::string> WorkshopProjection::TitleOf(const runtime::ViewReader& view,
                                                        const std::string& name) const {
  ASSIGN_OR_RETURN(const std::optional<v1::Workshop> workshop,
                   view.GetMessage<v1::Workshop>(kWorkshopTable, WorkshopKey(name)));
  return workshop.has_value() ? workshop->title() : "";
}

}  // namespace samverk::workshops
