#include "services/overview/overview_service.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/civil_date.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "samverk/v1/action_plan.pb.h"
#include "samverk/v1/follow_up.pb.h"
#include "samverk/v1/meeting.pb.h"
#include "samverk/v1/overview.pb.h"
#include "samverk/v1/partnership.pb.h"
#include "samverk/v1/place.pb.h"
#include "samverk/v1/plan.pb.h"
#include "samverk/v1/service_point.pb.h"
#include "samverk/v1/workshop.pb.h"
#include "services/access/access.h"
#include "services/runtime/read_point.h"
#include "services/runtime/resource_name.h"
#include "services/runtime/testing/from_text.h"
#include "services/testing/in_process_server.h"
#include "services/testing/requests.h"

namespace samverk::overview {
namespace {

using runtime::FromText;
using runtime::IdOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using v1::CommandResult;
using v1::GetOverviewResponse;

// The municipalities Sorsele, Storuman and Åsele with the Region, on 7 October 2019.
class OverviewServiceTest : public ::testing::Test {
 protected:
  OverviewServiceTest() {
    server_.AdmitMunicipality("2463", "Åsele kommun");
    server_.AdmitMunicipality("2421", "Storumans kommun");
    server_.AdmitMunicipality("2422", "Sorsele kommun");
    Do<v1::AdmitOrganisationRequest>(
        "parent: '~' kind: ORGANISATION_KIND_REGION organisation_id: 'regionen' "
        "display_name: 'Region Västerbotten' joined_on @2016-01-01");
  }

  // Gives a command that must succeed.
  template <typename Command>
  CommandResult Do(const std::string& text, const testing::Sending& sending = {}) {
    const absl::StatusOr<CommandResult> result = server_.Do(FromText<Command>(text), sending);
    EXPECT_OK(result);
    last_ = result.value_or(CommandResult());
    return last_;
  }
  template <typename Command>
  CommandResult On(const std::string& name, const std::string& text = "") {
    return Do<Command>("name: '" + name + "' " + text);
  }

  // ---- Plans

  std::string CreatePlan(const std::string& kommunkod, const std::string& title,
                         const std::string& start, const std::string& end,
                         const std::string& but = "") {
    return Do<v1::CreatePlanRequest>("parent: '~' plan_id: '" + testing::NewId() +
                                     "' owner: '~/organisations/" + kommunkod + "' title: '" +
                                     title + "' period { start_date @" + start + " end_date @" +
                                     end + " } " + but)
        .name();
  }
  void Propose(const std::string& plan) {
    On<v1::ProposePlanRequest>(plan, absl::StrCat("expected_revision: ", RevisionOf(plan)));
  }
  void Adopt(const std::string& plan, const std::string& but = "") {
    Propose(plan);
    On<v1::AdoptPlanRequest>(plan, absl::StrCat("expected_revision: ", RevisionOf(plan),
                                                " decision { body: 'KF' date @2017-01-10 } ", but));
  }
  int64_t RevisionOf(const std::string& plan) {
    v1::GetPlanRequest request;
    request.set_name(plan);
    *request.mutable_read()->mutable_min_position() = last_.position();
    const auto response = server_.Ask<v1::GetPlanResponse>(request);
    EXPECT_OK(response);
    return response.value_or(v1::GetPlanResponse()).plan().revision();
  }
  std::string AdoptPlan(const std::string& kommunkod, const std::string& title,
                        const std::string& start, const std::string& end) {
    std::string plan = CreatePlan(kommunkod, title, start, end);
    Adopt(plan);
    return plan;
  }

  // ---- Follow-ups

