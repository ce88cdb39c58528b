#include "storage/event_log/head_file.h"

#include <filesystem>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/event_log/log_reasons.h"
#include "storage/kv/rocks.h"
#include "storage/kv/testing/fault_file_system.h"
#include "storage/kv/testing/temp_directory.h"

namespace samverk::storage {
namespace {

using Operation = FaultFileSystem::Operation;

const char kEpoch[] = "00010203-0405-0607-0809-0a0b0c0d0e0f";
const char kLeafHash[] = "8d18118745a900572c11782d4f3681e9806eb28d2a02e74d51e311125c1239dc";
// Made by a program in another language.
const char kGolden[] =
    "samverk-head 1 00010203-0405-0607-0809-0a0b0c0d0e0f 1234 "
    "8d18118745a900572c11782d4f3681e9806eb28d2a02e74d51e311125c1239dc f44f92459052e4ee\n";
const char kGoldenEmpty[] =
    "samverk-head 1 00010203-0405-0607-0809-0a0b0c0d0e0f 0 - 93ad0a9579fbe7da\n";

LogHead HeadAt1234() {
  return {*Uuid::Parse(kEpoch), Position(1234), absl::HexStringToBytes(kLeafHash)};
}

class HeadFileTest : public ::testing::Test {
 protected:
  absl::Status Write(const LogHead& head) { return WriteHeadFile(*disk_.env(), path_, head); }
  absl::StatusOr<LogHead> Read() { return ReadHeadFile(*disk_.env(), path_); }

  FaultFileSystem disk_;
  TempDirectory directory_;
  const std::string path_ = directory_.path() + "/head";
};

TEST(HeadTextTest, HasItsGoldenBytes) {
  EXPECT_EQ(EncodeHead(HeadAt1234()), kGolden);
  EXPECT_EQ(EncodeHead({*Uuid::Parse(kEpoch), Position(0), ""}), kGoldenEmpty);
}

TEST(HeadTextTest, ReadsBack) {
  EXPECT_THAT(DecodeHead(kGolden), IsOkAndHolds(HeadAt1234()));
  EXPECT_THAT(DecodeHead(kGoldenEmpty),
              IsOkAndHolds(LogHead{*Uuid::Parse(kEpoch), Position(0), ""}));
  const LogHead far{*Uuid::Parse(kEpoch), Position(UINT64_MAX), std::string(32, '\xff')};
  EXPECT_THAT(DecodeHead(EncodeHead(far)), IsOkAndHolds(far));
}

TEST(HeadTextTest, EveryFlippedBitIsDamage) {
  const std::string golden = kGolden;
  for (size_t bit = 0; bit < 8 * golden.size(); ++bit) {
    std::string text = golden;
    text[bit / 8] ^= static_cast<char>(1 << bit % 8);
    EXPECT_THAT(DecodeHead(text), IsRefused(kLogDamaged)) << bit;
  }
}

TEST(HeadTextTest, EveryCutIsDamage) {
  const std::string golden = kGolden;
  for (size_t size = 0; size < golden.size(); ++size) {
    EXPECT_THAT(DecodeHead(golden.substr(0, size)), IsRefused(kLogDamaged)) << size;
  }
  EXPECT_THAT(DecodeHead(golden + "\n"), IsRefused(kLogDamaged));
  EXPECT_THAT(DecodeHead(golden + golden), IsRefused(kLogDamaged));
}

TEST(HeadTextTest, AnotherWayToWriteTheSameIsDamage) {
  for (const auto& [from, to] :
       std::vector<std::pair<std::string, std::string>>{{" 1234 ", " 01234 "},
                                                        {" 1234 ", " +1234 "},
                                                        {" 1234 ", "  1234 "},
                                                        {"8d18", "8D18"},
                                                        {" 1 ", " 2 "},
                                                        {"\n", "\r\n"},
                                                        {"samverk-head", "Samverk-head"}}) {
    EXPECT_THAT(DecodeHead(absl::StrReplaceAll(kGolden, {{from, to}})), IsRefused(kLogDamaged))
        << from << " as " << to;
  }
}

TEST_F(HeadFileTest, IsReadAsWritten) {
  ASSERT_OK(Write(HeadAt1234()));

  EXPECT_THAT(Read(), IsOkAndHolds(HeadAt1234()));
  EXPECT_FALSE(std::filesystem::exists(path_ + ".new"));
}

TEST_F(HeadFileTest, TheNewestIsRead) {
  LogHead head = HeadAt1234();
  ASSERT_OK(Write(head));
  head.position = head.position + 1;
  ASSERT_OK(Write(head));

  EXPECT_THAT(Read(), IsOkAndHolds(head));
}

TEST_F(HeadFileTest, WhereThereIsNoneIsDamage) { EXPECT_THAT(Read(), IsRefused(kLogDamaged)); }

TEST_F(HeadFileTest, WhatIsWrittenSurvivesLosingPower) {
  ASSERT_OK(Write(HeadAt1234()));

  disk_.CutPower();
  ASSERT_OK(disk_.RestorePower({.names_lost = true}));

  EXPECT_THAT(Read(), IsOkAndHolds(HeadAt1234()));
}

TEST_F(HeadFileTest, AWriteThatFailsAnywhereLeavesTheOldOrTheNew) {
  LogHead newer = HeadAt1234();
  newer.position = newer.position + 1;
  for (const bool names_lost : {false, true}) {
    int failures = 0;
    for (uint64_t call = 0;; ++call) {
      ASSERT_OK(Write(HeadAt1234()));
      disk_.SetFault(FaultFileSystem::FailFrom(disk_.calls() + call, FaultFileSystem::NoSpace()));
      const absl::Status status = Write(newer);
      disk_.CutPower();
      ASSERT_OK(disk_.RestorePower({.names_lost = names_lost}));

      if (status.ok()) {
        EXPECT_THAT(Read(), IsOkAndHolds(newer));
        break;
      }
      ++failures;
      EXPECT_THAT(status, IsRefused(kDiskFailed));
      EXPECT_THAT(Read(), IsOkAndHolds(::testing::AnyOf(HeadAt1234(), newer))) << call;
    }
    // Create, append, sync, rename and sync of the directory, at least.
    EXPECT_GE(failures, 5);
  }
}

}  // namespace
}  // namespace samverk::storage
