// What a service point is: its facts folded into one message, by the rules and the view alike, so
// that both know the same service point. Observations are not part of it: there may be many, and
// nothing is decided from what they say. Pure.

#ifndef SAMVERK_SERVICES_SERVICE_POINTS_SERVICE_POINT_CONTENT_H_
#define SAMVERK_SERVICES_SERVICE_POINTS_SERVICE_POINT_CONTENT_H_

#include <cstdint>
#include <optional>

#include "samverk/v1/service_point.pb.h"
#include "samverk/v1/service_point_events.pb.h"

namespace samverk::service_points {

// Changes `point` as `event`, which stands at `revision`, says. What follows from turns and offers
// is left as it was: see service_point_days.h. Facts that this program does not know change
// nothing.
void Fold(const v1::ServicePointEvent& event, int64_t revision, v1::ServicePoint& point);

// The turn that an event tells of; nullopt if it tells of none.
std::optional<v1::TurnFacts> TurnOf(const v1::ServicePointEvent& event);

// The event that tells of a turn.
v1::ServicePointEvent EventOf(const v1::TurnFacts& turn);

}  // namespace samverk::service_points

#endif  // SAMVERK_SERVICES_SERVICE_POINTS_SERVICE_POINT_CONTENT_H_
