// How the index of search lies in Xapian: docs/formats/search.md. Named here and nowhere else.
//
// kSearchFormat is to be raised with any change to terms, values or rows, and to how texts become
// words: an index of another format is deleted and built anew.

#ifndef SAMVERK_STORAGE_SEARCH_SEARCH_FORMAT_H_
#define SAMVERK_STORAGE_SEARCH_SEARCH_FORMAT_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"

namespace samverk::storage {

inline constexpr int kSearchFormat = 1;

// Metadata, all of it written by every commit.
inline constexpr char kFormatKey[] = "format";      // kSearchFormat.
inline constexpr char kEpochKey[] = "epoch";        // Of the ledger.
inline constexpr char kContentsKey[] = "contents";  // What is indexed, and how.
inline constexpr char kPositionKey[] = "position";  // Up to where; decimal.
inline constexpr char kCompleteKey[] = "complete";  // "1": it had caught up once.

// Terms. Words are in small letters, so they begin with none of these.
inline constexpr char kStemPrefix[] = "Z";        // A stem, as Xapian writes it.
inline constexpr char kResourcePrefix[] = "R";    // All documents of a resource.
inline constexpr char kMainTerm[] = "M";          // The document that a resource is found by.
inline constexpr char kPartTerm[] = "P";          // A document of a part, for showing it.
inline constexpr char kCollectionPrefix[] = "K";  // Of main documents.
inline constexpr char kOwnerPrefix[] = "O";       // The same.

inline std::string TermOf(absl::string_view prefix, absl::string_view name) {
  return absl::StrCat(prefix, name);
}

// Data of documents: this, then the row. Where it is not, the data is lost.
inline constexpr char kRowMark[] = "1";

// Values of main documents: years as four digits, which sort as numbers do.
inline constexpr unsigned kFirstYearSlot = 0;
inline constexpr unsigned kLastYearSlot = 1;

inline std::string YearValue(int year) { return absl::StrFormat("%04d", year); }

// How many times a word counts that stands in a title, or over a part.
inline constexpr unsigned kTitleWeight = 5;
inline constexpr unsigned kHeadingWeight = 2;

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_SEARCH_SEARCH_FORMAT_H_
