// Why a command on a meeting is refused.

#ifndef SAMVERK_SERVICES_PARTNERSHIP_MEETING_REASONS_H_
#define SAMVERK_SERVICES_PARTNERSHIP_MEETING_REASONS_H_

#include "base/refusal.h"

namespace samverk::partnership {

inline constexpr auto kMeetingRule = absl::StatusCode::kFailedPrecondition;

inline constexpr Reason kMeetingExists = {
    "MEETING_EXISTS", absl::StatusCode::kAlreadyExists,
    "There is a meeting {name} already. Make a new id, or edit that meeting.",
    "Det finns redan en partnerskapsträff {name}. Skapa ett nytt id eller ändra den som finns."};
inline constexpr Reason kMeetingNotFound = {"MEETING_NOT_FOUND", absl::StatusCode::kNotFound,
                                            "There is no meeting {name}.",
                                            "Partnerskapsträffen {name} finns inte."};
inline constexpr Reason kMeetingCancelled = {"MEETING_CANCELLED", kMeetingRule,
                                             "The meeting was cancelled.",
                                             "Partnerskapsträffen är inställd."};
inline constexpr Reason kMeetingWithdrawn = {
    "MEETING_WITHDRAWN", kMeetingRule, "The meeting was registered by mistake and withdrawn.",
    "Partnerskapsträffen registrerades av misstag och har återkallats."};
inline constexpr Reason kMeetingAlreadyHeld = {
    "MEETING_ALREADY_HELD", kMeetingRule,
    "The meeting was held already. Correct what is recorded instead.",
    "Partnerskapsträffen har redan hållits. Rätta det registrerade i stället."};
inline constexpr Reason kMeetingHeldInTheFuture = {
    "MEETING_HELD_IN_THE_FUTURE", kMeetingRule,
    "Its last day is {last_day}, after today. Register it as held when it has been.",
    "Sista dagen är {last_day}, efter i dag. Registrera den som hållen när den har varit."};
inline constexpr Reason kMeetingNotHeldYet = {
    "MEETING_NOT_HELD_YET", kMeetingRule,
    "The meeting is not recorded as held, so there are no attendance, minutes or decisions. Record "
    "that it was held first.",
    "Partnerskapsträffen är inte registrerad som hållen, så det finns varken deltagande, protokoll "
    "eller beslut. Registrera först att den hölls."};
inline constexpr Reason kMeetingTooLong = {
    "MEETING_TOO_LONG", absl::StatusCode::kInvalidArgument,
    "The period has {days} days; a meeting takes at most {days_max}.",
    "Perioden är {days} dagar; en partnerskapsträff tar högst {days_max}."};
inline constexpr Reason kTooManyCalled = {
    "TOO_MANY_CALLED", kMeetingRule,
    "{count} organisations would be called; no more than {count_max} are kept.",
    "{count} aktörer skulle vara kallade; fler än {count_max} sparas inte."};

inline constexpr Reason kMinutesMissing = {"MINUTES_MISSING", kMeetingRule,
                                           "No minutes are recorded. Record them first.",
                                           "Det finns inget protokoll. Registrera det först."};
inline constexpr Reason kMinutesApproved = {
    "MINUTES_APPROVED", kMeetingRule,
    "The minutes were approved on {approved_on}. Correct them instead: the approval stays.",
    "Protokollet justerades {approved_on}. Rätta det i stället: justeringen står kvar."};
inline constexpr Reason kMinutesNotApproved = {
    "MINUTES_NOT_APPROVED", kMeetingRule,
    "The minutes have not been approved, so there is no approval to correct. Approve them.",
    "Protokollet är inte justerat, så det finns ingen justering att rätta. Justera det."};
inline constexpr Reason kMinutesApprovedInTheFuture = {
    "MINUTES_APPROVED_IN_THE_FUTURE", kMeetingRule,
    "{approved_on} is after today. Approve the minutes when it has come.",
    "{approved_on} är efter i dag. Justera protokollet när dagen har kommit."};
inline constexpr Reason kMinutesApprovedBeforeTheMeeting = {
    "MINUTES_APPROVED_BEFORE_THE_MEETING", kMeetingRule,
    "The minutes would be approved on {approved_on}, before the meeting began on {first_day}. "
    "Correct the day that is wrong.",
    "Protokollet skulle vara justerat {approved_on}, innan träffen började {first_day}. Rätta den "
    "dag som är fel."};

inline constexpr Reason kTooManyMeetingDecisions = {
    "TOO_MANY_MEETING_DECISIONS", kMeetingRule,
    "The meeting has {count} decisions; no more than {count_max} are kept. Join some of them, or "
    "attach a list as a file.",
    "Träffen har {count} beslut; fler än {count_max} sparas inte. Slå ihop några, eller bifoga en "
    "lista som fil."};
inline constexpr Reason kMeetingDecisionNotFound = {
    "MEETING_DECISION_NOT_FOUND", absl::StatusCode::kNotFound,
    "There is no decision {entry}, or it was removed. The meeting has their numbers.",
    "Beslutet {entry} finns inte, eller har tagits bort. Numren står i träffen."};
inline constexpr Reason kMeetingDecisionDone = {
    "MEETING_DECISION_DONE", kMeetingRule,
    "Decision {entry} was done on {done_on}. Correct what is recorded instead.",
    "Beslut {entry} blev klart {done_on}. Rätta det registrerade i stället."};
inline constexpr Reason kMeetingDecisionNotDone = {
    "MEETING_DECISION_NOT_DONE", kMeetingRule,
    "Decision {entry} is not recorded as done. Record that instead of correcting it.",
    "Beslut {entry} är inte registrerat som klart. Registrera det i stället för att rätta."};
inline constexpr Reason kDecisionDoneInTheFuture = {
    "DECISION_DONE_IN_THE_FUTURE", kMeetingRule,
    "{done_on} is after today. Record the decision as done when it is.",
    "{done_on} är efter i dag. Registrera beslutet som klart när det är det."};

}  // namespace samverk::partnership

#endif  // SAMVERK_SERVICES_PARTNERSHIP_MEETING_REASONS_H_
