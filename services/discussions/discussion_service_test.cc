#include "services/discussions/discussion_service.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "samverk/v1/discussion.pb.h"
#include "services/access/access.h"
#include "services/discussions/discussion_rules.h"
#include "services/runtime/read_point.h"
#include "services/runtime/rule_checks.h"
#include "services/runtime/testing/from_text.h"
#include "services/testing/in_process_server.h"
#include "services/testing/requests.h"
#include "storage/event_log/log_reasons.h"

namespace samverk::discussions {
namespace {

using runtime::FromText;
using runtime::With;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using v1::CommandResult;

class DiscussionServiceTest : public ::testing::Test {
 protected:
  DiscussionServiceTest() {
    server_.AdmitMunicipality("2418", "Malå kommun");
    server_.AdmitMunicipality("2421", "Storumans kommun");
    server_.AdmitMunicipality("2422", "Sorsele kommun");
  }

  // Gives a command that must succeed. Each a minute after the one before.
  CommandResult Do(const google::protobuf::Message& command, const std::string& act_as) {
    const absl::StatusOr<CommandResult> result = server_.Do(command, {.act_as = act_as});
    EXPECT_OK(result);
    server_.clock().Advance(absl::Minutes(1));
    return result.value_or(CommandResult());
  }
  template <typename Command>
  CommandResult Do(const std::string& text, const std::string& act_as = "") {
    return Do(FromText<Command>(text), act_as);
  }

  // Discusses an organisation, which is a resource like any other.
  CommandResult Start(const std::string& more = "", const std::string& act_as = "") {
    const std::string start =
        "parent: '~' owner: '~/organisations/2421' subject: '~/organisations/2422'"
        "title: 'Hemsändning' discussion_id: '" +
        testing::NewId() + "' ";
    return Do(With(FromText<v1::StartDiscussionRequest>(start), more), act_as);
  }

  CommandResult Post(const std::string& name, const std::string& more,
                     const std::string& act_as = "") {
    return Do<v1::PostToDiscussionRequest>(
        "name: '" + name + "' organisation: '~/organisations/2418' " + more, act_as);
  }

  // What a query for `result` answers, with everything that the result includes.
  v1::Discussion Get(const CommandResult& result) {
    v1::GetDiscussionRequest request;
    request.set_name(result.name());
    *request.mutable_read()->mutable_min_position() = result.position();
    const auto response = server_.Ask<v1::GetDiscussionResponse>(request);
    EXPECT_OK(response);
    return response.value_or(v1::GetDiscussionResponse()).discussion();
  }

  absl::StatusOr<v1::ListDiscussionsResponse> List(const v1::ListDiscussionsRequest& request) {
    return server_.Ask<v1::ListDiscussionsResponse>(request);
  }

