#include "services/search/search_service.h"

#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "base/clock.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "samverk/v1/admin.pb.h"
#include "samverk/v1/discussion.pb.h"
#include "samverk/v1/exchange.pb.h"
#include "samverk/v1/plan.pb.h"
#include "samverk/v1/search.pb.h"
#include "samverk/v1/workshop.pb.h"
#include "services/access/access.h"
#include "services/runtime/read_point.h"
#include "services/runtime/search_indexer.h"
#include "services/runtime/shape_reasons.h"
#include "services/runtime/testing/from_text.h"
#include "services/testing/in_process_server.h"
#include "services/testing/requests.h"
#include "storage/search/search_index.h"
#include "storage/search/search_reasons.h"

namespace samverk::search {
namespace {

using runtime::FromText;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;
using v1::CommandResult;

class SearchServiceTest : public ::testing::Test {
 protected:
  SearchServiceTest() {
    server_.AdmitMunicipality("2421", "Storumans kommun");
    server_.AdmitMunicipality("2422", "Sorsele kommun");
  }

  // Gives a command that must succeed.
  template <typename Command>
  CommandResult Do(const std::string& text) {
    const absl::StatusOr<CommandResult> result = server_.Do(FromText<Command>(text));
    EXPECT_OK(result);
    last_ = result.value_or(CommandResult());
    return last_;
  }
  std::string PlanWorkshop(const std::string& title, int year = 2019,
                           const std::string& host = "2421", const std::string& but = "") {
    return Do<v1::PlanWorkshopRequest>(absl::StrCat("parent: '~' workshop_id: '", testing::NewId(),
                                                    "' host: '~/organisations/", host, "' title: '",
                                                    title, "' period { start_date @", year,
                                                    "-10-01 end_date @", year,
                                                    "-10-02 } form: EVENT_FORM_HYBRID ", but))
        .name();
  }

  v1::SearchRequest Question(const std::string& query, const std::string& but = "") {
    auto request = FromText<v1::SearchRequest>("parent: '~' " + but);
    request.set_query(query);
    *request.mutable_read()->mutable_min_position() = last_.position();
    return request;
  }
  absl::StatusOr<v1::SearchResponse> Ask(const v1::SearchRequest& request) {
    return server_.Ask<v1::SearchResponse>(request);
  }
  // The names of what is found in what was done last, the best first.
  std::vector<std::string> Find(const std::string& query, const std::string& but = "") {
    const auto response = Ask(Question(query, but));
    if (!response.ok()) return {response.status().ToString()};
    std::vector<std::string> names;
    for (const v1::SearchHit& hit : response->hits()) names.push_back(hit.name());
    return names;
  }

