#include "clients/cli/plan_diff.h"

#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "base/text.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace samverk {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

std::vector<std::string> LinesOf(const std::string& old_text, const std::string& new_text,
                                 size_t columns = kLineColumns) {
  std::ostringstream out;
  PrintSideBySide(old_text, new_text, out, columns);
  return absl::StrSplit(out.str(), '\n', absl::SkipEmpty());
}

TEST(PairParagraphsTest, SetsWhatChangedBesideWhatItBecame) {
  const auto pairs = PairParagraphs("a\n\nb\n\nc", "a\n\nB\n\nc\n\nd");
  ASSERT_EQ(pairs.size(), 4u);
  EXPECT_TRUE(pairs[0].same());
  EXPECT_EQ(*pairs[1].old_paragraph, "b");
  EXPECT_EQ(*pairs[1].new_paragraph, "B");
  EXPECT_TRUE(pairs[2].same());
  EXPECT_FALSE(pairs[3].old_paragraph.has_value());
  EXPECT_EQ(*pairs[3].new_paragraph, "d");
}

TEST(PairParagraphsTest, LosesNothingOfEitherText) {
  std::mt19937 random(7);
  for (int round = 0; round < 500; ++round) {
    std::vector<std::string> texts[2];
    for (auto& text : texts) {
      for (int i = static_cast<int>(random() % 7); i > 0; --i) {
        text.push_back(absl::StrCat("stycke ", random() % 4));
      }
    }
    std::vector<std::string> sides[2];
    for (const ParagraphPair& pair :
         PairParagraphs(absl::StrJoin(texts[0], "\n\n"), absl::StrJoin(texts[1], "\n\n"))) {
      if (pair.old_paragraph.has_value()) sides[0].push_back(*pair.old_paragraph);
      if (pair.new_paragraph.has_value()) sides[1].push_back(*pair.new_paragraph);
    }
    EXPECT_EQ(sides[0], texts[0]);
    EXPECT_EQ(sides[1], texts[1]);
  }
}

TEST(SideBySideTest, MarksWhatWentAndWhatCame) {
  EXPECT_THAT(LinesOf("fyra mil", "tre mil", 33), ElementsAre("- fyra mil      │ + tre mil"));
  EXPECT_THAT(LinesOf("", "tre mil", 33), ElementsAre("                │ + tre mil"));
  EXPECT_THAT(LinesOf("fyra mil", "", 33), ElementsAre("- fyra mil      │"));
}

TEST(SideBySideTest, CountsColumnsAndNotBytes) {
  const auto lines = LinesOf("åäöåäö åäöåäö åäöåäö", "aaaaaa aaaaaa aaaaaa", 33);
  EXPECT_THAT(lines,
              ElementsAre("- åäöåäö åäöåäö │ + aaaaaa aaaaaa", "- åäöåäö        │ + aaaaaa"));
}

TEST(SideBySideTest, NoLineIsWiderThanTheTerminal) {
  const std::string address = absl::StrCat("https://example.org/", std::string(120, 'x'), "åäö");
  for (const std::string& line : LinesOf(absl::StrCat("Läs på ", address), "Läs inget.")) {
    EXPECT_LE(DisplayWidth(line), kLineColumns) << line;
  }
}

TEST(SideBySideTest, ShowsALittleOfWhatStandsAround) {
  const auto lines = LinesOf("ett\n\ntvå\n\ntre\n\nfyra\n\nfem\n\nsex",
                             "ett\n\ntvå\n\ntre\n\nFYRA\n\nfem\n\nsex", 33);
  const std::string all = absl::StrJoin(lines, "\n");
  EXPECT_THAT(all, HasSubstr("- fyra"));
  EXPECT_THAT(all, HasSubstr("  tre"));
  EXPECT_THAT(all, HasSubstr("  fem"));
  EXPECT_THAT(all, Not(HasSubstr("två")));
  EXPECT_EQ(lines.front(), "  ⋮             │   ⋮");
  EXPECT_EQ(lines.back(), "  ⋮             │   ⋮");
}

}  // namespace
}  // namespace samverk
