// What a log on disk promises beyond the contract: it is there again when opened, and
// says so when it is not. What its writer does is in rocks_event_log_writer_test.cc.

#include "storage/event_log/rocks_event_log.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/testing/gate.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/event_log/log_reasons.h"
#include "storage/event_log/testing/rocks_ledger.h"
#include "storage/event_log/testing/test_proposal.h"
#include "storage/kv/testing/fault_file_system.h"

namespace samverk::storage {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::SizeIs;

std::vector<std::string> RecordsOf(const EventLog& log, const ReadRange& range = {}) {
  std::vector<std::string> records;
  const auto events = ReadAll(log, range);
  EXPECT_OK(events);
  if (!events.ok()) return records;
  for (const RecordedEvent& event : *events) records.emplace_back(event.record());
  return records;
}

// On the machine's own file system, which really syncs.
class RocksEventLogTest : public ::testing::Test {
 protected:
  RocksEventLogTest() { EXPECT_OK(ledger_.Open()); }

  RocksEventLog& log() { return ledger_.log(); }
  void Grow(absl::string_view resource, size_t count = 1) {
    ASSERT_OK(AppendAndWait(log(), AnAppend().OnStream(resource).WithEvents(count)));
  }
  std::string HeadText() { return ReadFileBytes(ledger_.head_path()); }

