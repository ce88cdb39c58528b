// Messages of tests, written as protobuf text.
//
//   FromText<v1::CallMeetingRequest>("parent: '~' host: '~/organisations/2421'"
//                                    "period { start_date @2019-10-07 end_date @2019-10-08 }")
//
// `~` stands for the partnership of tests, `@2019-10-07` for a google.type.Date.

#ifndef SAMVERK_SERVICES_RUNTIME_TESTING_FROM_TEXT_H_
#define SAMVERK_SERVICES_RUNTIME_TESTING_FROM_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace samverk::runtime {

inline constexpr char kHere[] = "partnerships/vasterbotten";

// Changes the fields of `message` that `text` names; adds to those that are lists. Ends
// the process if the text is malformed.
void MergeText(absl::string_view text, google::protobuf::Message& message);

template <typename Message>
Message FromText(absl::string_view text) {
  Message message;
  MergeText(text, message);
  return message;
}

// `message` but for what `text` says.
template <typename Message>
Message With(Message message, absl::string_view text) {
  MergeText(text, message);
  return message;
}

// A message as people read it; whole names begin with `~` again.
std::string ToText(const google::protobuf::Message& message);

}  // namespace samverk::runtime

#endif  // SAMVERK_SERVICES_RUNTIME_TESTING_FROM_TEXT_H_
