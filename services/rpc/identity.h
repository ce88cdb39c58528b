// Who calls.
//
// The server listens on loopback only and takes every caller for a developer on the same machine,
// who may do everything. To see what others see, a developer may act as one of them, with the
// request metadata `samverk-act-as: ROLE[@ORGANISATION]`, such as `officer@2421`.

#ifndef SAMVERK_SERVICES_RPC_IDENTITY_H_
#define SAMVERK_SERVICES_RPC_IDENTITY_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/refusal.h"
#include "grpcpp/server_context.h"
#include "services/runtime/command_processor.h"

namespace samverk::rpc {

inline constexpr char kActAsKey[] = "samverk-act-as";
inline constexpr char kDeviceKey[] = "samverk-device";

inline constexpr Reason kUnknownRole = {
    "UNKNOWN_ROLE", absl::StatusCode::kUnauthenticated,
    "{act_as} is no role: administrator, process-leader, officer@ORGANISATION, local-actor, "
    "auditor "
    "or agency-contact.",
    "{act_as} är ingen roll: administrator, process-leader, officer@ORGANISATION, local-actor, "
    "auditor eller agency-contact."};

// The caller of a request to `partnership`, whose organisations the role refers to.
//
// Errors:
//   UNAUTHENTICATED  UNKNOWN_ROLE
absl::StatusOr<runtime::Caller> IdentifyCaller(const grpc::ServerContextBase& context,
                                               absl::string_view partnership);

}  // namespace samverk::rpc

#endif  // SAMVERK_SERVICES_RPC_IDENTITY_H_
