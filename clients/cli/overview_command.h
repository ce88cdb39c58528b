// `samverk overview`: how the whole cooperation fares.

#ifndef SAMVERK_CLIENTS_CLI_OVERVIEW_COMMAND_H_
#define SAMVERK_CLIENTS_CLI_OVERVIEW_COMMAND_H_

#include "clients/cli/command_tree.h"

namespace samverk {

// Adds the verb.
void AddOverviewCommand(CommandTree& tree);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_OVERVIEW_COMMAND_H_
