// What the processor tells the rules beside the state: earlier events, streams that the state says
// are claimed, whose hand it is and what that hand had seen; and what they remark about edits.

#include <memory>
#include <string>
#include <vector>

#include "base/testing/fake_clock.h"
#include "base/testing/status_matchers.h"
#include "base/uuid.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/access/access.h"
#include "services/runtime/command_processor.h"
#include "services/runtime/read_point.h"
#include "services/runtime/testing/counter_slice.h"
#include "services/runtime/testing/given_command.h"
#include "services/runtime/testing/spy_log.h"
#include "storage/event_log/in_memory_event_log.h"
#include "storage/event_log/testing/test_proposal.h"

namespace samverk::runtime {
namespace {

using storage::Condition;
using storage::Position;
using storage::Revision;
using ::testing::ElementsAre;
using ::testing::SizeIs;
using v1::CommandResult;

constexpr auto kAccepted = v1::EDIT_OUTCOME_ACCEPTED;
constexpr auto kMerged = v1::EDIT_OUTCOME_MERGED;
constexpr auto kRejected = v1::EDIT_OUTCOME_REJECTED;

Caller On(const std::string& device, Caller caller = AnAdministrator()) {
  caller.device = device;
  return caller;
}

class CommandContextTest : public ::testing::Test {
 protected:
  CommandContextTest() { AddCounters(registry_); }

  absl::StatusOr<CommandResult> Submit(const google::protobuf::Message& command,
                                       const Caller& caller = AnAdministrator()) {
    return Give(processor_, caller, command);
  }
  v1::LedgerPosition At(int64_t position) {
    v1::LedgerPosition at;
    at.set_epoch(log_.identity().epoch.ToString());
    at.set_position(position);
    return at;
  }
  // The outcome of restoring revision 1 with that base.
  v1::EditOutcome OutcomeOn(int64_t base, const Caller& caller) {
    const auto result = Submit(Restore("a", {1}, At(base)), caller);
    EXPECT_OK(result);
    return result.ok() ? result->outcomes(0) : v1::EDIT_OUTCOME_UNSPECIFIED;
  }

