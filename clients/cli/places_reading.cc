// `samverk places list` and `show`: for people at a terminal, or as JSON.

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/civil_date.h"
#include "base/status_macros.h"
#include "clients/cli/arguments.h"
#include "clients/cli/decimals.h"
#include "clients/cli/fact_sheet.h"
#include "clients/cli/places_command.h"
#include "clients/cli/plan_words.h"
#include "clients/cli/read_options.h"
#include "clients/cli/service_point_words.h"
#include "clients/cli/service_points_command.h"
#include "clients/cli/swedish.h"
#include "clients/cli/table.h"
#include "samverk/v1/place.grpc.pb.h"

namespace samverk {
namespace {

using Stub = v1::PlaceService::Stub;

// A place that is nothing in the structure of service has an empty cell.
std::string LevelInWords(v1::PlaceLevel level) {
  return level == v1::PLACE_LEVEL_UNSPECIFIED ? "" : InSwedish(level);
}

void PrintPlaces(const v1::ListPlacesResponse& list, const OrganisationNames& names,
                 std::ostream& out) {
  std::vector<std::string> resources;
  for (const v1::Place& place : list.places()) resources.push_back(place.name());
  const std::vector<std::string> ids = ShortIds(resources);
  Table table({{"Id"},
               {"Namn", Table::kFlexible},
               {"Kommun", Table::kFlexible},
               {"Nivå"},
               {"Invånare", Table::kNumber},
               {"Årgång"}});
  for (int i = 0; i < list.places_size(); ++i) {
    const v1::Place& place = list.places(i);
    // The newest data; none is not nobody.
    const bool known = !place.populations().empty();
    const v1::PopulationFigure figure =
        known ? place.populations().rbegin()->figure() : v1::PopulationFigure();
    table.Add({ids[i], absl::StrCat(place.display_name(), place.withdrawn() ? " (återkallad)" : ""),
               names.Of(place.owner()), LevelInWords(place.level()),
               known ? absl::StrCat(figure.inhabitants()) : "",
               known ? FormatDate(figure.vintage()) : ""});
  }
  table.Print(out);
  out << Count(list.places_size(), "ort", "orter") << "\n";
}

void AddList(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string owner;
    std::string level;
    std::string valid_on;
    std::string as_of;
    bool withdrawn = false;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "list", "List places by name");
  verb.add_option("--owner", options->owner, "Only those in this municipality")
      ->type_name("ORGANISATION");
  verb.add_option("--level", options->level, "Only those that are this in the structure of service")
      ->check(AsWordOf<v1::PlaceLevel>());
  verb.add_option("--valid-on", options->valid_on, "What was so on that day; today otherwise")
      ->check(As(ParseDateArgument, "DATE"));
  verb.add_flag("--withdrawn", options->withdrawn, "Also those registered by mistake");
  AddAsOfOption(verb, options->as_of);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::ListPlacesRequest request;
    request.set_parent(context.Parent());
    request.set_owner(OrganisationName(context.Parent(), options->owner));
    request.set_level(
        ParseEnum<v1::PlaceLevel>(options->level).value_or(v1::PLACE_LEVEL_UNSPECIFIED));
    request.set_show_withdrawn(options->withdrawn);
    *request.mutable_valid_on() = DayToTell(context, options->valid_on, options->as_of);
    RETURN_IF_ERROR(FillAsOf(context, options->as_of, request));
    ASSIGN_OR_RETURN(const v1::ListPlacesResponse list,
                     context.CallAllPages(&Stub::ListPlaces, request));
    if (context.options().json) return context.PrintJson(list);
    PrintPlaces(list, OrganisationNames::Read(context), context.out());
    return absl::OkStatus();
  });
}

void PrintPlace(const v1::Place& place, const OrganisationNames& names, std::ostream& out) {
  FactSheet sheet(place.display_name(),
                  place.withdrawn() ? "återkallad" : LevelInWords(place.level()));
  sheet.Add("kommun", names.Of(place.owner()));
  if (place.has_position()) sheet.Add("läge", FormatPosition(place.position()));
  for (const v1::PlaceClassification& each : place.classifications()) {
    const std::string level = each.level() == v1::PLACE_LEVEL_UNSPECIFIED
                                  ? "ingår inte i servicestrukturen"
                                  : InSwedish(each.level());
    sheet.Add("nivå", absl::StrCat(each.entry(), ": ", level, each.has_start_date() ? " från " : "",
                                   each.has_start_date() ? FormatDate(each.start_date()) : ""));
  }
  for (const v1::PlacePopulation& each : place.populations()) {
    sheet.Add("befolkning", absl::StrCat(each.entry(), ": ", FigureInWords(each.figure())));
  }
  for (const v1::PlaceDistance& each : place.distances()) {
    sheet.Add("avstånd", absl::StrCat(each.entry(), ": till ", names.Of(each.distance().to()), ", ",
                                      DistanceInWords(each.distance())));
  }
  sheet.Add("revision", absl::StrCat(place.revision()));
  sheet.Add("namn", place.name());
  sheet.Print(out);
}

void AddShow(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string place;
    std::string valid_on;
    std::string as_of;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "show", "Show one place");
  verb.add_option("place", options->place,
                  "Its name, what it is called, or the beginning of its UUID")
      ->required();
  verb.add_option("--valid-on", options->valid_on, "What was so on that day; today otherwise")
      ->check(As(ParseDateArgument, "DATE"));
  AddAsOfOption(verb, options->as_of);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::GetPlaceRequest request;
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolvePlace(context, options->place));
    *request.mutable_valid_on() = DayToTell(context, options->valid_on, options->as_of);
    RETURN_IF_ERROR(FillAsOf(context, options->as_of, request));
    ASSIGN_OR_RETURN(const v1::GetPlaceResponse response, context.Call(&Stub::GetPlace, request));
    if (context.options().json) return context.PrintJson(response);
    PrintPlace(response.place(), ReadNamesAndPlaces(context), context.out());
    return absl::OkStatus();
  });
}

}  // namespace

void AddPlaceReading(CommandTree& tree, CLI::App& group) {
  AddList(tree, group);
  AddShow(tree, group);
}

}  // namespace samverk
