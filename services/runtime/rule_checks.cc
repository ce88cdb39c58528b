#include "services/runtime/rule_checks.h"

#include <set>

#include "base/civil_date.h"
#include "base/text.h"
#include "services/runtime/resource_name.h"

namespace samverk::runtime {

ReadSet ReadsOf(const std::string& resource, std::initializer_list<std::string> linked) {
  ReadSet reads;
  reads.resource = resource;
  for (const std::string& each : linked) {
    if (!each.empty()) reads.linked.push_back(each);
  }
  return reads;
}

absl::Status CheckLinked(const Facts& facts, const std::string& name) {
  if (name.empty() || facts.Exists(name)) return absl::OkStatus();
  return Refusal(kLinkedResourceNotFound).With("linked", name);
}

absl::Status CheckSpeaksFor(const v1::Actor& actor, const std::string& organisation) {
  const bool coordinates =
      actor.role() == v1::ROLE_ADMINISTRATOR || actor.role() == v1::ROLE_PROCESS_LEADER;
  if (coordinates || actor.organisation() == organisation) return absl::OkStatus();
  return Refusal(kNotYourOrganisation).With("organisation", organisation);
}

absl::Status CheckDays(const v1::DatePeriod& period, const Reason& too_long) {
  const auto days = ToCivilDay(period.end_date()) - ToCivilDay(period.start_date());
  if (days <= kEventDaysMax) return absl::OkStatus();
  return Refusal(too_long)
      .With("days", days)
      .With("days_max", kEventDaysMax)
      .AtField("period", "has too many days");
}

absl::Status CheckNotAhead(const v1::DatePeriod& period, absl::CivilDay today,
                           const Reason& in_the_future, const std::string& subject) {
  const absl::CivilDay last_day = ToCivilDay(period.end_date()) - 1;
  if (last_day <= today) return absl::OkStatus();
  return Refusal(in_the_future).With("last_day", FormatDate(ToDate(last_day))).Violating(subject);
}

absl::Status CheckDecided(const v1::DecisionRef& decision, absl::CivilDay today,
                          const std::string& subject) {
  if (ToCivilDay(decision.date()) <= today) return absl::OkStatus();
  return Refusal(kDecidedInTheFuture).With("date", FormatDate(decision.date())).Violating(subject);
}

absl::Status CheckAttendance(const Facts& facts,
                             const google::protobuf::RepeatedPtrField<v1::Attendance>& attendance) {
  std::set<std::string> seen;
  for (const v1::Attendance& each : attendance) {
    RETURN_IF_ERROR(CheckLinked(facts, each.organisation()));
    if (!seen.insert(each.organisation()).second) {
      return Refusal(kAttendanceTwice)
          .With("organisation", each.organisation())
          .AtField("attendance", "names an organisation twice");
    }
  }
  return absl::OkStatus();
}

}  // namespace samverk::runtime
