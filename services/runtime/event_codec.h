// Between typed events and what the log stores. The events of a resource type are one
// message with a oneof `event` (WorkshopEvent); what is stored is the message inside it
// (WorkshopPlanned) with its full name as the type, so that readers outside need not
// know the wrapper.

#ifndef SAMVERK_SERVICES_RUNTIME_EVENT_CODEC_H_
#define SAMVERK_SERVICES_RUNTIME_EVENT_CODEC_H_

#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace samverk::runtime {

// The fact inside `event`; null if none is set.
const google::protobuf::Message* FactOf(const google::protobuf::Message& event);

// Sets the fact of `event` from what is stored. False if `event` has no such fact, or
// the bytes are no such message: a fact of a later version, which leaves a state alone.
bool SetFact(absl::string_view type, absl::string_view bytes, google::protobuf::Message& event);

// The typed event of what is stored; without a fact where SetFact is false.
template <typename Event>
Event DecodeEvent(absl::string_view type, absl::string_view bytes) {
  Event event;
  SetFact(type, bytes, event);
  return event;
}

}  // namespace samverk::runtime

#endif  // SAMVERK_SERVICES_RUNTIME_EVENT_CODEC_H_
