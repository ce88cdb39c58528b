#include "services/partnership/organisation_rules.h"

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
using v1::OrganisationEvent;
using Sentences = std::vector<runtime::Sentence<OrganisationRules>>;

constexpr char kName[] = "name: '~/organisations/2421'";
constexpr char kFacts[] =
    "kind: ORGANISATION_KIND_MUNICIPALITY display_name: 'Storumans kommun' kommunkod: '2421'"
    "joined_on @2016-01-01";

// Events.

OrganisationEvent Event(const std::string& text) { return FromText<OrganisationEvent>(text); }

OrganisationEvent Admitted(const std::string& but = "") {
  return With(Event("organisation_admitted {" + std::string(kFacts) + "}"),
              "organisation_admitted {" + but + "}");
}

OrganisationEvent Renamed(const std::string& to) {
  return Event("organisation_renamed { display_name: '" + to + "' }");
}

OrganisationEvent JoinDateCorrected(const std::string& to) {
  return Event("organisation_join_date_corrected { joined_on @" + to + " }");
}

OrganisationEvent Left(const std::string& on) {
  return Event("organisation_left { left_on @" + on + " }");
}

// Commands.

v1::AdmitOrganisationRequest Admit(const std::string& but = "") {
  return With(FromText<v1::AdmitOrganisationRequest>("parent: '~' organisation_id: '2421'" +
                                                     std::string(kFacts)),
              but);
}

v1::EditOrganisationRequest Edit(const std::string& edits) {
  return FromText<v1::EditOrganisationRequest>(std::string(kName) + "expected_revision: 0 " +
                                               edits);
}

v1::EndMembershipRequest EndMembership(const std::string& on) {
  return FromText<v1::EndMembershipRequest>(std::string(kName) + "left_on @" + on);
}

// The tables.

Sentences AdmitSentences() {
  const std::string region = "kind: ORGANISATION_KIND_REGION";
  return {
      {"AMunicipalityIsAdmitted", {}, Admit(), {Admitted()}},
      {"ARegionIsAdmitted",
       {},
       Admit("organisation_id: 'region-vasterbotten' kommunkod: ''" + region),
       {Admitted("kommunkod: ''" + region)}},
      {"AMemberIsRefused", {Admitted()}, Admit(), kOrganisationExists},
      {"AMunicipalityNeedsItsKommunkod", {}, Admit("kommunkod: ''"), kKommunkodRequired},
      {"AMunicipalityIsNamedByItsKommunkod", {}, Admit("kommunkod: '2422'"), kKommunkodMismatch},
      {"NobodyElseHasAKommunkod", {}, Admit(region), kKommunkodNotAllowed},
      {"NobodyElseIsCalledLikeAMunicipality",
       {},
       Admit("organisation_id: '2499' kommunkod: ''" + region),
       kOrganisationIdReserved},
  };
}

Sentences ReadmitSentences() {
  return {
      {"WhoLeftIsAdmittedAgain",
       {Admitted(), Left("2018-01-01")},
       Admit("joined_on @2019-01-01"),
       {Admitted("joined_on @2019-01-01")}},
      {"OnTheFirstDayItIsNoMember",
       {Admitted(), Left("2018-01-01")},
       Admit("joined_on @2018-01-01"),
       {Admitted("joined_on @2018-01-01")}},
      {"NotBeforeItLeft",
       {Admitted(), Left("2018-01-01")},
       Admit("joined_on @2017-12-31"),
       kJoinedBeforeLeft},
      {"NotTwice",
       {Admitted(), Left("2018-01-01"), Admitted("joined_on @2018-01-01")},
       Admit("joined_on @2019-01-01"),
       kOrganisationExists},
      {"StillWithItsKommunkod",
       {Admitted(), Left("2018-01-01")},
       Admit("joined_on @2019-01-01 kommunkod: ''"),
       kKommunkodRequired},
  };
}