  testing::InProcessServer server_;
  CommandResult last_;  // Of the last command.
};

TEST_F(SearchServiceTest, WhatIsRecordedIsFoundAsItIsNow) {
  const std::string name = PlanWorkshop("Drivstationer");
  EXPECT_THAT(Find("drivstation"), ElementsAre(name));
  Do<v1::RecordWorkshopNoteRequest>("name: '" + name + "' text: 'Pumpen är trasig'");
  EXPECT_THAT(Find("pump"), ElementsAre(name));
  Do<v1::EditWorkshopRequest>("name: '" + name +
                              "' expected_revision: 1 edits { title: 'Apotek' }");
  EXPECT_THAT(Find("drivstation"), IsEmpty());
  EXPECT_THAT(Find("apotek pump"), ElementsAre(name));
  Do<v1::WithdrawWorkshopRequest>("name: '" + name + "'");
  EXPECT_THAT(Find("apotek"), IsEmpty());
}

TEST_F(SearchServiceTest, AHitSaysWhatItIsAndWhere) {
  const std::string plan =
      Do<v1::CreatePlanRequest>("parent: '~' plan_id: '" + testing::NewId() +
                                "' owner: '~/organisations/2421' title: 'Serviceplan för Storuman'"
                                "period { start_date @2019-01-01 end_date @2023-01-01 }")
          .name();
  const std::string element = testing::NewId();
  Do<v1::EditPlanRequest>("name: '" + plan +
                          "' expected_revision: 0 edits { add_section { element: '" + element +
                          "' title: 'Syfte' text: 'Alla ska nå dagligvaror & ström.' } }");

  const auto response = Ask(Question("dagligvara storuman"));
  ASSERT_OK(response);
  EXPECT_EQ(response->hit_count(), 1);
  EXPECT_FALSE(response->some_words_only());
  EXPECT_EQ(response->as_of_position().SerializeAsString(), last_.position().SerializeAsString());
  ASSERT_THAT(response->hits(), SizeIs(1));
  EXPECT_EQ(runtime::ToText(response->hits(0)),
            runtime::ToText(FromText<v1::SearchHit>(
                "name: '" + plan +
                "' kind: 'plans' title: 'Serviceplan för Storuman' "
                "owner: '~/organisations/2421' first_year: 2019 last_year: 2022 path: 'sections/" +
                element +
                "' heading: 'Syfte' snippet: 'Alla ska nå dagligvaror & ström.' "
                "highlights { start: 12 end: 23 }")));
}

TEST_F(SearchServiceTest, ExchangesAreFoundByWhatTheyTellAndWhatOthersSayToIt) {
  const std::string id = testing::NewId();
  const std::string name = "name: '~/exchanges/" + id + "' ";
  const std::string exchange =
      Do<v1::ShareExperienceRequest>("parent: '~' exchange_id: '" + id +
                                     "' owner: '~/organisations/2421' title: 'Automat i byn' "
                                     "problem: 'Macken lades ner' done: 'Byn köpte en pump' "
                                     "offers: SERVICE_OFFER_CASH_WITHDRAWAL "
                                     "shared_on @2018-03-01")
          .name();
  EXPECT_THAT(Find("pumpar"), ElementsAre(exchange));
  EXPECT_THAT(Find("kontantuttag", "kinds: 'exchanges' year: 2018"), ElementsAre(exchange));
  EXPECT_THAT(Find("pumpar", "kinds: 'workshops'"), IsEmpty());
  EXPECT_THAT(Find("pumpar", "owner: '~/organisations/2422'"), IsEmpty());

  const int64_t answer = Do<v1::AnswerExchangeRequest>(
                             name + "organisation: '~/organisations/2422' text: 'Skrinet saknas'")
                             .revision();
  const auto response = Ask(Question("skrin"));
  ASSERT_OK(response);
  ASSERT_THAT(response->hits(), SizeIs(1));
  EXPECT_EQ(response->hits(0).kind(), "exchanges");
  EXPECT_EQ(response->hits(0).path(), absl::StrCat("answers/", answer));
  Do<v1::AdoptExchangeRequest>(name + "organisation: '~/organisations/2422' how: 'Med solceller'");
  EXPECT_THAT(Find("solcell"), ElementsAre(exchange));

  Do<v1::WithdrawExchangeRequest>(name);
  EXPECT_THAT(Find("pumpar"), IsEmpty());
}

TEST_F(SearchServiceTest, DiscussionsAreFoundByTheirPosts) {
  const std::string about = PlanWorkshop("Drivstationer");
  const std::string id = testing::NewId();
  const std::string name = "name: '~/discussions/" + id + "' ";
  const std::string discussion =
      Do<v1::StartDiscussionRequest>("parent: '~' discussion_id: '" + id +
                                     "' owner: '~/organisations/2421' title: 'Cisternen' "
                                     "subject: '" +
                                     about + "' text: 'Räcker tanken över vintern?'")
          .name();
  EXPECT_THAT(Find("cistern"), ElementsAre(discussion));
  EXPECT_THAT(Find("tanken", "kinds: 'discussions'"), ElementsAre(discussion));

  const int64_t post = Do<v1::PostToDiscussionRequest>(
                           name + "organisation: '~/organisations/2422' text: 'Bygg en till'")
                           .revision();
  const auto response = Ask(Question("bygg"));
  ASSERT_OK(response);
  ASSERT_THAT(response->hits(), SizeIs(1));
  EXPECT_EQ(response->hits(0).kind(), "discussions");
  EXPECT_EQ(response->hits(0).path(), absl::StrCat("posts/", post));

  Do<v1::RemoveDiscussionPostRequest>(absl::StrCat(name, "entry: ", post));
  EXPECT_THAT(Find("bygg"), IsEmpty());
  Do<v1::WithdrawDiscussionRequest>(name);
  EXPECT_THAT(Find("cistern"), IsEmpty());
}

TEST_F(SearchServiceTest, FiltersLeaveOutWhatIsNotAskedFor) {
  const std::string first = PlanWorkshop("Drivmedel", 2018);
  const std::string second = PlanWorkshop("Drivmedel", 2019, "2422");
  const std::string plan =
      Do<v1::CreatePlanRequest>("parent: '~' plan_id: '" + testing::NewId() +
                                "' owner: '~/organisations/2421' title: 'Drivmedel'"
                                "period { start_date @2018-01-01 end_date @2020-01-01 }")
          .name();

  EXPECT_THAT(Find("drivmedel"), UnorderedElementsAre(first, second, plan));
  EXPECT_THAT(Find("drivmedel", "kinds: 'plans'"), ElementsAre(plan));
  EXPECT_THAT(Find("drivmedel", "kinds: 'plans' kinds: 'workshops'"), SizeIs(3));
  EXPECT_THAT(Find("drivmedel", "owner: '~/organisations/2421'"),
              UnorderedElementsAre(first, plan));
  EXPECT_THAT(Find("drivmedel", "year: 2019"), UnorderedElementsAre(second, plan));
  EXPECT_THAT(Find("drivmedel", "year: 2019 kinds: 'workshops' owner: '~/organisations/2421'"),
              IsEmpty());
}

TEST_F(SearchServiceTest, PagesShowEverythingOnceAndBelongToTheirQuestion) {
  std::vector<std::string> newest_first;
  for (int year = 2010; year < 2017; ++year) {
    newest_first.insert(newest_first.begin(), PlanWorkshop("Drivmedel", year));
  }
  v1::SearchRequest request = Question("drivmedel", "page_size: 3");
  std::vector<std::string> names;
  std::string token;
  do {
    const auto page = Ask(request);
    ASSERT_OK(page);
    EXPECT_EQ(page->hit_count(), 7);
    for (const v1::SearchHit& hit : page->hits()) names.push_back(hit.name());
    if (token.empty()) token = page->next_page_token();
    request.set_page_token(page->next_page_token());
    request.set_page_size(2);  // It may change.
  } while (!request.page_token().empty());
  EXPECT_EQ(names, newest_first);

  request.set_page_token(token);
  EXPECT_OK(Ask(request));
  for (const char* other :
       {"query: 'apotek'", "year: 2010", "kinds: 'plans'", "owner: '~/organisations/2421'"}) {
    EXPECT_THAT(Ask(runtime::With(request, other)), IsRefused(runtime::kPageTokenInvalid)) << other;
  }
  EXPECT_THAT(Ask(runtime::With(request, "page_token: 'AAAA'")),
              IsRefused(runtime::kPageTokenInvalid));
}

TEST_F(SearchServiceTest, WhereSomeWordsAreEnoughTheyAreOnEveryPage) {
  const std::string first = PlanWorkshop("Drivmedel", 2019);
  const std::string second = PlanWorkshop("Apotek", 2018);

  v1::SearchRequest request = Question("drivmedel apotek", "page_size: 1");
  const auto page = Ask(request);
  ASSERT_OK(page);
  EXPECT_TRUE(page->some_words_only());
  EXPECT_EQ(page->hit_count(), 2);
  request.set_page_token(page->next_page_token());
  const auto next = Ask(request);
  ASSERT_OK(next);
  EXPECT_TRUE(next->some_words_only());
  ASSERT_THAT(next->hits(), SizeIs(1));
  EXPECT_THAT((std::vector<std::string>{page->hits(0).name(), next->hits(0).name()}),
              UnorderedElementsAre(first, second));
  EXPECT_THAT(next->next_page_token(), IsEmpty());
}

TEST_F(SearchServiceTest, WhatIsTypedInAnyFormIsLookedFor) {
  const std::string name = PlanWorkshop("Åsele träff");

  for (const char* query : {"åsele", "ÅSELE", "A\u030asele", "\tåsele\n", "träff\u00ade", "åse"}) {
    EXPECT_THAT(Find(query), ElementsAre(name)) << query;
  }
  EXPECT_THAT(Find("asele"), IsEmpty());
}

TEST_F(SearchServiceTest, WhatCanNotBeSearchedIsRefusedForAReason) {
  PlanWorkshop("Drivmedel");  // From here on its position is waited for.
  EXPECT_THAT(Ask(Question("")), IsRefused(runtime::kFieldRequired));
  EXPECT_THAT(Ask(Question("?!")), IsRefused(storage::kSearchWithoutWords));
  std::string words;
  for (int i = 0; i < 33; ++i) words += "ord ";
  EXPECT_THAT(Ask(Question(words)), IsRefused(storage::kSearchTooManyWords));
  EXPECT_THAT(Ask(Question(std::string(201, 'x'))), IsRefused(runtime::kTextTooLong));
  EXPECT_THAT(Ask(Question("x", "kinds: 'workshops' kinds: 'butiker'")),
              IsRefused(kSearchKindUnknown));
  EXPECT_THAT(Ask(Question("x", "page_size: 101")), IsRefused(runtime::kNumberOutOfRange));
  EXPECT_THAT(Ask(Question("x", "read { as_of { date @2019-01-01 } }")),
              IsRefused(kSearchOfNowOnly));
  v1::SearchRequest ahead = Question("x");
  ahead.mutable_read()->mutable_min_position()->set_position(last_.position().position() + 99);
  EXPECT_THAT(Ask(ahead), IsRefused(runtime::kPositionAhead));
}

TEST_F(SearchServiceTest, AllButAgencyContactsMaySearch) {
  const std::string name = PlanWorkshop("Drivmedel");
  for (const char* role :
       {"administrator", "process-leader", "officer@2422", "local-actor", "auditor"}) {
    const auto response = server_.Ask<v1::SearchResponse>(Question("drivmedel"), {.act_as = role});
    ASSERT_OK(response) << role;
    EXPECT_THAT(response->hits(), SizeIs(1)) << role;
  }
  EXPECT_THAT(server_.Ask<v1::SearchResponse>(Question("drivmedel"), {.act_as = "agency-contact"}),
              IsRefused(access::kAccessDenied));
}

TEST_F(SearchServiceTest, TheIndexOutlivesTheServerAndIsBuiltAnewWhenItIsGone) {
  const std::string name = PlanWorkshop("Drivmedel");
  EXPECT_THAT(Find("drivmedel"), ElementsAre(name));
  server_.Restart();
  EXPECT_THAT(Find("drivmedel"), ElementsAre(name));

  server_.Stop();
  const std::string index = server_.data_directory() + "/vasterbotten/search";
  ASSERT_TRUE(std::filesystem::exists(index));
  std::filesystem::remove_all(index);
  server_.Restart();
  EXPECT_THAT(Find("drivmedel"), ElementsAre(name));  // Waits until it is built.
  v1::SearchRequest now = Question("drivmedel");
  now.clear_read();
  EXPECT_OK(Ask(now));
}

TEST_F(SearchServiceTest, AnIndexThatIsBuiltAnewIsNotWaitedForUntilTheDeadline) {
  PlanWorkshop("Drivmedel");
  server_.Stop();
  // Nobody else can open it: it is built as long as this is here.
  const auto held = storage::SearchIndex::Open(server_.data_directory() + "/vasterbotten/search",
                                               {"another", "index"});
  ASSERT_OK(held);
  server_.Restart();
  const absl::Time before = Clock::System().Now();

  EXPECT_THAT(
      server_.Ask<v1::SearchResponse>(Question("drivmedel"), {.timeout = absl::Seconds(60)}),
      IsRefused(runtime::kSearchBuilding));
  EXPECT_LT(Clock::System().Now() - before, absl::Seconds(30));
}

TEST_F(SearchServiceTest, HowFarTheIndexIsStandsAmongTheViews) {
  PlanWorkshop("Drivmedel");
  ASSERT_OK(Ask(Question("drivmedel")));

  const auto list = server_.Ask<v1::ListPartnershipsResponse>(v1::ListPartnershipsRequest());
  ASSERT_OK(list);
  for (const v1::ViewProgress& view : list->partnerships(0).views()) {
    if (view.view() != "search") continue;
    EXPECT_EQ(view.position(), last_.position().position());
    EXPECT_FALSE(view.has_building_position());
    EXPECT_THAT(view.trouble(), IsEmpty());
    return;
  }
  ADD_FAILURE() << "search is not listed";
}

}  // namespace
}  // namespace samverk::search
