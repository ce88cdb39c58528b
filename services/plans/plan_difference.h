// What is different between two states of a plan, field by field. Pure.

#ifndef SAMVERK_SERVICES_PLANS_PLAN_DIFFERENCE_H_
#define SAMVERK_SERVICES_PLANS_PLAN_DIFFERENCE_H_

#include <string>
#include <utility>
#include <vector>

#include "samverk/v1/plan.pb.h"

namespace samverk::plans {

// Every field that says something: its path and its text as people read it, in the order in which a
// plan is read. Periods end with their last day.
std::vector<std::pair<std::string, std::string>> FieldsOf(const v1::Plan& plan);

// The fields that differ, with path, old and new text: in the order of `to`, then those that only
// `from` has.
std::vector<v1::PlanDifference> Differences(const v1::Plan& from, const v1::Plan& to);

}  // namespace samverk::plans

#endif  // SAMVERK_SERVICES_PLANS_PLAN_DIFFERENCE_H_
