// `samverk follow-ups` against a server in this process.

#include "clients/cli/follow_ups_command.h"

#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/check.h"
#include "base/clock.h"
#include "base/text.h"
#include "clients/cli/cli_context.h"
#include "clients/cli/command_tree.h"
#include "clients/cli/error_line.h"
#include "clients/cli/follow_up_words.h"
#include "clients/cli/table.h"
#include "gmock/gmock.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "samverk/v1/follow_up.grpc.pb.h"
#include "samverk/v1/partnership.grpc.pb.h"
#include "samverk/v1/plan.grpc.pb.h"

namespace samverk {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Le;
using ::testing::Not;

constexpr char kFollowUp[] =
    "partnerships/vasterbotten/followUps/5f00a1b2-0000-7000-8000-000000000001";
constexpr char kPlan[] = "partnerships/vasterbotten/plans/0199a1b2-0000-7000-8000-000000000002";
constexpr char kStoruman[] = "partnerships/vasterbotten/organisations/2421";
constexpr char kAsele[] = "partnerships/vasterbotten/organisations/2463";
constexpr char kGoal[] = "c04d0000-0000-4000-8000-000000000003";
constexpr char kMeasure[] = "77b00000-0000-4000-8000-000000000004";

// Keeps the last request of each kind and answers with what it was given.
class FakeFollowUps : public v1::FollowUpService::Service {
 public:
  using Context = grpc::ServerContext;
  using Status = grpc::Status;

  Status OpenFollowUp(Context*, const v1::OpenFollowUpRequest* request,
                      v1::OpenFollowUpResponse*) override {
    open = *request;
    return Status::OK;
  }
  Status ObserveIndicator(Context*, const v1::ObserveIndicatorRequest* request,
                          v1::ObserveIndicatorResponse*) override {
    observe = *request;
    return Status::OK;
  }
  Status AssessElement(Context*, const v1::AssessElementRequest* request,
                       v1::AssessElementResponse*) override {
    assess = *request;
    return Status::OK;
  }
  Status EditFollowUp(Context*, const v1::EditFollowUpRequest* request,
                      v1::EditFollowUpResponse*) override {
    edit = *request;
    return Status::OK;
  }
  Status SubmitFollowUp(Context*, const v1::SubmitFollowUpRequest* request,
                        v1::SubmitFollowUpResponse*) override {
    submit = *request;
    return Status::OK;
  }
  Status ApproveFollowUp(Context*, const v1::ApproveFollowUpRequest* request,
                         v1::ApproveFollowUpResponse*) override {
    approve = *request;
    return Status::OK;
  }
  Status ReturnFollowUp(Context*, const v1::ReturnFollowUpRequest* request,
                        v1::ReturnFollowUpResponse*) override {
    sent_back = *request;
    return Status::OK;
  }
  Status WithdrawFollowUp(Context*, const v1::WithdrawFollowUpRequest* request,
                          v1::WithdrawFollowUpResponse*) override {
    withdraw = *request;
    return Status::OK;
  }
  Status CompileFollowUps(Context*, const v1::CompileFollowUpsRequest* request,
                          v1::CompileFollowUpsResponse*) override {
    compile = *request;
    return Status::OK;
  }
  Status WithdrawFollowUpCompilation(Context*,
                                     const v1::WithdrawFollowUpCompilationRequest* request,
                                     v1::WithdrawFollowUpCompilationResponse*) override {
    uncompile = *request;
    return Status::OK;
  }
  Status GetFollowUp(Context*, const v1::GetFollowUpRequest*,
                     v1::GetFollowUpResponse* response) override {
    *response->mutable_follow_up() = follow_up;
    return Status::OK;
  }
  Status ListFollowUps(Context*, const v1::ListFollowUpsRequest* request,
                       v1::ListFollowUpsResponse* response) override {
    list = *request;
    if (request->state() != v1::FOLLOW_UP_STATE_WITHDRAWN) *response->add_follow_ups() = follow_up;
    return Status::OK;
  }
  Status ListIndicatorValues(Context*, const v1::ListIndicatorValuesRequest* request,
                             v1::ListIndicatorValuesResponse* response) override {
    list_values = *request;
    for (const v1::IndicatorValue& value : values) *response->add_values() = value;
    return Status::OK;
  }
  Status ListElementAssessments(Context*, const v1::ListElementAssessmentsRequest*,
                                v1::ListElementAssessmentsResponse* response) override {
    *response->add_assessments() = assessment;
    return Status::OK;
  }
  Status GetFollowUpCompilation(Context*, const v1::GetFollowUpCompilationRequest* request,
                                v1::GetFollowUpCompilationResponse* response) override {
    compilation.set_name(request->name());
    *response->mutable_compilation() = compilation;
    return Status::OK;
  }
  Status ListFollowUpCompilations(Context*, const v1::ListFollowUpCompilationsRequest* request,
                                  v1::ListFollowUpCompilationsResponse* response) override {
    list_compilations = *request;
    *response->add_compilations() = compilation;
    return Status::OK;
  }

