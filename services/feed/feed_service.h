// The door for those who follow what happens. Reads the log itself, not views.

#ifndef SAMVERK_SERVICES_FEED_FEED_SERVICE_H_
#define SAMVERK_SERVICES_FEED_FEED_SERVICE_H_

#include <memory>

#include "absl/time/time.h"
#include "services/rpc/bound_service.h"
#include "services/rpc/limits.h"
#include "services/runtime/partnerships.h"

namespace samverk::feed {

// `partnerships` must outlive the service and its calls. An idle subscription says so
// every `heartbeat_period`.
std::unique_ptr<rpc::BoundService> MakeFeedService(
    runtime::Partnerships& partnerships, absl::Duration heartbeat_period = rpc::kHeartbeatPeriod);

}  // namespace samverk::feed

#endif  // SAMVERK_SERVICES_FEED_FEED_SERVICE_H_
