// The contract of limits: each at its maximum, and one past it.

#include "storage/event_log/log_reasons.h"
#include "storage/event_log/testing/event_log_contract.h"

namespace samverk::storage {
namespace {

using ::testing::SizeIs;

std::string Bytes(size_t size) { return std::string(size, 'x'); }

// An append of one event that `change` has its way with.
AnAppend Changed(const std::function<void(NewEvent&)>& change) {
  NewEvent event = AnEvent("a");
  change(event);
  return AnAppend().With(event);
}

struct EventLimit {
  const char* name;
  size_t bytes_max;
  std::function<void(NewEvent& event, size_t bytes)> fill;
};

std::vector<EventLimit> EventLimits() {
  return {
      {"resource", kResourceBytesMax, [](NewEvent& e, size_t n) { e.resource = Bytes(n); }},
      {"owner", kOwnerBytesMax, [](NewEvent& e, size_t n) { e.owner = Bytes(n); }},
      {"type", kTypeBytesMax, [](NewEvent& e, size_t n) { e.type = Bytes(n); }},
      {"event", kPayloadBytesMax,
       [](NewEvent& e, size_t n) {
         e.metadata = "";
         e.event = Bytes(n);
       }},
      {"metadata", kPayloadBytesMax,
       [](NewEvent& e, size_t n) {
         e.metadata = Bytes(n);
         e.event = "";
       }},
      {"metadata and event", kPayloadBytesMax,
       [](NewEvent& e, size_t n) {
         e.metadata = Bytes(1000);
         e.event = Bytes(n - 1000);
       }},
      {"personal part", kPersonalBytesMax, [](NewEvent& e, size_t n) { e.personal = Bytes(n); }},
  };
}

TEST_P(EventLogContract, EachLimitOfAnEventHoldsAtItsMaximumAndNotOnePastIt) {
  for (const EventLimit& limit : EventLimits()) {
    SCOPED_TRACE(limit.name);
    const Position before = log().Head();

    EXPECT_THAT(Append(Changed([&](NewEvent& event) { limit.fill(event, limit.bytes_max + 1); })),
                IsRefused(kAppendMalformed));
    EXPECT_EQ(log().Head(), before);
    EXPECT_OK(Append(Changed([&](NewEvent& event) { limit.fill(event, limit.bytes_max); })));
    EXPECT_EQ(log().Head(), before + 1);
  }
}

TEST_P(EventLogContract, PayloadAndPersonalPartHaveTheirLimitsApart) {
  EXPECT_OK(Append(Changed([](NewEvent& event) {
    event.metadata = "";
    event.event = Bytes(kPayloadBytesMax);
    event.personal = Bytes(kPersonalBytesMax);
  })));
}

TEST_P(EventLogContract, AnEventNeedsAResourceAndATypeButNothingElse) {
  EXPECT_THAT(Append(Changed([](NewEvent& event) { event.resource = ""; })),
              IsRefused(kAppendMalformed));
  EXPECT_THAT(Append(Changed([](NewEvent& event) { event.type = ""; })),
              IsRefused(kAppendMalformed));
  EXPECT_OK(Append(Changed([](NewEvent& event) {
    event.owner = "";
    event.metadata = "";
    event.event = "";
    event.schema_version = 0;
  })));
}

TEST_P(EventLogContract, NamesAreUtf8BecauseOthersReadTheLeaves) {
  const std::string latin1 = "Ume\xe5";
  EXPECT_THAT(Append(AnAppend().OnStream(latin1)), IsRefused(kAppendMalformed));
  EXPECT_THAT(Append(Changed([&](NewEvent& event) { event.owner = latin1; })),
              IsRefused(kAppendMalformed));
  EXPECT_THAT(Append(Changed([&](NewEvent& event) { event.type = latin1; })),
              IsRefused(kAppendMalformed));
  EXPECT_THAT(Append(AnAppend().OnStream("a").Principal(latin1)), IsRefused(kAppendMalformed));
  EXPECT_THAT(Append(AnAppend().OnStream("a").RequestId(latin1)), IsRefused(kAppendMalformed));
  EXPECT_EQ(log().Head(), Position(0));

  EXPECT_OK(Append(AnAppend().OnStream("Umeå").Principal("Åsa").RequestId("ö")));
  // What the log does not understand may be any bytes.
  EXPECT_OK(Append(Changed([&](NewEvent& event) {
    event.metadata = latin1;
    event.event = latin1;
    event.personal = latin1;
  })));
}

TEST_P(EventLogContract, EverythingAtItsMaximumAtOnceFits) {
  NewEvent event = AnEvent(Bytes(kResourceBytesMax), Bytes(kPayloadBytesMax));
  event.metadata = "";
  event.owner = Bytes(kOwnerBytesMax);
  event.type = Bytes(kTypeBytesMax);
  event.personal = Bytes(kPersonalBytesMax);
  event.schema_version = UINT32_MAX;
  event.occurred_at = absl::InfinitePast();
  for (const char* last : {"1", "2"}) {  // The second has a leaf before it.
    EXPECT_OK(Append(AnAppend()
                         .With(event)
                         .Principal(Bytes(kPrincipalBytesMax))
                         .RequestId(Bytes(kRequestIdBytesMax - 1) + last)
                         .Outcome(Bytes(kOutcomeBytesMax))));
  }

  ASSERT_OK_AND_ASSIGN(const auto events, ReadAll(log()));
  ASSERT_THAT(events, SizeIs(2));
  EXPECT_LE(events[1].leaf().size(), kLeafBytesMax);
  EXPECT_EQ(events[1].event(), event.event);
}

TEST_P(EventLogContract, AnAppendHasOneToAThousandEvents) {
  EXPECT_THAT(Append(AnAppend()), IsRefused(kAppendMalformed));
  EXPECT_THAT(Append(AnAppend().OnStream("a").WithEvents(kEventsPerAppendMax + 1)),
              IsRefused(kAppendMalformed));
  EXPECT_EQ(log().Head(), Position(0));

  EXPECT_OK(Append(AnAppend().OnStream("a").WithEvents(kEventsPerAppendMax)));
  EXPECT_EQ(log().Head(), Position(kEventsPerAppendMax));
}

TEST_P(EventLogContract, ALargeAppendIsRepeatedWhole) {
  const AnAppend append =
      AnAppend().OnStream("a").WithEvents(kEventsPerAppendMax - 1).OnStream("b");
  ASSERT_OK_AND_ASSIGN(const AppendResult first, Append(append));

  EXPECT_THAT(Append(append), IsOkAndHolds(first));
}

TEST_P(EventLogContract, AMalformedEventAmongGoodOnesRefusesThemAll) {
  NewEvent bad = AnEvent("a");
  bad.type = "";

  EXPECT_THAT(Append(AnAppend().OnStream("a").OnStream("b").With(bad)),
              IsRefused(kAppendMalformed));

  EXPECT_EQ(log().Head(), Position(0));
  EXPECT_THAT(log().FindStream("a"), IsOkAndHolds(std::nullopt));
}

TEST_P(EventLogContract, AnAppendTakesAMebibyteInAll) {
  constexpr size_t kEvents = kAppendBytesMax / kPayloadBytesMax;
  AnAppend append = AnAppend();
  for (size_t i = 0; i < kEvents; ++i) {
    NewEvent event = AnEvent("a", Bytes(kPayloadBytesMax - 200));
    event.metadata = Bytes(100);
    event.personal = Bytes(100);
    append.With(event);
  }
  AnAppend one_more = append;
  NewEvent byte = AnEvent("a", "x");
  byte.metadata = "";
  one_more.With(byte).RequestId("one more");

  EXPECT_THAT(Append(one_more), IsRefused(kAppendMalformed));
  EXPECT_OK(Append(append));
}

TEST_P(EventLogContract, AnOutcomeHasALimit) {
  EXPECT_THAT(Append(AnAppend().OnStream("a").Outcome(Bytes(kOutcomeBytesMax + 1))),
              IsRefused(kAppendMalformed));
  const AnAppend append = AnAppend().OnStream("a").Outcome(Bytes(kOutcomeBytesMax));
  ASSERT_OK_AND_ASSIGN(const AppendResult first, Append(append));
  EXPECT_THAT(Append(append), IsOkAndHolds(first));
}

TEST_P(EventLogContract, APrincipalHasOneToAHundredBytes) {
  for (const size_t bytes : {size_t{0}, kPrincipalBytesMax + 1, size_t{256}, size_t{1000}}) {
    EXPECT_THAT(Append(AnAppend().OnStream("a").Principal(Bytes(bytes))),
                IsRefused(kAppendMalformed))
        << bytes;
  }
  EXPECT_EQ(log().Head(), Position(0));
  EXPECT_OK(Append(AnAppend().OnStream("a").Principal(Bytes(kPrincipalBytesMax))));
  EXPECT_OK(Append(AnAppend().OnStream("a").Principal("a")));
}

TEST_P(EventLogContract, ARequestIdHasOneToSixtyFourBytes) {
  for (const size_t bytes : {size_t{0}, kRequestIdBytesMax + 1, size_t{1000}}) {
    EXPECT_THAT(Append(AnAppend().OnStream("a").RequestId(Bytes(bytes))),
                IsRefused(kAppendMalformed))
        << bytes;
  }
  EXPECT_EQ(log().Head(), Position(0));
  EXPECT_OK(Append(AnAppend().OnStream("a").RequestId(Bytes(kRequestIdBytesMax))));
  EXPECT_OK(Append(AnAppend().OnStream("a").RequestId("r")));
}

TEST_P(EventLogContract, AFingerprintHas32Bytes) {
  for (const size_t bytes : {size_t{0}, size_t{31}, size_t{33}, size_t{1} << 20}) {
    EXPECT_THAT(Append(AnAppend().OnStream("a").Fingerprint(Bytes(bytes))),
                IsRefused(kAppendMalformed))
        << bytes;
  }
  EXPECT_OK(Append(AnAppend().OnStream("a").Fingerprint(Bytes(32))));
}

TEST_P(EventLogContract, AMalformedProposalIsNotEvenAskedWhenItsNamesAreWrong) {
  const auto trail = StartAppend(log(), AnAppend().OnStream("a").Principal(Bytes(101)));
  EXPECT_THAT(trail->Wait(), IsRefused(kAppendMalformed));
  Close();

  EXPECT_THAT(trail->calls(), ::testing::ElementsAre("OnDone", "destroyed"));
}

}  // namespace
}  // namespace samverk::storage
