#include "services/action_plans/action_plan_service.h"

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/testing/gate.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "samverk/v1/action_plan.pb.h"
#include "samverk/v1/audit.pb.h"
#include "samverk/v1/plan.pb.h"
#include "services/access/access.h"
#include "services/action_plans/action_plan_reasons.h"
#include "services/runtime/read_point.h"
#include "services/runtime/rule_checks.h"
#include "services/runtime/testing/from_text.h"
#include "services/testing/in_process_server.h"
#include "services/testing/requests.h"
#include "storage/event_log/log_reasons.h"

namespace samverk::action_plans {
namespace {

using runtime::FromText;
using runtime::ToText;
using runtime::With;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using v1::CommandResult;

const char kDecision[] = "decision { body: 'KS' date @2019-01-15 } ";
const char kDone[] = "status: ACTION_PLAN_MEASURE_STATUS_DONE ";

class ActionPlanServiceTest : public ::testing::Test {
 protected:
  ActionPlanServiceTest() {
    server_.AdmitMunicipality("2421", "Storumans kommun");
    server_.AdmitMunicipality("2404", "Vindelns kommun");
  }

  // Gives a command that must succeed.
  template <typename Command>
  CommandResult Do(const Command& command, const testing::Sending& sending = {}) {
    const absl::StatusOr<CommandResult> result = server_.Do(command, sending);
    EXPECT_OK(result);
    last_ = result.value_or(CommandResult());
    return last_;
  }
  template <typename Command>
  CommandResult Do(const std::string& text, const testing::Sending& sending = {}) {
    return Do(FromText<Command>(text), sending);
  }

  static v1::CreateActionPlanRequest Begin(const std::string& kommunkod, int year,
                                           const std::string& but = "") {
    return FromText<v1::CreateActionPlanRequest>(absl::StrCat(
        "parent: '~' action_plan_id: '", testing::NewId(), "' owner: '~/organisations/", kommunkod,
        "' scope: ACTION_PLAN_SCOPE_MUNICIPALITY year: ", year, " title: 'Handlingsplan' ", but));
  }
  std::string Create(const std::string& kommunkod = "2421", int year = 2019) {
    return Do(Begin(kommunkod, year)).name();
  }

  // An edit in a form that showed what `base` includes.
  static v1::EditActionPlanRequest EditOf(const std::string& plan, const std::string& edits,
                                          const CommandResult& base) {
    auto command = FromText<v1::EditActionPlanRequest>("name: '" + plan + "' " + edits);
    *command.mutable_base_position() = base.position();
    return command;
  }
  CommandResult Edit(const std::string& plan, const std::string& edits) {
    return Do(EditOf(plan, edits, last_));
  }
  // Adds a measure, and returns its id.
  std::string Add(const std::string& plan, const std::string& but) {
    const std::string id = testing::NewId();
    Edit(plan, "edits { add_measure { measure: '" + id + "' text: 'Åtgärd' " + but + " } }");
    return id;
  }
  CommandResult Adopt(const std::string& plan) {
    return Do<v1::AdoptActionPlanRequest>(absl::StrCat(
        "name: '", plan, "' expected_revision: ", Get(plan).revision(), " ", kDecision));
  }
  void Report(const std::string& plan, const std::string& measure, const std::string& said) {
    Do<v1::ReportMeasureProgressRequest>("name: '" + plan + "' measure: '" + measure + "' " + said);
  }

  // What a query answers, including everything that was written.
  template <typename Response, typename Request>
  absl::StatusOr<Response> Ask(Request request, const testing::Sending& sending = {}) {
    if (!request.read().has_min_position()) {
      *request.mutable_read()->mutable_min_position() = last_.position();
    }
    return server_.Ask<Response>(request, sending);
  }
  v1::GetActionPlanResponse Answer(const std::string& plan, const std::string& but = "") {
    const auto response = Ask<v1::GetActionPlanResponse>(
        FromText<v1::GetActionPlanRequest>("name: '" + plan + "' " + but));
    EXPECT_OK(response);
    return response.value_or(v1::GetActionPlanResponse());
  }
  v1::ActionPlan Get(const std::string& plan) { return Answer(plan).action_plan(); }

