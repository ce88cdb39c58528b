#include "services/runtime/text_merge.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace samverk::runtime {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;
using testing::Optional;
using testing::SizeIs;

auto IsConflict(const std::string& base, const std::string& current, const std::string& proposed) {
  return AllOf(Field("base", &MergeConflict::base, base),
               Field("current", &MergeConflict::current, current),
               Field("proposed", &MergeConflict::proposed, proposed));
}

auto StandsAt(size_t first_paragraph, size_t paragraph_count) {
  return AllOf(Field("first_paragraph", &MergeConflict::first_paragraph, first_paragraph),
               Field("paragraph_count", &MergeConflict::paragraph_count, paragraph_count));
}

// A text of paragraphs.
template <typename... Paragraphs>
std::string Text(const Paragraphs&... paragraphs) {
  return absl::StrJoin(std::vector<std::string>{paragraphs...}, "\n\n");
}

// Expects that the sides merge without a conflict, whichever of them came first.
void ExpectMerged(const std::string& base, const std::string& one, const std::string& other,
                  const std::string& merged) {
  const TextMerge merge = MergeTexts(base, one, other);
  EXPECT_EQ(merge.merged, merged);
  EXPECT_THAT(merge.conflicts, IsEmpty());
  const TextMerge exchanged = MergeTexts(base, other, one);
  EXPECT_EQ(exchanged.merged, merged);
  EXPECT_THAT(exchanged.conflicts, IsEmpty());
}

// ---- Without a conflict -----------------------------------------------------------------------

TEST(TextMergeTest, IdenticalTextsStay) {
  const TextMerge merge = MergeTexts("A\n\nB\n", "A\n\nB\n", "A\n\nB\n");
  EXPECT_EQ(merge.merged, "A\n\nB\n");
  EXPECT_FALSE(merge.takes_proposed);
  EXPECT_THAT(merge.conflicts, IsEmpty());
}

TEST(TextMergeTest, WhatOnlyProposedChangedIsTaken) {
  const TextMerge merge = MergeTexts(Text("A", "B"), Text("A", "B"), Text("A", "B ändrad", "C"));
  EXPECT_EQ(merge.merged, Text("A", "B ändrad", "C"));
  EXPECT_TRUE(merge.takes_proposed);
  EXPECT_THAT(merge.conflicts, IsEmpty());
}

TEST(TextMergeTest, WhatOnlyCurrentChangedStays) {
  const TextMerge merge = MergeTexts(Text("A", "B"), Text("A ändrad"), Text("A", "B"));
  EXPECT_EQ(merge.merged, "A ändrad");
  EXPECT_FALSE(merge.takes_proposed);
  EXPECT_THAT(merge.conflicts, IsEmpty());
}

TEST(TextMergeTest, ChangesApartAreBothTaken) {
  ExpectMerged(Text("A", "B", "C"), Text("A1", "B", "C"), Text("A", "B", "C2"),
               Text("A1", "B", "C2"));
}

TEST(TextMergeTest, ChangesBesideEachOtherAreBothTaken) {
  ExpectMerged(Text("A", "B"), Text("A1", "B"), Text("A", "B2"), Text("A1", "B2"));
  ExpectMerged(Text("A", "B", "C", "D"), Text("A1", "B", "C1", "D"), Text("A", "B2", "C", "D2"),
               Text("A1", "B2", "C1", "D2"));
}

TEST(TextMergeTest, OneMayReplaceAParagraphBySeveralBesideAnotherChange) {
  ExpectMerged(Text("A", "B"), Text("A1", "A2", "B"), Text("A", "B2"), Text("A1", "A2", "B2"));
  ExpectMerged(Text("A", "B"), Text("A", "B1", "B2"), Text("A2", "B"), Text("A2", "B1", "B2"));
}

TEST(TextMergeTest, OneMayRemoveAParagraphBesideAnotherChange) {
  ExpectMerged(Text("A", "B", "C"), Text("B", "C"), Text("A", "B2", "C"), Text("B2", "C"));
  ExpectMerged(Text("A", "B", "C"), Text("A", "C"), Text("A", "B", "C2"), Text("A", "C2"));
}

