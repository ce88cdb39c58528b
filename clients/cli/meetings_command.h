// The verbs of partnership meetings (partnerskapsträffar): `samverk meetings …`.

#ifndef SAMVERK_CLIENTS_CLI_MEETINGS_COMMAND_H_
#define SAMVERK_CLIENTS_CLI_MEETINGS_COMMAND_H_

#include "clients/cli/command_tree.h"

namespace samverk {

// Adds the family and all its verbs.
void AddMeetingsCommand(CommandTree& tree);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_MEETINGS_COMMAND_H_
