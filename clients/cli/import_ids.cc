#include "clients/cli/import_ids.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "base/random.h"
#include "base/uuid.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"

namespace samverk {
namespace {

// Drawn once at random. Another one would make a new workshop of every imported one.
constexpr char kNameSpace[] = "5a5b3edf-7d0c-4e0c-9c1a-f472fe5487cc";
constexpr size_t kVersionIndex = 14;  // xxxxxxxx-xxxx-Vxxx-…

const google::protobuf::FieldDescriptor& RequestIdField(const google::protobuf::Message& command) {
  const auto* field = command.GetDescriptor()->FindFieldByName("request_id");
  CHECK(field != nullptr);
  return *field;
}

}  // namespace

std::string NamedId(absl::string_view name) {
  return Uuid::V5(Uuid::Parse(kNameSpace).value(), name).ToString();
}

std::string ImportedId(absl::string_view collection, absl::string_view key) {
  return NamedId(absl::StrCat(collection, "/", key));
}

std::string CanonicalContent(const google::protobuf::Message& command) {
  std::unique_ptr<google::protobuf::Message> bare(command.New());
  bare->CopyFrom(command);
  bare->GetReflection()->ClearField(bare.get(), &RequestIdField(command));
  std::string bytes =
      absl::StrCat(command.GetDescriptor()->full_name(), absl::string_view("\0", 1));
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    // Maps would otherwise come in any order.
    coded.SetSerializationDeterministic(true);
    CHECK(bare->SerializeToCodedStream(&coded));
  }
  return bytes;
}

void Seal(absl::string_view key, google::protobuf::Message& command) {
  const std::string id =
      NamedId(absl::StrCat(key, absl::string_view("\0", 1), CanonicalContent(command)));
  command.GetReflection()->SetString(&command, &RequestIdField(command), id);
}

void SealPersonal(google::protobuf::Message& command) {
  command.GetReflection()->SetString(&command, &RequestIdField(command), NamedId(RandomBytes(16)));
}

bool IsImported(absl::string_view request_id) {
  return Uuid::Parse(request_id).has_value() && request_id[kVersionIndex] == '5';
}

}  // namespace samverk
