// `samverk service-points correct`: one edit for each thing that is said to be right.

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/status_macros.h"
#include "base/uuid.h"
#include "clients/cli/arguments.h"
#include "clients/cli/decimals.h"
#include "clients/cli/hours_text.h"
#include "clients/cli/service_point_cells.h"
#include "clients/cli/service_point_words.h"
#include "clients/cli/service_points_command.h"
#include "clients/cli/write_options.h"
#include "samverk/v1/service_point.grpc.pb.h"

namespace samverk {
namespace {

struct CorrectOptions {
  std::string point;
  std::optional<std::string> name;
  std::optional<std::string> place;
  std::optional<std::string> operator_name;
  std::optional<std::string> operator_organisation;
  std::optional<std::string> address;
  std::optional<std::string> position;
  std::vector<std::string> turns;
  std::vector<std::string> added_turns;
  std::vector<std::string> offers;
  std::vector<std::string> hours;
  std::optional<int64_t> observation;
  std::optional<std::string> text;
  std::optional<std::string> observed_on;
  std::optional<std::string> source;
  std::optional<std::string> vintage;
  std::optional<std::string> by;
  std::vector<int64_t> removed;
  WriteOptions write;
};

// `closed 2018-12-01 (Konkurs)`: what turned, when and why.
absl::StatusOr<v1::TurnFacts> ParseTurn(absl::string_view text) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(text, absl::MaxSplits(' ', 1));
  const auto kind = ParseEnum<v1::ServicePointTurnKind>(parts.first);
  if (!kind.has_value()) {
    return UsageError(absl::StrCat("\"", text, "\" does not say what turned; write it as ",
                                   "\"closed 2018-12-01 (orsak)\": opened, closed, reopened, ",
                                   "threatened or secured"));
  }
  ASSIGN_OR_RETURN(v1::TurnFacts turn, ParseTurnDay(parts.second));
  turn.set_kind(*kind);
  return turn;
}

// The entry with that number; UsageError if there is none.
template <typename Entries>
absl::StatusOr<typename Entries::value_type> EntryOf(const Entries& entries, int64_t number,
                                                     absl::string_view what) {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [number](const auto& entry) { return entry.entry() == number; });
  if (found != entries.end()) return *found;
  return UsageError(absl::StrCat("there is no ", what, " with the number ", number,
                                 "; see `samverk service-points show`"));
}

absl::Status AddFieldEdits(CliContext& context, const CorrectOptions& options,
                           v1::EditServicePointRequest& request) {
  if (options.name.has_value()) request.add_edits()->set_display_name(*options.name);
  if (options.place.has_value()) {
    ASSIGN_OR_RETURN(const std::string place, ResolvePlace(context, *options.place));
    request.add_edits()->set_place(place);
  }
  if (options.operator_name.has_value()) {
    request.add_edits()->set_operator_name(*options.operator_name);
  }
  if (options.operator_organisation.has_value()) {
    request.add_edits()->set_operator_organisation(
        OrganisationName(context.Parent(), *options.operator_organisation));
  }
  if (options.address.has_value()) request.add_edits()->set_address(*options.address);
  if (options.position.has_value()) {
    v1::PositionEdit& position = *request.add_edits()->mutable_position();
    if (!options.position->empty()) {
      ASSIGN_OR_RETURN(*position.mutable_position(), ParsePositionArgument(*options.position));
    }
  }
  return absl::OkStatus();
}

// What is not given again stays: why something turned, where only the day is corrected.
absl::Status AddEntryEdits(const CorrectOptions& options, const v1::ServicePoint& point,
                           v1::EditServicePointRequest& request) {
  for (const std::string& text : options.turns) {
    ASSIGN_OR_RETURN(const EntryText given, ParseEntryText(text));
    ASSIGN_OR_RETURN(const v1::ServicePointTurn turn, EntryOf(point.turns(), given.entry, "turn"));
    ASSIGN_OR_RETURN(const v1::TurnFacts facts, ParseTurnDay(given.text));
    v1::TurnCorrection& correction = *request.add_edits()->mutable_turn();
    correction.set_entry(given.entry);
    *correction.mutable_date() = facts.date();
    correction.set_cause(given.text.find('(') == std::string::npos ? turn.facts().cause()
                                                                   : facts.cause());
    correction.set_open_before(facts.open_before());
  }
  for (const std::string& text : options.added_turns) {
    ASSIGN_OR_RETURN(*request.add_edits()->mutable_add_turn(), ParseTurn(text));
  }
  for (const std::string& text : options.offers) {
    ASSIGN_OR_RETURN(const EntryText given, ParseEntryText(text));
    v1::OfferCorrection& correction = *request.add_edits()->mutable_offer();
    correction.set_entry(given.entry);
    ASSIGN_OR_RETURN(*correction.mutable_terms(), ParseOfferText(given.text));
  }
  for (const std::string& text : options.hours) {
    ASSIGN_OR_RETURN(const EntryText given, ParseEntryText(text));
    v1::HoursCorrection& correction = *request.add_edits()->mutable_hours();
    correction.set_entry(given.entry);
    ASSIGN_OR_RETURN(*correction.mutable_hours(), ParseHours(given.text));
  }
  for (const int64_t entry : options.removed) request.add_edits()->set_remove_entry(entry);
  return absl::OkStatus();
}

