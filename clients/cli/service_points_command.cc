#include "clients/cli/service_points_command.h"

#include <memory>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/civil_date.h"
#include "base/status_macros.h"
#include "base/uuid.h"
#include "clients/cli/arguments.h"
#include "clients/cli/decimals.h"
#include "clients/cli/gathering_verbs.h"
#include "clients/cli/history.h"
#include "clients/cli/hours_text.h"
#include "clients/cli/plan_words.h"
#include "clients/cli/service_point_cells.h"
#include "clients/cli/service_point_words.h"
#include "clients/cli/write_options.h"
#include "samverk/v1/place.grpc.pb.h"
#include "samverk/v1/service_point.grpc.pb.h"

namespace samverk {
namespace {

using Stub = v1::ServicePointService::Stub;

constexpr char kWhat[] = "service-point";
constexpr char kWhich[] = "Its name, what it is called, or the beginning of its UUID";

// Adds what all verbs that write about one service point take.
template <typename Options>
void AddTarget(CLI::App& verb, Options& options) {
  verb.add_option(kWhat, options.point, kWhich)->required();
  AddWriteOptions(verb, options.write);
  AddRevisionOption(verb, options.write);
}

// The day after `last`, which is what the API wants.
google::type::Date DayAfter(const google::type::Date& last) { return ToDate(ToCivilDay(last) + 1); }

struct RegisterOptions {
  std::string owner;
  std::string name;
  std::string place;
  std::string operator_name;
  std::string operator_organisation;
  std::string address;
  std::string position;
  std::string opened;
  std::string known_since;
  std::vector<std::string> offers;
  std::string hours;
  std::string id;
  WriteOptions write;
};

absl::Status Register(CliContext& context, const RegisterOptions& options) {
  v1::RegisterServicePointRequest request;
  request.set_parent(context.Parent());
  request.set_service_point_id(options.id.empty() ? Uuid::V7(context.clock()).ToString()
                                                  : options.id);
  request.set_owner(OrganisationName(context.Parent(), options.owner));
  request.set_display_name(options.name);
  request.set_operator_name(options.operator_name);
  request.set_operator_organisation(
      OrganisationName(context.Parent(), options.operator_organisation));
  request.set_address(options.address);
  if (!options.position.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_position(), ParsePositionArgument(options.position));
  }
  if (options.opened.empty() == options.known_since.empty()) {
    return UsageError("give --opened, or --known-since if nobody knows on which day it opened");
  }
  v1::TurnFacts& opened = *request.add_turns();
  opened.set_kind(v1::SERVICE_POINT_TURN_KIND_OPENED);
  opened.set_open_before(options.opened.empty());
  ASSIGN_OR_RETURN(
      *opened.mutable_date(),
      ParseDateArgument(options.opened.empty() ? options.known_since : options.opened));
  for (const std::string& offer : options.offers) {
    ASSIGN_OR_RETURN(*request.add_offers(), ParseOfferText(offer));
  }
  if (!options.hours.empty()) {
    ASSIGN_OR_RETURN(*request.add_hours(), ParseHours(options.hours));
  }
  ASSIGN_OR_RETURN(*request.mutable_place(), ResolvePlace(context, options.place));
  return Submit(context, &Stub::RegisterServicePoint, request, options.write);
}

void AddRegister(CommandTree& tree, CLI::App& group) {
  auto options = std::make_shared<RegisterOptions>();
  CLI::App& verb = tree.AddVerb(group, "register", "Register a service point");
  verb.add_option("--owner", options->owner, "The municipality that maps it")
      ->type_name("ORGANISATION")
      ->required();
  verb.add_option("--name", options->name, "What it is called")->transform(AsText())->required();
  verb.add_option("--place", options->place, "The place that it is in")
      ->transform(AsText())
      ->required();
  verb.add_option("--opened", options->opened, "The day on which it opened")
      ->check(As(ParseDateArgument, "DATE"));
  verb.add_option("--known-since", options->known_since,
                  "A day on which it was open, where nobody knows when it opened")
      ->check(As(ParseDateArgument, "DATE"));
  verb.add_option("--operator", options->operator_name, "Who runs it; never a person's name")
      ->transform(AsText());
  verb.add_option("--operator-organisation", options->operator_organisation,
                  "Who runs it, where that is an organisation of the partnership")
      ->type_name("ORGANISATION");
  verb.add_option("--address", options->address, "Its address")->transform(AsText());
  verb.add_option("--position", options->position, "Where it is: 65.713,15.271")
      ->transform(As(ParsePositionArgument, "NORTH,EAST"));
  verb.add_option("--offer", options->offers,
                  "What can be had: \"post 2010-01-01– (bara lördagar)\"")
      ->transform(As(ParseOfferText, "OFFER"))
      ->allow_extra_args(false);
  verb.add_option("--hours", options->hours, "\"mån–fre 09:00–18:00, lör 10:00–14:00\"")
      ->transform(As(ParseHours, "HOURS"));
  verb.add_option("--id", options->id, "Its UUID; a new one otherwise")->transform(AsUuid());
  AddWriteOptions(verb, options->write);
  tree.OnRun(verb, [options](CliContext& context) { return Register(context, *options); });
}

void AddOffer(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string point;
    std::string offer;
    bool full_range = false;
    std::string from;
    std::string to;
    std::string conditions;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "offer", "Record that something can be had there");
  AddTarget(verb, *options);
  verb.add_option("offer", options->offer, "What: dagligvaror, drivmedel, post …")
      ->transform(As(ParseOfferKind, "OFFER"))
      ->required();
  verb.add_flag("--full-range", options->full_range, "Of groceries: a full range");
  verb.add_option("--from", options->from, "The first day; without it: as long as it is known")
      ->check(As(ParseDateArgument, "DATE"));
  verb.add_option("--to", options->to, "The last day; without it: it goes on")
      ->check(As(ParseDateArgument, "DATE"));
  verb.add_option("--conditions", options->conditions, "On which days, for whom")
      ->transform(AsText());
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::OfferServiceRequest request;
    v1::OfferTerms& terms = *request.mutable_terms();
    ASSIGN_OR_RETURN(const v1::ServiceOffer offer, ParseOfferKind(options->offer));
    terms.set_offer(offer);
    terms.set_full_range(options->full_range);
    terms.set_conditions(options->conditions);
    if (!options->from.empty()) {
      ASSIGN_OR_RETURN(*terms.mutable_start_date(), ParseDateArgument(options->from));
    }
    if (!options->to.empty()) {
      ASSIGN_OR_RETURN(const google::type::Date last, ParseDateArgument(options->to));
      *terms.mutable_end_date() = DayAfter(last);
    }
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolveServicePoint(context, options->point));
    return Submit(context, &Stub::OfferService, request, options->write);
  });
}

