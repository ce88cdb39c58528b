// The contract of requests: the life of a proposal, and that a repeated request gets
// the identical answer.

#include <atomic>

#include "storage/event_log/log_reasons.h"
#include "storage/event_log/testing/event_log_contract.h"

namespace samverk::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// ---- The life of a proposal ----

TEST_P(EventLogContract, AnAcceptedProposalIsProposedStagedAnsweredAndDestroyed) {
  const auto trail = StartAppend(log(), AnAppend().OnStream("a"));
  ASSERT_OK(trail->Wait());
  Close();

  EXPECT_THAT(trail->calls(), ElementsAre("Propose", "OnStaged", "OnDone", "destroyed"));
}

TEST_P(EventLogContract, ARefusedProposalIsNotStaged) {
  const auto trail = StartAppend(log(), AnAppend().OnStream(Condition::Exists("a")));
  EXPECT_THAT(trail->Wait(), IsRefused(kStaleRevision));
  Close();

  EXPECT_THAT(trail->calls(), ElementsAre("Propose", "OnDone", "destroyed"));
}

TEST_P(EventLogContract, ARepeatedRequestIsAnsweredWithoutAsking) {
  const AnAppend append = AnAppend().OnStream("a");
  ASSERT_OK(Append(append));

  const auto trail = StartAppend(log(), append);
  ASSERT_OK(trail->Wait());
  Close();

  EXPECT_THAT(trail->calls(), ElementsAre("OnDone", "destroyed"));
}

TEST_P(EventLogContract, OnStagedSaysExactlyWhatIsThenRead) {
  Grow("a", 1);

  const auto trail = StartAppend(log(), AnAppend().OnStream("a").WithEvents(2).OnStream("b"));
  ASSERT_OK(trail->Wait());

  ASSERT_OK_AND_ASSIGN(const auto events, ReadAll(log(), {.from = 2}));
  ASSERT_THAT(trail->staged(), SizeIs(3));
  ASSERT_THAT(events, SizeIs(3));
  for (size_t i = 0; i < 3; ++i) EXPECT_EQ(trail->staged()[i].record(), events[i].record());
}

TEST_P(EventLogContract, WhatIsAnsweredCanBeRead) {
  std::vector<std::string> problems;

  for (uint64_t i = 1; i <= 50; ++i) {
    ASSERT_OK(Append(AnAppend().OnStream("a").WhenDone([&, i](const auto& result) {
      if (log().Head() < result->last_position) problems.push_back("the head is behind");
      const auto page = log().ReadLedger({.from = i});
      if (!page.ok() || page->events.size() != 1) problems.push_back("the event is not there");
    })));
  }

  EXPECT_THAT(problems, IsEmpty());
}

TEST_P(EventLogContract, AnAnswerMayLeadToAnotherAppend) {
  std::shared_ptr<Trail> next;

  ASSERT_OK(Append(AnAppend().OnStream("a").WhenDone(
      [&](const auto&) { next = StartAppend(log(), AnAppend().OnStream("a")); })));

  ASSERT_OK(next->Wait());
  EXPECT_EQ(LastRevision("a"), Revision(1));
}

