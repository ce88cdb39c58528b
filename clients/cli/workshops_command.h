// The verbs of service workshops (serviceverkstäder): `samverk workshops …`.
//
// Writing is in workshops_command.cc, correcting in workshops_correction.cc, reading in
// workshops_reading.cc.

#ifndef SAMVERK_CLIENTS_CLI_WORKSHOPS_COMMAND_H_
#define SAMVERK_CLIENTS_CLI_WORKSHOPS_COMMAND_H_

#include "CLI/CLI.hpp"
#include "clients/cli/command_tree.h"

namespace samverk {

// Adds the family and all its verbs.
void AddWorkshopsCommand(CommandTree& tree);

// Adds `correct` to the family.
void AddWorkshopCorrection(CommandTree& tree, CLI::App& group);

// Adds `list`, `show` and `notes` to the family.
void AddWorkshopReading(CommandTree& tree, CLI::App& group);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_WORKSHOPS_COMMAND_H_
