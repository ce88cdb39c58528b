// What one person's edits do to the text of a plan, one by one, and which are refused. What becomes
// of two hands is in plan_conflict_rules_test.cc.

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

// A plan with an element of every kind; the measure serves the goal.
History Written(std::vector<v1::PlanEvent> more = {}) {
  History history = {Created(),
                     Edited(Section("s", "Ett")),
                     Edited(Goal("g")),
                     Edited(Place("p")),
                     Edited(Priority("q")),
                     Edited(Measure("m", "g")),
                     Edited(Goal("h", "g"))};
  for (v1::PlanEvent& event : more) history.Add(std::move(event));
  return history;
}

runtime::Sentence<PlanRules> Accepts(std::string name, const std::string& edit) {
  return {std::move(name), Written(), Edit(edit), {{Edited(edit)}, {kAccepted}}};
}

runtime::Sentence<PlanRules> Converges(std::string name, const std::string& edit,
                                       std::vector<v1::PlanEvent> more = {}) {
  return {std::move(name), Written(std::move(more)), Edit(edit), {{}, {kConverged}}};
}

runtime::Sentence<PlanRules> Rejects(std::string name, const std::string& edit,
                                     const std::string& reason,
                                     std::vector<v1::PlanEvent> more = {}) {
  return {std::move(name), Written(std::move(more)), Edit(edit),
          Then({}, {kRejected}).Remarking({"0 " + reason})};
}

Sentences CommandSentences() {
  auto without_base = Edit("title: 'Ny'");
  without_base.clear_expected_revision();
  auto both = EditOn(0, "title: 'Ny'");
  both.set_expected_revision(1);
  return {
      {"TheTitleIsEdited",
       {Created()},
       Edit("title: 'Ny'"),
       {{Edited("title: 'Ny'")}, {kAccepted}}},
      {"WhoEditsHasReadARevisionOrSaysTheBase", {Created()}, without_base, runtime::kBaseRequired},
      {"ABaseIsEnough",
       {Created()},
       EditOn(1, "title: 'Ny'"),
       {{Edited("title: 'Ny'")}, {kAccepted}}},
      {"WhoNamesTheRevisionHasSeenAllOfIt",
       {Created(), By("björn", Edited("title: 'B'"))},
       both,
       {{Edited("title: 'Ny'")}, {kAccepted}}},
      {"EachEditHasItsOutcome",
       {Created()},
       EditsOn(1, {"title: 'Ny'", "responsible_unit: 'Utveckling'", Remove("x"), "title: 'Ny'",
                   "title: 'Nyare'"}),
       Then({Edited("title: 'Ny'"), Edited("title: 'Nyare'")},
            {kAccepted, kConverged, kRejected, kConverged, kAccepted})
           .Remarking({"2 ELEMENT_NOT_FOUND"})},
      {"AnEditSeesThoseBeforeIt",
       {Created()},
       EditsOn(1, {Goal("g"), Measure("m", "g"), "measure_budget { element: 'm' sek: 5 }",
                   Remove("g"), Remove("m"), Remove("g")}),
       Then({Edited(Goal("g")), Edited(Measure("m", "g")),
             Edited("measure_budget { element: 'm' sek: 5 }"), Edited(Remove("m")),
             Edited(Remove("g"))},
            {kAccepted, kAccepted, kAccepted, kRejected, kAccepted, kAccepted})
           .Remarking({"3 GOAL_IN_USE"})},
      {"AnUnknownPlanIsNotEdited", {}, Edit("title: 'Ny'"), kPlanNotFound},
      {"AWithdrawnPlanIsNotEdited", {Created(), Withdrawn()}, Edit("title: 'Ny'"), kPlanWithdrawn},
      {"AProposedPlanIsNotEdited", {Created(), Proposed()}, Edit("title: 'Ny'"), kPlanProposed},
      {"ARecalledPlanIs",
       {Created(), Proposed(), Recalled()},
       Edit("title: 'Ny'"),
       {{Edited("title: 'Ny'")}, {kAccepted}}},
      {"APlanInConsultationIs",
       {Created(), ConsultationOpened()},
       Edit("title: 'Ny'"),
       {{Edited("title: 'Ny'")}, {kAccepted}}},
      {"AnAdoptedPlanIs",
       {Created(), Proposed(), Adopted()},
       Edit("title: 'Ny'"),
       {{Edited("title: 'Ny'")}, {kAccepted}}},
      {"ARepealedPlanIsNotEdited",
       {Created(), Proposed(), Adopted(), Repealed("2020-01-01")},
       Edit("title: 'Ny'"),
       kPlanClosed},
      {"AReplacedPlanIsNotEdited",
       {Created(), Proposed(), Adopted(), Replaced("2020-01-01")},
       Edit("title: 'Ny'"),
       kPlanClosed},
      {"OpenConflictsDoNotHinderEdits",
       {Created(), Raised("title", 0, "title: 'B'")},
       Edit("responsible_unit: 'KS'"),
       {{Edited("responsible_unit: 'KS'")}, {kAccepted}}},
  };
}

