#include "clients/cli/import_changes.h"

#include <string>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "clients/cli/import_ids.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "samverk/v1/partnership_events.pb.h"
#include "samverk/v1/workshop_events.pb.h"

namespace samverk {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kFile[] = R"({
  "partnership": {"id": "p", "name": "P"},
  "workshops": [{
    "key": "w", "host": "2421", "title": "Drivstationer", "from": "2019-05-14", "form": "physical",
    "venue": "Storuman", "invited": ["2418", "2422"],
    "programme": [{"time": "09:00", "title": "Välkomna"}],
    "registrations": {"2418": 2},
    "held": {"attendance": {"2418": 2, "2422": 1}},
    "knowledge": [{"title": "Kalkylmall"}],
    "notes": ["Första", "Andra"],
    "outcomes": [{"text": "En konsult"}],
    "corrections": [{"on": "2019-05-27", "reason": "Listan kom in sent",
                     "set": {"attendance": {"2422": 3}}}]}]})";
constexpr char kName[] = "partnerships/p/workshops/w";
// What people's clients make request ids of.
constexpr char kPerson[] = "0199a1b2-0000-7000-8000-000000000001";
constexpr char kImport[] = "0199a1b2-0000-5000-8000-000000000002";

WorkshopRow RowOf(absl::string_view text) { return ReadImportFile(text)->workshops[0]; }
WorkshopRow RowWith(absl::string_view old_text, absl::string_view new_text) {
  return RowOf(absl::StrReplaceAll(kFile, {{old_text, new_text}}));
}

std::string Organisation(absl::string_view id) {
  return absl::StrCat("partnerships/p/organisations/", id);
}

// A workshop on the server: its state and its history, as the importer reads them.
class Server {
 public:
  // As it is right after `row` was planned.
  explicit Server(const WorkshopRow& row) {
    workshop_.set_name(kName);
    workshop_.set_state(v1::WORKSHOP_STATE_PLANNED);
    v1::WorkshopPlanned planned;
    planned.set_title(row.plan.title());
    *planned.mutable_period() = row.plan.period();
    planned.set_form(row.plan.form());
    planned.set_venue(row.plan.venue());
    workshop_.set_title(planned.title());
    *workshop_.mutable_period() = planned.period();
    workshop_.set_form(planned.form());
    workshop_.set_venue(planned.venue());
    Record(planned, row.plan.request_id());
  }

  const v1::Workshop& workshop() const { return workshop_; }
  v1::Workshop& workshop() { return workshop_; }
  const History& history() const { return history_; }

  int64_t Record(const google::protobuf::Message& fact, const std::string& request_id) {
    v1::RecordedEvent& event = *history_.Add();
    event.set_revision(history_.size() - 1);
    event.set_type(fact.GetDescriptor()->full_name());
    event.mutable_event()->PackFrom(fact);
    event.set_request_id(request_id);
    return event.revision();
  }

  void Correct(const v1::WorkshopEdit& edit, const std::string& request_id) {
    v1::WorkshopCorrected corrected;
    *corrected.mutable_edit() = edit;
    Record(corrected, request_id);
    switch (edit.edit_case()) {
      case v1::WorkshopEdit::kTitle:
        workshop_.set_title(edit.title());
        break;
      case v1::WorkshopEdit::kAttendance:
        for (v1::Attendance& one : *workshop_.mutable_attendance()) {
          if (one.organisation() == edit.attendance().organisation()) one = edit.attendance();
        }
        break;
      default:
        break;
    }
  }

  // Does what the importer says, as the real server would.
  void Do(const WorkshopChanges& changes) {
    for (const auto& command : changes.commands) {
      std::visit([this](const auto& request) { Do(request); }, command);
    }
  }