// The offer of that kind that holds until `day`; UsageError if there is none.
absl::StatusOr<int64_t> OfferThatHolds(const v1::ServicePoint& point, v1::ServiceOffer offer,
                                       const google::type::Date& day) {
  const absl::CivilDay last = ToCivilDay(day) - 1;
  for (const v1::ServicePointOffer& each : point.offers()) {
    const v1::OfferTerms& terms = each.terms();
    if (terms.offer() != offer) continue;
    if (terms.has_start_date() && ToCivilDay(terms.start_date()) > last) continue;
    if (terms.has_end_date() && ToCivilDay(terms.end_date()) <= last) continue;
    return each.entry();
  }
  return UsageError(absl::StrCat(InSwedish(offer), " is not offered there on ",
                                 FormatDate(ToDate(last)), "; see `samverk service-points show`"));
}

void AddWithdrawOffer(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string point;
    std::string offer;
    std::string from;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb =
      tree.AddVerb(group, "withdraw-offer", "Record that something can no longer be had there");
  AddTarget(verb, *options);
  verb.add_option("offer", options->offer, "What: dagligvaror, drivmedel, post …")
      ->transform(As(ParseOfferKind, "OFFER"))
      ->required();
  verb.add_option("--from", options->from, "The first day on which it can not be had")
      ->check(As(ParseDateArgument, "DATE"))
      ->required();
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::EndServiceOfferRequest request;
    ASSIGN_OR_RETURN(const v1::ServiceOffer offer, ParseOfferKind(options->offer));
    ASSIGN_OR_RETURN(*request.mutable_end_date(), ParseDateArgument(options->from));
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolveServicePoint(context, options->point));
    ASSIGN_OR_RETURN(const v1::ServicePoint point, ReadServicePoint(context, request.name()));
    ASSIGN_OR_RETURN(const int64_t entry, OfferThatHolds(point, offer, request.end_date()));
    request.set_entry(entry);
    return Submit(context, &Stub::EndServiceOffer, request, options->write);
  });
}

