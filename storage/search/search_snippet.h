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

// How a clean text begins, at most `bytes_max` of it, cut between words where there are several.
SearchSnippet BeginningOf(absl::string_view clean, size_t bytes_max);

// Reads what MSet::snippet wrote, which is HTML with the marks above.
SearchSnippet ReadSnippet(absl::string_view marked);

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_SEARCH_SEARCH_SNIPPET_H_
