// What the log recorded of an event beside the fact itself, as views show it to people.

#ifndef SAMVERK_SERVICES_RUNTIME_RECORDED_H_
#define SAMVERK_SERVICES_RUNTIME_RECORDED_H_

#include "google/protobuf/timestamp.pb.h"
#include "samverk/v1/event.pb.h"
#include "storage/event_log/event.h"

namespace samverk::runtime {

// Who and why. Empty where it can't be read: that leaves the fact readable.
v1::EventMetadata MetadataOf(const storage::RecordedEvent& event);

// When it was recorded.
google::protobuf::Timestamp RecordedAt(const storage::RecordedEvent& event);

}  // namespace samverk::runtime

#endif  // SAMVERK_SERVICES_RUNTIME_RECORDED_H_
