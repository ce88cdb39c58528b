// FakeServicePoints: a server for places and service points that remembers what it was asked and
// answers with what a test put there. Without rules: those are tested where they are.

#ifndef SAMVERK_CLIENTS_CLI_TESTING_FAKE_SERVICE_POINTS_H_
#define SAMVERK_CLIENTS_CLI_TESTING_FAKE_SERVICE_POINTS_H_

#include <memory>
#include <string>
#include <vector>

#include "google/protobuf/message.h"
#include "grpcpp/server.h"
#include "samverk/v1/place.pb.h"
#include "samverk/v1/service_point.pb.h"

namespace samverk {

// What the server has, and what it was told. Of one client at a time.
struct FakeMap {
  std::vector<v1::Place> places;
  std::vector<v1::ServicePoint> points;
  std::vector<v1::ServiceObservation> observations;
  // Commands in the order in which they came.
  std::vector<std::shared_ptr<google::protobuf::Message>> commands;
  v1::ListServicePointsRequest last_list;
  v1::GetServicePointRequest last_get;
  v1::ListPlacesRequest last_place_list;
  v1::ListServiceObservationsRequest last_observations;

  // The last command, which has to be of that type.
  template <typename Command>
  Command Last() const {
    const auto* command =
        commands.empty() ? nullptr : dynamic_cast<const Command*>(commands.back().get());
    return command == nullptr ? Command() : *command;
  }
};

class FakeServicePoints {
 public:
  FakeServicePoints();
  ~FakeServicePoints();

  FakeMap& map() { return map_; }
  const std::string& address() const { return address_; }

 private:
  FakeMap map_;
  std::vector<std::unique_ptr<grpc::Service>> services_;
  std::string address_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_TESTING_FAKE_SERVICE_POINTS_H_
