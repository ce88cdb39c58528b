#include "services/service_points/service_point_days.h"

#include <algorithm>

#include "services/service_points/entries.h"

namespace samverk::service_points {
namespace {

using google::protobuf::RepeatedPtrField;

// The fault of a turn in a life that has come to `opened`, `open`, `threatened`; changes them.
TurnFault TakeTurn(v1::ServicePointTurnKind kind, bool& opened, bool& open, bool& threatened) {
  if (kind == v1::SERVICE_POINT_TURN_KIND_OPENED) {
    if (opened) return TurnFault::kOpenedTwice;
    opened = open = true;
    return TurnFault::kNone;
  }
  if (!opened) return TurnFault::kNotOpenedThen;
  switch (kind) {
    case v1::SERVICE_POINT_TURN_KIND_CLOSED:
      if (!open) return TurnFault::kClosedAlready;
      open = threatened = false;
      break;
    case v1::SERVICE_POINT_TURN_KIND_REOPENED:
      if (open) return TurnFault::kNotClosed;
      open = true;
      break;
    case v1::SERVICE_POINT_TURN_KIND_THREATENED:
      if (!open) return TurnFault::kThreatenedWhileClosed;
      if (threatened) return TurnFault::kThreatenedAlready;
      threatened = true;
      break;
    case v1::SERVICE_POINT_TURN_KIND_SECURED:
      if (!threatened) return TurnFault::kNotThreatened;
      threatened = false;
      break;
    default:
      break;  // A turn of a later version: what it means is not known here.
  }
  return TurnFault::kNone;
}

void PutOpenPeriods(v1::ServicePoint& point) {
  point.clear_open_periods();
  for (const v1::ServicePointTurn& turn : point.turns()) {
    const v1::TurnFacts& facts = turn.facts();
    if (facts.kind() == v1::SERVICE_POINT_TURN_KIND_OPENED ||
        facts.kind() == v1::SERVICE_POINT_TURN_KIND_REOPENED) {
      v1::OpenPeriod& period = *point.add_open_periods();
      *period.mutable_start_date() = facts.date();
      period.set_open_before(facts.open_before());
    } else if (facts.kind() == v1::SERVICE_POINT_TURN_KIND_CLOSED &&
               point.open_periods_size() > 0) {
      v1::OpenPeriod& period = *point.mutable_open_periods()->rbegin();
      *period.mutable_end_date() = facts.date();
      period.set_closing_cause(facts.cause());
    }
  }
}

void PutThreatPeriods(v1::ServicePoint& point) {
  point.clear_threat_periods();
  for (const v1::ServicePointTurn& turn : point.turns()) {
    const v1::TurnFacts& facts = turn.facts();
    if (facts.kind() == v1::SERVICE_POINT_TURN_KIND_THREATENED) {
      v1::ThreatPeriod& period = *point.add_threat_periods();
      *period.mutable_start_date() = facts.date();
      period.set_cause(facts.cause());
    } else if ((facts.kind() == v1::SERVICE_POINT_TURN_KIND_SECURED ||
                facts.kind() == v1::SERVICE_POINT_TURN_KIND_CLOSED) &&
               point.threat_periods_size() > 0) {
      v1::ThreatPeriod& period = *point.mutable_threat_periods()->rbegin();
      if (!period.has_end_date()) *period.mutable_end_date() = facts.date();
    }
  }
}

// The days on which `terms` hold while it is open, added to `periods` in the order of the days.
void AddOffered(const v1::OfferTerms& terms, const v1::OpenPeriod& open,
                RepeatedPtrField<v1::OfferPeriod>& periods) {
  const absl::CivilDay start = std::max(StartOf(terms), StartOf(open));
  const absl::CivilDay end = std::min(EndOf(terms), EndOf(open));
  if (start >= end) return;
  // What goes on in the same way, on other conditions, is neither gained nor lost.
  v1::OfferPeriod* period = periods.empty() ? nullptr : &*periods.rbegin();
  if (period == nullptr || period->offer() != terms.offer() ||
      period->full_range() != terms.full_range() || EndOf(*period) != start) {
    period = periods.Add();
    period->set_offer(terms.offer());
    period->set_full_range(terms.full_range());
    *period->mutable_start_date() = ToDate(start);
    period->set_offered_before(open.open_before() && start == StartOf(open));
  }
  period->clear_end_date();
  if (end < kAfterAllDays) *period->mutable_end_date() = ToDate(end);
  period->set_ended_by_closing(open.has_end_date() && end == EndOf(open));
}

void PutOfferPeriods(v1::ServicePoint& point) {
  point.clear_offer_periods();
  // Offers are in the order of kinds and days, and those of one kind don't overlap.
  for (const v1::ServicePointOffer& offer : point.offers()) {
    for (const v1::OpenPeriod& open : point.open_periods()) {
      AddOffered(offer.terms(), open, *point.mutable_offer_periods());
    }
  }
}

v1::ServicePointState StateOn(const v1::ServicePoint& point, absl::CivilDay day) {
  if (point.state() == v1::SERVICE_POINT_STATE_WITHDRAWN) return point.state();
  if (point.open_periods().empty()) return v1::SERVICE_POINT_STATE_UNKNOWN;
  const v1::OpenPeriod& first = point.open_periods(0);
  if (day < StartOf(first)) {
    return first.open_before() ? v1::SERVICE_POINT_STATE_UNKNOWN
                               : v1::SERVICE_POINT_STATE_NOT_OPENED;
  }
  for (const v1::OpenPeriod& period : point.open_periods()) {
    if (HoldsOn(period, day)) return v1::SERVICE_POINT_STATE_OPEN;
  }
  return v1::SERVICE_POINT_STATE_CLOSED;
}

}  // namespace

TurnVerdict JudgeTurns(const v1::ServicePoint& point) {
  if (point.turns().empty()) return {TurnFault::kNoOpening, nullptr};
  bool opened = false;
  bool open = false;
  bool threatened = false;
  const v1::ServicePointTurn* before = nullptr;
  for (const v1::ServicePointTurn& turn : point.turns()) {
    if (before != nullptr &&
        ToCivilDay(before->facts().date()) == ToCivilDay(turn.facts().date())) {
      return {TurnFault::kTurnThatDay, &turn};
    }
    before = &turn;
    const TurnFault fault = TakeTurn(turn.facts().kind(), opened, open, threatened);
    if (fault != TurnFault::kNone) return {fault, &turn};
  }
  return {};
}

std::optional<OfferOverlap> FindOverlap(const v1::ServicePoint& point) {
  // They are in the order of kinds and first days: only neighbours can overlap first.
  for (int i = 1; i < point.offers_size(); ++i) {
    const v1::ServicePointOffer& other = point.offers(i - 1);
    const v1::ServicePointOffer& entry = point.offers(i);
    if (entry.terms().offer() != other.terms().offer()) continue;
    if (StartOf(entry.terms()) < EndOf(other.terms())) return OfferOverlap{&entry, &other};
  }
  return std::nullopt;
}

void PutPeriods(v1::ServicePoint& point) {
  PutOpenPeriods(point);
  PutThreatPeriods(point);
  PutOfferPeriods(point);
}

void PutDay(absl::CivilDay day, v1::ServicePoint& point) {
  point.set_state(StateOn(point, day));
  const bool open = point.state() == v1::SERVICE_POINT_STATE_OPEN;
  point.set_threatened(open &&
                       std::any_of(point.threat_periods().begin(), point.threat_periods().end(),
                                   [day](const auto& each) { return HoldsOn(each, day); }));
  point.clear_offered();
  if (!open) return;
  for (const v1::ServicePointOffer& offer : point.offers()) {
    if (HoldsOn(offer.terms(), day)) *point.add_offered() = offer;
  }
}

std::set<int> YearsOfChange(const v1::ServicePoint& point) {
  std::set<int> years;
  for (const v1::OpenPeriod& period : point.open_periods()) {
    if (!period.open_before()) years.insert(period.start_date().year());
    if (period.has_end_date()) years.insert(period.end_date().year());
  }
  for (const v1::OfferPeriod& period : point.offer_periods()) {
    if (!period.offered_before()) years.insert(period.start_date().year());
    if (period.has_end_date()) years.insert(period.end_date().year());
  }
  return years;
}

}  // namespace samverk::service_points
