#include "clients/cli/service_point_event_words.h"

#include "absl/strings/str_cat.h"
#include "base/civil_date.h"
#include "clients/cli/decimals.h"
#include "clients/cli/hours_text.h"
#include "clients/cli/plan_words.h"
#include "clients/cli/service_point_words.h"
#include "clients/cli/table.h"

namespace samverk {
namespace {

// What is shown of a text in a history.
constexpr size_t kTextColumns = 120;

// Names of places are told by those who know them; the id otherwise.
constexpr size_t kShortIdChars = 8;
std::string PlaceIn(const std::string& name, const OrganisationNames& names) {
  const std::string called = names.Of(name);
  return called == LastPart(name) ? called.substr(0, kShortIdChars) : called;
}

std::string LevelInWords(const auto& classified) {
  std::string words = classified.level() == v1::PLACE_LEVEL_UNSPECIFIED
                          ? "ingår inte i servicestrukturen"
                          : InSwedish(classified.level());
  if (classified.has_start_date()) {
    absl::StrAppend(&words, " från ", FormatDate(classified.start_date()));
  }
  return words;
}

std::string DistanceTo(const v1::RoadDistance& distance, const OrganisationNames& names) {
  return absl::StrCat("till ", PlaceIn(distance.to(), names), ": ", DistanceInWords(distance));
}

std::string PositionInWords(const v1::PositionEdit& edit) {
  return edit.has_position() ? FormatPosition(edit.position()) : "(borttaget)";
}

// What the events of turns have in common.
std::string Turned(v1::ServicePointTurnKind kind, const auto& event) {
  v1::TurnFacts turn;
  turn.set_kind(kind);
  *turn.mutable_date() = event.date();
  turn.set_cause(event.cause());
  if constexpr (requires { event.open_before(); }) turn.set_open_before(event.open_before());
  return TurnInWords(turn);
}

std::string Observed(const v1::ObservationFacts& facts) {
  return absl::StrCat(FormatDate(facts.observed_on()), ", ", facts.source(), ": ",
                      Fit(facts.text(), kTextColumns));
}

std::string CorrectedTurn(const v1::TurnCorrection& turn) {
  return absl::StrCat("händelse ", turn.entry(), " rättad: ", turn.open_before() ? "före " : "",
                      FormatDate(turn.date()), turn.cause().empty() ? "" : ": ", turn.cause());
}

}  // namespace

std::string InWords(const v1::PlaceRegistered& event, const OrganisationNames& names) {
  return absl::StrCat("registrerad av ", names.Of(event.owner()), ": ", event.display_name());
}

std::string InWords(const v1::PlaceClassified& event, const OrganisationNames&) {
  return absl::StrCat("klassad: ", LevelInWords(event));
}

std::string InWords(const v1::PlacePopulationRecorded& event, const OrganisationNames&) {
  return absl::StrCat("befolkning: ", FigureInWords(event.figure()));
}

std::string InWords(const v1::PlaceDistanceRecorded& event, const OrganisationNames& names) {
  return absl::StrCat("avstånd ", DistanceTo(event.distance(), names));
}

std::string InWords(const v1::PlaceCorrected& event, const OrganisationNames& names) {
  const v1::PlaceEdit& edit = event.edit();
  switch (edit.edit_case()) {
    case v1::PlaceEdit::kDisplayName:
      return absl::StrCat("namnet rättat: ", edit.display_name());
    case v1::PlaceEdit::kPosition:
      return absl::StrCat("läget rättat: ", PositionInWords(edit.position()));
    case v1::PlaceEdit::kClassification:
      return absl::StrCat("klassning ", edit.classification().entry(),
                          " rättad: ", LevelInWords(edit.classification()));
    case v1::PlaceEdit::kPopulation:
      return absl::StrCat("befolkning ", edit.population().entry(),
                          " rättad: ", FigureInWords(edit.population().figure()));
    case v1::PlaceEdit::kDistance:
      return absl::StrCat("avstånd ", edit.distance().entry(),
                          " rättat: ", DistanceTo(edit.distance().distance(), names));
    case v1::PlaceEdit::kRemoveEntry:
      return absl::StrCat("post ", edit.remove_entry(), " borttagen");
    case v1::PlaceEdit::EDIT_NOT_SET:
      break;
  }
  return "rättad";
}

std::string InWords(const v1::PlaceWithdrawn&, const OrganisationNames&) { return "återkallad"; }

std::string InWords(const v1::ServicePointRegistered& event, const OrganisationNames& names) {
  return absl::StrCat("registrerat av ", names.Of(event.owner()), ": ", event.display_name(), ", ",
                      PlaceIn(event.place(), names));
}

std::string InWords(const v1::ServicePointOpened& event, const OrganisationNames&) {
  return Turned(v1::SERVICE_POINT_TURN_KIND_OPENED, event);
}

std::string InWords(const v1::ServicePointClosed& event, const OrganisationNames&) {
  return Turned(v1::SERVICE_POINT_TURN_KIND_CLOSED, event);
}

std::string InWords(const v1::ServicePointReopened& event, const OrganisationNames&) {
  return Turned(v1::SERVICE_POINT_TURN_KIND_REOPENED, event);
}

std::string InWords(const v1::ServicePointThreatened& event, const OrganisationNames&) {
  return Turned(v1::SERVICE_POINT_TURN_KIND_THREATENED, event);
}

std::string InWords(const v1::ServicePointSecured& event, const OrganisationNames&) {
  return Turned(v1::SERVICE_POINT_TURN_KIND_SECURED, event);
}

std::string InWords(const v1::ServiceOffered& event, const OrganisationNames&) {
  return absl::StrCat("serviceslag: ", TermsInWords(event.terms()));
}

std::string InWords(const v1::ServiceOfferEnded& event, const OrganisationNames&) {
  return absl::StrCat("serviceslag ", event.entry(), " upphörde ", FormatDate(event.end_date()));
}

std::string InWords(const v1::ServicePointHoursSet& event, const OrganisationNames&) {
  return absl::StrCat("öppettider: ", FormatHours(event.hours()));
}

std::string InWords(const v1::ServiceObservationRecorded& event, const OrganisationNames&) {
  return absl::StrCat("iakttagelse ", Observed(event.facts()));
}

std::string InWords(const v1::ServicePointCorrected& event, const OrganisationNames& names) {
  const v1::ServicePointEdit& edit = event.edit();
  switch (edit.edit_case()) {
    case v1::ServicePointEdit::kDisplayName:
      return absl::StrCat("namnet rättat: ", edit.display_name());
    case v1::ServicePointEdit::kPlace:
      return absl::StrCat("orten rättad: ", PlaceIn(edit.place(), names));
    case v1::ServicePointEdit::kOperatorName:
      return absl::StrCat("verksamhetsutövaren rättad: ", edit.operator_name());
    case v1::ServicePointEdit::kOperatorOrganisation:
      return absl::StrCat("aktören rättad: ", names.Of(edit.operator_organisation()));
    case v1::ServicePointEdit::kAddress:
      return absl::StrCat("adressen rättad: ", edit.address());
    case v1::ServicePointEdit::kPosition:
      return absl::StrCat("läget rättat: ", PositionInWords(edit.position()));
    case v1::ServicePointEdit::kTurn:
      return CorrectedTurn(edit.turn());
    case v1::ServicePointEdit::kAddTurn:
      return TurnInWords(edit.add_turn());
    case v1::ServicePointEdit::kOffer:
      return absl::StrCat("serviceslag ", edit.offer().entry(),
                          " rättat: ", TermsInWords(edit.offer().terms()));
    case v1::ServicePointEdit::kHours:
      return absl::StrCat("öppettider ", edit.hours().entry(),
                          " rättade: ", FormatHours(edit.hours().hours()));
    case v1::ServicePointEdit::kObservation:
      return absl::StrCat("iakttagelse ", edit.observation().entry(),
                          " rättad: ", Observed(edit.observation().facts()));
    case v1::ServicePointEdit::kRemoveEntry:
      return absl::StrCat("post ", edit.remove_entry(), " borttagen");
    case v1::ServicePointEdit::EDIT_NOT_SET:
      break;
  }
  return "rättat";
}

std::string InWords(const v1::ServicePointWithdrawn&, const OrganisationNames&) {
  return "återkallat";
}

}  // namespace samverk
