// Discussions as they stand: what queries read.
//
//   table  key                             row
//   d      discussion                      v1::Discussion
//   f      facet ‖ value ‖ -time ‖ name    name of a discussion, to list those that have something
//                                          in common, those that somebody wrote in last first
//   p      discussion ‖ entry              v1::DiscussionPost, the removed ones without their texts
//   L      resource ‖ direction ‖ …        v1::Link, see services/runtime/links.h
//
// Posts refer to nothing: they are texts.

#ifndef SAMVERK_SERVICES_DISCUSSIONS_DISCUSSION_VIEW_H_
#define SAMVERK_SERVICES_DISCUSSIONS_DISCUSSION_VIEW_H_

#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "samverk/v1/discussion.pb.h"
#include "services/runtime/projection.h"
#include "storage/event_log/event.h"

namespace samverk::discussions {

inline constexpr char kDiscussionView[] = "discussions";
inline constexpr char kDiscussionTable = 'd';
inline constexpr char kFacetTable = 'f';
inline constexpr char kPostTable = 'p';

// What discussions are listed by. The numbers are part of the keys.
enum class Facet {
  kAny = 0,  // Its value is empty: all of them.
  kSubject = 1,
  kElement = 2,  // Of those that are about one.
  kOwner = 3,
  kState = 4,
};

// Keys of the tables.
std::string DiscussionKey(const std::string& name);
std::string PostKey(const std::string& discussion, int64_t entry);
// Where the discussions that have `value` begin: a name, or the number of a state.
std::string FacetKey(Facet facet, const absl::AlphaNum& value);
// One for each list that the discussion is in.
std::set<std::string> FacetKeys(const v1::Discussion& discussion);

class DiscussionProjection final : public runtime::Projection {
 public:
  std::string name() const override { return kDiscussionView; }
  int version() const override { return 2; }
  bool keeps_links() const override { return true; }
  absl::StatusOr<std::string> TitleOf(const runtime::ViewReader& view,
                                      const std::string& name) const override;
  absl::Status Apply(const storage::RecordedEvent& event, const std::string& partnership,
                     runtime::ViewWriter& view) const override;
};

}  // namespace samverk::discussions

#endif  // SAMVERK_SERVICES_DISCUSSIONS_DISCUSSION_VIEW_H_
