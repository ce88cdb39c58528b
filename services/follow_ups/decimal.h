// Decimal numbers as indicators have them: exact, as people typed them. Pure.

#ifndef SAMVERK_SERVICES_FOLLOW_UPS_DECIMAL_H_
#define SAMVERK_SERVICES_FOLLOW_UPS_DECIMAL_H_

#include <cstddef>
#include <optional>
#include <string>

#include "absl/numeric/int128.h"
#include "absl/strings/string_view.h"

namespace samverk::follow_ups {

// At most kWholeDigitsMax digits stand before the point of what is parsed and kFractionDigitsMax
// after it; sums may grow by far more than anybody adds up.
class Decimal {
 public:
  static constexpr size_t kWholeDigitsMax = 12;
  static constexpr size_t kFractionDigitsMax = 6;

  Decimal() = default;

  // Reads `-12.50`; nullopt for anything else: other signs, spaces, commas, leading zeros, too many
  // digits.
  static std::optional<Decimal> Parse(absl::string_view text);

  // `-12.5`, without zeros at the end.
  std::string ToString() const;

  Decimal& operator+=(Decimal other) {
    millionths_ += other.millionths_;
    return *this;
  }
  friend bool operator==(Decimal a, Decimal b) { return a.millionths_ == b.millionths_; }
  friend bool operator<(Decimal a, Decimal b) { return a.millionths_ < b.millionths_; }

 private:
  absl::int128 millionths_ = 0;
};

}  // namespace samverk::follow_ups

#endif  // SAMVERK_SERVICES_FOLLOW_UPS_DECIMAL_H_
