// What becomes of an edit that meets somebody else's: each row of the table of fields, told from
// both sides; and the life of conflicts.
//
// The first event stands at position 1, so that `EditOn(2, …)` is of a form that showed two events.

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

// Eight events by Anna: a plan with elements of every kind. The text of section `s` has three
// paragraphs.
constexpr int64_t kBase = 8;
History Written(std::vector<Said> more = {}) {
  History history = {Created(),
                     Edited(Section("s", "Ett\\n\\nTvå\\n\\nTre")),
                     Edited(Section("t", "Annat")),
                     Edited(Goal("g")),
                     Edited(Place("p")),
                     Edited(Measure("m", "g")),
                     Edited("measure_budget { element: 'm' sek: 100 }"),
                     Edited(Goal("h"))};
  for (Said& each : more) history.Add(std::move(each));
  return history;
}
Said Bjorn(const std::string& edit) { return By("björn", Edited(edit)); }

// A field that keeps both: what Björn wants of it, what Anna wants.
struct KeptField {
  std::string name;
  std::string path;
  std::string theirs;
  std::string ours;
};

const std::vector<KeptField>& KeptFields() {
  static const auto& fields = *new std::vector<KeptField>{
      {"Title", "title", "title: 'B'", "title: 'A'"},
      {"Period", "period", "period {" + Days("2019-01-01", "2021-01-01") + "}",
       "period {" + Days("2019-01-01", "2022-01-01") + "}"},
      {"Unit", "responsible_unit", "responsible_unit: 'B'", "responsible_unit: ''"},
      {"Person", "responsible", "responsible: '~/people/2'", "responsible: ''"},
      {"Heading", "sections/s/title", "element_title { element: 's' title: 'B' }",
       "element_title { element: 's' title: 'A' }"},
      {"Level", "places/p/level", "place_level { element: 'p' level: PLACE_LEVEL_SERVICE_POINT }",
       "place_level { element: 'p' level: PLACE_LEVEL_SERVICE_LOCALITY }"},
      {"Goal", "measures/m/goal", "measure_goal { element: 'm' goal: 'h' }",
       "measure_goal { element: 'm' }"},
      {"Doer", "measures/m/responsible_unit", "measure_responsible_unit { element: 'm' text: 'B' }",
       "measure_responsible_unit { element: 'm' text: 'A' }"},
      {"Deadline", "measures/m/deadline", "measure_deadline { element: 'm' deadline @2020-01-01 }",
       "measure_deadline { element: 'm' deadline @2020-01-02 }"},
      {"Financing", "measures/m/financing", "measure_financing { element: 'm' text: 'B' }",
       "measure_financing { element: 'm' text: 'A' }"},
      {"Budget", "measures/m/budget_sek", "measure_budget { element: 'm' sek: 1 }",
       "measure_budget { element: 'm' sek: 2 }"},
  };
  return fields;
}

Sentences KeptFieldSentences() {
  Sentences sentences;
  for (const auto& [name, path, theirs, ours] : KeptFields()) {
    sentences.push_back(
        {name + "KeepsBoth", Written({Bjorn(theirs)}), EditOn(kBase, ours),
         Then({Raised(path, kBase, ours)}, {kConflict}).Remarking({"0 conflict +0"})});
    sentences.push_back({name + "ThatWasSeenIsEdited",
                         Written({Bjorn(theirs)}),
                         EditOn(kBase + 1, ours),
                         {{Edited(ours)}, {kAccepted}}});
    sentences.push_back({name + "OfTheOwnHandIsEdited",
                         Written({Bjorn(theirs)}),
                         When(EditOn(kBase, ours)).By("björn"),
                         {{Edited(ours)}, {kAccepted}}});
    sentences.push_back({name + "ThatBothWantConverges",
                         Written({Bjorn(ours)}),
                         EditOn(kBase, ours),
                         {{}, {kConverged}}});
    sentences.push_back({name + "OfWhoNamesTheRevisionIsEdited",
                         Written({Bjorn(theirs)}),
                         Edit(ours),
                         {{Edited(ours)}, {kAccepted}}});
  }
  return sentences;
}

