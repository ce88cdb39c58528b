// `samverk national-issues` against a server in this process.

#include "clients/cli/national_issues_command.h"

#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/check.h"
#include "base/civil_date.h"
#include "base/clock.h"
#include "base/text.h"
#include "clients/cli/cli_context.h"
#include "clients/cli/command_tree.h"
#include "clients/cli/error_line.h"
#include "clients/cli/table.h"
#include "gmock/gmock.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "samverk/v1/national_issue.grpc.pb.h"

namespace samverk {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Le;

constexpr char kIssue[] =
    "partnerships/vasterbotten/nationalIssues/5f00a1b2-0000-7000-8000-000000000001";
constexpr char kOrganisations[] = "partnerships/vasterbotten/organisations/";

// Keeps the last request of each kind and answers with what it was given.
class FakeIssues : public v1::NationalIssueService::Service {
 public:
  using Context = grpc::ServerContext;
  using Status = grpc::Status;

  Status RaiseNationalIssue(Context*, const v1::RaiseNationalIssueRequest* request,
                            v1::RaiseNationalIssueResponse*) override {
    raise = *request;
    return Status::OK;
  }
  Status BackNationalIssue(Context*, const v1::BackNationalIssueRequest* request,
                           v1::BackNationalIssueResponse*) override {
    back = *request;
    return Status::OK;
  }
  Status TakeBackBacking(Context*, const v1::TakeBackBackingRequest* request,
                         v1::TakeBackBackingResponse*) override {
    unback = *request;
    return Status::OK;
  }
  Status SubmitNationalIssue(Context*, const v1::SubmitNationalIssueRequest* request,
                             v1::SubmitNationalIssueResponse*) override {
    submit = *request;
    return Status::OK;
  }
  Status AnswerNationalIssue(Context*, const v1::AnswerNationalIssueRequest* request,
                             v1::AnswerNationalIssueResponse*) override {
    answer = *request;
    return Status::OK;
  }
  Status CloseNationalIssue(Context*, const v1::CloseNationalIssueRequest* request,
                            v1::CloseNationalIssueResponse*) override {
    close = *request;
    return Status::OK;
  }
  Status ReopenNationalIssue(Context*, const v1::ReopenNationalIssueRequest* request,
                             v1::ReopenNationalIssueResponse*) override {
    reopen = *request;
    return Status::OK;
  }
  Status EditNationalIssue(Context*, const v1::EditNationalIssueRequest* request,
                           v1::EditNationalIssueResponse*) override {
    edit = *request;
    return Status::OK;
  }
  Status WithdrawNationalIssue(Context*, const v1::WithdrawNationalIssueRequest* request,
                               v1::WithdrawNationalIssueResponse*) override {
    withdraw = *request;
    return Status::OK;
  }
  Status GetNationalIssue(Context*, const v1::GetNationalIssueRequest*,
                          v1::GetNationalIssueResponse* response) override {
    *response->mutable_national_issue() = issue;
    return Status::OK;
  }
  Status ListNationalIssues(Context*, const v1::ListNationalIssuesRequest* request,
                            v1::ListNationalIssuesResponse* response) override {
    list = *request;
    if (request->state() != v1::NATIONAL_ISSUE_STATE_WITHDRAWN) {
      *response->add_national_issues() = issue;
    }
    return Status::OK;
  }

  v1::RaiseNationalIssueRequest raise;
  v1::BackNationalIssueRequest back;
  v1::TakeBackBackingRequest unback;
  v1::SubmitNationalIssueRequest submit;
  v1::AnswerNationalIssueRequest answer;
  v1::CloseNationalIssueRequest close;
  v1::ReopenNationalIssueRequest reopen;
  v1::EditNationalIssueRequest edit;
  v1::WithdrawNationalIssueRequest withdraw;
  v1::ListNationalIssuesRequest list;
  v1::NationalIssue issue;
};

struct Outcome {
  int exit_code = 0;
  std::string out;
  std::string error_line;
};

class NationalIssuesCommandTest : public ::testing::Test {
 protected:
  NationalIssuesCommandTest() {
    issues_.issue.set_name(kIssue);
    issues_.issue.set_owner(absl::StrCat(kOrganisations, "2421"));
    issues_.issue.set_title("Kontanter");
    issues_.issue.set_state(v1::NATIONAL_ISSUE_STATE_RAISED);
    *issues_.issue.mutable_raised_on() = *ParseDate("2018-01-31");
    issues_.issue.set_revision(7);
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&issues_);
    server_ = builder.BuildAndStart();
    CHECK(server_ != nullptr);
    address_ = absl::StrCat("127.0.0.1:", port);
  }
  ~NationalIssuesCommandTest() override { server_->Shutdown(); }

