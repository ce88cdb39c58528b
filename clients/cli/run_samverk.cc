#include "clients/cli/run_samverk.h"

#include <sstream>

#include "base/clock.h"
#include "clients/cli/cli_context.h"
#include "clients/cli/command_tree.h"
#include "clients/cli/error_line.h"

namespace samverk {

Outcome RunSamverk(const std::string& server, const std::vector<std::string>& words) {
  GlobalOptions options;
  CommandTree tree(options);
  AddAllCommands(tree);
  options.server = server;
  std::vector<std::string> reversed(words.rbegin(), words.rend());
  tree.app().parse(reversed);  // CLI11 takes them from the back.
  std::ostringstream out;
  std::ostringstream err;
  CliContext context(options, Clock::System(), out, err);
  const absl::Status status = tree.Run(context);
  return {ExitCodeOf(status), out.str(), status.ok() ? "" : ErrorLine(status, options.server)};
}

}  // namespace samverk
