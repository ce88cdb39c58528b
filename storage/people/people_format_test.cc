// The bytes of docs/formats/people.md: what they are, and that nothing else is read as them.

#include "storage/people/people_format.h"

#include <string>

#include "absl/strings/escaping.h"
#include "base/aead.h"
#include "base/uuid.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/people/person_key.h"

namespace samverk::storage {
namespace {

std::string Hex(absl::string_view bytes) { return absl::BytesToHexString(bytes); }

// The example of the page.
const char kLedger[] = "0199a1b2-0000-7000-8000-000000000001";
const char kPerson[] = "people/0199a1b2-0000-7000-8000-000000000002";
const char kRequest[] = "0199a1b2-0000-7000-8000-000000000003";
const char kType[] = "samverk.v1.PersonRegistered";

Uuid Ledger() { return Uuid::Parse(kLedger).value(); }
std::string KeyId() { return std::string(kKeyIdBytes, '\x11'); }
std::string DataKey() { return std::string(kDataKeyBytes, '\x22'); }
std::string MasterKey() { return std::string(kDataKeyBytes, '\x33'); }
std::string Nonce() { return std::string(kAeadNonceBytes, '\x44'); }
PartPlace Place() { return {Ledger(), kPerson, kRequest, 0, kType}; }

constexpr char kWrappedRow[] =
    "0111111111111111111111111111111111444444444444444444444444"
    "12b3e6b0e824ad4982a086b0d4bfe85338ae33a842fd9d69c76cf0513cc320a5"
    "18d9c93a11c45697e5af440545b26ec5";
constexpr char kPart[] =
    "0111111111111111111111111111111111444444444444444444444444"
    "881ce01b874e93e7d9851f5847b0a7a47dfa8078a4"
    "4b1d9417ccf8c07c437de4fae568eef8";

TEST(PeopleFormatTest, TheContextsAreTheBytesOfThePage) {
  EXPECT_EQ(Hex(WrappedKeyContext(Ledger(), kPerson, KeyId())),
            Hex("samverk person key v1") + "00" + "0199a1b2000070008000000000000001" + "002b" +
                Hex(kPerson) + Hex(KeyId()));
  EXPECT_EQ(Hex(PartContext(Place(), KeyId())),
            Hex("samverk personal part v1") + "00" + "0199a1b2000070008000000000000001" + "002b" +
                Hex(kPerson) + "0024" + Hex(kRequest) + "00000000" + "001b" + Hex(kType) +
                Hex(KeyId()));
}

TEST(PeopleFormatTest, ARowAndAPersonalPartAreTheBytesOfThePage) {
  EXPECT_EQ(Hex(EncodeSealed({KeyId(), Nonce(),
                              AeadSeal(MasterKey(), Nonce(),
                                       WrappedKeyContext(Ledger(), kPerson, KeyId()), DataKey())})),
            kWrappedRow);
  // A PersonRegistered with `display_name: "Exempel Exempelsson"` and nothing else.
  const std::string plaintext =
      "\x1a\x13"
      "Exempel Exempelsson";
  EXPECT_EQ(
      Hex(EncodeSealed({KeyId(), Nonce(),
                        AeadSeal(DataKey(), Nonce(), PartContext(Place(), KeyId()), plaintext)})),
      kPart);
}

TEST(PeopleFormatTest, TheBytesOfThePageAreStillRead) {
  const KeyWrapper wrapper(MasterKey(), Ledger());

  const auto key = wrapper.Unwrap(kPerson, absl::HexStringToBytes(kWrappedRow));

  ASSERT_NE(key, nullptr);
  EXPECT_EQ(key->id(), KeyId());
  EXPECT_EQ(key->Unseal(Place(), absl::HexStringToBytes(kPart)).value(),
            "\x1a\x13"
            "Exempel Exempelsson");
}

TEST(PeopleFormatTest, AMasterKeyIsKnownByAnIdThatIsNotPartOfIt) {
  EXPECT_EQ(Hex(MasterKeyId(MasterKey())), "fa54c3ae2ec90f8ea43d55444ec39ef8");
  EXPECT_NE(MasterKeyId(MasterKey()), MasterKeyId(DataKey()));
}

TEST(PeopleFormatTest, WhatIsSealedIsTakenApartAsItWasPutTogether) {
  const std::optional<Sealed> sealed =
      DecodeSealed(EncodeSealed({KeyId(), Nonce(), std::string(20, 'c')}));

  ASSERT_TRUE(sealed.has_value());
  EXPECT_EQ(sealed->key_id, KeyId());
  EXPECT_EQ(sealed->nonce, Nonce());
  EXPECT_EQ(sealed->ciphertext, std::string(20, 'c'));
}

TEST(PeopleFormatTest, WhatIsTooShortOrOfALaterVersionIsNotTakenApart) {
  const std::string whole = EncodeSealed({KeyId(), Nonce(), std::string(kAeadTagBytes, 't')});
  ASSERT_TRUE(DecodeSealed(whole).has_value());

  EXPECT_FALSE(DecodeSealed(whole.substr(1)).has_value());
  EXPECT_FALSE(DecodeSealed("").has_value());
  EXPECT_FALSE(DecodeSealed("\x02" + whole.substr(1)).has_value());
}

}  // namespace
}  // namespace samverk::storage
