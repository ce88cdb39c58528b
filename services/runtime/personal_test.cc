#include "services/runtime/personal.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/testing/fake_clock.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "gtest/gtest.h"
#include "samverk/v1/partnership_events.pb.h"
#include "services/runtime/personal_fields.h"
#include "services/runtime/testing/every_event.h"
#include "services/runtime/testing/from_text.h"
#include "storage/event_log/in_memory_event_log.h"
#include "storage/event_log/testing/test_proposal.h"
#include "storage/people/people_reasons.h"
#include "storage/people/testing/in_memory_people_store.h"

namespace samverk::runtime {
namespace {

using google::protobuf::Descriptor;
using storage::v1::SealedPart;

// ---- Fields ----

TEST(PersonalFieldsTest, PersonalFieldsAreTakenOutOfAFactAndNothingElseIs) {
  auto fact = FromText<v1::PersonRegistered>(
      "organisation: '~/organisations/2421' role: ROLE_OFFICER display_name: 'Exempel' "
      "phone: '12345' role_start_date @2018-01-01");

  const std::string personal = TakePersonal(fact);

  EXPECT_EQ(ToText(fact), ToText(FromText<v1::PersonRegistered>(
                              "organisation: '~/organisations/2421' "
                              "role: ROLE_OFFICER role_start_date @2018-01-01")));
  v1::PersonRegistered taken;
  ASSERT_TRUE(taken.ParseFromString(personal));
  EXPECT_EQ(ToText(taken),
            ToText(FromText<v1::PersonRegistered>("display_name: 'Exempel' phone: '12345'")));
}

TEST(PersonalFieldsTest, AFactThatSaysNothingPersonalStaysAsItIs) {
  auto reference = FromText<v1::PersonRegistered>("role: ROLE_OFFICER");
  auto other = FromText<v1::OrganisationRenamed>("display_name: 'Storuman'");

  EXPECT_EQ(TakePersonal(reference), "");
  EXPECT_EQ(TakePersonal(other), "");

  EXPECT_EQ(reference.role(), v1::ROLE_OFFICER);
  EXPECT_EQ(other.display_name(), "Storuman");
}

TEST(PersonalFieldsTest, ACommandCarriesWhatIsPersonalAtAnyDepth) {
  EXPECT_TRUE(
      CarriesPersonal(FromText<v1::RegisterPersonRequest>("details { email: 'a@example.com' }")));
  EXPECT_TRUE(CarriesPersonal(
      FromText<v1::EditPersonRequest>("edits { remove_role: 1 } edits { phone: '12345' }")));
  EXPECT_FALSE(CarriesPersonal(FromText<v1::RegisterPersonRequest>("person_id: '1' details {}")));
  EXPECT_FALSE(CarriesPersonal(FromText<v1::EditPersonRequest>("edits { remove_role: 1 }")));
  EXPECT_FALSE(CarriesPersonal(FromText<v1::AdmitOrganisationRequest>("display_name: 'Storuman'")));
}

TEST(PersonalFieldsTest, ATypeSaysWhetherItsMessagesMay) {
  EXPECT_TRUE(MayCarryPersonal(*v1::RegisterPersonRequest::descriptor()));
  EXPECT_TRUE(MayCarryPersonal(*v1::EditPersonRequest::descriptor()));
  EXPECT_FALSE(MayCarryPersonal(*v1::AssignRoleRequest::descriptor()));
  EXPECT_FALSE(HasPersonalFields(*v1::RegisterPersonRequest::descriptor()));
  EXPECT_TRUE(HasPersonalFields(*v1::PersonDetails::descriptor()));
}

// ---- Every event there is ----

// TakePersonal looks no deeper than this.
TEST(EveryEventTest, WhatIsPersonalInAnEventIsInItsOwnMessageAndIsText) {
  int personal = 0;
  for (const Descriptor* type : EveryEvent()) {
    for (int i = 0; i < type->field_count(); ++i) {
      const auto* field = type->field(i);
      if (field->message_type() != nullptr) {
        EXPECT_FALSE(MayCarryPersonal(*field->message_type())) << field->full_name();
      }
      if (!field->options().GetExtension(v1::personal)) continue;
      ++personal;
      EXPECT_EQ(field->cpp_type(), google::protobuf::FieldDescriptor::CPPTYPE_STRING);
      EXPECT_FALSE(field->is_repeated()) << field->full_name();
    }
  }
  EXPECT_EQ(personal, 6);
}

TEST(EveryEventTest, OnlyEventsOfPeopleSayAnythingPersonal) {
  for (const Descriptor* type : EveryEvent()) {
    if (MayCarryPersonal(*type)) {
      EXPECT_EQ(type->name().substr(0, 6), "Person") << type->full_name();
    }
  }
}

// Whoever adds a contact of a person to an event is reminded here. Where a shop is, is no secret.
TEST(EveryEventTest, WhatIsCalledLikeAContactOfAPersonIsPersonal) {
  for (const Descriptor* type : EveryEvent()) {
    for (int i = 0; i < type->field_count(); ++i) {
      const auto* field = type->field(i);
      bool contact = field->name() == "display_name" && type->name().substr(0, 6) == "Person";
      for (const char* word : {"email", "phone", "personnummer", "address", "person_name",
                               "first_name", "last_name"}) {
        contact = contact || field->name() == word;
      }
      if (contact && field->full_name() != "samverk.v1.ServicePointRegistered.address") {
        EXPECT_TRUE(field->options().GetExtension(v1::personal)) << field->full_name();
      }
    }
  }
}

// ---- Sealed parts ----

class PersonalReaderTest : public ::testing::Test {
 protected:
  static constexpr char kPerson[] = "people/1";

