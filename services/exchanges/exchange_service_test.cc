#include "services/exchanges/exchange_service.h"

#include <string>
#include <vector>

#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "samverk/v1/exchange.pb.h"
#include "services/access/access.h"
#include "services/exchanges/exchange_rules.h"
#include "services/runtime/read_point.h"
#include "services/runtime/rule_checks.h"
#include "services/runtime/shape_reasons.h"
#include "services/runtime/testing/from_text.h"
#include "services/testing/in_process_server.h"
#include "services/testing/requests.h"
#include "storage/event_log/log_reasons.h"

namespace samverk::exchanges {
namespace {

using runtime::FromText;
using runtime::With;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using v1::CommandResult;

class ExchangeServiceTest : public ::testing::Test {
 protected:
  ExchangeServiceTest() {
    server_.AdmitMunicipality("2418", "Malå kommun");
    server_.AdmitMunicipality("2421", "Storumans kommun");
    server_.AdmitMunicipality("2422", "Sorsele kommun");
  }

  // Gives a command that must succeed.
  template <typename Command>
  CommandResult Do(const std::string& text, const std::string& act_as = "") {
    const absl::StatusOr<CommandResult> result =
        server_.Do(FromText<Command>(text), {.act_as = act_as});
    EXPECT_OK(result);
    return result.value_or(CommandResult());
  }

  CommandResult Share(const std::string& more = "", const std::string& act_as = "") {
    return Do<v1::ShareExperienceRequest>("parent: '~' exchange_id: '" + testing::NewId() +
                                              "' owner: '~/organisations/2421' title: 'Automat'"
                                              "problem: 'Macken lades ner' done: 'Byn byggde' " +
                                              more,
                                          act_as);
  }

  CommandResult Ask(const std::string& more = "", const std::string& act_as = "") {
    return Do<v1::AskQuestionRequest>(
        "parent: '~' exchange_id: '" + testing::NewId() +
            "' owner: '~/organisations/2421' title: 'Kontanter' text: 'Vem?' " + more,
        act_as);
  }

  // What a query for `result` answers, with everything that the result includes.
  v1::Exchange Get(const CommandResult& result) {
    v1::GetExchangeRequest request;
    request.set_name(result.name());
    *request.mutable_read()->mutable_min_position() = result.position();
    const auto response = server_.Ask<v1::GetExchangeResponse>(request);
    EXPECT_OK(response);
    return response.value_or(v1::GetExchangeResponse()).exchange();
  }

  absl::StatusOr<v1::ListExchangesResponse> List(const v1::ListExchangesRequest& request) {
    return server_.Ask<v1::ListExchangesResponse>(request);
  }

