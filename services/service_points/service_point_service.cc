#include "services/service_points/service_point_service.h"

#include <algorithm>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "base/civil_date.h"
#include "base/status_macros.h"
#include "samverk/v1/service_point.pb.h"
#include "services/rpc/commands.h"
#include "services/rpc/queries.h"
#include "services/runtime/ordered_key.h"
#include "services/service_points/service_point_days.h"
#include "services/service_points/service_point_reasons.h"
#include "services/service_points/service_point_rules.h"
#include "services/service_points/service_point_view.h"

namespace samverk::service_points {
namespace {

absl::StatusOr<v1::ServicePoint> FindServicePoint(const rpc::QueryContext& context,
                                                  const std::string& name) {
  ASSIGN_OR_RETURN(
      std::optional<v1::ServicePoint> point,
      context.view.GetMessage<v1::ServicePoint>(kServicePointTable, ServicePointKey(name)));
  if (!point.has_value()) return Refusal(kServicePointNotFound).With("name", name);
  return *std::move(point);
}

// The service point; where the request asks for a day, with what was so on that day.
template <typename Request>
absl::StatusOr<v1::ServicePoint> FindOnDay(const rpc::QueryContext& context,
                                           const std::string& name, const Request& request) {
  ASSIGN_OR_RETURN(v1::ServicePoint point, FindServicePoint(context, name));
  if (request.has_valid_on()) PutDay(ToCivilDay(request.valid_on()), point);
  return point;
}

absl::Status Get(const rpc::QueryContext& context, const v1::GetServicePointRequest& request,
                 v1::GetServicePointResponse& response) {
  ASSIGN_OR_RETURN(*response.mutable_service_point(), FindOnDay(context, request.name(), request));
  return absl::OkStatus();
}

bool Passes(const v1::ListServicePointsRequest& filter, const v1::ServicePointOffer& offer) {
  if (filter.full_range() && !offer.terms().full_range()) return false;
  return filter.offer() == v1::SERVICE_OFFER_UNSPECIFIED || filter.offer() == offer.terms().offer();
}

bool Passes(const v1::ListServicePointsRequest& filter, const v1::ServicePoint& point) {
  if (filter.state() == v1::SERVICE_POINT_STATE_UNSPECIFIED) {
    if (point.state() == v1::SERVICE_POINT_STATE_WITHDRAWN) return false;
  } else if (point.state() != filter.state()) {
    return false;
  }
  if (filter.threatened() && !point.threatened()) return false;
  if (!filter.owner().empty() && point.owner() != filter.owner()) return false;
  if (!filter.place().empty() && point.place() != filter.place()) return false;
  if (filter.changed_in_year() != 0 && !YearsOfChange(point).contains(filter.changed_in_year())) {
    return false;
  }
  if (filter.offer() == v1::SERVICE_OFFER_UNSPECIFIED && !filter.full_range()) return true;
  return std::any_of(
      point.offered().begin(), point.offered().end(),
      [&filter](const v1::ServicePointOffer& offer) { return Passes(filter, offer); });
}

// The shortest list that holds all that pass.
std::string ListFor(const v1::ListServicePointsRequest& filter) {
  using List = ServicePointList;
  if (filter.state() == v1::SERVICE_POINT_STATE_WITHDRAWN) {
    return ServicePointListKey(List::kWithdrawn);
  }
  if (!filter.place().empty()) return ServicePointListKey(List::kInPlace, filter.place());
  if (filter.threatened()) return ServicePointListKey(List::kThreatened);
  if (filter.changed_in_year() != 0) {
    return ServicePointListKey(List::kChangedIn, absl::StrCat(filter.changed_in_year()));
  }
  if (!filter.owner().empty()) return ServicePointListKey(List::kOfOwner, filter.owner());
  if (filter.state() == v1::SERVICE_POINT_STATE_CLOSED) return ServicePointListKey(List::kClosed);
  if (filter.offer() != v1::SERVICE_OFFER_UNSPECIFIED) {
    return ServicePointListKey(List::kOffering, v1::ServiceOffer_Name(filter.offer()));
  }
  return ServicePointListKey(List::kAll);
}

absl::Status List(const rpc::QueryContext& context, const v1::ListServicePointsRequest& request,
                  v1::ListServicePointsResponse& response) {
  return rpc::ReadPage(context, request, response, kServicePointListTable, ListFor(request),
                       [&](absl::string_view row) -> absl::StatusOr<size_t> {
                         ASSIGN_OR_RETURN(const v1::ServicePoint point,
                                          FindOnDay(context, std::string(row), request));
                         if (!Passes(request, point)) return 0;
                         *response.add_service_points() = point;
                         return point.ByteSizeLong();
                       });
}

// The keys of the observations that pass, and of few others.
rpc::KeyRange KeysFor(const v1::ListServiceObservationsRequest& filter) {
  using List = ObservationList;
  const std::string prefix = !filter.service_point().empty()
                                 ? ObservationListKey(List::kOfServicePoint, filter.service_point())
                             : !filter.owner().empty()
                                 ? ObservationListKey(List::kOfOwner, filter.owner())
                                 : ObservationListKey(List::kAll);
  if (filter.year() == 0) return {prefix, "", ""};
  // Days begin with their year, and what is shorter sorts first.
  const auto new_year = [&prefix](int year) {
    return prefix + runtime::OrderedKey().Text(absl::StrFormat("%04d", year)).bytes();
  };
  return {prefix, new_year(filter.year()), new_year(filter.year() + 1)};
}

// Which service points were withdrawn: what was observed of them was observed of nothing.
class WithdrawnPoints {
 public:
  explicit WithdrawnPoints(const rpc::QueryContext& context) : context_(context) {}

