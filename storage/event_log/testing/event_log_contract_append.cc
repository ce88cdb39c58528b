// The contract of appends: numbering, streams, conditions, all or nothing.

#include <limits>

#include "storage/event_log/log_reasons.h"
#include "storage/event_log/testing/event_log_contract.h"

namespace samverk::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using StreamEnd = AppendResult::StreamEnd;

TEST_P(EventLogContract, ANewLogIsEmpty) {
  EXPECT_EQ(log().Head(), Position(0));
  EXPECT_OK(log().Health());
  EXPECT_THAT(Facts(), IsEmpty());
  EXPECT_THAT(log().FindStream("a"), IsOkAndHolds(std::nullopt));
  EXPECT_EQ(log().identity().fingerprint_key.size(), 32);
  EXPECT_NE(log().identity().ledger_id, log().identity().epoch);
}

TEST_P(EventLogContract, TheFirstEventHasPositionOneAndRevisionZero) {
  ASSERT_OK_AND_ASSIGN(const AppendResult result, Append(AnAppend().OnStream("a")));

  EXPECT_EQ(result.first_position, Position(1));
  EXPECT_EQ(result.last_position, Position(1));
  EXPECT_THAT(result.streams, ElementsAre(StreamEnd{"a", Revision(0)}));
  EXPECT_EQ(log().Head(), Position(1));
}

TEST_P(EventLogContract, PositionsAndRevisionsHaveNoGaps) {
  Grow("a", 2);
  Grow("b", 3);
  Grow("a", 1);
  Grow("b", 1);

  ASSERT_OK_AND_ASSIGN(const auto events, ReadAll(log()));
  EXPECT_THAT(PositionsIn(events), ElementsAre(1, 2, 3, 4, 5, 6, 7));
  EXPECT_THAT(RevisionsIn(events), ElementsAre(0, 1, 0, 1, 2, 2, 3));
}

TEST_P(EventLogContract, WhatWasAppendedIsReadBack) {
  NewEvent event = AnEvent("workshops/å", "a\0b");
  event.event = std::string("zero \0 inside", 13);
  event.metadata = "who and why";
  event.personal = "sealed";
  event.type = "samverk.v1.WorkshopPlanned";
  event.schema_version = 7;
  event.occurred_at = clock().Now() - absl::Hours(24 * 30);
  const absl::Time now = clock().Now();

  ASSERT_OK(Append(AnAppend().With(event).Principal("anna").RequestId("r1")));

  ASSERT_OK_AND_ASSIGN(const auto events, ReadAll(log()));
  ASSERT_THAT(events, SizeIs(1));
  const RecordedEvent& read = events[0];
  EXPECT_EQ(read.resource(), "workshops/å");
  EXPECT_EQ(read.owner(), "organisations/test");
  EXPECT_EQ(read.type(), "samverk.v1.WorkshopPlanned");
  EXPECT_EQ(read.schema_version(), 7);
  EXPECT_EQ(read.metadata(), "who and why");
  EXPECT_EQ(read.event(), event.event);
  EXPECT_EQ(read.personal(), "sealed");
  EXPECT_EQ(read.actor(), "anna");
  EXPECT_EQ(read.request_id(), "r1");
  EXPECT_EQ(read.ordinal(), 0);
  EXPECT_EQ(read.recorded_at(), now);
  EXPECT_EQ(read.occurred_at(), *event.occurred_at);
  EXPECT_EQ(read.ledger_id(), log().identity().ledger_id.bytes());
  EXPECT_EQ(read.epoch(), log().identity().epoch.bytes());
}

TEST_P(EventLogContract, AnEventThatSaysNoTimeOccurredWhenItIsRecorded) {
  Grow("a", 1);

  ASSERT_OK_AND_ASSIGN(const auto events, ReadAll(log()));
  EXPECT_EQ(events[0].occurred_at(), events[0].recorded_at());
}

TEST_P(EventLogContract, TimesFarOutAreKept) {
  for (const int64_t micros : {std::numeric_limits<int64_t>::min(), int64_t{-1}, int64_t{0},
                               std::numeric_limits<int64_t>::max()}) {
    NewEvent event = AnEvent("a");
    event.occurred_at = absl::FromUnixMicros(micros);
    ASSERT_OK(Append(AnAppend().With(event)));
    ASSERT_OK_AND_ASSIGN(const auto events, ReadAll(log()));
    EXPECT_EQ(absl::ToUnixMicros(events.back().occurred_at()), micros);
  }
}

