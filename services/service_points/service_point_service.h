// The gRPC face of places and service points. Commands go to the command processor, queries read
// the views; nothing is decided here.

#ifndef SAMVERK_SERVICES_SERVICE_POINTS_SERVICE_POINT_SERVICE_H_
#define SAMVERK_SERVICES_SERVICE_POINTS_SERVICE_POINT_SERVICE_H_

#include <memory>

#include "services/rpc/bound_service.h"
#include "services/runtime/partnerships.h"

namespace samverk::service_points {

// Say to the runtime which rules and views places and service points have.
void AddPlaces(runtime::Slices& slices);
void AddServicePoints(runtime::Slices& slices);

// `partnerships` must outlive the services.
std::unique_ptr<rpc::BoundService> MakePlaceService(runtime::Partnerships& partnerships);
std::unique_ptr<rpc::BoundService> MakeServicePointService(runtime::Partnerships& partnerships);

}  // namespace samverk::service_points

#endif  // SAMVERK_SERVICES_SERVICE_POINTS_SERVICE_POINT_SERVICE_H_