Sentences OtherFieldSentences() {
  const std::string heading = "element_title { element: 's' title: 'B' }";
  const auto parallel = [](const std::string& edit) {
    return Then({Edited(edit)}, {kAccepted}).Remarking({"0 parallel"});
  };
  return {
      {"OtherFieldsOfThePlanAreParallel", Written({Bjorn("responsible_unit: 'B'")}),
       EditOn(kBase, "title: 'A'"), parallel("title: 'A'")},
      {"OtherFieldsOfAnElementAreParallel", Written({Bjorn(heading)}),
       EditOn(kBase, TextEdit("s", "A")), parallel(TextEdit("s", "A"))},
      {"OtherFieldsThatWereSeenAreNot",
       Written({Bjorn(heading)}),
       EditOn(kBase + 1, TextEdit("s", "A")),
       {{Edited(TextEdit("s", "A"))}, {kAccepted}}},
      {"OtherElementsHaveNothingToDoWithIt",
       Written({Bjorn(heading)}),
       EditOn(kBase, TextEdit("t", "A")),
       {{Edited(TextEdit("t", "A"))}, {kAccepted}}},
      {"ThePlansOwnFieldsHaveNothingToDoWithElements",
       Written({Bjorn("title: 'B'")}),
       EditOn(kBase, TextEdit("t", "A")),
       {{Edited(TextEdit("t", "A"))}, {kAccepted}}},
      {"OneConflictDoesNotDragGoodEditsWithIt", Written({Bjorn("title: 'B'")}),
       EditsOn(kBase, {"responsible_unit: 'A'", "title: 'A'", TextEdit("t", "A")}),
       Then({Edited("responsible_unit: 'A'"), Raised("title", kBase, "title: 'A'"),
             Edited(TextEdit("t", "A"))},
            {kAccepted, kConflict, kAccepted})
           .Remarking({"0 parallel", "1 conflict +1"})},
      {"ElementsThatTwoAddBothStand",
       Written({Bjorn(Section("u"))}),
       EditOn(kBase, Section("v")),
       {{Edited(Section("v"))}, {kAccepted}}},
      {"WhatSomebodyHadNotSeenTheyDoNotEdit", Written({Bjorn(Section("u", "B"))}),
       EditOn(kBase, "element_title { element: 'u' title: 'A' }"),
       Then({Raised("sections/u/title", kBase, "element_title { element: 'u' title: 'A' }")},
            {kConflict})
           .Remarking({"0 conflict +0"})},
      {"NorRemove", Written({Bjorn(Section("u", "B"))}), EditOn(kBase, Remove("u")),
       Then({Raised("sections/u", kBase, Remove("u"))}, {kConflict}).Remarking({"0 conflict +0"})},
      {"WhatTheyAddedThemselvesTheyEdit",
       Written({By("anna", Edited(Section("u")))}),
       EditOn(kBase, "element_title { element: 'u' title: 'A' }"),
       {{Edited("element_title { element: 'u' title: 'A' }")}, {kAccepted}}},
  };
}

