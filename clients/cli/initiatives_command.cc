#include "clients/cli/initiatives_command.h"

#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "base/civil_date.h"
#include "base/status_macros.h"
#include "base/uuid.h"
#include "clients/cli/amounts.h"
#include "clients/cli/arguments.h"
#include "clients/cli/gathering_verbs.h"
#include "clients/cli/history.h"
#include "clients/cli/names.h"
#include "clients/cli/write_options.h"
#include "samverk/v1/initiative.grpc.pb.h"

namespace samverk {
namespace {

using Stub = v1::InitiativeService::Stub;

constexpr char kWhat[] = "initiative";

template <typename Options>
void AddTarget(CLI::App& verb, Options& options) {
  AddInitiativeOption(verb, options.initiative);
  AddWriteOptions(verb, options.write);
  AddRevisionOption(verb, options.write);
}

// `Tillväxtverket=400000`, or the source alone.
absl::StatusOr<v1::InitiativeFunding> ParseFunding(absl::string_view text) {
  v1::InitiativeFunding funding;
  const size_t equals = text.rfind('=');
  funding.set_source(std::string(text.substr(0, equals)));
  if (funding.source().empty()) {
    return UsageError(absl::StrCat("\"", text, "\" is not funding; write SOURCE[=KRONOR]"));
  }
  if (equals != absl::string_view::npos) {
    ASSIGN_OR_RETURN(const int64_t sek, ParseAmount(text.substr(equals + 1)));
    funding.set_amount_sek(sek);
  }
  return funding;
}

struct RegisterOptions {
  std::string owner;
  std::string title;
  std::string description;
  std::string first_day;
  std::string last_day;
  std::vector<std::string> partners;
  std::vector<std::string> fundings;
  std::vector<std::string> links;
  std::string id;
  WriteOptions write;
};

absl::Status Register(CliContext& context, const RegisterOptions& options) {
  v1::RegisterInitiativeRequest request;
  request.set_parent(context.Parent());
  request.set_initiative_id(options.id.empty() ? Uuid::V7(context.clock()).ToString() : options.id);
  request.set_owner(OrganisationName(context.Parent(), options.owner));
  request.set_title(options.title);
  request.set_description(options.description);
  ASSIGN_OR_RETURN(*request.mutable_period(), ParsePeriod(options.first_day, options.last_day));
  for (const std::string& partner : options.partners) {
    request.add_partners(OrganisationName(context.Parent(), partner));
  }
  for (const std::string& funding : options.fundings) {
    ASSIGN_OR_RETURN(*request.add_fundings(), ParseFunding(funding));
  }
  for (const std::string& link : options.links) {
    ASSIGN_OR_RETURN(*request.add_links(), ResolveAny(context, link));
  }
  return Submit(context, &Stub::RegisterInitiative, request, options.write);
}

void AddRegister(CommandTree& tree, CLI::App& group) {
  auto options = std::make_shared<RegisterOptions>();
  CLI::App& verb = tree.AddVerb(group, "register", "Register a project or programme");
  verb.add_option("--owner", options->owner, "Who runs it")->type_name("ORGANISATION")->required();
  verb.add_option("--title", options->title, "What it is called")->transform(AsText())->required();
  verb.add_option("--description", options->description, "What it is about")->transform(AsText());
  verb.add_option("--from", options->first_day, "The first day")
      ->check(As(ParseDateArgument, "DATE"))
      ->required();
  verb.add_option("--to", options->last_day, "The last day that is planned")
      ->check(As(ParseDateArgument, "DATE"))
      ->required();
  verb.add_option("--partner", options->partners, "Who takes part as well")
      ->type_name("ORGANISATION")
      ->allow_extra_args(false);
  verb.add_option("--funding", options->fundings, "How it is paid for: Tillväxtverket=400000")
      ->transform(As(ParseFunding, "SOURCE[=SEK]"))
      ->allow_extra_args(false);
  verb.add_option("--link", options->links, "What it concerns: places/0199, plans/5f00")
      ->type_name("RESOURCE")
      ->allow_extra_args(false);
  verb.add_option("--id", options->id, "Its UUID; a new one otherwise")->transform(AsUuid());
  AddWriteOptions(verb, options->write);
  tree.OnRun(verb, [options](CliContext& context) { return Register(context, *options); });
}

void AddFund(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string initiative;
    std::string source;
    std::string amount;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "fund", "Record how it is paid for");
  AddTarget(verb, *options);
  verb.add_option("source", options->source, "Where the money comes from")
      ->transform(AsText())
      ->required();
  verb.add_option("--amount", options->amount, "How much, in kronor")
      ->check(As(ParseAmount, "SEK"));
  verb.get_option("--decision")
      ->description("The decision to fund it: \"Tillväxtverket 2026-03-02 §12\"");
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    WriteOptions write = options->write;
    v1::EditInitiativeRequest request;
    v1::InitiativeFunding& funding = *request.add_edits()->mutable_add_funding();
    funding.set_source(options->source);
    if (!options->amount.empty()) {
      ASSIGN_OR_RETURN(const int64_t sek, ParseAmount(options->amount));
      funding.set_amount_sek(sek);
    }
    if (!write.decision.empty()) {
      ASSIGN_OR_RETURN(*funding.mutable_decision(), ParseDecision(write.decision));
      write.decision.clear();
    }
    v1::GetInitiativeRequest get;
    ASSIGN_OR_RETURN(*get.mutable_name(), ResolveInitiative(context, options->initiative));
    ASSIGN_OR_RETURN(const v1::GetInitiativeResponse read, context.Call(&Stub::GetInitiative, get));
    request.set_name(get.name());
    request.set_expected_revision(read.initiative().revision());
    return Submit(context, &Stub::EditInitiative, request, write);
  });
}

