// The contract of reading: directions, pages, filters, bounds, of ledgers and streams.

#include "storage/event_log/log_reasons.h"
#include "storage/event_log/testing/event_log_contract.h"

namespace samverk::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Optional;
using ::testing::SizeIs;

constexpr auto kBackward = ReadRange::Direction::kBackward;

// Positions 1 to 10: of "a" the odd ones, of "b" the even ones.
void FillTwoStreams(EventLog& log) {
  for (int i = 0; i < 5; ++i) ASSERT_OK(AppendAndWait(log, AnAppend().OnStream("a").OnStream("b")));
}

std::vector<uint64_t> PositionsOf(const absl::StatusOr<EventPage>& page) {
  EXPECT_OK(page);
  return page.ok() ? PositionsIn(page->events) : std::vector<uint64_t>();
}

TEST_P(EventLogContract, ReadsForwardFromAPositionOn) {
  FillTwoStreams(log());

  EXPECT_THAT(PositionsOf(log().ReadLedger({.from = 8})), ElementsAre(8, 9, 10));
  EXPECT_THAT(PositionsOf(log().ReadLedger({.from = 10})), ElementsAre(10));
  EXPECT_THAT(PositionsOf(log().ReadLedger({.from = 1})), SizeIs(10));
  EXPECT_THAT(PositionsOf(log().ReadLedger({.from = 0})), SizeIs(10));
}

TEST_P(EventLogContract, ReadsBackwardFromAPositionOn) {
  FillTwoStreams(log());

  EXPECT_THAT(PositionsOf(log().ReadLedger({.from = 3, .direction = kBackward})),
              ElementsAre(3, 2, 1));
  EXPECT_THAT(PositionsOf(log().ReadLedger({.from = 1, .direction = kBackward})), ElementsAre(1));
  EXPECT_THAT(PositionsOf(log().ReadLedger({.from = 0, .direction = kBackward})), IsEmpty());
  EXPECT_THAT(PositionsOf(log().ReadLedger({.from = UINT64_MAX, .direction = kBackward})),
              SizeIs(10));
}

TEST_P(EventLogContract, PastTheEndThereIsAnEmptyLastPage) {
  FillTwoStreams(log());

  for (const uint64_t from : {uint64_t{11}, uint64_t{12}, UINT64_MAX}) {
    ASSERT_OK_AND_ASSIGN(const EventPage page, log().ReadLedger({.from = from}));
    EXPECT_THAT(page.events, IsEmpty());
    EXPECT_EQ(page.next, std::nullopt);
    ASSERT_OK_AND_ASSIGN(const EventPage of_stream, log().ReadStream("a", {.from = from}));
    EXPECT_THAT(of_stream.events, IsEmpty());
    EXPECT_EQ(of_stream.next, std::nullopt);
  }
}

