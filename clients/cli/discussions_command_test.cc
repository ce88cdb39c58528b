// `samverk discussions` against a server in this process.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/discussion_words.h"
#include "clients/cli/error_line.h"
#include "clients/cli/run_samverk.h"
#include "clients/cli/testing/fake_server.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "samverk/v1/discussion.pb.h"

namespace samverk {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kParent[] = "partnerships/vasterbotten";
constexpr char kDiscussion[] = "5f00a1b2-0000-7000-8000-000000000002";
constexpr char kPlan[] = "0199a1b2-0000-7000-8000-000000000001";

std::string Named(absl::string_view collection, absl::string_view id) {
  return absl::StrCat(kParent, "/", collection, "/", id);
}

class DiscussionsCommandTest : public ::testing::Test {
 protected:
  DiscussionsCommandTest() {
    server_.AddPlan(kPlan, "Serviceplan");
    v1::Discussion& discussion = ledger().discussions.emplace_back();
    discussion.set_name(Named("discussions", kDiscussion));
    discussion.set_owner(Named("organisations", "2421"));
    discussion.set_subject(Named("plans", kPlan));
    discussion.set_element("measures/7");
    discussion.set_title("Cisternen");
    discussion.set_state(v1::DISCUSSION_STATE_OPEN);
    discussion.mutable_started_at()->set_seconds(1570438800);  // 2019-10-07 09:00 UTC.
    discussion.mutable_active_at()->set_seconds(1570442700);
    discussion.set_post_count(2);
    discussion.set_revision(7);
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

TEST_F(DiscussionsCommandTest, ADiscussionIsStartedOfWhatIsNamedByTheBeginningOfItsId) {
  const Outcome run = Samverk({"discussions", "start", "--of", "plans/0199", "--element",
                               "measures/7", "--title", "Cisternen", "--owner", "2421",
                               "--question", "Ra\u0308cker den?", "--id", kDiscussion});
  EXPECT_EQ(run.exit_code, kExitOk) << run.error_line;
  EXPECT_EQ(run.out, absl::StrCat(Named("discussions", kDiscussion), " revision 0 position 1\n"));
  const auto request = Latest<v1::StartDiscussionRequest>();
  EXPECT_EQ(request.owner(), Named("organisations", "2421"));
  EXPECT_EQ(request.subject(), Named("plans", kPlan));
  EXPECT_EQ(request.element(), "measures/7");
  EXPECT_EQ(request.title(), "Cisternen");
  EXPECT_EQ(request.text(), "Räcker den?");
  EXPECT_EQ(request.kind(), v1::DISCUSSION_POST_KIND_QUESTION);
}

TEST_F(DiscussionsCommandTest, ADiscussionMayBeStartedWithoutAPost) {
  const Outcome run = Samverk({"discussions", "start", "--of", "organisations/2421", "--title",
                               "Hemsändning", "--act-as", "local-actor@byforeningen"});
  EXPECT_EQ(run.exit_code, kExitOk) << run.error_line;
  const auto request = Latest<v1::StartDiscussionRequest>();
  EXPECT_EQ(request.owner(), Named("organisations", "byforeningen"));
  EXPECT_EQ(request.subject(), Named("organisations", "2421"));
  EXPECT_EQ(request.text(), "");
  EXPECT_EQ(request.kind(), v1::DISCUSSION_POST_KIND_UNSPECIFIED);
}

TEST_F(DiscussionsCommandTest, WhoSpeaksAndOfWhatHasToBeSaid) {
  Outcome run = Samverk({"discussions", "post", "5f00", "Ja"});
  EXPECT_EQ(run.exit_code, kExitUsage);
  EXPECT_THAT(run.error_line, HasSubstr("--organisation"));
  run = Samverk({"discussions", "start", "--of", "0199", "--title", "A", "--owner", "2421"});
  EXPECT_EQ(run.exit_code, kExitUsage);
  EXPECT_THAT(run.error_line, HasSubstr("workshops/0199"));
}

TEST_F(DiscussionsCommandTest, PostsAreMadeCorrectedAndRemoved) {
  Samverk({"discussions", "post", "5f00", "--organisation", "2418", "--reply-to", "1", "Ja"});
  const auto post = Latest<v1::PostToDiscussionRequest>();
  EXPECT_EQ(post.name(), Named("discussions", kDiscussion));
  EXPECT_EQ(post.organisation(), Named("organisations", "2418"));
  EXPECT_EQ(post.kind(), v1::DISCUSSION_POST_KIND_COMMENT);
  EXPECT_EQ(post.reply_to(), 1);
  EXPECT_EQ(post.text(), "Ja");
  Samverk({"discussions", "post", "5f00", "--question", "Varför?", "--act-as", "officer@2418"});
  EXPECT_EQ(Latest<v1::PostToDiscussionRequest>().kind(), v1::DISCUSSION_POST_KIND_QUESTION);
  EXPECT_EQ(Latest<v1::PostToDiscussionRequest>().organisation(), Named("organisations", "2418"));
  Samverk({"discussions", "correct-post", "5f00", "2", "Nej", "--reason", "Fel"});
  EXPECT_EQ(Latest<v1::CorrectDiscussionPostRequest>().entry(), 2);
  EXPECT_EQ(Latest<v1::CorrectDiscussionPostRequest>().text(), "Nej");
  EXPECT_EQ(Latest<v1::CorrectDiscussionPostRequest>().provenance().reason(), "Fel");
  Samverk({"discussions", "remove-post", "5f00", "3"});
  EXPECT_EQ(Latest<v1::RemoveDiscussionPostRequest>().entry(), 3);
}

TEST_F(DiscussionsCommandTest, ADiscussionIsClosedOpenedAndWithdrawn) {
  EXPECT_EQ(Samverk({"discussions", "close", "5f00", "--revision", "4"}).exit_code, kExitOk);
  EXPECT_EQ(Latest<v1::CloseDiscussionRequest>().expected_revision(), 4);
  EXPECT_EQ(Samverk({"discussions", "reopen", "5f00"}).exit_code, kExitOk);
  EXPECT_EQ(Latest<v1::ReopenDiscussionRequest>().name(), Named("discussions", kDiscussion));
  EXPECT_EQ(Samverk({"discussions", "withdraw", kDiscussion}).exit_code, kExitOk);
  EXPECT_EQ(Latest<v1::WithdrawDiscussionRequest>().name(), Named("discussions", kDiscussion));
}

TEST_F(DiscussionsCommandTest, AnotherPartOfTheSameThingIsSaidWithoutTheThing) {
  Samverk({"discussions", "edit", "5f00", "--element", "", "--title", "Annat"});
  auto request = Latest<v1::EditDiscussionRequest>();
  EXPECT_EQ(request.expected_revision(), 7);
  ASSERT_EQ(request.edits_size(), 2);
  EXPECT_EQ(request.edits(0).title(), "Annat");
  EXPECT_EQ(request.edits(1).about().subject(), Named("plans", kPlan));
  EXPECT_EQ(request.edits(1).about().element(), "");

  Samverk({"discussions", "edit", "5f00", "--of", "organisations/2421"});
  request = Latest<v1::EditDiscussionRequest>();
  ASSERT_EQ(request.edits_size(), 1);
  EXPECT_EQ(request.edits(0).about().subject(), Named("organisations", "2421"));
  EXPECT_EQ(request.edits(0).about().element(), "");
  EXPECT_EQ(Samverk({"discussions", "edit", "5f00"}).exit_code, kExitUsage);
}

TEST_F(DiscussionsCommandTest, EveryFilterOfAListIsSent) {
  const Outcome run = Samverk({"discussions", "list", "--of", "plans/0199", "--element",
                               "measures/7", "--organisation", "2421", "--state", "closed"});
  EXPECT_EQ(run.exit_code, kExitOk) << run.error_line;
  const auto request = Latest<v1::ListDiscussionsRequest>();
  EXPECT_EQ(request.subject(), Named("plans", kPlan));
  EXPECT_EQ(request.element(), "measures/7");
  EXPECT_EQ(request.organisation(), Named("organisations", "2421"));
  EXPECT_EQ(request.state(), v1::DISCUSSION_STATE_CLOSED);
}

TEST_F(DiscussionsCommandTest, AListIsATableInSwedish) {
  const Outcome run = Samverk({"discussions", "list"});
  EXPECT_THAT(run.out, HasSubstr("5f00a1b2  2019-10-07 12:05  öppen  2421   plans/0199a1b2"));
  EXPECT_THAT(run.out, HasSubstr("Cisternen"));
  EXPECT_THAT(run.out, HasSubstr("1 diskussion\n"));
  const nlohmann::json json = nlohmann::json::parse(Samverk({"--json", "discussions", "list"}).out);
  EXPECT_EQ(json["discussions"][0]["postCount"], 2);
}

TEST_F(DiscussionsCommandTest, ADiscussionIsShownWithWhatItIsAbout) {
  const Outcome run = Samverk({"discussions", "show", "5f00"});
  EXPECT_EQ(run.exit_code, kExitOk) << run.error_line;
  EXPECT_THAT(run.out, HasSubstr(absl::StrCat("  om        plans/", kPlan, ", measures/7\n")));
  EXPECT_THAT(run.out, HasSubstr("  påbörjad  2019-10-07 11:00\n"));
}

TEST_F(DiscussionsCommandTest, PostsSayWhoWroteThemAndWhatTheyReplyTo) {
  v1::DiscussionPost& first = ledger().discussion_posts.emplace_back();
  first.set_entry(1);
  first.set_kind(v1::DISCUSSION_POST_KIND_QUESTION);
  first.set_organisation(Named("organisations", "2421"));
  first.set_on_behalf_of(Named("organisations", "byforeningen"));
  first.mutable_posted_at()->set_seconds(1570442700);  // 2019-10-07 10:05 UTC.
  first.set_text("Räcker den?");
  first.set_corrected(true);
  v1::DiscussionPost& second = ledger().discussion_posts.emplace_back();
  second.set_entry(2);
  second.set_kind(v1::DISCUSSION_POST_KIND_COMMENT);
  second.set_organisation(Named("organisations", "2418"));
  second.mutable_posted_at()->set_seconds(1570442700);
  second.set_reply_to(1);
  second.set_removed(true);
  EXPECT_EQ(Samverk({"discussions", "posts", "5f00"}).out,
            "2 inlägg\n"
            "  1  2421, för byforeningen, 2019-10-07 12:05, fråga (rättat)\n"
            "     Räcker den?\n"
            "  2  2418, 2019-10-07 12:05, svar på 1\n"
            "     (borttaget)\n");
}

TEST_F(DiscussionsCommandTest, HistoryShowsWhatHappened) {
  Samverk({"discussions", "close", "5f00"});
  EXPECT_THAT(Samverk({"discussions", "history", "5f00"}).out, HasSubstr("avslutad"));
}

TEST(DiscussionWordsTest, ThereIsOneForEveryStateAndKind) {
  for (int i = 1; i <= v1::DiscussionState_MAX; ++i) {
    EXPECT_THAT(InSwedish(static_cast<v1::DiscussionState>(i)), Not(HasSubstr("okänd"))) << i;
  }
  for (int i = 1; i <= v1::DiscussionPostKind_MAX; ++i) {
    EXPECT_THAT(InSwedish(static_cast<v1::DiscussionPostKind>(i)), Not(HasSubstr("okänd"))) << i;
  }
  EXPECT_EQ(InSwedish(static_cast<v1::DiscussionState>(17)), "okänd (17)");
}

}  // namespace
}  // namespace samverk
