#include "clients/cli/bracket_text.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"

namespace samverk {

std::string InBrackets(absl::string_view text) {
  if (text.empty()) return "";
  return absl::StrCat(" (", absl::StrReplaceAll(text, {{"\\", "\\\\"}, {")", "\\)"}}), ")");
}

std::optional<std::string> TakeBrackets(absl::string_view& rest) {
  rest = absl::StripLeadingAsciiWhitespace(rest);
  if (!absl::ConsumePrefix(&rest, "(")) return "";
  std::string text;
  for (size_t at = 0; at < rest.size(); ++at) {
    if (rest[at] == ')') {
      rest.remove_prefix(at + 1);
      return std::string(absl::StripAsciiWhitespace(text));
    }
    if (rest[at] == '\\' && at + 1 < rest.size()) ++at;
    text.push_back(rest[at]);
  }
  return std::nullopt;
}

std::vector<std::string> SplitAtBars(absl::string_view text) {
  std::vector<std::string> parts(1);
  bool in_brackets = false;
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '|' && !in_brackets) {
      parts.emplace_back();
      continue;
    }
    parts.back().push_back(c);
    if (in_brackets && c == '\\' && at + 1 < text.size()) {
      parts.back().push_back(text[++at]);
    } else if (c == '(') {
      in_brackets = true;
    } else if (c == ')') {
      in_brackets = false;
    }
  }
  std::vector<std::string> trimmed;
  for (const std::string& part : parts) {
    const absl::string_view stripped = absl::StripAsciiWhitespace(part);
    if (!stripped.empty()) trimmed.emplace_back(stripped);
  }
  return trimmed;
}

}  // namespace samverk
