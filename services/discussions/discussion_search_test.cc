#include "services/discussions/discussion_search.h"

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "samverk/v1/discussion.pb.h"
#include "services/discussions/discussion_service.h"
#include "services/runtime/testing/from_text.h"
#include "services/testing/slice_bench.h"

namespace samverk::discussions {
namespace {

using runtime::FromText;
using storage::Position;
using ::testing::ElementsAre;
using ::testing::Eq;

// It is begun at 23:30 in Sweden on the last day of 2019.
class DiscussionSearchTest : public ::testing::Test {
 protected:
  DiscussionSearchTest() {
    for (const char* resource : {"organisations/2418", "organisations/2421", "plans/1"}) {
      bench_.Exists(resource);
    }
    bench_.clock().Advance(absl::FromUnixSeconds(1577831400) - bench_.clock().Now());
    Do<v1::StartDiscussionRequest>(
        "parent: '~' discussion_id: '1' owner: '~/organisations/2421' title: 'Cisternen'"
        "subject: '~/plans/1' element: 'measures/7' text: 'Räcker den?'"
        "kind: DISCUSSION_POST_KIND_QUESTION");
  }

  template <typename Command>
  void Do(const std::string& text) {
    ASSERT_OK(bench_.Do(FromText<Command>(text)));
  }
  void Post(const std::string& text) {
    Do<v1::PostToDiscussionRequest>(
        "name: '~/discussions/1' organisation: '~/organisations/2418' text: '" + text + "'");
  }

  absl::StatusOr<std::optional<storage::SearchDocument>> Find(Position as_of) {
    return FindDiscussionWords(*bench_.Read(as_of), "partnerships/vasterbotten/discussions/1");
  }

  testing::SliceBench bench_{AddDiscussions};
};

TEST_F(DiscussionSearchTest, ItIsFoundByWhatItIsCalledWhoBeganItAndWhen) {
  auto found = Find(bench_.Head());
  ASSERT_OK(found);
  ASSERT_TRUE(found->has_value());
  EXPECT_EQ((*found)->title, "Cisternen");
  EXPECT_EQ((*found)->owner, "organisations/2421");
  EXPECT_EQ((*found)->first_year, 2019);
  EXPECT_EQ((*found)->last_year, 2019);

  bench_.clock().Advance(absl::Hours(1));
  Post("Ja");
  found = Find(bench_.Head());
  ASSERT_OK(found);
  EXPECT_EQ((*found)->first_year, 2019);
  EXPECT_EQ((*found)->last_year, 2020);
}

TEST_F(DiscussionSearchTest, PostsAreFoundWhereTheyStandAndTheRemovedAreNot) {
  Post("Ja");
  Post("Nej");
  Do<v1::RemoveDiscussionPostRequest>("name: '~/discussions/1' entry: 2");
  Do<v1::CorrectDiscussionPostRequest>("name: '~/discussions/1' entry: 3 text: 'Nja'");

  EXPECT_THAT(bench_.SearchParts("discussions/1"),
              ElementsAre("posts/1 |  | Räcker den?", "posts/3 |  | Nja"));
}

TEST_F(DiscussionSearchTest, WhatWasClosedIsFoundAndWhatWasWithdrawnIsNot) {
  Do<v1::CloseDiscussionRequest>("name: '~/discussions/1'");
  const Position before = bench_.Head();
  EXPECT_TRUE((*Find(before)).has_value());
  Do<v1::WithdrawDiscussionRequest>("name: '~/discussions/1'");
  EXPECT_THAT(Find(bench_.Head()), IsOkAndHolds(Eq(std::nullopt)));
  EXPECT_TRUE((*Find(before)).has_value());
}

TEST_F(DiscussionSearchTest, WhatIsNotThereIsNotFound) {
  EXPECT_THAT(Find(Position(0)), IsOkAndHolds(Eq(std::nullopt)));
}

}  // namespace
}  // namespace samverk::discussions
