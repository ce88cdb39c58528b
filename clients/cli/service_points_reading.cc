// `samverk service-points list`, `show` and `observations`: for people at a terminal, or as JSON.

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/civil_date.h"
#include "base/status_macros.h"
#include "clients/cli/arguments.h"
#include "clients/cli/decimals.h"
#include "clients/cli/fact_sheet.h"
#include "clients/cli/hours_text.h"
#include "clients/cli/plan_words.h"
#include "clients/cli/read_options.h"
#include "clients/cli/service_point_words.h"
#include "clients/cli/service_points_command.h"
#include "clients/cli/swedish.h"
#include "clients/cli/table.h"
#include "samverk/v1/service_point.grpc.pb.h"

namespace samverk {
namespace {

using Stub = v1::ServicePointService::Stub;

void AddValidOnOption(CLI::App& verb, std::string& valid_on) {
  verb.add_option("--valid-on", valid_on, "What was so on that day; today otherwise")
      ->check(As(ParseDateArgument, "DATE"));
}

struct ListOptions {
  std::string owner;
  std::string place;
  std::string offer;
  bool full_range = false;
  std::string state;
  bool threatened = false;
  int32_t changed_in = 0;
  std::string valid_on;
  std::string as_of;
};

void PrintPoints(const v1::ListServicePointsResponse& list, const OrganisationNames& names,
                 std::ostream& out) {
  std::vector<std::string> resources;
  for (const v1::ServicePoint& point : list.service_points()) resources.push_back(point.name());
  const std::vector<std::string> ids = ShortIds(resources);
  Table table({{"Id"},
               {"Namn", Table::kFlexible},
               {"Ort", Table::kFlexible},
               {"Läge"},
               {"Serviceslag", Table::kFlexible}});
  for (int i = 0; i < list.service_points_size(); ++i) {
    const v1::ServicePoint& point = list.service_points(i);
    table.Add({ids[i], point.display_name(), names.Of(point.place()), StateInWords(point),
               OfferedInWords(point.offered())});
  }
  table.Print(out);
  out << Count(list.service_points_size(), "serviceställe", "serviceställen") << "\n";
}

absl::Status List(CliContext& context, const ListOptions& options) {
  v1::ListServicePointsRequest request;
  request.set_parent(context.Parent());
  request.set_owner(OrganisationName(context.Parent(), options.owner));
  request.set_full_range(options.full_range);
  request.set_threatened(options.threatened);
  request.set_changed_in_year(options.changed_in);
  request.set_state(ParseEnum<v1::ServicePointState>(options.state)
                        .value_or(v1::SERVICE_POINT_STATE_UNSPECIFIED));
  if (!options.offer.empty()) {
    ASSIGN_OR_RETURN(const v1::ServiceOffer offer, ParseOfferKind(options.offer));
    request.set_offer(offer);
  }
  if (!options.place.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_place(), ResolvePlace(context, options.place));
  }
  *request.mutable_valid_on() = DayToTell(context, options.valid_on, options.as_of);
  RETURN_IF_ERROR(FillAsOf(context, options.as_of, request));
  ASSIGN_OR_RETURN(const v1::ListServicePointsResponse list,
                   context.CallAllPages(&Stub::ListServicePoints, request));
  if (context.options().json) return context.PrintJson(list);
  PrintPoints(list, ReadNamesAndPlaces(context), context.out());
  return absl::OkStatus();
}

void AddList(CommandTree& tree, CLI::App& group) {
  auto options = std::make_shared<ListOptions>();
  CLI::App& verb = tree.AddVerb(group, "list", "List service points by name");
  verb.add_option("--owner", options->owner, "Only those that this municipality maps")
      ->type_name("ORGANISATION");
  verb.add_option("--place", options->place, "Only those in this place")->transform(AsText());
  verb.add_option("--offer", options->offer, "Only those that are open and offer this")
      ->transform(As(ParseOfferKind, "OFFER"));
  verb.add_flag("--full-range", options->full_range, "Only those with a full range of groceries");
  verb.add_option("--state", options->state, "Only in this state; all but withdrawn otherwise")
      ->check(AsWordOf<v1::ServicePointState>());
  verb.add_flag("--threatened", options->threatened, "Only those that are threatened");
  verb.add_option("--changed-in", options->changed_in,
                  "Only where something was gained or lost in this year")
      ->type_name("YEAR");
  AddValidOnOption(verb, options->valid_on);
  AddAsOfOption(verb, options->as_of);
  tree.OnRun(verb, [options](CliContext& context) { return List(context, *options); });
}

// The entries of a service point, each with its number.
void AddEntries(const v1::ServicePoint& point, FactSheet& sheet) {
  for (const v1::ServicePointTurn& turn : point.turns()) {
    sheet.Add("händelser", absl::StrCat(turn.entry(), ": ", TurnInWords(turn.facts())));
  }
  for (const v1::ServicePointOffer& offer : point.offers()) {
    sheet.Add("serviceslag", absl::StrCat(offer.entry(), ": ", TermsInWords(offer.terms())));
  }
  for (const v1::ServicePointHours& hours : point.hours()) {
    sheet.Add("öppettider", absl::StrCat(hours.entry(), ": ", FormatHours(hours.hours())));
  }
}

void PrintPoint(const v1::ServicePoint& point, const google::type::Date& day,
                const OrganisationNames& names, std::ostream& out) {
  FactSheet sheet(point.display_name(), absl::StrCat(StateInWords(point), " ", FormatDate(day)));
  sheet.Add("ort", names.Of(point.place()));
  sheet.Add("kommun", names.Of(point.owner()));
  sheet.Add("drivs av", point.operator_name());
  if (!point.operator_organisation().empty()) {
    sheet.Add("drivs av", names.Of(point.operator_organisation()));
  }
  sheet.Add("adress", point.address());
  if (point.has_position()) sheet.Add("läge", FormatPosition(point.position()));
  sheet.Add("har", OfferedInWords(point.offered()));
  AddEntries(point, sheet);
  sheet.Add("iakttagelser",
            point.observation_count() == 0 ? "" : absl::StrCat(point.observation_count()));
  sheet.Add("revision", absl::StrCat(point.revision()));
  sheet.Add("namn", point.name());
  sheet.Print(out);
}

void AddShow(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string point;
    std::string valid_on;
    std::string as_of;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "show", "Show one service point and its life");
  verb.add_option("service-point", options->point,
                  "Its name, what it is called, or the beginning of its UUID")
      ->required();
  AddValidOnOption(verb, options->valid_on);
  AddAsOfOption(verb, options->as_of);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::GetServicePointRequest request;
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolveServicePoint(context, options->point));
    *request.mutable_valid_on() = DayToTell(context, options->valid_on, options->as_of);
    RETURN_IF_ERROR(FillAsOf(context, options->as_of, request));
    ASSIGN_OR_RETURN(const v1::GetServicePointResponse response,
                     context.Call(&Stub::GetServicePoint, request));
    if (context.options().json) return context.PrintJson(response);
    PrintPoint(response.service_point(), request.valid_on(), ReadNamesAndPlaces(context),
               context.out());
    return absl::OkStatus();
  });
}

