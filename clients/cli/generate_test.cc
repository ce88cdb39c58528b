#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/sha256.h"
#include "base/text.h"
#include "clients/cli/generate_random.h"
#include "clients/cli/generate_world.h"
#include "clients/cli/municipalities.h"
#include "clients/cli/replay_file.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace samverk {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

const County& CountyOf(absl::string_view code) {
  for (const County& county : Counties()) {
    if (county.code == code) return county;
  }
  ADD_FAILURE() << "there is no county " << code;
  return Counties()[0];
}

// A partnership of one county, as bytes.
std::string Written(absl::string_view county, uint64_t seed, int first_year, int last_year) {
  std::ostringstream out;
  WriteWorld(World(CountyOf(county), seed, first_year, last_year), out);
  return out.str();
}

std::vector<std::string> LinesOf(const std::string& text) {
  return absl::StrSplit(text, '\n', absl::SkipEmpty());
}

// The lines of each chapter: `meetings/2024/3` is of `meetings`.
std::map<std::string, std::string> ByChapter(const std::string& text) {
  std::map<std::string, std::string> chapters;
  for (const std::string& line : LinesOf(text)) {
    const std::string key = json::parse(line)["key"];
    absl::StrAppend(&chapters[key.substr(0, key.find('/'))], line, "\n");
  }
  return chapters;
}

std::string Beginning(const std::string& text) {
  return absl::BytesToHexString(AsBytes(Sha256({text}))).substr(0, 16);
}

// ---- Sweden

TEST(MunicipalitiesTest, ThereAreTwentyOneCountiesAndTwoHundredAndNinetyMunicipalities) {
  EXPECT_THAT(Counties(), SizeIs(21));
  EXPECT_THAT(MunicipalitiesOf(""), SizeIs(290));
}

TEST(MunicipalitiesTest, CodesAreSortedAndBelongToACounty) {
  std::set<std::string> counties;
  std::string before;
  for (const County& county : Counties()) {
    EXPECT_LT(before, county.code);
    EXPECT_TRUE(IsDigits(county.code, 2)) << county.code;
    before = county.code;
    counties.insert(county.code);
  }
  before.clear();
  std::set<std::string> names;
  for (const Municipality& municipality : MunicipalitiesOf("")) {
    EXPECT_LT(before, municipality.code);
    EXPECT_TRUE(IsDigits(municipality.code, 4)) << municipality.code;
    EXPECT_TRUE(counties.contains(std::string(municipality.code).substr(0, 2)));
    EXPECT_TRUE(IsNfc(municipality.name)) << municipality.name;
    EXPECT_TRUE(names.insert(municipality.name).second) << municipality.name;
    before = municipality.code;
  }
}

TEST(MunicipalitiesTest, EveryCountyHasAsManyAsItHas) {
  const std::map<std::string, size_t> counts = {
      {"01", 26}, {"03", 8},  {"04", 9},  {"05", 13}, {"06", 13}, {"07", 8},  {"08", 12},
      {"09", 1},  {"10", 5},  {"12", 33}, {"13", 6},  {"14", 49}, {"17", 16}, {"18", 12},
      {"19", 10}, {"20", 15}, {"21", 10}, {"22", 7},  {"23", 8},  {"24", 15}, {"25", 14}};
  for (const County& county : Counties()) {
    EXPECT_EQ(MunicipalitiesOf(county.code).size(), counts.at(county.code)) << county.name;
  }
}

TEST(MunicipalitiesTest, ThoseOfVasterbottenAreThere) {
  std::vector<std::string> texts;
  for (const Municipality& each : MunicipalitiesOf("24")) {
    texts.push_back(absl::StrCat(each.code, " ", each.name));
  }
  EXPECT_THAT(texts, ElementsAre("2401 Nordmaling", "2403 Bjurholm", "2404 Vindeln",
                                 "2409 Robertsfors", "2417 Norsjö", "2418 Malå", "2421 Storuman",
                                 "2422 Sorsele", "2425 Dorotea", "2460 Vännäs", "2462 Vilhelmina",
                                 "2463 Åsele", "2480 Umeå", "2481 Lycksele", "2482 Skellefteå"));
  EXPECT_THAT(MunicipalitiesOf("99"), IsEmpty());
}

