// What may happen to an action plan. Pure: given a state and a command, events or a refusal.
//
// An action plan is drafted, adopted, carried out and closed for the year; it can be withdrawn at
// any time when it was registered by mistake. What was adopted can be corrected, with a reason;
// that is told apart from what happens in the year: reports, and deadlines that move.
//
// Several people work on one plan, each on some measures: an edit is judged by what others wrote to
// the same field after its author had read it (field_writers.h), so that they are not in each
// other's way. Where they are, the command is refused as a stale one is: there are no long texts in
// an action plan whose words would be worth the conflicts that service plans keep.

#ifndef SAMVERK_SERVICES_ACTION_PLANS_ACTION_PLAN_RULES_H_
#define SAMVERK_SERVICES_ACTION_PLANS_ACTION_PLAN_RULES_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "samverk/v1/action_plan.pb.h"
#include "samverk/v1/action_plan_events.pb.h"
#include "services/action_plans/action_plan_reasons.h"
#include "services/action_plans/action_plan_register.h"
#include "services/runtime/field_writers.h"
#include "services/runtime/rules.h"

namespace samverk::action_plans {

// What decisions about an action plan depend on: all of it, because edits are judged field by field
// against what stands.
struct ActionPlanState {
  bool exists = false;
  v1::ActionPlan header;                                  // Without measures.
  std::map<std::string, v1::ActionPlanMeasure> measures;  // By id.
  runtime::FieldWriters writers;

  // Null if there is no such measure.
  const v1::ActionPlanMeasure* FindMeasure(const std::string& id) const;
};

struct ActionPlanRules {
  using State = ActionPlanState;
  using Event = v1::ActionPlanEvent;
  using Decision = absl::StatusOr<runtime::Decision<Event>>;
  using Facts = runtime::Facts;
  using Context = runtime::CommandContext;
  static constexpr bool kTellsWriters = true;

  static runtime::ReadSet Reads(const v1::CreateActionPlanRequest& command);
  static runtime::ReadSet Reads(const v1::EditActionPlanRequest& command);
  static runtime::ReadSet Reads(const v1::AdoptActionPlanRequest& command);
  static runtime::ReadSet Reads(const v1::ReportMeasureProgressRequest& command);
  static runtime::ReadSet Reads(const v1::MoveMeasureDeadlineRequest& command);
  static runtime::ReadSet Reads(const v1::CloseActionPlanRequest& command);
  static runtime::ReadSet Reads(const v1::ReopenActionPlanRequest& command);
  static runtime::ReadSet Reads(const v1::WithdrawActionPlanRequest& command);

  // The registers, of what changes the year that the plan has.
  static std::vector<std::string> ClaimsRead(const State&, const v1::EditActionPlanRequest&);
  static std::vector<std::string> ClaimsRead(const State&, const v1::WithdrawActionPlanRequest&);

  // Errors: the reasons of action_plan_reasons.h and rule_checks.h, as action_plan.proto says of
  // each command.
  static Decision Decide(const State&, const Facts&, const v1::CreateActionPlanRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::EditActionPlanRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::AdoptActionPlanRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::ReportMeasureProgressRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::MoveMeasureDeadlineRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::CloseActionPlanRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::ReopenActionPlanRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::WithdrawActionPlanRequest&,
                         const Context&);

  // Never fails; events it does not know leave the state alone.
  static void Evolve(State& state, const Event& event, const runtime::EventPlace& place);
};

}  // namespace samverk::action_plans

#endif  // SAMVERK_SERVICES_ACTION_PLANS_ACTION_PLAN_RULES_H_
