#include "tests/crash/workshop_fold.h"

#include "absl/strings/match.h"
#include "samverk/v1/workshop_events.pb.h"

namespace samverk::tests {
namespace {

using google::protobuf::RepeatedPtrField;

template <typename Entry>
Entry* FindEntry(RepeatedPtrField<Entry>& entries, int64_t entry) {
  for (Entry& each : entries) {
    if (each.entry() == entry) return &each;
  }
  return nullptr;
}

template <typename Element, typename IsGone>
void KeepOthers(RepeatedPtrField<Element>& elements, IsGone is_gone) {
  RepeatedPtrField<Element> kept;
  for (const Element& element : elements) {
    if (!is_gone(element)) *kept.Add() = element;
  }
  elements.Swap(&kept);
}

void SetParticipants(RepeatedPtrField<v1::Attendance>& list, const v1::Attendance& attendance) {
  for (v1::Attendance& each : list) {
    if (each.organisation() == attendance.organisation()) {
      each = attendance;
      return;
    }
  }
  *list.Add() = attendance;
}

void FoldEdit(const v1::WorkshopEdit& edit, FoldedWorkshop& folded) {
  v1::Workshop& workshop = folded.workshop;
  if (edit.has_title()) workshop.set_title(edit.title());
  if (edit.has_description()) workshop.set_description(edit.description());
  if (edit.has_period()) *workshop.mutable_period() = edit.period();
  if (edit.has_form()) workshop.set_form(edit.form());
  if (edit.has_venue()) workshop.set_venue(edit.venue());
  if (edit.has_capacity()) workshop.set_capacity(edit.capacity());
  if (edit.has_responsible()) workshop.set_responsible(edit.responsible());
  if (edit.has_attendance()) SetParticipants(*workshop.mutable_attendance(), edit.attendance());
  if (edit.has_note()) {
    folded.notes[edit.note().entry()].set_text(edit.note().text());
    folded.notes[edit.note().entry()].set_corrected(true);
  }
  if (edit.has_knowledge()) {
    if (auto* entry = FindEntry(*workshop.mutable_knowledge(), edit.knowledge().entry())) {
      entry->set_title(edit.knowledge().title());
      entry->set_source(edit.knowledge().source());
      entry->set_link(edit.knowledge().link());
    }
  }
  if (edit.has_outcome()) {
    if (auto* entry = FindEntry(*workshop.mutable_outcomes(), edit.outcome().entry())) {
      entry->set_text(edit.outcome().text());
      *entry->mutable_links() = edit.outcome().links();
    }
  }
  if (edit.has_remove_entry()) {
    const auto is_it = [&edit](const auto& each) { return each.entry() == edit.remove_entry(); };
    KeepOthers(*workshop.mutable_knowledge(), is_it);
    KeepOthers(*workshop.mutable_outcomes(), is_it);
    folded.notes.erase(edit.remove_entry());
  }
}

// Calls `fold` with the fact of `event` if it is of that type.
template <typename Fact, typename Fold>
void When(const v1::RecordedEvent& event, Fold fold) {
  Fact fact;
  if (event.event().UnpackTo(&fact)) fold(fact);
}

void FoldPlan(const v1::WorkshopPlanned& planned, v1::Workshop& workshop) {
  workshop.set_state(v1::WORKSHOP_STATE_PLANNED);
  workshop.set_host(planned.host());
  workshop.set_title(planned.title());
  workshop.set_description(planned.description());
  *workshop.mutable_period() = planned.period();
  workshop.set_form(planned.form());
  workshop.set_venue(planned.venue());
  workshop.set_capacity(planned.capacity());
  workshop.set_responsible(planned.responsible());
}

}  // namespace

void FoldEvent(const v1::RecordedEvent& event, FoldedWorkshops& workshops) {
  if (!absl::StrContains(event.resource(), "/workshops/")) return;
  FoldedWorkshop& folded = workshops[event.resource()];
  v1::Workshop& workshop = folded.workshop;
  workshop.set_name(event.resource());
  workshop.set_revision(event.revision());
  When<v1::WorkshopPlanned>(event, [&](const auto& fact) { FoldPlan(fact, workshop); });
  When<v1::OrganisationsInvited>(event, [&](const auto& fact) {
    for (const std::string& organisation : fact.organisations()) workshop.add_invited(organisation);
  });
  When<v1::WorkshopProgrammeSet>(
      event, [&](const auto& fact) { *workshop.mutable_programme() = fact.items(); });
  When<v1::WorkshopRegistrationMade>(event, [&](const auto& fact) {
    SetParticipants(*workshop.mutable_registrations(), fact.registration());
  });
  When<v1::WorkshopRegistrationWithdrawn>(event, [&](const auto& fact) {
    KeepOthers(*workshop.mutable_registrations(),
               [&](const auto& each) { return each.organisation() == fact.organisation(); });
  });
  When<v1::WorkshopHeld>(event, [&](const auto& fact) {
    workshop.set_state(v1::WORKSHOP_STATE_HELD);
    *workshop.mutable_period() = fact.period();
    *workshop.mutable_attendance() = fact.attendance();
  });
  When<v1::KnowledgePresented>(event, [&](const auto& fact) {
    v1::PresentedKnowledge& knowledge = *workshop.add_knowledge();
    knowledge.set_entry(event.revision());
    knowledge.set_title(fact.title());
    knowledge.set_source(fact.source());
    knowledge.set_link(fact.link());
  });
  When<v1::WorkshopNoteRecorded>(event, [&](const auto& fact) {
    folded.notes[event.revision()].set_entry(event.revision());
    folded.notes[event.revision()].set_text(fact.text());
  });
  When<v1::WorkshopOutcomeRecorded>(event, [&](const auto& fact) {
    v1::WorkshopOutcome& outcome = *workshop.add_outcomes();
    outcome.set_entry(event.revision());
    outcome.set_text(fact.text());
    *outcome.mutable_links() = fact.links();
  });
  When<v1::WorkshopCancelled>(
      event, [&](const auto&) { workshop.set_state(v1::WORKSHOP_STATE_CANCELLED); });
  When<v1::WorkshopCorrected>(event, [&](const auto& fact) { FoldEdit(fact.edit(), folded); });
  When<v1::WorkshopWithdrawn>(
      event, [&](const auto&) { workshop.set_state(v1::WORKSHOP_STATE_WITHDRAWN); });
  workshop.set_note_count(static_cast<int>(folded.notes.size()));
}

}  // namespace samverk::tests