Sentences TextSentences() {
  const auto text = [](const std::string& paragraphs) { return TextEdit("s", paragraphs); };
  const std::string theirs = text("Ett\\n\\nB\\n\\nTre");
  const std::string mine = text("Ett\\n\\nTvå\\n\\nA");
  const std::string same_paragraph = text("Ett\\n\\nA\\n\\nTre");
  const std::string both = text("A\\n\\nA\\n\\nTre");
  return {
      {"OtherParagraphsAreMerged",
       Written({Bjorn(theirs)}),
       EditOn(kBase, mine),
       {{Merged(text("Ett\\n\\nB\\n\\nA"))}, {kMerged}}},
      {"TheSameParagraphKeepsBoth", Written({Bjorn(theirs)}), EditOn(kBase, same_paragraph),
       Then({Raised("sections/s/text", kBase, same_paragraph)}, {kConflict})
           .Remarking({"0 conflict +0"})},
      {"OnlyTheSameParagraphKeepsBoth", Written({Bjorn(theirs)}), EditOn(kBase, both),
       Then({Merged(text("A\\n\\nB\\n\\nTre")), Raised("sections/s/text", kBase, both)},
            {kConflict})
           .Remarking({"0 conflict +1"})},
      {"TheSameTextConverges", Written({Bjorn(theirs)}), EditOn(kBase, theirs), {{}, {kConverged}}},
      {"TheTextThatWasConverges",
       Written({Bjorn(theirs)}),
       EditOn(kBase, text("Ett\\n\\nTvå\\n\\nTre")),
       {{}, {kConverged}}},
      {"WhatTheOtherSaysTooConverges",
       Written({Bjorn(text("A\\n\\nB\\n\\nTre"))}),
       EditOn(kBase, text("A\\n\\nTvå\\n\\nTre")),
       {{}, {kConverged}}},
      {"ATextThatWasSeenIsReplaced",
       Written({Bjorn(theirs)}),
       EditOn(kBase + 1, mine),
       {{Edited(mine)}, {kAccepted}}},
      {"AfterAnOwnEditTheOthersIsMergedWithWhatWasSeen",
       Written({By("anna", Edited(mine)), Bjorn(text("Ett\\n\\nB\\n\\nA"))}),
       EditOn(kBase, text("Ett\\n\\nTvå\\n\\nAA")),
       Then({Raised("sections/s/text", kBase, text("Ett\\n\\nTvå\\n\\nAA"))}, {kConflict})
           .Remarking({"0 conflict +0"})},
      {"TheBaseIsTheTextOfThen",
       Written({By("björn", Edited(theirs)), By("cecilia", Edited(text("Ett\\n\\nC\\n\\nTre")))}),
       EditOn(kBase + 1, text("Ett\\n\\nB\\n\\nA")),
       {{Merged(text("Ett\\n\\nC\\n\\nA"))}, {kMerged}}},
      {"ATextThatABaseDidNotHaveKeepsBoth", Written({Bjorn(Section("u", "B"))}),
       EditOn(kBase, TextEdit("u", "A")),
       Then({Raised("sections/u/text", kBase, TextEdit("u", "A"))}, {kConflict})
           .Remarking({"0 conflict +0"})},
      {"DescriptionsAreTextsToo", Written({Bjorn(TextEdit("m", "B"))}),
       EditOn(kBase, TextEdit("m", "A")),
       Then({Raised("measures/m/text", kBase, TextEdit("m", "A"))}, {kConflict})
           .Remarking({"0 conflict +0"})},
  };
}

Sentences CommutingSentences() {
  const std::string more = "adjust_measure_budget { element: 'm' sek: 5 }";
  const std::string less = "adjust_measure_budget { element: 'm' sek: -60 }";
  const std::string set = "measure_budget { element: 'm' sek: 7 }";
  const std::string first = "move_element { element: 't' }";
  const std::string after = "move_element { element: 's' after: 't' }";
  const std::string with_post =
      "place_offer { element: 'p' offer: SERVICE_OFFER_POST offered: true }";
  const std::string no_fuel = "place_offer { element: 'p' offer: SERVICE_OFFER_FUEL }";
  const auto parallel = [](const std::string& edit) {
    return Then({Edited(edit)}, {kAccepted}).Remarking({"0 parallel"});
  };
  return {
      {"TwoWhoRaiseABudgetBothDo",
       Written({Bjorn(more)}),
       EditOn(kBase, more),
       {{Merged(more)}, {kMerged}}},
      {"RaisingWhatSomebodySetCommutes",
       Written({Bjorn(set)}),
       EditOn(kBase, more),
       {{Merged(more)}, {kMerged}}},
      {"SettingWhatSomebodyRaisedKeepsBoth", Written({Bjorn(more)}), EditOn(kBase, set),
       Then({Raised("measures/m/budget_sek", kBase, set)}, {kConflict})
           .Remarking({"0 conflict +0"})},
      {"LoweringTogetherStaysAboveNothing", Written({Bjorn(less)}), EditOn(kBase, less),
       Then({}, {kRejected}).Remarking({"0 BUDGET_OUT_OF_RANGE"})},
      {"TheLastMoveStands", Written({Bjorn("move_element { element: 's' after: 't' }")}),
       EditOn(kBase, "move_element { element: 's' }"), parallel("move_element { element: 's' }")},
      {"MovesOfOtherElementsDoNotMeet",
       Written({Bjorn(first)}),
       EditOn(kBase, "move_element { element: 'h' }"),
       {{Edited("move_element { element: 'h' }")}, {kAccepted}}},
      {"AMoveThatSomebodyMadeConverges",
       Written({Bjorn(after)}),
       EditOn(kBase, after),
       {{}, {kConverged}}},
      {"AnOfferBesideAnotherIsAdded", Written({Bjorn(no_fuel)}), EditOn(kBase, with_post),
       parallel(with_post)},
      {"AnOfferThatSomebodyAddedConverges",
       Written({Bjorn(with_post)}),
       EditOn(kBase, with_post),
       {{}, {kConverged}}},
      {"ADocumentBesideAnotherIsAdded", Written({Bjorn("add_document: 'B'")}),
       EditOn(kBase, "add_document: 'A'"), parallel("add_document: 'A'")},
      {"ADocumentThatSomebodyAddedConverges",
       Written({Bjorn("add_document: 'A'")}),
       EditOn(kBase, "add_document: 'A'"),
       {{}, {kConverged}}},
  };
}

