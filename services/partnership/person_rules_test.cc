#include "services/partnership/person_rules.h"

#include <string>
#include <vector>

#include "services/runtime/rule_checks.h"
#include "services/runtime/testing/rule_sentences.h"

namespace samverk::partnership {
namespace {

using runtime::FromText;
using runtime::With;
using v1::EDIT_OUTCOME_ACCEPTED;
using v1::EDIT_OUTCOME_CONVERGED;
using v1::PersonEvent;
using Sentences = std::vector<runtime::Sentence<PersonRules>>;

constexpr char kName[] = "name: '~/people/1'";
constexpr char kFacts[] = "organisation: '~/organisations/2421' role: ROLE_OFFICER";

// Events.

PersonEvent Event(const std::string& text) { return FromText<PersonEvent>(text); }

PersonEvent Registered(const std::string& but = "") {
  return With(Event("person_registered {" + std::string(kFacts) + "}"),
              "person_registered {" + but + "}");
}

// Officer of 2422, as role 1 where it is the second event.
PersonEvent Assigned(const std::string& days, const std::string& role = "ROLE_OFFICER") {
  return Event("person_role_assigned { organisation: '~/organisations/2422' role: " + role + " " +
               days + "}");
}

PersonEvent Ended(int entry, const std::string& day) {
  return Event("person_role_ended { entry: " + std::to_string(entry) + " end_date @" + day + "}");
}

PersonEvent PeriodCorrected(const std::string& period) {
  return Event("person_role_period_corrected {" + period + "}");
}

PersonEvent Removed(int entry) {
  return Event("person_role_removed { entry: " + std::to_string(entry) + "}");
}

PersonEvent Withdrawn() { return Event("person_withdrawn {}"); }

constexpr char kYear2018[] = "start_date @2018-01-01 end_date @2019-01-01";

std::vector<PersonEvent> WithRoles(int count) {
  std::vector<PersonEvent> events = {Registered()};
  for (int year = 1; year < count; ++year) {
    const std::string first = std::to_string(1900 + year) + "-01-01";
    const std::string last = std::to_string(1901 + year) + "-01-01";
    events.push_back(Assigned("start_date @" + first + " end_date @" + last));
  }
  return events;
}

// Commands.

v1::RegisterPersonRequest Register(const std::string& but = "") {
  return With(
      FromText<v1::RegisterPersonRequest>("parent: '~' person_id: '1'" + std::string(kFacts)), but);
}

v1::EditPersonRequest Edit(const std::string& edits) {
  return FromText<v1::EditPersonRequest>(std::string(kName) + "expected_revision: 0 " + edits);
}

v1::AssignRoleRequest Assign(const std::string& days, const std::string& but = "") {
  return With(
      FromText<v1::AssignRoleRequest>(
          std::string(kName) + "organisation: '~/organisations/2422' role: ROLE_OFFICER " + days),
      but);
}

v1::EndRoleRequest End(int entry, const std::string& day) {
  return FromText<v1::EndRoleRequest>(std::string(kName) + "entry: " + std::to_string(entry) +
                                      " end_date @" + day);
}

v1::WithdrawPersonRequest Withdraw() { return FromText<v1::WithdrawPersonRequest>(kName); }

// The tables.

Sentences RegisterSentences() {
  return {
      {"AReferenceIsRegistered", {}, Register(), {Registered()}},
      {"APersonIsRegisteredWithDetails",
       {},
       Register("details { display_name: 'Exempel' email: 'e@example.com' phone: '090-12 34 56' }"
                "role_start_date @2018-01-01"),
       {Registered("display_name: 'Exempel' email: 'e@example.com' phone: '090-12 34 56'"
                   "role_start_date @2018-01-01")}},
      {"ATakenIdIsRefused", {Registered()}, Register(), kPersonExists},
      {"AWithdrawnPersonKeepsItsId", {Registered(), Withdrawn()}, Register(), kPersonExists},
      {"AnUnknownOrganisationIsRefused",
       {},
       Register("organisation: '~/organisations/unknown'"),
       runtime::kLinkedResourceNotFound},
  };
}

Sentences DetailSentences() {
  return {
      {"DetailsAreCorrected",
       {Registered()},
       Edit(
           "edits { display_name: 'A' } edits { email: 'a@example.com' } edits { phone: '12345' }"),
       {{Event("person_renamed { display_name: 'A' }"),
         Event("person_email_corrected { email: 'a@example.com' }"),
         Event("person_phone_corrected { phone: '12345' }")},
        {EDIT_OUTCOME_ACCEPTED, EDIT_OUTCOME_ACCEPTED, EDIT_OUTCOME_ACCEPTED}}},
      {"DetailsAreRemoved",
       {Registered()},
       Edit("edits { display_name: '' } edits { email: '' } edits { phone: '' }"),
       {{Event("person_renamed { removed: true }"),
         Event("person_email_corrected { removed: true }"),
         Event("person_phone_corrected { removed: true }")},
        {EDIT_OUTCOME_ACCEPTED, EDIT_OUTCOME_ACCEPTED, EDIT_OUTCOME_ACCEPTED}}},
      {"NobodyKnowsThatANameIsTheSame",
       {Registered()},
       Edit("edits { display_name: 'A' } edits { display_name: 'A' }"),
       {{Event("person_renamed { display_name: 'A' }"),
         Event("person_renamed { display_name: 'A' }")},
        {EDIT_OUTCOME_ACCEPTED, EDIT_OUTCOME_ACCEPTED}}},
      {"AnEditSaysWhatItIsBasedOn",
       {Registered()},
       FromText<v1::EditPersonRequest>(std::string(kName) + "edits { phone: '12345' }"),
       runtime::kBaseRequired},
      {"AnUnknownPersonIsRefused", {}, Edit("edits { phone: '12345' }"), kPersonNotFound},
      {"NotOfAWithdrawnPerson",
       {Registered(), Withdrawn()},
       Edit("edits { phone: '12345' }"),
       kPersonWithdrawn},
  };
}

Sentences AssignSentences() {
  return {
      {"APersonHasSeveralRoles",
       {Registered()},
       Assign("start_date @2018-01-01"),
       {Assigned("start_date @2018-01-01")}},
      {"ARoleOfThePastIsRecorded", {Registered()}, Assign(kYear2018), {Assigned(kYear2018)}},
      {"TheDayAfterTheLastIsFree",
       {Registered(), Assigned(kYear2018)},
       Assign("start_date @2019-01-01"),
       {Assigned("start_date @2019-01-01")}},
      {"TheLastDayIsNot",
       {Registered(), Assigned(kYear2018)},
       Assign("start_date @2018-12-31"),
       kRoleOverlaps},
      {"TheDayBeforeTheFirstIsFree",
       {Registered(), Assigned(kYear2018)},
       Assign("start_date @2017-01-01 end_date @2018-01-01"),
       {Assigned("start_date @2017-01-01 end_date @2018-01-01")}},
      {"TheFirstDayIsNot",
       {Registered(), Assigned(kYear2018)},
       Assign("start_date @2017-01-01 end_date @2018-01-02"),
       kRoleOverlaps},
      {"ARoleAroundAnotherOverlaps",
       {Registered(), Assigned(kYear2018)},
       Assign("start_date @2017-01-01"),
       kRoleOverlaps},
      {"ARoleThatGoesOnOverlapsWhatComesLater",
       {Registered(), Assigned("start_date @2018-01-01")},
       Assign("start_date @2030-01-01"),
       kRoleOverlaps},
      {"ARoleSinceNobodyKnowsWhenOverlapsWhatWasBefore",
       {Registered()},
       Assign("start_date @1950-01-01 end_date @1951-01-01",
              "organisation: '~/organisations/2421'"),
       kRoleOverlaps},
      {"AnotherRoleOnTheSameDaysIsAnother",
       {Registered(), Assigned(kYear2018)},
       Assign(kYear2018, "role: ROLE_PROCESS_LEADER"),
       {Assigned(kYear2018, "ROLE_PROCESS_LEADER")}},
      {"ARemovedRoleIsInNobodysWay",
       {Registered(), Assigned(kYear2018), Removed(1)},
       Assign(kYear2018),
       {Assigned(kYear2018)}},
      {"ARoleHasADay",
       {Registered()},
       Assign("start_date @2018-01-01 end_date @2018-01-01"),
       kRoleEndsBeforeItBegins},
      {"AnUnknownOrganisationIsRefused",
       {Registered()},
       Assign(kYear2018, "organisation: '~/organisations/unknown'"),
       runtime::kLinkedResourceNotFound},
      {"TheLastRoleThatIsKept",
       WithRoles(kRolesMax - 1),
       Assign(kYear2018, "role: ROLE_AUDITOR"),
       {Assigned(kYear2018, "ROLE_AUDITOR")}},
      {"MoreRolesAreRefused", WithRoles(kRolesMax), Assign(kYear2018, "role: ROLE_AUDITOR"),
       kTooManyRoles},
      {"AnUnknownPersonIsRefused", {}, Assign(kYear2018), kPersonNotFound},
      {"NotToAWithdrawnPerson", {Registered(), Withdrawn()}, Assign(kYear2018), kPersonWithdrawn},
  };
}

Sentences EndSentences() {
  return {
      {"TheRoleOfTheRegistrationEnds",
       {Registered()},
       End(0, "2019-10-01"),
       {Ended(0, "2019-10-01")}},
      {"AnAssignedRoleEnds",
       {Registered(), Assigned("start_date @2018-01-01")},
       End(1, "2018-01-02"),
       {Ended(1, "2018-01-02")}},
      {"NotOnItsFirstDay",
       {Registered(), Assigned("start_date @2018-01-01")},
       End(1, "2018-01-01"),
       kRoleEndsBeforeItBegins},
      {"NotTwice", {Registered(), Ended(0, "2019-10-01")}, End(0, "2019-11-01"), kRoleEnded},
      {"NotARoleThatNeverWas", {Registered()}, End(1, "2019-10-01"), kRoleNotFound},
      {"NotARemovedRole", {Registered(), Removed(0)}, End(0, "2019-10-01"), kRoleNotFound},
      {"AfterItsEndTheRoleIsFreeAgain",
       {Registered(), Assigned("start_date @2018-01-01"), Ended(1, "2018-06-01")},
       Assign("start_date @2018-06-01"),
       {Assigned("start_date @2018-06-01")}},
      {"AnUnknownPersonIsRefused", {}, End(0, "2019-10-01"), kPersonNotFound},
      {"NotOfAWithdrawnPerson",
       {Registered(), Withdrawn()},
       End(0, "2019-10-01"),
       kPersonWithdrawn},
  };
}

Sentences RoleEditSentences() {
  const PersonEvent two_years = Assigned("start_date @2018-01-01 end_date @2020-01-01");
  return {
      {"TheDaysOfARoleAreCorrected",
       {Registered(), Assigned(kYear2018)},
       Edit("edits { role_period { entry: 1 start_date @2017-01-01 end_date @2019-06-01 } }"),
       {{PeriodCorrected("entry: 1 start_date @2017-01-01 end_date @2019-06-01")},
        {EDIT_OUTCOME_ACCEPTED}}},
      {"ARoleThatEndedGoesOn",
       {Registered(), Assigned("start_date @2018-01-01"), Ended(1, "2019-01-01")},
       Edit("edits { role_period { entry: 1 start_date @2018-01-01 } }"),
       {{PeriodCorrected("entry: 1 start_date @2018-01-01")}, {EDIT_OUTCOME_ACCEPTED}}},
      {"TheSameDaysChangeNothing",
       {Registered(), Assigned(kYear2018)},
       Edit("edits { role_period { entry: 1 start_date @2018-01-01 end_date @2019-01-01 } }"),
       {{}, {EDIT_OUTCOME_CONVERGED}}},
      {"EachEditIsJudgedOnWhatThoseBeforeItLeave",
       {Registered(), Assigned(kYear2018)},
       Edit("edits { role_period { entry: 1 start_date @2017-01-01 } }"
            "edits { role_period { entry: 1 start_date @2017-01-01 } } edits { remove_role: 1 }"),
       {{PeriodCorrected("entry: 1 start_date @2017-01-01"), Removed(1)},
        {EDIT_OUTCOME_ACCEPTED, EDIT_OUTCOME_CONVERGED, EDIT_OUTCOME_ACCEPTED}}},
      {"CorrectedDaysDoNotOverlap",
       {Registered(), Assigned(kYear2018), Assigned("start_date @2019-01-01")},
       Edit("edits { role_period { entry: 1 start_date @2018-01-01 end_date @2019-01-02 } }"),
       kRoleOverlaps},
      {"ACorrectedRoleDoesNotOverlapItself",
       {Registered(), two_years},
       Edit("edits { role_period { entry: 1 start_date @2018-06-01 end_date @2019-06-01 } }"),
       {{PeriodCorrected("entry: 1 start_date @2018-06-01 end_date @2019-06-01")},
        {EDIT_OUTCOME_ACCEPTED}}},
      {"ACorrectedRoleHasADay",
       {Registered(), Assigned(kYear2018)},
       Edit("edits { role_period { entry: 1 start_date @2018-01-01 end_date @2017-01-01 } }"),
       kRoleEndsBeforeItBegins},
      {"ARoleIsRemoved",
       {Registered(), Assigned(kYear2018)},
       Edit("edits { remove_role: 0 }"),
       {{Removed(0)}, {EDIT_OUTCOME_ACCEPTED}}},
      {"NotTwice", {Registered(), Removed(0)}, Edit("edits { remove_role: 0 }"), kRoleNotFound},
      {"ARoleThatNeverWasHasNoDays",
       {Registered()},
       Edit("edits { role_period { entry: 7 start_date @2018-01-01 } }"),
       kRoleNotFound},
      {"WhatIsRefusedTakesTheOthersWithIt",
       {Registered()},
       Edit("edits { phone: '12345' } edits { remove_role: 7 }"),
       kRoleNotFound},
  };
}

Sentences WithdrawSentences() {
  return {
      {"APersonIsWithdrawn", {Registered()}, Withdraw(), {Withdrawn()}},
      {"NotTwice", {Registered(), Withdrawn()}, Withdraw(), kPersonWithdrawn},
      {"AnUnknownPersonIsRefused", {}, Withdraw(), kPersonNotFound},
  };
}

class PersonRulesTest : public ::testing::TestWithParam<runtime::Sentence<PersonRules>> {};

TEST_P(PersonRulesTest, Holds) { runtime::ExpectHolds(GetParam()); }
TEST_P(PersonRulesTest, HoldsAfterAnUnknownEvent) {
  runtime::ExpectHoldsAfterAnUnknownEvent(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Register, PersonRulesTest, ::testing::ValuesIn(RegisterSentences()),
                         runtime::NameOf<PersonRules>);
INSTANTIATE_TEST_SUITE_P(Details, PersonRulesTest, ::testing::ValuesIn(DetailSentences()),
                         runtime::NameOf<PersonRules>);
INSTANTIATE_TEST_SUITE_P(Assign, PersonRulesTest, ::testing::ValuesIn(AssignSentences()),
                         runtime::NameOf<PersonRules>);
INSTANTIATE_TEST_SUITE_P(End, PersonRulesTest, ::testing::ValuesIn(EndSentences()),
                         runtime::NameOf<PersonRules>);
INSTANTIATE_TEST_SUITE_P(EditRoles, PersonRulesTest, ::testing::ValuesIn(RoleEditSentences()),
                         runtime::NameOf<PersonRules>);
INSTANTIATE_TEST_SUITE_P(Withdraw, PersonRulesTest, ::testing::ValuesIn(WithdrawSentences()),
                         runtime::NameOf<PersonRules>);

TEST(PersonRulesReadsTest, TheOrganisationOwnsTheReference) {
  const runtime::ReadSet reads = PersonRules::Reads(Register());

  EXPECT_EQ(reads.resource, "partnerships/vasterbotten/people/1");
  EXPECT_EQ(reads.owner, "partnerships/vasterbotten/organisations/2421");
}

TEST(PersonRulesTest, NoRefusalSaysWhatIsPersonal) {
  const std::string details =
      "details { display_name: 'Exempel' email: 'exempel@example.com' phone: '070-1234567' }";
  const std::string edits = "edits { display_name: 'Exempel' } edits { remove_role: 7 }";
  for (const absl::Status& refusal : {runtime::When<PersonRules>(Register(details))
                                          .Decide(runtime::Fold<PersonRules>({Registered()}))
                                          .status(),
                                      runtime::When<PersonRules>(Edit(edits)).Decide({}).status(),
                                      runtime::When<PersonRules>(Edit(edits))
                                          .Decide(runtime::Fold<PersonRules>({Registered()}))
                                          .status()}) {
    EXPECT_FALSE(absl::StrContains(refusal.ToString(), "xempel")) << refusal;
  }
}

TEST(PersonRulesTest, ThingsThatHappenToRolesThatAreNotThereLeaveTheStateAlone) {
  const PersonState state = runtime::Fold<PersonRules>(
      {Registered(), Ended(7, "2018-01-01"), PeriodCorrected("entry: 7"), Removed(7)});

  EXPECT_EQ(state.roles.size(), 1u);
}

}  // namespace
}  // namespace samverk::partnership
