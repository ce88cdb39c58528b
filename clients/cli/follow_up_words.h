// Follow-ups in Swedish: where they are in their life, how goals and measures fare, what was
// observed. What people write back (numbers, vintages) is read here, too.

#ifndef SAMVERK_CLIENTS_CLI_FOLLOW_UP_WORDS_H_
#define SAMVERK_CLIENTS_CLI_FOLLOW_UP_WORDS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "samverk/v1/follow_up.pb.h"

namespace samverk {

// What people call the value. A value that is younger than this program: `okänd (17)`.
std::string InSwedish(v1::FollowUpState state);
std::string InSwedish(v1::AssessedKind kind);
// A goal is reached, a measure is done.
std::string InSwedish(v1::Assessment assessment, v1::AssessedKind kind);
std::string InSwedish(v1::FigureGap gap);

// `-12,5`, as Swedish people write it.
std::string FormatDecimal(absl::string_view decimal);
// The number that people write so, with a comma or a point and with spaces between thousands, as
// the API takes it. Errors: UsageError.
absl::StatusOr<std::string> ParseDecimal(absl::string_view text);

// `2018` or `2018-12-31`; empty for what is not set.
std::string FormatVintage(const v1::DataVintage& vintage);
// Errors: UsageError.
absl::StatusOr<v1::DataVintage> ParseVintage(absl::string_view text);

// `7 st (SCB, 2018)`, or `saknas: Ej räknat`.
std::string ReadingInWords(const v1::IndicatorReading& reading);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_FOLLOW_UP_WORDS_H_
