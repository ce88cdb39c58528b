#include "clients/cli/exchanges_command.h"

#include <memory>
#include <tuple>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "clients/cli/arguments.h"
#include "clients/cli/gathering_verbs.h"
#include "clients/cli/history.h"
#include "clients/cli/plan_words.h"
#include "clients/cli/write_options.h"
#include "samverk/v1/exchange.grpc.pb.h"

namespace samverk {
namespace {

using Stub = v1::ExchangeService::Stub;

constexpr char kWhat[] = "exchange";

// Adds what all verbs that write about one exchange take.
template <typename Options>
void AddTarget(CLI::App& verb, Options& options) {
  AddExchangeOption(verb, options.exchange);
  AddWriteOptions(verb, options.write);
  AddRevisionOption(verb, options.write);
}

void AddOrganisation(CLI::App& verb, std::string& organisation) {
  verb.add_option("--organisation", organisation, "Who says so, if not the organisation acted for")
      ->type_name("ORGANISATION");
}

// Fills in what an experience and a question both begin with.
template <typename Request>
absl::Status FillBeginning(CliContext& context, const ExchangeFacts& facts,
                           const std::string& owner, const std::string& id, Request& request) {
  request.set_parent(context.Parent());
  request.set_exchange_id(id.empty() ? Uuid::V7(context.clock()).ToString() : id);
  ASSIGN_OR_RETURN(*request.mutable_owner(), OwnOrganisation(context, owner, "--owner"));
  request.set_title(facts.title.value_or(""));
  if (!facts.day.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_shared_on(), ParseDateArgument(facts.day));
  }
  FillPlaces(facts, request);
  RETURN_IF_ERROR(FillOffers(facts, request));
  return FillLinks(context, facts, request);
}

struct BeginOptions {
  std::string owner;
  ExchangeFacts facts;
  std::string text;
  std::string id;
  WriteOptions write;
};

void AddBeginOptions(CLI::App& verb, BeginOptions& options) {
  verb.add_option("--owner", options.owner, "Whose it is, if not of the organisation acted for")
      ->type_name("ORGANISATION");
  AddCommonFacts(verb, options.facts);
  verb.get_option("--title")->required();
  verb.add_option("--id", options.id, "Its UUID; a new one otherwise")->transform(AsUuid());
  AddWriteOptions(verb, options.write);
}

void AddShare(CommandTree& tree, CLI::App& group) {
  auto options = std::make_shared<BeginOptions>();
  CLI::App& verb = tree.AddVerb(group, "share", "Share an experience (erfarenhet)");
  AddBeginOptions(verb, *options);
  AddExperienceFacts(verb, options->facts);
  verb.get_option("--problem")->required();
  verb.get_option("--done")->required();
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    const ExchangeFacts& facts = options->facts;
    v1::ShareExperienceRequest request;
    RETURN_IF_ERROR(FillBeginning(context, facts, options->owner, options->id, request));
    request.set_problem(facts.problem.value_or(""));
    request.set_done(facts.done.value_or(""));
    request.set_result(facts.result.value_or(""));
    request.set_cost(facts.cost.value_or(""));
    request.set_advice(facts.advice.value_or(""));
    return Submit(context, &Stub::ShareExperience, request, options->write);
  });
}

void AddAsk(CommandTree& tree, CLI::App& group) {
  auto options = std::make_shared<BeginOptions>();
  CLI::App& verb = tree.AddVerb(group, "ask", "Ask a question (fråga)");
  AddBeginOptions(verb, *options);
  verb.add_option("text", options->text, "The question; - reads it from standard input")
      ->transform(AsText())
      ->required();
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::AskQuestionRequest request;
    ASSIGN_OR_RETURN(*request.mutable_text(), TextOrInput(options->text));
    RETURN_IF_ERROR(FillBeginning(context, options->facts, options->owner, options->id, request));
    return Submit(context, &Stub::AskQuestion, request, options->write);
  });
}

void AddAnswer(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string exchange;
    std::string organisation;
    std::string text;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb =
      tree.AddVerb(group, "answer", "Answer a question, or say of an experience what use it was");
  AddTarget(verb, *options);
  verb.add_option("text", options->text, "The answer; - reads it from standard input")
      ->transform(AsText())
      ->required();
  AddOrganisation(verb, options->organisation);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::AnswerExchangeRequest request;
    ASSIGN_OR_RETURN(*request.mutable_text(), TextOrInput(options->text));
    ASSIGN_OR_RETURN(*request.mutable_organisation(),
                     OwnOrganisation(context, options->organisation, "--organisation"));
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolveExchange(context, options->exchange));
    return Submit(context, &Stub::AnswerExchange, request, options->write);
  });
}

