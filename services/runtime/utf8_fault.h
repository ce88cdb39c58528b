// Finding the text that made a message unparseable.

#ifndef SAMVERK_SERVICES_RUNTIME_UTF8_FAULT_H_
#define SAMVERK_SERVICES_RUNTIME_UTF8_FAULT_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"

namespace samverk::runtime {

// The path of the first string field in the serialized message that is not valid
// UTF-8; nullopt if there is none or the bytes are no message. Any thread.
std::optional<std::string> FindInvalidUtf8(const google::protobuf::Descriptor& type,
                                           absl::string_view bytes);

}  // namespace samverk::runtime

#endif  // SAMVERK_SERVICES_RUNTIME_UTF8_FAULT_H_
