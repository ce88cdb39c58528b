#include "clients/cli/table.h"

#include <algorithm>
#include <numeric>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "base/check.h"
#include "base/text.h"

namespace samverk {
namespace {

constexpr absl::string_view kGap = "  ";
constexpr absl::string_view kEllipsis = "…";
// Below this a flexible column says nothing any more.
constexpr size_t kFlexibleColumnsMin = 8;

bool BeginsCodePoint(char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }

}  // namespace

void Table::Add(std::vector<std::string> cells) {
  CHECK(cells.size() <= columns_.size());
  cells.resize(columns_.size());
  rows_.push_back(std::move(cells));
}

void Table::Print(std::ostream& out, size_t line_columns) const {
  const std::vector<size_t> widths = Widths(line_columns);
  std::vector<std::string> headers;
  for (const Column& column : columns_) headers.push_back(column.header);
  PrintRow(out, headers, widths);
  for (const auto& row : rows_) PrintRow(out, row, widths);
}

std::vector<size_t> Table::Widths(size_t line_columns) const {
  std::vector<size_t> widths;
  for (size_t i = 0; i < columns_.size(); ++i) {
    size_t width = DisplayWidth(columns_[i].header);
    for (const auto& row : rows_) width = std::max(width, DisplayWidth(row[i]));
    widths.push_back(width);
  }
  size_t line = std::accumulate(widths.begin(), widths.end(), kGap.size() * (widths.size() - 1));
  // The widest flexible column gives way first, a column at a time, until the line fits.
  while (line > line_columns) {
    size_t* widest = nullptr;
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].kind != kFlexible || widths[i] <= kFlexibleColumnsMin) continue;
      if (widest == nullptr || widths[i] > *widest) widest = &widths[i];
    }
    if (widest == nullptr) break;
    --*widest;
    --line;
  }
  return widths;
}

void Table::PrintRow(std::ostream& out, const std::vector<std::string>& cells,
                     const std::vector<size_t>& widths) const {
  std::string line;
  for (size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) absl::StrAppend(&line, kGap);
    const std::string cell = columns_[i].kind == kFlexible ? Fit(cells[i], widths[i]) : cells[i];
    if (columns_[i].kind == kNumber) {
      absl::StrAppend(&line, std::string(widths[i] - DisplayWidth(cell), ' '), cell);
    } else {
      absl::StrAppend(&line, Pad(cell, widths[i]));
    }
  }
  out << absl::StripTrailingAsciiWhitespace(line) << "\n";
}

std::string Fit(absl::string_view text, size_t columns) {
  std::string line = absl::StrReplaceAll(text, {{"\n", " "}});
  if (DisplayWidth(line) <= columns) return line;
  if (columns == 0) return "";
  size_t end = line.size();
  while (end > 0 && DisplayWidth(absl::string_view(line).substr(0, end)) + 1 > columns) {
    do --end;
    while (end > 0 && !BeginsCodePoint(line[end]));
  }
  return absl::StrCat(absl::StripTrailingAsciiWhitespace(absl::string_view(line).substr(0, end)),
                      kEllipsis);
}

std::string Pad(absl::string_view text, size_t columns) {
  const size_t width = DisplayWidth(text);
  return absl::StrCat(text, std::string(columns > width ? columns - width : 0, ' '));
}

std::vector<std::string> Wrap(absl::string_view text, size_t columns) {
  std::vector<std::string> lines;
  for (const absl::string_view paragraph : absl::StrSplit(text, '\n')) {
    std::string line;
    for (const absl::string_view word : absl::StrSplit(paragraph, ' ', absl::SkipEmpty())) {
      if (!line.empty() && DisplayWidth(line) + 1 + DisplayWidth(word) > columns) {
        lines.push_back(line);
        line.clear();
      }
      absl::StrAppend(&line, line.empty() ? "" : " ", word);
    }
    lines.push_back(line);
  }
  return lines;
}

}  // namespace samverk
