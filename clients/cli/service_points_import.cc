// `samverk service-points import FILE`: service points from a CSV file, as often as one likes.
//
// Everything is read and compared before anything is sent: the file, what the server has, and how
// that came about. If one row is wrong, every fault is told and nothing is recorded.

#include <unistd.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/civil_date.h"
#include "base/status_macros.h"
#include "base/uuid.h"
#include "clients/cli/arguments.h"
#include "clients/cli/history.h"
#include "clients/cli/import_counts.h"
#include "clients/cli/import_ids.h"
#include "clients/cli/names.h"
#include "clients/cli/progress_bar.h"
#include "clients/cli/service_point_changes.h"
#include "clients/cli/service_points_command.h"
#include "clients/cli/swedish.h"
#include "clients/cli/table.h"
#include "nlohmann/json.hpp"
#include "samverk/v1/partnership.grpc.pb.h"
#include "samverk/v1/place.grpc.pb.h"
#include "samverk/v1/service_point.grpc.pb.h"

namespace samverk {
namespace {

using Stub = v1::ServicePointService::Stub;

constexpr char kCorrectedInFile[] = "Rättad i importfilen.";

// Which RPC takes which command.
auto MethodOf(const v1::EditServicePointRequest&) { return &Stub::EditServicePoint; }
auto MethodOf(const v1::OfferServiceRequest&) { return &Stub::OfferService; }
auto MethodOf(const v1::SetServicePointHoursRequest&) { return &Stub::SetServicePointHours; }
auto MethodOf(const v1::RecordServiceObservationRequest&) {
  return &Stub::RecordServiceObservation;
}

struct ImportOptions {
  std::string path;
  bool dry_run = false;
  bool new_places = false;
  bool overwrite = false;
  std::string reason;
  std::string on_behalf_of;
};

// What is to be done about one row.
struct PlannedRow {
  const ServicePointRow* row = nullptr;
  std::string place;
  bool is_new = false;
  int64_t revision = 0;
  ServicePointChanges changes;
};

class ServicePointImporter {
 public:
  ServicePointImporter(CliContext& context, const ImportOptions& options)
      : context_(context), options_(options), file_name_(LastPart(options.path)) {}

  absl::Status Run();

 private:
  // Reads what the server has.
  absl::Status ReadServer();
  absl::Status ReadPoints(v1::ServicePointState state);

  // Decides what is to be done about a row; what is wrong is added to the faults.
  absl::Status Plan(const ServicePointRow& row);
  std::string PlaceOf(const ServicePointRow& row);
  void CheckOrganisation(const ServicePointRow& row, const char* column, const std::string& name);
  absl::Status PlanChanges(const RecordedPoint& recorded, PlannedRow& planned);
  void Fail(const ServicePointRow& row, absl::string_view field, absl::string_view problem) {
    faults_.push_back({row.line, std::string(field), std::string(problem)});
  }

  // Tells what is wrong; the error that ends the import.
  absl::Status Refuse();
  void PrintPlan() const;
  ImportCounts Counts() const;

  absl::Status Send();
  absl::Status SendRow(const PlannedRow& planned);
  absl::Status AtRow(const ServicePointRow& row, absl::Status status) const;
  v1::Provenance Because(absl::string_view otherwise) const;

