#include "services/partnership/partnership_view.h"

#include <string>
#include <vector>

#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "samverk/storage/v1/meeting_year_row.pb.h"
#include "samverk/storage/v1/person_row.pb.h"
#include "services/partnership/partnership_service.h"
#include "services/partnership/person_details.h"
#include "services/runtime/personal.h"
#include "services/runtime/testing/from_text.h"
#include "services/testing/slice_bench.h"

namespace samverk::partnership {
namespace {

using runtime::FromText;
using runtime::ToText;
using runtime::With;
using storage::Position;

constexpr char kHere[] = "partnerships/vasterbotten";

std::string Whole(const std::string& relative) { return std::string(kHere) + "/" + relative; }

class PartnershipViewTest : public ::testing::Test {
 protected:
  template <typename Command>
  void Do(const std::string& text) {
    ASSERT_OK(bench_.Do(FromText<Command>(text)));
  }

  void Create() {
    Do<v1::CreatePartnershipRequest>(
        "partnership_id: 'vasterbotten' display_name: 'Servicepartnerskap Västerbotten'"
        "county: '24' meetings_per_year_min: 2");
  }

  void Admit(const std::string& id, const std::string& display_name) {
    Do<v1::AdmitOrganisationRequest>("parent: '~' organisation_id: '" + id +
                                     "' kind: ORGANISATION_KIND_LOCAL_GROUP display_name: '" +
                                     display_name + "' joined_on @2016-01-01");
  }

  void Call(const std::string& id, const std::string& period) {
    Do<v1::CallMeetingRequest>("parent: '~' meeting_id: '" + id +
                               "' host: '~/organisations/2421' title: 'Träff' period { " + period +
                               " } form: EVENT_FORM_HYBRID venue: 'Folkets hus' topic: 'Planer'");
  }

  void AdmitAndRegister() {
    Do<v1::AdmitOrganisationRequest>(
        "parent: '~' organisation_id: '2421' kind: ORGANISATION_KIND_MUNICIPALITY "
        "kommunkod: '2421' display_name: 'Storuman' joined_on @2016-01-01");
    Admit("byalag", "Ammarnäs byalag");
    Do<v1::EditOrganisationRequest>(
        "name: '~/organisations/2421' expected_revision: 0 "
        "edits { display_name: 'Åsele' } edits { joined_on @2015-01-01 }");
    Do<v1::RegisterPersonRequest>(
        "parent: '~' person_id: '2' organisation: '~/organisations/2421' role: ROLE_OFFICER");
    Do<v1::RegisterPersonRequest>(
        "parent: '~' person_id: '1' organisation: '~/organisations/byalag' role: ROLE_LOCAL_ACTOR");
    Do<v1::EndMembershipRequest>("name: '~/organisations/byalag' left_on @2018-01-01");
  }

  // A person with details and roles; everything that can happen to one happens.
  void Employ() {
    Do<v1::RegisterPersonRequest>(
        "parent: '~' person_id: '3' organisation: '~/organisations/2421' role: ROLE_OFFICER "
        "role_start_date @2017-01-01 "
        "details { display_name: 'Exempel Exempelsson' email: 'exempel@example.com' }");
    Do<v1::AssignRoleRequest>(
        "name: '~/people/3' organisation: '~/organisations/byalag' role: ROLE_LOCAL_ACTOR "
        "start_date @2018-01-01");
    Do<v1::AssignRoleRequest>(
        "name: '~/people/3' organisation: '~/organisations/byalag' role: ROLE_AUDITOR "
        "start_date @2018-01-01 end_date @2019-01-01");
    Do<v1::EndRoleRequest>("name: '~/people/3' entry: 1 end_date @2018-06-01");
    Do<v1::EditPersonRequest>(
        "name: '~/people/3' expected_revision: 3 edits { display_name: 'Exempel Nyman' }"
        "edits { phone: '090-12 34 56' } edits { email: '' } edits { remove_role: 2 }"
        "edits { role_period { entry: 1 start_date @2018-02-01 end_date @2018-07-01 } }");
  }

