#include "clients/cli/line_source.h"

#include <sys/stat.h>

#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/testing/status_matchers.h"
#include "clients/cli/error_line.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace samverk {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string PathOf(absl::string_view name) {
  return absl::StrCat(::testing::TempDir(), "/line_source_test.", name);
}

std::string FileOf(absl::string_view content) {
  const std::string path = PathOf("txt");
  std::ofstream(path, std::ios::binary) << content;
  return path;
}

// Every line with its number.
std::vector<std::string> LinesOf(LineSource& source) {
  std::vector<std::string> lines;
  std::string line;
  for (bool is_cut = false; source.Next(line, is_cut);) {
    lines.push_back(absl::StrCat(source.number(), ":", line, is_cut ? "…" : ""));
  }
  return lines;
}

std::vector<std::string> LinesIn(absl::string_view content) {
  auto source = LineSource::Open(FileOf(content));
  EXPECT_OK(source);
  return LinesOf(*source);
}

TEST(LineSourceTest, LinesAreCountedAndTheLastNeedsNoEnd) {
  EXPECT_THAT(LinesIn("ett\n\ntvå"), ElementsAre("1:ett", "2:", "3:två"));
  EXPECT_THAT(LinesIn("ett\n"), ElementsAre("1:ett"));
  EXPECT_THAT(LinesIn(""), IsEmpty());
}

TEST(LineSourceTest, LinesOfWindowsEndTheSame) {
  EXPECT_THAT(LinesIn("ett\r\ntvå\r\n"), ElementsAre("1:ett", "2:två"));
}

TEST(LineSourceTest, ALineIsReadToTheLimitAndCutOnePastIt) {
  const std::string longest(kLineBytesMax, 'x');
  EXPECT_THAT(LinesIn(longest + "\ny"), ElementsAre("1:" + longest, "2:y"));
  EXPECT_THAT(LinesIn(longest + "x\ny"), ElementsAre("1:" + longest + "…", "2:y"));
}

TEST(LineSourceTest, ItIsReadAsOftenAsOneLikes) {
  ASSERT_OK_AND_ASSIGN(LineSource source, LineSource::Open(FileOf("ett\ntvå\n")));
  EXPECT_THAT(LinesOf(source), ElementsAre("1:ett", "2:två"));
  source.Rewind();
  EXPECT_EQ(source.number(), 0);
  EXPECT_THAT(LinesOf(source), ElementsAre("1:ett", "2:två"));
}

TEST(LineSourceTest, WhatComesThroughAPipeIsKeptUntilItIsReadAgain) {
  const std::string path = PathOf("pipe");
  ::remove(path.c_str());
  ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
  std::thread writer([&path] { std::ofstream(path) << "ett\ntvå\n"; });
  auto source = LineSource::Open(path);
  writer.join();
  ASSERT_OK(source);

  EXPECT_THAT(LinesOf(*source), ElementsAre("1:ett", "2:två"));
  source->Rewind();
  EXPECT_THAT(LinesOf(*source), ElementsAre("1:ett", "2:två"));
}

TEST(LineSourceTest, WhatCanNotBeReadIsSaid) {
  for (const std::string& path : {PathOf("missing"), ::testing::TempDir()}) {
    const auto source = LineSource::Open(path);
    EXPECT_EQ(ExitCodeOf(source.status()), kExitUsage) << path;
  }
}

}  // namespace
}  // namespace samverk
