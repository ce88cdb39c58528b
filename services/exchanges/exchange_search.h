// What exchanges are found by.

#ifndef SAMVERK_SERVICES_EXCHANGES_EXCHANGE_SEARCH_H_
#define SAMVERK_SERVICES_EXCHANGES_EXCHANGE_SEARCH_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "services/runtime/searchable.h"

namespace samverk::exchanges {

// The words of one exchange and of its answers, and what adopters say; nullopt if it was withdrawn.
// It is about the year in which it was shared or asked.
absl::StatusOr<std::optional<storage::SearchDocument>> FindExchangeWords(
    const runtime::ViewReader& view, const std::string& name);

}  // namespace samverk::exchanges

#endif  // SAMVERK_SERVICES_EXCHANGES_EXCHANGE_SEARCH_H_
