// What is said at meetings, over the wire: agenda, minutes, decisions, and the years.

#include <string>
#include <vector>

#include "base/civil_date.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "samverk/v1/audit.pb.h"
#include "samverk/v1/meeting.pb.h"
#include "samverk/v1/meeting_events.pb.h"
#include "services/access/access.h"
#include "services/partnership/meeting_rules.h"
#include "services/runtime/read_point.h"
#include "services/runtime/rule_checks.h"
#include "services/runtime/testing/from_text.h"
#include "services/testing/in_process_server.h"
#include "services/testing/requests.h"
#include "storage/event_log/log_reasons.h"

namespace samverk::partnership {
namespace {

using runtime::FromText;
using runtime::ToText;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using v1::CommandResult;

class MeetingServiceTest : public ::testing::Test {
 protected:
  MeetingServiceTest() {
    server_.AdmitMunicipality("2421", "Storumans kommun");
    server_.AdmitMunicipality("2422", "Sorsele kommun");
  }

  // Gives a command that must succeed.
  template <typename Command>
  CommandResult Do(const std::string& text, const testing::Sending& sending = {}) {
    const absl::StatusOr<CommandResult> result = server_.Do(FromText<Command>(text), sending);
    EXPECT_OK(result);
    last_ = result.value_or(CommandResult());
    return last_;
  }

  // A meeting of one day that Storuman calls; returns `name: '…' `.
  std::string Call(const std::string& first_day, const std::string& but = "") {
    auto call = FromText<v1::CallMeetingRequest>("parent: '~' meeting_id: '" + testing::NewId() +
                                                 "' host: '~/organisations/2421' title: 'Träff " +
                                                 first_day + "' period { start_date @" + first_day +
                                                 " } form: EVENT_FORM_HYBRID " + but);
    *call.mutable_period()->mutable_end_date() = ToDate(ToCivilDay(call.period().start_date()) + 1);
    const auto result = server_.Do(call);
    EXPECT_OK(result);
    last_ = result.value_or(CommandResult());
    return "name: '" + last_.name() + "' ";
  }

  std::string CallAndHold(const std::string& first_day, const std::string& attendance = "") {
    std::string name = Call(first_day);
    Do<v1::HoldMeetingRequest>(name + attendance);
    return name;
  }

  // Records a decision and returns its number.
  int64_t Decide(const std::string& name, const std::string& text, const std::string& responsible,
                 const std::string& rest = "") {
    return Do<v1::RecordMeetingDecisionRequest>(name + "text: '" + text +
                                                "' responsible: '~/organisations/" + responsible +
                                                "' " + rest)
        .revision();
  }

  CommandResult Complete(const std::string& name, int64_t entry, const std::string& day,
                         const testing::Sending& sending = {}) {
    return Do<v1::CompleteMeetingDecisionRequest>(
        name + "completion { entry: " + std::to_string(entry) + " done_on @" + day + " }", sending);
  }

  // Asks with everything that was written so far.
  template <typename Response, typename Request>
  Response Ask(Request request, const testing::Sending& sending = {}) {
    *request.mutable_read()->mutable_min_position() = last_.position();
    const auto response = server_.Ask<Response>(request, sending);
    EXPECT_OK(response);
    return response.value_or(Response());
  }

  v1::Meeting Get(const std::string& name) {
    return Ask<v1::GetMeetingResponse>(FromText<v1::GetMeetingRequest>(name)).meeting();
  }

