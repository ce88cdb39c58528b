// CommandLineTest: the whole command line against the whole server, both in the process of the
// test. It is 7 October 2019 for the server, and today for whoever types. Each command waits
// for what those before it wrote.
//
//   const Ran run = Samverk({"meetings", "list", "--year", "2019"});
//   EXPECT_THAT(run.out, HasSubstr("1 partnerskapsträff"));

#ifndef SAMVERK_TESTS_END_TO_END_COMMAND_LINE_H_
#define SAMVERK_TESTS_END_TO_END_COMMAND_LINE_H_

#include <sstream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "base/clock.h"
#include "clients/cli/cli_context.h"
#include "clients/cli/command_tree.h"
#include "clients/cli/error_line.h"
#include "gtest/gtest.h"
#include "services/testing/in_process_server.h"

namespace samverk::tests {

// What a command did.
struct Ran {
  int exit_code = 0;
  std::string out;
  std::string err;         // What it printed while it ran.
  std::string error_line;  // What main() prints at the end.
};

class CommandLineTest : public ::testing::Test {
 protected:
  // Runs `samverk` with these words, which have to be a command line that can be read.
  Ran Samverk(const std::vector<std::string>& words) {
    GlobalOptions options;
    CommandTree tree(options);
    AddAllCommands(tree);
    std::vector<std::string> reversed(words.rbegin(), words.rend());
    options.server = address_;
    tree.app().parse(reversed);  // CLI11 takes them from the back.
    std::ostringstream out;
    std::ostringstream err;
    CliContext context(options, Clock::System(), out, err);
    // A command line that starts anew has forgotten what those before it wrote.
    context.ReadAtLeast(server_.Head(options.partnership));
    const absl::Status status = tree.Run(context);
    return {ExitCodeOf(status), out.str(), err.str(),
            status.ok() ? "" : ErrorLine(status, options.server)};
  }

  // The same, which must be done. Returns what it printed.
  std::string Do(const std::vector<std::string>& words) {
    const Ran run = Samverk(words);
    EXPECT_EQ(run.exit_code, kExitOk) << run.error_line;
    return run.out;
  }

  // The id in what a command that wrote printed: `partnerships/p/meetings/ID revision 0 …`.
  static std::string IdIn(const std::string& out) {
    const std::string name = out.substr(0, out.find(' '));
    return name.substr(name.rfind('/') + 1);
  }

  testing::InProcessServer server_;
  const std::string address_ = server_.server().address();
};

}  // namespace samverk::tests

#endif  // SAMVERK_TESTS_END_TO_END_COMMAND_LINE_H_