void AddHours(CommandTree& tree, CLI::App& group) {
  struct Options {
    std::string point;
    std::string hours;
    std::string from;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, "hours", "Set the opening hours from a day on");
  AddTarget(verb, *options);
  verb.add_option("hours", options->hours,
                  "\"mån–fre 09:00–18:00, lör 10:00–14:00 (stängt i juli)\"")
      ->transform(As(ParseHours, "HOURS"))
      ->required();
  verb.add_option("--from", options->from, "The first day; without it: always")
      ->check(As(ParseDateArgument, "DATE"));
  tree.OnRun(verb, [options](CliContext& context) -> absl::Status {
    v1::SetServicePointHoursRequest request;
    ASSIGN_OR_RETURN(*request.mutable_hours(), ParseHours(options->hours));
    if (!options->from.empty()) {
      ASSIGN_OR_RETURN(*request.mutable_hours()->mutable_start_date(),
                       ParseDateArgument(options->from));
    }
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolveServicePoint(context, options->point));
    return Submit(context, &Stub::SetServicePointHours, request, options->write);
  });
}

// Adds a verb that records a turn.
template <typename Request, typename Response>
void AddTurn(CommandTree& tree, CLI::App& group, const std::string& name,
             const std::string& description, const std::string& day, const std::string& cause,
             grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*)) {
  struct Options {
    std::string point;
    std::string from;
    std::string cause;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App& verb = tree.AddVerb(group, name, description);
  AddTarget(verb, *options);
  verb.add_option("--from", options->from, day)->check(As(ParseDateArgument, "DATE"))->required();
  verb.add_option("--cause", options->cause, cause)->transform(AsText());
  tree.OnRun(verb, [options, method](CliContext& context) -> absl::Status {
    Request request;
    ASSIGN_OR_RETURN(*request.mutable_date(), ParseDateArgument(options->from));
    request.set_cause(options->cause);
    ASSIGN_OR_RETURN(*request.mutable_name(), ResolveServicePoint(context, options->point));
    return Submit(context, method, request, options->write);
  });
}

void AddTurns(CommandTree& tree, CLI::App& group) {
  AddTurn(tree, group, "close", "Record that it closed", "The first day on which it is closed",
          "Why it closed, if that is known", &Stub::CloseServicePoint);
  AddTurn(tree, group, "reopen", "Record that it opened again", "The first day on which it is open",
          "What made it possible, if that is known", &Stub::ReopenServicePoint);
  AddTurn(tree, group, "threaten", "Record that it is threatened", "The first day on which it is",
          "What threatens it, if that is known", &Stub::ThreatenServicePoint);
  AddTurn(tree, group, "secure", "Record that it is no longer threatened",
          "The first day on which it is not", "What saved it, if that is known",
          &Stub::SecureServicePoint);
}

struct ObserveOptions {
  std::string point;
  std::string text;
  std::string by;
  std::string observed_on;
  std::string source;
  std::string vintage;
  std::string offer;
  std::vector<std::string> numbers;
  WriteOptions write;
};

absl::Status Observe(CliContext& context, const ObserveOptions& options) {
  v1::RecordServiceObservationRequest request;
  v1::ObservationFacts& facts = *request.mutable_facts();
  ASSIGN_OR_RETURN(*facts.mutable_text(), TextOrInput(options.text));
  facts.set_observer(Uuid::Parse(options.by).has_value()
                         ? PersonName(context.Parent(), options.by)
                         : OrganisationName(context.Parent(), options.by));
  *facts.mutable_observed_on() = DayToTell(context, options.observed_on, "");
  facts.set_source(options.source);
  if (!options.vintage.empty()) {
    ASSIGN_OR_RETURN(*facts.mutable_vintage(), ParseVintageDay(options.vintage));
  }
  if (!options.offer.empty()) {
    ASSIGN_OR_RETURN(const v1::ServiceOffer offer, ParseOfferKind(options.offer));
    facts.set_offer(offer);
  }
  for (const std::string& number : options.numbers) {
    ASSIGN_OR_RETURN(*facts.add_numbers(), ParseNumber(number));
  }
  ASSIGN_OR_RETURN(*request.mutable_name(), ResolveServicePoint(context, options.point));
  return Submit(context, &Stub::RecordServiceObservation, request, options.write);
}

void AddObserve(CommandTree& tree, CLI::App& group) {
  auto options = std::make_shared<ObserveOptions>();
  CLI::App& verb = tree.AddVerb(group, "observe", "Record what was observed (kartläggning)");
  AddTarget(verb, *options);
  verb.add_option("text", options->text, "What was observed; - reads it from standard input")
      ->transform(AsText())
      ->required();
  verb.add_option("--by", options->by, "Who observed it: an organisation, or a person's UUID")
      ->required();
  verb.add_option("--source", options->source, "Where it comes from: a visit, a register")
      ->transform(AsText())
      ->required();
  verb.add_option("--on", options->observed_on, "The day of the observation, if not today")
      ->check(As(ParseDateArgument, "DATE"));
  verb.add_option("--vintage", options->vintage, "The day or year that the data describe")
      ->check(As(ParseVintageDay, "DATE|YEAR"));
  verb.add_option("--offer", options->offer, "The offer that it is about")
      ->transform(As(ParseOfferKind, "OFFER"));
  verb.add_option("--number", options->numbers, "A number: \"Öppettimmar=38,5 timmar\"")
      ->transform(As(ParseNumber, "LABEL=NUMBER UNIT"))
      ->allow_extra_args(false);
  tree.OnRun(verb, [options](CliContext& context) { return Observe(context, *options); });
}

}  // namespace

