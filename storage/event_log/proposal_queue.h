// ProposalQueue: what waits to be written, bounded by bytes.

#ifndef SAMVERK_STORAGE_EVENT_LOG_PROPOSAL_QUEUE_H_
#define SAMVERK_STORAGE_EVENT_LOG_PROPOSAL_QUEUE_H_

#include <atomic>
#include <cstddef>
#include <deque>
#include <memory>
#include <vector>

#include "base/mutex.h"
#include "storage/event_log/event_log.h"

namespace samverk::storage {

// Any thread may add; one takes.
class ProposalQueue {
 public:
  enum class Added { kQueued, kFull, kClosed };

  explicit ProposalQueue(size_t bytes_max) : bytes_max_(bytes_max) {}

  // Takes over `proposal` only if it answers kQueued.
  Added Add(std::unique_ptr<Proposal>& proposal) LOCKS_EXCLUDED(mutex_);

  // Waits until something is queued and takes a batch of it, in order, within the
  // limits of limits.h. Empty: the queue was closed and nothing is left.
  std::vector<std::unique_ptr<Proposal>> Take() LOCKS_EXCLUDED(mutex_);

  // Lets nothing more in; what is queued can still be taken.
  void Close() LOCKS_EXCLUDED(mutex_);

 private:
  const size_t bytes_max_;
  Mutex mutex_;
  CondVar wake_;
  struct Waiting {
    std::unique_ptr<Proposal> proposal;
    size_t size_bytes = 0;
  };
  std::deque<Waiting> waiting_ GUARDED_BY(mutex_);
  size_t bytes_ GUARDED_BY(mutex_) = 0;
  bool closed_ GUARDED_BY(mutex_) = false;
  bool taker_sleeps_ GUARDED_BY(mutex_) = false;
  // Whether Take has something to look at; to be read without the lock.
  std::atomic<bool> stirred_{false};
};

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_EVENT_LOG_PROPOSAL_QUEUE_H_
