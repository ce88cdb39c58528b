#include "clients/cli/arguments.h"

#include <string>

#include "base/civil_date.h"
#include "clients/cli/error_line.h"
#include "clients/cli/swedish.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace samverk {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

template <typename Parsed>
void ExpectUsageError(const absl::StatusOr<Parsed>& parsed, const std::string& part) {
  EXPECT_EQ(ExitCodeOf(parsed.status()), kExitUsage);
  EXPECT_THAT(std::string(parsed.status().message()), HasSubstr(part));
}

TEST(DateArgumentTest, TakesOnlyDaysThatExist) {
  EXPECT_EQ(FormatDate(*ParseDateArgument("2020-02-29")), "2020-02-29");
  ExpectUsageError(ParseDateArgument("2019-02-29"), "\"2019-02-29\" is not a date");
  ExpectUsageError(ParseDateArgument("14/5 2019"), "write it as 2019-05-14");
  ExpectUsageError(ParseDateArgument(""), "is not a date");
}

TEST(PeriodTest, IncludesItsLastDay) {
  const v1::DatePeriod period = *ParsePeriod("2019-05-30", "2019-05-31");
  EXPECT_EQ(FormatDate(period.start_date()), "2019-05-30");
  EXPECT_EQ(FormatDate(period.end_date()), "2019-06-01");
}

TEST(PeriodTest, OfOneDayNeedsNoLastDay) {
  EXPECT_EQ(FormatPeriod(*ParsePeriod("2019-05-14", "")), "2019-05-14");
}

TEST(PeriodTest, DoesNotEndBeforeItBegins) {
  ExpectUsageError(ParsePeriod("2019-05-14", "2019-05-13"), "before the first day 2019-05-14");
}

TEST(NoonTest, IsTheSameDayInSwedenAllYear) {
  EXPECT_EQ(FormatMinute(NoonOf(*ParseDate("2019-07-01"))), "2019-07-01 12:00");
  EXPECT_EQ(FormatMinute(NoonOf(*ParseDate("2019-12-01"))), "2019-12-01 12:00");
  // The day on which the clocks go forward.
  EXPECT_EQ(FormatMinute(NoonOf(*ParseDate("2019-03-31"))), "2019-03-31 12:00");
}

TEST(DecisionTest, IsReadAsPeopleWriteIt) {
  const v1::DecisionRef decision = *ParseDecision("KF 2019-06-11 §67");
  EXPECT_EQ(decision.body(), "KF");
  EXPECT_EQ(FormatDate(decision.date()), "2019-06-11");
  EXPECT_EQ(decision.paragraph(), "67");
  EXPECT_EQ(decision.diarienummer(), "");
}

TEST(DecisionTest, MayHaveSpacesAndADiarienummer) {
  const v1::DecisionRef decision =
      *ParseDecision("Regionala utvecklingsnämnden 2019-06-11 § 67 RUN 2019/4");
  EXPECT_EQ(decision.body(), "Regionala utvecklingsnämnden");
  EXPECT_EQ(decision.paragraph(), "67");
  EXPECT_EQ(decision.diarienummer(), "RUN 2019/4");
}

TEST(DecisionTest, NeedsABodyAndADay) {
  ExpectUsageError(ParseDecision("2019-06-11 §67"), "is not a decision");
  ExpectUsageError(ParseDecision("KF §67"), "is not a decision");
}

TEST(AttendanceTest, IsAnOrganisationAndANumber) {
  EXPECT_EQ(ParseAttendance("bygderad-storuman=20")->organisation(), "bygderad-storuman");
  EXPECT_EQ(ParseAttendance("2421=3")->participants(), 3);
  ExpectUsageError(ParseAttendance("2421"), "ORGANISATION=NUMBER");
  ExpectUsageError(ParseAttendance("2421=0"), "ORGANISATION=NUMBER");
  ExpectUsageError(ParseAttendance("=3"), "ORGANISATION=NUMBER");
}

TEST(ProgrammeItemTest, HasATimeATitleAndMayHaveADayAndAnOrganisation) {
  const v1::ProgrammeItem item = *ParseProgrammeItem("2 09:30 Välkomna till Tärnaby @2421");
  EXPECT_EQ(item.day(), 2);
  EXPECT_EQ(FormatTimeOfDay(item.start_time()), "09:30");
  EXPECT_EQ(item.title(), "Välkomna till Tärnaby");
  EXPECT_EQ(item.organisation(), "2421");
  EXPECT_EQ(ParseProgrammeItem("13:00 Studiebesök")->day(), 1);
  EXPECT_EQ(ParseProgrammeItem("13:00 3 bybutiker")->title(), "3 bybutiker");
}

TEST(ProgrammeItemTest, RefusesWhatLacksATimeOrATitle) {
  ExpectUsageError(ParseProgrammeItem("Studiebesök"), "is not a programme item");
  ExpectUsageError(ParseProgrammeItem("9:30 Studiebesök"), "is not a programme item");
  ExpectUsageError(ParseProgrammeItem("09:30"), "is not a programme item");
  ExpectUsageError(ParseProgrammeItem("25:00 Sent"), "is not a programme item");
  ExpectUsageError(ParseProgrammeItem(""), "is not a programme item");
}

TEST(EntryTextTest, SplitsAtTheFirstEqualsSign) {
  EXPECT_EQ(ParseEntryText("12=a=b")->entry, 12);
  EXPECT_EQ(ParseEntryText("12=a=b")->text, "a=b");
  ExpectUsageError(ParseEntryText("text"), "ENTRY=TEXT");
}

TEST(TextTest, BecomesNormalizationFormC) {
  std::string text = "Stro\xcc\x88msund";
  EXPECT_EQ(AsText()(text), "");
  EXPECT_EQ(text, "Strömsund");
}

TEST(TextTest, ThatIsNotUtf8IsRefused) {
  std::string text = "Str\xf6msund";  // Latin-1.
  EXPECT_THAT(AsText()(text), HasSubstr("not UTF-8"));
}

TEST(UuidTest, MayBeInCapitals) {
  std::string text = "0199A1B2-0000-7000-8000-000000000001";
  EXPECT_EQ(AsUuid()(text), "");
  EXPECT_EQ(text, "0199a1b2-0000-7000-8000-000000000001");
  text = "0199";
  EXPECT_THAT(AsUuid()(text), HasSubstr("is not a UUID"));
}

TEST(EnumWordsTest, FollowTheProto) {
  EXPECT_THAT(EnumWords(*v1::EventForm_descriptor()), ElementsAre("physical", "digital", "hybrid"));
  EXPECT_EQ(ParseEnum<v1::OrganisationKind>("county-board"), v1::ORGANISATION_KIND_COUNTY_BOARD);
  EXPECT_EQ(ParseEnum<v1::OrganisationKind>("COUNTY_BOARD"), v1::ORGANISATION_KIND_COUNTY_BOARD);
  EXPECT_EQ(ParseEnum<v1::OrganisationKind>("unspecified"), std::nullopt);
  EXPECT_EQ(ParseEnum<v1::OrganisationKind>("kommun"), std::nullopt);
}

TEST(EnumWordsTest, AreNamedWhereOneIsWrong) {
  std::string word = "fysisk";
  EXPECT_EQ(AsWordOf<v1::EventForm>()(word), "\"fysisk\" is none of physical|digital|hybrid");
}

}  // namespace
}  // namespace samverk
