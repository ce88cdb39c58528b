#include "services/attachments/attachment_service.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "base/serial_executor.h"
#include "base/status_macros.h"
#include "samverk/v1/attachment.pb.h"
#include "services/attachments/attachment_rules.h"
#include "services/attachments/attachment_view.h"
#include "services/attachments/download_service.h"
#include "services/attachments/upload_service.h"
#include "services/rpc/commands.h"
#include "services/rpc/queries.h"
#include "services/rpc/transfers.h"

namespace samverk::attachments {
namespace {

using google::protobuf::Message;

absl::StatusOr<v1::Attachment> FindAttachment(const runtime::ViewReader& view,
                                              const std::string& name) {
  ASSIGN_OR_RETURN(std::optional<v1::Attachment> attachment,
                   view.GetMessage<v1::Attachment>(kAttachmentTable, AttachmentKey(name)));
  if (!attachment.has_value()) return Refusal(kAttachmentNotFound).With("name", name);
  return *std::move(attachment);
}

absl::Status Get(const rpc::QueryContext& context, const v1::GetAttachmentRequest& request,
                 v1::GetAttachmentResponse& response) {
  ASSIGN_OR_RETURN(*response.mutable_attachment(), FindAttachment(context.view, request.name()));
  return absl::OkStatus();
}

bool Passes(const v1::ListAttachmentsRequest& filter, const v1::Attachment& attachment) {
  if (!filter.subject().empty() && attachment.subject() != filter.subject()) return false;
  if (!filter.owner().empty() && attachment.owner() != filter.owner()) return false;
  const v1::AttachmentState wanted = filter.state() == v1::ATTACHMENT_STATE_UNSPECIFIED
                                         ? v1::ATTACHMENT_STATE_ATTACHED
                                         : filter.state();
  return attachment.state() == wanted;
}

absl::Status List(const rpc::QueryContext& context, const v1::ListAttachmentsRequest& request,
                  v1::ListAttachmentsResponse& response) {
  // By the filter that leaves fewest; a resource has fewer than an organisation.
  const bool all = request.subject().empty() && request.owner().empty();
  const bool by_subject = !request.subject().empty();
  const char table = all ? kAttachmentTable : by_subject ? kBySubjectTable : kByOwnerTable;
  const std::string prefix = all ? "" : ListKey(by_subject ? request.subject() : request.owner());
  return rpc::ReadPage(
      context, request, response, table, prefix,
      [&](absl::string_view row) -> absl::StatusOr<size_t> {
        v1::Attachment attachment;
        if (!all) {
          ASSIGN_OR_RETURN(attachment, FindAttachment(context.view, std::string(row)));
        } else if (!attachment.ParseFromArray(row.data(), static_cast<int>(row.size()))) {
          return Refusal(runtime::kViewDamaged);
        }
        if (!Passes(request, attachment)) return 0;
        *response.add_attachments() = attachment;
        return attachment.ByteSizeLong();
      });
}

// Outlived by no call: they end before the server lets go of it.
class AttachmentService final : public rpc::BoundService {
 public:
  explicit AttachmentService(absl::Duration stall_max)
      : BoundService(
            v1::AttachFileRequest::descriptor()->file()->FindServiceByName("AttachmentService")),
        transfers_(stall_max) {}
  void Close() override { transfers_.Close(); }
  rpc::Transfers& transfers() { return transfers_; }
  SerialExecutor& disk() { return disk_; }

 private:
  rpc::Transfers transfers_;
  SerialExecutor disk_;
};

}  // namespace

void AddAttachments(runtime::Slices& slices) {
  runtime::CommandRegistry& commands = slices.commands;
  commands.AddResource<AttachmentRules>("attachments");
  commands.AddCommand<AttachmentRules, v1::AttachFileRequest>();
  commands.AddCommand<AttachmentRules, v1::DetachFileRequest>();
  slices.projections.push_back(std::make_unique<AttachmentProjection>());
}

std::unique_ptr<rpc::BoundService> MakeAttachmentService(runtime::Partnerships& partnerships,
                                                         absl::Duration stall_max) {
  auto service = std::make_unique<AttachmentService>(stall_max);
  BindUploadCalls(*service, partnerships, service->disk(), service->transfers());
  rpc::BindCommand<v1::AttachFileResponse>(*service, "AttachFile", partnerships);
  rpc::BindCommand<v1::DetachFileResponse>(*service, "DetachFile", partnerships);
  rpc::BindQuery<v1::GetAttachmentRequest, v1::GetAttachmentResponse>(
      *service, "GetAttachment", partnerships, kAttachmentView, Get);
  rpc::BindQuery<v1::ListAttachmentsRequest, v1::ListAttachmentsResponse>(
      *service, "ListAttachments", partnerships, kAttachmentView, List);
  service->BindStream(
      "DownloadAttachment",
      [&partnerships, &disk = service->disk(), &transfers = service->transfers()](
          grpc::CallbackServerContext& context, const rpc::Call& call,
          const Message& message) -> absl::StatusOr<rpc::StreamReactor*> {
        const auto& request = static_cast<const v1::DownloadAttachmentRequest&>(message);
        ASSIGN_OR_RETURN(runtime::Partnership* const partnership,
                         rpc::FindPartnership(call, request, partnerships));
        RETURN_IF_ERROR(rpc::AuthoriseQuery(call, request, *partnership));
        return Download::Start(context, *partnership, call, request, disk, transfers);
      });
  service->CheckBound();
  return service;
}

}  // namespace samverk::attachments
