// From absl::Status to what a gRPC caller sees: the one place where that is decided.

#ifndef SAMVERK_SERVICES_RPC_GRPC_STATUS_H_
#define SAMVERK_SERVICES_RPC_GRPC_STATUS_H_

#include "absl/status/status.h"
#include "grpcpp/support/status.h"

namespace samverk::rpc {

// The same code and message, with a google.rpc.Status of the payloads as details
// (ErrorInfo always). Details over kDetailsBytesMax are cut, and the last violation of
// BadRequest says how many more there were. What carries no reason is our own fault: it
// becomes INTERNAL without its text. (Calls of methods that there are not and messages over
// kTransportBytesMax are refused by gRPC itself, in its own words.)
grpc::Status ToGrpcStatus(const absl::Status& status);

}  // namespace samverk::rpc

#endif  // SAMVERK_SERVICES_RPC_GRPC_STATUS_H_
