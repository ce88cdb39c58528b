// Prints its seed. RC_PARAMS takes one, and more: RC_PARAMS="seed=… max_success=1000".

#include "services/runtime/paragraphs.h"

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rapidcheck/gtest.h"

namespace samverk::runtime {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> TextsOf(const Paragraphs& split) {
  std::vector<std::string> texts;
  for (const Paragraph& paragraph : split.paragraphs) texts.emplace_back(paragraph.text);
  return texts;
}

std::vector<std::string> ParagraphsOf(absl::string_view text) {
  return TextsOf(SplitParagraphs(text));
}

TEST(ParagraphsTest, BlankLinesSeparateParagraphs) {
  EXPECT_THAT(ParagraphsOf("Första.\n\nAndra.\n \t\n\nTredje."),
              ElementsAre("Första.", "Andra.", "Tredje."));
}

TEST(ParagraphsTest, LinesWithoutABlankOneBetweenAreOneParagraph) {
  EXPECT_THAT(ParagraphsOf("# Mål\nVi ska:\n- öppna ett ombud\n- behålla macken\n\nKlart."),
              ElementsAre("# Mål\nVi ska:\n- öppna ett ombud\n- behålla macken", "Klart."));
}

TEST(ParagraphsTest, SpacesAroundALineBelongToTheParagraph) {
  EXPECT_THAT(ParagraphsOf("  Indragen  \n\n\tTabb\t"), ElementsAre("  Indragen  ", "\tTabb\t"));
}

TEST(ParagraphsTest, TheLastParagraphIsTheSameWhateverFollows) {
  for (const char* text : {"Sist.", "Sist.\n", "Sist.\n\n  \n", "Sist.\n\nMer.", "Sist.\n  "}) {
    EXPECT_EQ(ParagraphsOf(text).front(), "Sist.") << text;
  }
}

TEST(ParagraphsTest, WhatStandsAroundParagraphsIsKeptApart) {
  const Paragraphs split = SplitParagraphs(" \n\nFörsta.\n\n\nAndra.\n");
  EXPECT_EQ(split.lead, " \n\n");
  EXPECT_EQ(split.paragraphs[0].separator, "");
  EXPECT_EQ(split.paragraphs[1].separator, "\n\n\n");
  EXPECT_EQ(split.tail, "\n");
}

TEST(ParagraphsTest, ABlankTextHasNoParagraphs) {
  for (const char* text : {"", "\n", "  ", " \n\t\n  "}) {
    EXPECT_THAT(ParagraphsOf(text), IsEmpty()) << '"' << text << '"';
  }
}

TEST(ParagraphsTest, JoiningSeparatesWhatHasNoSeparator) {
  Paragraphs paragraphs;
  paragraphs.paragraphs = {{"\n\n\n", "Första."}, {"", "Andra."}, {"\n \n", "Tredje."}};
  EXPECT_EQ(JoinParagraphs(paragraphs), "Första.\n\nAndra.\n \nTredje.");
}

TEST(ParagraphsTest, JoiningLeavesOutATailThatWouldContinueTheLastParagraph) {
  Paragraphs paragraphs = SplitParagraphs("\n  ");
  EXPECT_EQ(JoinParagraphs(paragraphs), "\n  ");
  paragraphs.paragraphs = {{"", "Text."}};
  EXPECT_EQ(JoinParagraphs(paragraphs), "\nText.");
}

RC_GTEST_PROP(ParagraphsTest, SplittingAndJoiningGiveTheSameBytes, ()) {
  const auto text = *rc::gen::container<std::string>(rc::gen::element('\n', '\n', ' ', '\t', 'a'));
  RC_ASSERT(JoinParagraphs(SplitParagraphs(text)) == text);
}

RC_GTEST_PROP(ParagraphsTest, AnyParagraphsStayWhatTheyAreWhenJoined, ()) {
  const auto texts = *rc::gen::container<std::vector<std::string>>(
      rc::gen::element<std::string>("a", "b\nc", " å ", "- x"));
  const auto separators = *rc::gen::container<std::vector<std::string>>(
      texts.size(), rc::gen::element<std::string>("", "\n\n", "\n \t\n\n"));
  const auto lead = *rc::gen::element<std::string>("", "\n", "  \n\n");
  const auto tail = *rc::gen::element<std::string>("", "\n", "  ", "\n  ");
  Paragraphs paragraphs{lead, {}, tail};
  for (size_t i = 0; i < texts.size(); ++i) {
    paragraphs.paragraphs.push_back({separators[i], texts[i]});
  }
  RC_ASSERT(ParagraphsOf(JoinParagraphs(paragraphs)) == texts);
}

}  // namespace
}  // namespace samverk::runtime
