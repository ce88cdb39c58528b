#include "clients/cli/places_command.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "base/uuid.h"
#include "clients/cli/arguments.h"
#include "clients/cli/decimals.h"
#include "clients/cli/gathering_verbs.h"
#include "clients/cli/history.h"
#include "clients/cli/names.h"
#include "clients/cli/plan_words.h"
#include "clients/cli/service_point_words.h"
#include "clients/cli/write_options.h"
#include "samverk/v1/place.grpc.pb.h"

namespace samverk {
namespace {

using Stub = v1::PlaceService::Stub;

constexpr char kWhat[] = "place";
constexpr char kWhich[] = "Its name, what it is called, or the beginning of its UUID";
constexpr char kNoLevel[] = "none";

// Adds what all verbs that write about one place take.
template <typename Options>
void AddTarget(CLI::App& verb, Options& options) {
  verb.add_option(kWhat, options.place, kWhich)->required();
  AddWriteOptions(verb, options.write);
  AddRevisionOption(verb, options.write);
}

// A level by its Swedish or English word; `none`: no longer part of the structure.
absl::StatusOr<v1::PlaceLevel> ParseLevel(absl::string_view text) {
  if (text == kNoLevel || text == "ingen") return v1::PLACE_LEVEL_UNSPECIFIED;
  const auto level = ParsePlaceLevel(text);
  if (level.has_value()) return *level;
  return UsageError(
      absl::StrCat("\"", text, "\" is none of serviceort, servicenod, servicepunkt, ", kNoLevel));
}

void AddRegister(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string owner;
    std::string name;
    std::string position;
    std::string level;
    std::string from;
    std::string id;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "register", "Register a place");
  verb.add_option("--owner", options->owner, "The municipality that it lies in")
      ->type_name("ORGANISATION")
      ->required();
  verb.add_option("--name", options->name, "What it is called")->transform(AsText())->required();
  verb.add_option("--position", options->position, "Where it is: 65.713,15.271")
      ->transform(As(ParsePositionArgument, "NORTH,EAST"));
  CLI::Option* level =
      verb.add_option("--level", options->level, "serviceort, servicenod or servicepunkt")
          ->transform(As(ParseLevel, "LEVEL"));
  verb.add_option("--from", options->from, "The first day on which it is that; always otherwise")
      ->check(As(ParseDateArgument, "DATE"))
      ->needs(level);
  verb.add_option("--id", options->id, "Its UUID; a new one otherwise")->transform(AsUuid());
  AddWriteOptions(verb, options->write);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::RegisterPlaceRequest request;
    request.set_parent(context.Parent());
    request.set_place_id(options->id.empty() ? Uuid::V7(context.clock()).ToString() : options->id);
    request.set_owner(OrganisationName(context.Parent(), options->owner));
    request.set_display_name(options->name);
    if (!options->position.empty()) {
      ASSIGN_OR_RETURN(*request.mutable_position(), ParsePositionArgument(options->position));
    }
    if (!options->level.empty()) {
      ASSIGN_OR_RETURN(const v1::PlaceLevel level_said, ParseLevel(options->level));
      request.set_level(level_said);
    }
    if (!options->from.empty()) {
      ASSIGN_OR_RETURN(*request.mutable_classified_on(), ParseDateArgument(options->from));
    }
    return Submit(context, &Stub::RegisterPlace, request, options->write);
  });
}

void AddClassify(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string place;
    std::string level;
    std::string from;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb =
      tree.AddVerb(group, "classify", "Say what it is in the structure of service, from a day on");
  AddTarget(verb, *options);
  verb.add_option("level", options->level, "serviceort, servicenod, servicepunkt or none")
      ->transform(As(ParseLevel, "LEVEL"))
      ->required();
  verb.add_option("--from", options->from, "The first day; without it: always")
      ->check(As(ParseDateArgument, "DATE"));
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::ClassifyPlaceRequest request;
    ASSIGN_OR_RETURN(const v1::PlaceLevel level, ParseLevel(options->level));
    request.set_level(level);
    if (!options->from.empty()) {
      ASSIGN_OR_RETURN(*request.mutable_start_date(), ParseDateArgument(options->from));
    }
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolvePlace(context, options->place));
    return Submit(context, &Stub::ClassifyPlace, request, options->write);
  });
}

// Where a figure comes from.
struct SourceOptions {
  std::string source;
  std::string vintage;
};

void AddSource(CLI::App& verb, SourceOptions& options, bool required) {
  verb.add_option("--source", options.source, "Where it comes from")
      ->transform(AsText())
      ->required(required);
  verb.add_option("--vintage", options.vintage, "The day or year that the data describe (årgång)")
      ->check(As(ParseVintageDay, "DATE|YEAR"))
      ->required(required);
}

