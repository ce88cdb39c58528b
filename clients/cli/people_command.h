// The verbs of references to people: `samverk people …`. A reference says what somebody
// does in an organisation, never who it is.

#ifndef SAMVERK_CLIENTS_CLI_PEOPLE_COMMAND_H_
#define SAMVERK_CLIENTS_CLI_PEOPLE_COMMAND_H_

#include "clients/cli/command_tree.h"

namespace samverk {

// Adds the family and all its verbs.
void AddPeopleCommand(CommandTree& tree);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_PEOPLE_COMMAND_H_
