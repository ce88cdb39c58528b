// What opening and repairing leave behind: a log that is refused is, byte for byte, what it
// was; a plan changes nothing; a cut cuts what was planned or nothing.

#include "storage/event_log/log_repair.h"

#include <filesystem>
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/event_log/log_reasons.h"
#include "storage/event_log/log_repair_point.h"
#include "storage/event_log/testing/rocks_ledger.h"
#include "storage/event_log/testing/test_proposal.h"
#include "storage/kv/testing/fault_file_system.h"

namespace samverk::storage {
namespace {

using ::testing::HasSubstr;

using Operation = FaultFileSystem::Operation;
using Files = std::map<std::string, std::string>;

class LogRepairTest : public ::testing::Test {
 protected:
  LogRepairTest() : ledger_(disk_.env()) {
    EXPECT_OK(ledger_.Open());
    for (int i = 0; i < 9; ++i) {
      EXPECT_OK(AppendAndWait(ledger_.log(), AnAppend().OnStream("a").WithEvents(10)));
    }
    ledger_.Close();  // Everything is in the write-ahead log, and the head file says 90.
  }

  std::string root() const { return std::filesystem::path(ledger_.directory()).parent_path(); }

  Files AllFiles() const { return ReadTree(root()); }

  // The write-ahead log that has something in it.
  std::string WalPath() const {
    for (const std::string& path : FilesEndingIn(ledger_.directory(), ".log")) {
      if (std::filesystem::file_size(path) > 0) return path;
    }
    ADD_FAILURE() << "no write-ahead log";
    return "";
  }

  // Cuts the last record short: RocksDB takes it for a write that was torn, and says nothing.
  void TearTail() {
    std::string bytes = ReadFileBytes(WalPath());
    bytes.resize(bytes.size() - 5);
    WriteFileBytes(WalPath(), bytes);
  }

  // Makes a byte in the middle of the write-ahead log wrong, which RocksDB does notice.
  void DamageMiddle() {
    std::string bytes = ReadFileBytes(WalPath());
    bytes[bytes.size() / 2] ^= 1;
    WriteFileBytes(WalPath(), bytes);
  }

  absl::StatusOr<RepairPlan> Plan() {
    return PlanRepair(ledger_.directory(), ledger_.head_path(), ledger_.options().resources);
  }
  absl::Status CarryOut(const RepairPlan& plan) {
    return CarryOutRepair(plan, ledger_.directory(), ledger_.head_path(),
                          ledger_.options().resources, ledger_.clock());
  }

