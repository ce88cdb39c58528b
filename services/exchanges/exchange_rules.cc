#include "services/exchanges/exchange_rules.h"

#include <utility>

#include "base/civil_date.h"
#include "base/status_macros.h"
#include "services/exchanges/exchange_content.h"
#include "services/runtime/resource_name.h"
#include "services/runtime/rule_checks.h"

namespace samverk::exchanges {
namespace {

using runtime::CheckAllLinked;
using runtime::CheckLinked;
using runtime::CheckSpeaksFor;
using runtime::ReadsOf;

// The one event of most commands.
template <typename Fill>
ExchangeRules::Decision Decided(Fill fill) {
  return runtime::Decided<v1::ExchangeEvent>(fill);
}

// The name of what a command shares or asks.
template <typename Command>
std::string NameOf(const Command& command) {
  return runtime::ChildName(command.parent(), "exchanges", command.exchange_id());
}

absl::Status CheckExists(const ExchangeState& state, const std::string& name) {
  if (state.exists()) return absl::OkStatus();
  return Refusal(kExchangeNotFound).With("name", name);
}

// OK if the exchange exists and was not withdrawn.
absl::Status CheckStands(const ExchangeState& state, const std::string& name) {
  RETURN_IF_ERROR(CheckExists(state, name));
  if (state.exchange.state() != v1::EXCHANGE_STATE_WITHDRAWN) return absl::OkStatus();
  return Refusal(kExchangeWithdrawn).Violating(name);
}

// OK if it also is a question.
absl::Status CheckQuestion(const ExchangeState& state, const std::string& name) {
  RETURN_IF_ERROR(CheckStands(state, name));
  if (state.exchange.kind() == v1::EXCHANGE_KIND_QUESTION) return absl::OkStatus();
  return Refusal(kNotAQuestion).Violating(name);
}

// OK if it also is an experience.
absl::Status CheckExperience(const ExchangeState& state, const std::string& name) {
  RETURN_IF_ERROR(CheckStands(state, name));
  if (state.exchange.kind() == v1::EXCHANGE_KIND_EXPERIENCE) return absl::OkStatus();
  return Refusal(kNotAnExperience).Violating(name);
}

// The day that a command says, or today.
google::type::Date DayOrToday(const google::type::Date& day, absl::CivilDay today) {
  return day.year() == 0 ? ToDate(today) : day;
}

absl::Status CheckDay(const google::type::Date& day, absl::CivilDay today,
                      const std::string& name) {
  if (ToCivilDay(day) <= today) return absl::OkStatus();
  return Refusal(kDayInTheFuture).With("day", FormatDate(day)).Violating(name);
}

// OK if there is such an answer, and the caller may change what it says.
absl::Status CheckOwnAnswer(const ExchangeState& state, int64_t entry, const v1::Actor& actor) {
  const auto answer = state.answers.find(entry);
  if (answer == state.answers.end()) return Refusal(kAnswerNotFound).With("entry", entry);
  return CheckSpeaksFor(actor, answer->second);
}

// OK if `organisation` has adopted the experience, and the caller speaks for it.
absl::Status CheckOwnAdoption(const ExchangeState& state, const std::string& name,
                              const std::string& organisation, const v1::Actor& actor) {
  RETURN_IF_ERROR(CheckExperience(state, name));
  RETURN_IF_ERROR(CheckSpeaksFor(actor, organisation));
  if (FindAdoption(state.exchange, organisation) != nullptr) return absl::OkStatus();
  return Refusal(kNotAdopted).With("organisation", organisation).Violating(name);
}

// What is read to share or to ask.
template <typename Command>
runtime::ReadSet ReadsToBegin(const Command& command) {
  runtime::ReadSet reads = ReadsOf(NameOf(command), {command.owner()});
  reads.linked.insert(reads.linked.end(), command.links().begin(), command.links().end());
  reads.owner = command.owner();
  return reads;
}

// OK if an exchange may begin as `command` says.
template <typename Command>
absl::Status CheckBegins(const ExchangeState& state, const runtime::Facts& facts,
                         const Command& command, const google::type::Date& day,
                         absl::CivilDay today) {
  const std::string name = NameOf(command);
  if (state.exists()) return Refusal(kExchangeExists).With("name", name);
  RETURN_IF_ERROR(CheckLinked(facts, command.owner()));
  RETURN_IF_ERROR(CheckAllLinked(facts, command.links()));
  return CheckDay(day, today, name);
}

// Fills in what an experience and a question both begin with.
template <typename Command, typename Fact>
void FillBeginning(const Command& command, const google::type::Date& day, Fact& fact) {
  fact.set_owner(command.owner());
  fact.set_title(command.title());
  *fact.mutable_shared_on() = day;
  *fact.mutable_places() = command.places();
  *fact.mutable_offers() = command.offers();
  *fact.mutable_links() = command.links();
}

// OK if an exchange of that kind has the field that `edit` sets.
absl::Status CheckKind(const v1::Exchange& exchange, const v1::ExchangeEdit& edit,
                       const std::string& name) {
  const bool is_question = exchange.kind() == v1::EXCHANGE_KIND_QUESTION;
  switch (edit.edit_case()) {
    case v1::ExchangeEdit::kText:
      return is_question ? absl::OkStatus() : Refusal(kNotAQuestion).Violating(name).Build();
    case v1::ExchangeEdit::kProblem:
    case v1::ExchangeEdit::kDone:
    case v1::ExchangeEdit::kResult:
    case v1::ExchangeEdit::kCost:
    case v1::ExchangeEdit::kAdvice:
      return is_question ? Refusal(kNotAnExperience).Violating(name).Build() : absl::OkStatus();
    default:
      return absl::OkStatus();
  }
}

absl::Status CheckEdit(const v1::Exchange& exchange, const runtime::Facts& facts,
                       const v1::ExchangeEdit& edit, absl::CivilDay today,
                       const std::string& name) {
  RETURN_IF_ERROR(CheckKind(exchange, edit, name));
  RETURN_IF_ERROR(CheckAllLinked(facts, edit.links().links()));
  return edit.has_shared_on() ? CheckDay(edit.shared_on(), today, name) : absl::OkStatus();
}

bool IsSame(const v1::Exchange& one, const v1::Exchange& other) {
  return one.SerializeAsString() == other.SerializeAsString();
}

}  // namespace

runtime::ReadSet ExchangeRules::Reads(const v1::ShareExperienceRequest& command) {
  return ReadsToBegin(command);
}

ExchangeRules::Decision ExchangeRules::Decide(const State& state, const Facts& facts,
                                              const v1::ShareExperienceRequest& command,
                                              const Context& context) {
  const google::type::Date day = DayOrToday(command.shared_on(), context.today);
  RETURN_IF_ERROR(CheckBegins(state, facts, command, day, context.today));
  return Decided([&](Event& event) {
    v1::ExperienceShared& shared = *event.mutable_experience_shared();
    FillBeginning(command, day, shared);
    shared.set_problem(command.problem());
    shared.set_done(command.done());
    shared.set_result(command.result());
    shared.set_cost(command.cost());
    shared.set_advice(command.advice());
  });
}

runtime::ReadSet ExchangeRules::Reads(const v1::AskQuestionRequest& command) {
  return ReadsToBegin(command);
}

ExchangeRules::Decision ExchangeRules::Decide(const State& state, const Facts& facts,
                                              const v1::AskQuestionRequest& command,
                                              const Context& context) {
  const google::type::Date day = DayOrToday(command.shared_on(), context.today);
  RETURN_IF_ERROR(CheckBegins(state, facts, command, day, context.today));
  return Decided([&](Event& event) {
    v1::QuestionAsked& asked = *event.mutable_question_asked();
    FillBeginning(command, day, asked);
    asked.set_text(command.text());
  });
}

runtime::ReadSet ExchangeRules::Reads(const v1::AnswerExchangeRequest& command) {
  return ReadsOf(command.name(), {command.organisation()});
}

ExchangeRules::Decision ExchangeRules::Decide(const State& state, const Facts& facts,
                                              const v1::AnswerExchangeRequest& command,
                                              const Context& context) {
  RETURN_IF_ERROR(CheckStands(state, command.name()));
  RETURN_IF_ERROR(CheckSpeaksFor(context.actor, command.organisation()));
  RETURN_IF_ERROR(CheckLinked(facts, command.organisation()));
  if (state.exchange.state() == v1::EXCHANGE_STATE_CLOSED) {
    return Refusal(kQuestionClosed).Violating(command.name());
  }
  if (state.answers.size() >= kAnswersMax) {
    return Refusal(kTooManyAnswers)
        .With("count", state.answers.size())
        .With("count_max", kAnswersMax)
        .Violating(command.name());
  }
  return Decided([&command](Event& event) {
    v1::ExchangeAnswerGiven& given = *event.mutable_exchange_answer_given();
    given.set_organisation(command.organisation());
    given.set_text(command.text());
  });
}

runtime::ReadSet ExchangeRules::Reads(const v1::CorrectExchangeAnswerRequest& command) {
  return ReadsOf(command.name());
}

ExchangeRules::Decision ExchangeRules::Decide(const State& state, const Facts&,
                                              const v1::CorrectExchangeAnswerRequest& command,
                                              const Context& context) {
  RETURN_IF_ERROR(CheckStands(state, command.name()));
  RETURN_IF_ERROR(CheckOwnAnswer(state, command.entry(), context.actor));
  return Decided([&command](Event& event) {
    v1::ExchangeAnswerCorrected& corrected = *event.mutable_exchange_answer_corrected();
    corrected.set_entry(command.entry());
    corrected.set_text(command.text());
  });
}

runtime::ReadSet ExchangeRules::Reads(const v1::RemoveExchangeAnswerRequest& command) {
  return ReadsOf(command.name());
}

ExchangeRules::Decision ExchangeRules::Decide(const State& state, const Facts&,
                                              const v1::RemoveExchangeAnswerRequest& command,
                                              const Context& context) {
  RETURN_IF_ERROR(CheckStands(state, command.name()));
  RETURN_IF_ERROR(CheckOwnAnswer(state, command.entry(), context.actor));
  return Decided([&command](Event& event) {
    event.mutable_exchange_answer_removed()->set_entry(command.entry());
  });
}

runtime::ReadSet ExchangeRules::Reads(const v1::AcceptAnswerRequest& command) {
  return ReadsOf(command.name());
}

ExchangeRules::Decision ExchangeRules::Decide(const State& state, const Facts&,
                                              const v1::AcceptAnswerRequest& command,
                                              const Context&) {
  RETURN_IF_ERROR(CheckQuestion(state, command.name()));
  if (!state.answers.contains(command.entry())) {
    return Refusal(kAnswerNotFound).With("entry", command.entry());
  }
  const bool is_accepted = state.exchange.state() == v1::EXCHANGE_STATE_ANSWERED &&
                           state.exchange.accepted_answer() == command.entry();
  if (is_accepted) return runtime::Decision<Event>();
  return Decided(
      [&command](Event& event) { event.mutable_answer_accepted()->set_entry(command.entry()); });
}

runtime::ReadSet ExchangeRules::Reads(const v1::CloseQuestionRequest& command) {
  return ReadsOf(command.name());
}

ExchangeRules::Decision ExchangeRules::Decide(const State& state, const Facts&,
                                              const v1::CloseQuestionRequest& command,
                                              const Context&) {
  RETURN_IF_ERROR(CheckQuestion(state, command.name()));
  if (state.exchange.state() == v1::EXCHANGE_STATE_CLOSED) {
    return Refusal(kQuestionClosed).Violating(command.name());
  }
  return Decided([](Event& event) { event.mutable_question_closed(); });
}

runtime::ReadSet ExchangeRules::Reads(const v1::ReopenQuestionRequest& command) {
  return ReadsOf(command.name());
}

ExchangeRules::Decision ExchangeRules::Decide(const State& state, const Facts&,
                                              const v1::ReopenQuestionRequest& command,
                                              const Context&) {
  RETURN_IF_ERROR(CheckQuestion(state, command.name()));
  if (state.exchange.state() == v1::EXCHANGE_STATE_OPEN) {
    return Refusal(kQuestionOpen).Violating(command.name());
  }
  return Decided([](Event& event) { event.mutable_question_reopened(); });
}

runtime::ReadSet ExchangeRules::Reads(const v1::AdoptExchangeRequest& command) {
  return ReadsOf(command.name(), {command.organisation()});
}

ExchangeRules::Decision ExchangeRules::Decide(const State& state, const Facts& facts,
                                              const v1::AdoptExchangeRequest& command,
                                              const Context& context) {
  const std::string& organisation = command.organisation();
  RETURN_IF_ERROR(CheckExperience(state, command.name()));
  RETURN_IF_ERROR(CheckSpeaksFor(context.actor, organisation));
  RETURN_IF_ERROR(CheckLinked(facts, organisation));
  if (organisation == state.exchange.owner()) {
    return Refusal(kAdoptsItsOwn).With("organisation", organisation).Violating(command.name());
  }
  const google::type::Date day = DayOrToday(command.adopted_on(), context.today);
  RETURN_IF_ERROR(CheckDay(day, context.today, command.name()));
  const int adoptions = state.exchange.adoptions_size();
  if (adoptions >= kAdoptionsMax && FindAdoption(state.exchange, organisation) == nullptr) {
    return Refusal(kTooManyAdoptions)
        .With("count", adoptions)
        .With("count_max", kAdoptionsMax)
        .Violating(command.name());
  }
  return Decided([&](Event& event) {
    v1::ExchangeAdopted& adopted = *event.mutable_exchange_adopted();
    adopted.set_organisation(organisation);
    *adopted.mutable_adopted_on() = day;
    adopted.set_how(command.how());
  });
}

runtime::ReadSet ExchangeRules::Reads(const v1::RecordAdoptionResultRequest& command) {
  return ReadsOf(command.name());
}

ExchangeRules::Decision ExchangeRules::Decide(const State& state, const Facts&,
                                              const v1::RecordAdoptionResultRequest& command,
                                              const Context& context) {
  RETURN_IF_ERROR(CheckOwnAdoption(state, command.name(), command.organisation(), context.actor));
  const google::type::Date day = DayOrToday(command.result_on(), context.today);
  RETURN_IF_ERROR(CheckDay(day, context.today, command.name()));
  return Decided([&](Event& event) {
    v1::AdoptionResultRecorded& recorded = *event.mutable_adoption_result_recorded();
    recorded.set_organisation(command.organisation());
    recorded.set_result(command.result());
    *recorded.mutable_result_on() = day;
  });
}

runtime::ReadSet ExchangeRules::Reads(const v1::WithdrawAdoptionRequest& command) {
  return ReadsOf(command.name());
}

ExchangeRules::Decision ExchangeRules::Decide(const State& state, const Facts&,
                                              const v1::WithdrawAdoptionRequest& command,
                                              const Context& context) {
  RETURN_IF_ERROR(CheckOwnAdoption(state, command.name(), command.organisation(), context.actor));
  return Decided([&command](Event& event) {
    event.mutable_adoption_withdrawn()->set_organisation(command.organisation());
  });
}

runtime::ReadSet ExchangeRules::Reads(const v1::EditExchangeRequest& command) {
  runtime::ReadSet reads = ReadsOf(command.name());
  for (const v1::ExchangeEdit& edit : command.edits()) {
    const auto& links = edit.links().links();
    reads.linked.insert(reads.linked.end(), links.begin(), links.end());
  }
  return reads;
}

ExchangeRules::Decision ExchangeRules::Decide(const State& state, const Facts& facts,
                                              const v1::EditExchangeRequest& command,
                                              const Context& context) {
  RETURN_IF_ERROR(CheckStands(state, command.name()));
  RETURN_IF_ERROR(runtime::CheckBase(command));
  runtime::Decision<Event> decision;
  decision.outcomes.reserve(static_cast<size_t>(command.edits_size()));
  // Each edit is judged on what those before it leave. None is about adoptions.
  v1::Exchange before = state.exchange;
  before.clear_adoptions();
  for (const v1::ExchangeEdit& edit : command.edits()) {
    RETURN_IF_ERROR(CheckEdit(before, facts, edit, context.today, command.name()));
    v1::Exchange after = before;
    ApplyEdit(edit, after);
    if (IsSame(before, after)) {
      decision.outcomes.push_back(v1::EDIT_OUTCOME_CONVERGED);
      continue;
    }
    *decision.events.emplace_back().mutable_exchange_corrected()->mutable_edit() = edit;
    decision.outcomes.push_back(v1::EDIT_OUTCOME_ACCEPTED);
    before = std::move(after);
  }
  return decision;
}

runtime::ReadSet ExchangeRules::Reads(const v1::WithdrawExchangeRequest& command) {
  return ReadsOf(command.name());
}

ExchangeRules::Decision ExchangeRules::Decide(const State& state, const Facts&,
                                              const v1::WithdrawExchangeRequest& command,
                                              const Context&) {
  RETURN_IF_ERROR(CheckStands(state, command.name()));
  return Decided([](Event& event) { event.mutable_exchange_withdrawn(); });
}

void ExchangeRules::Evolve(State& state, const Event& event, const runtime::EventPlace& place) {
  ApplyEvent(event, state.exchange);
  switch (event.event_case()) {
    case Event::kExchangeAnswerGiven:
      state.answers[place.revision] = event.exchange_answer_given().organisation();
      state.size_bytes += kAnswerBytes;
      break;
    case Event::kExchangeAnswerCorrected:
      break;  // What it says is not kept.
    case Event::kExchangeAnswerRemoved:
      state.size_bytes -=
          kAnswerBytes * state.answers.erase(event.exchange_answer_removed().entry());
      break;
    default:
      state.size_bytes += event.ByteSizeLong();
      break;
  }
}

}  // namespace samverk::exchanges
