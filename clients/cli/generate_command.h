// `samverk generate`: replay files of partnerships that are made up, one for each county.

#ifndef SAMVERK_CLIENTS_CLI_GENERATE_COMMAND_H_
#define SAMVERK_CLIENTS_CLI_GENERATE_COMMAND_H_

#include "clients/cli/command_tree.h"

namespace samverk {

// Adds the verb.
void AddGenerateCommand(CommandTree& tree);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_GENERATE_COMMAND_H_
