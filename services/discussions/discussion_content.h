// What a discussion is about and where it is in its life: its events folded into the resource, by
// the rules and by the view alike, so that what is decided from is what people read. Of posts it
// holds how many there are; when something happened only the view knows. Pure.

#ifndef SAMVERK_SERVICES_DISCUSSIONS_DISCUSSION_CONTENT_H_
#define SAMVERK_SERVICES_DISCUSSIONS_DISCUSSION_CONTENT_H_

#include "samverk/v1/discussion.pb.h"
#include "samverk/v1/discussion_events.pb.h"

namespace samverk::discussions {

// Never fails; events it does not know leave the discussion alone.
void ApplyEvent(const v1::DiscussionEvent& event, v1::Discussion& discussion);

void ApplyEdit(const v1::DiscussionEdit& edit, v1::Discussion& discussion);

}  // namespace samverk::discussions

#endif  // SAMVERK_SERVICES_DISCUSSIONS_DISCUSSION_CONTENT_H_
