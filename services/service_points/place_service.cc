// PlaceService; its header is service_point_service.h.

#include <string>

#include "absl/status/status.h"
#include "base/civil_date.h"
#include "base/status_macros.h"
#include "samverk/v1/place.pb.h"
#include "services/rpc/commands.h"
#include "services/rpc/queries.h"
#include "services/service_points/place_content.h"
#include "services/service_points/place_rules.h"
#include "services/service_points/place_view.h"
#include "services/service_points/service_point_service.h"

namespace samverk::service_points {
namespace {

// The place; where the request asks for a day, as it was on that day.
template <typename Request>
absl::StatusOr<v1::Place> FindPlace(const rpc::QueryContext& context, const std::string& name,
                                    const Request& request) {
  ASSIGN_OR_RETURN(std::optional<v1::Place> place,
                   context.view.GetMessage<v1::Place>(kPlaceTable, PlaceKey(name)));
  if (!place.has_value()) return Refusal(kPlaceNotFound).With("name", name);
  if (request.has_valid_on()) {
    place->set_level(LevelOn(*place, ToCivilDay(request.valid_on())));
  }
  return *std::move(place);
}

absl::Status Get(const rpc::QueryContext& context, const v1::GetPlaceRequest& request,
                 v1::GetPlaceResponse& response) {
  ASSIGN_OR_RETURN(*response.mutable_place(), FindPlace(context, request.name(), request));
  return absl::OkStatus();
}

bool Passes(const v1::ListPlacesRequest& filter, const v1::Place& place) {
  if (place.withdrawn() && !filter.show_withdrawn()) return false;
  if (!filter.owner().empty() && place.owner() != filter.owner()) return false;
  return filter.level() == v1::PLACE_LEVEL_UNSPECIFIED || place.level() == filter.level();
}

// The shortest list that holds all that pass.
std::string ListFor(const v1::ListPlacesRequest& filter) {
  if (!filter.owner().empty()) return PlaceListKey(PlaceList::kOfOwner, filter.owner());
  if (filter.level() != v1::PLACE_LEVEL_UNSPECIFIED) {
    return PlaceListKey(PlaceList::kOfLevel, v1::PlaceLevel_Name(filter.level()));
  }
  return PlaceListKey(PlaceList::kAll);
}

absl::Status List(const rpc::QueryContext& context, const v1::ListPlacesRequest& request,
                  v1::ListPlacesResponse& response) {
  return rpc::ReadPage(context, request, response, kPlaceListTable, ListFor(request),
                       [&](absl::string_view row) -> absl::StatusOr<size_t> {
                         ASSIGN_OR_RETURN(const v1::Place place,
                                          FindPlace(context, std::string(row), request));
                         if (!Passes(request, place)) return 0;
                         *response.add_places() = place;
                         return place.ByteSizeLong();
                       });
}

}  // namespace

void AddPlaces(runtime::Slices& slices) {
  runtime::CommandRegistry& commands = slices.commands;
  commands.AddResource<PlaceRules>("places");
  commands.AddCommand<PlaceRules, v1::RegisterPlaceRequest>();
  commands.AddCommand<PlaceRules, v1::ClassifyPlaceRequest>();
  commands.AddCommand<PlaceRules, v1::RecordPlacePopulationRequest>();
  commands.AddCommand<PlaceRules, v1::RecordPlaceDistanceRequest>();
  commands.AddCommand<PlaceRules, v1::EditPlaceRequest>();
  commands.AddCommand<PlaceRules, v1::WithdrawPlaceRequest>();
  slices.projections.push_back(std::make_unique<PlaceProjection>());
}

std::unique_ptr<rpc::BoundService> MakePlaceService(runtime::Partnerships& partnerships) {
  auto service = std::make_unique<rpc::BoundService>(
      v1::RegisterPlaceRequest::descriptor()->file()->FindServiceByName("PlaceService"));
  rpc::BindCommand<v1::RegisterPlaceResponse>(*service, "RegisterPlace", partnerships);
  rpc::BindCommand<v1::ClassifyPlaceResponse>(*service, "ClassifyPlace", partnerships);
  rpc::BindCommand<v1::RecordPlacePopulationResponse>(*service, "RecordPlacePopulation",
                                                      partnerships);
  rpc::BindCommand<v1::RecordPlaceDistanceResponse>(*service, "RecordPlaceDistance", partnerships);
  rpc::BindCommand<v1::EditPlaceResponse>(*service, "EditPlace", partnerships);
  rpc::BindCommand<v1::WithdrawPlaceResponse>(*service, "WithdrawPlace", partnerships);
  rpc::BindQuery<v1::GetPlaceRequest, v1::GetPlaceResponse>(*service, "GetPlace", partnerships,
                                                            kPlaceView, Get);
  rpc::BindQuery<v1::ListPlacesRequest, v1::ListPlacesResponse>(*service, "ListPlaces",
                                                                partnerships, kPlaceView, List);
  service->CheckBound();
  return service;
}

}  // namespace samverk::service_points