Sentences HeaderSentences() {
  const v1::PlanEvent with_document = Edited("add_document: 'ÖP'");
  const v1::PlanEvent merged = Merged(TextEdit("s", "Två"));
  std::vector<v1::PlanEvent> full;
  full.reserve(kDocumentsMax);
  for (int i = 0; i < kDocumentsMax; ++i) {
    full.push_back(Edited("add_document: 'Dokument " + std::to_string(i) + "'"));
  }
  std::vector<v1::PlanEvent> nearly_full(full.begin(), full.end() - 1);
  return {
      Accepts("ThePeriodIsEdited", "period {" + Days("2019-01-01", "2021-01-01") + "}"),
      Accepts("TheUnitIsEdited", "responsible_unit: 'KS'"),
      Accepts("TheUnitIsLeftOut", "responsible_unit: ''"),
      Accepts("ThePersonIsEdited", "responsible: '~/people/2'"),
      Accepts("NobodyIsResponsible", "responsible: ''"),
      Accepts("ADocumentIsAdded", "add_document: 'ÖP'"),
      {"ADocumentIsRemoved",
       Written({with_document}),
       Edit("remove_document: 'ÖP'"),
       {{Edited("remove_document: 'ÖP'")}, {kAccepted}}},
      {"AMergedFieldIsReadThrough",
       Written({merged}),
       Edit("reviewed: 'sections/s/text'"),
       {{Edited("reviewed: 'sections/s/text'")}, {kAccepted}}},
      Converges("TheTitleIsThatAlready", "title: 'Serviceplan'"),
      Converges("ThePeriodIsThatAlready", "period {" + Days("2019-01-01", "2023-01-01") + "}"),
      Converges("TheUnitIsThatAlready", "responsible_unit: 'Utveckling'"),
      Converges("ThePersonIsThatAlready", "responsible: '~/people/1'"),
      Converges("TheDocumentIsThereAlready", "add_document: 'ÖP'", {with_document}),
      Converges("TheDocumentIsThereAlreadyAlsoWhereThereIsNoRoom", "add_document: 'Dokument 7'",
                full),
      Converges("TheDocumentIsNotThere", "remove_document: 'ÖP'"),
      Converges("NothingWasMerged", "reviewed: 'sections/s/text'"),
      Converges("ItWasReadThroughBefore", "reviewed: 'sections/s/text'",
                {merged, Edited("reviewed: 'sections/s/text'")}),
      Converges("WhoeverWroteTheTextAfterTheMergeHasReadIt", "reviewed: 'sections/s/text'",
                {merged, Edited(TextEdit("s", "Tre"))}),
      Converges("WhatWasRemovedNeedsNoReview", "reviewed: 'sections/s/text'",
                {merged, Edited(Remove("s"))}),
      Rejects("AnUnknownPersonIsRefused", "responsible: '~/people/unknown'",
              "LINKED_RESOURCE_NOT_FOUND"),
      {"TheLastDocumentThatIsKeptIsAdded",
       Written(nearly_full),
       Edit("add_document: 'ÖP'"),
       {{Edited("add_document: 'ÖP'")}, {kAccepted}}},
      Rejects("OneMoreIsRefused", "add_document: 'ÖP'", "TOO_MANY_ELEMENTS", full),
  };
}

