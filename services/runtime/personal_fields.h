// Which fields of messages are personal: those with the option `personal`
// (samverk/v1/constraints.proto). Pure; any thread.

#ifndef SAMVERK_SERVICES_RUNTIME_PERSONAL_FIELDS_H_
#define SAMVERK_SERVICES_RUNTIME_PERSONAL_FIELDS_H_

#include <string>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace samverk::runtime {

// Whether messages of this type have personal fields of their own.
bool HasPersonalFields(const google::protobuf::Descriptor& type);

// Whether they may carry any, at any depth.
bool MayCarryPersonal(const google::protobuf::Descriptor& type);

// Whether any personal field is set in `message`, at any depth.
bool CarriesPersonal(const google::protobuf::Message& message);

// Takes the personal fields out of `fact` and gives them as a serialized message of the same type;
// empty if none is set. Only fields of the event's own message are looked at: no event has others.
std::string TakePersonal(google::protobuf::Message& fact);

}  // namespace samverk::runtime

#endif  // SAMVERK_SERVICES_RUNTIME_PERSONAL_FIELDS_H_
