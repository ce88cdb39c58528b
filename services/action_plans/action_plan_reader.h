// Reads action plans and their measures from their view.

#ifndef SAMVERK_SERVICES_ACTION_PLANS_ACTION_PLAN_READER_H_
#define SAMVERK_SERVICES_ACTION_PLANS_ACTION_PLAN_READER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "samverk/v1/action_plan.pb.h"
#include "services/runtime/versioned_table.h"

namespace samverk::action_plans {

// The action plan without its measures. Errors: ACTION_PLAN_NOT_FOUND.
absl::StatusOr<v1::ActionPlan> FindActionPlan(const runtime::ViewReader& view,
                                              const std::string& name);

// The measure at `key`, but for what its plan says.
absl::StatusOr<v1::ActionPlanMeasure> FindMeasure(const runtime::ViewReader& view,
                                                  absl::string_view key);

// Adds what its plan says, and whether it is overdue on `day`.
void CompleteMeasure(const v1::ActionPlan& plan, absl::CivilDay day,
                     v1::ActionPlanMeasure& measure);

// The measures of all action plans that are overdue on `day`, by deadline.
absl::StatusOr<std::vector<v1::ActionPlanMeasure>> ReadOverdueMeasures(
    const runtime::ViewReader& view, absl::CivilDay day);

}  // namespace samverk::action_plans

#endif  // SAMVERK_SERVICES_ACTION_PLANS_ACTION_PLAN_READER_H_
