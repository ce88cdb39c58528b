#include "clients/cli/amounts.h"

#include <string>

#include "clients/cli/error_line.h"
#include "gtest/gtest.h"

namespace samverk {
namespace {

std::string Written(absl::string_view text) {
  const auto figure = ParseFigure(text);
  return figure.ok() ? FormatFigure(*figure) : std::string(figure.status().message());
}

TEST(ParseAmountTest, TakesKronorAsPeopleWriteThem) {
  EXPECT_EQ(*ParseAmount("400000"), 400000);
  EXPECT_EQ(*ParseAmount("400 000 kr"), 400000);
  EXPECT_EQ(*ParseAmount("0"), 0);
  for (const char* wrong : {"", "mycket", "-1", "12,50"}) {
    EXPECT_EQ(ExitCodeOf(ParseAmount(wrong).status()), kExitUsage) << wrong;
  }
}

TEST(ParseFigureTest, ReadsWhatFormatFigureWrites) {
  EXPECT_EQ(Written("nya ombud=3"), "nya ombud: 3");
  EXPECT_EQ(Written("avstånd = 12,5 km"), "avstånd: 12,5 km");
  EXPECT_EQ(Written("avstånd=12.50 km"), "avstånd: 12,50 km");
  EXPECT_EQ(Written("kostnad=1 400 000 kr"), "kostnad: 1 400 000 kr");
  EXPECT_EQ(Written("kostnad=1\u00a0400 kr"), "kostnad: 1 400 kr");
  EXPECT_EQ(Written("förändring=-0,05 %"), "förändring: -0,05 %");
  EXPECT_EQ(Written("förändring=-3"), "förändring: -3");
  EXPECT_EQ(Written("a=b=7"), "a=b: 7");
  EXPECT_EQ(Written("noll=0,000001"), "noll: 0,000001");
}

TEST(ParseFigureTest, KeepsTheNumberAsItWasWritten) {
  const auto figure = ParseFigure("avstånd=12,50 km");
  EXPECT_EQ(figure->value(), 1250);
  EXPECT_EQ(figure->decimals(), 2);
  EXPECT_EQ(figure->unit(), "km");
}

TEST(ParseFigureTest, RefusesWhatIsNoFigure) {
  for (const char* wrong : {"3", "=3", "ombud=", "ombud=tre", "ombud=1,", "ombud=0,0000001",
                            "ombud=99999999999999999999"}) {
    EXPECT_EQ(ExitCodeOf(ParseFigure(wrong).status()), kExitUsage) << wrong;
  }
}

}  // namespace
}  // namespace samverk
