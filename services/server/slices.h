// Every slice that samverkd serves. The one list of them: what a test folds or judges by itself
// must be what the server runs.

#ifndef SAMVERK_SERVICES_SERVER_SLICES_H_
#define SAMVERK_SERVICES_SERVER_SLICES_H_

#include "services/runtime/partnerships.h"

namespace samverk::server {

// The rules, commands and projections of all slices.
runtime::Slices EverySlice();

}  // namespace samverk::server

#endif  // SAMVERK_SERVICES_SERVER_SLICES_H_