  FakeClock clock_;
  CommandRegistry registry_;
  storage::InMemoryEventLog log_{clock_};
  SpyLog spy_{log_};
  CommandProcessor processor_{kTestPartnership, registry_, spy_};
};

// ---- Earlier events ---------------------------------------------------------------------------

TEST_F(CommandContextTest, RulesSeeTheEarlierEventsThatTheyAskFor) {
  ASSERT_OK(Submit(Create("a")));
  ASSERT_OK(Submit(Set("a", {3, 4, 5})));
  ASSERT_OK(Submit(Create("b")));

  ASSERT_OK_AND_ASSIGN(const CommandResult result, Submit(Restore("a", {2, 0, 1})));

  EXPECT_THAT(result.outcomes(), ElementsAre(kAccepted, kRejected, kAccepted));
  ASSERT_OK_AND_ASSIGN(const auto events, storage::ReadAllOf(log_, "counters/a"));
  ASSERT_THAT(events, SizeIs(6));
  EXPECT_EQ(events[4].event(), events[2].event());
  EXPECT_EQ(events[5].event(), events[1].event());
}

TEST_F(CommandContextTest, RulesSeeTheEventThatWasQueuedJustBefore) {
  ASSERT_OK(Submit(Create("a")));
  const auto set = Set("a", {7});
  const auto restore = Restore("a", {1});
  absl::StatusOr<CommandResult> restored = absl::UnknownError("not answered");

  processor_.Submit(AnAdministrator(), set, [](absl::StatusOr<CommandResult>) {});
  restored = Submit(restore);

  ASSERT_OK(restored);
  EXPECT_THAT(restored->outcomes(), ElementsAre(kAccepted));
}

TEST_F(CommandContextTest, AnEarlierEventIsReadByItselfAndNotWithAPage) {
  ASSERT_OK(Submit(Create("a")));
  ASSERT_OK(Submit(Set("a", {3, 4, 5})));
  const int before = spy_.stream_reads();

  ASSERT_OK(Submit(Restore("a", {1, 2})));

  EXPECT_EQ(spy_.stream_reads(), before + 2);
}

// ---- Claims that the state knows --------------------------------------------------------------

TEST_F(CommandContextTest, StreamsThatTheStateSaysAreClaimedAreReadAndWritten) {
  ASSERT_OK(Submit(Create("a")));
  ASSERT_OK(Submit(Create("b", "2404")));
  ASSERT_OK(Submit(Claim("a", "red")));
  ASSERT_OK(Submit(Claim("a", "blue")));

  ASSERT_OK(Submit(ReleaseAll("a")));

  const std::vector<Condition> conditions = spy_.last_append().conditions;
  ASSERT_THAT(conditions, SizeIs(3));
  EXPECT_EQ(conditions[1].resource, "claims/blue");
  EXPECT_EQ(conditions[1].revision, Revision(0));
  EXPECT_EQ(conditions[2].resource, "claims/red");
  EXPECT_OK(Submit(Claim("b", "red")));
  EXPECT_OK(Submit(Claim("b", "blue")));
}

TEST_F(CommandContextTest, WhereTheStateSaysNothingIsClaimedNothingIsWritten) {
  ASSERT_OK(Submit(Create("a")));
  ASSERT_OK(Submit(Claim("a", "red")));
  ASSERT_OK(Submit(ReleaseAll("a")));

  ASSERT_OK_AND_ASSIGN(const CommandResult nothing, Submit(ReleaseAll("a")));

  EXPECT_EQ(nothing.revision(), 2);
  EXPECT_EQ(log_.Head(), Position(5));
}

TEST_F(CommandContextTest, AClaimStreamBelongsToWhomItsFirstClaimantBelongs) {
  ASSERT_OK(Submit(Create("a", "2404")));
  ASSERT_OK(Submit(Create("b", "2421")));
  ASSERT_OK(Submit(Claim("a", "red")));
  ASSERT_OK(Submit(ReleaseAll("a")));
  ASSERT_OK(Submit(Claim("b", "red")));

  EXPECT_THAT(processor_.OwnerOf("claims/red"), IsOkAndHolds(OrganisationName("2404")));
  ASSERT_OK_AND_ASSIGN(const auto events, storage::ReadAllOf(log_, "claims/red"));
  for (const storage::RecordedEvent& event : events) {
    EXPECT_EQ((*log_.FindStream(event.resource()))->owner, "organisations/2404");
  }
}

// ---- Whose hand it is, and what it had seen ---------------------------------------------------

TEST_F(CommandContextTest, AHandIsTheDeviceElseThePrincipal) {
  EXPECT_EQ(WriterOf("phone", "anna"), WriterOf("phone", "björn"));
  EXPECT_NE(WriterOf("phone", "anna"), WriterOf("tablet", "anna"));
  EXPECT_EQ(WriterOf("", "anna"), WriterOf("", "anna"));
  EXPECT_NE(WriterOf("", "anna"), WriterOf("", "björn"));
  // No device can be named so that it is taken for a person.
  EXPECT_NE(WriterOf("anna", ""), WriterOf("", "anna"));
  EXPECT_NE(WriterOf("principal anna", ""), WriterOf("", "anna"));
}

TEST_F(CommandContextTest, AnotherHandAfterTheBaseIsMetAndTheOwnIsNot) {
  ASSERT_OK(Submit(Create("a")));
  ASSERT_OK(Submit(Set("a", {3}), On("phone")));  // At 2.

  EXPECT_EQ(OutcomeOn(1, On("phone")), kAccepted);   // At 3.
  EXPECT_EQ(OutcomeOn(3, On("tablet")), kAccepted);  // At 4.
  EXPECT_EQ(OutcomeOn(3, On("phone")), kMerged);
  EXPECT_EQ(OutcomeOn(4, On("tablet")), kMerged);
  EXPECT_EQ(OutcomeOn(0, On("tablet")), kMerged);
}

TEST_F(CommandContextTest, TheSamePersonOnAnotherDeviceIsAnotherHand) {
  ASSERT_OK(Submit(Create("a")));
  ASSERT_OK(Submit(Set("a", {3}), On("phone", AnOfficerOf("2421"))));

  EXPECT_EQ(OutcomeOn(1, On("tablet", AnOfficerOf("2421"))), kMerged);
}

TEST_F(CommandContextTest, WithoutADeviceItIsThePrincipal) {
  ASSERT_OK(Submit(Create("a")));
  ASSERT_OK(Submit(Set("a", {3}), AnOfficerOf("2421")));

  EXPECT_EQ(OutcomeOn(1, AnOfficerOf("2421")), kAccepted);
  EXPECT_EQ(OutcomeOn(1, AnAdministrator()), kMerged);
}

TEST_F(CommandContextTest, AProcessorThatReadsTheLogAnewKnowsTheSameHands) {
  ASSERT_OK(Submit(Create("a")));
  ASSERT_OK(Submit(Set("a", {3}), On("phone")));
  ASSERT_OK(Submit(Set("a", {4}), AnOfficerOf("2421")));
  CommandProcessor another(kTestPartnership, registry_, spy_);

  const auto give = [&](const Caller& caller) {
    return Give(another, caller, Restore("a", {1}, At(2)))->outcomes(0);
  };
  EXPECT_EQ(give(AnOfficerOf("2421")), kAccepted);
  EXPECT_EQ(give(On("phone")), kMerged);
}

TEST_F(CommandContextTest, RulesKnowWhereTheirFirstEventWillStand) {
  ASSERT_OK(Submit(Create("a")));
  ASSERT_OK(Submit(Set("a", {3, 4})));
  ASSERT_OK(Submit(Create("b")));

  ASSERT_OK_AND_ASSIGN(const CommandResult result, Submit(Restore("a", {1}), On("phone")));

  ASSERT_EQ(result.remarks_size(), 1);
  EXPECT_EQ(result.remarks(0).message(), "device phone writes revision 3 at 5");
  EXPECT_EQ(result.revision(), 3);
  EXPECT_EQ(result.position().position(), 5);
}

TEST_F(CommandContextTest, TheBaseIsRecordedWithTheEvent) {
  ASSERT_OK(Submit(Create("a")));
  ASSERT_OK(Submit(Set("a", {3})));
  ASSERT_OK(Submit(Restore("a", {1}, At(1))));

  ASSERT_OK_AND_ASSIGN(const auto events, storage::ReadAll(log_));
  v1::EventMetadata metadata;
  ASSERT_TRUE(metadata.ParseFromString(std::string(events.back().metadata())));
  EXPECT_EQ(metadata.base_position(), 1);
}

TEST_F(CommandContextTest, ABaseOfAnotherEpochIsRefused) {
  ASSERT_OK(Submit(Create("a")));
  ASSERT_OK(Submit(Set("a", {3})));
  v1::LedgerPosition base = At(1);
  base.set_epoch(Uuid::V7(Clock::System()).ToString());

  EXPECT_THAT(Submit(Restore("a", {1}, base)), IsRefused(kEpochMismatch));
  EXPECT_EQ(log_.Head(), Position(2));
}

TEST_F(CommandContextTest, ABasePastTheHeadIsRefused) {
  ASSERT_OK(Submit(Create("a")));
  ASSERT_OK(Submit(Set("a", {3})));

  EXPECT_THAT(Submit(Restore("a", {1}, At(3))), IsRefused(kPositionAhead));
  EXPECT_EQ(log_.Head(), Position(2));
  EXPECT_OK(Submit(Restore("a", {1}, At(2))));
}

TEST_F(CommandContextTest, WhoMayNotWriteIsNotToldAboutTheBase) {
  ASSERT_OK(Submit(Create("a", "2404")));

  EXPECT_THAT(Submit(Restore("a", {}, At(99)), AnOfficerOf("2421")),
              IsRefused(access::kAccessDenied));
}

// ---- Remarks ----------------------------------------------------------------------------------

TEST_F(CommandContextTest, RemarksAreKeptWithTheRequestAndAnsweredIdentically) {
  ASSERT_OK(Submit(Create("a")));
  ASSERT_OK(Submit(Set("a", {3}), On("phone")));
  const auto command = Restore("a", {1, 0}, At(1));
  ASSERT_OK_AND_ASSIGN(const CommandResult first, Submit(command));
  ASSERT_OK(Submit(Set("a", {8, 9})));

  ASSERT_OK_AND_ASSIGN(const CommandResult again, Submit(command));
  CommandProcessor another(kTestPartnership, registry_, spy_);
  ASSERT_OK_AND_ASSIGN(const CommandResult elsewhere, Give(another, AnAdministrator(), command));

  EXPECT_THAT(first.outcomes(), ElementsAre(kMerged, kRejected));
  ASSERT_EQ(first.remarks_size(), 2);
  EXPECT_EQ(first.remarks(0).edit(), 0);
  EXPECT_EQ(first.remarks(1).edit(), 1);
  EXPECT_EQ(first.remarks(1).reason(), "COUNTER_NOT_SET");
  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(elsewhere.SerializeAsString(), first.SerializeAsString());
}

TEST_F(CommandContextTest, RemarksOnWhatWritesNothingAreAnsweredToo) {
  ASSERT_OK(Submit(Create("a")));

  ASSERT_OK_AND_ASSIGN(const CommandResult result, Submit(Restore("a", {0, 0})));

  EXPECT_THAT(result.outcomes(), ElementsAre(kRejected, kRejected));
  EXPECT_EQ(result.remarks_size(), 2);
  EXPECT_EQ(result.revision(), 0);
  EXPECT_EQ(log_.Head(), Position(1));
}

}  // namespace
}  // namespace samverk::runtime
