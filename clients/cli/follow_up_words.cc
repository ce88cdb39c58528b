#include "clients/cli/follow_up_words.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "base/civil_date.h"
#include "base/text.h"
#include "clients/cli/error_line.h"

namespace samverk {
namespace {

std::string Unknown(int value) { return absl::StrCat("okänd (", value, ")"); }

bool AreDigits(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
}

}  // namespace

std::string InSwedish(v1::FollowUpState state) {
  switch (state) {
    case v1::FOLLOW_UP_STATE_OPEN:
      return "öppen";
    case v1::FOLLOW_UP_STATE_SUBMITTED:
      return "inlämnad";
    case v1::FOLLOW_UP_STATE_RETURNED:
      return "att komplettera";
    case v1::FOLLOW_UP_STATE_APPROVED:
      return "godkänd";
    case v1::FOLLOW_UP_STATE_WITHDRAWN:
      return "återkallad";
    default:
      return Unknown(state);
  }
}

std::string InSwedish(v1::AssessedKind kind) {
  switch (kind) {
    case v1::ASSESSED_KIND_GOAL:
      return "mål";
    case v1::ASSESSED_KIND_MEASURE:
      return "åtgärd";
    default:
      return Unknown(kind);
  }
}

std::string InSwedish(v1::Assessment assessment, v1::AssessedKind kind) {
  const bool measure = kind == v1::ASSESSED_KIND_MEASURE;
  switch (assessment) {
    case v1::ASSESSMENT_NOT_BEGUN:
      return "ej påbörjad";
    case v1::ASSESSMENT_UNDER_WAY:
      return "pågår";
    case v1::ASSESSMENT_REACHED:
      return measure ? "klar" : "uppnått";
    case v1::ASSESSMENT_NOT_REACHED:
      return measure ? "struken" : "ej uppnått";
    default:
      return Unknown(assessment);
  }
}

std::string InSwedish(v1::FigureGap gap) {
  switch (gap) {
    case v1::FIGURE_GAP_FOLLOW_UP_MISSING:
      return "kommuner saknas";
    case v1::FIGURE_GAP_VALUE_MISSING:
      return "värden saknas";
    case v1::FIGURE_GAP_MIXED_VINTAGES:
      return "olika årgångar";
    case v1::FIGURE_GAP_MIXED_UNITS:
      return "olika enheter";
    default:
      return Unknown(gap);
  }
}

std::string FormatDecimal(absl::string_view decimal) {
  return absl::StrReplaceAll(decimal, {{".", ","}});
}

absl::StatusOr<std::string> ParseDecimal(absl::string_view text) {
  // Also the spaces that spreadsheets put between thousands: U+00A0 and U+202F.
  const std::string decimal = absl::StrReplaceAll(
      text, {{",", "."}, {" ", ""}, {"\u00a0", ""}, {"\u202f", ""}, {"\u2212", "-"}});
  absl::string_view digits = decimal;
  absl::ConsumePrefix(&digits, "-");
  const size_t point = digits.find('.');
  const bool whole = AreDigits(digits.substr(0, point));
  const bool fraction = point == absl::string_view::npos || AreDigits(digits.substr(point + 1));
  if (whole && fraction) return decimal;
  return UsageError(absl::StrCat("\"", text, "\" is not a number; write it as 12,5"));
}

std::string FormatVintage(const v1::DataVintage& vintage) {
  if (vintage.has_day()) return FormatDate(vintage.day());
  return vintage.has_year() ? absl::StrCat(vintage.year()) : "";
}

absl::StatusOr<v1::DataVintage> ParseVintage(absl::string_view text) {
  v1::DataVintage vintage;
  int year = 0;
  if (IsDigits(text, 4) && absl::SimpleAtoi(text, &year)) {
    vintage.set_year(year);
    return vintage;
  }
  const auto day = ParseDate(text);
  if (!day.has_value()) {
    return UsageError(
        absl::StrCat("\"", text, "\" is neither a year (2018) nor a day (2018-12-31)"));
  }
  *vintage.mutable_day() = *day;
  return vintage;
}

std::string ReadingInWords(const v1::IndicatorReading& reading) {
  const std::string vintage = FormatVintage(reading.vintage());
  const char* const comma = reading.source().empty() || vintage.empty() ? "" : ", ";
  const std::string evidence = absl::StrCat(reading.source(), comma, vintage);
  std::string words = reading.value().empty()
                          ? absl::StrCat("saknas: ", reading.missing_because())
                          : absl::StrCat(FormatDecimal(reading.value()), " ", reading.unit());
  if (!evidence.empty()) absl::StrAppend(&words, " (", evidence, ")");
  return words;
}

}  // namespace samverk