  absl::StatusOr<bool> Contain(const std::string& name) {
    const auto known = withdrawn_.find(name);
    if (known != withdrawn_.end()) return known->second;
    ASSIGN_OR_RETURN(const v1::ServicePoint point, FindServicePoint(context_, name));
    return withdrawn_[name] = point.state() == v1::SERVICE_POINT_STATE_WITHDRAWN;
  }

 private:
  const rpc::QueryContext& context_;
  absl::flat_hash_map<std::string, bool> withdrawn_;
};

absl::Status ListObservations(const rpc::QueryContext& context,
                              const v1::ListServiceObservationsRequest& request,
                              v1::ListServiceObservationsResponse& response) {
  const bool of_one = !request.service_point().empty();
  if (of_one) RETURN_IF_ERROR(FindServicePoint(context, request.service_point()).status());
  WithdrawnPoints withdrawn(context);
  return rpc::ReadPage(context, request, response, kObservationListTable, KeysFor(request),
                       [&](absl::string_view row) -> absl::StatusOr<size_t> {
                         ASSIGN_OR_RETURN(const auto observation,
                                          context.view.GetMessage<v1::ServiceObservation>(
                                              kObservationTable, ObservationKey(std::string(row))));
                         if (!observation.has_value()) return Refusal(runtime::kViewDamaged);
                         if (!request.owner().empty() && observation->owner() != request.owner())
                           return 0;
                         if (!of_one) {
                           ASSIGN_OR_RETURN(const bool nothing,
                                            withdrawn.Contain(observation->service_point()));
                           if (nothing) return 0;
                         }
                         *response.add_observations() = *observation;
                         return observation->ByteSizeLong();
                       });
}

}  // namespace

void AddServicePoints(runtime::Slices& slices) {
  runtime::CommandRegistry& commands = slices.commands;
  commands.AddResource<ServicePointRules>("servicePoints");
  commands.AddCommand<ServicePointRules, v1::RegisterServicePointRequest>();
  commands.AddCommand<ServicePointRules, v1::OfferServiceRequest>();
  commands.AddCommand<ServicePointRules, v1::EndServiceOfferRequest>();
  commands.AddCommand<ServicePointRules, v1::SetServicePointHoursRequest>();
  commands.AddCommand<ServicePointRules, v1::CloseServicePointRequest>();
  commands.AddCommand<ServicePointRules, v1::ReopenServicePointRequest>();
  commands.AddCommand<ServicePointRules, v1::ThreatenServicePointRequest>();
  commands.AddCommand<ServicePointRules, v1::SecureServicePointRequest>();
  commands.AddCommand<ServicePointRules, v1::RecordServiceObservationRequest>();
  commands.AddCommand<ServicePointRules, v1::EditServicePointRequest>();
  commands.AddCommand<ServicePointRules, v1::WithdrawServicePointRequest>();
  slices.projections.push_back(std::make_unique<ServicePointProjection>());
}

std::unique_ptr<rpc::BoundService> MakeServicePointService(runtime::Partnerships& partnerships) {
  auto service = std::make_unique<rpc::BoundService>(
      v1::RegisterServicePointRequest::descriptor()->file()->FindServiceByName(
          "ServicePointService"));
  rpc::BindCommand<v1::RegisterServicePointResponse>(*service, "RegisterServicePoint",
                                                     partnerships);
  rpc::BindCommand<v1::OfferServiceResponse>(*service, "OfferService", partnerships);
  rpc::BindCommand<v1::EndServiceOfferResponse>(*service, "EndServiceOffer", partnerships);
  rpc::BindCommand<v1::SetServicePointHoursResponse>(*service, "SetServicePointHours",
                                                     partnerships);
  rpc::BindCommand<v1::CloseServicePointResponse>(*service, "CloseServicePoint", partnerships);
  rpc::BindCommand<v1::ReopenServicePointResponse>(*service, "ReopenServicePoint", partnerships);
  rpc::BindCommand<v1::ThreatenServicePointResponse>(*service, "ThreatenServicePoint",
                                                     partnerships);
  rpc::BindCommand<v1::SecureServicePointResponse>(*service, "SecureServicePoint", partnerships);
  rpc::BindCommand<v1::RecordServiceObservationResponse>(*service, "RecordServiceObservation",
                                                         partnerships);
  rpc::BindCommand<v1::EditServicePointResponse>(*service, "EditServicePoint", partnerships);
  rpc::BindCommand<v1::WithdrawServicePointResponse>(*service, "WithdrawServicePoint",
                                                     partnerships);
  rpc::BindQuery<v1::GetServicePointRequest, v1::GetServicePointResponse>(
      *service, "GetServicePoint", partnerships, kServicePointView, Get);
  rpc::BindQuery<v1::ListServicePointsRequest, v1::ListServicePointsResponse>(
      *service, "ListServicePoints", partnerships, kServicePointView, List);
  rpc::BindQuery<v1::ListServiceObservationsRequest, v1::ListServiceObservationsResponse>(
      *service, "ListServiceObservations", partnerships, kServicePointView, ListObservations);
  service->CheckBound();
  return service;
}

}  // namespace samverk::service_points
