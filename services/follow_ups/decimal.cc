#include "services/follow_ups/decimal.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"

namespace samverk::follow_ups {
namespace {

constexpr int64_t kMillion = 1'000'000;

bool AreDigits(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
}

}  // namespace

std::optional<Decimal> Decimal::Parse(absl::string_view text) {
  const bool negative = absl::ConsumePrefix(&text, "-");
  const size_t point = text.find('.');
  const absl::string_view whole = text.substr(0, point);
  std::string digits(whole);
  if (!AreDigits(whole) || whole.size() > kWholeDigitsMax) return std::nullopt;
  if (whole.size() > 1 && whole.front() == '0') return std::nullopt;
  absl::string_view fraction;
  if (point != absl::string_view::npos) {
    fraction = text.substr(point + 1);
    if (!AreDigits(fraction) || fraction.size() > kFractionDigitsMax) return std::nullopt;
  }
  absl::StrAppend(&digits, fraction, std::string(kFractionDigitsMax - fraction.size(), '0'));
  Decimal decimal;
  for (const char digit : digits) decimal.millionths_ = decimal.millionths_ * 10 + (digit - '0');
  if (negative) decimal.millionths_ = -decimal.millionths_;
  return decimal;
}

std::string Decimal::ToString() const {
  const bool negative = millionths_ < 0;
  const absl::int128 size = negative ? -millionths_ : millionths_;
  const auto fraction = static_cast<int64_t>(size % kMillion);
  std::string text = absl::StrCat(negative ? "-" : "", static_cast<int64_t>(size / kMillion));
  if (fraction == 0) return text;
  std::string digits = absl::StrFormat("%06d", fraction);
  digits.erase(digits.find_last_not_of('0') + 1);
  absl::StrAppend(&text, ".", digits);
  return text;
}

}  // namespace samverk::follow_ups
