// The gRPC face of national issues. Commands go to the command processor, queries read the
// view; nothing is decided here but what the contacts of an agency see.

#ifndef SAMVERK_SERVICES_NATIONAL_ISSUES_NATIONAL_ISSUE_SERVICE_H_
#define SAMVERK_SERVICES_NATIONAL_ISSUES_NATIONAL_ISSUE_SERVICE_H_

#include <memory>

#include "services/rpc/bound_service.h"
#include "services/runtime/partnerships.h"

namespace samverk::national_issues {

// Says to the runtime which rules and views national issues have.
void AddNationalIssues(runtime::Slices& slices);

// `partnerships` must outlive the service.
std::unique_ptr<rpc::BoundService> MakeNationalIssueService(runtime::Partnerships& partnerships);

}  // namespace samverk::national_issues

#endif  // SAMVERK_SERVICES_NATIONAL_ISSUES_NATIONAL_ISSUE_SERVICE_H_
