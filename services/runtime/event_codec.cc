#include "services/runtime/event_codec.h"

#include "base/check.h"
#include "google/protobuf/descriptor.h"

namespace samverk::runtime {
namespace {

const google::protobuf::OneofDescriptor& FactsOf(const google::protobuf::Message& event) {
  // Every event message has exactly this shape.
  CHECK(event.GetDescriptor()->oneof_decl_count() == 1);
  return *event.GetDescriptor()->oneof_decl(0);
}

}  // namespace

const google::protobuf::Message* FactOf(const google::protobuf::Message& event) {
  const auto* field = event.GetReflection()->GetOneofFieldDescriptor(event, &FactsOf(event));
  if (field == nullptr) return nullptr;
  return &event.GetReflection()->GetMessage(event, field);
}

bool SetFact(absl::string_view type, absl::string_view bytes, google::protobuf::Message& event) {
  const google::protobuf::OneofDescriptor& facts = FactsOf(event);
  for (int i = 0; i < facts.field_count(); ++i) {
    const google::protobuf::FieldDescriptor* field = facts.field(i);
    if (field->message_type()->full_name() != type) continue;
    google::protobuf::Message* fact = event.GetReflection()->MutableMessage(&event, field);
    if (fact->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return true;
    event.GetReflection()->ClearField(&event, field);
    return false;
  }
  return false;
}

}  // namespace samverk::runtime
