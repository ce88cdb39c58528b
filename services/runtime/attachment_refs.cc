#include "services/runtime/attachment_refs.h"

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "base/mutex.h"
#include "google/protobuf/descriptor.h"

namespace samverk::runtime {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr size_t kHexChars = 64;

// Whether a message of `type` can hold a reference. `seen` ends the recursion of types that
// hold themselves.
bool CanHold(const Descriptor* type, std::set<const Descriptor*>& seen) {
  if (type == v1::AttachmentRef::descriptor()) return true;
  if (!seen.insert(type).second) return false;
  for (int i = 0; i < type->field_count(); ++i) {
    const Descriptor* inner = type->field(i)->message_type();
    if (inner != nullptr && CanHold(inner, seen)) return true;
  }
  return false;
}

// The fields that lead to references, looked up once for each type: most have none.
const std::vector<const FieldDescriptor*>& WaysOf(const Descriptor* type) {
  static Mutex& mutex = *new Mutex;
  static auto& ways =
      *new absl::flat_hash_map<const Descriptor*,
                               std::unique_ptr<const std::vector<const FieldDescriptor*>>>;
  MutexLock lock(mutex);
  auto& way = ways[type];
  if (way == nullptr) {
    std::vector<const FieldDescriptor*> fields;
    for (int i = 0; i < type->field_count(); ++i) {
      const Descriptor* inner = type->field(i)->message_type();
      std::set<const Descriptor*> seen;
      if (inner != nullptr && CanHold(inner, seen)) fields.push_back(type->field(i));
    }
    way = std::make_unique<const std::vector<const FieldDescriptor*>>(std::move(fields));
  }
  return *way;
}

void Collect(const Message& message, std::vector<const v1::AttachmentRef*>& found) {
  if (message.GetDescriptor() == v1::AttachmentRef::descriptor()) {
    found.push_back(static_cast<const v1::AttachmentRef*>(&message));
    return;
  }
  const auto& reflection = *message.GetReflection();
  for (const FieldDescriptor* field : WaysOf(message.GetDescriptor())) {
    if (!field->is_repeated()) {
      if (reflection.HasField(message, field))
        Collect(reflection.GetMessage(message, field), found);
      continue;
    }
    for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
      Collect(reflection.GetRepeatedMessage(message, field, i), found);
    }
  }
}

bool HasUnknownFields(const Message& message) {
  const auto& reflection = *message.GetReflection();
  if (!reflection.GetUnknownFields(message).empty()) return true;
  std::vector<const FieldDescriptor*> set;
  reflection.ListFields(message, &set);
  for (const FieldDescriptor* field : set) {
    if (field->message_type() == nullptr) continue;
    const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      if (HasUnknownFields(field->is_repeated() ? reflection.GetRepeatedMessage(message, field, i)
                                                : reflection.GetMessage(message, field))) {
        return true;
      }
    }
  }
  return false;
}

// Everything in the bytes of a message that could be a digest: a text of 64 characters has its
// length, the byte 64, before it.
std::vector<v1::AttachmentRef> Search(absl::string_view bytes) {
  std::vector<v1::AttachmentRef> found;
  for (size_t at = bytes.find('@'); at != absl::string_view::npos; at = bytes.find('@', at + 1)) {
    const absl::string_view text = bytes.substr(at + 1, kHexChars);
    if (text.size() < kHexChars) break;
    if (text.find_first_not_of("0123456789abcdef") != absl::string_view::npos) continue;
    found.emplace_back().set_sha256(std::string(text));
  }
  return found;
}

}  // namespace

std::vector<const v1::AttachmentRef*> AttachmentsIn(const Message& message) {
  std::vector<const v1::AttachmentRef*> found;
  Collect(message, found);
  return found;
}

std::vector<v1::AttachmentRef> AttachmentsOfEvent(absl::string_view type, absl::string_view event) {
  std::vector<v1::AttachmentRef> candidates = Search(event);
  if (candidates.empty()) return candidates;
  const auto* known =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(std::string(type));
  if (known == nullptr) return candidates;
  const std::unique_ptr<Message> message(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(known)->New());
  if (!message->ParseFromArray(event.data(), static_cast<int>(event.size())) ||
      HasUnknownFields(*message)) {
    return candidates;
  }
  std::vector<v1::AttachmentRef> found;
  for (const v1::AttachmentRef* file : AttachmentsIn(*message)) found.push_back(*file);
  return found;
}

}  // namespace samverk::runtime
