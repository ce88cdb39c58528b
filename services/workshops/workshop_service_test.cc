#include "services/workshops/workshop_service.h"

#include <string>
#include <vector>

#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "samverk/v1/workshop.pb.h"
#include "services/access/access.h"
#include "services/rpc/limits.h"
#include "services/runtime/read_point.h"
#include "services/runtime/rule_checks.h"
#include "services/runtime/testing/from_text.h"
#include "services/testing/in_process_server.h"
#include "services/testing/requests.h"
#include "services/workshops/workshop_rules.h"
#include "storage/event_log/log_reasons.h"

namespace samverk::workshops {
namespace {

using runtime::FromText;
using runtime::With;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using v1::CommandResult;

class WorkshopServiceTest : public ::testing::Test {
 protected:
  WorkshopServiceTest() {
    server_.AdmitMunicipality("2421", "Storumans kommun");
    server_.AdmitMunicipality("2422", "Sorsele kommun");
  }

  // Gives a command that must succeed.
  template <typename Command>
  CommandResult Do(const std::string& text) {
    const absl::StatusOr<CommandResult> result = server_.Do(FromText<Command>(text));
    EXPECT_OK(result);
    return result.value_or(CommandResult());
  }

  CommandResult Plan(const std::string& period, const std::string& but = "") {
    return Do<v1::PlanWorkshopRequest>(
        "parent: '~' workshop_id: '" + testing::NewId() + "' host: '~/organisations/2421' " +
        "title: 'Kartläggning' period { " + period + " } form: EVENT_FORM_HYBRID " + but);
  }

  // What a query for `result` answers, with everything that the result includes.
  v1::Workshop Get(const CommandResult& result) {
    v1::GetWorkshopRequest request;
    request.set_name(result.name());
    *request.mutable_read()->mutable_min_position() = result.position();
    const auto response = server_.Ask<v1::GetWorkshopResponse>(request);
    EXPECT_OK(response);
    return response.value_or(v1::GetWorkshopResponse()).workshop();
  }

  absl::StatusOr<v1::ListWorkshopsResponse> List(const v1::ListWorkshopsRequest& request) {
    return server_.Ask<v1::ListWorkshopsResponse>(request);
  }