Sentences ElementSentences() {
  const std::string of_p = "element: 'p' ";
  return {
      Accepts("ASectionIsAdded", Section("t", "Två")),
      Accepts("AGoalIsAdded", Goal("i")),
      Accepts("ASubGoalIsAdded", Goal("i", "g")),
      Accepts("APlaceIsAdded", Place("r")),
      Accepts("APriorityIsAdded", Priority("r")),
      Accepts("AMeasureIsAdded", Measure("n")),
      Accepts("AMeasureForASubGoalIsAdded", Measure("n", "h")),
      Accepts("ATitleIsEdited", "element_title { element: 's' title: 'Ny' }"),
      Accepts("TheTitleOfAPlaceIsEdited", "element_title { element: 'p' title: 'Ny' }"),
      Accepts("ATextIsEdited", TextEdit("s", "Två")),
      Accepts("ATextIsEmptied", TextEdit("s", "")),
      Accepts("TheDescriptionOfAMeasureIsEdited", TextEdit("m", "Två")),
      Accepts("AnElementComesFirst", "move_element { element: 'h' }"),
      Accepts("AnElementComesAfterAnother", "move_element { element: 'g' after: 'h' }"),
      Accepts("ASectionIsRemoved", Remove("s")),
      Accepts("ASubGoalIsRemoved", Remove("h")),
      Accepts("AMeasureIsRemoved", Remove("m")),
      Accepts("ALevelIsEdited", "place_level { element: 'p' level: PLACE_LEVEL_SERVICE_POINT }"),
      Accepts("AnOfferIsAdded",
              "place_offer {" + of_p + "offer: SERVICE_OFFER_POST offered: true }"),
      Accepts("AnOfferIsTakenAway", "place_offer {" + of_p + "offer: SERVICE_OFFER_FUEL }"),
      Accepts("AMeasureServesAnotherGoal", "measure_goal { element: 'm' goal: 'h' }"),
      Accepts("AMeasureServesNoGoal", "measure_goal { element: 'm' }"),
      Accepts("SomebodyDoesIt", "measure_responsible_unit { element: 'm' text: 'KS' }"),
      Accepts("ADeadlineIsSet", "measure_deadline { element: 'm' deadline @2020-12-31 }"),
      Accepts("ItIsPaidFor", "measure_financing { element: 'm' text: 'Bygdemedel' }"),
      Accepts("ABudgetOfNothingIsABudget", "measure_budget { element: 'm' sek: 0 }"),
      Accepts("TheLargestBudget", "measure_budget { element: 'm' sek: 1000000000000 }"),
      Accepts("AnUnsaidBudgetIsRaisedFromNothing",
              "adjust_measure_budget { element: 'm' sek: 1000 }"),
      Converges("ATitleIsThatAlready", "element_title { element: 's' title: 'Rubrik' }"),
      Converges("ATextIsThatAlready", TextEdit("s", "Ett")),
      Converges("ALevelIsThatAlready",
                "place_level { element: 'p' level: PLACE_LEVEL_SERVICE_NODE }"),
      Converges("AnOfferIsThereAlready",
                "place_offer {" + of_p + "offer: SERVICE_OFFER_FUEL offered: true }"),
      Converges("AnOfferIsNotThere", "place_offer {" + of_p + "offer: SERVICE_OFFER_POST }"),
      Converges("AGoalIsThatAlready", "measure_goal { element: 'm' goal: 'g' }"),
      Converges("NoDeadlineIsSetAlready", "measure_deadline { element: 'm' }"),
      Converges("ADeadlineIsThatAlready", "measure_deadline { element: 'm' deadline @2020-12-31 }",
                {Edited("measure_deadline { element: 'm' deadline @2020-12-31 }")}),
      Converges("ABudgetIsThatAlready", "measure_budget { element: 'm' sek: 7 }",
                {Edited("measure_budget { element: 'm' sek: 7 }")}),
      Converges("NothingIsAdjusted", "adjust_measure_budget { element: 'm' }"),
      Converges("AnElementStandsThereAlready", "move_element { element: 'h' after: 'g' }"),
      Converges("TheFirstOfItsKindIsFirst", "move_element { element: 'g' }"),
      Converges("WhatWasRemovedIsRemoved", Remove("s"), {Edited(Remove("s"))}),
  };
}

