// The gRPC face of workshops. Commands go to the command processor, queries read the
// view; nothing is decided here.

#ifndef SAMVERK_SERVICES_WORKSHOPS_WORKSHOP_SERVICE_H_
#define SAMVERK_SERVICES_WORKSHOPS_WORKSHOP_SERVICE_H_

#include <memory>

#include "services/rpc/bound_service.h"
#include "services/runtime/partnerships.h"

namespace samverk::workshops {

// Says to the runtime which rules and views workshops have.
void AddWorkshops(runtime::Slices& slices);

// `partnerships` must outlive the service.
std::unique_ptr<rpc::BoundService> MakeWorkshopService(runtime::Partnerships& partnerships);

}  // namespace samverk::workshops

#endif  // SAMVERK_SERVICES_WORKSHOPS_WORKSHOP_SERVICE_H_
