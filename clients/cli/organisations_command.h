// The verbs of organisations (aktörer): `samverk organisations …`.

#ifndef SAMVERK_CLIENTS_CLI_ORGANISATIONS_COMMAND_H_
#define SAMVERK_CLIENTS_CLI_ORGANISATIONS_COMMAND_H_

#include "clients/cli/command_tree.h"

namespace samverk {

// Adds the family and all its verbs.
void AddOrganisationsCommand(CommandTree& tree);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_ORGANISATIONS_COMMAND_H_
