#include "services/plans/plan_service.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "samverk/v1/plan.pb.h"
#include "services/access/access.h"
#include "services/plans/plan_reasons.h"
#include "services/runtime/read_point.h"
#include "services/runtime/rule_checks.h"
#include "services/runtime/testing/from_text.h"
#include "services/testing/in_process_server.h"
#include "services/testing/requests.h"
#include "storage/event_log/log_reasons.h"

namespace samverk::plans {
namespace {

using runtime::FromText;
using runtime::With;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using v1::CommandResult;

const char kDecision[] = "decision { body: 'KF' date @2019-06-11 } ";

class PlanServiceTest : public ::testing::Test {
 protected:
  PlanServiceTest() {
    server_.AdmitMunicipality("2421", "Storumans kommun");
    server_.AdmitMunicipality("2404", "Vindelns kommun");
  }

  template <typename Command>
  CommandResult Do(const std::string& text, const testing::Sending& sending = {}) {
    const absl::StatusOr<CommandResult> result = server_.Do(FromText<Command>(text), sending);
    EXPECT_OK(result);
    last_ = result.value_or(CommandResult());
    return last_;
  }

  // Begins a plan for 2019 to 2022.
  CommandResult Create(const std::string& kommunkod = "2421", const std::string& but = "") {
    return Do<v1::CreatePlanRequest>(
        "parent: '~' plan_id: '" + testing::NewId() + "' owner: '~/organisations/" + kommunkod +
        "' title: 'Serviceplan' period { start_date @2019-01-01 end_date @2023-01-01 }" + but);
  }
  // Edits in a form that showed what `base` includes.
  CommandResult Edit(const std::string& plan, const std::string& edit, const CommandResult& base,
                     const testing::Sending& sending = {}) {
    auto command = FromText<v1::EditPlanRequest>("name: '" + plan + "' edits { " + edit + " }");
    *command.mutable_base_position() = base.position();
    const absl::StatusOr<CommandResult> result = server_.Do(command, sending);
    EXPECT_OK(result);
    last_ = result.value_or(CommandResult());
    return last_;
  }
  CommandResult Adopt(const std::string& plan, const std::string& but = "") {
    const auto revision = [&] { return absl::StrCat(Get(plan).revision(), " "); };
    Do<v1::ProposePlanRequest>("name: '" + plan + "' expected_revision: " + revision());
    return Do<v1::AdoptPlanRequest>("name: '" + plan + "' expected_revision: " + revision() +
                                    kDecision + but);
  }

