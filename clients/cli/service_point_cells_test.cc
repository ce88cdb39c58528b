#include "clients/cli/service_point_cells.h"

#include <string>
#include <utility>
#include <vector>

#include "base/civil_date.h"
#include "base/testing/status_matchers.h"
#include "clients/cli/bracket_text.h"
#include "clients/cli/decimals.h"
#include "clients/cli/error_line.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace samverk {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// What a parser says about what it does not take.
template <typename Parsed>
std::string Refused(const absl::StatusOr<Parsed>& parsed) {
  EXPECT_EQ(ExitCodeOf(parsed.status()), kExitUsage);
  return std::string(parsed.status().message());
}

std::string OpenAgain(const std::string& cell) {
  const auto turns = ParseOpenCell(cell);
  EXPECT_OK(turns);
  return turns.ok() ? OpenCell(*turns) : "";
}

TEST(OpenCellTest, TellsALife) {
  const std::vector<std::pair<std::string, std::string>> cells = {
      {"2001-05-01–", "2001-05-01–"},
      {"2001-05-01", "2001-05-01–"},
      {" 2001-05-01 - 2018-11-30 ", "2001-05-01–2018-11-30"},
      {"2001-05-01/2018-11-30", "2001-05-01–2018-11-30"},
      {"före 2016-01-01–", "före 2016-01-01–"},
      {"2001-05-01–2018-11-30 (Konkurs) | 2019-06-01 (Byn tog över)–",
       "2001-05-01–2018-11-30 (Konkurs) | 2019-06-01 (Byn tog över)–"},
      {"2001-05-01 (a|b\\)c\\\\)–", "2001-05-01 (a|b\\)c\\\\)–"},
  };
  for (const auto& [cell, again] : cells) {
    EXPECT_EQ(OpenAgain(cell), again) << cell;
    EXPECT_EQ(OpenAgain(again), again);
  }
}

TEST(OpenCellTest, ALastDayIsTheDayBeforeItCloses) {
  ASSERT_OK_AND_ASSIGN(const Turns turns, ParseOpenCell("2001-05-01–2018-11-30 (Konkurs)"));
  ASSERT_THAT(turns, SizeIs(2));
  EXPECT_EQ(turns[0].kind(), v1::SERVICE_POINT_TURN_KIND_OPENED);
  EXPECT_EQ(turns[1].kind(), v1::SERVICE_POINT_TURN_KIND_CLOSED);
  EXPECT_EQ(FormatDate(turns[1].date()), "2018-12-01");
  EXPECT_EQ(turns[1].cause(), "Konkurs");
}

TEST(OpenCellTest, WhatIsNoLifeIsRefused) {
  const std::vector<std::pair<std::string, std::string>> cells = {
      {"2001", "är ingen dag"},
      {"i fjol", "är ingen dag"},
      {"2001-02-30–", "är ingen dag"},
      {"2001-05-01–i dag", "är ingen dag"},
      {"2018-11-30–2001-05-01", "före den första"},
      {"2001-05-01– | 2019-06-01–", "inte stängt"},
      {"2001-05-01–2018-11-30 | 2018-12-01–", "samma dag"},
      {"2019-06-01– | 2001-05-01–2018-11-30", "den 2001-05-01"},
      {"2001-05-01–2018-11-30 | före 2019-06-01–", "bara om den första"},
      {"2001-05-01 (öppen–", "parentesen"},
      {"2001-05-01– och så vidare", "är ingen dag"},
      {"2001-05-01–2018-11-30 och", "kan inte läsas"},
      {" | ", "är ingen dag"},
  };
  for (const auto& [cell, advice] : cells) {
    EXPECT_THAT(Refused(ParseOpenCell(cell)), HasSubstr(advice)) << cell;
  }
}

