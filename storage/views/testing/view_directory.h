// ViewDirectory: a store of views in a directory of its own, which can be closed, opened
// again, deleted, and left as a process leaves it that is killed.

#ifndef SAMVERK_STORAGE_VIEWS_TESTING_VIEW_DIRECTORY_H_
#define SAMVERK_STORAGE_VIEWS_TESTING_VIEW_DIRECTORY_H_

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "storage/kv/rocks.h"
#include "storage/kv/testing/temp_directory.h"
#include "storage/views/view_store.h"

namespace samverk::storage {

class ViewDirectory {
 public:
  // Makes an empty store and opens it.
  ViewDirectory() { Open(); }

  // Open and asked for.
  ViewStore& store() { return *store_; }

  // Everything that uses the store must be gone.
  void Close() { store_.reset(); }
  void Open() {
    auto store = ViewStore::Open(path_, MakeRocksResources());
    CHECK(store.ok());
    store_ = *std::move(store);
  }

  // Copies what the disk holds while the store is in use; the next Open opens that
  // instead, as if the process had been killed now.
  void Kill() {
    const std::string copy = absl::StrCat(root_.path(), "/views", ++copies_);
    // The store compacts and deletes files of its own accord. What is copied meanwhile is nothing
    // that the disk ever held, so it is copied until nothing happened meanwhile.
    Listing before;
    std::error_code error;
    do {
      before = List();
      std::filesystem::remove_all(copy);
      std::filesystem::copy(path_, copy, std::filesystem::copy_options::recursive, error);
    } while (error || before != List());
    path_ = copy;
  }

  // Deletes everything. Closed.
  void Delete() { std::filesystem::remove_all(path_); }

 private:
  // The files with their sizes and when they were written last.
  using Listing = std::map<std::string, std::pair<uintmax_t, std::filesystem::file_time_type>>;

  Listing List() const {
    Listing files;
    for (const auto& entry : std::filesystem::directory_iterator(path_)) {
      std::error_code gone;  // Then the next listing differs.
      files[entry.path()] = {entry.file_size(gone), entry.last_write_time(gone)};
    }
    return files;
  }

  TempDirectory root_;
  int copies_ = 0;
  std::string path_ = root_.path() + "/views";
  std::unique_ptr<ViewStore> store_;
};

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_VIEWS_TESTING_VIEW_DIRECTORY_H_
