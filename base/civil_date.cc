#include "base/civil_date.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "base/check.h"

namespace samverk {

bool IsDate(const google::type::Date& date) {
  if (date.year() < kYearMin || date.year() > kYearMax) return false;
  // CivilDay carries 31 February over into March: what comes back differs.
  const absl::CivilDay day(date.year(), date.month(), date.day());
  return day.year() == date.year() && day.month() == date.month() && day.day() == date.day();
}

absl::CivilDay ToCivilDay(const google::type::Date& date) {
  return absl::CivilDay(date.year(), date.month(), date.day());
}

google::type::Date ToDate(absl::CivilDay day) {
  google::type::Date date;
  date.set_year(static_cast<int>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

std::optional<google::type::Date> ParseDate(absl::string_view text) {
  google::type::Date date;
  int year = 0;
  int month = 0;
  int day = 0;
  if (text.size() != 10 || !absl::SimpleAtoi(text.substr(0, 4), &year) ||
      !absl::SimpleAtoi(text.substr(5, 2), &month) || !absl::SimpleAtoi(text.substr(8, 2), &day)) {
    return std::nullopt;
  }
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  // Formatting it again catches signs, spaces and other separators.
  if (!IsDate(date) || FormatDate(date) != text) return std::nullopt;
  return date;
}

std::string FormatDate(const google::type::Date& date) {
  return absl::StrFormat("%04d-%02d-%02d", date.year(), date.month(), date.day());
}

absl::TimeZone SwedishTime() {
  static const absl::TimeZone& zone = *[] {
    auto* loaded = new absl::TimeZone;
    // Without the tz database every day would silently begin at the wrong hour.
    CHECK(absl::LoadTimeZone("Europe/Stockholm", loaded));
    return loaded;
  }();
  return zone;
}

absl::CivilDay SwedishDay(absl::Time time) { return absl::ToCivilDay(time, SwedishTime()); }

absl::Time EndOfSwedishDay(absl::CivilDay day) { return absl::FromCivil(day + 1, SwedishTime()); }

}  // namespace samverk
