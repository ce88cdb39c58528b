#include "services/discussions/discussion_view.h"

#include <optional>
#include <utility>

#include "absl/status/statusor.h"
#include "base/status_macros.h"
#include "google/protobuf/util/time_util.h"
#include "samverk/v1/discussion_events.pb.h"
#include "services/discussions/discussion_content.h"
#include "services/runtime/event_codec.h"
#include "services/runtime/index.h"
#include "services/runtime/links.h"
#include "services/runtime/ordered_key.h"
#include "services/runtime/recorded.h"
#include "services/runtime/resource_name.h"

namespace samverk::discussions {
namespace {

using runtime::OrderedKey;
using runtime::ViewWriter;
using v1::DiscussionEvent;

void PutPost(const v1::DiscussionPosted& posted, int64_t revision, const std::string& discussion,
             const storage::RecordedEvent& event, ViewWriter& view) {
  v1::DiscussionPost post;
  post.set_entry(revision);
  post.set_kind(posted.kind());
  post.set_organisation(posted.organisation());
  post.set_on_behalf_of(runtime::MetadataOf(event).provenance().on_behalf_of());
  post.set_principal(std::string(event.actor()));
  post.set_text(posted.text());
  post.set_reply_to(posted.reply_to());
  *post.mutable_posted_at() = runtime::RecordedAt(event);
  view.Put(kPostTable, PostKey(discussion, revision), post.SerializeAsString());
}

// Changes a post that is there.
template <typename Change>
absl::Status EditPost(int64_t entry, const std::string& discussion, ViewWriter& view,
                      Change change) {
  const std::string key = PostKey(discussion, entry);
  ASSIGN_OR_RETURN(std::optional<v1::DiscussionPost> post,
                   view.GetMessage<v1::DiscussionPost>(kPostTable, key));
  if (!post.has_value()) return absl::DataLossError("an event about a post that is not there");
  change(*post);
  view.Put(kPostTable, key, post->SerializeAsString());
  return absl::OkStatus();
}

// What an event means for the posts, which are rows of their own.
absl::Status ApplyToPosts(const DiscussionEvent& fact, int64_t revision,
                          const std::string& discussion, const storage::RecordedEvent& event,
                          ViewWriter& view) {
  if (fact.has_discussion_posted()) {
    PutPost(fact.discussion_posted(), revision, discussion, event, view);
  } else if (fact.has_discussion_post_corrected()) {
    const v1::DiscussionPostCorrected& corrected = fact.discussion_post_corrected();
    return EditPost(corrected.entry(), discussion, view, [&corrected](v1::DiscussionPost& post) {
      post.set_text(corrected.text());
      post.set_corrected(true);
    });
  } else if (fact.has_discussion_post_removed()) {
    return EditPost(fact.discussion_post_removed().entry(), discussion, view,
                    [](v1::DiscussionPost& post) {
                      post.clear_text();
                      post.set_removed(true);
                    });
  }
  return absl::OkStatus();
}

// Whether an event may change which lists a discussion is in, and where.
bool MovesInIndex(const DiscussionEvent& fact) {
  return !fact.has_discussion_post_corrected() && !fact.has_discussion_post_removed();
}

// Whether an event may change what a discussion links to: what it is about.
bool MovesLinks(const DiscussionEvent& fact) {
  return fact.has_discussion_started() || fact.has_discussion_corrected() ||
         fact.has_discussion_withdrawn();
}

std::set<runtime::FoundLink> LinksOf(const v1::Discussion& discussion) {
  if (discussion.state() == v1::DISCUSSION_STATE_WITHDRAWN) return {};
  return runtime::WithElement(runtime::LinksIn(discussion), "subject", discussion.element());
}

}  // namespace

std::string DiscussionKey(const std::string& name) { return OrderedKey().Text(name).bytes(); }

std::string PostKey(const std::string& discussion, int64_t entry) {
  return OrderedKey().Text(discussion).Number(entry).bytes();
}

std::string FacetKey(Facet facet, const absl::AlphaNum& value) {
  return OrderedKey().Number(static_cast<int64_t>(facet)).Text(value.Piece()).bytes();
}

std::set<std::string> FacetKeys(const v1::Discussion& discussion) {
  // Of the first event of a later version nothing is known.
  if (discussion.state() == v1::DISCUSSION_STATE_UNSPECIFIED) return {};
  const int64_t time_us =
      google::protobuf::util::TimeUtil::TimestampToMicroseconds(discussion.active_at());
  const std::string last = OrderedKey().Number(-time_us).Text(discussion.name()).bytes();
  std::set<std::string> keys = {
      FacetKey(Facet::kAny, "") + last,
      FacetKey(Facet::kSubject, discussion.subject()) + last,
      FacetKey(Facet::kOwner, discussion.owner()) + last,
      FacetKey(Facet::kState, static_cast<int>(discussion.state())) + last,
  };
  if (!discussion.element().empty()) {
    keys.insert(FacetKey(Facet::kElement, discussion.element()) + last);
  }
  return keys;
}

absl::Status DiscussionProjection::Apply(const storage::RecordedEvent& event,
                                         const std::string& partnership, ViewWriter& view) const {
  if (runtime::CollectionOf(event.resource()) != "discussions") return absl::OkStatus();
  const std::string name = runtime::WholeName(partnership, event.resource());
  const std::string key = DiscussionKey(name);
  const auto fact = runtime::DecodeEvent<DiscussionEvent>(event.type(), event.event());
  ASSIGN_OR_RETURN(
      v1::Discussion* const discussion,
      view.EditMessage<v1::Discussion>(kDiscussionTable, key, runtime::IsFirst(event)));
  std::optional<v1::Discussion> before;
  if (MovesInIndex(fact) && !discussion->name().empty()) before = *discussion;
  const runtime::LinkMove links(MovesLinks(fact), [discussion] { return LinksOf(*discussion); });
  discussion->set_name(name);
  const int64_t revision = static_cast<int64_t>(event.revision().value());
  discussion->set_revision(revision);
  ApplyEvent(fact, *discussion);
  if (fact.has_discussion_started()) {
    *discussion->mutable_started_at() = runtime::RecordedAt(event);
  }
  if (fact.has_discussion_started() || fact.has_discussion_posted()) {
    *discussion->mutable_active_at() = runtime::RecordedAt(event);
  }
  RETURN_IF_ERROR(ApplyToPosts(fact, revision, name, event, view));
  view.PutMessage(kDiscussionTable, key, *discussion);
  links.Write(name, view);
  if (MovesInIndex(fact)) {
    runtime::MoveIndex(kFacetTable, FacetKeys, before, *discussion, view);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> DiscussionProjection::TitleOf(const runtime::ViewReader& view,
                                                          const std::string& name) const {
  ASSIGN_OR_RETURN(const std::optional<v1::Discussion> discussion,
                   view.GetMessage<v1::Discussion>(kDiscussionTable, DiscussionKey(name)));
  return discussion.has_value() ? discussion->title() : "";
}

}  // namespace samverk::discussions
