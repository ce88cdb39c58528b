// Disks that fail and machines that lose power, at every write that a fixed workload
// makes. What was acknowledged is there afterwards, in the same place and with the same
// answer; what was not is there whole or not at all.

#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/event_log/log_reasons.h"
#include "storage/event_log/log_repair.h"
#include "storage/event_log/testing/fault_workload.h"
#include "storage/event_log/testing/rocks_ledger.h"
#include "storage/kv/testing/fault_file_system.h"
#include "storage/kv/testing/temp_directory.h"

namespace samverk::storage {
namespace {

using ::testing::AnyOf;

using Operation = FaultFileSystem::Operation;
using Tail = FaultFileSystem::Tail;

// Every call is failed; where a sanitizer makes that slow, some, of each parity.
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr uint64_t kStride = 7;
#else
constexpr uint64_t kStride = 1;
#endif
#else
constexpr uint64_t kStride = 1;
#endif

// ---- Failing writes ----

struct FaultCase {
  const char* name;
  rocksdb::IOStatus status;
  // Every other call fails once, the others from then on; which, differs by case.
  uint64_t parity;
};

class FaultTest : public ::testing::TestWithParam<FaultCase> {
 protected:
  // A ledger whose disk fails at the given call after it was created, and which then loses
  // power, or only its process. Gives the number of calls that there were.
  uint64_t RunWithFaultAt(uint64_t call) {
    const bool from_then_on = (call + GetParam().parity) % 2 == 1;
    const Tail tail = call % 4 < 2 ? Tail::kDropped : Tail::kKept;
    FaultFileSystem disk;
    RocksLedger ledger(disk.env());
    FaultWorkload workload(100);
    const uint64_t begin = disk.calls();
    disk.SetFault(from_then_on ? FaultFileSystem::FailFrom(begin + call, GetParam().status)
                               : FaultFileSystem::FailCall(begin + call, GetParam().status));
    // Half of it, and after opening again, which moves everything into tables, the rest.
    const size_t half = workload.size() / 2;
    if (ledger.Open().ok()) workload.Run(ledger.log(), 0, half);
    if (ledger.Reopen().ok()) workload.Run(ledger.log(), half, workload.size());
    const uint64_t calls = disk.calls() - begin;
    disk.CutPower();
    ledger.Close();
    EXPECT_OK(disk.RestorePower({.tail = tail, .names_lost = call % 3 == 0}));

    EXPECT_OK(ledger.Open());
    if (ledger.is_open()) {
      EXPECT_OK(workload.Check(ledger.log()));
      EXPECT_OK(workload.CheckRetries(ledger.log()));
    }
    return calls;
  }
};

TEST_P(FaultTest, WhateverWriteFailsNothingAcknowledgedIsLost) {
  const uint64_t calls = RunWithFaultAt(UINT64_MAX / 2);
  ASSERT_GT(calls, 60);  // Thirty appends, each written and synced, at least.
  std::cout << calls << " calls, of which every " << kStride << ". fails" << std::endl;

  for (uint64_t call = 0; call < calls; call += kStride) {
    SCOPED_TRACE(absl::StrCat("failing call ", call));
    RunWithFaultAt(call);
    if (HasFailure()) break;  // One is enough to look at.
  }
}

INSTANTIATE_TEST_SUITE_P(Disk, FaultTest,
                         ::testing::Values(FaultCase{"Eio", FaultFileSystem::IoError(), 0},
                                           FaultCase{"NoSpace", FaultFileSystem::NoSpace(), 1}),
                         [](const auto& each) { return each.param.name; });

TEST(CreationFaultTest, ACreationThatFailsAnywhereLeavesNothingThatOpensAsALog) {
  uint64_t call = 0;
  for (bool created = false; !created; ++call) {
    FaultFileSystem disk;
    RocksLedger other(disk.env());  // For its options and identity.
    const TempDirectory root;
    const std::string directory = root.path() + "/log";
    const std::string head_path = root.path() + "/head";
    disk.SetFault(FaultFileSystem::FailFrom(disk.calls() + call, FaultFileSystem::NoSpace()));
    created = RocksEventLog::Create(directory, head_path, other.options(), other.identity()).ok();
    disk.CutPower();
    ASSERT_OK(disk.RestorePower({.names_lost = call % 2 == 1}));

    const auto log = RocksEventLog::Open(directory, head_path, other.options());
    if (created) {
      EXPECT_OK(log);
    } else if (log.ok()) {
      EXPECT_OK((*log)->Verify());  // The last sync failed; everything was there.
    } else {
      EXPECT_THAT(
          log, AnyOf(StatusIs(absl::StatusCode::kNotFound), StatusIs(absl::StatusCode::kDataLoss),
                     StatusIs(absl::StatusCode::kUnavailable)))
          << call;
    }
  }
  EXPECT_GT(call, 10);
}

// ---- Losing power while a batch is on its way ----

// Makes the workload, and one append more that is written but never synced; then the
// power goes. Everything that was acknowledged must be there, if need be after a repair.
class TornTailTest : public ::testing::TestWithParam<size_t> {
 protected:
  // Whether the log had to be repaired.
  bool LosePower(Tail tail, double cut) {
    FaultFileSystem disk;
    RocksLedger ledger(disk.env());
    FaultWorkload workload(GetParam());
    EXPECT_OK(ledger.Open());
    // The last append of the workload is large where there are large ones.
    workload.Run(ledger.log(), 0, workload.size() - 1);
    disk.SetFault(FaultFileSystem::FailEvery(Operation::kSync, ".log", FaultFileSystem::IoError()));
    workload.Run(ledger.log(), workload.size() - 1, workload.size());
    EXPECT_FALSE(workload.everything_acknowledged());
    disk.CutPower();
    ledger.Close();
    EXPECT_OK(disk.RestorePower({.tail = tail, .cut = cut, .names_lost = true}));

    absl::Status opened = ledger.Open();
    const bool repaired = !opened.ok();
    if (repaired) {
      EXPECT_THAT(opened, StatusIs(absl::StatusCode::kDataLoss));
      opened = Repair(ledger, workload);
    }
    EXPECT_OK(opened);
    if (!opened.ok()) return repaired;
    EXPECT_OK(workload.Check(ledger.log()));
    EXPECT_OK(workload.CheckRetries(ledger.log()));
    return repaired;
  }

