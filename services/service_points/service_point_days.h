// The days in the life of a service point: what its turns and offers lead to. Pure.
//
// Turns are kept in the order of their days, and no two are of the same day. What may be had
// somewhere may be had on days on which it is open: an offer does not end because the service point
// closes, but nobody can have it.

#ifndef SAMVERK_SERVICES_SERVICE_POINTS_SERVICE_POINT_DAYS_H_
#define SAMVERK_SERVICES_SERVICE_POINTS_SERVICE_POINT_DAYS_H_

#include <cstdint>
#include <optional>
#include <set>

#include "absl/time/civil_time.h"
#include "samverk/v1/service_point.pb.h"

namespace samverk::service_points {

// What is wrong with a life.
enum class TurnFault {
  kNone,
  kNoOpening,              // There is no turn at all.
  kNotOpenedThen,          // Something happened before it opened.
  kOpenedTwice,            // It opened for the first time, twice.
  kClosedAlready,          // It closed while it was closed.
  kNotClosed,              // It reopened while it was open.
  kThreatenedWhileClosed,  // It was threatened while it was closed.
  kThreatenedAlready,      // It was threatened while it was threatened.
  kNotThreatened,          // It was secured while it was not threatened.
  kTurnThatDay,            // Two turns are of the same day.
};

// The first thing that is wrong with the turns of `point`, and the turn in question.
struct TurnVerdict {
  TurnFault fault = TurnFault::kNone;
  const v1::ServicePointTurn* turn = nullptr;
};
TurnVerdict JudgeTurns(const v1::ServicePoint& point);

// Two offers of one kind that hold on the same day; nullopt if there are none.
struct OfferOverlap {
  const v1::ServicePointOffer* entry = nullptr;
  const v1::ServicePointOffer* other = nullptr;
};
std::optional<OfferOverlap> FindOverlap(const v1::ServicePoint& point);

// Fills in what follows from turns and offers: the periods.
void PutPeriods(v1::ServicePoint& point);

// Fills in what is so on `day`: state, threat and what can be had. Reads the periods.
void PutDay(absl::CivilDay day, v1::ServicePoint& point);

// The calendar years in which it opened or closed, or something began or ceased to be had there.
std::set<int> YearsOfChange(const v1::ServicePoint& point);

}  // namespace samverk::service_points

#endif  // SAMVERK_SERVICES_SERVICE_POINTS_SERVICE_POINT_DAYS_H_
