#include "services/runtime/personal.h"

#include <utility>

#include "base/aead.h"
#include "base/status_macros.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "storage/people/people_reasons.h"

namespace samverk::runtime {

using google::protobuf::Message;
using storage::v1::SealedPart;

std::optional<SealedPart> KeepSealed(const storage::RecordedEvent& event) {
  // The commitment stays when the part is erased.
  if (event.personal_commitment().empty()) return std::nullopt;
  SealedPart part;
  part.set_sealed(std::string(event.personal()));
  part.set_request_id(std::string(event.request_id()));
  part.set_ordinal(event.ordinal());
  part.set_type(std::string(event.type()));
  return part;
}

absl::StatusOr<PersonalReader> PersonalReader::Make(const storage::PeopleStore& people,
                                                    const Uuid& ledger_id,
                                                    absl::string_view person) {
  ASSIGN_OR_RETURN(auto key, people.FindKey(person));
  return PersonalReader(std::move(key), ledger_id, person);
}

bool PersonalReader::IsErased(const SealedPart& part) const {
  return part.sealed().empty() || key_ == nullptr || storage::KeyIdOf(part.sealed()) != key_->id();
}

absl::StatusOr<std::string> PersonalReader::ReadText(const SealedPart& part,
                                                     const std::string& field) const {
  const Refusal damaged(storage::kPersonalPartDamaged);
  if (IsErased(part)) return damaged;
  ASSIGN_OR_RETURN(std::string plaintext, key_->Unseal({ledger_id_, person_, part.request_id(),
                                                        part.ordinal(), part.type()},
                                                       part.sealed()));
  const auto* type =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(part.type());
  if (type == nullptr) return damaged;
  const std::unique_ptr<Message> fact(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
  const auto* text = type->FindFieldByName(field);
  const bool read = fact->ParseFromString(plaintext);
  Wipe(plaintext);
  if (!read || text == nullptr ||
      text->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_STRING) {
    return damaged;
  }
  return fact->GetReflection()->GetString(*fact, text);
}

}  // namespace samverk::runtime
