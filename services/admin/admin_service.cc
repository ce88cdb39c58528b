#include "services/admin/admin_service.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/status_macros.h"
#include "samverk/v1/admin.pb.h"
#include "samverk/v1/partnership_events.pb.h"
#include "services/access/access.h"
#include "services/rpc/commands.h"
#include "services/runtime/event_codec.h"
#include "services/runtime/limits.h"
#include "services/runtime/read_point.h"
#include "services/runtime/resource_name.h"

namespace samverk::admin {
namespace {

using google::protobuf::Message;

absl::StatusOr<runtime::Partnership*> PrepareLedger(runtime::Partnerships& partnerships,
                                                    const rpc::Call& call,
                                                    const v1::CreatePartnershipRequest& request) {
  // Before a ledger is made: the processor asks only once there is one.
  RETURN_IF_ERROR(access::Authorise(call.caller.actor, request.GetDescriptor()->full_name(), ""));
  return partnerships.FindOrCreate(request.partnership_id());
}

void CreatePartnership(runtime::Partnerships& partnerships, const rpc::Call& call,
                       const v1::CreatePartnershipRequest& request,
                       v1::CreatePartnershipResponse& response,
                       std::function<void(absl::Status)> done) {
  const absl::StatusOr<runtime::Partnership*> partnership =
      PrepareLedger(partnerships, call, request);
  if (!partnership.ok()) return done(partnership.status());
  (*partnership)
      ->commands()
      .Submit(call.caller, request,
              [&response, done = std::move(done)](absl::StatusOr<v1::CommandResult> result) {
                if (!result.ok()) return done(std::move(result).status());
                *response.mutable_result() = *std::move(result);
                done(absl::OkStatus());
              });
}

v1::ViewProgress ToProto(const std::string& name, const runtime::Follower::Progress& progress) {
  v1::ViewProgress view;
  view.set_view(name);
  view.set_position(static_cast<int64_t>(progress.serving.value()));
  if (progress.building.has_value()) {
    view.set_building_position(static_cast<int64_t>(progress.building->value()));
  }
  view.set_trouble(std::string(progress.health.message()));
  return view;
}

// Fills what the partnership's first event says. False if there is none: a ledger that
// was made just before the server stopped.
absl::StatusOr<bool> Describe(runtime::Partnerships& partnerships, const std::string& id,
                              v1::Partnership& described) {
  described.set_name(runtime::PartnershipName(id));
  const absl::StatusOr<runtime::Partnership*> found = partnerships.Find(id);
  if (!found.ok()) {
    described.set_not_served(std::string(found.status().message()));
    return true;
  }
  runtime::Partnership& partnership = **found;
  storage::ReadRange range;
  range.events_max = 1;
  const auto page = partnership.log().ReadStream(runtime::kPartnershipStream, range);
  if (absl::IsNotFound(page.status())) return false;
  RETURN_IF_ERROR(page.status());
  const storage::RecordedEvent& first = page->events.front();
  const auto event = runtime::DecodeEvent<v1::PartnershipEvent>(first.type(), first.event());
  described.set_display_name(event.partnership_created().display_name());
  described.set_county(event.partnership_created().county());
  described.set_meetings_per_year_min(event.partnership_created().meetings_per_year_min());
  *described.mutable_head() = runtime::ToProto(partnership.log().Head(), partnership.log());
  for (const auto& [name, progress] : partnership.Progress()) {
    *described.add_views() = ToProto(name, progress);
  }
  return true;
}

absl::Status ListPartnerships(runtime::Partnerships& partnerships, const rpc::Call& call,
                              const v1::ListPartnershipsRequest& request,
                              v1::ListPartnershipsResponse& response) {
  RETURN_IF_ERROR(access::Authorise(call.caller.actor, request.GetDescriptor()->full_name(), ""));
  const int page_size = request.page_size() == 0 ? runtime::kPageSizeDefault : request.page_size();
  for (const std::string& id : partnerships.Ids()) {
    // The token is the id of the first partnership of the page; ids are no secret.
    if (id < request.page_token()) continue;
    if (response.partnerships_size() == page_size) {
      response.set_next_page_token(id);
      break;
    }
    v1::Partnership described;
    ASSIGN_OR_RETURN(const bool created, Describe(partnerships, id, described));
    if (created) *response.add_partnerships() = std::move(described);
  }
  return absl::OkStatus();
}

}  // namespace

std::unique_ptr<rpc::BoundService> MakeAdminService(runtime::Partnerships& partnerships) {
  auto service = std::make_unique<rpc::BoundService>(
      v1::CreatePartnershipRequest::descriptor()->file()->FindServiceByName("AdminService"));
  service->BindUnary("CreatePartnership", [&partnerships](const rpc::Call& call,
                                                          const Message& request, Message& response,
                                                          std::function<void(absl::Status)> done) {
    CreatePartnership(partnerships, call, static_cast<const v1::CreatePartnershipRequest&>(request),
                      static_cast<v1::CreatePartnershipResponse&>(response), std::move(done));
  });
  service->BindUnary(
      "ListPartnerships",
      [&partnerships](const rpc::Call& call, const Message& request, Message& response,
                      const std::function<void(absl::Status)>& done) {
        done(ListPartnerships(partnerships, call,
                              static_cast<const v1::ListPartnershipsRequest&>(request),
                              static_cast<v1::ListPartnershipsResponse&>(response)));
      });
  rpc::BindCommand<v1::ConfirmClockResponse>(*service, "ConfirmClock", partnerships);
  service->CheckBound();
  return service;
}

}  // namespace samverk::admin
