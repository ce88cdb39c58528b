// What plans are found by.

#ifndef SAMVERK_SERVICES_PLANS_PLAN_SEARCH_H_
#define SAMVERK_SERVICES_PLANS_PLAN_SEARCH_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "services/runtime/searchable.h"

namespace samverk::plans {

// The words of one plan as people work on it, and of the statements on it; nullopt if it was
// withdrawn. Its years are those that it is meant for and those that it is in force.
absl::StatusOr<std::optional<storage::SearchDocument>> FindPlanWords(
    const runtime::ViewReader& view, const std::string& name);

}  // namespace samverk::plans

#endif  // SAMVERK_SERVICES_PLANS_PLAN_SEARCH_H_
