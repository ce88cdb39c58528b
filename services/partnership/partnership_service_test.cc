#include "services/partnership/partnership_service.h"

#include <string>
#include <vector>

#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "samverk/v1/meeting.pb.h"
#include "samverk/v1/partnership.pb.h"
#include "services/access/access.h"
#include "services/partnership/meeting_rules.h"
#include "services/partnership/organisation_rules.h"
#include "services/partnership/partnership_rules.h"
#include "services/partnership/person_rules.h"
#include "services/runtime/read_point.h"
#include "services/runtime/testing/from_text.h"
#include "services/testing/in_process_server.h"
#include "services/testing/requests.h"
#include "storage/event_log/log_reasons.h"

namespace samverk::partnership {
namespace {

using runtime::FromText;
using runtime::With;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using v1::CommandResult;

class PartnershipServiceTest : public ::testing::Test {
 protected:
  // Gives a command that must succeed.
  template <typename Command>
  CommandResult Do(const std::string& text) {
    const absl::StatusOr<CommandResult> result = server_.Do(FromText<Command>(text));
    EXPECT_OK(result);
    return result.value_or(CommandResult());
  }

  // What a query for `result` answers, with everything that the result includes.
  template <typename Request, typename Response>
  Response Get(const CommandResult& result) {
    Request request;
    request.set_name(result.name());
    *request.mutable_read()->mutable_min_position() = result.position();
    const auto response = server_.Ask<Response>(request);
    EXPECT_OK(response);
    return response.value_or(Response());
  }

  v1::Organisation GetOrganisation(const CommandResult& result) {
    return Get<v1::GetOrganisationRequest, v1::GetOrganisationResponse>(result).organisation();
  }

  v1::Meeting GetMeeting(const CommandResult& result) {
    return Get<v1::GetMeetingRequest, v1::GetMeetingResponse>(result).meeting();
  }

  CommandResult AdmitGroup(const std::string& id, const std::string& display_name) {
    return Do<v1::AdmitOrganisationRequest>(
        "parent: '~' organisation_id: '" + id + "' kind: ORGANISATION_KIND_LOCAL_GROUP " +
        "display_name: '" + display_name + "' joined_on @2016-01-01");
  }

  CommandResult Call(const std::string& period) {
    return Do<v1::CallMeetingRequest>("parent: '~' meeting_id: '" + testing::NewId() +
                                      "' host: '~/organisations/2421' title: 'Träff' period { " +
                                      period + " } form: EVENT_FORM_HYBRID");
  }

  CommandResult Register(const std::string& organisation) {
    return Do<v1::RegisterPersonRequest>("parent: '~' person_id: '" + testing::NewId() +
                                         "' organisation: '~/organisations/" + organisation +
                                         "' role: ROLE_OFFICER");
  }