void AddCorrectAnswer(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string exchange;
    int64_t entry = 0;
    std::string text;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "correct-answer", "Correct an answer that you gave");
  AddTarget(verb, *options);
  verb.add_option("entry", options->entry, "Which answer; its number is in `answers`")->required();
  verb.add_option("text", options->text, "The right text; - reads it from standard input")
      ->transform(AsText())
      ->required();
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::CorrectExchangeAnswerRequest request;
    request.set_entry(options->entry);
    ASSIGN_OR_RETURN(*request.mutable_text(), TextOrInput(options->text));
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolveExchange(context, options->exchange));
    return Submit(context, &Stub::CorrectExchangeAnswer, request, options->write);
  });
}

// Adds a verb that needs to know only which answer it is about.
template <typename Request, typename Response>
void AddAnswerVerb(CommandTree& tree, CLI::App& group, const std::string& name,
                   const std::string& description,
                   grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*)) {
  struct Options {
    std::string exchange;
    int64_t entry = 0;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, name, description);
  AddTarget(verb, *options);
  verb.add_option("entry", options->entry, "Which answer; its number is in `answers`")->required();
  tree.OnRun(verb, [options, method](CliContext& context) -> absl::Status {
    Request request;
    request.set_entry(options->entry);
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolveExchange(context, options->exchange));
    return Submit(context, method, request, options->write);
  });
}

struct AdoptionOptions {
  std::string exchange;
  std::string organisation;
  std::string text;
  std::string day;
  WriteOptions write;
};

void AddAdopt(CommandTree& tree, CLI::App& group) {
  auto options = std::make_shared<AdoptionOptions>();
  CLI::App& verb = tree.AddVerb(group, "adopt", "Record that your organisation does the same");
  AddTarget(verb, *options);
  AddOrganisation(verb, options->organisation);
  verb.add_option("--how", options->text, "How it does it")->transform(AsText());
  verb.add_option("--from", options->day, "Since which day, if not today")
      ->check(As(ParseDateArgument, "DATE"));
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::AdoptExchangeRequest request;
    request.set_how(options->text);
    if (!options->day.empty()) {
      ASSIGN_OR_RETURN(*request.mutable_adopted_on(), ParseDateArgument(options->day));
    }
    ASSIGN_OR_RETURN(*request.mutable_organisation(),
                     OwnOrganisation(context, options->organisation, "--organisation"));
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolveExchange(context, options->exchange));
    return Submit(context, &Stub::AdoptExchange, request, options->write);
  });
}

void AddResult(CommandTree& tree, CLI::App& group) {
  auto options = std::make_shared<AdoptionOptions>();
  CLI::App& verb = tree.AddVerb(group, "result", "Record what came of it where it was adopted");
  AddTarget(verb, *options);
  verb.add_option("text", options->text, "What came of it; - reads it from standard input")
      ->transform(AsText())
      ->required();
  AddOrganisation(verb, options->organisation);
  verb.add_option("--day", options->day, "On which day that was so, if not today")
      ->check(As(ParseDateArgument, "DATE"));
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::RecordAdoptionResultRequest request;
    ASSIGN_OR_RETURN(*request.mutable_result(), TextOrInput(options->text));
    if (!options->day.empty()) {
      ASSIGN_OR_RETURN(*request.mutable_result_on(), ParseDateArgument(options->day));
    }
    ASSIGN_OR_RETURN(*request.mutable_organisation(),
                     OwnOrganisation(context, options->organisation, "--organisation"));
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolveExchange(context, options->exchange));
    return Submit(context, &Stub::RecordAdoptionResult, request, options->write);
  });
}

void AddUnadopt(CommandTree& tree, CLI::App& group) {
  auto options = std::make_shared<AdoptionOptions>();
  CLI::App& verb =
      tree.AddVerb(group, "unadopt", "Take back an adoption that was recorded by mistake");
  AddTarget(verb, *options);
  AddOrganisation(verb, options->organisation);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::WithdrawAdoptionRequest request;
    ASSIGN_OR_RETURN(*request.mutable_organisation(),
                     OwnOrganisation(context, options->organisation, "--organisation"));
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolveExchange(context, options->exchange));
    return Submit(context, &Stub::WithdrawAdoption, request, options->write);
  });
}

}  // namespace

