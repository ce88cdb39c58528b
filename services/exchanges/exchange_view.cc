#include "services/exchanges/exchange_view.h"

#include <optional>

#include "base/civil_date.h"
#include "base/status_macros.h"
#include "samverk/v1/exchange_events.pb.h"
#include "services/exchanges/exchange_content.h"
#include "services/runtime/event_codec.h"
#include "services/runtime/index.h"
#include "services/runtime/links.h"
#include "services/runtime/ordered_key.h"
#include "services/runtime/recorded.h"
#include "services/runtime/resource_name.h"

namespace samverk::exchanges {
namespace {

using runtime::OrderedKey;
using runtime::ViewWriter;
using v1::ExchangeEvent;

void PutAnswer(const v1::ExchangeAnswerGiven& given, int64_t revision, const std::string& exchange,
               const storage::RecordedEvent& event, ViewWriter& view) {
  v1::ExchangeAnswer answer;
  answer.set_entry(revision);
  answer.set_organisation(given.organisation());
  answer.set_on_behalf_of(runtime::MetadataOf(event).provenance().on_behalf_of());
  answer.set_text(given.text());
  *answer.mutable_answered_at() = runtime::RecordedAt(event);
  view.Put(kAnswerTable, AnswerKey(exchange, revision), answer.SerializeAsString());
}

absl::Status CorrectAnswer(const v1::ExchangeAnswerCorrected& corrected,
                           const std::string& exchange, ViewWriter& view) {
  const std::string key = AnswerKey(exchange, corrected.entry());
  ASSIGN_OR_RETURN(std::optional<v1::ExchangeAnswer> answer,
                   view.GetMessage<v1::ExchangeAnswer>(kAnswerTable, key));
  if (!answer.has_value()) {
    return absl::DataLossError("a correction of an answer that is not there");
  }
  answer->set_text(corrected.text());
  answer->set_corrected(true);
  view.Put(kAnswerTable, key, answer->SerializeAsString());
  return absl::OkStatus();
}

// What an event means for the answers, which are rows of their own.
absl::Status ApplyToAnswers(const ExchangeEvent& fact, int64_t revision,
                            const std::string& exchange, const storage::RecordedEvent& event,
                            ViewWriter& view) {
  if (fact.has_exchange_answer_given()) {
    PutAnswer(fact.exchange_answer_given(), revision, exchange, event, view);
  } else if (fact.has_exchange_answer_corrected()) {
    return CorrectAnswer(fact.exchange_answer_corrected(), exchange, view);
  } else if (fact.has_exchange_answer_removed()) {
    view.Delete(kAnswerTable, AnswerKey(exchange, fact.exchange_answer_removed().entry()));
  }
  return absl::OkStatus();
}

// Whether an event may change which lists an exchange is in. Most are answers, for which the keys
// need not be made and compared.
bool MovesInIndex(const ExchangeEvent& fact) {
  return !fact.has_exchange_answer_given() && !fact.has_exchange_answer_corrected() &&
         !fact.has_adoption_result_recorded();
}

// Whether an event may change what an exchange links to.
bool MovesLinks(const ExchangeEvent& fact) {
  return fact.has_experience_shared() || fact.has_question_asked() ||
         fact.has_exchange_corrected() || fact.has_exchange_withdrawn();
}

std::set<runtime::FoundLink> LinksOf(const v1::Exchange& exchange) {
  if (exchange.state() == v1::EXCHANGE_STATE_WITHDRAWN) return {};
  return runtime::LinksIn(exchange);
}

}  // namespace

std::string ExchangeKey(const std::string& name) { return OrderedKey().Text(name).bytes(); }

std::string AnswerKey(const std::string& exchange, int64_t entry) {
  return OrderedKey().Text(exchange).Number(entry).bytes();
}

std::string FacetKey(Facet facet, const absl::AlphaNum& value) {
  return OrderedKey().Number(static_cast<int64_t>(facet)).Text(value.Piece()).bytes();
}

std::string DayKey(absl::CivilDay day) {
  return OrderedKey().Number(absl::CivilDay(1970, 1, 1) - day).bytes();
}

std::set<std::string> FacetKeys(const v1::Exchange& exchange) {
  // Of the first event of a later version nothing is known, a day least of all.
  if (!exchange.has_shared_on()) return {};
  const std::string last =
      DayKey(ToCivilDay(exchange.shared_on())) + OrderedKey().Text(exchange.name()).bytes();
  std::set<std::string> keys = {
      FacetKey(Facet::kAny, "") + last,
      FacetKey(Facet::kOwner, exchange.owner()) + last,
      FacetKey(Facet::kState, static_cast<int>(exchange.state())) + last,
      FacetKey(Facet::kKind, static_cast<int>(exchange.kind())) + last,
  };
  for (const int offer : exchange.offers()) keys.insert(FacetKey(Facet::kOffer, offer) + last);
  for (const v1::ExchangeAdoption& each : exchange.adoptions()) {
    keys.insert(FacetKey(Facet::kAdopter, each.organisation()) + last);
  }
  return keys;
}

absl::Status ExchangeProjection::Apply(const storage::RecordedEvent& event,
                                       const std::string& partnership, ViewWriter& view) const {
  if (runtime::CollectionOf(event.resource()) != "exchanges") return absl::OkStatus();
  const std::string name = runtime::WholeName(partnership, event.resource());
  const std::string key = ExchangeKey(name);
  const auto fact = runtime::DecodeEvent<ExchangeEvent>(event.type(), event.event());
  ASSIGN_OR_RETURN(v1::Exchange* const exchange,
                   view.EditMessage<v1::Exchange>(kExchangeTable, key, runtime::IsFirst(event)));
  std::optional<v1::Exchange> before;
  if (MovesInIndex(fact) && !exchange->name().empty()) before = *exchange;
  const runtime::LinkMove links(MovesLinks(fact), [exchange] { return LinksOf(*exchange); });
  exchange->set_name(name);
  const int64_t revision = static_cast<int64_t>(event.revision().value());
  exchange->set_revision(revision);
  ApplyEvent(fact, *exchange);
  RETURN_IF_ERROR(ApplyToAnswers(fact, revision, name, event, view));
  view.PutMessage(kExchangeTable, key, *exchange);
  links.Write(name, view);
  if (MovesInIndex(fact)) {
    runtime::MoveIndex(kFacetTable, FacetKeys, before, *exchange, view);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> ExchangeProjection::TitleOf(const runtime::ViewReader& view,
                                                        const std::string& name) const {
  ASSIGN_OR_RETURN(const std::optional<v1::Exchange> exchange,
                   view.GetMessage<v1::Exchange>(kExchangeTable, ExchangeKey(name)));
  return exchange.has_value() ? exchange->title() : "";
}

}  // namespace samverk::exchanges
