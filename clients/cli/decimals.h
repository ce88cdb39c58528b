// Decimal numbers as people write them, as whole numbers of a fraction: 65,713 degrees are
// 65,713,000 microdegrees. Exact: nothing passes through a floating-point number.

#ifndef SAMVERK_CLIENTS_CLI_DECIMALS_H_
#define SAMVERK_CLIENTS_CLI_DECIMALS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "samverk/v1/place.pb.h"

namespace samverk {

// The number times 10^`decimals`, written with a comma or a point. What has more decimals is
// rounded to the nearest. nullopt for anything else, and for more than 15 digits before the point.
std::optional<int64_t> ParseDecimal(absl::string_view text, int decimals);

// The number with as many decimals as it needs, after `point`.
std::string FormatDecimal(int64_t scaled, int decimals, char point = ',');

// `65.713,15.271` or `65,713 15,271`: north, then east, in degrees. nullopt for anything else.
std::optional<v1::GeoPosition> ParsePosition(absl::string_view text);

// The same; UsageError for anything else.
absl::StatusOr<v1::GeoPosition> ParsePositionArgument(absl::string_view text);

// `65.713, 15.271`, as maps take it.
std::string FormatPosition(const v1::GeoPosition& position);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_DECIMALS_H_
