// `samverk action-plans` against a server in this process.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/civil_date.h"
#include "clients/cli/error_line.h"
#include "clients/cli/run_samverk.h"
#include "clients/cli/testing/fake_server.h"
#include "clients/cli/testing/latest_requests.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "samverk/v1/action_plan.grpc.pb.h"
#include "samverk/v1/action_plan_events.pb.h"

namespace samverk {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kPlan[] =
    "partnerships/vasterbotten/actionPlans/5f00a1b2-0000-7000-8000-000000000001";
constexpr char kMeasure[] = "1f3a0000-0000-4000-8000-000000000001";

// Knows one action plan, and keeps what it was asked for.
class FakeActionPlans : public v1::ActionPlanService::Service {
 public:
  grpc::Status GetActionPlan(grpc::ServerContext*, const v1::GetActionPlanRequest* request,
                             v1::GetActionPlanResponse* response) override {
    latest.Note(*request);
    *response->mutable_action_plan() = plan;
    response->mutable_as_of_position()->set_position(57);
    return grpc::Status::OK;
  }
  grpc::Status ListActionPlans(grpc::ServerContext*, const v1::ListActionPlansRequest* request,
                               v1::ListActionPlansResponse* response) override {
    latest.Note(*request);
    if (request->state() == v1::ACTION_PLAN_STATE_WITHDRAWN) return grpc::Status::OK;
    *response->add_action_plans() = plan;
    return grpc::Status::OK;
  }
  grpc::Status ListActionPlanMeasures(grpc::ServerContext*,
                                      const v1::ListActionPlanMeasuresRequest* request,
                                      v1::ListActionPlanMeasuresResponse* response) override {
    latest.Note(*request);
    *response->mutable_measures() = plan.measures();
    *response->mutable_overdue_on() = *ParseDate("2026-10-07");
    return grpc::Status::OK;
  }
  grpc::Status CreateActionPlan(grpc::ServerContext*, const v1::CreateActionPlanRequest* request,
                                v1::CreateActionPlanResponse*) override {
    latest.Note(*request);
    return grpc::Status::OK;
  }
  grpc::Status EditActionPlan(grpc::ServerContext*, const v1::EditActionPlanRequest* request,
                              v1::EditActionPlanResponse*) override {
    latest.Note(*request);
    return grpc::Status::OK;
  }
  grpc::Status AdoptActionPlan(grpc::ServerContext*, const v1::AdoptActionPlanRequest* request,
                               v1::AdoptActionPlanResponse*) override {
    latest.Note(*request);
    return grpc::Status::OK;
  }
  grpc::Status ReportMeasureProgress(grpc::ServerContext*,
                                     const v1::ReportMeasureProgressRequest* request,
                                     v1::ReportMeasureProgressResponse*) override {
    latest.Note(*request);
    return grpc::Status::OK;
  }
  grpc::Status MoveMeasureDeadline(grpc::ServerContext*,
                                   const v1::MoveMeasureDeadlineRequest* request,
                                   v1::MoveMeasureDeadlineResponse*) override {
    latest.Note(*request);
    return grpc::Status::OK;
  }
  grpc::Status CloseActionPlan(grpc::ServerContext*, const v1::CloseActionPlanRequest* request,
                               v1::CloseActionPlanResponse*) override {
    latest.Note(*request);
    return grpc::Status::OK;
  }
  grpc::Status ReopenActionPlan(grpc::ServerContext*, const v1::ReopenActionPlanRequest* request,
                                v1::ReopenActionPlanResponse*) override {
    latest.Note(*request);
    return grpc::Status::OK;
  }

  v1::ActionPlan plan;
  LatestRequests latest;
};

class ActionPlansCommandTest : public ::testing::Test {
 protected:
  ActionPlansCommandTest() {
    v1::ActionPlan& plan = fake_->plan;
    plan.set_name(kPlan);
    plan.set_owner("partnerships/vasterbotten/organisations/2421");
    plan.set_scope(v1::ACTION_PLAN_SCOPE_MUNICIPALITY);
    plan.set_year(2026);
    plan.set_title("Handlingsplan 2026");
    plan.set_state(v1::ACTION_PLAN_STATE_ADOPTED);
    plan.set_revision(7);
    plan.mutable_measure_counts()->set_under_way(2);
    plan.mutable_measure_counts()->set_done(1);
    v1::ActionPlanMeasure& measure = *plan.add_measures();
    measure.set_measure(kMeasure);
    measure.set_action_plan(kPlan);
    measure.set_number(4);
    measure.set_text("Byt cistern vid macken");
    measure.set_responsible("partnerships/vasterbotten/organisations/2421");
    measure.set_financing("Servicebidrag");
    measure.set_amount_sek(400000);
    *measure.mutable_deadline() = *ParseDate("2026-09-30");
    *measure.mutable_original_deadline() = *ParseDate("2026-06-30");
    measure.set_times_moved(1);
    measure.set_moved_because("Bygglovet dröjer");
    measure.set_status(v1::ACTION_PLAN_MEASURE_STATUS_UNDER_WAY);
    measure.set_progress_percent(40);
    measure.set_comment("Upphandlad");
    measure.set_overdue(true);
  }