 private:
  void Do(const v1::EditWorkshopRequest& request) {
    for (const v1::WorkshopEdit& edit : request.edits()) Correct(edit, kImport);
  }
  void Do(const v1::InviteOrganisationsRequest& request) {
    workshop_.mutable_invited()->MergeFrom(request.organisations());
  }
  void Do(const v1::SetWorkshopProgrammeRequest& request) {
    *workshop_.mutable_programme() = request.items();
    Record(v1::WorkshopProgrammeSet(), kImport);
  }
  void Do(const v1::RegisterForWorkshopRequest& request) {
    *workshop_.add_registrations() = request.registration();
    v1::WorkshopRegistrationMade made;
    *made.mutable_registration() = request.registration();
    Record(made, kImport);
  }
  void Do(const v1::HoldWorkshopRequest& request) {
    workshop_.set_state(v1::WORKSHOP_STATE_HELD);
    *workshop_.mutable_period() = request.held();
    *workshop_.mutable_attendance() = request.attendance();
    v1::WorkshopHeld held;
    *held.mutable_period() = request.held();
    *held.mutable_attendance() = request.attendance();
    Record(held, kImport);
  }
  void Do(const v1::PresentKnowledgeRequest& request) {
    v1::KnowledgePresented presented;
    presented.set_title(request.title());
    Record(presented, request.request_id());
  }
  void Do(const v1::RecordWorkshopNoteRequest& request) {
    v1::WorkshopNoteRecorded recorded;
    recorded.set_text(request.text());
    Record(recorded, request.request_id());
  }
  void Do(const v1::RecordWorkshopOutcomeRequest& request) {
    v1::WorkshopOutcomeRecorded recorded;
    recorded.set_text(request.text());
    Record(recorded, request.request_id());
  }
  void Do(const v1::CancelWorkshopRequest&) {
    workshop_.set_state(v1::WORKSHOP_STATE_CANCELLED);
    Record(v1::WorkshopCancelled(), kImport);
  }

  v1::Workshop workshop_;
  History history_;
};

WorkshopChanges Changes(const WorkshopRow& row, const Server& server) {
  return ChangesOf(row, server.workshop(), server.history());
}

std::vector<std::string> Types(const WorkshopChanges& changes) {
  std::vector<std::string> types;
  for (const auto& command : changes.commands) {
    types.push_back(
        std::visit([](const auto& request) { return request.GetDescriptor()->name(); }, command));
  }
  return types;
}

// A server on which all of kFile is recorded.
Server Imported() {
  const WorkshopRow row = RowOf(kFile);
  Server server(row);
  server.Do(Changes(row, server));
  return server;
}

// The edits of the only command that is to be given.
std::vector<std::string> OnlyEdits(const WorkshopChanges& changes) {
  EXPECT_THAT(Types(changes), ElementsAre("EditWorkshopRequest"));
  std::vector<std::string> edits;
  if (changes.commands.empty()) return edits;
  for (const auto& edit : std::get<v1::EditWorkshopRequest>(changes.commands[0]).edits()) {
    edits.push_back(edit.ShortDebugString());
  }
  return edits;
}

TEST(WorkshopChangesTest, ANewWorkshopGetsItsWholeLifeInOrder) {
  const WorkshopRow row = RowOf(kFile);
  EXPECT_THAT(
      Types(Changes(row, Server(row))),
      ElementsAre("InviteOrganisationsRequest", "SetWorkshopProgrammeRequest",
                  "RegisterForWorkshopRequest", "HoldWorkshopRequest", "PresentKnowledgeRequest",
                  "RecordWorkshopNoteRequest", "RecordWorkshopNoteRequest",
                  "RecordWorkshopOutcomeRequest", "EditWorkshopRequest"));
}

TEST(WorkshopChangesTest, WhatWasCorrectedAfterwardsKeepsItsDayAndReason) {
  const WorkshopRow row = RowOf(kFile);
  const WorkshopChanges changes = Changes(row, Server(row));
  const auto& edit = std::get<v1::EditWorkshopRequest>(changes.commands.back());
  EXPECT_EQ(edit.provenance().reason(), "Listan kom in sent");
  EXPECT_EQ(edit.edits(0).attendance().participants(), 3);
}

