#include "base/sha256.h"

#include <string>
#include <thread>
#include <vector>

#include "absl/strings/escaping.h"
#include "gtest/gtest.h"

namespace samverk {
namespace {

std::string Hex(const Sha256Digest& digest) { return absl::BytesToHexString(AsBytes(digest)); }

// The examples of FIPS 180-2, appendix B, as in NIST's "SHA-256 test data".
const char kAbc[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
const char kTwoBlocks[] = "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1";
const char kMillionA[] = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";
const char kEmpty[] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

TEST(Sha256Test, KnownAnswersOfFips180) {
  EXPECT_EQ(Hex(Sha256({"abc"})), kAbc);
  EXPECT_EQ(Hex(Sha256({"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"})), kTwoBlocks);
  EXPECT_EQ(Hex(Sha256({std::string(1'000'000, 'a')})), kMillionA);
  EXPECT_EQ(Hex(Sha256({})), kEmpty);
  EXPECT_EQ(Hex(Sha256({""})), kEmpty);
}

TEST(Sha256Test, PartsAreHashedAsOneText) {
  EXPECT_EQ(Hex(Sha256({"a", "b", "c"})), kAbc);
  EXPECT_EQ(Hex(Sha256({"", "ab", "", "c", ""})), kAbc);
}

TEST(Sha256Test, ZeroBytesCount) {
  EXPECT_NE(Sha256({absl::string_view("\0", 1)}), Sha256({""}));
  EXPECT_NE(Sha256({absl::string_view("a\0", 2)}), Sha256({"a"}));
}

TEST(Sha256Test, OneDigestLeavesNoTraceInTheNext) {
  Sha256({std::string(100, 'x')});

  EXPECT_EQ(Hex(Sha256({"abc"})), kAbc);
}

TEST(Sha256Test, ThreadsDoNotDisturbEachOther) {
  std::vector<int> right(4);
  std::vector<std::thread> threads;
  threads.reserve(right.size());
  for (int& count : right) {
    threads.emplace_back([&count] {
      for (int i = 0; i < 500; ++i) count += Hex(Sha256({"a", "bc"})) == kAbc;
    });
  }
  for (std::thread& thread : threads) thread.join();

  EXPECT_EQ(right, std::vector<int>(4, 500));
}

// RFC 4231, section 4.
struct HmacCase {
  std::string key;
  std::string text;
  const char* digest;
};

TEST(Sha256Test, HmacKnownAnswersOfRfc4231) {
  for (const HmacCase& known : std::vector<HmacCase>{
           {std::string(20, '\x0b'), "Hi There",
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
           {"Jefe", "what do ya want for nothing?",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
           {std::string(20, '\xaa'), std::string(50, '\xdd'),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
           {absl::HexStringToBytes("0102030405060708090a0b0c0d0e0f10111213141516171819"),
            std::string(50, '\xcd'),
            "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"},
           {std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
           {std::string(131, '\xaa'),
            "This is a test using a larger than block-size key and a larger than block-size data. "
            "The key needs to be hashed before being used by the HMAC algorithm.",
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"},
       }) {
    EXPECT_EQ(Hex(HmacSha256(known.key, known.text)), known.digest) << known.text;
  }
}

TEST(Sha256Test, HmacTakesAnEmptyKeyAndText) {
  // Python: hmac.new(b"", b"", "sha256").
  EXPECT_EQ(Hex(HmacSha256("", "")),
            "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST(Sha256Test, AStreamCutAnywhereHasTheDigestOfTheWhole) {
  const std::string text(1000, 'a');
  for (const size_t cut : {0, 1, 63, 64, 65, 999, 1000}) {
    Sha256Stream stream;
    stream.Update(absl::string_view(text).substr(0, cut));
    stream.Update(absl::string_view(text).substr(cut));
    EXPECT_EQ(stream.Finish(), Sha256({text})) << cut;
  }
  EXPECT_EQ(Sha256Stream().Finish(), Sha256({}));
}

TEST(Sha256Test, AsBytesViewsTheDigest) {
  const Sha256Digest digest = Sha256({"abc"});

  EXPECT_EQ(AsBytes(digest).size(), 32);
  EXPECT_EQ(AsBytes(digest).data(), reinterpret_cast<const char*>(digest.data()));
}

}  // namespace
}  // namespace samverk
