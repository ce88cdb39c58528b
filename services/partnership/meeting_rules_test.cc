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

MeetingEvent Invited(const std::string& organisations) {
  return Event("meeting_organisations_called { " + organisations + " }");
}

MeetingEvent AgendaSet(const std::string& items) {
  return Event("meeting_agenda_set { " + items + " }");
}

MeetingEvent MinutesRecorded(const std::string& text = "Sagt") {
  return Event("meeting_minutes_recorded { sections { title: 'Läget' text: '" + text + "' } }");
}

MeetingEvent Approved(const std::string& day = "2019-10-04",
                      const std::string& by = "organisations/2421") {
  return Event("meeting_minutes_approved { approval { approved_on @" + day + " approved_by: '~/" +
               by + "' } }");
}

constexpr char kDecision[] =
    "text: 'Skriv till PTS' responsible: '~/organisations/2421' deadline @2019-12-01 "
    "links: '~/workshops/1'";

MeetingEvent DecisionRecorded() {
  return Event("meeting_decision_recorded { " + std::string(kDecision) + " }");
}

MeetingEvent DecisionDone(int entry, const std::string& day = "2019-10-05") {
  return Event("meeting_decision_completed { completion { entry: " + std::to_string(entry) +
               " done_on @" + day + " result: 'Skickat' } }");
}

// What happened before the events that a sentence is about.
std::vector<MeetingEvent> HeldAnd(const std::vector<MeetingEvent>& more) {
  std::vector<MeetingEvent> events = {Called(), Held()};
  events.insert(events.end(), more.begin(), more.end());
  return events;
}

std::vector<MeetingEvent> WithDecisions(int count) {
  return HeldAnd(std::vector<MeetingEvent>(static_cast<size_t>(count), DecisionRecorded()));
}

// `organisations:` of `count` different ones.
std::string Organisations(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    text += "organisations: '~/organisations/" + std::to_string(i) + "' ";
  }
  return text;
}

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

v1::InviteToMeetingRequest Invite(const std::string& organisations) {
  return FromText<v1::InviteToMeetingRequest>(kName + organisations);
}

v1::SetMeetingAgendaRequest SetAgenda(const std::string& items) {
  return FromText<v1::SetMeetingAgendaRequest>(kName + items);
}

v1::RecordMeetingMinutesRequest RecordMinutes(const std::string& text = "Sagt") {
  return FromText<v1::RecordMeetingMinutesRequest>(
      std::string(kName) + "sections { title: 'Läget' text: '" + text + "' }");
}

v1::ApproveMeetingMinutesRequest Approve(const std::string& day = "2019-10-04",
                                         const std::string& by = "organisations/2421") {
  return FromText<v1::ApproveMeetingMinutesRequest>(
      std::string(kName) + "expected_revision: 2 approval { approved_on @" + day +
      " approved_by: '~/" + by + "' }");
}

v1::RecordMeetingDecisionRequest Decide(const std::string& but = "") {
  return With(FromText<v1::RecordMeetingDecisionRequest>(std::string(kName) + kDecision), but);
}

v1::CompleteMeetingDecisionRequest Complete(int entry, const std::string& day = "2019-10-05") {
  return FromText<v1::CompleteMeetingDecisionRequest>(
      std::string(kName) + "completion { entry: " + std::to_string(entry) + " done_on @" + day +
      " result: 'Skickat' }");
}

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
      {"WhoIsCalledIsNamedOnce",
       {},
       Call("invited: '~/organisations/2422' invited: '~/organisations/2425' "
            "invited: '~/organisations/2422'"),
       {Called("invited: '~/organisations/2422' invited: '~/organisations/2425'")}},
      {"WhoIsUnknownIsNotCalled",
       {},
       Call("invited: '~/organisations/unknown'"),
       runtime::kLinkedResourceNotFound},
  };
}

