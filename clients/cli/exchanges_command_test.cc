// `samverk exchanges` against a server in this process.

#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "base/civil_date.h"
#include "clients/cli/error_line.h"
#include "clients/cli/exchange_words.h"
#include "clients/cli/run_samverk.h"
#include "clients/cli/testing/fake_server.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "samverk/v1/exchange.pb.h"

namespace samverk {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kParent[] = "partnerships/vasterbotten";
constexpr char kExperience[] = "0199a1b2-0000-7000-8000-000000000001";
constexpr char kQuestion[] = "5f00a1b2-0000-7000-8000-000000000002";

std::string Named(absl::string_view id) { return absl::StrCat(kParent, "/exchanges/", id); }
std::string Organisation(absl::string_view id) {
  return absl::StrCat(kParent, "/organisations/", id);
}

class ExchangesCommandTest : public ::testing::Test {
 protected:
  ExchangesCommandTest() {
    v1::Exchange& experience = ledger().exchanges.emplace_back();
    experience.set_name(Named(kExperience));
    experience.set_owner(Organisation("2421"));
    experience.set_kind(v1::EXCHANGE_KIND_EXPERIENCE);
    experience.set_state(v1::EXCHANGE_STATE_SHARED);
    experience.set_title("Drivmedelsautomat");
    experience.set_done("Byn köpte en automat.");
    *experience.mutable_shared_on() = *ParseDate("2019-10-01");
    experience.add_offers(v1::SERVICE_OFFER_FUEL);
    experience.set_revision(7);
    v1::Exchange& question = ledger().exchanges.emplace_back();
    question.set_name(Named(kQuestion));
    question.set_owner(Organisation("2418"));
    question.set_kind(v1::EXCHANGE_KIND_QUESTION);
    question.set_state(v1::EXCHANGE_STATE_ANSWERED);
    question.set_title("Dagskassor");
    question.set_text("Vem tar emot dagskassor?");
    *question.mutable_shared_on() = *ParseDate("2019-09-30");
    question.set_answer_count(2);
    question.set_accepted_answer(3);
  }

  Outcome Samverk(const std::vector<std::string>& words) {
    return RunSamverk(server_.address(), words);
  }

  FakeLedger& ledger() { return server_.ledger(); }
  template <typename Request>
  Request Latest() {
    return ledger().latest.Of<Request>();
  }