  RocksLedger ledger_;
};

// ---- Opening again ----

TEST_F(RocksEventLogTest, OpeningAgainKeepsEverything) {
  Grow("a", 3);
  Grow("b", 2);
  ledger_.clock().Advance(absl::Minutes(1));
  Grow("a");
  const std::vector<std::string> records = RecordsOf(log());
  const absl::Time time = ledger_.clock().Now();

  for (int i = 0; i < 3; ++i) {
    ASSERT_OK(ledger_.Reopen());

    EXPECT_EQ(log().Head(), Position(6));
    EXPECT_EQ(RecordsOf(log()), records);
    EXPECT_EQ((*log().FindStream("a"))->last_revision, Revision(3));
    EXPECT_EQ((*log().FindStream("b"))->id, StreamId(Position(4)));
    EXPECT_THAT(log().PositionAt(time), IsOkAndHolds(Position(6)));
    EXPECT_THAT(log().PositionAt(time - absl::Seconds(1)), IsOkAndHolds(Position(5)));
    EXPECT_EQ(log().identity().ledger_id, ledger_.identity().ledger_id);
    EXPECT_EQ(log().identity().epoch, ledger_.identity().epoch);
    EXPECT_EQ(log().identity().fingerprint_key, ledger_.identity().fingerprint_key);
    EXPECT_OK(log().Verify());
  }
}

TEST_F(RocksEventLogTest, NumbersGoOnWhereTheyStood) {
  Grow("a", 2);
  ASSERT_OK(ledger_.Reopen());

  ASSERT_OK_AND_ASSIGN(
      const AppendResult result,
      AppendAndWait(log(), AnAppend().OnStream(Condition::Exact("a", Revision(1))).OnStream("b")));

  EXPECT_EQ(result.first_position, Position(3));
  EXPECT_EQ((*log().FindStream("a"))->last_revision, Revision(2));
  EXPECT_OK(log().Verify());  // The chain of leaves goes on too.
}

TEST_F(RocksEventLogTest, ARepeatedRequestGetsTheIdenticalAnswerFromALogOpenedAgain) {
  const AnAppend append =
      AnAppend().OnStream("a").WithEvents(3).OnStream("b").OnStream("a").Outcome("outcome");
  ASSERT_OK_AND_ASSIGN(const AppendResult first, AppendAndWait(log(), append));
  Grow("a", 5);

  for (int i = 0; i < 2; ++i) {
    ASSERT_OK(ledger_.Reopen());
    EXPECT_THAT(AppendAndWait(log(), append), IsOkAndHolds(first));
    AnAppend other = append;
    EXPECT_THAT(AppendAndWait(log(), other.Content("other")), IsRefused(kRequestIdReused));
    EXPECT_EQ(log().Head(), Position(10));
  }
}

TEST_F(RocksEventLogTest, RecordedTimeDoesNotDecreaseAcrossOpening) {
  Grow("a");
  const absl::Time first = ledger_.clock().Now();
  ledger_.Close();
  ledger_.clock().JumpWall(-absl::Minutes(4));
  ASSERT_OK(ledger_.Open());

  Grow("a");

  ASSERT_OK_AND_ASSIGN(const auto events, ReadAll(log()));
  EXPECT_EQ(events[1].recorded_at(), first);
}

TEST_F(RocksEventLogTest, AClockThatWentBackWhileTheLogWasClosedIsSuspect) {
  Grow("a");
  ledger_.Close();
  ledger_.clock().JumpWall(-kClockDepartureMax - absl::Microseconds(1));
  ASSERT_OK(ledger_.Open());

  EXPECT_THAT(log().Health(), IsRefused(kClockSuspect));
  EXPECT_THAT(AppendAndWait(log(), AnAppend().OnStream("a")), IsRefused(kClockSuspect));
  EXPECT_OK(AppendAndWait(log(), AnAppend().OnStream("a").ConfirmingTheClock()));
  EXPECT_OK(AppendAndWait(log(), AnAppend().OnStream("a")));
  EXPECT_OK(log().Health());
}

TEST_F(RocksEventLogTest, ALogIsOpenedOnce) {
  const auto second =
      RocksEventLog::Open(ledger_.directory(), ledger_.head_path(), ledger_.options());

  EXPECT_THAT(second, IsRefused(kDiskFailed));
  Grow("a");  // The first does not suffer.
}

TEST_F(RocksEventLogTest, WhereThereIsNoLogNoneIsOpenedAndNoneIsMade) {
  const std::string nowhere = ledger_.directory() + "/nowhere";

  EXPECT_THAT(RocksEventLog::Open(nowhere, nowhere + ".head", ledger_.options()),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_FALSE(std::filesystem::exists(nowhere));
}

TEST_F(RocksEventLogTest, CreatingOverALogIsRefusedAndLeavesItAlone) {
  Grow("a", 3);
  ledger_.Close();
  const LedgerIdentity other{Uuid::V7(ledger_.clock()), Uuid::V7(ledger_.clock()),
                             std::string(32, 'k')};

  EXPECT_THAT(
      RocksEventLog::Create(ledger_.directory(), ledger_.head_path(), ledger_.options(), other),
      StatusIs(absl::StatusCode::kAlreadyExists));

  ASSERT_OK(ledger_.Open());
  EXPECT_EQ(log().Head(), Position(3));
  EXPECT_EQ(log().identity().epoch, ledger_.identity().epoch);
}

TEST_F(RocksEventLogTest, ALogWhoseRootFileIsLostIsDamagedAndNotAbsent) {
  Grow("a", 3);
  ledger_.Close();
  std::filesystem::remove(ledger_.directory() + "/CURRENT");

  // NOT_FOUND would invite to create a new log over the old one.
  EXPECT_THAT(ledger_.Open(), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(RocksEventLog::Create(ledger_.directory(), ledger_.head_path(), ledger_.options(),
                                    ledger_.identity()),
              StatusIs(absl::StatusCode::kAlreadyExists));
}

// ---- In memory and on disk ----

TEST_F(RocksEventLogTest, NothingIsInMemoryWhenALogIsOpened) {
  Grow("a", 3);
  ASSERT_OK(ledger_.Reopen());

  EXPECT_EQ(log().OldestInMemory(), Position(4));
  Grow("a");
  EXPECT_EQ(log().OldestInMemory(), Position(4));
}

TEST_F(RocksEventLogTest, TheEndIsKeptInMemoryUpToItsBytesAndReadsGoOverTheEdge) {
  Grow("a", 2);
  const size_t record_bytes = RecordsOf(log())[1].size();
  ledger_.options().recent_bytes_max = 10 * record_bytes;
  ASSERT_OK(ledger_.Reopen());
  for (int i = 0; i < 30; ++i) Grow("a");
  const Position oldest = log().OldestInMemory();

  EXPECT_GT(oldest, Position(20));
  EXPECT_LT(oldest, Position(30));
  std::vector<std::string> all;
  for (uint64_t at = 1; at <= 32; ++at) {
    ASSERT_OK_AND_ASSIGN(const EventPage one, log().ReadLedger({.from = at, .events_max = 1}));
    ASSERT_THAT(one.events, SizeIs(1));
    all.emplace_back(one.events[0].record());
  }
  EXPECT_EQ(RecordsOf(log()), all);
  EXPECT_EQ(RecordsOf(log(), {.events_max = 7}), all);
}

// ---- The head file ----

TEST_F(RocksEventLogTest, TheHeadFileFollowsWithTendAndWithClosing) {
  EXPECT_THAT(HeadText(), HasSubstr(" 0 - "));
  Grow("a", 2);
  EXPECT_THAT(HeadText(), HasSubstr(" 0 - "));

  log().Tend();
  EXPECT_THAT(HeadText(), HasSubstr(" 2 "));
  Grow("a");
  ledger_.Close();

  const LogHead head = *DecodeHead(HeadText());
  ASSERT_OK(ledger_.Open());
  EXPECT_EQ(head.epoch, log().identity().epoch);
  EXPECT_EQ(head.position, Position(3));
  ASSERT_OK_AND_ASSIGN(const auto events, ReadAll(log()));
  EXPECT_EQ(head.leaf_hash, AsBytes(LeafHash(events[2].leaf())));
}

TEST_F(RocksEventLogTest, AHeadFileThatIsBehindIsBroughtUpToDateByOpening) {
  Grow("a");
  log().Tend();
  const std::string behind = HeadText();
  Grow("a", 4);
  ledger_.Close();
  const std::string up_to_date = HeadText();
  WriteFileBytes(ledger_.head_path(), behind);

  ASSERT_OK(ledger_.Open());

  EXPECT_EQ(HeadText(), up_to_date);
  EXPECT_EQ(log().Head(), Position(5));
}

TEST_F(RocksEventLogTest, AMissingHeadFileIsDataLoss) {
  Grow("a");
  ledger_.Close();
  std::filesystem::remove(ledger_.head_path());

  EXPECT_THAT(ledger_.Open(), IsRefused(kLogDamaged));
}

TEST_F(RocksEventLogTest, AHeadFileOfWhichAnyByteIsWrongIsDataLoss) {
  Grow("a");
  ledger_.Close();
  const std::string text = HeadText();

  for (size_t at = 0; at < text.size(); at += 9) {
    std::string damaged = text;
    damaged[at] ^= 1;
    WriteFileBytes(ledger_.head_path(), damaged);
    EXPECT_THAT(ledger_.Open(), IsRefused(kLogDamaged)) << at;
  }
  WriteFileBytes(ledger_.head_path(), text);
  EXPECT_OK(ledger_.Open());
}

TEST_F(RocksEventLogTest, ALogThatEndsBeforeItsHeadIsDataLossNamingThePositions) {
  Grow("a", 9);
  ledger_.Close();
  LogHead head = *DecodeHead(HeadText());
  head.position = Position(12);
  WriteFileBytes(ledger_.head_path(), EncodeHead(head));

  const absl::Status status = ledger_.Open();

  EXPECT_THAT(status, IsRefused(kLogDamaged));
  EXPECT_THAT(std::string(status.message()),
              AllOf(HasSubstr("ends at position 9"), HasSubstr("reached 12"),
                    HasSubstr("positions 10 to 12 are at stake")));
}

TEST_F(RocksEventLogTest, AHeadFileOfAnotherEpochIsDataLoss) {
  Grow("a");
  ledger_.Close();
  LogHead head = *DecodeHead(HeadText());
  head.epoch = Uuid::V7(ledger_.clock());
  WriteFileBytes(ledger_.head_path(), EncodeHead(head));

  EXPECT_THAT(ledger_.Open(), IsRefused(kLogDamaged));
}

TEST_F(RocksEventLogTest, AHeadFileThatNamesAnotherEventIsDataLoss) {
  Grow("a", 2);
  ledger_.Close();
  LogHead head = *DecodeHead(HeadText());
  head.leaf_hash[31] ^= 1;
  WriteFileBytes(ledger_.head_path(), EncodeHead(head));

  EXPECT_THAT(ledger_.Open(), IsRefused(kLogDamaged));
}

TEST_F(RocksEventLogTest, ADraftOfAHeadFileThatACrashLeftIsIgnored) {
  Grow("a");
  ledger_.Close();
  WriteFileBytes(ledger_.head_path() + ".new", "half a li");

  ASSERT_OK(ledger_.Open());
  Grow("a");
  EXPECT_OK(ledger_.Reopen());
}

// ---- What opening finds ----

TEST_F(RocksEventLogTest, AFormatThatIsTooNewIsSaid) {
  Grow("a");
  ledger_.Damage([](RawLog& raw) {
    raw.Put(kMetaFamily, kMetaFormatVersion, EncodeUint64(kFormatVersion + 1));
  });

  const absl::Status status = ledger_.Open();

  EXPECT_THAT(status, IsRefused(kFormatTooNew));
  EXPECT_EQ(status.message(),
            "The ledger has format version 2; this program reads up to 1. Use a newer program.");
}

TEST_F(RocksEventLogTest, AMissingOrMalformedIdentityIsDataLoss) {
  for (const char* key : {kMetaFormatVersion, kMetaLedgerId, kMetaEpoch, kMetaFingerprintKey}) {
    std::string value;
    ledger_.Damage([&](RawLog& raw) {
      value = raw.Get(kMetaFamily, key);
      raw.Delete(kMetaFamily, key);
    });
    EXPECT_THAT(ledger_.Open(), IsRefused(kLogDamaged)) << key;
    ledger_.Damage([&](RawLog& raw) { raw.Put(kMetaFamily, key, value.substr(1)); });
    EXPECT_THAT(ledger_.Open(), IsRefused(kLogDamaged)) << key << " a byte short";
    ledger_.Damage([&](RawLog& raw) { raw.Put(kMetaFamily, key, value); });
    ASSERT_OK(ledger_.Open());
  }
}

TEST_F(RocksEventLogTest, AnEventThatIsMissingOrDamagedIsFoundByOpening) {
  Grow("a", 5);
  ledger_.Damage([](RawLog& raw) { raw.Delete(kEventsFamily, EventKey(Position(3))); });
  const absl::Status missing = ledger_.Open();
  EXPECT_THAT(missing, IsRefused(kLogDamaged));
  EXPECT_THAT(std::string(missing.message()), HasSubstr("position 3 is missing"));

  ledger_.Damage([](RawLog& raw) { raw.Put(kEventsFamily, EventKey(Position(3)), "junk"); });
  EXPECT_THAT(ledger_.Open(), IsRefused(kRecordDamaged));

  ledger_.Damage([](RawLog& raw) {
    raw.Put(kEventsFamily, EventKey(Position(3)), raw.Get(kEventsFamily, EventKey(Position(2))));
  });
  const absl::Status swapped = ledger_.Open();
  EXPECT_THAT(swapped, IsRefused(kLogDamaged));
  EXPECT_THAT(std::string(swapped.message()), HasSubstr("position 3 holds another event"));
}

TEST_F(RocksEventLogTest, AKeyOfEventsThatIsNoPositionIsDataLoss) {
  Grow("a");
  ledger_.Damage([](RawLog& raw) { raw.Put(kEventsFamily, "zzz", "junk"); });

  EXPECT_THAT(ledger_.Open(), IsRefused(kLogDamaged));
}

// ---- A disk that can't be read ----

TEST(RocksEventLogReadFaultTest, AReadThatFailsIsUnavailableAndWorksAgainLater) {
  FaultFileSystem disk;
  RocksLedger ledger(disk.env());
  ledger.options().resources.block_cache = rocksdb::NewLRUCache(0);
  ASSERT_OK(ledger.Open());
  ASSERT_OK(AppendAndWait(ledger.log(), AnAppend().OnStream("a").WithEvents(3)));
  ASSERT_OK(ledger.Reopen());  // Which moves the events from the write-ahead log to tables.

  disk.SetFault(FaultFileSystem::FailEvery(FaultFileSystem::Operation::kRead, ".sst",
                                           FaultFileSystem::IoError()));
  EXPECT_THAT(ledger.log().ReadLedger({.from = 1}), IsRefused(kDiskFailed));
  EXPECT_THAT(ledger.log().ReadStream("a", {}), IsRefused(kDiskFailed));
  EXPECT_THAT(ledger.log().FindStream("a"), IsRefused(kDiskFailed));
  EXPECT_THAT(ledger.log().PositionAt(ledger.clock().Now()), IsRefused(kDiskFailed));
  EXPECT_THAT(ledger.log().Verify(), IsRefused(kDiskFailed));
  EXPECT_THAT(AppendAndWait(ledger.log(), AnAppend().OnStream("a")), IsRefused(kDiskFailed));
  disk.ClearFault();

  // Whether appends work again is not promised: RocksDB may have met the fault while it
  // compacted, and then refuses writes until it is opened again.
  EXPECT_EQ((*ledger.log().FindStream("a"))->last_revision, Revision(2));
  EXPECT_OK(ledger.log().Verify());
}

}  // namespace
}  // namespace samverk::storage
