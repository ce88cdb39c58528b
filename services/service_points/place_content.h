// What a place is: its facts folded into one message, by the rules and the view alike, so that
// both know the same place. Pure.

#ifndef SAMVERK_SERVICES_SERVICE_POINTS_PLACE_CONTENT_H_
#define SAMVERK_SERVICES_SERVICE_POINTS_PLACE_CONTENT_H_

#include <cstdint>

#include "absl/time/civil_time.h"
#include "samverk/v1/place.pb.h"
#include "samverk/v1/place_events.pb.h"

namespace samverk::service_points {

// Changes `place` as `event`, which stands at `revision`, says. `level` is what the place is after
// everything. Facts that this program does not know change nothing.
void Fold(const v1::PlaceEvent& event, int64_t revision, v1::Place& place);

// What the place is in the structure of service on `day`.
v1::PlaceLevel LevelOn(const v1::Place& place, absl::CivilDay day);

}  // namespace samverk::service_points

#endif  // SAMVERK_SERVICES_SERVICE_POINTS_PLACE_CONTENT_H_
