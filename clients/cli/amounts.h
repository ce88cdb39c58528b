// Amounts of money and figures with units, as people type and read them.

#ifndef SAMVERK_CLIENTS_CLI_AMOUNTS_H_
#define SAMVERK_CLIENTS_CLI_AMOUNTS_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "samverk/v1/initiative.pb.h"

namespace samverk {

// `400000`, `400 000 kr`: whole Swedish kronor. UsageError if it is none.
absl::StatusOr<int64_t> ParseAmount(absl::string_view text);

// `nya ombud=3`, `avstånd=12,5 km`: what was counted or measured, the number and its unit.
// UsageError if it is not written so.
absl::StatusOr<v1::InitiativeFigure> ParseFigure(absl::string_view text);

// `nya ombud: 3`, `avstånd: 12,5 km`.
std::string FormatFigure(const v1::InitiativeFigure& figure);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_AMOUNTS_H_
