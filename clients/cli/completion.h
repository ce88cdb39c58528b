// Shell completion: scripts for bash, zsh and fish that know every verb and option. They
// are generated from the command tree, so they can't fall behind it.

#ifndef SAMVERK_CLIENTS_CLI_COMPLETION_H_
#define SAMVERK_CLIENTS_CLI_COMPLETION_H_

#include <string>

#include "CLI/CLI.hpp"
#include "clients/cli/command_tree.h"

namespace samverk {

// Adds `samverk completion bash|zsh|fish`.
void AddCompletionCommand(CommandTree& tree);

// The scripts for the tree below `app`.
std::string BashCompletion(const CLI::App& app);
std::string ZshCompletion(const CLI::App& app);
std::string FishCompletion(const CLI::App& app);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_COMPLETION_H_
