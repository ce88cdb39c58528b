#include "services/runtime/command_processor.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/testing/fake_clock.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/time_util.h"
#include "gtest/gtest.h"
#include "services/access/access.h"
#include "services/runtime/event_codec.h"
#include "services/runtime/resource_name.h"
#include "services/runtime/testing/counter_slice.h"
#include "services/runtime/testing/given_command.h"
#include "services/runtime/testing/spy_log.h"
#include "storage/event_log/in_memory_event_log.h"
#include "storage/event_log/limits.h"
#include "storage/event_log/log_reasons.h"
#include "storage/event_log/testing/test_proposal.h"

namespace samverk::runtime {
namespace {

using storage::Condition;
using storage::Position;
using storage::Revision;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using v1::CommandResult;

constexpr auto kAccepted = v1::EDIT_OUTCOME_ACCEPTED;
constexpr auto kConverged = v1::EDIT_OUTCOME_CONVERGED;

class CommandProcessorTest : public ::testing::Test {
 protected:
  CommandProcessorTest() { AddCounters(registry_); }

  absl::StatusOr<CommandResult> Submit(const google::protobuf::Message& command,
                                       const Caller& caller = AnAdministrator()) {
    return Give(processor_, caller, command);
  }
  std::vector<storage::RecordedEvent> Events() {
    auto events = storage::ReadAll(log_);
    EXPECT_OK(events);
    return events.ok() ? *events : std::vector<storage::RecordedEvent>();
  }
  // A processor that knows nothing yet, on the same log.
  std::unique_ptr<CommandProcessor> Another() {
    return std::make_unique<CommandProcessor>(kTestPartnership, registry_, spy_);
  }