TEST(TextMergeTest, OneMayInsertBesideWhatTheOtherReplacedOrRemoved) {
  ExpectMerged(Text("A", "B"), Text("A1", "B"), Text("A", "X", "B"), Text("A1", "X", "B"));
  ExpectMerged(Text("A", "B"), Text("A", "B1"), Text("A", "X", "B"), Text("A", "X", "B1"));
  ExpectMerged(Text("A", "B"), Text("B"), Text("A", "X", "B"), Text("X", "B"));
  ExpectMerged(Text("A", "B"), Text("A"), Text("A", "X", "B"), Text("A", "X"));
}

TEST(TextMergeTest, InsertionsAtDifferentPlacesAreBothTaken) {
  ExpectMerged(Text("A", "B"), Text("X", "A", "B"), Text("A", "B", "Y"), Text("X", "A", "B", "Y"));
  ExpectMerged(Text("A", "B"), Text("A", "X", "B"), Text("A", "B", "Y"), Text("A", "X", "B", "Y"));
}

TEST(TextMergeTest, TheSameChangeOfBothIsTakenOnce) {
  ExpectMerged(Text("A", "B"), Text("A1", "B"), Text("A1", "B"), Text("A1", "B"));
  ExpectMerged(Text("A", "B"), Text("A", "X", "B"), Text("A", "X", "B"), Text("A", "X", "B"));
  ExpectMerged(Text("A", "B"), Text("A"), Text("A"), Text("A"));
}

TEST(TextMergeTest, TheSameInsertionOfBothBesideOtherChangesIsTakenOnce) {
  ExpectMerged(Text("A", "B"), Text("A", "X", "B"), Text("A2", "X", "B"), Text("A2", "X", "B"));
  ExpectMerged(Text("A", "B"), Text("A", "X", "Y", "B"), Text("A", "X", "B"),
               Text("A", "X", "Y", "B"));
}

TEST(TextMergeTest, BothMayRemoveParagraphsThatOverlap) {
  ExpectMerged(Text("A", "B", "C", "D"), Text("A", "D"), Text("A", "B", "D"), Text("A", "D"));
  ExpectMerged(Text("A", "B", "C", "D"), Text("A", "D"), Text("A", "B"), "A");
}

TEST(TextMergeTest, WhatOneInsertedAmongRemovedParagraphsStays) {
  ExpectMerged(Text("A", "B", "C", "D"), Text("A", "D"), Text("A", "B", "X", "C", "D"),
               Text("A", "X", "D"));
}

TEST(TextMergeTest, AParagraphThatOneMovedMovesAmongTheChangesOfTheOther) {
  ExpectMerged(Text("A", "B", "C", "D"), Text("B", "C", "A", "D"), Text("A", "B", "C2", "D"),
               Text("B", "C2", "A", "D"));
}

TEST(TextMergeTest, AParagraphThatBothMovedDifferentlyStandsInBothPlaces) {
  ExpectMerged(Text("A", "B", "C", "D"), Text("B", "A", "C", "D"), Text("B", "C", "A", "D"),
               Text("B", "A", "C", "A", "D"));
}

TEST(TextMergeTest, RepeatedParagraphsAreToldApartByTheirPlace) {
  ExpectMerged(Text("---", "A", "---", "B", "---"), Text("---", "A1", "---", "B", "---"),
               Text("---", "A", "---", "B", "---", "C", "---"),
               Text("---", "A1", "---", "B", "---", "C", "---"));
  ExpectMerged(Text("x", "x", "x"), Text("x", "x", "x", "x"), Text("x", "x", "x"),
               Text("x", "x", "x", "x"));
}

TEST(TextMergeTest, SwedishTextIsComparedByteByByte) {
  ExpectMerged("Mål för Åre\n\nÖppna ett ombud i Överkalix.\n",
               "Mål för Åre kommun\n\nÖppna ett ombud i Överkalix.\n",
               "Mål för Åre\n\nÖppna två ombud i Överkalix – ett på macken.\n",
               "Mål för Åre kommun\n\nÖppna två ombud i Överkalix – ett på macken.\n");
}

