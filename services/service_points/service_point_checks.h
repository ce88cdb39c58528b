// What must be true of a service point, in the words of its reasons. Pure.

#ifndef SAMVERK_SERVICES_SERVICE_POINTS_SERVICE_POINT_CHECKS_H_
#define SAMVERK_SERVICES_SERVICE_POINTS_SERVICE_POINT_CHECKS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "samverk/v1/service_point.pb.h"

namespace samverk::service_points {

inline constexpr int kTurnsMax = 100;
inline constexpr int kOffersMax = 200;
inline constexpr int kHoursMax = 100;
inline constexpr int kObservationsMax = 10'000;

// OK if there are no more than `count_max` entries of a kind.
absl::Status CheckCount(int count, int count_max, const std::string& name);

// OK if the turns make a life, the offers of a kind don't overlap, opening hours begin on days of
// their own, and there are not too many of any.
absl::Status CheckWhole(const v1::ServicePoint& point, const std::string& name);

// OK if what is said of one turn, one offer, the hours of one week, one observation goes together.
absl::Status CheckTurn(const v1::TurnFacts& turn);
absl::Status CheckTerms(const v1::OfferTerms& terms);
absl::Status CheckHours(const v1::OpeningHours& hours);
absl::Status CheckObservation(const v1::ObservationFacts& facts, absl::CivilDay today);

}  // namespace samverk::service_points

#endif  // SAMVERK_SERVICES_SERVICE_POINTS_SERVICE_POINT_CHECKS_H_
