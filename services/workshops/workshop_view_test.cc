#include "services/workshops/workshop_view.h"

#include <string>
#include <vector>

#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/runtime/testing/from_text.h"
#include "services/testing/slice_bench.h"
#include "services/workshops/workshop_service.h"

namespace samverk::workshops {
namespace {

using runtime::FromText;
using runtime::ToText;
using storage::Position;

constexpr char kWorkshop[] = "partnerships/vasterbotten/workshops/1";

// A bench with the organisations and people that the workshops below name.
class WorkshopViewTest : public ::testing::Test {
 protected:
  WorkshopViewTest() {
    for (const char* resource : {"organisations/2421", "organisations/2422", "organisations/2425",
                                 "people/1", "people/2", "plans/1", "plans/2"}) {
      bench_.Exists(resource);
    }
  }

  template <typename Command>
  void Do(const std::string& text) {
    ASSERT_OK(bench_.Do(FromText<Command>(text)));
  }

  void Plan(const std::string& id, const std::string& period) {
    Do<v1::PlanWorkshopRequest>("parent: '~' workshop_id: '" + id +
                                "' host: '~/organisations/2421' title: 'Kartläggning'"
                                "description: 'Så gör vi' period { " +
                                period +
                                " } form: EVENT_FORM_HYBRID "
                                "venue: 'Folkets hus' capacity: 10 responsible: '~/people/1'");
  }

  void PlanAndInvite() {
    Plan("1", "start_date @2019-10-01 end_date @2019-10-03");
    Do<v1::InviteOrganisationsRequest>(
        "name: '~/workshops/1' organisations: '~/organisations/2425'"
        "organisations: '~/organisations/2422'");
    Do<v1::InviteOrganisationsRequest>(
        "name: '~/workshops/1' organisations: '~/organisations/2421'");
    Do<v1::SetWorkshopProgrammeRequest>(
        "name: '~/workshops/1' items { day: 1 start_time { hours: 9 } title: 'Fika' }");
    Do<v1::SetWorkshopProgrammeRequest>(
        "name: '~/workshops/1' items { day: 1 start_time { hours: 10 } title: 'Samling' }");
    Do<v1::RegisterForWorkshopRequest>(
        "name: '~/workshops/1' registration { organisation: '~/organisations/2422' participants: 2 "
        "}");
    Do<v1::RegisterForWorkshopRequest>(
        "name: '~/workshops/1' registration { organisation: '~/organisations/2422' participants: 3 "
        "}");
    Do<v1::RegisterForWorkshopRequest>(
        "name: '~/workshops/1' registration { organisation: '~/organisations/2425' participants: 1 "
        "}");
    Do<v1::WithdrawRegistrationRequest>(
        "name: '~/workshops/1' organisation: '~/organisations/2425'");
  }

  void RecordAndHold() {
    Do<v1::PresentKnowledgeRequest>(  // Entry 9.
        "name: '~/workshops/1' title: 'Drivmedel' source: 'KTH' link: 'https://kth.se'");
    Do<v1::PresentKnowledgeRequest>("name: '~/workshops/1' title: 'Paket'");  // 10.
    Do<v1::RecordWorkshopNoteRequest>("name: '~/workshops/1' text: 'Ett'");   // 11.
    Do<v1::RecordWorkshopNoteRequest>("name: '~/workshops/1' text: 'Två'");   // 12.
    Do<v1::RecordWorkshopNoteRequest>("name: '~/workshops/1' text: 'Tre'");   // 13.
    Do<v1::RecordWorkshopOutcomeRequest>(
        "name: '~/workshops/1' text: 'Plan' links: '~/plans/1'");                // 14.
    Do<v1::RecordWorkshopOutcomeRequest>("name: '~/workshops/1' text: 'Möte'");  // 15.
    Do<v1::HoldWorkshopRequest>(                                                 // 16.
        "name: '~/workshops/1' held { start_date @2019-10-02 end_date @2019-10-04 }"
        "attendance { organisation: '~/organisations/2422' participants: 3 }");
  }

  void EditEverything() {
    Do<v1::EditWorkshopRequest>(
        "name: '~/workshops/1' expected_revision: 16 "
        "edits { title: 'Drivmedel' } edits { description: 'Nytt' }"
        "edits { period { start_date @2019-09-02 end_date @2019-09-03 } }"
        "edits { form: EVENT_FORM_DIGITAL } edits { venue: 'Teams' } edits { capacity: 0 }"
        "edits { responsible: '~/people/2' }"
        "edits { attendance { organisation: '~/organisations/2422' participants: 4 } }"
        "edits { attendance { organisation: '~/organisations/2421' participants: 1 } }"
        "edits { note { entry: 12 text: 'Två, rättad' } }"
        "edits { knowledge { entry: 9 title: 'Drivmedel, rättad' } }"
        "edits { outcome { entry: 14 text: 'Planen' links: '~/plans/2' } }"
        "edits { remove_entry: 10 } edits { remove_entry: 11 } edits { remove_entry: 15 }");
  }

