// What a person's choice in a conflict writes. Pure.

#ifndef SAMVERK_SERVICES_PLANS_PLAN_RESOLUTION_H_
#define SAMVERK_SERVICES_PLANS_PLAN_RESOLUTION_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "samverk/v1/plan.pb.h"
#include "samverk/v1/plan_events.pb.h"
#include "services/plans/plan_state.h"
#include "services/runtime/rules.h"

namespace samverk::plans {

// `partnerships/…/plans/…` of the name of one of its conflicts.
std::string PlanOfConflict(absl::string_view conflict);

// The revisions of the events whose texts Resolve needs: those that the proposals began from.
std::vector<int64_t> TextsOfProposals(const PlanState& state,
                                      const v1::ResolvePlanConflictRequest& command);

// What choosing as `command` says comes to. `facts` must hold the events of TextsOfProposals.
//
// Errors: CONFLICT_NOT_FOUND, CONFLICT_CLOSED, CONFLICT_CHANGED, CUSTOM_REQUIRED,
// PROPOSAL_NOT_FOUND, and those of single edits in plan_reasons.h.
absl::StatusOr<v1::PlanConflictResolved> Resolve(const PlanState& state,
                                                 const runtime::Facts& facts,
                                                 const v1::ResolvePlanConflictRequest& command);

}  // namespace samverk::plans

#endif  // SAMVERK_SERVICES_PLANS_PLAN_RESOLUTION_H_
