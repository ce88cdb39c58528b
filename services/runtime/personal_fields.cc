#include "services/runtime/personal_fields.h"

#include <memory>
#include <set>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "base/mutex.h"
#include "samverk/v1/constraints.pb.h"

namespace samverk::runtime {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using Fields = std::vector<const FieldDescriptor*>;

Fields FindPersonalFields(const Descriptor& type) {
  Fields fields;
  for (int i = 0; i < type.field_count(); ++i) {
    if (type.field(i)->options().GetExtension(v1::personal)) fields.push_back(type.field(i));
  }
  return fields;
}

// Looked up once for each type: reading options is slow, and every event passes here.
const Fields& PersonalFields(const Descriptor* type) {
  static Mutex& mutex = *new Mutex;
  static auto& known = *new absl::flat_hash_map<const Descriptor*, std::unique_ptr<Fields>>;
  MutexLock lock(mutex);
  std::unique_ptr<Fields>& fields = known[type];
  if (fields == nullptr) fields = std::make_unique<Fields>(FindPersonalFields(*type));
  return *fields;
}

bool IsSet(const Message& message, const FieldDescriptor* field) {
  const auto* reflection = message.GetReflection();
  return field->is_repeated() ? reflection->FieldSize(message, field) > 0
                              : reflection->HasField(message, field);
}

// `seen` are types that are looked at already: messages may hold themselves.
bool Reaches(const Descriptor& type, std::set<const Descriptor*>& seen) {
  if (!seen.insert(&type).second) return false;
  if (HasPersonalFields(type)) return true;
  for (int i = 0; i < type.field_count(); ++i) {
    const Descriptor* inner = type.field(i)->message_type();
    if (inner != nullptr && Reaches(*inner, seen)) return true;
  }
  return false;
}

}  // namespace

bool HasPersonalFields(const Descriptor& type) { return !PersonalFields(&type).empty(); }

bool MayCarryPersonal(const Descriptor& type) {
  std::set<const Descriptor*> seen;
  return Reaches(type, seen);
}

bool CarriesPersonal(const Message& message) {
  for (const FieldDescriptor* field : PersonalFields(message.GetDescriptor())) {
    if (IsSet(message, field)) return true;
  }
  const auto* reflection = message.GetReflection();
  Fields set;
  reflection->ListFields(message, &set);
  for (const FieldDescriptor* field : set) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field->is_repeated()) {
      if (CarriesPersonal(reflection->GetMessage(message, field))) return true;
      continue;
    }
    for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
      if (CarriesPersonal(reflection->GetRepeatedMessage(message, field, i))) return true;
    }
  }
  return false;
}

std::string TakePersonal(Message& fact) {
  const Fields& personal = PersonalFields(fact.GetDescriptor());
  if (personal.empty()) return "";
  const std::unique_ptr<Message> taken(fact.New());
  const auto* reflection = fact.GetReflection();
  Fields moved;
  for (const FieldDescriptor* field : personal) {
    if (IsSet(fact, field)) moved.push_back(field);
  }
  reflection->SwapFields(&fact, taken.get(), moved);
  return taken->SerializeAsString();
}

}  // namespace samverk::runtime