void AddPopulation(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string place;
    int32_t inhabitants = 0;
    SourceOptions source;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "population", "Record how many live there");
  AddTarget(verb, *options);
  verb.add_option("inhabitants", options->inhabitants, "How many")->type_name("N")->required();
  AddSource(verb, options->source, /*required=*/true);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::RecordPlacePopulationRequest request;
    v1::PopulationFigure& figure = *request.mutable_figure();
    figure.set_inhabitants(options->inhabitants);
    figure.set_source(options->source.source);
    ASSIGN_OR_RETURN(*figure.mutable_vintage(), ParseVintageDay(options->source.vintage));
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolvePlace(context, options->place));
    return Submit(context, &Stub::RecordPlacePopulation, request, options->write);
  });
}

// Metres of `128,4`, kilometres.
absl::StatusOr<int32_t> ParseKilometres(absl::string_view text) {
  constexpr int kThousandths = 3;
  constexpr int64_t kMetresMax = 1'000'000'000;
  const auto metres = ParseDecimal(text, kThousandths);
  if (metres.has_value() && *metres >= 0 && *metres <= kMetresMax) {
    return static_cast<int32_t>(*metres);
  }
  return UsageError(absl::StrCat("\"", text, "\" is no distance; write kilometres as 128,4"));
}

void AddDistance(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string place;
    std::string to;
    std::string kilometres;
    std::optional<int32_t> minutes;
    SourceOptions source;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb =
      tree.AddVerb(group, "distance", "Record how far it is by road, as a source gives it");
  AddTarget(verb, *options);
  verb.add_option("to", options->to, "The other place")->required();
  verb.add_option("--km", options->kilometres, "Kilometres along the road: 128,4")
      ->check(As(ParseKilometres, "KM"));
  verb.add_option("--minutes", options->minutes, "Minutes by car")->type_name("N");
  AddSource(verb, options->source, /*required=*/true);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    if (options->kilometres.empty() && !options->minutes.has_value()) {
      return UsageError("give --km, --minutes or both");
    }
    v1::RecordPlaceDistanceRequest request;
    v1::RoadDistance& distance = *request.mutable_distance();
    if (!options->kilometres.empty()) {
      ASSIGN_OR_RETURN(const int32_t metres, ParseKilometres(options->kilometres));
      distance.set_metres(metres);
    }
    if (options->minutes.has_value()) distance.set_minutes(*options->minutes);
    distance.set_source(options->source.source);
    ASSIGN_OR_RETURN(*distance.mutable_vintage(), ParseVintageDay(options->source.vintage));
    ASSIGN_OR_RETURN(*distance.mutable_to(), ResolvePlace(context, options->to));
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolvePlace(context, options->place));
    return Submit(context, &Stub::RecordPlaceDistance, request, options->write);
  });
}

struct CorrectOptions {
  std::string place;
  std::optional<std::string> name;
  std::optional<std::string> position;
  std::optional<int64_t> entry;
  std::optional<std::string> level;
  std::optional<std::string> from;
  std::optional<int32_t> inhabitants;
  std::optional<std::string> kilometres;
  std::optional<int32_t> minutes;
  SourceOptions source;
  std::vector<int64_t> removed;
  WriteOptions write;
};

// The entry with that number; null if there is none.
template <typename Entries>
const typename Entries::value_type* FindEntry(const Entries& entries, int64_t number) {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [number](const auto& entry) { return entry.entry() == number; });
  return found == entries.end() ? nullptr : &*found;
}

