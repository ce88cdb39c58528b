#include "services/partnership/meeting_edits.h"

#include <algorithm>

#include "base/civil_date.h"
#include "base/refusal.h"
#include "base/status_macros.h"
#include "services/partnership/meeting_fold.h"
#include "services/partnership/meeting_reasons.h"
#include "services/runtime/rule_checks.h"

namespace samverk::partnership {
namespace {

using v1::MeetingEdit;

absl::Status CheckDecision(const v1::Meeting& meeting, int64_t entry) {
  if (FindDecision(meeting, entry) != nullptr) return absl::OkStatus();
  return Refusal(kMeetingDecisionNotFound).With("entry", entry);
}

// OK if a meeting with these minutes may have been in `period`.
absl::Status CheckApprovedAfter(const v1::MinutesApproval& approval, const v1::DatePeriod& period,
                                const std::string& name) {
  if (ToCivilDay(approval.approved_on()) >= ToCivilDay(period.start_date())) {
    return absl::OkStatus();
  }
  return Refusal(kMinutesApprovedBeforeTheMeeting)
      .With("approved_on", FormatDate(approval.approved_on()))
      .With("first_day", FormatDate(period.start_date()))
      .Violating(name);
}

absl::Status CheckNewPeriod(const v1::Meeting& meeting, const v1::DatePeriod& period,
                            absl::CivilDay today, const std::string& name) {
  RETURN_IF_ERROR(CheckPeriod(period));
  if (meeting.state() != v1::MEETING_STATE_HELD) return absl::OkStatus();
  RETURN_IF_ERROR(runtime::CheckNotAhead(period, today, kMeetingHeldInTheFuture, name));
  if (!meeting.minutes().has_approval()) return absl::OkStatus();
  return CheckApprovedAfter(meeting.minutes().approval(), period, name);
}

// OK if the meeting was held: then it has attendance.
absl::Status CheckHeld(const v1::Meeting& meeting, const std::string& name) {
  if (meeting.state() == v1::MEETING_STATE_HELD) return absl::OkStatus();
  return Refusal(kMeetingNotHeldYet).Violating(name);
}

absl::Status CheckMinutes(const v1::Meeting& meeting, const std::string& name) {
  if (meeting.has_minutes()) return absl::OkStatus();
  return Refusal(kMinutesMissing).Violating(name);
}

absl::Status CheckNewApproval(const v1::Meeting& meeting, const v1::MinutesApproval& approval,
                              absl::CivilDay today, const std::string& name) {
  RETURN_IF_ERROR(CheckMinutes(meeting, name));
  if (!meeting.minutes().has_approval()) return Refusal(kMinutesNotApproved).Violating(name);
  return CheckApproval(meeting, approval, today, name);
}

absl::Status CheckNewCompletion(const v1::Meeting& meeting,
                                const v1::MeetingDecisionCompletion& completion,
                                absl::CivilDay today, const std::string& name) {
  RETURN_IF_ERROR(CheckCompletion(meeting, completion, today, name));
  if (FindDecision(meeting, completion.entry())->has_done_on()) return absl::OkStatus();
  return Refusal(kMeetingDecisionNotDone).With("entry", completion.entry()).Violating(name);
}

// What was recorded of a decision, as the correction that would give it.
v1::MeetingDecisionCorrection FactsOf(const v1::MeetingDecision& decision) {
  v1::MeetingDecisionCorrection facts;
  facts.set_entry(decision.entry());
  facts.set_text(decision.text());
  facts.set_responsible(decision.responsible());
  if (decision.has_deadline()) *facts.mutable_deadline() = decision.deadline();
  *facts.mutable_links() = decision.links();
  return facts;
}

v1::MeetingDecisionCompletion CompletionOf(const v1::MeetingDecision& decision) {
  v1::MeetingDecisionCompletion completion;
  completion.set_entry(decision.entry());
  *completion.mutable_done_on() = decision.done_on();
  completion.set_result(decision.result());
  return completion;
}

// The same of what the corrections of minutes and decisions set.
bool IsPaperConverged(const v1::Meeting& meeting, const MeetingEdit& edit) {
  switch (edit.edit_case()) {
    case MeetingEdit::kMinutes:
      return AreSame(edit.minutes().sections(), meeting.minutes().sections());
    case MeetingEdit::kMinutesApproval:
      return AreSame(edit.minutes_approval(), meeting.minutes().approval());
    case MeetingEdit::kRemoveMinutesApproval:
      return !meeting.minutes().has_approval();
    case MeetingEdit::kDecision:
      return AreSame(edit.decision(), FactsOf(*FindDecision(meeting, edit.decision().entry())));
    case MeetingEdit::kDecisionCompletion:
      return AreSame(edit.decision_completion(),
                     CompletionOf(*FindDecision(meeting, edit.decision_completion().entry())));
    case MeetingEdit::kReopenDecision:
      return !FindDecision(meeting, edit.reopen_decision())->has_done_on();
    case MeetingEdit::kRemoveDecision:
      return false;
    default:
      return true;
  }
}

}  // namespace

std::vector<std::string> LinkedBy(const MeetingEdit& edit) {
  switch (edit.edit_case()) {
    case MeetingEdit::kAttendance:
      return {edit.attendance().organisation()};
    case MeetingEdit::kRemoveAttendance:
      return {edit.remove_attendance()};
    case MeetingEdit::kRemoveInvited:
      return {edit.remove_invited()};
    case MeetingEdit::kMinutesApproval:
      return {edit.minutes_approval().approved_by().begin(),
              edit.minutes_approval().approved_by().end()};
    case MeetingEdit::kDecision: {
      std::vector<std::string> linked(edit.decision().links().begin(),
                                      edit.decision().links().end());
      linked.push_back(edit.decision().responsible());
      return linked;
    }
    default:
      return {};
  }
}

absl::Status CheckPeriod(const v1::DatePeriod& period) {
  return runtime::CheckDays(period, kMeetingTooLong);
}

absl::Status CheckApproval(const v1::Meeting& meeting, const v1::MinutesApproval& approval,
                           absl::CivilDay today, const std::string& name) {
  if (ToCivilDay(approval.approved_on()) > today) {
    return Refusal(kMinutesApprovedInTheFuture)
        .With("approved_on", FormatDate(approval.approved_on()))
        .Violating(name);
  }
  return CheckApprovedAfter(approval, meeting.period(), name);
}

absl::Status CheckCompletion(const v1::Meeting& meeting,
                             const v1::MeetingDecisionCompletion& completion, absl::CivilDay today,
                             const std::string& name) {
  RETURN_IF_ERROR(CheckDecision(meeting, completion.entry()));
  if (ToCivilDay(completion.done_on()) <= today) return absl::OkStatus();
  return Refusal(kDecisionDoneInTheFuture)
      .With("done_on", FormatDate(completion.done_on()))
      .Violating(name);
}

absl::Status CheckEdit(const v1::Meeting& meeting, const runtime::Facts& facts,
                       const MeetingEdit& edit, absl::CivilDay today, const std::string& name) {
  RETURN_IF_ERROR(runtime::CheckAllLinked(facts, LinkedBy(edit)));
  switch (edit.edit_case()) {
    case MeetingEdit::kPeriod:
      return CheckNewPeriod(meeting, edit.period(), today, name);
    case MeetingEdit::kAttendance:
    case MeetingEdit::kRemoveAttendance:
      return CheckHeld(meeting, name);
    case MeetingEdit::kMinutes:
    case MeetingEdit::kRemoveMinutesApproval:
      return CheckMinutes(meeting, name);
    case MeetingEdit::kMinutesApproval:
      return CheckNewApproval(meeting, edit.minutes_approval(), today, name);
    case MeetingEdit::kDecision:
      return CheckDecision(meeting, edit.decision().entry());
    case MeetingEdit::kDecisionCompletion:
      return CheckNewCompletion(meeting, edit.decision_completion(), today, name);
    case MeetingEdit::kReopenDecision:
      return CheckDecision(meeting, edit.reopen_decision());
    case MeetingEdit::kRemoveDecision:
      return CheckDecision(meeting, edit.remove_decision());
    default:
      return absl::OkStatus();
  }
}

bool IsConverged(const v1::Meeting& meeting, const MeetingEdit& edit) {
  switch (edit.edit_case()) {
    case MeetingEdit::kTitle:
      return edit.title() == meeting.title();
    case MeetingEdit::kPeriod:
      return AreSame(edit.period(), meeting.period());
    case MeetingEdit::kForm:
      return edit.form() == meeting.form();
    case MeetingEdit::kVenue:
      return edit.venue() == meeting.venue();
    case MeetingEdit::kTopic:
      return edit.topic() == meeting.topic();
    case MeetingEdit::kAttendance: {
      const auto* attended = FindAttendance(meeting, edit.attendance().organisation());
      return attended != nullptr && AreSame(edit.attendance(), *attended);
    }
    case MeetingEdit::kRemoveAttendance:
      return FindAttendance(meeting, edit.remove_attendance()) == nullptr;
    case MeetingEdit::kRemoveInvited:
      return std::find(meeting.invited().begin(), meeting.invited().end(), edit.remove_invited()) ==
             meeting.invited().end();
    default:
      return IsPaperConverged(meeting, edit);
  }
}

}  // namespace samverk::partnership
