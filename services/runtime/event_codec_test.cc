#include "services/runtime/event_codec.h"

#include <string>

#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "samverk/v1/workshop_events.pb.h"

namespace samverk::runtime {
namespace {

using google::protobuf::util::MessageDifferencer;

TEST(EventCodecTest, EveryFactOfAnEventComesBack) {
  const auto* facts = v1::WorkshopEvent::descriptor()->oneof_decl(0);
  for (int i = 0; i < facts->field_count(); ++i) {
    const auto* field = facts->field(i);
    v1::WorkshopEvent event;
    event.GetReflection()->MutableMessage(&event, field);

    const google::protobuf::Message* fact = FactOf(event);
    ASSERT_NE(fact, nullptr);
    EXPECT_EQ(fact->GetDescriptor(), field->message_type());
    const auto decoded = DecodeEvent<v1::WorkshopEvent>(fact->GetDescriptor()->full_name(),
                                                        fact->SerializeAsString());
    EXPECT_TRUE(MessageDifferencer::Equals(decoded, event)) << field->name();
  }
}

TEST(EventCodecTest, TheContentOfAFactComesBack) {
  v1::WorkshopEvent event;
  event.mutable_workshop_note_recorded()->set_text("å\nä");

  const auto decoded = DecodeEvent<v1::WorkshopEvent>("samverk.v1.WorkshopNoteRecorded",
                                                      FactOf(event)->SerializeAsString());

  EXPECT_EQ(decoded.workshop_note_recorded().text(), "å\nä");
}

TEST(EventCodecTest, AnEmptyEventHasNoFact) { EXPECT_EQ(FactOf(v1::WorkshopEvent()), nullptr); }

TEST(EventCodecTest, AFactOfALaterVersionLeavesTheEventEmpty) {
  v1::WorkshopEvent event;

  EXPECT_FALSE(SetFact("samverk.v1.WorkshopMovedToTheMoon", "", event));
  EXPECT_EQ(event.event_case(), v1::WorkshopEvent::EVENT_NOT_SET);
}

TEST(EventCodecTest, AFactOfAnotherResourceLeavesTheEventEmpty) {
  v1::WorkshopEvent event;

  EXPECT_FALSE(SetFact("samverk.v1.MeetingHeld", "", event));
  EXPECT_FALSE(SetFact("WorkshopHeld", "", event));
  EXPECT_EQ(event.event_case(), v1::WorkshopEvent::EVENT_NOT_SET);
}

TEST(EventCodecTest, BytesThatAreNoSuchFactLeaveTheEventEmpty) {
  v1::WorkshopEvent event;

  EXPECT_FALSE(SetFact("samverk.v1.WorkshopNoteRecorded", "\x0a\x7f", event));
  EXPECT_EQ(event.event_case(), v1::WorkshopEvent::EVENT_NOT_SET);
}

TEST(EventCodecTest, FieldsOfALaterVersionAreKept) {
  // Field 15, a text "new", which this version does not know.
  const std::string later = std::string("\x0a\x01") + "a" + "\x7a\x03new";

  const auto decoded = DecodeEvent<v1::WorkshopEvent>("samverk.v1.WorkshopNoteRecorded", later);

  EXPECT_EQ(decoded.workshop_note_recorded().text(), "a");
  EXPECT_EQ(FactOf(decoded)->SerializeAsString(), later);
}

}  // namespace
}  // namespace samverk::runtime
