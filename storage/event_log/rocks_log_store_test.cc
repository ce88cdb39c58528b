#include "storage/event_log/rocks_log_store.h"

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/sha256.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/event_log/log_reasons.h"
#include "storage/event_log/log_verifier.h"
#include "storage/event_log/testing/test_proposal.h"
#include "storage/kv/testing/fault_file_system.h"
#include "storage/kv/testing/temp_directory.h"

namespace samverk::storage {
namespace {

using ::testing::AnyOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const char* const kFamilies[] = {kEventsFamily, kStreamsFamily, kNamesFamily, kRequestsFamily,
                                 kMetaFamily};

LedgerIdentity TestIdentity() {
  return {*Uuid::FromBytes("0123456789abcdef"), *Uuid::FromBytes("fedcba9876543210"),
          std::string(32, 'k')};
}

// A store in a directory of its own, to which append records are applied.
class StoreUnderTest {
 public:
  StoreUnderTest() : resources_(MakeRocksResources(disk_.env())) {
    EXPECT_OK(RocksLogStore::Create(directory_.path() + "/log", resources_, TestIdentity()));
    auto store = RocksLogStore::Open(directory_.path() + "/log", resources_);
    EXPECT_OK(store);
    store_ = *std::move(store);
  }

  RocksLogStore& store() { return *store_; }

  // Applies the records, so many in a batch.
  void Apply(const std::vector<AppendRecord>& records, size_t batch_size) {
    for (size_t begin = 0; begin < records.size(); begin += batch_size) {
      StagedBatch batch(*store_, store_->identity(), *store_->LastPosition(), last_recorded_at_);
      for (size_t i = begin; i < std::min(begin + batch_size, records.size()); ++i) {
        const auto result = batch.Apply(records[i]);
        // A refused record is part of the order too, and writes nothing.
        EXPECT_THAT(result, AnyOf(IsOk(), IsRefused(kStaleRevision)));
      }
      if (!batch.events().empty()) {
        ASSERT_OK(store_->Write(batch));
      }
      last_recorded_at_ = batch.last_recorded_at();
    }
  }

  // Every row of every family.
  std::map<std::string, std::string> Rows() const {
    std::map<std::string, std::string> rows;
    const auto frozen = store_->Freeze();
    EXPECT_OK(frozen);
    for (const char* family : kFamilies) {
      EXPECT_OK(frozen->ForEachRow(family, [&](absl::string_view key, absl::string_view value) {
        rows[absl::StrCat(family, ":", key)] = std::string(value);
        return absl::OkStatus();
      }));
    }
    return rows;
  }

 private:
  FaultFileSystem disk_;
  TempDirectory directory_;
  RocksResources resources_;
  std::unique_ptr<RocksLogStore> store_;
  absl::Time last_recorded_at_ = absl::UnixEpoch();
};

// The records of twenty appends over four streams, some of them stale.
class TwentyAppends {
 public:
  TwentyAppends() {
    for (int i = 0; i < 20; ++i) {
      NewEvent event = AnEvent(absl::StrCat("stream/", i % 4), absl::StrCat("fact ", i));
      if (i % 3 == 0) event.personal = absl::StrCat("sealed ", i);
      appends_.push_back(AnAppend()
                             .With(event)
                             .OnStream(absl::StrCat("stream/", i % 3))
                             .RequestId(absl::StrCat("r", i))
                             .Outcome(absl::StrCat("o", i)));
      if (i % 7 == 6) appends_.back().If(Condition::NoStream("stream/0"));
    }
    for (const AnAppend& append : appends_) fingerprints_.push_back(append.fingerprint());
  }

  // Point into this object.
  std::vector<AppendRecord> Records() const {
    std::vector<AppendRecord> records;
    for (size_t i = 0; i < appends_.size(); ++i) {
      AppendRecord record;
      record.principal = appends_[i].principal();
      record.request_id = appends_[i].request_id();
      record.fingerprint = fingerprints_[i];
      record.append = appends_[i].Proposed();
      while (record.salts.size() < SaltBytes(record.append)) {
        absl::StrAppend(&record.salts,
                        AsBytes(Sha256({absl::StrCat("salt ", i, " ", record.salts.size())})));
      }
      // Not always forward: the log sees to that.
      record.proposed_time =
          absl::UnixEpoch() + absl::Seconds(1000 + 10 * static_cast<int>(i) - 15 * (i % 5));
      records.push_back(std::move(record));
    }
    return records;
  }

