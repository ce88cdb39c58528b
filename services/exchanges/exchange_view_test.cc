#include "services/exchanges/exchange_view.h"

#include <string>
#include <vector>

#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/exchanges/exchange_service.h"
#include "services/runtime/testing/from_text.h"
#include "services/testing/slice_bench.h"

namespace samverk::exchanges {
namespace {

using runtime::FromText;
using runtime::ToText;
using storage::Position;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kPrefix[] = "partnerships/vasterbotten/exchanges/";

// A bench with the organisations and resources that the exchanges below name.
class ExchangeViewTest : public ::testing::Test {
 protected:
  ExchangeViewTest() {
    for (const char* resource : {"organisations/2418", "organisations/2421", "organisations/2422",
                                 "plans/1", "workshops/1"}) {
      bench_.Exists(resource);
    }
  }

  template <typename Command>
  void Do(const std::string& text) {
    ASSERT_OK(bench_.Do(FromText<Command>(text)));
  }

  void Share(const std::string& id, const std::string& more) {
    Do<v1::ShareExperienceRequest>("parent: '~' exchange_id: '" + id +
                                   "' owner: '~/organisations/2421' title: 'Automat'"
                                   "problem: 'Macken lades ner' done: 'Byn köpte en automat' " +
                                   more);
  }

  void Ask(const std::string& id, const std::string& more) {
    Do<v1::AskQuestionRequest>("parent: '~' exchange_id: '" + id +
                               "' owner: '~/organisations/2421' title: 'Kontanter' text: 'Vem?' " +
                               more);
  }

  // Everything that can happen to an experience.
  void ShareAndAdopt() {
    Share("1",
          "result: 'Sjuttio tankar' cost: '400 000 kr' advice: 'Sök tidigt'"
          "shared_on @2019-10-01 places: 'Tärnaby' offers: SERVICE_OFFER_FUEL "
          "links: '~/plans/1'");
    Do<v1::AdoptExchangeRequest>(
        "name: '~/exchanges/1' organisation: '~/organisations/2418'"
        "adopted_on @2019-09-01 how: 'Likadant'");
    Do<v1::AdoptExchangeRequest>("name: '~/exchanges/1' organisation: '~/organisations/2422'");
    Do<v1::RecordAdoptionResultRequest>(
        "name: '~/exchanges/1' organisation: '~/organisations/2418'"
        "result: 'Det gick' result_on @2019-10-06");
    Do<v1::AdoptExchangeRequest>(
        "name: '~/exchanges/1' organisation: '~/organisations/2418'"
        "adopted_on @2019-08-01 how: 'Mindre'");
    Do<v1::WithdrawAdoptionRequest>("name: '~/exchanges/1' organisation: '~/organisations/2422'");
    Do<v1::EditExchangeRequest>(
        "name: '~/exchanges/1' expected_revision: 5 edits { title: 'Drivmedelsautomat' }"
        "edits { problem: 'Macken stängde' } edits { done: 'Byn byggde' } edits { result: '70' }"
        "edits { cost: '410 000 kr' } edits { advice: 'Sök nu' } edits { shared_on @2018-01-01 }"
        "edits { places { places: 'Hemavan' } } edits { offers { offers: SERVICE_OFFER_GROCERY } }"
        "edits { links { links: '~/workshops/1' } }");
  }

  // Everything that can happen to a question.
  void AskAndAnswer() {
    Ask("2", "shared_on @2019-10-02 offers: SERVICE_OFFER_CASH_DEPOSIT");
    Do<v1::AnswerExchangeRequest>(
        "name: '~/exchanges/2' organisation: '~/organisations/2418'"
        "text: 'Ett'");
    Do<v1::AnswerExchangeRequest>(
        "name: '~/exchanges/2' organisation: '~/organisations/2422'"
        "text: 'Två' provenance {"
        "on_behalf_of: '~/organisations/2418' }");
    Do<v1::AnswerExchangeRequest>(
        "name: '~/exchanges/2' organisation: '~/organisations/2422'"
        "text: 'Tre'");
    Do<v1::AcceptAnswerRequest>("name: '~/exchanges/2' entry: 1");
    Do<v1::CorrectExchangeAnswerRequest>("name: '~/exchanges/2' entry: 2 text: 'Två, rättat'");
    Do<v1::RemoveExchangeAnswerRequest>("name: '~/exchanges/2' entry: 1");
    Do<v1::AcceptAnswerRequest>("name: '~/exchanges/2' entry: 3");
    Do<v1::CloseQuestionRequest>("name: '~/exchanges/2'");
    Do<v1::ReopenQuestionRequest>("name: '~/exchanges/2'");
    Do<v1::AcceptAnswerRequest>("name: '~/exchanges/2' entry: 2");
    Do<v1::EditExchangeRequest>(
        "name: '~/exchanges/2' expected_revision: 10 "
        "edits { text: 'Vem och var?' }");
  }