// ---- Dice

TEST(DiceTest, FallAlikeEverywhere) {
  Dice dice("fem tärningar");
  std::vector<int> thrown;
  thrown.reserve(10);
  for (int i = 0; i < 10; ++i) thrown.push_back(dice.Below(1000));
  EXPECT_THAT(thrown, ElementsAre(195, 795, 580, 924, 972, 88, 268, 116, 773, 244));
}

TEST(DiceTest, EverySideComesAndNoOther) {
  Dice dice("sidor");
  std::map<int, int> counts;
  for (int i = 0; i < 6000; ++i) ++counts[dice.Between(1, 6)];
  EXPECT_THAT(counts, SizeIs(6));
  for (const auto& [side, count] : counts) {
    EXPECT_GE(side, 1);
    EXPECT_LE(side, 6);
    EXPECT_GT(count, 800) << side;
    EXPECT_LT(count, 1200) << side;
  }
  EXPECT_EQ(dice.Below(1), 0);
}

TEST(DiceTest, SomeOfAListComeInItsOrderAndEachAsOften) {
  Dice dice("några");
  std::map<int, int> counts;
  for (int i = 0; i < 3000; ++i) {
    const std::vector<int> picked = dice.PickSome(std::vector<int>{1, 2, 3, 4}, 2);
    ASSERT_THAT(picked, SizeIs(2));
    EXPECT_LT(picked[0], picked[1]);
    for (const int each : picked) ++counts[each];
  }
  for (const auto& [each, count] : counts) EXPECT_NEAR(count, 1500, 150) << each;
  EXPECT_THAT(dice.PickSome(std::vector<int>{1, 2}, 5), ElementsAre(1, 2));
  EXPECT_THAT(dice.PickSome(std::vector<int>{1, 2}, 0), IsEmpty());
}

// ---- Partnerships

TEST(GenerateTest, TheSameSeedGivesTheSameBytesAndAnotherOneOthers) {
  const std::string first = Written("24", 1, 2021, 2025);
  EXPECT_EQ(Written("24", 1, 2021, 2025), first);
  EXPECT_NE(Written("24", 2, 2021, 2025), first);
}

// A chapter that changes on purpose gets another number here; the others keep theirs.
TEST(GenerateTest, EveryChapterIsWrittenAsItWas) {
  const std::map<std::string, std::string> chapters = ByChapter(Written("10", 7, 2024, 2025));
  std::vector<std::string> written;
  written.reserve(chapters.size());
  for (const auto& [chapter, text] : chapters) {
    written.push_back(absl::StrCat(chapter, " ", Beginning(text)));
  }
  EXPECT_THAT(written, ElementsAre("meetings 5e09c2364bd402a6", "partnership df1be68c8cc47454",
                                   "people ea7522407768848f", "plans 46ef3a8083a3a19b",
                                   "workshops a7e9c9ebd424c3fc"));
}

TEST(GenerateTest, EveryLineOfSwedenIsACommandAndNoneComesTwice) {
  ReplayCommands commands;
  int64_t number = 0;
  for (const County& county : Counties()) {
    for (const std::string& text : LinesOf(Written(county.code, 3, 2023, 2025))) {
      const auto [line, faults] = ReadReplayLine(text, "partnerships/nowhere");
      for (const ReplayFault& fault : faults) {
        ADD_FAILURE() << county.name << ", " << fault.field << ": " << fault.what << "\n" << text;
      }
      ASSERT_THAT(faults, IsEmpty());
      EXPECT_EQ(commands.Add(line, ++number), 0) << text;
    }
  }
  EXPECT_GT(number, 9'000);
}

TEST(GenerateTest, NobodyIsNamed) {
  EXPECT_THAT(Written("24", 1, 2021, 2025), Not(::testing::HasSubstr("\"details\"")));
}

}  // namespace
}  // namespace samverk