TEST(WorkshopChangesTest, NothingIsLeftToDoAfterAnImport) {
  const WorkshopChanges changes = Changes(RowOf(kFile), Imported());
  EXPECT_THAT(Types(changes), IsEmpty());
  EXPECT_THAT(changes.kept, IsEmpty());
}

TEST(WorkshopChangesTest, AnInterruptedImportGoesOnWhereItStopped) {
  const WorkshopRow row = RowOf(kFile);
  Server server(row);
  WorkshopChanges begun = Changes(row, server);
  begun.commands.resize(4);
  server.Do(begun);
  EXPECT_THAT(Types(Changes(row, server)),
              ElementsAre("PresentKnowledgeRequest", "RecordWorkshopNoteRequest",
                          "RecordWorkshopNoteRequest", "RecordWorkshopOutcomeRequest",
                          "EditWorkshopRequest"));
}

TEST(WorkshopChangesTest, ACorrectedFieldBecomesAnEdit) {
  const WorkshopChanges changes =
      Changes(RowWith("Drivstationer", "Drivstationer i inlandet"), Imported());
  EXPECT_THAT(OnlyEdits(changes), ElementsAre("title: \"Drivstationer i inlandet\""));
}

TEST(WorkshopChangesTest, TakingACorrectionBackIsACorrectionToo) {
  Server server = Imported();
  server.Do(Changes(RowWith("Drivstationer", "Drivstationer i inlandet"), server));
  EXPECT_THAT(OnlyEdits(Changes(RowOf(kFile), server)), ElementsAre("title: \"Drivstationer\""));
}

class PersonChangesTest : public ::testing::Test {
 protected:
  PersonChangesTest() {
    person_.set_name(absl::StrCat("partnerships/p/people/", kPerson));
    person_.mutable_details()->set_display_name("Exempel Exempelson");
    person_.mutable_details()->set_phone("12345");
    Happened(v1::PersonRegistered(), kImport);
  }

  template <typename Fact>
  void Happened(const Fact& fact, const std::string& request_id) {
    v1::RecordedEvent& event = *history_.Add();
    event.set_type(Fact::descriptor()->full_name());
    event.mutable_event()->PackFrom(fact);
    event.set_request_id(request_id);
  }

  PersonChanges Changes(const std::string& details) {
    const std::string text =
        absl::StrCat(R"({"partnership": {"id": "p", "name": "P"}, "people": [{"id": ")", kPerson,
                     R"(", "organisation": "2421", "role": "officer")", details, "}]}");
    return ChangesOf(ReadImportFile(text)->people[0], person_, history_);
  }

  v1::Person person_;
  History history_;
};

TEST_F(PersonChangesTest, WhatDiffersIsCorrectedAndWhatIsNotSaidStays) {
  const PersonChanges changes =
      Changes(R"(, "name": "Exempel Exempelsson", "email": "e@example.com")");

  ASSERT_EQ(changes.commands.size(), 1u);
  const auto& edit = std::get<v1::EditPersonRequest>(changes.commands[0]);
  ASSERT_EQ(edit.edits_size(), 2);
  EXPECT_EQ(edit.edits(0).display_name(), "Exempel Exempelsson");
  EXPECT_EQ(edit.edits(1).email(), "e@example.com");
  EXPECT_THAT(Changes("").commands, IsEmpty());
}

TEST_F(PersonChangesTest, WhatIsTheSameIsLeftAlone) {
  EXPECT_THAT(Changes(R"(, "name": "Exempel Exempelson", "phone": "12345")").commands, IsEmpty());
}

TEST_F(PersonChangesTest, WhatSomebodyCorrectedStaysAndIsNamedButNotSaid) {
  Happened(v1::PersonRenamed(), kPerson);

  const PersonChanges changes = Changes(R"(, "name": "Exempel Exempelsson")");

  EXPECT_THAT(changes.commands, IsEmpty());
  EXPECT_THAT(changes.kept, ElementsAre("display_name"));
}