Sentences InviteSentences() {
  const std::string two = "organisations: '~/organisations/2422' ";
  return {
      {"MoreAreCalled", {Called()}, Invite(two), {Invited(two)}},
      {"AlsoAfterwards", {Called(), Held()}, Invite(two), {Invited(two)}},
      {"OnlyTheNewOnesAreRecorded",
       {Called("invited: '~/organisations/2422'")},
       Invite(two + "organisations: '~/organisations/2425' organisations: '~/organisations/2425'"),
       {Invited("organisations: '~/organisations/2425'")}},
      {"WhoWasCalledWithTheMeetingIsNotCalledAgain",
       {Called("invited: '~/organisations/2422'")},
       Invite(two),
       {}},
      {"WhoWasCalledLaterIsNotCalledAgain", {Called(), Invited(two)}, Invite(two), {}},
      {"WhoWasTakenOffTheListIsCalledAnew",
       {Called(), Invited(two), Corrected("remove_invited: '~/organisations/2422'")},
       Invite(two),
       {Invited(two)}},
      {"WhoIsUnknownIsNotCalled",
       {Called()},
       Invite("organisations: '~/organisations/unknown'"),
       runtime::kLinkedResourceNotFound},
      {"FiveHundredAreCalled",
       {Called(), Invited(Organisations(kCalledMax - 1))},
       Invite(two),
       {Invited(two)}},
      {"NotFiveHundredAndOne",
       {Called(), Invited(Organisations(kCalledMax))},
       Invite(two),
       kTooManyCalled},
      {"AnUnknownMeetingIsRefused", {}, Invite(two), kMeetingNotFound},
      {"NotToACancelledMeeting", {Called(), Cancelled()}, Invite(two), kMeetingCancelled},
      {"NotToAWithdrawnMeeting", {Called(), Withdrawn()}, Invite(two), kMeetingWithdrawn},
  };
}

