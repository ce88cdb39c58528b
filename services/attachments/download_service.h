// Download: one caller who takes a file. One chunk is on its way at a time; the next is read
// when it has left. So a slow caller costs a chunk of memory, and no thread.

#ifndef SAMVERK_SERVICES_ATTACHMENTS_DOWNLOAD_SERVICE_H_
#define SAMVERK_SERVICES_ATTACHMENTS_DOWNLOAD_SERVICE_H_

#include <cstdint>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/serial_executor.h"
#include "samverk/v1/attachment.pb.h"
#include "services/rpc/bound_service.h"
#include "services/rpc/transfers.h"
#include "services/runtime/partnerships.h"
#include "storage/blobs/blob_id.h"

namespace samverk::attachments {

// Owns itself until gRPC is done with it.
class Download final : public rpc::StreamReactor {
 public:
  // Waits until the view includes what the caller has seen, then sends. `request` has the shape
  // that its proto says, and the caller may ask it. All references must outlive the call.
  static absl::StatusOr<Download*> Start(grpc::CallbackServerContext& context,
                                         runtime::Partnership& partnership, const rpc::Call& call,
                                         const v1::DownloadAttachmentRequest& request,
                                         SerialExecutor& disk, rpc::Transfers& transfers);

  void OnWriteDone(bool ok) override;
  void OnDone() override { delete this; }

 private:
  Download(runtime::Partnership& partnership, const rpc::Call& call,
           const v1::DownloadAttachmentRequest& request, SerialExecutor& disk,
           std::unique_ptr<rpc::Transfer> transfer);

  // Finds the file, from whatever the view has to say.
  absl::Status Find(const runtime::ViewReader& view);
  // Sends the next chunk, or ends. Whoever calls it does nothing after: it may be gone.
  void SendNext();
  void SendChunk();
  absl::StatusOr<bool> ReadChunk(v1::DownloadAttachmentResponse& chunk);

  runtime::Partnership& partnership_;
  const rpc::Call call_;
  const v1::DownloadAttachmentRequest request_;
  SerialExecutor& disk_;
  const std::unique_ptr<rpc::Transfer> transfer_;
  v1::AttachmentRef file_;
  uint64_t offset_ = 0;
  uint64_t end_ = 0;
  bool first_ = true;
  grpc::ByteBuffer writing_;
};

}  // namespace samverk::attachments

#endif  // SAMVERK_SERVICES_ATTACHMENTS_DOWNLOAD_SERVICE_H_
