// How much of anything the index of search takes.

#ifndef SAMVERK_STORAGE_SEARCH_LIMITS_H_
#define SAMVERK_STORAGE_SEARCH_LIMITS_H_

#include <cstddef>
#include <cstdint>

#include "absl/time/time.h"

namespace samverk::storage {

// What can be found of one resource; what is added after that is not found. A plan has at most
// 1 MiB and 1,000 elements, a workshop notes without end.
inline constexpr size_t kSearchTextBytesMax = 2 << 20;
inline constexpr size_t kSearchPartsMax = 2000;

// A word; longer ones are neither indexed nor looked for.
inline constexpr unsigned kSearchWordBytesMax = 64;

// Words with hyphens of one text that are also found written without.
inline constexpr size_t kSearchJoinedWordsMax = 1000;

// Words of one question.
inline constexpr size_t kSearchWordsMax = 32;

// A word stands for those that begin like it as well, if it has so many characters; for so many
// of them, the most frequent ones.
inline constexpr size_t kSearchBeginningCharsMin = 3;
inline constexpr uint32_t kSearchExpansionMax = 100;

// How deep pages go: hits after that are not shown. How many there are is exact up to here.
inline constexpr size_t kSearchHitsMax = 1000;

// After this hits are no longer counted, but estimated.
inline constexpr absl::Duration kSearchTimeMax = absl::Seconds(1);

// How long a snippet is about, in bytes.
inline constexpr size_t kSearchSnippetBytes = 200;

// Of one text so much is looked at for a snippet. If none of the words is there it is shown from
// its beginning.
inline constexpr size_t kSearchSnippetTextBytesMax = 64 << 10;

// How many times an index is opened that was neither closed nor committed since, before it is taken
// to be what ended the process.
inline constexpr int kSearchOpenedMax = 3;

// Readers of one index that are kept open; each holds some files. More searches at once open more.
inline constexpr size_t kSearchReadersMax = 4;

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_SEARCH_LIMITS_H_
