#include "services/national_issues/national_issue_view.h"

#include <string>
#include <vector>

#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/national_issues/national_issue_service.h"
#include "services/runtime/testing/from_text.h"
#include "services/testing/slice_bench.h"

namespace samverk::national_issues {
namespace {

using runtime::FromText;
using runtime::ToText;
using storage::Position;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kOne[] = "partnerships/vasterbotten/nationalIssues/1";

class NationalIssueViewTest : public ::testing::Test {
 protected:
  NationalIssueViewTest() {
    for (const char* resource :
         {"organisations/2421", "organisations/2422", "organisations/2425", "organisations/pts",
          "organisations/boverket", "plans/1", "plans/2"}) {
      bench_.Exists(resource);
    }
  }

  template <typename Command>
  void Do(const std::string& text) {
    ASSERT_OK(bench_.Do(FromText<Command>(text)));
  }

  template <typename Command>
  void On(const std::string& id, const std::string& text) {
    Do<Command>("name: '~/nationalIssues/" + id + "' " + text);
  }

  void Raise(const std::string& id, const std::string& day) {
    Do<v1::RaiseNationalIssueRequest>(
        "parent: '~' national_issue_id: '" + id + "' owner: '~/organisations/2421' raised_on @" +
        day +
        " title: 'Kontanter' text: 'Långt' asked_for: 'Ombud' grounds: 'Äldre' "
        "links: '~/plans/1'");
  }

  void SubmitAndAnswer() {
    Raise("1", "2017-06-01");
    On<v1::BackNationalIssueRequest>("1", "organisation: '~/organisations/2425'");
    On<v1::BackNationalIssueRequest>("1", "organisation: '~/organisations/2422'");
    On<v1::TakeBackBackingRequest>("1", "organisation: '~/organisations/2425'");
    On<v1::SubmitNationalIssueRequest>(  // Round 4.
        "1", "agency: '~/organisations/pts' submitted_on @2017-07-01 reference: 'A' text: 'B'");
    On<v1::AnswerNationalIssueRequest>(  // Answer 5.
        "1", "round: 4 answered_on @2018-02-01 reference: 'C' text: 'D'");
    On<v1::AnswerNationalIssueRequest>("1", "round: 4 answered_on @2018-03-01 text: 'E'");  // 6.
    On<v1::SubmitNationalIssueRequest>(                                                     // 7.
        "1", "agency: '~/organisations/boverket' submitted_on @2018-04-01");
    On<v1::SubmitNationalIssueRequest>(  // 8.
        "1", "agency: '~/organisations/pts' submitted_on @2018-05-01");
  }

  void CloseAndCorrect() {
    On<v1::CloseNationalIssueRequest>(  // 9.
        "1",
        "conclusion { outcome: NATIONAL_ISSUE_OUTCOME_ACHIEVED text: 'Ja' "
        "closed_on @2019-01-01 }");
    On<v1::EditNationalIssueRequest>(
        "1",
        "expected_revision: 9 edits { title: 'Uttag' } edits { text: 'Nära' }"
        "edits { asked_for: 'Fler' } edits { grounds: 'Alla' } edits { raised_on @2017-05-01 }"
        "edits { links { links: '~/plans/2' } }"
        "edits { round { entry: 4 submitted_on @2017-08-01 reference: 'F' } }"
        "edits { answer { entry: 5 answered_on @2018-02-02 text: 'G' } }"
        "edits { conclusion { outcome: NATIONAL_ISSUE_OUTCOME_LAPSED } }"
        "edits { remove_entry: 6 } edits { remove_entry: 8 }");  // 10 to 20.
  }

  // Everything that can happen to national issues.
  void TellTheWholeStory() {
    SubmitAndAnswer();
    CloseAndCorrect();
    On<v1::ReopenNationalIssueRequest>("1", "");
    Raise("2", "2018-01-01");
    On<v1::WithdrawNationalIssueRequest>("2", "");
    bench_.Exists("initiatives/1");  // Somebody else's event, last.
  }

  v1::NationalIssue Read(Position as_of) {
    return bench_.Read(as_of)
        ->GetMessage<v1::NationalIssue>(kNationalIssueTable, NationalIssueKey(kOne))
        ->value();
  }

  v1::NationalIssueState StateNow() { return Read(bench_.Head()).state(); }

  // The names in an index from `prefix` on.
  std::vector<std::string> Listed(char table, const std::string& prefix) {
    std::vector<std::string> names;
    EXPECT_OK(bench_.Read(bench_.Head())
                  ->Scan(table, prefix, "", [&names](absl::string_view, absl::string_view row) {
                    names.emplace_back(row);
                    return true;
                  }));
    return names;
  }

  static std::string OrganisationPrefix(const std::string& id) {
    return OrganisationKey("partnerships/vasterbotten/organisations/" + id);
  }

