#include "services/partnership/meeting_rules.h"

#include <set>
#include <string>

#include "base/civil_date.h"
#include "base/status_macros.h"
#include "services/partnership/meeting_edits.h"
#include "services/runtime/resource_name.h"
#include "services/runtime/rule_checks.h"

namespace samverk::partnership {
namespace {

using runtime::CheckAllLinked;
using runtime::CheckLinked;
using runtime::ReadsOf;

// The one event of most commands.
template <typename Fill>
MeetingRules::Decision Decided(Fill fill) {
  return runtime::Decided<v1::MeetingEvent>(fill);
}

bool Exists(const v1::Meeting& meeting) { return meeting.state() != v1::MEETING_STATE_UNSPECIFIED; }

absl::Status NotFound(const std::string& name) {
  return Refusal(kMeetingNotFound).With("name", name);
}

std::string NameOf(const v1::CallMeetingRequest& command) {
  return runtime::ChildName(command.parent(), "meetings", command.meeting_id());
}

// OK if the meeting exists and is neither cancelled nor withdrawn.
absl::Status CheckOpen(const v1::Meeting& meeting, const std::string& name) {
  if (!Exists(meeting)) return NotFound(name);
  if (meeting.state() == v1::MEETING_STATE_CANCELLED) {
    return Refusal(kMeetingCancelled).Violating(name);
  }
  if (meeting.state() == v1::MEETING_STATE_WITHDRAWN) {
    return Refusal(kMeetingWithdrawn).Violating(name);
  }
  return absl::OkStatus();
}

// OK if it also has yet to be held.
absl::Status CheckAhead(const v1::Meeting& meeting, const std::string& name) {
  RETURN_IF_ERROR(CheckOpen(meeting, name));
  if (meeting.state() == v1::MEETING_STATE_HELD)
    return Refusal(kMeetingAlreadyHeld).Violating(name);
  return absl::OkStatus();
}

// OK if it was held: what is said at a meeting is recorded after it.
absl::Status CheckOver(const v1::Meeting& meeting, const std::string& name) {
  RETURN_IF_ERROR(CheckOpen(meeting, name));
  if (meeting.state() != v1::MEETING_STATE_HELD) return Refusal(kMeetingNotHeldYet).Violating(name);
  return absl::OkStatus();
}

absl::Status CheckNotApproved(const v1::Meeting& meeting, const std::string& name) {
  if (!meeting.minutes().has_approval()) return absl::OkStatus();
  return Refusal(kMinutesApproved)
      .With("approved_on", FormatDate(meeting.minutes().approval().approved_on()))
      .Violating(name);
}

// Those of `organisations` that are not in `called`, which they are added to.
template <typename Names>
google::protobuf::RepeatedPtrField<std::string> NotCalledYet(const Names& organisations,
                                                             std::set<std::string>& called) {
  google::protobuf::RepeatedPtrField<std::string> added;
  for (const std::string& organisation : organisations) {
    if (called.insert(organisation).second) *added.Add() = organisation;
  }
  return added;
}

}  // namespace

runtime::ReadSet MeetingRules::Reads(const v1::CallMeetingRequest& command) {
  runtime::ReadSet reads = ReadsOf(NameOf(command), {command.host()});
  reads.linked.insert(reads.linked.end(), command.invited().begin(), command.invited().end());
  reads.owner = command.host();
  return reads;
}

MeetingRules::Decision MeetingRules::Decide(const State& state, const Facts& facts,
                                            const v1::CallMeetingRequest& command, const Context&) {
  if (Exists(state)) return Refusal(kMeetingExists).With("name", NameOf(command));
  RETURN_IF_ERROR(CheckLinked(facts, command.host()));
  RETURN_IF_ERROR(CheckAllLinked(facts, command.invited()));
  RETURN_IF_ERROR(CheckPeriod(command.period()));
  return Decided([&command](Event& event) {
    v1::MeetingCalled& called = *event.mutable_meeting_called();
    called.set_host(command.host());
    called.set_title(command.title());
    *called.mutable_period() = command.period();
    called.set_form(command.form());
    called.set_venue(command.venue());
    called.set_topic(command.topic());
    std::set<std::string> nobody;
    *called.mutable_invited() = NotCalledYet(command.invited(), nobody);
  });
}

runtime::ReadSet MeetingRules::Reads(const v1::InviteToMeetingRequest& command) {
  runtime::ReadSet reads = ReadsOf(command.name());
  reads.linked.assign(command.organisations().begin(), command.organisations().end());
  return reads;
}

MeetingRules::Decision MeetingRules::Decide(const State& state, const Facts& facts,
                                            const v1::InviteToMeetingRequest& command,
                                            const Context&) {
  RETURN_IF_ERROR(CheckOpen(state, command.name()));
  RETURN_IF_ERROR(CheckAllLinked(facts, command.organisations()));
  std::set<std::string> called(state.invited().begin(), state.invited().end());
  const auto added = NotCalledYet(command.organisations(), called);
  if (called.size() > kCalledMax) {
    return Refusal(kTooManyCalled)
        .With("count", called.size())
        .With("count_max", kCalledMax)
        .Violating(command.name());
  }
  if (added.empty()) return runtime::Decision<Event>();
  return Decided([&added](Event& event) {
    *event.mutable_meeting_organisations_called()->mutable_organisations() = added;
  });
}

runtime::ReadSet MeetingRules::Reads(const v1::SetMeetingAgendaRequest& command) {
  runtime::ReadSet reads = ReadsOf(command.name());
  for (const v1::AgendaItem& item : command.items()) {
    if (!item.presenter().empty()) reads.linked.push_back(item.presenter());
  }
  return reads;
}

MeetingRules::Decision MeetingRules::Decide(const State& state, const Facts& facts,
                                            const v1::SetMeetingAgendaRequest& command,
                                            const Context&) {
  RETURN_IF_ERROR(CheckOpen(state, command.name()));
  for (const v1::AgendaItem& item : command.items()) {
    RETURN_IF_ERROR(CheckLinked(facts, item.presenter()));
  }
  if (AreSame(command.items(), state.agenda())) return runtime::Decision<Event>();
  return Decided([&command](Event& event) {
    *event.mutable_meeting_agenda_set()->mutable_items() = command.items();
  });
}

runtime::ReadSet MeetingRules::Reads(const v1::HoldMeetingRequest& command) {
  runtime::ReadSet reads = ReadsOf(command.name());
  for (const v1::Attendance& each : command.attendance())
    reads.linked.push_back(each.organisation());
  return reads;
}

MeetingRules::Decision MeetingRules::Decide(const State& state, const Facts& facts,
                                            const v1::HoldMeetingRequest& command,
                                            const Context& context) {
  RETURN_IF_ERROR(CheckAhead(state, command.name()));
  const v1::DatePeriod& period = command.has_held() ? command.held() : state.period();
  RETURN_IF_ERROR(CheckPeriod(period));
  RETURN_IF_ERROR(
      runtime::CheckNotAhead(period, context.today, kMeetingHeldInTheFuture, command.name()));
  RETURN_IF_ERROR(runtime::CheckAttendance(facts, command.attendance()));
  return Decided([&](Event& event) {
    v1::MeetingHeld& held = *event.mutable_meeting_held();
    *held.mutable_period() = period;
    *held.mutable_attendance() = command.attendance();
  });
}

runtime::ReadSet MeetingRules::Reads(const v1::RecordMeetingMinutesRequest& command) {
  return ReadsOf(command.name());
}

MeetingRules::Decision MeetingRules::Decide(const State& state, const Facts&,
                                            const v1::RecordMeetingMinutesRequest& command,
                                            const Context&) {
  RETURN_IF_ERROR(CheckOver(state, command.name()));
  RETURN_IF_ERROR(CheckNotApproved(state, command.name()));
  if (AreSame(command.sections(), state.minutes().sections())) return runtime::Decision<Event>();
  return Decided([&command](Event& event) {
    *event.mutable_meeting_minutes_recorded()->mutable_sections() = command.sections();
  });
}

runtime::ReadSet MeetingRules::Reads(const v1::ApproveMeetingMinutesRequest& command) {
  runtime::ReadSet reads = ReadsOf(command.name());
  const auto& approved_by = command.approval().approved_by();
  reads.linked.assign(approved_by.begin(), approved_by.end());
  return reads;
}

MeetingRules::Decision MeetingRules::Decide(const State& state, const Facts& facts,
                                            const v1::ApproveMeetingMinutesRequest& command,
                                            const Context& context) {
  RETURN_IF_ERROR(CheckOpen(state, command.name()));
  RETURN_IF_ERROR(runtime::CheckBase(command));
  if (!state.has_minutes()) return Refusal(kMinutesMissing).Violating(command.name());
  RETURN_IF_ERROR(CheckNotApproved(state, command.name()));
  RETURN_IF_ERROR(CheckAllLinked(facts, command.approval().approved_by()));
  RETURN_IF_ERROR(CheckApproval(state, command.approval(), context.today, command.name()));
  return Decided([&command](Event& event) {
    *event.mutable_meeting_minutes_approved()->mutable_approval() = command.approval();
  });
}

runtime::ReadSet MeetingRules::Reads(const v1::RecordMeetingDecisionRequest& command) {
  runtime::ReadSet reads = ReadsOf(command.name(), {command.responsible()});
  reads.linked.insert(reads.linked.end(), command.links().begin(), command.links().end());
  return reads;
}

MeetingRules::Decision MeetingRules::Decide(const State& state, const Facts& facts,
                                            const v1::RecordMeetingDecisionRequest& command,
                                            const Context&) {
  RETURN_IF_ERROR(CheckOver(state, command.name()));
  if (state.decisions_size() >= kMeetingDecisionsMax) {
    return Refusal(kTooManyMeetingDecisions)
        .With("count", state.decisions_size())
        .With("count_max", kMeetingDecisionsMax)
        .Violating(command.name());
  }
  RETURN_IF_ERROR(CheckLinked(facts, command.responsible()));
  RETURN_IF_ERROR(CheckAllLinked(facts, command.links()));
  return Decided([&command](Event& event) {
    v1::MeetingDecisionRecorded& recorded = *event.mutable_meeting_decision_recorded();
    recorded.set_text(command.text());
    recorded.set_responsible(command.responsible());
    if (command.has_deadline()) *recorded.mutable_deadline() = command.deadline();
    *recorded.mutable_links() = command.links();
  });
}

runtime::ReadSet MeetingRules::Reads(const v1::CompleteMeetingDecisionRequest& command) {
  return ReadsOf(command.name());
}

MeetingRules::Decision MeetingRules::Decide(const State& state, const Facts&,
                                            const v1::CompleteMeetingDecisionRequest& command,
                                            const Context& context) {
  RETURN_IF_ERROR(CheckOpen(state, command.name()));
  const v1::MeetingDecisionCompletion& completion = command.completion();
  RETURN_IF_ERROR(CheckCompletion(state, completion, context.today, command.name()));
  const v1::MeetingDecision& decision = *FindDecision(state, completion.entry());
  if (decision.has_done_on()) {
    return Refusal(kMeetingDecisionDone)
        .With("entry", completion.entry())
        .With("done_on", FormatDate(decision.done_on()))
        .Violating(command.name());
  }
  return Decided([&completion](Event& event) {
    *event.mutable_meeting_decision_completed()->mutable_completion() = completion;
  });
}

runtime::ReadSet MeetingRules::Reads(const v1::CancelMeetingRequest& command) {
  return ReadsOf(command.name());
}

MeetingRules::Decision MeetingRules::Decide(const State& state, const Facts&,
                                            const v1::CancelMeetingRequest& command,
                                            const Context&) {
  RETURN_IF_ERROR(CheckAhead(state, command.name()));
  return Decided([](Event& event) { event.mutable_meeting_cancelled(); });
}

runtime::ReadSet MeetingRules::Reads(const v1::EditMeetingRequest& command) {
  runtime::ReadSet reads = ReadsOf(command.name());
  for (const v1::MeetingEdit& edit : command.edits()) {
    for (std::string& linked : LinkedBy(edit)) reads.linked.push_back(std::move(linked));
  }
  return reads;
}

MeetingRules::Decision MeetingRules::Decide(const State& state, const Facts& facts,
                                            const v1::EditMeetingRequest& command,
                                            const Context& context) {
  RETURN_IF_ERROR(CheckOpen(state, command.name()));
  RETURN_IF_ERROR(runtime::CheckBase(command));
  runtime::Decision<Event> decision;
  // Each edit is judged on what those before it leave.
  State edited = state;
  for (const v1::MeetingEdit& edit : command.edits()) {
    RETURN_IF_ERROR(CheckEdit(edited, facts, edit, context.today, command.name()));
    if (IsConverged(edited, edit)) {
      decision.outcomes.push_back(v1::EDIT_OUTCOME_CONVERGED);
      continue;
    }
    *decision.events.emplace_back().mutable_meeting_corrected()->mutable_edit() = edit;
    decision.outcomes.push_back(v1::EDIT_OUTCOME_ACCEPTED);
    FoldEdit(edit, edited);
  }
  return decision;
}

runtime::ReadSet MeetingRules::Reads(const v1::WithdrawMeetingRequest& command) {
  return ReadsOf(command.name());
}

MeetingRules::Decision MeetingRules::Decide(const State& state, const Facts&,
                                            const v1::WithdrawMeetingRequest& command,
                                            const Context&) {
  if (!Exists(state)) return NotFound(command.name());
  if (state.state() == v1::MEETING_STATE_WITHDRAWN) {
    return Refusal(kMeetingWithdrawn).Violating(command.name());
  }
  return Decided([](Event& event) { event.mutable_meeting_withdrawn(); });
}

}  // namespace samverk::partnership
