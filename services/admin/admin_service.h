// The door for those who run the service: partnerships and their ledgers.

#ifndef SAMVERK_SERVICES_ADMIN_ADMIN_SERVICE_H_
#define SAMVERK_SERVICES_ADMIN_ADMIN_SERVICE_H_

#include <memory>

#include "services/rpc/bound_service.h"
#include "services/runtime/partnerships.h"

namespace samverk::admin {

// `partnerships` must outlive the service.
std::unique_ptr<rpc::BoundService> MakeAdminService(runtime::Partnerships& partnerships);

}  // namespace samverk::admin

#endif  // SAMVERK_SERVICES_ADMIN_ADMIN_SERVICE_H_