  FakeServer server_;
};

TEST_F(ExchangesCommandTest, AnExperienceIsSharedAsTyped) {
  const Outcome run = Samverk({"exchanges", "share",
                               "--owner",   "2421",
                               "--title",   "Automat",
                               "--problem", "Macken lades ner",
                               "--done",    "Byn ko\u0308pte en",
                               "--result",  "70",
                               "--cost",    "400 000 kr",
                               "--advice",  "Sök",
                               "--day",     "2019-09-01",
                               "--place",   "Tärnaby",
                               "--place",   "Hemavan",
                               "--offer",   "drivmedel",
                               "--offer",   "grocery",
                               "--link",    "plans/0199a1b2-0000-7000-8000-0000000000aa",
                               "--id",      kExperience});
  EXPECT_EQ(run.exit_code, kExitOk) << run.error_line;
  EXPECT_EQ(run.out, absl::StrCat(Named(kExperience), " revision 0 position 1\n"));
  const auto request = Latest<v1::ShareExperienceRequest>();
  EXPECT_EQ(request.owner(), Organisation("2421"));
  EXPECT_EQ(request.title(), "Automat");
  EXPECT_EQ(request.problem(), "Macken lades ner");
  EXPECT_EQ(request.done(), "Byn köpte en");
  EXPECT_EQ(request.result(), "70");
  EXPECT_EQ(request.cost(), "400 000 kr");
  EXPECT_EQ(request.advice(), "Sök");
  EXPECT_EQ(FormatDate(request.shared_on()), "2019-09-01");
  EXPECT_THAT(request.places(), ElementsAre("Tärnaby", "Hemavan"));
  EXPECT_THAT(request.offers(), ElementsAre(v1::SERVICE_OFFER_FUEL, v1::SERVICE_OFFER_GROCERY));
  EXPECT_THAT(request.links(),
              ElementsAre(absl::StrCat(kParent, "/plans/0199a1b2-0000-7000-8000-0000000000aa")));
}

TEST_F(ExchangesCommandTest, WhoAsksIsWhoIsActedFor) {
  const Outcome run = Samverk({"exchanges", "ask", "--title", "Dagskassor", "Vem tar emot dem?",
                               "--act-as", "officer@2418"});
  EXPECT_EQ(run.exit_code, kExitOk) << run.error_line;
  const auto request = Latest<v1::AskQuestionRequest>();
  EXPECT_EQ(request.owner(), Organisation("2418"));
  EXPECT_EQ(request.text(), "Vem tar emot dem?");
  EXPECT_FALSE(request.has_shared_on());
}

TEST_F(ExchangesCommandTest, WhoseItIsHasToBeSaid) {
  const Outcome run = Samverk({"exchanges", "ask", "--title", "Dagskassor", "Vem?"});
  EXPECT_EQ(run.exit_code, kExitUsage);
  EXPECT_THAT(run.error_line, HasSubstr("--owner"));
  const Outcome answer = Samverk({"exchanges", "answer", "5f00", "Butiken"});
  EXPECT_EQ(answer.exit_code, kExitUsage);
  EXPECT_THAT(answer.error_line, HasSubstr("--organisation"));
}

TEST_F(ExchangesCommandTest, AnswersAreGivenCorrectedRemovedAndAccepted) {
  Samverk({"exchanges", "answer", "5f00", "--organisation", "2421", "Butiken"});
  EXPECT_EQ(Latest<v1::AnswerExchangeRequest>().name(), Named(kQuestion));
  EXPECT_EQ(Latest<v1::AnswerExchangeRequest>().organisation(), Organisation("2421"));
  EXPECT_EQ(Latest<v1::AnswerExchangeRequest>().text(), "Butiken");
  Samverk({"exchanges", "correct-answer", "5f00", "3", "Butiken, mot avgift", "--reason", "Fel"});
  EXPECT_EQ(Latest<v1::CorrectExchangeAnswerRequest>().entry(), 3);
  EXPECT_EQ(Latest<v1::CorrectExchangeAnswerRequest>().text(), "Butiken, mot avgift");
  EXPECT_EQ(Latest<v1::CorrectExchangeAnswerRequest>().provenance().reason(), "Fel");
  Samverk({"exchanges", "remove-answer", "5f00", "4"});
  EXPECT_EQ(Latest<v1::RemoveExchangeAnswerRequest>().entry(), 4);
  Samverk({"exchanges", "accept", "5f00", "5"});
  EXPECT_EQ(Latest<v1::AcceptAnswerRequest>().entry(), 5);
}

TEST_F(ExchangesCommandTest, AQuestionIsClosedOpenedAndWithdrawn) {
  EXPECT_EQ(Samverk({"exchanges", "close", "5f00", "--revision", "4"}).exit_code, kExitOk);
  EXPECT_EQ(Latest<v1::CloseQuestionRequest>().expected_revision(), 4);
  EXPECT_EQ(Samverk({"exchanges", "reopen", "5f00"}).exit_code, kExitOk);
  EXPECT_EQ(Latest<v1::ReopenQuestionRequest>().name(), Named(kQuestion));
  EXPECT_EQ(Samverk({"exchanges", "withdraw", kQuestion}).exit_code, kExitOk);
  EXPECT_EQ(Latest<v1::WithdrawExchangeRequest>().name(), Named(kQuestion));
}

TEST_F(ExchangesCommandTest, AnAdoptionIsRecordedWithWhatCameOfItAndTakenBack) {
  Samverk({"exchanges", "adopt", "0199", "--organisation", "2418", "--from", "2019-09-01", "--how",
           "Likadant"});
  const auto adopt = Latest<v1::AdoptExchangeRequest>();
  EXPECT_EQ(adopt.name(), Named(kExperience));
  EXPECT_EQ(adopt.organisation(), Organisation("2418"));
  EXPECT_EQ(FormatDate(adopt.adopted_on()), "2019-09-01");
  EXPECT_EQ(adopt.how(), "Likadant");
  Samverk({"exchanges", "result", "0199", "Det gick", "--day", "2020-01-01", "--act-as",
           "officer@2418"});
  const auto result = Latest<v1::RecordAdoptionResultRequest>();
  EXPECT_EQ(result.organisation(), Organisation("2418"));
  EXPECT_EQ(result.result(), "Det gick");
  EXPECT_EQ(FormatDate(result.result_on()), "2020-01-01");
  Samverk({"exchanges", "unadopt", "0199", "--organisation", "2418"});
  EXPECT_EQ(Latest<v1::WithdrawAdoptionRequest>().organisation(), Organisation("2418"));
}

TEST_F(ExchangesCommandTest, OnlyWhatIsGivenIsEdited) {
  const Outcome run = Samverk({"exchanges", "edit", "0199", "--advice", "Vänta", "--cost", "",
                               "--day", "2019-08-01", "--offer", "", "--place", "Hemavan"});
  EXPECT_EQ(run.exit_code, kExitOk) << run.error_line;
  const auto request = Latest<v1::EditExchangeRequest>();
  EXPECT_EQ(request.expected_revision(), 7);
  ASSERT_EQ(request.edits_size(), 5);
  EXPECT_TRUE(request.edits(0).has_cost());
  EXPECT_EQ(request.edits(0).cost(), "");
  EXPECT_EQ(request.edits(1).advice(), "Vänta");
  EXPECT_EQ(FormatDate(request.edits(2).shared_on()), "2019-08-01");
  EXPECT_THAT(request.edits(3).places().places(), ElementsAre("Hemavan"));
  EXPECT_TRUE(request.edits(4).has_offers());
  EXPECT_THAT(request.edits(4).offers().offers(), IsEmpty());
  EXPECT_EQ(Samverk({"exchanges", "edit", "0199"}).exit_code, kExitUsage);
}

TEST_F(ExchangesCommandTest, EveryFilterOfAListIsSent) {
  const Outcome run =
      Samverk({"exchanges", "list", "--year", "2019", "--kind", "experience", "--organisation",
               "2421", "--offer", "drivmedel", "--state", "shared", "--adopted-by", "2418"});
  EXPECT_EQ(run.exit_code, kExitOk) << run.error_line;
  const auto request = Latest<v1::ListExchangesRequest>();
  EXPECT_EQ(request.year(), 2019);
  EXPECT_EQ(request.kind(), v1::EXCHANGE_KIND_EXPERIENCE);
  EXPECT_EQ(request.organisation(), Organisation("2421"));
  EXPECT_EQ(request.offer(), v1::SERVICE_OFFER_FUEL);
  EXPECT_EQ(request.state(), v1::EXCHANGE_STATE_SHARED);
  EXPECT_EQ(request.adopted_by(), Organisation("2418"));
}

TEST_F(ExchangesCommandTest, AListIsATableInSwedish) {
  const Outcome run = Samverk({"exchanges", "list"});
  EXPECT_THAT(run.out, HasSubstr("0199a1b2  2019-10-01  erfarenhet  delad"));
  EXPECT_THAT(run.out, HasSubstr("5f00a1b2  2019-09-30  fråga       besvarad"));
  EXPECT_THAT(run.out, HasSubstr("2 erfarenhetsutbyten\n"));
  const nlohmann::json json = nlohmann::json::parse(Samverk({"--json", "exchanges", "list"}).out);
  EXPECT_EQ(json["exchanges"][1]["answerCount"], 2);
}

TEST_F(ExchangesCommandTest, AnExperienceIsShownWithWhoDoesTheSame) {
  v1::ExchangeAdoption& adoption = *ledger().exchanges[0].add_adoptions();
  adoption.set_organisation(Organisation("2418"));
  *adoption.mutable_adopted_on() = *ParseDate("2019-11-01");
  adoption.set_how("Likadant");
  adoption.set_result("Det gick");
  *adoption.mutable_result_on() = *ParseDate("2020-01-01");
  ledger().exchanges[0].add_places("Åmsele");
  ledger().exchanges[0].add_places("Vännäsby");
  const Outcome run = Samverk({"exchanges", "show", "0199"});
  EXPECT_EQ(run.exit_code, kExitOk) << run.error_line;
  EXPECT_THAT(run.out, HasSubstr("Drivmedelsautomat"));
  EXPECT_THAT(run.out, HasSubstr("  gjordes       Byn köpte en automat.\n"));
  EXPECT_THAT(run.out, HasSubstr("  orter         Vännäsby, Åmsele\n"));
  EXPECT_THAT(run.out, HasSubstr("  serviceslag   drivmedel\n"));
  EXPECT_THAT(run.out, HasSubstr("  tillämpas av  2418 sedan 2019-11-01: Likadant\n"
                                 "                → 2020-01-01: Det gick\n"));
}

TEST_F(ExchangesCommandTest, AnswersSayWhoGaveThemAndForWhom) {
  v1::ExchangeAnswer& answer = ledger().exchange_answers.emplace_back();
  answer.set_entry(3);
  answer.set_organisation(Organisation("2421"));
  answer.set_on_behalf_of(Organisation("byforeningen"));
  answer.set_text("Butiken.");
  answer.mutable_answered_at()->set_seconds(1570442700);  // 2019-10-07 10:05 UTC.
  answer.set_corrected(true);
  const Outcome run = Samverk({"exchanges", "answers", "5f00"});
  EXPECT_EQ(run.out,
            "1 svar\n"
            "  3  2421, för byforeningen, 2019-10-07 12:05 (rättat)\n"
            "     Butiken.\n");
}

TEST(ExchangeWordsTest, ThereIsOneForEveryKindAndState) {
  for (int i = 1; i <= v1::ExchangeKind_MAX; ++i) {
    EXPECT_THAT(InSwedish(static_cast<v1::ExchangeKind>(i)), Not(HasSubstr("okänd"))) << i;
  }
  for (int i = 1; i <= v1::ExchangeState_MAX; ++i) {
    EXPECT_THAT(InSwedish(static_cast<v1::ExchangeState>(i)), Not(HasSubstr("okänd"))) << i;
  }
  EXPECT_EQ(InSwedish(static_cast<v1::ExchangeState>(17)), "okänd (17)");
}

TEST_F(ExchangesCommandTest, HistoryShowsWhatHappened) {
  Samverk({"exchanges", "close", "5f00"});
  EXPECT_THAT(Samverk({"exchanges", "history", "5f00"}).out, HasSubstr("avslutad"));
}

TEST_F(ExchangesCommandTest, AnUnknownKindOfServiceIsRefusedBeforeTheServerIsAsked) {
  EXPECT_THROW(Samverk({"exchanges", "list", "--offer", "bensinmack"}), CLI::ParseError);
}

}  // namespace
}  // namespace samverk
