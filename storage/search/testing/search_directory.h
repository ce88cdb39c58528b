// SearchDirectory: an index of search in a directory of its own, which can be closed, opened again,
// deleted, spoilt, and left as a process leaves it that is killed.

#ifndef SAMVERK_STORAGE_SEARCH_TESTING_SEARCH_DIRECTORY_H_
#define SAMVERK_STORAGE_SEARCH_TESTING_SEARCH_DIRECTORY_H_

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "storage/kv/testing/temp_directory.h"
#include "storage/search/search_index.h"

namespace samverk::storage {

class SearchDirectory {
 public:
  SearchDirectory() { Open(); }

  // Open and asked for.
  SearchIndex& index() { return *index_; }
  const std::string& path() const { return path_; }

  void Open(SearchIdentity identity = {"epoch", "contents"}) {
    auto index = SearchIndex::Open(path_, identity);
    CHECK(index.ok());
    index_ = *std::move(index);
  }
  void Close() { index_.reset(); }
  void Reopen() {
    Close();
    Open();
  }

  // Goes on with a copy of what the disk holds now, as if the process had been killed.
  void DieAndReopen() {
    const std::string copy = absl::StrCat(root_.path(), "/search", ++copies_);
    std::filesystem::copy(path_, copy, std::filesystem::copy_options::recursive);
    Close();
    path_ = copy;
    Open();
  }

 private:
  TempDirectory root_;
  int copies_ = 0;
  std::string path_ = root_.path() + "/search";
  std::unique_ptr<SearchIndex> index_;
};

// Everything in the index in `directory` but for the order in which it was put there: a line for
// each document with its terms, their places, its values and its data, sorted; then the metadata.
std::vector<std::string> DumpIndex(const std::string& directory);

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_SEARCH_TESTING_SEARCH_DIRECTORY_H_
