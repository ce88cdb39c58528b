#include "clients/cli/table.h"

#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "base/text.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace samverk {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> Lines(const Table& table, size_t columns = kLineColumns) {
  std::ostringstream out;
  table.Print(out, columns);
  std::vector<std::string> lines = absl::StrSplit(out.str(), '\n');
  lines.pop_back();
  return lines;
}

TEST(TableTest, ColumnsAreMeasuredAsTheTerminalShowsThem) {
  Table table({{"Namn"}, {"Ort"}});
  table.Add({"Åsele", "x"});
  table.Add({"Malå kommun", "x"});
  table.Add({"東京", "x"});
  EXPECT_THAT(Lines(table), ElementsAre("Namn         Ort", "Åsele        x", "Malå kommun  x",
                                        "東京         x"));
}

TEST(TableTest, DecomposedLettersAreAsWideAsComposedOnes) {
  Table table({{"Namn"}, {"Ort"}});
  table.Add({"A\xcc\x8asele", "x"});  // A and a combining ring.
  table.Add({"Åsele", "x"});
  const std::vector<std::string> lines = Lines(table);
  EXPECT_EQ(DisplayWidth(lines[1]), DisplayWidth(lines[2]));
}

TEST(TableTest, NumbersStandAtTheRight) {
  Table table({{"Antal", Table::kNumber}, {"Ort"}});
  table.Add({"7", "x"});
  table.Add({"1234567", "y"});
  EXPECT_THAT(Lines(table), ElementsAre("  Antal  Ort", "      7  x", "1234567  y"));
}

TEST(TableTest, FlexibleColumnsGiveWayUntilTheLineFits) {
  Table table({{"Id"}, {"Rubrik", Table::kFlexible}});
  table.Add({"0199a1b2", "Så säkrar vi drivmedel på landsbygden i Västerbottens inland"});
  const std::vector<std::string> lines = Lines(table, 30);
  EXPECT_EQ(lines[1], "0199a1b2  Så säkrar vi drivme…");
  for (const std::string& line : lines) EXPECT_LE(DisplayWidth(line), 30u);
}

TEST(TableTest, MissingCellsAreEmptyAndLinesHaveNoSpaceAtTheEnd) {
  Table table({{"A"}, {"B"}});
  table.Add({"x"});
  EXPECT_THAT(Lines(table), ElementsAre("A  B", "x"));
}

TEST(FitTest, KeepsWhatFitsAndNeverCutsInsideACharacter) {
  EXPECT_EQ(Fit("åäö", 3), "åäö");
  EXPECT_EQ(Fit("åäö!", 3), "åä…");
  EXPECT_EQ(Fit("東京都庁", 5), "東京…");
  EXPECT_EQ(Fit("東京都庁", 4), "東…");
  EXPECT_EQ(Fit("åäö", 1), "…");
  EXPECT_EQ(Fit("åäö", 0), "");
  EXPECT_EQ(Fit("a\nb", 5), "a b");
}

TEST(WrapTest, BreaksAtSpacesAndKeepsParagraphs) {
  EXPECT_THAT(Wrap("köra långt för att tanka", 10), ElementsAre("köra långt", "för att", "tanka"));
  EXPECT_THAT(Wrap("ett\n\ntvå", 10), ElementsAre("ett", "", "två"));
}

TEST(WrapTest, LeavesAWordThatIsTooLongWhole) {
  EXPECT_THAT(Wrap("se https://example.org/en/lang/adress", 10),
              ElementsAre("se", "https://example.org/en/lang/adress"));
}

}  // namespace
}  // namespace samverk