Sentences RefusedElementSentences() {
  const std::vector<v1::PlanEvent> without_s = {Edited(Remove("s"))};
  const std::string twice = " offers: SERVICE_OFFER_FUEL }";
  const std::string seven = "measure_budget { element: 'm' sek: 7 }";
  const auto place = [](const std::string& offers) {
    return "add_place { element: 'r' title: 'Gunnarn' level: PLACE_LEVEL_SERVICE_NODE" + offers;
  };
  return {
      Rejects("AnElementIsAddedOnce", Section("s"), "ELEMENT_EXISTS"),
      Rejects("AnIdIsOfOneKind", Goal("s"), "ELEMENT_EXISTS"),
      Rejects("ARemovedElementKeepsItsId", Section("s"), "ELEMENT_EXISTS", without_s),
      Rejects("AnUnknownElementIsNotEdited", TextEdit("x", "Två"), "ELEMENT_NOT_FOUND"),
      Rejects("AnUnknownElementIsNotRemoved", Remove("x"), "ELEMENT_NOT_FOUND"),
      Rejects("ARemovedElementIsNotEdited", TextEdit("s", "Två"), "ELEMENT_NOT_FOUND", without_s),
      Rejects("ARemovedElementIsNotMoved", "move_element { element: 's' }", "ELEMENT_NOT_FOUND",
              without_s),
      Rejects("APlaceHasNoText", TextEdit("p", "Två"), "NO_SUCH_FIELD"),
      Rejects("ASectionHasNoBudget", "measure_budget { element: 's' sek: 1 }", "NO_SUCH_FIELD"),
      Rejects("ASectionHasNoBudgetToRaise", "adjust_measure_budget { element: 's' sek: 1 }",
              "NO_SUCH_FIELD"),
      Rejects("AGoalHasNoDeadline", "measure_deadline { element: 'g' }", "NO_SUCH_FIELD"),
      Rejects("AGoalServesNoGoal", "measure_goal { element: 'g' goal: 'h' }", "NO_SUCH_FIELD"),
      Rejects("APriorityIsNotFinanced", "measure_financing { element: 'q' text: 'A' }",
              "NO_SUCH_FIELD"),
      Rejects("APriorityHasNoUnit", "measure_responsible_unit { element: 'q' text: 'A' }",
              "NO_SUCH_FIELD"),
      Rejects("AMeasureHasNoLevel", "place_level { element: 'm' level: PLACE_LEVEL_SERVICE_POINT }",
              "NO_SUCH_FIELD"),
      Rejects("AMeasureOffersNothing", "place_offer { element: 'm' offer: SERVICE_OFFER_FUEL }",
              "NO_SUCH_FIELD"),
      Rejects("AMeasureServesAGoalThatExists", Measure("n", "x"), "GOAL_NOT_FOUND"),
      Rejects("ASectionIsNoGoal", Measure("n", "s"), "GOAL_NOT_FOUND"),
      Rejects("ARemovedGoalIsNoGoal", Measure("n", "h"), "GOAL_NOT_FOUND", {Edited(Remove("h"))}),
      Rejects("AMeasureIsNotTurnedToARemovedGoal", "measure_goal { element: 'm' goal: 'h' }",
              "GOAL_NOT_FOUND", {Edited(Remove("h"))}),
      Rejects("ASubGoalHasAGoalThatExists", Goal("i", "x"), "GOAL_NOT_FOUND"),
      Rejects("ASubGoalHasNoSubGoals", Goal("i", "h"), "GOAL_TOO_DEEP"),
      Rejects("AGoalThatAMeasureServesStays", Remove("g"), "GOAL_IN_USE", {Edited(Remove("h"))}),
      Rejects("AGoalWithSubGoalsStays", Remove("g"), "GOAL_IN_USE", {Edited(Remove("m"))}),
      {"AGoalThatNothingPointsToIsRemoved",
       Written({Edited(Remove("m")), Edited(Remove("h"))}),
       Edit(Remove("g")),
       {{Edited(Remove("g"))}, {kAccepted}}},
      Rejects("NothingComesAfterItself", "move_element { element: 'g' after: 'g' }",
              "ELEMENT_NOT_FOUND"),
      Rejects("NothingComesAfterWhatIsUnknown", "move_element { element: 'g' after: 'x' }",
              "ELEMENT_NOT_FOUND"),
      Rejects("NothingComesAfterAnotherKind", "move_element { element: 'g' after: 's' }",
              "ELEMENT_NOT_FOUND"),
      Rejects("NothingComesAfterWhatIsRemoved", "move_element { element: 'g' after: 'h' }",
              "ELEMENT_NOT_FOUND", {Edited(Remove("h"))}),
      Rejects("AnOfferIsNamedOnce", place(" offers: SERVICE_OFFER_FUEL" + twice), "OFFER_TWICE"),
      Rejects("AnOfferIsSaid", place(" offers: SERVICE_OFFER_UNSPECIFIED }"), "OFFER_TWICE"),
      Rejects("ABudgetIsNotNegative", "measure_budget { element: 'm' sek: -1 }",
              "BUDGET_OUT_OF_RANGE"),
      Rejects("ABudgetIsNotTooLarge", "measure_budget { element: 'm' sek: 1000000000001 }",
              "BUDGET_OUT_OF_RANGE"),
      Rejects("ABudgetIsNotLoweredBelowNothing", "adjust_measure_budget { element: 'm' sek: -8 }",
              "BUDGET_OUT_OF_RANGE", {Edited(seven)}),
      {"ABudgetIsLoweredToNothing",
       Written({Edited(seven)}),
       Edit("adjust_measure_budget { element: 'm' sek: -7 }"),
       {{Edited("adjust_measure_budget { element: 'm' sek: -7 }")}, {kAccepted}}},
      Rejects("ABudgetIsNotRaisedTooFar",
              "adjust_measure_budget { element: 'm' sek: 999999999994 }", "BUDGET_OUT_OF_RANGE",
              {Edited(seven)}),
  };
}

