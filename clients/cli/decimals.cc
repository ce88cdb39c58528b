#include "clients/cli/decimals.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "clients/cli/error_line.h"

namespace samverk {
namespace {

constexpr size_t kWholeDigitsMax = 15;
constexpr int kDegreeDecimals = 6;

bool AllDigits(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
}

}  // namespace

std::optional<int64_t> ParseDecimal(absl::string_view text, int decimals) {
  text = absl::StripAsciiWhitespace(text);
  bool negative = absl::ConsumePrefix(&text, "-");
  negative = absl::ConsumePrefix(&text, "−") || negative;
  const size_t point = text.find_first_of(".,");
  const absl::string_view whole = text.substr(0, point);
  absl::string_view fraction;
  if (point != absl::string_view::npos) {
    fraction = text.substr(point + 1);
    if (fraction.empty()) return std::nullopt;
  }
  if (whole.empty() || whole.size() > kWholeDigitsMax || !AllDigits(whole) ||
      !AllDigits(fraction)) {
    return std::nullopt;
  }
  int64_t scaled = 0;
  for (const char digit : whole) scaled = scaled * 10 + (digit - '0');
  for (int i = 0; i < decimals; ++i) {
    const auto at = static_cast<size_t>(i);
    scaled = scaled * 10 + (at < fraction.size() ? fraction[at] - '0' : 0);
  }
  const auto rest = static_cast<size_t>(decimals);
  if (rest < fraction.size() && fraction[rest] >= '5') ++scaled;
  return negative ? -scaled : scaled;
}

std::string FormatDecimal(int64_t scaled, int decimals, char point) {
  std::string digits = absl::StrCat(scaled < 0 ? -scaled : scaled);
  const auto places = static_cast<size_t>(decimals);
  if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
  std::string fraction = digits.substr(digits.size() - places);
  while (!fraction.empty() && fraction.back() == '0') fraction.pop_back();
  std::string text = absl::StrCat(scaled < 0 ? "-" : "", digits.substr(0, digits.size() - places));
  if (!fraction.empty()) {
    text.push_back(point);
    text += fraction;
  }
  return text;
}

std::optional<v1::GeoPosition> ParsePosition(absl::string_view text) {
  // Where numbers have decimal points a comma may part them, otherwise it takes a space.
  const char parting =
      text.find('.') != absl::string_view::npos && text.find(',') != text.npos ? ',' : ' ';
  const std::vector<absl::string_view> parts =
      absl::StrSplit(absl::StripAsciiWhitespace(text), parting, absl::SkipWhitespace());
  if (parts.size() != 2) return std::nullopt;
  const auto north = ParseDecimal(parts[0], kDegreeDecimals);
  const auto east = ParseDecimal(parts[1], kDegreeDecimals);
  constexpr int64_t kMost = 360'000'000;
  if (!north.has_value() || !east.has_value() || std::abs(*north) > kMost ||
      std::abs(*east) > kMost) {
    return std::nullopt;
  }
  v1::GeoPosition position;
  position.set_latitude_microdegrees(static_cast<int32_t>(*north));
  position.set_longitude_microdegrees(static_cast<int32_t>(*east));
  return position;
}

absl::StatusOr<v1::GeoPosition> ParsePositionArgument(absl::string_view text) {
  const auto position = ParsePosition(text);
  if (position.has_value()) return *position;
  return UsageError(absl::StrCat("\"", text, "\" is not a position in WGS84; write it as ",
                                 "65.713,15.271: degrees north, then east"));
}

std::string FormatPosition(const v1::GeoPosition& position) {
  return absl::StrCat(FormatDecimal(position.latitude_microdegrees(), kDegreeDecimals, '.'), ", ",
                      FormatDecimal(position.longitude_microdegrees(), kDegreeDecimals, '.'));
}

}  // namespace samverk
