// The door for those who ask what happened. Reads the log itself, not views.

#ifndef SAMVERK_SERVICES_AUDIT_AUDIT_SERVICE_H_
#define SAMVERK_SERVICES_AUDIT_AUDIT_SERVICE_H_

#include <memory>

#include "services/rpc/bound_service.h"
#include "services/runtime/partnerships.h"

namespace samverk::audit {

// `partnerships` must outlive the service.
std::unique_ptr<rpc::BoundService> MakeAuditService(runtime::Partnerships& partnerships);

}  // namespace samverk::audit

#endif  // SAMVERK_SERVICES_AUDIT_AUDIT_SERVICE_H_