void AddExchangeOption(CLI::App& verb, std::string& exchange) {
  verb.add_option(kWhat, exchange, "Its name, its UUID, or the beginning of its UUID")->required();
}

void AddCommonFacts(CLI::App& verb, ExchangeFacts& facts) {
  verb.add_option("--title", facts.title, "What it is called")->transform(AsText());
  verb.add_option("--day", facts.day, "The day it was shared or asked, if not today")
      ->check(As(ParseDateArgument, "DATE"));
  verb.add_option("--place", facts.places, "The name of a place that it is about")
      ->transform(AsText())
      ->type_name("PLACE")
      ->allow_extra_args(false);
  verb.add_option("--offer", facts.offers, "A kind of service that it is about: drivmedel, fuel")
      ->transform(As(ParseOffer, "OFFER"))
      ->allow_extra_args(false);
  verb.add_option("--link", facts.links, "A resource that it has to do with: plans/ID")
      ->type_name("RESOURCE")
      ->allow_extra_args(false);
}

void AddExperienceFacts(CLI::App& verb, ExchangeFacts& facts) {
  for (const auto& [name, value, help] :
       {std::tuple("--problem", &facts.problem, "What was wrong or missing"),
        std::tuple("--done", &facts.done, "What was done about it"),
        std::tuple("--result", &facts.result, "What came of it"),
        std::tuple("--cost", &facts.cost, "What it cost, in money, work and time"),
        std::tuple("--advice", &facts.advice, "What others should know who try it")}) {
    verb.add_option(name, *value, help)->transform(AsText());
  }
}

absl::StatusOr<v1::ServiceOffer> ParseOffer(absl::string_view text) {
  if (text.empty()) return v1::SERVICE_OFFER_UNSPECIFIED;
  const auto offer = ParseServiceOffer(text);
  if (offer.has_value()) return *offer;
  return UsageError(absl::StrCat("\"", text, "\" is no kind of service; write drivmedel or fuel"));
}

void AddExchangesCommand(CommandTree& tree) {
  CLI::App& group = tree.AddGroup(
      "exchanges", "Experiences shared and questions asked (erfarenhetsutbyten)",
      {"samverk exchanges list --offer drivmedel --year 2019",
       "samverk exchanges share --owner 2421 --title Drivmedelsautomat --offer drivmedel \\\n"
       "      --problem \"Macken lades ner\" --done \"Byn köpte en automat\"",
       "samverk exchanges ask --owner 2418 --title Dagskassor \"Vem tar emot dagskassor?\"",
       "samverk exchanges answer 0199 --organisation 2421 \"Butiken, mot avgift.\"",
       "samverk exchanges accept 0199 1",
       "samverk exchanges adopt 5f00 --organisation 2418 --from 2019-09-01 --how Likadant",
       "samverk exchanges result 5f00 --organisation 2418 \"Sjuttio tankar i månaden\"",
       "samverk exchanges edit 5f00 --advice \"Sök stödet i tid\"", "samverk exchanges show 5f00"});
  AddShare(tree, group);
  AddAsk(tree, group);
  AddAnswer(tree, group);
  AddCorrectAnswer(tree, group);
  AddAnswerVerb(tree, group, "remove-answer", "Remove an answer that you gave by mistake",
                &Stub::RemoveExchangeAnswer);
  AddAnswerVerb(tree, group, "accept", "Mark a question as answered by one of its answers",
                &Stub::AcceptAnswer);
  AddPlainVerb(tree, group, kWhat, "close", "Close a question: it takes no more answers",
               ResolveExchange, &Stub::CloseQuestion);
  AddPlainVerb(tree, group, kWhat, "reopen", "Open a question again", ResolveExchange,
               &Stub::ReopenQuestion);
  AddAdopt(tree, group);
  AddResult(tree, group);
  AddUnadopt(tree, group);
  AddExchangeEditing(tree, group);
  AddPlainVerb(tree, group, kWhat, "withdraw", "Withdraw what was shared or asked by mistake",
               ResolveExchange, &Stub::WithdrawExchange);
  AddExchangeReading(tree, group);
  AddHistoryVerb(tree, group, kWhat, ResolveExchange);
}

}  // namespace samverk
