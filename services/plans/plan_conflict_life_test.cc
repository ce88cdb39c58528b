// The life of a conflict: raised, extended, decided, or left without a subject.

#include <string>
#include <utility>
#include <vector>

#include "services/plans/plan_limits.h"
#include "services/plans/plan_rules.h"
#include "services/plans/testing/plan_sentences.h"
#include "services/runtime/rule_checks.h"

namespace samverk::plans {
namespace {

using runtime::By;
using Said = runtime::Said<v1::PlanEvent>;

constexpr char kKeep[] = "choice: CONFLICT_CHOICE_KEEP_CURRENT ";
constexpr char kTake[] = "choice: CONFLICT_CHOICE_TAKE ";
constexpr char kCustom[] = "choice: CONFLICT_CHOICE_CUSTOM ";
const char kText[] = "Ett\\n\\nTvå\\n\\nTre";

// Four events by Anna; a form that showed them has the base 4.
History Written(std::vector<Said> more = {}) {
  History history = {Created(), Edited(Section("s", kText)), Edited(Goal("g")),
                     Edited(Measure("m", "g"))};
  for (Said& each : more) history.Add(std::move(each));
  return history;
}

// Björn's title stands, Anna's is in conflict number 5.
History InConflict(std::vector<Said> more = {}) {
  std::vector<Said> all = {By("björn", Edited("title: 'B'")),
                           By("anna", Raised("title", 4, "title: 'A'"))};
  for (Said& each : more) all.push_back(std::move(each));
  return Written(std::move(all));
}

Sentences RaisedSentences() {
  const auto extends = [](const std::string& edit, int64_t base = 4) {
    return Then({Extended(5, base, edit)}, {kConflict}).Remarking({"0 conflict 5"});
  };
  return {
      {"ALaterOwnEditExtendsTheConflict", InConflict(), EditOn(4, "title: 'AA'"),
       extends("title: 'AA'")},
      {"SomebodyElsesExtendsItToo", InConflict(), When(EditOn(4, "title: 'C'")).By("cecilia"),
       extends("title: 'C'")},
      {"WhoHasSeenWhatStandsEditsIt",
       InConflict(),
       When(EditOn(5, "title: 'C'")).By("cecilia"),
       {{Edited("title: 'C'")}, {kAccepted}}},
      {"WhoseWordsStandEditsThem",
       InConflict(),
       When(EditOn(4, "title: 'BB'")).By("björn"),
       {{Edited("title: 'BB'")}, {kAccepted}}},
      {"WhatStandsConverges", InConflict(), EditOn(4, "title: 'B'"), {{}, {kConverged}}},
      {"AfterADecisionANewConflictIsRaised", InConflict({By("björn", Resolved(5, kKeep))}),
       EditOn(4, "title: 'AA'"),
       Then({Raised("title", 4, "title: 'AA'")}, {kConflict}).Remarking({"0 conflict +0"})},
      {"WhoHadNotSeenADecisionMeetsIt",
       InConflict({By("björn", Resolved(5, kTake + std::string("edit { title: 'A' }")))}),
       When(EditOn(6, "title: 'C'")).By("cecilia"),
       Then({Raised("title", 6, "title: 'C'")}, {kConflict}).Remarking({"0 conflict +0"})},
      {"ADecisionThatChangedNothingIsNobodysWords",
       InConflict({By("björn", Resolved(5, kKeep))}),
       When(EditOn(6, "title: 'C'")).By("cecilia"),
       {{Edited("title: 'C'")}, {kAccepted}}},
  };
}

Sentences DecidedSentences() {
  const History two = InConflict({By("cecilia", Extended(5, 4, "title: 'C'"))});
  const History again = InConflict({By("anna", Extended(5, 4, "title: 'AA'"))});
  return {
      {"WhatStandsIsKept", InConflict(), Resolve(5, 1, kKeep), {Resolved(5, kKeep)}},
      {"AProposalIsTaken",
       InConflict(),
       Resolve(5, 1, kTake),
       {Resolved(5, kTake + std::string("edit { title: 'A' }"))}},
      {"TheSecondProposalIsTaken",
       two,
       Resolve(5, 2, kTake + std::string("proposal: 1")),
       {Resolved(5, kTake + std::string("proposal: 1 edit { title: 'C' }"))}},
      {"ALaterProposalOfAHandTakesThePlaceOfItsEarlierOne",
       again,
       Resolve(5, 2, kTake),
       {Resolved(5, kTake + std::string("edit { title: 'AA' }"))}},
      {"ThereIsNoOtherProposalThen", again, Resolve(5, 2, kTake + std::string("proposal: 1")),
       kProposalNotFound},
      {"SomethingElseIsRight",
       InConflict(),
       Resolve(5, 1, kCustom + std::string("custom { title: 'AB' }")),
       {Resolved(5, kCustom + std::string("edit { title: 'AB' }"))}},
      {"WhatElseIsSaid", InConflict(), Resolve(5, 1, kCustom), kCustomRequired},
      {"NothingElseIsSaidWhereSomethingIsKept", InConflict(),
       Resolve(5, 1, kKeep + std::string("custom { title: 'AB' }")), kCustomRequired},
      {"NothingElseIsSaidWhereSomethingIsTaken", InConflict(),
       Resolve(5, 1, kTake + std::string("custom { title: 'AB' }")), kCustomRequired},
      {"AnotherFieldIsNotDecided", InConflict(),
       Resolve(5, 1, kCustom + std::string("custom { responsible_unit: 'AB' }")), kCustomRequired},
      {"NorIsAnAddition", InConflict(),
       Resolve(5, 1, kCustom + ("custom { " + Section("x") + " }")), kCustomRequired},
      {"NorIsAnUnknownElement", InConflict(),
       Resolve(5, 1, kCustom + ("custom { " + TextEdit("x", "X") + " }")), kCustomRequired},
      {"WhoDecidesHasReadTheLatestProposal", two, Resolve(5, 1, kKeep), kConflictChanged},
      {"WhoDecidesHasReadWhatStands", InConflict({By("björn", Edited("title: 'BB'"))}),
       Resolve(5, 1, kTake), kConflictChanged},
      {"OtherFieldsDoNotChangeTheConflict",
       InConflict({By("björn", Edited("responsible_unit: 'B'"))}),
       Resolve(5, 1, kKeep),
       {Resolved(5, kKeep)}},
      {"ItIsDecidedOnce", InConflict({Resolved(5, kKeep)}), Resolve(5, 1, kKeep), kConflictClosed},
      {"AnObsoleteConflictIsNotDecided", InConflict({Obsoleted(5)}), Resolve(5, 1, kKeep),
       kConflictClosed},
      {"ARevisionThatRaisedNoneIsNone", InConflict(), Resolve(4, 1, kKeep), kConflictNotFound},
      {"ThereIsNoSuchConflict", InConflict(), Resolve(99, 1, kKeep), kConflictNotFound},
      {"AnUnknownPlanHasNone", {}, Resolve(5, 1, kKeep), kPlanNotFound},
      {"AWithdrawnPlanIsNotDecided", InConflict({Withdrawn()}), Resolve(5, 1, kKeep),
       kPlanWithdrawn},
      {"AnUnknownPersonIsNotRight",
       Written({By("björn", Edited("responsible: '~/people/2'")),
                Raised("responsible", 4, "responsible: ''")}),
       Resolve(5, 1, kCustom + std::string("custom { responsible: '~/people/unknown' }")),
       runtime::kLinkedResourceNotFound},
  };
}

Sentences DecidedTextSentences() {
  const auto text = [](const std::string& words) { return TextEdit("s", words); };
  const std::string take_text = std::string(kTake) + "edit { ";
  // Björn changed the second paragraph; Anna the second and the third, of which one was merged.
  const std::vector<Said> clash = {
      By("björn", Edited(text("Ett\\n\\nB\\n\\nTre"))),
      By("anna", Merged(text("Ett\\n\\nB\\n\\nA"))),
      By("anna", Raised("sections/s/text", 4, text("Ett\\n\\nA\\n\\nA")))};
  std::vector<Said> and_more = clash;
  and_more.push_back(By("björn", Edited(text("Nytt\\n\\nB\\n\\nA"))));
  return {
      {"OnlyTheParagraphsInConflictAreTaken",
       Written(clash),
       Resolve(6, 1, kTake),
       {Resolved(6, take_text + text("Ett\\n\\nA\\n\\nA") + " }")}},
      {"WhatWasWrittenSinceStays",
       Written(and_more),
       Resolve(6, 2, kTake),
       {Resolved(6, take_text + text("Nytt\\n\\nA\\n\\nA") + " }")}},
      {"BothAreKeptInOrder",
       Written(clash),
       Resolve(6, 1, kCustom + ("custom { " + text("Ett\\n\\nB\\n\\nA\\n\\nA") + " }")),
       {Resolved(6, kCustom + ("edit { " + text("Ett\\n\\nB\\n\\nA\\n\\nA") + " }"))}},
  };
}

Sentences RemovedSentences() {
  const std::string heading = "element_title { element: 's' title: 'A' }";
  const History removed_under_edit =
      Written({By("björn", Edited(Remove("s"))), Raised("sections/s/title", 4, heading)});
  const History edited_under_removal =
      Written({By("björn", Edited(heading)), Raised("sections/s", 4, Remove("s"))});
  const std::string days = "measure_deadline { element: 'm' deadline @2020-01-01 }";
  return {
      {"AnEditBringsBackWhatWasRemoved",
       removed_under_edit,
       Resolve(5, 1, kTake),
       {Resolved(5, kTake + ("edit { " + heading + " }"))}},
      {"SoDoOtherWords",
       removed_under_edit,
       Resolve(5, 1, kCustom + std::string("custom { element_title { element: 's' title: 'C' } }")),
       {Resolved(5, kCustom + std::string("edit { element_title { element: 's' title: 'C' } }"))}},
      {"OrItStaysAway", removed_under_edit, Resolve(5, 1, kKeep), {Resolved(5, kKeep)}},
      {"WhatWasBroughtBackIsThere",
       Written({By("björn", Edited(Remove("s"))), Raised("sections/s/title", 4, heading),
                Resolved(5, kTake + ("edit { " + heading + " }"))}),
       Edit(TextEdit("s", "Ny")),
       {{Edited(TextEdit("s", "Ny"))}, {kAccepted}}},
      {"ARemovalIsTaken",
       edited_under_removal,
       Resolve(5, 1, kTake),
       {Resolved(5, kTake + ("edit { " + Remove("s") + " }"))}},
      {"ARemovalIsNotTakenFromUnderNewWords",
       Written({By("björn", Edited(heading)), Raised("sections/s", 4, Remove("s")),
                By("björn", Edited(TextEdit("s", "Nytt")))}),
       Resolve(5, 1, kTake), kConflictChanged},
      {"AMeasureDoesNotComeBackToAGoalThatIsGone",
       Written({By("björn", Edited(Remove("m"))), By("björn", Edited(Remove("g"))),
                Raised("measures/m/deadline", 4, days)}),
       Resolve(6, 1, kTake), kGoalNotFound},
      {"ItStaysAwayThen",
       Written({By("björn", Edited(Remove("m"))), By("björn", Edited(Remove("g"))),
                Raised("measures/m/deadline", 4, days)}),
       Resolve(6, 1, kKeep),
       {Resolved(6, kKeep)}},
      {"AGoalThatIsGoneIsNotTaken",
       Written({Edited(Goal("h")), By("björn", Edited("measure_goal { element: 'm' }")),
                Raised("measures/m/goal", 5, "measure_goal { element: 'm' goal: 'h' }"),
                By("björn", Edited(Remove("h")))}),
       Resolve(6, 1, kTake), kGoalNotFound},
  };
}

Sentences ObsoleteSentences() {
  const std::string theirs = "element_title { element: 's' title: 'B' }";
  const std::string mine = "element_title { element: 's' title: 'A' }";
  // Conflict 5 is about the heading of the section, at position 6.
  const History about_heading =
      Written({By("björn", Edited(theirs)), By("anna", Raised("sections/s/title", 4, mine))});
  const Then removed = Then({Edited(Remove("s")), Obsoleted(5)}, {kAccepted});
  return {
      {"WhoHasSeenTheConflictRemovesItsSubject", about_heading,
       When(EditOn(6, Remove("s"))).By("cecilia"), removed},
      {"SoDoesWhoNamesTheRevision", about_heading, When(Edit(Remove("s"))).By("cecilia"), removed},
      {"SoDoesWhoseWordsAreInIt", about_heading, When(EditOn(5, Remove("s"))).By("anna"), removed},
      {"WhoHasNotSeenTheConflictDoesNot", about_heading, When(EditOn(5, Remove("s"))).By("cecilia"),
       Then({Raised("sections/s", 5, Remove("s"))}, {kConflict}).Remarking({"0 conflict +0"})},
      {"ConflictsOfOtherElementsStay",
       about_heading,
       When(EditOn(6, Remove("m"))).By("cecilia"),
       {{Edited(Remove("m"))}, {kAccepted}}},
  };
}

TEST_P(PlanSentenceTest, Holds) { ExpectHolds(GetParam()); }
TEST_P(PlanSentenceTest, HoldsAfterAnUnknownEvent) { ExpectHoldsAfterAnUnknownEvent(GetParam()); }

INSTANTIATE_TEST_SUITE_P(Raised, PlanSentenceTest, ::testing::ValuesIn(RaisedSentences()),
                         runtime::NameOf<PlanRules>);
INSTANTIATE_TEST_SUITE_P(Decided, PlanSentenceTest, ::testing::ValuesIn(DecidedSentences()),
                         runtime::NameOf<PlanRules>);
INSTANTIATE_TEST_SUITE_P(DecidedText, PlanSentenceTest, ::testing::ValuesIn(DecidedTextSentences()),
                         runtime::NameOf<PlanRules>);
INSTANTIATE_TEST_SUITE_P(Removed, PlanSentenceTest, ::testing::ValuesIn(RemovedSentences()),
                         runtime::NameOf<PlanRules>);
INSTANTIATE_TEST_SUITE_P(Obsolete, PlanSentenceTest, ::testing::ValuesIn(ObsoleteSentences()),
                         runtime::NameOf<PlanRules>);

TEST(ConflictTest, OfOneCommandAlsoTheSecondEditExtends) {
  runtime::ExpectHolds<PlanRules>(
      {"", Written({By("björn", Edited("title: 'B'"))}), EditsOn(4, {"title: 'A'", "title: 'AA'"}),
       Then({Raised("title", 4, "title: 'A'"), Extended(5, 4, "title: 'AA'")},
            {kConflict, kConflict})
           .Remarking({"0 conflict +0", "1 conflict +0"})});
}

TEST(ConflictLimitsTest, AConflictKeepsAsManyProposalsAsAreKeptAndNoMore) {
  History history = InConflict();
  for (int i = 1; i < kProposalsMax; ++i) {
    history.Add(By("hand " + std::to_string(i), Extended(5, 4, "title: 'H'")));
  }
  const auto one_more = When(EditOn(4, "title: 'M'")).By("more").DecideAfter(history);
  const auto own = When(EditOn(4, "title: 'M'")).By("hand 3").DecideAfter(history);

  ASSERT_OK(one_more);
  EXPECT_THAT(one_more->outcomes, ::testing::ElementsAre(kRejected));
  EXPECT_EQ(runtime::ToSentence(one_more->remarks.at(0), 0), "0 TOO_MANY_CONFLICTS");
  EXPECT_THAT(one_more->events, ::testing::IsEmpty());
  ASSERT_OK(own);
  EXPECT_THAT(own->outcomes, ::testing::ElementsAre(kConflict));
}

TEST(ConflictLimitsTest, APlanKeepsAsManyConflictsAsAreKeptAndNoMore) {
  History history = Written({By("björn", Edited("title: 'B'")),
                             By("björn", Edited(TextEdit("s", "B\\n\\nTvå\\n\\nTre")))});
  for (int i = 1; i < kConflictsMax; ++i) {
    history.Add(Raised("sections/" + std::to_string(i) + "/title", 4, "title: 'A'"));
  }
  EXPECT_THAT(When(EditOn(4, "title: 'A'")).DecideAfter(history)->outcomes,
              ::testing::ElementsAre(kConflict));
  history.Add(Raised("sections/last/title", 4, "title: 'A'"));

  // Nothing is written of what is rejected, not even the paragraph that could be merged.
  const auto refused =
      When(EditsOn(4, {"title: 'A'", TextEdit("s", "A\\n\\nTvå\\n\\nA")})).DecideAfter(history);

  ASSERT_OK(refused);
  EXPECT_THAT(refused->outcomes, ::testing::ElementsAre(kRejected, kRejected));
  EXPECT_THAT(refused->events, ::testing::IsEmpty());
  EXPECT_EQ(runtime::ToSentence(refused->remarks.at(1), 0), "1 TOO_MANY_CONFLICTS");
}

}  // namespace
}  // namespace samverk::plans
