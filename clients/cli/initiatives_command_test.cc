// `samverk initiatives` against a server in this process.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/civil_date.h"
#include "base/clock.h"
#include "clients/cli/error_line.h"
#include "clients/cli/run_samverk.h"
#include "clients/cli/swedish.h"
#include "clients/cli/testing/fake_server.h"
#include "clients/cli/testing/latest_requests.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "samverk/v1/initiative.grpc.pb.h"
#include "samverk/v1/initiative_events.pb.h"

namespace samverk {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kInitiative[] =
    "partnerships/vasterbotten/initiatives/5f00a1b2-0000-7000-8000-000000000001";

// Knows one initiative, and keeps what it was asked for.
class FakeInitiatives : public v1::InitiativeService::Service {
 public:
  grpc::Status GetInitiative(grpc::ServerContext*, const v1::GetInitiativeRequest*,
                             v1::GetInitiativeResponse* response) override {
    *response->mutable_initiative() = initiative;
    return grpc::Status::OK;
  }
  grpc::Status ListInitiatives(grpc::ServerContext*, const v1::ListInitiativesRequest* request,
                               v1::ListInitiativesResponse* response) override {
    latest.Note(*request);
    if (request->state() == v1::INITIATIVE_STATE_WITHDRAWN) return grpc::Status::OK;
    *response->add_initiatives() = initiative;
    return grpc::Status::OK;
  }
  grpc::Status ListInitiativeResults(grpc::ServerContext*, const v1::ListInitiativeResultsRequest*,
                                     v1::ListInitiativeResultsResponse* response) override {
    *response->add_results() = result;
    return grpc::Status::OK;
  }
  grpc::Status RegisterInitiative(grpc::ServerContext*,
                                  const v1::RegisterInitiativeRequest* request,
                                  v1::RegisterInitiativeResponse*) override {
    latest.Note(*request);
    return grpc::Status::OK;
  }
  grpc::Status EditInitiative(grpc::ServerContext*, const v1::EditInitiativeRequest* request,
                              v1::EditInitiativeResponse*) override {
    latest.Note(*request);
    return grpc::Status::OK;
  }
  grpc::Status ReportInitiativeResult(grpc::ServerContext*,
                                      const v1::ReportInitiativeResultRequest* request,
                                      v1::ReportInitiativeResultResponse*) override {
    latest.Note(*request);
    return grpc::Status::OK;
  }
  grpc::Status EndInitiative(grpc::ServerContext*, const v1::EndInitiativeRequest* request,
                             v1::EndInitiativeResponse*) override {
    latest.Note(*request);
    return grpc::Status::OK;
  }

  v1::Initiative initiative;
  v1::InitiativeResultEntry result;
  LatestRequests latest;
};

class InitiativesCommandTest : public ::testing::Test {
 protected:
  InitiativesCommandTest() {
    v1::Initiative& initiative = fake_->initiative;
    initiative.set_name(kInitiative);
    initiative.set_owner("partnerships/vasterbotten/organisations/2421");
    initiative.set_state(v1::INITIATIVE_STATE_ONGOING);
    initiative.set_title("Byalyft");
    *initiative.mutable_period()->mutable_start_date() = *ParseDate("2026-01-01");
    *initiative.mutable_period()->mutable_end_date() = *ParseDate("2028-01-01");
    for (const char* partner : {"orebro", "umea"}) {
      initiative.add_partners(absl::StrCat("partnerships/vasterbotten/organisations/", partner));
    }
    v1::InitiativeFundingEntry& funding = *initiative.add_fundings();
    funding.set_entry(1);
    funding.mutable_funding()->set_source("Tillväxtverket");
    funding.mutable_funding()->set_amount_sek(400000);
    initiative.set_result_count(1);
    initiative.set_revision(7);
    fake_->result.set_entry(3);
    *fake_->result.mutable_result()->mutable_day() = *ParseDate("2026-09-01");
    fake_->result.mutable_result()->set_text("Tre ombud har öppnat");
    v1::InitiativeFigure& figure = *fake_->result.mutable_result()->add_figures();
    figure.set_label("nya ombud");
    figure.set_value(3);
    for (const auto& [id, name] : {std::pair("orebro", "Örebro kommun"), {"umea", "Umeå kommun"}}) {
      v1::Organisation organisation;
      organisation.set_name(absl::StrCat("partnerships/vasterbotten/organisations/", id));
      organisation.set_display_name(name);
      server_.ledger().organisations[organisation.name()] = organisation;
    }
  }

  Outcome Samverk(std::vector<std::string> words) {
    words.insert(words.begin(), "initiatives");
    return RunSamverk(server_.address(), words);
  }

  template <typename Request>
  Request Latest() const {
    return fake_->latest.Of<Request>();
  }