  // A round of the issue with one answer.
  v1::IssueRound& AddRound(int64_t entry, const std::string& agency) {
    v1::IssueRound& round = *issues_.issue.add_rounds();
    round.set_entry(entry);
    round.set_agency(absl::StrCat(kOrganisations, agency));
    *round.mutable_submitted_on() = *ParseDate("2018-02-01");
    round.set_reference("RUN 2018/7");
    round.set_text("Se bilaga");
    v1::IssueAnswer& answer = *round.add_answers();
    answer.set_entry(entry + 1);
    *answer.mutable_answered_on() = *ParseDate("2018-04-15");
    answer.set_text("Vi utreder");
    return round;
  }

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

  FakeIssues issues_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

TEST_F(NationalIssuesCommandTest, AnIssueIsRaisedWithItsLinks) {
  Must({"national-issues", "raise", "--owner", "2421", "--title", "Kontanter", "--ask", "Ombud",
        "--grounds", "Äldre", "--raised", "2018-01-31", "--link", kIssue});
  EXPECT_EQ(issues_.raise.owner(), absl::StrCat(kOrganisations, "2421"));
  EXPECT_EQ(issues_.raise.asked_for(), "Ombud");
  EXPECT_EQ(FormatDate(issues_.raise.raised_on()), "2018-01-31");
  EXPECT_THAT(issues_.raise.links(), ElementsAre(kIssue));
  Must({"national-issues", "raise", "--owner", "2421", "--title", "Kontanter", "--ask", "Ombud"});
  EXPECT_FALSE(issues_.raise.has_raised_on());
}

TEST_F(NationalIssuesCommandTest, BackingIsGivenAndTakenBackAlsoOnBehalf) {
  Must({"national-issues", "back", "5f00", "byn", "--on-behalf-of", "byn"});
  EXPECT_EQ(issues_.back.name(), kIssue);
  EXPECT_EQ(issues_.back.organisation(), absl::StrCat(kOrganisations, "byn"));
  EXPECT_EQ(issues_.back.provenance().on_behalf_of(), absl::StrCat(kOrganisations, "byn"));
  Must({"national-issues", "unback", "5F00", "2422", "--revision", "4"});
  EXPECT_EQ(issues_.unback.expected_revision(), 4);
}

TEST_F(NationalIssuesCommandTest, AnAnswerGoesToTheOnlyRoundOrTheOneThatIsNamed) {
  EXPECT_EQ(Samverk({"national-issues", "answer", "5f00", "Ja", "--on", "2018-04-15"}).exit_code,
            kExitUsage);
  AddRound(4, "pts");
  Must({"national-issues", "answer", "5f00", "Ja", "--on", "2018-04-15", "--reference", "18-33"});
  EXPECT_EQ(issues_.answer.round(), 4);
  EXPECT_EQ(FormatDate(issues_.answer.answered_on()), "2018-04-15");
  EXPECT_EQ(issues_.answer.reference(), "18-33");
  AddRound(6, "boverket");
  const Outcome unnamed =
      Samverk({"national-issues", "answer", "5f00", "Ja", "--on", "2018-04-15"});
  EXPECT_EQ(unnamed.exit_code, kExitUsage);
  EXPECT_THAT(unnamed.error_line, HasSubstr("--round"));
  Must({"national-issues", "answer", "5f00", "Ja", "--on", "2018-04-15", "--round", "6"});
  EXPECT_EQ(issues_.answer.round(), 6);
}

TEST_F(NationalIssuesCommandTest, TheRestIsSentAsTyped) {
  Must({"national-issues", "submit", "5f00", "pts", "--on", "2018-02-01", "--text", "Se bilaga"});
  EXPECT_EQ(issues_.submit.agency(), absl::StrCat(kOrganisations, "pts"));
  EXPECT_EQ(issues_.submit.text(), "Se bilaga");
  Must({"national-issues", "close", "5f00", "partly-achieved", "--text", "Tre orter"});
  EXPECT_EQ(issues_.close.conclusion().outcome(), v1::NATIONAL_ISSUE_OUTCOME_PARTLY_ACHIEVED);
  EXPECT_FALSE(issues_.close.conclusion().has_closed_on());
  Must({"national-issues", "close", "5f00", "lapsed", "--on", "2019-01-01"});
  EXPECT_EQ(FormatDate(issues_.close.conclusion().closed_on()), "2019-01-01");
  Must({"national-issues", "reopen", "5f00", "--reason", "Nya uppgifter"});
  EXPECT_EQ(issues_.reopen.provenance().reason(), "Nya uppgifter");
  Must({"national-issues", "withdraw", "5f00"});
  EXPECT_EQ(issues_.withdraw.name(), kIssue);
}

TEST_F(NationalIssuesCommandTest, ACorrectionIsAnEditForEachThingThatIsGiven) {
  Must({"national-issues", "correct", "5f00", "--title", "Uttag", "--ask", "Fler", "--raised",
        "2018-02-01", "--no-links", "--remove-entry", "4"});
  const v1::EditNationalIssueRequest& edit = issues_.edit;
  ASSERT_EQ(edit.edits_size(), 5);
  EXPECT_EQ(edit.expected_revision(), 7);
  EXPECT_EQ(edit.edits(0).title(), "Uttag");
  EXPECT_EQ(edit.edits(1).asked_for(), "Fler");
  EXPECT_EQ(FormatDate(edit.edits(2).raised_on()), "2018-02-01");
  EXPECT_THAT(edit.edits(3).links().links(), IsEmpty());
  EXPECT_EQ(edit.edits(4).remove_entry(), 4);
  EXPECT_EQ(Samverk({"national-issues", "correct", "5f00"}).exit_code, kExitUsage);
}

TEST_F(NationalIssuesCommandTest, OfARoundOrAnAnswerWhatIsNotGivenAgainStays) {
  AddRound(4, "pts");
  Must({"national-issues", "correct", "5f00", "--entry", "4", "--entry-on", "2018-02-02"});
  EXPECT_EQ(FormatDate(issues_.edit.edits(0).round().submitted_on()), "2018-02-02");
  EXPECT_EQ(issues_.edit.edits(0).round().text(), "Se bilaga");
  Must({"national-issues", "correct", "5f00", "--entry", "5", "--entry-text", "Nej"});
  EXPECT_EQ(issues_.edit.edits(0).answer().entry(), 5);
  EXPECT_EQ(issues_.edit.edits(0).answer().text(), "Nej");
  EXPECT_EQ(FormatDate(issues_.edit.edits(0).answer().answered_on()), "2018-04-15");
  EXPECT_EQ(Samverk({"national-issues", "correct", "5f00", "--entry", "9", "--entry-text", "Nej"})
                .exit_code,
            kExitUsage);
}

TEST_F(NationalIssuesCommandTest, OfAConclusionWhatIsNotGivenAgainStays) {
  issues_.issue.set_outcome(v1::NATIONAL_ISSUE_OUTCOME_ACHIEVED);
  issues_.issue.set_outcome_text("Ombud finns");
  *issues_.issue.mutable_closed_on() = *ParseDate("2019-01-01");
  Must({"national-issues", "correct", "5f00", "--outcome", "lapsed"});
  const v1::IssueConclusion& conclusion = issues_.edit.edits(0).conclusion();
  EXPECT_EQ(conclusion.outcome(), v1::NATIONAL_ISSUE_OUTCOME_LAPSED);
  EXPECT_EQ(conclusion.text(), "Ombud finns");
  EXPECT_EQ(FormatDate(conclusion.closed_on()), "2019-01-01");
}

TEST_F(NationalIssuesCommandTest, ListsAreInSwedishWithin100Columns) {
  AddRound(4, "pts");
  AddRound(6, "boverket");
  AddRound(8, "pts");
  const std::string out = Must({"national-issues", "list", "--year", "2018", "--organisation",
                                "2421", "--agency", "pts", "--state", "raised"});
  EXPECT_THAT(out, HasSubstr("5f00a1b2  2018-01-31  väckt  2421  Kontanter         boverket, pts"));
  EXPECT_THAT(out, HasSubstr("1 påverkansfråga\n"));
  EXPECT_EQ(issues_.list.year(), 2018);
  EXPECT_EQ(issues_.list.organisation(), absl::StrCat(kOrganisations, "2421"));
  EXPECT_EQ(issues_.list.agency(), absl::StrCat(kOrganisations, "pts"));
  EXPECT_EQ(issues_.list.state(), v1::NATIONAL_ISSUE_STATE_RAISED);
  for (const absl::string_view line : absl::StrSplit(out, '\n')) {
    EXPECT_THAT(DisplayWidth(line), Le(kLineColumns));
  }
}

TEST_F(NationalIssuesCommandTest, AnIssueIsShownWithItsRoundsAndAnswers) {
  AddRound(4, "pts").mutable_answers(0)->set_by_agency(true);
  issues_.issue.set_asked_for("Ombud");
  issues_.issue.set_outcome(v1::NATIONAL_ISSUE_OUTCOME_ACHIEVED);
  *issues_.issue.mutable_closed_on() = *ParseDate("2019-01-01");
  const std::string out = Must({"national-issues", "show", "5f00"});
  EXPECT_THAT(out, HasSubstr("väckt"));
  EXPECT_THAT(out, HasSubstr("4: pts 2018-02-01, RUN 2018/7"));
  EXPECT_THAT(out, HasSubstr("svar 5: 2018-04-15, av myndigheten själv"));
  EXPECT_THAT(out, HasSubstr("2019-01-01, genomslag"));
  const auto json = nlohmann::json::parse(Must({"--json", "national-issues", "show", "5f00"}));
  EXPECT_EQ(json["nationalIssue"]["rounds"][0]["answers"][0]["byAgency"], true);
}

}  // namespace
}  // namespace samverk
