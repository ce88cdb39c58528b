// Days of the calendar: google.type.Date as Samverk uses it, in Swedish civil time.

#ifndef SAMVERK_BASE_CIVIL_DATE_H_
#define SAMVERK_BASE_CIVIL_DATE_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "google/type/date.pb.h"

namespace samverk {

// The earliest and latest year that a date may have.
inline constexpr int kYearMin = 1900;
inline constexpr int kYearMax = 2199;

// Whether the date has a year, month and day that exist together, within the years above.
bool IsDate(const google::type::Date& date);

// The day. `date` must exist.
absl::CivilDay ToCivilDay(const google::type::Date& date);
google::type::Date ToDate(absl::CivilDay day);

// Reads 2019-10-07; nullopt if it is anything else or does not exist.
std::optional<google::type::Date> ParseDate(absl::string_view text);
// 2019-10-07.
std::string FormatDate(const google::type::Date& date);

// Europe/Stockholm.
absl::TimeZone SwedishTime();
// The day that it is in Sweden at `time`.
absl::CivilDay SwedishDay(absl::Time time);
// The first moment of the day after `day` in Sweden.
absl::Time EndOfSwedishDay(absl::CivilDay day);

}  // namespace samverk

#endif  // SAMVERK_BASE_CIVIL_DATE_H_