TEST(TextMergeTest, EmptyTextsMerge) {
  ExpectMerged("", "", "", "");
  ExpectMerged("", "A", "", "A");
  ExpectMerged("A", "", "A", "");
  ExpectMerged("A", "", "", "");
  ExpectMerged("", "A", "A", "A");
}

// ---- Conflicts --------------------------------------------------------------------------------

TEST(TextMergeTest, AParagraphThatBothChangedConflictsAndCurrentStands) {
  const TextMerge merge =
      MergeTexts(Text("A", "B", "C"), Text("A", "B1", "C"), Text("A", "B2", "C2"));
  EXPECT_EQ(merge.merged, Text("A", "B1", "C2"));
  EXPECT_TRUE(merge.takes_proposed);
  EXPECT_THAT(merge.conflicts, ElementsAre(AllOf(IsConflict("B", "B1", "B2"), StandsAt(1, 1))));
}

TEST(TextMergeTest, IfAllConflictsNothingIsTaken) {
  const TextMerge merge = MergeTexts("A", "A1", "A2");
  EXPECT_EQ(merge.merged, "A1");
  EXPECT_FALSE(merge.takes_proposed);
  EXPECT_THAT(merge.conflicts, ElementsAre(IsConflict("A", "A1", "A2")));
}

TEST(TextMergeTest, OfManyReplacedParagraphsOnlyThoseOfBothConflict) {
  const TextMerge merge = MergeTexts(Text("A", "B", "C", "D"), Text("A1", "B1", "C1", "D1"),
                                     Text("A", "B2", "C", "D2"));
  EXPECT_EQ(merge.merged, Text("A1", "B1", "C1", "D1"));
  EXPECT_THAT(merge.conflicts, ElementsAre(AllOf(IsConflict("B", "B1", "B2"), StandsAt(1, 1)),
                                           AllOf(IsConflict("D", "D1", "D2"), StandsAt(3, 1))));
}

TEST(TextMergeTest, ParagraphsBesideEachOtherConflictOneByOne) {
  EXPECT_THAT(MergeTexts(Text("A", "B"), Text("A1", "B1"), Text("A2", "B2")).conflicts,
              ElementsAre(IsConflict("A", "A1", "A2"), IsConflict("B", "B1", "B2")));
}

TEST(TextMergeTest, ParagraphsThatCannotBeMatchedConflictTogether) {
  const TextMerge merge =
      MergeTexts(Text("A", "B", "C", "D"), Text("A", "BC", "D"), Text("A", "B2", "C", "D"));
  EXPECT_EQ(merge.merged, Text("A", "BC", "D"));
  EXPECT_THAT(merge.conflicts, ElementsAre(AllOf(IsConflict(Text("B", "C"), "BC", Text("B2", "C")),
                                                 StandsAt(1, 1))));
}

TEST(TextMergeTest, AParagraphThatCurrentRemovedAndProposedChangedConflicts) {
  const TextMerge merge = MergeTexts(Text("A", "B", "C"), Text("A", "C"), Text("A", "B2", "C"));
  EXPECT_EQ(merge.merged, Text("A", "C"));
  EXPECT_FALSE(merge.takes_proposed);
  EXPECT_THAT(merge.conflicts, ElementsAre(AllOf(IsConflict("B", "", "B2"), StandsAt(1, 0))));
}

TEST(TextMergeTest, OfManyRemovedParagraphsOnlyTheChangedOneConflicts) {
  const TextMerge merge =
      MergeTexts(Text("A", "B", "C", "D"), Text("A"), Text("A", "B", "C2", "D"));
  EXPECT_EQ(merge.merged, "A");
  EXPECT_THAT(merge.conflicts, ElementsAre(AllOf(IsConflict("C", "", "C2"), StandsAt(1, 0))));
}

TEST(TextMergeTest, AParagraphThatProposedRemovedAndCurrentChangedConflictsAndStays) {
  const TextMerge merge = MergeTexts(Text("A", "B", "C"), Text("A", "B1", "C"), Text("A", "C"));
  EXPECT_EQ(merge.merged, Text("A", "B1", "C"));
  EXPECT_THAT(merge.conflicts, ElementsAre(AllOf(IsConflict("B", "B1", ""), StandsAt(1, 1))));
}