  void TellTheWholeStory() {
    ShareAndAdopt();
    AskAndAnswer();
    Share("3", "");
    Do<v1::WithdrawExchangeRequest>("name: '~/exchanges/3'");
    bench_.Exists("initiatives/1");  // Somebody else's event, last.
  }

  v1::Exchange Read(const std::string& id, Position as_of) {
    return bench_.Read(as_of)
        ->GetMessage<v1::Exchange>(kExchangeTable, ExchangeKey(kPrefix + id))
        ->value();
  }

  // The ids of the exchanges in one list, in its order.
  std::string Listed(Facet facet, const absl::AlphaNum& value) {
    std::string ids;
    EXPECT_OK(bench_.Read(bench_.Head())
                  ->Scan(kFacetTable, FacetKey(facet, value), "",
                         [&ids](absl::string_view, absl::string_view row) {
                           ids.push_back(row.back());
                           return true;
                         }));
    return ids;
  }

  std::vector<std::string> AnswersTo(const std::string& id) {
    std::vector<std::string> answers;
    EXPECT_OK(bench_.Read(bench_.Head())
                  ->Scan(kAnswerTable, ExchangeKey(kPrefix + id), "",
                         [&answers](absl::string_view, absl::string_view row) {
                           answers.push_back(ToText(FromBytes(row)));
                           return true;
                         }));
    return answers;
  }

  static v1::ExchangeAnswer FromBytes(absl::string_view row) {
    v1::ExchangeAnswer answer;
    EXPECT_TRUE(answer.ParseFromString(std::string(row)));
    return answer;
  }

