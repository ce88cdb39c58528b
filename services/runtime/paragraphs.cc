#include "services/runtime/paragraphs.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace samverk::runtime {
namespace {

// The line of `text` that begins at `at`, without its line feed.
absl::string_view LineAt(absl::string_view text, size_t at) {
  return text.substr(at, text.find('\n', at) - at);
}

bool IsBlank(absl::string_view line) {
  return line.find_first_not_of(" \t") == absl::string_view::npos;
}

}  // namespace

Paragraphs SplitParagraphs(absl::string_view text) {
  Paragraphs split;
  size_t end = 0;  // Of the last paragraph so far.
  bool inside = false;
  for (size_t at = 0; at < text.size();) {
    const absl::string_view line = LineAt(text, at);
    const size_t line_end = at + line.size();
    if (IsBlank(line)) {
      inside = false;
    } else if (inside) {
      absl::string_view& paragraph = split.paragraphs.back().text;
      paragraph = absl::string_view(paragraph.data(), paragraph.size() + (line_end - end));
    } else {
      const absl::string_view between = text.substr(end, at - end);
      if (split.paragraphs.empty()) split.lead = between;
      split.paragraphs.push_back({split.paragraphs.empty() ? absl::string_view() : between, line});
      inside = true;
    }
    if (inside) end = line_end;
    at = line_end + 1;
  }
  if (split.paragraphs.empty()) {
    end = text.find_last_of('\n') + 1;  // 0 if there is no line feed.
    split.lead = text.substr(0, end);
  }
  split.tail = text.substr(end);
  return split;
}

std::string JoinParagraphs(const Paragraphs& paragraphs) {
  std::string text(paragraphs.lead);
  bool first = true;
  for (const Paragraph& paragraph : paragraphs.paragraphs) {
    if (!first) {
      absl::StrAppend(&text,
                      paragraph.separator.empty() ? kParagraphSeparator : paragraph.separator);
    }
    absl::StrAppend(&text, paragraph.text);
    first = false;
  }
  if (first || absl::StartsWith(paragraphs.tail, "\n")) absl::StrAppend(&text, paragraphs.tail);
  return text;
}

}  // namespace samverk::runtime
