// The gRPC face of attachments. Commands go to the command processor, queries read the view,
// files go to and from the store of blobs; nothing is decided here.

#ifndef SAMVERK_SERVICES_ATTACHMENTS_ATTACHMENT_SERVICE_H_
#define SAMVERK_SERVICES_ATTACHMENTS_ATTACHMENT_SERVICE_H_

#include <memory>

#include "absl/time/time.h"
#include "services/rpc/bound_service.h"
#include "services/rpc/limits.h"
#include "services/runtime/partnerships.h"

namespace samverk::attachments {

// Says to the runtime which rules and views attachments have.
void AddAttachments(runtime::Slices& slices);

// `partnerships` must outlive the service and its calls. A caller that does not take or send a
// chunk for `stall_max` is hung up on.
std::unique_ptr<rpc::BoundService> MakeAttachmentService(
    runtime::Partnerships& partnerships, absl::Duration stall_max = rpc::kFrameWriteMax);

}  // namespace samverk::attachments

#endif  // SAMVERK_SERVICES_ATTACHMENTS_ATTACHMENT_SERVICE_H_
