#include "services/links/link_service.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "samverk/v1/action_plan.pb.h"
#include "samverk/v1/discussion.pb.h"
#include "samverk/v1/exchange.pb.h"
#include "samverk/v1/follow_up.pb.h"
#include "samverk/v1/initiative.pb.h"
#include "samverk/v1/link.pb.h"
#include "samverk/v1/meeting.pb.h"
#include "samverk/v1/national_issue.pb.h"
#include "samverk/v1/place.pb.h"
#include "samverk/v1/plan.pb.h"
#include "samverk/v1/service_point.pb.h"
#include "samverk/v1/workshop.pb.h"
#include "services/access/access.h"
#include "services/runtime/read_point.h"
#include "services/runtime/shape_reasons.h"
#include "services/runtime/testing/from_text.h"
#include "services/testing/in_process_server.h"
#include "services/testing/requests.h"

namespace samverk::links {
namespace {

using runtime::FromText;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using v1::CommandResult;

class LinkServiceTest : public ::testing::Test {
 protected:
  LinkServiceTest() { server_.AdmitMunicipality("2421", "Storumans kommun"); }

  // Gives a command that must succeed.
  template <typename Command>
  CommandResult Do(const std::string& text) {
    const absl::StatusOr<CommandResult> result = server_.Do(FromText<Command>(text));
    EXPECT_OK(result);
    last_ = result.value_or(CommandResult());
    return last_;
  }
  // Makes a resource of Storuman, with an id of its own in `id_field`.
  template <typename Command>
  std::string Make(const std::string& id_field, const std::string& text) {
    return Do<Command>("parent: '~' owner: '~/organisations/2421' " + id_field + ": '" +
                       testing::NewId() + "' " + text)
        .name();
  }
  std::string PlanWorkshop(const std::string& title) {
    return Do<v1::PlanWorkshopRequest>(
               "parent: '~' workshop_id: '" + testing::NewId() +
               "' host: '~/organisations/2421' title: '" + title +
               "' period { start_date @2019-10-01 end_date @2019-10-02 } form: EVENT_FORM_HYBRID")
        .name();
  }
  std::string CreatePlan(const std::string& title, const std::string& but = "") {
    return Do<v1::CreatePlanRequest>("parent: '~' plan_id: '" + testing::NewId() +
                                     "' owner: '~/organisations/2421' title: '" + title + "' " +
                                     but)
        .name();
  }
  std::string CallMeeting(const std::string& title) {
    return Do<v1::CallMeetingRequest>(
               "parent: '~' meeting_id: '" + testing::NewId() +
               "' host: '~/organisations/2421' title: '" + title +
               "' period { start_date @2019-10-01 end_date @2019-10-02 } form: EVENT_FORM_HYBRID")
        .name();
  }
  // A plan that is in force 2017 to 2020.
  std::string AdoptPlan(const std::string& title) {
    std::string plan = CreatePlan(title, "period { start_date @2017-01-01 end_date @2021-01-01 }");
    Do<v1::ProposePlanRequest>("name: '" + plan + "' expected_revision: 0");
    Do<v1::AdoptPlanRequest>("name: '" + plan +
                             "' expected_revision: 1 decision { body: 'KF' date @2017-01-10 }");
    return plan;
  }
  // An action plan with the measure `measure`, which has to do with a workshop and serves the goal
  // `goal` of a plan.
  std::string PlanMeasure(const std::string& measure, const std::string& workshop,
                          const std::string& plan, const std::string& goal) {
    std::string action_plan = Make<v1::CreateActionPlanRequest>(
        "action_plan_id",
        "scope: ACTION_PLAN_SCOPE_MUNICIPALITY year: 2019 title: 'Handlingsplan'");
    Do<v1::EditActionPlanRequest>(
        "name: '" + action_plan + "' expected_revision: 0 edits { add_measure { measure: '" +
        measure + "' text: 'Byt cistern' links: '" + workshop + "' plan_link { plan: '" + plan +
        "' plan_element: '" + goal + "' } } }");
    return action_plan;
  }
  // An outcome that links to `links`; its entry.
  int64_t Outcome(const std::string& workshop, const std::vector<std::string>& links) {
    std::string text = "name: '" + workshop + "' text: 'Det blev något' ";
    for (const std::string& link : links) text += "links: '" + link + "' ";
    return Do<v1::RecordWorkshopOutcomeRequest>(text).revision();
  }

