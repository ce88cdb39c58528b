// Table: rows of text in columns, for people at a terminal. Columns are measured as
// the terminal shows them (å is one column, a CJK character two), not in bytes.
//
//   Table table({{"Datum"}, {"Titel", Table::kFlexible}, {"Deltagare", Table::kNumber}});
//   table.Add({"2019-05-14", "Drivstationer på landsbygden", "23"});
//   table.Print(out);

#ifndef SAMVERK_CLIENTS_CLI_TABLE_H_
#define SAMVERK_CLIENTS_CLI_TABLE_H_

#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace samverk {

// What fits a terminal that stands beside another one.
inline constexpr size_t kLineColumns = 100;

class Table {
 public:
  enum Kind {
    kText,      // As wide as its widest cell.
    kFlexible,  // Gives way, with an ellipsis, where the line would be too long.
    kNumber,    // Aligned to the right.
  };
  struct Column {
    std::string header;
    Kind kind = kText;
  };

  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  // Adds a row; missing cells are empty.
  void Add(std::vector<std::string> cells);

  // Prints the headers and the rows, no line wider than `line_columns` as long as
  // the flexible columns can give way.
  void Print(std::ostream& out, size_t line_columns = kLineColumns) const;

 private:
  std::vector<size_t> Widths(size_t line_columns) const;
  void PrintRow(std::ostream& out, const std::vector<std::string>& cells,
                const std::vector<size_t>& widths) const;

  const std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

// `text` if it fits `columns`, otherwise its beginning and an ellipsis. Line breaks become spaces.
std::string Fit(absl::string_view text, size_t columns);

// `text` with spaces after it up to `columns`.
std::string Pad(absl::string_view text, size_t columns);

// The lines of `text` with no line wider than `columns`, broken at spaces. A single word
// that is wider stands on a line of its own: cutting an address would break it.
std::vector<std::string> Wrap(absl::string_view text, size_t columns);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_TABLE_H_
