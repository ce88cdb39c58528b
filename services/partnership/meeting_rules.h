// What may happen to a partnership meeting. Pure: given a state and a command, events or a
// refusal.
//
// A meeting is called, then held or cancelled; it can be withdrawn at any time when it
// was registered by mistake. What is recorded about it can be corrected before and
// after, for people register last month's paper minutes.

#ifndef SAMVERK_SERVICES_PARTNERSHIP_MEETING_RULES_H_
#define SAMVERK_SERVICES_PARTNERSHIP_MEETING_RULES_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "base/refusal.h"
#include "samverk/v1/meeting.pb.h"
#include "samverk/v1/meeting_events.pb.h"
#include "services/runtime/rules.h"

namespace samverk::partnership {

inline constexpr Reason kMeetingExists = {
    "MEETING_EXISTS", absl::StatusCode::kAlreadyExists,
    "There is a meeting {name} already. Make a new id, or edit that meeting.",
    "Det finns redan en partnerskapsträff {name}. Skapa ett nytt id eller ändra den som finns."};
inline constexpr Reason kMeetingNotFound = {"MEETING_NOT_FOUND", absl::StatusCode::kNotFound,
                                            "There is no meeting {name}.",
                                            "Partnerskapsträffen {name} finns inte."};
inline constexpr Reason kMeetingCancelled = {
    "MEETING_CANCELLED", absl::StatusCode::kFailedPrecondition, "The meeting was cancelled.",
    "Partnerskapsträffen är inställd."};
inline constexpr Reason kMeetingWithdrawn = {
    "MEETING_WITHDRAWN", absl::StatusCode::kFailedPrecondition,
    "The meeting was registered by mistake and withdrawn.",
    "Partnerskapsträffen registrerades av misstag och har återkallats."};
inline constexpr Reason kMeetingAlreadyHeld = {
    "MEETING_ALREADY_HELD", absl::StatusCode::kFailedPrecondition,
    "The meeting was held already. Correct what is recorded instead.",
    "Partnerskapsträffen har redan hållits. Rätta det registrerade i stället."};
inline constexpr Reason kMeetingHeldInTheFuture = {
    "MEETING_HELD_IN_THE_FUTURE", absl::StatusCode::kFailedPrecondition,
    "Its last day is {last_day}, after today. Register it as held when it has been.",
    "Sista dagen är {last_day}, efter i dag. Registrera den som hållen när den har varit."};
inline constexpr Reason kMeetingNotHeldYet = {
    "MEETING_NOT_HELD_YET", absl::StatusCode::kFailedPrecondition,
    "The meeting has not been held, so there is no attendance to correct.",
    "Partnerskapsträffen har inte hållits, så det finns inget deltagande att rätta."};
inline constexpr Reason kMeetingTooLong = {
    "MEETING_TOO_LONG", absl::StatusCode::kInvalidArgument,
    "The period has {days} days; a meeting takes at most {days_max}.",
    "Perioden är {days} dagar; en partnerskapsträff tar högst {days_max}."};

// What decisions about a meeting depend on.
struct MeetingState {
  bool exists = false;
  v1::MeetingState life = v1::MEETING_STATE_UNSPECIFIED;
  // Fields that an edit may leave as they are.
  v1::MeetingCalled called;
  std::map<std::string, int> attended;  // Persons by organisation.
};

struct MeetingRules {
  using State = MeetingState;
  using Event = v1::MeetingEvent;
  using Decision = absl::StatusOr<runtime::Decision<Event>>;
  using Facts = runtime::Facts;
  using Context = runtime::CommandContext;

  static runtime::ReadSet Reads(const v1::CallMeetingRequest& command);
  static runtime::ReadSet Reads(const v1::HoldMeetingRequest& command);
  static runtime::ReadSet Reads(const v1::CancelMeetingRequest& command);
  static runtime::ReadSet Reads(const v1::EditMeetingRequest& command);
  static runtime::ReadSet Reads(const v1::WithdrawMeetingRequest& command);

  // Errors: the reasons above and those of rule_checks.h, as meeting.proto says of each
  // command.
  static Decision Decide(const State&, const Facts&, const v1::CallMeetingRequest&, const Context&);
  static Decision Decide(const State&, const Facts&, const v1::HoldMeetingRequest&, const Context&);
  static Decision Decide(const State&, const Facts&, const v1::CancelMeetingRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::EditMeetingRequest&, const Context&);
  static Decision Decide(const State&, const Facts&, const v1::WithdrawMeetingRequest&,
                         const Context&);

  // Never fails; events it does not know leave the state alone.
  static void Evolve(State& state, const Event& event, const runtime::EventPlace& place);
};

}  // namespace samverk::partnership

#endif  // SAMVERK_SERVICES_PARTNERSHIP_MEETING_RULES_H_
