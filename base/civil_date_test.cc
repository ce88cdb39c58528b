#include "base/civil_date.h"

#include <climits>
#include <string>

#include "absl/time/time.h"
#include "gtest/gtest.h"

namespace samverk {
namespace {

google::type::Date Date(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

absl::Time Utc(const std::string& text) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, text, &time, &error)) << error;
  return time;
}

TEST(CivilDateTest, DaysThatExistAreDates) {
  EXPECT_TRUE(IsDate(Date(2019, 10, 7)));
  EXPECT_TRUE(IsDate(Date(2019, 1, 1)));
  EXPECT_TRUE(IsDate(Date(2019, 12, 31)));
  EXPECT_TRUE(IsDate(Date(2019, 1, 31)));
  EXPECT_TRUE(IsDate(Date(2019, 4, 30)));
}

TEST(CivilDateTest, DaysThatDoNotExistAreNot) {
  EXPECT_FALSE(IsDate(Date(2019, 2, 31)));
  EXPECT_FALSE(IsDate(Date(2019, 2, 30)));
  EXPECT_FALSE(IsDate(Date(2019, 4, 31)));
  EXPECT_FALSE(IsDate(Date(2019, 1, 32)));
  EXPECT_FALSE(IsDate(Date(2019, 13, 1)));
  EXPECT_FALSE(IsDate(Date(2019, -1, 1)));
  EXPECT_FALSE(IsDate(Date(2019, 1, -1)));
}

TEST(CivilDateTest, PartsOfDatesAreNot) {
  // google.type.Date allows a month, a year or an anniversary alone; Samverk does not.
  EXPECT_FALSE(IsDate(google::type::Date()));
  EXPECT_FALSE(IsDate(Date(2019, 0, 0)));
  EXPECT_FALSE(IsDate(Date(2019, 10, 0)));
  EXPECT_FALSE(IsDate(Date(0, 10, 7)));
}

TEST(CivilDateTest, NumbersFarOutAreNotDates) {
  for (const int far : {INT_MIN, INT_MAX}) {
    EXPECT_FALSE(IsDate(Date(far, 1, 1)));
    EXPECT_FALSE(IsDate(Date(2019, far, 1)));
    EXPECT_FALSE(IsDate(Date(2019, 1, far)));
    EXPECT_FALSE(IsDate(Date(2019, far, far)));
  }
}

TEST(CivilDateTest, LeapYearsFollowTheGregorianRule) {
  EXPECT_TRUE(IsDate(Date(2020, 2, 29)));
  EXPECT_FALSE(IsDate(Date(2019, 2, 29)));
  EXPECT_FALSE(IsDate(Date(1900, 2, 29)));
  EXPECT_TRUE(IsDate(Date(2000, 2, 29)));
  EXPECT_FALSE(IsDate(Date(2100, 2, 29)));
}

TEST(CivilDateTest, YearsAreLimited) {
  EXPECT_FALSE(IsDate(Date(1899, 12, 31)));
  EXPECT_TRUE(IsDate(Date(1900, 1, 1)));
  EXPECT_TRUE(IsDate(Date(2199, 12, 31)));
  EXPECT_FALSE(IsDate(Date(2200, 1, 1)));
}

TEST(CivilDateTest, DatesAndCivilDaysConvertBothWays) {
  const absl::CivilDay day = ToCivilDay(Date(2020, 2, 29));

  EXPECT_EQ(day, absl::CivilDay(2020, 2, 29));
  EXPECT_EQ(FormatDate(ToDate(day)), "2020-02-29");
  EXPECT_EQ(FormatDate(ToDate(day + 1)), "2020-03-01");
}

TEST(CivilDateTest, ParseReadsWhatFormatWrites) {
  for (const char* text : {"2019-10-07", "1900-01-01", "2199-12-31", "2020-02-29"}) {
    const auto date = ParseDate(text);
    ASSERT_TRUE(date.has_value()) << text;
    EXPECT_EQ(FormatDate(*date), text);
  }
}

TEST(CivilDateTest, ParseTakesNothingElse) {
  for (const char* text : {"",           "2019-10-7",           "2019-1-007", "19-10-07",
                           "2019/10/07", "2019-10-07 ",         " 2019-10-7", "2019-10-07T00:00",
                           "2019-02-31", "2019-13-01",          "2019-00-10", "2019-10-00",
                           "1899-12-31", "2200-01-01",          "+019-10-07", "2019-+1-07",
                           "2019- 1-07", "2019-10--7",          "-019-10-07", "2019-1x-07",
                           "20191007",   "2019-10\xe2\x80\x93", "0x13-10-07"}) {
    EXPECT_FALSE(ParseDate(text).has_value()) << text;
  }
}

TEST(CivilDateTest, TheSwedishDayTurnsAtSwedishMidnight) {
  EXPECT_EQ(SwedishDay(Utc("2019-01-15T22:59:59Z")), absl::CivilDay(2019, 1, 15));
  EXPECT_EQ(SwedishDay(Utc("2019-01-15T23:00:00Z")), absl::CivilDay(2019, 1, 16));
  EXPECT_EQ(SwedishDay(Utc("2019-07-15T21:59:59Z")), absl::CivilDay(2019, 7, 15));
  EXPECT_EQ(SwedishDay(Utc("2019-07-15T22:00:00Z")), absl::CivilDay(2019, 7, 16));
}

TEST(CivilDateTest, ADayEndsWhenTheNextBegins) {
  EXPECT_EQ(EndOfSwedishDay(absl::CivilDay(2019, 1, 15)), Utc("2019-01-15T23:00:00Z"));
  EXPECT_EQ(EndOfSwedishDay(absl::CivilDay(2019, 7, 15)), Utc("2019-07-15T22:00:00Z"));
  EXPECT_EQ(EndOfSwedishDay(absl::CivilDay(2019, 12, 31)), Utc("2019-12-31T23:00:00Z"));
}

TEST(CivilDateTest, TheDayOfTheSpringChangeHas23Hours) {
  const absl::CivilDay change(2019, 3, 31);

  EXPECT_EQ(EndOfSwedishDay(change - 1), Utc("2019-03-30T23:00:00Z"));
  EXPECT_EQ(EndOfSwedishDay(change), Utc("2019-03-31T22:00:00Z"));
}

TEST(CivilDateTest, TheDayOfTheAutumnChangeHas25Hours) {
  const absl::CivilDay change(2019, 10, 27);

  EXPECT_EQ(EndOfSwedishDay(change - 1), Utc("2019-10-26T22:00:00Z"));
  EXPECT_EQ(EndOfSwedishDay(change), Utc("2019-10-27T23:00:00Z"));
}

TEST(CivilDateTest, EveryMomentBelongsToTheDayWhoseEndsHoldIt) {
  for (absl::CivilDay day(2019, 1, 1); day < absl::CivilDay(2021, 1, 1); ++day) {
    const absl::Time end = EndOfSwedishDay(day);
    EXPECT_EQ(SwedishDay(end - absl::Nanoseconds(1)), day);
    EXPECT_EQ(SwedishDay(end), day + 1);
  }
}

}  // namespace
}  // namespace samverk
