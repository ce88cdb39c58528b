// References to files (v1::AttachmentRef), found in any command and any event, so that every
// slice may hold them without anybody else knowing of it. Pure. Any thread.

#ifndef SAMVERK_SERVICES_RUNTIME_ATTACHMENT_REFS_H_
#define SAMVERK_SERVICES_RUNTIME_ATTACHMENT_REFS_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "samverk/v1/common.pb.h"

namespace samverk::runtime {

// All references in `message`, at any depth. They point into it.
std::vector<const v1::AttachmentRef*> AttachmentsIn(const google::protobuf::Message& message);

// The references of a stored event; cheap where there are none. An event that this program
// does not know, or not all of, is searched for what looks like a reference, of which only
// the digest is then known: better a file too many than one too few.
std::vector<v1::AttachmentRef> AttachmentsOfEvent(absl::string_view type, absl::string_view event);

}  // namespace samverk::runtime

#endif  // SAMVERK_SERVICES_RUNTIME_ATTACHMENT_REFS_H_
