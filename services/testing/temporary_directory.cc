#include "services/testing/temporary_directory.h"

#include <filesystem>

#include "gtest/gtest.h"
#include "services/testing/requests.h"

namespace samverk::testing {

std::string MakeTemporaryDirectory() {
  const std::filesystem::path directory = std::filesystem::path(::testing::TempDir()) / NewId();
  std::filesystem::create_directories(directory);
  return directory.string();
}

void RemoveTemporaryDirectory(const std::string& directory) {
  std::filesystem::remove_all(directory);
}

}  // namespace samverk::testing
