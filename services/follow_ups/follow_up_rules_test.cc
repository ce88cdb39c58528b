#include "services/follow_ups/follow_up_rules.h"

#include <string>
#include <utility>
#include <vector>

#include "services/follow_ups/testing/follow_up_sentences.h"
#include "services/runtime/rule_checks.h"
#include "services/runtime/testing/rule_sentences.h"

namespace samverk::follow_ups {
namespace {

using runtime::ExpectHolds;
using runtime::ExpectHoldsAfterAnUnknownEvent;
using v1::EDIT_OUTCOME_ACCEPTED;
using v1::EDIT_OUTCOME_CONVERGED;
using v1::FollowUpEvent;
using Sentence = runtime::Sentence<FollowUpRules>;
using Sentences = std::vector<Sentence>;

constexpr char kInRegister[] = "~/followUpRegisters/2421";
const absl::CivilDay kLastDayOf2019(2019, 12, 31);

// Opened, with one indicator, submitted as its third event.
std::vector<FollowUpEvent> UpToSubmission() {
  return {Opened(), Observed("butiker"), Submitted(2)};
}

std::vector<FollowUpEvent> And(std::vector<FollowUpEvent> events,
                               const std::vector<FollowUpEvent>& more) {
  events.insert(events.end(), more.begin(), more.end());
  return events;
}

std::vector<FollowUpEvent> OpenedAndTimes(int count, FollowUpEvent (*event)(int)) {
  std::vector<FollowUpEvent> events = {Opened()};
  for (int i = 0; i < count; ++i) events.push_back(event(i));
  return events;
}

std::string PlanOn(const std::string& start, const std::string& end) {
  return "plans { plan: '~/plans/1' periods { start_date @" + start + " end_date @" + end +
         " } in_force { period { start_date @" + start + " end_date @" + end + " } revision: 1 } }";
}

Sentences OpenSentences() {
  const auto opened = [] { return Then({Opened()}).Claiming(kInRegister, Stands("1", 2018)); };
  return {
      {"AFollowUpIsOpened", {}, Where(Open()), opened()},
      {"ATakenIdIsRefused", {Opened()}, Where(Open()), kFollowUpExists},
      {"AWithdrawnFollowUpKeepsItsId", {Opened(), Withdrawn()}, Where(Open()), kFollowUpExists},
      {"OnlyOneForAPlanAndAYear", {}, Where(Open(), {Stands("2", 2018)}), kYearFollowedUp},
      {"TheYearBeforeIsAnother", {}, Where(Open(), {Stands("2", 2017)}), opened()},
      {"OneThatWasWithdrawnIsNotInTheWay",
       {},
       Where(Open(), {Stands("2", 2018), StandsNoMore("2")}),
       opened()},
      {"OneOfAnotherPlanIsNotInTheWay",
       {},
       Where(Open(),
             {runtime::With(Stands("2", 2018), "follow_up_standing_set { plan: '~/plans/2' }")}),
       opened()},
      {"ThisYearHasBegun",
       {},
       Where(Open("year: 2019")),
       Then({Opened("year: 2019")}).Claiming(kInRegister, Stands("1", 2019))},
      {"NextYearHasNot", {}, Where(Open("year: 2020")), kYearNotBegun},
      {"OneDayOfTheYearIsEnough",
       {},
       Where(Open(), {}, PlanOn("2018-12-31", "2019-01-01")),
       opened()},
      {"TheFirstDayIs", {}, Where(Open(), {}, PlanOn("2017-01-01", "2018-01-02")), opened()},
      {"TheDayBeforeTheYearIsNot",
       {},
       Where(Open(), {}, PlanOn("2017-01-01", "2018-01-01")),
       kPlanNotOfYear},
      {"TheDayAfterTheYearIsNot",
       {},
       Where(Open(), {}, PlanOn("2019-01-01", "2020-01-01")),
       kPlanNotOfYear},
      {"APlanThatTheMunicipalityDoesNotHaveIsRefused",
       {},
       Where(Open("plan: '~/plans/2'")),
       kPlanNotOfYear},
      {"AnUnknownPlanIsRefused",
       {},
       Where(Open("plan: '~/plans/unknown'")),
       runtime::kLinkedResourceNotFound},
      {"AnUnknownMunicipalityIsRefused",
       {},
       Where(Open("owner: '~/organisations/unknown'"))
           .Where("partnerships/vasterbotten/planRegisters/unknown", PlansAre(""))
           .Where("partnerships/vasterbotten/followUpRegisters/unknown", FollowUpsAre({})),
       runtime::kLinkedResourceNotFound},
      {"OnlyMunicipalitiesFollowUpPlans",
       {},
       Where(Open("owner: '~/organisations/byn'"))
           .Where("partnerships/vasterbotten/planRegisters/byn", PlansAre(""))
           .Where("partnerships/vasterbotten/followUpRegisters/byn", FollowUpsAre({})),
       kNotAMunicipality},
  };
}

// How a reading is judged, whether it is observed or a correction.
std::vector<std::pair<std::string, std::string>> GoodReadings() {
  return {
      {"AValue", Reading("7")},
      {"ANegativeDecimal", Reading("-12.50")},
      {"Zero", Reading("0")},
      {"TheVintageOfToday", Reading("7", "vintage { day @2019-10-07 }")},
      {"TheVintageOfThisYear", Reading("7", "vintage { year: 2019 }")},
      {"AMissingValue", "title: 'Butiker' missing_because: 'Ej räknat'"},
      {"AMissingValueWithItsSource",
       "title: 'Butiker' missing_because: 'Sekretess' unit: 'st' source: 'SCB'"
       " vintage { year: 2018 }"},
  };
}

struct BadReading {
  std::string name;
  std::string reading;
  Reason reason;
};

std::vector<BadReading> BadReadings() {
  return {
      {"NeitherValueNorReason", "title: 'Butiker'", kValueOrReason},
      {"ValueAndReason", Reading("7", "missing_because: 'Ej räknat'"), kValueOrReason},
      {"Words", Reading("sju"), kNotADecimal},
      {"ADecimalComma", Reading("7,5"), kNotADecimal},
      {"NoUnit", Reading("7", "unit: ''"), kEvidenceRequired},
      {"NoSource", Reading("7", "source: ''"), kEvidenceRequired},
      {"NoVintage", "title: 'Butiker' value: '7' unit: 'st' source: 'SCB'", kEvidenceRequired},
      {"TheVintageOfTomorrow", Reading("7", "vintage { day @2019-10-08 }"), kVintageAhead},
      {"TheVintageOfNextYear", Reading("7", "vintage { year: 2020 }"), kVintageAhead},
      {"AMissingValueOfNextYear",
       "title: 'Butiker' missing_because: 'Ej räknat' vintage { year: 2020 }", kVintageAhead},
  };
}

Sentences ReadingSentences() {
  Sentences sentences;
  const std::string before = Reading("6");
  for (const auto& [name, reading] : GoodReadings()) {
    sentences.push_back({name + "IsObserved",
                         {Opened()},
                         Observe("butiker", reading),
                         {Observed("butiker", reading)}});
    const std::string edit = "indicator { entry: 1 reading {" + reading + "} }";
    sentences.push_back({name + "IsACorrection",
                         {Opened(), Observed("butiker", before)},
                         Edit("edits {" + edit + "}"),
                         {{Edited(edit)}, {EDIT_OUTCOME_ACCEPTED}}});
  }
  for (const auto& [name, reading, reason] : BadReadings()) {
    sentences.push_back({name + "IsNotObserved", {Opened()}, Observe("butiker", reading), reason});
    sentences.push_back({name + "IsNoCorrection",
                         {Opened(), Observed("butiker", before)},
                         Edit("edits { indicator { entry: 1 reading {" + reading + "} } }"),
                         reason});
  }
  return sentences;
}

FollowUpEvent ObservedNumber(int i) { return Observed("nyckel-" + std::to_string(i)); }

Sentences ObserveSentences() {
  const std::string place = "~/places/1";
  return {
      {"TheSameIndicatorOfAPlaceIsAnother",
       {Opened(), Observed("butiker")},
       Observe("butiker", Reading("2"), place),
       {Observed("butiker", Reading("2"), place)}},
      {"AnIndicatorIsObservedOnce",
       {Opened(), Observed("butiker")},
       Observe("butiker", Reading("8")),
       kIndicatorObserved},
      {"AnIndicatorOfAPlaceIsObservedOnce",
       {Opened(), Observed("butiker", Reading("2"), place)},
       Observe("butiker", Reading("2"), place),
       kIndicatorObserved},
      {"ARemovedIndicatorIsObservedAgain",
       {Opened(), Observed("butiker"), Edited("remove_indicator: 1")},
       Observe("butiker"),
       {Observed("butiker")}},
      {"AnUnknownPlaceIsRefused",
       {Opened()},
       Observe("butiker", Reading("2"), "~/places/unknown"),
       runtime::kLinkedResourceNotFound},
      {"TheLastIndicatorThatIsKept",
       OpenedAndTimes(kIndicatorsMax - 1, ObservedNumber),
       Observe("butiker"),
       {Observed("butiker")}},
      {"MoreIndicatorsAreRefused", OpenedAndTimes(kIndicatorsMax, ObservedNumber),
       Observe("butiker"), kTooManyIndicators},
      {"OfAnUnknownFollowUpItIsRefused", {}, Observe("butiker"), kFollowUpNotFound},
      {"OfAWithdrawnFollowUpItIsRefused",
       {Opened(), Withdrawn()},
       Observe("butiker"),
       kFollowUpWithdrawn},
      {"NotWhileTheRegionJudges", UpToSubmission(), Observe("mackar"), kFollowUpUnderReview},
      {"AfterItWasSentBack",
       And(UpToSubmission(), {Returned()}),
       Observe("mackar"),
       {Observed("mackar")}},
      {"AfterItWasApproved",
       And(UpToSubmission(), {Approved(2)}),
       Observe("mackar"),
       {Observed("mackar")}},
  };
}

FollowUpEvent AssessedNumber(int i) {
  return Assessed("00000000-0000-4000-8000-" + std::to_string(100'000'000'000 + i), "REACHED");
}
FollowUpEvent AssessedAgain(int i) {
  return Assessed(kGoal, "UNDER_WAY", "Gång " + std::to_string(i));
}

Sentences AssessSentences() {
  return {
      {"AGoalIsAssessed",
       {Opened()},
       Assess(kGoal, "REACHED", "Nu"),
       {Assessed(kGoal, "REACHED", "Nu")}},
      {"AMeasureIsAssessed",
       {Opened()},
       Assess(kMeasure, "NOT_BEGUN"),
       {Assessed(kMeasure, "NOT_BEGUN")}},
      {"AnElementIsReassessed",
       {Opened(), Assessed(kGoal, "UNDER_WAY")},
       Assess(kGoal, "NOT_REACHED"),
       {Assessed(kGoal, "NOT_REACHED")}},
      {"ACommentAloneIsAReassessment",
       {Opened(), Assessed(kGoal, "UNDER_WAY")},
       Assess(kGoal, "UNDER_WAY", "Snart"),
       {Assessed(kGoal, "UNDER_WAY", "Snart")}},
      {"SayingTheSameAgainWritesNothing",
       {Opened(), Assessed(kGoal, "UNDER_WAY", "Snart")},
       Assess(kGoal, "UNDER_WAY", "Snart"),
       {}},
      {"TheLastElementThatIsKept",
       OpenedAndTimes(kAssessmentsMax - 1, AssessedNumber),
       Assess(kGoal, "REACHED"),
       {Assessed(kGoal, "REACHED")}},
      {"MoreElementsAreRefused", OpenedAndTimes(kAssessmentsMax, AssessedNumber),
       Assess(kGoal, "REACHED"), kTooManyAssessments},
      // The first assessment is no correction.
      {"TheLastReassessmentThatIsKept",
       OpenedAndTimes(kCorrectionsMax, AssessedAgain),
       Assess(kGoal, "REACHED"),
       {Assessed(kGoal, "REACHED")}},
      {"MoreReassessmentsAreRefused", OpenedAndTimes(kCorrectionsMax + 1, AssessedAgain),
       Assess(kGoal, "REACHED"), kTooManyCorrections},
      {"OfAnUnknownFollowUpItIsRefused", {}, Assess(kGoal, "REACHED"), kFollowUpNotFound},
      {"OfAWithdrawnFollowUpItIsRefused",
       {Opened(), Withdrawn()},
       Assess(kGoal, "REACHED"),
       kFollowUpWithdrawn},
      {"NotWhileTheRegionJudges", UpToSubmission(), Assess(kGoal, "REACHED"), kFollowUpUnderReview},
  };
}

FollowUpEvent CorrectedTo(int value) {
  return Edited("indicator { entry: 1 reading {" + Reading(std::to_string(value)) + "} }");
}

// Opened, with one indicator that was corrected so often.
std::vector<FollowUpEvent> CorrectedTimes(int count) {
  std::vector<FollowUpEvent> events = {Opened(), Observed("butiker", Reading("1000"))};
  for (int i = 0; i < count; ++i) events.push_back(CorrectedTo(i));
  return events;
}

Sentences EditSentences() {
  v1::EditFollowUpRequest without_base = Edit("edits { summary: 'Bra' }");
  without_base.clear_expected_revision();
  const std::string to_49 = "indicator { entry: 1 reading {" + Reading("49") + "} }";
  return {
      {"TheSummaryIsWritten",
       {Opened()},
       Edit("edits { summary: 'Bra' }"),
       {{Edited("summary: 'Bra'")}, {EDIT_OUTCOME_ACCEPTED}}},
      {"TheSummaryIsThatAlready",
       {Opened(), Edited("summary: 'Bra'")},
       Edit("edits { summary: 'Bra' }"),
       {{}, {EDIT_OUTCOME_CONVERGED}}},
      {"AnIndicatorIsThatAlready",
       {Opened(), Observed("butiker"), CorrectedTo(8)},
       Edit("edits { indicator { entry: 1 reading {" + Reading("8") + "} } }"),
       {{}, {EDIT_OUTCOME_CONVERGED}}},
      {"EachEditIsJudgedOnWhatThoseBeforeItLeave",
       {Opened(), Observed("butiker")},
       Edit("edits { summary: 'A' } edits { summary: 'A' } edits { remove_indicator: 1 }"),
       {{Edited("summary: 'A'"), Edited("remove_indicator: 1")},
        {EDIT_OUTCOME_ACCEPTED, EDIT_OUTCOME_CONVERGED, EDIT_OUTCOME_ACCEPTED}}},
      {"OneThatIsRefusedRefusesAll",
       {Opened()},
       Edit("edits { summary: 'A' } edits { remove_indicator: 1 }"),
       kIndicatorNotFound},
      {"AnIndicatorThatIsNotThereIsNotCorrected",
       {Opened()},
       Edit("edits {" + to_49 + "}"),
       kIndicatorNotFound},
      {"ARemovedIndicatorIsNotCorrected",
       {Opened(), Observed("butiker"), Edited("remove_indicator: 1")},
       Edit("edits {" + to_49 + "}"),
       kIndicatorNotFound},
      {"ARemovedIndicatorIsNotRemovedAgain",
       {Opened(), Observed("butiker"), Edited("remove_indicator: 1")},
       Edit("edits { remove_indicator: 1 }"),
       kIndicatorNotFound},
      {"AnAssessmentIsRemoved",
       {Opened(), Assessed(kGoal, "REACHED")},
       Edit("edits { remove_assessment: '" + std::string(kGoal) + "' }"),
       {{Edited("remove_assessment: '" + std::string(kGoal) + "'")}, {EDIT_OUTCOME_ACCEPTED}}},
      {"WhatIsNotAssessedIsNotRemoved",
       {Opened(), Assessed(kMeasure, "REACHED")},
       Edit("edits { remove_assessment: '" + std::string(kGoal) + "' }"),
       kAssessmentNotFound},
      {"AMissingBaseIsRefused", {Opened()}, without_base, runtime::kBaseRequired},
      {"AnUnknownFollowUpIsRefused", {}, Edit("edits { summary: 'A' }"), kFollowUpNotFound},
      {"NotAWithdrawnFollowUp",
       {Opened(), Withdrawn()},
       Edit("edits { summary: 'A' }"),
       kFollowUpWithdrawn},
      {"NotWhileTheRegionJudges", UpToSubmission(), Edit("edits { summary: 'A' }"),
       kFollowUpUnderReview},
      {"AnApprovedFollowUpIsCorrected",
       And(UpToSubmission(), {Approved(2)}),
       Edit("edits {" + to_49 + "}"),
       {{Edited(to_49)}, {EDIT_OUTCOME_ACCEPTED}}},
  };
}

// How often something may be corrected.
Sentences CorrectionSentences() {
  const std::string to_1000 = "indicator { entry: 1 reading {" + Reading("1000") + "} }";
  const std::string to_49 = "indicator { entry: 1 reading {" + Reading("49") + "} }";
  return {
      {"TheLastCorrectionThatIsKept",
       CorrectedTimes(kCorrectionsMax - 1),
       Edit("edits {" + to_1000 + "}"),
       {{Edited(to_1000)}, {EDIT_OUTCOME_ACCEPTED}}},
      {"MoreCorrectionsAreRefused", CorrectedTimes(kCorrectionsMax),
       Edit("edits {" + to_1000 + "}"), kTooManyCorrections},
      {"WhatIsThatAlreadyNeedsNoCorrection",
       CorrectedTimes(kCorrectionsMax),
       Edit("edits {" + to_49 + "}"),
       {{}, {EDIT_OUTCOME_CONVERGED}}},
  };
}

Sentences SubmitSentences() {
  const std::vector<FollowUpEvent> approved = And(UpToSubmission(), {Approved(2)});
  return {
      {"ItIsSubmittedWithTheRevisionInForceOnTheLastDay",
       {Opened(), Observed("butiker")},
       Where(Submit()),
       {Submitted(2)}},
      {"AnAssessmentIsEnough",
       {Opened(), Assessed(kGoal, "REACHED")},
       Where(Submit()),
       {Submitted(2)}},
      {"ASummaryIsEnough", {Opened(), Edited("summary: 'Bra'")}, Where(Submit()), {Submitted(2)}},
      {"NothingIsNotEnough", {Opened()}, Where(Submit()), kNothingToSubmit},
      {"WhatWasRemovedIsNothing",
       {Opened(), Observed("butiker"), Edited("remove_indicator: 1")},
       Where(Submit()),
       kNothingToSubmit},
      {"NotTwice", UpToSubmission(), Where(Submit()), kFollowUpUnderReview},
      {"AgainAfterItWasSentBack",
       And(UpToSubmission(), {Returned()}),
       Where(Submit()),
       {Submitted(4)}},
      {"WhatWasApprovedIsNotSubmittedAgain", approved, Where(Submit()), kNothingToSubmit},
      {"WhatWasCorrectedSinceIs",
       And(approved, {Edited("summary: 'Rättad'")}),
       Where(Submit()),
       {Submitted(5)}},
      {"WhatIsObservedSinceIs",
       And(approved, {Observed("mackar")}),
       Where(Submit()),
       {Submitted(5)}},
      {"WhatIsAssessedSinceIs",
       And(approved, {Assessed(kGoal, "REACHED")}),
       Where(Submit()),
       {Submitted(5)}},
      {"NotBeforeTheLastDayOfTheYear",
       {Opened("year: 2019"), Observed("butiker")},
       Where(Submit()).On(absl::CivilDay(2019, 12, 30)),
       kYearNotEnded},
      {"OnTheLastDayOfTheYear",
       {Opened("year: 2019"), Observed("butiker")},
       Where(Submit()).On(kLastDayOf2019),
       {Submitted(2)}},
      {"AnUnknownFollowUpIsNotSubmitted", {}, Where(Submit()), kFollowUpNotFound},
      {"AWithdrawnFollowUpIsNotSubmitted",
       {Opened(), Observed("butiker"), Withdrawn()},
       Where(Submit()),
       kFollowUpWithdrawn},
  };
}

// Which plan it is compared with.
Sentences ComparisonSentences() {
  return {
      {"APlanThatEndedTheDayBeforeIsNotCompared",
       {Opened(), Observed("butiker")},
       Where(Submit(), {}, PlanOn("2018-01-01", "2018-12-31")),
       kPlanNotInForceAtYearEnd},
      {"APlanThatBeginsTheDayAfterIsNotCompared",
       {Opened(), Observed("butiker")},
       Where(Submit(), {}, PlanOn("2019-01-01", "2020-01-01")),
       kPlanNotInForceAtYearEnd},
      {"APlanThatBeginsOnTheLastDayIs",
       {Opened(), Observed("butiker")},
       Where(Submit(), {}, PlanOn("2018-12-31", "2020-01-01")),
       {Submitted(2, 1)}},
      {"APlanThatTheRegisterDoesNotKnowIsNotCompared",
       {Opened(), Observed("butiker")},
       Where(Submit(), {}, ""),
       kPlanNotInForceAtYearEnd},
      {"ARegisterThatTellsNoRevisionsIsBelieved",
       {Opened(), Observed("butiker")},
       Where(Submit(), {},
             "plans { plan: '~/plans/1' periods { start_date @2018-01-01 end_date @2021-01-01 } }"),
       {Submitted(2, 0)}},
  };
}

Sentences JudgeSentences() {
  const std::vector<FollowUpEvent> approved = And(UpToSubmission(), {Approved(2)});
  // Corrected after it was approved, and submitted again.
  const std::vector<FollowUpEvent> again =
      And(approved, {Edited("summary: 'Rättad'"), Submitted(5, 1)});
  return {
      {"WhatWasSubmittedIsApproved", UpToSubmission(), Where(Approve()),
       Then({Approved(2)}).Claiming(kInRegister, Stands("1", 2018, 2, 3, 2))},
      {"WhatWasSubmittedLastIsApproved", again, Where(Approve()),
       Then({Approved(5)}).Claiming(kInRegister, Stands("1", 2018, 5, 6, 1))},
      {"AnOpenFollowUpIsNotApproved",
       {Opened(), Observed("butiker")},
       Where(Approve()),
       kFollowUpNotSubmitted},
      {"NotByWhoWroteIt", UpToSubmission(),
       Where(Approve()).As(v1::ROLE_PROCESS_LEADER, "partnerships/vasterbotten/organisations/2421"),
       kOwnFollowUp},
      {"NotTwice", approved, Where(Approve()), kFollowUpNotSubmitted},
      {"WhatWasSentBackIsNotApproved", And(UpToSubmission(), {Returned()}), Where(Approve()),
       kFollowUpNotSubmitted},
      {"AnUnknownFollowUpIsNotApproved", {}, Where(Approve()), kFollowUpNotFound},
      {"AWithdrawnFollowUpIsNotApproved", And(UpToSubmission(), {Withdrawn()}), Where(Approve()),
       kFollowUpWithdrawn},
      {"WhatWasSubmittedIsSentBack", UpToSubmission(), Where(Return()), {Returned()}},
      {"WhatWasApprovedBeforeStillCounts", again, Where(Return()), {Returned()}},
      {"AnApprovalIsTakenBack", approved, Where(Return()),
       Then({Returned()}).Claiming(kInRegister, Stands("1", 2018))},
      {"AnOpenFollowUpIsNotSentBack", {Opened()}, Where(Return()), kFollowUpNotSubmitted},
      {"NothingIsSentBackTwice", And(UpToSubmission(), {Returned()}), Where(Return()),
       kFollowUpNotSubmitted},
      {"AnUnknownFollowUpIsNotSentBack", {}, Where(Return()), kFollowUpNotFound},
      {"AWithdrawnFollowUpIsNotSentBack", And(UpToSubmission(), {Withdrawn()}), Where(Return()),
       kFollowUpWithdrawn},
  };
}

Sentences WithdrawSentences() {
  const auto withdrawn = [] {
    return Then({Withdrawn()}).Claiming(kInRegister, StandsNoMore("1"));
  };
  return {
      {"AnOpenFollowUpIsWithdrawn", {Opened()}, Where(Withdraw()), withdrawn()},
      {"ASubmittedFollowUpIsWithdrawn", UpToSubmission(), Where(Withdraw()), withdrawn()},
      {"AnApprovedFollowUpIsWithdrawn", And(UpToSubmission(), {Approved(2)}), Where(Withdraw()),
       withdrawn()},
      {"NotTwice", {Opened(), Withdrawn()}, Where(Withdraw()), kFollowUpWithdrawn},
      {"AnUnknownFollowUpIsNotWithdrawn", {}, Where(Withdraw()), kFollowUpNotFound},
  };
}

class FollowUpRulesTest : public ::testing::TestWithParam<Sentence> {};

TEST_P(FollowUpRulesTest, Holds) { ExpectHolds(GetParam()); }
TEST_P(FollowUpRulesTest, HoldsAfterAnUnknownEvent) { ExpectHoldsAfterAnUnknownEvent(GetParam()); }

// A submission says where the ledger stood: an event more is another answer.
class FollowUpSubmissionTest : public ::testing::TestWithParam<Sentence> {};

TEST_P(FollowUpSubmissionTest, Holds) { ExpectHolds(GetParam()); }

INSTANTIATE_TEST_SUITE_P(Open, FollowUpRulesTest, ::testing::ValuesIn(OpenSentences()),
                         runtime::NameOf<FollowUpRules>);
INSTANTIATE_TEST_SUITE_P(Reading, FollowUpRulesTest, ::testing::ValuesIn(ReadingSentences()),
                         runtime::NameOf<FollowUpRules>);
INSTANTIATE_TEST_SUITE_P(Observe, FollowUpRulesTest, ::testing::ValuesIn(ObserveSentences()),
                         runtime::NameOf<FollowUpRules>);
INSTANTIATE_TEST_SUITE_P(Assess, FollowUpRulesTest, ::testing::ValuesIn(AssessSentences()),
                         runtime::NameOf<FollowUpRules>);
INSTANTIATE_TEST_SUITE_P(Edit, FollowUpRulesTest, ::testing::ValuesIn(EditSentences()),
                         runtime::NameOf<FollowUpRules>);
INSTANTIATE_TEST_SUITE_P(Correct, FollowUpRulesTest, ::testing::ValuesIn(CorrectionSentences()),
                         runtime::NameOf<FollowUpRules>);
INSTANTIATE_TEST_SUITE_P(Compare, FollowUpSubmissionTest,
                         ::testing::ValuesIn(ComparisonSentences()),
                         runtime::NameOf<FollowUpRules>);
INSTANTIATE_TEST_SUITE_P(Submit, FollowUpSubmissionTest, ::testing::ValuesIn(SubmitSentences()),
                         runtime::NameOf<FollowUpRules>);
INSTANTIATE_TEST_SUITE_P(Judge, FollowUpRulesTest, ::testing::ValuesIn(JudgeSentences()),
                         runtime::NameOf<FollowUpRules>);
INSTANTIATE_TEST_SUITE_P(Withdraw, FollowUpRulesTest, ::testing::ValuesIn(WithdrawSentences()),
                         runtime::NameOf<FollowUpRules>);

TEST(FollowUpRulesReadsTest, TheMunicipalityOwnsTheFollowUpAndClaimsInItsRegister) {
  const runtime::ReadSet reads = FollowUpRules::Reads(Open());

  EXPECT_EQ(reads.resource, kName);
  EXPECT_EQ(reads.owner, "partnerships/vasterbotten/organisations/2421");
  EXPECT_THAT(reads.claims, ::testing::ElementsAre(kPlans, kFollowUps));
}

TEST(FollowUpRulesReadsTest, OnlyOpeningSaysWhoOwns) {
  EXPECT_EQ(FollowUpRules::Reads(Submit()).owner, "");
  EXPECT_EQ(FollowUpRules::Reads(Edit("")).owner, "");
  EXPECT_EQ(FollowUpRules::Reads(Edit("")).resource, kName);
}

TEST(FollowUpRulesReadsTest, OfAFollowUpThatIsNotThereNoRegisterIsRead) {
  const FollowUpState nothing;

  EXPECT_THAT(FollowUpRules::ClaimsRead(nothing, Submit()), ::testing::IsEmpty());
  EXPECT_THAT(FollowUpRules::ClaimsRead(nothing, Approve()), ::testing::IsEmpty());
  EXPECT_THAT(FollowUpRules::ClaimsRead(nothing, Return()), ::testing::IsEmpty());
  EXPECT_THAT(FollowUpRules::ClaimsRead(nothing, Withdraw()), ::testing::IsEmpty());
}

TEST(FollowUpRulesOnBehalfTest, WhoActsForAnotherIsRecordedAndDecidesNothing) {
  auto command = Observe("butiker");
  *command.mutable_provenance() =
      runtime::FromText<v1::Provenance>("on_behalf_of: '~/organisations/byn'");

  ExpectHolds(Sentence{"", {Opened()}, command, {Observed("butiker")}});
}

}  // namespace
}  // namespace samverk::follow_ups