void AddReport(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string initiative;
    std::string text;
    ResultFacts facts;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "report", "Report a result");
  AddTarget(verb, *options);
  verb.add_option("text", options->text, "What was reached; - reads it from standard input")
      ->transform(AsText())
      ->required();
  AddResultFacts(verb, options->facts);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::ReportInitiativeResultRequest request;
    v1::InitiativeResult& result = *request.mutable_result();
    *result.mutable_day() = ToDate(SwedishDay(context.clock().Now()));
    ASSIGN_OR_RETURN(*result.mutable_text(), TextOrInput(options->text));
    RETURN_IF_ERROR(FillResult(context, options->facts, result));
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolveInitiative(context, options->initiative));
    return Submit(context, &Stub::ReportInitiativeResult, request, options->write);
  });
}

void AddEnd(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string initiative;
    std::string outcome;
    std::string ended_on;
    std::vector<std::string> cooperations;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "end", "Record that it ended, and what came of it");
  AddTarget(verb, *options);
  verb.add_option("outcome", options->outcome, "What came of it; - reads it from standard input")
      ->transform(AsText())
      ->required();
  verb.add_option("--on", options->ended_on, "The last day")
      ->check(As(ParseDateArgument, "DATE"))
      ->required();
  AddCooperationOption(verb, options->cooperations);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::EndInitiativeRequest request;
    v1::InitiativeEnding& ending = *request.mutable_ending();
    ASSIGN_OR_RETURN(*ending.mutable_outcome(), TextOrInput(options->outcome));
    ASSIGN_OR_RETURN(*ending.mutable_ended_on(), ParseDateArgument(options->ended_on));
    for (const std::string& text : options->cooperations) {
      ASSIGN_OR_RETURN(*ending.add_cooperations(), CooperationIn(context, text));
    }
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolveInitiative(context, options->initiative));
    return Submit(context, &Stub::EndInitiative, request, options->write);
  });
}

}  // namespace

void AddInitiativeOption(CLI::App& verb, std::string& initiative) {
  verb.add_option(kWhat, initiative, "Its name, its UUID, or the beginning of its UUID")
      ->required();
}

