#include "clients/cli/csv_table.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "base/check.h"
#include "base/text.h"
#include "clients/cli/error_line.h"
#include "csv.h"

namespace samverk {
namespace {

constexpr absl::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr absl::string_view kFormulaStarts = "=+-@";

// Where the line that begins at `from` ends, its end included.
size_t LineEnd(absl::string_view text, size_t from) {
  const size_t end = text.find_first_of("\r\n", from);
  if (end == absl::string_view::npos) return text.size();
  const bool both = text[end] == '\r' && end + 1 < text.size() && text[end + 1] == '\n';
  return end + (both ? 2 : 1);
}

// What comes of the calls of libcsv.
class Collector {
 public:
  // `line` is read next. A row begins there unless one goes on, in a cell of several lines.
  void BeginLine(size_t line, bool blank) {
    if (!between_rows_ || blank) return;
    row_.line = line;
    between_rows_ = false;
  }

  static void TakeCell(void* cell, size_t bytes, void* self) {
    static_cast<Collector*>(self)->row_.cells.emplace_back(static_cast<const char*>(cell), bytes);
  }
  static void TakeRowEnd(int, void* self) { static_cast<Collector*>(self)->EndRow(); }

  // Where the row began that has not ended.
  size_t open_line() const { return row_.line; }
  bool full() const { return rows_.size() > kCsvRowsMax; }
  std::vector<CsvRow> TakeRows() { return std::move(rows_); }

 private:
  void EndRow() {
    const bool empty = std::all_of(row_.cells.begin(), row_.cells.end(),
                                   [](const std::string& cell) { return cell.empty(); });
    if (!empty) rows_.push_back(std::move(row_));
    row_ = CsvRow();
    between_rows_ = true;
  }

  bool between_rows_ = true;
  CsvRow row_;
  std::vector<CsvRow> rows_;
};

// A parser of libcsv that is freed.
class Parser {
 public:
  explicit Parser(char separator) {
    CHECK(csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI) == 0);
    csv_set_delim(&parser_, static_cast<unsigned char>(separator));
  }
  ~Parser() { csv_free(&parser_); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  bool Parse(absl::string_view text, Collector& collector) {
    return csv_parse(&parser_, text.data(), text.size(), Collector::TakeCell, Collector::TakeRowEnd,
                     &collector) == text.size();
  }
  bool Finish(Collector& collector) {
    return csv_fini(&parser_, Collector::TakeCell, Collector::TakeRowEnd, &collector) == 0;
  }

 private:
  csv_parser parser_ = {};
};

absl::Status Unmatched(size_t line) {
  return UsageError(absl::StrCat("rad ", line,
                                 ": citattecknen går inte ihop; ett citattecken inne i en cell "
                                 "skrivs två gånger, och cellen sätts inom citattecken"));
}

absl::Status CheckText(absl::string_view text) {
  if (text.size() > kCsvBytesMax) {
    return UsageError(absl::StrCat("filen är ", text.size(), " byte; högst ", kCsvBytesMax,
                                   " tas emot: dela den"));
  }
  // A workbook is a ZIP archive.
  if (absl::StartsWith(text, "PK\x03\x04")) {
    return UsageError("filen är ett kalkylblad; spara den som \"CSV UTF-8\" och importera den");
  }
  if (!IsUtf8(text)) {
    return UsageError(
        "filen är inte UTF-8 utan ser ut att vara Latin-1 (Windows-1252), så å, ä och ö skulle bli "
        "fel; spara den som \"CSV UTF-8\" och importera igen");
  }
  if (absl::StrContains(text, absl::string_view("\0", 1))) {
    return UsageError(
        "filen innehåller nolltecken: är den ett kalkylblad? spara den som \"CSV UTF-8\"");
  }
  return absl::OkStatus();
}

// The separator, with a line of its own that says it taken from `text`.
char TakeSeparator(absl::string_view& text) {
  const absl::string_view line = text.substr(0, LineEnd(text, 0));
  for (const char separator : {';', ','}) {
    if (!absl::StartsWith(line, absl::StrCat("sep=", absl::string_view(&separator, 1)))) continue;
    text.remove_prefix(line.size());
    return separator;
  }
  return std::count(line.begin(), line.end(), ';') >= std::count(line.begin(), line.end(), ',')
             ? ';'
             : ',';
}

}  // namespace

absl::StatusOr<std::vector<CsvRow>> ReadCsv(absl::string_view text) {
  absl::ConsumePrefix(&text, kByteOrderMark);
  if (absl::Status status = CheckText(text); !status.ok()) return status;
  const size_t whole = text.size();
  const char separator = TakeSeparator(text);
  Collector collector;
  Parser parser(separator);
  size_t line = whole == text.size() ? 1 : 2;
  for (size_t at = 0; at < text.size(); ++line) {
    const absl::string_view whole_line = text.substr(at, LineEnd(text, at) - at);
    collector.BeginLine(line, absl::StripAsciiWhitespace(whole_line).empty());
    if (!parser.Parse(whole_line, collector)) return Unmatched(line);
    if (collector.full()) {
      return UsageError(
          absl::StrCat("filen har fler än ", kCsvRowsMax, " rader; dela den i flera"));
    }
    at += whole_line.size();
  }
  if (!parser.Finish(collector)) return Unmatched(collector.open_line());
  return collector.TakeRows();
}

std::string CsvLine(const std::vector<std::string>& cells, char separator) {
  std::string line;
  for (const std::string& cell : cells) {
    if (!line.empty() || &cell != &cells.front()) line.push_back(separator);
    const bool quoted = cell.find_first_of("\"\r\n,;") != std::string::npos ||
                        absl::StartsWith(cell, " ") || absl::EndsWith(cell, " ");
    if (!quoted) {
      line += cell;
      continue;
    }
    std::string written(cell.size() * 2 + 2, '\0');
    written.resize(csv_write(written.data(), written.size(), cell.data(), cell.size()));
    line += written;
  }
  return line + "\r\n";
}

std::string AsPlainCell(absl::string_view text) {
  const size_t first = text.find_first_not_of('\'');
  const bool formula =
      first != absl::string_view::npos && absl::StrContains(kFormulaStarts, text[first]);
  return absl::StrCat(formula ? "'" : "", text);
}

std::string FromPlainCell(absl::string_view cell) {
  const size_t first = cell.find_first_not_of('\'');
  const bool formula = first != absl::string_view::npos && first > 0 &&
                       absl::StrContains(kFormulaStarts, cell[first]);
  return std::string(formula ? cell.substr(1) : cell);
}

}  // namespace samverk
