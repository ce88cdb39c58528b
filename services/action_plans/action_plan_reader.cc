#include "services/action_plans/action_plan_reader.h"

#include <map>
#include <optional>
#include <utility>

#include "base/civil_date.h"
#include "base/status_macros.h"
#include "services/action_plans/action_plan_reasons.h"
#include "services/action_plans/action_plan_view.h"
#include "services/runtime/view_rows.h"

namespace samverk::action_plans {

using runtime::ViewReader;

absl::StatusOr<v1::ActionPlan> FindActionPlan(const ViewReader& view, const std::string& name) {
  ASSIGN_OR_RETURN(std::optional<v1::ActionPlan> plan,
                   view.GetMessage<v1::ActionPlan>(kActionPlanTable, ActionPlanKey(name)));
  if (!plan.has_value()) return Refusal(kActionPlanNotFound).With("name", name);
  return *std::move(plan);
}

absl::StatusOr<v1::ActionPlanMeasure> FindMeasure(const ViewReader& view, absl::string_view key) {
  ASSIGN_OR_RETURN(std::optional<v1::ActionPlanMeasure> measure,
                   view.GetMessage<v1::ActionPlanMeasure>(kMeasureTable, key));
  if (!measure.has_value()) return Refusal(runtime::kViewDamaged);
  return *std::move(measure);
}

void CompleteMeasure(const v1::ActionPlan& plan, absl::CivilDay day,
                     v1::ActionPlanMeasure& measure) {
  measure.set_owner(plan.owner());
  measure.set_year(plan.year());
  measure.set_overdue(IsDue(plan.state(), measure.status()) && measure.has_deadline() &&
                      ToCivilDay(measure.deadline()) < day);
}

absl::StatusOr<std::vector<v1::ActionPlanMeasure>> ReadOverdueMeasures(const ViewReader& view,
                                                                       absl::CivilDay day) {
  const std::string prefix = MeasureListKey(MeasureList::kDue, "");
  ASSIGN_OR_RETURN(
      const std::vector<std::string> keys,
      runtime::ReadIndex(view, kMeasureListTable, prefix, prefix + FormatDate(ToDate(day))));
  std::vector<v1::ActionPlanMeasure> measures;
  measures.reserve(keys.size());
  std::map<std::string, v1::ActionPlan> plans;
  for (const std::string& key : keys) {
    ASSIGN_OR_RETURN(v1::ActionPlanMeasure measure, FindMeasure(view, key));
    auto plan = plans.find(measure.action_plan());
    if (plan == plans.end()) {
      ASSIGN_OR_RETURN(v1::ActionPlan found, FindActionPlan(view, measure.action_plan()));
      plan = plans.emplace(measure.action_plan(), std::move(found)).first;
    }
    CompleteMeasure(plan->second, day, measure);
    measures.push_back(std::move(measure));
  }
  return measures;
}

}  // namespace samverk::action_plans
