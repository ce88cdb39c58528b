// The calls that bring a file: StartUpload, UploadChunks, GetUpload, FinishUpload. What waits
// for the disk runs on one thread of its own, never on gRPC's.

#ifndef SAMVERK_SERVICES_ATTACHMENTS_UPLOAD_SERVICE_H_
#define SAMVERK_SERVICES_ATTACHMENTS_UPLOAD_SERVICE_H_

#include "base/serial_executor.h"
#include "services/rpc/bound_service.h"
#include "services/rpc/transfers.h"
#include "services/runtime/partnerships.h"

namespace samverk::attachments {

// Binds them. Everything referred to must outlive the calls.
void BindUploadCalls(rpc::BoundService& service, runtime::Partnerships& partnerships,
                     SerialExecutor& disk, rpc::Transfers& transfers);

}  // namespace samverk::attachments

#endif  // SAMVERK_SERVICES_ATTACHMENTS_UPLOAD_SERVICE_H_