  std::vector<std::string> List(const std::string& filter) {
    auto request = FromText<v1::ListActionPlansRequest>("parent: '~' " + filter);
    std::vector<std::string> names;
    do {
      const auto page = Ask<v1::ListActionPlansResponse>(request);
      if (!page.ok()) return {page.status().ToString()};
      for (const v1::ActionPlan& plan : page->action_plans()) names.push_back(plan.name());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return names;
  }
  // The ids of the measures on all pages of a list; with `!` those that are overdue.
  std::vector<std::string> ListMeasures(const std::string& filter) {
    auto request = FromText<v1::ListActionPlanMeasuresRequest>("parent: '~' " + filter);
    std::vector<std::string> ids;
    do {
      const auto page = Ask<v1::ListActionPlanMeasuresResponse>(request);
      if (!page.ok()) return {page.status().ToString()};
      for (const v1::ActionPlanMeasure& measure : page->measures()) {
        ids.push_back(measure.measure() + (measure.overdue() ? "!" : ""));
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return ids;
  }

  testing::InProcessServer server_;
  CommandResult last_;
};

TEST_F(ActionPlanServiceTest, EveryCommandIsAnswered) {
  const std::string plan = Create();
  const std::string name = "name: '" + plan + "' ";
  const std::string measure = testing::NewId();
  const CommandResult edited =
      Edit(plan, "edits { add_measure { measure: '" + measure +
                     "' text: 'Byt cistern' responsible: '~/organisations/2404' deadline "
                     "@2019-06-30 } } edits { title: 'Handlingsplan' }");
  EXPECT_THAT(edited.outcomes(),
              ElementsAre(v1::EDIT_OUTCOME_ACCEPTED, v1::EDIT_OUTCOME_CONVERGED));
  EXPECT_EQ(Get(plan).state(), v1::ACTION_PLAN_STATE_DRAFT);
  Adopt(plan);
  Report(plan, measure, "status: ACTION_PLAN_MEASURE_STATUS_UNDER_WAY progress_percent: 40");
  Do<v1::MoveMeasureDeadlineRequest>(name + "measure: '" + measure +
                                     "' deadline @2019-12-31 reason: 'Bygglov'");
  Do<v1::CloseActionPlanRequest>(name + "summary: 'Mest klart'");
  EXPECT_EQ(Get(plan).summary(), "Mest klart");
  Do<v1::ReopenActionPlanRequest>(name);
  EXPECT_EQ(Get(plan).state(), v1::ACTION_PLAN_STATE_ADOPTED);

  const v1::ActionPlan read = Get(plan);
  ASSERT_EQ(read.measures_size(), 1);
  v1::ActionPlanMeasure expected = FromText<v1::ActionPlanMeasure>(R"(
    number: 1 text: 'Byt cistern' owner: '~/organisations/2421' year: 2019
    responsible: '~/organisations/2404' deadline @2019-12-31 original_deadline @2019-06-30
    times_moved: 1 moved_because: 'Bygglov' status: ACTION_PLAN_MEASURE_STATUS_UNDER_WAY
    progress_percent: 40
  )");
  expected.set_measure(measure);
  expected.set_action_plan(plan);
  *expected.mutable_reported_at() = read.measures(0).reported_at();
  EXPECT_EQ(ToText(read.measures(0)), ToText(expected));

  Do<v1::WithdrawActionPlanRequest>(name);
  EXPECT_EQ(Get(plan).state(), v1::ACTION_PLAN_STATE_WITHDRAWN);
}

TEST_F(ActionPlanServiceTest, RefusalsArriveWithTheirReasons) {
  const std::string plan = Create();
  const std::string missing = "partnerships/vasterbotten/actionPlans/" + testing::NewId();
  auto edit = FromText<v1::EditActionPlanRequest>("name: '" + plan +
                                                  "' expected_revision: 1 edits { title: 'A' }");

  EXPECT_THAT(server_.Do(edit), IsRefused(storage::kStaleRevision));
  edit.clear_expected_revision();
  EXPECT_THAT(server_.Do(edit), IsRefused(runtime::kBaseRequired));
  edit.mutable_base_position()->set_epoch(testing::NewId());
  edit.mutable_base_position()->set_position(1);
  EXPECT_THAT(server_.Do(edit), IsRefused(runtime::kEpochMismatch));
  EXPECT_THAT(server_.Do(Begin("2421", 2019)), IsRefused(kActionPlanYearTaken));
  EXPECT_THAT(
      Ask<v1::GetActionPlanResponse>(FromText<v1::GetActionPlanRequest>("name: '" + missing + "'")),
      IsRefused(kActionPlanNotFound));
  EXPECT_THAT(server_.Do(FromText<v1::WithdrawActionPlanRequest>("name: '" + missing + "'")),
              IsRefused(kActionPlanNotFound));
}

TEST_F(ActionPlanServiceTest, AMunicipalityWritesItsOwnAndWhoeverIsResponsibleReports) {
  const testing::Sending own = {.act_as = "officer@2421"};
  const testing::Sending other = {.act_as = "officer@2404"};
  const testing::Sending leader = {.act_as = "process-leader@region-vasterbotten"};
  const testing::Sending village = {.act_as = "local-actor@byn"};
  EXPECT_THAT(server_.Do(Begin("2421", 2019), other), IsRefused(access::kAccessDenied));
  const std::string plan = Do(Begin("2421", 2019), own).name();
  const std::string measure = testing::NewId();
  const testing::Sending third = {.act_as = "officer@2422"};
  const auto add = EditOf(plan,
                          "edits { add_measure { measure: '" + measure +
                              "' text: 'Byt cistern' responsible: '~/organisations/2404' } }",
                          last_);
  for (const testing::Sending& sending : {other, leader, village}) {
    EXPECT_THAT(server_.Do(add, sending), IsRefused(access::kAccessDenied));
  }
  Do(add, own);
  Do<v1::AdoptActionPlanRequest>("name: '" + plan + "' expected_revision: 1 " + kDecision, own);
  const auto report = FromText<v1::ReportMeasureProgressRequest>("name: '" + plan + "' measure: '" +
                                                                 measure + "' " + kDone);
  Do(report, other);
  Do(report, leader);
  EXPECT_THAT(server_.Do(report, third), IsRefused(runtime::kNotYourOrganisation));
  EXPECT_THAT(server_.Do(report, village), IsRefused(access::kAccessDenied));
  EXPECT_THAT(server_.Do(report, {.act_as = "auditor"}), IsRefused(access::kAccessDenied));

  const auto get = FromText<v1::GetActionPlanRequest>("name: '" + plan + "'");
  EXPECT_OK(Ask<v1::GetActionPlanResponse>(get, village));
  EXPECT_OK(Ask<v1::GetActionPlanResponse>(get, {.act_as = "auditor"}));
  EXPECT_THAT(Ask<v1::GetActionPlanResponse>(get, {.act_as = "agency-contact"}),
              IsRefused(access::kAccessDenied));
}

TEST_F(ActionPlanServiceTest, PeopleWhoEditDifferentMeasuresAreNotInEachOthersWay) {
  const std::string plan = Create();
  const std::string mine = Add(plan, "");
  const std::string theirs = Add(plan, "");
  const CommandResult base = last_;
  const auto text = [&](const std::string& measure, const std::string& said) {
    return EditOf(
        plan, "edits { measure_text { measure: '" + measure + "' text: '" + said + "' } }", base);
  };

  Do(text(theirs, "B"), {.device = "tablet"});
  Do(text(mine, "A"), {.device = "phone"});
  EXPECT_THAT(server_.Do(text(theirs, "C"), {.device = "phone"}), IsRefused(kFieldChanged));
  EXPECT_EQ(Get(plan).measures(0).text(), "A");
  EXPECT_EQ(Get(plan).measures(1).text(), "B");
}

TEST_F(ActionPlanServiceTest, ARepeatedCommandGetsTheIdenticalAnswerAlsoAfterARestart) {
  const std::string plan = Create();
  const std::string measure = Add(plan, "");
  const CommandResult base = last_;
  Do(EditOf(plan, "edits { measure_deadline { measure: '" + measure + "' deadline @2019-12-31 } }",
            base),
     {.device = "tablet"});
  auto edit = EditOf(plan,
                     "edits { measure_text { measure: '" + measure +
                         "' text: 'A' } } edits { title: 'Handlingsplan' }",
                     base);
  edit.set_request_id(testing::NewId());

  const CommandResult first = Do(edit, {.device = "phone"});
  const CommandResult second = Do(edit, {.device = "phone"});
  server_.Restart();
  const CommandResult third = Do(edit, {.device = "phone"});

  ASSERT_EQ(first.remarks_size(), 1);
  EXPECT_TRUE(first.remarks(0).parallel());
  EXPECT_EQ(second.SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(third.SerializeAsString(), first.SerializeAsString());
}

TEST_F(ActionPlanServiceTest, OfManyPlansThatAreBegunForAYearAtOnceOneIs) {
  constexpr int kRacers = 8;
  for (int year = 2019; year < 2022; ++year) {
    Gate start;
    std::atomic<int> begun = 0;
    std::vector<std::thread> threads;
    threads.reserve(kRacers);
    for (int racer = 0; racer < kRacers; ++racer) {
      threads.emplace_back([&] {
        start.Wait();
        const auto result = server_.Do(Begin("2421", year));
        if (result.ok()) {
          ++begun;
        } else {
          EXPECT_THAT(result, IsRefused(kActionPlanYearTaken));
        }
      });
    }
    start.Open();
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(begun, 1);
  }
}

TEST_F(ActionPlanServiceTest, AYearIsFreeAgainOnceItsPlanIsWithdrawnAlsoAfterARestart) {
  const std::string plan = Create();
  Do<v1::WithdrawActionPlanRequest>("name: '" + plan + "'");
  server_.Restart();

  const std::string other = Create();
  EXPECT_THAT(server_.Do(Begin("2421", 2019)), IsRefused(kActionPlanYearTaken));
  EXPECT_THAT(List("owner: '~/organisations/2421'"), ElementsAre(other));
}

TEST_F(ActionPlanServiceTest, ThePartnershipHasOnePlanAYearWhoeverOwnsIt) {
  const std::string shared = "scope: ACTION_PLAN_SCOPE_PARTNERSHIP";
  Do(Begin("2404", 2019, shared));
  EXPECT_THAT(server_.Do(Begin("2421", 2019, shared)), IsRefused(kActionPlanYearTaken));
  Do(Begin("2421", 2019));
  Do(Begin("2421", 2020, shared));
}

TEST_F(ActionPlanServiceTest, OverdueIsWhatShouldHaveBeenDoneBeforeTheDay) {
  const std::string plan = Create();
  const std::string yesterday = Add(plan, "deadline @2019-10-06");
  const std::string today = Add(plan, "deadline @2019-10-07");
  const std::string never = Add(plan, "");
  EXPECT_THAT(ListMeasures("only_overdue: true"), IsEmpty());  // A draft.
  Adopt(plan);

  EXPECT_THAT(ListMeasures(""), ElementsAre(yesterday + "!", today, never));
  EXPECT_THAT(ListMeasures("only_overdue: true"), ElementsAre(yesterday + "!"));
  EXPECT_THAT(ListMeasures("overdue_on @2019-10-08"),
              ElementsAre(yesterday + "!", today + "!", never));
  EXPECT_THAT(ListMeasures("only_overdue: true overdue_on @2019-10-08"),
              ElementsAre(yesterday + "!", today + "!"));
  EXPECT_THAT(ListMeasures("only_overdue: true overdue_on @2019-10-06"), IsEmpty());
  EXPECT_TRUE(Answer(plan).action_plan().measures(0).overdue());
  EXPECT_FALSE(Answer(plan).action_plan().measures(1).overdue());
  EXPECT_EQ(ToText(Answer(plan).overdue_on()),
            ToText(FromText<google::type::Date>("year: 2019 month: 10 day: 7")));
  EXPECT_TRUE(Answer(plan, "overdue_on @2019-10-08").action_plan().measures(1).overdue());

  Report(plan, yesterday, kDone);
  EXPECT_THAT(ListMeasures("only_overdue: true overdue_on @2020-01-01"), ElementsAre(today + "!"));
  Do<v1::CloseActionPlanRequest>("name: '" + plan + "' summary: 'Klart'");
  EXPECT_THAT(ListMeasures("only_overdue: true overdue_on @2020-01-01"), IsEmpty());
  EXPECT_THAT(ListMeasures("overdue_on @2020-01-01"), ElementsAre(yesterday, today, never));
}

TEST_F(ActionPlanServiceTest, OverdueIsJudgedOnTheDayOfTheStateThatIsAsked) {
  const std::string plan = Create();
  const std::string measure = Add(plan, "deadline @2019-10-07");
  Adopt(plan);
  const int64_t first_day = absl::ToUnixSeconds(server_.clock().Now());
  server_.clock().Advance(absl::Hours(24));
  Report(plan, measure, "status: ACTION_PLAN_MEASURE_STATUS_UNDER_WAY");

  EXPECT_TRUE(Answer(plan).action_plan().measures(0).overdue());
  const auto as_of_date = Answer(plan, "read { as_of { date @2019-10-07 } }");
  EXPECT_FALSE(as_of_date.action_plan().measures(0).overdue());
  EXPECT_EQ(as_of_date.overdue_on().day(), 7);
  const auto as_of_time =
      Answer(plan, absl::StrCat("read { as_of { time { seconds: ", first_day, " } } }"));
  EXPECT_FALSE(as_of_time.action_plan().measures(0).overdue());
  EXPECT_EQ(as_of_time.overdue_on().day(), 7);
  EXPECT_TRUE(Answer(plan, "overdue_on @2019-10-08 read { as_of { date @2019-10-07 } }")
                  .action_plan()
                  .measures(0)
                  .overdue());
}

TEST_F(ActionPlanServiceTest, MeasuresAreFoundByWhatIsAsked) {
  const std::string plan = Create("2421", 2018);
  const std::string a = Add(plan, "responsible: '~/organisations/2404' deadline @2018-03-31");
  const std::string b = Add(plan, "responsible: '~/organisations/2421' deadline @2018-02-28");
  Adopt(plan);
  Report(plan, b, kDone);
  const std::string other = Create("2404", 2019);
  const std::string c = Add(other, "responsible: '~/organisations/2404' deadline @2019-01-31");
  Adopt(other);

  EXPECT_THAT(ListMeasures(""), ElementsAre(b, a + "!", c + "!"));
  EXPECT_THAT(ListMeasures("page_size: 1"), ElementsAre(b, a + "!", c + "!"));
  EXPECT_THAT(ListMeasures("year: 2018"), ElementsAre(b, a + "!"));
  EXPECT_THAT(ListMeasures("year: 2017"), IsEmpty());
  const std::string vindeln = "responsible: '~/organisations/2404' ";
  EXPECT_THAT(ListMeasures(vindeln), ElementsAre(a + "!", c + "!"));
  EXPECT_THAT(ListMeasures(vindeln + "year: 2019"), ElementsAre(c + "!"));
  EXPECT_THAT(ListMeasures(vindeln + "only_overdue: true overdue_on @2018-12-31"),
              ElementsAre(a + "!"));
  EXPECT_THAT(ListMeasures(kDone), ElementsAre(b));
  EXPECT_THAT(ListMeasures(std::string(kDone) + "only_overdue: true"), IsEmpty());
  EXPECT_THAT(ListMeasures(vindeln + kDone), IsEmpty());
  EXPECT_THAT(ListMeasures("only_overdue: true year: 2019"), ElementsAre(c + "!"));
  Do<v1::WithdrawActionPlanRequest>("name: '" + other + "'");
  EXPECT_THAT(ListMeasures(""), ElementsAre(b, a + "!"));
}

TEST_F(ActionPlanServiceTest, MeasuresAreFoundByTheServicePlanThatTheyServe) {
  std::vector<std::string> service_plans;
  service_plans.reserve(2);
  for (int i = 0; i < 2; ++i) {
    service_plans.push_back(
        Do<v1::CreatePlanRequest>("parent: '~' plan_id: '" + testing::NewId() +
                                  "' owner: '~/organisations/2421' title: 'Serviceplan'")
            .name());
  }
  const std::string plan = Create();
  const auto serving = [&](int i) { return "plan_link { plan: '" + service_plans[i] + "' } "; };
  const std::string a = Add(plan, serving(0));
  const std::string b = Add(plan, serving(0) + "deadline @2019-01-31");
  const std::string c = Add(plan, serving(1));
  Adopt(plan);

  EXPECT_THAT(ListMeasures("plan: '" + service_plans[0] + "'"), ElementsAre(b + "!", a));
  EXPECT_THAT(ListMeasures("plan: '" + service_plans[1] + "'"), ElementsAre(c));
  EXPECT_THAT(ListMeasures("only_overdue: true plan: '" + service_plans[0] + "'"),
              ElementsAre(b + "!"));
  EXPECT_THAT(ListMeasures("year: 2018 plan: '" + service_plans[0] + "'"), IsEmpty());
}

TEST_F(ActionPlanServiceTest, LaterPagesAreOfTheStateOfTheFirst) {
  const std::string plan = Create();
  std::vector<std::string> wanted;
  for (int day = 11; day <= 17; ++day) {
    wanted.push_back(Add(plan, absl::StrCat("deadline @2019-03-", day)));
  }
  auto request = FromText<v1::ListActionPlanMeasuresRequest>("parent: '~' page_size: 3");
  std::vector<std::string> ids;
  for (int page_number = 0; page_number < 3; ++page_number) {
    ASSERT_OK_AND_ASSIGN(const auto page, Ask<v1::ListActionPlanMeasuresResponse>(request));
    for (const v1::ActionPlanMeasure& each : page.measures()) ids.push_back(each.measure());
    request.set_page_token(page.next_page_token());
    // What happens between the pages is not in them.
    Add(plan, "deadline @2019-03-20");
    Edit(plan, "edits { remove_measure: '" + wanted[6 - static_cast<size_t>(page_number)] + "' }");
  }
  EXPECT_EQ(ids, wanted);
  EXPECT_EQ(request.page_token(), "");

  request = FromText<v1::ListActionPlanMeasuresRequest>("parent: '~' page_size: 1");
  ASSERT_OK_AND_ASSIGN(const auto first, Ask<v1::ListActionPlanMeasuresResponse>(request));
  request.set_page_token(first.next_page_token());
  EXPECT_THAT(Ask<v1::ListActionPlanMeasuresResponse>(With(request, "only_overdue: true")),
              IsRefused(runtime::kPageTokenInvalid));
}

TEST_F(ActionPlanServiceTest, ActionPlansAreFoundByWhatIsAsked) {
  const std::string a = Create("2421", 2019);
  const std::string b = Create("2404", 2019);
  const std::string c = Create("2421", 2018);
  const std::string shared = Do(Begin("2404", 2020, "scope: ACTION_PLAN_SCOPE_PARTNERSHIP")).name();
  Add(c, "");
  Adopt(c);
  const std::string gone = Create("2421", 2017);
  Do<v1::WithdrawActionPlanRequest>("name: '" + gone + "'");

  EXPECT_THAT(List(""), ElementsAre(c, b, a, shared));
  EXPECT_THAT(List("page_size: 1"), ElementsAre(c, b, a, shared));
  EXPECT_THAT(List("year: 2019"), ElementsAre(b, a));
  EXPECT_THAT(List("owner: '~/organisations/2421'"), ElementsAre(c, a));
  EXPECT_THAT(List("owner: '~/organisations/2421' year: 2019"), ElementsAre(a));
  EXPECT_THAT(List("scope: ACTION_PLAN_SCOPE_PARTNERSHIP"), ElementsAre(shared));
  EXPECT_THAT(List("state: ACTION_PLAN_STATE_ADOPTED"), ElementsAre(c));
  EXPECT_THAT(List("state: ACTION_PLAN_STATE_WITHDRAWN"), ElementsAre(gone));
  EXPECT_THAT(List("year: 2021"), IsEmpty());
}

TEST_F(ActionPlanServiceTest, WhatIsRegisteredForAnotherSaysForWhom) {
  const std::string plan =
      Do(Begin("2421", 2019, "provenance { on_behalf_of: '~/organisations/2404' }")).name();

  ASSERT_OK_AND_ASSIGN(
      const auto history,
      server_.Ask<v1::GetHistoryResponse>(FromText<v1::GetHistoryRequest>("name: '" + plan + "'")));
  ASSERT_EQ(history.events_size(), 1);
  EXPECT_EQ(history.events(0).metadata().provenance().on_behalf_of(),
            "partnerships/vasterbotten/organisations/2404");
  EXPECT_EQ(history.events(0).owner(), "partnerships/vasterbotten/organisations/2421");
}

TEST_F(ActionPlanServiceTest, AFullActionPlanIsAnsweredInOneMessage) {
  const std::string plan = Create();
  // Every character takes four bytes.
  const auto filled = [](int chars) {
    std::string text;
    for (int i = 0; i < chars; ++i) text += "🏪";
    return text;
  };
  std::string links;
  for (int i = 0; i < kMeasureLinksMax; ++i) {
    server_.AdmitMunicipality(absl::StrCat(3000 + i), "Kommun");
    absl::StrAppend(&links, "links: '~/organisations/", 3000 + i, "' ");
  }
  for (int i = 0; i < kMeasuresMax; ++i) {
    Add(plan, "text: '" + filled(1000) + "' financing: '" + filled(300) + "' " + links);
  }
  Adopt(plan);
  const v1::ActionPlan adopted = Get(plan);
  for (const v1::ActionPlanMeasure& each : adopted.measures()) {
    Report(plan, each.measure(),
           "status: ACTION_PLAN_MEASURE_STATUS_UNDER_WAY comment: '" + filled(1000) + "'");
    Do<v1::MoveMeasureDeadlineRequest>("name: '" + plan + "' measure: '" + each.measure() +
                                       "' deadline @2019-12-31 reason: '" + filled(500) + "'");
  }

  const v1::ActionPlan read = Get(plan);
  EXPECT_EQ(read.measures_size(), kMeasuresMax);
  EXPECT_GT(read.ByteSizeLong(), 1 << 20);
}

}  // namespace
}  // namespace samverk::action_plans