TEST_F(PersonChangesTest, WhatWasErasedIsNotRecordedAgain) {
  person_.clear_details();
  person_.set_erased(true);

  const PersonChanges changes = Changes(R"(, "name": "Exempel Exempelsson")");

  EXPECT_THAT(changes.commands, IsEmpty());
  EXPECT_THAT(changes.kept, ElementsAre("details"));
}

TEST(WorkshopChangesTest, WhatAPersonCorrectedStaysAndIsNamed) {
  Server server = Imported();
  v1::WorkshopEdit edit;
  edit.set_title("Mackar");
  server.Correct(edit, kPerson);
  const WorkshopChanges changes = Changes(RowOf(kFile), server);
  EXPECT_THAT(Types(changes), IsEmpty());
  EXPECT_THAT(changes.kept, ElementsAre("title"));
}

TEST(WorkshopChangesTest, ChangedAttendanceIsCorrectedAfterTheWorkshop) {
  const WorkshopChanges changes =
      Changes(RowWith("\"2418\": 2, \"2422\"", "\"2418\": 4, \"2422\""), Imported());
  EXPECT_THAT(OnlyEdits(changes),
              ElementsAre(absl::StrCat("attendance { organisation: \"", Organisation("2418"),
                                       "\" participants: 4 }")));
}

TEST(WorkshopChangesTest, AChangedNoteIsCorrectedAndANewOneRecorded) {
  const WorkshopRow row = RowWith("\"Andra\"", "\"Den andra\", \"Tredje\"");
  Server server = Imported();
  const WorkshopChanges changes = Changes(row, server);
  ASSERT_THAT(Types(changes), ElementsAre("EditWorkshopRequest", "RecordWorkshopNoteRequest"));
  const auto& edit = std::get<v1::EditWorkshopRequest>(changes.commands[0]).edits(0);
  EXPECT_EQ(edit.note().text(), "Den andra");
  EXPECT_EQ(server.history()[static_cast<int>(edit.note().entry())].type(),
            "samverk.v1.WorkshopNoteRecorded");
  server.Do(changes);
  EXPECT_THAT(Types(Changes(row, server)), IsEmpty());
}

TEST(WorkshopChangesTest, APersonsNoteIsNeverTakenForAnOldLineOfTheFile) {
  Server server = Imported();
  v1::WorkshopNoteRecorded note;
  note.set_text("En handläggares egen");
  server.Record(note, kPerson);
  EXPECT_THAT(Types(Changes(RowWith("\"Andra\"", "\"Andra\", \"Tredje\""), server)),
              ElementsAre("RecordWorkshopNoteRequest"));
}

TEST(WorkshopChangesTest, ANoteThatAPersonRemovedStaysRemoved) {
  Server server = Imported();
  for (const v1::RecordedEvent& event : server.history()) {
    if (event.type() != "samverk.v1.WorkshopNoteRecorded") continue;
    v1::WorkshopEdit edit;
    edit.set_remove_entry(event.revision());
    server.Correct(edit, kPerson);
    break;
  }
  EXPECT_THAT(Types(Changes(RowOf(kFile), server)), IsEmpty());
}

TEST(WorkshopChangesTest, InvitationsAndRegistrationsAreLeftAfterTheWorkshop) {
  const WorkshopChanges changes = Changes(
      RowWith("\"registrations\": {\"2418\": 2}", "\"registrations\": {\"2418\": 3}"), Imported());
  EXPECT_THAT(Types(changes), IsEmpty());
  EXPECT_THAT(changes.kept, ElementsAre(absl::StrCat("registration/", Organisation("2418"))));
}

TEST(WorkshopChangesTest, WhatSomebodyCancelledOrWithdrewIsLeftAlone) {
  Server server = Imported();
  for (const auto state : {v1::WORKSHOP_STATE_CANCELLED, v1::WORKSHOP_STATE_WITHDRAWN}) {
    server.workshop().set_state(state);
    const WorkshopChanges changes = Changes(RowWith("Drivstationer", "Mackar"), server);
    EXPECT_THAT(Types(changes), IsEmpty());
    EXPECT_THAT(changes.kept, ElementsAre("state"));
  }
}

