#include "storage/event_log/proposal_queue.h"

#include <utility>

#include "base/spin.h"

namespace samverk::storage {
namespace {

// How long Take looks out for the next proposal before it sleeps.
constexpr absl::Duration kTakeSpin = absl::Microseconds(150);

}  // namespace

ProposalQueue::Added ProposalQueue::Add(std::unique_ptr<Proposal>& proposal) {
  MutexLock lock(mutex_);
  if (closed_) return Added::kClosed;
  const size_t size_bytes = proposal->size_bytes();
  if (size_bytes > bytes_max_ - bytes_) return Added::kFull;
  bytes_ += size_bytes;
  waiting_.push_back({std::move(proposal), size_bytes});
  stirred_.store(true, std::memory_order_release);
  // Waking is a system call: only when somebody sleeps.
  if (taker_sleeps_) wake_.NotifyOne();
  return Added::kQueued;
}

std::vector<std::unique_ptr<Proposal>> ProposalQueue::Take() {
  // A lone client sends its next append as soon as it has the answer to the last.
  SpinUntil([this] { return stirred_.load(std::memory_order_acquire); }, kTakeSpin);
  MutexLock lock(mutex_);
  while (waiting_.empty() && !closed_) {
    taker_sleeps_ = true;
    wake_.Wait(mutex_);
  }
  taker_sleeps_ = false;
  std::vector<std::unique_ptr<Proposal>> batch;
  size_t batch_bytes = 0;
  while (!waiting_.empty() && batch.size() < kBatchProposalsMax &&
         (batch.empty() || batch_bytes + waiting_.front().size_bytes <= kBatchBytesMax)) {
    batch_bytes += waiting_.front().size_bytes;
    batch.push_back(std::move(waiting_.front().proposal));
    waiting_.pop_front();
  }
  bytes_ -= batch_bytes;
  stirred_.store(closed_ || !waiting_.empty(), std::memory_order_relaxed);
  return batch;
}

void ProposalQueue::Close() {
  MutexLock lock(mutex_);
  closed_ = true;
  stirred_.store(true, std::memory_order_release);
  wake_.NotifyOne();
}

}  // namespace samverk::storage
