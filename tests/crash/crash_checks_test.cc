// The checks of the crash test find what they are there to find.

#include "tests/crash/crash_checks.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "samverk/v1/workshop.pb.h"

namespace samverk::tests {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A note at `position`, by the request of that number.
v1::RecordedEvent AnEvent(int64_t position, int64_t revision) {
  v1::RecordedEvent event;
  event.mutable_position()->set_epoch("epoch");
  event.mutable_position()->set_position(position);
  event.set_resource("partnerships/vasterbotten/workshops/w");
  event.set_revision(revision);
  event.set_request_id(std::to_string(position));
  event.mutable_recorded_at()->set_seconds(1000 + position);
  return event;
}

std::vector<v1::RecordedEvent> ThreeEvents() {
  return {AnEvent(1, 0), AnEvent(2, 1), AnEvent(3, 2)};
}

CommandFate AFate(int64_t position, int code = 0) {
  CommandFate fate;
  fate.sent.set_request_id(std::to_string(position));
  fate.sent.set_type("samverk.v1.RecordWorkshopNoteRequest");
  v1::RecordWorkshopNoteResponse response;
  response.mutable_result()->set_name("partnerships/vasterbotten/workshops/w");
  response.mutable_result()->set_revision(position - 1);
  response.mutable_result()->mutable_position()->set_epoch("epoch");
  response.mutable_result()->mutable_position()->set_position(position);
  fate.answers.emplace_back().set_code(code);
  if (code == 0) fate.answers.back().set_response(response.SerializeAsString());
  return fate;
}

Fates ThreeFates() { return {{"1", AFate(1)}, {"2", AFate(2)}, {"3", AFate(3)}}; }

TEST(CrashChecksTest, AWholeSequenceIsWhole) {
  EXPECT_THAT(CheckSequence(ThreeEvents()), IsEmpty());
}

TEST(CrashChecksTest, AGapIsFound) {
  EXPECT_THAT(CheckSequence({AnEvent(1, 0), AnEvent(3, 1)}), ElementsAre(HasSubstr("position 3")));
  EXPECT_THAT(CheckSequence({AnEvent(1, 0), AnEvent(2, 2)}), ElementsAre(HasSubstr("revision 2")));
}

TEST(CrashChecksTest, AnEventThatIsThereTwiceIsFound) {
  auto events = ThreeEvents();
  events[2].set_request_id("2");

  EXPECT_THAT(CheckSequence(events), ElementsAre(HasSubstr("twice")));
}

TEST(CrashChecksTest, TimeThatRunsBackwardsIsFound) {
  auto events = ThreeEvents();
  events[2].mutable_recorded_at()->set_seconds(1);

  EXPECT_THAT(CheckSequence(events), ElementsAre(HasSubstr("backwards")));
}

TEST(CrashChecksTest, WhatWasAnsweredAndIsThereIsRight) {
  EXPECT_THAT(CheckFates(ThreeFates(), ThreeEvents()), IsEmpty());
}

TEST(CrashChecksTest, AnAcknowledgedEventThatIsGoneIsFound) {
  auto events = ThreeEvents();
  events.pop_back();

  EXPECT_THAT(CheckFates(ThreeFates(), events), ElementsAre(HasSubstr("LOST")));
}

TEST(CrashChecksTest, AnAcknowledgedEventThatIsElsewhereIsFound) {
  auto events = ThreeEvents();
  std::swap(events[1], events[2]);
  events[1].mutable_position()->set_position(2);

  EXPECT_THAT(CheckFates(ThreeFates(), events), ElementsAre(HasSubstr("was acknowledged at")));
}

TEST(CrashChecksTest, ARefusedCommandThatIsThereIsFound) {
  Fates fates = ThreeFates();
  fates["3"] = AFate(3, 9);

  EXPECT_THAT(CheckFates(fates, ThreeEvents()), ElementsAre(HasSubstr("is there")));
}

TEST(CrashChecksTest, AnEventThatNobodyAskedForIsFound) {
  Fates fates = ThreeFates();
  fates.erase("2");

  EXPECT_THAT(CheckFates(fates, ThreeEvents()), ElementsAre(HasSubstr("nobody asked")));
}

TEST(CrashChecksTest, ACommandThatWasNeverAnsweredIsFound) {
  Fates fates = ThreeFates();
  fates["2"].answers.clear();

  EXPECT_THAT(CheckFates(fates, ThreeEvents()), ElementsAre(HasSubstr("never answered")));
}

}  // namespace
}  // namespace samverk::tests
