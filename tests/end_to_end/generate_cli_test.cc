// `samverk generate`, and that a server takes everything that it makes up.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/testing/status_matchers.h"
#include "clients/cli/error_line.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tests/end_to_end/command_line.h"

namespace samverk::tests {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class GenerateCliTest : public CommandLineTest {
 protected:
  GenerateCliTest()
      : directory_(absl::StrCat(::testing::TempDir(), "/",
                                ::testing::UnitTest::GetInstance()->current_test_info()->name())) {
    std::filesystem::remove_all(directory_);
  }

  std::string Generate(std::vector<std::string> options) {
    options.insert(options.begin(), {"generate", "--out", directory_});
    return Do(options);
  }

  std::vector<std::string> Files() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(directory_)) {
      names.push_back(entry.path().filename());
    }
    std::sort(names.begin(), names.end());
    return names;
  }

  std::string Content(const std::string& name) const {
    std::ifstream file(absl::StrCat(directory_, "/", name));
    return std::string(std::istreambuf_iterator<char>(file), {});
  }

  const std::string directory_;
};

TEST_F(GenerateCliTest, AFileForEachCountyIsWritten) {
  EXPECT_THAT(Generate({"--years", "1"}), HasSubstr(" lines in 21 files\n"));
  EXPECT_THAT(Files(), SizeIs(21));
  EXPECT_EQ(Files()[0], "01-stockholm.jsonl");
}

TEST_F(GenerateCliTest, SomeCountiesAreChosen) {
  Generate({"--county", "23,24", "--years", "1"});
  EXPECT_THAT(Files(), ElementsAre("23-jamtland.jsonl", "24-vasterbotten.jsonl"));
  std::filesystem::remove_all(directory_);
  Generate({"--partnerships", "2", "--years", "1"});
  EXPECT_THAT(Files(), ElementsAre("01-stockholm.jsonl", "03-uppsala.jsonl"));
}

TEST_F(GenerateCliTest, TheSameOptionsGiveTheSameBytes) {
  Generate({"--county", "10", "--seed", "7"});
  const std::string first = Content("10-blekinge.jsonl");
  Generate({"--county", "10", "--seed", "7"});
  EXPECT_EQ(Content("10-blekinge.jsonl"), first);
  Generate({"--county", "10", "--seed", "8"});
  EXPECT_NE(Content("10-blekinge.jsonl"), first);
}

TEST_F(GenerateCliTest, WhereNothingCanBeWrittenIsSaid) {
  std::ofstream(directory_) << "a file";
  const Ran run = Samverk({"generate", "--out", directory_});
  EXPECT_EQ(run.exit_code, kExitUsage);
  EXPECT_THAT(run.error_line, HasSubstr("can not be made"));
}

TEST_F(GenerateCliTest, TheServerTakesAllOfItAndTheSecondTimeNothing) {
  Generate({"--county", "24", "--years", "6", "--last-year", "2018"});
  const std::string file = absl::StrCat(directory_, "/24-vasterbotten.jsonl");
  const size_t lines =
      std::vector<std::string>(absl::StrSplit(Content("24-vasterbotten.jsonl"), '\n')).size() - 1;

  EXPECT_EQ(Do({"replay", file}), absl::StrCat(lines, " new, 0 unchanged\n"));
  EXPECT_EQ(Do({"replay", file}), absl::StrCat("0 new, ", lines, " unchanged\n"));

  const std::vector<std::string> here = {"--partnership", "exempel-vasterbotten"};
  const auto ask = [&](std::vector<std::string> words) {
    words.insert(words.begin(), here.begin(), here.end());
    return Do(words);
  };
  EXPECT_THAT(ask({"plans", "list", "--valid-on", "2018-12-31"}), HasSubstr("Serviceplan för"));
  EXPECT_THAT(ask({"meetings", "years", "--to", "2018"}), HasSubstr("6 år, "));
  EXPECT_THAT(ask({"meetings", "decisions", "--open"}), HasSubstr(" beslut\n"));
  // Extended plans are in force for the whole of their years.
  const json plans = json::parse(ask({"--json", "plans", "list"}));
  EXPECT_GT(plans["plans"].size(), 15u);
}

}  // namespace
}  // namespace samverk::tests
