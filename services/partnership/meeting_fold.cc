#include "services/partnership/meeting_fold.h"

#include <algorithm>
#include <string>

namespace samverk::partnership {
namespace {

using v1::MeetingEdit;
using v1::MeetingEvent;

template <typename List, typename Matches>
void RemoveWhere(List& list, Matches matches) {
  list.erase(std::remove_if(list.begin(), list.end(), matches), list.end());
}

// Sets how many came from one organisation, which the list names once.
void SetAttendance(const v1::Attendance& attendance, v1::Meeting& meeting) {
  for (v1::Attendance& each : *meeting.mutable_attendance()) {
    if (each.organisation() == attendance.organisation()) {
      each.set_participants(attendance.participants());
      return;
    }
  }
  *meeting.add_attendance() = attendance;
}

v1::MeetingDecision* MutableDecision(v1::Meeting& meeting, int64_t entry) {
  for (v1::MeetingDecision& each : *meeting.mutable_decisions()) {
    if (each.entry() == entry) return &each;
  }
  return nullptr;
}

void FoldCalled(const v1::MeetingCalled& called, v1::Meeting& meeting) {
  meeting.set_host(called.host());
  meeting.set_state(v1::MEETING_STATE_CALLED);
  meeting.set_title(called.title());
  *meeting.mutable_period() = called.period();
  meeting.set_form(called.form());
  meeting.set_venue(called.venue());
  meeting.set_topic(called.topic());
  *meeting.mutable_invited() = called.invited();
}

void FoldDecision(const v1::MeetingDecisionRecorded& recorded, int64_t revision,
                  v1::Meeting& meeting) {
  v1::MeetingDecision& decision = *meeting.add_decisions();
  decision.set_entry(revision);
  decision.set_text(recorded.text());
  decision.set_responsible(recorded.responsible());
  if (recorded.has_deadline()) *decision.mutable_deadline() = recorded.deadline();
  *decision.mutable_links() = recorded.links();
}

void FoldCompletion(const v1::MeetingDecisionCompletion& completion, v1::Meeting& meeting) {
  v1::MeetingDecision* const decision = MutableDecision(meeting, completion.entry());
  if (decision == nullptr) return;
  *decision->mutable_done_on() = completion.done_on();
  decision->set_result(completion.result());
}

void CorrectDecision(const v1::MeetingDecisionCorrection& correction, v1::Meeting& meeting) {
  v1::MeetingDecision* const decision = MutableDecision(meeting, correction.entry());
  if (decision == nullptr) return;
  decision->set_text(correction.text());
  decision->set_responsible(correction.responsible());
  decision->clear_deadline();
  if (correction.has_deadline()) *decision->mutable_deadline() = correction.deadline();
  *decision->mutable_links() = correction.links();
}

void Reopen(int64_t entry, v1::Meeting& meeting) {
  v1::MeetingDecision* const decision = MutableDecision(meeting, entry);
  if (decision == nullptr) return;
  decision->clear_done_on();
  decision->clear_result();
}

// The corrections of minutes and decisions.
void FoldPaperEdit(const MeetingEdit& edit, v1::Meeting& meeting) {
  switch (edit.edit_case()) {
    case MeetingEdit::kMinutes: {
      v1::MeetingMinutes& minutes = *meeting.mutable_minutes();
      *minutes.mutable_sections() = edit.minutes().sections();
      minutes.set_corrected_since(minutes.has_approval());
      break;
    }
    case MeetingEdit::kMinutesApproval:
      *meeting.mutable_minutes()->mutable_approval() = edit.minutes_approval();
      break;
    case MeetingEdit::kRemoveMinutesApproval:
      meeting.mutable_minutes()->clear_approval();
      meeting.mutable_minutes()->clear_corrected_since();
      break;
    case MeetingEdit::kDecision:
      CorrectDecision(edit.decision(), meeting);
      break;
    case MeetingEdit::kDecisionCompletion:
      FoldCompletion(edit.decision_completion(), meeting);
      break;
    case MeetingEdit::kReopenDecision:
      Reopen(edit.reopen_decision(), meeting);
      break;
    case MeetingEdit::kRemoveDecision:
      RemoveWhere(*meeting.mutable_decisions(),
                  [&edit](const auto& each) { return each.entry() == edit.remove_decision(); });
      break;
    default:
      break;
  }
}

}  // namespace

const v1::MeetingDecision* FindDecision(const v1::Meeting& meeting, int64_t entry) {
  for (const v1::MeetingDecision& each : meeting.decisions()) {
    if (each.entry() == entry) return &each;
  }
  return nullptr;
}

const v1::Attendance* FindAttendance(const v1::Meeting& meeting, const std::string& organisation) {
  for (const v1::Attendance& each : meeting.attendance()) {
    if (each.organisation() == organisation) return &each;
  }
  return nullptr;
}

void FoldEdit(const MeetingEdit& edit, v1::Meeting& meeting) {
  switch (edit.edit_case()) {
    case MeetingEdit::kTitle:
      meeting.set_title(edit.title());
      break;
    case MeetingEdit::kPeriod:
      *meeting.mutable_period() = edit.period();
      break;
    case MeetingEdit::kForm:
      meeting.set_form(edit.form());
      break;
    case MeetingEdit::kVenue:
      meeting.set_venue(edit.venue());
      break;
    case MeetingEdit::kTopic:
      meeting.set_topic(edit.topic());
      break;
    case MeetingEdit::kAttendance:
      SetAttendance(edit.attendance(), meeting);
      break;
    case MeetingEdit::kRemoveAttendance:
      RemoveWhere(*meeting.mutable_attendance(), [&edit](const auto& each) {
        return each.organisation() == edit.remove_attendance();
      });
      break;
    case MeetingEdit::kRemoveInvited:
      RemoveWhere(*meeting.mutable_invited(),
                  [&edit](const std::string& each) { return each == edit.remove_invited(); });
      break;
    default:
      FoldPaperEdit(edit, meeting);
      break;
  }
}

void FoldMeeting(const MeetingEvent& event, int64_t revision, v1::Meeting& meeting) {
  switch (event.event_case()) {
    case MeetingEvent::kMeetingCalled:
      FoldCalled(event.meeting_called(), meeting);
      break;
    case MeetingEvent::kMeetingOrganisationsCalled:
      meeting.mutable_invited()->MergeFrom(event.meeting_organisations_called().organisations());
      break;
    case MeetingEvent::kMeetingAgendaSet:
      *meeting.mutable_agenda() = event.meeting_agenda_set().items();
      break;
    case MeetingEvent::kMeetingHeld:
      meeting.set_state(v1::MEETING_STATE_HELD);
      *meeting.mutable_period() = event.meeting_held().period();
      *meeting.mutable_attendance() = event.meeting_held().attendance();
      break;
    case MeetingEvent::kMeetingMinutesRecorded:
      *meeting.mutable_minutes()->mutable_sections() = event.meeting_minutes_recorded().sections();
      break;
    case MeetingEvent::kMeetingMinutesApproved:
      *meeting.mutable_minutes()->mutable_approval() = event.meeting_minutes_approved().approval();
      break;
    case MeetingEvent::kMeetingDecisionRecorded:
      FoldDecision(event.meeting_decision_recorded(), revision, meeting);
      break;
    case MeetingEvent::kMeetingDecisionCompleted:
      FoldCompletion(event.meeting_decision_completed().completion(), meeting);
      break;
    case MeetingEvent::kMeetingCancelled:
      meeting.set_state(v1::MEETING_STATE_CANCELLED);
      break;
    case MeetingEvent::kMeetingCorrected:
      FoldEdit(event.meeting_corrected().edit(), meeting);
      break;
    case MeetingEvent::kMeetingWithdrawn:
      meeting.set_state(v1::MEETING_STATE_WITHDRAWN);
      break;
    case MeetingEvent::EVENT_NOT_SET:
      break;
  }
}

}  // namespace samverk::partnership