void AddResultFacts(CLI::App& verb, ResultFacts& facts) {
  verb.add_option("--day", facts.day, "The day that it is about; today otherwise")
      ->check(As(ParseDateArgument, "DATE"));
  verb.add_option("--figure", facts.figures, "A number in it: \"avstånd=12,5 km\"")
      ->transform(As(ParseFigure, "LABEL=NUMBER[ UNIT]"))
      ->allow_extra_args(false);
  verb.add_option("--link", facts.links, "A resource that it led to: plans/0199")
      ->type_name("RESOURCE")
      ->allow_extra_args(false);
}

absl::Status FillResult(CliContext& context, const ResultFacts& facts,
                        v1::InitiativeResult& result) {
  if (!facts.day.empty()) {
    ASSIGN_OR_RETURN(*result.mutable_day(), ParseDateArgument(facts.day));
  }
  if (!facts.figures.empty()) result.clear_figures();
  for (const std::string& figure : facts.figures) {
    ASSIGN_OR_RETURN(*result.add_figures(), ParseFigure(figure));
  }
  if (!facts.links.empty()) result.clear_links();
  for (const std::string& link : facts.links) {
    ASSIGN_OR_RETURN(*result.add_links(), ResolveAny(context, link));
  }
  return absl::OkStatus();
}

void AddCooperationOption(CLI::App& verb, std::vector<std::string>& cooperations) {
  verb.add_option("--cooperation", cooperations,
                  "A cooperation that came about: \"Delad lokal @2421 @2422\"")
      ->transform(AsText())
      ->allow_extra_args(false);
}

absl::StatusOr<v1::InitiativeCooperation> CooperationIn(const CliContext& context,
                                                        absl::string_view text) {
  const std::vector<std::string> words = absl::StrSplit(text, ' ', absl::SkipEmpty());
  size_t end = words.size();
  while (end > 0 && words[end - 1].size() > 1 && absl::StartsWith(words[end - 1], "@")) --end;
  v1::InitiativeCooperation cooperation;
  cooperation.set_text(absl::StrJoin(words.begin(), words.begin() + static_cast<int>(end), " "));
  if (cooperation.text().empty()) {
    return UsageError(
        absl::StrCat("\"", text, "\" is no cooperation; write TEXT[ @ORGANISATION]…"));
  }
  for (size_t i = end; i < words.size(); ++i) {
    cooperation.add_organisations(OrganisationName(context.Parent(), words[i].substr(1)));
  }
  return cooperation;
}

void AddInitiativesCommand(CommandTree& tree) {
  CLI::App& group = tree.AddGroup(
      "initiatives", "Projects and programmes (projekt, satsningar)",
      {"samverk initiatives list --year 2026 --organisation 2421",
       "samverk initiatives register --owner 2421 --title Byalyft --from 2026-01-01 --to "
       "2027-12-31",
       "samverk initiatives fund 0199 Tillväxtverket --amount 400000",
       "samverk initiatives edit 0199 --partner 2422 --link workshops/5f00",
       "samverk initiatives report 0199 \"Tre ombud har öppnat\" --figure \"nya ombud=3\"",
       "samverk initiatives end 0199 \"Byarna delar en chaufför\" --on 2027-12-31",
       "samverk initiatives history 0199"});
  AddRegister(tree, group);
  AddFund(tree, group);
  AddInitiativeEditing(tree, group);
  AddReport(tree, group);
  AddEnd(tree, group);
  AddPlainVerb(tree, group, kWhat, "reopen", "Take back that it ended", ResolveInitiative,
               &Stub::ReopenInitiative);
  AddPlainVerb(tree, group, kWhat, "withdraw", "Withdraw what was registered by mistake",
               ResolveInitiative, &Stub::WithdrawInitiative);
  AddInitiativeReading(tree, group);
  AddHistoryVerb(tree, group, kWhat, ResolveInitiative);
}

}  // namespace samverk
