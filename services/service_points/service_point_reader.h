// Reads service points from their view.

#ifndef SAMVERK_SERVICES_SERVICE_POINTS_SERVICE_POINT_READER_H_
#define SAMVERK_SERVICES_SERVICE_POINTS_SERVICE_POINT_READER_H_

#include <vector>

#include "absl/status/statusor.h"
#include "samverk/v1/service_point.pb.h"
#include "services/runtime/versioned_table.h"

namespace samverk::service_points {

// All service points without their observations, by name; also those that were withdrawn.
absl::StatusOr<std::vector<v1::ServicePoint>> ReadServicePoints(const runtime::ViewReader& view);

}  // namespace samverk::service_points

#endif  // SAMVERK_SERVICES_SERVICE_POINTS_SERVICE_POINT_READER_H_
