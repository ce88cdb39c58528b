#include "services/initiatives/initiative_view.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/initiatives/initiative_service.h"
#include "services/runtime/testing/from_text.h"
#include "services/testing/slice_bench.h"

namespace samverk::initiatives {
namespace {

using runtime::FromText;
using runtime::ToText;
using storage::Position;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kInitiative[] = "partnerships/vasterbotten/initiatives/1";
const char kName[] = "name: '~/initiatives/1' ";

// A bench with what the initiatives below name.
class InitiativeViewTest : public ::testing::Test {
 protected:
  InitiativeViewTest() {
    for (const char* resource : {"organisations/2421", "organisations/2422", "organisations/2404",
                                 "plans/1", "places/1", "workshops/1"}) {
      bench_.Exists(resource);
    }
  }

  template <typename Command>
  void Do(const std::string& text) {
    ASSERT_OK(bench_.Do(FromText<Command>(text)));
  }

  void Register(const std::string& id, const std::string& period, const std::string& but = "") {
    Do<v1::RegisterInitiativeRequest>("parent: '~' initiative_id: '" + id +
                                      "' owner: '~/organisations/2421' title: 'Byalyft' period { " +
                                      period + " } " + but);
  }

  void Edit(const std::string& edits, const std::string& id = "1") {
    auto command = FromText<v1::EditInitiativeRequest>("name: '~/initiatives/" + id + "' " + edits);
    command.set_expected_revision(Read(bench_.Head(), id).revision());
    ASSERT_OK(bench_.Do(command));
  }

  // Everything that can happen to initiatives.
  void TellTheWholeStory() {
    Register("1", "start_date @2018-01-01 end_date @2020-01-01",
             "description: 'Service' partners: '~/organisations/2422' links: '~/plans/1' "
             "fundings { source: 'EU' amount_sek: 0 } fundings { source: 'Fel' }");  // 0 to 2.
    Do<v1::ReportInitiativeResultRequest>(
        absl::StrCat(kName,
                     "result { day @2018-06-01 text: 'Ett ombud' links: '~/places/1' "
                     "figures { label: 'nya ombud' value: 1 } }"));  // 3.
    Do<v1::ReportInitiativeResultRequest>(
        absl::StrCat(kName, "result { day @2018-07-01 text: 'Två' }"));  // 4.
    Do<v1::ReportInitiativeResultRequest>(
        absl::StrCat(kName, "result { day @2018-08-01 text: 'Tre' }"));  // 5.
    Do<v1::EndInitiativeRequest>(
        absl::StrCat(kName, "ending { ended_on @2019-09-30 outcome: 'Klart' }"));  // 6.
    Do<v1::ReopenInitiativeRequest>(kName);                                        // 7.
    Do<v1::EndInitiativeRequest>(
        absl::StrCat(kName, "ending { ended_on @2019-09-30 outcome: 'Klart' }"));  // 8.
    Edit(
        "edits { title: 'Bylyft' } edits { description: 'Mer service' }"
        "edits { period { start_date @2018-02-01 end_date @2021-01-01 } }"
        "edits { partner { organisation: '~/organisations/2404' takes_part: true } }"
        "edits { partner { organisation: '~/organisations/2422' } }"
        "edits { link { link: '~/places/1' linked: true } } edits { link { link: '~/plans/1' } }"
        "edits { add_funding { source: 'Kommunen' } }"
        "edits { funding { entry: 1 funding { source: 'EU' amount_sek: 7 } } }"
        "edits { remove_entry: 2 } edits { remove_entry: 4 }"
        "edits { result { entry: 5 result { day @2018-09-01 text: 'Tre, rättat' } } }"
        "edits { ending { ended_on @2019-09-29 outcome: 'Klart, rättat' } }");
    Register("2", "start_date @2019-01-01 end_date @2019-02-01");
    Do<v1::WithdrawInitiativeRequest>("name: '~/initiatives/2'");
    bench_.Exists("workshops/1");  // Somebody else's event, last.
  }

  v1::Initiative Read(Position as_of, const std::string& id = "1") {
    return bench_.Read(as_of)
        ->GetMessage<v1::Initiative>(kInitiativeTable,
                                     InitiativeKey("partnerships/vasterbotten/initiatives/" + id))
        ->value();
  }