  CliContext& context_;
  const ImportOptions& options_;
  const std::string file_name_;
  std::vector<ServicePointRow> rows_;
  std::vector<RowFault> faults_;
  std::set<std::string> organisations_;
  std::map<std::pair<std::string, std::string>, std::vector<std::string>>
      places_;  // By owner, name.
  std::set<std::string> place_names_;
  std::map<std::string, RecordedPoint> points_;
  std::vector<v1::RegisterPlaceRequest> new_places_;
  std::vector<PlannedRow> plan_;
};

absl::Status ServicePointImporter::Run() {
  ASSIGN_OR_RETURN(const std::string text, ReadImportText(options_.path));
  ServicePointRows read =
      ReadServicePointRows(text, context_.Parent(), SwedishDay(context_.clock().Now()));
  rows_ = std::move(read.rows);
  faults_ = std::move(read.faults);
  // What is wrong in the file alone is told without asking the server.
  if (!faults_.empty()) return Refuse();
  RETURN_IF_ERROR(ReadServer());
  plan_.reserve(rows_.size());
  for (const ServicePointRow& row : rows_) RETURN_IF_ERROR(Plan(row));
  if (!faults_.empty()) return Refuse();
  if (!options_.dry_run) RETURN_IF_ERROR(Send());
  if (options_.dry_run && !context_.options().json) PrintPlan();
  PrintCounts(context_, Counts());
  if (options_.dry_run && !context_.options().json) {
    context_.out() << "nothing was sent (--dry-run)\n";
  }
  return absl::OkStatus();
}

absl::Status ServicePointImporter::ReadServer() {
  v1::ListOrganisationsRequest organisations;
  organisations.set_parent(context_.Parent());
  organisations.set_show_left(true);
  ASSIGN_OR_RETURN(
      const v1::ListOrganisationsResponse organisation_list,
      context_.CallAllPages(&v1::PartnershipService::Stub::ListOrganisations, organisations));
  for (const v1::Organisation& each : organisation_list.organisations()) {
    organisations_.insert(each.name());
  }
  v1::ListPlacesRequest places;
  places.set_parent(context_.Parent());
  ASSIGN_OR_RETURN(const v1::ListPlacesResponse place_list,
                   context_.CallAllPages(&v1::PlaceService::Stub::ListPlaces, places));
  for (const v1::Place& each : place_list.places()) {
    places_[{each.owner(), each.display_name()}].push_back(each.name());
    place_names_.insert(each.name());
  }
  RETURN_IF_ERROR(ReadPoints(v1::SERVICE_POINT_STATE_UNSPECIFIED));
  RETURN_IF_ERROR(ReadPoints(v1::SERVICE_POINT_STATE_WITHDRAWN));
  const bool observed = std::any_of(rows_.begin(), rows_.end(), [](const ServicePointRow& row) {
    return row.observation.has_value();
  });
  if (!observed) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::vector<v1::ServiceObservation> observations,
                   ReadObservations(context_));
  for (const v1::ServiceObservation& each : observations) {
    points_[each.service_point()].observations.push_back(each);
  }
  return absl::OkStatus();
}

absl::Status ServicePointImporter::ReadPoints(v1::ServicePointState state) {
  v1::ListServicePointsRequest request;
  request.set_parent(context_.Parent());
  request.set_state(state);
  ASSIGN_OR_RETURN(const v1::ListServicePointsResponse list,
                   context_.CallAllPages(&Stub::ListServicePoints, request));
  for (const v1::ServicePoint& each : list.service_points()) points_[each.name()].point = each;
  return absl::OkStatus();
}

void ServicePointImporter::CheckOrganisation(const ServicePointRow& row, const char* column,
                                             const std::string& name) {
  if (name.empty() || organisations_.contains(name)) return;
  Fail(
      row, column,
      absl::StrCat("\"", LastPart(name), "\" finns inte i servicepartnerskapet; rätta, eller lägg ",
                   "till aktören med samverk organisations admit"));
}

// The name of the place that the row means; empty if it is none, which is a fault.
std::string ServicePointImporter::PlaceOf(const ServicePointRow& row) {
  if (const std::string id = absl::AsciiStrToLower(row.place); Uuid::Parse(id).has_value()) {
    std::string name = absl::StrCat(context_.Parent(), "/places/", id);
    if (place_names_.contains(name)) return name;
    Fail(row, kPlaceColumn, "det finns ingen ort med det id:t; skriv vad orten heter");
    return "";
  }
  std::vector<std::string>& called = places_[{row.point.owner(), row.place}];
  if (called.size() == 1) return called[0];
  if (called.size() > 1) {
    Fail(row, kPlaceColumn,
         absl::StrCat(called.size(), " orter i kommunen heter \"", row.place,
                      "\"; skriv ortens UUID, se samverk --json places list"));
    return "";
  }
  if (!options_.new_places) {
    Fail(row, kPlaceColumn,
         absl::StrCat("orten \"", row.place,
                      "\" finns inte i kommunen; rätta stavningen, eller kör ",
                      "med --new-places så läggs den till"));
    return "";
  }
  v1::RegisterPlaceRequest& request = new_places_.emplace_back();
  const std::string key = absl::StrCat(LastPart(row.point.owner()), "/", row.place);
  request.set_parent(context_.Parent());
  request.set_place_id(ImportedId("places", key));
  request.set_owner(row.point.owner());
  request.set_display_name(row.place);
  if (v1::Provenance why = Because(""); why.ByteSizeLong() > 0) {
    *request.mutable_provenance() = std::move(why);
  }
  Seal(absl::StrCat("places/", key), request);
  called.push_back(absl::StrCat(context_.Parent(), "/places/", request.place_id()));
  return called[0];
}

absl::Status ServicePointImporter::Plan(const ServicePointRow& row) {
  CheckOrganisation(row, kOwnerColumn, row.point.owner());
  CheckOrganisation(row, kOrganisationColumn, row.point.operator_organisation());
  if (row.observation.has_value() &&
      row.observation->observer().find("/people/") == std::string::npos) {
    CheckOrganisation(row, kObserverColumn, row.observation->observer());
  }
  PlannedRow planned;
  planned.row = &row;
  planned.place = PlaceOf(row);
  const auto found = points_.find(
      absl::StrCat(row.point.parent(), "/servicePoints/", row.point.service_point_id()));
  if (found != points_.end()) {
    RETURN_IF_ERROR(PlanChanges(found->second, planned));
  } else {
    planned.is_new = true;
  }
  plan_.push_back(std::move(planned));
  return absl::OkStatus();
}

absl::Status ServicePointImporter::PlanChanges(const RecordedPoint& recorded, PlannedRow& planned) {
  const ServicePointRow& row = *planned.row;
  const v1::ServicePoint& point = recorded.point;
  if (point.state() == v1::SERVICE_POINT_STATE_WITHDRAWN) {
    Fail(row, kKeyColumn,
         "servicestället är återkallat; ta bort raden, eller använd en annan nyckel");
    return absl::OkStatus();
  }
  if (point.owner() != row.point.owner()) {
    Fail(row, kOwnerColumn,
         absl::StrCat("servicestället är registrerat av ", LastPart(point.owner()),
                      ", och det kan inte ändras; skriv det, eller använd en annan nyckel"));
    return absl::OkStatus();
  }
  planned.revision = point.revision();
  // A row with a fault is not compared, and what is as it should be needs no history.
  if (planned.place.empty() || !Differs(row, planned.place, recorded)) return absl::OkStatus();
  const auto history = ReadHistory(context_, point.name(), /*newest_first=*/false);
  if (!history.ok()) return AtRow(row, history.status());
  planned.changes = ChangesOf(row, planned.place, recorded, history->events(), options_.overwrite,
                              Because(kCorrectedInFile));
  if (!planned.changes.problem.empty()) Fail(row, kOpenColumn, planned.changes.problem);
  return absl::OkStatus();
}

v1::Provenance ServicePointImporter::Because(absl::string_view otherwise) const {
  v1::Provenance provenance;
  provenance.set_reason(options_.reason.empty() ? std::string(otherwise) : options_.reason);
  provenance.set_on_behalf_of(OrganisationName(context_.Parent(), options_.on_behalf_of));
  return provenance;
}

absl::Status ServicePointImporter::Refuse() {
  std::set<size_t> lines;
  nlohmann::json json = nlohmann::json::array();
  for (const RowFault& fault : faults_) {
    lines.insert(fault.line);
    if (context_.options().json) {
      json.push_back({{"line", fault.line}, {"field", fault.field}, {"problem", fault.problem}});
      continue;
    }
    context_.out() << (fault.line == 0 ? "filen" : absl::StrCat("rad ", fault.line))
                   << (fault.field.empty() ? "" : absl::StrCat(", ", fault.field)) << ": "
                   << fault.problem << "\n";
  }
  if (context_.options().json) context_.out() << nlohmann::json{{"faults", json}}.dump() << "\n";
  return UsageError(absl::StrCat(
      file_name_, ": ", Count(static_cast<int64_t>(faults_.size()), "fel", "fel"), " på ",
      Count(static_cast<int64_t>(lines.size()), "rad", "rader"), "; inget är infört"));
}

void ServicePointImporter::PrintPlan() const {
  Table table({{"Rad", Table::kNumber},
               {"Nyckel"},
               {"Namn", Table::kFlexible},
               {"Blir"},
               {"Kolumner", Table::kFlexible}});
  for (const PlannedRow& planned : plan_) {
    const bool changed = !planned.changes.commands.empty();
    table.Add({absl::StrCat(planned.row->line), planned.row->key, planned.row->point.display_name(),
               planned.is_new ? "nytt"
               : changed      ? "ändrat"
                              : "oförändrat",
               absl::StrJoin(planned.changes.columns, ", ")});
  }
  table.Print(context_.out());
  for (const v1::RegisterPlaceRequest& place : new_places_) {
    context_.out() << "ny ort: " << place.display_name() << ", " << LastPart(place.owner()) << "\n";
  }
}

ImportCounts ServicePointImporter::Counts() const {
  ImportCounts counts;
  counts.created = static_cast<int>(new_places_.size());
  for (const PlannedRow& planned : plan_) {
    const bool changed = !planned.changes.commands.empty();
    ++(planned.is_new ? counts.created : changed ? counts.changed : counts.unchanged);
    for (const std::string& column : planned.changes.kept) {
      counts.kept.push_back(
          absl::StrCat("rad ", planned.row->line, " (", planned.row->key, "): ", column));
    }
  }
  return counts;
}

absl::Status ServicePointImporter::AtRow(const ServicePointRow& row, absl::Status status) const {
  return AtPlace(std::move(status),
                 absl::StrCat(file_name_, ", rad ", row.line, " (", row.key, ")"),
                 "Rätta och importera igen; det som redan är infört ändras inte.");
}

absl::Status ServicePointImporter::Send() {
  ProgressBar progress(context_.err(), isatty(STDERR_FILENO) != 0, file_name_,
                       new_places_.size() + plan_.size());
  for (const v1::RegisterPlaceRequest& place : new_places_) {
    progress.Next(place.display_name());
    const auto response = context_.Call(&v1::PlaceService::Stub::RegisterPlace, place);
    if (!response.ok()) {
      return AtPlace(response.status(), absl::StrCat(file_name_, ", ", place.display_name()),
                     "Rätta och importera igen; det som redan är infört ändras inte.");
    }
  }
  for (const PlannedRow& planned : plan_) {
    progress.Next(planned.row->key);
    const absl::Status status = SendRow(planned);
    if (!status.ok()) return AtRow(*planned.row, status);
  }
  return absl::OkStatus();
}

absl::Status ServicePointImporter::SendRow(const PlannedRow& planned) {
  const std::string key = absl::StrCat("servicePoints/", planned.row->key);
  if (planned.is_new) {
    v1::RegisterServicePointRequest request =
        RegistrationOf(*planned.row, planned.place, Because(""));
    Seal(key, request);
    ASSIGN_OR_RETURN(const auto response, context_.Call(&Stub::RegisterServicePoint, request));
    if (!planned.row->observation.has_value()) return absl::OkStatus();
    v1::RecordServiceObservationRequest observe;
    observe.set_name(response.result().name());
    *observe.mutable_facts() = *planned.row->observation;
    Seal(key, observe);
    return context_.Call(&Stub::RecordServiceObservation, observe).status();
  }
  int64_t revision = planned.revision;
  for (const ServicePointCommand& command : planned.changes.commands) {
    const auto give = [&](auto request) -> absl::Status {
      request.set_expected_revision(revision);
      Seal(key, request);
      ASSIGN_OR_RETURN(const auto response, context_.Call(MethodOf(request), request));
      // An older reply to a repeated command must not take us back.
      revision = std::max<int64_t>(revision, response.result().revision());
      return absl::OkStatus();
    };
    RETURN_IF_ERROR(std::visit(give, command));
  }
  return absl::OkStatus();
}

}  // namespace