  void Meet() {
    Call("1", "start_date @2019-10-01 end_date @2019-10-03");
    Do<v1::HoldMeetingRequest>(
        "name: '~/meetings/1' held { start_date @2019-10-02 end_date @2019-10-04 }"
        "attendance { organisation: '~/organisations/2421' participants: 3 }");
    Do<v1::EditMeetingRequest>(
        "name: '~/meetings/1' expected_revision: 1 "
        "edits { title: 'Hösttträff' } edits { title: 'Höstträff' } edits { venue: 'Teams' }"
        "edits { period { start_date @2019-09-02 end_date @2019-09-03 } }"
        "edits { form: EVENT_FORM_DIGITAL } edits { topic: 'Drivmedel' }"
        "edits { attendance { organisation: '~/organisations/2421' participants: 4 } }"
        "edits { attendance { organisation: '~/organisations/byalag' participants: 1 } }");
    Call("2", "start_date @2019-12-01 end_date @2019-12-02");
    Do<v1::CancelMeetingRequest>("name: '~/meetings/2'");
    Decide();
    Call("3", "start_date @2019-08-01 end_date @2019-08-02");
    Do<v1::WithdrawMeetingRequest>("name: '~/meetings/3'");
  }

  // What is said at meeting 4, and what becomes of it; everything that can happen to that.
  void Decide() {
    Do<v1::CallMeetingRequest>(
        "parent: '~' meeting_id: '4' host: '~/organisations/byalag' title: 'Beslut' "
        "period { start_date @2018-03-01 end_date @2018-03-02 } form: EVENT_FORM_PHYSICAL "
        "invited: '~/organisations/2421'");
    Do<v1::InviteToMeetingRequest>("name: '~/meetings/4' organisations: '~/organisations/byalag'");
    Do<v1::SetMeetingAgendaRequest>(
        "name: '~/meetings/4' items { title: 'Läget' presenter: '~/organisations/2421' }");
    Do<v1::HoldMeetingRequest>(
        "name: '~/meetings/4' attendance { organisation: '~/organisations/2421' participants: 2 }");
    Do<v1::RecordMeetingMinutesRequest>("name: '~/meetings/4' sections { text: 'Sagt' }");
    Do<v1::ApproveMeetingMinutesRequest>(
        "name: '~/meetings/4' expected_revision: 4 "
        "approval { approved_on @2018-03-10 approved_by: '~/organisations/2421' }");
    for (const char* deadline : {"deadline @2018-06-01", "", "deadline @2018-05-01"}) {  // 6, 7, 8.
      Do<v1::RecordMeetingDecisionRequest>(
          "name: '~/meetings/4' text: 'Skriv' "
          "responsible: '~/organisations/2421' " +
          std::string(deadline));
    }
    Do<v1::CompleteMeetingDecisionRequest>(
        "name: '~/meetings/4' completion { entry: 6 done_on @2018-07-01 result: 'Skickat' }");
    Do<v1::EditMeetingRequest>(
        "name: '~/meetings/4' expected_revision: 9 edits { minutes { sections { text: 'Rätt' } } }"
        "edits { minutes_approval { approved_on @2018-03-11 approved_by: '~/people/1' } }"
        "edits { decision { entry: 7 text: 'Ring' responsible: '~/organisations/byalag' } }"
        "edits { decision_completion { entry: 6 done_on @2018-07-02 } }"
        "edits { remove_invited: '~/organisations/byalag' }"
        "edits { remove_attendance: '~/organisations/2421' }"
        "edits { attendance { organisation: '~/organisations/byalag' participants: 5 } }");
  }

