#include "services/national_issues/national_issue_service.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "samverk/v1/national_issue.pb.h"
#include "samverk/v1/partnership.pb.h"
#include "services/access/access.h"
#include "services/national_issues/national_issue_rules.h"
#include "services/runtime/read_point.h"
#include "services/runtime/rule_checks.h"
#include "services/runtime/testing/from_text.h"
#include "services/testing/in_process_server.h"
#include "services/testing/requests.h"
#include "storage/event_log/log_reasons.h"

namespace samverk::national_issues {
namespace {

using runtime::FromText;
using runtime::ToText;
using runtime::With;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using v1::CommandResult;

const testing::Sending& Pts() {
  static const auto& sending = *new testing::Sending{.act_as = "agency-contact@pts"};
  return sending;
}
const testing::Sending& Boverket() {
  static const auto& sending = *new testing::Sending{.act_as = "agency-contact@boverket"};
  return sending;
}

class NationalIssueServiceTest : public ::testing::Test {
 protected:
  NationalIssueServiceTest() {
    server_.AdmitMunicipality("2421", "Storumans kommun");
    server_.AdmitMunicipality("2422", "Sorsele kommun");
    for (const char* agency : {"pts", "boverket"}) {
      Do<v1::AdmitOrganisationRequest>(
          absl::StrCat("parent: '~' kind: ORGANISATION_KIND_NATIONAL_AGENCY organisation_id: '",
                       agency, "' display_name: '", agency, "' joined_on @2016-01-01"));
    }
  }

  // Gives a command that must succeed.
  template <typename Command>
  CommandResult Do(const std::string& text, const testing::Sending& sending = {}) {
    const absl::StatusOr<CommandResult> result = server_.Do(FromText<Command>(text), sending);
    EXPECT_OK(result);
    return result.value_or(CommandResult());
  }
  template <typename Command>
  CommandResult On(const std::string& name, const std::string& text = "",
                   const testing::Sending& sending = {}) {
    return Do<Command>("name: '" + name + "' " + text, sending);
  }

  CommandResult Raise(const std::string& kommunkod = "2421",
                      const std::string& day = "2018-01-01") {
    return Do<v1::RaiseNationalIssueRequest>(absl::StrCat(
        "parent: '~' national_issue_id: '", testing::NewId(), "' owner: '~/organisations/",
        kommunkod, "' title: 'Kontanter' asked_for: 'Ombud' raised_on @", day));
  }

  CommandResult SubmitTo(const std::string& agency, const std::string& name,
                         const std::string& day = "2018-02-01") {
    return On<v1::SubmitNationalIssueRequest>(
        name,
        absl::StrCat("agency: '~/organisations/", agency, "' submitted_on @", day, " text: 'Se'"));
  }

  absl::StatusOr<v1::NationalIssue> Get(const std::string& name, const CommandResult& seen,
                                        const testing::Sending& sending = {}) {
    v1::GetNationalIssueRequest request;
    request.set_name(name);
    *request.mutable_read()->mutable_min_position() = seen.position();
    const auto response = server_.Ask<v1::GetNationalIssueResponse>(request, sending);
    if (!response.ok()) return response.status();
    return response->national_issue();
  }