TEST_P(EventLogContract, EventsOfAnAppendAreNumberedByOrdinal) {
  ASSERT_OK(Append(AnAppend().OnStream("a").WithEvents(2).OnStream("b")));

  ASSERT_OK_AND_ASSIGN(const auto events, ReadAll(log()));
  ASSERT_THAT(events, SizeIs(3));
  for (uint32_t i = 0; i < 3; ++i) EXPECT_EQ(events[i].ordinal(), i);
}

TEST_P(EventLogContract, EachEventNamesTheLeafBeforeItInItsStream) {
  Grow("a", 1);
  Grow("b", 1);
  Grow("a", 2);

  ASSERT_OK_AND_ASSIGN(const auto events, ReadAll(log()));
  EXPECT_THAT(events[0].previous_leaf_hash(), IsEmpty());
  EXPECT_THAT(events[1].previous_leaf_hash(), IsEmpty());
  EXPECT_EQ(events[2].previous_leaf_hash(), AsBytes(LeafHash(events[0].leaf())));
  EXPECT_EQ(events[3].previous_leaf_hash(), AsBytes(LeafHash(events[2].leaf())));
}

TEST_P(EventLogContract, OneAppendMayWriteSeveralStreamsMixed) {
  Grow("b", 1);

  ASSERT_OK_AND_ASSIGN(const AppendResult result,
                       Append(AnAppend().OnStream("c").OnStream("b").OnStream("c").OnStream("a")));

  EXPECT_EQ(result.first_position, Position(2));
  EXPECT_EQ(result.last_position, Position(5));
  EXPECT_THAT(result.streams, ElementsAre(StreamEnd{"c", Revision(1)}, StreamEnd{"b", Revision(1)},
                                          StreamEnd{"a", Revision(0)}));
  EXPECT_EQ(LastRevision("c"), Revision(1));
  EXPECT_THAT(FactsOf("c"), SizeIs(2));
}

TEST_P(EventLogContract, AStreamIsNamedByThePositionOfItsFirstEvent) {
  Grow("a", 2);
  ASSERT_OK(Append(AnAppend().OnStream("a").OnStream("b")));

  EXPECT_EQ((*log().FindStream("a"))->id, StreamId(Position(1)));
  EXPECT_EQ((*log().FindStream("b"))->id, StreamId(Position(4)));
  EXPECT_EQ((*log().FindStream("b"))->last_revision, Revision(0));
}

TEST_P(EventLogContract, AStreamBelongsToTheOwnerOfItsFirstEvent) {
  NewEvent first = AnEvent("a");
  first.owner = "organisations/one";
  NewEvent second = AnEvent("a");
  second.owner = "organisations/two";

  ASSERT_OK(Append(AnAppend().With(first).With(second)));
  ASSERT_OK(Append(AnAppend().With(second)));

  EXPECT_EQ((*log().FindStream("a"))->owner, "organisations/one");
  ASSERT_OK_AND_ASSIGN(const auto events, ReadAll(log()));
  for (const RecordedEvent& event : events) EXPECT_EQ(event.owner(), "organisations/one");
}

TEST_P(EventLogContract, NamesThatBeginAlikeAreDifferentStreams) {
  Grow("a", 1);
  Grow("a/b", 2);
  Grow("a\x01", 3);
  Grow(absl::string_view("a\0", 2), 4);

  EXPECT_EQ(LastRevision("a"), Revision(0));
  EXPECT_EQ(LastRevision("a/b"), Revision(1));
  EXPECT_EQ(LastRevision("a\x01"), Revision(2));
  EXPECT_EQ(LastRevision(absl::string_view("a\0", 2)), Revision(3));
  EXPECT_THAT(log().FindStream("a/"), IsOkAndHolds(std::nullopt));
  EXPECT_THAT(log().FindStream("A"), IsOkAndHolds(std::nullopt));
}

// ---- Conditions ----