  // The names on all pages of a list, whose first page includes what `seen` includes.
  std::vector<std::string> ListAll(const std::string& filter, const CommandResult& seen) {
    auto request = FromText<v1::ListExchangesRequest>("parent: '~' " + filter);
    *request.mutable_read()->mutable_min_position() = seen.position();
    std::vector<std::string> names;
    do {
      const auto page = List(request);
      if (!page.ok()) return {page.status().ToString()};
      for (const v1::Exchange& exchange : page->exchanges()) names.push_back(exchange.name());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return names;
  }

  testing::InProcessServer server_;
};

TEST_F(ExchangeServiceTest, AnExperienceIsSharedAdoptedAndTellsWhatCameOfIt) {
  const std::string name = "name: '" + Share("", "officer@2421").name() + "' ";
  const std::string mala = name + "organisation: '~/organisations/2418' ";
  Do<v1::AnswerExchangeRequest>(mala + "text: 'Hjälpte oss'", "local-actor@2418");
  Do<v1::AdoptExchangeRequest>(mala + "how: 'Likadant'", "officer@2418");
  Do<v1::RecordAdoptionResultRequest>(mala + "result: 'Det gick'", "officer@2418");
  const CommandResult edited = Do<v1::EditExchangeRequest>(
      name + "expected_revision: 3 edits { advice: 'Sök tidigt' } edits { title: 'Automat' }",
      "officer@2421");

  EXPECT_THAT(edited.outcomes(),
              ElementsAre(v1::EDIT_OUTCOME_ACCEPTED, v1::EDIT_OUTCOME_CONVERGED));
  const v1::Exchange exchange = Get(edited);
  EXPECT_EQ(exchange.advice(), "Sök tidigt");
  EXPECT_EQ(exchange.state(), v1::EXCHANGE_STATE_SHARED);
  EXPECT_EQ(exchange.answer_count(), 1);
  ASSERT_EQ(exchange.adoptions_size(), 1);
  EXPECT_EQ(exchange.adoptions(0).result(), "Det gick");
  EXPECT_EQ(exchange.adoptions(0).adopted_on().day(), 7);
  EXPECT_EQ(exchange.revision(), 4);
  EXPECT_THAT(Get(Do<v1::WithdrawAdoptionRequest>(mala, "officer@2418")).adoptions(), IsEmpty());
  EXPECT_EQ(Get(Do<v1::WithdrawExchangeRequest>(name, "officer@2421")).state(),
            v1::EXCHANGE_STATE_WITHDRAWN);
}

TEST_F(ExchangeServiceTest, AQuestionIsAskedAnsweredClosedAndOpenedAgain) {
  const std::string name = "name: '" + Ask("", "local-actor@2421").name() + "' ";
  Do<v1::AnswerExchangeRequest>(name + "organisation: '~/organisations/2418' text: 'Vi'",
                                "officer@2418");
  Do<v1::CorrectExchangeAnswerRequest>(name + "entry: 1 text: 'Vi också'", "officer@2418");
  const CommandResult accepted = Do<v1::AcceptAnswerRequest>(name + "entry: 1", "local-actor@2421");
  EXPECT_EQ(Get(accepted).state(), v1::EXCHANGE_STATE_ANSWERED);
  EXPECT_EQ(Get(Do<v1::CloseQuestionRequest>(name, "local-actor@2421")).state(),
            v1::EXCHANGE_STATE_CLOSED);
  EXPECT_EQ(Get(Do<v1::ReopenQuestionRequest>(name, "local-actor@2421")).state(),
            v1::EXCHANGE_STATE_OPEN);
  EXPECT_EQ(
      Get(Do<v1::RemoveExchangeAnswerRequest>(name + "entry: 1", "officer@2418")).answer_count(),
      0);
}

TEST_F(ExchangeServiceTest, AnswersAreListedInPages) {
  const CommandResult asked = Ask();
  CommandResult last;
  for (const char* text : {"ett", "två", "tre"}) {
    last = Do<v1::AnswerExchangeRequest>(
        "name: '" + asked.name() + "' organisation: '~/organisations/2418' text: '" + text + "'");
  }

  auto request = FromText<v1::ListExchangeAnswersRequest>("page_size: 2");
  request.set_parent(asked.name());
  *request.mutable_read()->mutable_min_position() = last.position();
  ASSERT_OK_AND_ASSIGN(const auto first, server_.Ask<v1::ListExchangeAnswersResponse>(request));
  request.set_page_token(first.next_page_token());
  ASSERT_OK_AND_ASSIGN(const auto second, server_.Ask<v1::ListExchangeAnswersResponse>(request));

  ASSERT_EQ(first.answers_size(), 2);
  EXPECT_EQ(first.answers(0).text(), "ett");
  EXPECT_EQ(first.answers(1).text(), "två");
  ASSERT_EQ(second.answers_size(), 1);
  EXPECT_EQ(second.answers(0).text(), "tre");
  EXPECT_EQ(second.answers(0).entry(), 3);
  EXPECT_EQ(second.next_page_token(), "");
  request.clear_page_token();
  request.set_parent("partnerships/vasterbotten/exchanges/" + testing::NewId());
  EXPECT_THAT(server_.Ask<v1::ListExchangeAnswersResponse>(request), IsRefused(kExchangeNotFound));
}

TEST_F(ExchangeServiceTest, OthersSpeakForThemselvesAndForNobodyElse) {
  const std::string name = "name: '" + Share().name() + "' ";
  const auto adopt =
      FromText<v1::AdoptExchangeRequest>(name + "organisation: '~/organisations/2418'");
  const auto answer =
      FromText<v1::AnswerExchangeRequest>(name + "organisation: '~/organisations/2418' text: 'A'");

  const auto not_yours = IsRefused(runtime::kNotYourOrganisation);
  EXPECT_THAT(server_.Do(adopt, {.act_as = "officer@2422"}), not_yours);
  EXPECT_THAT(server_.Do(adopt, {.act_as = "officer@2421"}), not_yours);
  EXPECT_THAT(server_.Do(adopt, {.act_as = "local-actor@2418"}), IsRefused(access::kAccessDenied));
  EXPECT_OK(server_.Do(adopt, {.act_as = "officer@2418"}));
  EXPECT_OK(server_.Do(adopt, {.act_as = "process-leader@region"}));
  EXPECT_THAT(server_.Do(answer, {.act_as = "local-actor@2422"}), not_yours);
  EXPECT_THAT(server_.Do(answer, {.act_as = "auditor"}), IsRefused(access::kAccessDenied));
  EXPECT_OK(server_.Do(answer, {.act_as = "local-actor@2418"}));
}

TEST_F(ExchangeServiceTest, WhatAnotherSharedIsNotYoursToChange) {
  const CommandResult shared = Share();
  const auto edit = FromText<v1::EditExchangeRequest>("name: '" + shared.name() +
                                                      "' expected_revision: 0 edits { title: 'A' "
                                                      "}");
  const auto denied = IsRefused(access::kAccessDenied);
  EXPECT_THAT(server_.Do(edit, {.act_as = "officer@2418"}), denied);
  EXPECT_THAT(server_.Do(edit, {.act_as = "local-actor@2418"}), denied);
  EXPECT_THAT(server_.Do(edit, {.act_as = "auditor@2421"}), denied);
  EXPECT_OK(server_.Do(edit, {.act_as = "officer@2421"}));
  auto share = FromText<v1::ShareExperienceRequest>(
      "parent: '~' owner: '~/organisations/2421' title: 'A' problem: 'B' done: 'C'");
  share.set_exchange_id(testing::NewId());
  EXPECT_THAT(server_.Do(share, {.act_as = "local-actor@2418"}), denied);
  EXPECT_OK(server_.Do(share, {.act_as = "local-actor@2421"}));
}

TEST_F(ExchangeServiceTest, RefusalsArriveWithTheirReasons) {
  const CommandResult shared = Share();
  auto get = FromText<v1::GetExchangeRequest>("name: '" + shared.name() + "'");
  auto edit = FromText<v1::EditExchangeRequest>("name: '" + shared.name() +
                                                "' expected_revision: 1 edits { title: 'A' }");

  EXPECT_THAT(server_.Do(edit), IsRefused(storage::kStaleRevision));
  edit.mutable_edits(0)->set_title("");
  edit.set_expected_revision(0);
  EXPECT_THAT(server_.Do(edit), IsRefused(runtime::kFieldRequired));
  EXPECT_OK(server_.Ask<v1::GetExchangeResponse>(get, {.act_as = "auditor"}));
  EXPECT_OK(server_.Ask<v1::GetExchangeResponse>(get, {.act_as = "local-actor@2418"}));
  EXPECT_THAT(server_.Ask<v1::GetExchangeResponse>(get, {.act_as = "agency-contact"}),
              IsRefused(access::kAccessDenied));
  get.set_name("partnerships/vasterbotten/exchanges/" + testing::NewId());
  EXPECT_THAT(server_.Ask<v1::GetExchangeResponse>(get), IsRefused(kExchangeNotFound));
}

TEST_F(ExchangeServiceTest, AnAdoptionThatIsRepeatedIsOneAdoptionAlsoAfterARestart) {
  const auto adopt =
      FromText<v1::AdoptExchangeRequest>("request_id: '" + testing::NewId() + "' name: '" +
                                         Share().name() + "' organisation: '~/organisations/2418'");
  ASSERT_OK_AND_ASSIGN(const CommandResult first, server_.Do(adopt));

  server_.Restart();
  ASSERT_OK_AND_ASSIGN(const CommandResult second, server_.Do(adopt));

  EXPECT_EQ(second.SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(Get(second).revision(), 1);
}

TEST_F(ExchangeServiceTest, AListByYearHasTheDaysOfThatYearTheLatestFirst) {
  const auto of_2017 = Share("shared_on @2017-12-31");
  const auto first = Share("shared_on @2018-01-01");
  const auto middle = Ask("shared_on @2018-06-30");
  const auto last = Share("shared_on @2018-12-31");
  const auto of_2019 = Share("shared_on @2019-01-01");

  EXPECT_THAT(ListAll("year: 2018", of_2019),
              ElementsAre(last.name(), middle.name(), first.name()));
  EXPECT_THAT(ListAll("year: 2018 page_size: 1", of_2019),
              ElementsAre(last.name(), middle.name(), first.name()));
  EXPECT_THAT(ListAll("year: 2017", of_2019), ElementsAre(of_2017.name()));
  EXPECT_THAT(ListAll("year: 2019", of_2019), ElementsAre(of_2019.name()));
  EXPECT_THAT(ListAll("year: 2020", of_2019), IsEmpty());
  EXPECT_THAT(ListAll("year: 1", of_2019), IsEmpty());
  EXPECT_THAT(ListAll("year: 9999", of_2019), IsEmpty());
  EXPECT_THAT(ListAll("", of_2019), ElementsAre(of_2019.name(), last.name(), middle.name(),
                                                first.name(), of_2017.name()));
}

TEST_F(ExchangeServiceTest, AListIsFilteredByEveryFilterAndByAllAtOnce) {
  const auto fuel = Share("shared_on @2019-01-01 offers: SERVICE_OFFER_FUEL");
  const auto both =
      Share("shared_on @2019-02-01 offers: SERVICE_OFFER_FUEL offers: SERVICE_OFFER_GROCERY");
  const auto open = Ask("shared_on @2019-03-01 offers: SERVICE_OFFER_FUEL");
  const auto closed = Ask("shared_on @2019-04-01");
  Do<v1::CloseQuestionRequest>("name: '" + closed.name() + "'");
  const auto withdrawn = Share("shared_on @2019-05-01 offers: SERVICE_OFFER_FUEL");
  Do<v1::WithdrawExchangeRequest>("name: '" + withdrawn.name() + "'");
  const auto other = Do<v1::AskQuestionRequest>("parent: '~' exchange_id: '" + testing::NewId() +
                                                "' owner: '~/organisations/2418' title: 'A' "
                                                "text: 'B' shared_on @2019-06-01");
  const auto end = Do<v1::AdoptExchangeRequest>("name: '" + both.name() +
                                                "' organisation: '~/organisations/2418'");

  EXPECT_THAT(ListAll("", end),
              ElementsAre(other.name(), closed.name(), open.name(), both.name(), fuel.name()));
  EXPECT_THAT(ListAll("kind: EXCHANGE_KIND_QUESTION", end),
              ElementsAre(other.name(), closed.name(), open.name()));
  EXPECT_THAT(ListAll("kind: EXCHANGE_KIND_EXPERIENCE", end),
              ElementsAre(both.name(), fuel.name()));
  EXPECT_THAT(ListAll("organisation: '~/organisations/2418'", end), ElementsAre(other.name()));
  EXPECT_THAT(ListAll("organisation: '~/organisations/2421' page_size: 1", end),
              ElementsAre(closed.name(), open.name(), both.name(), fuel.name()));
  EXPECT_THAT(ListAll("offer: SERVICE_OFFER_FUEL", end),
              ElementsAre(open.name(), both.name(), fuel.name()));
  EXPECT_THAT(ListAll("offer: SERVICE_OFFER_GROCERY", end), ElementsAre(both.name()));
  EXPECT_THAT(ListAll("state: EXCHANGE_STATE_OPEN", end), ElementsAre(other.name(), open.name()));
  EXPECT_THAT(ListAll("state: EXCHANGE_STATE_CLOSED", end), ElementsAre(closed.name()));
  EXPECT_THAT(ListAll("state: EXCHANGE_STATE_WITHDRAWN", end), ElementsAre(withdrawn.name()));
  EXPECT_THAT(ListAll("adopted_by: '~/organisations/2418'", end), ElementsAre(both.name()));
  EXPECT_THAT(ListAll("adopted_by: '~/organisations/2422'", end), IsEmpty());
  const std::string all =
      "kind: EXCHANGE_KIND_EXPERIENCE organisation: '~/organisations/2421' year: 2019 "
      "offer: SERVICE_OFFER_FUEL state: EXCHANGE_STATE_SHARED ";
  EXPECT_THAT(ListAll(all, end), ElementsAre(both.name(), fuel.name()));
  EXPECT_THAT(ListAll(all + "adopted_by: '~/organisations/2418'", end), ElementsAre(both.name()));
}

TEST_F(ExchangeServiceTest, LaterPagesAreOfTheStateOfTheFirst) {
  const auto first = Ask("shared_on @2019-03-03");
  const auto second = Ask("shared_on @2019-03-02");
  const auto third = Ask("shared_on @2019-03-01");
  auto request =
      FromText<v1::ListExchangesRequest>("parent: '~' page_size: 1 state: EXCHANGE_STATE_OPEN");
  *request.mutable_read()->mutable_min_position() = third.position();
  ASSERT_OK_AND_ASSIGN(v1::ListExchangesResponse page, List(request));
  ASSERT_EQ(page.exchanges(0).name(), first.name());

  // What happens between the pages is not in them.
  Do<v1::CloseQuestionRequest>("name: '" + second.name() + "'");
  Ask("shared_on @2019-02-01");

  request.mutable_read()->clear_min_position();
  std::vector<std::string> names;
  while (!page.next_page_token().empty()) {
    request.set_page_token(page.next_page_token());
    ASSERT_OK_AND_ASSIGN(page, List(request));
    for (const v1::Exchange& exchange : page.exchanges()) names.push_back(exchange.name());
  }
  EXPECT_THAT(names, ElementsAre(second.name(), third.name()));
}

TEST_F(ExchangeServiceTest, APageTokenIsGoodForItsOwnListOnly) {
  Ask("shared_on @2019-03-03");
  const auto last = Ask("shared_on @2019-03-02");
  auto request = FromText<v1::ListExchangesRequest>("parent: '~' page_size: 1 year: 2019");
  *request.mutable_read()->mutable_min_position() = last.position();
  ASSERT_OK_AND_ASSIGN(const v1::ListExchangesResponse first, List(request));
  request.set_page_token(first.next_page_token());

  EXPECT_OK(List(request));
  const auto refused = IsRefused(runtime::kPageTokenInvalid);
  EXPECT_THAT(List(With(request, "year: 2018")), refused);
  EXPECT_THAT(List(With(request, "kind: EXCHANGE_KIND_QUESTION")), refused);
  EXPECT_THAT(List(With(request, "adopted_by: '~/organisations/2418'")), refused);
}

}  // namespace
}  // namespace samverk::exchanges