  // The names on all pages of a list.
  std::vector<std::string> ListAll(const std::string& filter, const CommandResult& seen,
                                   const testing::Sending& sending = {}) {
    auto request = FromText<v1::ListNationalIssuesRequest>("parent: '~' " + filter);
    *request.mutable_read()->mutable_min_position() = seen.position();
    std::vector<std::string> names;
    do {
      const auto page = server_.Ask<v1::ListNationalIssuesResponse>(request, sending);
      if (!page.ok()) return {page.status().ToString()};
      for (const v1::NationalIssue& each : page->national_issues()) names.push_back(each.name());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return names;
  }

  testing::InProcessServer server_;
};

TEST_F(NationalIssueServiceTest, EveryCommandIsAnswered) {
  const testing::Sending officer = {.act_as = "officer@2421"};
  const std::string name =
      Do<v1::RaiseNationalIssueRequest>(
          absl::StrCat("parent: '~' national_issue_id: '", testing::NewId(),
                       "' owner: '~/organisations/2421' title: 'Kontanter' asked_for: 'Ombud'"),
          officer)
          .name();
  const std::string sorsele = "organisation: '~/organisations/2422'";
  On<v1::BackNationalIssueRequest>(name, sorsele, {.act_as = "officer@2422"});
  On<v1::TakeBackBackingRequest>(name, sorsele, {.act_as = "officer@2422"});
  On<v1::SubmitNationalIssueRequest>(name, "agency: '~/organisations/pts' submitted_on @2019-10-01",
                                     officer);
  On<v1::AnswerNationalIssueRequest>(name, "round: 3 answered_on @2019-10-02 text: 'Snart'",
                                     {.act_as = "process-leader"});
  On<v1::AnswerNationalIssueRequest>(name, "round: 3 answered_on @2019-10-05 text: 'Nej'", Pts());
  On<v1::CloseNationalIssueRequest>(
      name, "conclusion { outcome: NATIONAL_ISSUE_OUTCOME_NOT_ACHIEVED }", officer);
  On<v1::ReopenNationalIssueRequest>(name, "", officer);
  const CommandResult edited = On<v1::EditNationalIssueRequest>(
      name, "expected_revision: 7 edits { title: 'Uttag' } edits { grounds: '' }", officer);

  EXPECT_THAT(edited.outcomes(),
              ElementsAre(v1::EDIT_OUTCOME_ACCEPTED, v1::EDIT_OUTCOME_CONVERGED));
  ASSERT_OK_AND_ASSIGN(const v1::NationalIssue issue, Get(name, edited));
  EXPECT_EQ(issue.state(), v1::NATIONAL_ISSUE_STATE_ANSWERED);
  ASSERT_THAT(issue.rounds(), SizeIs(1));
  ASSERT_THAT(issue.rounds(0).answers(), SizeIs(2));
  EXPECT_FALSE(issue.rounds(0).answers(0).by_agency());
  EXPECT_TRUE(issue.rounds(0).answers(1).by_agency());
  const CommandResult withdrawn = On<v1::WithdrawNationalIssueRequest>(name, "", officer);
  EXPECT_EQ(Get(name, withdrawn)->state(), v1::NATIONAL_ISSUE_STATE_WITHDRAWN);
}

TEST_F(NationalIssueServiceTest, AnAgencyLearnsOfAnIssueWhenItIsSubmittedToIt) {
  const CommandResult raised = Raise();
  const std::string& name = raised.name();
  const std::string unknown = "partnerships/vasterbotten/nationalIssues/" + testing::NewId();
  const absl::Status missing = Get(unknown, raised, Pts()).status();
  EXPECT_THAT(missing, IsRefused(kNationalIssueNotFound));

  EXPECT_THAT(Get(name, raised, Pts()), IsRefused(kNationalIssueNotFound));
  EXPECT_THAT(ListAll("", raised, Pts()), IsEmpty());
  const CommandResult submitted = SubmitTo("pts", name);
  EXPECT_OK(Get(name, submitted, Pts()));
  EXPECT_THAT(ListAll("", submitted, Pts()), ElementsAre(name));
  EXPECT_THAT(Get(name, submitted, Boverket()), IsRefused(kNationalIssueNotFound));
  EXPECT_THAT(ListAll("", submitted, Boverket()), IsEmpty());

  // And what it was before that stays unknown.
  v1::GetNationalIssueRequest before;
  before.set_name(name);
  *before.mutable_read()->mutable_as_of()->mutable_position() = raised.position();
  EXPECT_THAT(server_.Ask<v1::GetNationalIssueResponse>(before, Pts()),
              IsRefused(kNationalIssueNotFound));
  EXPECT_OK(server_.Ask<v1::GetNationalIssueResponse>(before));
}

TEST_F(NationalIssueServiceTest, AnAgencySeesNoRoundsOfOthers) {
  const std::string name = Raise().name();
  SubmitTo("pts", name);
  On<v1::AnswerNationalIssueRequest>(name, "round: 1 answered_on @2018-03-01 text: 'Nej'");
  const CommandResult submitted = SubmitTo("boverket", name, "2018-04-01");

  ASSERT_OK_AND_ASSIGN(const v1::NationalIssue of_pts, Get(name, submitted, Pts()));
  ASSERT_THAT(of_pts.rounds(), SizeIs(1));
  EXPECT_EQ(of_pts.rounds(0).entry(), 1);
  EXPECT_EQ(of_pts.state(), v1::NATIONAL_ISSUE_STATE_ANSWERED);
  ASSERT_OK_AND_ASSIGN(const v1::NationalIssue of_boverket, Get(name, submitted, Boverket()));
  ASSERT_THAT(of_boverket.rounds(), SizeIs(1));
  EXPECT_EQ(of_boverket.rounds(0).entry(), 3);
  EXPECT_EQ(of_boverket.state(), v1::NATIONAL_ISSUE_STATE_SUBMITTED);

  EXPECT_THAT(ListAll("state: NATIONAL_ISSUE_STATE_ANSWERED", submitted, Pts()), ElementsAre(name));
  EXPECT_THAT(ListAll("state: NATIONAL_ISSUE_STATE_ANSWERED", submitted, Boverket()), IsEmpty());
  EXPECT_THAT(ListAll("agency: '~/organisations/boverket'", submitted, Pts()), IsEmpty());
}

TEST_F(NationalIssueServiceTest, AnAgencyAnswersWhatWasSubmittedToItAndNothingElse) {
  const std::string name = Raise().name();
  const auto answer = FromText<v1::AnswerNationalIssueRequest>(
      "name: '" + name + "' round: 1 answered_on @2018-03-01 text: 'Ja'");
  const std::string unknown = "partnerships/vasterbotten/nationalIssues/" + testing::NewId();
  const auto missing = [&](const testing::Sending& sending) {
    return server_.Do(With(answer, "name: '" + unknown + "'"), sending).status();
  };
  EXPECT_THAT(missing(Pts()), IsRefused(kNationalIssueNotFound));

  EXPECT_THAT(server_.Do(answer, Pts()), IsRefused(kNationalIssueNotFound));
  SubmitTo("pts", name);
  EXPECT_THAT(server_.Do(answer, Boverket()), IsRefused(kNationalIssueNotFound));
  EXPECT_THAT(server_.Do(With(answer, "round: 99"), Boverket()), IsRefused(kNationalIssueNotFound));
  EXPECT_OK(server_.Do(answer, Pts()));
  EXPECT_THAT(server_.Do(answer, {.act_as = "agency-contact"}), IsRefused(access::kAccessDenied));
}

TEST_F(NationalIssueServiceTest, AnAgencyMayDoNothingElse) {
  const CommandResult submitted = SubmitTo("pts", Raise().name());
  const std::string named = "name: '" + submitted.name() + "' ";
  const auto denied = IsRefused(access::kAccessDenied);

  EXPECT_THAT(server_.Do(FromText<v1::EditNationalIssueRequest>(
                             named + "expected_revision: 1 edits { title: 'A' }"),
                         Pts()),
              denied);
  EXPECT_THAT(server_.Do(FromText<v1::WithdrawNationalIssueRequest>(named), Pts()), denied);
  EXPECT_THAT(server_.Do(FromText<v1::BackNationalIssueRequest>(
                             named + "organisation: '~/organisations/pts'"),
                         Pts()),
              denied);
}

TEST_F(NationalIssueServiceTest, WhoMayDoWhat) {
  const CommandResult raised = Raise();
  const std::string named = "name: '" + raised.name() + "' ";
  const auto close = FromText<v1::CloseNationalIssueRequest>(
      named + "conclusion { outcome: NATIONAL_ISSUE_OUTCOME_LAPSED }");
  const auto back =
      FromText<v1::BackNationalIssueRequest>(named + "organisation: '~/organisations/2422'");

  EXPECT_THAT(server_.Do(close, {.act_as = "officer@2422"}), IsRefused(access::kAccessDenied));
  EXPECT_THAT(server_.Do(back, {.act_as = "auditor"}), IsRefused(access::kAccessDenied));
  EXPECT_THAT(server_.Do(back, {.act_as = "officer@2421"}),
              IsRefused(runtime::kNotYourOrganisation));
  EXPECT_THAT(server_.Do(With(back, "provenance { on_behalf_of: '~/organisations/2422' }"),
                         {.act_as = "officer@2421"}),
              IsRefused(runtime::kNotYourOrganisation));
  EXPECT_OK(server_.Do(back, {.act_as = "officer@2422"}));
  EXPECT_OK(Get(raised.name(), raised, {.act_as = "auditor"}));
  EXPECT_OK(Get(raised.name(), raised, {.act_as = "local-actor@byn"}));
  EXPECT_OK(server_.Do(close, {.act_as = "process-leader"}));
}

TEST_F(NationalIssueServiceTest, AListIsFilteredByStateOrganisationAgencyAndYear) {
  const std::string storuman = Raise("2421", "2017-05-01").name();
  SubmitTo("pts", storuman);
  const std::string sorsele = Raise("2422", "2018-05-01").name();
  On<v1::BackNationalIssueRequest>(sorsele, "organisation: '~/organisations/2421'");
  const std::string withdrawn = Raise("2421", "2016-01-01").name();
  const CommandResult end = On<v1::WithdrawNationalIssueRequest>(withdrawn);

  EXPECT_THAT(ListAll("", end), ElementsAre(storuman, sorsele));
  EXPECT_THAT(ListAll("page_size: 1", end), ElementsAre(storuman, sorsele));
  EXPECT_THAT(ListAll("organisation: '~/organisations/2421'", end), ElementsAre(storuman, sorsele));
  EXPECT_THAT(ListAll("organisation: '~/organisations/2422'", end), ElementsAre(sorsele));
  EXPECT_THAT(ListAll("agency: '~/organisations/pts'", end), ElementsAre(storuman));
  EXPECT_THAT(ListAll("agency: '~/organisations/pts' organisation: '~/organisations/2422'", end),
              IsEmpty());
  EXPECT_THAT(ListAll("agency: '~/organisations/boverket'", end), IsEmpty());
  EXPECT_THAT(ListAll("year: 2017", end), ElementsAre(storuman));
  EXPECT_THAT(ListAll("year: 2018", end), ElementsAre(storuman, sorsele));
  EXPECT_THAT(ListAll("year: 2018 organisation: '~/organisations/2422'", end),
              ElementsAre(sorsele));
  EXPECT_THAT(ListAll("year: 2019", end), IsEmpty());
  EXPECT_THAT(ListAll("state: NATIONAL_ISSUE_STATE_SUBMITTED", end), ElementsAre(storuman));
  EXPECT_THAT(ListAll("state: NATIONAL_ISSUE_STATE_RAISED year: 2017", end), IsEmpty());
  EXPECT_THAT(ListAll("state: NATIONAL_ISSUE_STATE_WITHDRAWN", end), ElementsAre(withdrawn));
}

TEST_F(NationalIssueServiceTest, RefusalsArriveWithTheirReasons) {
  const CommandResult raised = Raise();
  auto edit = FromText<v1::EditNationalIssueRequest>("name: '" + raised.name() +
                                                     "' expected_revision: 1 edits { title: 'A' }");
  EXPECT_THAT(server_.Do(edit), IsRefused(storage::kStaleRevision));
  edit.clear_expected_revision();
  EXPECT_THAT(server_.Do(edit), IsRefused(runtime::kBaseRequired));
  EXPECT_THAT(Get("partnerships/vasterbotten/nationalIssues/" + testing::NewId(), raised),
              IsRefused(kNationalIssueNotFound));
}

TEST_F(NationalIssueServiceTest, LaterPagesAreOfTheStateOfTheFirst) {
  const std::string first_name = Raise("2421", "2017-05-01").name();
  const CommandResult last = Raise("2421", "2018-05-01");
  auto request = FromText<v1::ListNationalIssuesRequest>("parent: '~' page_size: 1");
  *request.mutable_read()->mutable_min_position() = last.position();
  ASSERT_OK_AND_ASSIGN(const auto first, server_.Ask<v1::ListNationalIssuesResponse>(request));
  ASSERT_THAT(first.national_issues(), SizeIs(1));
  EXPECT_EQ(first.national_issues(0).name(), first_name);
  On<v1::WithdrawNationalIssueRequest>(last.name());
  request.set_page_token(first.next_page_token());

  ASSERT_OK_AND_ASSIGN(const auto second, server_.Ask<v1::ListNationalIssuesResponse>(request));

  ASSERT_THAT(second.national_issues(), SizeIs(1));
  EXPECT_EQ(second.national_issues(0).name(), last.name());
  EXPECT_EQ(second.national_issues(0).state(), v1::NATIONAL_ISSUE_STATE_RAISED);
  EXPECT_THAT(server_.Ask<v1::ListNationalIssuesResponse>(With(request, "year: 2018")),
              IsRefused(runtime::kPageTokenInvalid));
}

TEST_F(NationalIssueServiceTest, WhatItIsAboutIsLinkedAndReadBack) {
  const std::string first = Raise().name();
  const CommandResult linked = Do<v1::RaiseNationalIssueRequest>(absl::StrCat(
      "parent: '~' national_issue_id: '", testing::NewId(),
      "' owner: '~/organisations/2421' title: 'Apotek' asked_for: 'Ombud' links: '", first, "'"));

  EXPECT_THAT(Get(linked.name(), linked)->links(), ElementsAre(first));
  EXPECT_EQ(ToText(Get(linked.name(), linked)->raised_on()), "year: 2019\nmonth: 10\nday: 7\n");
}

}  // namespace
}  // namespace samverk::national_issues