TEST_P(EventLogContract, PagesFollowEachOtherForward) {
  FillTwoStreams(log());

  ASSERT_OK_AND_ASSIGN(const EventPage first, log().ReadLedger({.from = 1, .events_max = 4}));
  EXPECT_THAT(PositionsIn(first.events), ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(first.next, Optional(5));
  ASSERT_OK_AND_ASSIGN(const EventPage last, log().ReadLedger({.from = 7, .events_max = 4}));
  EXPECT_THAT(PositionsIn(last.events), ElementsAre(7, 8, 9, 10));
  EXPECT_EQ(last.next, std::nullopt);  // Full and yet the last.
}

TEST_P(EventLogContract, PagesFollowEachOtherBackward) {
  FillTwoStreams(log());

  ASSERT_OK_AND_ASSIGN(const EventPage first,
                       log().ReadLedger({.from = 10, .direction = kBackward, .events_max = 4}));
  EXPECT_THAT(PositionsIn(first.events), ElementsAre(10, 9, 8, 7));
  EXPECT_THAT(first.next, Optional(6));
  ASSERT_OK_AND_ASSIGN(const EventPage last,
                       log().ReadLedger({.from = 2, .direction = kBackward, .events_max = 2}));
  EXPECT_THAT(PositionsIn(last.events), ElementsAre(2, 1));
  EXPECT_EQ(last.next, std::nullopt);
}

TEST_P(EventLogContract, EverySizeOfPageGivesTheSameEvents) {
  FillTwoStreams(log());
  const std::vector<std::string> forward = Facts();
  const std::vector<std::string> backward = Facts({.from = UINT64_MAX, .direction = kBackward});
  const std::vector<std::string> of_stream = FactsOf("b");
  EXPECT_EQ(forward, std::vector<std::string>(backward.rbegin(), backward.rend()));

  for (size_t size = 1; size <= 11; ++size) {
    EXPECT_EQ(Facts({.events_max = size}), forward);
    EXPECT_EQ(Facts({.from = UINT64_MAX, .direction = kBackward, .events_max = size}), backward);
    EXPECT_EQ(FactsOf("b", {.events_max = size}), of_stream);
    EXPECT_EQ(FactsOf("b", {.from = UINT64_MAX, .direction = kBackward, .events_max = size}),
              std::vector<std::string>(of_stream.rbegin(), of_stream.rend()));
  }
}

TEST_P(EventLogContract, APageOfNoEventsHasOne) {
  FillTwoStreams(log());

  EXPECT_THAT(PositionsOf(log().ReadLedger({.from = 1, .events_max = 0})), ElementsAre(1));
  EXPECT_THAT(PositionsOf(log().ReadLedger({.from = 1, .bytes_max = 0})), ElementsAre(1));
}

TEST_P(EventLogContract, APageEndsWithTheEventThatReachesItsBytes) {
  FillTwoStreams(log());
  ASSERT_OK_AND_ASSIGN(const auto events, ReadAll(log()));
  const size_t two_events = events[0].record().size() + events[1].record().size();

  EXPECT_THAT(PositionsOf(log().ReadLedger({.from = 1, .bytes_max = two_events - 1})),
              ElementsAre(1, 2));
  EXPECT_THAT(PositionsOf(log().ReadLedger({.from = 1, .bytes_max = two_events})),
              ElementsAre(1, 2));
  EXPECT_THAT(PositionsOf(log().ReadLedger({.from = 1, .bytes_max = two_events + 1})),
              ElementsAre(1, 2, 3));
}

TEST_P(EventLogContract, PagesHaveALimitOfEventsWhateverIsAsked) {
  for (int i = 0; i < 5; ++i) Grow("a", 1000);
  ASSERT_OK_AND_ASSIGN(const EventPage whole,
                       log().ReadLedger({.from = 1, .events_max = SIZE_MAX}));
  EXPECT_THAT(whole.events, SizeIs(kPageEventsMax));
  EXPECT_EQ(whole.next, std::nullopt);

  Grow("a", 1);

  ASSERT_OK_AND_ASSIGN(const EventPage page, log().ReadLedger({.from = 1, .events_max = SIZE_MAX}));
  EXPECT_THAT(page.events, SizeIs(kPageEventsMax));
  EXPECT_THAT(page.next, Optional(kPageEventsMax + 1));
  ASSERT_OK_AND_ASSIGN(const EventPage of_stream, log().ReadStream("a", {.events_max = SIZE_MAX}));
  EXPECT_THAT(of_stream.events, SizeIs(kPageEventsMax));
  EXPECT_THAT(of_stream.next, Optional(kPageEventsMax));
}

TEST_P(EventLogContract, PagesHaveALimitOfBytesWhateverIsAsked) {
  const std::string large(kPayloadBytesMax - 100, 'x');
  const size_t count = kPageBytesMax / kPayloadBytesMax + 2;
  for (size_t i = 0; i < count; ++i) ASSERT_OK(Append(AnAppend().With(AnEvent("a", large))));

  ASSERT_OK_AND_ASSIGN(const EventPage page, log().ReadLedger({.from = 1, .bytes_max = SIZE_MAX}));

  size_t bytes = 0;
  for (const RecordedEvent& event : page.events) bytes += event.record().size();
  EXPECT_GE(bytes, kPageBytesMax);
  EXPECT_LT(bytes - page.events.back().record().size(), kPageBytesMax);
  EXPECT_THAT(page.next, Optional(page.events.size() + 1));
}

// ---- Types ----

void FillTypes(EventLog& log) {
  for (const char* type : {"t.A", "t.B", "t.A", "t.C", "t.B", "t.A"}) {
    NewEvent event = AnEvent("a");
    event.type = type;
    ASSERT_OK(AppendAndWait(log, AnAppend().With(event)));
  }
}

TEST_P(EventLogContract, TypesFilterBothWays) {
  FillTypes(log());

  EXPECT_THAT(PositionsOf(log().ReadLedger({.from = 1, .types = {"t.A"}})), ElementsAre(1, 3, 6));
  EXPECT_THAT(PositionsOf(log().ReadLedger({.from = 6, .direction = kBackward, .types = {"t.A"}})),
              ElementsAre(6, 3, 1));
  EXPECT_THAT(PositionsOf(log().ReadLedger({.from = 1, .types = {"t.C", "t.B"}})),
              ElementsAre(2, 4, 5));
  EXPECT_THAT(PositionsOf(log().ReadStream("a", {.types = {"t.B"}})), ElementsAre(2, 5));
  EXPECT_THAT(PositionsOf(log().ReadLedger({.from = 1, .types = {"t.D"}})), IsEmpty());
  EXPECT_THAT(PositionsOf(log().ReadLedger({.from = 1, .types = {"t"}})), IsEmpty());
}

TEST_P(EventLogContract, FilteredPagesCountWhatTheyReturn) {
  FillTypes(log());

  ASSERT_OK_AND_ASSIGN(const EventPage page,
                       log().ReadLedger({.from = 1, .events_max = 2, .types = {"t.A"}}));

  EXPECT_THAT(PositionsIn(page.events), ElementsAre(1, 3));
  EXPECT_THAT(page.next, Optional(4));
}

TEST_P(EventLogContract, AFilteredPageLooksAtSoManyEventsAndMayHoldNone) {
  for (size_t i = 0; i < kPageScanMax; i += 1000) Grow("a", 1000);
  NewEvent rare = AnEvent("a");
  rare.type = "t.Rare";
  ASSERT_OK(Append(AnAppend().With(rare)));
  const ReadRange ranges[] = {
      {.from = 1, .types = {"t.Rare"}},
      {.from = kPageScanMax, .direction = kBackward, .types = {"t.Rare"}},
  };

  ASSERT_OK_AND_ASSIGN(const EventPage page, log().ReadLedger(ranges[0]));
  EXPECT_THAT(page.events, IsEmpty());
  EXPECT_THAT(page.next, Optional(kPageScanMax + 1));
  EXPECT_THAT(PositionsOf(log().ReadLedger({.from = *page.next, .types = {"t.Rare"}})),
              ElementsAre(kPageScanMax + 1));

  ASSERT_OK_AND_ASSIGN(const EventPage back, log().ReadLedger(ranges[1]));
  EXPECT_THAT(back.events, IsEmpty());
  EXPECT_EQ(back.next, std::nullopt);
  ASSERT_OK_AND_ASSIGN(const EventPage of_stream, log().ReadStream("a", {.types = {"t.Rare"}}));
  EXPECT_THAT(of_stream.events, IsEmpty());
  EXPECT_THAT(of_stream.next, Optional(kPageScanMax));
}

// ---- Up to ----

TEST_P(EventLogContract, NothingAfterUpToIsRead) {
  FillTwoStreams(log());

  EXPECT_THAT(PositionsOf(log().ReadLedger({.from = 4, .up_to = Position(6)})),
              ElementsAre(4, 5, 6));
  EXPECT_THAT(PositionsOf(log().ReadLedger({.from = 7, .up_to = Position(6)})), IsEmpty());
  EXPECT_THAT(PositionsOf(log().ReadLedger({.from = 1, .up_to = Position(0)})), IsEmpty());
  EXPECT_THAT(PositionsOf(log().ReadLedger({.from = 9, .up_to = Position(UINT64_MAX)})),
              ElementsAre(9, 10));
  EXPECT_THAT(PositionsOf(log().ReadLedger(
                  {.from = UINT64_MAX, .direction = kBackward, .up_to = Position(2)})),
              ElementsAre(2, 1));
}

TEST_P(EventLogContract, NothingOfAStreamAfterUpToIsRead) {
  FillTwoStreams(log());

  EXPECT_THAT(PositionsOf(log().ReadStream("b", {.up_to = Position(7)})), ElementsAre(2, 4, 6));
  EXPECT_THAT(PositionsOf(log().ReadStream("b", {.up_to = Position(6)})), ElementsAre(2, 4, 6));
  EXPECT_THAT(PositionsOf(log().ReadStream("b", {.up_to = Position(5)})), ElementsAre(2, 4));
  EXPECT_THAT(PositionsOf(log().ReadStream(
                  "b", {.from = UINT64_MAX, .direction = kBackward, .up_to = Position(5)})),
              ElementsAre(4, 2));
}

TEST_P(EventLogContract, AStreamThatBeganAfterUpToIsEmpty) {
  FillTwoStreams(log());

  for (const auto direction : {ReadRange::Direction::kForward, kBackward}) {
    ASSERT_OK_AND_ASSIGN(
        const EventPage page,
        log().ReadStream("b", {.from = 3, .direction = direction, .up_to = Position(1)}));
    EXPECT_THAT(page.events, IsEmpty());
    EXPECT_EQ(page.next, std::nullopt);
  }
}

// ---- Streams ----

TEST_P(EventLogContract, AStreamIsReadByRevision) {
  FillTwoStreams(log());

  EXPECT_THAT(PositionsOf(log().ReadStream("b", {.from = 3})), ElementsAre(8, 10));
  EXPECT_THAT(PositionsOf(log().ReadStream("b", {.from = 0})), ElementsAre(2, 4, 6, 8, 10));
  EXPECT_THAT(PositionsOf(log().ReadStream("b", {.from = 2, .direction = kBackward})),
              ElementsAre(6, 4, 2));
  EXPECT_THAT(PositionsOf(log().ReadStream("b", {.from = 0, .direction = kBackward})),
              ElementsAre(2));
  EXPECT_THAT(PositionsOf(log().ReadStream("b", {.from = UINT64_MAX, .direction = kBackward})),
              SizeIs(5));
}

TEST_P(EventLogContract, PagesOfAStreamFollowEachOther) {
  FillTwoStreams(log());

  ASSERT_OK_AND_ASSIGN(const EventPage forward, log().ReadStream("b", {.events_max = 2}));
  EXPECT_THAT(forward.next, Optional(2));
  ASSERT_OK_AND_ASSIGN(const EventPage backward,
                       log().ReadStream("b", {.from = 4, .direction = kBackward, .events_max = 4}));
  EXPECT_THAT(backward.next, Optional(0));
  ASSERT_OK_AND_ASSIGN(
      const EventPage last,
      log().ReadStream("b", {.from = *backward.next, .direction = kBackward, .events_max = 1}));
  EXPECT_THAT(RevisionsIn(last.events), ElementsAre(0));
  EXPECT_EQ(last.next, std::nullopt);
}

TEST_P(EventLogContract, AStreamThatDoesNotExistIsNotFound) {
  Grow("a", 1);

  const auto page = log().ReadStream("b", {});

  EXPECT_THAT(page, IsRefused(kResourceUnknown));
  EXPECT_EQ(MetadataOf(page.status(), "resource"), "b");
  EXPECT_THAT(log().ReadStream("", {}), IsRefused(kResourceUnknown));
}

TEST_P(EventLogContract, TheOldestInMemoryIsAtMostOnePastTheHead) {
  EXPECT_LE(log().OldestInMemory(), log().Head() + 1);
  FillTwoStreams(log());

  EXPECT_LE(log().OldestInMemory(), log().Head() + 1);
  EXPECT_GE(log().OldestInMemory(), Position(1));
}

TEST_P(EventLogContract, EventsOutliveThePageAndTheLog) {
  Grow("a", 1);
  std::vector<RecordedEvent> kept;
  {
    ASSERT_OK_AND_ASSIGN(EventPage page, log().ReadLedger({.from = 1}));
    kept = page.events;
  }
  Close();

  EXPECT_EQ(kept[0].resource(), "a");
}

}  // namespace
}  // namespace samverk::storage
