// What workshops are found by.

#ifndef SAMVERK_SERVICES_WORKSHOPS_WORKSHOP_SEARCH_H_
#define SAMVERK_SERVICES_WORKSHOPS_WORKSHOP_SEARCH_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "services/runtime/searchable.h"

namespace samverk::workshops {

// The words of one workshop and of its notes; nullopt if it was withdrawn.
absl::StatusOr<std::optional<storage::SearchDocument>> FindWorkshopWords(
    const runtime::ViewReader& view, const std::string& name);

}  // namespace samverk::workshops

#endif  // SAMVERK_SERVICES_WORKSHOPS_WORKSHOP_SEARCH_H_
