// SHA-256 (FIPS 180-4) and HMAC-SHA-256 (RFC 2104), by OpenSSL.

#ifndef SAMVERK_BASE_SHA256_H_
#define SAMVERK_BASE_SHA256_H_

#include <array>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"

namespace samverk {

// 32 bytes.
using Sha256Digest = std::array<uint8_t, 32>;

// The digest of the parts, one after the other. Any thread.
Sha256Digest Sha256(std::initializer_list<absl::string_view> parts);

// The digest of what comes bit by bit. One thread at a time.
class Sha256Stream {
 public:
  Sha256Stream();
  ~Sha256Stream();
  Sha256Stream(const Sha256Stream&) = delete;
  Sha256Stream& operator=(const Sha256Stream&) = delete;

  void Update(absl::string_view bytes);
  // The digest of everything so far. To be called once, last.
  Sha256Digest Finish();

 private:
  struct Context;
  const std::unique_ptr<Context> context_;
};

// The keyed digest of `text`. Any thread.
Sha256Digest HmacSha256(absl::string_view key, absl::string_view text);

// The same bytes; the view points into `digest`.
inline absl::string_view AsBytes(const Sha256Digest& digest) {
  return absl::string_view(reinterpret_cast<const char*>(digest.data()), digest.size());
}

}  // namespace samverk

#endif  // SAMVERK_BASE_SHA256_H_
