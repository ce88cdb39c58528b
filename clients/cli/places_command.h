// The verbs of places (orter): `samverk places …`.
//
// Writing is in places_command.cc, reading in places_reading.cc.

#ifndef SAMVERK_CLIENTS_CLI_PLACES_COMMAND_H_
#define SAMVERK_CLIENTS_CLI_PLACES_COMMAND_H_

#include "CLI/CLI.hpp"
#include "clients/cli/command_tree.h"

namespace samverk {

// Adds the family and all its verbs.
void AddPlacesCommand(CommandTree& tree);

// Adds `list` and `show` to the family.
void AddPlaceReading(CommandTree& tree, CLI::App& group);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_PLACES_COMMAND_H_
