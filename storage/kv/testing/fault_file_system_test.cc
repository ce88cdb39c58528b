#include "storage/kv/testing/fault_file_system.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rocksdb/db.h"
#include "storage/kv/rocks.h"
#include "storage/kv/testing/temp_directory.h"

namespace samverk::storage {
namespace {

using Operation = FaultFileSystem::Operation;
using Tail = FaultFileSystem::Tail;
using ::testing::ElementsAre;

class FaultFileSystemTest : public ::testing::Test {
 protected:
  std::string Path(const std::string& name) const { return directory_.path() + "/" + name; }

  std::unique_ptr<rocksdb::WritableFile> Create(const std::string& name) {
    std::unique_ptr<rocksdb::WritableFile> file;
    EXPECT_OK(ToAbslStatus(disk_.env()->NewWritableFile(Path(name), &file, rocksdb::EnvOptions())));
    return file;
  }

  std::string Contents(const std::string& name) {
    std::string bytes;
    EXPECT_OK(ToAbslStatus(rocksdb::ReadFileToString(disk_.env(), Path(name), &bytes)));
    return bytes;
  }

  void SyncDirectory() {
    std::unique_ptr<rocksdb::Directory> directory;
    ASSERT_OK(ToAbslStatus(disk_.env()->NewDirectory(directory_.path(), &directory)));
    ASSERT_OK(ToAbslStatus(directory->Fsync()));
  }