  // The names on all pages of a list, whose first page includes what `seen` includes.
  std::vector<std::string> ListAll(const std::string& filter, const CommandResult& seen) {
    auto request = FromText<v1::ListDiscussionsRequest>("parent: '~' " + filter);
    *request.mutable_read()->mutable_min_position() = seen.position();
    std::vector<std::string> names;
    do {
      const auto page = List(request);
      if (!page.ok()) return {page.status().ToString()};
      for (const v1::Discussion& discussion : page->discussions()) {
        names.push_back(discussion.name());
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return names;
  }

  testing::InProcessServer server_;
};

TEST_F(DiscussionServiceTest, ADiscussionIsBegunAnsweredCorrectedClosedAndOpenedAgain) {
  const CommandResult started =
      Start("text: 'Hur gör ni?' kind: DISCUSSION_POST_KIND_QUESTION", "officer@2421");
  EXPECT_EQ(started.revision(), 1);
  const std::string name = "name: '" + started.name() + "' ";
  Post(started.name(), "text: 'Så här' reply_to: 1", "local-actor@2418");
  Do<v1::CorrectDiscussionPostRequest>(name + "entry: 2 text: 'Ungefär så här'",
                                       "local-actor@2418");
  Do<v1::RemoveDiscussionPostRequest>(name + "entry: 1", "officer@2421");
  const CommandResult edited =
      Do<v1::EditDiscussionRequest>(name +
                                        "expected_revision: 4 edits { title: 'Utkörning' }"
                                        "edits { about { subject: '~/organisations/2422' } }",
                                    "officer@2421");

  EXPECT_THAT(edited.outcomes(),
              ElementsAre(v1::EDIT_OUTCOME_ACCEPTED, v1::EDIT_OUTCOME_CONVERGED));
  EXPECT_EQ(Get(edited).title(), "Utkörning");
  EXPECT_EQ(Get(edited).post_count(), 1);
  EXPECT_EQ(Get(Do<v1::CloseDiscussionRequest>(name, "officer@2421")).state(),
            v1::DISCUSSION_STATE_CLOSED);
  EXPECT_EQ(Get(Do<v1::ReopenDiscussionRequest>(name, "officer@2421")).state(),
            v1::DISCUSSION_STATE_OPEN);
  EXPECT_EQ(Get(Do<v1::WithdrawDiscussionRequest>(name, "officer@2421")).state(),
            v1::DISCUSSION_STATE_WITHDRAWN);
}

TEST_F(DiscussionServiceTest, PostsAreListedInPages) {
  const CommandResult started = Start("text: 'ett'");
  CommandResult last;
  for (const char* text : {"två", "tre"}) {
    last = Post(started.name(), absl::StrCat("text: '", text, "'"));
  }

  auto request = FromText<v1::ListDiscussionPostsRequest>("page_size: 2");
  request.set_parent(started.name());
  *request.mutable_read()->mutable_min_position() = last.position();
  ASSERT_OK_AND_ASSIGN(const auto first, server_.Ask<v1::ListDiscussionPostsResponse>(request));
  request.set_page_token(first.next_page_token());
  ASSERT_OK_AND_ASSIGN(const auto second, server_.Ask<v1::ListDiscussionPostsResponse>(request));

  ASSERT_EQ(first.posts_size(), 2);
  EXPECT_EQ(first.posts(0).text(), "ett");
  EXPECT_EQ(first.posts(1).text(), "två");
  ASSERT_EQ(second.posts_size(), 1);
  EXPECT_EQ(second.posts(0).text(), "tre");
  EXPECT_EQ(second.posts(0).entry(), 3);
  EXPECT_EQ(second.next_page_token(), "");
  request.clear_page_token();
  request.set_parent("partnerships/vasterbotten/discussions/" + testing::NewId());
  EXPECT_THAT(server_.Ask<v1::ListDiscussionPostsResponse>(request),
              IsRefused(kDiscussionNotFound));
}

TEST_F(DiscussionServiceTest, EverybodyPostsForTheirOwnAndAuditorsRead) {
  const std::string name = Start().name();
  const auto post = FromText<v1::PostToDiscussionRequest>(
      "name: '" + name + "' organisation: '~/organisations/2418' text: 'A'");
  auto get = FromText<v1::GetDiscussionRequest>("name: '" + name + "'");
  auto posts = FromText<v1::ListDiscussionPostsRequest>("parent: '" + name + "'");

  const auto denied = IsRefused(access::kAccessDenied);
  const auto not_yours = IsRefused(runtime::kNotYourOrganisation);
  EXPECT_THAT(server_.Do(post, {.act_as = "officer@2421"}), not_yours);
  EXPECT_THAT(server_.Do(post, {.act_as = "local-actor@2422"}), not_yours);
  EXPECT_THAT(server_.Do(post, {.act_as = "auditor@2418"}), denied);
  EXPECT_THAT(server_.Do(post, {.act_as = "agency-contact@2418"}), denied);
  EXPECT_OK(server_.Do(post, {.act_as = "local-actor@2418"}));
  EXPECT_OK(server_.Do(post, {.act_as = "process-leader@region"}));
  EXPECT_OK(server_.Ask<v1::GetDiscussionResponse>(get, {.act_as = "auditor"}));
  EXPECT_OK(server_.Ask<v1::ListDiscussionPostsResponse>(posts, {.act_as = "auditor"}));
  EXPECT_THAT(server_.Ask<v1::GetDiscussionResponse>(get, {.act_as = "agency-contact"}), denied);
}

TEST_F(DiscussionServiceTest, WhatAnotherBeganIsNotYoursToClose) {
  const auto close = FromText<v1::CloseDiscussionRequest>("name: '" + Start().name() + "'");

  const auto denied = IsRefused(access::kAccessDenied);
  EXPECT_THAT(server_.Do(close, {.act_as = "officer@2418"}), denied);
  EXPECT_THAT(server_.Do(close, {.act_as = "local-actor@2418"}), denied);
  EXPECT_OK(server_.Do(close, {.act_as = "local-actor@2421"}));
  auto start = FromText<v1::StartDiscussionRequest>(
      "parent: '~' owner: '~/organisations/2421' subject: '~/organisations/2421' title: 'A'");
  start.set_discussion_id(testing::NewId());
  EXPECT_THAT(server_.Do(start, {.act_as = "officer@2418"}), denied);
  EXPECT_OK(server_.Do(start, {.act_as = "local-actor@2421"}));
}

TEST_F(DiscussionServiceTest, RefusalsArriveWithTheirReasons) {
  const CommandResult started = Start();
  auto edit = FromText<v1::EditDiscussionRequest>("name: '" + started.name() +
                                                  "' expected_revision: 1 edits { title: 'A' }");
  EXPECT_THAT(server_.Do(edit), IsRefused(storage::kStaleRevision));
  edit.clear_expected_revision();
  EXPECT_THAT(server_.Do(edit), IsRefused(runtime::kBaseRequired));
  v1::GetDiscussionRequest get;
  get.set_name("partnerships/vasterbotten/discussions/" + testing::NewId());
  EXPECT_THAT(server_.Ask<v1::GetDiscussionResponse>(get), IsRefused(kDiscussionNotFound));
}

TEST_F(DiscussionServiceTest, APostThatIsRepeatedIsOnePostAlsoAfterARestart) {
  const auto post = FromText<v1::PostToDiscussionRequest>(
      "request_id: '" + testing::NewId() + "' name: '" + Start().name() +
      "' organisation: '~/organisations/2418' text: 'A'");
  ASSERT_OK_AND_ASSIGN(const CommandResult first, server_.Do(post));

  server_.Restart();
  ASSERT_OK_AND_ASSIGN(const CommandResult second, server_.Do(post));

  EXPECT_EQ(second.SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(Get(second).post_count(), 1);
}

TEST_F(DiscussionServiceTest, AListIsFilteredByEveryFilterAndByAllAtOnce) {
  const auto of_part = Start("element: 'measures/7'");
  const auto of_whole = Start();
  const auto of_other = Start("subject: '~/organisations/2418' element: 'measures/7'");
  const auto of_mala = Start("owner: '~/organisations/2418'");
  const auto withdrawn = Start();
  Do<v1::WithdrawDiscussionRequest>("name: '" + withdrawn.name() + "'");
  Do<v1::CloseDiscussionRequest>("name: '" + of_mala.name() + "'");
  const auto end = Post(of_part.name(), "text: 'A'");  // So it comes first.

  EXPECT_THAT(ListAll("", end),
              ElementsAre(of_part.name(), of_mala.name(), of_other.name(), of_whole.name()));
  EXPECT_THAT(ListAll("page_size: 1", end),
              ElementsAre(of_part.name(), of_mala.name(), of_other.name(), of_whole.name()));
  EXPECT_THAT(ListAll("subject: '~/organisations/2422'", end),
              ElementsAre(of_part.name(), of_mala.name(), of_whole.name()));
  EXPECT_THAT(ListAll("element: 'measures/7'", end), ElementsAre(of_part.name(), of_other.name()));
  EXPECT_THAT(ListAll("subject: '~/organisations/2418' element: 'measures/7'", end),
              ElementsAre(of_other.name()));
  EXPECT_THAT(ListAll("organisation: '~/organisations/2418'", end), ElementsAre(of_mala.name()));
  EXPECT_THAT(ListAll("organisation: '~/organisations/2422'", end), IsEmpty());
  EXPECT_THAT(ListAll("state: DISCUSSION_STATE_CLOSED", end), ElementsAre(of_mala.name()));
  EXPECT_THAT(ListAll("state: DISCUSSION_STATE_WITHDRAWN", end), ElementsAre(withdrawn.name()));
  EXPECT_THAT(ListAll("state: DISCUSSION_STATE_OPEN", end),
              ElementsAre(of_part.name(), of_other.name(), of_whole.name()));
  EXPECT_THAT(ListAll("subject: '~/organisations/2422' element: 'measures/7' "
                      "organisation: '~/organisations/2421' state: DISCUSSION_STATE_OPEN",
                      end),
              ElementsAre(of_part.name()));
}

TEST_F(DiscussionServiceTest, LaterPagesAreOfTheStateOfTheFirst) {
  const auto third = Start();
  const auto second = Start();
  const auto first = Start();
  auto request = FromText<v1::ListDiscussionsRequest>("parent: '~' page_size: 1");
  *request.mutable_read()->mutable_min_position() = first.position();
  ASSERT_OK_AND_ASSIGN(v1::ListDiscussionsResponse page, List(request));
  ASSERT_EQ(page.discussions(0).name(), first.name());

  // What happens between the pages is not in them: nobody is seen twice, or missed.
  Post(third.name(), "text: 'A'");
  Start();

  request.mutable_read()->clear_min_position();
  std::vector<std::string> names;
  while (!page.next_page_token().empty()) {
    request.set_page_token(page.next_page_token());
    ASSERT_OK_AND_ASSIGN(page, List(request));
    for (const v1::Discussion& discussion : page.discussions()) {
      names.push_back(discussion.name());
    }
  }
  EXPECT_THAT(names, ElementsAre(second.name(), third.name()));
}

TEST_F(DiscussionServiceTest, APageTokenIsGoodForItsOwnListOnly) {
  Start();
  const auto last = Start();
  auto request = FromText<v1::ListDiscussionsRequest>("parent: '~' page_size: 1");
  *request.mutable_read()->mutable_min_position() = last.position();
  ASSERT_OK_AND_ASSIGN(const v1::ListDiscussionsResponse first, List(request));
  request.set_page_token(first.next_page_token());

  EXPECT_OK(List(request));
  const auto refused = IsRefused(runtime::kPageTokenInvalid);
  EXPECT_THAT(List(With(request, "subject: '~/organisations/2422'")), refused);
  EXPECT_THAT(List(With(request, "state: DISCUSSION_STATE_OPEN")), refused);
}

}  // namespace
}  // namespace samverk::discussions
