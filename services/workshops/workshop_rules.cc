#include "services/workshops/workshop_rules.h"

#include "base/status_macros.h"
#include "services/runtime/resource_name.h"
#include "services/runtime/rule_checks.h"

namespace samverk::workshops {
namespace {

using runtime::CheckAllLinked;
using runtime::CheckLinked;
using runtime::ReadsOf;

// The one event of most commands.
template <typename Fill>
WorkshopRules::Decision Decided(Fill fill) {
  return runtime::Decided<v1::WorkshopEvent>(fill);
}

absl::Status NotFound(const std::string& name) {
  return Refusal(kWorkshopNotFound).With("name", name);
}

// OK if the workshop exists and is neither cancelled nor withdrawn.
absl::Status CheckOpen(const WorkshopState& state, const std::string& name) {
  if (!state.exists) return NotFound(name);
  if (state.life == v1::WORKSHOP_STATE_CANCELLED)
    return Refusal(kWorkshopCancelled).Violating(name);
  if (state.life == v1::WORKSHOP_STATE_WITHDRAWN)
    return Refusal(kWorkshopWithdrawn).Violating(name);
  return absl::OkStatus();
}

// OK if it also has yet to be held.
absl::Status CheckAhead(const WorkshopState& state, const std::string& name) {
  RETURN_IF_ERROR(CheckOpen(state, name));
  if (state.life == v1::WORKSHOP_STATE_HELD) return Refusal(kWorkshopAlreadyHeld).Violating(name);
  return absl::OkStatus();
}

absl::Status CheckPeriod(const v1::DatePeriod& period) {
  return runtime::CheckDays(period, kWorkshopTooLong);
}

absl::Status CheckRoom(const std::set<int64_t>& entries, int count_max, const std::string& name) {
  if (entries.size() < static_cast<size_t>(count_max)) return absl::OkStatus();
  return Refusal(kTooManyEntries)
      .With("count", entries.size())
      .With("count_max", count_max)
      .Violating(name);
}

absl::Status CheckEntry(const std::set<int64_t>& entries, int64_t entry) {
  if (entries.contains(entry)) return absl::OkStatus();
  return Refusal(kEntryNotFound).With("entry", entry);
}

// What one edit names.
std::string LinkedBy(const v1::WorkshopEdit& edit) {
  if (edit.has_responsible()) return edit.responsible();
  if (edit.has_attendance()) return edit.attendance().organisation();
  return "";
}

// Whether the field that `edit` sets has that value already.
bool IsConverged(const WorkshopState& state, const v1::WorkshopEdit& edit) {
  const v1::WorkshopPlanned& now = state.planned;
  switch (edit.edit_case()) {
    case v1::WorkshopEdit::kTitle:
      return edit.title() == now.title();
    case v1::WorkshopEdit::kDescription:
      return edit.description() == now.description();
    case v1::WorkshopEdit::kPeriod:
      return edit.period().SerializeAsString() == now.period().SerializeAsString();
    case v1::WorkshopEdit::kForm:
      return edit.form() == now.form();
    case v1::WorkshopEdit::kVenue:
      return edit.venue() == now.venue();
    case v1::WorkshopEdit::kCapacity:
      return edit.capacity() == now.capacity();
    case v1::WorkshopEdit::kResponsible:
      return edit.responsible() == now.responsible();
    case v1::WorkshopEdit::kAttendance: {
      const auto attended = state.attended.find(edit.attendance().organisation());
      return attended != state.attended.end() &&
             attended->second == edit.attendance().participants();
    }
    default:
      return false;  // Texts of entries are not kept in the state.
  }
}

// OK if `period` may take the place of the workshop's.
absl::Status CheckNewPeriod(const WorkshopState& state, const v1::DatePeriod& period,
                            absl::CivilDay today, const std::string& name) {
  RETURN_IF_ERROR(CheckPeriod(period));
  if (state.life != v1::WORKSHOP_STATE_HELD) return absl::OkStatus();
  return runtime::CheckNotAhead(period, today, kHeldInTheFuture, name);
}

absl::Status CheckEdit(const WorkshopState& state, const runtime::Facts& facts,
                       const v1::WorkshopEdit& edit, absl::CivilDay today,
                       const std::string& name) {
  RETURN_IF_ERROR(CheckLinked(facts, LinkedBy(edit)));
  switch (edit.edit_case()) {
    case v1::WorkshopEdit::kPeriod:
      return CheckNewPeriod(state, edit.period(), today, name);
    case v1::WorkshopEdit::kAttendance:
      return state.life == v1::WORKSHOP_STATE_HELD ? absl::OkStatus()
                                                   : Refusal(kNotHeldYet).Violating(name).Build();
    case v1::WorkshopEdit::kNote:
      return CheckEntry(state.notes, edit.note().entry());
    case v1::WorkshopEdit::kKnowledge:
      return CheckEntry(state.knowledge, edit.knowledge().entry());
    case v1::WorkshopEdit::kOutcome:
      RETURN_IF_ERROR(CheckAllLinked(facts, edit.outcome().links()));
      return CheckEntry(state.outcomes, edit.outcome().entry());
    case v1::WorkshopEdit::kRemoveEntry: {
      const int64_t entry = edit.remove_entry();
      if (state.notes.contains(entry) || state.knowledge.contains(entry)) return absl::OkStatus();
      return CheckEntry(state.outcomes, entry);
    }
    default:
      return absl::OkStatus();
  }
}

void EvolveEdit(WorkshopState& state, const v1::WorkshopEdit& edit) {
  switch (edit.edit_case()) {
    case v1::WorkshopEdit::kTitle:
      state.planned.set_title(edit.title());
      break;
    case v1::WorkshopEdit::kDescription:
      state.planned.set_description(edit.description());
      break;
    case v1::WorkshopEdit::kPeriod:
      *state.planned.mutable_period() = edit.period();
      break;
    case v1::WorkshopEdit::kForm:
      state.planned.set_form(edit.form());
      break;
    case v1::WorkshopEdit::kVenue:
      state.planned.set_venue(edit.venue());
      break;
    case v1::WorkshopEdit::kCapacity:
      state.planned.set_capacity(edit.capacity());
      break;
    case v1::WorkshopEdit::kResponsible:
      state.planned.set_responsible(edit.responsible());
      break;
    case v1::WorkshopEdit::kAttendance:
      state.attended[edit.attendance().organisation()] = edit.attendance().participants();
      break;
    case v1::WorkshopEdit::kRemoveEntry:
      state.notes.erase(edit.remove_entry());
      state.knowledge.erase(edit.remove_entry());
      state.outcomes.erase(edit.remove_entry());
      break;
    default:
      break;
  }
}

}  // namespace

runtime::ReadSet WorkshopRules::Reads(const v1::PlanWorkshopRequest& command) {
  runtime::ReadSet reads =
      ReadsOf(runtime::ChildName(command.parent(), "workshops", command.workshop_id()),
              {command.host(), command.responsible()});
  reads.owner = command.host();
  return reads;
}

WorkshopRules::Decision WorkshopRules::Decide(const State& state, const Facts& facts,
                                              const v1::PlanWorkshopRequest& command,
                                              const Context&) {
  if (state.exists) {
    return Refusal(kWorkshopExists)
        .With("name", runtime::ChildName(command.parent(), "workshops", command.workshop_id()));
  }
  RETURN_IF_ERROR(CheckLinked(facts, command.host()));
  RETURN_IF_ERROR(CheckLinked(facts, command.responsible()));
  RETURN_IF_ERROR(CheckPeriod(command.period()));
  return Decided([&command](Event& event) {
    v1::WorkshopPlanned& planned = *event.mutable_workshop_planned();
    planned.set_host(command.host());
    planned.set_title(command.title());
    planned.set_description(command.description());
    *planned.mutable_period() = command.period();
    planned.set_form(command.form());
    planned.set_venue(command.venue());
    planned.set_capacity(command.capacity());
    planned.set_responsible(command.responsible());
  });
}

runtime::ReadSet WorkshopRules::Reads(const v1::InviteOrganisationsRequest& command) {
  runtime::ReadSet reads = ReadsOf(command.name());
  reads.linked.assign(command.organisations().begin(), command.organisations().end());
  return reads;
}

WorkshopRules::Decision WorkshopRules::Decide(const State& state, const Facts& facts,
                                              const v1::InviteOrganisationsRequest& command,
                                              const Context&) {
  RETURN_IF_ERROR(CheckAhead(state, command.name()));
  RETURN_IF_ERROR(CheckAllLinked(facts, command.organisations()));
  v1::OrganisationsInvited invited;
  std::set<std::string> all = state.invited;
  for (const std::string& organisation : command.organisations()) {
    if (all.insert(organisation).second) invited.add_organisations(organisation);
  }
  if (all.size() > kInvitedMax) {
    return Refusal(kTooManyEntries)
        .With("count", state.invited.size())
        .With("count_max", kInvitedMax)
        .Violating(command.name());
  }
  if (invited.organisations().empty()) return runtime::Decision<Event>();
  return Decided([&invited](Event& event) { *event.mutable_organisations_invited() = invited; });
}

runtime::ReadSet WorkshopRules::Reads(const v1::SetWorkshopProgrammeRequest& command) {
  runtime::ReadSet reads = ReadsOf(command.name());
  for (const v1::ProgrammeItem& item : command.items()) {
    if (!item.organisation().empty()) reads.linked.push_back(item.organisation());
  }
  return reads;
}

WorkshopRules::Decision WorkshopRules::Decide(const State& state, const Facts& facts,
                                              const v1::SetWorkshopProgrammeRequest& command,
                                              const Context&) {
  RETURN_IF_ERROR(CheckOpen(state, command.name()));
  for (const v1::ProgrammeItem& item : command.items()) {
    RETURN_IF_ERROR(CheckLinked(facts, item.organisation()));
  }
  return Decided([&command](Event& event) {
    *event.mutable_workshop_programme_set()->mutable_items() = command.items();
  });
}

runtime::ReadSet WorkshopRules::Reads(const v1::RegisterForWorkshopRequest& command) {
  return ReadsOf(command.name(), {command.registration().organisation()});
}

WorkshopRules::Decision WorkshopRules::Decide(const State& state, const Facts& facts,
                                              const v1::RegisterForWorkshopRequest& command,
                                              const Context&) {
  RETURN_IF_ERROR(CheckAhead(state, command.name()));
  const std::string& organisation = command.registration().organisation();
  RETURN_IF_ERROR(CheckLinked(facts, organisation));
  if (organisation != state.host && !state.invited.contains(organisation)) {
    return Refusal(kOrganisationNotInvited)
        .With("organisation", organisation)
        .Violating(command.name());
  }
  int others = 0;
  for (const auto& [registered, participants] : state.registered) {
    if (registered != organisation) others += participants;
  }
  const int capacity = state.planned.capacity();
  if (capacity > 0 && others + command.registration().participants() > capacity) {
    return Refusal(kWorkshopFull)
        .With("capacity", capacity)
        .With("registered", others)
        .Violating(command.name());
  }
  return Decided([&command](Event& event) {
    *event.mutable_workshop_registration_made()->mutable_registration() = command.registration();
  });
}

runtime::ReadSet WorkshopRules::Reads(const v1::WithdrawRegistrationRequest& command) {
  return ReadsOf(command.name());
}

WorkshopRules::Decision WorkshopRules::Decide(const State& state, const Facts&,
                                              const v1::WithdrawRegistrationRequest& command,
                                              const Context&) {
  RETURN_IF_ERROR(CheckAhead(state, command.name()));
  if (!state.registered.contains(command.organisation())) {
    return Refusal(kOrganisationNotRegistered)
        .With("organisation", command.organisation())
        .Violating(command.name());
  }
  return Decided([&command](Event& event) {
    event.mutable_workshop_registration_withdrawn()->set_organisation(command.organisation());
  });
}

runtime::ReadSet WorkshopRules::Reads(const v1::HoldWorkshopRequest& command) {
  runtime::ReadSet reads = ReadsOf(command.name());
  for (const v1::Attendance& each : command.attendance())
    reads.linked.push_back(each.organisation());
  return reads;
}

WorkshopRules::Decision WorkshopRules::Decide(const State& state, const Facts& facts,
                                              const v1::HoldWorkshopRequest& command,
                                              const Context& context) {
  RETURN_IF_ERROR(CheckAhead(state, command.name()));
  const v1::DatePeriod& period = command.has_held() ? command.held() : state.planned.period();
  RETURN_IF_ERROR(CheckPeriod(period));
  RETURN_IF_ERROR(runtime::CheckNotAhead(period, context.today, kHeldInTheFuture, command.name()));
  RETURN_IF_ERROR(runtime::CheckAttendance(facts, command.attendance()));
  return Decided([&](Event& event) {
    v1::WorkshopHeld& held = *event.mutable_workshop_held();
    *held.mutable_period() = period;
    *held.mutable_attendance() = command.attendance();
  });
}

runtime::ReadSet WorkshopRules::Reads(const v1::PresentKnowledgeRequest& command) {
  return ReadsOf(command.name());
}

WorkshopRules::Decision WorkshopRules::Decide(const State& state, const Facts&,
                                              const v1::PresentKnowledgeRequest& command,
                                              const Context&) {
  RETURN_IF_ERROR(CheckOpen(state, command.name()));
  RETURN_IF_ERROR(CheckRoom(state.knowledge, kKnowledgeMax, command.name()));
  return Decided([&command](Event& event) {
    v1::KnowledgePresented& presented = *event.mutable_knowledge_presented();
    presented.set_title(command.title());
    presented.set_source(command.source());
    presented.set_link(command.link());
  });
}

runtime::ReadSet WorkshopRules::Reads(const v1::RecordWorkshopNoteRequest& command) {
  return ReadsOf(command.name());
}

WorkshopRules::Decision WorkshopRules::Decide(const State& state, const Facts&,
                                              const v1::RecordWorkshopNoteRequest& command,
                                              const Context&) {
  RETURN_IF_ERROR(CheckOpen(state, command.name()));
  RETURN_IF_ERROR(CheckRoom(state.notes, kNotesMax, command.name()));
  return Decided([&command](Event& event) {
    event.mutable_workshop_note_recorded()->set_text(command.text());
  });
}

runtime::ReadSet WorkshopRules::Reads(const v1::RecordWorkshopOutcomeRequest& command) {
  runtime::ReadSet reads = ReadsOf(command.name());
  reads.linked.assign(command.links().begin(), command.links().end());
  return reads;
}

WorkshopRules::Decision WorkshopRules::Decide(const State& state, const Facts& facts,
                                              const v1::RecordWorkshopOutcomeRequest& command,
                                              const Context&) {
  RETURN_IF_ERROR(CheckOpen(state, command.name()));
  RETURN_IF_ERROR(CheckRoom(state.outcomes, kOutcomesMax, command.name()));
  RETURN_IF_ERROR(CheckAllLinked(facts, command.links()));
  return Decided([&command](Event& event) {
    v1::WorkshopOutcomeRecorded& outcome = *event.mutable_workshop_outcome_recorded();
    outcome.set_text(command.text());
    *outcome.mutable_links() = command.links();
  });
}

runtime::ReadSet WorkshopRules::Reads(const v1::CancelWorkshopRequest& command) {
  return ReadsOf(command.name());
}

WorkshopRules::Decision WorkshopRules::Decide(const State& state, const Facts&,
                                              const v1::CancelWorkshopRequest& command,
                                              const Context&) {
  RETURN_IF_ERROR(CheckAhead(state, command.name()));
  return Decided([](Event& event) { event.mutable_workshop_cancelled(); });
}

runtime::ReadSet WorkshopRules::Reads(const v1::EditWorkshopRequest& command) {
  runtime::ReadSet reads = ReadsOf(command.name());
  for (const v1::WorkshopEdit& edit : command.edits()) {
    if (const std::string linked = LinkedBy(edit); !linked.empty()) reads.linked.push_back(linked);
    const auto& links = edit.outcome().links();
    reads.linked.insert(reads.linked.end(), links.begin(), links.end());
  }
  return reads;
}

WorkshopRules::Decision WorkshopRules::Decide(const State& state, const Facts& facts,
                                              const v1::EditWorkshopRequest& command,
                                              const Context& context) {
  RETURN_IF_ERROR(CheckOpen(state, command.name()));
  RETURN_IF_ERROR(runtime::CheckBase(command));
  runtime::Decision<Event> decision;
  // Each edit is judged on what those before it leave.
  WorkshopState edited = state;
  for (const v1::WorkshopEdit& edit : command.edits()) {
    RETURN_IF_ERROR(CheckEdit(edited, facts, edit, context.today, command.name()));
    if (IsConverged(edited, edit)) {
      decision.outcomes.push_back(v1::EDIT_OUTCOME_CONVERGED);
      continue;
    }
    *decision.events.emplace_back().mutable_workshop_corrected()->mutable_edit() = edit;
    decision.outcomes.push_back(v1::EDIT_OUTCOME_ACCEPTED);
    EvolveEdit(edited, edit);
  }
  return decision;
}

runtime::ReadSet WorkshopRules::Reads(const v1::WithdrawWorkshopRequest& command) {
  return ReadsOf(command.name());
}

WorkshopRules::Decision WorkshopRules::Decide(const State& state, const Facts&,
                                              const v1::WithdrawWorkshopRequest& command,
                                              const Context&) {
  if (!state.exists) return NotFound(command.name());
  if (state.life == v1::WORKSHOP_STATE_WITHDRAWN)
    return Refusal(kWorkshopWithdrawn).Violating(command.name());
  return Decided([](Event& event) { event.mutable_workshop_withdrawn(); });
}

void WorkshopRules::Evolve(State& state, const Event& event, const runtime::EventPlace& place) {
  switch (event.event_case()) {
    case Event::kWorkshopPlanned:
      state.exists = true;
      state.life = v1::WORKSHOP_STATE_PLANNED;
      state.host = event.workshop_planned().host();
      state.planned = event.workshop_planned();
      break;
    case Event::kOrganisationsInvited:
      state.invited.insert(event.organisations_invited().organisations().begin(),
                           event.organisations_invited().organisations().end());
      break;
    case Event::kWorkshopRegistrationMade: {
      const v1::Attendance& made = event.workshop_registration_made().registration();
      state.registered[made.organisation()] = made.participants();
      break;
    }
    case Event::kWorkshopRegistrationWithdrawn:
      state.registered.erase(event.workshop_registration_withdrawn().organisation());
      break;
    case Event::kWorkshopHeld:
      state.life = v1::WORKSHOP_STATE_HELD;
      *state.planned.mutable_period() = event.workshop_held().period();
      for (const v1::Attendance& each : event.workshop_held().attendance()) {
        state.attended[each.organisation()] = each.participants();
      }
      break;
    case Event::kKnowledgePresented:
      state.knowledge.insert(place.revision);
      break;
    case Event::kWorkshopNoteRecorded:
      state.notes.insert(place.revision);
      break;
    case Event::kWorkshopOutcomeRecorded:
      state.outcomes.insert(place.revision);
      break;
    case Event::kWorkshopCancelled:
      state.life = v1::WORKSHOP_STATE_CANCELLED;
      break;
    case Event::kWorkshopCorrected:
      EvolveEdit(state, event.workshop_corrected().edit());
      break;
    case Event::kWorkshopWithdrawn:
      state.life = v1::WORKSHOP_STATE_WITHDRAWN;
      break;
    case Event::kWorkshopProgrammeSet:  // Nothing is decided from it.
    case Event::EVENT_NOT_SET:
      break;
  }
}

}  // namespace samverk::workshops