  // The names on all pages of a list, whose first page includes what `seen` includes.
  template <typename Request, typename Response, typename Names>
  std::vector<std::string> ListAll(const std::string& filter, const CommandResult& seen,
                                   Names names_of) {
    auto request = FromText<Request>("parent: '~' " + filter);
    *request.mutable_read()->mutable_min_position() = seen.position();
    std::vector<std::string> names;
    do {
      const auto page = server_.Ask<Response>(request);
      if (!page.ok()) return {page.status().ToString()};
      for (const auto& each : names_of(*page)) names.push_back(each.name());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return names;
  }

  std::vector<std::string> ListOrganisations(const std::string& filter, const CommandResult& seen) {
    return ListAll<v1::ListOrganisationsRequest, v1::ListOrganisationsResponse>(
        filter, seen, [](const auto& page) { return page.organisations(); });
  }

  std::vector<std::string> ListPeople(const std::string& filter, const CommandResult& seen) {
    return ListAll<v1::ListPeopleRequest, v1::ListPeopleResponse>(
        filter, seen, [](const auto& page) { return page.people(); });
  }

  std::vector<std::string> ListMeetings(const std::string& filter, const CommandResult& seen) {
    return ListAll<v1::ListMeetingsRequest, v1::ListMeetingsResponse>(
        filter, seen, [](const auto& page) { return page.meetings(); });
  }

  testing::InProcessServer server_;
};

TEST_F(PartnershipServiceTest, OrganisationsAreAdmittedCorrectedAndLeave) {
  const CommandResult admitted = server_.AdmitMunicipality("2421", "Storumans kommun");
  const std::string name = "name: '" + admitted.name() + "' ";

  EXPECT_EQ(admitted.name(), "partnerships/vasterbotten/organisations/2421");
  EXPECT_EQ(GetOrganisation(admitted).display_name(), "Storumans kommun");
  const CommandResult edited = Do<v1::EditOrganisationRequest>(
      name + "expected_revision: 0 edits { display_name: 'Storuman' }");
  EXPECT_THAT(edited.outcomes(), ElementsAre(v1::EDIT_OUTCOME_ACCEPTED));
  EXPECT_EQ(GetOrganisation(edited).display_name(), "Storuman");
  const CommandResult left = Do<v1::EndMembershipRequest>(name + "left_on @2018-01-01");
  EXPECT_TRUE(GetOrganisation(left).has_left_on());
  const CommandResult again = Do<v1::AdmitOrganisationRequest>(
      "parent: '~' organisation_id: '2421' kommunkod: '2421' display_name: 'Storuman' "
      "kind: ORGANISATION_KIND_MUNICIPALITY joined_on @2019-01-01");
  EXPECT_EQ(again.revision(), 3);
  EXPECT_FALSE(GetOrganisation(again).has_left_on());
}

TEST_F(PartnershipServiceTest, EveryCommandOnMeetingsIsAnswered) {
  server_.AdmitMunicipality("2421", "Storumans kommun");
  const CommandResult called = Call("start_date @2019-10-01 end_date @2019-10-02");
  const std::string name = "name: '" + called.name() + "' ";

  EXPECT_EQ(GetMeeting(called).state(), v1::MEETING_STATE_CALLED);
  const CommandResult held = Do<v1::HoldMeetingRequest>(
      name + "attendance { organisation: '~/organisations/2421' participants: 3 }");
  EXPECT_EQ(GetMeeting(held).state(), v1::MEETING_STATE_HELD);
  const CommandResult edited = Do<v1::EditMeetingRequest>(
      name + "expected_revision: 1 edits { title: 'Höstträff' } edits { topic: '' }");
  EXPECT_THAT(edited.outcomes(),
              ElementsAre(v1::EDIT_OUTCOME_ACCEPTED, v1::EDIT_OUTCOME_CONVERGED));
  EXPECT_EQ(GetMeeting(edited).title(), "Höstträff");
  EXPECT_EQ(GetMeeting(Do<v1::WithdrawMeetingRequest>(name)).state(), v1::MEETING_STATE_WITHDRAWN);

  const CommandResult other = Call("start_date @2019-10-01 end_date @2019-10-02");
  EXPECT_EQ(GetMeeting(Do<v1::CancelMeetingRequest>("name: '" + other.name() + "'")).state(),
            v1::MEETING_STATE_CANCELLED);
}

TEST_F(PartnershipServiceTest, CreatingAPartnershipAgainChangesNothing) {
  const std::string text =
      "partnership_id: 'vasterbotten' display_name: 'Servicepartnerskap Västerbotten'"
      "county: '24' meetings_per_year_min: ";

  const CommandResult again = Do<v1::CreatePartnershipRequest>(text + "2");

  EXPECT_EQ(again.name(), "partnerships/vasterbotten");
  EXPECT_EQ(again.revision(), 0);
  EXPECT_EQ(again.position().position(), 1);
  EXPECT_THAT(server_.Do(FromText<v1::CreatePartnershipRequest>(text + "3")),
              IsRefused(kPartnershipExists));
}

TEST_F(PartnershipServiceTest, TheClockIsConfirmed) {
  server_.clock().JumpWall(absl::Hours(24));
  const auto admit = FromText<v1::AdmitOrganisationRequest>(
      "parent: '~' organisation_id: 'byalag' kind: ORGANISATION_KIND_LOCAL_GROUP "
      "display_name: 'Byalag' joined_on @2016-01-01");
  EXPECT_THAT(server_.Do(admit), IsRefused(storage::kClockSuspect));

  EXPECT_EQ(Do<v1::ConfirmClockRequest>("name: '~'").revision(), 1);

  EXPECT_OK(server_.Do(admit));
}

TEST_F(PartnershipServiceTest, RefusalsArriveWithTheirReasons) {
  server_.AdmitMunicipality("2421", "Storumans kommun");
  const std::string unknown = testing::NewId();

  EXPECT_THAT(server_.Ask<v1::GetOrganisationResponse>(
                  FromText<v1::GetOrganisationRequest>("name: '~/organisations/2422'")),
              IsRefused(kOrganisationNotFound));
  EXPECT_THAT(server_.Ask<v1::GetPersonResponse>(
                  FromText<v1::GetPersonRequest>("name: '~/people/" + unknown + "'")),
              IsRefused(kPersonNotFound));
  const auto get = FromText<v1::GetMeetingRequest>("name: '~/meetings/" + unknown + "'");
  EXPECT_THAT(server_.Ask<v1::GetMeetingResponse>(get), IsRefused(kMeetingNotFound));
  EXPECT_THAT(server_.Ask<v1::GetMeetingResponse>(get, {.act_as = "agency-contact"}),
              IsRefused(access::kAccessDenied));
  const auto edit = FromText<v1::EditOrganisationRequest>(
      "name: '~/organisations/2421' expected_revision: 0 edits { display_name: 'Storuman' }");
  EXPECT_THAT(server_.Do(edit, {.act_as = "officer@2422"}), IsRefused(access::kAccessDenied));
  EXPECT_OK(server_.Do(edit, {.act_as = "officer@2421"}));
  EXPECT_THAT(server_.Do(edit), IsRefused(storage::kStaleRevision));
  const auto end =
      FromText<v1::EndMembershipRequest>("name: '~/organisations/2421' left_on @2015-01-01");
  EXPECT_THAT(server_.Do(end), IsRefused(kLeftBeforeJoined));
}

TEST_F(PartnershipServiceTest, OrganisationsAreListedByNameAndFiltered) {
  const auto asele = server_.AdmitMunicipality("2463", "Åsele kommun");
  const auto storuman = server_.AdmitMunicipality("2421", "Storumans kommun");
  const auto ammarnas = AdmitGroup("ammarnas", "Ammarnäs byalag");
  const auto oster = AdmitGroup("oster", "Österbygdens byalag");
  const auto left = AdmitGroup("bjurholm", "Bjurholms byalag");
  const auto end = Do<v1::EndMembershipRequest>("name: '" + left.name() + "' left_on @2018-01-01");

  EXPECT_THAT(ListOrganisations("", end),
              ElementsAre(ammarnas.name(), storuman.name(), asele.name(), oster.name()));
  EXPECT_THAT(
      ListOrganisations("show_left: true page_size: 2", end),
      ElementsAre(ammarnas.name(), left.name(), storuman.name(), asele.name(), oster.name()));
  EXPECT_THAT(ListOrganisations("kind: ORGANISATION_KIND_MUNICIPALITY page_size: 1", end),
              ElementsAre(storuman.name(), asele.name()));
  EXPECT_THAT(ListOrganisations("kind: ORGANISATION_KIND_LOCAL_GROUP show_left: true", end),
              ElementsAre(ammarnas.name(), left.name(), oster.name()));
  EXPECT_THAT(ListOrganisations("kind: ORGANISATION_KIND_BUSINESS", end), IsEmpty());
}

TEST_F(PartnershipServiceTest, PeopleAreListedByOrganisation) {
  server_.AdmitMunicipality("2422", "Sorsele kommun");
  server_.AdmitMunicipality("2421", "Storumans kommun");
  const auto sorsele = Register("2422");
  const auto storuman = Register("2421");

  EXPECT_THAT(ListPeople("page_size: 1", storuman), ElementsAre(storuman.name(), sorsele.name()));
  EXPECT_THAT(ListPeople("organisation: '~/organisations/2422'", storuman),
              ElementsAre(sorsele.name()));
  EXPECT_THAT(ListPeople("organisation: '~/organisations/242'", storuman), IsEmpty());
}

TEST_F(PartnershipServiceTest, MeetingsAreListedByYearAndState) {
  server_.AdmitMunicipality("2421", "Storumans kommun");
  const auto of_2017 = Call("start_date @2017-06-01 end_date @2017-06-02");
  const auto both = Call("start_date @2018-12-02 end_date @2019-01-02");
  const auto of_2019 = Call("start_date @2019-12-31 end_date @2020-01-01");
  const auto of_2020 = Call("start_date @2020-01-01 end_date @2020-01-02");
  const auto withdrawn = Call("start_date @2019-03-01 end_date @2019-03-02");
  const auto end = Do<v1::WithdrawMeetingRequest>("name: '" + withdrawn.name() + "'");

  EXPECT_THAT(ListMeetings("", end),
              ElementsAre(of_2017.name(), both.name(), of_2019.name(), of_2020.name()));
  EXPECT_THAT(ListMeetings("year: 2017", end), ElementsAre(of_2017.name()));
  EXPECT_THAT(ListMeetings("year: 2018", end), ElementsAre(both.name()));
  EXPECT_THAT(ListMeetings("year: 2019 page_size: 1", end),
              ElementsAre(both.name(), of_2019.name()));
  EXPECT_THAT(ListMeetings("year: 2020", end), ElementsAre(of_2020.name()));
  EXPECT_THAT(ListMeetings("year: 2019 state: MEETING_STATE_WITHDRAWN", end),
              ElementsAre(withdrawn.name()));
  EXPECT_THAT(ListMeetings("state: MEETING_STATE_HELD", end), IsEmpty());
}

TEST_F(PartnershipServiceTest, LaterPagesAreOfTheStateOfTheFirst) {
  const auto ammarnas = AdmitGroup("a", "Ammarnäs");
  const auto bjurholm = AdmitGroup("b", "Bjurholm");
  const auto dikanas = AdmitGroup("d", "Dikanäs");
  auto request = FromText<v1::ListOrganisationsRequest>(
      "parent: '~' page_size: 1 kind: ORGANISATION_KIND_LOCAL_GROUP");
  *request.mutable_read()->mutable_min_position() = dikanas.position();

  std::vector<std::string> names;
  for (int page_number = 0; page_number < 3; ++page_number) {
    ASSERT_OK_AND_ASSIGN(const auto page, server_.Ask<v1::ListOrganisationsResponse>(request));
    ASSERT_EQ(page.organisations_size(), 1);
    names.push_back(page.organisations(0).name());
    request.set_page_token(page.next_page_token());
    if (page_number > 0) continue;
    // What happens between the pages is not in them.
    AdmitGroup("c", "Cirkeln");
    Do<v1::EditOrganisationRequest>("name: '" + dikanas.name() +
                                    "' expected_revision: 0 edits { display_name: 'Aha' }");
    Do<v1::EndMembershipRequest>("name: '" + bjurholm.name() + "' left_on @2018-01-01");
  }

  EXPECT_THAT(names, ElementsAre(ammarnas.name(), bjurholm.name(), dikanas.name()));
  EXPECT_EQ(request.page_token(), "");
}

TEST_F(PartnershipServiceTest, APageTokenIsGoodForItsOwnListOnly) {
  AdmitGroup("a", "Ammarnäs");
  const auto last = AdmitGroup("b", "Bjurholm");
  auto request = FromText<v1::ListOrganisationsRequest>("parent: '~' page_size: 1");
  *request.mutable_read()->mutable_min_position() = last.position();
  const auto list = [this](const v1::ListOrganisationsRequest& asked) {
    return server_.Ask<v1::ListOrganisationsResponse>(asked);
  };
  ASSERT_OK_AND_ASSIGN(const auto first, list(request));
  request.set_page_token(first.next_page_token());

  EXPECT_OK(list(With(request, "page_size: 2")));
  const auto refused = IsRefused(runtime::kPageTokenInvalid);
  EXPECT_THAT(list(With(request, "show_left: true")), refused);
  EXPECT_THAT(list(With(request, "kind: ORGANISATION_KIND_BUSINESS")), refused);
  auto people = FromText<v1::ListPeopleRequest>("parent: '~'");
  people.set_page_token(first.next_page_token());
  EXPECT_THAT(server_.Ask<v1::ListPeopleResponse>(people), refused);
  auto meetings = FromText<v1::ListMeetingsRequest>("parent: '~'");
  meetings.set_page_token(first.next_page_token());
  EXPECT_THAT(server_.Ask<v1::ListMeetingsResponse>(meetings), refused);
}

TEST_F(PartnershipServiceTest, AnEarlierStateIsAsked) {
  const auto admitted = AdmitGroup("a", "Ammarnäs");
  server_.clock().Advance(absl::Hours(24));
  Do<v1::EditOrganisationRequest>("name: '" + admitted.name() +
                                  "' expected_revision: 0 edits { display_name: 'Övre Ammarnäs' }");
  auto request = FromText<v1::ListOrganisationsRequest>("parent: '~'");
  const auto first_name = [&] {
    const auto page = server_.Ask<v1::ListOrganisationsResponse>(request);
    EXPECT_OK(page);
    return page.ok() && page->organisations_size() > 0 ? page->organisations(0).display_name() : "";
  };

  *request.mutable_read()->mutable_as_of()->mutable_position() = admitted.position();
  EXPECT_EQ(first_name(), "Ammarnäs");
  *request.mutable_read()->mutable_as_of()->mutable_date() =
      FromText<google::type::Date>("year: 2019 month: 10 day: 7");
  EXPECT_EQ(first_name(), "Ammarnäs");
  *request.mutable_read()->mutable_as_of()->mutable_date() =
      FromText<google::type::Date>("year: 2019 month: 10 day: 8");
  EXPECT_EQ(first_name(), "Övre Ammarnäs");
  *request.mutable_read()->mutable_as_of()->mutable_date() =
      FromText<google::type::Date>("year: 2019 month: 10 day: 6");
  EXPECT_EQ(first_name(), "");
}

TEST_F(PartnershipServiceTest, WhoWaitsForTheirPositionReadsTheirOwnWrites) {
  server_.AdmitMunicipality("2421", "Storumans kommun");
  for (int i = 0; i < 30; ++i) {
    const CommandResult called = Call("start_date @2019-10-01 end_date @2019-10-02");
    ASSERT_EQ(GetMeeting(called).name(), called.name());
    ASSERT_THAT(ListMeetings("", called), ::testing::SizeIs(i + 1));
  }
}

}  // namespace
}  // namespace samverk::partnership
