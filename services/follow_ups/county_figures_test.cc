#include "services/follow_ups/county_figures.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/runtime/testing/from_text.h"

namespace samverk::follow_ups {
namespace {

using runtime::FromText;
using runtime::ToText;
using runtime::With;
using ::testing::IsEmpty;
using ::testing::SizeIs;

v1::IndicatorValue Value(const std::string& key, const std::string& value,
                         const std::string& but = "") {
  return With(
      FromText<v1::IndicatorValue>("key: '" + key + "' reading { title: 'Butiker' value: '" +
                                   value + "' unit: 'st' source: 'SCB' vintage { year: 2018 } }"),
      but);
}

v1::IndicatorValue Missing(const std::string& key) {
  return FromText<v1::IndicatorValue>(
      "key: '" + key + "' reading { title: 'Butiker' missing_because: 'Ej räknat' }");
}

// The only figure of the county.
std::string Figure(const std::vector<MunicipalValues>& county, bool follow_ups_missing = false) {
  const std::vector<v1::CountyFigure> figures = CountyFigures(county, follow_ups_missing);
  EXPECT_THAT(figures, SizeIs(1));
  return figures.empty() ? "" : ToText(figures.front());
}

std::string Text(const std::string& figure) { return ToText(FromText<v1::CountyFigure>(figure)); }

TEST(CountyFiguresTest, ValuesOfOneYearAndUnitAddUp) {
  EXPECT_EQ(Figure({{"a", {Value("butiker", "7")}},
                    {"b", {Value("butiker", "2.5")}},
                    {"c", {Value("butiker", "-1")}}}),
            Text("key: 'butiker' title: 'Butiker' unit: 'st' sum: '8.5' lowest: '-1' highest: '7' "
                 "municipalities: 3 vintage_years: 2018"));
}

TEST(CountyFiguresTest, AMunicipalityWithoutAFollowUpMakesItIncomplete) {
  EXPECT_EQ(Figure({{"a", {Value("butiker", "7")}}}, /*follow_ups_missing=*/true),
            Text("key: 'butiker' title: 'Butiker' unit: 'st' sum: '7' lowest: '7' highest: '7' "
                 "municipalities: 1 vintage_years: 2018 incomplete: true "
                 "gaps: FIGURE_GAP_FOLLOW_UP_MISSING"));
}

TEST(CountyFiguresTest, AMissingValueIsNotZeroAndMakesItIncomplete) {
  const std::string incomplete = Text(
      "key: 'butiker' title: 'Butiker' unit: 'st' sum: '7' lowest: '7' highest: '7' "
      "municipalities: 1 vintage_years: 2018 incomplete: true without_value: 'b' "
      "gaps: FIGURE_GAP_VALUE_MISSING");
  EXPECT_EQ(Figure({{"a", {Value("butiker", "7")}}, {"b", {Missing("butiker")}}}), incomplete);
  EXPECT_EQ(Figure({{"a", {Value("butiker", "7")}}, {"b", {}}}), incomplete);
}

TEST(CountyFiguresTest, ZeroIsAValue) {
  EXPECT_EQ(Figure({{"a", {Value("butiker", "7")}}, {"b", {Value("butiker", "0")}}}),
            Text("key: 'butiker' title: 'Butiker' unit: 'st' sum: '7' lowest: '0' highest: '7' "
                 "municipalities: 2 vintage_years: 2018"));
}

TEST(CountyFiguresTest, DataOfDifferentYearsMakeItIncomplete) {
  EXPECT_EQ(Figure({{"a", {Value("butiker", "7", "reading { vintage { year: 2019 } }")}},
                    {"b", {Value("butiker", "1", "reading { vintage { day @2018-11-30 } }")}}}),
            Text("key: 'butiker' title: 'Butiker' unit: 'st' sum: '8' lowest: '1' highest: '7' "
                 "municipalities: 2 vintage_years: 2018 vintage_years: 2019 incomplete: true "
                 "gaps: FIGURE_GAP_MIXED_VINTAGES"));
}

TEST(CountyFiguresTest, DaysOfOneYearAreOneVintage) {
  const auto figures =
      CountyFigures({{"a", {Value("butiker", "7", "reading { vintage { day @2018-01-01 } }")}},
                     {"b", {Value("butiker", "1", "reading { vintage { day @2018-12-31 } }")}}},
                    false);

  ASSERT_THAT(figures, SizeIs(1));
  EXPECT_FALSE(figures[0].incomplete());
}

TEST(CountyFiguresTest, EveryUnitHasAFigureAndAllAreIncomplete) {
  const auto figures = CountyFigures({{"a", {Value("avstand", "7", "reading { unit: 'km' }")}},
                                      {"b", {Value("avstand", "1", "reading { unit: 'mil' }")}}},
                                     false);

  ASSERT_THAT(figures, SizeIs(2));
  EXPECT_EQ(ToText(figures[0]),
            Text("key: 'avstand' title: 'Butiker' unit: 'km' sum: '7' lowest: '7' highest: '7' "
                 "municipalities: 1 vintage_years: 2018 incomplete: true without_value: 'b' "
                 "gaps: FIGURE_GAP_MIXED_UNITS"));
  EXPECT_EQ(figures[1].unit(), "mil");
  EXPECT_TRUE(figures[1].incomplete());
}

TEST(CountyFiguresTest, WhatIsMissingEverywhereHasAFigureWithoutASum) {
  EXPECT_EQ(Figure({{"a", {Missing("butiker")}}, {"b", {}}}),
            Text("key: 'butiker' title: 'Butiker' incomplete: true without_value: 'a' "
                 "without_value: 'b' gaps: FIGURE_GAP_VALUE_MISSING"));
}

TEST(CountyFiguresTest, ValuesOfSinglePlacesAreLeftOut) {
  EXPECT_THAT(CountyFigures({{"a", {Value("butiker", "7", "place: 'p'")}}}, false), IsEmpty());
}

TEST(CountyFiguresTest, IndicatorsComeByKey) {
  const auto figures = CountyFigures(
      {{"a", {Value("mackar", "1"), Value("butiker", "2")}}, {"b", {Value("apotek", "3")}}}, true);

  ASSERT_THAT(figures, SizeIs(3));
  EXPECT_EQ(figures[0].key(), "apotek");
  EXPECT_EQ(figures[1].key(), "butiker");
  EXPECT_EQ(figures[2].key(), "mackar");
  EXPECT_EQ(figures[2].gaps_size(), 2);
}

TEST(CountyFiguresTest, NothingAddsUpToNothing) { EXPECT_THAT(CountyFigures({}, true), IsEmpty()); }

}  // namespace
}  // namespace samverk::follow_ups
