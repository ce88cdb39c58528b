// BlobId: what a blob is called: the SHA-256 of its bytes. What is not 64 lower-case
// hexadecimal digits is none, so an id is always safe as the name of a file.

#ifndef SAMVERK_STORAGE_BLOBS_BLOB_ID_H_
#define SAMVERK_STORAGE_BLOBS_BLOB_ID_H_

#include <algorithm>
#include <compare>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"
#include "base/sha256.h"

namespace samverk::storage {

class BlobId {
 public:
  static constexpr size_t kHexChars = 64;

  static std::optional<BlobId> Parse(absl::string_view hex) {
    const bool digits = std::all_of(hex.begin(), hex.end(), [](char c) {
      return absl::ascii_isdigit(c) || (c >= 'a' && c <= 'f');
    });
    if (hex.size() != kHexChars || !digits) return std::nullopt;
    return BlobId(std::string(hex));
  }
  static BlobId Of(const Sha256Digest& digest) {
    return BlobId(absl::BytesToHexString(AsBytes(digest)));
  }

  // 64 lower-case hexadecimal digits.
  const std::string& hex() const { return hex_; }

  friend auto operator<=>(const BlobId&, const BlobId&) = default;

 private:
  explicit BlobId(std::string hex) : hex_(std::move(hex)) {}
  std::string hex_;
};

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_BLOBS_BLOB_ID_H_
