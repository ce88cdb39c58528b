// Authenticated encryption: AES-256-GCM (NIST SP 800-38D), by OpenSSL.
//
// What is sealed can be read and changed by nobody without the key, and opens only beside the same
// associated data. A nonce must never be used twice with one key: take a new random one each time.

#ifndef SAMVERK_BASE_AEAD_H_
#define SAMVERK_BASE_AEAD_H_

#include <cstddef>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace samverk {

inline constexpr size_t kAeadKeyBytes = 32;
inline constexpr size_t kAeadNonceBytes = 12;
inline constexpr size_t kAeadTagBytes = 16;

// The ciphertext of `plaintext`, then the tag that covers it and `associated`: kAeadTagBytes more
// than the plaintext. `key` has kAeadKeyBytes, `nonce` kAeadNonceBytes. Any thread.
std::string AeadSeal(absl::string_view key, absl::string_view nonce, absl::string_view associated,
                     absl::string_view plaintext);

// The plaintext of what AeadSeal made; nullopt if anything is not as it was then. Any thread.
std::optional<std::string> AeadOpen(absl::string_view key, absl::string_view nonce,
                                    absl::string_view associated, absl::string_view sealed);

// Overwrites a secret that is no longer needed.
void Wipe(std::string& secret);

}  // namespace samverk

#endif  // SAMVERK_BASE_AEAD_H_
