#include "storage/event_log/log_verifier.h"

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "samverk/storage/v1/log_record.pb.h"
#include "storage/event_log/event_log_format.h"
#include "storage/event_log/log_reasons.h"
#include "storage/event_log/testing/rocks_ledger.h"
#include "storage/event_log/testing/test_proposal.h"
#include "storage/kv/testing/fault_file_system.h"

namespace samverk::storage {
namespace {

using ::testing::HasSubstr;

using Rows = std::vector<std::pair<std::string, std::string>>;

// The owned parts of a record, for taking apart and putting together again.
struct Parts {
  v1::LeafRecord leaf;
  std::string payload, payload_salt, personal, personal_salt;
};

Parts PartsOf(const std::string& record) {
  const RecordedEvent event = *RecordedEvent::Decode(record);
  Parts parts{{},
              std::string(event.payload()),
              std::string(event.payload_salt()),
              std::string(event.personal()),
              std::string(event.personal_salt())};
  EXPECT_TRUE(parts.leaf.ParseFromString(std::string(event.leaf())));
  return parts;
}

std::string Record(const Parts& parts) {
  const std::string leaf = parts.leaf.SerializeAsString();
  return EncodeRecord(
      {leaf, parts.payload, parts.payload_salt, parts.personal, parts.personal_salt});
}

// Positions 1 to 7: a0 a1 b0 a2 | b1 c0 | c1, with a personal part at 2 and 6.
class LogVerifierTest : public ::testing::Test {
 protected:
  static constexpr Position kLast = Position(7);

  LogVerifierTest() : ledger_(disk_.env()) {
    EXPECT_OK(ledger_.Open());
    NewEvent personal = AnEvent("a", "with a personal part");
    personal.personal = "sealed";
    Append(AnAppend().OnStream("a").With(personal).OnStream("b").OnStream("a"));
    ledger_.clock().Advance(absl::Seconds(1));
    personal.resource = "c";
    Append(AnAppend().OnStream("b").With(personal).Outcome("outcome"));
    Append(AnAppend().OnStream("c"));
  }

  void Append(const AnAppend& append) { ASSERT_OK(AppendAndWait(ledger_.log(), append)); }

  // Verifies the store without what opening the log checks.
  absl::Status Verify() {
    ledger_.Close();
    const auto store = RocksLogStore::Open(ledger_.directory(), ledger_.options().resources);
    EXPECT_OK(store);
    return VerifyLog(**store, kLast, nullptr);
  }

  void ExpectDamage(const std::string& what) {
    const absl::Status status = Verify();
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kDataLoss));
    EXPECT_THAT(std::string(status.message()), HasSubstr(what));
  }

  // Rewrites the event at `position`, checksum and all.
  void Rewrite(uint64_t position, const std::function<void(Parts&)>& change) {
    ledger_.Damage([&](RawLog& raw) {
      const std::string key = EventKey(Position(position));
      Parts parts = PartsOf(raw.Get(kEventsFamily, key));
      change(parts);
      raw.Put(kEventsFamily, key, Record(parts));
    });
  }

  FaultFileSystem disk_;
  RocksLedger ledger_;
};

TEST_F(LogVerifierTest, AnUndamagedLogVerifies) { EXPECT_OK(Verify()); }

TEST_F(LogVerifierTest, AnEmptyLogVerifies) {
  RocksLedger empty(disk_.env());
  ASSERT_OK(empty.Open());

  EXPECT_OK(empty.log().Verify());
}

TEST_F(LogVerifierTest, ProgressIsToldUpToTheEnd) {
  std::vector<Position> told;

  ASSERT_OK(ledger_.log().Verify([&told](Position position) { told.push_back(position); }));

  ASSERT_FALSE(told.empty());
  EXPECT_TRUE(std::is_sorted(told.begin(), told.end()));
  EXPECT_EQ(told.back(), kLast);
}

TEST_F(LogVerifierTest, ALogThatGrowsMeanwhileVerifies) {
  int grown = 0;

  // What is appended here stands in the derived rows when those come to be checked.
  EXPECT_OK(ledger_.log().Verify(
      [&](Position) { Append(AnAppend().OnStream(absl::StrCat("new/", ++grown)).OnStream("a")); }));

  EXPECT_GT(grown, 0);
  EXPECT_GT(ledger_.log().Head(), kLast);
}

// ---- Damaged events ----

TEST_F(LogVerifierTest, AFlippedBitOfARecordIsFound) {
  for (const size_t part : {0u, 30u, 60u, 90u, 100u}) {
    std::string record;
    ledger_.Damage([&](RawLog& raw) {
      record = raw.Get(kEventsFamily, EventKey(Position(2)));
      std::string damaged = record;
      damaged[(record.size() - 1) * part / 100] ^= 0x10;
      raw.Put(kEventsFamily, EventKey(Position(2)), damaged);
    });

    EXPECT_THAT(Verify(), IsRefused(kRecordDamaged)) << part;

    ledger_.Damage([&](RawLog& raw) { raw.Put(kEventsFamily, EventKey(Position(2)), record); });
  }
  EXPECT_OK(Verify());
}