  static absl::Status Repair(RocksLedger& ledger, const FaultWorkload& workload) {
    const auto plan =
        PlanRepair(ledger.directory(), ledger.head_path(), ledger.options().resources);
    EXPECT_OK(plan);
    if (!plan.ok()) return plan.status();
    EXPECT_THAT(plan->fault, StatusIs(absl::StatusCode::kDataLoss));
    EXPECT_GE(plan->readable, workload.acknowledged());
    EXPECT_OK(CarryOutRepair(*plan, ledger.directory(), ledger.head_path(),
                             ledger.options().resources, ledger.clock()));
    return ledger.Open();
  }
};

TEST_P(TornTailTest, WhateverIsLeftOfTheLastWriteNothingAcknowledgedIsLost) {
  constexpr int kCuts = 16;
  const std::pair<Tail, const char*> tails[] = {
      {Tail::kCut, "cut"}, {Tail::kGarbage, "garbage"}, {Tail::kZeroed, "zeroed"}};
  for (const auto& [tail, name] : tails) {
    int repaired = 0;
    for (int cut = 0; cut <= kCuts; ++cut) {
      SCOPED_TRACE(absl::StrCat(name, " at ", cut, "/", kCuts));
      repaired += LosePower(tail, static_cast<double>(cut) / kCuts);
      if (HasFailure()) return;
    }
    std::cout << name << ": " << kCuts + 1 << " cuts, " << repaired << " needed a repair"
              << std::endl;
  }
}

// A write of some hundred bytes, and one that spans blocks of the write-ahead log.
INSTANTIATE_TEST_SUITE_P(LastWriteOf, TornTailTest, ::testing::Values(100, 60'000),
                         [](const auto& each) { return absl::StrCat(each.param, "Bytes"); });

}  // namespace
}  // namespace samverk::storage
