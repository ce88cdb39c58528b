// `samverk links …`: what a resource refers to, and what refers to it.

#ifndef SAMVERK_CLIENTS_CLI_LINKS_COMMAND_H_
#define SAMVERK_CLIENTS_CLI_LINKS_COMMAND_H_

#include "clients/cli/command_tree.h"

namespace samverk {

// Adds the verb.
void AddLinksCommand(CommandTree& tree);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_LINKS_COMMAND_H_