  std::string OpenFollowUp(const std::string& plan, const std::string& kommunkod, int year) {
    return Do<v1::OpenFollowUpRequest>(absl::StrCat("parent: '~' follow_up_id: '", testing::NewId(),
                                                    "' owner: '~/organisations/", kommunkod,
                                                    "' plan: '", plan, "' year: ", year))
        .name();
  }
  std::string Submit(const std::string& plan, const std::string& kommunkod, int year,
                     const std::string& shops, int vintage) {
    std::string name = OpenFollowUp(plan, kommunkod, year);
    On<v1::ObserveIndicatorRequest>(
        name, absl::StrCat("key: 'butiker' reading { title: 'Butiker' value: '", shops,
                           "' unit: 'st' source: 'SCB' vintage { year: ", vintage, " } }"));
    On<v1::SubmitFollowUpRequest>(name);
    return name;
  }
  std::string Approve(const std::string& plan, const std::string& kommunkod, int year,
                      const std::string& shops, int vintage) {
    std::string name = Submit(plan, kommunkod, year, shops, vintage);
    On<v1::ApproveFollowUpRequest>(name);
    return name;
  }
  void Compile(int year) {
    Do<v1::CompileFollowUpsRequest>(absl::StrCat(
        "parent: '~' owner: '~/organisations/regionen' municipalities: '~/organisations/2421' "
        "municipalities: '~/organisations/2422' year: ",
        year));
  }

  // ---- Meetings and workshops

  static std::string OneDay(const std::string& day) {
    const absl::CivilDay end = ToCivilDay(*ParseDate(day)) + 1;
    return "period { start_date @" + day + " end_date @" + FormatDate(ToDate(end)) +
           " } form: EVENT_FORM_HYBRID ";
  }
  static std::string Came(const std::vector<std::pair<std::string, int>>& attendance) {
    std::string text;
    for (const auto& [organisation, participants] : attendance) {
      absl::StrAppend(&text, "attendance { organisation: '~/organisations/", organisation,
                      "' participants: ", participants, " } ");
    }
    return text;
  }
  std::string CallMeeting(const std::string& title, const std::string& day) {
    return Do<v1::CallMeetingRequest>("parent: '~' meeting_id: '" + testing::NewId() +
                                      "' host: '~/organisations/regionen' title: '" + title + "' " +
                                      OneDay(day))
        .name();
  }
  std::string HoldMeeting(const std::string& title, const std::string& day,
                          const std::vector<std::pair<std::string, int>>& attendance = {}) {
    std::string name = CallMeeting(title, day);
    On<v1::HoldMeetingRequest>(name, Came(attendance));
    return name;
  }
  std::string PlanWorkshop(const std::string& day) {
    return Do<v1::PlanWorkshopRequest>("parent: '~' workshop_id: '" + testing::NewId() +
                                       "' host: '~/organisations/regionen' title: 'Verkstad' " +
                                       OneDay(day))
        .name();
  }
  void HoldWorkshop(const std::string& day,
                    const std::vector<std::pair<std::string, int>>& attendance) {
    On<v1::HoldWorkshopRequest>(PlanWorkshop(day), Came(attendance));
  }

  // ---- Questions

  GetOverviewResponse Ask(const std::string& but = "") {
    auto request = FromText<v1::GetOverviewRequest>("parent: '~' " + but);
    if (!request.read().has_as_of()) {
      *request.mutable_read()->mutable_min_position() = last_.position();
    }
    const auto response = server_.Ask<GetOverviewResponse>(request);
    EXPECT_OK(response);
    return response.value_or(GetOverviewResponse());
  }
  // `read` as of `result`.
  static std::string AsOf(const CommandResult& result) {
    return absl::StrCat("read { as_of { position { epoch: '", result.position().epoch(),
                        "' position: ", result.position().position(), " } } } ");
  }

  // `2421 Serviceplan 2 2017-01-01–2021-01-01 +Ny DRAFT; 1 local; followed up 2018` of each.
  static std::vector<std::string> Plans(const GetOverviewResponse& overview) {
    std::vector<std::string> told;
    for (const v1::PlanStatus& status : overview.plans()) {
      std::string line(IdOf(status.organisation()));
      if (!status.plan().empty()) {
        absl::StrAppend(&line, " ", status.title(), " ", status.plan_revision(), " ",
                        FormatDate(status.in_force().start_date()), "–",
                        FormatDate(status.in_force().end_date()));
      }
      for (const v1::PlanUnderWay& each : status.under_way()) {
        absl::StrAppend(&line, " +", each.title(), " ", v1::PlanPhase_Name(each.phase()));
        if (each.has_answer_by()) absl::StrAppend(&line, " ", FormatDate(each.answer_by()));
      }
      if (status.local_plans() > 0) absl::StrAppend(&line, "; ", status.local_plans(), " local");
      if (status.last_follow_up_year() > 0) {
        absl::StrAppend(&line, "; followed up ", status.last_follow_up_year());
      }
      told.push_back(line);
    }
    return told;
  }

