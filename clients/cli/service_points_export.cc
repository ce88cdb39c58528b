// `samverk service-points export`: service points as CSV, for spreadsheets and to import again, or
// as GeoJSON, for maps.

#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "clients/cli/arguments.h"
#include "clients/cli/names.h"
#include "clients/cli/read_options.h"
#include "clients/cli/service_point_geojson.h"
#include "clients/cli/service_point_rows.h"
#include "clients/cli/service_points_command.h"
#include "samverk/v1/place.grpc.pb.h"
#include "samverk/v1/service_point.grpc.pb.h"

namespace samverk {
namespace {

constexpr char kCsv[] = "csv";
constexpr char kGeoJson[] = "geojson";
constexpr char kComma[] = "comma";
constexpr char kSemicolon[] = "semicolon";

struct ExportOptions {
  std::string format = kCsv;
  std::string separator = kSemicolon;
  std::string owner;
  std::string place;
  std::string valid_on;
  std::string as_of;
  std::string output;
};

// What the places are called; those that share their name within a municipality by their ids.
absl::StatusOr<std::map<std::string, std::string>> ReadPlaces(CliContext& context,
                                                              const std::string& as_of) {
  v1::ListPlacesRequest request;
  request.set_parent(context.Parent());
  request.set_show_withdrawn(true);
  RETURN_IF_ERROR(FillAsOf(context, as_of, request));
  ASSIGN_OR_RETURN(const v1::ListPlacesResponse list,
                   context.CallAllPages(&v1::PlaceService::Stub::ListPlaces, request));
  std::map<std::pair<std::string, std::string>, int> called;
  for (const v1::Place& place : list.places()) ++called[{place.owner(), place.display_name()}];
  std::map<std::string, std::string> names;
  for (const v1::Place& place : list.places()) {
    const bool alone = called[{place.owner(), place.display_name()}] == 1;
    names[place.name()] = alone ? place.display_name() : std::string(LastPart(place.name()));
  }
  return names;
}

absl::StatusOr<std::vector<ExportedPoint>> ReadPoints(CliContext& context,
                                                      const ExportOptions& options) {
  v1::ListServicePointsRequest request;
  request.set_parent(context.Parent());
  request.set_owner(OrganisationName(context.Parent(), options.owner));
  if (!options.place.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_place(), ResolvePlace(context, options.place));
  }
  *request.mutable_valid_on() = DayToTell(context, options.valid_on, options.as_of);
  if (!options.valid_on.empty()) request.set_state(v1::SERVICE_POINT_STATE_OPEN);
  RETURN_IF_ERROR(FillAsOf(context, options.as_of, request));
  ASSIGN_OR_RETURN(
      const v1::ListServicePointsResponse list,
      context.CallAllPages(&v1::ServicePointService::Stub::ListServicePoints, request));
  ASSIGN_OR_RETURN(const auto places, ReadPlaces(context, options.as_of));
  std::vector<ExportedPoint> points;
  points.reserve(static_cast<size_t>(list.service_points_size()));
  for (const v1::ServicePoint& point : list.service_points()) {
    const auto place = places.find(point.place());
    points.push_back({point,
                      place == places.end() ? std::string(LastPart(point.place())) : place->second,
                      std::nullopt});
  }
  return points;
}

// Adds the latest observation of each.
absl::Status AddObservations(CliContext& context, const ExportOptions& options,
                             std::vector<ExportedPoint>& points) {
  v1::ListServiceObservationsRequest request;
  request.set_parent(context.Parent());
  request.set_owner(OrganisationName(context.Parent(), options.owner));
  RETURN_IF_ERROR(FillAsOf(context, options.as_of, request));
  ASSIGN_OR_RETURN(
      const v1::ListServiceObservationsResponse list,
      context.CallAllPages(&v1::ServicePointService::Stub::ListServiceObservations, request));
  std::map<std::string, const v1::ServiceObservation*> latest;
  for (const v1::ServiceObservation& each : list.observations()) {
    latest[each.service_point()] = &each;
  }
  for (ExportedPoint& point : points) {
    const auto found = latest.find(point.point.name());
    if (found != latest.end()) point.observation = *found->second;
  }
  return absl::OkStatus();
}

absl::Status Export(CliContext& context, const ExportOptions& options) {
  ASSIGN_OR_RETURN(std::vector<ExportedPoint> points, ReadPoints(context, options));
  std::string text;
  if (options.format == kGeoJson) {
    text = WriteGeoJson(points, DayToTell(context, options.valid_on, options.as_of));
  } else {
    RETURN_IF_ERROR(AddObservations(context, options, points));
    text = WriteServicePointRows(points, options.separator == kComma ? ',' : ';');
  }
  if (options.output.empty()) {
    context.out() << text;
    return absl::OkStatus();
  }
  std::ofstream file(options.output, std::ios::binary);
  file << text;
  file.close();
  if (!file) return UsageError(absl::StrCat(options.output, " can not be written"));
  return absl::OkStatus();
}

}  // namespace

void AddServicePointExport(CommandTree& tree, CLI::App& group) {
  auto options = std::make_shared<ExportOptions>();
  CLI::App& verb = tree.AddVerb(group, "export", "Write service points as CSV or GeoJSON");
  verb.add_option("--format", options->format, "For spreadsheets, or for maps")
      ->check(CLI::IsMember({kCsv, kGeoJson}).description("csv|geojson"))
      ->capture_default_str();
  verb.add_option("--separator", options->separator, "What parts the cells of CSV")
      ->check(CLI::IsMember({kSemicolon, kComma}).description("semicolon|comma"))
      ->capture_default_str();
  verb.add_option("--owner", options->owner, "Only those that this municipality maps")
      ->type_name("ORGANISATION");
  verb.add_option("--place", options->place, "Only those in this place");
  verb.add_option("--valid-on", options->valid_on, "Only those that were open on that day")
      ->check(As(ParseDateArgument, "DATE"));
  AddAsOfOption(verb, options->as_of);
  verb.add_option("--output", options->output, "Into this file; to standard output otherwise")
      ->type_name("FILE");
  verb.footer(
      "Examples:\n"
      "  samverk service-points export --owner 2421 --output serviceplatser.csv\n"
      "  samverk service-points export --format geojson --valid-on 2019-12-31");
  tree.OnRun(verb, [options](CliContext& context) { return Export(context, *options); });
}

}  // namespace samverk
