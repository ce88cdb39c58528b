#include "clients/cli/plan_diff.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "base/text.h"
#include "clients/cli/plan_text.h"

namespace samverk {
namespace {

constexpr absl::string_view kBetween = " │ ";
constexpr size_t kBetweenColumns = 3;
constexpr size_t kMarkColumns = 2;  // `- `, `+ `.

std::vector<std::string> ParagraphsOf(absl::string_view text) {
  std::vector<std::string> paragraphs;
  std::vector<absl::string_view> lines;
  const auto finish = [&] {
    if (!lines.empty()) paragraphs.push_back(absl::StrJoin(lines, "\n"));
    lines.clear();
  };
  const std::string normal = NormalText(text);
  for (const absl::string_view line : absl::StrSplit(normal, '\n')) {
    if (absl::StripAsciiWhitespace(line).empty()) {
      finish();
    } else {
      lines.push_back(line);
    }
  }
  finish();
  return paragraphs;
}

// common[i][j]: how many paragraphs the ends from i and j on have in common.
std::vector<std::vector<size_t>> CommonEnds(const std::vector<std::string>& a,
                                            const std::vector<std::string>& b) {
  std::vector<std::vector<size_t>> common(a.size() + 1, std::vector<size_t>(b.size() + 1, 0));
  for (size_t i = a.size(); i-- > 0;) {
    for (size_t j = b.size(); j-- > 0;) {
      common[i][j] =
          a[i] == b[j] ? common[i + 1][j + 1] + 1 : std::max(common[i + 1][j], common[i][j + 1]);
    }
  }
  return common;
}

// Wraps at words, and cuts what is wider than the column.
std::vector<std::string> WrapInColumn(absl::string_view text, size_t columns) {
  std::vector<std::string> lines;
  for (std::string line : Wrap(text, columns)) {
    while (DisplayWidth(line) > columns) {
      size_t end = 0;
      for (size_t next = 1; next <= line.size(); ++next) {
        const bool inside =
            next < line.size() && (static_cast<unsigned char>(line[next]) & 0xc0) == 0x80;
        if (inside) continue;
        if (DisplayWidth(absl::string_view(line).substr(0, next)) > columns) break;
        end = next;
      }
      if (end == 0) break;  // Not even one character fits.
      lines.push_back(line.substr(0, end));
      line.erase(0, end);
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

class SideBySide {
 public:
  SideBySide(std::ostream& out, size_t columns)
      : out_(out), half_((columns - kBetweenColumns) / 2) {}

  void Print(const ParagraphPair& pair) {
    const std::vector<std::string> left = LinesOf(pair.old_paragraph, pair.same() ? "  " : "- ");
    const std::vector<std::string> right = LinesOf(pair.new_paragraph, pair.same() ? "  " : "+ ");
    for (size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
      PrintLine(i < left.size() ? left[i] : "", i < right.size() ? right[i] : "");
    }
  }

  // What stands around a change: its beginning says where that is.
  void PrintContext(const std::string& paragraph) {
    const std::string line = absl::StrCat("  ", Fit(paragraph, half_ - kMarkColumns));
    PrintLine(line, line);
  }

  void PrintSkipped() { PrintLine("  ⋮", "  ⋮"); }

 private:
  std::vector<std::string> LinesOf(const std::optional<std::string>& paragraph,
                                   absl::string_view mark) const {
    std::vector<std::string> lines;
    if (!paragraph.has_value()) return lines;
    for (const std::string& line : WrapInColumn(*paragraph, half_ - kMarkColumns)) {
      lines.push_back(absl::StrCat(mark, line));
    }
    return lines;
  }

  void PrintLine(const std::string& left, const std::string& right) {
    out_ << absl::StripTrailingAsciiWhitespace(absl::StrCat(Pad(left, half_), kBetween, right))
         << "\n";
  }

  std::ostream& out_;
  const size_t half_;
};

}  // namespace

std::vector<ParagraphPair> PairParagraphs(absl::string_view old_text, absl::string_view new_text) {
  const std::vector<std::string> a = ParagraphsOf(old_text);
  const std::vector<std::string> b = ParagraphsOf(new_text);
  const auto common = CommonEnds(a, b);
  std::vector<ParagraphPair> pairs;
  size_t i = 0;
  size_t j = 0;
  while (i < a.size() || j < b.size()) {
    if (i < a.size() && j < b.size() && a[i] == b[j]) {
      pairs.push_back({a[i++], b[j++]});
      continue;
    }
    // What was taken out up to the next paragraph in common, beside what was put in.
    std::vector<std::string> out;
    std::vector<std::string> in;
    while (i < a.size() &&
           (j == b.size() || (a[i] != b[j] && common[i + 1][j] >= common[i][j + 1])))
      out.push_back(a[i++]);
    while (j < b.size() && (i == a.size() || (a[i] != b[j] && common[i][j + 1] > common[i + 1][j])))
      in.push_back(b[j++]);
    for (size_t k = 0; k < std::max(out.size(), in.size()); ++k) {
      ParagraphPair pair;
      if (k < out.size()) pair.old_paragraph = out[k];
      if (k < in.size()) pair.new_paragraph = in[k];
      pairs.push_back(std::move(pair));
    }
  }
  return pairs;
}

void PrintSideBySide(absl::string_view old_text, absl::string_view new_text, std::ostream& out,
                     size_t columns) {
  const std::vector<ParagraphPair> pairs = PairParagraphs(old_text, new_text);
  SideBySide printer(out, columns);
  const auto changed = [&pairs](size_t i) { return i < pairs.size() && !pairs[i].same(); };
  bool skipped = false;
  for (size_t i = 0; i < pairs.size(); ++i) {
    if (changed(i)) {
      if (skipped) printer.PrintSkipped();
      skipped = false;
      printer.Print(pairs[i]);
    } else if (changed(i + 1) || (i > 0 && changed(i - 1))) {
      if (skipped) printer.PrintSkipped();
      skipped = false;
      printer.PrintContext(*pairs[i].new_paragraph);
    } else {
      skipped = true;
    }
  }
  if (skipped) printer.PrintSkipped();
}

}  // namespace samverk