  v1::OpenFollowUpRequest open;
  v1::ObserveIndicatorRequest observe;
  v1::AssessElementRequest assess;
  v1::EditFollowUpRequest edit;
  v1::SubmitFollowUpRequest submit;
  v1::ApproveFollowUpRequest approve;
  v1::ReturnFollowUpRequest sent_back;
  v1::WithdrawFollowUpRequest withdraw;
  v1::CompileFollowUpsRequest compile;
  v1::WithdrawFollowUpCompilationRequest uncompile;
  v1::ListFollowUpsRequest list;
  v1::ListIndicatorValuesRequest list_values;
  v1::ListFollowUpCompilationsRequest list_compilations;
  v1::FollowUp follow_up;
  std::vector<v1::IndicatorValue> values;
  v1::ElementAssessment assessment;
  v1::FollowUpCompilation compilation;
};

class FakePlans : public v1::PlanService::Service {
 public:
  grpc::Status GetPlan(grpc::ServerContext*, const v1::GetPlanRequest* request,
                       v1::GetPlanResponse* response) override {
    if (request->has_valid_on() && !in_force) return {grpc::StatusCode::NOT_FOUND, "not in force"};
    v1::Plan& plan = *response->mutable_plan();
    plan.set_name(kPlan);
    plan.set_owner(kStoruman);
    plan.add_goals()->set_element(kGoal);
    plan.mutable_goals(0)->set_title("Drivmedel inom fem mil");
    plan.add_measures()->set_element(kMeasure);
    plan.mutable_measures(0)->set_title("Byt cistern");
    return grpc::Status::OK;
  }

  bool in_force = true;
};

class FakeMembers : public v1::PartnershipService::Service {
 public:
  grpc::Status ListOrganisations(grpc::ServerContext*, const v1::ListOrganisationsRequest* request,
                                 v1::ListOrganisationsResponse* response) override {
    for (const auto& [name, display_name] :
         {std::pair(kAsele, "Åsele kommun"), std::pair(kStoruman, "Storumans kommun")}) {
      v1::Organisation& organisation = *response->add_organisations();
      organisation.set_name(name);
      organisation.set_display_name(display_name);
    }
    kind = request->kind();
    return grpc::Status::OK;
  }

  v1::OrganisationKind kind = v1::ORGANISATION_KIND_UNSPECIFIED;
};

struct Outcome {
  int exit_code = 0;
  std::string out;
  std::string error_line;
};

v1::IndicatorValue Value(int year, const std::string& value, const std::string& owner = kStoruman) {
  v1::IndicatorValue made;
  made.set_follow_up(kFollowUp);
  made.set_entry(3);
  made.set_owner(owner);
  made.set_year(year);
  made.set_key("antal-butiker");
  made.set_state(v1::FOLLOW_UP_STATE_APPROVED);
  v1::IndicatorReading& reading = *made.mutable_reading();
  reading.set_title("Butiker med fullt sortiment");
  reading.set_value(value);
  reading.set_unit("st");
  reading.set_source("SCB");
  reading.mutable_vintage()->set_year(year);
  return made;
}

class FollowUpsCommandTest : public ::testing::Test {
 protected:
  FollowUpsCommandTest() {
    follow_ups_.follow_up.set_name(kFollowUp);
    follow_ups_.follow_up.set_owner(kStoruman);
    follow_ups_.follow_up.set_plan(kPlan);
    follow_ups_.follow_up.set_year(2018);
    follow_ups_.follow_up.set_state(v1::FOLLOW_UP_STATE_OPEN);
    follow_ups_.follow_up.set_revision(7);
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&follow_ups_);
    builder.RegisterService(&plans_);
    builder.RegisterService(&members_);
    server_ = builder.BuildAndStart();
    CHECK(server_ != nullptr);
    address_ = absl::StrCat("127.0.0.1:", port);
  }
  ~FollowUpsCommandTest() override { server_->Shutdown(); }

