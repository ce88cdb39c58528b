// The life of a plan: begun, sent for consultation, proposed, adopted, extended, corrected,
// replaced, repealed, withdrawn; and the days on which it is in force. Edits are in
// plan_edit_rules_test.cc, what becomes of two hands in plan_conflict_rules_test.cc.

#include "services/plans/plan_rules.h"

#include <string>
#include <utility>
#include <vector>

#include "services/plans/plan_limits.h"
#include "services/plans/testing/plan_sentences.h"
#include "services/runtime/rule_checks.h"

namespace samverk::plans {
namespace {

using runtime::ClaimOf;
using runtime::With;

const std::string k2019To2022 = Days("2019-01-01", "2023-01-01");

Sentences CreateSentences() {
  return {
      {"APlanIsBegun", {}, Create(), {Created()}},
      {"ItNeedsNoPeriodAndNobodyResponsible",
       {},
       [] {
         auto create = Create("responsible: '' responsible_unit: ''");
         create.clear_period();
         return create;
       }(),
       {Event("plan_created { owner: '~/organisations/2421' title: 'Serviceplan' }")}},
      {"ATakenIdIsRefused", {Created()}, Create(), kPlanExists},
      {"AWithdrawnPlanKeepsItsId", {Created(), Withdrawn()}, Create(), kPlanExists},
      {"AnUnknownOwnerIsRefused",
       {},
       Create("owner: '~/organisations/unknown'"),
       runtime::kLinkedResourceNotFound},
      {"AnUnknownPersonIsRefused",
       {},
       Create("responsible: '~/people/unknown'"),
       runtime::kLinkedResourceNotFound},
      {"AnUnknownMunicipalPlanIsRefused",
       {},
       Create("municipal_plan: '~/plans/unknown'"),
       runtime::kLinkedResourceNotFound},
      {"WhoIsNoMunicipalityNamesAMunicipalPlan",
       {},
       Create("owner: '~/organisations/tarna'"),
       kMunicipalPlanRequired},
      {"ALocalPlanHangsOnAMunicipalPlan",
       {},
       Create("owner: '~/organisations/tarna' municipal_plan: '~/plans/9'"),
       {CreatedLocal()}},
      {"AMunicipalityMayWriteALocalPlanToo",
       {},
       Create("municipal_plan: '~/plans/9'"),
       {Created("municipal_plan: '~/plans/9'")}},
  };
}

Sentences ConsultationSentences() {
  return {
      {"APlanIsSentForConsultation", {Created()}, OpenConsultation(), {ConsultationOpened()}},
      {"TwiceIsAllowed",
       {Created(), ConsultationOpened()},
       OpenConsultation(),
       {ConsultationOpened()}},
      {"AnUnknownOrganisationIsNotAsked",
       {Created()},
       OpenConsultation("unknown"),
       runtime::kLinkedResourceNotFound},
      {"AnUnknownPlanIsNotSent", {}, OpenConsultation(), kPlanNotFound},
      {"AWithdrawnPlanIsNotSent", {Created(), Withdrawn()}, OpenConsultation(), kPlanWithdrawn},
      {"AProposedPlanIsNotSent", {Created(), Proposed()}, OpenConsultation(), kPlanProposed},
      {"ARepealedPlanIsNotSent",
       {Created(), Proposed(), Adopted(), Repealed("2020-01-01")},
       OpenConsultation(),
       kPlanClosed},
      {"AReplacedPlanIsNotSent",
       {Created(), Proposed(), Adopted(), Replaced("2020-01-01")},
       OpenConsultation(),
       kPlanClosed},
  };
}

Sentences StatementSentences() {
  const History consulted = {Created(), ConsultationOpened()};
  History full = consulted;
  for (int i = 0; i < kStatementsMax - 1; ++i) full.Add(StatementReceived());
  History overfull = full;
  overfull.Add(StatementReceived());
  return {
      {"AStatementIsReceived", consulted, ReceiveStatement(), {StatementReceived()}},
      {"AnOrganisationSendsOne",
       consulted,
       ReceiveStatement("organisation: '~/organisations/2404' sender: ''"),
       {With(StatementReceived(),
             "plan_statement_received { organisation: '~/organisations/2404' sender: '' }")}},
      {"AnUnknownOrganisationDoesNot", consulted,
       ReceiveStatement("organisation: '~/organisations/unknown'"),
       runtime::kLinkedResourceNotFound},
      {"SomebodySentIt", consulted, ReceiveStatement("sender: ''"), kSenderRequired},
      {"WithoutAConsultationThereAreNone", {Created()}, ReceiveStatement(), kNoConsultation},
      {"OneComesAfterTheAdoption",
       {Created(), ConsultationOpened(), Proposed(), Adopted()},
       ReceiveStatement(),
       {StatementReceived()}},
      {"OneComesAfterTheRepeal",
       {Created(), ConsultationOpened(), Proposed(), Adopted(), Repealed("2020-01-01")},
       ReceiveStatement(),
       {StatementReceived()}},
      {"OneOfTodayIsReceived",
       consulted,
       ReceiveStatement("received_on @2019-10-07"),
       {With(StatementReceived(), "plan_statement_received { received_on @2019-10-07 }")}},
      {"OneOfTomorrowIsRefused", consulted, ReceiveStatement("received_on @2019-10-08"),
       kReceivedInTheFuture},
      {"TheLastThatIsKeptIsReceived", full, ReceiveStatement(), {StatementReceived()}},
      {"OneMoreIsRefused", overfull, ReceiveStatement(), kTooManyStatements},
      {"NotOnAnUnknownPlan", {}, ReceiveStatement(), kPlanNotFound},
      {"NotOnAWithdrawnPlan",
       {Created(), ConsultationOpened(), Withdrawn()},
       ReceiveStatement(),
       kPlanWithdrawn},
  };
}

Sentences ProposalSentences() {
  auto without_base = Propose();
  without_base.clear_expected_revision();
  v1::PlanEvent without_period = Created();
  without_period.mutable_plan_created()->clear_period();
  return {
      {"ADraftIsProposed", {Created()}, Propose(), {Proposed()}},
      {"APlanInConsultationIsProposed", {Created(), ConsultationOpened()}, Propose(), {Proposed()}},
      {"ARecalledPlanIsProposedAgain",
       {Created(), Proposed(), Recalled()},
       Propose(),
       {Proposed()}},
      {"WhoProposesHasReadARevision", {Created()}, without_base, runtime::kBaseRequired},
      {"NotTwice", {Created(), Proposed()}, Propose(), kPlanProposed},
      {"WithoutAPeriodItIsNotProposed", {without_period}, Propose(), kPeriodRequired},
      {"APeriodMayComeLater",
       {without_period, Edited("period { " + k2019To2022 + "}")},
       Propose(),
       {Proposed()}},
      {"WithOpenConflictsItIsNotProposed",
       {Created(), Edited("title: 'B'"), Raised("title", 1, "title: 'C'")},
       Propose(),
       kOpenConflicts},
      {"WithDecidedConflictsItIs",
       {Created(), Edited("title: 'B'"), Raised("title", 1, "title: 'C'"),
        Resolved(2, "choice: CONFLICT_CHOICE_KEEP_CURRENT")},
       Propose(),
       {Proposed()}},
      {"WithObsoleteConflictsItIs",
       {Created(), Edited("title: 'B'"), Raised("title", 1, "title: 'C'"), Obsoleted(2)},
       Propose(),
       {Proposed()}},
      {"AnAdoptedPlanIsNotProposed",
       {Created(), Proposed(), Adopted()},
       Propose(),
       kNothingToPropose},
      {"NorIfItWasOnlySentForConsultation",
       {Created(), Proposed(), Adopted(), ConsultationOpened()},
       Propose(),
       kNothingToPropose},
      {"NorIfItWasOnlyExtended",
       {Created(), Proposed(), Adopted(), PlanExtended(2, Days("2019-01-01", "2025-01-01"))},
       Propose(),
       kNothingToPropose},
      {"ItsNextRevisionIs",
       {Created(), Proposed(), Adopted(), Edited("title: 'B'")},
       Propose(),
       {Proposed()}},
      {"SoItIsAfterAConsultation",
       {Created(), Proposed(), Adopted(), Edited("title: 'B'"), ConsultationOpened()},
       Propose(),
       {Proposed()}},
      {"ANextRevisionThatWasRecalledIsProposedAgain",
       {Created(), Proposed(), Adopted(), Edited("title: 'B'"), Proposed(), Recalled()},
       Propose(),
       {Proposed()}},
      {"AnUnknownPlanIsNotProposed", {}, Propose(), kPlanNotFound},
      {"AWithdrawnPlanIsNotProposed", {Created(), Withdrawn()}, Propose(), kPlanWithdrawn},
      {"ARepealedPlanIsNotProposed",
       {Created(), Proposed(), Adopted(), Repealed("2020-01-01")},
       Propose(),
       kPlanClosed},
  };
}

Sentences RecallSentences() {
  return {
      {"AProposalIsRecalled", {Created(), Proposed()}, Recall(), {Recalled()}},
      {"WhatIsNotProposedIsNotRecalled", {Created()}, Recall(), kPlanNotProposed},
      {"WhatIsAdoptedIsNotRecalled",
       {Created(), Proposed(), Adopted()},
       Recall(),
       kPlanNotProposed},
      {"AnUnknownPlanIsNotRecalled", {}, Recall(), kPlanNotFound},
      {"AWithdrawnPlanIsNotRecalled",
       {Created(), Proposed(), Withdrawn()},
       Recall(),
       kPlanWithdrawn},
      {"AReplacedPlanIsNotRecalled",
       {Created(), Proposed(), Adopted(), Edited("title: 'B'"), Proposed(), Replaced("2020-01-01")},
       Recall(),
       kPlanClosed},
  };
}

Sentences AdoptionSentences() {
  auto without_base = Adopt();
  without_base.clear_expected_revision();
  const History proposed = {Created(), Proposed()};
  const std::vector<std::string> four_years = {k2019To2022};
  return {
      {"AProposedPlanIsAdopted", proposed, InRegister({}, Adopt()),
       Then({Adopted()}).Claiming("~/planRegisters/2421", InForce("1", four_years))},
      {"WhoAdoptsHasReadARevision", proposed, InRegister({}, without_base), runtime::kBaseRequired},
      {"ADraftIsNotAdopted", {Created()}, InRegister({}, Adopt()), kPlanNotProposed},
      {"ARecalledPlanIsNotAdopted",
       {Created(), Proposed(), Recalled()},
       InRegister({}, Adopt()),
       kPlanNotProposed},
      {"NotTwice", {Created(), Proposed(), Adopted()}, InRegister({}, Adopt()), kPlanNotProposed},
      {"WithOpenConflictsItIsNotAdopted",
       {Created(), Proposed(), Raised("title", 0, "title: 'C'")},
       InRegister({}, Adopt()),
       kOpenConflicts},
      {"TheDecisionMayBeOfToday", proposed, InRegister({}, Adopt("decision { date @2019-10-07 }")),
       Then({Adopted(1, k2019To2022, "decision { date @2019-10-07 }")})
           .Claiming("~/planRegisters/2421", InForce("1", four_years))},
      {"TheDecisionIsNotOfTomorrow", proposed,
       InRegister({}, Adopt("decision { date @2019-10-08 }")), kDecidedInTheFuture},
      {"AnUnknownPlanIsNotAdopted", {}, InRegister({}, Adopt()), kPlanNotFound},
      {"AWithdrawnPlanIsNotAdopted",
       {Created(), Proposed(), Withdrawn()},
       InRegister({}, Adopt()),
       kPlanWithdrawn},
      {"AClosedPlanIsNotAdopted",
       {Created(), Proposed(), Adopted(), Edited("title: 'B'"), Proposed(), Repealed("2020-01-01")},
       InRegister({}, Adopt()),
       kPlanClosed},
      {"ItsNextRevisionTakesOverFromItsFirstDay",
       {Created(), Proposed(), Adopted(),
        Edited("period {" + Days("2021-01-01", "2025-01-01") + "}"), Proposed()},
       InRegister({InForce("1", four_years)}, Adopt()),
       Then({Adopted(2, Days("2021-01-01", "2025-01-01"))})
           .Claiming("~/planRegisters/2421", InForceByTurns("1", {Days("2019-01-01", "2025-01-01")},
                                                            {Days("2019-01-01", "2021-01-01"),
                                                             Days("2021-01-01", "2025-01-01")}))},
      {"ANextRevisionMayLeaveDaysWithoutAPlan",
       {Created(), Proposed(), Adopted(),
        Edited("period {" + Days("2024-01-01", "2025-01-01") + "}"), Proposed()},
       InRegister({InForce("1", four_years)}, Adopt()),
       Then({Adopted(2, Days("2024-01-01", "2025-01-01"))})
           .Claiming("~/planRegisters/2421",
                     InForceByTurns("1", {k2019To2022, Days("2024-01-01", "2025-01-01")},
                                    {k2019To2022, Days("2024-01-01", "2025-01-01")}))},
      {"ALocalPlanClaimsNoDays", {CreatedLocal(), Proposed()}, Adopt(), {Adopted()}},
  };
}

Sentences RegisterSentences() {
  const History proposed = {Created(), Proposed()};
  const auto adopted = [] { return Then({Adopted()}); };
  const auto own = InForce("1", {k2019To2022});
  return {
      {"APlanThatEndsTheDayBeforeIsNotInTheWay", proposed,
       InRegister({InForce("2", {Days("2015-01-01", "2019-01-01")})}, Adopt()),
       adopted().Claiming("~/planRegisters/2421", own)},
      {"APlanThatEndsOnTheFirstDayIs", proposed,
       InRegister({InForce("2", {Days("2015-01-01", "2019-01-02")})}, Adopt()), kPlanPeriodTaken},
      {"APlanThatBeginsTheDayAfterIsNotInTheWay", proposed,
       InRegister({InForce("2", {Days("2023-01-01", "2025-01-01")})}, Adopt()),
       adopted().Claiming("~/planRegisters/2421", own)},
      {"APlanThatBeginsOnTheLastDayIs", proposed,
       InRegister({InForce("2", {Days("2022-12-31", "2025-01-01")})}, Adopt()), kPlanPeriodTaken},
      {"APlanWithinTheDaysIs", proposed,
       InRegister({InForce("2", {Days("2020-06-01", "2020-06-02")})}, Adopt()), kPlanPeriodTaken},
      {"APlanAroundTheDaysIs", proposed,
       InRegister({InForce("2", {Days("2000-01-01", "2050-01-01")})}, Adopt()), kPlanPeriodTaken},
      {"APlanWithDaysOnBothSidesIsNot", proposed,
       InRegister(
           {InForce("2", {Days("2018-01-01", "2019-01-01"), Days("2023-01-01", "2024-01-01")})},
           Adopt()),
       adopted().Claiming("~/planRegisters/2421", own)},
      {"WhatAPlanGaveUpIsFree", proposed,
       InRegister({InForce("2", {k2019To2022}), InForce("2", {})}, Adopt()),
       adopted().Claiming("~/planRegisters/2421", own)},
      {"WhatAPlanTookBackIsNot", proposed,
       InRegister({InForce("2", {}), InForce("2", {k2019To2022})}, Adopt()), kPlanPeriodTaken},
      {"AFactOfBeforeRegistersToldRevisionsHoldsToo", proposed,
       InRegister({InForceByTurns("2", {k2019To2022}, {})}, Adopt()), kPlanPeriodTaken},
      {"ThirdPlansAreInTheWayOfAReplacement", proposed,
       InRegister({InForce("2", {Days("2018-01-01", "2020-01-01")}),
                   InForce("3", {Days("2022-01-01", "2024-01-01")})},
                  Adopt("replaces: '~/plans/2'"))
           .Where("partnerships/vasterbotten/plans/2",
                  ClaimOf<PlanRules>({Created(), Proposed(), Adopted()})),
       kPlanPeriodTaken},
  };
}

// Plan 2 as the rules see it.
std::shared_ptr<const runtime::AnyState> Other(const std::vector<v1::PlanEvent>& events) {
  return ClaimOf<PlanRules>(events);
}

When Replacing(const std::vector<std::string>& days, const std::vector<v1::PlanEvent>& other) {
  return InRegister({InForce("2", days)}, Adopt("replaces: '~/plans/2'"))
      .Where("partnerships/vasterbotten/plans/2", Other(other));
}

Sentences ReplacementSentences() {
  const History proposed = {Created(), Proposed()};
  const std::vector<v1::PlanEvent> adopted = {Created(), Proposed(), Adopted()};
  const auto replaced = [](const std::vector<std::string>& left) {
    return Then({Adopted(1, k2019To2022, "replaces: '~/plans/2'")})
        .Claiming("~/plans/2", Event("plan_replaced { by: '~/plans/1' from_date @2019-01-01 }"))
        .Claiming("~/planRegisters/2421", InForce("2", left))
        .Claiming("~/planRegisters/2421", InForce("1", {k2019To2022}));
  };
  return {
      {"TheReplacedPlanKeepsTheDaysBefore", proposed,
       Replacing({Days("2016-01-01", "2020-01-01")}, adopted),
       replaced({Days("2016-01-01", "2019-01-01")})},
      {"ItMayHaveNoneBefore", proposed, Replacing({Days("2019-01-01", "2030-01-01")}, adopted),
       replaced({})},
      {"ItsDaysAfterTheEndOfTheNewPlanAreGoneToo", proposed,
       Replacing({Days("2016-01-01", "2017-01-01"), Days("2018-01-01", "2030-01-01")}, adopted),
       replaced({Days("2016-01-01", "2017-01-01"), Days("2018-01-01", "2019-01-01")})},
      {"AnUnknownPlanIsNotReplaced", proposed,
       InRegister({}, Adopt("replaces: '~/plans/unknown'"))
           .Where("partnerships/vasterbotten/plans/unknown", Other({})),
       runtime::kLinkedResourceNotFound},
      {"NoPlanReplacesItself", proposed, InRegister({}, Adopt("replaces: '~/plans/1'")),
       kReplacesNoOther},
      {"APlanThatWasNeverAdoptedIsNotReplaced", proposed, Replacing({}, {Created(), Proposed()}),
       kReplacesNoOther},
      {"AWithdrawnPlanIsNotReplaced", proposed,
       Replacing({}, {Created(), Proposed(), Adopted(), Withdrawn()}), kReplacesNoOther},
      {"ARepealedPlanIsNotReplaced", proposed,
       Replacing({}, {Created(), Proposed(), Adopted(), Repealed("2020-01-01")}), kReplacesNoOther},
      {"AReplacedPlanIsNotReplaced", proposed,
       Replacing({}, {Created(), Proposed(), Adopted(), Replaced("2020-01-01")}), kReplacesNoOther},
      {"APlanOfAnotherMunicipalityIsNotReplaced", proposed,
       Replacing({}, {Created("owner: '~/organisations/2404'"), Proposed(), Adopted()}),
       kReplacesNoOther},
      {"ALocalPlanIsNotReplacedByAMunicipalOne", proposed,
       Replacing({}, {Created("municipal_plan: '~/plans/9'"), Proposed(), Adopted()}),
       kReplacesNoOther},
  };
}

Sentences ExtensionSentences() {
  const History adopted = {Created(), Proposed(), Adopted()};
  const std::vector<v1::PlanRegisterEvent> own = {InForce("1", {k2019To2022})};
  // By the revisions that have `turns`, the last of which this extension makes.
  const auto until_2024 = [](const std::vector<std::string>& turns) {
    const auto revision = static_cast<int>(turns.size());
    return Then({PlanExtended(revision, Days("2019-01-01", "2025-01-01"))})
        .Claiming("~/planRegisters/2421",
                  InForceByTurns("1", {Days("2019-01-01", "2025-01-01")}, turns));
  };
  const std::vector<std::string> once = {k2019To2022, Days("2023-01-01", "2025-01-01")};
  const std::vector<std::string> twice = {k2019To2022, Days("2023-01-01", "2024-01-01"),
                                          Days("2024-01-01", "2025-01-01")};
  return {
      {"APlanIsExtended", adopted, InRegister(own, Extend("2025-01-01")), until_2024(once)},
      {"AnExtendedPlanIsExtendedAgain",
       {Created(), Proposed(), Adopted(), PlanExtended(2, Days("2019-01-01", "2024-01-01"))},
       InRegister({InForce("1", {Days("2019-01-01", "2024-01-01")})}, Extend("2025-01-01")),
       until_2024(twice)},
      {"APlanWhoseNextRevisionIsDraftedIsExtended",
       {Created(), Proposed(), Adopted(), Edited("title: 'B'")},
       InRegister(own, Extend("2025-01-01")),
       until_2024(once)},
      {"AnExtensionEndsLater", adopted, InRegister(own, Extend("2023-01-01")), kNotAnExtension},
      {"ByADayIsEnough", adopted, InRegister(own, Extend("2023-01-02")),
       Then({PlanExtended(2, Days("2019-01-01", "2023-01-02"))})
           .Claiming("~/planRegisters/2421",
                     InForceByTurns("1", {Days("2019-01-01", "2023-01-02")},
                                    {k2019To2022, Days("2023-01-01", "2023-01-02")}))},
      {"TheDaysMustBeFree", adopted,
       InRegister({own[0], InForce("2", {Days("2024-12-31", "2026-01-01")})}, Extend("2025-01-01")),
       kPlanPeriodTaken},
      {"TheDecisionIsNotOfTomorrow", adopted,
       InRegister(own, Extend("2025-01-01", "decision { date @2019-10-08 }")), kDecidedInTheFuture},
      {"APlanThatWasNeverAdoptedIsNotExtended",
       {Created(), Proposed()},
       InRegister({}, Extend("2025-01-01")),
       kPlanNotAdopted},
      {"ARepealedPlanIsNotExtended",
       {Created(), Proposed(), Adopted(), Repealed("2020-01-01")},
       InRegister({}, Extend("2025-01-01")),
       kPlanClosed},
      {"AWithdrawnPlanIsNotExtended",
       {Created(), Proposed(), Adopted(), Withdrawn()},
       InRegister({}, Extend("2025-01-01")),
       kPlanWithdrawn},
      {"AnUnknownPlanIsNotExtended", {}, InRegister({}, Extend("2025-01-01")), kPlanNotFound},
      {"ALocalPlanIsExtendedWithoutARegister",
       {CreatedLocal(), Proposed(), Adopted()},
       Extend("2025-01-01"),
       {PlanExtended(2, Days("2019-01-01", "2025-01-01"))}},
  };
}

Sentences CorrectionSentences() {
  auto without_base = Correct("title: 'Ny'");
  without_base.clear_expected_revision();
  const History adopted = {Created(), Proposed(), Adopted()};
  const std::vector<v1::PlanRegisterEvent> own = {InForce("1", {k2019To2022})};
  const auto corrected = [](const std::string& days, const std::string& but) {
    return Then({Corrected(2, days, but)})
        .Claiming("~/planRegisters/2421", InForce("1", {days}, 2));
  };
  const std::string two_years = Days("2019-01-01", "2021-01-01");
  return {
      {"ThePeriodIsCorrected", adopted, InRegister(own, Correct("period {" + two_years + "}")),
       corrected(two_years, "")},
      {"TheTitleIsCorrected", adopted, InRegister(own, Correct("title: 'Rätt'")),
       corrected(k2019To2022, "title: 'Rätt'")},
      {"TheUnitIsCorrected", adopted, InRegister(own, Correct("responsible_unit: 'KS'")),
       corrected(k2019To2022, "responsible_unit: 'KS'")},
      {"TheDecisionIsCorrected", adopted,
       InRegister(own, Correct("adoption_decision { body: 'KF' date @2019-06-12 }")),
       corrected(k2019To2022, "adoption_decision { body: 'KF' date @2019-06-12 }")},
      {"OnlyWhatDiffersIsRecorded", adopted,
       InRegister(own, Correct("title: 'Rätt' responsible_unit: 'Utveckling' period {" +
                               k2019To2022 + "}")),
       corrected(k2019To2022, "title: 'Rätt'")},
      {"SomethingMustDiffer", adopted,
       InRegister(own, Correct("title: 'Serviceplan' responsible_unit: 'Utveckling' period {" +
                               k2019To2022 +
                               "} adoption_decision { body: 'KF' date @2019-06-11 "
                               "paragraph: '67' }")),
       kNothingToCorrect},
      {"SomethingMustBeSaid", adopted, InRegister(own, Correct("")), kNothingToCorrect},
      {"WhoCorrectsHasReadARevision", adopted, InRegister(own, without_base),
       runtime::kBaseRequired},
      {"TheAdoptedTextIsCorrectedAndNotTheDraft",
       {Created(), Proposed(), Adopted(), Edited("title: 'Utkast'")},
       InRegister(own, Correct("title: 'Utkast'")),
       corrected(k2019To2022, "title: 'Utkast'")},
      {"AnotherPlanMayBeInTheWay", adopted,
       InRegister({own[0], InForce("2", {Days("2023-01-01", "2024-01-01")})},
                  Correct("period {" + Days("2019-01-01", "2023-01-02") + "}")),
       kPlanPeriodTaken},
      {"ALongWhileAfterTheRepeal",
       {Created(), Proposed(), Adopted(), Repealed("2020-01-01")},
       InRegister({InForce("1", {Days("2019-01-01", "2020-01-01")})},
                  Correct("period {" + Days("2018-01-01", "2023-01-01") + "}")),
       // What the repeal ended stays ended.
       Then({Corrected(2, Days("2018-01-01", "2023-01-01"))})
           .Claiming("~/planRegisters/2421", InForce("1", {Days("2018-01-01", "2020-01-01")}, 2))},
      {"TheDecisionToCorrectIsNotOfTomorrow", adopted,
       InRegister(own, Correct("title: 'Rätt' decision { date @2019-10-08 }")),
       kDecidedInTheFuture},
      {"TheCorrectedDecisionIsNotOfTomorrow", adopted,
       InRegister(own, Correct("adoption_decision { body: 'KF' date @2019-10-08 }")),
       kDecidedInTheFuture},
      {"APlanThatWasNeverAdoptedIsNotCorrected",
       {Created()},
       InRegister({}, Correct("title: 'Rätt'")),
       kPlanNotAdopted},
      {"AWithdrawnPlanIsNotCorrected",
       {Created(), Proposed(), Adopted(), Withdrawn()},
       InRegister({}, Correct("title: 'Rätt'")),
       kPlanWithdrawn},
      {"AnUnknownPlanIsNotCorrected", {}, InRegister({}, Correct("title: 'Rätt'")), kPlanNotFound},
  };
}

Sentences EndSentences() {
  const History adopted = {Created(), Proposed(), Adopted()};
  const std::vector<v1::PlanRegisterEvent> own = {InForce("1", {k2019To2022})};
  return {
      {"APlanIsRepealed", adopted, InRegister(own, Repeal("2020-01-01")),
       Then({Repealed("2020-01-01")})
           .Claiming("~/planRegisters/2421", InForce("1", {Days("2019-01-01", "2020-01-01")}))},
      {"FromItsFirstDayOn", adopted, InRegister(own, Repeal("2019-01-01")),
       Then({Repealed("2019-01-01")}).Claiming("~/planRegisters/2421", InForce("1", {}))},
      {"OnItsLastDay", adopted, InRegister(own, Repeal("2022-12-31")),
       Then({Repealed("2022-12-31")})
           .Claiming("~/planRegisters/2421", InForce("1", {Days("2019-01-01", "2022-12-31")}))},
      {"NotOnTheDayAfter", adopted, InRegister(own, Repeal("2023-01-01")), kNotInForce},
      {"NotTwice",
       {Created(), Proposed(), Adopted(), Repealed("2020-01-01")},
       InRegister(own, Repeal("2019-06-01")),
       kPlanClosed},
      {"NotWhatWasReplaced",
       {Created(), Proposed(), Adopted(), Replaced("2020-01-01")},
       InRegister(own, Repeal("2019-06-01")),
       kPlanClosed},
      {"NotWhatWasNeverAdopted",
       {Created()},
       InRegister({}, Repeal("2020-01-01")),
       kPlanNotAdopted},
      {"NotWhatWasWithdrawn",
       {Created(), Proposed(), Adopted(), Withdrawn()},
       InRegister({}, Repeal("2020-01-01")),
       kPlanWithdrawn},
      {"NotByADecisionOfTomorrow", adopted,
       InRegister(own, Repeal("2020-01-01", "decision { date @2019-10-08 }")), kDecidedInTheFuture},
      {"NotWhatIsUnknown", {}, InRegister({}, Repeal("2020-01-01")), kPlanNotFound},
      {"ALocalPlanIsRepealedWithoutARegister",
       {CreatedLocal(), Proposed(), Adopted()},
       Repeal("2020-01-01"),
       {Repealed("2020-01-01")}},
      {"ADraftIsWithdrawn", {Created()}, InRegister({}, Withdraw()), {Withdrawn()}},
      {"AProposedPlanIsWithdrawn",
       {Created(), Proposed()},
       InRegister({}, Withdraw()),
       {Withdrawn()}},
      {"AWithdrawnPlanGivesUpItsDays", adopted, InRegister(own, Withdraw()),
       Then({Withdrawn()}).Claiming("~/planRegisters/2421", InForce("1", {}))},
      {"ARepealedPlanIsWithdrawn",
       {Created(), Proposed(), Adopted(), Repealed("2020-01-01")},
       InRegister({InForce("1", {Days("2019-01-01", "2020-01-01")})}, Withdraw()),
       Then({Withdrawn()}).Claiming("~/planRegisters/2421", InForce("1", {}))},
      {"NothingIsWithdrawnTwice",
       {Created(), Withdrawn()},
       InRegister({}, Withdraw()),
       kPlanWithdrawn},
      {"AnUnknownPlanIsNotWithdrawn", {}, InRegister({}, Withdraw()), kPlanNotFound},
      {"ALocalPlanIsWithdrawnWithoutARegister",
       {CreatedLocal(), Proposed(), Adopted()},
       Withdraw(),
       {Withdrawn()}},
  };
}

TEST_P(PlanSentenceTest, Holds) { ExpectHolds(GetParam()); }
TEST_P(PlanSentenceTest, HoldsAfterAnUnknownEvent) { ExpectHoldsAfterAnUnknownEvent(GetParam()); }

INSTANTIATE_TEST_SUITE_P(Create, PlanSentenceTest, ::testing::ValuesIn(CreateSentences()),
                         runtime::NameOf<PlanRules>);
INSTANTIATE_TEST_SUITE_P(Consultation, PlanSentenceTest,
                         ::testing::ValuesIn(ConsultationSentences()), runtime::NameOf<PlanRules>);
INSTANTIATE_TEST_SUITE_P(Statement, PlanSentenceTest, ::testing::ValuesIn(StatementSentences()),
                         runtime::NameOf<PlanRules>);
INSTANTIATE_TEST_SUITE_P(Proposal, PlanSentenceTest, ::testing::ValuesIn(ProposalSentences()),
                         runtime::NameOf<PlanRules>);
INSTANTIATE_TEST_SUITE_P(Recall, PlanSentenceTest, ::testing::ValuesIn(RecallSentences()),
                         runtime::NameOf<PlanRules>);
INSTANTIATE_TEST_SUITE_P(Adoption, PlanSentenceTest, ::testing::ValuesIn(AdoptionSentences()),
                         runtime::NameOf<PlanRules>);
INSTANTIATE_TEST_SUITE_P(Register, PlanSentenceTest, ::testing::ValuesIn(RegisterSentences()),
                         runtime::NameOf<PlanRules>);
INSTANTIATE_TEST_SUITE_P(Replacement, PlanSentenceTest, ::testing::ValuesIn(ReplacementSentences()),
                         runtime::NameOf<PlanRules>);
INSTANTIATE_TEST_SUITE_P(Extension, PlanSentenceTest, ::testing::ValuesIn(ExtensionSentences()),
                         runtime::NameOf<PlanRules>);
INSTANTIATE_TEST_SUITE_P(Correction, PlanSentenceTest, ::testing::ValuesIn(CorrectionSentences()),
                         runtime::NameOf<PlanRules>);
INSTANTIATE_TEST_SUITE_P(End, PlanSentenceTest, ::testing::ValuesIn(EndSentences()),
                         runtime::NameOf<PlanRules>);

TEST(PlanRulesReadsTest, OnlyBeginningAPlanSaysWhoOwnsIt) {
  EXPECT_EQ(PlanRules::Reads(Create()).resource, kPlanName);
  EXPECT_EQ(PlanRules::Reads(Create()).owner, "partnerships/vasterbotten/organisations/2421");
  EXPECT_EQ(PlanRules::Reads(Propose()).owner, "");
  EXPECT_EQ(PlanRules::Reads(Resolve(7, 1, "")).resource, kPlanName);
}

TEST(PlanRulesReadsTest, OnlyMunicipalPlansClaimDays) {
  const auto municipal = runtime::Fold<PlanRules>({Created(), Proposed()});
  const auto local = runtime::Fold<PlanRules>({CreatedLocal(), Proposed()});

  EXPECT_THAT(PlanRules::ClaimsRead(municipal, Adopt()), ::testing::ElementsAre(kRegister));
  EXPECT_THAT(PlanRules::ClaimsRead(local, Adopt()), ::testing::IsEmpty());
  EXPECT_THAT(PlanRules::ClaimsRead(PlanState(), Withdraw()), ::testing::IsEmpty());
  EXPECT_THAT(PlanRules::ClaimsRead(municipal, Adopt("replaces: '~/plans/2'")),
              ::testing::UnorderedElementsAre(kRegister, "partnerships/vasterbotten/plans/2"));
}

}  // namespace
}  // namespace samverk::plans
