// CommandTree: the verbs of `samverk` and what each does. Every family of verbs adds
// its own; help and shell completion are read from the same tree.

#ifndef SAMVERK_CLIENTS_CLI_COMMAND_TREE_H_
#define SAMVERK_CLIENTS_CLI_COMMAND_TREE_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "clients/cli/cli_context.h"

namespace samverk {

class CommandTree {
 public:
  // What a verb does once the command line is read.
  using Action = std::function<absl::Status(CliContext&)>;

  // Adds the global options, which are read into `options` on parsing, and nothing else.
  explicit CommandTree(GlobalOptions& options);

  CLI::App& app() { return app_; }
  const CLI::App& app() const { return app_; }

  // Adds a family of verbs with examples, one per line, for its help.
  CLI::App& AddGroup(const std::string& name, const std::string& description,
                     const std::vector<std::string>& examples);
  // Adds a verb to `parent`.
  CLI::App& AddVerb(CLI::App& parent, const std::string& name, const std::string& description);

  // Says what `verb` does.
  void OnRun(const CLI::App& verb, Action action);

  // Makes the help name the type of each argument once. Call it after the last verb.
  void TidyHelp();

  // Does what the parsed command line says.
  absl::Status Run(CliContext& context) const;

 private:
  CLI::App app_;
  std::vector<std::pair<const CLI::App*, Action>> actions_;
};

// The whole tree of `samverk`, as main() runs it.
void AddAllCommands(CommandTree& tree);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_COMMAND_TREE_H_