TEST(TextMergeTest, AParagraphThatOneMovedAndTheOtherChangedConflicts) {
  const TextMerge merge =
      MergeTexts(Text("A", "B", "C", "D"), Text("B", "C", "A", "D"), Text("A2", "B", "C", "D"));
  EXPECT_EQ(merge.merged, Text("B", "C", "A", "D"));
  EXPECT_THAT(merge.conflicts, ElementsAre(IsConflict("A", "", "A2")));
}

TEST(TextMergeTest, DifferentInsertionsAtTheSamePlaceConflict) {
  const TextMerge merge = MergeTexts(Text("A", "B"), Text("A", "X", "B"), Text("A", "Y", "Z", "B"));
  EXPECT_EQ(merge.merged, Text("A", "X", "B"));
  EXPECT_THAT(merge.conflicts,
              ElementsAre(AllOf(IsConflict("", "X", Text("Y", "Z")), StandsAt(1, 1))));
}

TEST(TextMergeTest, DifferentAdditionsAtTheEndConflict) {
  const TextMerge merge = MergeTexts("A\n", "A\n\nX\n", "A\n\nY\n");
  EXPECT_EQ(merge.merged, "A\n\nX\n");
  EXPECT_THAT(merge.conflicts, ElementsAre(AllOf(IsConflict("", "X", "Y"), StandsAt(1, 1))));
}

TEST(TextMergeTest, DifferentTextsFromNothingConflict) {
  const TextMerge merge = MergeTexts("", Text("A", "B"), "C");
  EXPECT_EQ(merge.merged, Text("A", "B"));
  EXPECT_THAT(merge.conflicts,
              ElementsAre(AllOf(IsConflict("", Text("A", "B"), "C"), StandsAt(0, 2))));
}

TEST(TextMergeTest, InsertionsThatBeginAndEndAlikeConflictInTheirMiddle) {
  const TextMerge merge =
      MergeTexts("A", Text("A", "Rubrik", "X", "Slut"), Text("A", "Rubrik", "Y", "Slut"));
  EXPECT_EQ(merge.merged, Text("A", "Rubrik", "X", "Slut"));
  EXPECT_THAT(merge.conflicts, ElementsAre(AllOf(IsConflict("", "X", "Y"), StandsAt(2, 1))));
}

// Otherwise "B became X and Y" and "B became X" would read as "B became Y" and "B was removed".
TEST(TextMergeTest, ReplacementsThatBeginAlikeConflictAsAWhole) {
  const TextMerge merge =
      MergeTexts(Text("A", "B", "C"), Text("A", "X", "Y", "C"), Text("A", "X", "C"));
  EXPECT_EQ(merge.merged, Text("A", "X", "Y", "C"));
  EXPECT_THAT(merge.conflicts,
              ElementsAre(AllOf(IsConflict("B", Text("X", "Y"), "X"), StandsAt(1, 2))));
}

TEST(TextMergeTest, InsertingBesideWhatTheOtherReplacedBySeveralConflicts) {
  const TextMerge merge = MergeTexts(Text("A", "B"), Text("A1", "A2", "B"), Text("A", "X", "B"));
  EXPECT_EQ(merge.merged, Text("A1", "A2", "B"));
  EXPECT_THAT(merge.conflicts, ElementsAre(IsConflict("A", Text("A1", "A2"), Text("A", "X"))));
}

TEST(TextMergeTest, InsertingWithinWhatTheOtherReplacedAsAWholeConflicts) {
  const TextMerge merge =
      MergeTexts(Text("A", "B", "C", "D"), Text("A", "BC", "D"), Text("A", "B", "X", "C", "D"));
  EXPECT_EQ(merge.merged, Text("A", "BC", "D"));
  EXPECT_THAT(merge.conflicts, ElementsAre(IsConflict(Text("B", "C"), "BC", Text("B", "X", "C"))));
}

