#include "services/follow_ups/indicator_reading.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "base/civil_date.h"
#include "base/status_macros.h"
#include "services/follow_ups/decimal.h"
#include "services/follow_ups/follow_up_reasons.h"

namespace samverk::follow_ups {
namespace {

absl::Status CheckVintage(const v1::DataVintage& vintage, absl::CivilDay today) {
  const bool ahead = vintage.has_day() ? ToCivilDay(vintage.day()) > today
                                       : vintage.year() > static_cast<int>(today.year());
  if (!ahead) return absl::OkStatus();
  return Refusal(kVintageAhead)
      .With("vintage", vintage.has_day() ? FormatDate(vintage.day()) : absl::StrCat(vintage.year()))
      .AtField("reading.vintage", "is after today");
}

}  // namespace

absl::Status CheckReading(const v1::IndicatorReading& reading, absl::CivilDay today) {
  if (reading.value().empty() == reading.missing_because().empty()) {
    return Refusal(kValueOrReason).AtField("reading.value", "or missing_because must be set");
  }
  if (reading.has_vintage()) RETURN_IF_ERROR(CheckVintage(reading.vintage(), today));
  if (reading.value().empty()) return absl::OkStatus();
  if (!Decimal::Parse(reading.value()).has_value()) {
    return Refusal(kNotADecimal)
        .With("value", reading.value())
        .With("whole_max", Decimal::kWholeDigitsMax)
        .With("fraction_max", Decimal::kFractionDigitsMax)
        .AtField("reading.value", "is no decimal number");
  }
  if (reading.unit().empty() || reading.source().empty() || !reading.has_vintage()) {
    return Refusal(kEvidenceRequired).AtField("reading", "must have unit, source and vintage");
  }
  return absl::OkStatus();
}

int YearOf(const v1::DataVintage& vintage) {
  return vintage.has_day() ? vintage.day().year() : vintage.year();
}

}  // namespace samverk::follow_ups