Sentences RemovalSentences() {
  const std::string heading = "element_title { element: 's' title: 'B' }";
  const auto keeps_both = [](const std::string& field, const std::string& edit,
                             int64_t base = kBase) {
    return Then({Raised(field, base, edit)}, {kConflict}).Remarking({"0 conflict +0"});
  };
  const auto not_found = [] { return Then({}, {kRejected}).Remarking({"0 ELEMENT_NOT_FOUND"}); };
  Sentences sentences = {
      {"RemovingWhatSomebodyEditedKeepsBoth", Written({Bjorn(heading)}), EditOn(kBase, Remove("s")),
       keeps_both("sections/s", Remove("s"))},
      {"RemovingWhatSomebodyMovedKeepsBoth", Written({Bjorn("move_element { element: 't' }")}),
       EditOn(kBase, Remove("t")), keeps_both("sections/t", Remove("t"))},
      {"RemovingWhatWasSeenIsAccepted",
       Written({Bjorn(heading)}),
       EditOn(kBase + 1, Remove("s")),
       {{Edited(Remove("s"))}, {kAccepted}}},
      {"TwoWhoRemoveConverge",
       Written({Bjorn(Remove("s"))}),
       EditOn(kBase, Remove("s")),
       {{}, {kConverged}}},
      {"WhatWasSeenToBeRemovedIsNotFound", Written({Bjorn(Remove("s"))}),
       EditOn(kBase + 1, TextEdit("s", "A")), not_found()},
      {"WhatOneRemovedOneselfIsNotFound", Written({By("anna", Edited(Remove("s")))}),
       EditOn(kBase, TextEdit("s", "A")), not_found()},
      {"AlsoIfSomebodyElseHadEditedIt", Written({Bjorn(heading), By("anna", Edited(Remove("s")))}),
       EditOn(kBase, TextEdit("s", "A")), not_found()},
      {"AGoalThatSomebodyBeganToUseStays", Written({Bjorn(Measure("n", "h"))}),
       EditOn(kBase, Remove("h")), Then({}, {kRejected}).Remarking({"0 GOAL_IN_USE"})},
      {"AMeasureForAGoalThatSomebodyRemovedIsRejected", Written({Bjorn(Remove("h"))}),
       EditOn(kBase, Measure("n", "h")), Then({}, {kRejected}).Remarking({"0 GOAL_NOT_FOUND"})},
      {"NothingComesAfterWhatSomebodyRemoved", Written({Bjorn(Remove("t"))}),
       EditOn(kBase, "move_element { element: 's' after: 't' }"), not_found()},
  };
  const std::vector<std::pair<std::string, std::string>> edits = {
      {"sections/s/title", heading},
      {"sections/s/text", TextEdit("s", "A")},
      {"sections/s/order", "move_element { element: 's' after: 't' }"},
      {"sections/s/order", "move_element { element: 's' }"}};
  for (const auto& [field, edit] : edits) {
    sentences.push_back({"EditingWhatSomebodyRemovedKeepsBoth" + std::to_string(sentences.size()),
                         Written({Bjorn(Remove("s"))}), EditOn(kBase, edit),
                         keeps_both(field, edit)});
  }
  const std::vector<std::pair<std::string, std::string>> measure_edits = {
      {"measures/m/budget_sek", "adjust_measure_budget { element: 'm' sek: 5 }"},
      {"measures/m/deadline", "measure_deadline { element: 'm' deadline @2020-01-01 }"}};
  for (const auto& [field, edit] : measure_edits) {
    sentences.push_back(
        {"EditingAMeasureThatSomebodyRemovedKeepsBoth" + std::to_string(sentences.size()),
         Written({Bjorn(Remove("m"))}), EditOn(kBase, edit), keeps_both(field, edit)});
  }
  const std::string fuel = "place_offer { element: 'p' offer: SERVICE_OFFER_FUEL offered: true }";
  sentences.push_back({"AnOfferThatAPlaceHadIsWantedBackWithIt", Written({Bjorn(Remove("p"))}),
                       EditOn(kBase, fuel), keeps_both("places/p/offers-2", fuel)});
  return sentences;
}

