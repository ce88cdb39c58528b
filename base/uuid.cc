#include "base/uuid.h"

#include <algorithm>
#include <cstring>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "base/random.h"
#include "openssl/evp.h"

namespace samverk {
namespace {

constexpr size_t kTextLength = 36;

bool IsHyphenPlace(size_t index) { return index == 8 || index == 13 || index == 18 || index == 23; }

bool IsLowerHex(char c) { return absl::ascii_isdigit(c) || (c >= 'a' && c <= 'f'); }

void SetVersion(std::array<uint8_t, 16>& bytes, uint8_t version) {
  bytes[6] = static_cast<uint8_t>((bytes[6] & 0x0f) | (version << 4));
  bytes[8] = static_cast<uint8_t>((bytes[8] & 0x3f) | 0x80);
}

}  // namespace

std::optional<Uuid> Uuid::Parse(absl::string_view text) {
  if (text.size() != kTextLength) return std::nullopt;
  std::string hex;
  for (size_t i = 0; i < text.size(); ++i) {
    if (IsHyphenPlace(i)) {
      if (text[i] != '-') return std::nullopt;
    } else {
      if (!IsLowerHex(text[i])) return std::nullopt;
      hex.push_back(text[i]);
    }
  }
  return FromBytes(absl::HexStringToBytes(hex));
}

std::optional<Uuid> Uuid::FromBytes(absl::string_view bytes) {
  Uuid uuid;
  if (bytes.size() != uuid.bytes_.size()) return std::nullopt;
  std::copy(bytes.begin(), bytes.end(), uuid.bytes_.begin());
  return uuid;
}

Uuid Uuid::V7(const Clock& clock) {
  Uuid uuid;
  FillRandom(uuid.bytes_.data(), uuid.bytes_.size());
  const uint64_t millis = static_cast<uint64_t>(absl::ToUnixMillis(clock.Now()));
  for (int i = 0; i < 6; ++i) uuid.bytes_[i] = static_cast<uint8_t>(millis >> (40 - 8 * i));
  SetVersion(uuid.bytes_, 7);
  return uuid;
}

Uuid Uuid::V5(const Uuid& space, absl::string_view name) {
  const std::string input = absl::StrCat(space.bytes(), name);
  uint8_t digest[EVP_MAX_MD_SIZE];
  EVP_Digest(input.data(), input.size(), digest, nullptr, EVP_sha1(), nullptr);
  Uuid uuid;
  std::memcpy(uuid.bytes_.data(), digest, uuid.bytes_.size());
  SetVersion(uuid.bytes_, 5);
  return uuid;
}

std::string Uuid::ToString() const {
  const std::string hex = absl::BytesToHexString(bytes());
  return absl::StrCat(hex.substr(0, 8), "-", hex.substr(8, 4), "-", hex.substr(12, 4), "-",
                      hex.substr(16, 4), "-", hex.substr(20));
}

}  // namespace samverk
