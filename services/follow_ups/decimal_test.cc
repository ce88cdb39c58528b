#include "services/follow_ups/decimal.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "rapidcheck/gtest.h"

namespace samverk::follow_ups {
namespace {

std::string Again(absl::string_view text) {
  const std::optional<Decimal> parsed = Decimal::Parse(text);
  return parsed.has_value() ? parsed->ToString() : "none";
}

TEST(DecimalTest, IsReadAndWrittenWithoutZerosAtTheEnd) {
  EXPECT_EQ(Again("7"), "7");
  EXPECT_EQ(Again("12.50"), "12.5");
  EXPECT_EQ(Again("-0.25"), "-0.25");
  EXPECT_EQ(Again("0.000001"), "0.000001");
  EXPECT_EQ(Again("10"), "10");
  EXPECT_EQ(Again("1.000000"), "1");
  EXPECT_EQ(Again("-0"), "0");
}

TEST(DecimalTest, TakesAsManyDigitsAsAreKeptAndNoMore) {
  EXPECT_EQ(Again("999999999999.999999"), "999999999999.999999");
  EXPECT_EQ(Again("-999999999999.999999"), "-999999999999.999999");
  EXPECT_EQ(Again("1000000000000"), "none");
  EXPECT_EQ(Again("0.0000001"), "none");
}

TEST(DecimalTest, TakesNothingElse) {
  for (const char* text : {"", "-", ".", ".5", "5.", "+1", " 1", "1 ", "1,5", "1 000", "007", "1e3",
                           "--1", "1.2.3", "sju", "٣", "1.-5"}) {
    EXPECT_EQ(Again(text), "none") << text;
  }
}

TEST(DecimalTest, AHundredOfTheLargestAddUpExactly) {
  const Decimal largest = *Decimal::Parse("999999999999.999999");
  Decimal sum;
  for (int i = 0; i < 100; ++i) sum += largest;

  EXPECT_EQ(sum.ToString(), "99999999999999.9999");
}

TEST(DecimalTest, TenthsAddUpAsPeopleAddThem) {
  Decimal sum = *Decimal::Parse("0.1");
  sum += *Decimal::Parse("0.2");

  EXPECT_EQ(sum, *Decimal::Parse("0.3"));
}

std::string Text(int64_t millionths) {
  const int64_t size = millionths < 0 ? -millionths : millionths;
  const std::string fraction = absl::StrCat(1'000'000 + size % 1'000'000).substr(1);
  return absl::StrCat(millionths < 0 ? "-" : "", size / 1'000'000, ".", fraction);
}

RC_GTEST_PROP(DecimalPropertyTest, AddsAndComparesAsIntegersDo, (int32_t a, int32_t b)) {
  const Decimal left = *Decimal::Parse(Text(a));
  const Decimal right = *Decimal::Parse(Text(b));
  Decimal sum = left;
  sum += right;

  RC_ASSERT(sum == *Decimal::Parse(Text(int64_t{a} + b)));
  RC_ASSERT((left < right) == (a < b));
  RC_ASSERT(*Decimal::Parse(sum.ToString()) == sum);
}

}  // namespace
}  // namespace samverk::follow_ups
