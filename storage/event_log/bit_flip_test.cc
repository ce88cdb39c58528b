// Disks that give back other bytes than they got. A damaged log either says so, when it
// is opened or verified, or shows exactly what was acknowledged. One loss alone may go
// unseen: the end of the write-ahead log after the position in the head file, the last
// second before a crash (architecture: "The last second is a stated limit").
//
// Places are drawn from a seed: printed, and taken from the environment as SEED.

#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/event_log/log_reasons.h"
#include "storage/event_log/testing/fault_workload.h"
#include "storage/event_log/testing/rocks_ledger.h"
#include "storage/kv/testing/fault_file_system.h"
#include "storage/kv/testing/temp_directory.h"

namespace samverk::storage {
namespace {

using ::testing::AnyOf;
using ::testing::Gt;

constexpr size_t kLargeBytes = 12'000;  // The write-ahead log gets three blocks of 32 KiB.

// How a log comes to be as it is when the damage is done.
enum class Past { kClosed, kClosedInTables, kCrashed };

uint64_t Seed() {
  uint64_t seed = 20191007;
  const char* given = getenv("SEED");
  EXPECT_TRUE(given == nullptr || absl::SimpleAtoi(given, &seed));
  return seed;
}

class BitFlipTest : public ::testing::TestWithParam<Past> {
 protected:
  BitFlipTest() : original_(disk_.env()), workload_(kLargeBytes), random_(Seed()) {
    EXPECT_OK(original_.Open());
    workload_.Run(original_.log(), 0, workload_.size());
    EXPECT_TRUE(workload_.everything_acknowledged());
    if (GetParam() == Past::kCrashed) {
      disk_.CutPower();
      original_.Close();
      EXPECT_OK(disk_.RestorePower({}));
    }
    original_.Close();
    if (GetParam() == Past::kClosedInTables) {
      EXPECT_OK(original_.Open());  // Which moves everything into tables.
      original_.Close();
    }
    known_ = DecodeHead(ReadFileBytes(original_.head_path()))->position;
    std::cout << "seed " << Seed() << ", known to reach " << known_ << " of "
              << workload_.acknowledged() << std::endl;
  }

  // The files whose names end so, without the directory; at least one has something in it.
  std::vector<std::string> Files(const std::string& end) {
    std::vector<std::string> names;
    for (const std::string& path : FilesEndingIn(original_.directory(), end)) {
      if (std::filesystem::file_size(path) > 0) {
        names.push_back(std::filesystem::path(path).filename());
      }
    }
    EXPECT_FALSE(names.empty()) << end;
    return names;
  }

  size_t Below(size_t limit) { return random_() % limit; }

  std::string BytesOf(const std::string& file) {
    return ReadFileBytes(original_.directory() + "/" + file);
  }

  // Copies the ledger, puts `bytes` in the place of a file of the log (unset: removes it),
  // and sorts what then happens.
  void Try(const std::string& file, const std::optional<std::string>& bytes) {
    const TempDirectory root;
    std::filesystem::copy(std::filesystem::path(original_.directory()).parent_path(), root.path(),
                          std::filesystem::copy_options::recursive);
    const std::string path = root.path() + "/log/" + file;
    if (bytes.has_value()) {
      WriteFileBytes(path, *bytes);
    } else {
      std::filesystem::remove(path);
    }
    RocksEventLogOptions options = original_.options();
    // A cache of its own, or the sound blocks of another copy would be read.
    options.resources = MakeRocksResources(disk_.env());
    Sort(RocksEventLog::Open(root.path() + "/log", root.path() + "/head", options), file);
  }

  void Sort(const absl::StatusOr<std::unique_ptr<RocksEventLog>>& log, const std::string& file) {
    if (!log.ok()) {
      EXPECT_THAT(log, AnyOf(StatusIs(absl::StatusCode::kDataLoss),
                             StatusIs(absl::StatusCode::kUnavailable)));
      ++detected_;
      return;
    }
    const absl::Status complete = workload_.Check(**log);
    if (complete.ok()) {
      EXPECT_EQ((*log)->Head(), workload_.acknowledged());
      ++harmless_;
    } else if (complete.code() == absl::StatusCode::kDataLoss ||
               complete.code() == absl::StatusCode::kUnavailable) {
      ++detected_;
    } else {
      // Something is lost and nobody says so.
      EXPECT_TRUE(absl::EndsWith(file, ".log")) << file << ": " << complete;
      EXPECT_LT((*log)->Head(), workload_.acknowledged()) << complete;
      EXPECT_GE((*log)->Head(), known_);
      EXPECT_OK(workload_.Check(**log, (*log)->Head()));
      ++within_limit_;
    }
  }

  // Flips `count` bits at random places of the files, and the bits of the first and last
  // bytes of each.
  void FlipBits(const std::vector<std::string>& files, size_t count) {
    for (size_t i = 0; i < count && !HasFailure(); ++i) {
      const std::string& file = files[i % files.size()];
      std::string bytes = BytesOf(file);
      const size_t bit = Below(8 * bytes.size());
      SCOPED_TRACE(absl::StrCat("bit ", bit, " of ", file, " of ", bytes.size(), " bytes"));
      bytes[bit / 8] ^= static_cast<char>(1 << bit % 8);
      Try(file, bytes);
    }
  }

