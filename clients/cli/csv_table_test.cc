#include "clients/cli/csv_table.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/testing/status_matchers.h"
#include "clients/cli/error_line.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rapidcheck/gtest.h"

namespace samverk {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Cells = std::vector<std::string>;

// The cells of each row.
std::vector<Cells> Read(absl::string_view text) {
  const auto rows = ReadCsv(text);
  EXPECT_OK(rows);
  std::vector<Cells> cells;
  if (!rows.ok()) return cells;
  for (const CsvRow& row : *rows) cells.push_back(row.cells);
  return cells;
}

std::vector<size_t> Lines(absl::string_view text) {
  const auto rows = ReadCsv(text);
  EXPECT_OK(rows);
  std::vector<size_t> lines;
  if (!rows.ok()) return lines;
  for (const CsvRow& row : *rows) lines.push_back(row.line);
  return lines;
}

// What is said about a file that can't be read.
std::string Refused(absl::string_view text) {
  const auto rows = ReadCsv(text);
  EXPECT_EQ(ExitCodeOf(rows.status()), kExitUsage);
  return std::string(rows.status().message());
}

TEST(ReadCsvTest, TakesCommasOrSemicolonsAsTheFirstLineHasThem) {
  EXPECT_THAT(Read("a,b\n1;2,3\n"), ElementsAre(Cells{"a", "b"}, Cells{"1;2", "3"}));
  EXPECT_THAT(Read("a;b\n1,5;2\n"), ElementsAre(Cells{"a", "b"}, Cells{"1,5", "2"}));
  EXPECT_THAT(Read("sep=,\r\na,b;c\r\n"), ElementsAre(Cells{"a", "b;c"}));
  EXPECT_THAT(Read("alone\n"), ElementsAre(Cells{"alone"}));
}

TEST(ReadCsvTest, TakesEveryEndOfALineAndAByteOrderMark) {
  for (const char* text : {"a;b\n1;2", "a;b\r\n1;2\r\n", "a;b\r1;2\r",
                           "\xef\xbb\xbf"
                           "a;b\n1;2\n"}) {
    EXPECT_THAT(Read(text), ElementsAre(Cells{"a", "b"}, Cells{"1", "2"})) << text;
  }
}

TEST(ReadCsvTest, KeepsWhatIsInQuotationMarks) {
  EXPECT_THAT(Read("a;b\n\" x;y \";\"han sa \"\"hej\"\"\"\n"),
              ElementsAre(Cells{"a", "b"}, Cells{" x;y ", "han sa \"hej\""}));
  EXPECT_THAT(Read("a;b\n\"två\nrader\";2\n"),
              ElementsAre(Cells{"a", "b"}, Cells{"två\nrader", "2"}));
  EXPECT_THAT(Read("a;b\n  x  ;\t y\n"), ElementsAre(Cells{"a", "b"}, Cells{"x", "y"}));
}

TEST(ReadCsvTest, SaysWhereARowBegins) {
  EXPECT_THAT(Lines("a;b\n1;2\n\n   \n\"två\nrader\n\";2\n3;4\n"), ElementsAre(1, 2, 5, 8));
  EXPECT_THAT(Lines("a;b\r\n\r\n1;\"x\r\ny\"\r\n3;4"), ElementsAre(1, 3, 5));
  EXPECT_THAT(Lines("sep=;\na;b\n1;2\n"), ElementsAre(2, 3));
}

TEST(ReadCsvTest, LeavesEmptyRowsOut) {
  EXPECT_THAT(Read("a;b\n;\n\"\";\n1;2\n;;;;\n"), ElementsAre(Cells{"a", "b"}, Cells{"1", "2"}));
  EXPECT_THAT(Read(""), IsEmpty());
  EXPECT_THAT(Read("\xef\xbb\xbf"), IsEmpty());
}

TEST(ReadCsvTest, RefusesQuotationMarksThatDoNotMatch) {
  EXPECT_THAT(Refused("a;b\n1;2\n3;\"fyra\n5;6\n"), HasSubstr("rad 3:"));
  EXPECT_THAT(Refused("a;b\n1;x\"y\n"), HasSubstr("rad 2:"));
  EXPECT_THAT(Refused("a;b\n1;\"x\"y\n"), HasSubstr("citattecken"));
}

TEST(ReadCsvTest, SaysThatAFileIsLatin1) {
  EXPECT_THAT(Refused("namn;ort\nB\xe4"
                      "ckens butik;T\xe4rnaby\n"),
              HasSubstr("Latin-1"));
}

TEST(ReadCsvTest, RefusesASpreadsheetAndWhatIsTooLarge) {
  EXPECT_THAT(Refused(absl::string_view("a;b\n\0;2\n", 8)), HasSubstr("nolltecken"));
  EXPECT_THAT(Refused(std::string(kCsvBytesMax + 1, 'x')), HasSubstr("dela den"));
  EXPECT_OK(ReadCsv(std::string(kCsvBytesMax, 'x')));
}

TEST(ReadCsvTest, TakesSoManyRowsAndNotOneMore) {
  std::string text;
  for (size_t i = 0; i < kCsvRowsMax; ++i) text += "a\n";
  EXPECT_THAT(Read(text), SizeIs(kCsvRowsMax));
  EXPECT_THAT(Refused(text + "a\n"), HasSubstr("fler än 10000 rader"));
}

TEST(AsPlainCellTest, NoCellIsAFormula) {
  EXPECT_EQ(AsPlainCell("=HYPERLINK(\"http://x\")"), "'=HYPERLINK(\"http://x\")");
  EXPECT_EQ(AsPlainCell("+46"), "'+46");
  EXPECT_EQ(AsPlainCell("@SUM(A1)"), "'@SUM(A1)");
  EXPECT_EQ(AsPlainCell("'-1"), "''-1");
  EXPECT_EQ(AsPlainCell("Slussfors = bäst"), "Slussfors = bäst");
  EXPECT_EQ(AsPlainCell("'quoted'"), "'quoted'");
  EXPECT_EQ(AsPlainCell(""), "");
}

RC_GTEST_PROP(AsPlainCellTest, EveryTextComesBack, ()) {
  const std::string text = *rc::gen::container<std::string>(rc::gen::element('\'', '=', '-', 'a'));
  RC_ASSERT(FromPlainCell(AsPlainCell(text)) == text);
}

RC_GTEST_PROP(ReadCsvTest, WhatIsWrittenIsRead, ()) {
  const auto a_cell =
      rc::gen::container<std::string>(rc::gen::element('a', ';', ',', '"', '\n', '\r', ' ', '\''));
  const auto row = *rc::gen::container<std::vector<std::string>>(3, a_cell);
  const char separator = *rc::gen::element(';', ',');
  const std::string header(1, separator);
  const auto rows =
      ReadCsv(absl::StrCat("x", header, "y", header, "z\r\n", CsvLine(row, separator)));
  RC_ASSERT(rows.ok());
  const bool empty = row == std::vector<std::string>(3);
  RC_ASSERT(rows->size() == (empty ? 1 : 2));
  if (!empty) RC_ASSERT((*rows)[1].cells == row);
}

}  // namespace
}  // namespace samverk
