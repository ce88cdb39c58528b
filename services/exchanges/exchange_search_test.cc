#include "services/exchanges/exchange_search.h"

#include <string>

#include "absl/status/statusor.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "samverk/v1/exchange.pb.h"
#include "services/exchanges/exchange_service.h"
#include "services/runtime/testing/from_text.h"
#include "services/testing/slice_bench.h"

namespace samverk::exchanges {
namespace {

using runtime::FromText;
using storage::Position;
using ::testing::ElementsAre;
using ::testing::Eq;

class ExchangeSearchTest : public ::testing::Test {
 protected:
  ExchangeSearchTest() {
    for (const char* resource : {"organisations/2421", "organisations/2422"}) {
      bench_.Exists(resource);
    }
    Do<v1::ShareExperienceRequest>(
        "parent: '~' exchange_id: '1' owner: '~/organisations/2421' title: 'Automat'"
        "problem: 'Macken lades ner' done: 'Byn köpte en automat' advice: 'Sök tidigt'"
        "shared_on @2018-12-31 places: 'Tärnaby' places: 'Hemavan'"
        "offers: SERVICE_OFFER_FUEL offers: SERVICE_OFFER_GROCERY");
  }

  template <typename Command>
  void Do(const std::string& text) {
    ASSERT_OK(bench_.Do(FromText<Command>(text)));
  }

  absl::StatusOr<std::optional<storage::SearchDocument>> Find(Position as_of) {
    return FindExchangeWords(*bench_.Read(as_of), "partnerships/vasterbotten/exchanges/1");
  }

  testing::SliceBench bench_{AddExchanges};
};

TEST_F(ExchangeSearchTest, AnExperienceIsFoundByWhatItTellsWhoSharedItAndWhen) {
  const auto found = Find(bench_.Head());
  ASSERT_OK(found);
  ASSERT_TRUE(found->has_value());
  EXPECT_EQ((*found)->title, "Automat");
  EXPECT_EQ((*found)->owner, "organisations/2421");
  EXPECT_EQ((*found)->first_year, 2018);
  EXPECT_EQ((*found)->last_year, 2018);
  EXPECT_THAT(bench_.SearchParts("exchanges/1"),
              ElementsAre(" |  | Macken lades ner/Byn köpte en automat/Sök tidigt/"
                          "Tärnaby, Hemavan/drivmedel, dagligvaror"));
}

TEST_F(ExchangeSearchTest, WhatAdoptersSayIsFoundWhereItStands) {
  Do<v1::AdoptExchangeRequest>(
      "name: '~/exchanges/1' organisation: '~/organisations/2422' how: 'Mindre'");
  EXPECT_THAT(bench_.SearchParts("exchanges/1"),
              ElementsAre(::testing::_, "adoptions/2422 |  | Mindre/"));
  Do<v1::RecordAdoptionResultRequest>(
      "name: '~/exchanges/1' organisation: '~/organisations/2422' result: 'Det gick'");
  EXPECT_THAT(bench_.SearchParts("exchanges/1"),
              ElementsAre(::testing::_, "adoptions/2422 |  | Mindre/Det gick"));
  Do<v1::WithdrawAdoptionRequest>("name: '~/exchanges/1' organisation: '~/organisations/2422'");
  EXPECT_THAT(bench_.SearchParts("exchanges/1"), ElementsAre(::testing::_));
}

TEST_F(ExchangeSearchTest, AQuestionIsFoundByItsAnswersAndWhatWasRemovedIsNot) {
  Do<v1::AskQuestionRequest>(
      "parent: '~' exchange_id: '2' owner: '~/organisations/2421' title: 'Kontanter' text: 'Vem?'");
  for (const char* text : {"Ett", "Två", "Tre"}) {
    Do<v1::AnswerExchangeRequest>(
        "name: '~/exchanges/2' organisation: '~/organisations/2422' text: '" + std::string(text) +
        "'");
  }
  Do<v1::RemoveExchangeAnswerRequest>("name: '~/exchanges/2' entry: 1");
  Do<v1::CorrectExchangeAnswerRequest>("name: '~/exchanges/2' entry: 3 text: 'Tre, rättat'");

  EXPECT_THAT(bench_.SearchParts("exchanges/2"),
              ElementsAre(" |  | Vem?", "answers/2 |  | Två", "answers/3 |  | Tre, rättat"));
}

TEST_F(ExchangeSearchTest, WhatWasWithdrawnIsNotFoundAndWasBefore) {
  const Position before = bench_.Head();
  Do<v1::WithdrawExchangeRequest>("name: '~/exchanges/1'");
  EXPECT_THAT(Find(bench_.Head()), IsOkAndHolds(Eq(std::nullopt)));
  EXPECT_TRUE((*Find(before)).has_value());
}

TEST_F(ExchangeSearchTest, WhatIsNotThereIsNotFound) {
  EXPECT_THAT(Find(Position(0)), IsOkAndHolds(Eq(std::nullopt)));
}

}  // namespace
}  // namespace samverk::exchanges
