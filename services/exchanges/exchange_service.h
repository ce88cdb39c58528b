// The gRPC face of exchanges. Commands go to the command processor, queries read the
// view; nothing is decided here.

#ifndef SAMVERK_SERVICES_EXCHANGES_EXCHANGE_SERVICE_H_
#define SAMVERK_SERVICES_EXCHANGES_EXCHANGE_SERVICE_H_

#include <memory>

#include "services/rpc/bound_service.h"
#include "services/runtime/partnerships.h"

namespace samverk::exchanges {

// Says to the runtime which rules and views exchanges have.
void AddExchanges(runtime::Slices& slices);

// `partnerships` must outlive the service.
std::unique_ptr<rpc::BoundService> MakeExchangeService(runtime::Partnerships& partnerships);

}  // namespace samverk::exchanges

#endif  // SAMVERK_SERVICES_EXCHANGES_EXCHANGE_SERVICE_H_
