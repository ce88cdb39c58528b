// OrderedKey: keys of view rows whose bytes sort like their parts.
//
// No key is the beginning of another, so what is appended to keys (positions) never
// mixes the rows of one with those of another.

#ifndef SAMVERK_SERVICES_RUNTIME_ORDERED_KEY_H_
#define SAMVERK_SERVICES_RUNTIME_ORDERED_KEY_H_

#include <algorithm>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace samverk::runtime {

// Builds a key part by part:  OrderedKey().Number(2019).Text("workshops/…").bytes()
class OrderedKey {
 public:
  // A text: zero bytes are escaped, and an end is marked that sorts before any letter.
  OrderedKey& Text(absl::string_view text) {
    for (size_t at = 0; at < text.size();) {
      const size_t zero = std::min(text.find('\0', at), text.size());
      key_.append(text.data() + at, zero - at);
      if (zero < text.size()) key_.append("\0\xff", 2);
      at = zero + 1;
    }
    key_.push_back('\0');
    key_.push_back('\1');
    return *this;
  }

  // A number of 64 bits, negative before positive.
  OrderedKey& Number(int64_t number) {
    const uint64_t shifted = static_cast<uint64_t>(number) ^ (uint64_t{1} << 63);
    for (int shift = 56; shift >= 0; shift -= 8)
      key_.push_back(static_cast<char>(shifted >> shift));
    return *this;
  }

  const std::string& bytes() const { return key_; }

 private:
  std::string key_;
};

}  // namespace samverk::runtime

#endif  // SAMVERK_SERVICES_RUNTIME_ORDERED_KEY_H_
