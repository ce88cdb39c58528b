#include "storage/people/person_key.h"

#include <string>
#include <vector>

#include "base/testing/status_matchers.h"
#include "base/uuid.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/people/people_reasons.h"

namespace samverk::storage {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Uuid Ledger(const char* id = "0199a1b2-0000-7000-8000-000000000001") {
  return Uuid::Parse(id).value();
}

PartPlace Place() { return {Ledger(), "people/1", "request", 3, "samverk.v1.PersonRegistered"}; }

constexpr char kSecret[] = "Åsa Öberg, asa@example.com";

TEST(PersonKeyTest, WhatAKeySealsItOpens) {
  const auto key = PersonKey::New();

  const std::string sealed = key->Seal(Place(), kSecret);

  EXPECT_THAT(sealed, Not(HasSubstr("berg")));
  EXPECT_EQ(KeyIdOf(sealed), key->id());
  EXPECT_THAT(key->Unseal(Place(), sealed), IsOkAndHolds(kSecret));
}

TEST(PersonKeyTest, SealingTheSameTwiceGivesDifferentBytes) {
  const auto key = PersonKey::New();

  EXPECT_NE(key->Seal(Place(), kSecret), key->Seal(Place(), kSecret));
}

TEST(PersonKeyTest, AnotherPersonsKeyOpensNothing) {
  const std::string sealed = PersonKey::New()->Seal(Place(), kSecret);

  EXPECT_THAT(PersonKey::New()->Unseal(Place(), sealed), IsRefused(kPersonalPartDamaged));
}

TEST(PersonKeyTest, TheSameBytesUnderAnotherKeyIdDoNotOpen) {
  const std::string data_key(kDataKeyBytes, 'k');
  const PersonKey one(std::string(kKeyIdBytes, '1'), data_key);
  const PersonKey two(std::string(kKeyIdBytes, '2'), data_key);
  std::string sealed = one.Seal(Place(), kSecret);
  sealed.replace(1, kKeyIdBytes, two.id());

  EXPECT_THAT(two.Unseal(Place(), sealed), IsRefused(kPersonalPartDamaged));
}

TEST(PersonKeyTest, APartOpensInNoOtherPlace) {
  const auto key = PersonKey::New();
  const std::string sealed = key->Seal(Place(), kSecret);
  std::vector<PartPlace> others(5, Place());
  others[0].ledger_id = Ledger("0199a1b2-0000-7000-8000-000000000009");
  others[1].person = "people/2";
  others[2].request_id = "requests";
  others[3].ordinal = 4;
  others[4].type = "samverk.v1.PersonRegistere";

  for (const PartPlace& other : others) {
    EXPECT_THAT(key->Unseal(other, sealed), IsRefused(kPersonalPartDamaged));
  }
}

TEST(PersonKeyTest, TextsOfAPlaceDoNotRunIntoEachOther) {
  const auto key = PersonKey::New();
  PartPlace one = Place();
  PartPlace two = Place();
  one.person = "people/1r";
  one.request_id = "equest";
  two.person = "people/1";
  two.request_id = "request";

  EXPECT_THAT(key->Unseal(two, key->Seal(one, kSecret)), IsRefused(kPersonalPartDamaged));
}

TEST(PersonKeyTest, APartThatWasChangedAnywhereDoesNotOpen) {
  const auto key = PersonKey::New();
  const std::string sealed = key->Seal(Place(), kSecret);

  for (size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_THAT(key->Unseal(Place(), changed), IsRefused(kPersonalPartDamaged)) << i;
  }
  EXPECT_THAT(key->Unseal(Place(), ""), IsRefused(kPersonalPartDamaged));
  EXPECT_EQ(KeyIdOf(""), "");
}

TEST(PersonKeyTest, ADigestIsTheSameForTheSameTextAndKeyOnly) {
  const auto key = PersonKey::New();

  EXPECT_EQ(key->Digest("a"), key->Digest("a"));
  EXPECT_NE(key->Digest("a"), key->Digest("b"));
  EXPECT_NE(key->Digest("a"), PersonKey::New()->Digest("a"));
}

// ---- Wrapping ----

class KeyWrapperTest : public ::testing::Test {
 protected:
  const std::string master_key_ = std::string(kDataKeyBytes, 'm');
  const KeyWrapper wrapper_{master_key_, Ledger()};
  const std::shared_ptr<const PersonKey> key_ = PersonKey::New();
  const std::string row_ = wrapper_.Wrap("people/1", *key_);
};

TEST_F(KeyWrapperTest, AWrappedKeyOpensWhatItSealed) {
  const std::string sealed = key_->Seal(Place(), kSecret);

  const auto unwrapped = wrapper_.Unwrap("people/1", row_);

  ASSERT_NE(unwrapped, nullptr);
  EXPECT_EQ(unwrapped->id(), key_->id());
  EXPECT_THAT(unwrapped->Unseal(Place(), sealed), IsOkAndHolds(kSecret));
}

TEST_F(KeyWrapperTest, AKeyIsOfOnePersonInOneLedgerUnderOneMasterKey) {
  const KeyWrapper elsewhere(master_key_, Ledger("0199a1b2-0000-7000-8000-000000000009"));
  const KeyWrapper another(std::string(kDataKeyBytes, 'n'), Ledger());

  EXPECT_EQ(wrapper_.Unwrap("people/2", row_), nullptr);
  EXPECT_EQ(elsewhere.Unwrap("people/1", row_), nullptr);
  EXPECT_EQ(another.Unwrap("people/1", row_), nullptr);
}

TEST_F(KeyWrapperTest, ARowThatWasChangedAnywhereDoesNotOpen) {
  for (size_t i = 0; i < row_.size(); ++i) {
    std::string changed = row_;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_EQ(wrapper_.Unwrap("people/1", changed), nullptr) << i;
  }
  EXPECT_EQ(wrapper_.Unwrap("people/1", row_.substr(0, row_.size() - 1)), nullptr);
}

}  // namespace
}  // namespace samverk::storage