// ---- Blank lines ------------------------------------------------------------------------------

TEST(TextMergeTest, AddingAParagraphIsNoChangeOfTheOneBefore) {
  ExpectMerged("A\n\nB", "A\n\nB\n\nC", "A\n\nB2", "A\n\nB2\n\nC");
  ExpectMerged("A", "X\n\nA", "A2\n", "X\n\nA2\n");
}

TEST(TextMergeTest, BlankLinesThatOneChangedChange) {
  ExpectMerged("A\n\nB\n", "A\n\n\n\nB\n", "A\n\nB", "A\n\n\n\nB");
  ExpectMerged("A\n\nB", "A\n\n\nB", "A\n\nB2", "A\n\n\nB2");
  ExpectMerged("A", "\nA", "A\n", "\nA\n");
}

TEST(TextMergeTest, BlankLinesThatBothChangedStayAsTheyAre) {
  const TextMerge merge = MergeTexts("A\n\nB", "A\n\n\nB\n", "A\n \nB\n\n");
  EXPECT_EQ(merge.merged, "A\n\n\nB\n");
  EXPECT_THAT(merge.conflicts, IsEmpty());
}

TEST(TextMergeTest, OfNeighboursThatNeverStoodTogetherABlankLineSeparatesThem) {
  EXPECT_EQ(MergeTexts("A\n\n\nB", "A1\n\n\nB", "B").merged, "A1\n\n\nB");
  EXPECT_EQ(MergeTexts("A", "A", "X\n\nA").merged, "X\n\nA");
  EXPECT_EQ(MergeTexts(Text("A", "B"), "B", Text("X", "A", "B")).merged, Text("X", "B"));
}

TEST(TextMergeTest, BlanksOfABlankTextDoNotTouchParagraphs) {
  EXPECT_EQ(MergeTexts("", "  ", "A").merged, "A");
  EXPECT_EQ(MergeTexts("", "\n  ", "A").merged, "\nA");
}

// ---- Large texts ------------------------------------------------------------------------------

// About 30 KiB.
std::string LargeText(int changed_every, absl::string_view change) {
  std::vector<std::string> paragraphs;
  for (int i = 0; i < 300; ++i) {
    paragraphs.push_back(absl::StrCat("Stycke ", i, ": ", std::string(90, 'a'),
                                      i % changed_every == 0 ? change : ""));
  }
  return absl::StrJoin(paragraphs, "\n\n") + "\n";
}

TEST(TextMergeTest, LargeTextsMergeParagraphByParagraph) {
  const std::string base = LargeText(1, "");
  const TextMerge merge =
      MergeTexts(base, LargeText(2, " Jämnt."), LargeText(3, " Delbart med tre."));
  EXPECT_THAT(merge.conflicts, SizeIs(50)) << "those that both changed: every sixth";
  EXPECT_TRUE(merge.takes_proposed);
  EXPECT_THAT(merge.conflicts[1], StandsAt(6, 1));
}

