#include "clients/cli/swedish.h"

#include "base/civil_date.h"
#include "clients/cli/arguments.h"
#include "gtest/gtest.h"

namespace samverk {
namespace {

v1::DatePeriod Period(const char* first, const char* last) {
  return PeriodOf(*ParseDate(first), *ParseDate(last));
}

TEST(FormatPeriodTest, NamesTheLastDayAndNoMoreOfItThanDiffers) {
  EXPECT_EQ(FormatPeriod(Period("2019-05-14", "2019-05-14")), "2019-05-14");
  EXPECT_EQ(FormatPeriod(Period("2019-05-14", "2019-05-15")), "2019-05-14–15");
  EXPECT_EQ(FormatPeriod(Period("2019-05-30", "2019-06-01")), "2019-05-30–06-01");
  EXPECT_EQ(FormatPeriod(Period("2019-12-30", "2020-01-02")), "2019-12-30–2020-01-02");
  EXPECT_EQ(FormatPeriod(Period("2019-05-31", "2020-05-31")), "2019-05-31–2020-05-31");
  EXPECT_EQ(FormatPeriod({}), "");
}

TEST(FormatTimeTest, IsSwedishTimeInSummerAndWinter) {
  google::protobuf::Timestamp time;
  EXPECT_EQ(FormatMinute(time), "");
  time.set_seconds(1570442700);  // 2019-10-07 10:05 UTC.
  EXPECT_EQ(FormatMinute(time), "2019-10-07 12:05");
  time.set_seconds(1577833200);  // 2019-12-31 23:00 UTC: next year in Sweden.
  EXPECT_EQ(FormatDay(time), "2020-01-01");
}

TEST(FormatDecisionTest, LeavesOutWhatIsNotKnown) {
  EXPECT_EQ(FormatDecision(*ParseDecision("KF 2019-06-11 §67")), "KF 2019-06-11 § 67");
  EXPECT_EQ(FormatDecision(*ParseDecision("KF 2019-12-16")), "KF 2019-12-16");
  EXPECT_EQ(FormatDecision(*ParseDecision("KF 2025-06-12 § 45 KS 2025/41")),
            "KF 2025-06-12 § 45, KS 2025/41");
}

TEST(InSwedishTest, UsesTheWordsOfTheGlossary) {
  EXPECT_EQ(InSwedish(v1::WORKSHOP_STATE_HELD), "genomförd");
  EXPECT_EQ(InSwedish(v1::MEETING_STATE_CALLED), "kallad");
  EXPECT_EQ(InSwedish(v1::ROLE_PROCESS_LEADER), "processledare");
  EXPECT_EQ(InSwedish(v1::ORGANISATION_KIND_COUNTY_BOARD), "länsstyrelse");
  EXPECT_EQ(InSwedish(v1::EVENT_FORM_HYBRID), "på plats och digitalt");
}

TEST(InSwedishTest, HasAWordForEveryValue) {
  for (int i = 1; i <= v1::WorkshopState_MAX; ++i) {
    EXPECT_EQ(InSwedish(static_cast<v1::WorkshopState>(i)).find("okänd"), std::string::npos) << i;
  }
  for (int i = 1; i <= v1::Role_MAX; ++i) {
    EXPECT_EQ(InSwedish(static_cast<v1::Role>(i)).find("okänd"), std::string::npos) << i;
  }
  for (int i = 1; i <= v1::OrganisationKind_MAX; ++i) {
    EXPECT_EQ(InSwedish(static_cast<v1::OrganisationKind>(i)).find("okänd"), std::string::npos)
        << i;
  }
}

TEST(KindInSwedishTest, IsTheWordOfTheGlossaryOrElseTheCollection) {
  EXPECT_EQ(KindInSwedish("workshops"), "serviceverkstad");
  EXPECT_EQ(KindInSwedish("nationalIssues"), "påverkansfråga");
  EXPECT_EQ(KindInSwedish("robots"), "robots");
}

TEST(InSwedishTest, ShowsTheNumberOfWhatIsYounger) {
  EXPECT_EQ(InSwedish(static_cast<v1::WorkshopState>(17)), "okänd (17)");
}

TEST(SwedishTest, ThousandsStandApart) {
  EXPECT_EQ(FormatThousands(0), "0");
  EXPECT_EQ(FormatThousands(999), "999");
  EXPECT_EQ(FormatThousands(1000), "1 000");
  EXPECT_EQ(FormatThousands(-1'250'000), "-1 250 000");
  EXPECT_EQ(FormatThousands(-100), "-100");
}

TEST(SwedishTest, SizesAreAsFileManagersShowThem) {
  EXPECT_EQ(FormatSize(0), "0 byte");
  EXPECT_EQ(FormatSize(999), "999 byte");
  EXPECT_EQ(FormatSize(1000), "1,0 kB");
  EXPECT_EQ(FormatSize(9949), "9,9 kB");
  EXPECT_EQ(FormatSize(9950), "10 kB");
  EXPECT_EQ(FormatSize(999'499), "999 kB");
  EXPECT_EQ(FormatSize(999'500), "1,0 MB");
  EXPECT_EQ(FormatSize(104'857'600), "105 MB");
  EXPECT_EQ(FormatSize(20'000'000'000), "20 GB");
}

}  // namespace
}  // namespace samverk