TEST_P(EventLogContract, AppendsOfManyThreadsAreAllNumberedOnce) {
  std::vector<std::thread> threads;
  threads.reserve(4);
  std::atomic<int> refused = 0;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([this, thread, &refused] {
      for (int i = 0; i < 25; ++i) {
        const auto result =
            Append(AnAppend().OnStream("shared").OnStream(absl::StrCat("own/", thread)));
        if (!result.ok()) ++refused;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();

  EXPECT_EQ(refused, 0);
  EXPECT_EQ(log().Head(), Position(200));
  EXPECT_EQ(LastRevision("shared"), Revision(99));
  for (int thread = 0; thread < 4; ++thread) {
    EXPECT_EQ(LastRevision(absl::StrCat("own/", thread)), Revision(24));
  }
  ASSERT_OK_AND_ASSIGN(const auto events, ReadAll(log()));
  for (uint64_t i = 0; i < events.size(); ++i) EXPECT_EQ(events[i].position(), Position(i + 1));
}

TEST_P(EventLogContract, AppendsOfOneThreadAreAnsweredInTheirOrder) {
  Mutex mutex;
  std::vector<int> order;
  std::vector<std::shared_ptr<Trail>> trails;
  trails.reserve(100);
  for (int i = 0; i < 100; ++i) {
    trails.push_back(StartAppend(log(), AnAppend().OnStream("a").WhenDone([&, i](const auto&) {
      MutexLock lock(mutex);
      order.push_back(i);
    })));
  }
  for (const auto& trail : trails) ASSERT_OK(trail->Wait());

  MutexLock lock(mutex);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(order[i], i);
}

// ---- Repeated requests ----

TEST_P(EventLogContract, ARepeatedRequestGetsTheIdenticalAnswerAndWritesNothing) {
  Grow("b", 3);
  const AnAppend append =
      AnAppend().OnStream("a").WithEvents(2).OnStream("b").Outcome("two of three");
  ASSERT_OK_AND_ASSIGN(const AppendResult first, Append(append));
  EXPECT_EQ(first.outcome, "two of three");
  Grow("a", 1);
  Grow("b", 5);  // The answer is about then, not about now.
  const Position before = log().Head();

  EXPECT_THAT(Append(append), IsOkAndHolds(first));
  EXPECT_THAT(Append(append), IsOkAndHolds(first));
  EXPECT_EQ(log().Head(), before);
}

TEST_P(EventLogContract, TheAnswerToARepeatedRequestDoesNotDependOnWhatWouldBeProposedNow) {
  const AnAppend append = AnAppend().OnStream(Condition::NoStream("a")).RequestId("r");
  ASSERT_OK_AND_ASSIGN(const AppendResult first, Append(append));

  // Its condition no longer holds, and it would now write elsewhere.
  EXPECT_THAT(Append(append), IsOkAndHolds(first));
  EXPECT_THAT(Append(AnAppend().OnStream("elsewhere").RequestId("r")), IsOkAndHolds(first));
  EXPECT_EQ(log().Head(), Position(1));
}

TEST_P(EventLogContract, RepeatedWhileTheFirstIsOnItsWayGetsTheSameAnswer) {
  const AnAppend append = AnAppend().OnStream("a");

  std::vector<std::shared_ptr<Trail>> trails;
  trails.reserve(10);
  for (int i = 0; i < 10; ++i) trails.push_back(StartAppend(log(), append));

  ASSERT_OK_AND_ASSIGN(const AppendResult first, trails[0]->Wait());
  for (const auto& trail : trails) EXPECT_THAT(trail->Wait(), IsOkAndHolds(first));
  EXPECT_EQ(log().Head(), Position(1));
}

TEST_P(EventLogContract, TheSameIdForAnotherRequestIsRefused) {
  ASSERT_OK(Append(AnAppend().OnStream("a").RequestId("r").Content("one")));

  const auto result = Append(AnAppend().OnStream("a").RequestId("r").Content("other"));

  EXPECT_THAT(result, IsRefused(kRequestIdReused));
  EXPECT_EQ(MetadataOf(result.status(), "request_id"), "r");
  EXPECT_EQ(log().Head(), Position(1));
}

TEST_P(EventLogContract, TheSameIdForAnotherRequestIsRefusedWhileTheFirstIsOnItsWay) {
  const auto first = StartAppend(log(), AnAppend().OnStream("a").RequestId("r").Content("one"));
  const auto second = StartAppend(log(), AnAppend().OnStream("a").RequestId("r").Content("other"));

  EXPECT_OK(first->Wait());
  EXPECT_THAT(second->Wait(), IsRefused(kRequestIdReused));
}

TEST_P(EventLogContract, RequestIdsOfTwoPrincipalsHaveNothingToDoWithEachOther) {
  ASSERT_OK(Append(AnAppend().OnStream("a").Principal("anna").RequestId("r").Content("one")));

  EXPECT_OK(Append(AnAppend().OnStream("a").Principal("bo").RequestId("r").Content("other")));
  EXPECT_EQ(log().Head(), Position(2));
}

TEST_P(EventLogContract, PrincipalAndRequestIdDoNotRunTogether) {
  ASSERT_OK(Append(AnAppend().OnStream("a").Principal("ab").RequestId("c").Content("one")));

  EXPECT_OK(Append(AnAppend().OnStream("a").Principal("a").RequestId("bc").Content("other")));
}

TEST_P(EventLogContract, ARefusedRequestStoresNothingAndMayBeRepeatedAsAnother) {
  const auto refuse = [](PendingLog&, ProposedAppend&) { return absl::NotFoundError(""); };
  EXPECT_THAT(Append(AnAppend().OnStream("a").RequestId("r").Content("one").Deciding(refuse)),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Append(AnAppend().OnStream(Condition::Exists("a")).RequestId("r").Content("two")),
              IsRefused(kStaleRevision));
  EXPECT_THAT(Append(AnAppend().RequestId("r").Content("three")), IsRefused(kAppendMalformed));

  ASSERT_OK_AND_ASSIGN(const AppendResult result,
                       Append(AnAppend().OnStream("a").RequestId("r").Content("four")));

  EXPECT_EQ(result.first_position, Position(1));
}

TEST_P(EventLogContract, ARefusedRequestIsDecidedAnewWhenRepeated) {
  const AnAppend append = AnAppend().OnStream(Condition::Exists("a"));
  EXPECT_THAT(Append(append), IsRefused(kStaleRevision));
  Grow("a", 1);

  EXPECT_OK(Append(append));
  EXPECT_EQ(LastRevision("a"), Revision(1));
}

TEST_P(EventLogContract, OutcomesAreKeptWhateverTheirBytes) {
  const std::string outcome("\0\xff outcome", 10);
  const AnAppend append = AnAppend().OnStream("a").Outcome(outcome);

  ASSERT_OK_AND_ASSIGN(const AppendResult first, Append(append));

  EXPECT_EQ(first.outcome, outcome);
  EXPECT_THAT(Append(append), IsOkAndHolds(first));
}

TEST_P(EventLogContract, TheFirstEventOfAnAppendTellsOfIt) {
  ASSERT_OK(Append(AnAppend().OnStream("a").WithEvents(2)));

  ASSERT_OK_AND_ASSIGN(const auto events, ReadAll(log()));
  EXPECT_NE(events[0].append_trace(), "");
  EXPECT_EQ(events[1].append_trace(), "");
}

}  // namespace
}  // namespace samverk::storage
