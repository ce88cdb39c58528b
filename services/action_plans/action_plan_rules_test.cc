// The life of an action plan: begun, adopted, reported, closed, reopened, withdrawn. Edits are in
// action_plan_edit_rules_test.

#include "services/action_plans/action_plan_rules.h"

#include <string>
#include <vector>

#include "services/action_plans/testing/action_plan_sentences.h"
#include "services/runtime/rule_checks.h"

namespace samverk::action_plans {
namespace {

using runtime::ExpectHolds;
using runtime::ExpectHoldsAfterAnUnknownEvent;

constexpr char kOwn[] = "~/actionPlanRegisters/2421";
constexpr char kRegion[] = "~/actionPlanRegisters/region";
constexpr char kShared[] = "~/actionPlanRegisters/partnership";
const char kOfTheRegion[] = "owner: '~/organisations/region' scope: ACTION_PLAN_SCOPE_PARTNERSHIP";

Sentences CreateSentences() {
  return {
      {"AMunicipalitysPlanIsBegun",
       {},
       InRegister({}, Create()),
       Then({Created()}).Claiming(kOwn, Claimed(2019))},
      {"ThePartnershipsPlanIsBegun",
       {},
       InRegister({}, Create(kOfTheRegion)),
       Then({CreatedShared()}).Claiming(kRegion, Claimed(2019)).Claiming(kShared, Claimed(2019))},
      {"ATakenIdIsRefused", {Created()}, InRegister({}, Create()), kActionPlanExists},
      {"AWithdrawnPlanKeepsItsId",
       {Created(), Withdrawn()},
       InRegister({}, Create()),
       kActionPlanExists},
      {"AnUnknownOwnerIsRefused",
       {},
       When(Create("owner: '~/organisations/unknown'"))
           .Where("partnerships/vasterbotten/actionPlanRegisters/unknown",
                  runtime::ClaimOf<ActionPlanRegisterRules>({})),
       runtime::kLinkedResourceNotFound},
      {"AMunicipalitysPlanIsOwnedByAMunicipality",
       {},
       InRegister({}, Create("owner: '~/organisations/region'")),
       kOwnerNoMunicipality},
      {"AMunicipalityMayKeepThePartnershipsPlan",
       {},
       InRegister({}, Create("scope: ACTION_PLAN_SCOPE_PARTNERSHIP")),
       Then({Created("scope: ACTION_PLAN_SCOPE_PARTNERSHIP")})
           .Claiming(kOwn, Claimed(2019))
           .Claiming(kShared, Claimed(2019))},
      {"AYearHasOnePlanOfAnOwner",
       {},
       InRegister({Claimed(2019, "2")}, Create()),
       kActionPlanYearTaken},
      {"AnotherYearIsFree",
       {},
       InRegister({Claimed(2018, "2"), Claimed(2020, "3")}, Create()),
       Then({Created()}).Claiming(kOwn, Claimed(2019))},
      {"AYearThatWasGivenBackIsFree",
       {},
       InRegister({Claimed(2019, "2"), Released(2019, "2")}, Create()),
       Then({Created()}).Claiming(kOwn, Claimed(2019))},
      {"AYearHasOnePlanOfThePartnership",
       {},
       InRegister({}, Create(kOfTheRegion), {Claimed(2019, "2")}),
       kActionPlanYearTaken},
      {"TheRegistersKnowNothingOfLaterFacts",
       {},
       InRegister({v1::ActionPlanRegisterEvent()}, Create()),
       Then({Created()}).Claiming(kOwn, Claimed(2019))},
  };
}

Sentences AdoptSentences() {
  v1::AdoptActionPlanRequest without_base = Adopt();
  without_base.clear_expected_revision();
  return {
      {"APlanIsAdopted", {Created(), Edited(Measure("m"))}, Adopt(), {Adopted()}},
      {"NotWithoutMeasures", {Created()}, Adopt(), kNoMeasures},
      {"ARemovedMeasureIsNone",
       {Created(), Edited(Measure("m")), Edited("remove_measure: 'm'")},
       Adopt(),
       kNoMeasures},
      {"NotWithoutABase", {Created(), Edited(Measure("m"))}, without_base, runtime::kBaseRequired},
      {"TheDecisionMayBeOfToday",
       {Created(), Edited(Measure("m"))},
       Adopt("decision { date @2019-10-07 }"),
       {Event("action_plan_adopted { decision { body: 'KS' date @2019-10-07 paragraph: '4' } }")}},
      {"NotOfTomorrow",
       {Created(), Edited(Measure("m"))},
       Adopt("decision { date @2019-10-08 }"),
       runtime::kDecidedInTheFuture},
      {"NotTwice", AdoptedAnd({}), Adopt(), kActionPlanAdopted},
      {"NotAClosedPlan", AdoptedAnd({Closed()}), Adopt(), kActionPlanAdopted},
      {"NotAnUnknownPlan", {}, Adopt(), kActionPlanNotFound},
      {"NotAWithdrawnPlan", AdoptedAnd({Withdrawn()}), Adopt(), kActionPlanWithdrawn},
  };
}

const char kUnderWay[] = "status: ACTION_PLAN_MEASURE_STATUS_UNDER_WAY ";
const char kDone[] = "status: ACTION_PLAN_MEASURE_STATUS_DONE ";
const char kDropped[] = "status: ACTION_PLAN_MEASURE_STATUS_DROPPED ";
const char kPlanned[] = "status: ACTION_PLAN_MEASURE_STATUS_PLANNED ";

// Given by an officer of that organisation.
When By(const std::string& id, const v1::ReportMeasureProgressRequest& command) {
  return When(command).As(v1::ROLE_OFFICER, "partnerships/vasterbotten/organisations/" + id);
}

Sentences ReporterSentences() {
  const std::string by_vindeln =
      "measure_responsible { measure: 'm' responsible: '~/organisations/2404' }";
  return {
      {"TheOwnerReports", AdoptedAnd({}), By("2421", Report("m", kDone)), {Reported("m", kDone)}},
      {"WhoIsResponsibleReportsInAnothersPlan",
       AdoptedAnd({Corrected(by_vindeln)}),
       By("2404", Report("m", kDone)),
       {Reported("m", kDone)}},
      {"TheOwnerReportsWhatAnotherIsResponsibleFor",
       AdoptedAnd({Corrected(by_vindeln)}),
       By("2421", Report("m", kDone)),
       {Reported("m", kDone)}},
      {"NobodyElseReports", AdoptedAnd({Corrected(by_vindeln)}), By("2422", Report("m", kDone)),
       runtime::kNotYourOrganisation},
      {"OfWhatNobodyIsResponsibleForTheOwnerReports",
       AdoptedAnd({Corrected("measure_responsible { measure: 'm' }")}),
       By("2404", Report("m", kDone)), runtime::kNotYourOrganisation},
      {"AProcessLeaderReportsAll",
       AdoptedAnd({}),
       When(Report("m", kDone)).As(v1::ROLE_PROCESS_LEADER, ""),
       {Reported("m", kDone)}},
  };
}

Sentences ReportSentences() {
  const auto told = [](const std::string& name, const std::string& said) {
    return runtime::Sentence<ActionPlanRules>{
        name, AdoptedAnd({}), Report("m", said), {Reported("m", said)}};
  };
  const auto refused = [](const std::string& name, const std::string& said) {
    return runtime::Sentence<ActionPlanRules>{name, AdoptedAnd({}), Report("m", said),
                                              kProgressContradictsStatus};
  };
  const std::string under_way = kUnderWay;
  return {
      told("ProgressIsReported", under_way + "progress_percent: 40 comment: 'Upphandlad'"),
      told("WhatIsNotSaidIsNotZero", under_way),
      told("UnderWayMayBeNothingYet", under_way + "progress_percent: 0"),
      told("UnderWayMayBeAllButTheLast", under_way + "progress_percent: 100"),
      told("DoneIsAHundredPercent", std::string(kDone) + "progress_percent: 100"),
      told("DoneNeedsNoPercent", kDone),
      told("PlannedIsZeroPercent", std::string(kPlanned) + "progress_percent: 0"),
      told("DroppedHalfWay", std::string(kDropped) + "progress_percent: 50"),
      refused("NinetyNinePercentIsNotDone", std::string(kDone) + "progress_percent: 99"),
      refused("OnePercentIsNotPlanned", std::string(kPlanned) + "progress_percent: 1"),
      {"TheSameIsReportedAgain",
       AdoptedAnd({Reported("m", under_way)}),
       Report("m", under_way),
       {Reported("m", under_way)}},
      {"WhatWasDoneTooEarlyIsUnderWayAgain",
       AdoptedAnd({Reported("m", kDone)}),
       Report("m", under_way),
       {Reported("m", under_way)}},
      {"NotADraft", {Created(), Edited(Measure("m"))}, Report("m", kDone), kActionPlanNotAdopted},
      {"NotAClosedPlan", AdoptedAnd({Closed()}), Report("m", kDone), kActionPlanClosed},
      {"AReopenedPlan",
       AdoptedAnd({Closed(), Reopened()}),
       Report("m", kDone),
       {Reported("m", kDone)}},
      {"NotAnUnknownMeasure", AdoptedAnd({}), Report("n", kDone), kMeasureNotFound},
      {"NotARemovedMeasure", AdoptedAnd({Corrected("remove_measure: 'm'")}), Report("m", kDone),
       kMeasureNotFound},
      {"NotAnUnknownPlan", {}, Report("m", kDone), kActionPlanNotFound},
      {"NotAWithdrawnPlan", AdoptedAnd({Withdrawn()}), Report("m", kDone), kActionPlanWithdrawn},
  };
}

Sentences MoveSentences() {
  v1::MoveMeasureDeadlineRequest on_base = Move("m", "2019-12-31");
  on_base.mutable_base_position()->set_position(3);
  v1::MoveMeasureDeadlineRequest on_revision = on_base;
  on_revision.set_expected_revision(3);
  const auto moved = Moved("m", "2019-06-30", "2019-12-31");
  const auto by_bjorn = runtime::By("björn", Moved("m", "2019-06-30", "2019-09-30"));
  return {
      {"ADeadlineIsMoved", AdoptedAnd({}), Move("m", "2019-12-31"), {moved}},
      {"ItIsMovedAgain",
       AdoptedAnd({moved}),
       Move("m", "2020-01-31"),
       {Moved("m", "2019-12-31", "2020-01-31")}},
      {"AMeasureWithoutOneGetsOne",
       {Created(), Edited("add_measure { measure: 'm' text: 'Byt cistern' }"), Adopted()},
       Move("m", "2019-12-31"),
       {Moved("m", "", "2019-12-31")}},
      {"ToTheSameDayNothingIsWritten", AdoptedAnd({}), Move("m", "2019-06-30"), {}},
      {"WhoHasSeenThePlanMovesIt", AdoptedAnd({}), on_base, {moved}},
      {"NotBehindTheBackOfWhoMovedItMeanwhile",
       {Created(), Edited(Measure("m")), Adopted(), by_bjorn},
       on_base,
       kFieldChanged},
      {"OnesOwnMoveIsNoSurprise",
       {Created(), Edited(Measure("m")), Adopted(),
        runtime::By("anna", Moved("m", "2019-06-30", "2019-09-30"))},
       on_base,
       {Moved("m", "2019-09-30", "2019-12-31")}},
      {"ToWhereSomebodyMovedItNothingIsWritten",
       {Created(), Edited(Measure("m")), Adopted(), runtime::By("björn", moved)},
       on_base,
       {}},
      {"WhoNamesTheRevisionHasSeenAll",
       {Created(), Edited(Measure("m")), Adopted(), by_bjorn},
       on_revision,
       {Moved("m", "2019-09-30", "2019-12-31")}},
      {"AnothersReportIsNotInTheWay",
       {Created(), Edited(Measure("m")), Adopted(), runtime::By("björn", Reported("m", kUnderWay))},
       on_base,
       {moved}},
      {"NotOfAMeasureThatIsDone", AdoptedAnd({Reported("m", kDone)}), Move("m", "2019-12-31"),
       kMeasureEnded},
      {"NotOfAMeasureThatIsDropped", AdoptedAnd({Reported("m", kDropped)}), Move("m", "2019-12-31"),
       kMeasureEnded},
      {"NotOfADraft",
       {Created(), Edited(Measure("m"))},
       Move("m", "2019-12-31"),
       kActionPlanNotAdopted},
      {"NotOfAClosedPlan", AdoptedAnd({Closed()}), Move("m", "2019-12-31"), kActionPlanClosed},
      {"NotOfAnUnknownMeasure", AdoptedAnd({}), Move("n", "2019-12-31"), kMeasureNotFound},
      {"NotOfAnUnknownPlan", {}, Move("m", "2019-12-31"), kActionPlanNotFound},
      {"NotOfAWithdrawnPlan", AdoptedAnd({Withdrawn()}), Move("m", "2019-12-31"),
       kActionPlanWithdrawn},
  };
}

Sentences EndSentences() {
  return {
      {"APlanIsClosed", AdoptedAnd({}), Close(), {Closed()}},
      {"ADraftIsNotClosed", {Created()}, Close(), kActionPlanNotAdopted},
      {"NotClosedTwice", AdoptedAnd({Closed()}), Close(), kActionPlanClosed},
      {"AReopenedPlanIsClosedAgain", AdoptedAnd({Closed(), Reopened()}), Close(), {Closed()}},
      {"AnUnknownPlanIsNotClosed", {}, Close(), kActionPlanNotFound},
      {"AWithdrawnPlanIsNotClosed", AdoptedAnd({Withdrawn()}), Close(), kActionPlanWithdrawn},
      {"APlanIsReopened", AdoptedAnd({Closed()}), Reopen(), {Reopened()}},
      {"ADraftIsNotReopened", {Created()}, Reopen(), kActionPlanNotClosed},
      {"AnOpenPlanIsNotReopened", AdoptedAnd({}), Reopen(), kActionPlanNotClosed},
      {"AnUnknownPlanIsNotReopened", {}, Reopen(), kActionPlanNotFound},
      {"AWithdrawnPlanIsNotReopened", AdoptedAnd({Closed(), Withdrawn()}), Reopen(),
       kActionPlanWithdrawn},
      {"ADraftIsWithdrawnAndItsYearIsFree",
       {Created()},
       InRegister({Claimed(2019)}, Withdraw()),
       Then({Withdrawn()}).Claiming(kOwn, Released(2019))},
      {"AClosedPlanIsWithdrawn", AdoptedAnd({Closed()}), InRegister({Claimed(2019)}, Withdraw()),
       Then({Withdrawn()}).Claiming(kOwn, Released(2019))},
      {"ThePartnershipsPlanGivesBothYearsBack",
       {CreatedShared()},
       InRegister({Claimed(2019)}, Withdraw(), {Claimed(2019)}),
       Then({Withdrawn()}).Claiming(kRegion, Released(2019)).Claiming(kShared, Released(2019))},
      {"TheYearThatIsGivenBackIsTheCorrectedOne",
       {Created(), Edited("year: 2020")},
       InRegister({Claimed(2020)}, Withdraw()),
       Then({Withdrawn()}).Claiming(kOwn, Released(2020))},
      {"NotWithdrawnTwice",
       {Created(), Withdrawn()},
       InRegister({}, Withdraw()),
       kActionPlanWithdrawn},
      {"AnUnknownPlanIsNotWithdrawn", {}, InRegister({}, Withdraw()), kActionPlanNotFound},
  };
}

TEST_P(ActionPlanSentenceTest, Holds) { ExpectHolds(GetParam()); }
TEST_P(ActionPlanSentenceTest, HoldsAfterAnUnknownEvent) {
  ExpectHoldsAfterAnUnknownEvent(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Create, ActionPlanSentenceTest, ::testing::ValuesIn(CreateSentences()),
                         runtime::NameOf<ActionPlanRules>);
INSTANTIATE_TEST_SUITE_P(Adopt, ActionPlanSentenceTest, ::testing::ValuesIn(AdoptSentences()),
                         runtime::NameOf<ActionPlanRules>);
INSTANTIATE_TEST_SUITE_P(Report, ActionPlanSentenceTest, ::testing::ValuesIn(ReportSentences()),
                         runtime::NameOf<ActionPlanRules>);
INSTANTIATE_TEST_SUITE_P(Reporter, ActionPlanSentenceTest, ::testing::ValuesIn(ReporterSentences()),
                         runtime::NameOf<ActionPlanRules>);
INSTANTIATE_TEST_SUITE_P(Move, ActionPlanSentenceTest, ::testing::ValuesIn(MoveSentences()),
                         runtime::NameOf<ActionPlanRules>);
INSTANTIATE_TEST_SUITE_P(End, ActionPlanSentenceTest, ::testing::ValuesIn(EndSentences()),
                         runtime::NameOf<ActionPlanRules>);

TEST(ActionPlanRulesReadsTest, TheOwnerIsSaidWhenItIsBegunAndNeverAgain) {
  const runtime::ReadSet reads = ActionPlanRules::Reads(Create());

  EXPECT_EQ(reads.resource, kActionPlanName);
  EXPECT_EQ(reads.owner, "partnerships/vasterbotten/organisations/2421");
  EXPECT_THAT(reads.claims, ::testing::ElementsAre(kRegister));
  EXPECT_EQ(ActionPlanRules::Reads(Adopt()).owner, "");
  EXPECT_EQ(ActionPlanRules::Reads(Edit("year: 2020")).owner, "");
}

TEST(ActionPlanRulesReadsTest, RegistersAreReadOnlyByWhatChangesTheYear) {
  const auto state = runtime::Fold<ActionPlanRules>({Created()});

  EXPECT_THAT(ActionPlanRules::ClaimsRead(state, Edit("title: 'Ny'")), ::testing::IsEmpty());
  EXPECT_THAT(ActionPlanRules::ClaimsRead(state, Edit("year: 2020")),
              ::testing::ElementsAre(kRegister));
  EXPECT_THAT(ActionPlanRules::ClaimsRead(state, Withdraw()), ::testing::ElementsAre(kRegister));
  EXPECT_THAT(ActionPlanRules::ClaimsRead({}, Withdraw()), ::testing::IsEmpty());
}

// Whose id is what the shared register is called claims each year once.
TEST(RegistersOfTest, AnOrganisationCalledLikeTheSharedRegisterHasThatOne) {
  EXPECT_THAT(RegistersOf("partnerships/vasterbotten/organisations/partnership",
                          v1::ACTION_PLAN_SCOPE_PARTNERSHIP),
              ::testing::ElementsAre(kSharedRegister));
}

}  // namespace
}  // namespace samverk::action_plans
