// Disks that fail and machines that lose power, at every write that a fixed workload makes.
// What was finished is there afterwards, whole; nothing is there in part; and every upload
// can be brought to its end.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/sha256.h"
#include "base/testing/fake_clock.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/blobs/file_blob_store.h"
#include "storage/kv/rocks.h"
#include "storage/kv/testing/fault_file_system.h"
#include "storage/kv/testing/temp_directory.h"

namespace samverk::storage {
namespace {

using ::testing::AnyOf;
using Operation = FaultFileSystem::Operation;
using Tail = FaultFileSystem::Tail;

constexpr size_t kChunk = 7;

BlobId IdOf(const std::string& bytes) { return BlobId::Of(Sha256({bytes})); }

// A store over a disk that fails when told to.
class FaultBench {
 public:
  FaultBench() {
    options_.env = disk_.env();
    options_.clock = &clock_;
    options_.sync_bytes = 16;
    for (int i = 0; i < 4; ++i)
      contents_.push_back(std::string(20 + 13 * i, static_cast<char>('a' + i)));
  }

  FaultFileSystem& disk() { return disk_; }
  FileBlobStore* store() { return store_.get(); }
  absl::Status Open() {
    store_.reset();
    auto store = FileBlobStore::Open(directory_.path() + "/blobs", options_);
    if (store.ok()) store_ = *std::move(store);
    return store.status();
  }
  void Close() { store_.reset(); }

  // Uploads `content` from wherever it has come to; true if it was finished.
  bool TryUpload(const std::string& content, const std::string& owner) {
    const auto started = store_->StartUpload({IdOf(content), content.size(), owner, ""});
    if (!started.ok()) return Refused(started.status());
    if (!started->has_value()) return true;
    Upload upload = **started;
    while (upload.received_bytes < content.size()) {
      const auto more = store_->Append(upload.id, upload.received_bytes,
                                       content.substr(upload.received_bytes, kChunk));
      if (!more.ok()) return Refused(more.status());
      upload = *more;
    }
    const absl::Status finished = store_->FinishUpload(upload.id);
    return finished.ok() || Refused(finished);
  }

  // Everything that the store does: uploads, one of them by two people, one removed, a state
  // of affairs in between at which the process ends.
  void Run() {
    for (int round = 0; round < 2; ++round) {
      if (!Open().ok()) continue;
      for (const std::string& content : contents_) {
        // The first round leaves one half done.
        if (round == 0 && &content == &contents_.back()) {
          const auto started = store_->StartUpload({IdOf(content), content.size(), "me", ""});
          if (started.ok() && started->has_value()) {
            store_->Append((*started)->id, 0, content.substr(0, 30)).status().IgnoreError();
          }
          continue;
        }
        if (TryUpload(content, "me")) finished_.insert({IdOf(content), content});
        if (&content == &contents_[1] && TryUpload(content, "you")) {
          finished_.insert({IdOf(content), content});
        }
      }
      const BlobId removed = IdOf(contents_[0]);
      if (round == 1 && store_->Condemn(removed)) {
        finished_.erase(removed);
        store_->RemoveCondemned(removed).status().IgnoreError();
      }
    }
  }

  // What must hold once the disk is well again.
  void Check() {
    ASSERT_OK(Open());
    ASSERT_OK_AND_ASSIGN(const std::vector<BlobId> there, store_->ListUpTo(absl::InfiniteFuture()));
    for (const BlobId& blob : there) EXPECT_OK(store_->Verify(blob)) << "in part: " << blob.hex();
    for (const auto& [blob, content] : finished_) {
      EXPECT_THAT(store_->Read(blob, 0, 1000), IsOkAndHolds(content)) << "lost: " << content[0];
    }
    for (const std::string& content : contents_) {
      EXPECT_TRUE(TryUpload(content, "me")) << content[0];
      EXPECT_OK(store_->Verify(IdOf(content)));
    }
    EXPECT_OK(store_->Health());
    ASSERT_OK(Open());  // And what it left behind opens too.
  }

 private:
  // A refusal of the disk, with a reason that says so, and noted.
  static bool Refused(const absl::Status& status) {
    EXPECT_THAT(status, AnyOf(IsRefused(kDiskFailed), IsRefused(kBlobDiskReserve)));
    return false;
  }