  // The names on all pages of a list, whose first page includes what `seen` includes.
  std::vector<std::string> ListAll(const std::string& filter, const CommandResult& seen) {
    auto request = FromText<v1::ListWorkshopsRequest>("parent: '~' " + filter);
    *request.mutable_read()->mutable_min_position() = seen.position();
    std::vector<std::string> names;
    do {
      const auto page = List(request);
      if (!page.ok()) return {page.status().ToString()};
      for (const v1::Workshop& workshop : page->workshops()) names.push_back(workshop.name());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return names;
  }

  testing::InProcessServer server_;
};

TEST_F(WorkshopServiceTest, EveryCommandIsAnswered) {
  const CommandResult planned = Plan("start_date @2019-10-01 end_date @2019-10-02");
  const std::string name = "name: '" + planned.name() + "' ";
  Do<v1::InviteOrganisationsRequest>(name + "organisations: '~/organisations/2422'");
  Do<v1::SetWorkshopProgrammeRequest>(name +
                                      "items { day: 1 start_time { hours: 9 } title: 'Fika' }");
  const std::string two = "{ organisation: '~/organisations/2422' participants: 2 }";
  Do<v1::RegisterForWorkshopRequest>(name + "registration " + two);
  Do<v1::WithdrawRegistrationRequest>(name + "organisation: '~/organisations/2422'");
  Do<v1::PresentKnowledgeRequest>(name + "title: 'Drivmedel'");
  Do<v1::RecordWorkshopNoteRequest>(name + "text: 'Sagt'");
  Do<v1::RecordWorkshopOutcomeRequest>(name + "text: 'Plan' links: '~/organisations/2422'");
  Do<v1::HoldWorkshopRequest>(name + "attendance " + two);
  const CommandResult edited = Do<v1::EditWorkshopRequest>(
      name + "expected_revision: 8 edits { title: 'Annat' } edits { venue: '' }");

  EXPECT_EQ(edited.revision(), 9);
  EXPECT_THAT(edited.outcomes(),
              ElementsAre(v1::EDIT_OUTCOME_ACCEPTED, v1::EDIT_OUTCOME_CONVERGED));
  const v1::Workshop workshop = Get(edited);
  EXPECT_EQ(workshop.title(), "Annat");
  EXPECT_EQ(workshop.state(), v1::WORKSHOP_STATE_HELD);
  EXPECT_EQ(workshop.revision(), 9);
  EXPECT_EQ(Get(Do<v1::WithdrawWorkshopRequest>(name)).state(), v1::WORKSHOP_STATE_WITHDRAWN);

  const CommandResult other = Plan("start_date @2019-10-01 end_date @2019-10-02");
  EXPECT_EQ(Get(Do<v1::CancelWorkshopRequest>("name: '" + other.name() + "'")).state(),
            v1::WORKSHOP_STATE_CANCELLED);
}

TEST_F(WorkshopServiceTest, NotesAreListedInPages) {
  const CommandResult planned = Plan("start_date @2019-10-01 end_date @2019-10-02");
  CommandResult last;
  for (const char* text : {"ett", "två", "tre"}) {
    last = Do<v1::RecordWorkshopNoteRequest>("name: '" + planned.name() + "' text: '" + text + "'");
  }

  auto request = FromText<v1::ListWorkshopNotesRequest>("page_size: 2");
  request.set_parent(planned.name());
  *request.mutable_read()->mutable_min_position() = last.position();
  ASSERT_OK_AND_ASSIGN(const auto first, server_.Ask<v1::ListWorkshopNotesResponse>(request));
  request.set_page_token(first.next_page_token());
  ASSERT_OK_AND_ASSIGN(const auto second, server_.Ask<v1::ListWorkshopNotesResponse>(request));

  ASSERT_EQ(first.notes_size(), 2);
  EXPECT_EQ(first.notes(0).text(), "ett");
  EXPECT_EQ(first.notes(1).text(), "två");
  ASSERT_EQ(second.notes_size(), 1);
  EXPECT_EQ(second.notes(0).text(), "tre");
  EXPECT_EQ(second.notes(0).entry(), 3);
  EXPECT_EQ(second.next_page_token(), "");
  request.clear_page_token();
  request.set_parent("partnerships/vasterbotten/workshops/" + testing::NewId());
  EXPECT_THAT(server_.Ask<v1::ListWorkshopNotesResponse>(request), IsRefused(kWorkshopNotFound));
}

TEST_F(WorkshopServiceTest, APageEndsBeforeItIsTooLargeAndTheNextGoesOnFromThere) {
  const CommandResult planned = Plan("start_date @2019-10-01 end_date @2019-10-02");
  std::string text;
  for (int i = 0; i < 4000; ++i) text += "å";
  constexpr int kNotes = 150;  // More than a megabyte.
  CommandResult last;
  for (int i = 0; i < kNotes; ++i) {
    last = Do<v1::RecordWorkshopNoteRequest>("name: '" + planned.name() + "' text: '" + text + "'");
  }

  auto request = FromText<v1::ListWorkshopNotesRequest>("page_size: 500");
  request.set_parent(planned.name());
  *request.mutable_read()->mutable_min_position() = last.position();
  std::vector<int64_t> entries;
  int pages = 0;
  do {
    const auto page = server_.Ask<v1::ListWorkshopNotesResponse>(request);
    ASSERT_OK(page);
    EXPECT_LT(page->ByteSizeLong(), rpc::kPageBytesMax + 10'000);
    for (const v1::WorkshopNote& note : page->notes()) entries.push_back(note.entry());
    request.set_page_token(page->next_page_token());
    ++pages;
  } while (!request.page_token().empty());

  EXPECT_EQ(pages, 2);
  ASSERT_EQ(entries.size(), kNotes);
  for (int i = 0; i < kNotes; ++i) EXPECT_EQ(entries[i], i + 1);
}

TEST_F(WorkshopServiceTest, RefusalsArriveWithTheirReasons) {
  const CommandResult planned = Plan("start_date @2019-10-01 end_date @2019-10-02");
  auto get = FromText<v1::GetWorkshopRequest>("name: '" + planned.name() + "'");
  auto edit = FromText<v1::EditWorkshopRequest>("name: '" + planned.name() +
                                                "' expected_revision: 1 edits { title: 'A' }");

  EXPECT_THAT(server_.Do(edit), IsRefused(storage::kStaleRevision));
  edit.clear_expected_revision();
  EXPECT_THAT(server_.Do(edit), IsRefused(runtime::kBaseRequired));
  EXPECT_THAT(server_.Ask<v1::GetWorkshopResponse>(get, {.act_as = "agency-contact"}),
              IsRefused(access::kAccessDenied));
  const auto cancel = FromText<v1::CancelWorkshopRequest>("name: '" + planned.name() + "'");
  EXPECT_THAT(server_.Do(cancel, {.act_as = "officer@2422"}), IsRefused(access::kAccessDenied));
  EXPECT_OK(server_.Do(cancel, {.act_as = "officer@2421"}));
  EXPECT_THAT(server_.Do(cancel), IsRefused(kWorkshopCancelled));
  get.set_name("partnerships/vasterbotten/workshops/" + testing::NewId());
  EXPECT_THAT(server_.Ask<v1::GetWorkshopResponse>(get), IsRefused(kWorkshopNotFound));
  get.set_name("partnerships/nowhere/workshops/" + testing::NewId());
  EXPECT_THAT(server_.Ask<v1::GetWorkshopResponse>(get), IsRefused(runtime::kPartnershipNotFound));
}

TEST_F(WorkshopServiceTest, ARepeatedCommandGetsTheIdenticalAnswerAlsoAfterARestart) {
  const CommandResult planned = Plan("start_date @2019-10-01 end_date @2019-10-02");
  const auto edit = FromText<v1::EditWorkshopRequest>(
      "request_id: '" + testing::NewId() + "' name: '" + planned.name() +
      "' expected_revision: 0 edits { title: 'A' } edits { venue: '' }");
  ASSERT_OK_AND_ASSIGN(const CommandResult first, server_.Do(edit));

  ASSERT_OK_AND_ASSIGN(const CommandResult second, server_.Do(edit));
  server_.Restart();
  ASSERT_OK_AND_ASSIGN(const CommandResult third, server_.Do(edit));

  EXPECT_EQ(second.SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(third.SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(Get(third).revision(), 1);
}

TEST_F(WorkshopServiceTest, WhoWaitsForTheirPositionReadsTheirOwnWrites) {
  CommandResult last = Plan("start_date @2019-10-01 end_date @2019-10-02");
  for (int i = 0; i < 50; ++i) {
    const std::string title = "Titel " + std::to_string(i);
    last = Do<v1::EditWorkshopRequest>("name: '" + last.name() + "' expected_revision: " +
                                       std::to_string(i) + " edits { title: '" + title + "' }");
    ASSERT_EQ(Get(last).title(), title);
  }
}

TEST_F(WorkshopServiceTest, APositionThatIsNotOfThisLedgerIsRefused) {
  const CommandResult planned = Plan("start_date @2019-10-01 end_date @2019-10-02");
  v1::GetWorkshopRequest request;
  request.set_name(planned.name());
  v1::LedgerPosition& wanted = *request.mutable_read()->mutable_min_position();

  wanted = planned.position();
  wanted.set_position(wanted.position() + 1);
  EXPECT_THAT(server_.Ask<v1::GetWorkshopResponse>(request), IsRefused(runtime::kPositionAhead));
  wanted = planned.position();
  wanted.set_epoch(testing::NewId());
  EXPECT_THAT(server_.Ask<v1::GetWorkshopResponse>(request), IsRefused(runtime::kEpochMismatch));
}

TEST_F(WorkshopServiceTest, AnEarlierStateIsAskedByPositionTimeAndDate) {
  const absl::Time planned_at = server_.clock().Now();
  const CommandResult planned = Plan("start_date @2019-10-01 end_date @2019-10-02");
  server_.clock().Advance(absl::Hours(24));
  const CommandResult edited = Do<v1::EditWorkshopRequest>(
      "name: '" + planned.name() + "' expected_revision: 0 edits { title: 'Annat' }");
  v1::GetWorkshopRequest request;
  request.set_name(planned.name());
  const auto title = [&] {
    const auto response = server_.Ask<v1::GetWorkshopResponse>(request);
    EXPECT_OK(response);
    return response.ok() ? response->workshop().title() : "";
  };
  v1::AsOf& as_of = *request.mutable_read()->mutable_as_of();

  *as_of.mutable_position() = planned.position();
  EXPECT_EQ(title(), "Kartläggning");
  *as_of.mutable_position() = edited.position();
  EXPECT_EQ(title(), "Annat");
  as_of.mutable_time()->set_seconds(absl::ToUnixSeconds(planned_at));
  EXPECT_EQ(title(), "Kartläggning");
  as_of.mutable_time()->set_seconds(absl::ToUnixSeconds(planned_at + absl::Hours(24)));
  EXPECT_EQ(title(), "Annat");
  *as_of.mutable_date() = FromText<google::type::Date>("year: 2019 month: 10 day: 7");
  EXPECT_EQ(title(), "Kartläggning");
  *as_of.mutable_date() = FromText<google::type::Date>("year: 2019 month: 10 day: 8");
  EXPECT_EQ(title(), "Annat");
  *as_of.mutable_date() = FromText<google::type::Date>("year: 2019 month: 10 day: 6");
  EXPECT_THAT(server_.Ask<v1::GetWorkshopResponse>(request), IsRefused(kWorkshopNotFound));
}

TEST_F(WorkshopServiceTest, AListSaysAsOfWhenItAnswers) {
  const CommandResult planned = Plan("start_date @2019-10-01 end_date @2019-10-02");
  auto request = FromText<v1::ListWorkshopsRequest>("parent: '~'");
  *request.mutable_read()->mutable_as_of()->mutable_position() = planned.position();
  Plan("start_date @2019-10-01 end_date @2019-10-02");

  ASSERT_OK_AND_ASSIGN(const v1::ListWorkshopsResponse response, List(request));

  EXPECT_EQ(response.as_of_position().SerializeAsString(), planned.position().SerializeAsString());
  ASSERT_EQ(response.workshops_size(), 1);
  EXPECT_EQ(response.workshops(0).name(), planned.name());
}

TEST_F(WorkshopServiceTest, AListByYearHasWhatHasADayInIt) {
  const auto of_2017 = Plan("start_date @2017-06-01 end_date @2017-06-02");
  const auto december = Plan("start_date @2018-12-01 end_date @2019-01-01");  // 31 days.
  const auto both = Plan("start_date @2018-12-02 end_date @2019-01-02");      // 31 days.
  const auto first = Plan("start_date @2019-01-01 end_date @2019-01-02");
  const auto last = Plan("start_date @2019-12-31 end_date @2020-01-01");
  const auto of_2020 = Plan("start_date @2020-01-01 end_date @2020-01-02");

  EXPECT_THAT(ListAll("year: 2016", of_2020), IsEmpty());
  EXPECT_THAT(ListAll("year: 2017", of_2020), ElementsAre(of_2017.name()));
  EXPECT_THAT(ListAll("year: 2018", of_2020), ElementsAre(december.name(), both.name()));
  EXPECT_THAT(ListAll("year: 2019", of_2020), ElementsAre(both.name(), first.name(), last.name()));
  EXPECT_THAT(ListAll("year: 2019 page_size: 1", of_2020),
              ElementsAre(both.name(), first.name(), last.name()));
  EXPECT_THAT(ListAll("year: 2020", of_2020), ElementsAre(of_2020.name()));
  EXPECT_THAT(ListAll("year: 9999", of_2020), IsEmpty());
  EXPECT_THAT(ListAll("year: 1", of_2020), IsEmpty());
  EXPECT_THAT(ListAll("", of_2020), ElementsAre(of_2017.name(), december.name(), both.name(),
                                                first.name(), last.name(), of_2020.name()));
}

TEST_F(WorkshopServiceTest, AListIsFilteredByOrganisationAndState) {
  const auto invited = Plan("start_date @2019-01-01 end_date @2019-01-02");
  Do<v1::InviteOrganisationsRequest>("name: '" + invited.name() +
                                     "' organisations: '~/organisations/2422'");
  const auto came = Plan("start_date @2019-01-02 end_date @2019-01-03");
  Do<v1::HoldWorkshopRequest>("name: '" + came.name() +
                              "' attendance { organisation: '~/organisations/2422'"
                              "participants: 2 }");
  const auto neither = Plan("start_date @2019-01-03 end_date @2019-01-04");
  const auto withdrawn = Plan("start_date @2019-01-04 end_date @2019-01-05");
  const auto end = Do<v1::WithdrawWorkshopRequest>("name: '" + withdrawn.name() + "'");

  EXPECT_THAT(ListAll("", end), ElementsAre(invited.name(), came.name(), neither.name()));
  EXPECT_THAT(ListAll("organisation: '~/organisations/2422'", end),
              ElementsAre(invited.name(), came.name()));
  EXPECT_THAT(ListAll("organisation: '~/organisations/2421' page_size: 1", end),
              ElementsAre(invited.name(), came.name(), neither.name()));
  EXPECT_THAT(ListAll("state: WORKSHOP_STATE_HELD", end), ElementsAre(came.name()));
  EXPECT_THAT(ListAll("state: WORKSHOP_STATE_WITHDRAWN", end), ElementsAre(withdrawn.name()));
  EXPECT_THAT(
      ListAll("state: WORKSHOP_STATE_HELD organisation: '~/organisations/2421' year: 2018", end),
      IsEmpty());
}

TEST_F(WorkshopServiceTest, LaterPagesAreOfTheStateOfTheFirst) {
  std::vector<std::string> wanted;
  CommandResult last;
  for (int day = 1; day <= 7; ++day) {
    last = Plan("start_date { year: 2019 month: 3 day: " + std::to_string(day) +
                " } end_date @2019-03-20");
    wanted.push_back(last.name());
  }
  auto request = FromText<v1::ListWorkshopsRequest>("parent: '~' year: 2019 page_size: 3");
  *request.mutable_read()->mutable_min_position() = last.position();

  std::vector<std::string> names;
  for (int page_number = 0; page_number < 3; ++page_number) {
    ASSERT_OK_AND_ASSIGN(const v1::ListWorkshopsResponse page, List(request));
    for (const v1::Workshop& workshop : page.workshops()) names.push_back(workshop.name());
    request.set_page_token(page.next_page_token());
    // What happens between the pages is not in them.
    Plan("start_date @2019-02-01 end_date @2019-02-02");
    Plan("start_date @2019-04-01 end_date @2019-04-02");
    Do<v1::WithdrawWorkshopRequest>("name: '" + wanted[6 - static_cast<size_t>(page_number)] + "'");
    request.mutable_read()->clear_min_position();
  }

  EXPECT_EQ(names, wanted);
  EXPECT_EQ(request.page_token(), "");
}

TEST_F(WorkshopServiceTest, APageTokenIsGoodForItsOwnListOnly) {
  const auto planned = Plan("start_date @2019-01-01 end_date @2019-01-02");
  const auto last = Plan("start_date @2019-01-02 end_date @2019-01-03");
  auto request = FromText<v1::ListWorkshopsRequest>("parent: '~' year: 2019 page_size: 1");
  *request.mutable_read()->mutable_min_position() = last.position();
  ASSERT_OK_AND_ASSIGN(const v1::ListWorkshopsResponse first, List(request));
  request.set_page_token(first.next_page_token());
  ASSERT_NE(first.next_page_token(), "");

  EXPECT_OK(List(With(request, "page_size: 2")));
  const auto refused = IsRefused(runtime::kPageTokenInvalid);
  EXPECT_THAT(List(With(request, "year: 2018")), refused);
  EXPECT_THAT(List(With(request, "state: WORKSHOP_STATE_PLANNED")), refused);
  EXPECT_THAT(List(With(request, "organisation: '~/organisations/2421'")), refused);
  EXPECT_THAT(List(With(request, "page_token: 'abc'")), refused);
  auto notes = FromText<v1::ListWorkshopNotesRequest>("");
  notes.set_parent(planned.name());
  notes.set_page_token(first.next_page_token());
  EXPECT_THAT(server_.Ask<v1::ListWorkshopNotesResponse>(notes), refused);
}

}  // namespace
}  // namespace samverk::workshops
