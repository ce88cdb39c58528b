#include "services/discussions/discussion_content.h"

namespace samverk::discussions {

using v1::DiscussionEvent;

void ApplyEdit(const v1::DiscussionEdit& edit, v1::Discussion& discussion) {
  switch (edit.edit_case()) {
    case v1::DiscussionEdit::kTitle:
      discussion.set_title(edit.title());
      break;
    case v1::DiscussionEdit::kAbout:
      discussion.set_subject(edit.about().subject());
      discussion.set_element(edit.about().element());
      break;
    case v1::DiscussionEdit::EDIT_NOT_SET:
      break;
  }
}

void ApplyEvent(const DiscussionEvent& event, v1::Discussion& discussion) {
  switch (event.event_case()) {
    case DiscussionEvent::kDiscussionStarted: {
      const v1::DiscussionStarted& started = event.discussion_started();
      discussion.set_owner(started.owner());
      discussion.set_subject(started.subject());
      discussion.set_element(started.element());
      discussion.set_title(started.title());
      discussion.set_state(v1::DISCUSSION_STATE_OPEN);
      break;
    }
    case DiscussionEvent::kDiscussionPosted:
      discussion.set_post_count(discussion.post_count() + 1);
      break;
    case DiscussionEvent::kDiscussionPostRemoved:
      discussion.set_post_count(discussion.post_count() - 1);
      break;
    case DiscussionEvent::kDiscussionClosed:
      discussion.set_state(v1::DISCUSSION_STATE_CLOSED);
      break;
    case DiscussionEvent::kDiscussionReopened:
      discussion.set_state(v1::DISCUSSION_STATE_OPEN);
      break;
    case DiscussionEvent::kDiscussionCorrected:
      ApplyEdit(event.discussion_corrected().edit(), discussion);
      break;
    case DiscussionEvent::kDiscussionWithdrawn:
      discussion.set_state(v1::DISCUSSION_STATE_WITHDRAWN);
      break;
    case DiscussionEvent::kDiscussionPostCorrected:  // Texts of posts are not in the resource.
    case DiscussionEvent::EVENT_NOT_SET:
      break;
  }
}

}  // namespace samverk::discussions
