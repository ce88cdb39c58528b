// From a command about a person to the log: what is personal arrives there sealed, in its place
// and with the person's key.

#include <string>
#include <vector>

#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "samverk/v1/partnership.pb.h"
#include "samverk/v1/partnership_events.pb.h"
#include "services/partnership/partnership_service.h"
#include "services/runtime/event_proto.h"
#include "services/runtime/personal.h"
#include "services/runtime/rule_checks.h"
#include "services/runtime/testing/from_text.h"
#include "services/testing/slice_bench.h"
#include "storage/event_log/testing/test_proposal.h"
#include "storage/people/people_reasons.h"

namespace samverk::partnership {
namespace {

using runtime::FromText;
using runtime::ToText;
using storage::RecordedEvent;

constexpr char kPerson[] = "people/1";

class PersonSealingTest : public ::testing::Test {
 protected:
  PersonSealingTest() { bench_.Exists("organisations/2421"); }

  static v1::RegisterPersonRequest Register(const std::string& more) {
    return FromText<v1::RegisterPersonRequest>(
        "parent: '~' person_id: '1' organisation: '~/organisations/2421' role: ROLE_OFFICER " +
        more);
  }
  static v1::EditPersonRequest Edit(const std::string& edits) {
    return FromText<v1::EditPersonRequest>("name: '~/people/1' expected_revision: 0 " + edits);
  }

  std::vector<RecordedEvent> EventsOfThePerson() {
    const std::vector<RecordedEvent> all = storage::ReadAll(bench_.log()).value();
    std::vector<RecordedEvent> events;
    for (const RecordedEvent& event : all) {
      if (event.resource() == kPerson) events.push_back(event);
    }
    return events;
  }

  storage::PartPlace PlaceOf(const RecordedEvent& event) {
    return {bench_.log().identity().ledger_id, kPerson, std::string(event.request_id()),
            event.ordinal(), std::string(event.type())};
  }

  template <typename Fact>
  static std::string Public(const RecordedEvent& event) {
    Fact fact;
    EXPECT_TRUE(fact.ParseFromString(std::string(event.event())));
    return ToText(fact);
  }
  template <typename Fact>
  std::string Personal(const RecordedEvent& event) {
    const auto key = bench_.people().FindKey(kPerson).value();
    const auto plaintext = key->Unseal(PlaceOf(event), event.personal());
    Fact fact;
    EXPECT_OK(plaintext);
    EXPECT_TRUE(fact.ParseFromString(plaintext.value_or("")));
    return ToText(fact);
  }

  testing::SliceBench bench_{AddPartnership};
};

TEST_F(PersonSealingTest, WhatIsPersonalIsSealedAndTheRestIsInTheOpen) {
  ASSERT_OK(bench_.Do(Register("details { display_name: 'Åsa' email: 'asa@example.com' }")));

  const RecordedEvent event = EventsOfThePerson()[0];
  EXPECT_EQ(Public<v1::PersonRegistered>(event),
            ToText(FromText<v1::PersonRegistered>(
                "organisation: '~/organisations/2421' role: ROLE_OFFICER")));
  EXPECT_EQ(Personal<v1::PersonRegistered>(event),
            ToText(FromText<v1::PersonRegistered>("display_name: 'Åsa' email: 'asa@example.com'")));
  EXPECT_THAT(event.record(), ::testing::Not(::testing::HasSubstr("asa@example")));
}

// What history and subscriptions deliver.
TEST_F(PersonSealingTest, TheWorldSeesNeitherThePlainNorTheSealedBytes) {
  ASSERT_OK(bench_.Do(Register("details { display_name: 'Åsa' }")));
  const RecordedEvent event = EventsOfThePerson()[0];

  const std::string seen =
      runtime::ToProto(event, "vasterbotten", bench_.log().identity()).SerializeAsString();

  EXPECT_EQ(seen.find("Åsa"), std::string::npos);
  EXPECT_EQ(seen.find(std::string(event.personal())), std::string::npos);
  EXPECT_NE(seen.find("samverk.v1.PersonRegistered"), std::string::npos);
}

TEST_F(PersonSealingTest, AReferenceAloneHasNoPersonalPartAndNoKey) {
  ASSERT_OK(bench_.Do(Register("")));

  EXPECT_EQ(EventsOfThePerson()[0].personal(), "");
  EXPECT_THAT(bench_.people().FindKey(kPerson), IsOkAndHolds(nullptr));
}

TEST_F(PersonSealingTest, AReferenceGetsDetailsLater) {
  ASSERT_OK(bench_.Do(Register("")));

  ASSERT_OK(bench_.Do(Edit("edits { phone: '12345' }")));

  EXPECT_EQ(Personal<v1::PersonPhoneCorrected>(EventsOfThePerson()[1]),
            ToText(FromText<v1::PersonPhoneCorrected>("phone: '12345'")));
}

TEST_F(PersonSealingTest, EveryEventOfACommandOpensInItsOwnPlaceOnly) {
  ASSERT_OK(bench_.Do(Register("")));
  ASSERT_OK(bench_.Do(Edit("edits { phone: '12345' } edits { phone: '54321' }")));
  const std::vector<RecordedEvent> events = EventsOfThePerson();
  const auto key = bench_.people().FindKey(kPerson).value();

  EXPECT_OK(key->Unseal(PlaceOf(events[1]), events[1].personal()));
  EXPECT_OK(key->Unseal(PlaceOf(events[2]), events[2].personal()));
  EXPECT_THAT(key->Unseal(PlaceOf(events[2]), events[1].personal()),
              IsRefused(storage::kPersonalPartDamaged));
}

TEST_F(PersonSealingTest, WhatIsRemovedLeavesNothingToSeal) {
  ASSERT_OK(bench_.Do(Register("details { email: 'asa@example.com' }")));

  ASSERT_OK(bench_.Do(Edit("edits { email: '' }")));

  EXPECT_EQ(EventsOfThePerson()[1].personal(), "");
  EXPECT_EQ(Public<v1::PersonEmailCorrected>(EventsOfThePerson()[1]),
            ToText(FromText<v1::PersonEmailCorrected>("removed: true")));
}

TEST_F(PersonSealingTest, WhatTheRulesRefuseWritesNothingAndTheKeyWaitsForTheNextCommand) {
  auto elsewhere = Register("details { display_name: 'Åsa' }");
  elsewhere.set_organisation("partnerships/vasterbotten/organisations/2422");
  EXPECT_THAT(bench_.Do(elsewhere), IsRefused(runtime::kLinkedResourceNotFound));
  EXPECT_TRUE(EventsOfThePerson().empty());
  const std::string before = bench_.people().FindKey(kPerson).value()->id();

  ASSERT_OK(bench_.Do(Register("details { display_name: 'Åsa' }")));

  EXPECT_EQ(storage::KeyIdOf(EventsOfThePerson()[0].personal()), before);
}

TEST_F(PersonSealingTest, OfWhomThatWasErasedNothingPersonalIsRecordedAndNoKeyIsMade) {
  ASSERT_OK(bench_.Do(Register("details { display_name: 'Åsa' }")));
  ASSERT_OK(bench_.people().DeleteKey(kPerson));

  EXPECT_THAT(bench_.Do(Edit("edits { phone: '12345' }")), IsRefused(runtime::kPersonErased));
  EXPECT_THAT(bench_.Do(Register("details { display_name: 'Åsa' }")),
              IsRefused(runtime::kPersonErased));

  EXPECT_THAT(bench_.people().FindKey(kPerson), IsOkAndHolds(nullptr));
}

}  // namespace
}  // namespace samverk::partnership