// Puts what was given about the source in place of what is there.
template <typename Figure>
absl::Status CorrectSource(const SourceOptions& options, Figure& figure) {
  if (!options.source.empty()) figure.set_source(options.source);
  if (options.vintage.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(*figure.mutable_vintage(), ParseVintageDay(options.vintage));
  return absl::OkStatus();
}

// What is not given again stays: an edit of an entry replaces all of it.
absl::Status AddEntryEdit(const CorrectOptions& options, const v1::Place& place,
                          v1::EditPlaceRequest& request) {
  if (!options.entry.has_value()) return absl::OkStatus();
  if (const auto* entry = FindEntry(place.classifications(), *options.entry)) {
    v1::ClassificationCorrection& correction = *request.add_edits()->mutable_classification();
    correction.set_entry(entry->entry());
    ASSIGN_OR_RETURN(const v1::PlaceLevel level,
                     options.level.has_value() ? ParseLevel(*options.level) : entry->level());
    correction.set_level(level);
    if (options.from.has_value() && !options.from->empty()) {
      ASSIGN_OR_RETURN(*correction.mutable_start_date(), ParseDateArgument(*options.from));
    } else if (!options.from.has_value() && entry->has_start_date()) {
      *correction.mutable_start_date() = entry->start_date();
    }
    return absl::OkStatus();
  }
  if (const auto* entry = FindEntry(place.populations(), *options.entry)) {
    v1::PopulationCorrection& correction = *request.add_edits()->mutable_population();
    correction.set_entry(entry->entry());
    *correction.mutable_figure() = entry->figure();
    if (options.inhabitants) correction.mutable_figure()->set_inhabitants(*options.inhabitants);
    return CorrectSource(options.source, *correction.mutable_figure());
  }
  if (const auto* entry = FindEntry(place.distances(), *options.entry)) {
    v1::DistanceCorrection& correction = *request.add_edits()->mutable_distance();
    correction.set_entry(entry->entry());
    v1::RoadDistance& distance = *correction.mutable_distance();
    distance = entry->distance();
    if (options.kilometres.has_value()) {
      ASSIGN_OR_RETURN(const int32_t metres, ParseKilometres(*options.kilometres));
      distance.set_metres(metres);
    }
    if (options.minutes.has_value()) distance.set_minutes(*options.minutes);
    return CorrectSource(options.source, distance);
  }
  return UsageError(absl::StrCat("there is no entry with the number ", *options.entry,
                                 "; see `samverk places show`"));
}

absl::Status Correct(CliContext& context, const CorrectOptions& options) {
  v1::GetPlaceRequest get;
  ASSIGN_OR_RETURN(*get.mutable_name(), ResolvePlace(context, options.place));
  ASSIGN_OR_RETURN(const v1::GetPlaceResponse read, context.Call(&Stub::GetPlace, get));
  v1::EditPlaceRequest request;
  request.set_name(get.name());
  // Without --revision the correction holds against what is there this moment.
  request.set_expected_revision(read.place().revision());
  if (options.name.has_value()) request.add_edits()->set_display_name(*options.name);
  if (options.position.has_value()) {
    v1::PositionEdit& position = *request.add_edits()->mutable_position();
    if (!options.position->empty()) {
      ASSIGN_OR_RETURN(*position.mutable_position(), ParsePositionArgument(*options.position));
    }
  }
  RETURN_IF_ERROR(AddEntryEdit(options, read.place(), request));
  for (const int64_t entry : options.removed) request.add_edits()->set_remove_entry(entry);
  if (request.edits().empty()) {
    return UsageError("nothing to correct was given; see `samverk places correct --help`");
  }
  return Submit(context, &Stub::EditPlace, request, options.write);
}

void AddCorrect(CommandTree& tree, CLI::App& group) {
  constexpr char kGroup[] = "An entry (their numbers are in `show`)";
  auto options = std::make_shared<CorrectOptions>();
  CLI::App& verb = tree.AddVerb(group, "correct", "Correct what is recorded, also afterwards");
  AddTarget(verb, *options);
  verb.add_option("--name", options->name, "What it is called")->transform(AsText());
  verb.add_option("--position", options->position, "Where it is: 65.713,15.271; \"\" takes it away")
      ->type_name("NORTH,EAST");
  CLI::Option* entry = verb.add_option("--entry", options->entry, "Which one is corrected")
                           ->type_name("ENTRY")
                           ->group(kGroup);
  verb.add_option("--level", options->level, "What it is")
      ->transform(As(ParseLevel, "LEVEL"))
      ->needs(entry)
      ->group(kGroup);
  verb.add_option("--from", options->from, "From which day; \"\": always")
      ->type_name("DATE")
      ->needs(entry)
      ->group(kGroup);
  verb.add_option("--inhabitants", options->inhabitants, "How many live there")
      ->type_name("N")
      ->needs(entry)
      ->group(kGroup);
  verb.add_option("--km", options->kilometres, "Kilometres along the road")
      ->check(As(ParseKilometres, "KM"))
      ->needs(entry)
      ->group(kGroup);
  verb.add_option("--minutes", options->minutes, "Minutes by car")
      ->type_name("N")
      ->needs(entry)
      ->group(kGroup);
  AddSource(verb, options->source, /*required=*/false);
  verb.add_option("--remove-entry", options->removed, "Something recorded by mistake")
      ->type_name("ENTRY")
      ->allow_extra_args(false)
      ->group(kGroup);
  tree.OnRun(verb, [options](CliContext& context) { return Correct(context, *options); });
}

}  // namespace

void AddPlacesCommand(CommandTree& tree) {
  CLI::App& group = tree.AddGroup(
      "places", "Places (orter) and what they are in the structure of service",
      {"samverk places list --owner 2421",
       "samverk places register --owner 2421 --name Tärnaby --position 65.713,15.271",
       "samverk places classify Tärnaby servicenod --from 2019-01-01 --decision \"KF 2018-11-26 "
       "§98\"",
       "samverk places population Tärnaby 482 --source \"SCB tätorter\" --vintage 2018",
       "samverk places distance Tärnaby Storuman --km 128,4 --minutes 95 --source NVDB --vintage "
       "2019",
       "samverk places correct Tärnaby --entry 2 --inhabitants 480"});
  AddPlaceReading(tree, group);
  AddRegister(tree, group);
  AddClassify(tree, group);
  AddPopulation(tree, group);
  AddDistance(tree, group);
  AddCorrect(tree, group);
  AddPlainVerb(tree, group, kWhat, "withdraw", "Withdraw what was registered by mistake",
               ResolvePlace, &Stub::WithdrawPlace);
  AddHistoryVerb(tree, group, kWhat, ResolvePlace);
}

}  // namespace samverk
