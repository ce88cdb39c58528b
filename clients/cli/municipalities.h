// The counties and municipalities of Sweden, with SCB's codes (Län och kommuner i kodnummerordning,
// the division since 2007).

#ifndef SAMVERK_CLIENTS_CLI_MUNICIPALITIES_H_
#define SAMVERK_CLIENTS_CLI_MUNICIPALITIES_H_

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace samverk {

struct County {
  const char* code;  // `24`.
  const char* name;  // `Västerbottens län`.
  const char* slug;  // `vasterbotten`.
  const char* region;
};

struct Municipality {
  const char* code;  // `2421`; begins with the code of its county.
  const char* name;  // `Storuman`.
};

// All 21, by code.
absl::Span<const County> Counties();

// Those of a county, by code; all 290 of the empty code.
absl::Span<const Municipality> MunicipalitiesOf(absl::string_view county);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_MUNICIPALITIES_H_