  testing::SliceBench bench_{AddExchanges};
};

TEST_F(ExchangeViewTest, AnExperienceIsWhatItsEventsSay) {
  ShareAndAdopt();

  EXPECT_EQ(ToText(Read("1", bench_.Head())), ToText(FromText<v1::Exchange>(R"(
    name: '~/exchanges/1' owner: '~/organisations/2421' kind: EXCHANGE_KIND_EXPERIENCE
    state: EXCHANGE_STATE_SHARED title: 'Drivmedelsautomat' problem: 'Macken stängde'
    done: 'Byn byggde' result: '70' cost: '410 000 kr' advice: 'Sök nu' shared_on @2018-01-01
    places: 'Hemavan' offers: SERVICE_OFFER_GROCERY links: '~/workshops/1'
    adoptions {
      organisation: '~/organisations/2418' adopted_on @2019-08-01 how: 'Mindre'
      result: 'Det gick' result_on @2019-10-06
    }
    revision: 15
  )")));
}

TEST_F(ExchangeViewTest, AQuestionIsWhatItsEventsSay) {
  AskAndAnswer();

  EXPECT_EQ(ToText(Read("2", bench_.Head())), ToText(FromText<v1::Exchange>(R"(
    name: '~/exchanges/2' owner: '~/organisations/2421' kind: EXCHANGE_KIND_QUESTION
    state: EXCHANGE_STATE_ANSWERED title: 'Kontanter' text: 'Vem och var?' shared_on @2019-10-02
    offers: SERVICE_OFFER_CASH_DEPOSIT accepted_answer: 2 answer_count: 2 revision: 11
  )")));
}

TEST_F(ExchangeViewTest, AnswersAreRowsOfTheirOwnThatSayForWhom) {
  AskAndAnswer();

  // 7 October 2019, 09:00 UTC.
  EXPECT_THAT(AnswersTo("2"),
              ElementsAre(ToText(FromText<v1::ExchangeAnswer>(
                              "entry: 2 organisation: '~/organisations/2422'"
                              "on_behalf_of: '~/organisations/2418' text: 'Två, rättat'"
                              "answered_at { seconds: 1570438800 } corrected: true")),
                          ToText(FromText<v1::ExchangeAnswer>(
                              "entry: 3 organisation: '~/organisations/2422' text: 'Tre'"
                              "answered_at { seconds: 1570438800 }"))));
}

TEST_F(ExchangeViewTest, AsOfAnEarlierPositionItIsWhatItWas) {
  AskAndAnswer();
  const Position accepted = bench_.Head();
  Do<v1::RemoveExchangeAnswerRequest>("name: '~/exchanges/2' entry: 2");

  EXPECT_EQ(Read("2", accepted).accepted_answer(), 2);
  EXPECT_EQ(Read("2", accepted).answer_count(), 2);
  EXPECT_EQ(Read("2", bench_.Head()).state(), v1::EXCHANGE_STATE_OPEN);
  EXPECT_EQ(Read("2", bench_.Head()).answer_count(), 1);
}

TEST_F(ExchangeViewTest, ListsHaveTheLatestDayFirst) {
  Share("1", "shared_on @2018-12-31");
  Share("2", "shared_on @2019-10-01");
  Share("3", "shared_on @1999-01-01");
  Share("4", "shared_on @2019-10-01");

  EXPECT_EQ(Listed(Facet::kAny, ""), "2413");
  EXPECT_EQ(Listed(Facet::kOwner, "partnerships/vasterbotten/organisations/2421"), "2413");
  EXPECT_EQ(Listed(Facet::kOwner, "partnerships/vasterbotten/organisations/2422"), "");
}

TEST_F(ExchangeViewTest, ACorrectedDayMovesItInEveryList) {
  Share("1", "shared_on @2019-01-01 offers: SERVICE_OFFER_FUEL");
  Share("2", "shared_on @2019-02-01 offers: SERVICE_OFFER_FUEL");
  EXPECT_EQ(Listed(Facet::kOffer, static_cast<int>(v1::SERVICE_OFFER_FUEL)), "21");

  Do<v1::EditExchangeRequest>(
      "name: '~/exchanges/2' expected_revision: 0 edits { shared_on @2018-01-01 }");

  EXPECT_EQ(Listed(Facet::kAny, ""), "12");
  EXPECT_EQ(Listed(Facet::kOffer, static_cast<int>(v1::SERVICE_OFFER_FUEL)), "12");
  EXPECT_EQ(Listed(Facet::kKind, static_cast<int>(v1::EXCHANGE_KIND_EXPERIENCE)), "12");
  EXPECT_EQ(Listed(Facet::kKind, static_cast<int>(v1::EXCHANGE_KIND_QUESTION)), "");
}

TEST_F(ExchangeViewTest, AQuestionMovesBetweenTheListsOfStates) {
  const auto listed = [this](v1::ExchangeState state) {
    return Listed(Facet::kState, static_cast<int>(state));
  };
  Ask("1", "");
  EXPECT_EQ(listed(v1::EXCHANGE_STATE_OPEN), "1");

  Do<v1::AnswerExchangeRequest>(
      "name: '~/exchanges/1' organisation: '~/organisations/2418'"
      "text: 'Ett'");
  Do<v1::AcceptAnswerRequest>("name: '~/exchanges/1' entry: 1");
  EXPECT_EQ(listed(v1::EXCHANGE_STATE_OPEN), "");
  EXPECT_EQ(listed(v1::EXCHANGE_STATE_ANSWERED), "1");

  Do<v1::RemoveExchangeAnswerRequest>("name: '~/exchanges/1' entry: 1");
  EXPECT_EQ(listed(v1::EXCHANGE_STATE_OPEN), "1");
  EXPECT_EQ(listed(v1::EXCHANGE_STATE_ANSWERED), "");

  Do<v1::CloseQuestionRequest>("name: '~/exchanges/1'");
  EXPECT_EQ(listed(v1::EXCHANGE_STATE_CLOSED), "1");
  Do<v1::WithdrawExchangeRequest>("name: '~/exchanges/1'");
  EXPECT_EQ(listed(v1::EXCHANGE_STATE_CLOSED), "");
  EXPECT_EQ(listed(v1::EXCHANGE_STATE_WITHDRAWN), "1");
}

TEST_F(ExchangeViewTest, AnAdoptionIsListedWhileItStands) {
  const std::string adopter = "partnerships/vasterbotten/organisations/2418";
  Share("1", "");
  Do<v1::AdoptExchangeRequest>("name: '~/exchanges/1' organisation: '~/organisations/2418'");
  EXPECT_EQ(Listed(Facet::kAdopter, adopter), "1");

  Do<v1::WithdrawAdoptionRequest>("name: '~/exchanges/1' organisation: '~/organisations/2418'");
  EXPECT_EQ(Listed(Facet::kAdopter, adopter), "");
}

TEST_F(ExchangeViewTest, WhatNobodySaidIsNoExchange) {
  EXPECT_THAT(bench_.Rows(bench_.Head()), IsEmpty());
}

TEST_F(ExchangeViewTest, ItsLinksAreReadBothWaysUntilItIsWithdrawn) {
  Share("1", "links: '~/plans/1' links: '~/workshops/1' links: '~/organisations/2422'");
  Ask("2", "links: '~/plans/1'");
  EXPECT_THAT(bench_.Links("exchanges/1"),
              ElementsAre("exchanges/1 links plans/1", "exchanges/1 links workshops/1"));
  EXPECT_THAT(bench_.Links("plans/1"),
              ElementsAre("exchanges/1 links plans/1", "exchanges/2 links plans/1"));
  EXPECT_EQ(bench_.TitleOf("exchanges/1"), "Automat");
  EXPECT_EQ(bench_.TitleOf("exchanges/3"), "");

  Do<v1::EditExchangeRequest>(
      "name: '~/exchanges/1' expected_revision: 0 edits { links { links: '~/workshops/1' } }");
  EXPECT_THAT(bench_.Links("plans/1"), ElementsAre("exchanges/2 links plans/1"));

  Do<v1::WithdrawExchangeRequest>("name: '~/exchanges/1'");
  EXPECT_THAT(bench_.Links("workshops/1"), IsEmpty());
  EXPECT_THAT(bench_.Links("plans/1"), ElementsAre("exchanges/2 links plans/1"));
}

TEST_F(ExchangeViewTest, AsOfEveryPositionItIsWhatTheEventsUpToThereSay) {
  TellTheWholeStory();

  for (Position at(0); at <= bench_.Head(); at = at + 1) {
    EXPECT_EQ(bench_.Rows(at), bench_.FoldedRows(at)) << "position " << at.value();
  }
}

TEST_F(ExchangeViewTest, BuildingItAnewGivesTheSameRowsAtEveryPosition) {
  TellTheWholeStory();
  std::vector<std::vector<std::string>> before;
  for (Position at(0); at <= bench_.Head(); at = at + 1) before.push_back(bench_.Rows(at));

  bench_.Rebuild();

  for (Position at(0); at <= bench_.Head(); at = at + 1) {
    EXPECT_EQ(bench_.Rows(at), before[at.value()]) << "position " << at.value();
  }
}

TEST_F(ExchangeViewTest, AnEventOfALaterVersionRaisesTheRevisionAndNothingElse) {
  Ask("1", "");
  v1::Exchange expected = Read("1", bench_.Head());
  expected.set_revision(1);

  bench_.Exists("exchanges/1");  // An event of a type that this program does not know.

  EXPECT_EQ(ToText(Read("1", bench_.Head())), ToText(expected));
  EXPECT_EQ(Listed(Facet::kAny, ""), "1");
}

TEST_F(ExchangeViewTest, WhatALaterVersionBeganIsInNoList) {
  bench_.Exists("exchanges/1");

  EXPECT_EQ(Read("1", bench_.Head()).state(), v1::EXCHANGE_STATE_UNSPECIFIED);
  EXPECT_EQ(Listed(Facet::kAny, ""), "");
}

}  // namespace
}  // namespace samverk::exchanges
