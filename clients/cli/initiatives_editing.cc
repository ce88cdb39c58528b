// `samverk initiatives edit` and `correct`: one edit for each thing that is said to be so.

#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "clients/cli/amounts.h"
#include "clients/cli/arguments.h"
#include "clients/cli/initiatives_command.h"
#include "clients/cli/names.h"
#include "clients/cli/write_options.h"
#include "samverk/v1/initiative.grpc.pb.h"

namespace samverk {
namespace {

using Stub = v1::InitiativeService::Stub;

absl::StatusOr<v1::Initiative> Read(CliContext& context, const std::string& text) {
  v1::GetInitiativeRequest get;
  ASSIGN_OR_RETURN(*get.mutable_name(), ResolveInitiative(context, text));
  ASSIGN_OR_RETURN(v1::GetInitiativeResponse response, context.Call(&Stub::GetInitiative, get));
  return std::move(*response.mutable_initiative());
}

// Sends edits of `read`. Without --revision they hold against what is there this moment.
absl::Status SubmitEdits(CliContext& context, const v1::Initiative& read,
                         v1::EditInitiativeRequest request, const WriteOptions& write) {
  request.set_name(read.name());
  request.set_expected_revision(read.revision());
  return Submit(context, &Stub::EditInitiative, std::move(request), write);
}

struct EditOptions {
  std::string initiative;
  std::optional<std::string> title;
  std::optional<std::string> description;
  std::string first_day;
  std::string last_day;
  std::vector<std::string> partners;
  std::vector<std::string> former_partners;
  std::vector<std::string> links;
  std::vector<std::string> unlinked;
  std::optional<std::string> outcome;
  std::string ended_on;
  std::vector<std::string> cooperations;
  std::vector<int64_t> removed;
  WriteOptions write;
};

absl::Status AddMemberEdits(CliContext& context, const EditOptions& options,
                            v1::EditInitiativeRequest& request) {
  for (const bool is_in : {true, false}) {
    for (const std::string& partner : is_in ? options.partners : options.former_partners) {
      v1::InitiativePartner& edit = *request.add_edits()->mutable_partner();
      edit.set_organisation(OrganisationName(context.Parent(), partner));
      edit.set_takes_part(is_in);
    }
    for (const std::string& link : is_in ? options.links : options.unlinked) {
      v1::InitiativeLink& edit = *request.add_edits()->mutable_link();
      ASSIGN_OR_RETURN(*edit.mutable_link(), ResolveAny(context, link));
      edit.set_linked(is_in);
    }
  }
  return absl::OkStatus();
}

// What is not given again stays: an edit of the end replaces all of it.
absl::Status AddEndingEdit(CliContext& context, const EditOptions& options,
                           const v1::Initiative& initiative, v1::EditInitiativeRequest& request) {
  if (!options.outcome.has_value() && options.ended_on.empty() && options.cooperations.empty()) {
    return absl::OkStatus();
  }
  v1::InitiativeEnding ending = initiative.ending();
  if (options.outcome.has_value()) ending.set_outcome(*options.outcome);
  if (!options.ended_on.empty()) {
    ASSIGN_OR_RETURN(*ending.mutable_ended_on(), ParseDateArgument(options.ended_on));
  }
  if (!options.cooperations.empty()) ending.clear_cooperations();
  for (const std::string& text : options.cooperations) {
    ASSIGN_OR_RETURN(*ending.add_cooperations(), CooperationIn(context, text));
  }
  if (!initiative.has_ending()) {
    return UsageError("it has not ended; see `samverk initiatives end --help`");
  }
  *request.add_edits()->mutable_ending() = ending;
  return absl::OkStatus();
}

absl::Status Edit(CliContext& context, const EditOptions& options) {
  ASSIGN_OR_RETURN(const v1::Initiative read, Read(context, options.initiative));
  v1::EditInitiativeRequest request;
  if (options.title.has_value()) request.add_edits()->set_title(*options.title);
  if (options.description.has_value()) request.add_edits()->set_description(*options.description);
  if (!options.first_day.empty()) {
    ASSIGN_OR_RETURN(*request.add_edits()->mutable_period(),
                     ParsePeriod(options.first_day, options.last_day));
  }
  RETURN_IF_ERROR(AddMemberEdits(context, options, request));
  RETURN_IF_ERROR(AddEndingEdit(context, options, read, request));
  for (const int64_t entry : options.removed) request.add_edits()->set_remove_entry(entry);
  if (request.edits().empty()) {
    return UsageError("nothing to edit was given; see `samverk initiatives edit --help`");
  }
  return SubmitEdits(context, read, std::move(request), options.write);
}

void AddEdit(CommandTree& tree, CLI::App& group) {
  auto options = std::make_shared<EditOptions>();
  CLI::App& verb = tree.AddVerb(group, "edit", "Edit what is recorded, also after the end");
  AddInitiativeOption(verb, options->initiative);
  verb.add_option("--title", options->title, "What it is called")->transform(AsText());
  verb.add_option("--description", options->description, "What it is about")->transform(AsText());
  CLI::Option* from = verb.add_option("--from", options->first_day, "The first day")
                          ->check(As(ParseDateArgument, "DATE"));
  CLI::Option* to = verb.add_option("--to", options->last_day, "The last day that is planned")
                        ->check(As(ParseDateArgument, "DATE"))
                        ->needs(from);
  from->needs(to);
  for (const auto& [name, list, help] :
       {std::tuple("--partner", &options->partners, "Who takes part as well"),
        std::tuple("--no-partner", &options->former_partners, "Who does not take part any more")}) {
    verb.add_option(name, *list, help)->type_name("ORGANISATION")->allow_extra_args(false);
  }
  for (const auto& [name, list, help] :
       {std::tuple("--link", &options->links, "What it concerns: places/0199, plans/5f00"),
        std::tuple("--unlink", &options->unlinked, "What it does not concern")}) {
    verb.add_option(name, *list, help)->type_name("RESOURCE")->allow_extra_args(false);
  }
  verb.add_option("--outcome", options->outcome, "What came of it, if it has ended")
      ->transform(AsText());
  verb.add_option("--ended", options->ended_on, "The day on which it ended")
      ->check(As(ParseDateArgument, "DATE"));
  AddCooperationOption(verb, options->cooperations);
  verb.add_option("--remove-entry", options->removed,
                  "Funding or a result recorded by mistake; `show` and `results` tell the number")
      ->type_name("ENTRY")
      ->allow_extra_args(false);
  AddWriteOptions(verb, options->write);
  AddRevisionOption(verb, options->write);
  tree.OnRun(verb, [options](CliContext& context) { return Edit(context, *options); });
}

// ---- Entries

struct CorrectOptions {
  std::string initiative;
  int64_t entry = 0;
  std::optional<std::string> text;
  ResultFacts facts;
  std::optional<std::string> source;
  std::string amount;
  std::string funded_by;
  WriteOptions write;
};

absl::Status AddFundingEdit(const CorrectOptions& options, v1::InitiativeFunding funding,
                            v1::EditInitiativeRequest& request) {
  if (options.source.has_value()) funding.set_source(*options.source);
  if (!options.amount.empty()) {
    ASSIGN_OR_RETURN(const int64_t sek, ParseAmount(options.amount));
    funding.set_amount_sek(sek);
  }
  if (!options.funded_by.empty()) {
    ASSIGN_OR_RETURN(*funding.mutable_decision(), ParseDecision(options.funded_by));
  }
  v1::InitiativeFundingCorrection& correction = *request.add_edits()->mutable_funding();
  correction.set_entry(options.entry);
  *correction.mutable_funding() = std::move(funding);
  return absl::OkStatus();
}

// The result with that number; UsageError if there is none.
absl::StatusOr<v1::InitiativeResult> ReadResult(CliContext& context, const std::string& initiative,
                                                int64_t entry) {
  v1::ListInitiativeResultsRequest request;
  request.set_parent(initiative);
  ASSIGN_OR_RETURN(const v1::ListInitiativeResultsResponse list,
                   context.CallAllPages(&Stub::ListInitiativeResults, request));
  for (const v1::InitiativeResultEntry& each : list.results()) {
    if (each.entry() == entry) return each.result();
  }
  return UsageError(absl::StrCat("there is no entry with the number ", entry,
                                 "; see `samverk initiatives show` and `results`"));
}

// What is not given again stays: an edit of an entry replaces all of it.
absl::Status Correct(CliContext& context, const CorrectOptions& options) {
  ASSIGN_OR_RETURN(const v1::Initiative read, Read(context, options.initiative));
  v1::EditInitiativeRequest request;
  for (const v1::InitiativeFundingEntry& each : read.fundings()) {
    if (each.entry() != options.entry) continue;
    RETURN_IF_ERROR(AddFundingEdit(options, each.funding(), request));
    return SubmitEdits(context, read, std::move(request), options.write);
  }
  v1::InitiativeResultCorrection& correction = *request.add_edits()->mutable_result();
  correction.set_entry(options.entry);
  ASSIGN_OR_RETURN(*correction.mutable_result(), ReadResult(context, read.name(), options.entry));
  if (options.text.has_value()) correction.mutable_result()->set_text(*options.text);
  RETURN_IF_ERROR(FillResult(context, options.facts, *correction.mutable_result()));
  return SubmitEdits(context, read, std::move(request), options.write);
}

void AddCorrect(CommandTree& tree, CLI::App& group) {
  auto options = std::make_shared<CorrectOptions>();
  CLI::App& verb = tree.AddVerb(group, "correct", "Correct funding or a result that was recorded");
  AddInitiativeOption(verb, options->initiative);
  verb.add_option("entry", options->entry, "Its number, which `show` and `results` tell")
      ->type_name("ENTRY")
      ->required();
  verb.add_option("--text", options->text, "What was reached")->transform(AsText());
  AddResultFacts(verb, options->facts);
  verb.add_option("--source", options->source, "Where the money comes from")->transform(AsText());
  verb.add_option("--amount", options->amount, "How much, in kronor")
      ->check(As(ParseAmount, "SEK"));
  verb.add_option("--funded-by", options->funded_by, "The decision to fund it")
      ->transform(As(ParseDecision, "DECISION"));
  AddWriteOptions(verb, options->write);
  AddRevisionOption(verb, options->write);
  tree.OnRun(verb, [options](CliContext& context) { return Correct(context, *options); });
}

}  // namespace

void AddInitiativeEditing(CommandTree& tree, CLI::App& group) {
  AddEdit(tree, group);
  AddCorrect(tree, group);
}

}  // namespace samverk
