// The gRPC face of a partnership: its organisations, people and meetings. Commands go to
// the command processor, queries read the view; nothing is decided here.

#ifndef SAMVERK_SERVICES_PARTNERSHIP_PARTNERSHIP_SERVICE_H_
#define SAMVERK_SERVICES_PARTNERSHIP_PARTNERSHIP_SERVICE_H_

#include <memory>

#include "services/rpc/bound_service.h"
#include "services/runtime/partnerships.h"

namespace samverk::partnership {

// Says to the runtime which rules and views a partnership has.
void AddPartnership(runtime::Slices& slices);

// `partnerships` must outlive the services.
std::unique_ptr<rpc::BoundService> MakePartnershipService(runtime::Partnerships& partnerships);
std::unique_ptr<rpc::BoundService> MakeMeetingService(runtime::Partnerships& partnerships);

}  // namespace samverk::partnership

#endif  // SAMVERK_SERVICES_PARTNERSHIP_PARTNERSHIP_SERVICE_H_
