// What the rules of several slices check alike, and how they say no. Pure, like rules.h.

#ifndef SAMVERK_SERVICES_RUNTIME_RULE_CHECKS_H_
#define SAMVERK_SERVICES_RUNTIME_RULE_CHECKS_H_

#include <initializer_list>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "base/refusal.h"
#include "base/status_macros.h"
#include "google/protobuf/repeated_field.h"
#include "samverk/v1/common.pb.h"
#include "services/runtime/rules.h"

namespace samverk::runtime {

inline constexpr Reason kLinkedResourceNotFound = {
    "LINKED_RESOURCE_NOT_FOUND", absl::StatusCode::kNotFound,
    "There is no {linked}. Register it first, or correct the name.",
    "{linked} finns inte. Registrera det först eller rätta namnet."};
inline constexpr Reason kAttendanceTwice = {
    "ATTENDANCE_TWICE", absl::StatusCode::kInvalidArgument,
    "{organisation} is named twice in the attendance. Add the numbers up.",
    "{organisation} förekommer två gånger i deltagandet. Lägg ihop antalen."};
inline constexpr Reason kBaseRequired = {"BASE_REQUIRED", absl::StatusCode::kInvalidArgument,
                                         "Say which revision you have read, in expected_revision.",
                                         "Ange vilken version du har läst, i expected_revision."};
inline constexpr Reason kNotYourOrganisation = {
    "NOT_YOUR_ORGANISATION", absl::StatusCode::kPermissionDenied,
    "Only {organisation} itself or a process leader can do this. Ask them to.",
    "Bara {organisation} själv eller en processledare kan göra detta. Be dem om det."};
inline constexpr Reason kDecidedInTheFuture = {
    "DECIDED_IN_THE_FUTURE", absl::StatusCode::kFailedPrecondition,
    "The decision is dated {date}, after today.", "Beslutet är daterat {date}, efter i dag."};

// How long a meeting or a workshop may be. Lists by year rely on it (FirstDaysTouching
// in services/rpc/queries.h).
inline constexpr int kEventDaysMax = 31;

// The decision of most commands: one fact, which `fill` fills in.
template <typename Event, typename Fill>
absl::StatusOr<Decision<Event>> Decided(Fill fill) {
  Decision<Event> decision;
  fill(decision.events.emplace_back());
  return decision;
}

// Reads `resource` and those of `linked` that are named at all.
ReadSet ReadsOf(const std::string& resource, std::initializer_list<std::string> linked = {});

// OK if `name`, one of ReadSet::linked, exists or is empty.
//
// Errors:
//   NOT_FOUND  LINKED_RESOURCE_NOT_FOUND
absl::Status CheckLinked(const Facts& facts, const std::string& name);

// The same of several.
template <typename Names>
absl::Status CheckAllLinked(const Facts& facts, const Names& names) {
  for (const std::string& name : names) RETURN_IF_ERROR(CheckLinked(facts, name));
  return absl::OkStatus();
}

// OK if an edit says what it is based on: absence means neither "whatever is there" nor "against
// all that ever happened".
//
// Errors:
//   INVALID_ARGUMENT  BASE_REQUIRED
template <typename Command>
absl::Status CheckBase(const Command& command) {
  if (command.has_expected_revision()) return absl::OkStatus();
  return Refusal(kBaseRequired).AtField("expected_revision", "must say which revision was read");
}

// OK if `actor` may speak for `organisation`: it is their own, or they lead the process or run the
// service. For what is said about another organisation's resource, which the table of access
// therefore leaves open.
//
// Errors:
//   PERMISSION_DENIED  NOT_YOUR_ORGANISATION
absl::Status CheckSpeaksFor(const v1::Actor& actor, const std::string& organisation);

// OK if `period` has at most kEventDaysMax days; else `too_long` with {days} and {days_max}.
absl::Status CheckDays(const v1::DatePeriod& period, const Reason& too_long);

// OK if the last day of `period` is not after `today`; else `in_the_future` with
// {last_day}, violated by `subject`.
absl::Status CheckNotAhead(const v1::DatePeriod& period, absl::CivilDay today,
                           const Reason& in_the_future, const std::string& subject);

// OK if `decision` is of `today` or earlier; it is about `subject`.
//
// Errors:
//   FAILED_PRECONDITION  DECIDED_IN_THE_FUTURE
absl::Status CheckDecided(const v1::DecisionRef& decision, absl::CivilDay today,
                          const std::string& subject);

// OK if every organisation exists and is named once.
//
// Errors:
//   NOT_FOUND         LINKED_RESOURCE_NOT_FOUND
//   INVALID_ARGUMENT  ATTENDANCE_TWICE
absl::Status CheckAttendance(const Facts& facts,
                             const google::protobuf::RepeatedPtrField<v1::Attendance>& attendance);

}  // namespace samverk::runtime

#endif  // SAMVERK_SERVICES_RUNTIME_RULE_CHECKS_H_