TEST_F(LogVerifierTest, AMissingEventIsFoundWhereverItIs) {
  for (const uint64_t position : {1, 4, 7}) {
    std::string record;
    ledger_.Damage([&](RawLog& raw) {
      record = raw.Get(kEventsFamily, EventKey(Position(position)));
      raw.Delete(kEventsFamily, EventKey(Position(position)));
    });

    ExpectDamage(absl::StrCat("position ", position, " is missing"));

    ledger_.Damage(
        [&](RawLog& raw) { raw.Put(kEventsFamily, EventKey(Position(position)), record); });
  }
}

TEST_F(LogVerifierTest, EventsThatChangedPlacesAreFound) {
  ledger_.Damage([](RawLog& raw) {
    const std::string one = raw.Get(kEventsFamily, EventKey(Position(1)));
    const std::string three = raw.Get(kEventsFamily, EventKey(Position(3)));
    raw.Put(kEventsFamily, EventKey(Position(1)), three);
    raw.Put(kEventsFamily, EventKey(Position(3)), one);
  });

  ExpectDamage("position 1 holds another event");
}

struct RewriteCase {
  const char* name;
  uint64_t position;
  std::function<void(Parts&)> change;
  const char* found;
};

std::vector<RewriteCase> RewriteCases() {
  const auto swap_payload = [](Parts& parts) { parts.payload[parts.payload.size() - 1] ^= 1; };
  return {
      {"payload", 2, swap_payload, "position 2: the payload is not what was committed to"},
      {"payload of the last event", 7, swap_payload, "position 7: the payload is not"},
      {"payload salt", 1, [](Parts& p) { p.payload_salt[0] ^= 1; },
       "position 1: the payload is not"},
      {"personal part", 2, [](Parts& p) { p.personal = "SEALED"; }, "the personal part is not"},
      {"personal salt", 6, [](Parts& p) { p.personal_salt[31] ^= 1; }, "the personal part is not"},
      {"personal part gone", 2,
       [](Parts& p) {
         p.personal.clear();
         p.personal_salt.clear();
       },
       "the personal part is not"},
      {"personal part from nowhere", 1,
       [](Parts& p) {
         p.personal = "x";
         p.personal_salt = std::string(kSaltBytes, 's');
       },
       "a personal part nobody committed to"},
      {"position", 3, [](Parts& p) { p.leaf.set_position(4); }, "position 3 holds another event"},
      {"ledger", 3, [](Parts& p) { p.leaf.set_ledger_id(std::string(16, 'x')); },
       "it is of another ledger"},
      {"revision", 4, [](Parts& p) { p.leaf.set_revision(3); }, "its revision skips"},
      {"revision repeated", 4, [](Parts& p) { p.leaf.set_revision(1); }, "its revision skips"},
      {"first revision", 1, [](Parts& p) { p.leaf.set_revision(1); }, "does not begin at 0"},
      {"owner", 4, [](Parts& p) { p.leaf.set_owner("other"); }, "its owner changed"},
      {"stream", 4, [](Parts& p) { p.leaf.set_resource("z"); }, "position 4: "},
      {"previous leaf", 4, [](Parts& p) { p.leaf.set_previous_leaf_hash(std::string(32, 'x')); },
       "it does not follow on the event before it"},
      {"previous leaf gone", 4, [](Parts& p) { p.leaf.clear_previous_leaf_hash(); },
       "it does not follow on the event before it"},
      {"previous leaf from nowhere", 3,
       [](Parts& p) { p.leaf.set_previous_leaf_hash(std::string(32, 'x')); },
       "it follows on nothing"},
      {"time", 5, [](Parts& p) { p.leaf.set_recorded_at_us(p.leaf.recorded_at_us() - 1'000'001); },
       "time runs backwards"},
      {"what a later leaf rests on", 1, [](Parts& p) { p.leaf.set_type("other"); },
       "position 2: it does not follow on"},
      {"actor", 1, [](Parts& p) { p.leaf.set_actor("other"); },
       "position 2: it does not follow on"},
  };
}

TEST_F(LogVerifierTest, ARewrittenEventIsFoundThoughItsChecksumIsRight) {
  for (const RewriteCase& each : RewriteCases()) {
    SCOPED_TRACE(each.name);
    std::string original;
    ledger_.Damage(
        [&](RawLog& raw) { original = raw.Get(kEventsFamily, EventKey(Position(each.position))); });
    Rewrite(each.position, each.change);

    ExpectDamage(each.found);

    ledger_.Damage(
        [&](RawLog& raw) { raw.Put(kEventsFamily, EventKey(Position(each.position)), original); });
  }
  EXPECT_OK(Verify());
}