Sentences AgendaSentences() {
  const std::string items =
      "items { title: 'Läget' presenter: '~/organisations/2421' text: 'Läs' } "
      "items { title: 'Övrigt' } ";
  return {
      {"AnAgendaIsSet", {Called()}, SetAgenda(items), {AgendaSet(items)}},
      {"AlsoAfterTheMeeting", {Called(), Held()}, SetAgenda(items), {AgendaSet(items)}},
      {"InPlaceOfTheOneBefore",
       {Called(), AgendaSet(items)},
       SetAgenda("items { title: 'Nytt' }"),
       {AgendaSet("items { title: 'Nytt' }")}},
      {"ItIsTakenAway", {Called(), AgendaSet(items)}, SetAgenda(""), {AgendaSet("")}},
      {"TheSameAgainSaysNothing", {Called(), AgendaSet(items)}, SetAgenda(items), {}},
      {"NoneWhereThereIsNoneSaysNothing", {Called()}, SetAgenda(""), {}},
      {"AnUnknownPresenterIsRefused",
       {Called()},
       SetAgenda("items { title: 'Läget' presenter: '~/organisations/unknown' }"),
       runtime::kLinkedResourceNotFound},
      {"AnUnknownMeetingIsRefused", {}, SetAgenda(items), kMeetingNotFound},
      {"NotOfACancelledMeeting", {Called(), Cancelled()}, SetAgenda(items), kMeetingCancelled},
      {"NotOfAWithdrawnMeeting", {Called(), Withdrawn()}, SetAgenda(items), kMeetingWithdrawn},
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

Sentences MinutesSentences() {
  return {
      {"MinutesAreRecorded", HeldAnd({}), RecordMinutes(), {MinutesRecorded()}},
      {"AndInPlaceOfThoseBefore",
       HeldAnd({MinutesRecorded()}),
       RecordMinutes("Annat"),
       {MinutesRecorded("Annat")}},
      {"TheSameAgainSaysNothing", HeldAnd({MinutesRecorded()}), RecordMinutes(), {}},
      {"NotBeforeTheMeetingWasHeld", {Called()}, RecordMinutes(), kMeetingNotHeldYet},
      {"NotOnceTheyAreApproved", HeldAnd({MinutesRecorded(), Approved()}), RecordMinutes("Annat"),
       kMinutesApproved},
      {"AgainOnceTheyAreNotApproved",
       HeldAnd({MinutesRecorded(), Approved(), Corrected("remove_minutes_approval {}")}),
       RecordMinutes("Annat"),
       {MinutesRecorded("Annat")}},
      {"AnUnknownMeetingIsRefused", {}, RecordMinutes(), kMeetingNotFound},
      {"NotOfACancelledMeeting", {Called(), Cancelled()}, RecordMinutes(), kMeetingCancelled},
      {"NotOfAWithdrawnMeeting", {Called(), Withdrawn()}, RecordMinutes(), kMeetingWithdrawn},
  };
}

Sentences ApproveSentences() {
  v1::ApproveMeetingMinutesRequest without_base = Approve();
  without_base.clear_expected_revision();
  const std::vector<MeetingEvent> recorded = HeldAnd({MinutesRecorded()});
  return {
      {"MinutesAreApproved", recorded, Approve(), {Approved()}},
      {"ByAPerson",
       recorded,
       Approve("2019-10-04", "people/1"),
       {Approved("2019-10-04", "people/1")}},
      {"OnTheFirstDayOfTheMeeting", recorded, Approve("2019-10-01"), {Approved("2019-10-01")}},
      {"NotBeforeIt", recorded, Approve("2019-09-30"), kMinutesApprovedBeforeTheMeeting},
      {"Today", recorded, Approve("2019-10-07"), {Approved("2019-10-07")}},
      {"NotTomorrow", recorded, Approve("2019-10-08"), kMinutesApprovedInTheFuture},
      {"NotMinutesThatAreMissing", HeldAnd({}), Approve(), kMinutesMissing},
      {"NotTwice", HeldAnd({MinutesRecorded(), Approved()}), Approve(), kMinutesApproved},
      {"AnewOnceTheyWereNot",
       HeldAnd({MinutesRecorded(), Approved(), Corrected("remove_minutes_approval {}")}),
       Approve(),
       {Approved()}},
      {"NotBySomebodyUnknown", recorded, Approve("2019-10-04", "people/unknown"),
       runtime::kLinkedResourceNotFound},
      {"NotUnread", recorded, without_base, runtime::kBaseRequired},
      {"AnUnknownMeetingIsRefused", {}, Approve(), kMeetingNotFound},
      {"NotOfACancelledMeeting", {Called(), Cancelled()}, Approve(), kMeetingCancelled},
      {"NotOfAWithdrawnMeeting", {Called(), Withdrawn()}, Approve(), kMeetingWithdrawn},
  };
}

Sentences DecisionSentences() {
  v1::RecordMeetingDecisionRequest without_deadline = Decide();
  without_deadline.clear_deadline();
  MeetingEvent recorded_without = DecisionRecorded();
  recorded_without.mutable_meeting_decision_recorded()->clear_deadline();
  return {
      {"ADecisionIsRecorded", HeldAnd({}), Decide(), {DecisionRecorded()}},
      {"WithoutADeadline", HeldAnd({}), without_deadline, {recorded_without}},
      {"TheSameTwiceIsTwoDecisions", WithDecisions(1), Decide(), {DecisionRecorded()}},
      {"NotBeforeTheMeetingWasHeld", {Called()}, Decide(), kMeetingNotHeldYet},
      {"AHundredAreRecorded",
       WithDecisions(kMeetingDecisionsMax - 1),
       Decide(),
       {DecisionRecorded()}},
      {"NotAHundredAndOne", WithDecisions(kMeetingDecisionsMax), Decide(),
       kTooManyMeetingDecisions},
      {"NotOfSomebodyUnknown", HeldAnd({}), Decide("responsible: '~/organisations/unknown'"),
       runtime::kLinkedResourceNotFound},
      {"NotAboutWhatIsUnknown", HeldAnd({}), Decide("links: '~/plans/unknown'"),
       runtime::kLinkedResourceNotFound},
      {"AnUnknownMeetingIsRefused", {}, Decide(), kMeetingNotFound},
      {"NotOfACancelledMeeting", {Called(), Cancelled()}, Decide(), kMeetingCancelled},
      {"NotOfAWithdrawnMeeting", {Called(), Withdrawn()}, Decide(), kMeetingWithdrawn},
      {"ADecisionIsDone", WithDecisions(1), Complete(2), {DecisionDone(2)}},
      {"TheSecondOfTwoIsDone", WithDecisions(2), Complete(3), {DecisionDone(3)}},
      {"ItWasDoneBeforeTheMeeting",
       WithDecisions(1),
       Complete(2, "2019-09-01"),
       {DecisionDone(2, "2019-09-01")}},
      {"Today", WithDecisions(1), Complete(2, "2019-10-07"), {DecisionDone(2, "2019-10-07")}},
      {"NotTomorrow", WithDecisions(1), Complete(2, "2019-10-08"), kDecisionDoneInTheFuture},
      {"NotTwice", HeldAnd({DecisionRecorded(), DecisionDone(2)}), Complete(2),
       kMeetingDecisionDone},
      {"AgainOnceItWasReopened",
       HeldAnd({DecisionRecorded(), DecisionDone(2), Corrected("reopen_decision: 2")}),
       Complete(2),
       {DecisionDone(2)}},
      {"NotWhatIsNoDecision", WithDecisions(1), Complete(1), kMeetingDecisionNotFound},
      {"NotWhatWasRemoved", HeldAnd({DecisionRecorded(), Corrected("remove_decision: 2")}),
       Complete(2), kMeetingDecisionNotFound},
      {"NothingIsDoneOfAWithdrawnMeeting", HeldAnd({DecisionRecorded(), Withdrawn()}), Complete(2),
       kMeetingWithdrawn},
      {"NothingIsDoneOfAnUnknownMeeting", {}, Complete(2), kMeetingNotFound},
  };
}

// What each correction of what was said leads to, and that it then says nothing new. Decision 2
// and minutes are there, both finished.
Sentences PaperFieldSentences() {
  const std::vector<MeetingEvent> given =
      HeldAnd({DecisionRecorded(), DecisionDone(2), MinutesRecorded(), Approved()});
  const std::vector<std::pair<std::string, std::string>> edits = {
      {"Minutes", "minutes { sections { text: 'Rätt' } }"},
      {"MinutesApproval", "minutes_approval { approved_on @2019-10-05 approved_by: '~/people/1' }"},
      {"NoMinutesApproval", "remove_minutes_approval {}"},
      {"Decision", "decision { entry: 2 text: 'Rätt' responsible: '~/organisations/2422' }"},
      {"Completion", "decision_completion { entry: 2 done_on @2019-10-06 result: 'Rätt' }"},
      {"NoCompletion", "reopen_decision: 2"},
  };
  Sentences sentences;
  for (const auto& [field, edit] : edits) {
    sentences.push_back({field + "IsCorrected",
                         given,
                         Edit("edits {" + edit + "}"),
                         {{Corrected(edit)}, {EDIT_OUTCOME_ACCEPTED}}});
    std::vector<MeetingEvent> corrected = given;
    corrected.push_back(Corrected(edit));
    sentences.push_back({field + "IsThatAlready",
                         corrected,
                         Edit("edits {" + edit + "}"),
                         {{}, {EDIT_OUTCOME_CONVERGED}}});
  }
  return sentences;
}

Sentences MinutesEditSentences() {
  const std::string approval =
      "minutes_approval { approved_on @2019-10-05 approved_by: '~/organisations/2421' }";
  const std::vector<MeetingEvent> approved = HeldAnd({MinutesRecorded(), Approved()});
  return {
      {"MinutesThatAreMissingAreNotCorrected", HeldAnd({}),
       Edit("edits { minutes { sections { text: 'Rätt' } } }"), kMinutesMissing},
      {"NorAreTheyNotApproved", HeldAnd({}), Edit("edits { remove_minutes_approval {} }"),
       kMinutesMissing},
      {"NorIsTheirApprovalCorrected", HeldAnd({}), Edit("edits {" + approval + "}"),
       kMinutesMissing},
      {"AnApprovalThatIsMissingIsNotCorrected", HeldAnd({MinutesRecorded()}),
       Edit("edits {" + approval + "}"), kMinutesNotApproved},
      {"AnApprovalIsNotMovedBeforeTheMeeting", approved,
       Edit("edits { minutes_approval { approved_on @2019-09-30 approved_by: '~/people/1' } }"),
       kMinutesApprovedBeforeTheMeeting},
      {"NorIntoTheFuture", approved,
       Edit("edits { minutes_approval { approved_on @2019-10-08 approved_by: '~/people/1' } }"),
       kMinutesApprovedInTheFuture},
      {"NorToSomebodyUnknown", approved,
       Edit("edits { minutes_approval { approved_on @2019-10-05 approved_by: '~/people/unknown' } "
            "}"),
       runtime::kLinkedResourceNotFound},
      {"TheMeetingIsNotMovedBehindItsApproval", approved,
       Edit("edits { period { start_date @2019-10-05 end_date @2019-10-06 } }"),
       kMinutesApprovedBeforeTheMeeting},
  };
}

Sentences DecisionEditSentences() {
  const std::string completion = "decision_completion { entry: 2 done_on @2019-10-05 }";
  return {
      {"WhatWasDecidedIsThatAlready",
       WithDecisions(1),
       Edit("edits { decision { entry: 2 " + std::string(kDecision) + " } }"),
       {{}, {EDIT_OUTCOME_CONVERGED}}},
      {"OneMoreLinkIsACorrection",
       WithDecisions(1),
       Edit("edits { decision { entry: 2 " + std::string(kDecision) + " links: '~/plans/1' } }"),
       {{Corrected("decision { entry: 2 " + std::string(kDecision) + " links: '~/plans/1' }")},
        {EDIT_OUTCOME_ACCEPTED}}},
      {"ADecisionIsRemoved",
       WithDecisions(1),
       Edit("edits { remove_decision: 2 }"),
       {{Corrected("remove_decision: 2")}, {EDIT_OUTCOME_ACCEPTED}}},
      {"NotTwiceInOneGo", WithDecisions(1),
       Edit("edits { remove_decision: 2 } edits { remove_decision: 2 }"), kMeetingDecisionNotFound},
      {"RoomIsMadeByRemoving",
       [] {
         std::vector<MeetingEvent> full = WithDecisions(kMeetingDecisionsMax);
         full.push_back(Corrected("remove_decision: 2"));
         return full;
       }(),
       Decide(),
       {DecisionRecorded()}},
      {"AnUnknownDecisionIsNotCorrected", WithDecisions(1),
       Edit("edits { decision { entry: 3 " + std::string(kDecision) + " } }"),
       kMeetingDecisionNotFound},
      {"NorGivenToSomebodyUnknown", WithDecisions(1),
       Edit("edits { decision { entry: 2 text: 'A' responsible: '~/organisations/unknown' } }"),
       runtime::kLinkedResourceNotFound},
      {"NorLinkedToWhatIsUnknown", WithDecisions(1),
       Edit("edits { decision { entry: 2 " + std::string(kDecision) +
            "links: '~/plans/unknown' } }"),
       runtime::kLinkedResourceNotFound},
      {"WhatIsOpenHasNoCompletionToCorrect", WithDecisions(1), Edit("edits {" + completion + "}"),
       kMeetingDecisionNotDone},
      {"ACompletionIsNotMovedIntoTheFuture", HeldAnd({DecisionRecorded(), DecisionDone(2)}),
       Edit("edits { decision_completion { entry: 2 done_on @2019-10-08 } }"),
       kDecisionDoneInTheFuture},
      {"AnUnknownCompletionIsNotCorrected", HeldAnd({}), Edit("edits {" + completion + "}"),
       kMeetingDecisionNotFound},
      {"WhatIsOpenStaysOpen",
       WithDecisions(1),
       Edit("edits { reopen_decision: 2 }"),
       {{}, {EDIT_OUTCOME_CONVERGED}}},
      {"AnUnknownDecisionIsNotReopened", HeldAnd({}), Edit("edits { reopen_decision: 2 }"),
       kMeetingDecisionNotFound},
      {"NorRemoved", HeldAnd({}), Edit("edits { remove_decision: 2 }"), kMeetingDecisionNotFound},
  };
}

Sentences ListEditSentences() {
  const std::string uninvite = "remove_invited: '~/organisations/2422'";
  const std::string absent = "remove_attendance: '~/organisations/2421'";
  return {
      {"WhoWasCalledByMistakeIsTakenOffTheList",
       {Called("invited: '~/organisations/2422'")},
       Edit("edits {" + uninvite + "}"),
       {{Corrected(uninvite)}, {EDIT_OUTCOME_ACCEPTED}}},
      {"WhoIsNotOnItStaysOffIt",
       {Called()},
       Edit("edits {" + uninvite + "}"),
       {{}, {EDIT_OUTCOME_CONVERGED}}},
      {"WhoDidNotComeIsTakenOffTheAttendance",
       {Called(), Held(Attendance("2421", 3))},
       Edit("edits {" + absent + "}"),
       {{Corrected(absent)}, {EDIT_OUTCOME_ACCEPTED}}},
      {"WhoIsNotThereStaysAway",
       {Called(), Held()},
       Edit("edits {" + absent + "}"),
       {{}, {EDIT_OUTCOME_CONVERGED}}},
      {"BeforeTheMeetingNobodyWasThere",
       {Called()},
       Edit("edits {" + absent + "}"),
       kMeetingNotHeldYet},
      {"WhoIsUnknownWasNotThere",
       {Called(), Held()},
       Edit("edits { remove_attendance: '~/organisations/unknown' }"),
       runtime::kLinkedResourceNotFound},
      {"WhoIsUnknownWasNotCalled",
       {Called()},
       Edit("edits { remove_invited: '~/organisations/unknown' }"),
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
INSTANTIATE_TEST_SUITE_P(Invite, MeetingRulesTest, ::testing::ValuesIn(InviteSentences()),
                         runtime::NameOf<MeetingRules>);
INSTANTIATE_TEST_SUITE_P(Agenda, MeetingRulesTest, ::testing::ValuesIn(AgendaSentences()),
                         runtime::NameOf<MeetingRules>);
INSTANTIATE_TEST_SUITE_P(Minutes, MeetingRulesTest, ::testing::ValuesIn(MinutesSentences()),
                         runtime::NameOf<MeetingRules>);
INSTANTIATE_TEST_SUITE_P(Approve, MeetingRulesTest, ::testing::ValuesIn(ApproveSentences()),
                         runtime::NameOf<MeetingRules>);
INSTANTIATE_TEST_SUITE_P(Decision, MeetingRulesTest, ::testing::ValuesIn(DecisionSentences()),
                         runtime::NameOf<MeetingRules>);
INSTANTIATE_TEST_SUITE_P(PaperField, MeetingRulesTest, ::testing::ValuesIn(PaperFieldSentences()),
                         runtime::NameOf<MeetingRules>);
INSTANTIATE_TEST_SUITE_P(MinutesEdit, MeetingRulesTest, ::testing::ValuesIn(MinutesEditSentences()),
                         runtime::NameOf<MeetingRules>);
INSTANTIATE_TEST_SUITE_P(DecisionEdit, MeetingRulesTest,
                         ::testing::ValuesIn(DecisionEditSentences()),
                         runtime::NameOf<MeetingRules>);
INSTANTIATE_TEST_SUITE_P(ListEdit, MeetingRulesTest, ::testing::ValuesIn(ListEditSentences()),
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
