#include "services/service_points/service_point_checks.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <tuple>
#include <vector>

#include "base/civil_date.h"
#include "base/status_macros.h"
#include "services/service_points/entries.h"
#include "services/service_points/mapping_checks.h"
#include "services/service_points/service_point_days.h"
#include "services/service_points/service_point_reasons.h"

namespace samverk::service_points {
namespace {

constexpr int kMinutesOfDay = 24 * 60;

const Reason& ReasonFor(TurnFault fault) {
  switch (fault) {
    case TurnFault::kNotOpenedThen:
      return kNotOpenedThen;
    case TurnFault::kOpenedTwice:
      return kOpenedTwice;
    case TurnFault::kClosedAlready:
      return kClosedAlready;
    case TurnFault::kNotClosed:
      return kNotClosed;
    case TurnFault::kThreatenedWhileClosed:
      return kThreatenedWhileClosed;
    case TurnFault::kThreatenedAlready:
      return kThreatenedAlready;
    case TurnFault::kNotThreatened:
      return kNotThreatened;
    case TurnFault::kTurnThatDay:
      return kTurnThatDay;
    case TurnFault::kNoOpening:
    case TurnFault::kNone:
      break;
  }
  return kNoOpening;
}

absl::Status CheckTurns(const v1::ServicePoint& point, const std::string& name) {
  const TurnVerdict verdict = JudgeTurns(point);
  if (verdict.fault == TurnFault::kNone) return absl::OkStatus();
  Refusal refusal(ReasonFor(verdict.fault));
  if (verdict.turn != nullptr) refusal.With("day", FormatDate(verdict.turn->facts().date()));
  return refusal.Violating(name);
}

// Of two entries that stand in each other's way, the one that was there first.
template <typename Entry>
int64_t EarlierOf(const Entry& one, const Entry& other) {
  return std::min(one.entry(), other.entry());
}

absl::Status CheckOffers(const v1::ServicePoint& point, const std::string& name) {
  const std::optional<OfferOverlap> overlap = FindOverlap(point);
  if (!overlap.has_value()) return absl::OkStatus();
  // Where both hold from the beginning, that is where they meet.
  const v1::OfferTerms& terms = overlap->entry->terms();
  return Refusal(kOfferOverlaps)
      .With("day",
            FormatDate(terms.has_start_date() ? terms.start_date() : point.turns(0).facts().date()))
      .With("entry", EarlierOf(*overlap->entry, *overlap->other))
      .Violating(name);
}

absl::Status CheckHoursApart(const v1::ServicePoint& point, const std::string& name) {
  for (int i = 1; i < point.hours_size(); ++i) {
    if (StartOf(point.hours(i).hours()) != StartOf(point.hours(i - 1).hours())) continue;
    return Refusal(kHoursThatDay)
        .With("entry", EarlierOf(point.hours(i), point.hours(i - 1)))
        .Violating(name);
  }
  return absl::OkStatus();
}

int MinutesOf(const google::type::TimeOfDay& time) { return time.hours() * 60 + time.minutes(); }

// Minutes from the beginning of the day: where a span begins, and where it ends.
struct Minutes {
  int weekday;
  int opens;
  int closes;
};
Minutes MinutesOf(const v1::OpeningSpan& span) {
  const int closes = MinutesOf(span.closes());
  return {span.weekday(), MinutesOf(span.opens()), closes == 0 ? kMinutesOfDay : closes};
}

}  // namespace

absl::Status CheckCount(int count, int count_max, const std::string& name) {
  if (count <= count_max) return absl::OkStatus();
  return Refusal(kTooManyServicePointEntries)
      .With("count", count)
      .With("count_max", count_max)
      .Violating(name);
}

absl::Status CheckWhole(const v1::ServicePoint& point, const std::string& name) {
  RETURN_IF_ERROR(CheckCount(point.turns_size(), kTurnsMax, name));
  RETURN_IF_ERROR(CheckCount(point.offers_size(), kOffersMax, name));
  RETURN_IF_ERROR(CheckCount(point.hours_size(), kHoursMax, name));
  RETURN_IF_ERROR(CheckTurns(point, name));
  RETURN_IF_ERROR(CheckOffers(point, name));
  return CheckHoursApart(point, name);
}

absl::Status CheckTurn(const v1::TurnFacts& turn) {
  if (!turn.open_before() || turn.kind() == v1::SERVICE_POINT_TURN_KIND_OPENED) {
    return absl::OkStatus();
  }
  return Refusal(kOpenBeforeOfOpening).AtField("open_before", "is only said of an opening");
}

absl::Status CheckTerms(const v1::OfferTerms& terms) {
  if (terms.full_range() && terms.offer() != v1::SERVICE_OFFER_GROCERY) {
    return Refusal(kFullRangeOfGroceries).AtField("terms.full_range", "is only said of groceries");
  }
  if (!terms.has_start_date() || !terms.has_end_date() || StartOf(terms) < EndOf(terms)) {
    return absl::OkStatus();
  }
  return Refusal(kOfferEndsBeforeItBegins)
      .With("start_date", FormatDate(terms.start_date()))
      .With("end_date", FormatDate(terms.end_date()))
      .AtField("terms.end_date", "is not later than the first day");
}

absl::Status CheckHours(const v1::OpeningHours& hours) {
  if (hours.spans().empty() && hours.note().empty()) {
    return Refusal(kHoursEmpty).AtField("hours", "has neither spans nor a note");
  }
  std::vector<Minutes> spans;
  spans.reserve(static_cast<size_t>(hours.spans_size()));
  for (const v1::OpeningSpan& span : hours.spans()) spans.push_back(MinutesOf(span));
  std::sort(spans.begin(), spans.end(), [](const Minutes& left, const Minutes& right) {
    return std::tuple(left.weekday, left.opens) < std::tuple(right.weekday, right.opens);
  });
  for (size_t i = 0; i < spans.size(); ++i) {
    if (spans[i].closes <= spans[i].opens) {
      return Refusal(kHoursCloseBeforeTheyOpen)
          .With("weekday", spans[i].weekday)
          .AtField("hours.spans", "has one that closes before it opens");
    }
    if (i == 0 || spans[i].weekday != spans[i - 1].weekday) continue;
    if (spans[i].opens < spans[i - 1].closes) {
      return Refusal(kHoursOverlap)
          .With("weekday", spans[i].weekday)
          .AtField("hours.spans", "has two that overlap");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckObservation(const v1::ObservationFacts& facts, absl::CivilDay today) {
  RETURN_IF_ERROR(
      CheckHasBeen(facts.observed_on(), today, kObservedInTheFuture, "facts.observed_on"));
  if (!facts.has_vintage()) return absl::OkStatus();
  return CheckHasBeen(facts.vintage(), today, kDataFromTheFuture, "facts.vintage");
}

}  // namespace samverk::service_points
