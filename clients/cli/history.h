// The history of one resource: each event with revision, when it was recorded, when it
// happened, who, what, and why.

#ifndef SAMVERK_CLIENTS_CLI_HISTORY_H_
#define SAMVERK_CLIENTS_CLI_HISTORY_H_

#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clients/cli/cli_context.h"
#include "clients/cli/command_tree.h"
#include "clients/cli/names.h"
#include "samverk/v1/audit.pb.h"

namespace samverk {

// Finds the resource that a person means.
using Resolver = absl::StatusOr<std::string> (*)(CliContext&, absl::string_view);

// Adds the verb `history` to the verbs of `group`, whose resources are called `what`.
void AddHistoryVerb(CommandTree& tree, CLI::App& group, const std::string& what, Resolver resolve);

// All events of the resource, the earliest first unless `newest_first`.
absl::StatusOr<v1::GetHistoryResponse> ReadHistory(CliContext& context, absl::string_view name,
                                                   bool newest_first);

// Prints the events for people.
void PrintHistory(const v1::GetHistoryResponse& history, OrganisationNames names,
                  std::ostream& out);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_HISTORY_H_