absl::Status AddObservationEdit(CliContext& context, const CorrectOptions& options,
                                v1::EditServicePointRequest& request) {
  if (!options.observation.has_value()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto observations, ReadObservations(context, request.name()));
  ASSIGN_OR_RETURN(const v1::ServiceObservation observation,
                   EntryOf(observations, *options.observation, "observation"));
  v1::ObservationFacts facts = observation.facts();
  if (options.text.has_value()) facts.set_text(*options.text);
  if (options.source.has_value()) facts.set_source(*options.source);
  if (options.by.has_value()) {
    facts.set_observer(Uuid::Parse(*options.by).has_value()
                           ? PersonName(context.Parent(), *options.by)
                           : OrganisationName(context.Parent(), *options.by));
  }
  if (options.observed_on.has_value()) {
    ASSIGN_OR_RETURN(*facts.mutable_observed_on(), ParseDateArgument(*options.observed_on));
  }
  if (options.vintage.has_value()) {
    ASSIGN_OR_RETURN(*facts.mutable_vintage(), ParseVintageDay(*options.vintage));
  }
  v1::ObservationCorrection& correction = *request.add_edits()->mutable_observation();
  correction.set_entry(*options.observation);
  *correction.mutable_facts() = facts;
  return absl::OkStatus();
}

absl::Status Correct(CliContext& context, const CorrectOptions& options) {
  v1::EditServicePointRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), ResolveServicePoint(context, options.point));
  ASSIGN_OR_RETURN(const v1::ServicePoint point, ReadServicePoint(context, request.name()));
  // Without --revision the correction holds against what is there this moment.
  request.set_expected_revision(point.revision());
  RETURN_IF_ERROR(AddFieldEdits(context, options, request));
  RETURN_IF_ERROR(AddEntryEdits(options, point, request));
  RETURN_IF_ERROR(AddObservationEdit(context, options, request));
  if (request.edits().empty()) {
    return UsageError("nothing to correct was given; see `samverk service-points correct --help`");
  }
  return Submit(context, &v1::ServicePointService::Stub::EditServicePoint, request, options.write);
}

void AddEntryOptions(CLI::App& verb, CorrectOptions& options) {
  constexpr char kGroup[] = "Entries (their numbers are in `show` and `observations`)";
  verb.add_option("--turn", options.turns, "When something turned: \"2=2018-11-01 (Konkurs)\"")
      ->transform(As(ParseEntryText, "ENTRY=DAY"))
      ->allow_extra_args(false)
      ->group(kGroup);
  verb.add_option("--add-turn", options.added_turns,
                  "What was not recorded: \"closed 2010-01-01 (orsak)\"")
      ->transform(As(ParseTurn, "KIND DAY"))
      ->allow_extra_args(false)
      ->group(kGroup);
  verb.add_option("--offer", options.offers, "An offer: \"3=post 2010-01-01–2019-06-30\"")
      ->transform(As(ParseEntryText, "ENTRY=OFFER"))
      ->allow_extra_args(false)
      ->group(kGroup);
  verb.add_option("--hours", options.hours, "Opening hours: \"4=från 2019-06-01: mån–fre 9–18\"")
      ->transform(As(ParseEntryText, "ENTRY=HOURS"))
      ->allow_extra_args(false)
      ->group(kGroup);
  verb.add_option("--remove-entry", options.removed, "Something recorded by mistake")
      ->type_name("ENTRY")
      ->allow_extra_args(false)
      ->group(kGroup);
}

void AddObservationOptions(CLI::App& verb, CorrectOptions& options) {
  constexpr char kGroup[] = "An observation";
  CLI::Option* observation =
      verb.add_option("--observation", options.observation, "Which observation is corrected")
          ->type_name("ENTRY")
          ->group(kGroup);
  verb.add_option("--text", options.text, "What was observed")
      ->transform(AsText())
      ->needs(observation)
      ->group(kGroup);
  verb.add_option("--by", options.by, "Who observed it")->needs(observation)->group(kGroup);
  verb.add_option("--source", options.source, "Where it comes from")
      ->transform(AsText())
      ->needs(observation)
      ->group(kGroup);
  verb.add_option("--on", options.observed_on, "The day of the observation")
      ->check(As(ParseDateArgument, "DATE"))
      ->needs(observation)
      ->group(kGroup);
  verb.add_option("--vintage", options.vintage, "The day or year that the data describe")
      ->check(As(ParseVintageDay, "DATE|YEAR"))
      ->needs(observation)
      ->group(kGroup);
}

}  // namespace

void AddServicePointCorrection(CommandTree& tree, CLI::App& group) {
  auto options = std::make_shared<CorrectOptions>();
  CLI::App& verb = tree.AddVerb(group, "correct", "Correct what is recorded, also afterwards");
  verb.add_option("service-point", options->point,
                  "Its name, what it is called, or the beginning of its UUID")
      ->required();
  verb.add_option("--name", options->name, "What it is called")->transform(AsText());
  verb.add_option("--place", options->place, "The place that it is in")->transform(AsText());
  verb.add_option("--operator", options->operator_name, "Who runs it; \"\" takes it away")
      ->transform(AsText());
  verb.add_option("--operator-organisation", options->operator_organisation,
                  "The organisation that runs it; \"\" takes it away")
      ->type_name("ORGANISATION");
  verb.add_option("--address", options->address, "Its address; \"\" takes it away")
      ->transform(AsText());
  verb.add_option("--position", options->position, "Where it is: 65.713,15.271; \"\" takes it away")
      ->type_name("NORTH,EAST");
  AddEntryOptions(verb, *options);
  AddObservationOptions(verb, *options);
  AddWriteOptions(verb, options->write);
  AddRevisionOption(verb, options->write);
  tree.OnRun(verb, [options](CliContext& context) { return Correct(context, *options); });
}

}  // namespace samverk
