// Every request that the services take, filled in as the limits of its fields allow.

#ifndef SAMVERK_SERVICES_RUNTIME_TESTING_EVERY_REQUEST_H_
#define SAMVERK_SERVICES_RUNTIME_TESTING_EVERY_REQUEST_H_

#include <memory>
#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "samverk/v1/constraints.pb.h"

namespace samverk::runtime {

// The request types of all services, in the order of files and methods.
const std::vector<const google::protobuf::Descriptor*>& EveryRequest();

// An empty message of a type.
std::unique_ptr<google::protobuf::Message> NewMessage(const google::protobuf::Descriptor& type);

// Fills in every field with something valid: texts of one word, lists of one element,
// the first case of each oneof.
void FillIn(google::protobuf::Message& message);

// The same with as much as the limits allow: the longest texts and lists, the largest numbers.
void FillUp(google::protobuf::Message& message);

// A valid text of a field, of `chars` code points where it is free text.
std::string ValidText(const v1::FieldLimits& limits, size_t chars);

// The limits of a field.
const v1::FieldLimits& LimitsOf(const google::protobuf::FieldDescriptor& field);

}  // namespace samverk::runtime

#endif  // SAMVERK_SERVICES_RUNTIME_TESTING_EVERY_REQUEST_H_
