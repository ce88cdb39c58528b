#include "storage/search/search_seal.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "storage/kv/rocks.h"
#include "storage/search/limits.h"
#include "storage/search/search_reasons.h"

namespace samverk::storage {
namespace {

constexpr char kSealed[] = "/sealed";
constexpr char kOpened[] = "/opened";

absl::Status Damaged(absl::string_view what) { return Refusal(kSearchDamaged).With("what", what); }

absl::Status DiskFailed(absl::string_view what) {
  return Refusal(kDiskFailed).With("what", absl::StrCat("the index of search: ", what));
}

// The line of one file; nullopt if it can't be read.
std::optional<std::string> LineOf(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  const std::unique_ptr<XXH3_state_t, XXH_errorcode (*)(XXH3_state_t*)> state(XXH3_createState(),
                                                                              XXH3_freeState);
  XXH3_64bits_reset(state.get());
  std::vector<char> buffer(1 << 20);
  uint64_t bytes = 0;
  while (file.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) ||
         file.gcount() > 0) {
    XXH3_64bits_update(state.get(), buffer.data(), static_cast<size_t>(file.gcount()));
    bytes += static_cast<uint64_t>(file.gcount());
  }
  if (!file.eof()) return std::nullopt;
  return absl::StrFormat("%s %u %016x", path.filename().string(), bytes,
                         XXH3_64bits_digest(state.get()));
}

// What the seal of the files as they are would say; nullopt if they can't be read.
std::optional<std::string> SealOf(const std::string& directory) {
  std::error_code error;
  std::set<std::string> lines;
  // Not a range-based for, which throws where it can't go on.
  for (std::filesystem::directory_iterator entry(directory, error), end; !error && entry != end;
       entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    // What is no part of the index: Xapian's lock, and this.
    if (name == "flintlock" || name == kSealed + 1 || name == kOpened + 1) continue;
    const std::optional<std::string> line = LineOf(entry->path());
    if (!line.has_value()) return std::nullopt;
    lines.insert(*line);
  }
  if (error) return std::nullopt;
  return absl::StrCat(absl::StrJoin(lines, "\n"), "\n");
}

std::string ReadWhole(std::ifstream& file) {
  return std::string(std::istreambuf_iterator<char>(file), {});
}

}  // namespace

absl::Status BreakSeal(const std::string& directory) {
  std::error_code error;
  if (!std::filesystem::exists(directory, error)) return absl::OkStatus();
  int opened = 0;
  std::ifstream times(directory + kOpened, std::ios::binary);
  if (std::filesystem::exists(directory + kSealed, error)) {
    const std::optional<std::string> seal = SealOf(directory);
    std::ifstream sealed(directory + kSealed, std::ios::binary);
    // As when too many files are open: that says nothing of what is in them.
    if (!seal.has_value() || !sealed) return DiskFailed("its files can't be read");
    if (*seal != ReadWhole(sealed)) {
      return Damaged("its files are not what they were when it was closed");
    }
  } else if (absl::SimpleAtoi(ReadWhole(times), &opened) && opened >= kSearchOpenedMax) {
    return Damaged("the server ended each time that it was opened");
  }
  std::ofstream file(directory + kOpened);
  file << opened + 1;
  file.close();
  if (!file) return DiskFailed("how often it was opened can't be written");
  // Then only: whoever dies in between finds files that are as they were sealed.
  std::filesystem::remove(directory + kSealed, error);
  return error ? DiskFailed(error.message()) : absl::OkStatus();
}

void TrustSeal(const std::string& directory) {
  std::error_code ignored;
  std::filesystem::remove(directory + kOpened, ignored);
}

void SealIndex(const std::string& directory) {
  TrustSeal(directory);
  const std::optional<std::string> seal = SealOf(directory);
  if (!seal.has_value()) return;
  std::ofstream(directory + kSealed, std::ios::binary) << *seal;
}

}  // namespace samverk::storage
