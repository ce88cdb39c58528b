#include "services/exchanges/exchange_search.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status_macros.h"
#include "samverk/v1/exchange.pb.h"
#include "services/exchanges/exchange_view.h"
#include "services/runtime/offer_words.h"
#include "services/runtime/resource_name.h"

namespace samverk::exchanges {
namespace {

// What it says itself, and what it is about.
std::string TextOf(const v1::Exchange& exchange) {
  std::vector<absl::string_view> offers;
  offers.reserve(static_cast<size_t>(exchange.offers_size()));
  for (const int offer : exchange.offers()) {
    offers.push_back(runtime::WordOf(static_cast<v1::ServiceOffer>(offer)));
  }
  const std::string about = absl::StrJoin(offers, ", ");
  const std::string places = absl::StrJoin(exchange.places(), ", ");
  std::vector<absl::string_view> texts;
  for (const absl::string_view text :
       {absl::string_view(exchange.text()), absl::string_view(exchange.problem()),
        absl::string_view(exchange.done()), absl::string_view(exchange.result()),
        absl::string_view(exchange.cost()), absl::string_view(exchange.advice()),
        absl::string_view(places), absl::string_view(about)}) {
    if (!text.empty()) texts.push_back(text);
  }
  return absl::StrJoin(texts, "\n");
}

storage::SearchDocument WordsOf(const v1::Exchange& exchange) {
  storage::SearchDocument found;
  found.title = exchange.title();
  found.owner = std::string(runtime::RelativeName(exchange.owner()));
  found.first_year = exchange.shared_on().year();
  found.last_year = found.first_year;
  found.Add("", "", TextOf(exchange));
  for (const v1::ExchangeAdoption& each : exchange.adoptions()) {
    found.Add(absl::StrCat("adoptions/", runtime::IdOf(each.organisation())), "",
              absl::StrCat(each.how(), each.how().empty() ? "" : "\n", each.result()));
  }
  return found;
}

}  // namespace

absl::StatusOr<std::optional<storage::SearchDocument>> FindExchangeWords(
    const runtime::ViewReader& view, const std::string& name) {
  ASSIGN_OR_RETURN(const std::optional<v1::Exchange> exchange,
                   view.GetMessage<v1::Exchange>(kExchangeTable, ExchangeKey(name)));
  std::optional<storage::SearchDocument> found;
  if (!exchange.has_value() || exchange->state() == v1::EXCHANGE_STATE_WITHDRAWN) return found;
  found = WordsOf(*exchange);
  RETURN_IF_ERROR(view.ScanMessages<v1::ExchangeAnswer>(
      kAnswerTable, ExchangeKey(name), [&found](const v1::ExchangeAnswer& answer) {
        return found->Add(absl::StrCat("answers/", answer.entry()), "", answer.text());
      }));
  return found;
}

}  // namespace samverk::exchanges
