#include "services/service_points/service_point_content.h"

#include <tuple>

#include "services/service_points/entries.h"

namespace samverk::service_points {
namespace {

using v1::ServicePointEvent;

// Puts the lists in order. What has the same day stays as it was recorded.
void Arrange(v1::ServicePoint& point) {
  SortBy(*point.mutable_turns(),
         [](const v1::ServicePointTurn& each) { return ToCivilDay(each.facts().date()); });
  SortBy(*point.mutable_offers(), [](const v1::ServicePointOffer& each) {
    return std::tuple(each.terms().offer(), StartOf(each.terms()));
  });
  SortBy(*point.mutable_hours(),
         [](const v1::ServicePointHours& each) { return StartOf(each.hours()); });
}

void FoldRegistered(const v1::ServicePointRegistered& registered, v1::ServicePoint& point) {
  point.set_owner(registered.owner());
  point.set_display_name(registered.display_name());
  point.set_place(registered.place());
  point.set_operator_name(registered.operator_name());
  point.set_operator_organisation(registered.operator_organisation());
  point.set_address(registered.address());
  if (registered.has_position()) *point.mutable_position() = registered.position();
}

void FoldHours(const v1::OpeningHours& hours, int64_t revision, v1::ServicePoint& point) {
  RemoveWhere(*point.mutable_hours(),
              [&hours](const auto& each) { return StartOf(each.hours()) == StartOf(hours); });
  v1::ServicePointHours& added = *point.add_hours();
  added.set_entry(revision);
  *added.mutable_hours() = hours;
}

void FoldTurn(const v1::TurnCorrection& correction, v1::ServicePoint& point) {
  auto* entry = FindEntry(*point.mutable_turns(), correction.entry());
  if (entry == nullptr) return;
  v1::TurnFacts& facts = *entry->mutable_facts();
  *facts.mutable_date() = correction.date();
  facts.set_cause(correction.cause());
  facts.set_open_before(correction.open_before());
}

void FoldEdit(const v1::ServicePointEdit& edit, v1::ServicePoint& point) {
  switch (edit.edit_case()) {
    case v1::ServicePointEdit::kDisplayName:
      point.set_display_name(edit.display_name());
      break;
    case v1::ServicePointEdit::kPlace:
      point.set_place(edit.place());
      break;
    case v1::ServicePointEdit::kOperatorName:
      point.set_operator_name(edit.operator_name());
      break;
    case v1::ServicePointEdit::kOperatorOrganisation:
      point.set_operator_organisation(edit.operator_organisation());
      break;
    case v1::ServicePointEdit::kAddress:
      point.set_address(edit.address());
      break;
    case v1::ServicePointEdit::kPosition:
      point.clear_position();
      if (edit.position().has_position()) *point.mutable_position() = edit.position().position();
      break;
    case v1::ServicePointEdit::kTurn:
      FoldTurn(edit.turn(), point);
      break;
    case v1::ServicePointEdit::kOffer:
      if (auto* entry = FindEntry(*point.mutable_offers(), edit.offer().entry())) {
        *entry->mutable_terms() = edit.offer().terms();
      }
      break;
    case v1::ServicePointEdit::kHours:
      if (auto* entry = FindEntry(*point.mutable_hours(), edit.hours().entry())) {
        *entry->mutable_hours() = edit.hours().hours();
      }
      break;
    case v1::ServicePointEdit::kRemoveEntry:
      RemoveEntry(*point.mutable_turns(), edit.remove_entry());
      RemoveEntry(*point.mutable_offers(), edit.remove_entry());
      RemoveEntry(*point.mutable_hours(), edit.remove_entry());
      break;
    case v1::ServicePointEdit::kAddTurn:      // Recorded as the turn that it is.
    case v1::ServicePointEdit::kObservation:  // Kept elsewhere.
    case v1::ServicePointEdit::EDIT_NOT_SET:
      break;
  }
}

// What the events of all turns have in common.
template <typename Fact>
v1::TurnFacts Turned(v1::ServicePointTurnKind kind, const Fact& fact) {
  v1::TurnFacts turn;
  turn.set_kind(kind);
  *turn.mutable_date() = fact.date();
  turn.set_cause(fact.cause());
  return turn;
}

template <typename Fact>
void SetTurn(const v1::TurnFacts& turn, Fact& fact) {
  *fact.mutable_date() = turn.date();
  fact.set_cause(turn.cause());
}

}  // namespace

std::optional<v1::TurnFacts> TurnOf(const ServicePointEvent& event) {
  switch (event.event_case()) {
    case ServicePointEvent::kServicePointOpened: {
      v1::TurnFacts turn = Turned(v1::SERVICE_POINT_TURN_KIND_OPENED, event.service_point_opened());
      turn.set_open_before(event.service_point_opened().open_before());
      return turn;
    }
    case ServicePointEvent::kServicePointClosed:
      return Turned(v1::SERVICE_POINT_TURN_KIND_CLOSED, event.service_point_closed());
    case ServicePointEvent::kServicePointReopened:
      return Turned(v1::SERVICE_POINT_TURN_KIND_REOPENED, event.service_point_reopened());
    case ServicePointEvent::kServicePointThreatened:
      return Turned(v1::SERVICE_POINT_TURN_KIND_THREATENED, event.service_point_threatened());
    case ServicePointEvent::kServicePointSecured:
      return Turned(v1::SERVICE_POINT_TURN_KIND_SECURED, event.service_point_secured());
    default:
      return std::nullopt;
  }
}

ServicePointEvent EventOf(const v1::TurnFacts& turn) {
  ServicePointEvent event;
  switch (turn.kind()) {
    case v1::SERVICE_POINT_TURN_KIND_OPENED:
      SetTurn(turn, *event.mutable_service_point_opened());
      event.mutable_service_point_opened()->set_open_before(turn.open_before());
      break;
    case v1::SERVICE_POINT_TURN_KIND_CLOSED:
      SetTurn(turn, *event.mutable_service_point_closed());
      break;
    case v1::SERVICE_POINT_TURN_KIND_REOPENED:
      SetTurn(turn, *event.mutable_service_point_reopened());
      break;
    case v1::SERVICE_POINT_TURN_KIND_THREATENED:
      SetTurn(turn, *event.mutable_service_point_threatened());
      break;
    case v1::SERVICE_POINT_TURN_KIND_SECURED:
      SetTurn(turn, *event.mutable_service_point_secured());
      break;
    default:
      break;  // The shape of a request allows no other.
  }
  return event;
}

void Fold(const ServicePointEvent& event, int64_t revision, v1::ServicePoint& point) {
  if (const auto turn = TurnOf(event); turn.has_value()) {
    v1::ServicePointTurn& added = *point.add_turns();
    added.set_entry(revision);
    *added.mutable_facts() = *turn;
    return Arrange(point);
  }
  switch (event.event_case()) {
    case ServicePointEvent::kServicePointRegistered:
      FoldRegistered(event.service_point_registered(), point);
      break;
    case ServicePointEvent::kServiceOffered: {
      v1::ServicePointOffer& added = *point.add_offers();
      added.set_entry(revision);
      *added.mutable_terms() = event.service_offered().terms();
      break;
    }
    case ServicePointEvent::kServiceOfferEnded: {
      const v1::ServiceOfferEnded& ended = event.service_offer_ended();
      if (auto* entry = FindEntry(*point.mutable_offers(), ended.entry())) {
        *entry->mutable_terms()->mutable_end_date() = ended.end_date();
      }
      break;
    }
    case ServicePointEvent::kServicePointHoursSet:
      FoldHours(event.service_point_hours_set().hours(), revision, point);
      break;
    case ServicePointEvent::kServicePointCorrected:
      FoldEdit(event.service_point_corrected().edit(), point);
      break;
    case ServicePointEvent::kServicePointWithdrawn:
      point.set_state(v1::SERVICE_POINT_STATE_WITHDRAWN);
      break;
    default:
      return;
  }
  Arrange(point);
}

}  // namespace samverk::service_points