google::type::Date DayToTell(const CliContext& context, const std::string& valid_on,
                             const std::string& as_of) {
  for (const std::string& text : {valid_on, as_of}) {
    if (const auto day = ParseDate(text); day.has_value()) return *day;
  }
  return ToDate(SwedishDay(context.clock().Now()));
}

OrganisationNames ReadNamesAndPlaces(CliContext& context) {
  OrganisationNames names = OrganisationNames::Read(context);
  v1::ListPlacesRequest request;
  request.set_parent(context.Parent());
  request.set_show_withdrawn(true);
  const auto list = context.CallAllPages(&v1::PlaceService::Stub::ListPlaces, request);
  // As for organisations: what is called what is worth less than what is there.
  if (!list.ok()) return names;
  for (const v1::Place& place : list->places()) names.Add(place.name(), place.display_name());
  return names;
}

absl::StatusOr<v1::ServicePoint> ReadServicePoint(CliContext& context, const std::string& name) {
  v1::GetServicePointRequest request;
  request.set_name(name);
  ASSIGN_OR_RETURN(v1::GetServicePointResponse response,
                   context.Call(&Stub::GetServicePoint, request));
  return std::move(*response.mutable_service_point());
}

absl::StatusOr<std::vector<v1::ServiceObservation>> ReadObservations(
    CliContext& context, const std::string& service_point) {
  v1::ListServiceObservationsRequest request;
  request.set_parent(context.Parent());
  request.set_service_point(service_point);
  ASSIGN_OR_RETURN(const v1::ListServiceObservationsResponse list,
                   context.CallAllPages(&Stub::ListServiceObservations, request));
  return std::vector<v1::ServiceObservation>(list.observations().begin(),
                                             list.observations().end());
}

void AddServicePointsCommand(CommandTree& tree) {
  CLI::App& group = tree.AddGroup(
      "service-points", "Where service is offered (serviceställen), and what was observed there",
      {"samverk service-points list --owner 2421 --valid-on 2019-12-31",
       "samverk service-points register --owner 2421 --name Handlarn --place Tärnaby --opened "
       "2001-05-01 --offer \"dagligvaror fullsortiment\"",
       "samverk service-points offer 0199 post --from 2010-01-01 --conditions \"Bara lördagar\"",
       "samverk service-points withdraw-offer 0199 post --from 2019-07-01",
       "samverk service-points hours 0199 \"mån–fre 09:00–18:00, lör 10:00–14:00\"",
       "samverk service-points close 0199 --from 2018-12-01 --cause \"Ingen tog över\"",
       "samverk service-points observe 0199 \"Fyllda hyllor\" --by 2421 --source Besök",
       "samverk service-points correct 0199 --turn \"2=2018-11-01 (Konkurs)\"",
       "samverk service-points import examples/serviceplatser.csv --dry-run",
       "samverk service-points export --format geojson --output service.geojson"});
  AddServicePointReading(tree, group);
  AddRegister(tree, group);
  AddOffer(tree, group);
  AddWithdrawOffer(tree, group);
  AddHours(tree, group);
  AddTurns(tree, group);
  AddObserve(tree, group);
  AddServicePointCorrection(tree, group);
  AddPlainVerb(tree, group, kWhat, "withdraw", "Withdraw what was registered by mistake",
               ResolveServicePoint, &Stub::WithdrawServicePoint);
  AddHistoryVerb(tree, group, kWhat, ResolveServicePoint);
  AddServicePointImport(tree, group);
  AddServicePointExport(tree, group);
}

}  // namespace samverk