  FakeClock clock_;
  CommandRegistry registry_;
  storage::InMemoryEventLog log_{clock_};
  SpyLog spy_{log_};
  CommandProcessor processor_{kTestPartnership, registry_, spy_};
};

std::string BytesOf(const absl::StatusOr<CommandResult>& result) {
  return result.ok() ? result->SerializeAsString() : result.status().ToString();
}

// ---- Deciding and appending -------------------------------------------------------------------

TEST_F(CommandProcessorTest, ACommandIsDecidedAndAppendedAndItsPlaceIsAnswered) {
  ASSERT_OK(Submit(Create("a")));
  ASSERT_OK_AND_ASSIGN(const CommandResult result, Submit(Add("a", 5)));

  EXPECT_EQ(result.name(), CounterName("a"));
  EXPECT_EQ(result.revision(), 1);
  EXPECT_EQ(result.position().position(), 2);
  EXPECT_EQ(result.position().epoch(), log_.identity().epoch.ToString());
  EXPECT_THAT(result.outcomes(), IsEmpty());
  const auto events = Events();
  ASSERT_THAT(events, SizeIs(2));
  EXPECT_EQ(events[1].resource(), "counters/a");
  EXPECT_EQ(events[1].owner(), "organisations/2421");
  EXPECT_EQ(events[1].type(), "samverk.testing.v1.CounterAdvanced");
  EXPECT_EQ(events[1].actor(), "administrator");
}

TEST_F(CommandProcessorTest, WhoWhyAndWhenAreRecordedWithTheEvent) {
  Caller caller = AnOfficerOf("2421");
  caller.device = "phone";
  ASSERT_OK(Submit(Create("a"), caller));
  auto command = Add("a", 5);
  command.mutable_provenance()->set_reason("a late note");
  *command.mutable_provenance()->mutable_occurred_at() =
      google::protobuf::util::TimeUtil::SecondsToTimestamp(1000);

  ASSERT_OK(Submit(command, caller));

  const storage::RecordedEvent event = Events().back();
  EXPECT_EQ(event.occurred_at(), absl::FromUnixSeconds(1000));
  EXPECT_EQ(event.recorded_at(), clock_.Now());
  EXPECT_EQ(event.request_id(), command.request_id());
  v1::EventMetadata metadata;
  ASSERT_TRUE(metadata.ParseFromString(std::string(event.metadata())));
  EXPECT_EQ(metadata.actor().organisation(), OrganisationName("2421"));
  EXPECT_EQ(metadata.actor().role(), v1::ROLE_OFFICER);
  EXPECT_EQ(metadata.provenance().reason(), "a late note");
  EXPECT_EQ(metadata.device(), "phone");
  // What the leaf holds is not held twice.
  EXPECT_EQ(metadata.actor().principal(), "");
  EXPECT_FALSE(metadata.provenance().has_occurred_at());
}

TEST_F(CommandProcessorTest, WhatTheRulesRefuseWritesNothing) {
  ASSERT_OK(Submit(Create("a")));

  EXPECT_THAT(Submit(Add("a", kCounterMax + 1)), IsRefused(kCounterFull));
  EXPECT_THAT(Submit(Create("a")), IsRefused(kCounterExists));
  EXPECT_THAT(Submit(Add("b", 1)), IsRefused(kCounterNotFound));

  EXPECT_EQ(log_.Head(), Position(1));
}

TEST_F(CommandProcessorTest, EachCommandIsDecidedOnWhatTheOnesBeforeItLeft) {
  ASSERT_OK(Submit(Create("a")));

  EXPECT_OK(Submit(Add("a", kCounterMax - 1)));
  EXPECT_THAT(Submit(Add("a", 2)), IsRefused(kCounterFull));
  EXPECT_OK(Submit(Add("a", 1)));
  EXPECT_THAT(Submit(Add("a", 1)), IsRefused(kCounterFull));
}

TEST_F(CommandProcessorTest, TheEventsOfACommandAreOneAppend) {
  ASSERT_OK(Submit(Create("a")));
  ASSERT_OK_AND_ASSIGN(const CommandResult result, Submit(Set("a", {3, 4, 5})));

  EXPECT_EQ(result.revision(), 3);
  EXPECT_EQ(result.position().position(), 4);
  EXPECT_THAT(result.outcomes(), ElementsAre(kAccepted, kAccepted, kAccepted));
  const auto events = Events();
  for (uint32_t ordinal = 0; ordinal < 3; ++ordinal) {
    EXPECT_EQ(events[ordinal + 1].ordinal(), ordinal);
    EXPECT_EQ(events[ordinal + 1].request_id(), events[1].request_id());
  }
}

TEST_F(CommandProcessorTest, AllOrNothingIsWrittenOfACommand) {
  ASSERT_OK(Submit(Create("a")));

  EXPECT_THAT(Submit(Set("a", {3, kCounterMax + 1})), IsRefused(kCounterFull));

  EXPECT_EQ(log_.Head(), Position(1));
}

TEST_F(CommandProcessorTest, AnEventOfALaterVersionLeavesTheStateAlone) {
  ASSERT_OK(Submit(Create("a")));
  storage::NewEvent later = storage::AnEvent("counters/a");
  later.type = "samverk.testing.v1.CounterMovedToTheMoon";
  ASSERT_OK(AppendAndWait(log_, storage::AnAppend().With(later)));

  ASSERT_OK_AND_ASSIGN(const CommandResult result, Submit(Add("a", kCounterMax)));

  EXPECT_EQ(result.revision(), 2);
}

// ---- Conditions -------------------------------------------------------------------------------

bool Is(const Condition& condition, const Condition& expected) {
  return condition.resource == expected.resource && condition.kind == expected.kind &&
         (expected.kind != Condition::Kind::kExact || condition.revision == expected.revision);
}
MATCHER_P(IsCondition, expected, "") { return Is(arg, expected); }

TEST_F(CommandProcessorTest, WhatIsCreatedIsConditionalOnItsAbsence) {
  ASSERT_OK(Submit(Create("a")));

  EXPECT_THAT(spy_.last_append().conditions,
              ElementsAre(IsCondition(Condition::NoStream("counters/a"))));
}

TEST_F(CommandProcessorTest, WhatIsChangedIsConditionalOnTheRevisionThatWasRead) {
  ASSERT_OK(Submit(Create("a")));
  ASSERT_OK(Submit(Add("a", 1)));
  ASSERT_OK(Submit(Add("a", 1)));

  EXPECT_THAT(spy_.last_append().conditions,
              ElementsAre(IsCondition(Condition::Exact("counters/a", Revision(1)))));
}

TEST_F(CommandProcessorTest, ALinkThatWasFoundIsConditionalOnItsExistence) {
  ASSERT_OK(Submit(Create("a")));
  auto command = Create("b");
  command.set_sibling(CounterName("a"));
  ASSERT_OK(Submit(command));

  EXPECT_THAT(spy_.last_append().conditions,
              ElementsAre(IsCondition(Condition::NoStream("counters/b")),
                          IsCondition(Condition::Exists("counters/a"))));
}

TEST_F(CommandProcessorTest, AClaimIsConditionalOnTheRevisionOfItsStream) {
  ASSERT_OK(Submit(Create("a")));
  ASSERT_OK(Submit(Claim("a", "red")));
  EXPECT_THAT(spy_.last_append().conditions,
              ElementsAre(IsCondition(Condition::Exact("counters/a", Revision(0))),
                          IsCondition(Condition::NoStream("claims/red"))));

  ASSERT_OK(Submit(Release("a", "red")));
  EXPECT_THAT(spy_.last_append().conditions,
              ElementsAre(IsCondition(Condition::Exact("counters/a", Revision(1))),
                          IsCondition(Condition::Exact("claims/red", Revision(0)))));
}

// ---- Expected revisions -----------------------------------------------------------------------

TEST_F(CommandProcessorTest, ACommandThatExpectsTheRevisionThatIsThereIsTaken) {
  ASSERT_OK(Submit(Create("a")));

  EXPECT_OK(Submit(Add("a", 1, 0)));
  EXPECT_OK(Submit(Add("a", 1, 1)));
}

TEST_F(CommandProcessorTest, ACommandThatExpectsAnotherRevisionIsAbortedAndWritesNothing) {
  ASSERT_OK(Submit(Create("a")));
  ASSERT_OK(Submit(Add("a", 1)));

  const auto behind = Submit(Add("a", 1, 0));
  const auto ahead = Submit(Add("a", 1, 2));

  EXPECT_THAT(behind, IsRefused(storage::kStaleRevision));
  EXPECT_THAT(ahead, IsRefused(storage::kStaleRevision));
  EXPECT_THAT(std::string(behind.status().message()),
              ::testing::HasSubstr("counters/a was to be at revision 0 but is at 1"));
  EXPECT_EQ(log_.Head(), Position(2));
}

TEST_F(CommandProcessorTest, WhatDoesNotExistIsNotStaleButMissing) {
  EXPECT_THAT(Submit(Add("a", 1, 0)), IsRefused(kCounterNotFound));
}

// ---- Requests that are repeated ---------------------------------------------------------------

TEST_F(CommandProcessorTest, ARepeatedCommandGetsTheIdenticalAnswer) {
  ASSERT_OK(Submit(Create("a")));
  const auto command = Set("a", {0, 5, 5});
  ASSERT_OK_AND_ASSIGN(const CommandResult first, Submit(command));
  ASSERT_OK(Submit(Add("a", 1)));

  ASSERT_OK_AND_ASSIGN(const CommandResult again, Submit(command));

  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());
  EXPECT_THAT(again.outcomes(), ElementsAre(kConverged, kAccepted, kConverged));
  EXPECT_EQ(log_.Head(), Position(3));
}

TEST_F(CommandProcessorTest, ARepeatedCommandThatWouldBeRefusedTodayGetsItsAnswerOfThen) {
  const auto create = Create("a");
  ASSERT_OK_AND_ASSIGN(const CommandResult created, Submit(create));
  const auto add = Add("a", kCounterMax, 0);
  ASSERT_OK_AND_ASSIGN(const CommandResult added, Submit(add));

  EXPECT_EQ(BytesOf(Submit(create)), created.SerializeAsString());
  EXPECT_EQ(BytesOf(Submit(add)), added.SerializeAsString());
}

TEST_F(CommandProcessorTest, ARepeatedClaimGetsTheAnswerAboutItsOwnResource) {
  ASSERT_OK(Submit(Create("a")));
  const auto claim = Claim("a", "red");
  ASSERT_OK_AND_ASSIGN(const CommandResult first, Submit(claim));
  ASSERT_OK(Submit(Release("a", "red")));

  EXPECT_EQ(BytesOf(Submit(claim)), first.SerializeAsString());
}

TEST_F(CommandProcessorTest, AnotherProcessorOnTheSameLogAnswersInTheSameWords) {
  ASSERT_OK(Submit(Create("a")));
  const auto command = Set("a", {7});
  ASSERT_OK_AND_ASSIGN(const CommandResult first, Submit(command));

  EXPECT_EQ(BytesOf(Give(*Another(), AnAdministrator(), command)), first.SerializeAsString());
}

TEST_F(CommandProcessorTest, ARequestIdIsGoodForOneRequestOnly) {
  ASSERT_OK(Submit(Create("a")));
  const auto command = Add("a", 1);
  ASSERT_OK(Submit(command));

  auto other_amount = command;
  other_amount.set_amount(2);
  auto other_counter = command;
  other_counter.set_name(CounterName("b"));
  auto other_reason = command;
  other_reason.mutable_provenance()->set_reason("another");
  testing::v1::SetCounterRequest other_kind = Set("a", {1});
  other_kind.set_request_id(command.request_id());

  EXPECT_THAT(Submit(other_amount), IsRefused(storage::kRequestIdReused));
  EXPECT_THAT(Submit(other_counter), IsRefused(storage::kRequestIdReused));
  EXPECT_THAT(Submit(other_reason), IsRefused(storage::kRequestIdReused));
  EXPECT_THAT(Submit(other_kind), IsRefused(storage::kRequestIdReused));
  EXPECT_EQ(log_.Head(), Position(2));
}

TEST_F(CommandProcessorTest, ARequestIdIsThePrincipalsOwn) {
  ASSERT_OK(Submit(Create("a")));
  const auto command = Add("a", 1);
  ASSERT_OK(Submit(command));

  ASSERT_OK_AND_ASSIGN(const CommandResult others, Submit(command, AnOfficerOf("2421")));

  EXPECT_EQ(others.revision(), 2);
}

TEST_F(CommandProcessorTest, TheSameRequestFromAnotherDeviceIsTheSameRequest) {
  ASSERT_OK(Submit(Create("a")));
  const auto command = Add("a", 1);
  ASSERT_OK_AND_ASSIGN(const CommandResult first, Submit(command));
  Caller elsewhere = AnAdministrator();
  elsewhere.device = "phone";

  EXPECT_EQ(BytesOf(Submit(command, elsewhere)), first.SerializeAsString());
}

TEST_F(CommandProcessorTest, ARefusedCommandMayBeRepeatedWhenItCanBeTaken) {
  const auto command = Add("a", 1);
  EXPECT_THAT(Submit(command), IsRefused(kCounterNotFound));
  ASSERT_OK(Submit(Create("a")));

  EXPECT_OK(Submit(command));
}

// ---- Commands that change nothing -------------------------------------------------------------

TEST_F(CommandProcessorTest, ACommandThatChangesNothingWritesNothingAndSaysSo) {
  ASSERT_OK(Submit(Create("a")));
  ASSERT_OK(Submit(Set("a", {5})));
  ASSERT_OK(Submit(Create("b")));

  ASSERT_OK_AND_ASSIGN(const CommandResult result, Submit(Set("a", {5, 5})));

  EXPECT_EQ(result.name(), CounterName("a"));
  EXPECT_EQ(result.revision(), 1);
  EXPECT_EQ(result.position().position(), 3);
  EXPECT_EQ(result.position().epoch(), log_.identity().epoch.ToString());
  EXPECT_THAT(result.outcomes(), ElementsAre(kConverged, kConverged));
  EXPECT_EQ(log_.Head(), Position(3));
}

TEST_F(CommandProcessorTest, OutcomesStandInTheOrderOfTheEdits) {
  ASSERT_OK(Submit(Create("a")));

  ASSERT_OK_AND_ASSIGN(const CommandResult result, Submit(Set("a", {0, 1, 1, 0, 0})));

  EXPECT_THAT(result.outcomes(),
              ElementsAre(kConverged, kAccepted, kConverged, kAccepted, kConverged));
  EXPECT_EQ(result.revision(), 2);
}

// ---- Links and claims -------------------------------------------------------------------------

TEST_F(CommandProcessorTest, ALinkIsReadFromTheLog) {
  auto command = Create("b");
  command.set_sibling(CounterName("a"));
  EXPECT_THAT(Submit(command), IsRefused(kSiblingNotFound));
  ASSERT_OK(Submit(Create("a")));

  EXPECT_OK(Submit(command));
}

TEST_F(CommandProcessorTest, AClaimIsWrittenWithItsOwnersEventInOneAppend) {
  ASSERT_OK(Submit(Create("a")));
  ASSERT_OK_AND_ASSIGN(const CommandResult result, Submit(Claim("a", "red")));

  EXPECT_EQ(result.revision(), 1);
  EXPECT_EQ(result.position().position(), 3);
  const auto events = Events();
  ASSERT_THAT(events, SizeIs(3));
  EXPECT_EQ(events[1].resource(), "counters/a");
  EXPECT_EQ(events[2].resource(), "claims/red");
  // It belongs to whom the counter belongs.
  EXPECT_EQ(events[2].owner(), "organisations/2421");
  EXPECT_EQ(events[1].request_id(), events[2].request_id());
}

TEST_F(CommandProcessorTest, WhatOneHoldsNobodyElseCanClaim) {
  ASSERT_OK(Submit(Create("a")));
  ASSERT_OK(Submit(Create("b")));
  ASSERT_OK(Submit(Claim("a", "red")));

  EXPECT_THAT(Submit(Claim("b", "red")), IsRefused(kLabelTaken));
  EXPECT_THAT(Submit(Release("b", "red")), IsRefused(kLabelNotHeld));
  EXPECT_OK(Submit(Claim("b", "blue")));
  EXPECT_OK(Submit(Release("a", "red")));
  EXPECT_OK(Submit(Claim("b", "red")));
}

// ---- States -----------------------------------------------------------------------------------

TEST_F(CommandProcessorTest, AStateThatIsKnownIsNotReadAgain) {
  ASSERT_OK(Submit(Create("a")));
  ASSERT_OK(Submit(Claim("a", "red")));
  for (int i = 0; i < 10; ++i) ASSERT_OK(Submit(Add("a", 1)));
  ASSERT_OK(Submit(Release("a", "red")));

  EXPECT_EQ(spy_.stream_reads(), 0);
}

TEST_F(CommandProcessorTest, AStateOfManyPagesIsFoldedWhole) {
  ASSERT_OK(Submit(Create("a")));
  int64_t value = 0;
  while (log_.Head().value() <= storage::kPageEventsMax) {
    std::vector<int64_t> values;
    values.reserve(900);
    for (int i = 0; i < 900; ++i) values.push_back(++value % 500);
    ASSERT_OK(Submit(Set("a", values)));
  }
  const auto another = Another();

  EXPECT_THAT(Give(*another, AnAdministrator(), Add("a", kCounterMax - value % 500 + 1)),
              IsRefused(kCounterFull));
  EXPECT_OK(Give(*another, AnAdministrator(), Add("a", kCounterMax - value % 500)));
}

TEST_F(CommandProcessorTest, AClaimOfManyPagesIsFoldedWhole) {
  ASSERT_OK(Submit(Create("a")));
  ASSERT_OK(Submit(Create("b")));
  ASSERT_OK(Submit(Claim("a", "red")));
  storage::NewEvent unknown = storage::AnEvent("claims/red");
  unknown.type = "samverk.testing.v1.LabelPolished";
  while (log_.Head().value() <= storage::kPageEventsMax) {
    storage::AnAppend append;
    append.With(unknown).WithEvents(900);
    ASSERT_OK(AppendAndWait(log_, append));
  }
  ASSERT_OK(Submit(Release("a", "red")));
  ASSERT_OK(Submit(Claim("b", "red")));

  const auto another = Another();
  EXPECT_THAT(Give(*another, AnAdministrator(), Claim("a", "red")), IsRefused(kLabelTaken));
  EXPECT_OK(Give(*another, AnAdministrator(), Release("b", "red")));
}

TEST_F(CommandProcessorTest, TwoProcessorsOnOneLogSeeWhatTheOtherWrote) {
  const auto another = Another();
  ASSERT_OK(Submit(Create("a")));
  ASSERT_OK(Give(*another, AnAdministrator(), Add("a", 600)));

  EXPECT_THAT(Submit(Add("a", 600)), IsRefused(kCounterFull));
  ASSERT_OK(Submit(Set("a", {0})));
  EXPECT_OK(Give(*another, AnAdministrator(), Add("a", 600)));
}

// ---- Access -----------------------------------------------------------------------------------

TEST_F(CommandProcessorTest, AnOfficerWorksWithWhatTheOwnOrganisationOwns) {
  const Caller officer = AnOfficerOf("2421");

  EXPECT_OK(Submit(Create("a", "2421"), officer));
  EXPECT_OK(Submit(Add("a", 1), officer));
  EXPECT_THAT(Submit(Create("b", "2404"), officer), IsRefused(access::kAccessDenied));
  ASSERT_OK(Submit(Create("b", "2404")));
  EXPECT_THAT(Submit(Add("b", 1), officer), IsRefused(access::kAccessDenied));
}

TEST_F(CommandProcessorTest, MissingAndNotYoursAnswerAlike) {
  ASSERT_OK(Submit(Create("theirs", "2404")));
  const Caller officer = AnOfficerOf("2421");

  const auto missing = Submit(Add("missing", 1), officer);
  const auto not_yours = Submit(Add("theirs", 1), officer);

  EXPECT_THAT(missing, IsRefused(access::kAccessDenied));
  EXPECT_EQ(missing.status(), not_yours.status());  // Payloads too.
}

TEST_F(CommandProcessorTest, WhetherANameIsTakenIsToldOnlyToThoseWhoMayCreateIt) {
  ASSERT_OK(Submit(Create("taken", "2404")));
  const Caller officer = AnOfficerOf("2421");

  const auto taken = Submit(Create("taken", "2404"), officer);
  const auto free = Submit(Create("free", "2404"), officer);

  EXPECT_THAT(taken, IsRefused(access::kAccessDenied));
  EXPECT_EQ(taken.status(), free.status());
}

TEST_F(CommandProcessorTest, WhoMayWriteNothingIsDeniedBeforeAnythingElse) {
  Caller auditor = AnAdministrator();
  auditor.actor.set_role(v1::ROLE_AUDITOR);
  Caller nobody = AnAdministrator();
  nobody.actor.set_role(v1::ROLE_UNSPECIFIED);
  const auto create = Create("a");
  ASSERT_OK(Submit(create));

  EXPECT_THAT(Submit(create, auditor), IsRefused(access::kAccessDenied));
  EXPECT_THAT(Submit(create, nobody), IsRefused(access::kAccessDenied));
  EXPECT_THAT(Submit(Add("a", 1, 99), auditor), IsRefused(access::kAccessDenied));
}

TEST_F(CommandProcessorTest, OwnersAreWholeNamesAndNothingHasNone) {
  ASSERT_OK(Submit(Create("a", "2421")));
  ASSERT_OK(Submit(Claim("a", "red")));

  EXPECT_THAT(processor_.OwnerOf("counters/a"), IsOkAndHolds(OrganisationName("2421")));
  EXPECT_THAT(processor_.OwnerOf("claims/red"), IsOkAndHolds(OrganisationName("2421")));
  EXPECT_THAT(processor_.OwnerOf("counters/missing"), IsOkAndHolds(""));
  ASSERT_OK(Submit(Create("missing", "2404")));
  EXPECT_THAT(processor_.OwnerOf("counters/missing"), IsOkAndHolds(OrganisationName("2404")));
}

}  // namespace
}  // namespace samverk::runtime