  FaultFileSystem disk_;
  RocksLedger ledger_;
};

// ---- Opening ----

TEST_F(LogRepairTest, ALogThatIsRefusedIsByteForByteWhatItWas) {
  TearTail();
  const Files before = AllFiles();

  for (int i = 0; i < 3; ++i) {
    const absl::Status status = ledger_.Open();

    EXPECT_THAT(status, IsRefused(kLogDamaged));
    EXPECT_THAT(std::string(status.message()), HasSubstr("ends at position 80"));
    EXPECT_EQ(AllFiles(), before) << i;
  }
}

TEST_F(LogRepairTest, ALogThatRocksDbRefusesIsByteForByteWhatItWas) {
  DamageMiddle();
  const Files before = AllFiles();

  EXPECT_THAT(ledger_.Open(), IsRefused(kStoreDamaged));

  EXPECT_EQ(AllFiles(), before);
}

TEST_F(LogRepairTest, ALogThatIsRefusedForItsHeadFileIsWholeOnceThatIsBack) {
  const std::string head = ReadFileBytes(ledger_.head_path());
  std::filesystem::remove(ledger_.head_path());
  const Files before = AllFiles();
  EXPECT_THAT(ledger_.Open(), IsRefused(kLogDamaged));
  EXPECT_EQ(AllFiles(), before);

  WriteFileBytes(ledger_.head_path(), head);

  ASSERT_OK(ledger_.Open());
  EXPECT_EQ(ledger_.log().Head(), Position(90));
}

TEST_F(LogRepairTest, ALogThatOpenedHasNothingBesideIt) {
  ASSERT_OK(ledger_.Open());

  for (const auto& [name, bytes] : AllFiles()) {
    EXPECT_THAT(name, ::testing::AnyOf("head", ::testing::StartsWith("log/")));
  }
  EXPECT_FALSE(std::filesystem::exists(root() + "/log.before"));
}

TEST_F(LogRepairTest, AnOpeningThatFailsOverTheDiskLosesNothing) {
  const Files before = AllFiles();
  uint64_t call = 0;
  // By two: every opening that fails leaves an empty file that the next has to look at.
  for (absl::Status status = absl::UnknownError(""); !status.ok(); call += 2) {
    ASSERT_LT(call, 1000);
    disk_.SetFault(FaultFileSystem::FailFrom(disk_.calls() + call, FaultFileSystem::NoSpace()));
    status = ledger_.Open();
    disk_.ClearFault();
    if (status.ok()) break;
    EXPECT_THAT(status, IsRefused(kDiskFailed)) << call;
    // What the plan says of it must not depend on where the opening broke off.
    ASSERT_OK_AND_ASSIGN(const RepairPlan plan, Plan());
    EXPECT_OK(plan.fault) << call;
    EXPECT_EQ(plan.readable, Position(90)) << call;
  }
  EXPECT_GT(call, 10);
  EXPECT_EQ(ledger_.log().Head(), Position(90));
  EXPECT_OK(ledger_.log().Verify());
}

TEST_F(LogRepairTest, AnOpeningThatTheDiskFailedIsTakenBackByTheNextThatIsRefused) {
  TearTail();
  const Files before = AllFiles();
  // The write-ahead log was dropped, and then nothing could be put back: as if killed there.
  disk_.SetFault([](const FaultFileSystem::Call& call) {
    return call.operation == Operation::kRename && !call.path.ends_with("CURRENT")
               ? FaultFileSystem::IoError()
               : rocksdb::IOStatus::OK();
  });
  EXPECT_THAT(ledger_.Open(), IsRefused(kLogDamaged));
  disk_.ClearFault();
  EXPECT_TRUE(std::filesystem::exists(root() + "/log.before/CURRENT"));
  EXPECT_NE(AllFiles(), before);

  EXPECT_THAT(ledger_.Open(), IsRefused(kLogDamaged));

  EXPECT_EQ(AllFiles(), before);
}

TEST_F(LogRepairTest, ALogThatWasBeingPutBackIsPutBack) {
  const Files before = AllFiles();
  // Between the two renames.
  std::filesystem::rename(root() + "/log", root() + "/log.before");
  std::filesystem::create_directory(root() + "/log.refused");
  WriteFileBytes(root() + "/log.refused/CURRENT", "MANIFEST-000001\n");

  ASSERT_OK(ledger_.Open());

  EXPECT_EQ(ledger_.log().Head(), Position(90));
  ledger_.Close();
  EXPECT_THAT(Plan()->fault, IsOk());
}

TEST_F(LogRepairTest, AHalfMadePointIsNotTakenForALog) {
  std::filesystem::create_directory(root() + "/log.before");
  WriteFileBytes(root() + "/log.before/000004.log", "half");
  TearTail();

  EXPECT_THAT(ledger_.Open(), IsRefused(kLogDamaged));

  ASSERT_OK_AND_ASSIGN(const RepairPlan plan, Plan());
  EXPECT_EQ(plan.readable, Position(80));
}

TEST_F(LogRepairTest, ALogThatIsOpenIsLeftAlone) {
  ASSERT_OK(ledger_.Open());

  EXPECT_THAT(RepairPoint::Make(*disk_.env(), ledger_.directory()), IsRefused(kDiskFailed));

  EXPECT_FALSE(std::filesystem::exists(root() + "/log.before"));
  EXPECT_OK(AppendAndWait(ledger_.log(), AnAppend().OnStream("a")));
}

// ---- Planning ----

TEST_F(LogRepairTest, APlanChangesNothing) {
  const Files whole = AllFiles();
  ASSERT_OK_AND_ASSIGN(const RepairPlan nothing, Plan());
  EXPECT_OK(nothing.fault);
  EXPECT_EQ(nothing.readable, Position(90));
  EXPECT_EQ(AllFiles(), whole);

  TearTail();
  const Files torn = AllFiles();
  ASSERT_OK_AND_ASSIGN(const RepairPlan plan, Plan());
  EXPECT_THAT(plan.fault, IsRefused(kLogDamaged));
  EXPECT_EQ(plan.readable, Position(80));
  EXPECT_EQ(plan.known, Position(90));
  EXPECT_EQ(AllFiles(), torn);

  WriteFileBytes(WalPath(),
                 whole.at("log/" + std::filesystem::path(WalPath()).filename().string()));
  DamageMiddle();
  const Files damaged = AllFiles();
  ASSERT_OK_AND_ASSIGN(const RepairPlan half, Plan());
  EXPECT_THAT(half.fault, IsRefused(kStoreDamaged));
  EXPECT_GT(half.readable, Position(0));
  EXPECT_LT(half.readable, Position(90));
  EXPECT_EQ(AllFiles(), damaged);
}

TEST_F(LogRepairTest, APlanIsTheSameAfterOpeningWasTried) {
  TearTail();
  ASSERT_OK_AND_ASSIGN(const RepairPlan first, Plan());
  EXPECT_THAT(ledger_.Open(), IsRefused(kLogDamaged));

  ASSERT_OK_AND_ASSIGN(const RepairPlan second, Plan());

  EXPECT_EQ(second.readable, first.readable);
  EXPECT_EQ(second.known, first.known);
  EXPECT_EQ(second.fault, first.fault);
}

TEST_F(LogRepairTest, ADiskThatRefusesIsNoFaultToRepair) {
  const Files before = AllFiles();
  disk_.SetFault(
      FaultFileSystem::FailEvery(Operation::kAppend, ".sst", FaultFileSystem::NoSpace()));

  EXPECT_THAT(Plan(), IsRefused(kDiskFailed));

  disk_.ClearFault();
  EXPECT_EQ(AllFiles(), before);
}

TEST_F(LogRepairTest, WhereThereIsNoLogThereIsNoPlan) {
  std::filesystem::remove(ledger_.directory() + "/CURRENT");
  EXPECT_THAT(Plan(), IsRefused(kLogDamaged));

  std::filesystem::remove_all(root());
  EXPECT_THAT(Plan(), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_FALSE(std::filesystem::exists(root()));
}

// ---- Cutting ----

TEST_F(LogRepairTest, ACutKeepsWhatThePlanSaysInANewEpoch) {
  TearTail();
  ASSERT_OK_AND_ASSIGN(const RepairPlan plan, Plan());

  ASSERT_OK(CarryOut(plan));

  ASSERT_OK(ledger_.Open());
  EXPECT_EQ(ledger_.log().Head(), plan.readable);
  EXPECT_OK(ledger_.log().Verify());
  EXPECT_NE(ledger_.log().identity().epoch, ledger_.identity().epoch);
  EXPECT_THAT(AppendAndWait(ledger_.log(), AnAppend().OnStream("a")), IsOk());
}

TEST_F(LogRepairTest, AnOutdatedPlanCutsNothing) {
  TearTail();
  ASSERT_OK_AND_ASSIGN(RepairPlan plan, Plan());
  std::string bytes = ReadFileBytes(WalPath());
  bytes.resize(bytes.size() * 3 / 4);  // More is torn off meanwhile.
  WriteFileBytes(WalPath(), bytes);
  const Files before = AllFiles();

  const absl::Status status = CarryOut(plan);

  EXPECT_THAT(status, IsRefused(kRepairPlanOutdated));
  EXPECT_THAT(std::string(status.message()), HasSubstr("the plan says 80"));
  EXPECT_EQ(AllFiles(), before);
}

TEST_F(LogRepairTest, WhatIsDamagedInTheReadablePartTooIsNotCut) {
  ledger_.Damage(
      [](RawLog& raw) { raw.Delete(kRequestsFamily, raw.Rows(kRequestsFamily)[0].first); });
  LogHead head = *DecodeHead(ReadFileBytes(ledger_.head_path()));
  head.position = Position(95);
  WriteFileBytes(ledger_.head_path(), EncodeHead(head));
  ASSERT_OK_AND_ASSIGN(const RepairPlan plan, Plan());
  EXPECT_THAT(plan.fault, IsRefused(kLogDamaged));
  const Files before = AllFiles();

  EXPECT_THAT(CarryOut(plan), IsRefused(kLogDamaged));

  EXPECT_EQ(AllFiles(), before);
}

TEST_F(LogRepairTest, ACutThatTheDiskFailsCanBeMadeAgain) {
  TearTail();
  ASSERT_OK_AND_ASSIGN(const RepairPlan plan, Plan());
  uint64_t call = 0;
  for (absl::Status status = absl::UnknownError(""); !status.ok(); ++call) {
    disk_.SetFault(FaultFileSystem::FailFrom(disk_.calls() + call, FaultFileSystem::IoError()));
    status = CarryOut(plan);
    disk_.ClearFault();
    if (status.ok()) break;
    EXPECT_THAT(status, IsRefused(kDiskFailed)) << call;
    ASSERT_OK_AND_ASSIGN(const RepairPlan again, Plan());
    EXPECT_EQ(again.readable, Position(80)) << call;
  }
  EXPECT_GT(call, 10);

  ASSERT_OK(ledger_.Open());
  EXPECT_EQ(ledger_.log().Head(), Position(80));
  EXPECT_OK(ledger_.log().Verify());
}

TEST_F(LogRepairTest, WithoutAFaultNothingIsCut) {
  ASSERT_OK_AND_ASSIGN(const RepairPlan plan, Plan());
  const Files before = AllFiles();

  EXPECT_OK(CarryOut(plan));

  EXPECT_EQ(AllFiles(), before);
}

}  // namespace
}  // namespace samverk::storage
