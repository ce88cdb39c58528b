// Calls whose bytes a test decides, and what came back: also what no honest client sends.

#ifndef SAMVERK_TESTS_END_TO_END_RAW_CALL_H_
#define SAMVERK_TESTS_END_TO_END_RAW_CALL_H_

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "google/protobuf/descriptor.h"
#include "grpcpp/channel.h"

namespace samverk::tests {

struct RawCall {
  std::string path;  // `/samverk.v1.WorkshopService/PlanWorkshop`.
  std::string bytes;
  std::vector<std::pair<std::string, std::string>> metadata;
  absl::Duration timeout = absl::Seconds(30);
};

struct RawAnswer {
  absl::Status status;  // With the details as payloads.
  std::string bytes;
  std::string details;  // As they came.
  std::map<std::string, std::string> trailers;
};

RawAnswer CallRaw(const std::shared_ptr<grpc::Channel>& channel, const RawCall& call);

// Sends `bytes` on a stream of both directions and returns what comes first.
std::string ExchangeRaw(const std::shared_ptr<grpc::Channel>& channel, const RawCall& call);

// The path of the method that takes such requests.
std::string PathOf(const google::protobuf::Descriptor& request);

}  // namespace samverk::tests

#endif  // SAMVERK_TESTS_END_TO_END_RAW_CALL_H_
