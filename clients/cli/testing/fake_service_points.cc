#include "clients/cli/testing/fake_service_points.h"

#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server_builder.h"
#include "samverk/v1/place.grpc.pb.h"
#include "samverk/v1/service_point.grpc.pb.h"

namespace samverk {
namespace {

// Remembers a command and says that it was recorded.
template <typename Command, typename Response>
grpc::Status Take(FakeMap& map, const Command& command, const std::string& name,
                  Response& response) {
  map.commands.push_back(std::make_shared<Command>(command));
  v1::CommandResult& result = *response.mutable_result();
  result.set_name(name);
  result.set_revision(static_cast<int64_t>(map.commands.size()));
  result.mutable_position()->set_position(static_cast<int64_t>(map.commands.size()));
  return grpc::Status::OK;
}

grpc::Status NotFound() { return {grpc::StatusCode::NOT_FOUND, "there is no such thing"}; }

// A method that takes a command which names what it is about.
#define TAKES(method)                                                           \
  grpc::Status method(grpc::ServerContext*, const v1::method##Request* request, \
                      v1::method##Response* response) override {                \
    return Take(map_, *request, request->name(), *response);                    \
  }

class FakePlaceService : public v1::PlaceService::Service {
 public:
  explicit FakePlaceService(FakeMap& map) : map_(map) {}

  grpc::Status RegisterPlace(grpc::ServerContext*, const v1::RegisterPlaceRequest* request,
                             v1::RegisterPlaceResponse* response) override {
    return Take(map_, *request, absl::StrCat(request->parent(), "/places/", request->place_id()),
                *response);
  }
  TAKES(ClassifyPlace)
  TAKES(RecordPlacePopulation)
  TAKES(RecordPlaceDistance)
  TAKES(EditPlace)
  TAKES(WithdrawPlace)

  grpc::Status GetPlace(grpc::ServerContext*, const v1::GetPlaceRequest* request,
                        v1::GetPlaceResponse* response) override {
    for (const v1::Place& place : map_.places) {
      if (place.name() != request->name()) continue;
      *response->mutable_place() = place;
      return grpc::Status::OK;
    }
    return NotFound();
  }
  grpc::Status ListPlaces(grpc::ServerContext*, const v1::ListPlacesRequest* request,
                          v1::ListPlacesResponse* response) override {
    map_.last_place_list = *request;
    for (const v1::Place& place : map_.places) *response->add_places() = place;
    return grpc::Status::OK;
  }

 private:
  FakeMap& map_;
};

class FakeServicePointService : public v1::ServicePointService::Service {
 public:
  explicit FakeServicePointService(FakeMap& map) : map_(map) {}

  grpc::Status RegisterServicePoint(grpc::ServerContext*,
                                    const v1::RegisterServicePointRequest* request,
                                    v1::RegisterServicePointResponse* response) override {
    return Take(map_, *request,
                absl::StrCat(request->parent(), "/servicePoints/", request->service_point_id()),
                *response);
  }
  TAKES(OfferService)
  TAKES(EndServiceOffer)
  TAKES(SetServicePointHours)
  TAKES(CloseServicePoint)
  TAKES(ReopenServicePoint)
  TAKES(ThreatenServicePoint)
  TAKES(SecureServicePoint)
  TAKES(RecordServiceObservation)
  TAKES(EditServicePoint)
  TAKES(WithdrawServicePoint)

  grpc::Status GetServicePoint(grpc::ServerContext*, const v1::GetServicePointRequest* request,
                               v1::GetServicePointResponse* response) override {
    map_.last_get = *request;
    for (const v1::ServicePoint& point : map_.points) {
      if (point.name() != request->name()) continue;
      *response->mutable_service_point() = point;
      return grpc::Status::OK;
    }
    return NotFound();
  }
  grpc::Status ListServicePoints(grpc::ServerContext*, const v1::ListServicePointsRequest* request,
                                 v1::ListServicePointsResponse* response) override {
    if (request->state() == v1::SERVICE_POINT_STATE_WITHDRAWN) return grpc::Status::OK;
    map_.last_list = *request;
    for (const v1::ServicePoint& point : map_.points) *response->add_service_points() = point;
    return grpc::Status::OK;
  }
  grpc::Status ListServiceObservations(grpc::ServerContext*,
                                       const v1::ListServiceObservationsRequest* request,
                                       v1::ListServiceObservationsResponse* response) override {
    map_.last_observations = *request;
    for (const v1::ServiceObservation& each : map_.observations) {
      *response->add_observations() = each;
    }
    return grpc::Status::OK;
  }

 private:
  FakeMap& map_;
};

#undef TAKES

}  // namespace

FakeServicePoints::FakeServicePoints() {
  services_.push_back(std::make_unique<FakePlaceService>(map_));
  services_.push_back(std::make_unique<FakeServicePointService>(map_));
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  for (const auto& service : services_) builder.RegisterService(service.get());
  server_ = builder.BuildAndStart();
  CHECK(server_ != nullptr);
  address_ = absl::StrCat("127.0.0.1:", port);
}

FakeServicePoints::~FakeServicePoints() { server_->Shutdown(); }

}  // namespace samverk
