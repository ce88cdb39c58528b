// Edits of action plans: field by field, by several hands, in a draft and after its adoption.

#include <string>
#include <utility>
#include <vector>

#include "services/action_plans/action_plan_rules.h"
#include "services/action_plans/testing/action_plan_sentences.h"
#include "services/runtime/rule_checks.h"

namespace samverk::action_plans {
namespace {

using runtime::By;
using runtime::ExpectHolds;
using runtime::ExpectHoldsAfterAnUnknownEvent;
using v1::ActionPlanEvent;

constexpr char kOwn[] = "~/actionPlanRegisters/2421";
const char kFull[] =
    "financing: 'Servicebidrag' amount_sek: 400000 links: '~/workshops/1' plan_link { plan: "
    "'~/plans/1' plan_element: 'g' plan_revision: 2 }";

// What each edit of a draft with the measure `m` leads to, and that it then says nothing new.
Sentences FieldSentences() {
  const std::vector<std::pair<std::string, std::string>> edits = {
      {"Title", "title: 'Ny'"},
      {"Description", "description: ''"},
      {"Text", Text("m", "Laga cistern")},
      {"Responsible", "measure_responsible { measure: 'm' responsible: '~/organisations/2404' }"},
      {"NobodyResponsible", "measure_responsible { measure: 'm' }"},
      {"Financing", "measure_financing { measure: 'm' financing: 'Kommunen' amount_sek: 1 }"},
      {"AnAmountOfZero",
       "measure_financing { measure: 'm' financing: 'Servicebidrag' amount_sek: 0 }"},
      {"NoAmount", "measure_financing { measure: 'm' financing: 'Servicebidrag' }"},
      {"Deadline", Deadline("m", "2019-12-31")},
      {"NoDeadline", "measure_deadline { measure: 'm' }"},
      {"PlanLink", "measure_plan { measure: 'm' plan_link { plan: '~/plans/2' } }"},
      {"NoPlanLink", "measure_plan { measure: 'm' }"},
      {"ALink", Link("m", "workshops/2", true)},
      {"NoLink", Link("m", "workshops/1", false)},
  };
  Sentences sentences;
  sentences.reserve(2 * edits.size());
  for (const auto& [field, edit] : edits) {
    const std::vector<ActionPlanEvent> given = {Created(), Edited(Measure("m", kFull))};
    std::vector<ActionPlanEvent> edited = given;
    edited.push_back(Edited(edit));
    sentences.push_back({field + "IsEdited", given, Edit(edit), {{Edited(edit)}, {kAccepted}}});
    sentences.push_back({field + "IsThatAlready", edited, Edit(edit), {{}, {kConverged}}});
  }
  return sentences;
}

Sentences MeasureSentences() {
  const std::string full = Measure("m", kFull);
  return {
      {"AMeasureIsAdded", {Created()}, Edit(full), {{Edited(full)}, {kAccepted}}},
      {"ATakenIdIsRefused", {Created(), Edited(Measure("m"))}, Edit(Measure("m")), kMeasureExists},
      {"AMeasureIsRemoved",
       {Created(), Edited(Measure("m"))},
       Edit("remove_measure: 'm'"),
       {{Edited("remove_measure: 'm'")}, {kAccepted}}},
      {"NotRemovedTwice",
       {Created(), Edited(Measure("m")), Edited("remove_measure: 'm'")},
       Edit("remove_measure: 'm'"),
       kMeasureNotFound},
      {"WhatWasRemovedCanComeBack",
       {Created(), Edited(Measure("m")), Edited("remove_measure: 'm'")},
       Edit(Measure("m")),
       {{Edited(Measure("m"))}, {kAccepted}}},
      {"AnUnknownMeasureIsNotEdited", {Created()}, Edit(Text("m", "Ny")), kMeasureNotFound},
      {"AnUnknownResponsibleIsRefused",
       {Created()},
       Edit("add_measure { measure: 'm' text: 'T' responsible: '~/organisations/unknown' }"),
       runtime::kLinkedResourceNotFound},
      {"AnUnknownPlanIsRefused",
       {Created()},
       Edit("add_measure { measure: 'm' text: 'T' plan_link { plan: '~/plans/unknown' } }"),
       runtime::kLinkedResourceNotFound},
      {"AnUnknownLinkIsRefused",
       {Created()},
       Edit("add_measure { measure: 'm' text: 'T' links: '~/workshops/unknown' }"),
       runtime::kLinkedResourceNotFound},
      {"NobodyUnknownBecomesResponsible",
       {Created(), Edited(Measure("m"))},
       Edit("measure_responsible { measure: 'm' responsible: '~/organisations/unknown' }"),
       runtime::kLinkedResourceNotFound},
      {"NoUnknownPlanIsServed",
       {Created(), Edited(Measure("m"))},
       Edit("measure_plan { measure: 'm' plan_link { plan: '~/plans/unknown' } }"),
       runtime::kLinkedResourceNotFound},
      {"NothingUnknownIsLinked",
       {Created(), Edited(Measure("m"))},
       Edit(Link("m", "workshops/unknown", true)),
       runtime::kLinkedResourceNotFound},
      {"WhatIsTakenOffNeedNotBeThere",
       {Created(), Edited(Measure("m"))},
       Edit(Link("m", "workshops/unknown", false)),
       {{}, {kConverged}}},
      {"ALinkIsKeptOnce",
       {Created(), Edited(Measure("m", "links: '~/workshops/1' links: '~/workshops/1'")),
        Edited(Link("m", "workshops/1", false))},
       Edit(Link("m", "workshops/1", false)),
       {{}, {kConverged}}},
  };
}

// Created, with so many measures.
std::vector<ActionPlanEvent> WithMeasures(int count) {
  std::vector<ActionPlanEvent> events = {Created()};
  for (int i = 0; i < count; ++i) events.push_back(Edited(Measure("m" + std::to_string(i))));
  return events;
}

// Created, with a measure `m` that has so many links.
std::vector<ActionPlanEvent> WithLinks(int count) {
  std::vector<ActionPlanEvent> events = {Created(), Edited(Measure("m"))};
  for (int i = 0; i < count; ++i) {
    events.push_back(Edited(Link("m", "workshops/" + std::to_string(i), true)));
  }
  return events;
}

Sentences LimitSentences() {
  std::vector<ActionPlanEvent> room = WithMeasures(kMeasuresMax);
  room.push_back(Edited("remove_measure: 'm7'"));
  const std::string link = Link("m", "workshops/x", true);
  return {
      {"TheLastMeasureThatIsKept",
       WithMeasures(kMeasuresMax - 1),
       Edit(Measure("m")),
       {{Edited(Measure("m"))}, {kAccepted}}},
      {"MoreMeasuresAreRefused", WithMeasures(kMeasuresMax), Edit(Measure("m")), kTooManyMeasures},
      {"ARemovedMeasureMakesRoom", room, Edit(Measure("m")), {{Edited(Measure("m"))}, {kAccepted}}},
      {"TheLastLinkThatIsKept",
       WithLinks(kMeasureLinksMax - 1),
       Edit(link),
       {{Edited(link)}, {kAccepted}}},
      {"MoreLinksAreRefused", WithLinks(kMeasureLinksMax), Edit(link), kTooManyMeasureLinks},
      {"ALinkThatIsThereAlreadyIsNoneMore",
       WithLinks(kMeasureLinksMax),
       Edit(Link("m", "workshops/3", true)),
       {{}, {kConverged}}},
      {"OfTheFullALinkIsTakenOff",
       WithLinks(kMeasureLinksMax),
       Edit(Link("m", "workshops/3", false)),
       {{Edited(Link("m", "workshops/3", false))}, {kAccepted}}},
  };
}

Sentences CommandSentences() {
  v1::EditActionPlanRequest without_base = Edit("title: 'Ny'");
  without_base.clear_expected_revision();
  return {
      {"SeveralEditsHaveAnOutcomeEach",
       {Created()},
       Edits({"title: 'Ny'", "description: 'Om året'", Measure("m")}),
       {{Edited("title: 'Ny'"), Edited(Measure("m"))}, {kAccepted, kConverged, kAccepted}}},
      {"EachIsJudgedOnWhatThoseBeforeItLeave",
       {Created()},
       Edits({Measure("m"), Text("m", "A"), Text("m", "A"), "remove_measure: 'm'"}),
       {{Edited(Measure("m")), Edited(Text("m", "A")), Edited("remove_measure: 'm'")},
        {kAccepted, kAccepted, kConverged, kAccepted}}},
      {"OneThatIsRefusedRefusesAll",
       {Created()},
       Edits({"title: 'Ny'", Text("m", "A")}),
       kMeasureNotFound},
      {"WithoutABaseItIsRefused", {Created()}, without_base, runtime::kBaseRequired},
      {"AnUnknownPlanIsRefused", {}, Edit("title: 'Ny'"), kActionPlanNotFound},
      {"AWithdrawnPlanIsRefused",
       {Created(), Withdrawn()},
       Edit("title: 'Ny'"),
       kActionPlanWithdrawn},
  };
}

Sentences YearSentences() {
  return {
      {"TheYearIsEditedAndTheOldOneGivenBack",
       {Created()},
       InRegister({Claimed(2019)}, Edit("year: 2020")),
       Then({Edited("year: 2020")}, {kAccepted})
           .Claiming(kOwn, Claimed(2020))
           .Claiming(kOwn, Released(2019))},
      {"NotToAYearThatIsTaken",
       {Created()},
       InRegister({Claimed(2019), Claimed(2020, "2")}, Edit("year: 2020")),
       kActionPlanYearTaken},
      {"TheLastYearOfACommandCounts",
       {Created()},
       InRegister({Claimed(2019), Claimed(2020, "2")}, Edits({"year: 2020", "year: 2021"})),
       Then({Edited("year: 2020"), Edited("year: 2021")}, {kAccepted, kAccepted})
           .Claiming(kOwn, Claimed(2021))
           .Claiming(kOwn, Released(2019))},
      {"ThereAndBackClaimsNothing",
       {Created()},
       InRegister({Claimed(2019)}, Edits({"year: 2020", "year: 2019"})),
       {{Edited("year: 2020"), Edited("year: 2019")}, {kAccepted, kAccepted}}},
      {"TheSameYearClaimsNothing",
       {Created()},
       InRegister({Claimed(2019)}, Edit("year: 2019")),
       {{}, {kConverged}}},
  };
}

Sentences CorrectionSentences() {
  v1::EditActionPlanRequest unexplained = Edit("title: 'Ny'");
  unexplained.clear_provenance();
  const std::string decision = "adoption_decision { body: 'KF' date @2019-02-01 }";
  return {
      {"ADraftIsEditedWithoutAReason",
       {Created()},
       unexplained,
       {{Edited("title: 'Ny'")}, {kAccepted}}},
      {"WhatWasAdoptedIsCorrectedWithAReason",
       AdoptedAnd({}),
       Edits({"title: 'Ny'", Deadline("m", "2019-07-31"), Measure("n")}),
       {{Corrected("title: 'Ny'"), Corrected(Deadline("m", "2019-07-31")), Corrected(Measure("n"))},
        {kAccepted, kAccepted, kAccepted}}},
      {"NotWithoutAReason", AdoptedAnd({}), unexplained, kCorrectionReasonRequired},
      {"WhatIsClosedIsCorrectedToo",
       AdoptedAnd({Closed()}),
       Edit(Text("m", "Laga cistern")),
       {{Corrected(Text("m", "Laga cistern"))}, {kAccepted}}},
      {"TheYearOfWhatWasAdoptedIsCorrected", AdoptedAnd({}),
       InRegister({Claimed(2019)}, Edit("year: 2018")),
       Then({Corrected("year: 2018")}, {kAccepted})
           .Claiming(kOwn, Claimed(2018))
           .Claiming(kOwn, Released(2019))},
      {"TheDecisionIsCorrected",
       AdoptedAnd({}),
       Edit(decision),
       {{Corrected(decision)}, {kAccepted}}},
      {"TheDecisionIsThatAlready",
       AdoptedAnd({Corrected(decision)}),
       Edit(decision),
       {{}, {kConverged}}},
      {"ADraftHasNoDecision", {Created()}, Edit(decision), kActionPlanNotAdopted},
      {"NoDecisionIsOfTomorrow", AdoptedAnd({}),
       Edit("adoption_decision { body: 'KF' date @2019-10-08 }"), runtime::kDecidedInTheFuture},
      {"TheSummaryIsCorrected",
       AdoptedAnd({Closed()}),
       Edit("summary: 'Allt klart'"),
       {{Corrected("summary: 'Allt klart'")}, {kAccepted}}},
      {"TheSummaryIsThatAlready",
       AdoptedAnd({Closed()}),
       Edit("summary: 'Mest klart'"),
       {{}, {kConverged}}},
      {"AnOpenPlanHasNoSummary", AdoptedAnd({}), Edit("summary: 'Allt klart'"),
       kActionPlanNotClosed},
      {"AReopenedPlanHasNoSummary", AdoptedAnd({Closed(), Reopened()}),
       Edit("summary: 'Allt klart'"), kActionPlanNotClosed},
  };
}

// Anna has seen what was there at the base; what Björn does comes after.
Sentences SeveralHandsSentences() {
  const auto accepted = [](const std::string& edit, std::vector<std::string> remarks) {
    return Then({Edited(edit)}, {kAccepted}).Remarking(std::move(remarks));
  };
  const ActionPlanEvent m = Edited(Measure("m"));
  const ActionPlanEvent n = Edited(Measure("n"));
  const std::string text = Text("m", "Laga cistern");
  v1::EditActionPlanRequest has_seen_all = EditOn(2, text);
  has_seen_all.set_expected_revision(3);
  return {
      {"NobodyElseWroteAnything", {Created(), m}, EditOn(2, text), accepted(text, {})},
      {"AnotherMeasureIsNotInTheWay",
       {Created(), m, n, By("björn", Edited(Text("n", "Ny mack")))},
       EditOn(3, text),
       accepted(text, {})},
      {"AMeasureThatWasAddedMeanwhileIsNotInTheWay",
       {Created(), m, By("björn", n)},
       EditOn(2, text),
       accepted(text, {})},
      {"AnotherFieldOfTheSameMeasureIsParallel",
       {Created(), m, By("björn", Edited(Deadline("m", "2019-12-31")))},
       EditOn(2, text),
       accepted(text, {"0 parallel"})},
      {"AnotherFieldOfThePlanIsParallel",
       {Created(), By("björn", Edited("description: 'Ny'"))},
       EditOn(1, "title: 'Ny'"),
       accepted("title: 'Ny'", {"0 parallel"})},
      {"TheSameFieldIsRefused",
       {Created(), m, By("björn", Edited(Text("m", "Ny cistern")))},
       EditOn(2, text),
       kFieldChanged},
      {"TheSameFieldOfThePlanIsRefused",
       {Created(), By("björn", Edited("title: 'B'"))},
       EditOn(1, "title: 'A'"),
       kFieldChanged},
      {"TheSameWordsAreWelcome",
       {Created(), m, By("björn", Edited(text))},
       EditOn(2, text),
       {{}, {kConverged}}},
      {"WhatWasSeenIsEdited",
       {Created(), m, By("björn", Edited(Text("m", "Ny cistern")))},
       EditOn(3, text),
       accepted(text, {})},
      {"OnesOwnWordsAreNoSurprise",
       {Created(), m, By("anna", Edited(Text("m", "Ny cistern")))},
       EditOn(2, text),
       accepted(text, {})},
      {"WhoNamesTheRevisionHasSeenAll",
       {Created(), m, By("björn", Edited(Text("m", "Ny cistern")))},
       has_seen_all,
       accepted(text, {})},
      {"LinksComeAndGoByThemselves",
       {Created(), m, By("björn", Edited(Link("m", "workshops/1", true)))},
       EditOn(2, Link("m", "workshops/2", true)),
       accepted(Link("m", "workshops/2", true), {"0 parallel"})},
  };
}

// The same of measures that come and go, and of what was adopted.
Sentences SeveralHandsAndMeasuresSentences() {
  const ActionPlanEvent m = Edited(Measure("m"));
  const std::string text = Text("m", "Laga cistern");
  return {
      {"NobodyRemovesWhatAnotherEditedMeanwhile",
       {Created(), m, By("björn", Edited(Text("m", "Ny cistern")))},
       EditOn(2, "remove_measure: 'm'"),
       kFieldChanged},
      {"WhatAnotherRemovedIsNotEdited",
       {Created(), m, By("björn", Edited("remove_measure: 'm'"))},
       EditOn(2, text),
       kMeasureNotFound},
      {"WhatAnotherAddedAnewIsNotEditedUnseen",
       {Created(), m, By("björn", Edited("remove_measure: 'm'")),
        By("björn", Edited(Measure("m", "text: 'Ny mack'")))},
       EditOn(2, text),
       kFieldChanged},
      {"NobodyRemovesWhatAnotherReportedMeanwhile",
       {Created(), m, Adopted(),
        By("björn", Reported("m", "status: ACTION_PLAN_MEASURE_STATUS_UNDER_WAY"))},
       EditOn(3, "remove_measure: 'm'"),
       kFieldChanged},
      {"NobodyCorrectsADeadlineThatAnotherMovedMeanwhile",
       {Created(), m, Adopted(), By("björn", Moved("m", "2019-06-30", "2019-12-31"))},
       EditOn(3, Deadline("m", "2019-07-31")),
       kFieldChanged},
  };
}

TEST_P(ActionPlanSentenceTest, Holds) { ExpectHolds(GetParam()); }
TEST_P(ActionPlanSentenceTest, HoldsAfterAnUnknownEvent) {
  ExpectHoldsAfterAnUnknownEvent(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Field, ActionPlanSentenceTest, ::testing::ValuesIn(FieldSentences()),
                         runtime::NameOf<ActionPlanRules>);
INSTANTIATE_TEST_SUITE_P(Measure, ActionPlanSentenceTest, ::testing::ValuesIn(MeasureSentences()),
                         runtime::NameOf<ActionPlanRules>);
INSTANTIATE_TEST_SUITE_P(Limit, ActionPlanSentenceTest, ::testing::ValuesIn(LimitSentences()),
                         runtime::NameOf<ActionPlanRules>);
INSTANTIATE_TEST_SUITE_P(Command, ActionPlanSentenceTest, ::testing::ValuesIn(CommandSentences()),
                         runtime::NameOf<ActionPlanRules>);
INSTANTIATE_TEST_SUITE_P(Year, ActionPlanSentenceTest, ::testing::ValuesIn(YearSentences()),
                         runtime::NameOf<ActionPlanRules>);
INSTANTIATE_TEST_SUITE_P(Correction, ActionPlanSentenceTest,
                         ::testing::ValuesIn(CorrectionSentences()),
                         runtime::NameOf<ActionPlanRules>);
INSTANTIATE_TEST_SUITE_P(SeveralHands, ActionPlanSentenceTest,
                         ::testing::ValuesIn(SeveralHandsSentences()),
                         runtime::NameOf<ActionPlanRules>);

INSTANTIATE_TEST_SUITE_P(SeveralHandsAndMeasures, ActionPlanSentenceTest,
                         ::testing::ValuesIn(SeveralHandsAndMeasuresSentences()),
                         runtime::NameOf<ActionPlanRules>);

TEST(ActionPlanStateTest, NumbersAreNotUsedAgain) {
  const auto state =
      runtime::Fold<ActionPlanRules>({Created(), Edited(Measure("a")), Edited(Measure("b")),
                                      Edited("remove_measure: 'b'"), Edited(Measure("c"))});

  EXPECT_EQ(state.FindMeasure("a")->number(), 1);
  EXPECT_EQ(state.FindMeasure("b"), nullptr);
  EXPECT_EQ(state.FindMeasure("c")->number(), 3);
}

}  // namespace
}  // namespace samverk::action_plans
