#include "services/initiatives/initiative_service.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "samverk/v1/audit.pb.h"
#include "samverk/v1/initiative.pb.h"
#include "services/access/access.h"
#include "services/initiatives/initiative_rules.h"
#include "services/rpc/limits.h"
#include "services/runtime/read_point.h"
#include "services/runtime/rule_checks.h"
#include "services/runtime/testing/from_text.h"
#include "services/testing/in_process_server.h"
#include "services/testing/requests.h"
#include "storage/event_log/log_reasons.h"

namespace samverk::initiatives {
namespace {

using runtime::FromText;
using runtime::With;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using v1::CommandResult;

const char kPeriod[] = "period { start_date @2018-01-01 end_date @2021-01-01 } ";

class InitiativeServiceTest : public ::testing::Test {
 protected:
  InitiativeServiceTest() {
    for (const char* kommunkod : {"2421", "2422", "2404"}) {
      server_.AdmitMunicipality(kommunkod, "Kommun");
    }
  }

  // Gives a command that must succeed.
  template <typename Command>
  CommandResult Do(const std::string& text, const testing::Sending& sending = {}) {
    const absl::StatusOr<CommandResult> result = server_.Do(FromText<Command>(text), sending);
    EXPECT_OK(result);
    last_ = result.value_or(CommandResult());
    return last_;
  }

  static std::string Registering(const std::string& kommunkod, const std::string& but = kPeriod) {
    return "parent: '~' initiative_id: '" + testing::NewId() + "' owner: '~/organisations/" +
           kommunkod + "' title: 'Byalyft' " + but;
  }
  std::string Register(const std::string& kommunkod = "2421", const std::string& but = kPeriod) {
    return Do<v1::RegisterInitiativeRequest>(Registering(kommunkod, but)).name();
  }

