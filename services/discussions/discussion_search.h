// What discussions are found by.

#ifndef SAMVERK_SERVICES_DISCUSSIONS_DISCUSSION_SEARCH_H_
#define SAMVERK_SERVICES_DISCUSSIONS_DISCUSSION_SEARCH_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "services/runtime/searchable.h"

namespace samverk::discussions {

// The words of one discussion and of its posts; nullopt if it was withdrawn. Its years are those
// from when it was begun to when somebody wrote in it last.
absl::StatusOr<std::optional<storage::SearchDocument>> FindDiscussionWords(
    const runtime::ViewReader& view, const std::string& name);

}  // namespace samverk::discussions

#endif  // SAMVERK_SERVICES_DISCUSSIONS_DISCUSSION_SEARCH_H_