  // Everything that can happen to workshops.
  void TellTheWholeStory() {
    PlanAndInvite();
    RecordAndHold();
    EditEverything();
    Plan("2", "start_date @2019-12-01 end_date @2019-12-02");
    Do<v1::CancelWorkshopRequest>("name: '~/workshops/2'");
    Plan("3", "start_date @2019-08-01 end_date @2019-08-02");
    Do<v1::WithdrawWorkshopRequest>("name: '~/workshops/3'");
    bench_.Exists("initiatives/1");  // Somebody else's event, last.
  }

  v1::Workshop Read(Position as_of) {
    const auto reader = bench_.Read(as_of);
    return reader->GetMessage<v1::Workshop>(kWorkshopTable, WorkshopKey(kWorkshop))->value();
  }

  std::vector<std::string> NamesByDate(Position as_of) {
    std::vector<std::string> names;
    EXPECT_OK(bench_.Read(as_of)->Scan(kByDateTable, "", "",
                                       [&names](absl::string_view, absl::string_view row) {
                                         names.emplace_back(row);
                                         return true;
                                       }));
    return names;
  }

  testing::SliceBench bench_{AddWorkshops};
};

TEST_F(WorkshopViewTest, AWorkshopIsWhatItsEventsSay) {
  PlanAndInvite();
  RecordAndHold();
  EditEverything();

  EXPECT_EQ(ToText(Read(bench_.Head())), ToText(FromText<v1::Workshop>(R"(
    name: '~/workshops/1' host: '~/organisations/2421' state: WORKSHOP_STATE_HELD
    title: 'Drivmedel' description: 'Nytt'
    period { start_date @2019-09-02 end_date @2019-09-03 }
    form: EVENT_FORM_DIGITAL venue: 'Teams' responsible: '~/people/2'
    invited: '~/organisations/2425' invited: '~/organisations/2422'
    invited: '~/organisations/2421'
    programme { day: 1 start_time { hours: 10 } title: 'Samling' }
    registrations { organisation: '~/organisations/2422' participants: 3 }
    attendance { organisation: '~/organisations/2422' participants: 4 }
    attendance { organisation: '~/organisations/2421' participants: 1 }
    knowledge { entry: 9 title: 'Drivmedel, rättad' }
    outcomes { entry: 14 text: 'Planen' links: '~/plans/2' }
    note_count: 2 revision: 31
  )")));
}

TEST_F(WorkshopViewTest, NotesAreRowsOfTheirOwn) {
  PlanAndInvite();
  RecordAndHold();
  EditEverything();

  ASSERT_OK_AND_ASSIGN(const runtime::ViewReader reader, bench_.Read(bench_.Head()));
  std::vector<std::string> notes;
  ASSERT_OK(reader.Scan(kNoteTable, WorkshopKey(kWorkshop), "",
                        [&notes](absl::string_view, absl::string_view row) {
                          v1::WorkshopNote note;
                          EXPECT_TRUE(note.ParseFromString(std::string(row)));
                          notes.push_back(note.ShortDebugString());
                          return true;
                        }));
  v1::WorkshopNote second =
      FromText<v1::WorkshopNote>("entry: 12 text: 'Två, rättad' corrected: true");
  v1::WorkshopNote third = FromText<v1::WorkshopNote>("entry: 13 text: 'Tre'");
  EXPECT_THAT(notes, ::testing::ElementsAre(second.ShortDebugString(), third.ShortDebugString()));
}

TEST_F(WorkshopViewTest, WhatNobodySaidIsNoWorkshop) {
  ASSERT_OK_AND_ASSIGN(const runtime::ViewReader reader, bench_.Read(bench_.Head()));
  EXPECT_THAT(reader.Get(kWorkshopTable, WorkshopKey(kWorkshop)),
              IsOkAndHolds(::testing::Eq(std::nullopt)));
  EXPECT_THAT(bench_.Rows(bench_.Head()), ::testing::IsEmpty());
}

TEST_F(WorkshopViewTest, WorkshopsAreListedByTheirFirstDay) {
  Plan("1", "start_date @2019-12-31 end_date @2020-01-01");
  Plan("2", "start_date @2019-02-01 end_date @2019-02-02");
  Plan("3", "start_date @2019-12-31 end_date @2020-01-01");
  const Position before = bench_.Head();

  Do<v1::EditWorkshopRequest>(
      "name: '~/workshops/2' expected_revision: 0 "
      "edits { period { start_date @2020-01-01 end_date @2020-01-02 } }");

  const std::string prefix = "partnerships/vasterbotten/workshops/";
  EXPECT_THAT(NamesByDate(before),
              ::testing::ElementsAre(prefix + "2", prefix + "1", prefix + "3"));
  EXPECT_THAT(NamesByDate(bench_.Head()),
              ::testing::ElementsAre(prefix + "1", prefix + "3", prefix + "2"));
}

TEST_F(WorkshopViewTest, TheCancelledAndTheWithdrawnStay) {
  TellTheWholeStory();

  EXPECT_THAT(NamesByDate(bench_.Head()), ::testing::SizeIs(3));
  ASSERT_OK_AND_ASSIGN(const runtime::ViewReader reader, bench_.Read(bench_.Head()));
  EXPECT_EQ(reader
                .GetMessage<v1::Workshop>(kWorkshopTable,
                                          WorkshopKey("partnerships/vasterbotten/workshops/2"))
                ->value()
                .state(),
            v1::WORKSHOP_STATE_CANCELLED);
  EXPECT_EQ(reader
                .GetMessage<v1::Workshop>(kWorkshopTable,
                                          WorkshopKey("partnerships/vasterbotten/workshops/3"))
                ->value()
                .state(),
            v1::WORKSHOP_STATE_WITHDRAWN);
}

TEST_F(WorkshopViewTest, ItsLinksAreReadBothWaysUntilItIsWithdrawn) {
  PlanAndInvite();
  RecordAndHold();
  const std::vector<std::string> before = {"workshops/1 outcomes/14/links plans/1"};
  EXPECT_EQ(bench_.Links("workshops/1"), before);
  EXPECT_EQ(bench_.Links("plans/1"), before);
  EXPECT_EQ(bench_.TitleOf("workshops/1"), "Kartläggning");

  EditEverything();
  const std::vector<std::string> after = {"workshops/1 outcomes/14/links plans/2"};
  EXPECT_EQ(bench_.Links("workshops/1"), after);
  EXPECT_EQ(bench_.Links("plans/2"), after);
  EXPECT_THAT(bench_.Links("plans/1"), ::testing::IsEmpty());

  Do<v1::WithdrawWorkshopRequest>("name: '~/workshops/1'");
  EXPECT_THAT(bench_.Links("plans/2"), ::testing::IsEmpty());
}

TEST_F(WorkshopViewTest, AsOfEveryPositionItIsWhatTheEventsUpToThereSay) {
  TellTheWholeStory();

  for (Position at(0); at <= bench_.Head(); at = at + 1) {
    EXPECT_EQ(bench_.Rows(at), bench_.FoldedRows(at)) << "position " << at.value();
  }
}

TEST_F(WorkshopViewTest, BuildingItAnewGivesTheSameRowsAtEveryPosition) {
  TellTheWholeStory();
  std::vector<std::vector<std::string>> before;
  for (Position at(0); at <= bench_.Head(); at = at + 1) before.push_back(bench_.Rows(at));

  bench_.Rebuild();

  for (Position at(0); at <= bench_.Head(); at = at + 1) {
    EXPECT_EQ(bench_.Rows(at), before[at.value()]) << "position " << at.value();
  }
}

TEST_F(WorkshopViewTest, AnEventOfALaterVersionRaisesTheRevisionAndNothingElse) {
  Plan("1", "start_date @2019-10-01 end_date @2019-10-03");
  v1::Workshop expected = Read(bench_.Head());
  expected.set_revision(1);

  bench_.Exists("workshops/1");  // An event of a type that this program does not know.

  EXPECT_EQ(ToText(Read(bench_.Head())), ToText(expected));
}

TEST(ByOrganisationKeysTest, AWorkshopConcernsItsHostTheInvitedAndThoseWhoCame) {
  const auto workshop = FromText<v1::Workshop>(
      "name: 'w' host: 'a' invited: 'b' attendance { organisation: 'c' participants: 1 }"
      "registrations { organisation: 'd' participants: 1 } period { start_date @2019-10-01 }");
  const std::string rest = ByDateKey(workshop);

  EXPECT_THAT(ByOrganisationKeys(workshop),
              ::testing::ElementsAre(OrganisationKey("a") + rest, OrganisationKey("b") + rest,
                                     OrganisationKey("c") + rest));
}

}  // namespace
}  // namespace samverk::workshops