  // The edits that were sent, as text.
  std::vector<std::string> Edits() const {
    std::vector<std::string> edits;
    const auto request = Latest<v1::EditInitiativeRequest>();
    for (const v1::InitiativeEdit& each : request.edits()) {
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

  FakeInitiatives* const fake_ = new FakeInitiatives;  // The server's.
  FakeServer server_{Services(std::unique_ptr<grpc::Service>(fake_))};
};

TEST_F(InitiativesCommandTest, ListsThemInSwedish) {
  const Outcome run = Samverk({"list", "--year", "2026", "--organisation", "2421", "--place",
                               "0199a1b2-0000-7000-8000-000000000001", "--linked-to",
                               "organisations/2418", "--state", "ongoing"});
  EXPECT_EQ(run.exit_code, kExitOk) << run.error_line;
  EXPECT_THAT(run.out, HasSubstr("5f00a1b2  2026-01-01–2027-12-31  pågår  2421   Byalyft"));
  EXPECT_THAT(run.out, HasSubstr("1 projekt\n"));
  EXPECT_EQ(Latest<v1::ListInitiativesRequest>().year(), 2026);
  EXPECT_EQ(Latest<v1::ListInitiativesRequest>().place(),
            "partnerships/vasterbotten/places/0199a1b2-0000-7000-8000-000000000001");
  EXPECT_EQ(Latest<v1::ListInitiativesRequest>().linked_to(),
            "partnerships/vasterbotten/organisations/2418");
  EXPECT_EQ(Latest<v1::ListInitiativesRequest>().state(), v1::INITIATIVE_STATE_ONGOING);
}

TEST_F(InitiativesCommandTest, ShowsFactsWithNamesAsSwedesSortThem) {
  v1::InitiativeEnding& ending = *fake_->initiative.mutable_ending();
  *ending.mutable_ended_on() = *ParseDate("2027-12-31");
  ending.set_outcome("Byarna delar en chaufför");
  v1::InitiativeCooperation& cooperation = *ending.add_cooperations();
  cooperation.set_text("Delad chaufför");
  cooperation.add_organisations("partnerships/vasterbotten/organisations/orebro");
  cooperation.add_organisations("partnerships/vasterbotten/organisations/umea");
  const Outcome run = Samverk({"show", "5F00"});
  EXPECT_EQ(run.exit_code, kExitOk) << run.error_line;
  EXPECT_THAT(run.out, HasSubstr("Umeå kommun, Örebro kommun\n"));
  EXPECT_THAT(run.out, HasSubstr("1: Tillväxtverket, 400 000 kr\n"));
  EXPECT_THAT(run.out, HasSubstr("Delad chaufför (Umeå kommun, Örebro kommun)\n"));
  const auto json = nlohmann::json::parse(Samverk({"--json", "show", kInitiative}).out);
  EXPECT_EQ(json["initiative"]["resultCount"], 1);
}

TEST_F(InitiativesCommandTest, ShowsResultsWithTheirFigures) {
  const Outcome run = Samverk({"results", kInitiative});
  EXPECT_THAT(run.out, HasSubstr("3  2026-09-01\n"));
  EXPECT_THAT(run.out, HasSubstr("Tre ombud har öppnat\n"));
  EXPECT_THAT(run.out, HasSubstr("nya ombud: 3\n"));
}

TEST_F(InitiativesCommandTest, IsRegisteredWithAllThatIsSaidOfIt) {
  const Outcome run =
      Samverk({"register", "--owner", "2421", "--title", "Byalyft", "--from", "2026-01-01", "--to",
               "2027-12-31", "--partner", "2422", "--partner", "2404", "--funding",
               "Tillväxtverket=400 000 kr", "--funding", "EU", "--link", "organisations/2418"});
  EXPECT_EQ(run.exit_code, kExitOk) << run.error_line;
  const v1::RegisterInitiativeRequest request = Latest<v1::RegisterInitiativeRequest>();
  EXPECT_EQ(FormatPeriod(request.period()), "2026-01-01–2027-12-31");
  EXPECT_THAT(request.partners(), ElementsAre("partnerships/vasterbotten/organisations/2422",
                                              "partnerships/vasterbotten/organisations/2404"));
  ASSERT_EQ(request.fundings_size(), 2);
  EXPECT_EQ(request.fundings(0).source(), "Tillväxtverket");
  EXPECT_EQ(request.fundings(0).amount_sek(), 400000);
  EXPECT_FALSE(request.fundings(1).has_amount_sek());
  EXPECT_THAT(request.links(), ElementsAre("partnerships/vasterbotten/organisations/2418"));
}

TEST_F(InitiativesCommandTest, ADecisionToFundIsPartOfTheFunding) {
  Samverk({"fund", "5f00", "EU", "--amount", "7", "--decision", "TVV 2026-02-03 §9"});
  EXPECT_EQ(Latest<v1::EditInitiativeRequest>().edits(0).add_funding().decision().paragraph(), "9");
  EXPECT_EQ(Latest<v1::EditInitiativeRequest>().edits(0).add_funding().amount_sek(), 7);
  EXPECT_FALSE(Latest<v1::EditInitiativeRequest>().has_provenance());
  EXPECT_EQ(Latest<v1::EditInitiativeRequest>().expected_revision(), 7);
}

TEST_F(InitiativesCommandTest, EachThingThatIsSaidIsAnEdit) {
  const Outcome run =
      Samverk({"edit", "5f00", "--title", "Ny", "--from", "2026-01-01", "--to", "2026-12-31",
               "--partner", "2422", "--no-partner", "umea", "--link", "organisations/2418",
               "--unlink", "organisations/2404", "--remove-entry", "3"});
  EXPECT_EQ(run.exit_code, kExitOk) << run.error_line;
  EXPECT_THAT(Edits(),
              ElementsAre("title: \"Ny\"", HasSubstr("period"),
                          HasSubstr("2422\" takes_part: true"), HasSubstr("2418\" linked: true"),
                          HasSubstr("umea\" }"), HasSubstr("2404\" }"), "remove_entry: 3"));
  EXPECT_EQ(Latest<v1::EditInitiativeRequest>().expected_revision(), 7);
  EXPECT_EQ(Samverk({"edit", "5f00"}).exit_code, kExitUsage);
}

TEST_F(InitiativesCommandTest, AnEndIsCorrectedWhereThereIsOne) {
  EXPECT_THAT(Samverk({"edit", "5f00", "--outcome", "Nytt"}).error_line,
              HasSubstr("it has not ended"));
  *fake_->initiative.mutable_ending()->mutable_ended_on() = *ParseDate("2027-12-31");
  fake_->initiative.mutable_ending()->set_outcome("Klart");
  Samverk({"edit", "5f00", "--ended", "2027-11-30"});
  ASSERT_EQ(Latest<v1::EditInitiativeRequest>().edits_size(), 1);
  EXPECT_EQ(Latest<v1::EditInitiativeRequest>().edits(0).ending().outcome(), "Klart");
  EXPECT_EQ(FormatDate(Latest<v1::EditInitiativeRequest>().edits(0).ending().ended_on()),
            "2027-11-30");
}

TEST_F(InitiativesCommandTest, ACorrectionOfAnEntryLeavesWhatIsNotSaid) {
  Samverk({"correct", "5f00", "1", "--amount", "7"});
  EXPECT_EQ(Latest<v1::EditInitiativeRequest>().edits(0).funding().funding().source(),
            "Tillväxtverket");
  EXPECT_EQ(Latest<v1::EditInitiativeRequest>().edits(0).funding().funding().amount_sek(), 7);
  Samverk({"correct", "5f00", "3", "--text", "Fyra ombud"});
  const v1::InitiativeResult result =
      Latest<v1::EditInitiativeRequest>().edits(0).result().result();
  EXPECT_EQ(result.text(), "Fyra ombud");
  EXPECT_EQ(FormatDate(result.day()), "2026-09-01");
  EXPECT_EQ(result.figures_size(), 1);
  Samverk({"correct", "5f00", "3", "--figure", "avstånd=12,5 km"});
  ASSERT_EQ(Latest<v1::EditInitiativeRequest>().edits(0).result().result().figures_size(), 1);
  EXPECT_EQ(Latest<v1::EditInitiativeRequest>().edits(0).result().result().figures(0).value(), 125);
  EXPECT_THAT(Samverk({"correct", "5f00", "9"}).error_line,
              HasSubstr("no entry with the number 9"));
}

TEST_F(InitiativesCommandTest, AResultIsOfTodayUnlessADayIsSaid) {
  Samverk(
      {"report", "5f00", "Tre ombud", "--figure", "nya ombud=3", "--link", "organisations/2418"});
  EXPECT_EQ(FormatDate(Latest<v1::ReportInitiativeResultRequest>().result().day()),
            FormatDate(ToDate(SwedishDay(Clock::System().Now()))));
  EXPECT_EQ(Latest<v1::ReportInitiativeResultRequest>().result().figures(0).label(), "nya ombud");
  Samverk({"report", "5f00", "Tre ombud", "--day", "2026-09-01"});
  EXPECT_EQ(FormatDate(Latest<v1::ReportInitiativeResultRequest>().result().day()), "2026-09-01");
}

TEST_F(InitiativesCommandTest, AnEndSaysWhoCooperates) {
  Samverk({"end", "5f00", "Byarna delar en chaufför", "--on", "2027-12-31", "--cooperation",
           "Delad chaufför @2421 @2422", "--cooperation", "Skriv till @byn ibland"});
  const v1::InitiativeEnding ending = Latest<v1::EndInitiativeRequest>().ending();
  ASSERT_EQ(ending.cooperations_size(), 2);
  EXPECT_EQ(ending.cooperations(0).text(), "Delad chaufför");
  EXPECT_THAT(ending.cooperations(0).organisations(),
              ElementsAre("partnerships/vasterbotten/organisations/2421",
                          "partnerships/vasterbotten/organisations/2422"));
  EXPECT_EQ(ending.cooperations(1).text(), "Skriv till @byn ibland");
  EXPECT_EQ(
      Samverk({"end", "5f00", "Klart", "--on", "2027-12-31", "--cooperation", "@2421"}).exit_code,
      kExitUsage);
}

}  // namespace
}  // namespace samverk