 private:
  std::vector<AnAppend> appends_;
  std::vector<std::string> fingerprints_;
};

TEST(RocksLogStoreTest, TheSameAppendRecordsGiveTheSameBytesHoweverTheyAreBatched) {
  const TwentyAppends appends;
  const std::vector<AppendRecord> records = appends.Records();
  StoreUnderTest one_by_one, by_threes, at_once;

  one_by_one.Apply(records, 1);
  by_threes.Apply(records, 3);
  at_once.Apply(records, records.size());

  EXPECT_EQ(*one_by_one.store().LastPosition(), Position(36));
  EXPECT_OK(VerifyLog(one_by_one.store(), Position(36), nullptr));
  EXPECT_EQ(one_by_one.Rows(), by_threes.Rows());
  EXPECT_EQ(one_by_one.Rows(), at_once.Rows());
}

TEST(RocksLogStoreTest, AnotherSaltTimeOrOrderGivesOtherBytes) {
  const TwentyAppends appends;
  const std::vector<AppendRecord> records = appends.Records();
  StoreUnderTest original;
  original.Apply(records, 1);

  for (int change = 0; change < 3; ++change) {
    std::vector<AppendRecord> changed = records;
    if (change == 0) changed[0].salts[0] ^= 1;
    if (change == 1) changed[0].proposed_time += absl::Microseconds(1);
    if (change == 2) std::swap(changed[0], changed[1]);
    StoreUnderTest other;
    other.Apply(changed, 1);
    EXPECT_NE(original.Rows(), other.Rows()) << change;
  }
}

TEST(RocksLogStoreTest, ReadsAreBoundedByTheLastPositionTheyAreGiven) {
  const TwentyAppends appends;
  StoreUnderTest under_test;
  under_test.Apply(appends.Records(), 5);
  const RocksLogStore& store = under_test.store();
  const NameRow name = **store.GetName("stream/0");

  // Positions 1 (r0), 2 (r0) and 8 (r3) are the first of stream/0.
  EXPECT_EQ(store.FindStreamEnd(name.stream, Position(0))->has_value(), false);
  EXPECT_EQ((*store.FindStreamEnd(name.stream, Position(1)))->revision, Revision(0));
  EXPECT_EQ((*store.FindStreamEnd(name.stream, Position(7)))->revision, Revision(1));
  EXPECT_EQ((*store.FindStreamEnd(name.stream, Position(8)))->revision, Revision(2));
  ASSERT_OK_AND_ASSIGN(const EventPage bounded, store.ReadStream(name.stream, {}, Position(7)));
  EXPECT_THAT(PositionsIn(bounded.events), ElementsAre(1, 2));
  ASSERT_OK_AND_ASSIGN(const EventPage events, store.ReadEvents({.from = 5}, Position(6)));
  EXPECT_THAT(PositionsIn(events.events), ElementsAre(5, 6));
  ASSERT_OK_AND_ASSIGN(const EventPage none, store.ReadEvents({.from = 1}, Position(0)));
  EXPECT_THAT(none.events, IsEmpty());
}

TEST(RocksLogStoreTest, AnEmptyStoreHasNoLastPositionAndNothingElse) {
  StoreUnderTest under_test;
  RocksLogStore& store = under_test.store();

  EXPECT_THAT(store.LastPosition(), IsOkAndHolds(Position(0)));
  EXPECT_EQ(store.GetName("a")->has_value(), false);
  EXPECT_EQ(store.LoadStreamHead("a")->has_value(), false);
  EXPECT_THAT(store.LoadRequest("r"), IsOkAndHolds(std::nullopt));
  EXPECT_THAT(store.GetEvent(Position(1)), IsRefused(kLogDamaged));
  EXPECT_EQ(under_test.Rows().size(), 4);  // The identity.
}

TEST(RocksLogStoreTest, TheHeadOfAStreamIsItsLastEvent) {
  const TwentyAppends appends;
  StoreUnderTest under_test;
  under_test.Apply(appends.Records(), 4);
  RocksLogStore& store = under_test.store();
  const NameRow name = **store.GetName("stream/3");
  const std::vector<RecordedEvent> events =
      *store.LoadStream(name.stream, Revision(0), kPageEventsMax);

  const StreamHead head = **store.LoadStreamHead("stream/3");

  EXPECT_EQ(head.id, name.stream);
  EXPECT_EQ(head.last_revision, events.back().revision());
  EXPECT_EQ(head.leaf_hash, LeafHash(events.back().leaf()));
  EXPECT_EQ(head.owner, "organisations/test");
}

TEST(RocksLogStoreTest, WhatIsFrozenDoesNotSeeWhatIsWrittenLater) {
  const TwentyAppends appends;
  const std::vector<AppendRecord> records = appends.Records();
  StoreUnderTest under_test;
  under_test.Apply({records[0]}, 1);
  ASSERT_OK_AND_ASSIGN(const RocksLogStore::Frozen frozen, under_test.store().Freeze());

  under_test.Apply({records[1], records[2]}, 1);

  EXPECT_THAT(frozen.LastPosition(), IsOkAndHolds(Position(2)));
  EXPECT_THAT(under_test.store().LastPosition(), IsOkAndHolds(Position(6)));
  for (const char* family : {kEventsFamily, kStreamsFamily}) {
    int rows = 0;
    EXPECT_OK(frozen.ForEachRow(family, [&rows](absl::string_view, absl::string_view) {
      ++rows;
      return absl::OkStatus();
    }));
    EXPECT_EQ(rows, 2) << family;
  }
}

TEST(RocksLogStoreTest, AVisitThatFailsEndsTheWalk) {
  StoreUnderTest under_test;
  ASSERT_OK_AND_ASSIGN(const RocksLogStore::Frozen frozen, under_test.store().Freeze());
  int visited = 0;

  const absl::Status status =
      frozen.ForEachRow(kMetaFamily, [&visited](absl::string_view, absl::string_view) {
        ++visited;
        return absl::CancelledError("enough");
      });

  EXPECT_EQ(status, absl::CancelledError("enough"));
  EXPECT_EQ(visited, 1);
}

}  // namespace
}  // namespace samverk::storage
