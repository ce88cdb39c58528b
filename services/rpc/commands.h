// Binding a mutating RPC: its request is a command, and its response holds the result.

#ifndef SAMVERK_SERVICES_RPC_COMMANDS_H_
#define SAMVERK_SERVICES_RPC_COMMANDS_H_

#include <functional>
#include <utility>

#include "absl/strings/string_view.h"
#include "services/rpc/bound_service.h"
#include "services/rpc/queries.h"
#include "services/runtime/partnerships.h"

namespace samverk::rpc {

// Binds `method` to the command processor of the partnership that the request names.
template <typename Response>
void BindCommand(BoundService& service, absl::string_view method,
                 runtime::Partnerships& partnerships) {
  service.BindUnary(
      method,
      [&partnerships](const Call& call, const google::protobuf::Message& command,
                      google::protobuf::Message& response, std::function<void(absl::Status)> done) {
        const absl::StatusOr<runtime::Partnership*> partnership =
            FindPartnership(call, command, partnerships);
        if (!partnership.ok()) return done(partnership.status());
        (*partnership)
            ->commands()
            .Submit(call.caller, command,
                    [&response, done = std::move(done)](absl::StatusOr<v1::CommandResult> result) {
                      if (!result.ok()) return done(std::move(result).status());
                      *static_cast<Response&>(response).mutable_result() = *std::move(result);
                      done(absl::OkStatus());
                    });
      });
}

}  // namespace samverk::rpc

#endif  // SAMVERK_SERVICES_RPC_COMMANDS_H_
