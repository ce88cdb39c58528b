// The door for those who look for something by its words. Reads the index of search, not views.

#ifndef SAMVERK_SERVICES_SEARCH_SEARCH_SERVICE_H_
#define SAMVERK_SERVICES_SEARCH_SEARCH_SERVICE_H_

#include <memory>

#include "base/refusal.h"
#include "services/rpc/bound_service.h"
#include "services/runtime/partnerships.h"

namespace samverk::search {

inline constexpr Reason kSearchOfNowOnly = {
    "SEARCH_OF_NOW_ONLY", absl::StatusCode::kInvalidArgument,
    "read.as_of: search is of now only. Leave it out; what is found can be read as of any day.",
    "read.as_of: sökningen gäller nuläget. Utelämna den; det som hittas kan läsas som det var en "
    "viss dag."};
inline constexpr Reason kSearchKindUnknown = {
    "SEARCH_KIND_UNKNOWN", absl::StatusCode::kInvalidArgument,
    "kinds: {kind} can not be searched; these can: {kinds}.",
    "kinds: {kind} går inte att söka i; detta går: {kinds}."};

// `partnerships` must outlive the service.
std::unique_ptr<rpc::BoundService> MakeSearchService(runtime::Partnerships& partnerships);

}  // namespace samverk::search

#endif  // SAMVERK_SERVICES_SEARCH_SEARCH_SERVICE_H_