struct ConditionCase {
  Condition condition;
  const char* expected;  // As the refusal says it; null: the condition holds.
  const char* actual;
};

// On a log where "none" does not exist, "one" is at revision 0 and "three" at 2.
std::vector<ConditionCase> ConditionCases() {
  const auto any = [](const char* resource) {
    return Condition{resource, Condition::Kind::kAny, Revision()};
  };
  return {
      {any("none"), nullptr, nullptr},
      {any("three"), nullptr, nullptr},
      {Condition::NoStream("none"), nullptr, nullptr},
      {Condition::NoStream("one"), "none", "0"},
      {Condition::NoStream("three"), "none", "2"},
      {Condition::Exists("none"), "some", "none"},
      {Condition::Exists("one"), nullptr, nullptr},
      {Condition::Exists("three"), nullptr, nullptr},
      {Condition::Exact("none", Revision(0)), "0", "none"},
      {Condition::Exact("none", Revision(1)), "1", "none"},
      {Condition::Exact("one", Revision(0)), nullptr, nullptr},
      {Condition::Exact("one", Revision(1)), "1", "0"},
      {Condition::Exact("three", Revision(0)), "0", "2"},
      {Condition::Exact("three", Revision(1)), "1", "2"},
      {Condition::Exact("three", Revision(2)), nullptr, nullptr},
      {Condition::Exact("three", Revision(3)), "3", "2"},
      {Condition::Exact("three", Revision(UINT64_MAX)), "18446744073709551615", "2"},
  };
}

TEST_P(EventLogContract, EachConditionHoldsOrIsRefusedNamingWhatWasExpectedAndFound) {
  Grow("one", 1);
  Grow("three", 3);
  for (const ConditionCase& each : ConditionCases()) {
    SCOPED_TRACE(each.condition.resource);
    const Position before = log().Head();

    // A check-only condition: the event goes to another stream.
    const auto result = Append(AnAppend().If(each.condition).OnStream("other"));

    if (each.expected == nullptr) {
      EXPECT_OK(result);
      EXPECT_EQ(log().Head(), before + 1);
      continue;
    }
    EXPECT_THAT(result, IsRefused(kStaleRevision));
    EXPECT_EQ(MetadataOf(result.status(), "resource"), each.condition.resource);
    EXPECT_EQ(MetadataOf(result.status(), "expected"), each.expected);
    EXPECT_EQ(MetadataOf(result.status(), "actual"), each.actual);
    EXPECT_EQ(log().Head(), before);
  }
}

TEST_P(EventLogContract, EachConditionHoldsOrIsRefusedOnTheStreamThatIsWritten) {
  for (const ConditionCase& each : ConditionCases()) {
    // Fresh streams for each case, since writing changes them.
    const std::string suffix = absl::StrCat("/", log().Head().value());
    Grow("one" + suffix, 1);
    Grow("three" + suffix, 3);
    Condition condition = each.condition;
    condition.resource += suffix;
    SCOPED_TRACE(condition.resource);
    const Position before = log().Head();

    const auto result = Append(AnAppend().OnStream(condition).WithEvents(2));

    if (each.expected == nullptr) {
      EXPECT_OK(result);
      EXPECT_EQ(log().Head(), before + 2);
    } else {
      EXPECT_THAT(result, IsRefused(kStaleRevision));
      EXPECT_EQ(log().Head(), before);
    }
  }
}

TEST_P(EventLogContract, AStaleAppendWritesNothingToAnyStream) {
  Grow("a", 1);

  EXPECT_THAT(
      Append(AnAppend().OnStream("new").OnStream("a").OnStream(Condition::Exact("a", Revision(5)))),
      IsRefused(kStaleRevision));

  EXPECT_EQ(log().Head(), Position(1));
  EXPECT_THAT(log().FindStream("new"), IsOkAndHolds(std::nullopt));
  EXPECT_EQ(LastRevision("a"), Revision(0));
  Grow("new", 1);  // And leaves nothing behind that later appends trip over.
  EXPECT_EQ(LastRevision("new"), Revision(0));
}

