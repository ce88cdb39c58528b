#include "base/aead.h"

#include <string>

#include "absl/strings/escaping.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace samverk {
namespace {

using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Optional;

std::string Bytes(const char* hex) { return absl::HexStringToBytes(hex); }

// Test cases 13, 14 and 16 of "The Galois/Counter Mode of Operation" (McGrew, Viega), which NIST
// took over for AES-256-GCM.
struct KnownAnswer {
  const char* name;
  const char* key;
  const char* nonce;
  const char* associated;
  const char* plaintext;
  const char* sealed;
};

constexpr KnownAnswer kKnownAnswers[] = {
    {"Case13", "0000000000000000000000000000000000000000000000000000000000000000",
     "000000000000000000000000", "", "", "530f8afbc74536b9a963b4f1c4cb738b"},
    {"Case14", "0000000000000000000000000000000000000000000000000000000000000000",
     "000000000000000000000000", "", "00000000000000000000000000000000",
     "cea7403d4d606b6e074ec5d3baf39d18"
     "d0d1c8a799996bf0265b98b5d48ab919"},
    {"Case16", "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
     "cafebabefacedbaddecaf888", "feedfacedeadbeeffeedfacedeadbeefabaddad2",
     "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
     "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
     "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
     "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
     "76fc6ece0f4e1768cddf8853bb2d551b"},
};

class KnownAnswerTest : public ::testing::TestWithParam<KnownAnswer> {};

TEST_P(KnownAnswerTest, IsSealedAndOpenedAsPublished) {
  const KnownAnswer& known = GetParam();

  EXPECT_EQ(absl::BytesToHexString(AeadSeal(Bytes(known.key), Bytes(known.nonce),
                                            Bytes(known.associated), Bytes(known.plaintext))),
            known.sealed);
  EXPECT_THAT(
      AeadOpen(Bytes(known.key), Bytes(known.nonce), Bytes(known.associated), Bytes(known.sealed)),
      Optional(Eq(Bytes(known.plaintext))));
}

INSTANTIATE_TEST_SUITE_P(Gcm, KnownAnswerTest, ::testing::ValuesIn(kKnownAnswers),
                         [](const auto& each) { return each.param.name; });

TEST(AeadTest, NothingOpensIfAnyBitOfAnythingWasTurned) {
  const std::string inputs[] = {
      std::string(kAeadKeyBytes, 'k'), std::string(kAeadNonceBytes, 'n'), "associated",
      AeadSeal(std::string(kAeadKeyBytes, 'k'), std::string(kAeadNonceBytes, 'n'), "associated",
               "Åsa Öberg")};
  ASSERT_THAT(AeadOpen(inputs[0], inputs[1], inputs[2], inputs[3]), Optional(Eq("Åsa Öberg")));

  for (size_t input = 0; input < 4; ++input) {
    for (size_t bit = 0; bit < 8 * inputs[input].size(); ++bit) {
      std::string turned[] = {inputs[0], inputs[1], inputs[2], inputs[3]};
      turned[input][bit / 8] = static_cast<char>(turned[input][bit / 8] ^ (1 << bit % 8));
      EXPECT_EQ(AeadOpen(turned[0], turned[1], turned[2], turned[3]), std::nullopt)
          << "input " << input << ", bit " << bit;
    }
  }
}

TEST(AeadTest, WhatIsCutShortDoesNotOpen) {
  const std::string key(kAeadKeyBytes, 'k');
  const std::string nonce(kAeadNonceBytes, 'n');
  const std::string sealed = AeadSeal(key, nonce, "", "text");

  for (size_t size = 0; size < sealed.size(); ++size) {
    EXPECT_EQ(AeadOpen(key, nonce, "", sealed.substr(0, size)), std::nullopt) << size;
  }
  EXPECT_EQ(AeadOpen(key, nonce, "", sealed + "x"), std::nullopt);
}

TEST(AeadTest, WhatIsSealedDoesNotShowThePlaintext) {
  const std::string sealed =
      AeadSeal(std::string(kAeadKeyBytes, 'k'), std::string(kAeadNonceBytes, 'n'), "", "Åsa Öberg");

  EXPECT_EQ(sealed.size(), std::string("Åsa Öberg").size() + kAeadTagBytes);
  EXPECT_THAT(sealed, Not(HasSubstr("berg")));
}

TEST(AeadTest, AWipedSecretIsGone) {
  std::string secret = "secret";
  Wipe(secret);

  EXPECT_EQ(secret, "");
}

}  // namespace
}  // namespace samverk
