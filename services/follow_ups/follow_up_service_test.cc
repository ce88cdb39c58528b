#include "services/follow_ups/follow_up_service.h"

#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "samverk/v1/follow_up.pb.h"
#include "samverk/v1/partnership.pb.h"
#include "samverk/v1/plan.pb.h"
#include "services/access/access.h"
#include "services/follow_ups/follow_up_rules.h"
#include "services/runtime/read_point.h"
#include "services/runtime/rule_checks.h"
#include "services/runtime/testing/from_text.h"
#include "services/testing/in_process_server.h"
#include "services/testing/requests.h"
#include "storage/event_log/log_reasons.h"

namespace samverk::follow_ups {
namespace {

using runtime::FromText;
using runtime::ToText;
using runtime::With;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using v1::CommandResult;

constexpr char kGoal[] = "c04d0000-0000-4000-8000-000000000001";
constexpr char kCounty[] =
    "parent: '~' year: 2018 owner: '~/organisations/regionen' "
    "municipalities: '~/organisations/2421' municipalities: '~/organisations/2422'";

class FollowUpServiceTest : public ::testing::Test {
 protected:
  FollowUpServiceTest() {
    server_.AdmitMunicipality("2421", "Storumans kommun");
    server_.AdmitMunicipality("2422", "Sorsele kommun");
    Do<v1::AdmitOrganisationRequest>(
        "parent: '~' kind: ORGANISATION_KIND_REGION organisation_id: 'regionen' "
        "display_name: 'Region Västerbotten' joined_on @2016-01-01");
    storuman_ = AdoptPlan("2421");
    sorsele_ = AdoptPlan("2422");
  }

  // Gives a command that must succeed.
  template <typename Command>
  CommandResult Do(const std::string& text, const testing::Sending& sending = {}) {
    const absl::StatusOr<CommandResult> result = server_.Do(FromText<Command>(text), sending);
    EXPECT_OK(result);
    return result.value_or(CommandResult());
  }

  // Gives a command on a resource that must succeed.
  template <typename Command>
  CommandResult On(const std::string& name, const std::string& text = "",
                   const testing::Sending& sending = {}) {
    return Do<Command>("name: '" + name + "' " + text, sending);
  }

  // A plan that is in force 2017 to 2020.
  std::string AdoptPlan(const std::string& kommunkod) {
    std::string name =
        Do<v1::CreatePlanRequest>("parent: '~' plan_id: '" + testing::NewId() +
                                  "' owner: '~/organisations/" + kommunkod +
                                  "' title: 'Serviceplan' "
                                  "period { start_date @2017-01-01 end_date @2021-01-01 }")
            .name();
    On<v1::ProposePlanRequest>(name, "expected_revision: 0");
    On<v1::AdoptPlanRequest>(name, "expected_revision: 1 decision { body: 'KF' date @2017-01-10 }");
    return name;
  }

  CommandResult Open(const std::string& kommunkod, int year, const testing::Sending& sending = {}) {
    return Do<v1::OpenFollowUpRequest>(
        absl::StrCat("parent: '~' follow_up_id: '", testing::NewId(), "' owner: '~/organisations/",
                     kommunkod, "' plan: '", kommunkod == "2421" ? storuman_ : sorsele_,
                     "' year: ", year),
        sending);
  }

  CommandResult Observe(const std::string& name, const std::string& key, const std::string& value,
                        int vintage = 2018) {
    return On<v1::ObserveIndicatorRequest>(
        name, absl::StrCat("key: '", key, "' reading { title: 'Butiker' value: '", value,
                           "' unit: 'st' source: 'SCB' vintage { year: ", vintage, " } }"));
  }

  // Opened, with one indicator, submitted and approved.
  std::string Approved(const std::string& kommunkod, int year, const std::string& value,
                       int vintage = 2018) {
    std::string name = Open(kommunkod, year).name();
    Observe(name, "butiker", value, vintage);
    On<v1::SubmitFollowUpRequest>(name);
    last_ = On<v1::ApproveFollowUpRequest>(name);
    return name;
  }

