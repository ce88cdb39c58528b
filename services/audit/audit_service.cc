#include "services/audit/audit_service.h"

#include <utility>

#include "base/status_macros.h"
#include "samverk/v1/audit.pb.h"
#include "services/rpc/queries.h"
#include "services/runtime/event_proto.h"
#include "services/runtime/read_point.h"
#include "services/runtime/resource_name.h"
#include "storage/event_log/log_reasons.h"

namespace samverk::audit {
namespace {

// Where a page begins. Later pages see what the first saw.
struct PageStart {
  storage::Position as_of;
  uint64_t revision = 0;
};

absl::StatusOr<PageStart> FindStart(const v1::GetHistoryRequest& request,
                                    const storage::EventLog& log) {
  if (request.page_token().empty()) {
    return PageStart{log.Head(), request.newest_first() ? UINT64_MAX : 0};
  }
  ASSIGN_OR_RETURN(const runtime::PageToken token,
                   runtime::DecodePageToken(request.page_token(), request, log));
  const std::optional<uint64_t> revision = storage::DecodeUint64(token.from);
  if (!revision.has_value()) return Refusal(runtime::kPageTokenInvalid);
  return PageStart{token.as_of, *revision};
}

absl::Status ReadHistory(runtime::Partnership& partnership, const v1::GetHistoryRequest& request,
                         v1::GetHistoryResponse& response) {
  const storage::EventLog& log = partnership.log();
  ASSIGN_OR_RETURN(const PageStart start, FindStart(request, log));
  storage::ReadRange range;
  range.from = start.revision;
  range.up_to = start.as_of;
  range.direction = request.newest_first() ? storage::ReadRange::Direction::kBackward
                                           : storage::ReadRange::Direction::kForward;
  range.events_max = static_cast<size_t>(request.page_size() == 0 ? runtime::kPageSizeDefault
                                                                  : request.page_size());
  absl::StatusOr<storage::EventPage> page =
      log.ReadStream(runtime::RelativeName(request.name()), range);
  if (absl::IsNotFound(page.status())) {
    return Refusal(storage::kResourceUnknown).With("resource", request.name());
  }
  RETURN_IF_ERROR(page.status());
  for (const storage::RecordedEvent& event : page->events) {
    *response.add_events() = runtime::ToProto(event, partnership.id(), log.identity());
  }
  if (page->next.has_value()) {
    response.set_next_page_token(
        runtime::EncodePageToken({start.as_of, storage::EncodeUint64(*page->next)}, request, log));
  }
  *response.mutable_as_of_position() = runtime::ToProto(start.as_of, log);
  return absl::OkStatus();
}

absl::Status GetHistory(runtime::Partnerships& partnerships, const rpc::Call& call,
                        const v1::GetHistoryRequest& request, v1::GetHistoryResponse& response) {
  ASSIGN_OR_RETURN(runtime::Partnership* const partnership,
                   rpc::FindPartnership(call, request, partnerships));
  RETURN_IF_ERROR(rpc::AuthoriseQuery(call, request, *partnership));
  return ReadHistory(*partnership, request, response);
}

}  // namespace

std::unique_ptr<rpc::BoundService> MakeAuditService(runtime::Partnerships& partnerships) {
  auto service = std::make_unique<rpc::BoundService>(
      v1::GetHistoryRequest::descriptor()->file()->FindServiceByName("AuditService"));
  service->BindUnary(
      "GetHistory", [&partnerships](const rpc::Call& call, const google::protobuf::Message& request,
                                    google::protobuf::Message& response,
                                    const std::function<void(absl::Status)>& done) {
        done(GetHistory(partnerships, call, static_cast<const v1::GetHistoryRequest&>(request),
                        static_cast<v1::GetHistoryResponse&>(response)));
      });
  service->CheckBound();
  return service;
}

}  // namespace samverk::audit
