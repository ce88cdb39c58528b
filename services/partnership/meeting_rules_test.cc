#include "services/partnership/meeting_rules.h"

#include <string>
#include <utility>
#include <vector>

#include "services/runtime/rule_checks.h"
#include "services/runtime/testing/rule_sentences.h"

namespace samverk::partnership {
namespace {

using runtime::FromText;
using runtime::With;
using v1::EDIT_OUTCOME_ACCEPTED;
using v1::EDIT_OUTCOME_CONVERGED;
using v1::MeetingEvent;
using Sentences = std::vector<runtime::Sentence<MeetingRules>>;

constexpr char kName[] = "name: '~/meetings/1'";
constexpr char kFacts[] =
    "host: '~/organisations/2421' title: 'Höstträff'"
    "period { start_date @2019-10-01 end_date @2019-10-03 } form: EVENT_FORM_HYBRID "
    "venue: 'Folkets hus' topic: 'Serviceplanerna'";

// Events.

MeetingEvent Event(const std::string& text) { return FromText<MeetingEvent>(text); }

MeetingEvent Called(const std::string& but = "") {
  return With(Event("meeting_called {" + std::string(kFacts) + "}"),
              "meeting_called {" + but + "}");
}

MeetingEvent Held(const std::string& attendance = "") {
  return Event("meeting_held { period { start_date @2019-10-01 end_date @2019-10-03 }" +
               attendance + "}");
}

MeetingEvent Cancelled() { return Event("meeting_cancelled {}"); }

MeetingEvent Corrected(const std::string& edit) {
  return Event("meeting_corrected { edit { " + edit + " } }");
}

MeetingEvent Withdrawn() { return Event("meeting_withdrawn {}"); }

std::string Attendance(const std::string& id, int participants) {
  return "attendance { organisation: '~/organisations/" + id +
         "' participants: " + std::to_string(participants) + " }";
}

// Commands.

v1::CallMeetingRequest Call(const std::string& but = "") {
  return With(FromText<v1::CallMeetingRequest>("parent: '~' meeting_id: '1'" + std::string(kFacts)),
              but);
}

v1::HoldMeetingRequest Hold(const std::string& but = "") {
  return FromText<v1::HoldMeetingRequest>(kName + but);
}

v1::CancelMeetingRequest Cancel() { return FromText<v1::CancelMeetingRequest>(kName); }

v1::EditMeetingRequest Edit(const std::string& edits) {
  return FromText<v1::EditMeetingRequest>(std::string(kName) + "expected_revision: 0 " + edits);
}

v1::WithdrawMeetingRequest Withdraw() { return FromText<v1::WithdrawMeetingRequest>(kName); }

// The tables.

Sentences CallSentences() {
  return {
      {"AMeetingIsCalled", {}, Call(), {Called()}},
      {"ATakenIdIsRefused", {Called()}, Call(), kMeetingExists},
      {"AWithdrawnMeetingKeepsItsId", {Called(), Withdrawn()}, Call(), kMeetingExists},
      {"AnUnknownHostIsRefused",
       {},
       Call("host: '~/organisations/unknown'"),
       runtime::kLinkedResourceNotFound},
      {"ThirtyOneDaysAreCalled",
       {},
       Call("period { end_date @2019-11-01 }"),
       {Called("period { end_date @2019-11-01 }")}},
      {"ThirtyTwoDaysAreRefused", {}, Call("period { end_date @2019-11-02 }"), kMeetingTooLong},
  };
}

Sentences HoldSentences() {
  return {
      {"AMeetingIsHeldAsCalled",
       {Called()},
       Hold(Attendance("2421", 3) + Attendance("2422", 1)),
       {Held(Attendance("2421", 3) + Attendance("2422", 1))}},
      {"AMeetingIsHeldOnOtherDays",
       {Called()},
       Hold("held { start_date @2019-10-06 end_date @2019-10-08 }"),
       {Event("meeting_held { period { start_date @2019-10-06 end_date @2019-10-08 } }")}},
      {"AMeetingIsHeldOnTheCorrectedDays",
       {Called(), Corrected("period { start_date @2019-09-01 end_date @2019-09-02 }")},
       Hold(),
       {Event("meeting_held { period { start_date @2019-09-01 end_date @2019-09-02 } }")}},
      {"ItsLastDayMayBeToday",
       {Called("period { end_date @2019-10-08 }")},
       Hold(),
       {Event("meeting_held { period { start_date @2019-10-01 end_date @2019-10-08 } }")}},
      {"TomorrowIsTheFuture",
       {Called("period { end_date @2019-10-09 }")},
       Hold(),
       kMeetingHeldInTheFuture},
      {"ThirtyTwoDaysAreRefused",
       {Called()},
       Hold("held { start_date @2019-09-01 end_date @2019-10-03 }"),
       kMeetingTooLong},
      {"WhoCameIsNamedOnce",
       {Called()},
       Hold(Attendance("2421", 3) + Attendance("2421", 1)),
       runtime::kAttendanceTwice},
      {"AnUnknownOrganisationIsRefused",
       {Called()},
       Hold(Attendance("unknown", 1)),
       runtime::kLinkedResourceNotFound},
      {"NotTwice", {Called(), Held()}, Hold(), kMeetingAlreadyHeld},
      {"AnUnknownMeetingIsRefused", {}, Hold(), kMeetingNotFound},
      {"NotACancelledMeeting", {Called(), Cancelled()}, Hold(), kMeetingCancelled},
      {"NotAWithdrawnMeeting", {Called(), Withdrawn()}, Hold(), kMeetingWithdrawn},
  };
}

Sentences EndSentences() {
  return {
      {"AMeetingIsCancelled", {Called()}, Cancel(), {Cancelled()}},
      {"AHeldMeetingIsNotCancelled", {Called(), Held()}, Cancel(), kMeetingAlreadyHeld},
      {"NotCancelledTwice", {Called(), Cancelled()}, Cancel(), kMeetingCancelled},
      {"AWithdrawnMeetingIsNotCancelled", {Called(), Withdrawn()}, Cancel(), kMeetingWithdrawn},
      {"AnUnknownMeetingIsNotCancelled", {}, Cancel(), kMeetingNotFound},
      {"ACalledMeetingIsWithdrawn", {Called()}, Withdraw(), {Withdrawn()}},
      {"AHeldMeetingIsWithdrawn", {Called(), Held()}, Withdraw(), {Withdrawn()}},
      {"ACancelledMeetingIsWithdrawn", {Called(), Cancelled()}, Withdraw(), {Withdrawn()}},
      {"NotWithdrawnTwice", {Called(), Withdrawn()}, Withdraw(), kMeetingWithdrawn},
      {"AnUnknownMeetingIsNotWithdrawn", {}, Withdraw(), kMeetingNotFound},
  };
}

// What each edit of a called meeting leads to, and that it then says nothing new.
Sentences FieldSentences() {
  const std::vector<std::pair<std::string, std::string>> edits = {
      {"Title", "title: 'Annat'"},
      {"Period", "period { start_date @2019-11-01 end_date @2019-11-02 }"},
      {"Form", "form: EVENT_FORM_DIGITAL"},
      {"Venue", "venue: ''"},
      {"Topic", "topic: ''"},
  };
  Sentences sentences;
  for (const auto& [field, edit] : edits) {
    sentences.push_back({field + "IsCorrected",
                         {Called()},
                         Edit("edits {" + edit + "}"),
                         {{Corrected(edit)}, {EDIT_OUTCOME_ACCEPTED}}});
    sentences.push_back({field + "IsThatAlready",
                         {Called(), Corrected(edit)},
                         Edit("edits {" + edit + "}"),
                         {{}, {EDIT_OUTCOME_CONVERGED}}});
  }
  return sentences;
}

Sentences EditSentences() {
  v1::EditMeetingRequest without_base = Edit("edits { title: 'Annat' }");
  without_base.clear_expected_revision();
  return {
      {"SeveralEditsHaveAnOutcomeEach",
       {Called()},
       Edit("edits { title: 'Annat' } edits { venue: 'Folkets hus' } edits { topic: 'Post' }"),
       {{Corrected("title: 'Annat'"), Corrected("topic: 'Post'")},
        {EDIT_OUTCOME_ACCEPTED, EDIT_OUTCOME_CONVERGED, EDIT_OUTCOME_ACCEPTED}}},
      {"EachEditIsJudgedOnWhatThoseBeforeItLeave",
       {Called()},
       Edit("edits { title: 'A' } edits { title: 'B' } edits { title: 'B' }"),
       {{Corrected("title: 'A'"), Corrected("title: 'B'")},
        {EDIT_OUTCOME_ACCEPTED, EDIT_OUTCOME_ACCEPTED, EDIT_OUTCOME_CONVERGED}}},
      {"OneThatIsRefusedRefusesAll",
       {Called()},
       Edit("edits { title: 'Annat' } edits {" + Attendance("2421", 1) + "}"),
       kMeetingNotHeldYet},
      {"AHeldMeetingIsCorrected",
       {Called(), Held()},
       Edit("edits { title: 'Annat' }"),
       {{Corrected("title: 'Annat'")}, {EDIT_OUTCOME_ACCEPTED}}},
      {"TheDaysItWasHeldOnCount",
       {Called(), Event("meeting_held { period { start_date @2019-10-06 end_date @2019-10-08 } }")},
       Edit("edits { period { start_date @2019-10-06 end_date @2019-10-08 } }"),
       {{}, {EDIT_OUTCOME_CONVERGED}}},
      {"ThirtyTwoDaysAreRefused",
       {Called()},
       Edit("edits { period { start_date @2019-10-01 end_date @2019-11-02 } }"),
       kMeetingTooLong},
      {"AHeldMeetingIsNotMovedIntoTheFuture",
       {Called(), Held()},
       Edit("edits { period { start_date @2019-10-07 end_date @2019-10-09 } }"),
       kMeetingHeldInTheFuture},
      {"AHeldMeetingMayEndToday",
       {Called(), Held()},
       Edit("edits { period { start_date @2019-10-07 end_date @2019-10-08 } }"),
       {{Corrected("period { start_date @2019-10-07 end_date @2019-10-08 }")},
        {EDIT_OUTCOME_ACCEPTED}}},
      {"AMissingBaseIsRefused", {Called()}, without_base, runtime::kBaseRequired},
      {"AnUnknownMeetingIsRefused", {}, Edit("edits { title: 'Annat' }"), kMeetingNotFound},
      {"NotACancelledMeeting",
       {Called(), Cancelled()},
       Edit("edits { title: 'Annat' }"),
       kMeetingCancelled},
      {"NotAWithdrawnMeeting",
       {Called(), Withdrawn()},
       Edit("edits { title: 'Annat' }"),
       kMeetingWithdrawn},
  };
}

Sentences AttendanceEditSentences() {
  const std::string five = Attendance("2421", 5);
  return {
      {"AttendanceIsCorrected",
       {Called(), Held(Attendance("2421", 3))},
       Edit("edits {" + five + "}"),
       {{Corrected(five)}, {EDIT_OUTCOME_ACCEPTED}}},
      {"AttendanceIsAdded",
       {Called(), Held()},
       Edit("edits {" + five + "}"),
       {{Corrected(five)}, {EDIT_OUTCOME_ACCEPTED}}},
      {"AttendanceIsThatAlready",
       {Called(), Held(five)},
       Edit("edits {" + five + "}"),
       {{}, {EDIT_OUTCOME_CONVERGED}}},
      {"CorrectedAttendanceIsThatAlready",
       {Called(), Held(), Corrected(five)},
       Edit("edits {" + five + "}"),
       {{}, {EDIT_OUTCOME_CONVERGED}}},
      {"BeforeTheMeetingThereIsNone", {Called()}, Edit("edits {" + five + "}"), kMeetingNotHeldYet},
      {"AnUnknownOrganisationIsRefused",
       {Called(), Held()},
       Edit("edits {" + Attendance("unknown", 1) + "}"),
       runtime::kLinkedResourceNotFound},
  };
}

class MeetingRulesTest : public ::testing::TestWithParam<runtime::Sentence<MeetingRules>> {};

TEST_P(MeetingRulesTest, Holds) { runtime::ExpectHolds(GetParam()); }
TEST_P(MeetingRulesTest, HoldsAfterAnUnknownEvent) {
  runtime::ExpectHoldsAfterAnUnknownEvent(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Call, MeetingRulesTest, ::testing::ValuesIn(CallSentences()),
                         runtime::NameOf<MeetingRules>);
INSTANTIATE_TEST_SUITE_P(Hold, MeetingRulesTest, ::testing::ValuesIn(HoldSentences()),
                         runtime::NameOf<MeetingRules>);
INSTANTIATE_TEST_SUITE_P(End, MeetingRulesTest, ::testing::ValuesIn(EndSentences()),
                         runtime::NameOf<MeetingRules>);
INSTANTIATE_TEST_SUITE_P(Field, MeetingRulesTest, ::testing::ValuesIn(FieldSentences()),
                         runtime::NameOf<MeetingRules>);
INSTANTIATE_TEST_SUITE_P(Edit, MeetingRulesTest, ::testing::ValuesIn(EditSentences()),
                         runtime::NameOf<MeetingRules>);
INSTANTIATE_TEST_SUITE_P(AttendanceEdit, MeetingRulesTest,
                         ::testing::ValuesIn(AttendanceEditSentences()),
                         runtime::NameOf<MeetingRules>);

TEST(MeetingRulesReadsTest, TheHostOwnsTheMeeting) {
  const runtime::ReadSet reads = MeetingRules::Reads(Call());

  EXPECT_EQ(reads.resource, "partnerships/vasterbotten/meetings/1");
  EXPECT_EQ(reads.owner, "partnerships/vasterbotten/organisations/2421");
  EXPECT_EQ(MeetingRules::Reads(Edit("")).resource, reads.resource);
  EXPECT_EQ(MeetingRules::Reads(Edit("")).owner, "");
}

}  // namespace
}  // namespace samverk::partnership
