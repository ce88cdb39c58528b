// The gRPC face of follow-ups. Commands go to the command processor, queries read the
// view; nothing is decided here.

#ifndef SAMVERK_SERVICES_FOLLOW_UPS_FOLLOW_UP_SERVICE_H_
#define SAMVERK_SERVICES_FOLLOW_UPS_FOLLOW_UP_SERVICE_H_

#include <memory>

#include "services/rpc/bound_service.h"
#include "services/runtime/partnerships.h"

namespace samverk::follow_ups {

// Says to the runtime which rules and views follow-ups have. They read a claim of the slice
// `plans`: what they are added to must have that one too.
void AddFollowUps(runtime::Slices& slices);

// `partnerships` must outlive the service.
std::unique_ptr<rpc::BoundService> MakeFollowUpService(runtime::Partnerships& partnerships);

}  // namespace samverk::follow_ups

#endif  // SAMVERK_SERVICES_FOLLOW_UPS_FOLLOW_UP_SERVICE_H_
