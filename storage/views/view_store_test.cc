// What views promise: rows and cursor belong together whatever happens, flushed families are
// there again, and what is damaged says so.

#include "storage/views/view_store.h"

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/kv/testing/fault_file_system.h"
#include "storage/kv/testing/temp_directory.h"
#include "storage/views/testing/view_directory.h"

namespace samverk::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

using Operation = FaultFileSystem::Operation;
using Rows = std::map<std::string, std::string>;

// The rows that a table wrote; the cursor comes before all letters.
Rows RowsOf(const ViewFamily& family) {
  Rows rows;
  ViewCursor cursor = family.Rows();
  for (cursor.Seek("a"); cursor.Valid(); cursor.Next()) {
    rows.emplace(cursor.key(), cursor.value());
  }
  EXPECT_OK(cursor.status());
  return rows;
}

// Applies event `position`: a row of its own, and one that says how many there are.
absl::Status ApplyEvent(ViewFamily& family, uint64_t position) {
  ViewBatch batch(family);
  batch.Put(absl::StrCat("event/", position), "x");
  batch.Put("last", absl::StrCat(position));
  return family.Apply(std::move(batch), Position(position));
}

// Checks that the rows are those of exactly the events up to the cursor, which it gives.
Position CheckedCursor(const ViewFamily& family) {
  const absl::StatusOr<Position> cursor = family.ReadCursor();
  EXPECT_OK(cursor);
  if (!cursor.ok()) return Position(0);
  Rows expected;
  for (uint64_t at = 1; at <= cursor->value(); ++at) expected[absl::StrCat("event/", at)] = "x";
  if (*cursor > Position(0)) expected["last"] = absl::StrCat(cursor->value());
  EXPECT_EQ(RowsOf(family), expected);
  return *cursor;
}

// ---- Families ----

TEST(ViewStoreTest, ANewStoreHasNoFamiliesAndANewFamilyNoRows) {
  ViewDirectory directory;
  EXPECT_THAT(directory.store().FamilyNames(), IsEmpty());

  ASSERT_OK_AND_ASSIGN(const auto family, directory.store().OpenFamily("workshops@1.1"));

  EXPECT_EQ(family->name(), "workshops@1.1");
  EXPECT_THAT(directory.store().FamilyNames(), ElementsAre("workshops@1.1"));
  EXPECT_THAT(family->ReadCursor(), IsOkAndHolds(Position(0)));
  EXPECT_THAT(RowsOf(*family), IsEmpty());
}

TEST(ViewStoreTest, FamiliesAreApartAndSurviveAReopenAfterAFlush) {
  ViewDirectory directory;
  for (const auto& [name, events] : std::map<std::string, int>{{"a@1.1", 3}, {"b@1.1", 5}}) {
    ASSERT_OK_AND_ASSIGN(const auto family, directory.store().OpenFamily(name));
    for (int at = 1; at <= events; ++at) ASSERT_OK(ApplyEvent(*family, at));
    ASSERT_OK(family->Flush());
  }

  for (int i = 0; i < 2; ++i) {
    directory.Close();
    directory.Open();

    EXPECT_THAT(directory.store().FamilyNames(), UnorderedElementsAre("a@1.1", "b@1.1"));
    EXPECT_EQ(CheckedCursor(**directory.store().OpenFamily("a@1.1")), Position(3));
    EXPECT_EQ(CheckedCursor(**directory.store().OpenFamily("b@1.1")), Position(5));
  }
}

TEST(ViewStoreTest, AFamilyThatIsDroppedIsGoneButCanBeReadByWhoHoldsIt) {
  ViewDirectory directory;
  ASSERT_OK_AND_ASSIGN(auto family, directory.store().OpenFamily("a@1.1"));
  ASSERT_OK(ApplyEvent(*family, 1));
  ASSERT_OK(family->Flush());

  ASSERT_OK(directory.store().DropFamily("a@1.1"));
  ASSERT_OK(directory.store().DropFamily("never was"));

  EXPECT_THAT(directory.store().FamilyNames(), IsEmpty());
  EXPECT_EQ(CheckedCursor(*family), Position(1));
  family.reset();
  EXPECT_THAT((*directory.store().OpenFamily("a@1.1"))->ReadCursor(), IsOkAndHolds(Position(0)));
}

TEST(ViewStoreTest, ACursorOverRowsSeesThemAsTheyWere) {
  ViewDirectory directory;
  ASSERT_OK_AND_ASSIGN(const auto family, directory.store().OpenFamily("a@1.1"));
  ASSERT_OK(ApplyEvent(*family, 1));
  ViewCursor rows = family->Rows();

  ASSERT_OK(ApplyEvent(*family, 2));

  rows.Seek("last");
  ASSERT_TRUE(rows.Valid());
  EXPECT_EQ(rows.value(), "1");
  EXPECT_EQ(CheckedCursor(*family), Position(2));
}

// ---- Rows and cursor in one batch ----

