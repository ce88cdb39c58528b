#include "base/uuid.h"

#include <cstdint>
#include <set>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/time/time.h"
#include "base/random.h"
#include "base/testing/fake_clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace samverk {
namespace {

using ::testing::Optional;

// The name spaces of RFC 9562, section 6.6.
const char kDns[] = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";
const char kUrl[] = "6ba7b811-9dad-11d1-80b4-00c04fd430c8";

int VersionOf(const Uuid& uuid) { return static_cast<uint8_t>(uuid.bytes()[6]) >> 4; }
int VariantOf(const Uuid& uuid) { return static_cast<uint8_t>(uuid.bytes()[8]) >> 6; }

uint64_t MillisOf(const Uuid& uuid) {
  uint64_t millis = 0;
  for (int i = 0; i < 6; ++i) millis = millis << 8 | static_cast<uint8_t>(uuid.bytes()[i]);
  return millis;
}

TEST(UuidTest, V5GivesTheExampleOfRfc9562) {
  const Uuid uuid = Uuid::V5(*Uuid::Parse(kDns), "www.example.com");  // Appendix A.4.

  EXPECT_EQ(uuid.ToString(), "2ed6657d-e927-568b-95e1-2665a8aea6a2");
}

TEST(UuidTest, V5AgreesWithOtherImplementations) {
  // Made with Python's uuid.uuid5.
  EXPECT_EQ(Uuid::V5(*Uuid::Parse(kDns), "python.org").ToString(),
            "886313e1-3b8a-5372-9b90-0c9aee199e5d");
  EXPECT_EQ(Uuid::V5(*Uuid::Parse(kUrl), "").ToString(), "1b4db7eb-4057-5ddf-91e0-36dec72071f5");
  EXPECT_EQ(Uuid::V5(*Uuid::Parse(kDns), "räksmörgås").ToString(),
            "99759d66-88c5-5a50-9d32-e127fecad339");
}

TEST(UuidTest, V5OfAnotherNameOrSpaceIsAnother) {
  const Uuid uuid = Uuid::V5(*Uuid::Parse(kDns), "a");

  EXPECT_EQ(uuid, Uuid::V5(*Uuid::Parse(kDns), "a"));
  EXPECT_NE(uuid, Uuid::V5(*Uuid::Parse(kDns), "b"));
  EXPECT_NE(uuid, Uuid::V5(*Uuid::Parse(kUrl), "a"));
}

TEST(UuidTest, VersionAndVariantBitsAreSetWhateverTheRest) {
  const FakeClock clock;

  // Enough of them that each of the six bits that are overwritten was both 0 and 1.
  for (int i = 0; i < 200; ++i) {
    const Uuid random = Uuid::V7(clock);
    const Uuid named = Uuid::V5(random, "a");
    EXPECT_EQ(VersionOf(random), 7);
    EXPECT_EQ(VariantOf(random), 0b10);
    EXPECT_EQ(VersionOf(named), 5);
    EXPECT_EQ(VariantOf(named), 0b10);
  }
}

TEST(UuidTest, V7HoldsTheTimeInMilliseconds) {
  FakeClock clock;

  const Uuid uuid = Uuid::V7(clock);

  EXPECT_EQ(MillisOf(uuid), absl::ToUnixMillis(clock.Now()));
}

TEST(UuidTest, V7SortsByTimeAsBytesAndAsText) {
  FakeClock clock;
  Uuid earlier = Uuid::V7(clock);

  // Over a carry of every byte of the time but the highest.
  for (int i = 0; i < 40; ++i) {
    clock.Advance(absl::Milliseconds(int64_t{1} << i));
    const Uuid later = Uuid::V7(clock);
    EXPECT_LT(std::string(earlier.bytes()), std::string(later.bytes()));
    EXPECT_LT(earlier.ToString(), later.ToString());
    earlier = later;
  }
}

TEST(UuidTest, V7OfOneMomentAreDifferent) {
  const FakeClock clock;
  std::set<std::string> seen;

  for (int i = 0; i < 1000; ++i) seen.insert(Uuid::V7(clock).ToString());

  EXPECT_EQ(seen.size(), 1000);
}

TEST(UuidTest, ParseReadsWhatToStringWrites) {
  const FakeClock clock;
  const Uuid uuid = Uuid::V7(clock);

  EXPECT_THAT(Uuid::Parse(uuid.ToString()), Optional(uuid));
  EXPECT_THAT(Uuid::FromBytes(uuid.bytes()), Optional(uuid));
  EXPECT_EQ(Uuid().ToString(), "00000000-0000-0000-0000-000000000000");
}

TEST(UuidTest, ParseTakesNothingElse) {
  for (const char* text : {
           "",
           "2ed6657d-e927-568b-95e1-2665a8aea6a",    // One short,
           "2ed6657d-e927-568b-95e1-2665a8aea6a22",  // one long.
           "2ED6657D-E927-568B-95E1-2665A8AEA6A2",   // Upper case: one text for each UUID.
           "2ed6657de927568b95e12665a8aea6a2",       // No hyphens,
           "2ed6657-de927-568b-95e1-2665a8aea6a2",   // or in other places.
           "2ed6657d_e927_568b_95e1_2665a8aea6a2",
           "{ed6657d-e927-568b-95e1-2665a8aea6a}",
           "2ed6657g-e927-568b-95e1-2665a8aea6a2",
           "2ed6657d-e927-568b-95e1-2665a8aea6 2",
           "-ed6657d-e927-568b-95e1-2665a8aea6a2",
           "2ed6657d-e927-568b-95e1-2665a8aea6\xc3\xa5",
       }) {
    EXPECT_EQ(Uuid::Parse(text), std::nullopt) << text;
  }
}

TEST(UuidTest, FromBytesTakesSixteenBytesOnly) {
  EXPECT_EQ(Uuid::FromBytes(std::string(15, 'a')), std::nullopt);
  EXPECT_NE(Uuid::FromBytes(std::string(16, 'a')), std::nullopt);
  EXPECT_EQ(Uuid::FromBytes(std::string(17, 'a')), std::nullopt);
  EXPECT_EQ(Uuid::FromBytes(""), std::nullopt);
}

TEST(RandomTest, BytesAreOfTheLengthAskedForAndNeverRepeat) {
  std::set<std::string> seen;

  // Across several refills of the pool, and past the size that it serves.
  for (int i = 0; i < 1000; ++i) seen.insert(RandomBytes(32));
  for (int i = 0; i < 10; ++i) seen.insert(RandomBytes(5000));

  EXPECT_EQ(seen.size(), 1010);
  EXPECT_EQ(RandomBytes(0), "");
  EXPECT_EQ(RandomBytes(1024).size(), 1024);
  EXPECT_EQ(RandomBytes(1025).size(), 1025);
}

TEST(RandomTest, EveryByteIsFilled) {
  // Of 2,000 random bytes at each place, all being the filler has a chance of 2^-16,000.
  std::string seen_other(64, '\0');
  for (int i = 0; i < 2000; ++i) {
    const std::string bytes = RandomBytes(seen_other.size());
    for (size_t at = 0; at < bytes.size(); ++at) seen_other[at] |= bytes[at];
  }

  EXPECT_EQ(absl::BytesToHexString(seen_other), std::string(128, 'f'));
}

}  // namespace
}  // namespace samverk
