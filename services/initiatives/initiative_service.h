// The gRPC face of initiatives. Commands go to the command processor, queries read the view;
// nothing is decided here.

#ifndef SAMVERK_SERVICES_INITIATIVES_INITIATIVE_SERVICE_H_
#define SAMVERK_SERVICES_INITIATIVES_INITIATIVE_SERVICE_H_

#include <memory>

#include "services/rpc/bound_service.h"
#include "services/runtime/partnerships.h"

namespace samverk::initiatives {

// Says to the runtime which rules and views initiatives have.
void AddInitiatives(runtime::Slices& slices);

// `partnerships` must outlive the service.
std::unique_ptr<rpc::BoundService> MakeInitiativeService(runtime::Partnerships& partnerships);

}  // namespace samverk::initiatives

#endif  // SAMVERK_SERVICES_INITIATIVES_INITIATIVE_SERVICE_H_