  // What a query answers, with everything that `seen` includes.
  template <typename Response, typename Request>
  Response Ask(Request request, const CommandResult& seen) {
    *request.mutable_read()->mutable_min_position() = seen.position();
    const auto response = server_.Ask<Response>(request);
    EXPECT_OK(response);
    return response.value_or(Response());
  }

  v1::FollowUp Get(const CommandResult& seen) {
    v1::GetFollowUpRequest request;
    request.set_name(seen.name());
    return Ask<v1::GetFollowUpResponse>(request, seen).follow_up();
  }

  v1::FollowUpCompilation County(const CommandResult& seen) {
    return Ask<v1::GetFollowUpCompilationResponse>(
               FromText<v1::GetFollowUpCompilationRequest>("name: '~/followUpCompilations/2018'"),
               seen)
        .compilation();
  }

  // The names on all pages of a list.
  std::vector<std::string> ListAll(const std::string& filter, const CommandResult& seen) {
    auto request = FromText<v1::ListFollowUpsRequest>("parent: '~' " + filter);
    std::vector<std::string> names;
    do {
      const auto page = Ask<v1::ListFollowUpsResponse>(request, seen);
      for (const v1::FollowUp& each : page.follow_ups()) names.push_back(each.name());
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return names;
  }

  // `2421 2018 butiker=7` of all values on all pages of a list.
  std::vector<std::string> Series(const std::string& filter, const CommandResult& seen) {
    auto request = FromText<v1::ListIndicatorValuesRequest>("parent: '~' " + filter);
    std::vector<std::string> values;
    do {
      const auto page = Ask<v1::ListIndicatorValuesResponse>(request, seen);
      for (const v1::IndicatorValue& each : page.values()) {
        values.push_back(absl::StrCat(each.owner().substr(each.owner().size() - 4), " ",
                                      each.year(), " ", each.key(), "=", each.reading().value()));
      }
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return values;
  }

  testing::InProcessServer server_;
  std::string storuman_;
  std::string sorsele_;
  CommandResult last_;
};

TEST_F(FollowUpServiceTest, EveryCommandIsAnswered) {
  const testing::Sending officer = {.act_as = "officer@2421"};
  const testing::Sending leader = {.act_as = "process-leader@regionen"};
  const std::string name = Open("2421", 2018, officer).name();
  On<v1::ObserveIndicatorRequest>(
      name, "key: 'butiker' reading { title: 'Butiker' missing_because: 'Ej räknat' }", officer);
  On<v1::AssessElementRequest>(name,
                               absl::StrCat("kind: ASSESSED_KIND_GOAL element: '", kGoal,
                                            "' assessment: ASSESSMENT_UNDER_WAY"),
                               officer);
  On<v1::SubmitFollowUpRequest>(name, "", officer);
  On<v1::ReturnFollowUpRequest>(name, "missing: 'Butikerna'", leader);
  const CommandResult edited = On<v1::EditFollowUpRequest>(
      name,
      "expected_revision: 4 edits { summary: 'Bra' } edits { summary: 'Bra' }"
      "edits { indicator { entry: 1 reading { title: 'Butiker' value: '7' unit: 'st' "
      "source: 'Egen räkning' vintage { year: 2018 } } } }",
      officer);
  EXPECT_THAT(edited.outcomes(), ElementsAre(v1::EDIT_OUTCOME_ACCEPTED, v1::EDIT_OUTCOME_CONVERGED,
                                             v1::EDIT_OUTCOME_ACCEPTED));
  On<v1::SubmitFollowUpRequest>(name, "", officer);
  EXPECT_EQ(Get(On<v1::ApproveFollowUpRequest>(name, "", leader)).state(),
            v1::FOLLOW_UP_STATE_APPROVED);
  const CommandResult compiled = Do<v1::CompileFollowUpsRequest>(kCounty, leader);

  const v1::FollowUpCompilation county = County(compiled);
  ASSERT_THAT(county.figures(), SizeIs(1));
  EXPECT_EQ(county.figures(0).sum(), "7");
  EXPECT_TRUE(county.figures(0).incomplete());
  const auto assessments = Ask<v1::ListElementAssessmentsResponse>(
      FromText<v1::ListElementAssessmentsRequest>("parent: '" + name + "'"), compiled);
  ASSERT_THAT(assessments.assessments(), SizeIs(1));
  EXPECT_EQ(assessments.assessments(0).element(), kGoal);
  EXPECT_TRUE(
      County(On<v1::WithdrawFollowUpCompilationRequest>(compiled.name(), "", leader)).withdrawn());
  EXPECT_EQ(Get(On<v1::WithdrawFollowUpRequest>(name, "", officer)).state(),
            v1::FOLLOW_UP_STATE_WITHDRAWN);
}

TEST_F(FollowUpServiceTest, ASubmissionComparesWithTheRevisionInForceAsItWasKnownThen) {
  const std::string name = Open("2421", 2018).name();
  Observe(name, "butiker", "7");
  const v1::FollowUp submitted = Get(On<v1::SubmitFollowUpRequest>(name));
  EXPECT_EQ(submitted.submission().plan_revision(), 1);
  EXPECT_EQ(submitted.submission().revision(), 2);

  // After the fact it turns out that the plan was in force for longer: a correction, revision 2.
  const CommandResult corrected = On<v1::CorrectPlanRequest>(
      storuman_,
      "expected_revision: 2 period { start_date @2016-01-01 end_date @2021-01-01 }"
      "decision { body: 'KS' date @2019-09-30 }");

  const v1::FollowUp kept = Get(On<v1::ApproveFollowUpRequest>(name));
  EXPECT_EQ(ToText(kept.approved()), ToText(submitted.submission()));
  auto get = FromText<v1::GetPlanRequest>("name: '" + storuman_ + "' valid_on @2018-12-31");
  *get.mutable_read()->mutable_as_of()->mutable_position() = kept.approved().plan_position();
  ASSERT_OK_AND_ASSIGN(const auto then, server_.Ask<v1::GetPlanResponse>(get));
  ASSERT_THAT(then.plan().in_force(), SizeIs(1));
  EXPECT_EQ(then.plan().in_force(0).revision(), 1);

  Observe(name, "mackar", "2");
  const v1::FollowUp again = Get(On<v1::SubmitFollowUpRequest>(name));
  EXPECT_EQ(again.submission().plan_revision(), 2);
  EXPECT_GE(again.submission().plan_position().position(), corrected.position().position());
  EXPECT_EQ(again.approved().plan_revision(), 1);
}

TEST_F(FollowUpServiceTest, APlanThatIsNotInForceAtTheYearsEndIsNotCompared) {
  const std::string name = Open("2421", 2018).name();
  Observe(name, "butiker", "7");
  On<v1::RepealPlanRequest>(storuman_,
                            "from_date @2018-12-31 decision { body: 'KF' date @2018-12-01 }");

  EXPECT_THAT(server_.Do(FromText<v1::SubmitFollowUpRequest>("name: '" + name + "'")),
              IsRefused(kPlanNotInForceAtYearEnd));
}

TEST_F(FollowUpServiceTest, APlanThatWasReplacedIsInForceUntilThen) {
  const std::string next =
      Do<v1::CreatePlanRequest>("parent: '~' plan_id: '" + testing::NewId() +
                                "' owner: '~/organisations/2421' title: 'Ny' "
                                "period { start_date @2018-07-01 end_date @2023-01-01 }")
          .name();
  On<v1::ProposePlanRequest>(next, "expected_revision: 0");
  On<v1::AdoptPlanRequest>(next,
                           "expected_revision: 1 decision { body: 'KF' date @2018-06-10 }"
                           "replaces: '" +
                               storuman_ + "'");
  const auto submit = [this](int year) {
    const std::string name = Open("2421", year).name();
    Observe(name, "butiker", "7");
    return server_.Do(FromText<v1::SubmitFollowUpRequest>("name: '" + name + "'"));
  };

  ASSERT_OK_AND_ASSIGN(const CommandResult of_2017, submit(2017));
  EXPECT_EQ(Get(of_2017).submission().plan_revision(), 1);
  EXPECT_THAT(submit(2018), IsRefused(kPlanNotInForceAtYearEnd));
  storuman_ = next;
  ASSERT_OK_AND_ASSIGN(const CommandResult of_2018, submit(2018));
  EXPECT_EQ(Get(of_2018).submission().plan_revision(), 1);
}

TEST_F(FollowUpServiceTest, OfTwoOpeningsAtOnceOneWins) {
  constexpr int kHands = 8;
  std::vector<absl::Status> statuses(kHands);
  {
    std::vector<std::thread> hands;
    hands.reserve(kHands);
    for (int i = 0; i < kHands; ++i) {
      hands.emplace_back([this, &statuses, i] {
        auto open = FromText<v1::OpenFollowUpRequest>(
            "parent: '~' owner: '~/organisations/2421' year: 2018 plan: '" + storuman_ + "'");
        open.set_follow_up_id(testing::NewId());
        statuses[static_cast<size_t>(i)] = server_.Do(open).status();
      });
    }
    for (std::thread& hand : hands) hand.join();
  }

  int won = 0;
  for (const absl::Status& status : statuses) {
    if (status.ok()) {
      ++won;
      continue;
    }
    EXPECT_THAT(status, IsRefused(kYearFollowedUp));
  }
  EXPECT_EQ(won, 1);
}

TEST_F(FollowUpServiceTest, AClaimOutlivesTheServerAndEndsWithAWithdrawal) {
  const CommandResult opened = Open("2421", 2018);
  auto open = FromText<v1::OpenFollowUpRequest>(
      "parent: '~' owner: '~/organisations/2421' year: 2018 plan: '" + storuman_ + "'");
  open.set_follow_up_id(testing::NewId());
  server_.Restart();
  EXPECT_THAT(server_.Do(open), IsRefused(kYearFollowedUp));

  On<v1::WithdrawFollowUpRequest>(opened.name());

  EXPECT_OK(server_.Do(open));
}

TEST_F(FollowUpServiceTest, AListIsFilteredByMunicipalityYearStateAndPlan) {
  const std::string storuman_2017 = Approved("2421", 2017, "7");
  const std::string storuman_2018 = Open("2421", 2018).name();
  const std::string sorsele_2017 = Open("2422", 2017).name();
  Observe(sorsele_2017, "butiker", "3");
  On<v1::SubmitFollowUpRequest>(sorsele_2017);
  const std::string sorsele_2018 = Open("2422", 2018).name();
  const CommandResult end = On<v1::WithdrawFollowUpRequest>(sorsele_2018);

  EXPECT_THAT(ListAll("", end), ElementsAre(storuman_2017, sorsele_2017, storuman_2018));
  EXPECT_THAT(ListAll("page_size: 1", end),
              ElementsAre(storuman_2017, sorsele_2017, storuman_2018));
  EXPECT_THAT(ListAll("owner: '~/organisations/2421'", end),
              ElementsAre(storuman_2017, storuman_2018));
  EXPECT_THAT(ListAll("year: 2018", end), ElementsAre(storuman_2018));
  EXPECT_THAT(ListAll("year: 2017 owner: '~/organisations/2422'", end), ElementsAre(sorsele_2017));
  EXPECT_THAT(ListAll("plan: '" + sorsele_ + "'", end), ElementsAre(sorsele_2017));
  EXPECT_THAT(ListAll("plan: '" + sorsele_ + "' owner: '~/organisations/2421'", end), IsEmpty());
  EXPECT_THAT(ListAll("state: FOLLOW_UP_STATE_SUBMITTED", end), ElementsAre(sorsele_2017));
  EXPECT_THAT(ListAll("state: FOLLOW_UP_STATE_APPROVED year: 2018", end), IsEmpty());
  EXPECT_THAT(ListAll("state: FOLLOW_UP_STATE_WITHDRAWN", end), ElementsAre(sorsele_2018));
  EXPECT_THAT(ListAll("state: FOLLOW_UP_STATE_OPEN owner: '~/organisations/2421'", end),
              ElementsAre(storuman_2018));
  EXPECT_THAT(ListAll("year: 1999", end), IsEmpty());
}

TEST_F(FollowUpServiceTest, IndicatorsAreComparedOverYearsAndMunicipalities) {
  const std::string storuman_2018 = Open("2421", 2018).name();
  Observe(storuman_2018, "mackar", "2");
  Observe(storuman_2018, "butiker", "7");
  const std::string storuman_2017 = Open("2421", 2017).name();
  Observe(storuman_2017, "butiker", "8");
  const std::string sorsele_2018 = Open("2422", 2018).name();
  Observe(sorsele_2018, "butiker", "3");
  const std::string withdrawn = Open("2422", 2017).name();
  Observe(withdrawn, "butiker", "99");
  const CommandResult end = On<v1::WithdrawFollowUpRequest>(withdrawn);

  EXPECT_THAT(Series("key: 'butiker'", end),
              ElementsAre("2421 2017 butiker=8", "2421 2018 butiker=7", "2422 2018 butiker=3"));
  EXPECT_THAT(Series("key: 'butiker' page_size: 1", end),
              ElementsAre("2421 2017 butiker=8", "2421 2018 butiker=7", "2422 2018 butiker=3"));
  EXPECT_THAT(Series("key: 'butiker' owner: '~/organisations/2421' first_year: 2018", end),
              ElementsAre("2421 2018 butiker=7"));
  EXPECT_THAT(Series("key: 'butiker' owner: '~/organisations/2421' last_year: 2017", end),
              ElementsAre("2421 2017 butiker=8"));
  EXPECT_THAT(Series("key: 'butiker' first_year: 2018", end),
              ElementsAre("2421 2018 butiker=7", "2422 2018 butiker=3"));
  EXPECT_THAT(Series("owner: '~/organisations/2421'", end),
              ElementsAre("2421 2017 butiker=8", "2421 2018 butiker=7", "2421 2018 mackar=2"));
  EXPECT_THAT(Series("first_year: 2018 last_year: 2018", end),
              ElementsAre("2421 2018 butiker=7", "2422 2018 butiker=3", "2421 2018 mackar=2"));
  EXPECT_THAT(Series("last_year: 2017", end), ElementsAre("2421 2017 butiker=8"));
  EXPECT_THAT(Series("follow_up: '" + storuman_2018 + "'", end),
              ElementsAre("2421 2018 mackar=2", "2421 2018 butiker=7"));
  EXPECT_THAT(Series("follow_up: '" + storuman_2018 + "' key: 'mackar'", end),
              ElementsAre("2421 2018 mackar=2"));
  EXPECT_THAT(Series("follow_up: '" + withdrawn + "'", end), ElementsAre("2422 2017 butiker=99"));
  EXPECT_THAT(Series("key: 'paket'", end), IsEmpty());
}

TEST_F(FollowUpServiceTest, AnIndicatorTellsWhereItStandsAndWhatItWas) {
  const std::string name = Approved("2421", 2018, "7");
  const CommandResult edited = On<v1::EditFollowUpRequest>(
      name,
      "expected_revision: 3 edits { indicator { entry: 1 reading { title: 'Butiker' value: '8' "
      "unit: 'st' source: 'SCB' vintage { year: 2018 } } } }");

  const auto values = Ask<v1::ListIndicatorValuesResponse>(
      FromText<v1::ListIndicatorValuesRequest>("parent: '~' key: 'butiker'"), edited);

  ASSERT_THAT(values.values(), SizeIs(1));
  EXPECT_EQ(values.values(0).state(), v1::FOLLOW_UP_STATE_APPROVED);
  EXPECT_EQ(values.values(0).reading().value(), "8");
  EXPECT_TRUE(values.values(0).corrected());
  ASSERT_THAT(values.values(0).former(), SizeIs(1));
  EXPECT_EQ(values.values(0).former(0).reading().value(), "7");
}

TEST_F(FollowUpServiceTest, ACountyWithoutGapsIsComplete) {
  Approved("2421", 2018, "7.5");
  Approved("2422", 2018, "3");

  const v1::FollowUpCompilation county = County(Do<v1::CompileFollowUpsRequest>(kCounty));

  EXPECT_THAT(county.missing(), IsEmpty());
  EXPECT_THAT(county.basis(), SizeIs(2));
  ASSERT_THAT(county.figures(), SizeIs(1));
  EXPECT_EQ(county.figures(0).sum(), "10.5");
  EXPECT_FALSE(county.figures(0).incomplete());
  EXPECT_FALSE(county.outdated());
}

TEST_F(FollowUpServiceTest, AFigureOverMixedVintagesSaysThatItIsIncomplete) {
  Approved("2421", 2018, "7", 2017);
  Approved("2422", 2018, "3", 2018);

  const v1::FollowUpCompilation county = County(Do<v1::CompileFollowUpsRequest>(kCounty));

  ASSERT_THAT(county.figures(), SizeIs(1));
  EXPECT_TRUE(county.figures(0).incomplete());
  EXPECT_THAT(county.figures(0).gaps(), ElementsAre(v1::FIGURE_GAP_MIXED_VINTAGES));
  EXPECT_THAT(county.figures(0).vintage_years(), ElementsAre(2017, 2018));
}

TEST_F(FollowUpServiceTest, CompilingAgainWritesOnlyWhatIsNew) {
  Approved("2421", 2018, "7");
  EXPECT_EQ(Do<v1::CompileFollowUpsRequest>(kCounty).revision(), 0);
  EXPECT_EQ(Do<v1::CompileFollowUpsRequest>(kCounty).revision(), 0);
  Approved("2422", 2018, "3");
  EXPECT_TRUE(County(last_).outdated());
  EXPECT_EQ(Do<v1::CompileFollowUpsRequest>(kCounty).revision(), 1);
}

TEST_F(FollowUpServiceTest, CompilationsAreListedByYear) {
  Approved("2421", 2018, "7");
  Approved("2421", 2017, "8");
  const CommandResult of_2018 = Do<v1::CompileFollowUpsRequest>(kCounty);
  const CommandResult of_2017 =
      Do<v1::CompileFollowUpsRequest>(absl::StrCat(kCounty, " year: 2017"));
  const auto list = [this](const std::string& filter, const CommandResult& seen) {
    std::vector<int> years;
    const auto page = Ask<v1::ListFollowUpCompilationsResponse>(
        FromText<v1::ListFollowUpCompilationsRequest>("parent: '~' " + filter), seen);
    for (const auto& each : page.compilations()) years.push_back(each.year());
    return years;
  };

  EXPECT_THAT(list("", of_2017), ElementsAre(2017, 2018));
  const CommandResult withdrawn = On<v1::WithdrawFollowUpCompilationRequest>(of_2018.name());
  EXPECT_THAT(list("", withdrawn), ElementsAre(2017));
  EXPECT_THAT(list("show_withdrawn: true", withdrawn), ElementsAre(2017, 2018));
}

TEST_F(FollowUpServiceTest, AMunicipalityWritesItsOwnAndTheRegionJudges) {
  const std::string name = Open("2421", 2018).name();
  Observe(name, "butiker", "7");
  const auto observe = FromText<v1::ObserveIndicatorRequest>(
      "name: '" + name + "' key: 'mackar' reading { title: 'M' missing_because: 'Ej räknat' }");
  const auto submit = FromText<v1::SubmitFollowUpRequest>("name: '" + name + "'");
  const auto approve = FromText<v1::ApproveFollowUpRequest>("name: '" + name + "'");
  const auto get = FromText<v1::GetFollowUpRequest>("name: '" + name + "'");
  const auto denied = IsRefused(access::kAccessDenied);

  EXPECT_THAT(server_.Do(observe, {.act_as = "officer@2422"}), denied);
  EXPECT_THAT(server_.Do(observe, {.act_as = "process-leader@regionen"}), denied);
  EXPECT_THAT(server_.Do(observe, {.act_as = "local-actor@2421"}), denied);
  EXPECT_OK(server_.Do(observe, {.act_as = "officer@2421"}));
  EXPECT_THAT(server_.Do(submit, {.act_as = "officer@2422"}), denied);
  EXPECT_OK(server_.Do(submit, {.act_as = "officer@2421"}));
  EXPECT_THAT(server_.Do(approve, {.act_as = "officer@2421"}), denied);
  EXPECT_OK(server_.Do(approve, {.act_as = "process-leader@regionen"}));
  EXPECT_THAT(
      server_.Do(FromText<v1::CompileFollowUpsRequest>(kCounty), {.act_as = "officer@2421"}),
      denied);
  EXPECT_OK(server_.Ask<v1::GetFollowUpResponse>(get, {.act_as = "auditor"}));
  EXPECT_OK(server_.Ask<v1::GetFollowUpResponse>(get, {.act_as = "local-actor@byn"}));
  EXPECT_THAT(server_.Ask<v1::GetFollowUpResponse>(get, {.act_as = "agency-contact@pts"}), denied);
}

TEST_F(FollowUpServiceTest, RefusalsArriveWithTheirReasons) {
  const CommandResult opened = Open("2421", 2018);
  auto edit = FromText<v1::EditFollowUpRequest>("name: '" + opened.name() +
                                                "' expected_revision: 1 edits { summary: 'Bra' }");
  EXPECT_THAT(server_.Do(edit), IsRefused(storage::kStaleRevision));
  edit.clear_expected_revision();
  EXPECT_THAT(server_.Do(edit), IsRefused(runtime::kBaseRequired));
  const std::string unknown = "partnerships/vasterbotten/followUps/" + testing::NewId();
  EXPECT_THAT(server_.Ask<v1::GetFollowUpResponse>(
                  FromText<v1::GetFollowUpRequest>("name: '" + unknown + "'")),
              IsRefused(kFollowUpNotFound));
  EXPECT_THAT(server_.Ask<v1::ListElementAssessmentsResponse>(
                  FromText<v1::ListElementAssessmentsRequest>("parent: '" + unknown + "'")),
              IsRefused(kFollowUpNotFound));
  EXPECT_THAT(server_.Ask<v1::ListIndicatorValuesResponse>(FromText<v1::ListIndicatorValuesRequest>(
                  "parent: '~' follow_up: '" + unknown + "'")),
              IsRefused(kFollowUpNotFound));
  EXPECT_THAT(
      server_.Ask<v1::GetFollowUpCompilationResponse>(
          FromText<v1::GetFollowUpCompilationRequest>("name: '~/followUpCompilations/1999'")),
      IsRefused(kCompilationNotFound));
}

TEST_F(FollowUpServiceTest, LaterPagesAreOfTheStateOfTheFirst) {
  const std::string of_2017 = Open("2421", 2017).name();
  const CommandResult last = Open("2421", 2018);
  auto request = FromText<v1::ListFollowUpsRequest>("parent: '~' page_size: 1");
  const auto first = Ask<v1::ListFollowUpsResponse>(request, last);
  ASSERT_THAT(first.follow_ups(), SizeIs(1));
  EXPECT_EQ(first.follow_ups(0).name(), of_2017);
  On<v1::WithdrawFollowUpRequest>(last.name());
  request.set_page_token(first.next_page_token());

  const auto second = Ask<v1::ListFollowUpsResponse>(request, last);

  ASSERT_THAT(second.follow_ups(), SizeIs(1));
  EXPECT_EQ(second.follow_ups(0).name(), last.name());
  EXPECT_EQ(second.follow_ups(0).state(), v1::FOLLOW_UP_STATE_OPEN);
  EXPECT_EQ(second.next_page_token(), "");
  EXPECT_THAT(server_.Ask<v1::ListFollowUpsResponse>(With(request, "year: 2018")),
              IsRefused(runtime::kPageTokenInvalid));
}

TEST_F(FollowUpServiceTest, AnEarlierStateIsAsked) {
  const CommandResult opened = Open("2421", 2018);
  const CommandResult observed = Observe(opened.name(), "butiker", "7");
  auto request = FromText<v1::GetFollowUpRequest>("name: '" + opened.name() + "'");
  *request.mutable_read()->mutable_as_of()->mutable_position() = opened.position();
  EXPECT_EQ(Ask<v1::GetFollowUpResponse>(request, observed).follow_up().indicator_count(), 0);
  *request.mutable_read()->mutable_as_of()->mutable_position() = observed.position();
  EXPECT_EQ(Ask<v1::GetFollowUpResponse>(request, observed).follow_up().indicator_count(), 1);
}

}  // namespace
}  // namespace samverk::follow_ups
