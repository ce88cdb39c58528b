// The gRPC face of plans. Commands go to the command processor, queries read the view;
// nothing is decided here.

#ifndef SAMVERK_SERVICES_PLANS_PLAN_SERVICE_H_
#define SAMVERK_SERVICES_PLANS_PLAN_SERVICE_H_

#include <memory>

#include "services/rpc/bound_service.h"
#include "services/runtime/partnerships.h"

namespace samverk::plans {

// Says to the runtime which rules and views plans have.
void AddPlans(runtime::Slices& slices);

// `partnerships` must outlive the service.
std::unique_ptr<rpc::BoundService> MakePlanService(runtime::Partnerships& partnerships);

}  // namespace samverk::plans

#endif  // SAMVERK_SERVICES_PLANS_PLAN_SERVICE_H_
