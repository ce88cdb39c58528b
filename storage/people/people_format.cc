#include "storage/people/people_format.h"

#include "absl/strings/str_cat.h"
#include "base/aead.h"
#include "base/check.h"
#include "base/sha256.h"

namespace samverk::storage {
namespace {

constexpr char kSealedVersion = 1;

// Each begins with what it is about, so that no context of one kind is ever one of another.
constexpr absl::string_view kWrappedKeyLabel("samverk person key v1\0", 22);
constexpr absl::string_view kPartLabel("samverk personal part v1\0", 25);
constexpr char kMasterKeyLabel[] = "samverk master key id v1";

void AppendUint32(uint32_t value, std::string& bytes) {
  for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(value >> shift));
}

void AppendText(absl::string_view text, std::string& bytes) {
  CHECK(text.size() <= UINT16_MAX);  // The limits of the log are far below.
  bytes.push_back(static_cast<char>(text.size() >> 8));
  bytes.push_back(static_cast<char>(text.size()));
  bytes.append(text.data(), text.size());
}

}  // namespace

std::string EncodeSealed(const Sealed& sealed) {
  CHECK(sealed.key_id.size() == kKeyIdBytes && sealed.nonce.size() == kAeadNonceBytes);
  return absl::StrCat(absl::string_view(&kSealedVersion, 1), sealed.key_id, sealed.nonce,
                      sealed.ciphertext);
}

std::optional<Sealed> DecodeSealed(absl::string_view bytes) {
  if (bytes.size() < 1 + kKeyIdBytes + kAeadNonceBytes + kAeadTagBytes) return std::nullopt;
  if (bytes[0] != kSealedVersion) return std::nullopt;
  return Sealed{std::string(bytes.substr(1, kKeyIdBytes)),
                std::string(bytes.substr(1 + kKeyIdBytes, kAeadNonceBytes)),
                std::string(bytes.substr(1 + kKeyIdBytes + kAeadNonceBytes))};
}

std::string WrappedKeyContext(const Uuid& ledger_id, absl::string_view person,
                              absl::string_view key_id) {
  std::string context = absl::StrCat(kWrappedKeyLabel, ledger_id.bytes());
  AppendText(person, context);
  absl::StrAppend(&context, key_id);
  return context;
}

std::string PartContext(const PartPlace& place, absl::string_view key_id) {
  std::string context = absl::StrCat(kPartLabel, place.ledger_id.bytes());
  AppendText(place.person, context);
  AppendText(place.request_id, context);
  AppendUint32(place.ordinal, context);
  AppendText(place.type, context);
  absl::StrAppend(&context, key_id);
  return context;
}

std::string MasterKeyId(absl::string_view master_key) {
  return std::string(AsBytes(HmacSha256(master_key, kMasterKeyLabel)).substr(0, kKeyIdBytes));
}

}  // namespace samverk::storage
