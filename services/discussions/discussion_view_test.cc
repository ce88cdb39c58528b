#include "services/discussions/discussion_view.h"

#include <string>
#include <vector>

#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/discussions/discussion_service.h"
#include "services/runtime/testing/from_text.h"
#include "services/testing/slice_bench.h"

namespace samverk::discussions {
namespace {

using runtime::FromText;
using runtime::ToText;
using storage::Position;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kPrefix[] = "partnerships/vasterbotten/";

// A bench with the organisations and resources that the discussions below name. Every command is
// given a minute after the one before; the first one at 09:00 UTC on 7 October 2019.
class DiscussionViewTest : public ::testing::Test {
 protected:
  DiscussionViewTest() {
    for (const char* resource : {"organisations/2418", "organisations/2421", "organisations/2422",
                                 "plans/1", "workshops/1"}) {
      bench_.Exists(resource);
    }
  }

  template <typename Command>
  void Do(const std::string& text) {
    ASSERT_OK(bench_.Do(FromText<Command>(text)));
    bench_.clock().Advance(absl::Minutes(1));
  }

  void Start(const std::string& id, const std::string& more) {
    Do<v1::StartDiscussionRequest>("parent: '~' discussion_id: '" + id +
                                   "' owner: '~/organisations/2421' title: 'Cisternen' " + more);
  }

  void Post(const std::string& id, const std::string& more) {
    Do<v1::PostToDiscussionRequest>("name: '~/discussions/" + id +
                                    "' organisation: '~/organisations/2418' " + more);
  }

  // Everything that can happen to a discussion.
  void TellTheWholeStory() {
    Start("1",
          "subject: '~/plans/1' element: 'measures/7' text: 'Räcker den?'"
          "kind: DISCUSSION_POST_KIND_QUESTION");
    Post("1", "text: 'Ja' reply_to: 1");
    Post("1", "text: 'Nej' reply_to: 1 provenance { on_behalf_of: '~/organisations/2422' }");
    Do<v1::CorrectDiscussionPostRequest>("name: '~/discussions/1' entry: 3 text: 'Nja'");
    Do<v1::RemoveDiscussionPostRequest>("name: '~/discussions/1' entry: 2");
    Do<v1::CloseDiscussionRequest>("name: '~/discussions/1'");
    Do<v1::ReopenDiscussionRequest>("name: '~/discussions/1'");
    Do<v1::EditDiscussionRequest>(
        "name: '~/discussions/1' expected_revision: 7 "
        "edits { title: 'Cisternen vid macken' }"
        "edits { about { subject: '~/workshops/1' } }");
    Do<v1::CloseDiscussionRequest>("name: '~/discussions/1'");
    Start("2", "subject: '~/plans/1'");
    Do<v1::WithdrawDiscussionRequest>("name: '~/discussions/2'");
    bench_.Exists("initiatives/1");  // Somebody else's event, last.
  }

  v1::Discussion Read(const std::string& id, Position as_of) {
    return bench_.Read(as_of)
        ->GetMessage<v1::Discussion>(kDiscussionTable,
                                     DiscussionKey(absl::StrCat(kPrefix, "discussions/", id)))
        ->value();
  }

  // The ids of the discussions in one list, in its order.
  std::string Listed(Facet facet, const absl::AlphaNum& value) {
    std::string ids;
    EXPECT_OK(bench_.Read(bench_.Head())
                  ->Scan(kFacetTable, FacetKey(facet, value), "",
                         [&ids](absl::string_view, absl::string_view row) {
                           ids.push_back(row.back());
                           return true;
                         }));
    return ids;
  }

  std::vector<std::string> PostsOf(const std::string& id) {
    std::vector<std::string> posts;
    EXPECT_OK(bench_.Read(bench_.Head())
                  ->Scan(kPostTable, DiscussionKey(absl::StrCat(kPrefix, "discussions/", id)), "",
                         [&posts](absl::string_view, absl::string_view row) {
                           v1::DiscussionPost post;
                           EXPECT_TRUE(post.ParseFromString(std::string(row)));
                           posts.push_back(ToText(post));
                           return true;
                         }));
    return posts;
  }

