// The days on which a plan is in force, and by which of its revisions. Pure.
//
// A plan has at most one revision in force on a day. An adoption takes over from the first day of
// its period on; an extension adds days at the end; a correction takes the place of the revision
// that it corrects on all its days; a repeal or another plan ends it. Periods are half-open.

#ifndef SAMVERK_SERVICES_PLANS_PLAN_DAYS_H_
#define SAMVERK_SERVICES_PLANS_PLAN_DAYS_H_

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "google/protobuf/repeated_field.h"
#include "google/type/date.pb.h"
#include "samverk/v1/common.pb.h"
#include "samverk/v1/plan.pb.h"
#include "samverk/v1/plan_events.pb.h"

namespace samverk::plans {

// What adoption, extension, correction, repeal, replacement and withdrawal do to `header`; others
// leave it alone.
void ApplyToDays(const v1::PlanEvent& event, v1::Plan& header);

// The plan's own fields that say something else after a correction or an extension, as if somebody
// had edited them. `before` is the header before it.
std::vector<std::string> FieldsRestated(const v1::PlanEvent& event, const v1::Plan& before);

// The number of the revision in force on `day`; 0: none.
int RevisionOn(const v1::Plan& header, absl::CivilDay day);

// All days on which a revision is in force, in order, apart from each other.
std::vector<v1::DatePeriod> DaysInForce(const v1::Plan& header);

// No revision is in force from `from` on.
void EndInForce(absl::CivilDay from, google::protobuf::RepeatedPtrField<v1::PlanInForce>& in_force);

// Whether two periods have a day in common.
bool Overlap(const v1::DatePeriod& a, const v1::DatePeriod& b);

// `periods` without the days from `from` on.
std::vector<v1::DatePeriod> EndingBefore(const std::vector<v1::DatePeriod>& periods,
                                         absl::CivilDay from);

}  // namespace samverk::plans

#endif  // SAMVERK_SERVICES_PLANS_PLAN_DAYS_H_