  // The rest of what can happen to it.
  void Undo() {
    Do<v1::EditMeetingRequest>(
        "name: '~/meetings/4' expected_revision: 16 edits { reopen_decision: 6 }"
        "edits { remove_decision: 8 } edits { remove_minutes_approval {} }"
        "edits { period { start_date @2017-12-31 end_date @2018-01-02 } }");
  }

  // Everything that can happen in this slice.
  void TellTheWholeStory() {
    Create();
    AdmitAndRegister();
    Employ();
    Do<v1::WithdrawPersonRequest>("name: '~/people/3'");
    Meet();
    Undo();
    Do<v1::WithdrawMeetingRequest>("name: '~/meetings/4'");
    Do<v1::AdmitOrganisationRequest>(
        "parent: '~' organisation_id: 'byalag' kind: ORGANISATION_KIND_LOCAL_GROUP "
        "display_name: 'Ammarnäs intresseförening' joined_on @2019-01-01");
    Do<v1::ConfirmClockRequest>("name: '~'");
    bench_.Exists("initiatives/1");  // Somebody else's event, last.
  }

  template <typename Row>
  Row Read(char table, const std::string& name) {
    const auto reader = bench_.Read(bench_.Head());
    return reader->GetMessage<Row>(table, ResourceKey(name))->value();
  }

  storage::v1::PersonRow ReadPerson(const std::string& relative) {
    return Read<storage::v1::PersonRow>(kPersonTable, Whole(relative));
  }

  // Reads the details of people/3.
  runtime::PersonalReader Reader() {
    return runtime::PersonalReader::Make(bench_.people(), bench_.log().identity().ledger_id,
                                         "people/3")
        .value();
  }

  std::vector<std::string> Index(char table, Position as_of) {
    std::vector<std::string> names;
    EXPECT_OK(
        bench_.Read(as_of)->Scan(table, "", "", [&names](absl::string_view, absl::string_view row) {
          names.emplace_back(row);
          return true;
        }));
    return names;
  }