  Outcome Samverk(std::vector<std::string> words) {
    GlobalOptions options;
    CommandTree tree(options);
    AddAllCommands(tree);
    options.server = address_;
    std::vector<std::string> reversed(words.rbegin(), words.rend());
    tree.app().parse(reversed);  // CLI11 takes them from the back.
    std::ostringstream out;
    std::ostringstream err;
    CliContext context(options, Clock::System(), out, err);
    const absl::Status status = tree.Run(context);
    return {ExitCodeOf(status), out.str(), status.ok() ? "" : ErrorLine(status, options.server)};
  }

  // The same of a command that must succeed.
  std::string Must(std::vector<std::string> words) {
    const Outcome run = Samverk(std::move(words));
    EXPECT_EQ(run.exit_code, kExitOk) << run.error_line;
    return run.out;
  }

  FakeFollowUps follow_ups_;
  FakePlans plans_;
  FakeMembers members_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

TEST_F(FollowUpsCommandTest, AFollowUpIsOpenedForWhoOwnsThePlan) {
  Must({"follow-ups", "open", "0199a1b2-0000-7000-8000-000000000002", "--year", "2018"});
  EXPECT_EQ(follow_ups_.open.owner(), kStoruman);
  EXPECT_EQ(follow_ups_.open.plan(), kPlan);
  EXPECT_EQ(follow_ups_.open.year(), 2018);
  Must({"follow-ups", "open", kPlan, "--year", "2018", "--owner", "2463"});
  EXPECT_EQ(follow_ups_.open.owner(), kAsele);
}

TEST_F(FollowUpsCommandTest, AnIndicatorIsTypedAsSwedesTypeNumbers) {
  Must({"follow-ups", "observe", "5f00", "antal-butiker", "1 250,5", "--title", "Butiker", "--unit",
        "st", "--source", "SCB", "--vintage", "2018"});
  EXPECT_EQ(follow_ups_.observe.name(), kFollowUp);
  EXPECT_EQ(follow_ups_.observe.key(), "antal-butiker");
  EXPECT_EQ(follow_ups_.observe.reading().value(), "1250.5");
  EXPECT_EQ(follow_ups_.observe.reading().vintage().year(), 2018);
  EXPECT_FALSE(follow_ups_.observe.has_expected_revision());
}

TEST_F(FollowUpsCommandTest, AMissingValueHasAReason) {
  Must({"follow-ups", "observe", "5f00", "antal-butiker", "--title", "Butiker", "--missing",
        "Ej räknat"});
  EXPECT_EQ(follow_ups_.observe.reading().value(), "");
  EXPECT_EQ(follow_ups_.observe.reading().missing_because(), "Ej räknat");
  EXPECT_THROW(Samverk({"follow-ups", "observe", "5f00", "antal-butiker", "7", "--title", "B",
                        "--missing", "Ej räknat"}),
               CLI::ParseError);
  EXPECT_THROW(
      Samverk({"follow-ups", "observe", "5f00", "antal-butiker", "sju", "--title", "Butiker"}),
      CLI::ParseError);
}

TEST_F(FollowUpsCommandTest, ACorrectionKeepsWhatIsNotGivenAgain) {
  follow_ups_.values = {Value(2018, "7")};
  Must({"follow-ups", "correct", "5f00", "--indicator", "3", "--value", "8,5", "--summary", "Bra",
        "--remove-indicator", "4", "--remove-assessment", "#c04d"});
  const v1::EditFollowUpRequest& edit = follow_ups_.edit;
  ASSERT_EQ(edit.edits_size(), 4);
  EXPECT_EQ(edit.expected_revision(), 7);
  EXPECT_EQ(edit.edits(0).summary(), "Bra");
  EXPECT_EQ(edit.edits(1).indicator().entry(), 3);
  EXPECT_EQ(edit.edits(1).indicator().reading().value(), "8.5");
  EXPECT_EQ(edit.edits(1).indicator().reading().source(), "SCB");
  EXPECT_EQ(edit.edits(2).remove_indicator(), 4);
  EXPECT_EQ(edit.edits(3).remove_assessment(), kGoal);
  EXPECT_EQ(follow_ups_.list_values.follow_up(), kFollowUp);
}

TEST_F(FollowUpsCommandTest, AReasonTakesThePlaceOfAValue) {
  follow_ups_.values = {Value(2018, "7")};
  Must({"follow-ups", "correct", "5f00", "--indicator", "3", "--missing", "Fel räknat"});
  const v1::IndicatorReading& reading = follow_ups_.edit.edits(0).indicator().reading();
  EXPECT_EQ(reading.value(), "");
  EXPECT_EQ(reading.missing_because(), "Fel räknat");
}

TEST_F(FollowUpsCommandTest, WhatIsNotThereIsNotCorrected) {
  EXPECT_EQ(
      Samverk({"follow-ups", "correct", "5f00", "--indicator", "9", "--value", "8"}).exit_code,
      kExitUsage);
  EXPECT_EQ(Samverk({"follow-ups", "correct", "5f00"}).exit_code, kExitUsage);
}

TEST_F(FollowUpsCommandTest, AGoalIsNamedAsThePlanShowsIt) {
  Must({"follow-ups", "assess", "5f00", "c04d", "reached", "--comment", "Nu"});
  EXPECT_EQ(follow_ups_.assess.element(), kGoal);
  EXPECT_EQ(follow_ups_.assess.kind(), v1::ASSESSED_KIND_GOAL);
  EXPECT_EQ(follow_ups_.assess.assessment(), v1::ASSESSMENT_REACHED);
  EXPECT_EQ(follow_ups_.assess.comment(), "Nu");
  plans_.in_force = false;  // Then as people work on it.
  Must({"follow-ups", "assess", "5f00", "[#77b0]", "not-reached"});
  EXPECT_EQ(follow_ups_.assess.element(), kMeasure);
  EXPECT_EQ(follow_ups_.assess.kind(), v1::ASSESSED_KIND_MEASURE);
  const Outcome unknown = Samverk({"follow-ups", "assess", "5f00", "ffff", "reached"});
  EXPECT_EQ(unknown.exit_code, kExitUsage);
  EXPECT_THAT(unknown.error_line, HasSubstr("samverk plans show"));
}

TEST_F(FollowUpsCommandTest, TheRestIsSentAsTyped) {
  Must({"follow-ups", "summarise", "5f00", "Bra år"});
  EXPECT_EQ(follow_ups_.edit.edits(0).summary(), "Bra år");
  EXPECT_EQ(follow_ups_.edit.expected_revision(), 7);
  Must({"follow-ups", "submit", "5f00"});
  EXPECT_EQ(follow_ups_.submit.name(), kFollowUp);
  Must({"follow-ups", "approve", "5F00", "--revision", "9"});
  EXPECT_EQ(follow_ups_.approve.expected_revision(), 9);
  Must({"follow-ups", "return", "5f00", "Mackarna saknas"});
  EXPECT_EQ(follow_ups_.sent_back.missing(), "Mackarna saknas");
  Must({"follow-ups", "withdraw", "5f00", "--reason", "Dubblett"});
  EXPECT_EQ(follow_ups_.withdraw.provenance().reason(), "Dubblett");
  Must({"follow-ups", "uncompile", "2018"});
  EXPECT_EQ(follow_ups_.uncompile.name(), "partnerships/vasterbotten/followUpCompilations/2018");
}

TEST_F(FollowUpsCommandTest, TheCountyIsAllMunicipalitiesThatAreMembers) {
  Must({"follow-ups", "compile", "2018", "--owner", "regionen", "--text", "Klart"});
  EXPECT_THAT(follow_ups_.compile.municipalities(), ElementsAre(kAsele, kStoruman));
  EXPECT_EQ(follow_ups_.compile.owner(), "partnerships/vasterbotten/organisations/regionen");
  EXPECT_EQ(members_.kind, v1::ORGANISATION_KIND_MUNICIPALITY);
  Must({"follow-ups", "compile", "2018", "--owner", "regionen", "--municipality", "2421"});
  EXPECT_THAT(follow_ups_.compile.municipalities(), ElementsAre(kStoruman));
}

TEST_F(FollowUpsCommandTest, ListsAreInSwedishWithin100Columns) {
  follow_ups_.follow_up.set_changed_since_submission(true);
  follow_ups_.follow_up.set_indicator_count(12);
  const std::string out = Must({"follow-ups", "list", "--year", "2018", "--owner", "2421", "--plan",
                                kPlan, "--state", "open"});
  EXPECT_THAT(out, HasSubstr("5f00a1b2  2018  Storumans kommun  öppen, ändrad sedan dess"));
  EXPECT_THAT(out, HasSubstr("1 uppföljning\n"));
  EXPECT_EQ(follow_ups_.list.year(), 2018);
  EXPECT_EQ(follow_ups_.list.owner(), kStoruman);
  EXPECT_EQ(follow_ups_.list.plan(), kPlan);
  EXPECT_EQ(follow_ups_.list.state(), v1::FOLLOW_UP_STATE_OPEN);
  for (const absl::string_view line : absl::StrSplit(out, '\n')) {
    EXPECT_THAT(DisplayWidth(line), Le(kLineColumns));
  }
}

TEST_F(FollowUpsCommandTest, ASeriesStandsBesideTheYearBefore) {
  v1::IndicatorValue corrected = Value(2018, "8.5");
  corrected.set_corrected(true);
  *corrected.add_former()->mutable_reading() = Value(2018, "7").reading();
  v1::IndicatorValue missing = Value(2018, "", kAsele);
  missing.mutable_reading()->set_missing_because("Ej räknat");
  missing.set_state(v1::FOLLOW_UP_STATE_SUBMITTED);
  follow_ups_.values = {Value(2017, "6"), corrected, missing};
  const std::string out =
      Must({"follow-ups", "series", "--key", "antal-butiker", "--from", "2017", "--to", "2018"});
  EXPECT_THAT(out, HasSubstr("rättad från 7"));
  EXPECT_THAT(out, HasSubstr("8,5           6  st"));
  EXPECT_THAT(out, HasSubstr("saknas"));
  EXPECT_THAT(out, HasSubstr("Ej räknat; inlämnad"));
  EXPECT_THAT(out, HasSubstr("3 värden\n"));
  EXPECT_EQ(follow_ups_.list_values.key(), "antal-butiker");
  EXPECT_EQ(follow_ups_.list_values.first_year(), 2017);
  EXPECT_EQ(follow_ups_.list_values.last_year(), 2018);
  for (const absl::string_view line : absl::StrSplit(out, '\n')) {
    EXPECT_THAT(DisplayWidth(line), Le(kLineColumns));
  }
}

TEST_F(FollowUpsCommandTest, AFollowUpIsShownWithItsIndicatorsAndGoals) {
  v1::FollowUp& follow_up = follow_ups_.follow_up;
  follow_up.set_state(v1::FOLLOW_UP_STATE_RETURNED);
  follow_up.set_missing("Mackarna");
  follow_up.mutable_submission()->set_revision(5);
  follow_up.mutable_submission()->set_plan_revision(2);
  follow_ups_.values = {Value(2018, "7")};
  follow_ups_.assessment.set_element(kGoal);
  follow_ups_.assessment.set_kind(v1::ASSESSED_KIND_GOAL);
  follow_ups_.assessment.set_assessment(v1::ASSESSMENT_REACHED);
  follow_ups_.assessment.add_former()->set_assessment(v1::ASSESSMENT_UNDER_WAY);
  const std::string out = Must({"follow-ups", "show", "5f00"});
  EXPECT_THAT(out, HasSubstr("Uppföljning 2018, Storumans kommun"));
  EXPECT_THAT(out, HasSubstr("att komplettera"));
  EXPECT_THAT(out, HasSubstr("jämförs med planens revidering 2"));
  EXPECT_THAT(out, HasSubstr("Butiker med fullt sortiment"));
  EXPECT_THAT(out, HasSubstr("c04d0000  mål   Drivmedel inom fem mil  uppnått    pågår"));
  EXPECT_EQ(
      nlohmann::json::parse(Must({"--json", "follow-ups", "show", "5f00"}))["followUp"]["year"],
      2018);
}

TEST_F(FollowUpsCommandTest, ACountyTellsWhyAFigureIsIncomplete) {
  v1::FollowUpCompilation& county = follow_ups_.compilation;
  county.set_year(2018);
  county.set_outdated(true);
  county.add_municipalities(kStoruman);
  county.add_municipalities(kAsele);
  county.add_missing(kAsele);
  v1::FollowUpBasis& basis = *county.add_basis();
  basis.set_municipality(kStoruman);
  basis.set_follow_up(kFollowUp);
  basis.set_revision(5);
  basis.mutable_position()->set_position(41);
  v1::CountyFigure& figure = *county.add_figures();
  figure.set_title("Butiker");
  figure.set_unit("st");
  figure.set_sum("10.5");
  figure.add_vintage_years(2017);
  figure.add_vintage_years(2018);
  figure.add_gaps(v1::FIGURE_GAP_FOLLOW_UP_MISSING);
  figure.add_gaps(v1::FIGURE_GAP_MIXED_VINTAGES);
  v1::CountyFigure& share = *county.add_figures();
  share.set_title("Andel");
  share.set_unit("%");
  share.set_sum("181.7");
  share.set_lowest("88.2");
  const std::string out = Must({"follow-ups", "county", "2018"});
  EXPECT_THAT(out, HasSubstr("inaktuell"));
  EXPECT_THAT(out, HasSubstr("Storumans kommun: 5f00a1b2 version 5 (position 41)"));
  EXPECT_THAT(out, HasSubstr("Åsele kommun"));
  EXPECT_THAT(out, HasSubstr("2017, 2018"));
  EXPECT_THAT(out, HasSubstr("kommuner saknas, olika"));
  EXPECT_THAT(out, HasSubstr("88,2"));
  EXPECT_THAT(out, Not(HasSubstr("181,7")));  // Shares do not add up.
  const std::string list = Must({"follow-ups", "compilations", "--withdrawn"});
  EXPECT_THAT(list, HasSubstr("1 av 2"));
  EXPECT_TRUE(follow_ups_.list_compilations.show_withdrawn());
}

TEST(FollowUpWordsTest, NumbersAreReadAsPeopleWriteThem) {
  EXPECT_EQ(*ParseDecimal("12,5"), "12.5");
  EXPECT_EQ(*ParseDecimal("-0.25"), "-0.25");
  EXPECT_EQ(*ParseDecimal("1\u00a0234\u202f567"), "1234567");
  EXPECT_EQ(*ParseDecimal("\u22127"), "-7");
  for (const char* wrong : {"", "sju", "1,2,3", ",5", "5,", "-", "1e3"}) {
    EXPECT_EQ(ExitCodeOf(ParseDecimal(wrong).status()), kExitUsage) << wrong;
  }
  EXPECT_EQ(FormatDecimal("-12.5"), "-12,5");
}

TEST(FollowUpWordsTest, AVintageIsAYearOrADay) {
  EXPECT_EQ(FormatVintage(*ParseVintage("2018")), "2018");
  EXPECT_EQ(FormatVintage(*ParseVintage("2018-12-31")), "2018-12-31");
  EXPECT_EQ(FormatVintage(v1::DataVintage()), "");
  for (const char* wrong : {"", "18", "2018-13-01", "hösten 2018"}) {
    EXPECT_EQ(ExitCodeOf(ParseVintage(wrong).status()), kExitUsage) << wrong;
  }
}

TEST(FollowUpWordsTest, AReadingHasItsEvidence) {
  EXPECT_EQ(ReadingInWords(Value(2018, "7.5").reading()), "7,5 st (SCB, 2018)");
  v1::IndicatorReading missing;
  missing.set_missing_because("Ej räknat");
  EXPECT_EQ(ReadingInWords(missing), "saknas: Ej räknat");
  missing.set_source("SCB");
  EXPECT_EQ(ReadingInWords(missing), "saknas: Ej räknat (SCB)");
}

}  // namespace
}  // namespace samverk