TEST(ThreatCellTest, AThreatThatClosingEndedHasNoTurnOfItsOwn) {
  ASSERT_OK_AND_ASSIGN(const Turns open, ParseOpenCell("2001-05-01–2018-11-30 (Konkurs)"));
  const std::string cell = "2010-01-01 (Ålder)–2010-12-31 (Sonen) | 2018-03-01–2018-11-30";
  ASSERT_OK_AND_ASSIGN(Turns turns, ParseThreatCell(cell, open));
  EXPECT_THAT(turns, SizeIs(3));
  turns.insert(turns.end(), open.begin(), open.end());
  EXPECT_EQ(ThreatCell(turns), cell);
  EXPECT_EQ(OpenCell(turns), "2001-05-01–2018-11-30 (Konkurs)");
  EXPECT_OK(CheckLife(turns));
}

TEST(ThreatCellTest, AThreatThatGoesOnHasNoEnd) {
  ASSERT_OK_AND_ASSIGN(const Turns turns, ParseThreatCell("2018-03-01 (Ålder)", {}));
  EXPECT_EQ(ThreatCell(turns), "2018-03-01 (Ålder)–");
  EXPECT_THAT(ThreatCell({}), IsEmpty());
}

TEST(CheckLifeTest, SaysWhatIsWrongOnWhichDay) {
  ASSERT_OK_AND_ASSIGN(const Turns open, ParseOpenCell("2001-05-01–2018-11-30"));
  for (const auto& [threat, advice] : std::vector<std::pair<std::string, std::string>>{
           {"2000-01-01–", "den 2000-01-01 var det inte öppet"},
           {"2018-12-15–", "den 2018-12-15 var det inte öppet"},
           {"2018-01-01– | 2018-02-01–", "den 2018-02-01 var det redan hotat"},
           {"2018-01-01–2019-12-31", "den 2020-01-01 var det inte hotat"},
           {"2001-05-01–", "samma dag, 2001-05-01"}}) {
    ASSERT_OK_AND_ASSIGN(Turns turns, ParseThreatCell(threat, open));
    turns.insert(turns.end(), open.begin(), open.end());
    const absl::Status life = CheckLife(turns);
    EXPECT_EQ(ExitCodeOf(life), kExitUsage) << threat;
    EXPECT_THAT(std::string(life.message()), HasSubstr(advice)) << threat;
  }
}

TEST(OfferCellTest, TellsWhatCanBeHadAndWhen) {
  const std::vector<std::pair<std::string, std::string>> cells = {
      {"ja", "ja"},
      {"JA", "ja"},
      {"x", "ja"},
      {"ja (Bara Lördagar)", "ja (Bara Lördagar)"},
      {"ja 2010-01-01", "ja 2010-01-01–"},
      {"2010-01-01–2015-12-31", "ja 2010-01-01–2015-12-31"},
      {"ja –2015-12-31", "ja –2015-12-31"},
      {"ja 2016-01-01– | ja –2015-12-31 (kort)", "ja –2015-12-31 (kort) | ja 2016-01-01–"},
      {"nej", ""},
      {"Nej ", ""},
  };
  for (const auto& [cell, again] : cells) {
    const auto terms = ParseOfferCell(v1::SERVICE_OFFER_POST, cell);
    ASSERT_OK(terms) << cell;
    EXPECT_EQ(OfferCell(*terms), again) << cell;
  }
  const auto grocery = ParseOfferCell(v1::SERVICE_OFFER_GROCERY, "Fullsortiment 2010-01-01–");
  ASSERT_OK(grocery);
  EXPECT_EQ(OfferCell(*grocery), "fullsortiment 2010-01-01–");
}

TEST(OfferCellTest, WhatCanNotBeIsRefused) {
  const auto post = [](const char* cell) {
    return Refused(ParseOfferCell(v1::SERVICE_OFFER_POST, cell));
  };
  EXPECT_THAT(post("fullsortiment"), HasSubstr("bara om dagligvaror"));
  EXPECT_THAT(post("kanske"), HasSubstr("kan inte läsas; skriv till exempel ja"));
  EXPECT_THAT(post("jajamän"), HasSubstr("kan inte läsas"));
  EXPECT_THAT(post("ja 2015-12-31–2010-01-01"), HasSubstr("före den första"));
  EXPECT_THAT(post("ja | ja 2010-01-01–"), HasSubstr("samma dag"));
  EXPECT_THAT(post("ja –2015-12-31 | ja 2015-12-31–"), HasSubstr("samma dag"));
  EXPECT_THAT(post("ja 2010"), HasSubstr("kan inte läsas"));
}

