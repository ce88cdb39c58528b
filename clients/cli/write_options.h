// What every verb that writes takes besides its own arguments: why, when, for whom, on
// which decision, and the request id that makes repeating it safe.
//
//   auto options = std::make_shared<Options>();
//   AddWriteOptions(verb, options->write);
//   tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
//     v1::CancelWorkshopRequest request;
//     …
//     return Submit(context, &v1::WorkshopService::Stub::CancelWorkshop, request, options->write);
//   });

#ifndef SAMVERK_CLIENTS_CLI_WRITE_OPTIONS_H_
#define SAMVERK_CLIENTS_CLI_WRITE_OPTIONS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "base/status_macros.h"
#include "base/uuid.h"
#include "clients/cli/cli_context.h"
#include "samverk/v1/common.pb.h"

namespace samverk {

struct WriteOptions {
  std::string reason;
  std::string occurred;
  std::string on_behalf_of;
  std::string decision;
  std::string request_id;
  std::optional<int64_t> revision;
};

// Adds the options to `verb`.
void AddWriteOptions(CLI::App& verb, WriteOptions& options);

// Adds --revision: for verbs that change what somebody has read.
void AddRevisionOption(CLI::App& verb, WriteOptions& options);

// The provenance that the options say; nullopt if they say nothing.
absl::StatusOr<std::optional<v1::Provenance>> ProvenanceOf(const CliContext& context,
                                                           const WriteOptions& options);

// Fills in what `options` say, calls the RPC and prints where it was recorded.
template <typename Stub, typename Request, typename Response>
absl::Status Submit(CliContext& context,
                    grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                    Request request, const WriteOptions& options) {
  request.set_request_id(options.request_id.empty() ? Uuid::V7(context.clock()).ToString()
                                                    : options.request_id);
  ASSIGN_OR_RETURN(std::optional<v1::Provenance> provenance, ProvenanceOf(context, options));
  if (provenance.has_value()) *request.mutable_provenance() = *std::move(provenance);
  if constexpr (requires { request.set_expected_revision(0); }) {
    if (options.revision.has_value()) request.set_expected_revision(*options.revision);
  }
  ASSIGN_OR_RETURN(const Response response, context.Call(method, std::move(request)));
  return context.PrintWritten(response);
}

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_WRITE_OPTIONS_H_