Sentences EditSentences() {
  v1::EditOrganisationRequest without_base = Edit("edits { display_name: 'Storuman' }");
  without_base.clear_expected_revision();
  return {
      {"TheNameIsCorrected",
       {Admitted()},
       Edit("edits { display_name: 'Storuman' }"),
       {{Renamed("Storuman")}, {EDIT_OUTCOME_ACCEPTED}}},
      {"TheNameIsThatAlready",
       {Admitted()},
       Edit("edits { display_name: 'Storumans kommun' }"),
       {{}, {EDIT_OUTCOME_CONVERGED}}},
      {"TheCorrectedNameIsThatAlready",
       {Admitted(), Renamed("Storuman")},
       Edit("edits { display_name: 'Storuman' }"),
       {{}, {EDIT_OUTCOME_CONVERGED}}},
      {"TheDayItJoinedIsCorrected",
       {Admitted()},
       Edit("edits { joined_on @2015-07-01 }"),
       {{JoinDateCorrected("2015-07-01")}, {EDIT_OUTCOME_ACCEPTED}}},
      {"TheDayItJoinedIsThatAlready",
       {Admitted()},
       Edit("edits { joined_on @2016-01-01 }"),
       {{}, {EDIT_OUTCOME_CONVERGED}}},
      {"TheCorrectedDayIsThatAlready",
       {Admitted(), JoinDateCorrected("2015-07-01")},
       Edit("edits { joined_on @2015-07-01 }"),
       {{}, {EDIT_OUTCOME_CONVERGED}}},
      {"SeveralEditsHaveAnOutcomeEach",
       {Admitted()},
       Edit("edits { display_name: 'A' } edits { joined_on @2016-01-01 }"
            "edits { display_name: 'B' } edits { display_name: 'B' }"),
       {{Renamed("A"), Renamed("B")},
        {EDIT_OUTCOME_ACCEPTED, EDIT_OUTCOME_CONVERGED, EDIT_OUTCOME_ACCEPTED,
         EDIT_OUTCOME_CONVERGED}}},
      {"OneThatIsRefusedRefusesAll",
       {Admitted(), Left("2018-01-01")},
       Edit("edits { display_name: 'A' } edits { joined_on @2018-01-02 }"),
       kLeftBeforeJoined},
      {"WhoLeftIsCorrectedToo",
       {Admitted(), Left("2018-01-01")},
       Edit("edits { joined_on @2018-01-01 }"),
       {{JoinDateCorrected("2018-01-01")}, {EDIT_OUTCOME_ACCEPTED}}},
      {"NotToAfterItLeft",
       {Admitted(), Left("2018-01-01")},
       Edit("edits { joined_on @2018-01-02 }"),
       kLeftBeforeJoined},
      {"NotToBeforeItLeftTheLastTime",
       {Admitted(), Left("2018-01-01"), Admitted("joined_on @2019-01-01")},
       Edit("edits { joined_on @2017-12-31 }"),
       kJoinedBeforeLeft},
      {"ToWhenItLeftTheLastTime",
       {Admitted(), Left("2018-01-01"), Admitted("joined_on @2019-01-01")},
       Edit("edits { joined_on @2018-01-01 }"),
       {{JoinDateCorrected("2018-01-01")}, {EDIT_OUTCOME_ACCEPTED}}},
      {"AMissingBaseIsRefused", {Admitted()}, without_base, runtime::kBaseRequired},
      {"AnUnknownOrganisationIsRefused",
       {},
       Edit("edits { display_name: 'Storuman' }"),
       kOrganisationNotFound},
  };
}

Sentences EndMembershipSentences() {
  return {
      {"AMemberLeaves", {Admitted()}, EndMembership("2018-01-01"), {Left("2018-01-01")}},
      {"AMemberLeavesTheDayItJoined",
       {Admitted()},
       EndMembership("2016-01-01"),
       {Left("2016-01-01")}},
      {"NotBeforeItJoined", {Admitted()}, EndMembership("2015-12-31"), kLeftBeforeJoined},
      {"NotBeforeTheCorrectedDayItJoined",
       {Admitted(), JoinDateCorrected("2017-01-01")},
       EndMembership("2016-12-31"),
       kLeftBeforeJoined},
      {"NotTwice",
       {Admitted(), Left("2018-01-01")},
       EndMembership("2018-01-01"),
       kOrganisationNotMember},
      {"WhoWasAdmittedAgainLeavesAgain",
       {Admitted(), Left("2018-01-01"), Admitted("joined_on @2019-01-01")},
       EndMembership("2019-06-01"),
       {Left("2019-06-01")}},
      {"AnUnknownOrganisationIsRefused", {}, EndMembership("2018-01-01"), kOrganisationNotFound},
  };
}

class OrganisationRulesTest
    : public ::testing::TestWithParam<runtime::Sentence<OrganisationRules>> {};

TEST_P(OrganisationRulesTest, Holds) { runtime::ExpectHolds(GetParam()); }
TEST_P(OrganisationRulesTest, HoldsAfterAnUnknownEvent) {
  runtime::ExpectHoldsAfterAnUnknownEvent(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Admit, OrganisationRulesTest, ::testing::ValuesIn(AdmitSentences()),
                         runtime::NameOf<OrganisationRules>);
INSTANTIATE_TEST_SUITE_P(Readmit, OrganisationRulesTest, ::testing::ValuesIn(ReadmitSentences()),
                         runtime::NameOf<OrganisationRules>);
INSTANTIATE_TEST_SUITE_P(Edit, OrganisationRulesTest, ::testing::ValuesIn(EditSentences()),
                         runtime::NameOf<OrganisationRules>);
INSTANTIATE_TEST_SUITE_P(EndMembership, OrganisationRulesTest,
                         ::testing::ValuesIn(EndMembershipSentences()),
                         runtime::NameOf<OrganisationRules>);

TEST(OrganisationRulesReadsTest, AnOrganisationOwnsItself) {
  const runtime::ReadSet reads = OrganisationRules::Reads(Admit());

  EXPECT_EQ(reads.resource, "partnerships/vasterbotten/organisations/2421");
  EXPECT_EQ(reads.owner, reads.resource);
  EXPECT_EQ(OrganisationRules::Reads(EndMembership("2018-01-01")).resource, reads.resource);
  EXPECT_EQ(OrganisationRules::Reads(Edit("")).resource, reads.resource);
}

}  // namespace
}  // namespace samverk::partnership