  testing::SliceBench bench_{AddDiscussions};
};

TEST_F(DiscussionViewTest, ADiscussionIsWhatItsEventsSay) {
  TellTheWholeStory();

  // Begun at 09:00 UTC, and written in last two minutes later.
  EXPECT_EQ(ToText(Read("1", bench_.Head())), ToText(FromText<v1::Discussion>(R"(
    name: '~/discussions/1' owner: '~/organisations/2421' subject: '~/workshops/1'
    title: 'Cisternen vid macken' state: DISCUSSION_STATE_CLOSED
    started_at { seconds: 1570438800 } active_at { seconds: 1570438920 }
    post_count: 2 revision: 10
  )")));
  EXPECT_EQ(Read("2", bench_.Head()).state(), v1::DISCUSSION_STATE_WITHDRAWN);
}

TEST_F(DiscussionViewTest, PostsSayWhoWroteThemAndForWhomAndTheRemovedKeepTheirPlace) {
  TellTheWholeStory();

  EXPECT_THAT(PostsOf("1"),
              ElementsAre(ToText(FromText<v1::DiscussionPost>(
                              "entry: 1 kind: DISCUSSION_POST_KIND_QUESTION "
                              "organisation: '~/organisations/2421' principal: 'tester'"
                              "text: 'Räcker den?' posted_at { seconds: 1570438800 }")),
                          ToText(FromText<v1::DiscussionPost>(
                              "entry: 2 kind: DISCUSSION_POST_KIND_COMMENT "
                              "organisation: '~/organisations/2418' principal: 'tester'"
                              "reply_to: 1 posted_at { seconds: 1570438860 } removed: true")),
                          ToText(FromText<v1::DiscussionPost>(
                              "entry: 3 kind: DISCUSSION_POST_KIND_COMMENT "
                              "organisation: '~/organisations/2418' principal: 'tester'"
                              "on_behalf_of: '~/organisations/2422' text: 'Nja' reply_to: 1 "
                              "posted_at { seconds: 1570438920 } corrected: true"))));
}

TEST_F(DiscussionViewTest, TheOldTextIsThereAsOfEarlier) {
  Start("1", "subject: '~/plans/1' text: 'Räcker den?'");
  const Position before = bench_.Head();
  Do<v1::CorrectDiscussionPostRequest>("name: '~/discussions/1' entry: 1 text: 'Räcker det?'");

  ASSERT_OK_AND_ASSIGN(const runtime::ViewReader reader, bench_.Read(before));
  ASSERT_OK_AND_ASSIGN(const auto post,
                       reader.GetMessage<v1::DiscussionPost>(
                           kPostTable, PostKey(absl::StrCat(kPrefix, "discussions/1"), 1)));
  EXPECT_EQ(post->text(), "Räcker den?");
}

TEST_F(DiscussionViewTest, WhatSomebodyWroteInLastIsListedFirst) {
  Start("1", "subject: '~/plans/1'");
  Start("2", "subject: '~/plans/1'");
  Start("3", "subject: '~/workshops/1'");
  EXPECT_EQ(Listed(Facet::kAny, ""), "321");

  Post("1", "text: 'Nytt'");
  EXPECT_EQ(Listed(Facet::kAny, ""), "132");
  EXPECT_EQ(Listed(Facet::kSubject, absl::StrCat(kPrefix, "plans/1")), "12");
  EXPECT_EQ(Listed(Facet::kOwner, absl::StrCat(kPrefix, "organisations/2421")), "132");
  EXPECT_EQ(Listed(Facet::kOwner, absl::StrCat(kPrefix, "organisations/2418")), "");

  // What was written stays written in where it is corrected or taken away.
  Post("2", "text: 'Nytt'");
  Do<v1::CorrectDiscussionPostRequest>("name: '~/discussions/1' entry: 1 text: 'Rättat'");
  Do<v1::RemoveDiscussionPostRequest>("name: '~/discussions/2' entry: 1");
  EXPECT_EQ(Listed(Facet::kAny, ""), "213");
}

TEST_F(DiscussionViewTest, ADiscussionMovesBetweenLists) {
  const auto in_state = [this](v1::DiscussionState state) {
    return Listed(Facet::kState, static_cast<int>(state));
  };
  Start("1", "subject: '~/plans/1' element: 'measures/7'");
  EXPECT_EQ(in_state(v1::DISCUSSION_STATE_OPEN), "1");
  EXPECT_EQ(Listed(Facet::kElement, "measures/7"), "1");

  Do<v1::EditDiscussionRequest>(
      "name: '~/discussions/1' expected_revision: 0 "
      "edits { about { subject: '~/workshops/1' } }");
  EXPECT_EQ(Listed(Facet::kElement, "measures/7"), "");
  EXPECT_EQ(Listed(Facet::kElement, ""), "");
  EXPECT_EQ(Listed(Facet::kSubject, absl::StrCat(kPrefix, "plans/1")), "");
  EXPECT_EQ(Listed(Facet::kSubject, absl::StrCat(kPrefix, "workshops/1")), "1");

  Do<v1::CloseDiscussionRequest>("name: '~/discussions/1'");
  EXPECT_EQ(in_state(v1::DISCUSSION_STATE_OPEN), "");
  EXPECT_EQ(in_state(v1::DISCUSSION_STATE_CLOSED), "1");
  Do<v1::ReopenDiscussionRequest>("name: '~/discussions/1'");
  EXPECT_EQ(in_state(v1::DISCUSSION_STATE_OPEN), "1");
  Do<v1::WithdrawDiscussionRequest>("name: '~/discussions/1'");
  EXPECT_EQ(in_state(v1::DISCUSSION_STATE_OPEN), "");
  EXPECT_EQ(in_state(v1::DISCUSSION_STATE_WITHDRAWN), "1");
}

TEST_F(DiscussionViewTest, WhatNobodySaidIsNoDiscussion) {
  EXPECT_THAT(bench_.Rows(bench_.Head()), IsEmpty());
}

TEST_F(DiscussionViewTest, WhatItIsAboutIsALinkBothWaysUntilItIsWithdrawn) {
  Start("1", "subject: '~/plans/1' element: 'measures/7' text: 'Räcker den?'");
  Start("2", "subject: '~/organisations/2422'");
  EXPECT_THAT(bench_.Links("discussions/1"),
              ElementsAre("discussions/1 subject plans/1 measures/7"));
  EXPECT_THAT(bench_.Links("plans/1"), ElementsAre("discussions/1 subject plans/1 measures/7"));
  EXPECT_THAT(bench_.Links("discussions/2"), IsEmpty());  // Organisations are no links.
  EXPECT_EQ(bench_.TitleOf("discussions/1"), "Cisternen");
  EXPECT_EQ(bench_.TitleOf("discussions/3"), "");

  Do<v1::EditDiscussionRequest>(
      "name: '~/discussions/1' expected_revision: 1 "
      "edits { about { subject: '~/workshops/1' } }");
  EXPECT_THAT(bench_.Links("plans/1"), IsEmpty());
  Post("1", "text: 'Ja'");
  EXPECT_THAT(bench_.Links("workshops/1"), ElementsAre("discussions/1 subject workshops/1"));

  Do<v1::WithdrawDiscussionRequest>("name: '~/discussions/1'");
  EXPECT_THAT(bench_.Links("workshops/1"), IsEmpty());
}

TEST_F(DiscussionViewTest, AsOfEveryPositionItIsWhatTheEventsUpToThereSay) {
  TellTheWholeStory();

  for (Position at(0); at <= bench_.Head(); at = at + 1) {
    EXPECT_EQ(bench_.Rows(at), bench_.FoldedRows(at)) << "position " << at.value();
  }
}

TEST_F(DiscussionViewTest, BuildingItAnewGivesTheSameRowsAtEveryPosition) {
  TellTheWholeStory();
  std::vector<std::vector<std::string>> before;
  for (Position at(0); at <= bench_.Head(); at = at + 1) before.push_back(bench_.Rows(at));

  bench_.Rebuild();

  for (Position at(0); at <= bench_.Head(); at = at + 1) {
    EXPECT_EQ(bench_.Rows(at), before[at.value()]) << "position " << at.value();
  }
}

TEST_F(DiscussionViewTest, AnEventOfALaterVersionRaisesTheRevisionAndNothingElse) {
  Start("1", "subject: '~/plans/1'");
  v1::Discussion expected = Read("1", bench_.Head());
  expected.set_revision(1);

  bench_.Exists("discussions/1");  // An event of a type that this program does not know.

  EXPECT_EQ(ToText(Read("1", bench_.Head())), ToText(expected));
  EXPECT_EQ(Listed(Facet::kAny, ""), "1");
}

TEST_F(DiscussionViewTest, WhatALaterVersionBeganIsInNoList) {
  bench_.Exists("discussions/1");

  EXPECT_EQ(Read("1", bench_.Head()).state(), v1::DISCUSSION_STATE_UNSPECIFIED);
  EXPECT_EQ(Listed(Facet::kAny, ""), "");
}

}  // namespace
}  // namespace samverk::discussions
