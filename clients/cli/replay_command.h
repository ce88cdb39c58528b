// `samverk replay`: gives the commands of a file to the server, in order; see replay_file.h.

#ifndef SAMVERK_CLIENTS_CLI_REPLAY_COMMAND_H_
#define SAMVERK_CLIENTS_CLI_REPLAY_COMMAND_H_

#include "clients/cli/command_tree.h"

namespace samverk {

// Adds the verb.
void AddReplayCommand(CommandTree& tree);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_REPLAY_COMMAND_H_
