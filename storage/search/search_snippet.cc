#include "storage/search/search_snippet.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace samverk::storage {
namespace {

// Takes one byte of text off `marked`, which stands there by itself or as an HTML entity.
char TakeByte(absl::string_view& marked) {
  constexpr std::pair<absl::string_view, char> kEntities[] = {
      {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}};
  for (const auto& [entity, c] : kEntities) {
    if (absl::ConsumePrefix(&marked, entity)) return c;
  }
  const char byte = marked.front();
  marked.remove_prefix(1);
  return byte;
}

}  // namespace

absl::string_view CutBetweenWords(absl::string_view clean, size_t bytes_max) {
  if (clean.size() <= bytes_max) return clean;
  const size_t space = clean.rfind(' ', bytes_max);
  size_t end = space == absl::string_view::npos ? bytes_max : space;
  // A character that begins before the end is whole or not there.
  while (end > 0 && (static_cast<unsigned char>(clean[end]) & 0xc0) == 0x80) --end;
  return clean.substr(0, end);
}

SearchSnippet BeginningOf(absl::string_view clean, size_t bytes_max) {
  const absl::string_view begin = CutBetweenWords(clean, bytes_max);
  return {absl::StrCat(begin, begin.size() < clean.size() ? kLeftOut : ""), {}};
}

SearchSnippet ReadSnippet(absl::string_view marked) {
  SearchSnippet snippet;
  size_t chars = 0;
  size_t begin = 0;
  while (!marked.empty()) {
    if (absl::ConsumePrefix(&marked, kFoundBegin)) {
      begin = chars;
    } else if (absl::ConsumePrefix(&marked, kFoundEnd)) {
      snippet.found.push_back({begin, chars});
    } else {
      const char byte = TakeByte(marked);
      snippet.text.push_back(byte);
      if ((static_cast<unsigned char>(byte) & 0xc0) != 0x80) ++chars;
    }
  }
  return snippet;
}

}  // namespace samverk::storage
