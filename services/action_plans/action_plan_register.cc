#include "services/action_plans/action_plan_register.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "services/action_plans/action_plan_reasons.h"
#include "services/runtime/resource_name.h"

namespace samverk::action_plans {
namespace {

// Where the partnership as a whole claims its years. An organisation that is called so too would be
// no municipality, so all its plans would be the partnership's.
constexpr char kPartnershipRegister[] = "partnership";

std::string RegisterName(const std::string& owner, absl::string_view id) {
  return runtime::ChildName(runtime::PartnershipName(runtime::PartnershipOf(owner)),
                            "actionPlanRegisters", id);
}

}  // namespace

void ActionPlanRegisterRules::Evolve(State& state, const Event& event, const runtime::EventPlace&) {
  switch (event.event_case()) {
    case Event::kActionPlanYearClaimed:
      state.plans[event.action_plan_year_claimed().year()] =
          event.action_plan_year_claimed().action_plan();
      break;
    case Event::kActionPlanYearReleased:
      state.plans.erase(event.action_plan_year_released().year());
      break;
    case Event::EVENT_NOT_SET:
      break;
  }
}

std::vector<std::string> RegistersOf(const std::string& owner, v1::ActionPlanScope scope) {
  std::vector<std::string> registers = {RegisterName(owner, runtime::IdOf(owner))};
  if (scope == v1::ACTION_PLAN_SCOPE_PARTNERSHIP) {
    std::string shared = RegisterName(owner, kPartnershipRegister);
    if (shared != registers.front()) registers.push_back(std::move(shared));
  }
  return registers;
}

absl::Status ClaimYear(const std::vector<std::string>& registers, const runtime::Facts& facts,
                       const std::string& name, int year,
                       runtime::Decision<v1::ActionPlanEvent>& decision) {
  for (const std::string& each : registers) {
    const auto& plans = facts.Claim<ActionPlanRegisterState>(each).plans;
    if (const auto taken = plans.find(year); taken != plans.end()) {
      return Refusal(kActionPlanYearTaken)
          .With("year", year)
          .With("action_plan", taken->second)
          .Violating(name);
    }
    auto claimed = std::make_shared<v1::ActionPlanRegisterEvent>();
    claimed->mutable_action_plan_year_claimed()->set_action_plan(name);
    claimed->mutable_action_plan_year_claimed()->set_year(year);
    decision.claims.emplace_back(each, std::move(claimed));
  }
  return absl::OkStatus();
}

void ReleaseYear(const std::vector<std::string>& registers, const std::string& name, int year,
                 runtime::Decision<v1::ActionPlanEvent>& decision) {
  for (const std::string& each : registers) {
    auto released = std::make_shared<v1::ActionPlanRegisterEvent>();
    released->mutable_action_plan_year_released()->set_action_plan(name);
    released->mutable_action_plan_year_released()->set_year(year);
    decision.claims.emplace_back(each, std::move(released));
  }
}

}  // namespace samverk::action_plans
