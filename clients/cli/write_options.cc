#include "clients/cli/write_options.h"

#include "clients/cli/arguments.h"
#include "clients/cli/names.h"

namespace samverk {
namespace {

constexpr char kGroup[] = "Why, when, for whom";

}  // namespace

void AddWriteOptions(CLI::App& verb, WriteOptions& options) {
  verb.add_option("--reason", options.reason, "Why")->transform(AsText())->group(kGroup);
  verb.add_option("--occurred", options.occurred, "The day it happened, if not today")
      ->check(As(ParseDateArgument, "DATE"))
      ->group(kGroup);
  verb.add_option("--on-behalf-of", options.on_behalf_of, "Whom you register this for")
      ->type_name("ORGANISATION")
      ->group(kGroup);
  verb.add_option("--decision", options.decision,
                  "The decision that this carries out: \"KF 2019-06-11 §67\"")
      ->transform(As(ParseDecision, "DECISION"))
      ->group(kGroup);
  verb.add_option("--request-id", options.request_id,
                  "Repeating a command with the same id is safe; a new id otherwise")
      ->transform(AsUuid())
      ->group(kGroup);
}

void AddRevisionOption(CLI::App& verb, WriteOptions& options) {
  verb.add_option("--revision", options.revision,
                  "The revision that you read: refuse if it has changed since")
      ->type_name("N")
      ->check(CLI::NonNegativeNumber.description(""))
      ->group(kGroup);
}

absl::StatusOr<std::optional<v1::Provenance>> ProvenanceOf(const CliContext& context,
                                                           const WriteOptions& options) {
  v1::Provenance provenance;
  provenance.set_reason(options.reason);
  provenance.set_on_behalf_of(OrganisationName(context.Parent(), options.on_behalf_of));
  if (!options.occurred.empty()) {
    ASSIGN_OR_RETURN(const google::type::Date day, ParseDateArgument(options.occurred));
    *provenance.mutable_occurred_at() = NoonOf(day);
  }
  if (!options.decision.empty()) {
    ASSIGN_OR_RETURN(*provenance.mutable_decision(), ParseDecision(options.decision));
  }
  if (provenance.ByteSizeLong() == 0) return std::optional<v1::Provenance>();
  return std::optional<v1::Provenance>(std::move(provenance));
}

}  // namespace samverk
