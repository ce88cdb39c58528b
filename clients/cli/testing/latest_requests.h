// LatestRequests: the latest request of each type that a fake server got.

#ifndef SAMVERK_CLIENTS_CLI_TESTING_LATEST_REQUESTS_H_
#define SAMVERK_CLIENTS_CLI_TESTING_LATEST_REQUESTS_H_

#include <map>
#include <string>

#include "google/protobuf/message.h"

namespace samverk {

class LatestRequests {
 public:
  void Note(const google::protobuf::Message& request) {
    requests_[request.GetDescriptor()->full_name()] = request.SerializeAsString();
  }

  // An empty request where there was none.
  template <typename Request>
  Request Of() const {
    Request request;
    const auto found = requests_.find(Request::descriptor()->full_name());
    if (found != requests_.end()) request.ParseFromString(found->second);
    return request;
  }

 private:
  std::map<std::string, std::string> requests_;
};

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_TESTING_LATEST_REQUESTS_H_
