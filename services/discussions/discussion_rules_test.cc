#include "services/discussions/discussion_rules.h"

#include <string>
#include <utility>
#include <vector>

#include "services/runtime/rule_checks.h"
#include "services/runtime/testing/rule_sentences.h"

namespace samverk::discussions {
namespace {

using runtime::ExpectHolds;
using runtime::ExpectHoldsAfterAnUnknownEvent;
using runtime::FromText;
using runtime::With;
using v1::DiscussionEvent;
using v1::EDIT_OUTCOME_ACCEPTED;
using v1::EDIT_OUTCOME_CONVERGED;
using Sentences = std::vector<runtime::Sentence<DiscussionRules>>;
using When = runtime::When<DiscussionRules>;

constexpr char kName[] = "name: '~/discussions/1'";
constexpr char kOwn[] = "partnerships/vasterbotten/organisations/2421";
constexpr char kOther[] = "partnerships/vasterbotten/organisations/2418";
constexpr char kFacts[] =
    "owner: '~/organisations/2421' subject: '~/plans/1' element: 'measures/7' title: 'Cisternen'";

// Events.

DiscussionEvent Event(const std::string& text) { return FromText<DiscussionEvent>(text); }

DiscussionEvent Started(const std::string& but = "") {
  return With(Event("discussion_started {" + std::string(kFacts) + "}"),
              "discussion_started {" + but + "}");
}

DiscussionEvent Posted(const std::string& id = "2418", const std::string& but = "") {
  return With(Event("discussion_posted { organisation: '~/organisations/" + id +
                    "' kind: DISCUSSION_POST_KIND_COMMENT text: 'Räcker den?' }"),
              "discussion_posted {" + but + "}");
}

DiscussionEvent PostCorrected(int entry) {
  return Event("discussion_post_corrected { entry: " + std::to_string(entry) + " text: 'Ja' }");
}

DiscussionEvent PostRemoved(int entry) {
  return Event("discussion_post_removed { entry: " + std::to_string(entry) + " }");
}

DiscussionEvent Closed() { return Event("discussion_closed {}"); }

DiscussionEvent Reopened() { return Event("discussion_reopened {}"); }

DiscussionEvent Corrected(const std::string& edit) {
  return Event("discussion_corrected { edit { " + edit + " } }");
}

DiscussionEvent Withdrawn() { return Event("discussion_withdrawn {}"); }

// Commands.

v1::StartDiscussionRequest Start(const std::string& but = "") {
  return With(
      FromText<v1::StartDiscussionRequest>("parent: '~' discussion_id: '1'" + std::string(kFacts)),
      but);
}

// A command about the discussion.
template <typename Command>
Command On(const std::string& text = "") {
  return FromText<Command>(kName + text);
}

v1::PostToDiscussionRequest Post(const std::string& id = "2418", const std::string& but = "") {
  return With(On<v1::PostToDiscussionRequest>("organisation: '~/organisations/" + id +
                                              "' text: 'Räcker den?'"),
              but);
}

v1::CorrectDiscussionPostRequest CorrectPost(int entry) {
  return On<v1::CorrectDiscussionPostRequest>("entry: " + std::to_string(entry) + " text: 'Ja'");
}

v1::RemoveDiscussionPostRequest RemovePost(int entry) {
  return On<v1::RemoveDiscussionPostRequest>("entry: " + std::to_string(entry));
}

v1::CloseDiscussionRequest Close() { return On<v1::CloseDiscussionRequest>(); }

v1::ReopenDiscussionRequest Reopen() { return On<v1::ReopenDiscussionRequest>(); }

v1::EditDiscussionRequest Edit(const std::string& edits) {
  return On<v1::EditDiscussionRequest>("expected_revision: 0 " + edits);
}

v1::WithdrawDiscussionRequest Withdraw() { return On<v1::WithdrawDiscussionRequest>(); }

When ByOfficer(When when) { return std::move(when).As(v1::ROLE_OFFICER, kOther); }
When ByVillage(When when) { return std::move(when).As(v1::ROLE_LOCAL_ACTOR, kOther); }
When ByOwner(When when) { return std::move(when).As(v1::ROLE_OFFICER, kOwn); }
When ByLeader(When when) { return std::move(when).As(v1::ROLE_PROCESS_LEADER, kOwn); }

// The tables.

Sentences StartSentences() {
  return {
      {"ADiscussionIsStarted", {}, Start(), {Started()}},
      {"ItIsStartedWithItsFirstPost",
       {},
       Start("text: 'Räcker den?'"),
       {Started(), Posted("2421")}},
      {"ItIsStartedWithAQuestion",
       {},
       Start("text: 'Räcker den?' kind: DISCUSSION_POST_KIND_QUESTION"),
       {Started(), Posted("2421", "kind: DISCUSSION_POST_KIND_QUESTION")}},
      {"WithoutATextThereIsNoPost", {}, Start("kind: DISCUSSION_POST_KIND_QUESTION"), {Started()}},
      {"AWholeResourceIsDiscussed", {}, Start("element: ''"), {Started("element: ''")}},
      {"ATakenIdIsRefused", {Started()}, Start(), kDiscussionExists},
      {"AWithdrawnDiscussionKeepsItsId", {Started(), Withdrawn()}, Start(), kDiscussionExists},
      {"AnUnknownOwnerIsRefused",
       {},
       Start("owner: '~/organisations/unknown'"),
       runtime::kLinkedResourceNotFound},
      {"WhatIsDiscussedExists",
       {},
       Start("subject: '~/plans/unknown'"),
       runtime::kLinkedResourceNotFound},
  };
}

Sentences PostSentences() {
  return {
      {"ACommentIsPosted", {Started()}, Post(), {Posted()}},
      {"AQuestionIsPosted",
       {Started()},
       Post("2418", "kind: DISCUSSION_POST_KIND_QUESTION"),
       {Posted("2418", "kind: DISCUSSION_POST_KIND_QUESTION")}},
      {"APostIsRepliedTo",
       {Started(), Posted()},
       Post("2421", "reply_to: 1"),
       {Posted("2421", "reply_to: 1")}},
      {"AReplyIsRepliedTo",
       {Started(), Posted(), Posted("2421", "reply_to: 1")},
       Post("2418", "reply_to: 2"),
       {Posted("2418", "reply_to: 2")}},
      {"ACorrectedPostIsRepliedTo",
       {Started(), Posted(), PostCorrected(1)},
       Post("2421", "reply_to: 1"),
       {Posted("2421", "reply_to: 1")}},
      {"ARemovedPostIsNot",
       {Started(), Posted(), PostRemoved(1)},
       Post("2421", "reply_to: 1"),
       kPostNotFound},
      {"NorWhatIsNoPost",
       {Started(), Closed(), Reopened()},
       Post("2421", "reply_to: 1"),
       kPostNotFound},
      {"NorWhatIsYetToCome", {Started()}, Post("2421", "reply_to: 1"), kPostNotFound},
      {"AnOfficerPostsForTheirOwn", {Started()}, ByOfficer(Post()), {Posted()}},
      {"AVillagePostsForItself", {Started()}, ByVillage(Post()), {Posted()}},
      {"WhoBeganItPosts", {Started()}, ByOwner(Post("2421")), {Posted("2421")}},
      {"NobodyPostsForAnother",
       {Started()},
       ByOfficer(Post("2422")),
       runtime::kNotYourOrganisation},
      {"NorDoesAVillage", {Started()}, ByVillage(Post("2422")), runtime::kNotYourOrganisation},
      {"WhoLeadsPostsForAnother", {Started()}, ByLeader(Post("2422")), {Posted("2422")}},
      {"AnUnknownOrganisationIsRefused",
       {Started()},
       Post("unknown"),
       runtime::kLinkedResourceNotFound},
      {"NotToAClosedDiscussion", {Started(), Closed()}, Post(), kDiscussionClosed},
      {"ToAReopenedOne", {Started(), Closed(), Reopened()}, Post(), {Posted()}},
      {"NotToAWithdrawnOne", {Started(), Withdrawn()}, Post(), kDiscussionWithdrawn},
      {"NotToAnUnknownOne", {}, Post(), kDiscussionNotFound},
  };
}

Sentences CorrectionSentences() {
  const std::vector<DiscussionEvent> given = {Started(), Posted(), Posted("2422")};
  const auto and_then = [&given](const DiscussionEvent& event) {
    std::vector<DiscussionEvent> events = given;
    events.push_back(event);
    return events;
  };
  return {
      {"APostIsCorrected", given, CorrectPost(1), {PostCorrected(1)}},
      {"WhoWroteItCorrectsIt", given, ByOfficer(CorrectPost(1)), {PostCorrected(1)}},
      {"AVillageCorrectsItsOwn", given, ByVillage(CorrectPost(1)), {PostCorrected(1)}},
      {"NobodyCorrectsAnothers", given, ByOfficer(CorrectPost(2)), runtime::kNotYourOrganisation},
      {"NotEvenWhoBeganIt", given, ByOwner(CorrectPost(1)), runtime::kNotYourOrganisation},
      {"WhoLeadsCorrectsAnothers", given, ByLeader(CorrectPost(2)), {PostCorrected(2)}},
      {"AlsoOfAClosedDiscussion", and_then(Closed()), CorrectPost(1), {PostCorrected(1)}},
      {"ARemovedPostIsNotCorrected", and_then(PostRemoved(1)), CorrectPost(1), kPostNotFound},
      {"WhatIsNoPostIsNotCorrected", given, CorrectPost(3), kPostNotFound},
      {"ItsBeginningIsNoPost", given, CorrectPost(0), kPostNotFound},
      {"NothingOfAWithdrawnOneIsCorrected", and_then(Withdrawn()), CorrectPost(1),
       kDiscussionWithdrawn},
      {"NorOfAnUnknownOne", {}, CorrectPost(1), kDiscussionNotFound},
      {"APostIsRemoved", given, RemovePost(1), {PostRemoved(1)}},
      {"WhoWroteItRemovesIt", given, ByOfficer(RemovePost(1)), {PostRemoved(1)}},
      {"NobodyRemovesAnothers", given, ByVillage(RemovePost(2)), runtime::kNotYourOrganisation},
      {"WhoLeadsRemovesAnothers", given, ByLeader(RemovePost(2)), {PostRemoved(2)}},
      {"AlsoFromAClosedDiscussion", and_then(Closed()), RemovePost(1), {PostRemoved(1)}},
      {"WhatIsRepliedToIsRemoved",
       and_then(Posted("2422", "reply_to: 1")),
       RemovePost(1),
       {PostRemoved(1)}},
      {"NotTwice", and_then(PostRemoved(1)), RemovePost(1), kPostNotFound},
      {"NotFromAWithdrawnOne", and_then(Withdrawn()), RemovePost(1), kDiscussionWithdrawn},
      {"NotFromAnUnknownOne", {}, RemovePost(1), kDiscussionNotFound},
  };
}

Sentences EndSentences() {
  return {
      {"ADiscussionIsClosed", {Started()}, Close(), {Closed()}},
      {"NotTwice", {Started(), Closed()}, Close(), kDiscussionClosed},
      {"AWithdrawnOneIsNotClosed", {Started(), Withdrawn()}, Close(), kDiscussionWithdrawn},
      {"AnUnknownOneIsNotClosed", {}, Close(), kDiscussionNotFound},
      {"AClosedOneIsOpenedAgain", {Started(), Closed()}, Reopen(), {Reopened()}},
      {"AnOpenOneIsOpen", {Started()}, Reopen(), kDiscussionOpen},
      {"AReopenedOneIsOpen", {Started(), Closed(), Reopened()}, Reopen(), kDiscussionOpen},
      {"AWithdrawnOneIsNotOpenedAgain", {Started(), Withdrawn()}, Reopen(), kDiscussionWithdrawn},
      {"AnUnknownOneIsNotOpenedAgain", {}, Reopen(), kDiscussionNotFound},
      {"ADiscussionIsWithdrawn", {Started(), Posted()}, Withdraw(), {Withdrawn()}},
      {"AClosedOneIsWithdrawn", {Started(), Closed()}, Withdraw(), {Withdrawn()}},
      {"AWithdrawnOneIsNotWithdrawn", {Started(), Withdrawn()}, Withdraw(), kDiscussionWithdrawn},
      {"AnUnknownOneIsNotWithdrawn", {}, Withdraw(), kDiscussionNotFound},
  };
}

Sentences EditSentences() {
  const std::string about = "about { subject: '~/workshops/1' }";
  return {
      {"ItsTitleIsCorrected",
       {Started()},
       Edit("edits { title: 'Annat' }"),
       {{Corrected("title: 'Annat'")}, {EDIT_OUTCOME_ACCEPTED}}},
      {"WhatItIsAboutIsCorrected",
       {Started()},
       Edit("edits {" + about + "}"),
       {{Corrected(about)}, {EDIT_OUTCOME_ACCEPTED}}},
      {"TheSameConverges",
       {Started(), Corrected(about)},
       Edit("edits { title: 'Cisternen' } edits {" + about + "}"),
       {{}, {EDIT_OUTCOME_CONVERGED, EDIT_OUTCOME_CONVERGED}}},
      {"AnotherPartIsAnotherThing",
       {Started()},
       Edit("edits { about { subject: '~/plans/1' element: 'measures/8' } }"),
       {{Corrected("about { subject: '~/plans/1' element: 'measures/8' }")},
        {EDIT_OUTCOME_ACCEPTED}}},
      {"EachEditIsJudgedOnWhatThoseBeforeItLeave",
       {Started()},
       Edit("edits { title: 'A' } edits { title: 'A' } edits { title: 'Cisternen' }"),
       {{Corrected("title: 'A'"), Corrected("title: 'Cisternen'")},
        {EDIT_OUTCOME_ACCEPTED, EDIT_OUTCOME_CONVERGED, EDIT_OUTCOME_ACCEPTED}}},
      {"AllOrNothing",
       {Started()},
       Edit("edits { title: 'A' } edits { about { subject: '~/plans/unknown' } }"),
       runtime::kLinkedResourceNotFound},
      {"AClosedDiscussionIsCorrected",
       {Started(), Closed()},
       Edit("edits { title: 'A' }"),
       {{Corrected("title: 'A'")}, {EDIT_OUTCOME_ACCEPTED}}},
      {"WithoutABaseItIsRefused",
       {Started()},
       On<v1::EditDiscussionRequest>("edits { title: 'A' }"),
       runtime::kBaseRequired},
      {"AWithdrawnOneIsNotCorrected",
       {Started(), Withdrawn()},
       Edit("edits { title: 'A' }"),
       kDiscussionWithdrawn},
      {"AnUnknownOneIsNotCorrected", {}, Edit("edits { title: 'A' }"), kDiscussionNotFound},
  };
}

class DiscussionRulesTest : public ::testing::TestWithParam<runtime::Sentence<DiscussionRules>> {};

TEST_P(DiscussionRulesTest, Holds) { ExpectHolds(GetParam()); }
TEST_P(DiscussionRulesTest, HoldsAfterAnUnknownEvent) {
  ExpectHoldsAfterAnUnknownEvent(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Start, DiscussionRulesTest, ::testing::ValuesIn(StartSentences()),
                         runtime::NameOf<DiscussionRules>);
INSTANTIATE_TEST_SUITE_P(Post, DiscussionRulesTest, ::testing::ValuesIn(PostSentences()),
                         runtime::NameOf<DiscussionRules>);
INSTANTIATE_TEST_SUITE_P(Correction, DiscussionRulesTest,
                         ::testing::ValuesIn(CorrectionSentences()),
                         runtime::NameOf<DiscussionRules>);
INSTANTIATE_TEST_SUITE_P(End, DiscussionRulesTest, ::testing::ValuesIn(EndSentences()),
                         runtime::NameOf<DiscussionRules>);
INSTANTIATE_TEST_SUITE_P(Edit, DiscussionRulesTest, ::testing::ValuesIn(EditSentences()),
                         runtime::NameOf<DiscussionRules>);

TEST(DiscussionRulesReadsTest, WhoBeginsItOwnsIt) {
  const runtime::ReadSet reads = DiscussionRules::Reads(Start());

  EXPECT_EQ(reads.resource, "partnerships/vasterbotten/discussions/1");
  EXPECT_EQ(reads.owner, kOwn);
  EXPECT_EQ(DiscussionRules::Reads(Post()).owner, "");
  EXPECT_EQ(DiscussionRules::Reads(Close()).owner, "");
}

TEST(DiscussionRulesLimitsTest, PostsAreKeptUpToTheMostAndARemovedOneKeepsItsPlace) {
  std::vector<DiscussionEvent> given(1, Started());
  given.resize(kPostsMax, Posted());  // One less, beside the beginning.
  EXPECT_OK(When(Post()).DecideAfter(given));

  given.push_back(Posted());
  EXPECT_THAT(When(Post()).DecideAfter(given), IsRefused(kTooManyPosts));

  given.push_back(PostRemoved(7));
  EXPECT_THAT(When(Post()).DecideAfter(given), IsRefused(kTooManyPosts));
}

TEST(DiscussionRulesLimitsTest, AStateCostsWhatItKeepsAndPostsAreForgotten) {
  const auto size_of = [](const std::vector<DiscussionEvent>& events) {
    return DiscussionRules::SizeBytes(runtime::Fold<DiscussionRules>(events));
  };
  const std::string text = "text: '" + std::string(8000, 'x') + "'";
  DiscussionEvent long_correction = PostCorrected(1);
  long_correction.mutable_discussion_post_corrected()->set_text(std::string(8000, 'x'));

  EXPECT_GT(size_of({Started()}), 0);
  EXPECT_EQ(size_of({Started(), Posted("2418", text)}), size_of({Started()}) + kPostBytes);
  EXPECT_EQ(size_of({Started(), Posted(), long_correction}), size_of({Started(), Posted()}));
  EXPECT_EQ(size_of({Started(), Posted(), PostRemoved(1)}), size_of({Started()}));
  EXPECT_EQ(size_of({Started(), PostRemoved(1)}), size_of({Started()}));
}

}  // namespace
}  // namespace samverk::discussions