  testing::SliceBench bench_{AddNationalIssues};
};

TEST_F(NationalIssueViewTest, AnIssueIsWhatItsEventsSay) {
  SubmitAndAnswer();
  CloseAndCorrect();

  EXPECT_EQ(ToText(Read(bench_.Head())), ToText(FromText<v1::NationalIssue>(R"(
    name: '~/nationalIssues/1' owner: '~/organisations/2421' state: NATIONAL_ISSUE_STATE_CLOSED
    title: 'Uttag' text: 'Nära' asked_for: 'Fler' grounds: 'Alla' raised_on @2017-05-01
    backers: '~/organisations/2422'
    rounds {
      entry: 4 agency: '~/organisations/pts' submitted_on @2017-08-01 reference: 'F' corrected: true
      answers { entry: 5 answered_on @2018-02-02 text: 'G' corrected: true }
    }
    rounds { entry: 7 agency: '~/organisations/boverket' submitted_on @2018-04-01 }
    outcome: NATIONAL_ISSUE_OUTCOME_LAPSED closed_on @2019-01-01
    links: '~/plans/2' revision: 20
  )")));
}

TEST_F(NationalIssueViewTest, WhereItIsFollowsFromItsRoundsAndAnswers) {
  Raise("1", "2017-06-01");
  EXPECT_EQ(StateNow(), v1::NATIONAL_ISSUE_STATE_RAISED);
  On<v1::SubmitNationalIssueRequest>("1", "agency: '~/organisations/pts' submitted_on @2017-07-01");
  EXPECT_EQ(StateNow(), v1::NATIONAL_ISSUE_STATE_SUBMITTED);
  On<v1::AnswerNationalIssueRequest>("1", "round: 1 answered_on @2018-02-01 text: 'D'");
  EXPECT_EQ(StateNow(), v1::NATIONAL_ISSUE_STATE_ANSWERED);
  On<v1::SubmitNationalIssueRequest>("1",
                                     "agency: '~/organisations/boverket' submitted_on @2017-07-01");
  EXPECT_EQ(StateNow(), v1::NATIONAL_ISSUE_STATE_SUBMITTED);
  On<v1::CloseNationalIssueRequest>("1", "conclusion { outcome: NATIONAL_ISSUE_OUTCOME_ACHIEVED }");
  EXPECT_EQ(StateNow(), v1::NATIONAL_ISSUE_STATE_CLOSED);
  On<v1::EditNationalIssueRequest>("1", "expected_revision: 4 edits { remove_entry: 3 }");
  EXPECT_EQ(StateNow(), v1::NATIONAL_ISSUE_STATE_CLOSED);
  On<v1::ReopenNationalIssueRequest>("1", "");
  EXPECT_EQ(StateNow(), v1::NATIONAL_ISSUE_STATE_ANSWERED);
  On<v1::EditNationalIssueRequest>("1", "expected_revision: 6 edits { remove_entry: 2 }");
  EXPECT_EQ(StateNow(), v1::NATIONAL_ISSUE_STATE_SUBMITTED);
  On<v1::EditNationalIssueRequest>("1", "expected_revision: 7 edits { remove_entry: 1 }");
  EXPECT_EQ(StateNow(), v1::NATIONAL_ISSUE_STATE_RAISED);
  On<v1::WithdrawNationalIssueRequest>("1", "");
  EXPECT_EQ(StateNow(), v1::NATIONAL_ISSUE_STATE_WITHDRAWN);
}

TEST_F(NationalIssueViewTest, IndexesMoveWithWhatTheyAreAbout) {
  SubmitAndAnswer();
  EXPECT_THAT(Listed(kByOrganisationTable, OrganisationPrefix("2425")), IsEmpty());
  EXPECT_THAT(Listed(kByOrganisationTable, OrganisationPrefix("2422")), ElementsAre(kOne));
  EXPECT_THAT(Listed(kByOrganisationTable, OrganisationPrefix("2421")), ElementsAre(kOne));
  EXPECT_THAT(Listed(kByAgencyTable, OrganisationPrefix("boverket")), ElementsAre(kOne));
  EXPECT_THAT(Listed(kByYearTable, NumberKey(2019)), IsEmpty());
  EXPECT_THAT(Listed(kByStateTable, NumberKey(v1::NATIONAL_ISSUE_STATE_SUBMITTED)),
              ElementsAre(kOne));

  CloseAndCorrect();
  On<v1::EditNationalIssueRequest>("1", "expected_revision: 20 edits { remove_entry: 7 }");

  EXPECT_THAT(Listed(kByAgencyTable, OrganisationPrefix("boverket")), IsEmpty());
  EXPECT_THAT(Listed(kByAgencyTable, OrganisationPrefix("pts")), ElementsAre(kOne));
  EXPECT_THAT(Listed(kByYearTable, NumberKey(2019)), ElementsAre(kOne));
  EXPECT_THAT(Listed(kByStateTable, NumberKey(v1::NATIONAL_ISSUE_STATE_SUBMITTED)), IsEmpty());
  EXPECT_THAT(Listed(kByStateTable, NumberKey(v1::NATIONAL_ISSUE_STATE_CLOSED)), ElementsAre(kOne));
}

TEST_F(NationalIssueViewTest, IssuesAreListedByTheDayTheyWereRaised) {
  Raise("1", "2018-06-01");
  Raise("2", "2017-06-01");
  Raise("3", "2018-06-01");

  On<v1::EditNationalIssueRequest>("3", "expected_revision: 0 edits { raised_on @2016-01-01 }");

  const std::string prefix = "partnerships/vasterbotten/nationalIssues/";
  EXPECT_THAT(Listed(kByDayTable, ""), ElementsAre(prefix + "3", prefix + "2", prefix + "1"));
}

TEST_F(NationalIssueViewTest, ItsLinksAreReadBothWaysUntilItIsWithdrawn) {
  Raise("1", "2017-06-01");
  EXPECT_THAT(bench_.Links("nationalIssues/1"), ElementsAre("nationalIssues/1 links plans/1"));
  EXPECT_THAT(bench_.Links("plans/1"), ElementsAre("nationalIssues/1 links plans/1"));
  EXPECT_EQ(bench_.TitleOf("nationalIssues/1"), "Kontanter");
  EXPECT_EQ(bench_.TitleOf("nationalIssues/2"), "");

  On<v1::BackNationalIssueRequest>("1", "organisation: '~/organisations/2425'");
  On<v1::EditNationalIssueRequest>("1",
                                   "expected_revision: 1 edits { links { links: '~/plans/2' } }");
  EXPECT_THAT(bench_.Links("plans/1"), IsEmpty());
  EXPECT_THAT(bench_.Links("plans/2"), ElementsAre("nationalIssues/1 links plans/2"));

  On<v1::WithdrawNationalIssueRequest>("1", "");
  EXPECT_THAT(bench_.Links("plans/2"), IsEmpty());
}

TEST_F(NationalIssueViewTest, AsOfEveryPositionItIsWhatTheEventsUpToThereSay) {
  TellTheWholeStory();

  for (Position at(0); at <= bench_.Head(); at = at + 1) {
    EXPECT_EQ(bench_.Rows(at), bench_.FoldedRows(at)) << "position " << at.value();
  }
}

TEST_F(NationalIssueViewTest, BuildingItAnewGivesTheSameRowsAtEveryPosition) {
  TellTheWholeStory();
  std::vector<std::vector<std::string>> before;
  for (Position at(0); at <= bench_.Head(); at = at + 1) before.push_back(bench_.Rows(at));

  bench_.Rebuild();

  for (Position at(0); at <= bench_.Head(); at = at + 1) {
    EXPECT_EQ(bench_.Rows(at), before[at.value()]) << "position " << at.value();
  }
}

TEST_F(NationalIssueViewTest, AnEventOfALaterVersionRaisesTheRevisionAndNothingElse) {
  Raise("1", "2018-06-01");
  v1::NationalIssue expected = Read(bench_.Head());
  expected.set_revision(1);

  bench_.Exists("nationalIssues/1");  // An event of a type that this program does not know.

  EXPECT_EQ(ToText(Read(bench_.Head())), ToText(expected));
}

TEST(YearsOfTest, AreThoseInWhichSomethingHappened) {
  EXPECT_THAT(YearsOf(FromText<v1::NationalIssue>(
                  "raised_on @2015-01-01 rounds { submitted_on @2016-01-01 answers { answered_on "
                  "@2018-01-01 } } closed_on @2019-01-01")),
              ElementsAre(2015, 2016, 2018, 2019));
}

TEST(SeenByTest, AnAgencySeesItsOwnRoundsAndTheStateOfThose) {
  const auto issue = FromText<v1::NationalIssue>(
      "state: NATIONAL_ISSUE_STATE_SUBMITTED rounds { entry: 1 agency: 'a' answers { entry: 2 } }"
      "rounds { entry: 3 agency: 'b' } title: 'T'");

  EXPECT_EQ(ToText(SeenBy("a", issue)),
            ToText(FromText<v1::NationalIssue>(
                "state: NATIONAL_ISSUE_STATE_ANSWERED rounds { entry: 1 agency: 'a' "
                "answers { entry: 2 } } title: 'T'")));
  EXPECT_EQ(SeenBy("b", issue).state(), v1::NATIONAL_ISSUE_STATE_SUBMITTED);
  EXPECT_THAT(SeenBy("c", issue).rounds(), IsEmpty());
}

}  // namespace
}  // namespace samverk::national_issues