  // Tells what came of it; begins to count anew.
  void Report(const std::string& what) {
    std::cout << what << ": " << detected_ << " detected, " << harmless_ << " harmless, "
              << within_limit_ << " within the limit" << std::endl;
    // The head file of a log that was closed is up to date: there, nothing is tolerated.
    EXPECT_TRUE(within_limit_ == 0 || GetParam() == Past::kCrashed);
    detected_ = harmless_ = within_limit_ = 0;
  }

  bool IsInTables() const { return GetParam() == Past::kClosedInTables; }

  FaultFileSystem disk_;
  RocksLedger original_;
  FaultWorkload workload_;
  std::mt19937_64 random_;
  Position known_;
  int detected_ = 0;
  int harmless_ = 0;
  int within_limit_ = 0;
};

TEST_P(BitFlipTest, WithoutDamageEverythingIsThere) {
  const std::string current = BytesOf("CURRENT");

  Try("CURRENT", current);

  EXPECT_EQ(harmless_, 1);
}

TEST_P(BitFlipTest, AFlippedBitIsSeenOrHarmless) {
  if (IsInTables()) {
    FlipBits(Files(".sst"), 120);
    EXPECT_THAT(detected_, Gt(60));
    Report("bits of tables");
  } else {
    FlipBits(Files(".log"), 120);
    EXPECT_THAT(detected_, Gt(60));
    Report("bits of the write-ahead log");
  }
}

TEST_P(BitFlipTest, AFlippedBitOfTheBooksIsSeenOrHarmless) {
  for (const char* file : {"MANIFEST-", "CURRENT", "IDENTITY", "OPTIONS-"}) {
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(original_.directory())) {
      const std::string name = entry.path().filename();
      if (absl::StartsWith(name, file)) files.push_back(name);
    }
    FlipBits(files, absl::StartsWith(file, "MANIFEST") ? 40 : 8);
    Report(absl::StrCat("bits of ", file));
  }
}

TEST_P(BitFlipTest, LengthsInTheWriteAheadLogAreNotTrusted) {
  if (IsInTables()) GTEST_SKIP() << "there is nothing in the write-ahead log";
  // RocksDB takes a length that reaches past the end for the end. Bytes 4 and 5 of each
  // physical record are its length; the first record begins at 0.
  const std::string file = Files(".log").back();
  const std::string bytes = BytesOf(file);
  size_t at = 0;
  int flipped = 0;
  while (at + 7 <= bytes.size() && !HasFailure()) {
    const size_t block_left = 32768 - at % 32768;
    if (block_left < 7) {
      at += block_left;
      continue;
    }
    const size_t length =
        static_cast<uint8_t>(bytes[at + 4]) + 256u * static_cast<uint8_t>(bytes[at + 5]);
    for (const int bit : {0, 7, 12, 15}) {
      SCOPED_TRACE(absl::StrCat("length bit ", bit, " of the record at ", at));
      std::string damaged = bytes;
      damaged[at + 4 + bit / 8] ^= static_cast<char>(1 << bit % 8);
      Try(file, damaged);
      ++flipped;
    }
    at += 7 + length;
  }
  EXPECT_GT(flipped, 100);
  Report("length bits of the write-ahead log");
}

TEST_P(BitFlipTest, ACutFileIsSeenOrWithinTheLimit) {
  for (const std::string& file : Files(IsInTables() ? ".sst" : ".log")) {
    const std::string bytes = BytesOf(file);
    for (size_t i = 0; i < 24 && !HasFailure(); ++i) {
      const size_t size = i == 0 ? 0 : Below(bytes.size());
      SCOPED_TRACE(absl::StrCat(file, " cut to ", size, " of ", bytes.size()));
      Try(file, bytes.substr(0, size));
    }
  }
  EXPECT_THAT(detected_, Gt(10));
  Report("cuts");
}

TEST_P(BitFlipTest, AZeroedOrStrangePageIsSeenOrWithinTheLimit) {
  for (const std::string& file : Files(IsInTables() ? ".sst" : ".log")) {
    const std::string bytes = BytesOf(file);
    for (size_t page = 0; page < bytes.size() && !HasFailure(); page += 4096) {
      const size_t size = std::min<size_t>(4096, bytes.size() - page);
      SCOPED_TRACE(absl::StrCat(file, " page at ", page));
      std::string zeroed = bytes;
      zeroed.replace(page, size, size, '\0');
      Try(file, zeroed);
      // What stood there belongs to another place of the same file: sound, but misplaced.
      std::string misplaced = bytes;
      misplaced.replace(page, size, bytes.substr(Below(bytes.size() - size + 1), size));
      if (misplaced != bytes) Try(file, misplaced);
    }
  }
  EXPECT_THAT(detected_, Gt(10));
  Report("pages");
}

TEST_P(BitFlipTest, AMissingFileIsSeenOrWithinTheLimit) {
  for (const char* end : {".sst", ".log"}) {
    for (const std::string& path : FilesEndingIn(original_.directory(), end)) {
      const std::string file = std::filesystem::path(path).filename();
      SCOPED_TRACE(file);
      Try(file, std::nullopt);
    }
  }
  Report("missing files");
}

INSTANTIATE_TEST_SUITE_P(Log, BitFlipTest,
                         ::testing::Values(Past::kClosed, Past::kClosedInTables, Past::kCrashed),
                         [](const auto& past) {
                           switch (past.param) {
                             case Past::kClosed:
                               return "Closed";
                             case Past::kClosedInTables:
                               return "ClosedInTables";
                             case Past::kCrashed:
                               return "Crashed";
                           }
                           return "";
                         });

}  // namespace
}  // namespace samverk::storage