struct ObservationOptions {
  std::string point;
  std::string owner;
  int32_t year = 0;
  std::string as_of;
};

// One observation in some lines: what, then by whom and from where.
std::string InWords(const v1::ServiceObservation& observation, const OrganisationNames& names) {
  const v1::ObservationFacts& facts = observation.facts();
  std::string words = facts.text();
  for (const v1::ObservedNumber& number : facts.numbers()) {
    absl::StrAppend(&words, "\n", NumberInWords(number));
  }
  std::vector<std::string> about = {names.Of(facts.observer()), facts.source()};
  if (facts.has_vintage()) about.push_back(absl::StrCat("årgång ", FormatDate(facts.vintage())));
  if (facts.offer() != v1::SERVICE_OFFER_UNSPECIFIED) about.push_back(InSwedish(facts.offer()));
  if (observation.corrected()) about.emplace_back("rättad");
  about.push_back(absl::StrCat("post ", observation.entry()));
  return absl::StrCat(words, "\n", absl::StrJoin(about, ", "));
}

absl::Status PrintObservations(CliContext& context, const v1::ListServiceObservationsResponse& list,
                               bool of_one) {
  OrganisationNames names = OrganisationNames::Read(context);
  if (!of_one) {
    v1::ListServicePointsRequest request;
    request.set_parent(context.Parent());
    ASSIGN_OR_RETURN(const v1::ListServicePointsResponse points,
                     context.CallAllPages(&Stub::ListServicePoints, request));
    for (const v1::ServicePoint& point : points.service_points()) {
      names.Add(point.name(), point.display_name());
    }
  }
  FactSheet sheet(Count(list.observations_size(), "iakttagelse", "iakttagelser"), "");
  for (const v1::ServiceObservation& each : list.observations()) {
    const std::string of = of_one ? "" : absl::StrCat(names.Of(each.service_point()), ": ");
    sheet.Add(FormatDate(each.facts().observed_on()), of + InWords(each, names));
  }
  sheet.Print(context.out());
  return absl::OkStatus();
}

void AddObservations(CommandTree& tree, CLI::App& group) {
  auto options = std::make_shared<ObservationOptions>();
  CLI::App& verb = tree.AddVerb(group, "observations", "Show what was observed, of one or of all");
  verb.add_option("service-point", options->point, "Only of this one");
  verb.add_option("--owner", options->owner, "Only of those that this municipality maps")
      ->type_name("ORGANISATION");
  verb.add_option("--year", options->year, "Only of a day in this year")->type_name("YEAR");
  AddAsOfOption(verb, options->as_of);
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::ListServiceObservationsRequest request;
    request.set_parent(context.Parent());
    request.set_owner(OrganisationName(context.Parent(), options->owner));
    request.set_year(options->year);
    if (!options->point.empty()) {
      ASSIGN_OR_RETURN(*request.mutable_service_point(),
                       ResolveServicePoint(context, options->point));
    }
    RETURN_IF_ERROR(FillAsOf(context, options->as_of, request));
    ASSIGN_OR_RETURN(const v1::ListServiceObservationsResponse list,
                     context.CallAllPages(&Stub::ListServiceObservations, request));
    if (context.options().json) return context.PrintJson(list);
    return PrintObservations(context, list, !options->point.empty());
  });
}

}  // namespace

void AddServicePointReading(CommandTree& tree, CLI::App& group) {
  AddList(tree, group);
  AddShow(tree, group);
  AddObservations(tree, group);
}

}  // namespace samverk
