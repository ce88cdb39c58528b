#include "services/service_points/service_point_reader.h"

#include "services/runtime/view_rows.h"
#include "services/service_points/service_point_view.h"

namespace samverk::service_points {

absl::StatusOr<std::vector<v1::ServicePoint>> ReadServicePoints(const runtime::ViewReader& view) {
  return runtime::ReadMessages<v1::ServicePoint>(view, kServicePointTable);
}

}  // namespace samverk::service_points