void AddServicePointImport(CommandTree& tree, CLI::App& group) {
  auto options = std::make_shared<ImportOptions>();
  CLI::App& verb = tree.AddVerb(group, "import", "Record what a CSV file says; safe to repeat");
  verb.add_option("file", options->path, "As docs/guide/service-points.md describes it")
      ->required();
  verb.add_flag("--dry-run", options->dry_run, "Only tell what would be recorded");
  verb.add_flag("--new-places", options->new_places, "Register places that are not there yet");
  verb.add_flag("--overwrite", options->overwrite, "Also correct what a person has recorded since");
  verb.add_option("--reason", options->reason, "Why")->transform(AsText());
  verb.add_option("--on-behalf-of", options->on_behalf_of, "Whom you register this for")
      ->type_name("ORGANISATION");
  verb.footer(
      "Every row is checked before anything is sent; if one is wrong, nothing is recorded.\n"
      "Importing again changes nothing, and a row that was corrected becomes an edit.\n"
      "\n"
      "Examples:\n"
      "  samverk service-points import examples/serviceplatser.csv --new-places --dry-run\n"
      "  samverk service-points import examples/serviceplatser.csv --new-places");
  tree.OnRun(verb, [options](CliContext& context) {
    return ServicePointImporter(context, *options).Run();
  });
}

}  // namespace samverk
