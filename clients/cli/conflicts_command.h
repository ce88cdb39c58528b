// The verbs of conflicts: `samverk conflicts …`. What two people wrote about one field, of which a
// person has to choose. For people: docs/guide/plans.md.

#ifndef SAMVERK_CLIENTS_CLI_CONFLICTS_COMMAND_H_
#define SAMVERK_CLIENTS_CLI_CONFLICTS_COMMAND_H_

#include "clients/cli/command_tree.h"

namespace samverk {

// Adds the family and all its verbs.
void AddConflictsCommand(CommandTree& tree);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_CONFLICTS_COMMAND_H_