TEST(WorkshopChangesTest, ACancelledWorkshopIsCancelledOnce) {
  const WorkshopRow row = RowOf(R"({"partnership": {"id": "p", "name": "P"}, "workshops": [
      {"key": "w", "host": "2421", "title": "W", "from": "2019-05-14", "form": "physical",
       "cancelled": {"on": "2019-05-13", "reason": "Snöoväder"}}]})");
  Server server(row);
  const WorkshopChanges changes = Changes(row, server);
  EXPECT_THAT(Types(changes), ElementsAre("CancelWorkshopRequest"));
  server.Do(changes);
  EXPECT_THAT(Types(Changes(row, server)), IsEmpty());
  EXPECT_THAT(Changes(row, server).kept, IsEmpty());
}

TEST(WorkshopChangesTest, CommandsThatDependOnWhatWasReadAreLeftUnsealed) {
  const WorkshopRow row = RowOf(kFile);
  for (const auto& command : Changes(row, Server(row)).commands) {
    const bool is_entry = std::holds_alternative<v1::PresentKnowledgeRequest>(command) ||
                          std::holds_alternative<v1::RecordWorkshopNoteRequest>(command) ||
                          std::holds_alternative<v1::RecordWorkshopOutcomeRequest>(command);
    std::visit(
        [is_entry](const auto& request) { EXPECT_EQ(!request.request_id().empty(), is_entry); },
        command);
  }
}

TEST(OrganisationChangesTest, ACorrectedNameBecomesAnEditAndLeavingIsRecordedOnce) {
  const ImportFile file = *ReadImportFile(
      R"({"partnership": {"id": "p", "name": "P"}, "organisations": [
          {"id": "2418", "kind": "municipality", "name": "Malå kommun", "joined": "2016-01-01",
           "left": "2019-01-01"}]})");
  const OrganisationRow& row = file.organisations[0];
  v1::Organisation current;
  current.set_display_name("Mala kommun");
  *current.mutable_joined_on() = row.admit.joined_on();
  const OrganisationChanges changes = ChangesOf(row, current, {});
  ASSERT_EQ(changes.commands.size(), 2u);
  const auto& edit = std::get<v1::EditOrganisationRequest>(changes.commands[0]);
  ASSERT_EQ(edit.edits_size(), 1);
  EXPECT_EQ(edit.edits(0).display_name(), "Malå kommun");
  EXPECT_EQ(std::get<v1::EndMembershipRequest>(changes.commands[1]).left_on().year(), 2019);

  current.set_display_name("Malå kommun");
  *current.mutable_left_on() = row.leave->left_on();
  EXPECT_TRUE(ChangesOf(row, current, {}).commands.empty());
}

TEST(MeetingChangesTest, AMeetingIsHeldAndCorrectedOnce) {
  const ImportFile file = *ReadImportFile(
      R"({"partnership": {"id": "p", "name": "P"}, "meetings": [
          {"key": "m", "host": "2421", "title": "M", "from": "2019-05-14", "form": "digital",
           "held": {"attendance": {"2421": 2}},
           "corrections": [{"on": "2019-06-01", "reason": "x", "set": {"topic": "Service"}}]}]})");
  const MeetingRow& row = file.meetings[0];
  v1::Meeting current;
  current.set_state(v1::MEETING_STATE_CALLED);
  current.set_title("M");
  *current.mutable_period() = row.call.period();
  current.set_form(row.call.form());
  const MeetingChanges changes = ChangesOf(row, current, {});
  ASSERT_EQ(changes.commands.size(), 2u);
  EXPECT_TRUE(std::holds_alternative<v1::HoldMeetingRequest>(changes.commands[0]));
  EXPECT_EQ(std::get<v1::EditMeetingRequest>(changes.commands[1]).edits(0).topic(), "Service");

  current.set_state(v1::MEETING_STATE_HELD);
  current.set_topic("Service");
  *current.mutable_attendance() = row.hold->attendance();
  EXPECT_TRUE(ChangesOf(row, current, {}).commands.empty());
}

}  // namespace
}  // namespace samverk
