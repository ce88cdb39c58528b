// The life of a plan, from the first draft to its last day in force. Shared by rules and view.
// Pure.

#ifndef SAMVERK_SERVICES_PLANS_PLAN_LIFE_H_
#define SAMVERK_SERVICES_PLANS_PLAN_LIFE_H_

#include "samverk/v1/plan.pb.h"
#include "samverk/v1/plan_events.pb.h"

namespace samverk::plans {

// What an event does to the header, but for edits of its fields: its life and its days in force.
void ApplyLife(const v1::PlanEvent& event, v1::Plan& header);

}  // namespace samverk::plans

#endif  // SAMVERK_SERVICES_PLANS_PLAN_LIFE_H_
