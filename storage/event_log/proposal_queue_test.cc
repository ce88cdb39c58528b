#include "storage/event_log/proposal_queue.h"

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/testing/gate.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/event_log/limits.h"
#include "storage/event_log/testing/test_proposal.h"

namespace samverk::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsNull;
using ::testing::NotNull;
using ::testing::SizeIs;

using Added = ProposalQueue::Added;

std::unique_ptr<Proposal> AProposal(size_t size_bytes, absl::string_view request_id = "r") {
  return AnAppend().SizeBytes(size_bytes).RequestId(request_id).Build(std::make_shared<Trail>());
}

Added AddTo(ProposalQueue& queue, size_t size_bytes, absl::string_view request_id = "r") {
  std::unique_ptr<Proposal> proposal = AProposal(size_bytes, request_id);
  return queue.Add(proposal);
}

std::vector<std::string> RequestIdsIn(const std::vector<std::unique_ptr<Proposal>>& batch) {
  std::vector<std::string> ids;
  ids.reserve(batch.size());
  for (const auto& proposal : batch) ids.emplace_back(proposal->request_id());
  return ids;
}

TEST(ProposalQueueTest, GivesBackInOrderWhatWasAdded) {
  ProposalQueue queue(1000);
  AddTo(queue, 1, "a");
  AddTo(queue, 1, "b");
  AddTo(queue, 1, "c");

  EXPECT_THAT(RequestIdsIn(queue.Take()), ElementsAre("a", "b", "c"));
}

TEST(ProposalQueueTest, TakesOverWhatItQueuesAndLeavesTheRest) {
  ProposalQueue queue(10);
  std::unique_ptr<Proposal> fits = AProposal(10);
  std::unique_ptr<Proposal> too_much = AProposal(1);

  EXPECT_EQ(queue.Add(fits), Added::kQueued);
  EXPECT_EQ(queue.Add(too_much), Added::kFull);

  EXPECT_THAT(fits, IsNull());
  EXPECT_THAT(too_much, NotNull());
}

TEST(ProposalQueueTest, TakingMakesRoom) {
  ProposalQueue queue(10);
  EXPECT_EQ(AddTo(queue, 6), Added::kQueued);
  EXPECT_EQ(AddTo(queue, 5), Added::kFull);

  queue.Take();

  EXPECT_EQ(AddTo(queue, 10), Added::kQueued);
}

TEST(ProposalQueueTest, WhatIsLargerThanTheQueueIsRefusedHoweverLarge) {
  ProposalQueue queue(10);
  EXPECT_EQ(AddTo(queue, 1), Added::kQueued);

  EXPECT_EQ(AddTo(queue, 11), Added::kFull);
  EXPECT_EQ(AddTo(queue, SIZE_MAX), Added::kFull);
  EXPECT_EQ(AddTo(queue, SIZE_MAX - 5), Added::kFull);
}

TEST(ProposalQueueTest, ABatchHasAtMostSoManyProposals) {
  ProposalQueue queue(kQueueBytesMax);
  for (size_t i = 0; i < kBatchProposalsMax + 1; ++i) AddTo(queue, 1);

  EXPECT_THAT(queue.Take(), SizeIs(kBatchProposalsMax));
  EXPECT_THAT(queue.Take(), SizeIs(1));
}

TEST(ProposalQueueTest, ABatchHasAtMostSoManyBytes) {
  ProposalQueue queue(kQueueBytesMax);
  AddTo(queue, kBatchBytesMax - 1, "a");
  AddTo(queue, 1, "b");
  AddTo(queue, 1, "c");

  EXPECT_THAT(RequestIdsIn(queue.Take()), ElementsAre("a", "b"));
  EXPECT_THAT(RequestIdsIn(queue.Take()), ElementsAre("c"));
}

TEST(ProposalQueueTest, AProposalLargerThanABatchIsOneAlone) {
  ProposalQueue queue(kQueueBytesMax);
  AddTo(queue, kBatchBytesMax + 1, "a");
  AddTo(queue, 1, "b");

  EXPECT_THAT(RequestIdsIn(queue.Take()), ElementsAre("a"));
  EXPECT_THAT(RequestIdsIn(queue.Take()), ElementsAre("b"));
}

TEST(ProposalQueueTest, AClosedQueueLetsNothingInButEverythingOut) {
  ProposalQueue queue(kQueueBytesMax);
  AddTo(queue, kBatchBytesMax, "a");
  AddTo(queue, kBatchBytesMax, "b");

  queue.Close();

  std::unique_ptr<Proposal> late = AProposal(1);
  EXPECT_EQ(queue.Add(late), Added::kClosed);
  EXPECT_THAT(late, NotNull());
  EXPECT_THAT(RequestIdsIn(queue.Take()), ElementsAre("a"));
  EXPECT_THAT(RequestIdsIn(queue.Take()), ElementsAre("b"));
  EXPECT_THAT(queue.Take(), IsEmpty());
  EXPECT_THAT(queue.Take(), IsEmpty());
}

TEST(ProposalQueueTest, AFullAndClosedQueueIsClosed) {
  ProposalQueue queue(1);
  AddTo(queue, 1);
  queue.Close();

  EXPECT_EQ(AddTo(queue, 1), Added::kClosed);
}

TEST(ProposalQueueTest, ATakerIsWokenByAddingAndByClosing) {
  ProposalQueue queue(1000);
  Gate taken;
  std::vector<std::string> ids;
  std::thread taking([&] {
    for (auto batch = queue.Take(); !batch.empty(); batch = queue.Take()) {
      for (std::string& id : RequestIdsIn(batch)) ids.push_back(std::move(id));
      taken.Open();
    }
  });

  AddTo(queue, 1, "a");
  taken.Wait();
  AddTo(queue, 1, "b");
  queue.Close();
  taking.join();

  EXPECT_THAT(ids, ElementsAre("a", "b"));
}

TEST(ProposalQueueTest, NothingIsLostBetweenManyThreads) {
  ProposalQueue queue(kQueueBytesMax);
  size_t taken = 0;
  std::thread taking([&] {
    for (auto batch = queue.Take(); !batch.empty(); batch = queue.Take()) taken += batch.size();
  });
  std::vector<std::thread> adding;
  adding.reserve(3);
  for (int thread = 0; thread < 3; ++thread) {
    adding.emplace_back([&queue] {
      for (int i = 0; i < 2000; ++i) EXPECT_EQ(AddTo(queue, 1), Added::kQueued);
    });
  }
  for (std::thread& thread : adding) thread.join();
  queue.Close();
  taking.join();

  EXPECT_EQ(taken, 6000);
}

}  // namespace
}  // namespace samverk::storage
