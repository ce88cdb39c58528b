// The gRPC face of discussions. Commands go to the command processor, queries read the
// view; nothing is decided here.

#ifndef SAMVERK_SERVICES_DISCUSSIONS_DISCUSSION_SERVICE_H_
#define SAMVERK_SERVICES_DISCUSSIONS_DISCUSSION_SERVICE_H_

#include <memory>

#include "services/rpc/bound_service.h"
#include "services/runtime/partnerships.h"

namespace samverk::discussions {

// Says to the runtime which rules and views discussions have.
void AddDiscussions(runtime::Slices& slices);

// `partnerships` must outlive the service.
std::unique_ptr<rpc::BoundService> MakeDiscussionService(runtime::Partnerships& partnerships);

}  // namespace samverk::discussions

#endif  // SAMVERK_SERVICES_DISCUSSIONS_DISCUSSION_SERVICE_H_
