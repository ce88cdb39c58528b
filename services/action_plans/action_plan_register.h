// Which years have an action plan: one claim stream for each owner, `actionPlanRegisters/{owner}`,
// and one for the partnership as a whole, is written together with every event that takes a year
// or gives it back, so that of two plans for one year only one can be begun. Pure.

#ifndef SAMVERK_SERVICES_ACTION_PLANS_ACTION_PLAN_REGISTER_H_
#define SAMVERK_SERVICES_ACTION_PLANS_ACTION_PLAN_REGISTER_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "samverk/v1/action_plan.pb.h"
#include "samverk/v1/action_plan_events.pb.h"
#include "services/runtime/rules.h"

namespace samverk::action_plans {

struct ActionPlanRegisterState {
  std::map<int, std::string> plans;  // By year.
};

// A claim stream has no commands of its own.
struct ActionPlanRegisterRules {
  using State = ActionPlanRegisterState;
  using Event = v1::ActionPlanRegisterEvent;
  static void Evolve(State& state, const Event& event, const runtime::EventPlace& place);
};

// The registers that an action plan of `owner` claims its year in.
std::vector<std::string> RegistersOf(const std::string& owner, v1::ActionPlanScope scope);

// Claims `year` for the action plan `name` in all `registers`.
//
// Errors:
//   FAILED_PRECONDITION  ACTION_PLAN_YEAR_TAKEN
absl::Status ClaimYear(const std::vector<std::string>& registers, const runtime::Facts& facts,
                       const std::string& name, int year,
                       runtime::Decision<v1::ActionPlanEvent>& decision);

// Gives the year back that it has in them.
void ReleaseYear(const std::vector<std::string>& registers, const std::string& name, int year,
                 runtime::Decision<v1::ActionPlanEvent>& decision);

}  // namespace samverk::action_plans

#endif  // SAMVERK_SERVICES_ACTION_PLANS_ACTION_PLAN_REGISTER_H_
