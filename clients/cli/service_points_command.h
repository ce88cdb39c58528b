// The verbs of service points (serviceställen): `samverk service-points …`.
//
// Writing is in service_points_command.cc, correcting in service_points_correction.cc, reading in
// service_points_reading.cc, files in service_points_import.cc and service_points_export.cc.

#ifndef SAMVERK_CLIENTS_CLI_SERVICE_POINTS_COMMAND_H_
#define SAMVERK_CLIENTS_CLI_SERVICE_POINTS_COMMAND_H_

#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "clients/cli/command_tree.h"
#include "clients/cli/names.h"
#include "google/type/date.pb.h"
#include "samverk/v1/place.pb.h"
#include "samverk/v1/service_point.pb.h"

namespace samverk {

// Adds the family and all its verbs.
void AddServicePointsCommand(CommandTree& tree);

// Adds `correct` to the family.
void AddServicePointCorrection(CommandTree& tree, CLI::App& group);

// Adds `list`, `show` and `observations` to the family.
void AddServicePointReading(CommandTree& tree, CLI::App& group);

// Adds `import` to the family.
void AddServicePointImport(CommandTree& tree, CLI::App& group);

// Adds `export` to the family.
void AddServicePointExport(CommandTree& tree, CLI::App& group);

// The day that is meant where none is given: the day of `as_of`, if that is one, else today.
google::type::Date DayToTell(const CliContext& context, const std::string& valid_on,
                             const std::string& as_of);

// The names of organisations and of places, for people.
OrganisationNames ReadNamesAndPlaces(CliContext& context);

// Gets one service point as it is after everything that is recorded.
absl::StatusOr<v1::ServicePoint> ReadServicePoint(CliContext& context, const std::string& name);

// All observations of `parent`'s service points, or of one service point, the earliest first.
absl::StatusOr<std::vector<v1::ServiceObservation>> ReadObservations(
    CliContext& context, const std::string& service_point = "");

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_SERVICE_POINTS_COMMAND_H_
