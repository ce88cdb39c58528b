// CSV files as RFC 4180 has them: rows of cells, comma or semicolon between them, texts in
// quotation marks where that is needed. Thin over libcsv.

#ifndef SAMVERK_CLIENTS_CLI_CSV_TABLE_H_
#define SAMVERK_CLIENTS_CLI_CSV_TABLE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace samverk {

// How much of a file is taken. A county has some hundred rows.
inline constexpr size_t kCsvBytesMax = 8 << 20;
inline constexpr size_t kCsvRowsMax = 10'000;

struct CsvRow {
  size_t line = 0;  // Where it begins in the file; the first line is 1.
  std::vector<std::string> cells;
};

// Reads the rows of a file: UTF-8 with or without a byte order mark, lines that end in CR, LF or
// both, semicolons or commas (whichever the first line has more of, or `sep=;` in a line of its own
// before it). Empty lines are left out, spaces around unquoted cells too.
//
// Errors: UsageError in Swedish with the line and what to do: a file that is not UTF-8, too large,
// or whose quotation marks do not match.
absl::StatusOr<std::vector<CsvRow>> ReadCsv(absl::string_view text);

// One line with its end.
std::string CsvLine(const std::vector<std::string>& cells, char separator);

// Text as a cell that no spreadsheet takes for a formula: an apostrophe comes before what would be
// one. And back.
std::string AsPlainCell(absl::string_view text);
std::string FromPlainCell(absl::string_view cell);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_CSV_TABLE_H_
