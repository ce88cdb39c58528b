#include "services/runtime/utf8_fault.h"

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "base/text.h"
#include "google/protobuf/unknown_field_set.h"

namespace samverk::runtime {

using google::protobuf::FieldDescriptor;
using google::protobuf::UnknownField;

std::optional<std::string> FindInvalidUtf8(const google::protobuf::Descriptor& type,
                                           absl::string_view bytes) {
  // Without a schema everything parses that is well-formed at all. Messages nest no
  // deeper than their types do, and those of requests are not recursive.
  google::protobuf::UnknownFieldSet fields;
  if (!fields.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return std::nullopt;
  absl::flat_hash_map<int, int> elements;  // Of each list, so far.
  for (int i = 0; i < fields.field_count(); ++i) {
    const UnknownField& value = fields.field(i);
    const FieldDescriptor* field = type.FindFieldByNumber(value.number());
    if (field == nullptr || value.type() != UnknownField::TYPE_LENGTH_DELIMITED) continue;
    std::string path = field->name();
    if (field->is_repeated()) absl::StrAppend(&path, "[", elements[field->number()]++, "]");
    if (field->type() == FieldDescriptor::TYPE_STRING && !IsUtf8(value.length_delimited())) {
      return path;
    }
    if (field->type() == FieldDescriptor::TYPE_MESSAGE) {
      const auto inner = FindInvalidUtf8(*field->message_type(), value.length_delimited());
      if (inner.has_value()) return absl::StrCat(path, ".", *inner);
    }
  }
  return std::nullopt;
}

}  // namespace samverk::runtime
