// The bytes on disk, which are for ever. The golden bytes were made by a program in
// another language from docs/formats/event_log.md alone: if this test fails, the format
// has changed, and the code is wrong.

#include "storage/event_log/event_log_format.h"

#include <map>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "openssl/evp.h"
#include "storage/event_log/limits.h"
#include "storage/event_log/log_reasons.h"
#include "storage/event_log/staged_batch.h"

namespace samverk::storage {
namespace {

using ::testing::SizeIs;

std::string Hex(absl::string_view bytes) { return absl::BytesToHexString(bytes); }
std::string Bytes(absl::string_view hex) { return absl::HexStringToBytes(hex); }
std::string Repeated(char byte) { return std::string(32, byte); }

// SHA-256 by OpenSSL's one-shot call, over bytes put together by hand.
std::string OneShotSha256(const std::string& bytes) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  EXPECT_EQ(EVP_Digest(bytes.data(), bytes.size(), digest, &size, EVP_sha256(), nullptr), 1);
  return std::string(reinterpret_cast<const char*>(digest), size);
}

// The leaf, payload and record of the first event of an append.
const char kLeaf0[] =
    "08011210000102030405060708090a0b0c0d0e0f1a10101112131415161718191a1b1c1d1e1f20012a0c776f"
    "726b73686f70732fc3a5320f6f7267616e69736174696f6e732f314a0272315a1a73616d7665726b2e76312e"
    "576f726b73686f70506c616e6e65646002688088c3b6e489e502708088c3b6e489e5027a04616e6e61820120"
    "233a35f30aa216b8cf6519d00633b36f2340fa613ffafba1351816d280c3bc978a01204ab599d73250c70282"
    "5052a4176da4f614fe2eb57a9a28fcc06fc3a09e6f7f2b";
const char kPayload0[] =
    "0a037768791204666163741a280a206666666666666666666666666666666666666666666666666666666666"
    "66666612026f6b1802";
const char kRecord0[] =
    "00c7000000350000000608011210000102030405060708090a0b0c0d0e0f1a10101112131415161718191a1b"
    "1c1d1e1f20012a0c776f726b73686f70732fc3a5320f6f7267616e69736174696f6e732f314a0272315a1a73"
    "616d7665726b2e76312e576f726b73686f70506c616e6e65646002688088c3b6e489e502708088c3b6e489e5"
    "027a04616e6e61820120233a35f30aa216b8cf6519d00633b36f2340fa613ffafba1351816d280c3bc978a01"
    "204ab599d73250c702825052a4176da4f614fe2eb57a9a28fcc06fc3a09e6f7f2b0101010101010101010101"
    "0101010101010101010101010101010101010101010a037768791204666163741a280a206666666666666666"
    "66666666666666666666666666666666666666666666666612026f6b18020202020202020202020202020202"
    "0202020202020202020202020202020202027365616c656434bccb3d682402b2";
const char kLeafHash0[] = "8d18118745a900572c11782d4f3681e9806eb28d2a02e74d51e311125c1239dc";
// The second event of the append: same stream, no personal part, occurred before 1970.
const char kLeaf1[] =
    "08011210000102030405060708090a0b0c0d0e0f1a10101112131415161718191a1b1c1d1e1f20022a0c776f"
    "726b73686f70732fc3a5320f6f7267616e69736174696f6e732f31380142208d18118745a900572c11782d4f"
    "3681e9806eb28d2a02e74d51e311125c1239dc4a02723150015a1a73616d7665726b2e76312e576f726b7368"
    "6f70506c616e6e65646002688088c3b6e489e50270c0fbc2ffffffffffff017a04616e6e61820120ee82fc81"
    "badfb3a01200d07f6408593d43be30d716725d80d32438c7f164684e";
const char kRecord1[] =
    "00cc0000000b0000000008011210000102030405060708090a0b0c0d0e0f1a10101112131415161718191a1b"
    "1c1d1e1f20022a0c776f726b73686f70732fc3a5320f6f7267616e69736174696f6e732f31380142208d1811"
    "8745a900572c11782d4f3681e9806eb28d2a02e74d51e311125c1239dc4a02723150015a1a73616d7665726b"
    "2e76312e576f726b73686f70506c616e6e65646002688088c3b6e489e50270c0fbc2ffffffffffff017a0461"
    "6e6e61820120ee82fc81badfb3a01200d07f6408593d43be30d716725d80d32438c7f164684e030303030303"
    "03030303030303030303030303030303030303030303030303030a037768791204666163748a3f00a0d43a4f"
    "55";
const char kRequest[] =
    "080112280a20666666666666666666666666666666666666666666666666666666666666666612026f6b1802";

// An empty log.
class NoLog final : public CommittedLog {
 public:
  absl::StatusOr<std::optional<StreamHead>> LoadStreamHead(absl::string_view) override {
    return std::nullopt;
  }
  absl::StatusOr<std::vector<RecordedEvent>> LoadStream(StreamId, Revision, size_t) override {
    return std::vector<RecordedEvent>();
  }
  absl::StatusOr<std::optional<std::string>> LoadRequest(const std::string&) override {
    return std::nullopt;
  }
  absl::StatusOr<std::vector<RecordedEvent>> LoadAppend(Position, size_t) override {
    return std::vector<RecordedEvent>();
  }
};

class GoldenTest : public ::testing::Test {
 protected:
  GoldenTest() : batch_(no_log_, identity_, Position(0), absl::UnixEpoch()) {
    NewEvent event{
        "workshops/å", "organisations/1", "samverk.v1.WorkshopPlanned", 2, std::nullopt, "why",
        "fact",        "sealed"};
    AppendRecord record{"anna", "r1", fingerprint_, {}, "", absl::FromUnixSeconds(1'570'438'800)};
    record.append.outcome = "ok";
    record.append.events.push_back(event);
    event.personal = "";
    event.occurred_at = absl::FromUnixSeconds(-1);
    record.append.events.push_back(event);
    record.salts = absl::StrCat(Repeated('\1'), Repeated('\2'), Repeated('\3'));
    EXPECT_OK(batch_.Apply(record));
  }

  NoLog no_log_;
  const std::string fingerprint_ = Repeated('f');
  const LedgerIdentity identity_{*Uuid::FromBytes(Bytes("000102030405060708090a0b0c0d0e0f")),
                                 *Uuid::FromBytes(Bytes("101112131415161718191a1b1c1d1e1f")),
                                 Repeated('k')};
  StagedBatch batch_;
};

TEST_F(GoldenTest, TheRecordsOfAnAppend) {
  ASSERT_THAT(batch_.events(), SizeIs(2));
  EXPECT_EQ(Hex(batch_.events()[0].leaf()), kLeaf0);
  EXPECT_EQ(Hex(batch_.events()[0].payload()), kPayload0);
  EXPECT_EQ(Hex(batch_.events()[0].record()), kRecord0);
  EXPECT_EQ(Hex(batch_.events()[1].leaf()), kLeaf1);
  EXPECT_EQ(Hex(batch_.events()[1].record()), kRecord1);
}

TEST_F(GoldenTest, TheDerivedRowsOfAnAppend) {
  ASSERT_THAT(batch_.requests(), SizeIs(1));
  EXPECT_EQ(Hex(batch_.requests()[0].key), "04616e6e617231");
  EXPECT_EQ(Hex(batch_.requests()[0].value), kRequest);
  ASSERT_THAT(batch_.names(), SizeIs(1));
  EXPECT_EQ(Hex(EncodeNameRow(batch_.names()[0].row)),
            "00000000000000016f7267616e69736174696f6e732f31");
  ASSERT_THAT(batch_.stream_rows(), SizeIs(2));
  EXPECT_EQ(Hex(StreamKey(batch_.stream_rows()[1].stream, batch_.stream_rows()[1].revision)),
            "00000000000000010000000000000001");
}

TEST_F(GoldenTest, ARecordReadsBackPartByPart) {
  ASSERT_OK_AND_ASSIGN(const RecordedEvent event, RecordedEvent::Decode(Bytes(kRecord0)));

  EXPECT_EQ(event.position(), Position(1));
  EXPECT_EQ(event.revision(), Revision(0));
  EXPECT_EQ(event.resource(), "workshops/å");
  EXPECT_EQ(event.owner(), "organisations/1");
  EXPECT_EQ(event.type(), "samverk.v1.WorkshopPlanned");
  EXPECT_EQ(event.schema_version(), 2);
  EXPECT_EQ(event.request_id(), "r1");
  EXPECT_EQ(event.ordinal(), 0);
  EXPECT_EQ(event.actor(), "anna");
  EXPECT_EQ(event.ledger_id(), identity_.ledger_id.bytes());
  EXPECT_EQ(event.epoch(), identity_.epoch.bytes());
  EXPECT_EQ(event.previous_leaf_hash(), "");
  EXPECT_EQ(event.recorded_at(), absl::FromUnixSeconds(1'570'438'800));
  EXPECT_EQ(event.occurred_at(), absl::FromUnixSeconds(1'570'438'800));
  EXPECT_EQ(event.metadata(), "why");
  EXPECT_EQ(event.event(), "fact");
  EXPECT_EQ(Hex(event.append_trace()), absl::string_view(kPayload0).substr(size_t{2} * 13));
  EXPECT_EQ(event.personal(), "sealed");
  EXPECT_EQ(event.payload_salt(), Repeated('\1'));
  EXPECT_EQ(event.personal_salt(), Repeated('\2'));
}

TEST_F(GoldenTest, TheSecondRecordReadsBackWithWhatIsDifferent) {
  ASSERT_OK_AND_ASSIGN(const RecordedEvent event, RecordedEvent::Decode(Bytes(kRecord1)));

  EXPECT_EQ(event.position(), Position(2));
  EXPECT_EQ(event.revision(), Revision(1));
  EXPECT_EQ(event.ordinal(), 1);
  EXPECT_EQ(Hex(event.previous_leaf_hash()), kLeafHash0);
  EXPECT_EQ(event.occurred_at(), absl::FromUnixSeconds(-1));
  EXPECT_EQ(event.append_trace(), "");
  EXPECT_EQ(event.personal(), "");
  EXPECT_EQ(event.personal_salt(), "");
  EXPECT_EQ(event.personal_commitment(), "");
}

TEST_F(GoldenTest, HashesAreThoseOfTheBytesAsStored) {
  const std::string leaf = Bytes(kLeaf0);
  const std::string zero(1, '\0');

  EXPECT_EQ(Hex(AsBytes(LeafHash(leaf))), kLeafHash0);
  EXPECT_EQ(Hex(OneShotSha256(zero + leaf)), kLeafHash0);
  // RFC 6962, section 2.1: the hash of the leaf of no bytes.
  EXPECT_EQ(Hex(AsBytes(LeafHash(""))),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  const RecordedEvent& event = batch_.events()[0];
  EXPECT_EQ(event.payload_commitment(),
            OneShotSha256("samverk payload v1" + zero + Repeated('\1') + Bytes(kPayload0)));
  EXPECT_EQ(event.personal_commitment(),
            OneShotSha256("samverk personal v1" + zero + Repeated('\2') + "sealed"));
  EXPECT_EQ(AsBytes(PayloadCommitment("salt", "payload")),
            OneShotSha256("samverk payload v1" + zero + "saltpayload"));
  EXPECT_EQ(AsBytes(PersonalCommitment("salt", "personal")),
            OneShotSha256("samverk personal v1" + zero + "saltpersonal"));
}

// ---- Keys ----

TEST(EventLogFormatTest, IntegersAreBigEndian) {
  EXPECT_EQ(Hex(EncodeUint64(0)), "0000000000000000");
  EXPECT_EQ(Hex(EncodeUint64(0x0102030405060708)), "0102030405060708");
  EXPECT_EQ(Hex(EncodeUint64(UINT64_MAX)), "ffffffffffffffff");
  for (const uint64_t value : {uint64_t{0}, uint64_t{255}, uint64_t{256}, UINT64_MAX}) {
    EXPECT_EQ(DecodeUint64(EncodeUint64(value)), value);
  }
  for (const size_t size : {0, 1, 7, 9}) {
    EXPECT_EQ(DecodeUint64(std::string(size, 'x')), std::nullopt) << size;
  }
}

TEST(EventLogFormatTest, KeysHaveTheirGoldenBytes) {
  EXPECT_EQ(Hex(EventKey(Position(1))), "0000000000000001");
  EXPECT_EQ(Hex(EventKey(Position(0xabcdef))), "0000000000abcdef");
  EXPECT_EQ(Hex(StreamKey(StreamId(Position(258)), Revision(772))),
            "00000000000001020000000000000304");
  EXPECT_EQ(Hex(RequestKey("anna", "r1")), "04616e6e617231");
  EXPECT_EQ(Hex(RequestKey("", "")), "00");
  EXPECT_EQ(Hex(RequestKey(std::string(100, 'p'), "r")).substr(0, 4), "6470");
}

TEST(EventLogFormatTest, KeysSortAsTheirNumbers) {
  EXPECT_LT(EventKey(Position(255)), EventKey(Position(256)));
  EXPECT_LT(EventKey(Position(256)), EventKey(Position(UINT64_MAX)));
  EXPECT_LT(StreamKey(StreamId(Position(1)), Revision(UINT64_MAX)),
            StreamKey(StreamId(Position(2)), Revision(0)));
  EXPECT_LT(StreamKey(StreamId(Position(1)), Revision(255)),
            StreamKey(StreamId(Position(1)), Revision(256)));
}

TEST(EventLogFormatTest, RequestKeysOfDifferentRequestsDiffer) {
  EXPECT_NE(RequestKey("ab", "c"), RequestKey("a", "bc"));
  EXPECT_NE(RequestKey("a", ""), RequestKey("", "a"));
}

TEST(EventLogFormatTest, NameRowsReadBack) {
  const std::optional<NameRow> row =
      DecodeNameRow(EncodeNameRow({StreamId(Position(77)), "organisations/å"}));
  ASSERT_TRUE(row.has_value());
  EXPECT_EQ(row->stream, StreamId(Position(77)));
  EXPECT_EQ(row->owner, "organisations/å");
  EXPECT_EQ(DecodeNameRow(EncodeNameRow({StreamId(Position(1)), ""}))->owner, "");
  EXPECT_EQ(DecodeNameRow("1234567").has_value(), false);
}

TEST(EventLogFormatTest, NamesOnDiskNeverChange) {
  EXPECT_STREQ(kEventsFamily, "events");
  EXPECT_STREQ(kStreamsFamily, "streams");
  EXPECT_STREQ(kNamesFamily, "names");
  EXPECT_STREQ(kRequestsFamily, "requests");
  EXPECT_STREQ(kMetaFamily, "meta");
  EXPECT_STREQ(kMetaFormatVersion, "format_version");
  EXPECT_STREQ(kMetaLedgerId, "ledger_id");
  EXPECT_STREQ(kMetaEpoch, "epoch");
  EXPECT_STREQ(kMetaFingerprintKey, "fingerprint_key");
  EXPECT_EQ(kFormatVersion, 1);
}

// ---- Records that are not ----

TEST(EventLogFormatTest, ARecordOfWhichAnyBitIsFlippedIsDamaged) {
  const std::string record = Bytes(kRecord0);

  for (size_t bit = 0; bit < 8 * record.size(); ++bit) {
    std::string damaged = record;
    damaged[bit / 8] ^= static_cast<char>(1 << bit % 8);
    EXPECT_THAT(RecordedEvent::Decode(damaged), IsRefused(kRecordDamaged)) << bit;
  }
}

TEST(EventLogFormatTest, ARecordCutOrGrownAnywhereIsDamaged) {
  const std::string record = Bytes(kRecord1);

  for (size_t size = 0; size < record.size(); ++size) {
    EXPECT_THAT(RecordedEvent::Decode(record.substr(0, size)), IsRefused(kRecordDamaged)) << size;
  }
  EXPECT_THAT(RecordedEvent::Decode(record + '\0'), IsRefused(kRecordDamaged));
  EXPECT_THAT(RecordedEvent::Decode(record + record), IsRefused(kRecordDamaged));
}

// A record with a right checksum around `leaf` and `payload`.
std::string RecordOf(absl::string_view leaf, absl::string_view payload) {
  return EncodeRecord({leaf, payload, Repeated('s'), "", ""});
}

TEST(EventLogFormatTest, ALeafOrPayloadThatIsNoMessageIsDamaged) {
  const std::string leaf = Bytes(kLeaf0);
  const std::string payload = Bytes(kPayload0);
  ASSERT_OK(RecordedEvent::Decode(RecordOf(leaf, payload)));
  const std::string zero_tag(1, '\0');

  for (const std::string& end :
       {zero_tag, std::string("\x80"), std::string("\xff\xff"), std::string("\x08"),
        std::string("\x12\x05"), std::string("\x0c"), std::string("\x0b"), std::string("\x0f\x01"),
        std::string("\x0d\x01\x02"), std::string("\x09zzzz"),
        std::string("\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"),
        std::string("\x12\xff\xff\xff\xff\x0f"), std::string("\x02\0", 2),
        std::string("\x05zzzz")}) {
    EXPECT_THAT(RecordedEvent::Decode(RecordOf(leaf + end, payload)), IsRefused(kRecordDamaged))
        << Hex(end);
    EXPECT_THAT(RecordedEvent::Decode(RecordOf(leaf, payload + end)), IsRefused(kRecordDamaged))
        << Hex(end);
  }
  EXPECT_THAT(RecordedEvent::Decode(RecordOf(zero_tag + leaf, payload)), IsRefused(kRecordDamaged));
}

TEST(EventLogFormatTest, AFormatVersionThatIsMissingOrTooNewIsDamaged) {
  const std::string rest = Bytes(kLeaf0).substr(2);

  EXPECT_THAT(RecordedEvent::Decode(RecordOf(rest, "")), IsRefused(kRecordDamaged));
  EXPECT_THAT(RecordedEvent::Decode(RecordOf("\x08\x02" + rest, "")), IsRefused(kRecordDamaged));
  EXPECT_OK(RecordedEvent::Decode(RecordOf("\x08\x01" + rest, "")));
}

TEST(EventLogFormatTest, AFieldOfTheWrongWireTypeIsNoField) {
  // The actor as a number, the position as a text and as fixed: others skip these too.
  for (const char* wrong : {"7805", "220178", "210102030405060708", "2501020304"}) {
    ASSERT_OK_AND_ASSIGN(const RecordedEvent event,
                         RecordedEvent::Decode(RecordOf(Bytes(absl::StrCat(kLeaf0, wrong)), "")));
    EXPECT_EQ(event.actor(), "anna") << wrong;
    EXPECT_EQ(event.position(), Position(1)) << wrong;
  }
}

TEST(EventLogFormatTest, FieldsOfALaterVersionAreLetThrough) {
  // Field 100, as a number, a text and a group.
  for (const char* later : {"a00601", "a206026869", "a306a406"}) {
    ASSERT_OK_AND_ASSIGN(
        const RecordedEvent event,
        RecordedEvent::Decode(RecordOf(Bytes(absl::StrCat(kLeaf0, later)), Bytes(kPayload0))));
    EXPECT_EQ(Hex(event.leaf()), absl::StrCat(kLeaf0, later));  // And hashed with the rest.
    EXPECT_EQ(event.actor(), "anna");
  }
}

}  // namespace
}  // namespace samverk::storage