  SealedPart Seal(const std::string& text, const std::string& person = kPerson) {
    SealedPart part;
    part.set_request_id("request");
    part.set_ordinal(2);
    part.set_type("samverk.v1.PersonRegistered");
    const auto key = people_.FindOrCreateKey(person).value();
    part.set_sealed(key->Seal({ledger_id_, person, "request", 2, part.type()},
                              FromText<v1::PersonRegistered>(text).SerializeAsString()));
    return part;
  }
  PersonalReader Reader(const std::string& person = kPerson) {
    return PersonalReader::Make(people_, ledger_id_, person).value();
  }

  const Uuid ledger_id_ = Uuid::Parse("0199a1b2-0000-7000-8000-000000000001").value();
  storage::InMemoryPeopleStore people_;
};

TEST_F(PersonalReaderTest, WhatWasSealedIsRead) {
  const SealedPart part = Seal("display_name: 'Åsa Öberg' phone: '12345'");

  EXPECT_FALSE(Reader().IsErased(part));
  EXPECT_THAT(Reader().ReadText(part, "display_name"), IsOkAndHolds("Åsa Öberg"));
  EXPECT_THAT(Reader().ReadText(part, "phone"), IsOkAndHolds("12345"));
  EXPECT_THAT(Reader().ReadText(part, "email"), IsOkAndHolds(""));
}

TEST_F(PersonalReaderTest, WithoutTheKeyItIsErased) {
  const SealedPart part = Seal("display_name: 'Exempel'");
  ASSERT_OK(people_.DeleteKey(kPerson));

  EXPECT_TRUE(Reader().IsErased(part));
  EXPECT_THAT(Reader().ReadText(part, "display_name"), IsRefused(storage::kPersonalPartDamaged));
}

TEST_F(PersonalReaderTest, ANewKeyDoesNotBringItBack) {
  const SealedPart before = Seal("display_name: 'Exempel'");
  ASSERT_OK(people_.DeleteKey(kPerson));
  const SealedPart after = Seal("display_name: 'Exempel'");

  EXPECT_TRUE(Reader().IsErased(before));
  EXPECT_FALSE(Reader().IsErased(after));
}

TEST_F(PersonalReaderTest, APartThatTheLogNoLongerHasIsErased) {
  SealedPart part = Seal("display_name: 'Exempel'");
  part.clear_sealed();

  EXPECT_TRUE(Reader().IsErased(part));
}

TEST_F(PersonalReaderTest, APartThatWasMovedOrChangedIsDamagedAndNotErased) {
  const SealedPart whole = Seal("display_name: 'Exempel'");
  std::vector<SealedPart> others(4, whole);
  others[0].set_request_id("other");
  others[1].set_ordinal(3);
  others[2].set_type("samverk.v1.PersonRenamed");
  others[3].mutable_sealed()->back() ^= 1;

  for (const SealedPart& part : others) {
    EXPECT_FALSE(Reader().IsErased(part));
    EXPECT_THAT(Reader().ReadText(part, "display_name"), IsRefused(storage::kPersonalPartDamaged));
  }
  EXPECT_THAT(Reader().ReadText(whole, "organisations"), IsRefused(storage::kPersonalPartDamaged));
}

TEST_F(PersonalReaderTest, APartOfSomebodyElseDoesNotOpen) {
  const SealedPart part = Seal("display_name: 'Exempel'");
  ASSERT_OK(people_.FindOrCreateKey("people/2"));

  EXPECT_TRUE(Reader("people/2").IsErased(part));
  EXPECT_THAT(Reader("people/2").ReadText(part, "display_name"),
              IsRefused(storage::kPersonalPartDamaged));
}

TEST(KeepSealedTest, AnEventWithoutAPersonalPartHasNothingToKeep) {
  FakeClock clock;
  storage::InMemoryEventLog log(clock);
  ASSERT_OK(storage::AppendAndWait(log, storage::AnAppend().OnStream("people/1")));
  ASSERT_OK_AND_ASSIGN(const auto events, storage::ReadAll(log));

  EXPECT_FALSE(KeepSealed(events[0]).has_value());
}

}  // namespace
}  // namespace samverk::runtime
