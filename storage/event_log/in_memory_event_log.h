// InMemoryEventLog: an EventLog without a disk, for tests and simulations.
//
// Keeps every promise of event_log.h but durability. Proposals run on the thread
// that calls Append, one at a time, and are acknowledged before it returns.

#ifndef SAMVERK_STORAGE_EVENT_LOG_IN_MEMORY_EVENT_LOG_H_
#define SAMVERK_STORAGE_EVENT_LOG_IN_MEMORY_EVENT_LOG_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/mutex.h"
#include "storage/event_log/event_log.h"
#include "storage/event_log/position_waiters.h"
#include "storage/event_log/recording_time.h"
#include "storage/event_log/staged_batch.h"

namespace samverk::storage {

class InMemoryEventLog final : public EventLog {
 public:
  // An empty log with a new identity. `clock` must outlive it.
  explicit InMemoryEventLog(const Clock& clock);
  ~InMemoryEventLog() override;

  const LedgerIdentity& identity() const override { return identity_; }
  void Append(std::unique_ptr<Proposal> proposal) override;
  Position Head() const override;
  Position OldestInMemory() const override { return Position(1); }
  absl::Status Health() const override { return absl::OkStatus(); }
  absl::StatusOr<std::optional<StreamInfo>> FindStream(absl::string_view resource) const override;
  absl::StatusOr<EventPage> ReadLedger(const ReadRange& range) const override;
  absl::StatusOr<EventPage> ReadStream(absl::string_view resource,
                                       const ReadRange& range) const override;
  absl::StatusOr<Position> PositionAt(absl::Time time) const override;
  uint64_t WhenPast(Position position, std::function<void()> wake) override;
  void CancelWake(uint64_t id) override { waiters_.Cancel(id); }

 private:
  class Committed;
  struct Stream {
    std::string owner;
    std::vector<size_t> events;  // Indexes into events_.
  };

  absl::StatusOr<AppendResult> Run(Proposal& proposal) EXCLUSIVE_LOCKS_REQUIRED(writer_);

  const LedgerIdentity identity_;
  Mutex writer_;  // One proposal at a time. Taken before mutex_.
  RecordingTime time_ GUARDED_BY(writer_);
  mutable Mutex mutex_;
  std::vector<RecordedEvent> events_ GUARDED_BY(mutex_);
  std::map<std::string, Stream, std::less<>> streams_ GUARDED_BY(mutex_);
  std::map<std::string, std::string> requests_ GUARDED_BY(mutex_);
  PositionWaiters waiters_;
};

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_EVENT_LOG_IN_MEMORY_EVENT_LOG_H_