  TempDirectory directory_;
  FaultFileSystem disk_;
  FakeClock clock_;
  FileBlobStoreOptions options_;
  std::vector<std::string> contents_;
  std::unique_ptr<FileBlobStore> store_;
  std::map<BlobId, std::string> finished_;
};

uint64_t CallsOfTheWorkload() {
  FaultBench bench;
  bench.Run();
  return bench.disk().calls();
}

struct FaultCase {
  const char* name;
  rocksdb::IOStatus status;
  bool from_then_on;
};

class BlobFaultTest : public ::testing::TestWithParam<FaultCase> {};

TEST_P(BlobFaultTest, WhateverWriteFailsNothingFinishedIsLostAndNothingIsThereInPart) {
  const uint64_t calls = CallsOfTheWorkload();
  ASSERT_GT(calls, 60);
  for (uint64_t call = 0; call < calls; ++call) {
    SCOPED_TRACE(absl::StrCat("failing call ", call));
    FaultBench bench;
    bench.disk().SetFault(GetParam().from_then_on
                              ? FaultFileSystem::FailFrom(call, GetParam().status)
                              : FaultFileSystem::FailCall(call, GetParam().status));
    bench.Run();
    bench.disk().CutPower();
    bench.Close();
    ASSERT_OK(bench.disk().RestorePower(
        {.tail = call % 2 == 0 ? Tail::kDropped : Tail::kKept, .names_lost = call % 3 == 0}));
    bench.Check();
    if (HasFailure()) return;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Disk, BlobFaultTest,
    ::testing::Values(FaultCase{"EioOnce", FaultFileSystem::IoError(), false},
                      FaultCase{"EioFromThenOn", FaultFileSystem::IoError(), true},
                      FaultCase{"NoSpaceOnce", FaultFileSystem::NoSpace(), false},
                      FaultCase{"NoSpaceFromThenOn", FaultFileSystem::NoSpace(), true}),
    [](const auto& each) { return each.param.name; });

// A disk that fails once and is well again needs no restart.
TEST(BlobDiskTest, AfterAFailureTheSameStoreGoesOn) {
  const uint64_t calls = CallsOfTheWorkload();
  const std::string content(50, 'x');
  for (uint64_t call = 0; call < calls; ++call) {
    SCOPED_TRACE(absl::StrCat("failing call ", call));
    FaultBench bench;
    ASSERT_OK(bench.Open());
    bench.disk().SetFault(
        FaultFileSystem::FailCall(bench.disk().calls() + call, FaultFileSystem::IoError()));
    const bool first = bench.TryUpload(content, "me");
    bench.disk().ClearFault();

    EXPECT_TRUE(bench.TryUpload(content, "me"));
    EXPECT_OK(bench.store()->Verify(IdOf(content)));
    EXPECT_OK(bench.store()->Health());
    if (first || HasFailure()) return;  // No such call, and all of them were tried.
  }
}

struct TailCase {
  const char* name;
  Tail tail;
};

class BlobPowerTest : public ::testing::TestWithParam<TailCase> {};

TEST_P(BlobPowerTest, PowerMayGoBetweenAnyTwoSteps) {
  const uint64_t calls = CallsOfTheWorkload();
  for (uint64_t call = 0; call < calls; ++call) {
    for (const bool names_lost : {false, true}) {
      // Every call with both where all unsynced bytes go, with one or the other elsewhere.
      if (GetParam().tail != Tail::kDropped && names_lost == (call % 2 == 0)) continue;
      SCOPED_TRACE(absl::StrCat("power goes before call ", call, names_lost ? ", names too" : ""));
      FaultBench bench;
      FaultFileSystem& disk = bench.disk();
      disk.SetFault([&disk, call](const FaultFileSystem::Call& now) {
        if (now.operation == Operation::kRead || now.number < call) return rocksdb::IOStatus::OK();
        disk.CutPower();
        return FaultFileSystem::IoError();
      });
      bench.Run();
      disk.CutPower();
      bench.Close();
      ASSERT_OK(disk.RestorePower({.tail = GetParam().tail, .cut = 0.6, .names_lost = names_lost}));
      bench.Check();
      if (HasFailure()) return;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Tails, BlobPowerTest,
                         ::testing::Values(TailCase{"Dropped", Tail::kDropped},
                                           TailCase{"Kept", Tail::kKept},
                                           TailCase{"Cut", Tail::kCut},
                                           TailCase{"Garbage", Tail::kGarbage}),
                         [](const auto& each) { return each.param.name; });

TEST(BlobDiskTest, WhatIsNamedButNotSyncedIsThereForNobody) {
  FaultBench bench;
  ASSERT_OK(bench.Open());
  const std::string content(20, 'x');
  // The directory of the blob: its first two digits.
  bench.disk().SetFault(FaultFileSystem::FailEvery(Operation::kSyncDirectory,
                                                   "/" + IdOf(content).hex().substr(0, 2),
                                                   FaultFileSystem::IoError()));

  EXPECT_FALSE(bench.TryUpload(content, "me"));

  EXPECT_THAT(bench.store()->Find(IdOf(content)), IsRefused(kBlobNotFound));
  EXPECT_THAT(bench.store()->Hold(IdOf(content)), IsRefused(kBlobNotFound));
  EXPECT_THAT(bench.store()->ListUpTo(absl::InfiniteFuture()), IsOkAndHolds(::testing::IsEmpty()));
  EXPECT_THAT(bench.store()->Health(), IsRefused(kDiskFailed));
  bench.disk().ClearFault();
  EXPECT_TRUE(bench.TryUpload(content, "me"));
  EXPECT_OK(bench.store()->Hold(IdOf(content)));
  EXPECT_OK(bench.store()->Health());
}

TEST(BlobDiskTest, AStoreNoticesByItselfThatTheDiskIsWellAgain) {
  FaultBench bench;
  ASSERT_OK(bench.Open());
  bench.disk().SetFault(FaultFileSystem::FailFrom(0, FaultFileSystem::IoError()));
  EXPECT_FALSE(bench.TryUpload("content", "me"));
  EXPECT_THAT(bench.store()->Tend(), IsRefused(kDiskFailed));
  EXPECT_THAT(bench.store()->Health(), IsRefused(kDiskFailed));
  bench.disk().ClearFault();

  EXPECT_OK(bench.store()->Tend());

  EXPECT_OK(bench.store()->Health());
}

TEST(BlobDiskTest, ADiskThatCanNotBeReadSaysSo) {
  FaultBench bench;
  ASSERT_OK(bench.Open());
  const std::string content(20, 'x');
  ASSERT_TRUE(bench.TryUpload(content, "me"));
  bench.disk().SetFault(FaultFileSystem::FailEvery(Operation::kRead, IdOf(content).hex(),
                                                   FaultFileSystem::IoError()));

  EXPECT_THAT(bench.store()->Read(IdOf(content), 0, 10), IsRefused(kDiskFailed));
  EXPECT_THAT(bench.store()->Verify(IdOf(content)), IsRefused(kDiskFailed));
}

}  // namespace
}  // namespace samverk::storage
