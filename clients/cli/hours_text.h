// Opening hours as people write them, in Swedish: `mån–fre 09:00–18:00, lör 10:00–14:00`.
//
//   hours  = [`från` DATE `:`] spans [`(` note `)`]    a day from which they hold; a note
//   spans  = span {`,` span}
//   span   = days times {`och` times} | days `stängt`
//   days   = mån tis ons tor fre lör sön, one or two with a dash between, or `alla dagar`; several
//            with `och` or a comma between
//   times  = 09:00–18:00, 9–18, 09.00-18.00, or `dygnet runt`; 24:00 is midnight
//
// A closing bracket and a backslash in a note are written after a backslash.

#ifndef SAMVERK_CLIENTS_CLI_HOURS_TEXT_H_
#define SAMVERK_CLIENTS_CLI_HOURS_TEXT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "samverk/v1/service_point.pb.h"

namespace samverk {

// Errors: UsageError in Swedish with what to write; hours that overlap or close before they open
// are among them.
absl::StatusOr<v1::OpeningHours> ParseHours(absl::string_view text);

// The same text for the same hours: days that have the same hours are put together.
std::string FormatHours(const v1::OpeningHours& hours);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_HOURS_TEXT_H_
