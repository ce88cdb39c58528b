#include "services/links/link_service.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "samverk/v1/link.pb.h"
#include "samverk/v1/meeting.pb.h"
#include "samverk/v1/plan.pb.h"
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
  // Links as `source path target (title)`.
  std::vector<std::string> List(const std::string& name, const std::string& but = "") {
    const auto response = Ask(Question(name, but));
    if (!response.ok()) return {response.status().ToString()};
    std::vector<std::string> links;
    for (const v1::Link& link : response->links()) {
      links.push_back(absl::StrCat(link.source(), " ", link.path(), " ", link.target(), " (",
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
