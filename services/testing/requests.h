// Ids and requests of tests.

#ifndef SAMVERK_SERVICES_TESTING_REQUESTS_H_
#define SAMVERK_SERVICES_TESTING_REQUESTS_H_

#include <memory>
#include <string>

#include "google/protobuf/message.h"

namespace samverk::testing {

// A new UUID. Later ones sort after earlier ones of other milliseconds.
std::string NewId();

// A copy of `command` with a request id, a new one if it has none.
std::unique_ptr<google::protobuf::Message> WithRequestId(const google::protobuf::Message& command);

}  // namespace samverk::testing

#endif  // SAMVERK_SERVICES_TESTING_REQUESTS_H_
