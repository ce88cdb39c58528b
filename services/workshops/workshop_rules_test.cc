#include "services/workshops/workshop_rules.h"

#include <string>
#include <utility>
#include <vector>

#include "services/runtime/rule_checks.h"
#include "services/runtime/testing/rule_sentences.h"

namespace samverk::workshops {
namespace {

using runtime::ExpectHolds;
using runtime::ExpectHoldsAfterAnUnknownEvent;
using runtime::FromText;
using runtime::With;
using v1::EDIT_OUTCOME_ACCEPTED;
using v1::EDIT_OUTCOME_CONVERGED;
using v1::WorkshopEvent;
using Sentences = std::vector<runtime::Sentence<WorkshopRules>>;

constexpr char kName[] = "name: '~/workshops/1'";
constexpr char kFacts[] =
    "host: '~/organisations/2421' title: 'Kartläggning' description: 'Så gör vi'"
    "period { start_date @2019-10-01 end_date @2019-10-03 } form: EVENT_FORM_HYBRID "
    "venue: 'Folkets hus' capacity: 10 responsible: '~/people/1'";

// Events.

WorkshopEvent Event(const std::string& text) { return FromText<WorkshopEvent>(text); }

WorkshopEvent Planned(const std::string& but = "") {
  return With(Event("workshop_planned {" + std::string(kFacts) + "}"),
              "workshop_planned {" + but + "}");
}

WorkshopEvent Invited(const std::string& id) {
  return Event("organisations_invited { organisations: '~/organisations/" + id + "' }");
}

WorkshopEvent Registered(const std::string& id, int participants) {
  return Event("workshop_registration_made { registration { organisation: '~/organisations/" + id +
               "' participants: " + std::to_string(participants) + " } }");
}

WorkshopEvent RegistrationWithdrawn(const std::string& id) {
  return Event("workshop_registration_withdrawn { organisation: '~/organisations/" + id + "' }");
}

WorkshopEvent Held(const std::string& attendance = "") {
  return Event("workshop_held { period { start_date @2019-10-01 end_date @2019-10-03 }" +
               attendance + "}");
}

WorkshopEvent Presented() {
  return Event("knowledge_presented { title: 'Drivmedel' source: 'KTH' link: 'https://kth.se' }");
}

WorkshopEvent NoteRecorded() { return Event("workshop_note_recorded { text: 'Sagt' }"); }

WorkshopEvent OutcomeRecorded() {
  return Event("workshop_outcome_recorded { text: 'Plan' links: '~/plans/1' }");
}

WorkshopEvent Cancelled() { return Event("workshop_cancelled {}"); }

WorkshopEvent Corrected(const std::string& edit) {
  return Event("workshop_corrected { edit { " + edit + " } }");
}

WorkshopEvent Withdrawn() { return Event("workshop_withdrawn {}"); }

std::vector<WorkshopEvent> PlannedAnd(const std::vector<WorkshopEvent>& more) {
  std::vector<WorkshopEvent> events = {Planned()};
  events.insert(events.end(), more.begin(), more.end());
  return events;
}

std::vector<WorkshopEvent> PlannedAndTimes(int count, const WorkshopEvent& event) {
  return PlannedAnd(std::vector<WorkshopEvent>(static_cast<size_t>(count), event));
}

std::string Attendance(const std::string& id, int participants) {
  return "attendance { organisation: '~/organisations/" + id +
         "' participants: " + std::to_string(participants) + " }";
}

// Commands.

v1::PlanWorkshopRequest Plan(const std::string& but = "") {
  return With(
      FromText<v1::PlanWorkshopRequest>("parent: '~' workshop_id: '1'" + std::string(kFacts)), but);
}

v1::InviteOrganisationsRequest Invite(const std::string& organisations) {
  return FromText<v1::InviteOrganisationsRequest>(kName + organisations);
}

v1::SetWorkshopProgrammeRequest SetProgramme(const std::string& items) {
  return FromText<v1::SetWorkshopProgrammeRequest>(kName + items);
}

v1::RegisterForWorkshopRequest Register(const std::string& id, int participants) {
  return FromText<v1::RegisterForWorkshopRequest>(
      std::string(kName) + "registration { organisation: '~/organisations/" + id +
      "' participants: " + std::to_string(participants) + " }");
}

v1::WithdrawRegistrationRequest WithdrawRegistration(const std::string& id) {
  return FromText<v1::WithdrawRegistrationRequest>(std::string(kName) +
                                                   "organisation: '~/organisations/" + id + "'");
}

v1::HoldWorkshopRequest Hold(const std::string& but = "") {
  return FromText<v1::HoldWorkshopRequest>(kName + but);
}

v1::PresentKnowledgeRequest Present() {
  return FromText<v1::PresentKnowledgeRequest>(
      std::string(kName) + "title: 'Drivmedel' source: 'KTH' link: 'https://kth.se'");
}

v1::RecordWorkshopNoteRequest RecordNote() {
  return FromText<v1::RecordWorkshopNoteRequest>(std::string(kName) + "text: 'Sagt'");
}

v1::RecordWorkshopOutcomeRequest RecordOutcome(const std::string& link = "~/plans/1") {
  return FromText<v1::RecordWorkshopOutcomeRequest>(std::string(kName) + "text: 'Plan' links: '" +
                                                    link + "'");
}

v1::CancelWorkshopRequest Cancel() { return FromText<v1::CancelWorkshopRequest>(kName); }

v1::EditWorkshopRequest Edit(const std::string& edits) {
  return FromText<v1::EditWorkshopRequest>(std::string(kName) + "expected_revision: 0 " + edits);
}

v1::WithdrawWorkshopRequest Withdraw() { return FromText<v1::WithdrawWorkshopRequest>(kName); }

// The tables.

Sentences PlanSentences() {
  return {
      {"AWorkshopIsPlanned", {}, Plan(), {Planned()}},
      {"ATakenIdIsRefused", {Planned()}, Plan(), kWorkshopExists},
      {"AWithdrawnWorkshopKeepsItsId", {Planned(), Withdrawn()}, Plan(), kWorkshopExists},
      {"AnUnknownHostIsRefused",
       {},
       Plan("host: '~/organisations/unknown'"),
       runtime::kLinkedResourceNotFound},
      {"AnUnknownPersonIsRefused",
       {},
       Plan("responsible: '~/people/unknown'"),
       runtime::kLinkedResourceNotFound},
      {"NobodyNeedsToBeResponsible", {}, Plan("responsible: ''"), {Planned("responsible: ''")}},
      {"ThirtyOneDaysArePlanned",
       {},
       Plan("period { end_date @2019-11-01 }"),
       {Planned("period { end_date @2019-11-01 }")}},
      {"ThirtyTwoDaysAreRefused", {}, Plan("period { end_date @2019-11-02 }"), kWorkshopTooLong},
  };
}

Sentences InviteSentences() {
  return {
      {"OrganisationsAreInvited",
       {Planned()},
       Invite("organisations: '~/organisations/2422' organisations: '~/organisations/2425'"),
       {Event("organisations_invited { organisations: '~/organisations/2422'"
              "organisations: '~/organisations/2425' }")}},
      {"OnlyThoseNotInvitedBeforeAreRecorded",
       {Planned(), Invited("2422")},
       Invite("organisations: '~/organisations/2422' organisations: '~/organisations/2425'"
              "organisations: '~/organisations/2425'"),
       {Invited("2425")}},
      {"InvitingAgainWritesNothing",
       {Planned(), Invited("2422")},
       Invite("organisations: '~/organisations/2422'"),
       {}},
      {"AnUnknownOrganisationIsRefused",
       {Planned()},
       Invite("organisations: '~/organisations/unknown'"),
       runtime::kLinkedResourceNotFound},
      {"AnUnknownWorkshopIsRefused",
       {},
       Invite("organisations: '~/organisations/2422'"),
       kWorkshopNotFound},
      {"AfterTheWorkshopIsTooLate",
       {Planned(), Held()},
       Invite("organisations: '~/organisations/2422'"),
       kWorkshopAlreadyHeld},
      {"NotToACancelledWorkshop",
       {Planned(), Cancelled()},
       Invite("organisations: '~/organisations/2422'"),
       kWorkshopCancelled},
      {"NotToAWithdrawnWorkshop",
       {Planned(), Withdrawn()},
       Invite("organisations: '~/organisations/2422'"),
       kWorkshopWithdrawn},
  };
}

Sentences ProgrammeSentences() {
  const std::string item =
      "items { day: 1 start_time { hours: 9 } title: 'Fika' organisation: '~/organisations/2422' }";
  return {
      {"AProgrammeIsSet",
       {Planned()},
       SetProgramme(item),
       {Event("workshop_programme_set {" + item + "}")}},
      {"AProgrammeIsEmptied",
       {Planned(), Event("workshop_programme_set {" + item + "}")},
       SetProgramme(""),
       {Event("workshop_programme_set {}")}},
      {"AProgrammeIsSetAfterwards",
       {Planned(), Held()},
       SetProgramme(item),
       {Event("workshop_programme_set {" + item + "}")}},
      {"AnUnknownOrganisationIsRefused",
       {Planned()},
       SetProgramme("items { organisation: '~/organisations/unknown' }"),
       runtime::kLinkedResourceNotFound},
      {"AnUnknownWorkshopIsRefused", {}, SetProgramme(item), kWorkshopNotFound},
      {"NotForACancelledWorkshop",
       {Planned(), Cancelled()},
       SetProgramme(item),
       kWorkshopCancelled},
      {"NotForAWithdrawnWorkshop",
       {Planned(), Withdrawn()},
       SetProgramme(item),
       kWorkshopWithdrawn},
  };
}

Sentences RegisterSentences() {
  return {
      {"AnInvitedOrganisationRegisters",
       {Planned(), Invited("2422")},
       Register("2422", 3),
       {Registered("2422", 3)}},
      {"TheHostNeedsNoInvitation", {Planned()}, Register("2421", 3), {Registered("2421", 3)}},
      {"WhoIsNotInvitedIsRefused", {Planned()}, Register("2422", 3), kOrganisationNotInvited},
      {"AnUnknownOrganisationIsRefused",
       {Planned()},
       Register("unknown", 3),
       runtime::kLinkedResourceNotFound},
      {"TheLastPlaceIsTaken",
       {Planned(), Invited("2422"), Registered("2421", 7)},
       Register("2422", 3),
       {Registered("2422", 3)}},
      {"OneTooManyIsRefused",
       {Planned(), Invited("2422"), Registered("2421", 7)},
       Register("2422", 4),
       kWorkshopFull},
      {"ARegistrationReplacesTheOneBefore",
       {Planned(), Registered("2421", 7)},
       Register("2421", 10),
       {Registered("2421", 10)}},
      {"AWithdrawnRegistrationMakesRoom",
       {Planned(), Invited("2422"), Registered("2421", 10), RegistrationWithdrawn("2421")},
       Register("2422", 10),
       {Registered("2422", 10)}},
      {"WithoutACapacityEverybodyFits",
       {Planned("capacity: 0"), Registered("2421", 10000), Invited("2422")},
       Register("2422", 10000),
       {Registered("2422", 10000)}},
      {"TheCapacityIsTheCorrectedOne",
       {Planned(), Corrected("capacity: 2")},
       Register("2421", 3),
       kWorkshopFull},
      {"AnUnknownWorkshopIsRefused", {}, Register("2421", 1), kWorkshopNotFound},
      {"AfterTheWorkshopIsTooLate", {Planned(), Held()}, Register("2421", 1), kWorkshopAlreadyHeld},
      {"NotForACancelledWorkshop",
       {Planned(), Cancelled()},
       Register("2421", 1),
       kWorkshopCancelled},
      {"NotForAWithdrawnWorkshop",
       {Planned(), Withdrawn()},
       Register("2421", 1),
       kWorkshopWithdrawn},
  };
}

Sentences WithdrawRegistrationSentences() {
  return {
      {"ARegistrationIsWithdrawn",
       {Planned(), Registered("2421", 3)},
       WithdrawRegistration("2421"),
       {RegistrationWithdrawn("2421")}},
      {"WithoutARegistrationItIsRefused",
       {Planned()},
       WithdrawRegistration("2421"),
       kOrganisationNotRegistered},
      {"NotTwice",
       {Planned(), Registered("2421", 3), RegistrationWithdrawn("2421")},
       WithdrawRegistration("2421"),
       kOrganisationNotRegistered},
      {"AnUnknownWorkshopIsRefused", {}, WithdrawRegistration("2421"), kWorkshopNotFound},
      {"AfterTheWorkshopIsTooLate",
       {Planned(), Registered("2421", 3), Held()},
       WithdrawRegistration("2421"),
       kWorkshopAlreadyHeld},
  };
}

Sentences HoldSentences() {
  return {
      {"AWorkshopIsHeldAsPlanned",
       {Planned()},
       Hold(Attendance("2421", 3) + Attendance("2422", 1)),
       {Held(Attendance("2421", 3) + Attendance("2422", 1))}},
      {"AWorkshopIsHeldOnOtherDays",
       {Planned()},
       Hold("held { start_date @2019-10-06 end_date @2019-10-08 }"),
       {Event("workshop_held { period { start_date @2019-10-06 end_date @2019-10-08 } }")}},
      {"ItsLastDayMayBeToday",
       {Planned("period { end_date @2019-10-08 }")},
       Hold(),
       {Event("workshop_held { period { start_date @2019-10-01 end_date @2019-10-08 } }")}},
      {"TomorrowIsTheFuture",
       {Planned("period { end_date @2019-10-09 }")},
       Hold(),
       kHeldInTheFuture},
      {"ThirtyTwoDaysAreRefused",
       {Planned()},
       Hold("held { start_date @2019-09-01 end_date @2019-10-03 }"),
       kWorkshopTooLong},
      {"WhoCameIsNamedOnce",
       {Planned()},
       Hold(Attendance("2421", 3) + Attendance("2421", 1)),
       runtime::kAttendanceTwice},
      {"AnUnknownOrganisationIsRefused",
       {Planned()},
       Hold(Attendance("unknown", 1)),
       runtime::kLinkedResourceNotFound},
      {"NotTwice", {Planned(), Held()}, Hold(), kWorkshopAlreadyHeld},
      {"AnUnknownWorkshopIsRefused", {}, Hold(), kWorkshopNotFound},
      {"NotACancelledWorkshop", {Planned(), Cancelled()}, Hold(), kWorkshopCancelled},
      {"NotAWithdrawnWorkshop", {Planned(), Withdrawn()}, Hold(), kWorkshopWithdrawn},
  };
}

Sentences RecordSentences() {
  return {
      {"KnowledgeIsPresented", {Planned()}, Present(), {Presented()}},
      {"KnowledgeIsPresentedAfterwards", {Planned(), Held()}, Present(), {Presented()}},
      {"TheLastKnowledgeThatIsKept",
       PlannedAndTimes(kKnowledgeMax - 1, Presented()),
       Present(),
       {Presented()}},
      {"MoreKnowledgeIsRefused", PlannedAndTimes(kKnowledgeMax, Presented()), Present(),
       kTooManyEntries},
      {"KnowledgeOfACancelledWorkshopIsRefused",
       {Planned(), Cancelled()},
       Present(),
       kWorkshopCancelled},
      {"KnowledgeOfAnUnknownWorkshopIsRefused", {}, Present(), kWorkshopNotFound},
      {"ANoteIsRecorded", {Planned()}, RecordNote(), {NoteRecorded()}},
      {"TheLastNoteThatIsKept",
       PlannedAndTimes(kNotesMax - 1, NoteRecorded()),
       RecordNote(),
       {NoteRecorded()}},
      {"MoreNotesAreRefused", PlannedAndTimes(kNotesMax, NoteRecorded()), RecordNote(),
       kTooManyEntries},
      {"ANoteOnAWithdrawnWorkshopIsRefused",
       {Planned(), Withdrawn()},
       RecordNote(),
       kWorkshopWithdrawn},
      {"ANoteOnAnUnknownWorkshopIsRefused", {}, RecordNote(), kWorkshopNotFound},
      {"AnOutcomeIsRecorded", {Planned()}, RecordOutcome(), {OutcomeRecorded()}},
      {"TheLastOutcomeThatIsKept",
       PlannedAndTimes(kOutcomesMax - 1, OutcomeRecorded()),
       RecordOutcome(),
       {OutcomeRecorded()}},
      {"MoreOutcomesAreRefused", PlannedAndTimes(kOutcomesMax, OutcomeRecorded()), RecordOutcome(),
       kTooManyEntries},
      {"AnOutcomeLinksToWhatExists",
       {Planned()},
       RecordOutcome("~/plans/unknown"),
       runtime::kLinkedResourceNotFound},
      {"AnOutcomeOfACancelledWorkshopIsRefused",
       {Planned(), Cancelled()},
       RecordOutcome(),
       kWorkshopCancelled},
  };
}

Sentences EndSentences() {
  return {
      {"AWorkshopIsCancelled", {Planned()}, Cancel(), {Cancelled()}},
      {"AHeldWorkshopIsNotCancelled", {Planned(), Held()}, Cancel(), kWorkshopAlreadyHeld},
      {"NotCancelledTwice", {Planned(), Cancelled()}, Cancel(), kWorkshopCancelled},
      {"AWithdrawnWorkshopIsNotCancelled", {Planned(), Withdrawn()}, Cancel(), kWorkshopWithdrawn},
      {"AnUnknownWorkshopIsNotCancelled", {}, Cancel(), kWorkshopNotFound},
      {"APlannedWorkshopIsWithdrawn", {Planned()}, Withdraw(), {Withdrawn()}},
      {"AHeldWorkshopIsWithdrawn", {Planned(), Held()}, Withdraw(), {Withdrawn()}},
      {"ACancelledWorkshopIsWithdrawn", {Planned(), Cancelled()}, Withdraw(), {Withdrawn()}},
      {"NotWithdrawnTwice", {Planned(), Withdrawn()}, Withdraw(), kWorkshopWithdrawn},
      {"AnUnknownWorkshopIsNotWithdrawn", {}, Withdraw(), kWorkshopNotFound},
  };
}

// What each edit of a planned workshop leads to, and that it then says nothing new.
Sentences FieldSentences() {
  const std::vector<std::pair<std::string, std::string>> edits = {
      {"Title", "title: 'Annat'"},
      {"Description", "description: ''"},
      {"Period", "period { start_date @2019-11-01 end_date @2019-11-02 }"},
      {"Form", "form: EVENT_FORM_DIGITAL"},
      {"Venue", "venue: ''"},
      {"Capacity", "capacity: 0"},
      {"Responsible", "responsible: '~/people/2'"},
  };
  Sentences sentences;
  for (const auto& [field, edit] : edits) {
    sentences.push_back({field + "IsCorrected",
                         {Planned()},
                         Edit("edits {" + edit + "}"),
                         {{Corrected(edit)}, {EDIT_OUTCOME_ACCEPTED}}});
    sentences.push_back({field + "IsThatAlready",
                         {Planned(), Corrected(edit)},
                         Edit("edits {" + edit + "}"),
                         {{}, {EDIT_OUTCOME_CONVERGED}}});
  }
  return sentences;
}

Sentences EditSentences() {
  v1::EditWorkshopRequest without_base = Edit("edits { title: 'Annat' }");
  without_base.clear_expected_revision();
  return {
      {"SeveralEditsHaveAnOutcomeEach",
       {Planned()},
       Edit("edits { title: 'Annat' } edits { venue: 'Folkets hus' } edits { capacity: 2 }"),
       {{Corrected("title: 'Annat'"), Corrected("capacity: 2")},
        {EDIT_OUTCOME_ACCEPTED, EDIT_OUTCOME_CONVERGED, EDIT_OUTCOME_ACCEPTED}}},
      {"EachEditIsJudgedOnWhatThoseBeforeItLeave",
       {Planned()},
       Edit("edits { title: 'A' } edits { title: 'B' } edits { title: 'B' }"),
       {{Corrected("title: 'A'"), Corrected("title: 'B'")},
        {EDIT_OUTCOME_ACCEPTED, EDIT_OUTCOME_ACCEPTED, EDIT_OUTCOME_CONVERGED}}},
      {"OneThatIsRefusedRefusesAll",
       {Planned()},
       Edit("edits { title: 'Annat' } edits { responsible: '~/people/unknown' }"),
       runtime::kLinkedResourceNotFound},
      {"AHeldWorkshopIsCorrected",
       {Planned(), Held()},
       Edit("edits { title: 'Annat' }"),
       {{Corrected("title: 'Annat'")}, {EDIT_OUTCOME_ACCEPTED}}},
      {"TheDaysItWasHeldOnCount",
       {Planned(),
        Event("workshop_held { period { start_date @2019-10-06 end_date @2019-10-08 } }")},
       Edit("edits { period { start_date @2019-10-06 end_date @2019-10-08 } }"),
       {{}, {EDIT_OUTCOME_CONVERGED}}},
      {"TheDaysItWasHeldOnAreNotAhead",
       {Planned(), Held()},
       Edit("edits { period { start_date @2019-10-07 end_date @2019-10-09 } }"),
       kHeldInTheFuture},
      {"TheDaysItWasHeldOnMayIncludeToday",
       {Planned(), Held()},
       Edit("edits { period { start_date @2019-10-07 end_date @2019-10-08 } }"),
       {{Corrected("period { start_date @2019-10-07 end_date @2019-10-08 }")},
        {EDIT_OUTCOME_ACCEPTED}}},
      {"AMissingBaseIsRefused", {Planned()}, without_base, runtime::kBaseRequired},
      {"ThirtyTwoDaysAreRefused",
       {Planned()},
       Edit("edits { period { start_date @2019-10-01 end_date @2019-11-02 } }"),
       kWorkshopTooLong},
      {"AnUnknownWorkshopIsRefused", {}, Edit("edits { title: 'Annat' }"), kWorkshopNotFound},
      {"NotACancelledWorkshop",
       {Planned(), Cancelled()},
       Edit("edits { title: 'Annat' }"),
       kWorkshopCancelled},
      {"NotAWithdrawnWorkshop",
       {Planned(), Withdrawn()},
       Edit("edits { title: 'Annat' }"),
       kWorkshopWithdrawn},
  };
}

Sentences AttendanceEditSentences() {
  const std::string five = Attendance("2421", 5);
  return {
      {"AttendanceIsCorrected",
       {Planned(), Held(Attendance("2421", 3))},
       Edit("edits {" + five + "}"),
       {{Corrected(five)}, {EDIT_OUTCOME_ACCEPTED}}},
      {"AttendanceIsAdded",
       {Planned(), Held()},
       Edit("edits {" + five + "}"),
       {{Corrected(five)}, {EDIT_OUTCOME_ACCEPTED}}},
      {"AttendanceIsThatAlready",
       {Planned(), Held(five)},
       Edit("edits {" + five + "}"),
       {{}, {EDIT_OUTCOME_CONVERGED}}},
      {"CorrectedAttendanceIsThatAlready",
       {Planned(), Held(), Corrected(five)},
       Edit("edits {" + five + "}"),
       {{}, {EDIT_OUTCOME_CONVERGED}}},
      {"BeforeTheWorkshopThereIsNone", {Planned()}, Edit("edits {" + five + "}"), kNotHeldYet},
      {"AnUnknownOrganisationIsRefused",
       {Planned(), Held()},
       Edit("edits {" + Attendance("unknown", 1) + "}"),
       runtime::kLinkedResourceNotFound},
  };
}

// Entries are named by the revision of their event.
Sentences EntryEditSentences() {
  const std::vector<WorkshopEvent> given = {Planned(), NoteRecorded(), Presented(),
                                            OutcomeRecorded()};
  const auto accepted = [&given](std::string name, const std::string& edit) {
    return runtime::Sentence<WorkshopRules>{std::move(name),
                                            given,
                                            Edit("edits {" + edit + "}"),
                                            {{Corrected(edit)}, {EDIT_OUTCOME_ACCEPTED}}};
  };
  const auto refused = [&given](std::string name, const std::string& edit) {
    return runtime::Sentence<WorkshopRules>{std::move(name), given, Edit("edits {" + edit + "}"),
                                            kEntryNotFound};
  };
  return {
      accepted("ANoteIsCorrected", "note { entry: 1 text: 'Rätt' }"),
      accepted("KnowledgeIsCorrected", "knowledge { entry: 2 title: 'Rätt' }"),
      accepted("AnOutcomeIsCorrected", "outcome { entry: 3 text: 'Rätt' links: '~/plans/2' }"),
      accepted("ANoteIsRemoved", "remove_entry: 1"),
      accepted("KnowledgeIsRemoved", "remove_entry: 2"),
      accepted("AnOutcomeIsRemoved", "remove_entry: 3"),
      refused("KnowledgeIsNoNote", "note { entry: 2 text: 'Rätt' }"),
      refused("ANoteIsNoKnowledge", "knowledge { entry: 1 title: 'Rätt' }"),
      refused("ANoteIsNoOutcome", "outcome { entry: 1 text: 'Rätt' }"),
      refused("AnUnknownEntryIsNotRemoved", "remove_entry: 4"),
      {"ARemovedEntryIsGone", PlannedAnd({NoteRecorded(), Corrected("remove_entry: 1")}),
       Edit("edits { note { entry: 1 text: 'Rätt' } }"), kEntryNotFound},
      {"NotRemovedTwiceInOneCommand", given,
       Edit("edits { remove_entry: 2 } edits { remove_entry: 2 }"), kEntryNotFound},
      {"ACorrectedOutcomeLinksToWhatExists", given,
       Edit("edits { outcome { entry: 3 text: 'Rätt' links: '~/plans/unknown' } }"),
       runtime::kLinkedResourceNotFound},
      {"ARemovedEntryMakesRoom",
       [] {
         auto events = PlannedAndTimes(kKnowledgeMax, Presented());
         events.push_back(Corrected("remove_entry: 7"));
         return events;
       }(),
       Present(),
       {Presented()}},
  };
}

class WorkshopRulesTest : public ::testing::TestWithParam<runtime::Sentence<WorkshopRules>> {};

TEST_P(WorkshopRulesTest, Holds) { ExpectHolds(GetParam()); }
TEST_P(WorkshopRulesTest, HoldsAfterAnUnknownEvent) { ExpectHoldsAfterAnUnknownEvent(GetParam()); }

INSTANTIATE_TEST_SUITE_P(Plan, WorkshopRulesTest, ::testing::ValuesIn(PlanSentences()),
                         runtime::NameOf<WorkshopRules>);
INSTANTIATE_TEST_SUITE_P(Invite, WorkshopRulesTest, ::testing::ValuesIn(InviteSentences()),
                         runtime::NameOf<WorkshopRules>);
INSTANTIATE_TEST_SUITE_P(Programme, WorkshopRulesTest, ::testing::ValuesIn(ProgrammeSentences()),
                         runtime::NameOf<WorkshopRules>);
INSTANTIATE_TEST_SUITE_P(Register, WorkshopRulesTest, ::testing::ValuesIn(RegisterSentences()),
                         runtime::NameOf<WorkshopRules>);
INSTANTIATE_TEST_SUITE_P(WithdrawRegistration, WorkshopRulesTest,
                         ::testing::ValuesIn(WithdrawRegistrationSentences()),
                         runtime::NameOf<WorkshopRules>);
INSTANTIATE_TEST_SUITE_P(Hold, WorkshopRulesTest, ::testing::ValuesIn(HoldSentences()),
                         runtime::NameOf<WorkshopRules>);
INSTANTIATE_TEST_SUITE_P(Record, WorkshopRulesTest, ::testing::ValuesIn(RecordSentences()),
                         runtime::NameOf<WorkshopRules>);
INSTANTIATE_TEST_SUITE_P(End, WorkshopRulesTest, ::testing::ValuesIn(EndSentences()),
                         runtime::NameOf<WorkshopRules>);
INSTANTIATE_TEST_SUITE_P(Field, WorkshopRulesTest, ::testing::ValuesIn(FieldSentences()),
                         runtime::NameOf<WorkshopRules>);
INSTANTIATE_TEST_SUITE_P(Edit, WorkshopRulesTest, ::testing::ValuesIn(EditSentences()),
                         runtime::NameOf<WorkshopRules>);
INSTANTIATE_TEST_SUITE_P(AttendanceEdit, WorkshopRulesTest,
                         ::testing::ValuesIn(AttendanceEditSentences()),
                         runtime::NameOf<WorkshopRules>);
INSTANTIATE_TEST_SUITE_P(EntryEdit, WorkshopRulesTest, ::testing::ValuesIn(EntryEditSentences()),
                         runtime::NameOf<WorkshopRules>);

TEST(WorkshopRulesReadsTest, TheHostOwnsTheWorkshop) {
  const runtime::ReadSet reads = WorkshopRules::Reads(Plan());

  EXPECT_EQ(reads.resource, "partnerships/vasterbotten/workshops/1");
  EXPECT_EQ(reads.owner, "partnerships/vasterbotten/organisations/2421");
  EXPECT_THAT(reads.claims, ::testing::IsEmpty());
}

TEST(WorkshopRulesReadsTest, OnlyPlanningSaysWhoOwns) {
  EXPECT_EQ(WorkshopRules::Reads(Hold()).owner, "");
  EXPECT_EQ(WorkshopRules::Reads(Edit("")).owner, "");
  EXPECT_EQ(WorkshopRules::Reads(Edit("")).resource, "partnerships/vasterbotten/workshops/1");
}

TEST(WorkshopRulesLimitsTest, InvitesAsManyAsAreKeptAndNoMore) {
  std::vector<WorkshopEvent> given = {Planned()};
  for (int id = 1; id < kInvitedMax; ++id) given.push_back(Invited(std::to_string(id)));

  const runtime::When<WorkshopRules> one = Invite("organisations: '~/organisations/2421'");
  const runtime::When<WorkshopRules> two =
      Invite("organisations: '~/organisations/2421' organisations: '~/organisations/2422'");

  const auto state = runtime::Fold<WorkshopRules>(given);
  EXPECT_OK(one.Decide(state));
  EXPECT_THAT(two.Decide(state), IsRefused(kTooManyEntries));
}

}  // namespace
}  // namespace samverk::workshops
