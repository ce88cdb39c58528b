// The verbs of those who run the service: `samverk partnerships …` and `samverk admin …`.

#ifndef SAMVERK_CLIENTS_CLI_ADMIN_COMMAND_H_
#define SAMVERK_CLIENTS_CLI_ADMIN_COMMAND_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clients/cli/cli_context.h"
#include "clients/cli/command_tree.h"
#include "samverk/v1/admin.pb.h"

namespace samverk {

// Adds both families and all their verbs.
void AddAdminCommands(CommandTree& tree);

// The partnership `partnerships/{partnership}` with how far its ledger reaches; NOT_FOUND if
// this server has none of that name.
absl::StatusOr<v1::Partnership> FindPartnership(CliContext& context, absl::string_view name);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_ADMIN_COMMAND_H_
