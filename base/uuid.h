// UUIDs after RFC 9562: version 7 (ordered by time) for what is made here, version
// 5 (named) for what is imported, so that importing again gives the same ids.

#ifndef SAMVERK_BASE_UUID_H_
#define SAMVERK_BASE_UUID_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "base/clock.h"

namespace samverk {

// A UUID. Any thread may use the static methods.
class Uuid {
 public:
  // The nil UUID.
  Uuid() = default;

  // Reads the form of 36 lower-case characters; anything else is nullopt.
  static std::optional<Uuid> Parse(absl::string_view text);
  // Takes 16 bytes; any other number is nullopt.
  static std::optional<Uuid> FromBytes(absl::string_view bytes);
  // A new one from the time and 74 random bits.
  static Uuid V7(const Clock& clock);
  // The one that `name` has in the name space `space`, always the same.
  static Uuid V5(const Uuid& space, absl::string_view name);

  // 36 lower-case characters.
  std::string ToString() const;
  // 16 bytes; points into this object.
  absl::string_view bytes() const {
    return absl::string_view(reinterpret_cast<const char*>(bytes_.data()), bytes_.size());
  }

  friend bool operator==(const Uuid&, const Uuid&) = default;

 private:
  std::array<uint8_t, 16> bytes_{};
};

}  // namespace samverk

#endif  // SAMVERK_BASE_UUID_H_
