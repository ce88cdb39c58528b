#include "services/exchanges/exchange_content.h"

#include <algorithm>

namespace samverk::exchanges {
namespace {

using v1::ExchangeEdit;
using v1::ExchangeEvent;

// What an experience and a question both begin with.
template <typename Fact>
void Begin(const Fact& fact, v1::ExchangeKind kind, v1::ExchangeState state,
           v1::Exchange& exchange) {
  exchange.set_kind(kind);
  exchange.set_state(state);
  exchange.set_owner(fact.owner());
  exchange.set_title(fact.title());
  *exchange.mutable_shared_on() = fact.shared_on();
  *exchange.mutable_places() = fact.places();
  *exchange.mutable_offers() = fact.offers();
  *exchange.mutable_links() = fact.links();
}

void ApplyShared(const v1::ExperienceShared& shared, v1::Exchange& exchange) {
  Begin(shared, v1::EXCHANGE_KIND_EXPERIENCE, v1::EXCHANGE_STATE_SHARED, exchange);
  exchange.set_problem(shared.problem());
  exchange.set_done(shared.done());
  exchange.set_result(shared.result());
  exchange.set_cost(shared.cost());
  exchange.set_advice(shared.advice());
}

// Without the answer that answered it a question waits again, unless nobody wanted more answers.
void ApplyAnswerRemoved(int64_t entry, v1::Exchange& exchange) {
  exchange.set_answer_count(exchange.answer_count() - 1);
  if (exchange.accepted_answer() != entry) return;
  exchange.clear_accepted_answer();
  if (exchange.state() == v1::EXCHANGE_STATE_ANSWERED) {
    exchange.set_state(v1::EXCHANGE_STATE_OPEN);
  }
}

v1::ExchangeAdoption& AdoptionOf(const std::string& organisation, v1::Exchange& exchange) {
  for (v1::ExchangeAdoption& each : *exchange.mutable_adoptions()) {
    if (each.organisation() == organisation) return each;
  }
  v1::ExchangeAdoption& added = *exchange.add_adoptions();
  added.set_organisation(organisation);
  return added;
}

void ApplyAdopted(const v1::ExchangeAdopted& adopted, v1::Exchange& exchange) {
  v1::ExchangeAdoption& adoption = AdoptionOf(adopted.organisation(), exchange);
  *adoption.mutable_adopted_on() = adopted.adopted_on();
  adoption.set_how(adopted.how());
}

void ApplyResult(const v1::AdoptionResultRecorded& recorded, v1::Exchange& exchange) {
  v1::ExchangeAdoption& adoption = AdoptionOf(recorded.organisation(), exchange);
  adoption.set_result(recorded.result());
  *adoption.mutable_result_on() = recorded.result_on();
}

void ApplyAdoptionWithdrawn(const std::string& organisation, v1::Exchange& exchange) {
  auto& adoptions = *exchange.mutable_adoptions();
  adoptions.erase(std::remove_if(adoptions.begin(), adoptions.end(),
                                 [&organisation](const v1::ExchangeAdoption& each) {
                                   return each.organisation() == organisation;
                                 }),
                  adoptions.end());
}

}  // namespace

void ApplyEdit(const ExchangeEdit& edit, v1::Exchange& exchange) {
  switch (edit.edit_case()) {
    case ExchangeEdit::kTitle:
      exchange.set_title(edit.title());
      break;
    case ExchangeEdit::kText:
      exchange.set_text(edit.text());
      break;
    case ExchangeEdit::kProblem:
      exchange.set_problem(edit.problem());
      break;
    case ExchangeEdit::kDone:
      exchange.set_done(edit.done());
      break;
    case ExchangeEdit::kResult:
      exchange.set_result(edit.result());
      break;
    case ExchangeEdit::kCost:
      exchange.set_cost(edit.cost());
      break;
    case ExchangeEdit::kAdvice:
      exchange.set_advice(edit.advice());
      break;
    case ExchangeEdit::kSharedOn:
      *exchange.mutable_shared_on() = edit.shared_on();
      break;
    case ExchangeEdit::kPlaces:
      *exchange.mutable_places() = edit.places().places();
      break;
    case ExchangeEdit::kOffers:
      *exchange.mutable_offers() = edit.offers().offers();
      break;
    case ExchangeEdit::kLinks:
      *exchange.mutable_links() = edit.links().links();
      break;
    case ExchangeEdit::EDIT_NOT_SET:
      break;
  }
}

void ApplyEvent(const ExchangeEvent& event, v1::Exchange& exchange) {
  switch (event.event_case()) {
    case ExchangeEvent::kExperienceShared:
      ApplyShared(event.experience_shared(), exchange);
      break;
    case ExchangeEvent::kQuestionAsked:
      Begin(event.question_asked(), v1::EXCHANGE_KIND_QUESTION, v1::EXCHANGE_STATE_OPEN, exchange);
      exchange.set_text(event.question_asked().text());
      break;
    case ExchangeEvent::kExchangeAnswerGiven:
      exchange.set_answer_count(exchange.answer_count() + 1);
      break;
    case ExchangeEvent::kExchangeAnswerRemoved:
      ApplyAnswerRemoved(event.exchange_answer_removed().entry(), exchange);
      break;
    case ExchangeEvent::kAnswerAccepted:
      exchange.set_accepted_answer(event.answer_accepted().entry());
      exchange.set_state(v1::EXCHANGE_STATE_ANSWERED);
      break;
    case ExchangeEvent::kQuestionClosed:
      exchange.set_state(v1::EXCHANGE_STATE_CLOSED);
      break;
    case ExchangeEvent::kQuestionReopened:
      exchange.clear_accepted_answer();
      exchange.set_state(v1::EXCHANGE_STATE_OPEN);
      break;
    case ExchangeEvent::kExchangeAdopted:
      ApplyAdopted(event.exchange_adopted(), exchange);
      break;
    case ExchangeEvent::kAdoptionResultRecorded:
      ApplyResult(event.adoption_result_recorded(), exchange);
      break;
    case ExchangeEvent::kAdoptionWithdrawn:
      ApplyAdoptionWithdrawn(event.adoption_withdrawn().organisation(), exchange);
      break;
    case ExchangeEvent::kExchangeCorrected:
      ApplyEdit(event.exchange_corrected().edit(), exchange);
      break;
    case ExchangeEvent::kExchangeWithdrawn:
      exchange.set_state(v1::EXCHANGE_STATE_WITHDRAWN);
      break;
    case ExchangeEvent::kExchangeAnswerCorrected:  // Texts of answers are not in the resource.
    case ExchangeEvent::EVENT_NOT_SET:
      break;
  }
}

const v1::ExchangeAdoption* FindAdoption(const v1::Exchange& exchange,
                                         const std::string& organisation) {
  for (const v1::ExchangeAdoption& each : exchange.adoptions()) {
    if (each.organisation() == organisation) return &each;
  }
  return nullptr;
}

}  // namespace samverk::exchanges