TEST_P(PlanSentenceTest, Holds) { ExpectHolds(GetParam()); }
TEST_P(PlanSentenceTest, HoldsAfterAnUnknownEvent) { ExpectHoldsAfterAnUnknownEvent(GetParam()); }

INSTANTIATE_TEST_SUITE_P(Command, PlanSentenceTest, ::testing::ValuesIn(CommandSentences()),
                         runtime::NameOf<PlanRules>);
INSTANTIATE_TEST_SUITE_P(Header, PlanSentenceTest, ::testing::ValuesIn(HeaderSentences()),
                         runtime::NameOf<PlanRules>);
INSTANTIATE_TEST_SUITE_P(Element, PlanSentenceTest, ::testing::ValuesIn(ElementSentences()),
                         runtime::NameOf<PlanRules>);
INSTANTIATE_TEST_SUITE_P(RefusedElement, PlanSentenceTest,
                         ::testing::ValuesIn(RefusedElementSentences()),
                         runtime::NameOf<PlanRules>);

// ---- Limits -----------------------------------------------------------------------------------

std::string Times(size_t count, const std::string& text) {
  std::string all;
  for (size_t i = 0; i < count; ++i) all += text;
  return all;
}

// What becomes of one edit.
std::string OutcomeAfter(const History& history, const std::string& edit) {
  const auto decision = When(Edit(edit)).DecideAfter(history);
  if (!decision.ok()) return decision.status().ToString();
  if (!decision->remarks.empty()) return runtime::ToSentence(decision->remarks[0], 0);
  return v1::EditOutcome_Name(decision->outcomes[0]);
}

