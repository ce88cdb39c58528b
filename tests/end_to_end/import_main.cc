// Runs tests that import the example, with the paths of the programs that they start.

#include <string>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

ABSL_FLAG(std::string, samverkd, "services/server/samverkd", "Path of the server.");
ABSL_FLAG(std::string, samverk, "clients/cli/samverk", "Path of the command line client.");
ABSL_FLAG(std::string, example, "examples/vasterbotten.json", "Path of what is imported.");

int main(int argc, char** argv) {
  ::testing::InitGoogleMock(&argc, argv);
  absl::ParseCommandLine(argc, argv);
  return RUN_ALL_TESTS();
}