TEST_P(EventLogContract, AllFailingConditionsAreNamedAndNoOthers) {
  Grow("a", 1);
  Grow("b", 2);

  const auto result = Append(AnAppend()
                                 .If(Condition::Exact("a", Revision(0)))
                                 .If(Condition::NoStream("b"))
                                 .If(Condition::Exists("c"))
                                 .If(Condition::Exact("d", Revision(7)))
                                 .OnStream("e"));

  EXPECT_THAT(result, IsRefused(kStaleRevision));
  EXPECT_EQ(MetadataOf(result.status(), "resource"), "b");
  EXPECT_EQ(MetadataOf(result.status(), "also c"), "expected some, actual none");
  EXPECT_EQ(MetadataOf(result.status(), "also d"), "expected 7, actual none");
  EXPECT_EQ(MetadataOf(result.status(), "also a"), "");
  EXPECT_EQ(result.status().message(),
            "b was to be at revision none but is at 1. Read it again, and decide again.");
}

TEST_P(EventLogContract, ConditionsAreCheckedBeforeAnythingOfTheAppendIsStaged) {
  // The append makes the stream, but the condition speaks of the time before.
  EXPECT_OK(Append(AnAppend().OnStream("a").If(Condition::NoStream("a"))));
  EXPECT_THAT(Append(AnAppend().OnStream("b").If(Condition::Exists("b"))),
              IsRefused(kStaleRevision));
}

TEST_P(EventLogContract, SeveralConditionsMaySpeakOfOneStream) {
  Grow("a", 1);

  EXPECT_OK(Append(
      AnAppend().OnStream("b").If(Condition::Exists("a")).If(Condition::Exact("a", Revision(0)))));
  EXPECT_THAT(
      Append(AnAppend().OnStream("b").If(Condition::Exists("a")).If(Condition::NoStream("a"))),
      IsRefused(kStaleRevision));
}

TEST_P(EventLogContract, OfTwoThatExpectTheSameRevisionOneWins) {
  Grow("a", 1);
  const auto first = StartAppend(log(), AnAppend().OnStream(Condition::Exact("a", Revision(0))));
  const auto second = StartAppend(log(), AnAppend().OnStream(Condition::Exact("a", Revision(0))));

  EXPECT_OK(first->Wait());
  EXPECT_THAT(second->Wait(), IsRefused(kStaleRevision));
  EXPECT_EQ(LastRevision("a"), Revision(1));
}

TEST_P(EventLogContract, ARefusalByTheProposalIsPassedOnAndWritesNothing) {
  const auto result = Append(AnAppend().OnStream("a").Deciding(
      [](PendingLog&, ProposedAppend&) { return absl::NotFoundError("no such thing"); }));

  EXPECT_EQ(result.status(), absl::NotFoundError("no such thing"));
  EXPECT_EQ(log().Head(), Position(0));
}

// ---- What a proposal sees ----

TEST_P(EventLogContract, AProposalSeesWhatWasAppendedBefore) {
  Grow("a", 3);
  Position head;
  std::optional<StreamInfo> stream;
  std::vector<RecordedEvent> from_one;
  absl::Time recorded_at;

  ASSERT_OK(Append(AnAppend().OnStream("b").Deciding([&](PendingLog& pending, ProposedAppend&) {
    head = pending.head();
    recorded_at = pending.recorded_at();
    stream = *pending.FindStream("a");
    from_one = *pending.ReadStream("a", Revision(1));
    return absl::OkStatus();
  })));

  EXPECT_EQ(head, Position(3));
  EXPECT_EQ(recorded_at, clock().Now());
  ASSERT_TRUE(stream.has_value());
  EXPECT_EQ(stream->id, StreamId(Position(1)));
  EXPECT_EQ(stream->last_revision, Revision(2));
  EXPECT_EQ(stream->owner, "organisations/test");
  EXPECT_THAT(RevisionsIn(from_one), ElementsAre(1, 2));
}

TEST_P(EventLogContract, AProposalSeesNothingWhereThereIsNothing) {
  Grow("a", 1);

  ASSERT_OK(Append(AnAppend().OnStream("b").Deciding([](PendingLog& pending, ProposedAppend&) {
    EXPECT_THAT(pending.FindStream("b"), IsOkAndHolds(std::nullopt));
    EXPECT_THAT(pending.ReadStream("b", Revision(0)), IsOkAndHolds(IsEmpty()));
    EXPECT_THAT(pending.ReadStream("a", Revision(1)), IsOkAndHolds(IsEmpty()));
    EXPECT_THAT(pending.ReadStream("a", Revision(UINT64_MAX)), IsOkAndHolds(IsEmpty()));
    return absl::OkStatus();
  })));
}

