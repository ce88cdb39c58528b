// RunSamverk: for tests, the whole command line as main() runs it, against a server.
//
//   const Outcome run = RunSamverk(server.address(), {"workshops", "list"});
//   EXPECT_EQ(run.exit_code, kExitOk) << run.error_line;

#ifndef SAMVERK_CLIENTS_CLI_RUN_SAMVERK_H_
#define SAMVERK_CLIENTS_CLI_RUN_SAMVERK_H_

#include <string>
#include <vector>

namespace samverk {

// What a command did.
struct Outcome {
  int exit_code = 0;
  std::string out;
  std::string error_line;
};

// Runs `samverk` with these words; words that it can't parse throw, as CLI11 does.
Outcome RunSamverk(const std::string& server, const std::vector<std::string>& words);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_RUN_SAMVERK_H_