  // Writes a file of 10,000 synced and 10,000 unsynced bytes and loses power.
  std::string LeftOf(const FaultFileSystem::PowerLoss& loss) {
    auto file = Create("f");
    EXPECT_OK(ToAbslStatus(file->Append(std::string(10'000, 's'))));
    EXPECT_OK(ToAbslStatus(file->Sync()));
    EXPECT_OK(ToAbslStatus(file->Append(std::string(10'000, 'u'))));
    disk_.CutPower();
    file.reset();
    EXPECT_OK(disk_.RestorePower(loss));
    return Contents("f");
  }

  TempDirectory directory_;
  FaultFileSystem disk_;
};

TEST_F(FaultFileSystemTest, WithoutFaultsItIsADisk) {
  auto file = Create("f");
  ASSERT_OK(ToAbslStatus(file->Append("abc")));
  ASSERT_OK(ToAbslStatus(file->Sync()));
  file.reset();

  EXPECT_EQ(Contents("f"), "abc");
  EXPECT_EQ(disk_.calls(), 3);
}

TEST_F(FaultFileSystemTest, PowerLossDropsWhatWasNotSynced) {
  EXPECT_EQ(LeftOf({}), std::string(10'000, 's'));
}

TEST_F(FaultFileSystemTest, ADeathOfTheProcessAloneKeepsEverything) {
  EXPECT_EQ(LeftOf({.tail = Tail::kKept}), std::string(10'000, 's') + std::string(10'000, 'u'));
}

TEST_F(FaultFileSystemTest, ACutKeepsAPart) {
  EXPECT_EQ(LeftOf({.tail = Tail::kCut, .cut = 0.25}),
            std::string(10'000, 's') + std::string(2'500, 'u'));
}

TEST_F(FaultFileSystemTest, GarbageIsInTheLastPageAndNeverInSyncedBytes) {
  const std::string left = LeftOf({.tail = Tail::kGarbage, .cut = 0.25});

  ASSERT_EQ(left.size(), 12'500);
  const size_t page = 12'288;  // Three whole pages.
  EXPECT_EQ(left.substr(0, page), std::string(10'000, 's') + std::string(2'288, 'u'));
  EXPECT_NE(left.substr(page), std::string(212, 'u'));
}

TEST_F(FaultFileSystemTest, ZerosStopWhereSyncedBytesEnd) {
  EXPECT_EQ(LeftOf({.tail = Tail::kZeroed, .cut = 0.01}),
            std::string(10'000, 's') + std::string(100, '\0'));
}

TEST_F(FaultFileSystemTest, WithoutPowerNothingIsDoneAnyMore) {
  auto file = Create("f");
  disk_.CutPower();

  EXPECT_THAT(ToAbslStatus(file->Append("abc")), IsRefused(kDiskFailed));
  EXPECT_THAT(ToAbslStatus(file->Sync()), IsRefused(kDiskFailed));
  EXPECT_THAT(ToAbslStatus(disk_.env()->DeleteFile(Path("f"))), IsRefused(kDiskFailed));
  file.reset();
  ASSERT_OK(disk_.RestorePower({.tail = Tail::kKept}));
  EXPECT_EQ(Contents("f"), "");
}

TEST_F(FaultFileSystemTest, OneCallFailsOrAllFromItOn) {
  auto file = Create("f");  // Call 0.
  disk_.SetFault(FaultFileSystem::FailCall(2, FaultFileSystem::IoError()));
  EXPECT_OK(ToAbslStatus(file->Append("a")));
  EXPECT_THAT(ToAbslStatus(file->Append("b")), IsRefused(kDiskFailed));
  EXPECT_OK(ToAbslStatus(file->Append("c")));

  disk_.SetFault(FaultFileSystem::FailFrom(4, FaultFileSystem::NoSpace()));
  EXPECT_TRUE(file->Append("d").IsNoSpace());
  EXPECT_TRUE(file->Append("e").IsNoSpace());
  EXPECT_EQ(disk_.calls(), 6);
}

TEST_F(FaultFileSystemTest, AFailedAppendHasWrittenHalf) {
  auto file = Create("f");
  disk_.SetFault(FaultFileSystem::FailCall(1, FaultFileSystem::NoSpace()));

  EXPECT_TRUE(file->Append("abcdef").IsNoSpace());

  EXPECT_EQ(Contents("f"), "abc");
}

TEST_F(FaultFileSystemTest, AfterAFailedSyncLaterOnesKeepNothingMore) {
  auto file = Create("f");
  ASSERT_OK(ToAbslStatus(file->Append("a")));
  ASSERT_OK(ToAbslStatus(file->Sync()));
  ASSERT_OK(ToAbslStatus(file->Append("b")));
  disk_.SetFault(FaultFileSystem::FailCall(disk_.calls(), FaultFileSystem::IoError()));
  EXPECT_THAT(ToAbslStatus(file->Sync()), IsRefused(kDiskFailed));
  EXPECT_OK(ToAbslStatus(file->Sync()));

  disk_.CutPower();
  file.reset();
  ASSERT_OK(disk_.RestorePower({}));

  EXPECT_EQ(Contents("f"), "a");
}

TEST_F(FaultFileSystemTest, NamesThatWereNotSyncedAreUndone) {
  ASSERT_OK(ToAbslStatus(rocksdb::WriteStringToFile(disk_.env(), "old", Path("head"), true)));
  SyncDirectory();
  ASSERT_OK(ToAbslStatus(rocksdb::WriteStringToFile(disk_.env(), "new", Path("head.new"), true)));
  ASSERT_OK(ToAbslStatus(disk_.env()->RenameFile(Path("head.new"), Path("head"))));
  EXPECT_EQ(Contents("head"), "new");

  disk_.CutPower();
  ASSERT_OK(disk_.RestorePower({.names_lost = true}));

  EXPECT_EQ(Contents("head"), "old");
  EXPECT_FALSE(std::filesystem::exists(Path("head.new")));
}

TEST_F(FaultFileSystemTest, NamesThatWereSyncedStay) {
  ASSERT_OK(ToAbslStatus(rocksdb::WriteStringToFile(disk_.env(), "new", Path("head.new"), true)));
  ASSERT_OK(ToAbslStatus(disk_.env()->RenameFile(Path("head.new"), Path("head"))));
  SyncDirectory();

  disk_.CutPower();
  ASSERT_OK(disk_.RestorePower({.names_lost = true}));

  EXPECT_EQ(Contents("head"), "new");
}

TEST_F(FaultFileSystemTest, AFaultMayPickItsCalls) {
  auto log = Create("000001.log");
  auto table = Create("000002.sst");
  disk_.SetFault(FaultFileSystem::FailEvery(Operation::kSync, ".log", FaultFileSystem::IoError()));

  EXPECT_OK(ToAbslStatus(log->Append("a")));
  EXPECT_OK(ToAbslStatus(table->Sync()));
  EXPECT_THAT(ToAbslStatus(log->Sync()), IsRefused(kDiskFailed));
  EXPECT_THAT(ToAbslStatus(log->Sync()), IsRefused(kDiskFailed));
}

TEST_F(FaultFileSystemTest, RocksDbLosesOnlyWhatItDidNotSync) {
  rocksdb::Options options;
  options.env = disk_.env();
  options.create_if_missing = true;
  const auto open = [&] {
    rocksdb::DB* db = nullptr;
    EXPECT_OK(ToAbslStatus(rocksdb::DB::Open(options, Path("db"), &db)));
    return std::unique_ptr<rocksdb::DB>(db);
  };
  rocksdb::WriteOptions synced;
  synced.sync = true;
  auto db = open();
  ASSERT_OK(ToAbslStatus(db->Put(synced, "a", "1")));
  ASSERT_OK(ToAbslStatus(db->Put(rocksdb::WriteOptions(), "b", "2")));

  disk_.CutPower();
  db.reset();
  ASSERT_OK(disk_.RestorePower({.names_lost = true}));
  db = open();

  std::string value;
  EXPECT_OK(ToAbslStatus(db->Get(rocksdb::ReadOptions(), "a", &value)));
  EXPECT_TRUE(db->Get(rocksdb::ReadOptions(), "b", &value).IsNotFound());
}

TEST_F(FaultFileSystemTest, InfoLogsAreNotCounted) {
  std::vector<std::string> seen;
  disk_.SetFault([&seen](const FaultFileSystem::Call& call) {
    seen.push_back(call.path);
    return rocksdb::IOStatus::OK();
  });

  Create("LOG");
  Create("f");

  EXPECT_THAT(seen, ElementsAre(Path("f")));
}

}  // namespace
}  // namespace samverk::storage
