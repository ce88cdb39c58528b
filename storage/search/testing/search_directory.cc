#include "storage/search/testing/search_directory.h"

#include <algorithm>

#include "xapian.h"

namespace samverk::storage {

std::vector<std::string> DumpIndex(const std::string& directory) {
  const Xapian::Database database(directory);
  std::vector<std::string> lines;
  for (auto each = database.postlist_begin(""); each != database.postlist_end(""); ++each) {
    const Xapian::Document document = database.get_document(*each);
    std::string line;
    for (auto term = document.termlist_begin(); term != document.termlist_end(); ++term) {
      absl::StrAppend(&line, *term, ":", term.get_wdf());
      for (auto at = term.positionlist_begin(); at != term.positionlist_end(); ++at) {
        absl::StrAppend(&line, ",", *at);
      }
      absl::StrAppend(&line, " ");
    }
    for (auto value = document.values_begin(); value != document.values_end(); ++value) {
      absl::StrAppend(&line, value.get_valueno(), "=", *value, " ");
    }
    lines.push_back(absl::StrCat(line, document.get_data()));
  }
  std::sort(lines.begin(), lines.end());
  for (auto key = database.metadata_keys_begin(); key != database.metadata_keys_end(); ++key) {
    lines.push_back(absl::StrCat(*key, "=", database.get_metadata(*key)));
  }
  return lines;
}

}  // namespace samverk::storage