  // What a query answers, including everything that was written.
  template <typename Response, typename Request>
  absl::StatusOr<Response> Ask(Request request, const testing::Sending& sending = {}) {
    if (!request.read().has_min_position()) {
      *request.mutable_read()->mutable_min_position() = last_.position();
    }
    return server_.Ask<Response>(request, sending);
  }
  v1::Plan Get(const std::string& plan, const std::string& but = "") {
    const auto response =
        Ask<v1::GetPlanResponse>(FromText<v1::GetPlanRequest>("name: '" + plan + "' " + but));
    EXPECT_OK(response);
    return response.value_or(v1::GetPlanResponse()).plan();
  }
  std::vector<std::string> List(const std::string& filter) {
    auto request = FromText<v1::ListPlansRequest>("parent: '~' " + filter);
    std::vector<std::string> names;
    do {
      const auto page = Ask<v1::ListPlansResponse>(request);
      if (!page.ok()) return {page.status().ToString()};
      for (const v1::Plan& plan : page->plans()) names.push_back(plan.name());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return names;
  }
  // `path: old -> new (why)` of each difference.
  std::vector<std::string> Compare(const std::string& plan, const std::string& points) {
    const auto response = Ask<v1::ComparePlanResponse>(
        FromText<v1::ComparePlanRequest>("name: '" + plan + "' " + points));
    if (!response.ok()) return {response.status().ToString()};
    std::vector<std::string> told;
    for (const v1::PlanDifference& each : response->differences()) {
      told.push_back(each.path() + ": " + each.old_text() + " -> " + each.new_text() + " (" +
                     each.reason() + ")");
    }
    return told;
  }
  std::vector<std::string> Conflicts(const std::string& filter) {
    const auto response = Ask<v1::ListPlanConflictsResponse>(
        FromText<v1::ListPlanConflictsRequest>("parent: '~' " + filter));
    if (!response.ok()) return {response.status().ToString()};
    std::vector<std::string> names;
    for (const v1::PlanConflict& each : response->conflicts()) names.push_back(each.name());
    return names;
  }
  // Two devices that want different titles; the conflict between them.
  std::string Quarrel(const std::string& plan) {
    const CommandResult base = last_;
    Edit(plan, "title: 'B'", base, {.device = "tablet"});
    const CommandResult raised = Edit(plan, "title: 'A'", base, {.device = "phone"});
    return raised.remarks_size() == 1 ? raised.remarks(0).conflict() : "";
  }

  testing::InProcessServer server_;
  CommandResult last_;
};

TEST_F(PlanServiceTest, EveryCommandIsAnswered) {
  const std::string plan = Create().name();
  const std::string name = "name: '" + plan + "' ";
  EXPECT_EQ(Get(plan).phase(), v1::PLAN_PHASE_DRAFT);
  const std::string conflict = Quarrel(plan);
  Do<v1::ResolvePlanConflictRequest>("name: '" + conflict +
                                     "' expected_version: 1 choice: CONFLICT_CHOICE_TAKE");
  EXPECT_EQ(Get(plan).title(), "A");
  Do<v1::OpenPlanConsultationRequest>(name + "answer_by @2019-11-01");
  EXPECT_EQ(Get(plan).phase(), v1::PLAN_PHASE_CONSULTATION);
  Do<v1::ReceivePlanStatementRequest>(name +
                                      "sender: 'Byalaget' text: 'Ja' received_on @2019-10-01");
  Do<v1::ProposePlanRequest>(absl::StrCat(name, "expected_revision: ", last_.revision()));
  Do<v1::RecallPlanProposalRequest>(name);
  Adopt(plan);
  EXPECT_EQ(Get(plan).phase(), v1::PLAN_PHASE_ADOPTED);
  Do<v1::ExtendPlanRequest>(name + kDecision + "end_date @2025-01-01");
  Do<v1::CorrectPlanRequest>(
      absl::StrCat(name, kDecision, "expected_revision: ", last_.revision(), " title: 'Rätt'"));
  Do<v1::RepealPlanRequest>(name + kDecision + "from_date @2024-01-01");
  EXPECT_EQ(Get(plan).phase(), v1::PLAN_PHASE_REPEALED);
  Do<v1::WithdrawPlanRequest>(name);
  EXPECT_EQ(Get(plan).phase(), v1::PLAN_PHASE_WITHDRAWN);
}

TEST_F(PlanServiceTest, AMunicipalityWritesItsOwnPlanAndOthersSayWhatTheyThink) {
  const std::string plan = Create().name();
  const auto edit = FromText<v1::EditPlanRequest>("name: '" + plan +
                                                  "' expected_revision: 0 edits { title: 'Ny' }");
  const auto consult =
      FromText<v1::OpenPlanConsultationRequest>("name: '" + plan + "' answer_by @2019-11-01");
  const auto statement = FromText<v1::ReceivePlanStatementRequest>(
      "name: '" + plan + "' sender: 'Byalaget' text: 'Ja' received_on @2019-10-01");
  const auto get = FromText<v1::GetPlanRequest>("name: '" + plan + "'");
  const auto denied = IsRefused(access::kAccessDenied);

  EXPECT_THAT(server_.Do(edit, {.act_as = "officer@2404"}), denied);
  EXPECT_THAT(server_.Do(edit, {.act_as = "auditor"}), denied);
  EXPECT_THAT(server_.Do(edit, {.act_as = "agency-contact"}), denied);
  EXPECT_OK(server_.Do(edit, {.act_as = "officer@2421"}));
  EXPECT_THAT(server_.Do(consult, {.act_as = "officer@2404"}), denied);
  EXPECT_OK(server_.Do(consult, {.act_as = "officer@2421"}));
  EXPECT_OK(server_.Do(statement, {.act_as = "officer@2404"}));
  EXPECT_OK(server_.Do(statement, {.act_as = "process-leader"}));
  EXPECT_THAT(server_.Do(statement, {.act_as = "auditor"}), denied);
  EXPECT_OK(server_.Ask<v1::GetPlanResponse>(get, {.act_as = "officer@2404"}));
  EXPECT_OK(server_.Ask<v1::GetPlanResponse>(get, {.act_as = "auditor"}));
  EXPECT_THAT(server_.Ask<v1::GetPlanResponse>(get, {.act_as = "agency-contact"}), denied);
}

TEST_F(PlanServiceTest, NobodyBeginsAnothersPlan) {
  auto create = FromText<v1::CreatePlanRequest>(
      "parent: '~' owner: '~/organisations/2421' title: 'Serviceplan'");
  create.set_plan_id(testing::NewId());

  EXPECT_THAT(server_.Do(create, {.act_as = "officer@2404"}), IsRefused(access::kAccessDenied));
  EXPECT_OK(server_.Do(create, {.act_as = "officer@2421"}));
}

TEST_F(PlanServiceTest, RefusalsArriveWithTheirReasons) {
  const std::string plan = Create().name();
  const std::string missing = "partnerships/vasterbotten/plans/" + testing::NewId();
  auto edit = FromText<v1::EditPlanRequest>("name: '" + plan + "' edits { title: 'Ny' }");

  EXPECT_THAT(server_.Do(edit), IsRefused(runtime::kBaseRequired));
  EXPECT_THAT(server_.Do(With(edit, "expected_revision: 7")), IsRefused(storage::kStaleRevision));
  *edit.mutable_base_position() = last_.position();
  edit.mutable_base_position()->set_epoch(testing::NewId());
  EXPECT_THAT(server_.Do(edit), IsRefused(runtime::kEpochMismatch));
  *edit.mutable_base_position() = last_.position();
  edit.mutable_base_position()->set_position(last_.position().position() + 1);
  EXPECT_THAT(server_.Do(edit), IsRefused(runtime::kPositionAhead));
  EXPECT_THAT(Ask<v1::GetPlanResponse>(FromText<v1::GetPlanRequest>("name: '" + missing + "'")),
              IsRefused(kPlanNotFound));
  EXPECT_THAT(Ask<v1::GetPlanResponse>(
                  FromText<v1::GetPlanRequest>("name: '" + plan + "' valid_on @2019-10-07")),
              IsRefused(kNotInForceThen));
  for (const char* number : {"1", "0", "99999999999999999999", "x"}) {
    EXPECT_THAT(Ask<v1::GetPlanRevisionResponse>(FromText<v1::GetPlanRevisionRequest>(
                    "name: '" + plan + "/revisions/" + number + "'")),
                IsRefused(kRevisionNotFound));
    EXPECT_THAT(Ask<v1::GetPlanConflictResponse>(FromText<v1::GetPlanConflictRequest>(
                    "name: '" + plan + "/conflicts/" + number + "'")),
                IsRefused(kConflictNotFound));
  }
  EXPECT_THAT(Ask<v1::ComparePlanResponse>(
                  FromText<v1::ComparePlanRequest>("name: '" + plan + "' from { revision: 1 }")),
              IsRefused(kRevisionNotFound));
  EXPECT_THAT(Ask<v1::ComparePlanResponse>(FromText<v1::ComparePlanRequest>(
                  "name: '" + plan + "' from { valid_on @2019-10-07 }")),
              IsRefused(kNotInForceThen));
  for (const auto& status :
       {Ask<v1::ListPlanRevisionsResponse>(
            FromText<v1::ListPlanRevisionsRequest>("parent: '" + missing + "'"))
            .status(),
        Ask<v1::ListPlanStatementsResponse>(
            FromText<v1::ListPlanStatementsRequest>("parent: '" + missing + "'"))
            .status()}) {
    EXPECT_THAT(status, IsRefused(kPlanNotFound));
  }
}

TEST_F(PlanServiceTest, ARetryGetsTheSameOutcomesAndRemarks) {
  const CommandResult base = Create();
  Edit(base.name(), "title: 'B'", base, {.device = "tablet"});
  auto command =
      FromText<v1::EditPlanRequest>("request_id: '" + testing::NewId() + "' name: '" + base.name() +
                                    "' edits { title: 'A' } edits { responsible_unit: 'KS' } "
                                    "edits { remove_element: '" +
                                    testing::NewId() + "' }");
  *command.mutable_base_position() = base.position();

  ASSERT_OK_AND_ASSIGN(const CommandResult first, server_.Do(command, {.device = "phone"}));
  ASSERT_OK_AND_ASSIGN(const CommandResult again, server_.Do(command, {.device = "phone"}));
  server_.Restart();
  ASSERT_OK_AND_ASSIGN(const CommandResult later, server_.Do(command, {.device = "phone"}));

  EXPECT_THAT(first.outcomes(), ElementsAre(v1::EDIT_OUTCOME_CONFLICT, v1::EDIT_OUTCOME_ACCEPTED,
                                            v1::EDIT_OUTCOME_REJECTED));
  ASSERT_EQ(first.remarks_size(), 3);
  EXPECT_EQ(first.remarks(0).conflict(), base.name() + "/conflicts/2");
  EXPECT_TRUE(first.remarks(1).parallel());
  EXPECT_EQ(first.remarks(2).reason(), kElementNotFound.id);
  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(later.SerializeAsString(), first.SerializeAsString());
}

TEST_F(PlanServiceTest, ACommandOfAsManyRejectedEditsAsItTakesIsAnswered) {
  const CommandResult base = Create();
  auto command = FromText<v1::EditPlanRequest>("name: '" + base.name() + "'");
  *command.mutable_base_position() = base.position();
  // Names as long as they may be: what is said about each edit names it in two languages.
  for (int i = 0; i < 63; ++i) {
    runtime::MergeText("responsible: '~/people/" + testing::NewId() + "'", *command.add_edits());
  }
  runtime::MergeText("title: 'Ny'", *command.add_edits());

  ASSERT_OK_AND_ASSIGN(const CommandResult result, server_.Do(command));

  EXPECT_EQ(result.remarks_size(), 63);
  EXPECT_EQ(result.outcomes(63), v1::EDIT_OUTCOME_ACCEPTED);
}

TEST_F(PlanServiceTest, TheTextAndWhatIsInForceAreAskedApart) {
  const std::string plan = Create().name();
  const CommandResult adopted = Adopt(plan);
  Edit(plan, "title: 'Nästa'", adopted);

  EXPECT_EQ(Get(plan).title(), "Nästa");
  EXPECT_EQ(Get(plan, "valid_on @2019-01-01").title(), "Serviceplan");
  EXPECT_EQ(Get(plan, "valid_on @2022-12-31").title(), "Serviceplan");
  const auto after = FromText<v1::GetPlanRequest>("name: '" + plan + "' valid_on @2023-01-01");
  EXPECT_THAT(Ask<v1::GetPlanResponse>(after), IsRefused(kNotInForceThen));
  const auto before = FromText<v1::GetPlanRequest>("name: '" + plan + "' valid_on @2018-12-31");
  EXPECT_THAT(Ask<v1::GetPlanResponse>(before), IsRefused(kNotInForceThen));
}

TEST_F(PlanServiceTest, WhatWasInForceDependsOnWhatWasKnown) {
  const std::string plan = Create().name();
  const CommandResult adopted = Adopt(plan);
  const CommandResult corrected = Do<v1::CorrectPlanRequest>(
      absl::StrCat("name: '", plan, "' ", kDecision, "expected_revision: ", adopted.revision(),
                   " title: 'Rätt' period { start_date @2019-01-01 end_date @2021-01-01 }"));
  auto then = FromText<v1::GetPlanRequest>("name: '" + plan + "' valid_on @2021-06-01");
  *then.mutable_read()->mutable_as_of()->mutable_position() = adopted.position();
  auto now = then;
  *now.mutable_read()->mutable_as_of()->mutable_position() = corrected.position();

  ASSERT_OK_AND_ASSIGN(const v1::GetPlanResponse known, Ask<v1::GetPlanResponse>(then));
  EXPECT_EQ(known.plan().title(), "Serviceplan");
  EXPECT_THAT(Ask<v1::GetPlanResponse>(now), IsRefused(kNotInForceThen));
  EXPECT_EQ(Get(plan, "valid_on @2020-06-01").title(), "Rätt");
}

TEST_F(PlanServiceTest, PlansAreListedByWhatIsAsked) {
  const std::string storuman = Create("2421").name();
  const std::string vindeln = Create("2404").name();
  const std::string local = Create("2421", "municipal_plan: '" + storuman + "'").name();
  const std::string withdrawn = Create("2404").name();
  Do<v1::WithdrawPlanRequest>("name: '" + withdrawn + "'");
  const CommandResult adopted = Adopt(storuman);

  EXPECT_THAT(List(""), ElementsAre(vindeln, storuman, local));
  EXPECT_THAT(List("page_size: 1"), ElementsAre(vindeln, storuman, local));
  EXPECT_THAT(List("owner: '~/organisations/2421'"), ElementsAre(storuman, local));
  EXPECT_THAT(List("municipal_plan: '" + storuman + "'"), ElementsAre(local));
  EXPECT_THAT(List("municipal_plan: '" + storuman + "' owner: '~/organisations/2404'"), IsEmpty());
  EXPECT_THAT(List("phase: PLAN_PHASE_WITHDRAWN"), ElementsAre(withdrawn));
  EXPECT_THAT(List("phase: PLAN_PHASE_ADOPTED"), ElementsAre(storuman));
  EXPECT_THAT(List("valid_on @2022-12-31"), ElementsAre(storuman));
  EXPECT_THAT(List("valid_on @2023-01-01"), IsEmpty());
  EXPECT_THAT(List("valid_on @2019-01-01 phase: PLAN_PHASE_ADOPTED"), ElementsAre(storuman));
  Edit(storuman, "title: 'Nästa'", adopted);
  EXPECT_THAT(List("valid_on @2019-01-01 phase: PLAN_PHASE_ADOPTED"), IsEmpty());
  EXPECT_THAT(List("valid_on @2019-01-01 phase: PLAN_PHASE_DRAFT"), ElementsAre(storuman));
}

TEST_F(PlanServiceTest, AListOfWhatIsInForceSaysItInTheWordsOfItsRevision) {
  const std::string plan = Create().name();
  Edit(plan, "title: 'Nästa'", Adopt(plan));

  const auto page = Ask<v1::ListPlansResponse>(
      FromText<v1::ListPlansRequest>("parent: '~' valid_on @2019-10-07"));
  ASSERT_OK(page);
  ASSERT_EQ(page->plans_size(), 1);
  EXPECT_EQ(page->plans(0).title(), "Serviceplan");
}

TEST_F(PlanServiceTest, RevisionsTellWhatMadeThem) {
  const std::string plan = Create().name();
  const CommandResult adopted = Adopt(plan);
  Edit(plan, "title: 'Nästa'", adopted);
  Do<v1::ExtendPlanRequest>("name: '" + plan +
                            "' decision { body: 'KS' date @2019-09-01 } end_date @2025-01-01");

  auto request = FromText<v1::ListPlanRevisionsRequest>("parent: '" + plan + "' page_size: 1");
  ASSERT_OK_AND_ASSIGN(const auto first, Ask<v1::ListPlanRevisionsResponse>(request));
  request.set_page_token(first.next_page_token());
  ASSERT_OK_AND_ASSIGN(const auto second, Ask<v1::ListPlanRevisionsResponse>(request));
  ASSERT_EQ(first.revisions_size(), 1);
  ASSERT_EQ(second.revisions_size(), 1);
  EXPECT_EQ(second.next_page_token(), "");
  EXPECT_EQ(first.revisions(0).kind(), v1::PLAN_REVISION_KIND_ADOPTED);
  // The event after it, the last of the adoption, is the register's.
  EXPECT_EQ(first.revisions(0).position().position(), adopted.position().position() - 1);
  EXPECT_EQ(first.revisions(0).position().epoch(), adopted.position().epoch());
  EXPECT_FALSE(first.revisions(0).has_plan());
  EXPECT_EQ(second.revisions(0).kind(), v1::PLAN_REVISION_KIND_EXTENDED);
  EXPECT_EQ(second.revisions(0).decision().body(), "KS");
  EXPECT_EQ(second.revisions(0).adoption_decision().body(), "KF");

  ASSERT_OK_AND_ASSIGN(const auto extended,
                       Ask<v1::GetPlanRevisionResponse>(FromText<v1::GetPlanRevisionRequest>(
                           "name: '" + plan + "/revisions/2'")));
  // The text is that of the adoption, with the days of the extension.
  EXPECT_EQ(extended.revision().plan().title(), "Serviceplan");
  EXPECT_EQ(extended.revision().plan().period().end_date().year(), 2025);
}

TEST_F(PlanServiceTest, ADifferenceSaysWhoChangedItLastAndWhy) {
  const std::string plan = Create().name();
  const std::string place = testing::NewId();
  Edit(plan,
       "add_place { element: '" + place + "' title: 'Gunnarn' level: PLACE_LEVEL_SERVICE_NODE }",
       last_);
  Adopt(plan);
  const auto because = [&](const std::string& why, const std::string& edit) {
    auto command = FromText<v1::EditPlanRequest>("name: '" + plan + "' provenance { reason: '" +
                                                 why + "' } edits { " + edit + " }");
    *command.mutable_base_position() = last_.position();
    ASSERT_OK_AND_ASSIGN(last_, server_.Do(command, {.act_as = "officer@2421"}));
  };
  because("Fel namn", "title: 'Nytt'");
  because("Ny pump",
          "place_offer { element: '" + place + "' offer: SERVICE_OFFER_FUEL offered: true }");
  const CommandResult before_removal = last_;
  because("Finns ej", "remove_element: '" + place + "'");

  const std::string path = "places/" + place;
  auto until = FromText<v1::ComparePlanRequest>("name: '" + plan + "' from { revision: 1 }");
  *until.mutable_to()->mutable_position() = before_removal.position();
  ASSERT_OK_AND_ASSIGN(const auto compared, Ask<v1::ComparePlanResponse>(until));
  ASSERT_EQ(compared.differences_size(), 2);
  EXPECT_EQ(compared.differences(0).reason(), "Fel namn");
  EXPECT_EQ(compared.differences(0).organisation(), "partnerships/vasterbotten/organisations/2421");
  EXPECT_NE(compared.differences(0).principal(), "");
  EXPECT_EQ(compared.differences(1).path(), path + "/offers");
  EXPECT_EQ(compared.differences(1).reason(), "Ny pump");
  EXPECT_EQ(compared.differences(1).position().SerializeAsString(),
            before_removal.position().SerializeAsString());
  EXPECT_THAT(
      Compare(plan, "from { revision: 1 }"),
      ElementsAre("title: Serviceplan -> Nytt (Fel namn)", path + "/title: Gunnarn ->  (Finns ej)",
                  path + "/level: PLACE_LEVEL_SERVICE_NODE ->  (Finns ej)"));
}

TEST_F(PlanServiceTest, DecisionsAreDifferencesToo) {
  const std::string plan = Create().name();
  Adopt(plan);
  Do<v1::ExtendPlanRequest>("name: '" + plan + "' provenance { reason: 'Dröjer' } " + kDecision +
                            "end_date @2025-01-01");
  Do<v1::CorrectPlanRequest>(absl::StrCat("name: '", plan, "' provenance { reason: 'Fel' } ",
                                          kDecision, "expected_revision: ", last_.revision(),
                                          " title: 'Rätt'"));

  EXPECT_THAT(Compare(plan, "from { revision: 1 } to { revision: 2 }"),
              ElementsAre("period: 2019-01-01 – 2022-12-31 -> 2019-01-01 – 2024-12-31 (Dröjer)"));
  EXPECT_THAT(Compare(plan, "from { revision: 2 } to { revision: 3 }"),
              ElementsAre("title: Serviceplan -> Rätt (Fel)"));
  EXPECT_THAT(Compare(plan, "from { revision: 1 } to { valid_on @2019-01-01 }"),
              ElementsAre("title: Serviceplan -> Rätt (Fel)",
                          "period: 2019-01-01 – 2022-12-31 -> 2019-01-01 – 2024-12-31 (Dröjer)"));
  EXPECT_THAT(Compare(plan, "from { revision: 3 }"), IsEmpty());
}

TEST_F(PlanServiceTest, StatementsAreListedInPagesTheEarliestFirst) {
  const std::string plan = Create().name();
  Do<v1::OpenPlanConsultationRequest>("name: '" + plan + "' answer_by @2019-11-01");
  for (const char* text : {"Ett", "Två", "Tre"}) {
    Do<v1::ReceivePlanStatementRequest>("name: '" + plan + "' sender: 'Byalaget' text: '" + text +
                                        "' received_on @2019-10-01");
  }
  auto request = FromText<v1::ListPlanStatementsRequest>("parent: '" + plan + "' page_size: 2");
  ASSERT_OK_AND_ASSIGN(const auto first, Ask<v1::ListPlanStatementsResponse>(request));
  request.set_page_token(first.next_page_token());
  ASSERT_OK_AND_ASSIGN(const auto second, Ask<v1::ListPlanStatementsResponse>(request));

  ASSERT_EQ(first.statements_size(), 2);
  EXPECT_EQ(first.statements(0).text(), "Ett");
  EXPECT_EQ(first.statements(1).text(), "Två");
  ASSERT_EQ(second.statements_size(), 1);
  EXPECT_EQ(second.statements(0).text(), "Tre");
  EXPECT_EQ(second.next_page_token(), "");
  EXPECT_EQ(Get(plan).statement_count(), 3);
}

TEST_F(PlanServiceTest, ConflictsAreListedByWhatIsAsked) {
  const std::string storuman = Create("2421").name();
  const std::string first = Quarrel(storuman);
  const std::string vindeln = Create("2404").name();
  const std::string second = Quarrel(vindeln);

  EXPECT_THAT(Conflicts(""), ElementsAre(first, second));
  EXPECT_THAT(Conflicts("owner: '~/organisations/2404'"), ElementsAre(second));
  EXPECT_THAT(Conflicts("plan: '" + storuman + "'"), ElementsAre(first));
  EXPECT_THAT(Conflicts("plan: '" + storuman + "' owner: '~/organisations/2404'"), IsEmpty());
  EXPECT_THAT(Conflicts("state: CONFLICT_STATE_RESOLVED"), IsEmpty());
  Do<v1::ResolvePlanConflictRequest>("name: '" + first +
                                     "' expected_version: 1 "
                                     "choice: CONFLICT_CHOICE_KEEP_CURRENT "
                                     "provenance { reason: 'Så heter den' }");
  EXPECT_THAT(Conflicts(""), ElementsAre(second));
  EXPECT_THAT(Conflicts("state: CONFLICT_STATE_RESOLVED"), ElementsAre(first));

  ASSERT_OK_AND_ASSIGN(const auto response,
                       Ask<v1::GetPlanConflictResponse>(
                           FromText<v1::GetPlanConflictRequest>("name: '" + first + "'")));
  EXPECT_EQ(response.conflict().reason(), "Så heter den");
  EXPECT_EQ(response.conflict().was().title(), "Serviceplan");
  EXPECT_EQ(response.conflict().now().title(), "B");
  ASSERT_EQ(response.conflict().proposals_size(), 1);
  EXPECT_EQ(response.conflict().proposals(0).edit().title(), "A");
  EXPECT_EQ(response.conflict().proposals(0).device(), "phone");
}

}  // namespace
}  // namespace samverk::plans