  testing::SliceBench bench_{AddPartnership};
};

TEST_F(PartnershipViewTest, ThePartnershipIsWhatItWasCreatedAs) {
  Create();
  Do<v1::ConfirmClockRequest>("name: '~'");

  EXPECT_EQ(ToText(Read<v1::Partnership>(kPartnershipTable, kHere)),
            ToText(FromText<v1::Partnership>(
                "name: '~' display_name: 'Servicepartnerskap Västerbotten' county: '24'"
                "meetings_per_year_min: 2")));
}

TEST_F(PartnershipViewTest, AnOrganisationIsWhatItsEventsSay) {
  AdmitAndRegister();

  EXPECT_EQ(ToText(Read<v1::Organisation>(kOrganisationTable, Whole("organisations/2421"))),
            ToText(FromText<v1::Organisation>(
                "name: '~/organisations/2421' kind: ORGANISATION_KIND_MUNICIPALITY "
                "display_name: 'Åsele' kommunkod: '2421' joined_on @2015-01-01 revision: 2")));
  EXPECT_EQ(ToText(Read<v1::Organisation>(kOrganisationTable, Whole("organisations/byalag"))),
            ToText(FromText<v1::Organisation>(
                "name: '~/organisations/byalag' kind: ORGANISATION_KIND_LOCAL_GROUP "
                "display_name: 'Ammarnäs byalag' joined_on @2016-01-01 left_on @2018-01-01 "
                "revision: 1")));
}

TEST_F(PartnershipViewTest, WhoIsAdmittedAgainHasNotLeft) {
  TellTheWholeStory();

  EXPECT_EQ(ToText(Read<v1::Organisation>(kOrganisationTable, Whole("organisations/byalag"))),
            ToText(FromText<v1::Organisation>(
                "name: '~/organisations/byalag' kind: ORGANISATION_KIND_LOCAL_GROUP "
                "display_name: 'Ammarnäs intresseförening' joined_on @2019-01-01 revision: 2")));
}

TEST_F(PartnershipViewTest, OrganisationsSortAsSwedesSort) {
  Admit("a", "Ånge");
  Admit("b", "Öckerö");
  Admit("c", "Zinkgruvan");
  Admit("d", "Ätran");
  Admit("e", "ammarnäs");
  Admit("f", "Vilhelmina");
  Admit("g", "Zinkgruvan");

  EXPECT_THAT(Index(kByNameTable, bench_.Head()),
              ::testing::ElementsAre(Whole("organisations/e"), Whole("organisations/f"),
                                     Whole("organisations/c"), Whole("organisations/g"),
                                     Whole("organisations/a"), Whole("organisations/d"),
                                     Whole("organisations/b")));
}

TEST_F(PartnershipViewTest, ARenamedOrganisationMovesInTheList) {
  Admit("a", "Ammarnäs");
  Admit("b", "Bjurholm");
  const Position before = bench_.Head();

  Do<v1::EditOrganisationRequest>(
      "name: '~/organisations/a' expected_revision: 0 edits { display_name: 'Åsele' }");

  EXPECT_THAT(Index(kByNameTable, before),
              ::testing::ElementsAre(Whole("organisations/a"), Whole("organisations/b")));
  EXPECT_THAT(Index(kByNameTable, bench_.Head()),
              ::testing::ElementsAre(Whole("organisations/b"), Whole("organisations/a")));
}

TEST_F(PartnershipViewTest, APersonIsWhatItsEventsSay) {
  AdmitAndRegister();
  Employ();

  EXPECT_EQ(ToText(ReadPerson("people/2").person()),
            ToText(FromText<v1::Person>(
                "name: '~/people/2' organisation: '~/organisations/2421' role: ROLE_OFFICER "
                "roles { organisation: '~/organisations/2421' role: ROLE_OFFICER }")));
  EXPECT_EQ(ToText(ReadPerson("people/3").person()), ToText(FromText<v1::Person>(R"(
    name: '~/people/3' organisation: '~/organisations/2421' role: ROLE_OFFICER revision: 8
    roles { organisation: '~/organisations/2421' role: ROLE_OFFICER start_date @2017-01-01 }
    roles { entry: 1 organisation: '~/organisations/byalag' role: ROLE_LOCAL_ACTOR
            start_date @2018-02-01 end_date @2018-07-01 }
  )")));
  Do<v1::WithdrawPersonRequest>("name: '~/people/3'");
  EXPECT_TRUE(ReadPerson("people/3").person().withdrawn());
}

TEST_F(PartnershipViewTest, ARowKeepsWhatIsPersonalSealedAndTheNewestOfIt) {
  AdmitAndRegister();
  Employ();

  const auto row = ReadPerson("people/3");

  EXPECT_EQ(row.display_name().type(), "samverk.v1.PersonRenamed");
  EXPECT_EQ(row.phone().type(), "samverk.v1.PersonPhoneCorrected");
  EXPECT_EQ(row.phone().ordinal(), 1u);
  EXPECT_FALSE(row.has_email());
  EXPECT_THAT(row.SerializeAsString(),
              ::testing::AllOf(::testing::Not(::testing::HasSubstr("Nyman")),
                               ::testing::Not(::testing::HasSubstr("12 34"))));
  EXPECT_FALSE(ReadPerson("people/2").has_display_name());
}

TEST_F(PartnershipViewTest, ARowIsOpenedWithThePersonsKeyForThoseWhoMaySeeIt) {
  AdmitAndRegister();
  Employ();
  const auto row = ReadPerson("people/3");

  ASSERT_OK_AND_ASSIGN(const v1::Person seen, OpenPerson(row, Reader(), /*show_details=*/true));
  ASSERT_OK_AND_ASSIGN(const v1::Person hidden, OpenPerson(row, Reader(), false));

  EXPECT_EQ(
      ToText(seen.details()),
      ToText(FromText<v1::PersonDetails>("display_name: 'Exempel Nyman' phone: '090-12 34 56'")));
  EXPECT_FALSE(seen.erased());
  EXPECT_FALSE(hidden.has_details());
  EXPECT_FALSE(hidden.erased());
}

TEST_F(PartnershipViewTest, WithoutTheKeyAPersonIsErasedForEverybody) {
  AdmitAndRegister();
  Employ();
  ASSERT_OK(bench_.people().DeleteKey("people/3"));

  for (const bool show : {true, false}) {
    ASSERT_OK_AND_ASSIGN(const v1::Person person,
                         OpenPerson(ReadPerson("people/3"), Reader(), show));
    EXPECT_TRUE(person.erased());
    EXPECT_FALSE(person.has_details());
    EXPECT_EQ(person.roles_size(), 2);
  }
}

TEST_F(PartnershipViewTest, PeopleAreListedByTheirOwnerAndByWhereTheyHaveARole) {
  AdmitAndRegister();
  Employ();

  EXPECT_THAT(Index(kByOwnerTable, bench_.Head()),
              ::testing::ElementsAre(Whole("people/2"), Whole("people/3"), Whole("people/1")));
  EXPECT_THAT(Index(kByOrganisationTable, bench_.Head()),
              ::testing::ElementsAre(Whole("people/2"), Whole("people/3"), Whole("people/1"),
                                     Whole("people/3")));

  Do<v1::EditPersonRequest>("name: '~/people/3' expected_revision: 8 edits { remove_role: 1 }");

  EXPECT_THAT(Index(kByOrganisationTable, bench_.Head()),
              ::testing::ElementsAre(Whole("people/2"), Whole("people/3"), Whole("people/1")));
}

TEST_F(PartnershipViewTest, AMeetingIsWhatItsEventsSay) {
  AdmitAndRegister();
  Meet();

  EXPECT_EQ(ToText(Read<v1::Meeting>(kMeetingTable, Whole("meetings/1"))),
            ToText(FromText<v1::Meeting>(R"(
    name: '~/meetings/1' host: '~/organisations/2421' state: MEETING_STATE_HELD
    title: 'Höstträff' period { start_date @2019-09-02 end_date @2019-09-03 }
    form: EVENT_FORM_DIGITAL venue: 'Teams' topic: 'Drivmedel'
    attendance { organisation: '~/organisations/2421' participants: 4 }
    attendance { organisation: '~/organisations/byalag' participants: 1 }
    revision: 9
  )")));
  EXPECT_EQ(Read<v1::Meeting>(kMeetingTable, Whole("meetings/2")).state(),
            v1::MEETING_STATE_CANCELLED);
  EXPECT_EQ(Read<v1::Meeting>(kMeetingTable, Whole("meetings/3")).state(),
            v1::MEETING_STATE_WITHDRAWN);
}

TEST_F(PartnershipViewTest, AMeetingIsAlsoWhatWasSaidAtIt) {
  AdmitAndRegister();
  Decide();

  EXPECT_EQ(ToText(Read<v1::Meeting>(kMeetingTable, Whole("meetings/4"))),
            ToText(FromText<v1::Meeting>(R"(
    name: '~/meetings/4' host: '~/organisations/byalag' state: MEETING_STATE_HELD title: 'Beslut'
    period { start_date @2018-03-01 end_date @2018-03-02 } form: EVENT_FORM_PHYSICAL
    attendance { organisation: '~/organisations/byalag' participants: 5 } revision: 16
    invited: '~/organisations/2421'
    agenda { title: 'Läget' presenter: '~/organisations/2421' }
    minutes { sections { text: 'Rätt' } corrected_since: true
              approval { approved_on @2018-03-11 approved_by: '~/people/1' } }
    decisions { entry: 6 text: 'Skriv' responsible: '~/organisations/2421' deadline @2018-06-01
                done_on @2018-07-02 }
    decisions { entry: 7 text: 'Ring' responsible: '~/organisations/byalag' }
    decisions { entry: 8 text: 'Skriv' responsible: '~/organisations/2421' deadline @2018-05-01 }
  )")));
}

TEST_F(PartnershipViewTest, MeetingsAreListedByTheirFirstDay) {
  AdmitAndRegister();
  Meet();

  EXPECT_THAT(Index(kByDateTable, bench_.Head()),
              ::testing::ElementsAre(Whole("meetings/4"), Whole("meetings/3"), Whole("meetings/1"),
                                     Whole("meetings/2")));
}

TEST_F(PartnershipViewTest, MeetingsAreListedByThoseWhomTheyConcern) {
  AdmitAndRegister();
  Decide();

  EXPECT_THAT(Index(kMeetingByOrganisationTable, bench_.Head()),
              ::testing::ElementsAre(Whole("meetings/4"), Whole("meetings/4")));

  Do<v1::EditMeetingRequest>(
      "name: '~/meetings/4' expected_revision: 16 edits { remove_invited: '~/organisations/2421' "
      "}");

  EXPECT_THAT(Index(kMeetingByOrganisationTable, bench_.Head()),
              ::testing::ElementsAre(Whole("meetings/4")));
}

TEST_F(PartnershipViewTest, DecisionsAreListedByTheDayTheyWereDoneAndThenByDeadline) {
  AdmitAndRegister();
  Decide();
  const std::string done = Whole("meetings/4/decisions/6");
  const std::string without_deadline = Whole("meetings/4/decisions/7");
  const std::string earliest = Whole("meetings/4/decisions/8");

  // All of them, those of 2018, those of the village, those of Storuman.
  EXPECT_THAT(Index(kDecisionTable, bench_.Head()),
              ::testing::ElementsAre(done, earliest, without_deadline, done, earliest,
                                     without_deadline, done, earliest, without_deadline));

  Undo();

  EXPECT_THAT(Index(kDecisionTable, bench_.Head()),
              ::testing::ElementsAre(done, without_deadline, done, without_deadline, done,
                                     without_deadline));

  Do<v1::WithdrawMeetingRequest>("name: '~/meetings/4'");

  EXPECT_THAT(Index(kDecisionTable, bench_.Head()), ::testing::IsEmpty());
}

TEST_F(PartnershipViewTest, YearsAddUpAndMeetingsMoveBetweenThem) {
  AdmitAndRegister();
  Meet();
  const auto years = [this] {
    std::vector<std::string> texts;
    for (const std::string& row : Index(kYearTable, bench_.Head())) {
      storage::v1::MeetingYearRow year;
      EXPECT_TRUE(year.ParseFromString(row));
      texts.push_back(ToText(year));
    }
    return texts;
  };
  const std::string of_2019 = ToText(FromText<storage::v1::MeetingYearRow>(
      "year: 2019 held: 1 "
      "participation { organisation: '~/organisations/2421' meetings: 1 participants: 4 }"
      "participation { organisation: '~/organisations/byalag' meetings: 1 participants: 1 }"));
  const std::string village =
      "held: 1 participation { organisation: '~/organisations/byalag' meetings: 1 participants: 5 "
      "}";

  EXPECT_THAT(years(),
              ::testing::ElementsAre(
                  ToText(FromText<storage::v1::MeetingYearRow>("year: 2018 " + village)), of_2019));

  Undo();

  EXPECT_THAT(years(),
              ::testing::ElementsAre(
                  ToText(FromText<storage::v1::MeetingYearRow>("year: 2017 " + village)), of_2019));

  Do<v1::WithdrawMeetingRequest>("name: '~/meetings/4'");
  Call("5", "start_date @2019-11-01 end_date @2019-11-03");

  EXPECT_THAT(years(),
              ::testing::ElementsAre(ToText(With(FromText<storage::v1::MeetingYearRow>(of_2019),
                                                 "called_until @2019-11-02"))));
}

TEST_F(PartnershipViewTest, LinksOfDecisionsAreReadBothWaysUntilTheMeetingIsWithdrawn) {
  Create();
  AdmitAndRegister();
  for (const char* resource : {"plans/1", "workshops/1"}) bench_.Exists(resource);
  Call("1", "start_date @2019-10-01 end_date @2019-10-03");
  Do<v1::HoldMeetingRequest>(
      "name: '~/meetings/1' attendance { organisation: '~/organisations/2421' participants: 3 }");
  Do<v1::RecordMeetingDecisionRequest>(
      "name: '~/meetings/1' text: 'Skriv' responsible: '~/organisations/2421' links: '~/plans/1'");
  EXPECT_THAT(bench_.Links("meetings/1"),
              ::testing::ElementsAre("meetings/1 decisions/2/links plans/1"));
  EXPECT_THAT(bench_.Links("plans/1"),
              ::testing::ElementsAre("meetings/1 decisions/2/links plans/1"));
  EXPECT_EQ(bench_.TitleOf("meetings/1"), "Träff");

  Do<v1::EditMeetingRequest>(
      "name: '~/meetings/1' expected_revision: 2 edits { decision { entry: 2 text: 'Ring' "
      "responsible: '~/organisations/2421' links: '~/workshops/1' } }");
  EXPECT_THAT(bench_.Links("plans/1"), ::testing::IsEmpty());
  EXPECT_THAT(bench_.Links("workshops/1"),
              ::testing::ElementsAre("meetings/1 decisions/2/links workshops/1"));

  Do<v1::WithdrawMeetingRequest>("name: '~/meetings/1'");
  EXPECT_THAT(bench_.Links("workshops/1"), ::testing::IsEmpty());
}

TEST_F(PartnershipViewTest, AsOfEveryPositionItIsWhatTheEventsUpToThereSay) {
  TellTheWholeStory();

  for (Position at(0); at <= bench_.Head(); at = at + 1) {
    EXPECT_EQ(bench_.Rows(at), bench_.FoldedRows(at)) << "position " << at.value();
  }
}

TEST_F(PartnershipViewTest, BuildingItAnewGivesTheSameRowsAtEveryPosition) {
  TellTheWholeStory();
  std::vector<std::vector<std::string>> before;
  for (Position at(0); at <= bench_.Head(); at = at + 1) before.push_back(bench_.Rows(at));

  bench_.Rebuild();

  for (Position at(0); at <= bench_.Head(); at = at + 1) {
    EXPECT_EQ(bench_.Rows(at), before[at.value()]) << "position " << at.value();
  }
}

TEST_F(PartnershipViewTest, EventsOfALaterVersionRaiseTheRevisionAndNothingElse) {
  AdmitAndRegister();
  Meet();
  auto organisation = Read<v1::Organisation>(kOrganisationTable, Whole("organisations/2421"));
  auto person = ReadPerson("people/1");
  auto meeting = Read<v1::Meeting>(kMeetingTable, Whole("meetings/1"));
  const std::vector<std::string> by_name = Index(kByNameTable, bench_.Head());

  bench_.Exists("organisations/2421");
  bench_.Exists("people/1");
  bench_.Exists("meetings/1");

  organisation.set_revision(organisation.revision() + 1);
  person.mutable_person()->set_revision(person.person().revision() + 1);
  meeting.set_revision(meeting.revision() + 1);
  EXPECT_EQ(ToText(Read<v1::Organisation>(kOrganisationTable, organisation.name())),
            ToText(organisation));
  EXPECT_EQ(ToText(ReadPerson("people/1")), ToText(person));
  EXPECT_EQ(ToText(Read<v1::Meeting>(kMeetingTable, meeting.name())), ToText(meeting));
  EXPECT_EQ(Index(kByNameTable, bench_.Head()), by_name);
}

}  // namespace
}  // namespace samverk::partnership
