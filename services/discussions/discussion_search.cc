#include "services/discussions/discussion_search.h"

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "base/civil_date.h"
#include "base/status_macros.h"
#include "google/protobuf/timestamp.pb.h"
#include "samverk/v1/discussion.pb.h"
#include "services/discussions/discussion_view.h"
#include "services/runtime/resource_name.h"

namespace samverk::discussions {
namespace {

// The year of a moment, as the calendar on the wall has it.
int YearOf(const google::protobuf::Timestamp& time) {
  return static_cast<int>(
      absl::ToCivilYear(absl::FromUnixSeconds(time.seconds()), SwedishTime()).year());
}

}  // namespace

absl::StatusOr<std::optional<storage::SearchDocument>> FindDiscussionWords(
    const runtime::ViewReader& view, const std::string& name) {
  ASSIGN_OR_RETURN(const std::optional<v1::Discussion> discussion,
                   view.GetMessage<v1::Discussion>(kDiscussionTable, DiscussionKey(name)));
  std::optional<storage::SearchDocument> found;
  if (!discussion.has_value() || discussion->state() == v1::DISCUSSION_STATE_WITHDRAWN) {
    return found;
  }
  found.emplace();
  found->title = discussion->title();
  found->owner = std::string(runtime::RelativeName(discussion->owner()));
  found->first_year = YearOf(discussion->started_at());
  found->last_year = YearOf(discussion->active_at());
  // Of those that were removed nothing is left but their place.
  RETURN_IF_ERROR(view.ScanMessages<v1::DiscussionPost>(
      kPostTable, DiscussionKey(name), [&found](const v1::DiscussionPost& post) {
        return found->Add(absl::StrCat("posts/", post.entry()), "", post.text());
      }));
  return found;
}

}  // namespace samverk::discussions