  // The texts of the decisions on all pages of a list.
  std::vector<std::string> ListDecisions(const std::string& filter) {
    auto request = FromText<v1::ListMeetingDecisionsRequest>("parent: '~' " + filter);
    std::vector<std::string> texts;
    do {
      const auto page = Ask<v1::ListMeetingDecisionsResponse>(request);
      for (const auto& each : page.decisions()) texts.push_back(each.decision().text());
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return texts;
  }

  std::vector<std::string> ListMeetings(const std::string& filter) {
    auto request = FromText<v1::ListMeetingsRequest>("parent: '~' " + filter);
    std::vector<std::string> titles;
    do {
      const auto page = Ask<v1::ListMeetingsResponse>(request);
      for (const v1::Meeting& each : page.meetings()) titles.push_back(each.title());
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return titles;
  }

  std::vector<std::string> Years(const std::string& filter = "today @2019-10-07") {
    const auto response = Ask<v1::GetMeetingYearsResponse>(
        FromText<v1::GetMeetingYearsRequest>("parent: '~' " + filter));
    std::vector<std::string> texts;
    for (const v1::MeetingYear& year : response.years()) texts.push_back(ToText(year));
    return texts;
  }

  static std::string Year(const std::string& text) {
    return ToText(FromText<v1::MeetingYear>("meetings_min: 2 " + text));
  }

  testing::InProcessServer server_;
  CommandResult last_;
};

TEST_F(MeetingServiceTest, AMeetingLivesFromItsCallToWhatCameOfItsDecisions) {
  const std::string name = Call("2019-10-01", "invited: '~/organisations/2422'");
  Do<v1::InviteToMeetingRequest>(name + "organisations: '~/organisations/2421'");
  Do<v1::SetMeetingAgendaRequest>(name + "items { title: 'Läget' }");
  Do<v1::HoldMeetingRequest>(name +
                             "attendance { organisation: '~/organisations/2422' participants: 2 }");
  Do<v1::RecordMeetingMinutesRequest>(name + "sections { title: 'Läget' text: 'Sagt' }");
  Do<v1::ApproveMeetingMinutesRequest>(
      name +
      "expected_revision: 4 "
      "approval { approved_on @2019-10-02 approved_by: '~/organisations/2421' }");
  const int64_t entry = Decide(name, "Skriv till PTS", "2422", "deadline @2019-12-01");
  Complete(name, entry, "2019-10-05");
  const CommandResult edited = Do<v1::EditMeetingRequest>(
      name +
      "expected_revision: 7 edits { minutes { sections { text: 'Rätt' } } } "
      "edits { remove_invited: '~/organisations/2421' } edits { title: 'Höstträff' }");

  EXPECT_THAT(edited.outcomes(), ElementsAre(v1::EDIT_OUTCOME_ACCEPTED, v1::EDIT_OUTCOME_ACCEPTED,
                                             v1::EDIT_OUTCOME_ACCEPTED));
  EXPECT_EQ(ToText(Get(name)), ToText(FromText<v1::Meeting>(name + R"(
    host: '~/organisations/2421' state: MEETING_STATE_HELD title: 'Höstträff'
    period { start_date @2019-10-01 end_date @2019-10-02 } form: EVENT_FORM_HYBRID
    attendance { organisation: '~/organisations/2422' participants: 2 } revision: 10
    invited: '~/organisations/2422' agenda { title: 'Läget' }
    minutes { sections { text: 'Rätt' } corrected_since: true
              approval { approved_on @2019-10-02 approved_by: '~/organisations/2421' } }
    decisions { entry: 6 text: 'Skriv till PTS' responsible: '~/organisations/2422'
                deadline @2019-12-01 done_on @2019-10-05 }
  )")));
}

TEST_F(MeetingServiceTest, TheHistoryKeepsTheTextThatWasApproved) {
  const std::string name = CallAndHold("2019-10-01");
  Do<v1::RecordMeetingMinutesRequest>(name + "sections { text: 'Sagt' }");
  Do<v1::ApproveMeetingMinutesRequest>(
      name +
      "expected_revision: 2 "
      "approval { approved_on @2019-10-02 approved_by: '~/organisations/2421' }");
  Do<v1::EditMeetingRequest>(
      name + "expected_revision: 3 edits { minutes { sections { text: 'Rätt' } } }");

  const auto history = server_.Ask<v1::GetHistoryResponse>(FromText<v1::GetHistoryRequest>(name));

  ASSERT_OK(history);
  ASSERT_EQ(history->events_size(), 5);
  v1::MeetingMinutesRecorded recorded;
  ASSERT_TRUE(history->events(2).event().UnpackTo(&recorded));
  EXPECT_EQ(recorded.sections(0).text(), "Sagt");
  auto as_of = FromText<v1::GetMeetingRequest>(name);
  *as_of.mutable_read()->mutable_as_of()->mutable_position() = history->events(3).position();
  EXPECT_EQ(Ask<v1::GetMeetingResponse>(as_of).meeting().minutes().sections(0).text(), "Sagt");
}

TEST_F(MeetingServiceTest, WhatSaysNothingNewIsNotWritten) {
  const std::string name = CallAndHold("2019-10-01");
  Do<v1::SetMeetingAgendaRequest>(name + "items { title: 'Läget' }");
  const CommandResult recorded =
      Do<v1::RecordMeetingMinutesRequest>(name + "sections { text: 'Sagt' }");

  EXPECT_EQ(Do<v1::SetMeetingAgendaRequest>(name + "items { title: 'Läget' }").revision(),
            recorded.revision());
  EXPECT_EQ(Do<v1::RecordMeetingMinutesRequest>(name + "sections { text: 'Sagt' }").revision(),
            recorded.revision());
}

TEST_F(MeetingServiceTest, DecisionsAreListedByWhatRemainsToBeDone) {
  const std::string spring = CallAndHold("2018-03-01");
  const int64_t done = Decide(spring, "klart", "2421", "deadline @2018-04-01");
  Decide(spring, "utan dag", "2421");
  Decide(spring, "försenat", "2422", "deadline @2018-06-01");
  Complete(spring, done, "2018-05-01");
  const std::string autumn = CallAndHold("2019-10-01");
  Decide(autumn, "till jul", "2421", "deadline @2019-12-20");
  const std::string mistake = CallAndHold("2019-09-01");
  Decide(mistake, "aldrig fattat", "2421", "deadline @2018-01-01");
  Do<v1::WithdrawMeetingRequest>(mistake);

  EXPECT_THAT(ListDecisions(""), ElementsAre("klart", "försenat", "till jul", "utan dag"));
  EXPECT_THAT(ListDecisions("page_size: 1"),
              ElementsAre("klart", "försenat", "till jul", "utan dag"));
  EXPECT_THAT(ListDecisions("state: MEETING_DECISION_STATE_OPEN"),
              ElementsAre("försenat", "till jul", "utan dag"));
  EXPECT_THAT(ListDecisions("state: MEETING_DECISION_STATE_DONE"), ElementsAre("klart"));
  EXPECT_THAT(ListDecisions("responsible: '~/organisations/2421' page_size: 1"),
              ElementsAre("klart", "till jul", "utan dag"));
  EXPECT_THAT(
      ListDecisions("responsible: '~/organisations/2421' state: MEETING_DECISION_STATE_OPEN"),
      ElementsAre("till jul", "utan dag"));
  EXPECT_THAT(ListDecisions("responsible: '~/organisations/242'"), IsEmpty());
  EXPECT_THAT(ListDecisions("year: 2019"), ElementsAre("till jul"));
  EXPECT_THAT(ListDecisions("year: 2018 responsible: '~/organisations/2422'"),
              ElementsAre("försenat"));
  EXPECT_THAT(ListDecisions("year: 2017"), IsEmpty());
}

TEST_F(MeetingServiceTest, DecisionsWereLateOnADayIfTheyWereNotDoneByThen) {
  const std::string spring = CallAndHold("2018-03-01");
  const int64_t done = Decide(spring, "klart", "2421", "deadline @2018-04-01");
  Decide(spring, "öppet", "2422", "deadline @2018-04-10");
  Decide(spring, "utan dag", "2422");
  Complete(spring, done, "2018-05-01");

  EXPECT_THAT(ListDecisions("overdue_on @2018-04-01"), IsEmpty());
  EXPECT_THAT(ListDecisions("overdue_on @2018-04-02"), ElementsAre("klart"));
  EXPECT_THAT(ListDecisions("overdue_on @2018-04-11"), ElementsAre("klart", "öppet"));
  EXPECT_THAT(ListDecisions("overdue_on @2018-04-30"), ElementsAre("klart", "öppet"));
  EXPECT_THAT(ListDecisions("overdue_on @2018-05-01"), ElementsAre("öppet"));
  EXPECT_THAT(ListDecisions("overdue_on @2018-04-11 state: MEETING_DECISION_STATE_DONE"),
              ElementsAre("klart"));
  EXPECT_THAT(ListDecisions("overdue_on @2018-04-11 responsible: '~/organisations/2422'"),
              ElementsAre("öppet"));
}

TEST_F(MeetingServiceTest, AListedDecisionSaysWhichMeetingTookIt) {
  const std::string name = CallAndHold("2018-03-01");
  Decide(name, "Skriv", "2421", "links: '~/organisations/2422'");

  const auto page = Ask<v1::ListMeetingDecisionsResponse>(
      FromText<v1::ListMeetingDecisionsRequest>("parent: '~'"));

  ASSERT_EQ(page.decisions_size(), 1);
  const v1::ListedMeetingDecision& listed = page.decisions(0);
  EXPECT_EQ("name: '" + listed.meeting() + "' ", name);
  EXPECT_EQ(listed.meeting_title(), "Träff 2018-03-01");
  EXPECT_EQ(listed.meeting_period().start_date().day(), 1);
  EXPECT_THAT(listed.decision().links(),
              ElementsAre("partnerships/vasterbotten/organisations/2422"));
}

TEST_F(MeetingServiceTest, MeetingsAreListedByThoseWhomTheyConcern) {
  Call("2019-10-01", "invited: '~/organisations/2422'");
  Call("2019-11-01");
  CallAndHold("2018-03-01", "attendance { organisation: '~/organisations/2422' participants: 1 }");

  EXPECT_THAT(ListMeetings("organisation: '~/organisations/2422'"),
              ElementsAre("Träff 2018-03-01", "Träff 2019-10-01"));
  EXPECT_THAT(ListMeetings("organisation: '~/organisations/2421' page_size: 1"),
              ElementsAre("Träff 2018-03-01", "Träff 2019-10-01", "Träff 2019-11-01"));
  EXPECT_THAT(ListMeetings("organisation: '~/organisations/2422' year: 2019"),
              ElementsAre("Träff 2019-10-01"));
  EXPECT_THAT(ListMeetings("organisation: '~/organisations/242'"), IsEmpty());
}

TEST_F(MeetingServiceTest, AYearBelowWhatWasAgreedOnIsToldAlsoIfItHadNoMeeting) {
  EXPECT_THAT(Years(), ElementsAre(Year("year: 2019 falls_below: true missing: 2")));

  CallAndHold("2017-03-01",
              "attendance { organisation: '~/organisations/2421' participants: 3 } "
              "attendance { organisation: '~/organisations/2422' participants: 2 }");
  CallAndHold("2017-09-01", "attendance { organisation: '~/organisations/2421' participants: 1 }");
  CallAndHold("2019-03-01");
  Call("2019-12-01");
  Call("2020-03-01");

  const std::string of_2017 = Year("year: 2017 held: 2 organisations: 2 participants: 6");
  const std::string of_2018 = Year("year: 2018 falls_below: true missing: 2");
  const std::string of_2019 = Year("year: 2019 held: 1 called_ahead: 1");
  const std::string of_2020 = Year("year: 2020 called_ahead: 1");
  EXPECT_THAT(Years(), ElementsAre(of_2017, of_2018, of_2019, of_2020));
  EXPECT_THAT(Years("today @2019-10-07 first_year: 2018 last_year: 2019"),
              ElementsAre(of_2018, of_2019));
  EXPECT_THAT(Years("today @2019-10-07 first_year: 2021"), IsEmpty());
  // The last meeting of 2019 was never recorded as held.
  EXPECT_THAT(Years("today @2020-01-01 first_year: 2019 last_year: 2020"),
              ElementsAre(Year("year: 2019 held: 1 not_recorded: 1 falls_below: true missing: 1"),
                          Year("year: 2020 called_ahead: 1 falls_below: true missing: 1")));
}

TEST_F(MeetingServiceTest, TheYearsAreToldAsTheyWereKnownThen) {
  const std::string name = Call("2019-03-01");
  auto request = FromText<v1::GetMeetingYearsRequest>("parent: '~' today @2019-10-07");
  *request.mutable_read()->mutable_as_of()->mutable_position() = last_.position();
  Do<v1::HoldMeetingRequest>(name);

  const auto then = Ask<v1::GetMeetingYearsResponse>(request);

  ASSERT_EQ(then.years_size(), 1);
  EXPECT_EQ(then.years(0).held(), 0);
  EXPECT_EQ(then.years(0).not_recorded(), 1);
  EXPECT_THAT(Years(), ElementsAre(Year("year: 2019 held: 1 falls_below: true missing: 1")));
}

TEST_F(MeetingServiceTest, AMeetingBelongsToItsHostAndADecisionToWhoeverCarriesItOut) {
  const std::string name = CallAndHold("2019-10-01");
  const int64_t entry = Decide(name, "Skriv", "2422");
  const testing::Sending sorsele = {.act_as = "officer@2422"};
  const auto denied = IsRefused(access::kAccessDenied);

  EXPECT_THAT(server_.Do(FromText<v1::SetMeetingAgendaRequest>(name), sorsele), denied);
  EXPECT_THAT(server_.Do(FromText<v1::InviteToMeetingRequest>(
                             name + "organisations: '~/organisations/2422'"),
                         sorsele),
              denied);
  const auto minutes =
      FromText<v1::RecordMeetingMinutesRequest>(name + "sections { text: 'Sagt' }");
  EXPECT_THAT(server_.Do(minutes, sorsele), denied);
  EXPECT_OK(server_.Do(minutes, {.act_as = "officer@2421"}));
  EXPECT_THAT(server_.Do(FromText<v1::ApproveMeetingMinutesRequest>(
                             name + "expected_revision: 3 approval { approved_on @2019-10-02 "
                                    "approved_by: '~/organisations/2422' }"),
                         sorsele),
              denied);
  EXPECT_THAT(server_.Do(FromText<v1::RecordMeetingDecisionRequest>(
                             name + "text: 'Ring' responsible: '~/organisations/2422'"),
                         sorsele),
              denied);
  Complete(name, entry, "2019-10-05", sorsele);
  EXPECT_TRUE(Get(name).decisions(0).has_done_on());
}

TEST_F(MeetingServiceTest, EverybodyInThePartnershipReadsDecisionsAndYears) {
  const auto decisions = FromText<v1::ListMeetingDecisionsRequest>("parent: '~'");
  const auto years = FromText<v1::GetMeetingYearsRequest>("parent: '~' today @2019-10-07");
  for (const char* role : {"process-leader", "officer@2422", "local-actor", "auditor"}) {
    EXPECT_OK(server_.Ask<v1::ListMeetingDecisionsResponse>(decisions, {.act_as = role})) << role;
    EXPECT_OK(server_.Ask<v1::GetMeetingYearsResponse>(years, {.act_as = role})) << role;
  }
  const testing::Sending agency = {.act_as = "agency-contact"};
  EXPECT_THAT(server_.Ask<v1::ListMeetingDecisionsResponse>(decisions, agency),
              IsRefused(access::kAccessDenied));
  EXPECT_THAT(server_.Ask<v1::GetMeetingYearsResponse>(years, agency),
              IsRefused(access::kAccessDenied));
}

TEST_F(MeetingServiceTest, RefusalsArriveWithTheirReasons) {
  const std::string called = Call("2019-10-01");
  const auto minutes =
      FromText<v1::RecordMeetingMinutesRequest>(called + "sections { text: 'Sagt' }");

  EXPECT_THAT(server_.Do(minutes), IsRefused(kMeetingNotHeldYet));
  EXPECT_THAT(server_.Do(FromText<v1::CompleteMeetingDecisionRequest>(
                  called + "completion { entry: 7 done_on @2019-10-01 }")),
              IsRefused(kMeetingDecisionNotFound));
  EXPECT_THAT(server_.Do(FromText<v1::InviteToMeetingRequest>(
                  called + "organisations: '~/organisations/2499'")),
              IsRefused(runtime::kLinkedResourceNotFound));
  EXPECT_THAT(server_.Do(FromText<v1::ApproveMeetingMinutesRequest>(
                  called + "approval { approved_on @2019-10-02 "
                           "approved_by: '~/organisations/2421' }")),
              IsRefused(runtime::kBaseRequired));
  EXPECT_THAT(server_.Do(FromText<v1::SetMeetingAgendaRequest>(called + "expected_revision: 3")),
              IsRefused(storage::kStaleRevision));
}

TEST_F(MeetingServiceTest, APageTokenIsGoodForItsOwnListOnly) {
  const std::string name = CallAndHold("2018-03-01");
  Decide(name, "ett", "2421");
  Decide(name, "två", "2421");
  auto request = FromText<v1::ListMeetingDecisionsRequest>("parent: '~' page_size: 1");
  const auto first = Ask<v1::ListMeetingDecisionsResponse>(request);
  request.set_page_token(first.next_page_token());

  // What happens between the pages is not in them.
  Decide(name, "tre", "2421");
  EXPECT_EQ(Ask<v1::ListMeetingDecisionsResponse>(request).next_page_token(), "");
  request.set_responsible("partnerships/vasterbotten/organisations/2421");
  EXPECT_THAT(server_.Ask<v1::ListMeetingDecisionsResponse>(request),
              IsRefused(runtime::kPageTokenInvalid));
}

}  // namespace
}  // namespace samverk::partnership
