#include "storage/people/person_key.h"

#include <utility>

#include "base/aead.h"
#include "base/check.h"
#include "base/random.h"
#include "storage/people/people_reasons.h"

namespace samverk::storage {
namespace {

constexpr char kDigestLabel[] = "samverk person digest v1";

}  // namespace

std::shared_ptr<const PersonKey> PersonKey::New() {
  return std::make_shared<PersonKey>(RandomBytes(kKeyIdBytes), RandomBytes(kDataKeyBytes));
}

PersonKey::PersonKey(std::string id, std::string data_key)
    : id_(std::move(id)), data_key_(std::move(data_key)) {
  CHECK(id_.size() == kKeyIdBytes && data_key_.size() == kDataKeyBytes);
}

PersonKey::~PersonKey() { Wipe(data_key_); }

std::string PersonKey::Seal(const PartPlace& place, absl::string_view plaintext) const {
  const std::string nonce = RandomBytes(kAeadNonceBytes);
  return EncodeSealed({id_, nonce, AeadSeal(data_key_, nonce, PartContext(place, id_), plaintext)});
}

absl::StatusOr<std::string> PersonKey::Unseal(const PartPlace& place,
                                              absl::string_view sealed) const {
  const std::optional<Sealed> parts = DecodeSealed(sealed);
  if (!parts.has_value() || parts->key_id != id_) return Refusal(kPersonalPartDamaged);
  std::optional<std::string> plaintext =
      AeadOpen(data_key_, parts->nonce, PartContext(place, id_), parts->ciphertext);
  if (!plaintext.has_value()) return Refusal(kPersonalPartDamaged);
  return *std::move(plaintext);
}

Sha256Digest PersonKey::Digest(absl::string_view text) const {
  // A key of its own: one key does one thing.
  return HmacSha256(AsBytes(HmacSha256(data_key_, kDigestLabel)), text);
}

std::string KeyIdOf(absl::string_view sealed) {
  const std::optional<Sealed> parts = DecodeSealed(sealed);
  return parts.has_value() ? parts->key_id : "";
}

KeyWrapper::KeyWrapper(std::string master_key, const Uuid& ledger_id)
    : master_key_(std::move(master_key)), ledger_id_(ledger_id) {
  CHECK(master_key_.size() == kDataKeyBytes);
}

KeyWrapper::~KeyWrapper() { Wipe(master_key_); }

std::string KeyWrapper::Wrap(absl::string_view person, const PersonKey& key) const {
  const std::string nonce = RandomBytes(kAeadNonceBytes);
  return EncodeSealed({key.id(), nonce,
                       AeadSeal(master_key_, nonce, WrappedKeyContext(ledger_id_, person, key.id()),
                                key.data_key_)});
}

std::shared_ptr<const PersonKey> KeyWrapper::Unwrap(absl::string_view person,
                                                    absl::string_view row) const {
  const std::optional<Sealed> parts = DecodeSealed(row);
  if (!parts.has_value()) return nullptr;
  std::optional<std::string> data_key =
      AeadOpen(master_key_, parts->nonce, WrappedKeyContext(ledger_id_, person, parts->key_id),
               parts->ciphertext);
  if (!data_key.has_value() || data_key->size() != kDataKeyBytes) return nullptr;
  return std::make_shared<PersonKey>(parts->key_id, *std::move(data_key));
}

}  // namespace samverk::storage
