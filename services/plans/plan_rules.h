// What may happen to a plan. Pure: given a state and a command, events or a refusal.
//
// A plan is drafted, may be sent for consultation, is proposed and adopted; whoever edits it after
// that begins its next revision, while the one before stays in force. Extension, correction and
// repeal are decisions of their own. Which of a municipality's plans is in force on a day is
// claimed in one stream per municipality, so that two adoptions at once can't both have the day.

#ifndef SAMVERK_SERVICES_PLANS_PLAN_RULES_H_
#define SAMVERK_SERVICES_PLANS_PLAN_RULES_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "samverk/v1/plan.pb.h"
#include "samverk/v1/plan_events.pb.h"
#include "services/plans/plan_reasons.h"
#include "services/plans/plan_state.h"
#include "services/runtime/rules.h"

namespace samverk::plans {

struct PlanRules {
  using State = PlanState;
  using Event = v1::PlanEvent;
  using Decision = absl::StatusOr<runtime::Decision<Event>>;
  using Facts = runtime::Facts;
  using Context = runtime::CommandContext;
  static constexpr bool kTellsWriters = true;

  static runtime::ReadSet Reads(const v1::CreatePlanRequest& command);
  static runtime::ReadSet Reads(const v1::EditPlanRequest& command);
  static runtime::ReadSet Reads(const v1::ResolvePlanConflictRequest& command);
  static runtime::ReadSet Reads(const v1::OpenPlanConsultationRequest& command);
  static runtime::ReadSet Reads(const v1::ReceivePlanStatementRequest& command);
  static runtime::ReadSet Reads(const v1::ProposePlanRequest& command);
  static runtime::ReadSet Reads(const v1::RecallPlanProposalRequest& command);
  static runtime::ReadSet Reads(const v1::AdoptPlanRequest& command);
  static runtime::ReadSet Reads(const v1::ExtendPlanRequest& command);
  static runtime::ReadSet Reads(const v1::CorrectPlanRequest& command);
  static runtime::ReadSet Reads(const v1::RepealPlanRequest& command);
  static runtime::ReadSet Reads(const v1::WithdrawPlanRequest& command);

  // The register of the municipality, of what changes the days a municipal plan is in force; and
  // the plan that is replaced.
  static std::vector<std::string> ClaimsRead(const State&, const v1::AdoptPlanRequest&);
  static std::vector<std::string> ClaimsRead(const State&, const v1::ExtendPlanRequest&);
  static std::vector<std::string> ClaimsRead(const State&, const v1::CorrectPlanRequest&);
  static std::vector<std::string> ClaimsRead(const State&, const v1::RepealPlanRequest&);
  static std::vector<std::string> ClaimsRead(const State&, const v1::WithdrawPlanRequest&);

  // The events that wrote the texts which merges begin from.
  static std::vector<int64_t> EventsRead(const State&, const v1::EditPlanRequest&, const Context&);
  static std::vector<int64_t> EventsRead(const State&, const v1::ResolvePlanConflictRequest&,
                                         const Context&);

  // Errors: the reasons of plan_reasons.h and rule_checks.h, as plan.proto says of each command.
  static Decision Decide(const State&, const Facts&, const v1::CreatePlanRequest&, const Context&);
  static Decision Decide(const State&, const Facts&, const v1::EditPlanRequest&, const Context&);
  static Decision Decide(const State&, const Facts&, const v1::ResolvePlanConflictRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::OpenPlanConsultationRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::ReceivePlanStatementRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::ProposePlanRequest&, const Context&);
  static Decision Decide(const State&, const Facts&, const v1::RecallPlanProposalRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::AdoptPlanRequest&, const Context&);
  static Decision Decide(const State&, const Facts&, const v1::ExtendPlanRequest&, const Context&);
  static Decision Decide(const State&, const Facts&, const v1::CorrectPlanRequest&, const Context&);
  static Decision Decide(const State&, const Facts&, const v1::RepealPlanRequest&, const Context&);
  static Decision Decide(const State&, const Facts&, const v1::WithdrawPlanRequest&,
                         const Context&);

  // Of old words only where they are is kept.
  static size_t SizeBytes(const State& state) { return state.size_bytes; }

  // Never fails; events it does not know leave the state alone.
  static void Evolve(State& state, const Event& event, const runtime::EventPlace& place) {
    EvolvePlan(state, event, place);
  }
};

}  // namespace samverk::plans

#endif  // SAMVERK_SERVICES_PLANS_PLAN_RULES_H_