  Outcome Samverk(std::vector<std::string> words) {
    words.insert(words.begin(), "action-plans");
    return RunSamverk(server_.address(), words);
  }

  template <typename Request>
  Request Latest() const {
    return fake_->latest.Of<Request>();
  }

  // The edits that were sent, as text.
  std::vector<std::string> Edits() const {
    std::vector<std::string> edits;
    const auto request = Latest<v1::EditActionPlanRequest>();
    for (const v1::ActionPlanEdit& each : request.edits()) {
      edits.push_back(each.ShortDebugString());
    }
    return edits;
  }

  static std::vector<std::unique_ptr<grpc::Service>> Services(
      std::unique_ptr<grpc::Service> service) {
    std::vector<std::unique_ptr<grpc::Service>> services;
    services.push_back(std::move(service));
    return services;
  }

  FakeActionPlans* const fake_ = new FakeActionPlans;  // The server's.
  FakeServer server_{Services(std::unique_ptr<grpc::Service>(fake_))};
};

TEST_F(ActionPlansCommandTest, ListsThemInSwedish) {
  const Outcome run = Samverk({"list", "--year", "2026", "--owner", "2421", "--scope",
                               "municipality", "--state", "adopted"});
  EXPECT_EQ(run.exit_code, kExitOk) << run.error_line;
  EXPECT_THAT(run.out, HasSubstr("5f00a1b2  2026  kommun  2421   Handlingsplan 2026  antagen"));
  EXPECT_THAT(run.out, HasSubstr("1 handlingsplan\n"));
  EXPECT_EQ(Latest<v1::ListActionPlansRequest>().year(), 2026);
  EXPECT_EQ(Latest<v1::ListActionPlansRequest>().owner(),
            "partnerships/vasterbotten/organisations/2421");
  EXPECT_EQ(Latest<v1::ListActionPlansRequest>().scope(), v1::ACTION_PLAN_SCOPE_MUNICIPALITY);
  EXPECT_EQ(Latest<v1::ListActionPlansRequest>().state(), v1::ACTION_PLAN_STATE_ADOPTED);
}

TEST_F(ActionPlansCommandTest, ShowsThePlanAndItsMeasures) {
  const Outcome run = Samverk({"show", "5F00", "--on", "2026-10-07"});
  EXPECT_EQ(run.exit_code, kExitOk) << run.error_line;
  EXPECT_THAT(run.out, HasSubstr("4. Byt cistern vid macken"));
  EXPECT_THAT(run.out, HasSubstr("försenad\n"));
  EXPECT_THAT(run.out,
              HasSubstr("2026-09-30 (först 2026-06-30, flyttad 1 gång: Bygglovet dröjer)"));
  EXPECT_THAT(run.out, HasSubstr("pågår, 40 procent: Upphandlad"));
  EXPECT_THAT(run.out, HasSubstr("Servicebidrag, 400 000 kr"));
  EXPECT_EQ(FormatDate(Latest<v1::GetActionPlanRequest>().overdue_on()), "2026-10-07");
  const auto json = nlohmann::json::parse(Samverk({"--json", "show", kPlan}).out);
  EXPECT_EQ(json["actionPlan"]["measures"][0]["amountSek"], "400000");
}

TEST_F(ActionPlansCommandTest, ALongMeasureIsShownWhole) {
  std::string text;
  for (int i = 0; i < 30; ++i) text += "ordet ";
  fake_->plan.mutable_measures(0)->set_text(text + "sist");
  EXPECT_THAT(Samverk({"show", kPlan}).out, HasSubstr("sist\n"));
}

TEST_F(ActionPlansCommandTest, MeasuresAreListedAcrossPlans) {
  const Outcome run = Samverk({"measure", "list", "--responsible", "2421", "--status", "under-way",
                               "--year", "2026", "--overdue", "--on", "2026-10-07"});
  EXPECT_EQ(run.exit_code, kExitOk) << run.error_line;
  EXPECT_THAT(run.out, HasSubstr("2026-09-30  5f00a1b2   4  Byt cistern vid macken  2421"));
  EXPECT_THAT(run.out, HasSubstr("1 åtgärd, 1 försenad 2026-10-07\n"));
  const v1::ListActionPlanMeasuresRequest request = Latest<v1::ListActionPlanMeasuresRequest>();
  EXPECT_EQ(request.status(), v1::ACTION_PLAN_MEASURE_STATUS_UNDER_WAY);
  EXPECT_TRUE(request.only_overdue());
  EXPECT_EQ(FormatDate(request.overdue_on()), "2026-10-07");
  Samverk({"measure", "list"});
  EXPECT_FALSE(Latest<v1::ListActionPlanMeasuresRequest>().only_overdue());
  EXPECT_FALSE(Latest<v1::ListActionPlanMeasuresRequest>().has_overdue_on());
}

TEST_F(ActionPlansCommandTest, OverdueIsAShorterWordForIt) {
  EXPECT_THAT(Samverk({"overdue"}).out, HasSubstr("försenad"));
  EXPECT_TRUE(Latest<v1::ListActionPlanMeasuresRequest>().only_overdue());
}

TEST_F(ActionPlansCommandTest, AMunicipalitysPlanIsItsOwnAndEverybodyElsesIsThePartnerships) {
  Samverk({"create", "--owner", "2421", "--year", "2026", "--title", "Plan"});
  EXPECT_EQ(Latest<v1::CreateActionPlanRequest>().scope(), v1::ACTION_PLAN_SCOPE_MUNICIPALITY);
  EXPECT_EQ(Latest<v1::CreateActionPlanRequest>().year(), 2026);
  Samverk({"create", "--owner", "region-vasterbotten", "--year", "2026", "--title", "Plan"});
  EXPECT_EQ(Latest<v1::CreateActionPlanRequest>().scope(), v1::ACTION_PLAN_SCOPE_PARTNERSHIP);
  Samverk(
      {"create", "--owner", "2421", "--scope", "partnership", "--year", "2026", "--title", "Plan"});
  EXPECT_EQ(Latest<v1::CreateActionPlanRequest>().scope(), v1::ACTION_PLAN_SCOPE_PARTNERSHIP);
}

TEST_F(ActionPlansCommandTest, EditsAreBasedOnWhatWasRead) {
  const Outcome run = Samverk({"edit", "5f00", "--title", "Ny", "--year", "2027", "--adoption",
                               "KS 2026-02-03 §9", "--reason", "Skrivfel"});
  EXPECT_EQ(run.exit_code, kExitOk) << run.error_line;
  EXPECT_EQ(Latest<v1::EditActionPlanRequest>().base_position().position(), 57);
  EXPECT_FALSE(Latest<v1::EditActionPlanRequest>().has_expected_revision());
  EXPECT_EQ(Latest<v1::EditActionPlanRequest>().provenance().reason(), "Skrivfel");
  EXPECT_THAT(Edits(), ElementsAre("title: \"Ny\"", "year: 2027", HasSubstr("paragraph: \"9\"")));
  EXPECT_EQ(Samverk({"edit", "5f00"}).exit_code, kExitUsage);
}

TEST_F(ActionPlansCommandTest, AMeasureIsAddedWithWhatIsSaidOfIt) {
  const Outcome run = Samverk({"measure", "add", kPlan, "Ombud", "--responsible", "2404",
                               "--deadline", "2026-06-30", "--financing", "Kommunen", "--amount",
                               "1 500 kr", "--link", "organisations/2418", "--id", kMeasure});
  EXPECT_EQ(run.exit_code, kExitOk) << run.error_line;
  ASSERT_EQ(Latest<v1::EditActionPlanRequest>().edits_size(), 1);
  const v1::AddActionPlanMeasure added = Latest<v1::EditActionPlanRequest>().edits(0).add_measure();
  EXPECT_EQ(added.text(), "Ombud");
  EXPECT_EQ(added.responsible(), "partnerships/vasterbotten/organisations/2404");
  EXPECT_EQ(FormatDate(added.deadline()), "2026-06-30");
  EXPECT_EQ(added.amount_sek(), 1500);
  EXPECT_THAT(added.links(), ElementsAre("partnerships/vasterbotten/organisations/2418"));
  Samverk({"measure", "add", kPlan, "Ombud"});
  EXPECT_FALSE(Latest<v1::EditActionPlanRequest>().edits(0).add_measure().has_amount_sek());
}

TEST_F(ActionPlansCommandTest, AnEditOfAMeasureLeavesWhatIsNotSaid) {
  Samverk({"measure", "edit", "5f00", "4", "--amount", "0"});
  EXPECT_THAT(Edits(), ElementsAre(HasSubstr("financing: \"Servicebidrag\" amount_sek: 0")));
  Samverk({"measure", "edit", "5f00", "1f3a", "--financing", "Kommunen"});
  EXPECT_THAT(Edits(), ElementsAre(HasSubstr("financing: \"Kommunen\" amount_sek: 400000")));
  Samverk({"measure", "edit", "5f00", "4", "--no-amount", "--no-deadline", "--no-plan", "--unlink",
           "organisations/2418", "--text", "Laga"});
  EXPECT_THAT(Edits(), ElementsAre(HasSubstr("measure_text"), Not(HasSubstr("amount_sek")),
                                   Not(HasSubstr("2026")), HasSubstr("measure_plan"),
                                   Not(HasSubstr("linked"))));
  EXPECT_EQ(Latest<v1::EditActionPlanRequest>().base_position().position(), 57);
  EXPECT_EQ(Samverk({"measure", "edit", "5f00", "4"}).exit_code, kExitUsage);
}

TEST_F(ActionPlansCommandTest, AMeasureIsNamedByItsNumber) {
  Samverk({"measure", "remove", "5f00", "4"});
  EXPECT_THAT(Edits(), ElementsAre(HasSubstr(kMeasure)));
  const Outcome run = Samverk({"measure", "remove", "5f00", "1"});
  EXPECT_EQ(run.exit_code, kExitUsage);
  EXPECT_THAT(run.error_line, HasSubstr("no measure is called \"1\""));
}

TEST_F(ActionPlansCommandTest, AReportSaysWhatIsSaidAndNothingElse) {
  Samverk({"measure", "report", "5f00", "4", "--status", "done", "--comment", "Invigd"});
  EXPECT_EQ(Latest<v1::ReportMeasureProgressRequest>().measure(), kMeasure);
  EXPECT_EQ(Latest<v1::ReportMeasureProgressRequest>().status(),
            v1::ACTION_PLAN_MEASURE_STATUS_DONE);
  EXPECT_FALSE(Latest<v1::ReportMeasureProgressRequest>().has_progress_percent());
  EXPECT_EQ(Latest<v1::ReportMeasureProgressRequest>().comment(), "Invigd");
  Samverk({"measure", "report", "5f00", "4", "--status", "under-way", "--progress", "0"});
  EXPECT_TRUE(Latest<v1::ReportMeasureProgressRequest>().has_progress_percent());
}

TEST_F(ActionPlansCommandTest, AMoveSaysWhyOnce) {
  Samverk({"measure", "move", "5f00", "4", "--to", "2026-12-31", "--reason", "Vintern"});
  EXPECT_EQ(FormatDate(Latest<v1::MoveMeasureDeadlineRequest>().deadline()), "2026-12-31");
  EXPECT_EQ(Latest<v1::MoveMeasureDeadlineRequest>().reason(), "Vintern");
  EXPECT_FALSE(Latest<v1::MoveMeasureDeadlineRequest>().has_provenance());
  EXPECT_EQ(Latest<v1::MoveMeasureDeadlineRequest>().base_position().position(), 57);
}

TEST_F(ActionPlansCommandTest, AdoptionHoldsAgainstTheRevisionThatIsThere) {
  Samverk({"adopt", "5f00", "--decision", "KS 2026-01-20 §4"});
  EXPECT_EQ(Latest<v1::AdoptActionPlanRequest>().expected_revision(), 7);
  EXPECT_EQ(Latest<v1::AdoptActionPlanRequest>().decision().paragraph(), "4");
  EXPECT_FALSE(Latest<v1::AdoptActionPlanRequest>().has_provenance());
  Samverk({"adopt", "5f00", "--decision", "KS 2026-01-20 §4", "--revision", "5"});
  EXPECT_EQ(Latest<v1::AdoptActionPlanRequest>().expected_revision(), 5);
}

TEST_F(ActionPlansCommandTest, APlanIsClosedAndOpenedAgain) {
  Samverk({"close", "5f00", "Två av tre klara"});
  EXPECT_EQ(Latest<v1::CloseActionPlanRequest>().summary(), "Två av tre klara");
  EXPECT_EQ(Latest<v1::CloseActionPlanRequest>().name(), kPlan);
  Samverk({"reopen", kPlan, "--reason", "För tidigt"});
  EXPECT_EQ(Latest<v1::ReopenActionPlanRequest>().name(), kPlan);
}

TEST_F(ActionPlansCommandTest, AHistoryCallsAMeasureAsItWasCalledWhenItWasAdded) {
  v1::ActionPlanEdited added;
  added.mutable_edit()->mutable_add_measure()->set_measure(kMeasure);
  added.mutable_edit()->mutable_add_measure()->set_text("Byt cistern");
  server_.ledger().Record("a", kPlan, added);
  v1::MeasureProgressReported reported;
  reported.set_measure(kMeasure);
  reported.set_status(v1::ACTION_PLAN_MEASURE_STATUS_DONE);
  server_.ledger().Record("b", kPlan, reported);
  const Outcome run = Samverk({"history", kPlan});
  EXPECT_THAT(run.out, HasSubstr("ändrad: ny åtgärd: Byt cistern\n"));
  EXPECT_THAT(run.out, HasSubstr("Byt cistern: klar\n"));
}

}  // namespace
}  // namespace samverk