  v1::ListLinksRequest Question(const std::string& name, const std::string& but = "") {
    auto request = FromText<v1::ListLinksRequest>("name: '" + name + "' " + but);
    if (!request.read().has_as_of()) {
      *request.mutable_read()->mutable_min_position() = last_.position();
    }
    return request;
  }
  absl::StatusOr<v1::ListLinksResponse> Ask(const v1::ListLinksRequest& request) {
    return server_.Ask<v1::ListLinksResponse>(request);
  }
  // Links as `source path target (title)`, the target with `#element` where a part is meant.
  std::vector<std::string> List(const std::string& name, const std::string& but = "") {
    const auto response = Ask(Question(name, but));
    if (!response.ok()) return {response.status().ToString()};
    std::vector<std::string> links;
    for (const v1::Link& link : response->links()) {
      links.push_back(absl::StrCat(link.source(), " ", link.path(), " ", link.target(),
                                   link.element().empty() ? "" : "#", link.element(), " (",
                                   link.title(), ")"));
    }
    return links;
  }

  testing::InProcessServer server_;
  CommandResult last_;
};

TEST_F(LinkServiceTest, LinksAreFollowedBothWaysAndSayWhatTheOtherEndIsCalled) {
  const std::string plan = CreatePlan("Serviceplan");
  const std::string meeting = CallMeeting("Hösten");
  const std::string workshop = PlanWorkshop("Drivstationer");
  const int64_t entry = Outcome(workshop, {plan, meeting});
  const std::string path = absl::StrCat(" outcomes/", entry, "/links ");

  EXPECT_THAT(List(plan), ElementsAre(workshop + path + plan + " (Drivstationer)"));
  EXPECT_THAT(List(meeting), ElementsAre(workshop + path + meeting + " (Drivstationer)"));
  EXPECT_THAT(List(workshop), ElementsAre(workshop + path + meeting + " (Hösten)",
                                          workshop + path + plan + " (Serviceplan)"));
  EXPECT_THAT(List(workshop, "direction: LINK_DIRECTION_TO"), IsEmpty());
  EXPECT_THAT(List(workshop, "direction: LINK_DIRECTION_FROM"), SizeIs(2));
}

TEST_F(LinkServiceTest, ALinkGoesWithWhatHeldIt) {
  const std::string plan = CreatePlan("Serviceplan");
  const std::string other = CreatePlan("En annan");
  const std::string workshop = PlanWorkshop("Drivstationer");
  const int64_t entry = Outcome(workshop, {plan});
  const std::string name = "name: '" + workshop + "' ";
  Do<v1::EditWorkshopRequest>(absl::StrCat(name, "expected_revision: ", last_.revision(),
                                           " edits { outcome { entry: ", entry,
                                           " text: 'Nytt' links: '", other, "' } }"));
  EXPECT_THAT(List(plan), IsEmpty());
  EXPECT_THAT(List(other), SizeIs(1));
  Do<v1::RecordWorkshopNoteRequest>(name + "text: 'En anteckning'");
  EXPECT_THAT(List(other), SizeIs(1));
  Do<v1::EditWorkshopRequest>(absl::StrCat(name, "expected_revision: ", last_.revision(),
                                           " edits { remove_entry: ", entry, " }"));
  EXPECT_THAT(List(other), IsEmpty());
  Outcome(workshop, {plan});
  const CommandResult before = last_;
  EXPECT_THAT(List(plan), SizeIs(1));
  Do<v1::WithdrawWorkshopRequest>(name);
  EXPECT_THAT(List(plan), IsEmpty());
  // As it was.
  EXPECT_THAT(
      List(plan, absl::StrCat("read { as_of { position { epoch: '", before.position().epoch(),
                              "' position: ", before.position().position(), " } } }")),
      SizeIs(1));
}

TEST_F(LinkServiceTest, LocalPlansLinkToTheMunicipalPlan) {
  const std::string plan = CreatePlan("Serviceplan");
  const std::string local = CreatePlan("Byplan", "municipal_plan: '" + plan + "'");

  EXPECT_THAT(List(plan), ElementsAre(local + " municipal_plan " + plan + " (Byplan)"));
  EXPECT_THAT(List(local), ElementsAre(local + " municipal_plan " + plan + " (Serviceplan)"));
  Do<v1::WithdrawPlanRequest>("name: '" + local + "'");
  EXPECT_THAT(List(plan), IsEmpty());
}

TEST_F(LinkServiceTest, APlanKnowsTheWorkThatServesAndFollowsIt) {
  const std::string plan = AdoptPlan("Serviceplan");
  const std::string workshop = PlanWorkshop("Drivstationer");
  const std::string measure = testing::NewId();
  const std::string goal = testing::NewId();
  const std::string action_plan = PlanMeasure(measure, workshop, plan, goal);
  const std::string exchange = Make<v1::ShareExperienceRequest>(
      "exchange_id", "title: 'Automat' problem: 'P' done: 'D' links: '" + plan + "'");
  const std::string follow_up =
      Make<v1::OpenFollowUpRequest>("follow_up_id", "year: 2018 plan: '" + plan + "'");
  const std::string element = testing::NewId();
  Do<v1::AssessElementRequest>("name: '" + follow_up + "' element: '" + element +
                               "' kind: ASSESSED_KIND_MEASURE assessment: ASSESSMENT_REACHED");
  const std::string discussion = Make<v1::StartDiscussionRequest>(
      "discussion_id", "title: 'Cisternen' subject: '" + action_plan + "'");

  const std::string in_measure = " measures/" + measure;
  EXPECT_THAT(List(plan), ElementsAre(action_plan + in_measure + "/plan_link/plan " + plan + "#" +
                                          goal + " (Handlingsplan)",
                                      exchange + " links " + plan + " (Automat)",
                                      follow_up + " assessments/" + element + "/plan " + plan +
                                          "#" + element + " (Uppföljning 2018)",
                                      follow_up + " plan " + plan + " (Uppföljning 2018)"));
  EXPECT_THAT(List(action_plan),
              ElementsAre(discussion + " subject " + action_plan + " (Cisternen)",
                          action_plan + in_measure + "/plan_link/plan " + plan + "#" + goal +
                              " (Serviceplan)",
                          action_plan + in_measure + "/links " + workshop + " (Drivstationer)"));

  Do<v1::WithdrawActionPlanRequest>("name: '" + action_plan + "'");
  Do<v1::WithdrawFollowUpRequest>("name: '" + follow_up + "'");
  EXPECT_THAT(List(plan), ElementsAre(exchange + " links " + plan + " (Automat)"));
  EXPECT_THAT(List(workshop), IsEmpty());
  // What leads to something that was withdrawn stays.
  EXPECT_THAT(List(action_plan),
              ElementsAre(discussion + " subject " + action_plan + " (Cisternen)"));
}

TEST_F(LinkServiceTest, PlacesAndWorkshopsKnowWhatBelongsToThem) {
  const std::string place = Make<v1::RegisterPlaceRequest>("place_id", "display_name: 'Tärnaby'");
  const std::string initiative = Make<v1::RegisterInitiativeRequest>(
      "initiative_id",
      "title: 'Byalyft' period { start_date @2018-01-01 end_date @2020-01-01 } links: '" + place +
          "'");
  const std::string service_point = Make<v1::RegisterServicePointRequest>(
      "service_point_id", "display_name: 'Handlarn' place: '" + place +
                              "' turns { kind: SERVICE_POINT_TURN_KIND_OPENED date @2001-05-01 }");
  const std::string workshop = PlanWorkshop("Drivstationer");
  const std::string issue = Make<v1::RaiseNationalIssueRequest>(
      "national_issue_id",
      "title: 'Kontanter' text: 'T' asked_for: 'Ombud' links: '" + workshop + "'");
  const int64_t result =
      Do<v1::ReportInitiativeResultRequest>(
          "name: '" + initiative + "' result { day @2019-01-01 text: 'Ett ombud' links: '" +
          service_point + "' }")
          .revision();

  EXPECT_THAT(List(place), ElementsAre(initiative + " links " + place + " (Byalyft)",
                                       service_point + " place " + place + " (Handlarn)"));
  EXPECT_THAT(List(initiative),
              ElementsAre(initiative + " links " + place + " (Tärnaby)",
                          absl::StrCat(initiative, " results/", result, "/result/links ",
                                       service_point, " (Handlarn)")));
  EXPECT_THAT(List(workshop), ElementsAre(issue + " links " + workshop + " (Kontanter)"));
  EXPECT_THAT(List(issue), ElementsAre(issue + " links " + workshop + " (Drivstationer)"));

  Do<v1::WithdrawInitiativeRequest>("name: '" + initiative + "'");
  EXPECT_THAT(List(place), ElementsAre(service_point + " place " + place + " (Handlarn)"));
}

TEST_F(LinkServiceTest, PagesShowEverythingOnceInOrderAcrossSlices) {
  const std::string plan = CreatePlan("Serviceplan");
  std::vector<std::string> sources;
  for (int i = 0; i < 3; ++i) {
    sources.push_back(CreatePlan("Byplan", "municipal_plan: '" + plan + "'"));
  }
  for (int i = 0; i < 4; ++i) {
    sources.push_back(PlanWorkshop("Verkstad"));
    Outcome(sources.back(), {plan});
  }
  std::sort(sources.begin(), sources.end());
  v1::ListLinksRequest request = Question(plan, "page_size: 2");
  std::vector<std::string> names;
  std::string token;
  do {
    const auto page = Ask(request);
    ASSERT_OK(page);
    EXPECT_LE(page->links_size(), 2);
    for (const v1::Link& link : page->links()) names.push_back(link.source());
    if (token.empty()) {
      token = page->next_page_token();
      // Later pages see what the first saw.
      Outcome(PlanWorkshop("Senare"), {plan});
    }
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(names, sources);

  request.set_page_token(token);
  EXPECT_THAT(Ask(runtime::With(request, "direction: LINK_DIRECTION_TO")),
              IsRefused(runtime::kPageTokenInvalid));
}

TEST_F(LinkServiceTest, WhatDoesNotExistOrIsLinkedByNobodyHasNone) {
  EXPECT_THAT(List("partnerships/vasterbotten/plans/none"), IsEmpty());
  EXPECT_THAT(List(CreatePlan("Serviceplan")), IsEmpty());
  EXPECT_THAT(Ask(Question("partnerships/vasterbotten")), IsRefused(runtime::kInvalidResourceName));
}

TEST_F(LinkServiceTest, AllButAgencyContactsMayFollowLinks) {
  const std::string plan = CreatePlan("Serviceplan");
  for (const char* role :
       {"administrator", "process-leader", "officer@2421", "local-actor", "auditor"}) {
    EXPECT_OK(server_.Ask<v1::ListLinksResponse>(Question(plan), {.act_as = role})) << role;
  }
  EXPECT_THAT(server_.Ask<v1::ListLinksResponse>(Question(plan), {.act_as = "agency-contact"}),
              IsRefused(access::kAccessDenied));
}

}  // namespace
}  // namespace samverk::links
