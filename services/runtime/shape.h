// The shape of requests: whether every field keeps the limits that its proto states
// (samverk/v1/constraints.proto). Looks at nothing but the request. Any thread.

#ifndef SAMVERK_SERVICES_RUNTIME_SHAPE_H_
#define SAMVERK_SERVICES_RUNTIME_SHAPE_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "services/runtime/limits.h"

namespace samverk::runtime {

// Parses `bytes`, of which there may be `bytes_max`, into `request` and checks its shape. On an
// error `request` is unspecified.
//
// Errors:
//   INVALID_ARGUMENT  A reason of shape_reasons.h, with the path of every field that is wrong
//                     (at most kViolationsMax of them).
absl::Status ParseRequest(absl::string_view bytes, google::protobuf::Message& request,
                          size_t bytes_max = kRequestBytesMax);

// Checks the shape of a request that is parsed already. Errors: as ParseRequest.
absl::Status CheckShape(const google::protobuf::Message& request);

}  // namespace samverk::runtime

#endif  // SAMVERK_SERVICES_RUNTIME_SHAPE_H_
