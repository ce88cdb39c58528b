// The seal of an index of search: what its files hash to, written when it is closed and broken
// when it is opened.
//
// Xapian believes what it reads, and one flipped bit may end the process. So files that are not
// what was closed are never given to it. An index that was not closed, because the process died,
// has no seal and is trusted; but not again and again, in case that it died of it.
//
//   <directory>/sealed   a line for each file: name, bytes, XXH3 of 64 bits in hexadecimal
//   <directory>/opened   how many times it was opened since it was closed or committed last
//
// One thread.

#ifndef SAMVERK_STORAGE_SEARCH_SEARCH_SEAL_H_
#define SAMVERK_STORAGE_SEARCH_SEARCH_SEAL_H_

#include <string>

#include "absl/status/status.h"

namespace samverk::storage {

// Breaks the seal of the index in `directory`, if there is an index. OK if its files may be read.
//
// Errors:
//   DATA_LOSS    SEARCH_DAMAGED
//   UNAVAILABLE  DISK_FAILED
absl::Status BreakSeal(const std::string& directory);

// Says that it was read and written since, and nobody died.
void TrustSeal(const std::string& directory);

// Seals an index that nobody writes any more. Where that fails it is as if the process had died.
void SealIndex(const std::string& directory);

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_SEARCH_SEARCH_SEAL_H_