// Corrections and extensions say what the plan's own fields are too.
Sentences DecisionSentences() {
  const std::string until_2025 = Days("2019-01-01", "2025-01-01");
  const History corrected = {Created(), Proposed(), Adopted(),
                             By("björn", Corrected(2, until_2025, "title: 'B'"))};
  const History extended = {Created(), Proposed(), Adopted(),
                            By("björn", PlanExtended(2, until_2025))};
  const History drafted = {Created(), Proposed(), Adopted(), Edited("title: 'Utkast'"),
                           By("björn", Corrected(2, until_2025, "title: 'B'"))};
  const std::string days = "period {" + Days("2019-01-01", "2030-01-01") + "}";
  return {
      {"ATitleThatSomebodyCorrectedKeepsBoth", corrected, EditOn(3, "title: 'A'"),
       Then({Raised("title", 3, "title: 'A'")}, {kConflict}).Remarking({"0 conflict +0"})},
      {"ACorrectionThatWasSeenIsEdited",
       corrected,
       EditOn(4, "title: 'A'"),
       {{Edited("title: 'A'")}, {kAccepted}}},
      {"APeriodThatSomebodyCorrectedKeepsBoth", corrected, EditOn(3, days),
       Then({Raised("period", 3, days)}, {kConflict}).Remarking({"0 conflict +0"})},
      {"WhatWasNotCorrectedIsEdited", corrected, EditOn(3, "responsible_unit: 'A'"),
       Then({Edited("responsible_unit: 'A'")}, {kAccepted}).Remarking({"0 parallel"})},
      {"APeriodThatSomebodyExtendedKeepsBoth", extended, EditOn(3, days),
       Then({Raised("period", 3, days)}, {kConflict}).Remarking({"0 conflict +0"})},
      {"ADraftGoesItsOwnWay",
       drafted,
       EditOn(4, "title: 'A'"),
       {{Edited("title: 'A'")}, {kAccepted}}},
  };
}

TEST_P(PlanSentenceTest, Holds) { ExpectHolds(GetParam()); }
TEST_P(PlanSentenceTest, HoldsAfterAnUnknownEvent) { ExpectHoldsAfterAnUnknownEvent(GetParam()); }

INSTANTIATE_TEST_SUITE_P(KeptField, PlanSentenceTest, ::testing::ValuesIn(KeptFieldSentences()),
                         runtime::NameOf<PlanRules>);
INSTANTIATE_TEST_SUITE_P(OtherField, PlanSentenceTest, ::testing::ValuesIn(OtherFieldSentences()),
                         runtime::NameOf<PlanRules>);
INSTANTIATE_TEST_SUITE_P(Text, PlanSentenceTest, ::testing::ValuesIn(TextSentences()),
                         runtime::NameOf<PlanRules>);
INSTANTIATE_TEST_SUITE_P(Commuting, PlanSentenceTest, ::testing::ValuesIn(CommutingSentences()),
                         runtime::NameOf<PlanRules>);
INSTANTIATE_TEST_SUITE_P(Removal, PlanSentenceTest, ::testing::ValuesIn(RemovalSentences()),
                         runtime::NameOf<PlanRules>);
INSTANTIATE_TEST_SUITE_P(Decision, PlanSentenceTest, ::testing::ValuesIn(DecisionSentences()),
                         runtime::NameOf<PlanRules>);

}  // namespace
}  // namespace samverk::plans
