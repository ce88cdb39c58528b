// What may happen to a partnership meeting. Pure: given a state and a command, events or a
// refusal.
//
// A meeting is called, then held or cancelled; it can be withdrawn at any time when it
// was registered by mistake. Once it was held it has minutes, which are approved, and
// decisions, which are carried out. What is recorded about it can be corrected before and
// after, for people register last month's paper minutes.

#ifndef SAMVERK_SERVICES_PARTNERSHIP_MEETING_RULES_H_
#define SAMVERK_SERVICES_PARTNERSHIP_MEETING_RULES_H_

#include "absl/status/statusor.h"
#include "samverk/v1/meeting.pb.h"
#include "samverk/v1/meeting_events.pb.h"
#include "services/partnership/meeting_fold.h"
#include "services/partnership/meeting_reasons.h"
#include "services/runtime/rules.h"

namespace samverk::partnership {

inline constexpr int kCalledMax = 500;
inline constexpr int kMeetingDecisionsMax = 100;

struct MeetingRules {
  // Without its name and revision. UNSPECIFIED: there is none.
  using State = v1::Meeting;
  using Event = v1::MeetingEvent;
  using Decision = absl::StatusOr<runtime::Decision<Event>>;
  using Facts = runtime::Facts;
  using Context = runtime::CommandContext;

  static runtime::ReadSet Reads(const v1::CallMeetingRequest& command);
  static runtime::ReadSet Reads(const v1::InviteToMeetingRequest& command);
  static runtime::ReadSet Reads(const v1::SetMeetingAgendaRequest& command);
  static runtime::ReadSet Reads(const v1::HoldMeetingRequest& command);
  static runtime::ReadSet Reads(const v1::RecordMeetingMinutesRequest& command);
  static runtime::ReadSet Reads(const v1::ApproveMeetingMinutesRequest& command);
  static runtime::ReadSet Reads(const v1::RecordMeetingDecisionRequest& command);
  static runtime::ReadSet Reads(const v1::CompleteMeetingDecisionRequest& command);
  static runtime::ReadSet Reads(const v1::CancelMeetingRequest& command);
  static runtime::ReadSet Reads(const v1::EditMeetingRequest& command);
  static runtime::ReadSet Reads(const v1::WithdrawMeetingRequest& command);

  // Errors: the reasons of meeting_reasons.h and rule_checks.h, as meeting.proto says of each
  // command.
  static Decision Decide(const State&, const Facts&, const v1::CallMeetingRequest&, const Context&);
  static Decision Decide(const State&, const Facts&, const v1::InviteToMeetingRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::SetMeetingAgendaRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::HoldMeetingRequest&, const Context&);
  static Decision Decide(const State&, const Facts&, const v1::RecordMeetingMinutesRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::ApproveMeetingMinutesRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::RecordMeetingDecisionRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::CompleteMeetingDecisionRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::CancelMeetingRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::EditMeetingRequest&, const Context&);
  static Decision Decide(const State&, const Facts&, const v1::WithdrawMeetingRequest&,
                         const Context&);

  // Never fails; events it does not know leave the state alone.
  static void Evolve(State& state, const Event& event, const runtime::EventPlace& place) {
    FoldMeeting(event, place.revision, state);
  }
};

}  // namespace samverk::partnership

#endif  // SAMVERK_SERVICES_PARTNERSHIP_MEETING_RULES_H_