  // The ids of the initiatives in a list, in its order.
  std::vector<std::string> Listed(InitiativeList list, absl::string_view subject = "") {
    std::vector<std::string> ids;
    EXPECT_OK(bench_.Read(bench_.Head())
                  ->Scan(kListTable, ListKey(list, subject), "",
                         [&ids](absl::string_view, absl::string_view row) {
                           ids.emplace_back(row.substr(row.rfind('/') + 1));
                           return true;
                         }));
    return ids;
  }

  testing::SliceBench bench_{AddInitiatives};
};

TEST_F(InitiativeViewTest, AnInitiativeIsWhatItsEventsSay) {
  TellTheWholeStory();

  EXPECT_EQ(ToText(Read(bench_.Head())), ToText(FromText<v1::Initiative>(R"(
    name: '~/initiatives/1' owner: '~/organisations/2421' state: INITIATIVE_STATE_ENDED
    title: 'Bylyft' description: 'Mer service'
    period { start_date @2018-02-01 end_date @2021-01-01 }
    partners: '~/organisations/2404' links: '~/places/1'
    fundings { entry: 1 funding { source: 'EU' amount_sek: 7 } }
    fundings { entry: 16 funding { source: 'Kommunen' } }
    result_count: 2 ending { ended_on @2019-09-29 outcome: 'Klart, rättat' } revision: 21
  )")));
}

TEST_F(InitiativeViewTest, ResultsAreRowsOfTheirOwn) {
  TellTheWholeStory();

  std::vector<std::string> results;
  ASSERT_OK(bench_.Read(bench_.Head())
                ->Scan(kResultTable, InitiativeKey(kInitiative), "",
                       [&results](absl::string_view, absl::string_view row) {
                         v1::InitiativeResultEntry entry;
                         EXPECT_TRUE(entry.ParseFromString(std::string(row)));
                         results.push_back(ToText(entry));
                         return true;
                       }));
  EXPECT_THAT(results,
              ElementsAre(ToText(FromText<v1::InitiativeResultEntry>(
                              "entry: 3 result { day @2018-06-01 text: 'Ett ombud' links: "
                              "'~/places/1' figures { label: 'nya ombud' value: 1 } }")),
                          ToText(FromText<v1::InitiativeResultEntry>(
                              "entry: 5 result { day @2018-09-01 text: 'Tre, rättat' } corrected: "
                              "true"))));
}

TEST_F(InitiativeViewTest, WhatNobodySaidIsNoInitiative) {
  EXPECT_THAT(bench_.Rows(bench_.Head()), IsEmpty());
}

TEST_F(InitiativeViewTest, InitiativesAreListedByTheirFirstDay) {
  Register("1", "start_date @2019-12-31 end_date @2020-01-01");
  Register("2", "start_date @2019-02-01 end_date @2019-03-01");
  Register("3", "start_date @2019-12-31 end_date @2021-01-02");

  EXPECT_THAT(Listed(InitiativeList::kAll), ElementsAre("2", "1", "3"));
  EXPECT_THAT(Listed(InitiativeList::kOfYear, "2019"), ElementsAre("2", "1", "3"));
  EXPECT_THAT(Listed(InitiativeList::kOfYear, "2020"), ElementsAre("3"));
  EXPECT_THAT(Listed(InitiativeList::kOfYear, "2021"), ElementsAre("3"));
  EXPECT_THAT(Listed(InitiativeList::kOfYear, "2022"), IsEmpty());
  Edit("edits { period { start_date @2019-01-01 end_date @2020-01-02 } }", "1");
  EXPECT_THAT(Listed(InitiativeList::kAll), ElementsAre("1", "2", "3"));
  EXPECT_THAT(Listed(InitiativeList::kOfYear, "2020"), ElementsAre("1", "3"));
}

TEST_F(InitiativeViewTest, ListsMoveWithPartnersAndLinks) {
  const std::string sorsele = "partnerships/vasterbotten/organisations/2422";
  const std::string place = "partnerships/vasterbotten/places/1";
  Register("1", "start_date @2019-01-01 end_date @2020-01-01");
  EXPECT_THAT(
      Listed(InitiativeList::kOfOrganisation, "partnerships/vasterbotten/organisations/2421"),
      ElementsAre("1"));
  EXPECT_THAT(Listed(InitiativeList::kOfOrganisation, sorsele), IsEmpty());
  Edit(
      "edits { partner { organisation: '~/organisations/2422' takes_part: true } }"
      "edits { link { link: '~/places/1' linked: true } }");
  EXPECT_THAT(Listed(InitiativeList::kOfOrganisation, sorsele), ElementsAre("1"));
  EXPECT_THAT(Listed(InitiativeList::kLinkedTo, place), ElementsAre("1"));
  Edit(
      "edits { partner { organisation: '~/organisations/2422' } }"
      "edits { link { link: '~/places/1' } }");
  EXPECT_THAT(Listed(InitiativeList::kOfOrganisation, sorsele), IsEmpty());
  EXPECT_THAT(Listed(InitiativeList::kLinkedTo, place), IsEmpty());
}

TEST_F(InitiativeViewTest, ItsLinksAndThoseOfItsResultsAreReadBothWaysUntilItIsWithdrawn) {
  Register("1", "start_date @2018-01-01 end_date @2020-01-01",
           "partners: '~/organisations/2422' links: '~/places/1' links: '~/plans/1'");
  Do<v1::ReportInitiativeResultRequest>(absl::StrCat(
      kName, "result { day @2018-06-01 text: 'Ett' links: '~/places/1' links: '~/workshops/1' }"));
  Do<v1::ReportInitiativeResultRequest>(
      absl::StrCat(kName, "result { day @2018-07-01 text: 'Två' links: '~/plans/1' }"));
  EXPECT_THAT(
      bench_.Links("places/1"),
      ElementsAre("initiatives/1 links places/1", "initiatives/1 results/1/result/links places/1"));
  EXPECT_THAT(bench_.Links("plans/1"), ElementsAre("initiatives/1 links plans/1",
                                                   "initiatives/1 results/2/result/links plans/1"));
  EXPECT_EQ(bench_.Links("initiatives/1").size(), 5);
  EXPECT_EQ(bench_.TitleOf("initiatives/1"), "Byalyft");
  EXPECT_EQ(bench_.TitleOf("initiatives/2"), "");

  Edit(
      "edits { link { link: '~/plans/1' } } edits { remove_entry: 2 }"
      "edits { result { entry: 1 result { day @2018-06-01 text: 'Ett' links: '~/places/1' } } }");
  EXPECT_THAT(bench_.Links("plans/1"), IsEmpty());
  EXPECT_THAT(bench_.Links("workshops/1"), IsEmpty());
  EXPECT_THAT(
      bench_.Links("initiatives/1"),
      ElementsAre("initiatives/1 links places/1", "initiatives/1 results/1/result/links places/1"));

  Do<v1::WithdrawInitiativeRequest>(kName);
  EXPECT_THAT(bench_.Links("places/1"), IsEmpty());
  EXPECT_THAT(bench_.Links("initiatives/1"), IsEmpty());
}

TEST_F(InitiativeViewTest, AsOfEveryPositionItIsWhatTheEventsUpToThereSay) {
  TellTheWholeStory();

  for (Position at(0); at <= bench_.Head(); at = at + 1) {
    EXPECT_EQ(bench_.Rows(at), bench_.FoldedRows(at)) << "position " << at.value();
  }
}

TEST_F(InitiativeViewTest, BuildingItAnewGivesTheSameRowsAtEveryPosition) {
  TellTheWholeStory();
  std::vector<std::vector<std::string>> before;
  for (Position at(0); at <= bench_.Head(); at = at + 1) before.push_back(bench_.Rows(at));

  bench_.Rebuild();

  for (Position at(0); at <= bench_.Head(); at = at + 1) {
    EXPECT_EQ(bench_.Rows(at), before[at.value()]) << "position " << at.value();
  }
}

TEST_F(InitiativeViewTest, AnEventOfALaterVersionRaisesTheRevisionAndNothingElse) {
  Register("1", "start_date @2019-01-01 end_date @2020-01-01");
  v1::Initiative expected = Read(bench_.Head());
  expected.set_revision(1);

  bench_.Exists("initiatives/1");  // An event of a type that this program does not know.

  EXPECT_EQ(ToText(Read(bench_.Head())), ToText(expected));
}

}  // namespace
}  // namespace samverk::initiatives
