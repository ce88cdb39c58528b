#include "services/partnership/meeting_rules.h"

#include "base/status_macros.h"
#include "services/runtime/resource_name.h"
#include "services/runtime/rule_checks.h"

namespace samverk::partnership {
namespace {

using runtime::CheckLinked;
using runtime::ReadsOf;

// The one event of most commands.
template <typename Fill>
MeetingRules::Decision Decided(Fill fill) {
  return runtime::Decided<v1::MeetingEvent>(fill);
}

absl::Status NotFound(const std::string& name) {
  return Refusal(kMeetingNotFound).With("name", name);
}

std::string NameOf(const v1::CallMeetingRequest& command) {
  return runtime::ChildName(command.parent(), "meetings", command.meeting_id());
}

// OK if the meeting exists and is neither cancelled nor withdrawn.
absl::Status CheckOpen(const MeetingState& state, const std::string& name) {
  if (!state.exists) return NotFound(name);
  if (state.life == v1::MEETING_STATE_CANCELLED) return Refusal(kMeetingCancelled).Violating(name);
  if (state.life == v1::MEETING_STATE_WITHDRAWN) return Refusal(kMeetingWithdrawn).Violating(name);
  return absl::OkStatus();
}

// OK if it also has yet to be held.
absl::Status CheckAhead(const MeetingState& state, const std::string& name) {
  RETURN_IF_ERROR(CheckOpen(state, name));
  if (state.life == v1::MEETING_STATE_HELD) return Refusal(kMeetingAlreadyHeld).Violating(name);
  return absl::OkStatus();
}

absl::Status CheckPeriod(const v1::DatePeriod& period) {
  return runtime::CheckDays(period, kMeetingTooLong);
}

// Whether the field that `edit` sets has that value already.
bool IsConverged(const MeetingState& state, const v1::MeetingEdit& edit) {
  const v1::MeetingCalled& now = state.called;
  switch (edit.edit_case()) {
    case v1::MeetingEdit::kTitle:
      return edit.title() == now.title();
    case v1::MeetingEdit::kPeriod:
      return edit.period().SerializeAsString() == now.period().SerializeAsString();
    case v1::MeetingEdit::kForm:
      return edit.form() == now.form();
    case v1::MeetingEdit::kVenue:
      return edit.venue() == now.venue();
    case v1::MeetingEdit::kTopic:
      return edit.topic() == now.topic();
    case v1::MeetingEdit::kAttendance: {
      const auto attended = state.attended.find(edit.attendance().organisation());
      return attended != state.attended.end() &&
             attended->second == edit.attendance().participants();
    }
    case v1::MeetingEdit::EDIT_NOT_SET:
      break;
  }
  return true;
}

absl::Status CheckEdit(const MeetingState& state, const runtime::Facts& facts,
                       const v1::MeetingEdit& edit, const MeetingRules::Context& context,
                       const std::string& name) {
  const bool held = state.life == v1::MEETING_STATE_HELD;
  switch (edit.edit_case()) {
    case v1::MeetingEdit::kPeriod:
      RETURN_IF_ERROR(CheckPeriod(edit.period()));
      if (!held) return absl::OkStatus();
      return runtime::CheckNotAhead(edit.period(), context.today, kMeetingHeldInTheFuture, name);
    case v1::MeetingEdit::kAttendance:
      RETURN_IF_ERROR(CheckLinked(facts, edit.attendance().organisation()));
      return held ? absl::OkStatus() : Refusal(kMeetingNotHeldYet).Violating(name);
    default:
      return absl::OkStatus();
  }
}

void EvolveEdit(MeetingState& state, const v1::MeetingEdit& edit) {
  switch (edit.edit_case()) {
    case v1::MeetingEdit::kTitle:
      state.called.set_title(edit.title());
      break;
    case v1::MeetingEdit::kPeriod:
      *state.called.mutable_period() = edit.period();
      break;
    case v1::MeetingEdit::kForm:
      state.called.set_form(edit.form());
      break;
    case v1::MeetingEdit::kVenue:
      state.called.set_venue(edit.venue());
      break;
    case v1::MeetingEdit::kTopic:
      state.called.set_topic(edit.topic());
      break;
    case v1::MeetingEdit::kAttendance:
      state.attended[edit.attendance().organisation()] = edit.attendance().participants();
      break;
    case v1::MeetingEdit::EDIT_NOT_SET:
      break;
  }
}

}  // namespace

runtime::ReadSet MeetingRules::Reads(const v1::CallMeetingRequest& command) {
  runtime::ReadSet reads = ReadsOf(NameOf(command), {command.host()});
  reads.owner = command.host();
  return reads;
}

MeetingRules::Decision MeetingRules::Decide(const State& state, const Facts& facts,
                                            const v1::CallMeetingRequest& command, const Context&) {
  if (state.exists) return Refusal(kMeetingExists).With("name", NameOf(command));
  RETURN_IF_ERROR(CheckLinked(facts, command.host()));
  RETURN_IF_ERROR(CheckPeriod(command.period()));
  return Decided([&command](Event& event) {
    v1::MeetingCalled& called = *event.mutable_meeting_called();
    called.set_host(command.host());
    called.set_title(command.title());
    *called.mutable_period() = command.period();
    called.set_form(command.form());
    called.set_venue(command.venue());
    called.set_topic(command.topic());
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
  const v1::DatePeriod& period = command.has_held() ? command.held() : state.called.period();
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
    if (edit.has_attendance()) reads.linked.push_back(edit.attendance().organisation());
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
  MeetingState edited = state;
  for (const v1::MeetingEdit& edit : command.edits()) {
    RETURN_IF_ERROR(CheckEdit(edited, facts, edit, context, command.name()));
    if (IsConverged(edited, edit)) {
      decision.outcomes.push_back(v1::EDIT_OUTCOME_CONVERGED);
      continue;
    }
    *decision.events.emplace_back().mutable_meeting_corrected()->mutable_edit() = edit;
    decision.outcomes.push_back(v1::EDIT_OUTCOME_ACCEPTED);
    EvolveEdit(edited, edit);
  }
  return decision;
}

runtime::ReadSet MeetingRules::Reads(const v1::WithdrawMeetingRequest& command) {
  return ReadsOf(command.name());
}

MeetingRules::Decision MeetingRules::Decide(const State& state, const Facts&,
                                            const v1::WithdrawMeetingRequest& command,
                                            const Context&) {
  if (!state.exists) return NotFound(command.name());
  if (state.life == v1::MEETING_STATE_WITHDRAWN) {
    return Refusal(kMeetingWithdrawn).Violating(command.name());
  }
  return Decided([](Event& event) { event.mutable_meeting_withdrawn(); });
}

void MeetingRules::Evolve(State& state, const Event& event, const runtime::EventPlace&) {
  switch (event.event_case()) {
    case Event::kMeetingCalled:
      state.exists = true;
      state.life = v1::MEETING_STATE_CALLED;
      state.called = event.meeting_called();
      break;
    case Event::kMeetingHeld:
      state.life = v1::MEETING_STATE_HELD;
      *state.called.mutable_period() = event.meeting_held().period();
      for (const v1::Attendance& each : event.meeting_held().attendance()) {
        state.attended[each.organisation()] = each.participants();
      }
      break;
    case Event::kMeetingCancelled:
      state.life = v1::MEETING_STATE_CANCELLED;
      break;
    case Event::kMeetingCorrected:
      EvolveEdit(state, event.meeting_corrected().edit());
      break;
    case Event::kMeetingWithdrawn:
      state.life = v1::MEETING_STATE_WITHDRAWN;
      break;
    case Event::EVENT_NOT_SET:
      break;
  }
}

}  // namespace samverk::partnership