TEST(PlanLimitsTest, OfEachKindAsManyElementsAsAreKeptAndNoMore) {
  const std::vector<std::string (*)(const std::string&)> kinds = {
      [](const std::string& id) { return Section(id); },
      [](const std::string& id) { return Goal(id); },
      [](const std::string& id) { return Place(id); },
      [](const std::string& id) { return Priority(id); },
      [](const std::string& id) { return Measure(id); }};
  History history = {Created()};
  for (size_t kind = 0; kind < kinds.size(); ++kind) {
    const auto add = [&](int number) {
      return kinds[kind](std::to_string(kind) + "-" + std::to_string(number));
    };
    for (int i = 1; i < kElementsMax; ++i) history.Add(Edited(add(i)));
    EXPECT_EQ(OutcomeAfter(history, add(kElementsMax)), "EDIT_OUTCOME_ACCEPTED");
    history.Add(Edited(add(kElementsMax)));
    EXPECT_EQ(OutcomeAfter(history, add(kElementsMax + 1)), "0 TOO_MANY_ELEMENTS");
  }
  // What is removed makes room for its kind.
  history.Add(Edited(Remove("2-7")));
  EXPECT_EQ(OutcomeAfter(history, Place("new")), "EDIT_OUTCOME_ACCEPTED");
  EXPECT_EQ(OutcomeAfter(history, Goal("new")), "0 TOO_MANY_ELEMENTS");
}

TEST(PlanLimitsTest, ASectionHasThirtyThousandCharactersAndOthersFourThousand) {
  const History history = {Created(), Edited(Section("s")), Edited(Measure("m"))};

  EXPECT_EQ(OutcomeAfter(history, TextEdit("s", Times(kSectionCharsMax, "å"))),
            "EDIT_OUTCOME_ACCEPTED");
  EXPECT_EQ(OutcomeAfter(history, TextEdit("s", Times(kSectionCharsMax + 1, "å"))),
            "0 PLAN_TEXT_TOO_LONG");
  EXPECT_EQ(OutcomeAfter(history, TextEdit("m", Times(kDescriptionCharsMax, "å"))),
            "EDIT_OUTCOME_ACCEPTED");
  EXPECT_EQ(OutcomeAfter(history, TextEdit("m", Times(kDescriptionCharsMax + 1, "å"))),
            "0 PLAN_TEXT_TOO_LONG");
}

TEST(PlanLimitsTest, AllTextsTogetherFitInOneAnswer) {
  const std::string long_text = Times(kSectionCharsMax, "å");
  History history = {Created()};
  int sections = 0;
  std::string outcome;
  do {
    const std::string id = "s" + std::to_string(sections++);
    outcome = OutcomeAfter(history, Section(id, long_text));
    if (outcome == "EDIT_OUTCOME_ACCEPTED") history.Add(Edited(Section(id, long_text)));
  } while (outcome == "EDIT_OUTCOME_ACCEPTED");

  EXPECT_EQ(outcome, "0 PLAN_TOO_LARGE");
  EXPECT_EQ(static_cast<size_t>(sections), kPlanBytesMax / long_text.size() + 1);
  // One text in the place of another of the same length fits, and so does a short one.
  EXPECT_EQ(OutcomeAfter(history, TextEdit("s0", long_text + "")), "EDIT_OUTCOME_CONVERGED");
  EXPECT_EQ(OutcomeAfter(history, TextEdit("s0", Times(kSectionCharsMax, "ä"))),
            "EDIT_OUTCOME_ACCEPTED");
  EXPECT_EQ(OutcomeAfter(history, Section("short", "Kort")), "EDIT_OUTCOME_ACCEPTED");
}

}  // namespace
}  // namespace samverk::plans
