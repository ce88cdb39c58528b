// Every event that is written to a log.

#ifndef SAMVERK_SERVICES_RUNTIME_TESTING_EVERY_EVENT_H_
#define SAMVERK_SERVICES_RUNTIME_TESTING_EVERY_EVENT_H_

#include <vector>

#include "google/protobuf/descriptor.h"

namespace samverk::runtime {

// The messages with the oneof `event` of a kind of stream: WorkshopEvent.
const std::vector<const google::protobuf::Descriptor*>& EveryStreamEvent();

// The types of all facts: WorkshopPlanned, not WorkshopEvent.
const std::vector<const google::protobuf::Descriptor*>& EveryEvent();

}  // namespace samverk::runtime

#endif  // SAMVERK_SERVICES_RUNTIME_TESTING_EVERY_EVENT_H_
