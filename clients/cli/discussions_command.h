// The verbs of discussions (diskussioner): `samverk discussions …`.
//
// Writing is in discussions_command.cc, reading in discussions_reading.cc.

#ifndef SAMVERK_CLIENTS_CLI_DISCUSSIONS_COMMAND_H_
#define SAMVERK_CLIENTS_CLI_DISCUSSIONS_COMMAND_H_

#include <string>

#include "CLI/CLI.hpp"
#include "clients/cli/command_tree.h"

namespace samverk {

// Adds the family and all its verbs.
void AddDiscussionsCommand(CommandTree& tree);

// Adds `list`, `show` and `posts` to the family.
void AddDiscussionReading(CommandTree& tree, CLI::App& group);

// Adds the option that says which discussion a verb is about.
void AddDiscussionOption(CLI::App& verb, std::string& discussion);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_DISCUSSIONS_COMMAND_H_
