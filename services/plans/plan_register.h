// Which of a municipality's plans is in force on a day: one claim stream for each municipality,
// `planRegisters/{kommunkod}`, is written together with every event that changes those days, so
// that two adoptions at once can't both have the same day. Local plans claim nothing. Pure.

#ifndef SAMVERK_SERVICES_PLANS_PLAN_REGISTER_H_
#define SAMVERK_SERVICES_PLANS_PLAN_REGISTER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "google/type/date.pb.h"
#include "samverk/v1/plan.pb.h"
#include "samverk/v1/plan_events.pb.h"
#include "services/plans/plan_state.h"
#include "services/runtime/rules.h"

namespace samverk::plans {

// A claim stream has no commands of its own. Its state is a message: the rules of other slices read
// it too.
struct PlanRegisterRules {
  using State = v1::PlanRegister;
  using Event = v1::PlanRegisterEvent;
  static void Evolve(State& state, const Event& event, const runtime::EventPlace& place);
};

// The register that `state` claims days in; empty for what claims none.
std::vector<std::string> RegisterClaim(const PlanState& state);

// Another plan that an adoption takes the place of.
struct Replacement {
  std::string plan;  // Empty: none.
  google::type::Date from;
};

// OK if the adoption of the plan `name` may take the place of `replaced`, which is empty or a
// claim.
//
// Errors: LINKED_RESOURCE_NOT_FOUND, REPLACES_NO_OTHER.
absl::Status CheckReplaceable(const PlanState& state, const runtime::Facts& facts,
                              const std::string& name, const std::string& replaced);

// Decides on an event that may change the days on which the plan is in force: a municipal plan
// claims them.
//
// Errors:
//   FAILED_PRECONDITION  PLAN_PERIOD_TAKEN
absl::StatusOr<runtime::Decision<v1::PlanEvent>> DecideDays(const PlanState& state,
                                                            const runtime::Facts& facts,
                                                            const std::string& name,
                                                            const v1::PlanEvent& event,
                                                            const Replacement& replaces = {});

}  // namespace samverk::plans

#endif  // SAMVERK_SERVICES_PLANS_PLAN_REGISTER_H_