// Too repetitive to be aligned exactly: coarse, but as many paragraphs are replaced one by one.
TEST(TextMergeTest, LargeRepetitiveTextsMerge) {
  const auto text = [](const std::string& odd, const std::string& even) {
    std::vector<std::string> paragraphs;
    for (int i = 0; i < 10'000; ++i) paragraphs.push_back(i % 2 == 1 ? odd : even);
    return absl::StrJoin(paragraphs, "\n\n");
  };
  ExpectMerged(text("b", "a"), text("b", "x"), text("y", "a"), text("y", "x"));
}

// ---- Resolving --------------------------------------------------------------------------------

TEST(TextMergeTest, AChoiceReplacesWhatStandsForTheConflict) {
  const TextMerge merge = MergeTexts("A\n\nB\n\nC\n", "A\n\nB1\n\nC\n", "A\n\nB2\n\nC\n");
  ASSERT_THAT(merge.conflicts, SizeIs(1));
  const MergeConflict& conflict = merge.conflicts[0];
  EXPECT_EQ(ReplaceConflict(merge, conflict, conflict.current), "A\n\nB1\n\nC\n");
  EXPECT_EQ(ReplaceConflict(merge, conflict, conflict.proposed), "A\n\nB2\n\nC\n");
  EXPECT_EQ(ReplaceConflict(merge, conflict, Text("B2", "B1")), "A\n\nB2\n\nB1\n\nC\n");
  EXPECT_EQ(ReplaceConflict(merge, conflict, "\nAnnat.\n"), "A\n\nAnnat.\n\nC\n");
  EXPECT_EQ(ReplaceConflict(merge, conflict, ""), "A\n\nC\n");
}

TEST(TextMergeTest, AChoiceCanBringBackWhatWasRemoved) {
  const TextMerge merge = MergeTexts(Text("A", "B", "C"), Text("A", "C"), Text("A", "B2", "C"));
  ASSERT_THAT(merge.conflicts, SizeIs(1));
  EXPECT_EQ(ReplaceConflict(merge, merge.conflicts[0], "B2"), Text("A", "B2", "C"));
  EXPECT_EQ(ReplaceConflict(merge, merge.conflicts[0], ""), Text("A", "C"));
}

TEST(TextMergeTest, AChoiceMayBeAtTheBeginningOrTheEnd) {
  const TextMerge removed = MergeTexts("A", "", "A2");
  ASSERT_THAT(removed.conflicts, SizeIs(1));
  EXPECT_EQ(ReplaceConflict(removed, removed.conflicts[0], "A2"), "A2");
  const TextMerge first = MergeTexts(Text("A", "B"), "B", Text("A2", "B"));
  ASSERT_THAT(first.conflicts, SizeIs(1));
  EXPECT_EQ(ReplaceConflict(first, first.conflicts[0], "A2"), Text("A2", "B"));
  const TextMerge last = MergeTexts(Text("A", "B"), "A\n", Text("A", "B2"));
  ASSERT_THAT(last.conflicts, SizeIs(1));
  EXPECT_EQ(ReplaceConflict(last, last.conflicts[0], "B2"), "A\n\nB2\n");
}

TEST(TextMergeTest, AConflictIsResolvedInATextThatChangedElsewhere) {
  const TextMerge merge =
      MergeTexts(Text("A", "B", "C"), Text("A", "B1", "C"), Text("A", "B2", "C"));
  ASSERT_THAT(merge.conflicts, SizeIs(1));
  EXPECT_THAT(ResolveConflict(merge, merge.conflicts[0], "B2", Text("Ny", "A1", "B1", "C1")),
              Optional(Text("Ny", "A1", "B2", "C1")));
}

TEST(TextMergeTest, AConflictWhoseParagraphsChangedSinceIsNotResolved) {
  const TextMerge merge =
      MergeTexts(Text("A", "B", "C"), Text("A", "B1", "C"), Text("A", "B2", "C"));
  ASSERT_THAT(merge.conflicts, SizeIs(1));
  EXPECT_EQ(ResolveConflict(merge, merge.conflicts[0], "B2", Text("A", "B3", "C")), std::nullopt);
  EXPECT_EQ(ResolveConflict(merge, merge.conflicts[0], "B2", Text("A", "C")), std::nullopt);
  EXPECT_THAT(ResolveConflict(merge, merge.conflicts[0], "B2", Text("A", "B2", "C")),
              Optional(Text("A", "B2", "C")))
      << "somebody chose the same";
}

TEST(TextMergeTest, ConflictsAreResolvedOneAfterTheOtherInAnyOrder) {
  const TextMerge merge =
      MergeTexts(Text("A", "B", "C"), Text("A1", "B1", "C1"), Text("A2", "B2", "C2"));
  ASSERT_THAT(merge.conflicts, SizeIs(3));
  std::string text = merge.merged;
  for (const int i : {1, 2, 0}) {
    const std::optional<std::string> resolved =
        ResolveConflict(merge, merge.conflicts[i], merge.conflicts[i].proposed, text);
    ASSERT_NE(resolved, std::nullopt);
    text = *resolved;
  }
  EXPECT_EQ(text, Text("A2", "B2", "C2"));
}

}  // namespace
}  // namespace samverk::runtime
