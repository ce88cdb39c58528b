// The gRPC face of action plans. Commands go to the command processor, queries read the view;
// nothing is decided here.

#ifndef SAMVERK_SERVICES_ACTION_PLANS_ACTION_PLAN_SERVICE_H_
#define SAMVERK_SERVICES_ACTION_PLANS_ACTION_PLAN_SERVICE_H_

#include <memory>

#include "services/rpc/bound_service.h"
#include "services/runtime/partnerships.h"

namespace samverk::action_plans {

// Says to the runtime which rules and views action plans have.
void AddActionPlans(runtime::Slices& slices);

// `partnerships` must outlive the service.
std::unique_ptr<rpc::BoundService> MakeActionPlanService(runtime::Partnerships& partnerships);

}  // namespace samverk::action_plans

#endif  // SAMVERK_SERVICES_ACTION_PLANS_ACTION_PLAN_SERVICE_H_