// A commitment can be made anew by who can write; a checkpoint that somebody else keeps
// can not. What this finds is that the rows derived from the payload no longer fit.
TEST_F(LogVerifierTest, ATraceOfAnAppendThatWasRewrittenWithItsCommitmentIsFound) {
  Rewrite(7, [](Parts& parts) {
    v1::StoredEvent stored;
    ASSERT_TRUE(stored.ParseFromString(parts.payload));
    stored.mutable_append()->set_outcome("forged");
    parts.payload = stored.SerializeAsString();
    parts.leaf.set_payload_commitment(
        std::string(AsBytes(PayloadCommitment(parts.payload_salt, parts.payload))));
  });

  ExpectDamage("the rows of requests do not derive from the events");
}

// ---- Derived rows ----

TEST_F(LogVerifierTest, AMissingDerivedRowIsFound) {
  for (const char* family : {kStreamsFamily, kNamesFamily, kRequestsFamily}) {
    Rows rows;
    ledger_.Damage([&](RawLog& raw) { rows = raw.Rows(family); });
    for (const auto& [key, value] : rows) {
      ledger_.Damage([&, &key = key](RawLog& raw) { raw.Delete(family, key); });
      ExpectDamage(absl::StrCat("the rows of ", family, " do not derive from the events"));
      ledger_.Damage([&, &key = key, &value = value](RawLog& raw) { raw.Put(family, key, value); });
    }
  }
  EXPECT_OK(Verify());
}

TEST_F(LogVerifierTest, AnExtraDerivedRowIsFound) {
  const std::vector<std::pair<const char*, std::pair<std::string, std::string>>> extras = {
      {kStreamsFamily, {StreamKey(StreamId(Position(1)), Revision(3)), EncodeUint64(7)}},
      {kStreamsFamily, {StreamKey(StreamId(Position(1)), Revision(3)), EncodeUint64(8)}},
      {kStreamsFamily, {"", ""}},
      {kNamesFamily, {"z", EncodeNameRow({StreamId(Position(1)), "organisations/test"})}},
      {kNamesFamily, {"z", EncodeNameRow({StreamId(Position(99)), "organisations/test"})}},
      {kRequestsFamily, {RequestKey("tester", "forged"), ""}},
  };
  for (const auto& [family, row] : extras) {
    ledger_.Damage(
        [&, &family = family, &row = row](RawLog& raw) { raw.Put(family, row.first, row.second); });
    ExpectDamage(absl::StrCat("the rows of ", family, " do not derive from the events"));
    ledger_.Damage(
        [&, &family = family, &row = row](RawLog& raw) { raw.Delete(family, row.first); });
  }
  EXPECT_OK(Verify());
}

TEST_F(LogVerifierTest, AChangedDerivedRowIsFound) {
  for (const char* family : {kStreamsFamily, kNamesFamily, kRequestsFamily}) {
    std::pair<std::string, std::string> row;
    ledger_.Damage([&](RawLog& raw) {
      row = raw.Rows(family).front();
      raw.Put(family, row.first, row.second + "x");
    });
    ExpectDamage(absl::StrCat("the rows of ", family, " do not derive from the events"));
    ledger_.Damage([&](RawLog& raw) { raw.Put(family, row.first, row.second); });
  }
}

TEST_F(LogVerifierTest, DerivedRowsThatChangedPlacesAreFound) {
  ledger_.Damage([](RawLog& raw) {
    const Rows rows = raw.Rows(kRequestsFamily);
    raw.Put(kRequestsFamily, rows[0].first, rows[1].second);
    raw.Put(kRequestsFamily, rows[1].first, rows[0].second);
  });

  ExpectDamage("the rows of requests do not derive from the events");
}

// ---- Deriving again ----

TEST_F(LogVerifierTest, WhatDerivesFromTheEventsIsByteForByteWhatIsStored) {
  std::map<std::string, std::map<std::string, std::string>> derived;
  RowDeriver deriver;
  ASSERT_OK_AND_ASSIGN(const auto events, ReadAll(ledger_.log()));
  for (const RecordedEvent& event : events) {
    ASSERT_OK(deriver.Follow(
        event, [&](absl::string_view family, absl::string_view key, absl::string_view value) {
          const bool is_new =
              derived[std::string(family)].emplace(std::string(key), std::string(value)).second;
          EXPECT_TRUE(is_new);  // Each row derives from one event.
          return absl::OkStatus();
        }));
  }

  ledger_.Damage([&](RawLog& raw) {
    for (const char* family : {kStreamsFamily, kNamesFamily, kRequestsFamily}) {
      const Rows rows = raw.Rows(family);
      EXPECT_EQ(Rows(derived[family].begin(), derived[family].end()), rows) << family;
      EXPECT_FALSE(rows.empty());
    }
  });
}

TEST_F(LogVerifierTest, ADeriverPassesOnWhatItsSinkSays) {
  RowDeriver deriver;
  ASSERT_OK_AND_ASSIGN(const auto events, ReadAll(ledger_.log()));

  EXPECT_EQ(deriver.Follow(events[0], [](auto, auto, auto) { return absl::CancelledError("no"); }),
            absl::CancelledError("no"));
}

}  // namespace
}  // namespace samverk::storage
