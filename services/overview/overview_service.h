// The door for those who want to see how the whole cooperation fares. Reads the views of all
// slices, as of one position in all of them; it has no facts of its own and keeps nothing.

#ifndef SAMVERK_SERVICES_OVERVIEW_OVERVIEW_SERVICE_H_
#define SAMVERK_SERVICES_OVERVIEW_OVERVIEW_SERVICE_H_

#include <memory>

#include "services/rpc/bound_service.h"
#include "services/runtime/partnerships.h"

namespace samverk::overview {

// `partnerships` must outlive the service.
std::unique_ptr<rpc::BoundService> MakeOverviewService(runtime::Partnerships& partnerships);

}  // namespace samverk::overview

#endif  // SAMVERK_SERVICES_OVERVIEW_OVERVIEW_SERVICE_H_
