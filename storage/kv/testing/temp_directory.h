// TempDirectory: a new, empty directory that goes with its object.

#ifndef SAMVERK_STORAGE_KV_TESTING_TEMP_DIRECTORY_H_
#define SAMVERK_STORAGE_KV_TESTING_TEMP_DIRECTORY_H_

#include <stdlib.h>

#include <filesystem>
#include <string>

#include "base/check.h"

namespace samverk::storage {

class TempDirectory {
 public:
  TempDirectory() {
    const char* parent = getenv("TEST_TMPDIR");
    path_ = std::string(parent == nullptr ? "/tmp" : parent) + "/samverk.XXXXXX";
    CHECK(mkdtemp(path_.data()) != nullptr);
  }
  ~TempDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempDirectory(const TempDirectory&) = delete;
  TempDirectory& operator=(const TempDirectory&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_KV_TESTING_TEMP_DIRECTORY_H_