TEST_P(EventLogContract, AProposalSeesTheOneQueuedJustBeforeIt) {
  std::vector<uint64_t> seen;
  const auto first = StartAppend(log(), AnAppend().OnStream("a").WithEvents(2));
  const auto second = StartAppend(
      log(), AnAppend().OnStream("a").Deciding([&](PendingLog& pending, ProposedAppend&) {
        seen = RevisionsIn(*pending.ReadStream("a", Revision(0)));
        return absl::OkStatus();
      }));

  ASSERT_OK(first->Wait());
  ASSERT_OK(second->Wait());

  EXPECT_THAT(seen, ElementsAre(0, 1));
  EXPECT_EQ(LastRevision("a"), Revision(2));
}

TEST_P(EventLogContract, WhatAProposalReadsIsAtMostAPageAndTheRestFollows) {
  for (int i = 0; i < 6; ++i) Grow("a", 900);
  Grow("b", 1);
  std::vector<uint64_t> first_page, rest;

  ASSERT_OK(Append(AnAppend().OnStream("b").Deciding([&](PendingLog& pending, ProposedAppend&) {
    first_page = RevisionsIn(*pending.ReadStream("a", Revision(0)));
    rest = RevisionsIn(*pending.ReadStream("a", Revision(kPageEventsMax)));
    return absl::OkStatus();
  })));

  EXPECT_THAT(first_page, SizeIs(kPageEventsMax));
  EXPECT_EQ(first_page.back(), kPageEventsMax - 1);
  ASSERT_THAT(rest, SizeIs(5400 - kPageEventsMax));
  EXPECT_EQ(rest.back(), 5399);
}

TEST_P(EventLogContract, AProposalReadsNoMoreThanItAsksFor) {
  Grow("a", 3);
  Grow("b", 1);
  Grow("a", 2);
  std::vector<std::vector<uint64_t>> read;

  ASSERT_OK(Append(AnAppend().OnStream("b").Deciding([&](PendingLog& pending, ProposedAppend&) {
    for (const auto& [from, events_max] : std::vector<std::pair<uint64_t, size_t>>{
             {0, 1}, {3, 1}, {1, 3}, {4, 2}, {5, 1}, {0, 99}}) {
      read.push_back(RevisionsIn(*pending.ReadStream("a", Revision(from), events_max)));
    }
    return absl::OkStatus();
  })));

  EXPECT_THAT(read, ElementsAre(ElementsAre(0), ElementsAre(3), ElementsAre(1, 2, 3),
                                ElementsAre(4), IsEmpty(), ElementsAre(0, 1, 2, 3, 4)));
}

TEST_P(EventLogContract, AProposalReadsAcrossWhatIsWrittenAndWhatIsInFlight) {
  Grow("a", 2);
  std::vector<std::vector<uint64_t>> read;
  const auto first = StartAppend(log(), AnAppend().OnStream("a").WithEvents(3));
  const auto second = StartAppend(
      log(), AnAppend().OnStream("a").Deciding([&](PendingLog& pending, ProposedAppend&) {
        for (const auto& [from, events_max] : std::vector<std::pair<uint64_t, size_t>>{
                 {0, 1}, {0, 2}, {0, 3}, {1, 2}, {2, 1}, {3, 1}, {3, 9}}) {
          read.push_back(RevisionsIn(*pending.ReadStream("a", Revision(from), events_max)));
        }
        return absl::OkStatus();
      }));

  ASSERT_OK(first->Wait());
  ASSERT_OK(second->Wait());

  EXPECT_THAT(
      read, ElementsAre(ElementsAre(0), ElementsAre(0, 1), ElementsAre(0, 1, 2), ElementsAre(1, 2),
                        ElementsAre(2), ElementsAre(3), ElementsAre(3, 4)));
}

}  // namespace
}  // namespace samverk::storage
