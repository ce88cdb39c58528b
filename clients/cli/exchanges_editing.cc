// `samverk exchanges edit`: one edit for each thing that is said to be right.

#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "base/status_macros.h"
#include "clients/cli/arguments.h"
#include "clients/cli/exchanges_command.h"
#include "clients/cli/names.h"
#include "clients/cli/write_options.h"
#include "samverk/v1/exchange.grpc.pb.h"

namespace samverk {
namespace {

struct EditOptions {
  std::string exchange;
  ExchangeFacts facts;
  std::optional<std::string> text;
  WriteOptions write;
};

void AddTextEdits(const EditOptions& options, v1::EditExchangeRequest& request) {
  const ExchangeFacts& facts = options.facts;
  if (facts.title.has_value()) request.add_edits()->set_title(*facts.title);
  if (options.text.has_value()) request.add_edits()->set_text(*options.text);
  if (facts.problem.has_value()) request.add_edits()->set_problem(*facts.problem);
  if (facts.done.has_value()) request.add_edits()->set_done(*facts.done);
  if (facts.result.has_value()) request.add_edits()->set_result(*facts.result);
  if (facts.cost.has_value()) request.add_edits()->set_cost(*facts.cost);
  if (facts.advice.has_value()) request.add_edits()->set_advice(*facts.advice);
}

// A list takes the place of the one before.
absl::Status AddListEdits(CliContext& context, const ExchangeFacts& facts,
                          v1::EditExchangeRequest& request) {
  if (!facts.places.empty()) FillPlaces(facts, *request.add_edits()->mutable_places());
  if (!facts.offers.empty()) {
    RETURN_IF_ERROR(FillOffers(facts, *request.add_edits()->mutable_offers()));
  }
  if (facts.links.empty()) return absl::OkStatus();
  return FillLinks(context, facts, *request.add_edits()->mutable_links());
}

absl::Status Edit(CliContext& context, const EditOptions& options) {
  v1::GetExchangeRequest get;
  ASSIGN_OR_RETURN(*get.mutable_name(), ResolveExchange(context, options.exchange));
  ASSIGN_OR_RETURN(const v1::GetExchangeResponse read,
                   context.Call(&v1::ExchangeService::Stub::GetExchange, get));
  v1::EditExchangeRequest request;
  request.set_name(get.name());
  // Without --revision the correction holds against what is there this moment.
  request.set_expected_revision(read.exchange().revision());
  AddTextEdits(options, request);
  if (!options.facts.day.empty()) {
    ASSIGN_OR_RETURN(*request.add_edits()->mutable_shared_on(),
                     ParseDateArgument(options.facts.day));
  }
  RETURN_IF_ERROR(AddListEdits(context, options.facts, request));
  if (request.edits().empty()) {
    return UsageError("nothing to correct was given; see `samverk exchanges edit --help`");
  }
  return Submit(context, &v1::ExchangeService::Stub::EditExchange, request, options.write);
}

}  // namespace

void AddExchangeEditing(CommandTree& tree, CLI::App& group) {
  auto options = std::make_shared<EditOptions>();
  CLI::App& verb = tree.AddVerb(group, "edit",
                                "Correct what an experience or a question says; a place, offer or "
                                "link takes the place of all before, \"\" of them alone");
  AddExchangeOption(verb, options->exchange);
  AddCommonFacts(verb, options->facts);
  AddExperienceFacts(verb, options->facts);
  verb.add_option("--text", options->text, "What is asked")->transform(AsText());
  AddWriteOptions(verb, options->write);
  AddRevisionOption(verb, options->write);
  tree.OnRun(verb, [options](CliContext& context) { return Edit(context, *options); });
}

}  // namespace samverk
