// `samverk log tail`: the events of the ledger as they are recorded.

#ifndef SAMVERK_CLIENTS_CLI_LOG_COMMAND_H_
#define SAMVERK_CLIENTS_CLI_LOG_COMMAND_H_

#include "clients/cli/command_tree.h"

namespace samverk {

// Adds the family and its verb.
void AddLogCommand(CommandTree& tree);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_LOG_COMMAND_H_