  // `MEASURE_LATE 2421 (2422) 2019: title since … by …` of each.
  template <typename Items>
  static std::vector<std::string> Lines(const Items& items) {
    std::vector<std::string> told;
    for (const v1::OverviewItem& item : items) {
      std::string line = v1::OverviewItemKind_Name(item.kind()).substr(19);
      absl::StrAppend(&line, " ", IdOf(item.organisation()));
      if (!item.about().empty()) absl::StrAppend(&line, " (", IdOf(item.about()), ")");
      if (item.year() != 0) absl::StrAppend(&line, " ", item.year());
      absl::StrAppend(&line, ": ", item.title());
      if (item.has_since()) absl::StrAppend(&line, " since ", FormatDate(item.since()));
      if (item.has_deadline()) absl::StrAppend(&line, " by ", FormatDate(item.deadline()));
      told.push_back(line);
    }
    return told;
  }
  std::vector<std::string> Decisions(const std::string& but = "") {
    return Lines(Ask("sections: OVERVIEW_SECTION_DECISIONS " + but).decisions());
  }
  std::vector<std::string> Overdue(const std::string& but = "") {
    return Lines(Ask("sections: OVERVIEW_SECTION_OVERDUE " + but).overdue());
  }

  testing::InProcessServer server_;
  CommandResult last_;
};

TEST_F(OverviewServiceTest, EachMunicipalityTellsWhereItIsWithItsPlan) {
  const std::string plan = CreatePlan("2421", "Serviceplan", "2017-01-01", "2021-01-01");
  Propose(plan);
  const CommandResult proposed = last_;
  On<v1::AdoptPlanRequest>(plan, "expected_revision: 1 decision { body: 'KF' date @2017-01-10 }");
  const std::string local =
      CreatePlan("2421", "Byplan", "2018-01-01", "2021-01-01", "municipal_plan: '" + plan + "'");
  Adopt(local);
  Approve(plan, "2421", 2018, "7", 2018);
  const std::string draft = CreatePlan("2422", "Utkast", "2020-01-01", "2024-01-01");
  On<v1::OpenPlanConsultationRequest>(draft, "answer_by @2019-11-01");

  const GetOverviewResponse overview = Ask();
  EXPECT_THAT(
      Plans(overview),
      ElementsAre("2422 +Utkast PLAN_PHASE_CONSULTATION 2019-11-01",
                  "2421 Serviceplan 1 2017-01-01–2021-01-01; 1 local; followed up 2018", "2463"));
  EXPECT_EQ(overview.plan_totals().municipalities(), 3);
  EXPECT_EQ(overview.plan_totals().in_force(), 1);
  EXPECT_EQ(overview.plan_totals().ending_within_a_year(), 0);
  EXPECT_EQ(overview.plan_totals().only_under_way(), 1);
  EXPECT_EQ(overview.plan_totals().without(), 1);
  EXPECT_EQ(FormatDate(overview.on()), "2019-10-07");
  EXPECT_EQ(overview.as_of_position().position(), last_.position().position());

  // On other days, and as it was known.
  EXPECT_EQ(Ask("on @2020-06-01").plan_totals().ending_within_a_year(), 1);
  EXPECT_THAT(Plans(Ask("on @2021-01-01"))[1], "2421; followed up 2018");
  EXPECT_THAT(Plans(Ask(AsOf(proposed))),
              ElementsAre("2422", "2421 +Serviceplan PLAN_PHASE_PROPOSED", "2463"));
  // Nobody was a member then.
  EXPECT_THAT(Plans(Ask("on @2015-12-31")), IsEmpty());
}

TEST_F(OverviewServiceTest, APlanThatIsRevisedIsInForceAndUnderWay) {
  const std::string plan = AdoptPlan("2421", "Serviceplan", "2017-01-01", "2021-01-01");
  auto edit = FromText<v1::EditPlanRequest>("name: '" + plan + "' edits { title: 'Ny titel' }");
  *edit.mutable_base_position() = last_.position();
  const auto edited = server_.Do(edit);
  ASSERT_OK(edited);
  last_ = *edited;

  EXPECT_THAT(Plans(Ask())[1],
              "2421 Serviceplan 1 2017-01-01–2021-01-01 +Ny titel PLAN_PHASE_DRAFT");
  On<v1::ExtendPlanRequest>(plan, "decision { body: 'KF' date @2019-06-11 } end_date @2023-01-01");
  EXPECT_THAT(Plans(Ask("on @2022-01-01"))[1],
              "2421 Serviceplan 2 2017-01-01–2023-01-01 +Ny titel PLAN_PHASE_DRAFT");
}

TEST_F(OverviewServiceTest, YearsTellWhatWasHeldAndWhoTookPart) {
  HoldMeeting("Vår", "2017-03-01", {{"2421", 2}, {"2422", 1}});
  HoldMeeting("Höst", "2017-10-01", {{"2421", 1}});
  HoldWorkshop("2017-05-10", {{"2421", 3}, {"regionen", 2}});
  HoldMeeting("Vår", "2019-03-01", {{"2422", 4}});
  const CommandResult before = last_;
  HoldWorkshop("2019-04-10", {{"2422", 5}});
  PlanWorkshop("2019-11-10");
  PlanWorkshop("2019-09-10");  // Nobody recorded that it was held.
  On<v1::CancelWorkshopRequest>(PlanWorkshop("2019-12-10"));

  const auto told = [](const GetOverviewResponse& overview) {
    std::vector<std::string> lines;
    for (const v1::WorkYear& year : overview.work()) {
      std::vector<std::string> part;
      for (const v1::WorkParticipation& each : year.participation()) {
        part.push_back(absl::StrCat(IdOf(each.organisation()), " ", each.workshops(), "/",
                                    each.workshop_participants(), " ", each.meetings(), "/",
                                    each.meeting_participants()));
      }
      lines.push_back(absl::StrCat(
          year.year(), ": ", year.workshops_held(), "+", year.workshops_ahead(), " workshops ",
          year.workshop_participants(), ", ", year.meetings().held(), " meetings ",
          year.meetings().participants(), year.meetings().falls_below() ? " too few" : "", "; ",
          absl::StrJoin(part, ", ")));
    }
    return lines;
  };
  EXPECT_THAT(told(Ask()),
              ElementsAre("2017: 1+0 workshops 5, 2 meetings 4; 2421 1/3 2/3, 2422 0/0 1/1, "
                          "regionen 1/2 0/0",
                          "2018: 0+0 workshops 0, 0 meetings 0 too few; ",
                          "2019: 1+1 workshops 5, 1 meetings 4 too few; 2422 1/5 1/4"));
  EXPECT_THAT(told(Ask("first_year: 2018 last_year: 2018")),
              ElementsAre("2018: 0+0 workshops 0, 0 meetings 0 too few; "));
  EXPECT_THAT(told(Ask("first_year: 2019 " + AsOf(before))),
              ElementsAre("2019: 0+0 workshops 0, 1 meetings 4 too few; 2422 0/0 1/4"));
}

TEST_F(OverviewServiceTest, IndicatorsSayHowMuchOfTheCountyTheyAreOf) {
  const std::string storuman = AdoptPlan("2421", "Serviceplan", "2016-01-01", "2021-01-01");
  const std::string sorsele = AdoptPlan("2422", "Serviceplan", "2016-01-01", "2021-01-01");
  Approve(storuman, "2421", 2017, "7", 2017);
  Approve(sorsele, "2422", 2017, "3.5", 2016);
  Compile(2017);
  Approve(storuman, "2421", 2018, "6", 2018);
  const CommandResult before = last_;

  const auto told = [](const GetOverviewResponse& overview) {
    std::vector<std::string> lines;
    for (const v1::IndicatorSeries& series : overview.indicators()) {
      std::string line = absl::StrCat(series.key(), " ", series.title(), " ", series.unit());
      for (const v1::IndicatorYear& year : series.years()) {
        absl::StrAppend(&line, "; ", year.year(), ": ", year.figure().sum(), " of ",
                        year.figure().municipalities(), "/", year.municipalities(), " vintage ",
                        absl::StrJoin(year.figure().vintage_years(), "+"),
                        year.figure().incomplete() ? " incomplete" : "",
                        year.compiled() ? " compiled" : "", year.outdated() ? " outdated" : "");
      }
      lines.push_back(line);
    }
    return lines;
  };
  EXPECT_THAT(told(Ask()), ElementsAre("butiker Butiker st; "
                                       "2017: 10.5 of 2/2 vintage 2016+2017 incomplete compiled; "
                                       "2018: 6 of 1/3 vintage 2018 incomplete"));
  Approve(sorsele, "2422", 2018, "2", 2018);
  Compile(2018);
  EXPECT_THAT(told(Ask("first_year: 2018")),
              ElementsAre("butiker Butiker st; 2018: 8 of 2/2 vintage 2018 compiled"));
  EXPECT_THAT(told(Ask("first_year: 2018 " + AsOf(before))),
              ElementsAre("butiker Butiker st; 2018: 6 of 1/3 vintage 2018 incomplete"));
  // Without a compilation all members are asked about.
  Do<v1::WithdrawFollowUpCompilationRequest>("name: '~/followUpCompilations/2018'");
  EXPECT_THAT(told(Ask("first_year: 2018")),
              ElementsAre("butiker Butiker st; 2018: 8 of 2/3 vintage 2018 incomplete"));
}

TEST_F(OverviewServiceTest, MeasuresPastTheirDeadlineAndFollowUpsThatNobodySubmittedAreOverdue) {
  const std::string plan =
      Do<v1::CreateActionPlanRequest>("parent: '~' action_plan_id: '" + testing::NewId() +
                                      "' owner: '~/organisations/regionen' title: 'Plan' "
                                      "scope: ACTION_PLAN_SCOPE_PARTNERSHIP year: 2019")
          .name();
  const std::string measure = testing::NewId();
  auto edit = FromText<v1::EditActionPlanRequest>(
      "name: '" + plan + "' edits { add_measure { measure: '" + measure +
      "' text: 'Rusta macken' responsible: '~/organisations/2421' deadline @2019-09-30 } } "
      "edits { add_measure { measure: '" +
      testing::NewId() + "' text: 'Senare' deadline @2019-10-07 } }");
  *edit.mutable_base_position() = last_.position();
  last_ = server_.Do(edit).value();
  On<v1::AdoptActionPlanRequest>(plan, absl::StrCat("expected_revision: ", last_.revision(),
                                                    " decision { body: 'KS' date @2019-01-15 }"));
  // Storuman submitted 2017 and opened 2018; Sorsele did nothing; Åsele has no plan.
  const std::string storuman = AdoptPlan("2421", "Plan S", "2017-01-01", "2021-01-01");
  AdoptPlan("2422", "Plan T", "2018-07-01", "2021-01-01");
  Submit(storuman, "2421", 2017, "7", 2017);
  const CommandResult before = last_;
  const std::string opened = OpenFollowUp(storuman, "2421", 2018);

  EXPECT_THAT(Overdue(),
              ElementsAre("MEASURE_LATE 2421 (regionen) 2019: Rusta macken by 2019-09-30",
                          "FOLLOW_UP_MISSING 2421 2018: Plan S since 2019-01-01",
                          "FOLLOW_UP_MISSING 2422 2018: Plan T since 2019-01-01"));
  const GetOverviewResponse overview = Ask();
  EXPECT_EQ(overview.overdue_count(), 3);
  EXPECT_EQ(overview.overdue(0).resource(), plan);
  EXPECT_EQ(overview.overdue(0).element(), measure);
  EXPECT_THAT(Ask(AsOf(before)).overdue(),
              ::testing::Contains(::testing::Property(&v1::OverviewItem::resource, storuman)));
  EXPECT_THAT(overview.overdue(),
              ::testing::Contains(::testing::Property(&v1::OverviewItem::resource, opened)));
  // One more measure the day after, none in the spring.
  EXPECT_EQ(Overdue("on @2019-10-08").size(), 4);
  EXPECT_THAT(Overdue("on @2018-12-31"), IsEmpty());
  EXPECT_THAT(Overdue("organisation: '~/organisations/2422'"),
              ElementsAre("FOLLOW_UP_MISSING 2422 2018: Plan T since 2019-01-01"));
  EXPECT_EQ(Overdue("organisation: '~/organisations/regionen'").size(), 1);
}

TEST_F(OverviewServiceTest, PlansThatWaitForADecisionSayForWhom) {
  const std::string ending = AdoptPlan("2421", "Snart slut", "2017-01-01", "2020-10-07");
  AdoptPlan("2422", "Slut", "2016-01-01", "2019-01-01");
  const std::string proposed = CreatePlan("2463", "Föreslagen", "2020-01-01", "2024-01-01");
  const CommandResult base = last_;
  for (const auto& [title, device] : {std::pair("B", "tablet"), std::pair("A", "phone")}) {
    auto edit =
        FromText<v1::EditPlanRequest>("name: '" + ending + "' edits { title: '" + title + "' }");
    *edit.mutable_base_position() = base.position();
    last_ = server_.Do(edit, {.device = device}).value();
  }
  Propose(proposed);

  EXPECT_THAT(Decisions(), ElementsAre("PLAN_PROPOSED 2463: Föreslagen by 2020-01-01",
                                       "PLAN_ENDING 2421: B by 2020-10-06",
                                       "PLAN_ENDED 2422: Slut since 2019-01-01",
                                       "PLAN_CONFLICT 2421: B since 2019-10-07"));
  EXPECT_EQ(Ask().decisions(3).element(), "title");
  EXPECT_EQ(Ask().decision_count(), 4);
  EXPECT_THAT(Decisions("organisation: '~/organisations/2422'"),
              ElementsAre("PLAN_ENDED 2422: Slut since 2019-01-01"));
  // Twelve months and a day before, nobody needs to hurry.
  EXPECT_THAT(Decisions("on @2019-10-06 organisation: '~/organisations/2421'"),
              ElementsAre("PLAN_CONFLICT 2421: B since 2019-10-07"));
  EXPECT_THAT(Decisions(AsOf(base)), ElementsAre("PLAN_ENDING 2421: Snart slut by 2020-10-06",
                                                 "PLAN_ENDED 2422: Slut since 2019-01-01"));

  // What comes after them is proposed or adopted: nothing is to be decided about them any more.
  Propose(CreatePlan("2421", "Nästa", "2020-10-07", "2024-01-01"));
  Adopt(CreatePlan("2422", "Nästa", "2020-01-01", "2024-01-01"));
  Adopt(CreatePlan("2463", "Annan", "2016-01-01", "2019-12-31"));
  EXPECT_THAT(Decisions(), ElementsAre("PLAN_PROPOSED 2463: Föreslagen by 2020-01-01",
                                       "PLAN_PROPOSED 2421: Nästa by 2020-10-07",
                                       "PLAN_CONFLICT 2421: B since 2019-10-07"));
}

TEST_F(OverviewServiceTest, MeetingsAndFollowUpsThatWaitForADecisionSayForWhom) {
  const std::string plan = AdoptPlan("2421", "Serviceplan", "2017-01-01", "2024-01-01");
  Submit(plan, "2421", 2018, "7", 2018);
  const std::string meeting = HoldMeeting("Vårträff", "2019-03-01");
  const std::string decide = "responsible: '~/organisations/2422' text: ";
  On<v1::RecordMeetingDecisionRequest>(meeting, decide + "'Skriv till PTS' deadline @2019-10-06");
  const int64_t entry = last_.revision();
  On<v1::RecordMeetingDecisionRequest>(meeting, decide + "'I dag' deadline @2019-10-07");
  On<v1::RecordMeetingDecisionRequest>(meeting, decide + "'När som helst'");
  On<v1::RecordMeetingMinutesRequest>(meeting, "sections { text: 'Sagt' }");
  const CommandResult before = last_;

  EXPECT_THAT(Decisions(),
              ElementsAre("MEETING_DECISION_LATE 2422: Skriv till PTS since 2019-03-01 by "
                          "2019-10-06",
                          "FOLLOW_UP_SUBMITTED regionen (2421) 2018: Serviceplan since 2019-10-07",
                          "MINUTES_NOT_APPROVED regionen: Vårträff since 2019-03-01"));
  EXPECT_EQ(Ask().decisions(0).element(), absl::StrCat(entry));
  EXPECT_EQ(Ask().decisions(0).resource(), meeting);
  EXPECT_EQ(Decisions("organisation: '~/organisations/2421'").size(), 1);  // It is about them.

  On<v1::ApproveMeetingMinutesRequest>(meeting,
                                       absl::StrCat("expected_revision: ", before.revision(),
                                                    " approval { approved_on @2019-03-05 "
                                                    "approved_by: '~/organisations/2421' }"));
  On<v1::CompleteMeetingDecisionRequest>(
      meeting, absl::StrCat("completion { entry: ", entry, " done_on @2019-10-05 }"));
  EXPECT_THAT(Decisions(),
              ElementsAre("FOLLOW_UP_SUBMITTED regionen (2421) 2018: Serviceplan since "
                          "2019-10-07"));
  EXPECT_EQ(Decisions(AsOf(before)).size(), 3);
  EXPECT_THAT(Decisions("on @2019-10-08").front(),
              "MEETING_DECISION_LATE 2422: I dag since 2019-03-01 by 2019-10-07");
}

TEST_F(OverviewServiceTest, ServiceGainedAndLostIsToldByYearAndOffer) {
  const std::string place =
      Do<v1::RegisterPlaceRequest>("parent: '~' place_id: '" + testing::NewId() +
                                   "' owner: '~/organisations/2421' display_name: 'Tärnaby'")
          .name();
  const auto registered = [&](const std::string& name, const std::string& more) {
    return Do<v1::RegisterServicePointRequest>("parent: '~' service_point_id: '" +
                                               testing::NewId() +
                                               "' owner: '~/organisations/2421' place: '" + place +
                                               "' display_name: '" + name + "' " + more)
        .name();
  };
  // A shop that was always there, which sells fuel since 2018 and a full range since 2019.
  registered("Handlarn",
             "turns { kind: SERVICE_POINT_TURN_KIND_OPENED date @2017-01-01 open_before: true } "
             "offers { offer: SERVICE_OFFER_GROCERY end_date @2019-03-01 } "
             "offers { offer: SERVICE_OFFER_GROCERY full_range: true start_date @2019-03-01 } "
             "offers { offer: SERVICE_OFFER_FUEL start_date @2018-06-01 }");
  // One that opened in 2016 and closed in 2018.
  const std::string other =
      registered("Lanthandel",
                 "turns { kind: SERVICE_POINT_TURN_KIND_OPENED date @2016-05-01 } "
                 "offers { offer: SERVICE_OFFER_GROCERY }");
  const CommandResult before = last_;
  On<v1::CloseServicePointRequest>(other, "date @2018-09-01");
  // One that opens after the day, and one that was registered by mistake.
  registered("Sedan",
             "turns { kind: SERVICE_POINT_TURN_KIND_OPENED date @2019-12-01 } "
             "offers { offer: SERVICE_OFFER_POST }");
  On<v1::WithdrawServicePointRequest>(
      registered("Fel", "turns { kind: SERVICE_POINT_TURN_KIND_OPENED date @2017-12-01 }"));

  const auto told = [](const GetOverviewResponse& overview) {
    std::vector<std::string> lines;
    for (const v1::ServiceYear& year : overview.service()) {
      std::string line =
          absl::StrCat(year.year(), ": +", year.opened(), " -", year.closed(), " =", year.open());
      if (year.unknown() > 0) absl::StrAppend(&line, " ?", year.unknown());
      for (const v1::OfferYear& each : year.offers()) {
        absl::StrAppend(&line, "; ", v1::ServiceOffer_Name(each.offer()).substr(14), " +",
                        each.gained(), " -", each.lost(), " =", each.open());
        if (each.full_range() > 0) absl::StrAppend(&line, " full ", each.full_range());
      }
      lines.push_back(line);
    }
    return lines;
  };
  EXPECT_THAT(told(Ask("sections: OVERVIEW_SECTION_SERVICE")),
              ElementsAre("2016: +1 -0 =1 ?1; GROCERY +1 -0 =1; FUEL +0 -0 =0",
                          "2017: +0 -0 =2; GROCERY +0 -0 =2; FUEL +0 -0 =0",
                          "2018: +0 -1 =1; GROCERY +0 -1 =1; FUEL +1 -0 =1",
                          "2019: +0 -0 =1; GROCERY +0 -0 =1 full 1; FUEL +0 -0 =1"));
  EXPECT_THAT(told(Ask("on @2019-12-31 first_year: 2019")),
              ElementsAre("2019: +1 -0 =2; GROCERY +0 -0 =1 full 1; FUEL +0 -0 =1; "
                          "POST +1 -0 =1"));
  EXPECT_THAT(told(Ask("first_year: 2018 last_year: 2018 " + AsOf(before))),
              ElementsAre("2018: +0 -0 =2; GROCERY +0 -0 =2; FUEL +1 -0 =1"));
}

TEST_F(OverviewServiceTest, APartnershipThatHasNothingYetSaysSo) {
  const GetOverviewResponse overview = Ask();
  EXPECT_EQ(overview.plans_size(), 3);
  ASSERT_EQ(overview.work_size(), 1);  // This year, with too few meetings.
  EXPECT_TRUE(overview.work(0).meetings().falls_below());
  EXPECT_THAT(overview.indicators(), IsEmpty());
  EXPECT_THAT(overview.overdue(), IsEmpty());
  EXPECT_THAT(overview.decisions(), IsEmpty());
  ASSERT_EQ(overview.service_size(), 1);
  EXPECT_EQ(overview.service(0).open(), 0);
}

TEST_F(OverviewServiceTest, OnlySectionsThatAreAskedForAreAnswered) {
  const GetOverviewResponse overview = Ask("sections: OVERVIEW_SECTION_WORK");
  EXPECT_EQ(overview.work_size(), 1);
  EXPECT_EQ(overview.plans_size(), 0);
  EXPECT_FALSE(overview.has_plan_totals());
  EXPECT_EQ(overview.service_size(), 0);
  EXPECT_EQ(Ask("sections: OVERVIEW_SECTION_PLANS sections: OVERVIEW_SECTION_SERVICE").plans_size(),
            3);
}

TEST_F(OverviewServiceTest, TheDayIsThatOfTheQuestionOrTheAnswer) {
  EXPECT_EQ(FormatDate(Ask("on @2018-05-01").on()), "2018-05-01");
  EXPECT_EQ(FormatDate(Ask("read { as_of { date @2019-06-30 } }").on()), "2019-06-30");
  EXPECT_EQ(FormatDate(Ask("read { as_of { date @2019-06-30 } } on @2018-05-01").on()),
            "2018-05-01");
  // The last minutes of the year are those of the next one in Sweden.
  EXPECT_EQ(FormatDate(Ask("read { as_of { time { seconds: 1514763000 } } }").on()), "2018-01-01");
  server_.clock().Advance(absl::Hours(24));
  EXPECT_EQ(FormatDate(Ask().on()), "2019-10-08");
}

TEST_F(OverviewServiceTest, AllButAgencyContactsMaySeeIt) {
  const auto request = FromText<v1::GetOverviewRequest>("parent: '~'");
  for (const char* role :
       {"administrator", "process-leader", "officer@2421", "local-actor", "auditor"}) {
    EXPECT_OK(server_.Ask<GetOverviewResponse>(request, {.act_as = role})) << role;
  }
  EXPECT_THAT(server_.Ask<GetOverviewResponse>(request, {.act_as = "agency-contact"}),
              IsRefused(access::kAccessDenied));
}

TEST_F(OverviewServiceTest, PositionsThatAreNotThereAreRefused) {
  auto request = FromText<v1::GetOverviewRequest>("parent: '~'");
  *request.mutable_read()->mutable_min_position() = last_.position();
  request.mutable_read()->mutable_min_position()->set_position(1000);
  EXPECT_THAT(server_.Ask<GetOverviewResponse>(request), IsRefused(runtime::kPositionAhead));
}

}  // namespace
}  // namespace samverk::overview
