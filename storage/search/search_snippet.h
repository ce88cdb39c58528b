// From what Xapian makes of a text to a line with places in it.

#ifndef SAMVERK_STORAGE_SEARCH_SEARCH_SNIPPET_H_
#define SAMVERK_STORAGE_SEARCH_SEARCH_SNIPPET_H_

#include <cstddef>

#include "absl/strings/string_view.h"
#include "storage/search/search_document.h"

namespace samverk::storage {

// What a snippet begins and ends a found word with: clean texts hold neither.
inline constexpr char kFoundBegin[] = "\x02";
inline constexpr char kFoundEnd[] = "\x03";
inline constexpr char kLeftOut[] = "…";

// The first `bytes_max` of a clean text, or less: cut between words where there are several.
absl::string_view CutBetweenWords(absl::string_view clean, size_t bytes_max);

// The same as it is shown.
SearchSnippet BeginningOf(absl::string_view clean, size_t bytes_max);

// Reads what MSet::snippet wrote, which is HTML with the marks above.
SearchSnippet ReadSnippet(absl::string_view marked);

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_SEARCH_SEARCH_SNIPPET_H_
