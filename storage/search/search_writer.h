// What is written into the index of search: documents of resources. Throws what Xapian throws.

#ifndef SAMVERK_STORAGE_SEARCH_SEARCH_WRITER_H_
#define SAMVERK_STORAGE_SEARCH_SEARCH_WRITER_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "storage/search/search_document.h"
#include "xapian.h"

namespace samverk::storage {

// Adds all documents of a resource, and returns how many.
size_t AddDocuments(absl::string_view name, const SearchDocument& document,
                    Xapian::WritableDatabase& database);

// Removes them.
void RemoveDocuments(absl::string_view name, Xapian::WritableDatabase& database);

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_SEARCH_SEARCH_WRITER_H_
