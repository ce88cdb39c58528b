#include "clients/cli/import_fields.h"

#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "google/protobuf/descriptor.h"

namespace samverk {

std::string FieldKey(const google::protobuf::Message& edit) {
  const auto* oneof = edit.GetDescriptor()->FindOneofByName("edit");
  CHECK(oneof != nullptr);
  const auto* reflection = edit.GetReflection();
  const auto* field = reflection->GetOneofFieldDescriptor(edit, oneof);
  if (field == nullptr) return "";
  std::string key = field->name();
  if (field->message_type() == nullptr) return key;
  const google::protobuf::Message& value = reflection->GetMessage(edit, field);
  const auto* organisation = value.GetDescriptor()->FindFieldByName("organisation");
  if (organisation != nullptr) {
    absl::StrAppend(&key, "/", value.GetReflection()->GetString(value, organisation));
  }
  return key;
}

}  // namespace samverk