TEST(OfferTextTest, BeginsWithItsKind) {
  const auto offer = ParseOfferText("dator och nät 2010-01-01– (bibliotekstid)");
  ASSERT_OK(offer);
  EXPECT_EQ(offer->offer(), v1::SERVICE_OFFER_DIGITAL_ACCESS);
  EXPECT_EQ(offer->conditions(), "bibliotekstid");
  const auto grocery = ParseOfferText("grocery fullsortiment");
  ASSERT_OK(grocery);
  EXPECT_TRUE(grocery->full_range());
  EXPECT_THAT(Refused(ParseOfferText("godis")), HasSubstr("inget serviceslag"));
}

TEST(HoursCellTest, HoursFollowEachOther) {
  const auto hours = ParseHoursCell("från 2019-06-01: alla dagar 10–20 | mån–fre 9–18 (a | b)");
  ASSERT_OK(hours);
  EXPECT_EQ(HoursCell(*hours),
            "mån–fre 09:00–18:00 (a | b) | från 2019-06-01: alla dagar 10:00–20:00");
  EXPECT_THAT(Refused(ParseHoursCell("mån 9–18 | tis 9–18")), HasSubstr("samma dag"));
}

TEST(BracketTextTest, ABarInBracketsPartsNothing) {
  EXPECT_THAT(SplitAtBars("a (b | c) | d (e \\) | f)||  "),
              ElementsAre("a (b | c)", "d (e \\) | f)"));
}

TEST(DecimalsTest, NumbersAreExact) {
  EXPECT_EQ(ParseDecimal("65,713", 6), 65'713'000);
  EXPECT_EQ(ParseDecimal(" 65.7130004 ", 6), 65'713'000);
  EXPECT_EQ(ParseDecimal("65.7130005", 6), 65'713'001);
  EXPECT_EQ(ParseDecimal("-0,5", 3), -500);
  EXPECT_EQ(ParseDecimal("−12", 3), -12'000);
  EXPECT_EQ(ParseDecimal("0", 3), 0);
  EXPECT_EQ(ParseDecimal("999999999999999", 3), 999'999'999'999'999'000);
  for (const char* wrong :
       {"", "-", "1,", ",5", "1e3", "1 000", "0x10", "1,2,3", "NaN", "1000000000000000"}) {
    EXPECT_EQ(ParseDecimal(wrong, 3), std::nullopt) << wrong;
  }
  EXPECT_EQ(FormatDecimal(65'713'000, 6), "65,713");
  EXPECT_EQ(FormatDecimal(-500, 3), "-0,5");
  EXPECT_EQ(FormatDecimal(5, 3), "0,005");
  EXPECT_EQ(FormatDecimal(12'000, 3), "12");
  EXPECT_EQ(FormatDecimal(0, 6, '.'), "0");
}

TEST(DecimalsTest, APositionIsNorthThenEast) {
  for (const char* text : {"65.713,15.271", "65.713, 15.271", "65,713 15,271", "65.713 15.271"}) {
    const auto position = ParsePosition(text);
    ASSERT_TRUE(position.has_value()) << text;
    EXPECT_EQ(position->latitude_microdegrees(), 65'713'000);
    EXPECT_EQ(FormatPosition(*position), "65.713, 15.271");
  }
  for (const char* wrong : {"", "65.713", "65.713,15.271,3", "norr öster", "99999999999,1.5"}) {
    EXPECT_FALSE(ParsePosition(wrong).has_value()) << wrong;
  }
}

}  // namespace
}  // namespace samverk
