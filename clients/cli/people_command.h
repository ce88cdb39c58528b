// The verbs of people: `samverk people …`. Writing is in people_command.cc, reading in
// people_reading.cc.

#ifndef SAMVERK_CLIENTS_CLI_PEOPLE_COMMAND_H_
#define SAMVERK_CLIENTS_CLI_PEOPLE_COMMAND_H_

#include "CLI/CLI.hpp"
#include "clients/cli/command_tree.h"

namespace samverk {

// Adds the family and all its verbs.
void AddPeopleCommand(CommandTree& tree);

// Adds `list` and `show` to the family.
void AddPeopleReading(CommandTree& tree, CLI::App& group);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_PEOPLE_COMMAND_H_
