#include "clients/cli/hours_text.h"

#include <string>
#include <utility>
#include <vector>

#include "base/civil_date.h"
#include "base/testing/status_matchers.h"
#include "clients/cli/error_line.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace samverk {
namespace {

using ::testing::HasSubstr;

// The hours as they are written again.
std::string Again(const std::string& text) {
  const auto hours = ParseHours(text);
  EXPECT_OK(hours);
  return hours.ok() ? FormatHours(*hours) : "";
}

TEST(HoursTextTest, IsReadAsPeopleWriteIt) {
  const std::vector<std::pair<std::string, std::string>> texts = {
      {"mån–fre 09:00–18:00, lör 10:00–14:00", "mån–fre 09:00–18:00, lör 10:00–14:00"},
      {"man-fre 9-18, lor 10.00-14.00", "mån–fre 09:00–18:00, lör 10:00–14:00"},
      {"Måndag - fredag 9 - 18", "mån–fre 09:00–18:00"},
      {"MÅN 9–18", "mån 09:00–18:00"},
      {"tisdagar 9–18", "tis 09:00–18:00"},
      {"tis och tor 13–18", "tis 13:00–18:00, tor 13:00–18:00"},
      {"mån, ons, fre 10–16", "mån 10:00–16:00, ons 10:00–16:00, fre 10:00–16:00"},
      {"mån–fre 09–12 och 13–18", "mån–fre 09:00–12:00 och 13:00–18:00"},
      {"mån 13–18, mån 09–12", "mån 09:00–12:00 och 13:00–18:00"},
      {"alla dagar dygnet runt", "alla dagar dygnet runt"},
      {"mån–sön 00:00–24:00", "alla dagar dygnet runt"},
      {"fre 18:00–00:00", "fre 18:00–00:00"},
      {"dagligen 10–20", "alla dagar 10:00–20:00"},
      {"mån–lör 9–18, sön stängt", "mån–lör 09:00–18:00"},
      {"(enligt överenskommelse)", "(enligt överenskommelse)"},
      {"mån–fre 9–18 (stängt v. 29 \\(juli\\))", "mån–fre 09:00–18:00 (stängt v. 29 (juli\\))"},
      {"från 2019-06-01: alla dagar 10–20 (sommar)",
       "från 2019-06-01: alla dagar 10:00–20:00 (sommar)"},
      {"från 2019-06-01: (stängt)", "från 2019-06-01: (stängt)"},
      {"från 2019-06-01: (a:  (b)", "från 2019-06-01: (a:  (b)"},
  };
  for (const auto& [text, again] : texts) {
    EXPECT_EQ(Again(text), again) << text;
    EXPECT_EQ(Again(again), again);
  }
}

TEST(HoursTextTest, HasItsDayItsSpansAndItsNoteApart) {
  ASSERT_OK_AND_ASSIGN(const v1::OpeningHours hours,
                       ParseHours("från 2019-06-01: lör 09:30–24:00 (sommar)"));
  EXPECT_EQ(FormatDate(hours.start_date()), "2019-06-01");
  EXPECT_EQ(hours.note(), "sommar");
  ASSERT_EQ(hours.spans_size(), 1);
  EXPECT_EQ(hours.spans(0).weekday(), 6);
  EXPECT_EQ(hours.spans(0).opens().minutes(), 30);
  EXPECT_EQ(hours.spans(0).closes().hours(), 0);  // Midnight, as the API has it.
}

TEST(HoursTextTest, WhatCanNotBeSaysWhatToWrite) {
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {"", "skriv till exempel"},
      {"lör stängt", "skriv till exempel"},
      {"mån", "skriv till exempel"},
      {"xyz 9–18", "skriv till exempel"},
      {"fre–mån 9–18", "skriv till exempel"},
      {"mån 9", "skriv till exempel"},
      {"mån 25–26", "skriv till exempel"},
      {"mån 9:60–18", "skriv till exempel"},
      {"mån 9:5–18", "skriv till exempel"},
      {"mån 18–02", "nästa dag"},
      {"mån 9–9", "nästa dag"},
      {"mån 9–13, mån 12–18", "mån överlappar"},
      {"mån 9–18 (öppen parentes", "avslutas med )"},
      {"mån 9–18 (not) tis 9–18", "stå sist"},
      {"från i morgon: mån 9–18", "från 2019-06-01:"},
      {"från 2019-06-01", "från 2019-06-01:"},
  };
  for (const auto& [text, advice] : wrong) {
    const auto hours = ParseHours(text);
    EXPECT_EQ(ExitCodeOf(hours.status()), kExitUsage) << text;
    EXPECT_THAT(std::string(hours.status().message()), HasSubstr(advice)) << text;
  }
}

}  // namespace
}  // namespace samverk