TEST(ViewStoreTest, WhereverItIsKilledAViewIsWhatItsLastFlushMadeOfIt) {
  ViewDirectory directory;
  uint64_t flushed = 0;
  for (uint64_t at = 1; at <= 30; ++at) {
    ASSERT_OK_AND_ASSIGN(auto family, directory.store().OpenFamily("a@1.1"));
    // What was not flushed before the last kill is applied again.
    for (uint64_t again = flushed + 1; again <= at; ++again) ASSERT_OK(ApplyEvent(*family, again));
    if (at % 4 == 0) {
      ASSERT_OK(family->Flush());
      flushed = at;
    }
    directory.Kill();
    family.reset();
    directory.Close();
    directory.Open();

    ASSERT_OK_AND_ASSIGN(family, directory.store().OpenFamily("a@1.1"));
    EXPECT_EQ(CheckedCursor(*family), Position(flushed));
    family.reset();
  }
}

TEST(ViewStoreTest, WhateverWriteFailsRowsAndCursorBelongTogether) {
  uint64_t call = 0;
  // Every third call, because RocksDB sleeps for a second after a flush that failed.
  for (bool everything_worked = false; !everything_worked; call += 3) {
    SCOPED_TRACE(absl::StrCat("failing from call ", call));
    FaultFileSystem disk;
    const TempDirectory root;
    Position flushed;
    const auto work = [&]() -> absl::Status {
      auto store = ViewStore::Open(root.path() + "/views", MakeRocksResources(disk.env()));
      if (!store.ok()) return store.status();
      auto family = (*store)->OpenFamily("a@1.1");
      if (!family.ok()) return family.status();
      for (uint64_t at = 1; at <= 6; ++at) {
        if (absl::Status status = ApplyEvent(**family, at); !status.ok()) return status;
        if (at % 3 != 0) continue;
        if (absl::Status status = (*family)->Flush(); !status.ok()) return status;
        flushed = Position(at);
      }
      return absl::OkStatus();
    };
    disk.SetFault(FaultFileSystem::FailFrom(call, FaultFileSystem::IoError()));
    const absl::Status status = work();
    everything_worked = status.ok();
    if (!everything_worked) {
      EXPECT_THAT(status, IsRefused(kDiskFailed));
    }
    disk.CutPower();
    ASSERT_OK(disk.RestorePower({.names_lost = call % 2 == 1}));

    const auto store = ViewStore::Open(root.path() + "/views", MakeRocksResources(disk.env()));
    ASSERT_OK(store);
    const Position cursor = CheckedCursor(**(*store)->OpenFamily("a@1.1"));
    EXPECT_GE(cursor, flushed);
    EXPECT_EQ(cursor.value() % 3, 0);
    if (HasFailure()) break;
  }
  EXPECT_GT(call, 20);
}

// ---- Damage ----

class DamagedViewStoreTest : public ::testing::Test {
 protected:
  DamagedViewStoreTest() : path_(root_.path() + "/views") {
    auto store = Open();
    EXPECT_OK(store);
    auto family = (*store)->OpenFamily("a@1.1");
    EXPECT_OK(family);
    for (uint64_t at = 1; at <= 9; ++at) EXPECT_OK(ApplyEvent(**family, at));
    EXPECT_OK((*family)->Flush());
  }

  absl::StatusOr<std::unique_ptr<ViewStore>> Open() {
    return ViewStore::Open(path_, MakeRocksResources(disk_.env()));
  }

  // The file whose name begins or ends so.
  std::string File(const std::string& part) {
    for (const auto& entry : std::filesystem::directory_iterator(path_)) {
      const std::string name = entry.path().filename();
      if (absl::StartsWith(name, part) || absl::EndsWith(name, part)) return entry.path();
    }
    ADD_FAILURE() << "no file " << part;
    return "";
  }

  TempDirectory root_;
  std::string path_;
  FaultFileSystem disk_;
};

TEST_F(DamagedViewStoreTest, AStoreThatIsWholeOpens) {
  const auto store = Open();

  ASSERT_OK(store);
  EXPECT_EQ(CheckedCursor(**(*store)->OpenFamily("a@1.1")), Position(9));
}

TEST_F(DamagedViewStoreTest, AFileThatIsMissingIsDamage) {
  for (const char* file : {"MANIFEST-", ".sst"}) {
    const std::string path = File(file);
    std::filesystem::rename(path, root_.path() + "/away");
    EXPECT_THAT(Open(), IsRefused(kStoreDamaged)) << file;
    std::filesystem::rename(root_.path() + "/away", path);
  }
  EXPECT_OK(Open());
}

TEST_F(DamagedViewStoreTest, AFileThatHoldsSomethingElseIsDamage) {
  for (const char* file : {"MANIFEST-", "CURRENT", ".sst"}) {
    const std::string path = File(file);
    std::filesystem::copy(path, root_.path() + "/copy");
    const auto size = std::filesystem::file_size(path);
    std::ofstream(path, std::ios::binary | std::ios::trunc) << std::string(size, '?');
    EXPECT_THAT(Open(), IsRefused(kStoreDamaged)) << file;
    std::filesystem::rename(root_.path() + "/copy", path);
  }
  EXPECT_OK(Open());
}

TEST_F(DamagedViewStoreTest, ADiskThatRefusesIsNoDamage) {
  const FaultFileSystem::Fault faults[] = {
      FaultFileSystem::FailEvery(Operation::kRead, ".sst", FaultFileSystem::IoError()),
      FaultFileSystem::FailFrom(0, FaultFileSystem::NoSpace()),
  };
  for (const auto& fault : faults) {
    disk_.SetFault(fault);
    EXPECT_THAT(Open(), IsRefused(kDiskFailed));
    disk_.ClearFault();
  }
  EXPECT_OK(Open());
}

}  // namespace
}  // namespace samverk::storage
