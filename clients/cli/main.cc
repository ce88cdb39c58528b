// samverk: the command line client.

#include <iostream>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "base/clock.h"
#include "clients/cli/cli_context.h"
#include "clients/cli/command_tree.h"
#include "clients/cli/error_line.h"

int main(int argc, char** argv) {
  samverk::GlobalOptions options;
  samverk::CommandTree tree(options);
  samverk::AddAllCommands(tree);
  try {
    tree.app().parse(argc, argv);
  } catch (const CLI::Success& success) {
    // Somebody asked for help.
    return tree.app().exit(success, std::cout, std::cerr);
  } catch (const CLI::ParseError& error) {
    const absl::Status wrong = samverk::UsageError(error.what());
    std::cerr << samverk::ErrorLine(wrong, options.server) << "; see --help\n";
    return samverk::ExitCodeOf(wrong);
  }
  samverk::CliContext context(options, samverk::Clock::System(), std::cout, std::cerr);
  const absl::Status status = tree.Run(context);
  std::cout.flush();
  if (!status.ok()) std::cerr << samverk::ErrorLine(status, options.server) << "\n";
  return samverk::ExitCodeOf(status);
}
