// Answers questions from an open Xapian database. Throws what Xapian throws.

#ifndef SAMVERK_STORAGE_SEARCH_SEARCH_READER_H_
#define SAMVERK_STORAGE_SEARCH_SEARCH_READER_H_

#include "absl/status/statusor.h"
#include "storage/search/search_document.h"
#include "xapian.h"

namespace samverk::storage {

// How far what `database` shows reaches.
Position PositionOf(const Xapian::Database& database);

// Errors: those of SearchTerms::Parse, and
//   DATA_LOSS  SEARCH_DAMAGED: a row can't be read.
absl::StatusOr<SearchAnswer> AnswerFrom(const Xapian::Database& database,
                                        const SearchQuestion& question);

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_SEARCH_SEARCH_READER_H_
