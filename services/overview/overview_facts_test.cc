#include "services/overview/overview_facts.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/civil_date.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/runtime/testing/from_text.h"

namespace samverk::overview {
namespace {

using runtime::FromText;
using ::testing::ElementsAre;

// The years that are left of 2016 to 2019.
std::string Clipped(int first, int last) {
  OverviewQuestion question;
  question.first_year = first;
  question.last_year = last;
  const Years years = Clip({2016, 2019}, question);
  return absl::StrCat(years.first, "–", years.last);
}

std::vector<std::string> Titles(Items& items, int* count = nullptr) {
  v1::GetOverviewResponse response;
  const int all = items.Put(*response.mutable_overdue());
  if (count != nullptr) *count = all;
  std::vector<std::string> titles;
  titles.reserve(static_cast<size_t>(response.overdue_size()));
  for (const v1::OverviewItem& item : response.overdue()) titles.push_back(item.title());
  return titles;
}

TEST(OverviewFactsTest, OnlyYearsThatAreKnownAndAskedForAreTold) {
  EXPECT_EQ(Clipped(0, 0), "2016–2019");
  EXPECT_EQ(Clipped(2017, 0), "2017–2019");
  EXPECT_EQ(Clipped(0, 2017), "2016–2017");
  EXPECT_EQ(Clipped(2010, 2030), "2016–2019");
  EXPECT_EQ(Clipped(2021, 2021), "2021–2019");  // None.
}

TEST(OverviewFactsTest, TwelveMonthsEndOnTheSameDayOfTheNextYear) {
  const absl::CivilDay day(2019, 10, 7);
  EXPECT_TRUE(WithinAYear(absl::CivilDay(2020, 10, 6), day));
  EXPECT_FALSE(WithinAYear(absl::CivilDay(2020, 10, 7), day));
  EXPECT_TRUE(WithinAYear(absl::CivilDay(2018, 1, 1), day));
  EXPECT_TRUE(WithinAYear(absl::CivilDay(2021, 2, 28), absl::CivilDay(2020, 2, 29)));
  EXPECT_FALSE(WithinAYear(absl::CivilDay(2021, 3, 1), absl::CivilDay(2020, 2, 29)));
}

TEST(OverviewFactsTest, DaysInForceHaveNoGap) {
  const auto plan = FromText<v1::Plan>(
      "in_force { revision: 1 period { start_date @2017-01-01 end_date @2018-01-01 } } "
      "in_force { revision: 2 period { start_date @2018-01-01 end_date @2019-01-01 } } "
      "in_force { revision: 3 period { start_date @2020-01-01 end_date @2021-01-01 } }");
  const v1::DatePeriod days = InForceAround(plan, absl::CivilDay(2018, 5, 1));
  EXPECT_EQ(FormatDate(days.start_date()), "2017-01-01");
  EXPECT_EQ(FormatDate(days.end_date()), "2019-01-01");
}

TEST(OverviewFactsTest, ThingsToSeeToAreInTheOrderOfTheirKindsAndDays) {
  const OverviewQuestion question;
  Items items(question);
  items.Add(FromText<v1::OverviewItem>("kind: OVERVIEW_ITEM_KIND_PLAN_ENDED title: 'e'"));
  items.Add(FromText<v1::OverviewItem>("kind: OVERVIEW_ITEM_KIND_MEASURE_LATE title: 'd'"));
  items.Add(FromText<v1::OverviewItem>(
      "kind: OVERVIEW_ITEM_KIND_MEASURE_LATE title: 'c' since @2018-01-01"));
  items.Add(FromText<v1::OverviewItem>(
      "kind: OVERVIEW_ITEM_KIND_MEASURE_LATE title: 'b' deadline @2019-05-01"));
  items.Add(FromText<v1::OverviewItem>(
      "kind: OVERVIEW_ITEM_KIND_MEASURE_LATE title: 'a' deadline @2018-05-01"));
  EXPECT_THAT(Titles(items), ElementsAre("a", "b", "c", "d", "e"));
}

TEST(OverviewFactsTest, OnlyThingsOfTheOrganisationThatIsAskedAboutAreTold) {
  OverviewQuestion question;
  question.organisation = "partnerships/p/organisations/2421";
  Items items(question);
  items.Add(
      FromText<v1::OverviewItem>("organisation: 'partnerships/p/organisations/2421' title: 'a'"));
  items.Add(FromText<v1::OverviewItem>("about: 'partnerships/p/organisations/2421' title: 'b'"));
  items.Add(
      FromText<v1::OverviewItem>("organisation: 'partnerships/p/organisations/2422' title: 'c'"));
  EXPECT_THAT(Titles(items), ElementsAre("a", "b"));
}

TEST(OverviewFactsTest, SoManyThingsAreNamedAndMoreAreCounted) {
  for (const int added : {kItemsMax, kItemsMax + 1}) {
    const OverviewQuestion question;
    Items items(question);
    for (int i = 0; i < added; ++i) items.Add(v1::OverviewItem());
    int count = 0;
    EXPECT_EQ(Titles(items, &count).size(), static_cast<size_t>(kItemsMax));
    EXPECT_EQ(count, added);
  }
}

}  // namespace
}  // namespace samverk::overview
