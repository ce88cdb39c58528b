#include "clients/cli/minutes_text.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/error_line.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace samverk {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Each section as `title|text`; why not, if they can't be read.
std::vector<std::string> Sections(absl::string_view text) {
  const auto sections = ParseMinutes(text);
  if (!sections.ok()) return {std::string(sections.status().message())};
  std::vector<std::string> texts;
  for (const v1::MinutesSection& section : *sections) {
    texts.push_back(absl::StrCat(section.title(), "|", section.text()));
  }
  return texts;
}

TEST(MinutesTextTest, OneTextIsOneSectionWithoutAHeading) {
  EXPECT_THAT(Sections("Allt är som förr."), ElementsAre("|Allt är som förr."));
}

TEST(MinutesTextTest, HeadingsBeginSections) {
  EXPECT_THAT(Sections("Först.\n\n# Läget\nMacken stänger.\n\nTill våren.\n\n#  Övrigt \nInget.\n"),
              ElementsAre("|Först.", "Läget|Macken stänger.\n\nTill våren.", "Övrigt|Inget."));
}

TEST(MinutesTextTest, OnlyAHashAndASpaceMakeAHeading) {
  EXPECT_THAT(Sections("#1 är klar\n## Två"), ElementsAre("|#1 är klar\n## Två"));
}

TEST(MinutesTextTest, LinesOfWindowsAreLines) {
  EXPECT_THAT(Sections("# Läget\r\nBra.\r\nOch sedan.\r\n"), ElementsAre("Läget|Bra.\nOch sedan."));
}

TEST(MinutesTextTest, AHeadingThatNothingStandsBelowIsRefused) {
  EXPECT_THAT(Sections("# Läget\n\n# Övrigt\nInget."),
              ElementsAre(HasSubstr("below the heading \"Läget\"")));
}

TEST(MinutesTextTest, MinutesWithoutWordsAreRefused) {
  EXPECT_THAT(Sections(" \n\n"), ElementsAre(HasSubstr("the minutes are empty")));
  EXPECT_EQ(ExitCodeOf(ParseMinutes("").status()), kExitUsage);
}

}  // namespace
}  // namespace samverk