  // What a query answers, including everything that was written.
  template <typename Response, typename Request>
  absl::StatusOr<Response> Ask(Request request, const testing::Sending& sending = {}) {
    if (!request.read().has_min_position()) {
      *request.mutable_read()->mutable_min_position() = last_.position();
    }
    return server_.Ask<Response>(request, sending);
  }
  v1::Initiative Get(const std::string& name) {
    const auto response =
        Ask<v1::GetInitiativeResponse>(FromText<v1::GetInitiativeRequest>("name: '" + name + "'"));
    EXPECT_OK(response);
    return response.value_or(v1::GetInitiativeResponse()).initiative();
  }
  std::vector<std::string> List(const std::string& filter) {
    auto request = FromText<v1::ListInitiativesRequest>("parent: '~' " + filter);
    std::vector<std::string> names;
    do {
      const auto page = Ask<v1::ListInitiativesResponse>(request);
      if (!page.ok()) return {page.status().ToString()};
      for (const v1::Initiative& each : page->initiatives()) names.push_back(each.name());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return names;
  }

  testing::InProcessServer server_;
  CommandResult last_;
};

TEST_F(InitiativeServiceTest, EveryCommandIsAnswered) {
  const std::string initiative = Register(
      "2421", std::string(kPeriod) +
                  "partners: '~/organisations/2422' fundings { source: 'EU' amount_sek: 400000 }");
  const std::string name = "name: '" + initiative + "' ";
  EXPECT_EQ(last_.revision(), 1);
  EXPECT_EQ(Get(initiative).fundings(0).entry(), 1);
  Do<v1::ReportInitiativeResultRequest>(
      name + "result { day @2019-09-01 text: 'Tre ombud' links: '~/organisations/2404' }");
  Do<v1::EndInitiativeRequest>(
      name +
      "ending { ended_on @2019-09-30 outcome: 'Klart' cooperations { text: 'Delad chaufför' "
      "organisations: '~/organisations/2422' } }");
  EXPECT_EQ(Get(initiative).state(), v1::INITIATIVE_STATE_ENDED);
  const CommandResult edited = Do<v1::EditInitiativeRequest>(
      name +
      "expected_revision: 3 edits { title: 'Bylyft' } edits { partner { organisation: "
      "'~/organisations/2421' takes_part: true } }");
  EXPECT_THAT(edited.outcomes(),
              ElementsAre(v1::EDIT_OUTCOME_ACCEPTED, v1::EDIT_OUTCOME_CONVERGED));
  EXPECT_EQ(Get(initiative).title(), "Bylyft");
  EXPECT_EQ(Get(initiative).result_count(), 1);
  Do<v1::ReopenInitiativeRequest>(name);
  EXPECT_FALSE(Get(initiative).has_ending());
  Do<v1::WithdrawInitiativeRequest>(name);
  EXPECT_EQ(Get(initiative).state(), v1::INITIATIVE_STATE_WITHDRAWN);
}

TEST_F(InitiativeServiceTest, RefusalsArriveWithTheirReasons) {
  const std::string initiative = Register();
  const std::string missing = "partnerships/vasterbotten/initiatives/" + testing::NewId();
  auto edit = FromText<v1::EditInitiativeRequest>("name: '" + initiative +
                                                  "' expected_revision: 7 edits { title: 'A' }");

  EXPECT_THAT(server_.Do(edit), IsRefused(storage::kStaleRevision));
  edit.clear_expected_revision();
  EXPECT_THAT(server_.Do(edit), IsRefused(runtime::kBaseRequired));
  EXPECT_THAT(
      Ask<v1::GetInitiativeResponse>(FromText<v1::GetInitiativeRequest>("name: '" + missing + "'")),
      IsRefused(kInitiativeNotFound));
  EXPECT_THAT(Ask<v1::ListInitiativeResultsResponse>(
                  FromText<v1::ListInitiativeResultsRequest>("parent: '" + missing + "'")),
              IsRefused(kInitiativeNotFound));
  EXPECT_THAT(server_.Do(FromText<v1::WithdrawInitiativeRequest>("name: '" + missing + "'")),
              IsRefused(kInitiativeNotFound));
}

TEST_F(InitiativeServiceTest, TheOwnerAndTheRegionEditAndPartnersReport) {
  const testing::Sending own = {.act_as = "officer@2421"};
  const testing::Sending partner = {.act_as = "officer@2422"};
  const testing::Sending leader = {.act_as = "process-leader@region-vasterbotten"};
  const testing::Sending village = {.act_as = "local-actor@byn"};
  EXPECT_THAT(server_.Do(FromText<v1::RegisterInitiativeRequest>(Registering("2421")), partner),
              IsRefused(access::kAccessDenied));
  const std::string initiative =
      Do<v1::RegisterInitiativeRequest>(
          Registering("2421", std::string(kPeriod) + "partners: '~/organisations/2422'"), own)
          .name();
  const std::string name = "name: '" + initiative + "' ";
  const auto edit =
      FromText<v1::EditInitiativeRequest>(name + "expected_revision: 0 edits { title: 'Ny' }");
  for (const testing::Sending& sending : {partner, village}) {
    EXPECT_THAT(server_.Do(edit, sending), IsRefused(access::kAccessDenied));
  }
  EXPECT_OK(server_.Do(edit, leader));
  const auto report = FromText<v1::ReportInitiativeResultRequest>(
      name + "result { day @2019-09-01 text: 'Tre ombud' }");
  EXPECT_OK(server_.Do(report, partner));
  EXPECT_THAT(server_.Do(report, {.act_as = "officer@2404"}),
              IsRefused(runtime::kNotYourOrganisation));
  EXPECT_THAT(server_.Do(report, village), IsRefused(access::kAccessDenied));
  EXPECT_THAT(server_.Do(report, {.act_as = "auditor"}), IsRefused(access::kAccessDenied));
  const auto get = FromText<v1::GetInitiativeRequest>(name);
  EXPECT_OK(Ask<v1::GetInitiativeResponse>(get, village));
  EXPECT_OK(Ask<v1::GetInitiativeResponse>(get, {.act_as = "auditor"}));
  EXPECT_THAT(Ask<v1::GetInitiativeResponse>(get, {.act_as = "agency-contact"}),
              IsRefused(access::kAccessDenied));
}

TEST_F(InitiativeServiceTest, ARepeatedRegistrationGetsTheIdenticalAnswerAlsoAfterARestart) {
  auto request = FromText<v1::RegisterInitiativeRequest>(
      Registering("2421", std::string(kPeriod) + "fundings { source: 'EU' }"));
  request.set_request_id(testing::NewId());

  ASSERT_OK_AND_ASSIGN(const CommandResult first, server_.Do(request));
  ASSERT_OK_AND_ASSIGN(const CommandResult second, server_.Do(request));
  server_.Restart();
  ASSERT_OK_AND_ASSIGN(const CommandResult third, server_.Do(request));

  EXPECT_EQ(second.SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(third.SerializeAsString(), first.SerializeAsString());
  last_ = third;
  EXPECT_EQ(Get(third.name()).fundings_size(), 1);
}

TEST_F(InitiativeServiceTest, InitiativesAreFoundByWhatIsAsked) {
  const std::string place = Register("2404");  // Stands for one: there are no places yet.
  const std::string a = Register(
      "2421",
      "period { start_date @2016-06-01 end_date @2018-01-01 } partners: '~/organisations/2422'");
  const std::string b = Register(
      "2422", "period { start_date @2017-01-01 end_date @2019-01-02 } links: '" + place + "'");
  const std::string gone =
      Register("2422", "period { start_date @2017-01-01 end_date @2018-01-01 }");
  Do<v1::WithdrawInitiativeRequest>("name: '" + gone + "'");
  Do<v1::EndInitiativeRequest>("name: '" + a +
                               "' ending { ended_on @2017-12-31 outcome: 'Klart' }");
  const std::string sorsele = "organisation: '~/organisations/2422' ";

  EXPECT_THAT(List(""), ElementsAre(a, b, place));
  EXPECT_THAT(List("page_size: 1"), ElementsAre(a, b, place));
  EXPECT_THAT(List(sorsele), ElementsAre(a, b));
  EXPECT_THAT(List("organisation: '~/organisations/2421'"), ElementsAre(a));
  EXPECT_THAT(List("year: 2015"), IsEmpty());
  EXPECT_THAT(List("year: 2016"), ElementsAre(a));
  EXPECT_THAT(List("year: 2017"), ElementsAre(a, b));
  EXPECT_THAT(List("year: 2018"), ElementsAre(b, place));
  EXPECT_THAT(List("year: 2019"), ElementsAre(b, place));
  EXPECT_THAT(List(sorsele + "year: 2016"), ElementsAre(a));
  EXPECT_THAT(List("linked_to: '" + place + "'"), ElementsAre(b));
  EXPECT_THAT(List(sorsele + "year: 2016 linked_to: '" + place + "'"), IsEmpty());
  EXPECT_THAT(List("state: INITIATIVE_STATE_ENDED"), ElementsAre(a));
  EXPECT_THAT(List("state: INITIATIVE_STATE_ONGOING"), ElementsAre(b, place));
  EXPECT_THAT(List("state: INITIATIVE_STATE_WITHDRAWN"), ElementsAre(gone));
  EXPECT_THAT(List("place: '~/places/" + testing::NewId() + "'"), IsEmpty());
  EXPECT_THAT(List("place: '~/places/1' linked_to: '" + place + "'"), IsEmpty());
}

TEST_F(InitiativeServiceTest, ResultsAreListedInPagesThatAreNotTooLarge) {
  const std::string initiative = Register();
  std::string text;
  for (int i = 0; i < 2000; ++i) text += "å";
  constexpr int kResults = 300;  // More than a megabyte.
  for (int i = 0; i < kResults; ++i) {
    Do<v1::ReportInitiativeResultRequest>("name: '" + initiative +
                                          "' result { day @2019-09-01 text: '" + text + "' }");
  }
  auto request = FromText<v1::ListInitiativeResultsRequest>("page_size: 500");
  request.set_parent(initiative);
  std::vector<int64_t> entries;
  int pages = 0;
  do {
    const auto page = Ask<v1::ListInitiativeResultsResponse>(request);
    ASSERT_OK(page);
    EXPECT_LT(page->ByteSizeLong(), rpc::kPageBytesMax + 10'000);
    for (const v1::InitiativeResultEntry& each : page->results()) entries.push_back(each.entry());
    request.set_page_token(page->next_page_token());
    ++pages;
  } while (!request.page_token().empty());

  EXPECT_EQ(pages, 2);
  ASSERT_EQ(entries.size(), kResults);
  for (int i = 0; i < kResults; ++i) EXPECT_EQ(entries[static_cast<size_t>(i)], i + 1);
}

TEST_F(InitiativeServiceTest, LaterPagesAreOfTheStateOfTheFirst) {
  std::vector<std::string> wanted;
  for (int day = 11; day <= 17; ++day) {
    wanted.push_back(Register(
        "2421", absl::StrCat("period { start_date @2019-03-", day, " end_date @2019-04-01 }")));
  }
  auto request = FromText<v1::ListInitiativesRequest>("parent: '~' year: 2019 page_size: 3");
  std::vector<std::string> names;
  for (int page_number = 0; page_number < 3; ++page_number) {
    ASSERT_OK_AND_ASSIGN(const auto page, Ask<v1::ListInitiativesResponse>(request));
    for (const v1::Initiative& each : page.initiatives()) names.push_back(each.name());
    request.set_page_token(page.next_page_token());
    // What happens between the pages is not in them.
    Register("2421", "period { start_date @2019-03-20 end_date @2019-04-01 }");
    Do<v1::WithdrawInitiativeRequest>("name: '" + wanted[6 - static_cast<size_t>(page_number)] +
                                      "'");
  }
  EXPECT_EQ(names, wanted);
  EXPECT_EQ(request.page_token(), "");

  request = FromText<v1::ListInitiativesRequest>("parent: '~' page_size: 1");
  ASSERT_OK_AND_ASSIGN(const auto first, Ask<v1::ListInitiativesResponse>(request));
  request.set_page_token(first.next_page_token());
  EXPECT_THAT(Ask<v1::ListInitiativesResponse>(With(request, "year: 2019")),
              IsRefused(runtime::kPageTokenInvalid));
}

TEST_F(InitiativeServiceTest, WhatIsRegisteredForAnotherSaysForWhom) {
  const std::string initiative = Register(
      "2421", std::string(kPeriod) + "provenance { on_behalf_of: '~/organisations/2404' }");

  ASSERT_OK_AND_ASSIGN(const auto history,
                       server_.Ask<v1::GetHistoryResponse>(
                           FromText<v1::GetHistoryRequest>("name: '" + initiative + "'")));
  ASSERT_EQ(history.events_size(), 1);
  EXPECT_EQ(history.events(0).metadata().provenance().on_behalf_of(),
            "partnerships/vasterbotten/organisations/2404");
  EXPECT_EQ(history.events(0).owner(), "partnerships/vasterbotten/organisations/2421");
}

}  // namespace
}  // namespace samverk::initiatives
