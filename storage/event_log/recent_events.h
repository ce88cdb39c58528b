// RecentEvents: the end of the log, kept in memory for those who follow it.

#ifndef SAMVERK_STORAGE_EVENT_LOG_RECENT_EVENTS_H_
#define SAMVERK_STORAGE_EVENT_LOG_RECENT_EVENTS_H_

#include <cstddef>
#include <deque>
#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "base/mutex.h"
#include "storage/event_log/event.h"
#include "storage/event_log/position.h"

namespace samverk::storage {

// A ring of events without gaps, bounded by bytes. Any thread.
class RecentEvents {
 public:
  // Begins empty after `head`.
  RecentEvents(Position head, size_t bytes_max) : bytes_max_(bytes_max), first_(head + 1) {}

  // Adds the events after the last one, and forgets the oldest to make room.
  void Add(absl::Span<const RecordedEvent> events) LOCKS_EXCLUDED(mutex_);

  // The oldest position that is kept; one past the last if none is.
  Position first() const LOCKS_EXCLUDED(mutex_);

  // At most `count` events from `from` on; nullopt if `from` is no longer kept.
  std::optional<std::vector<RecordedEvent>> Read(Position from, size_t count) const
      LOCKS_EXCLUDED(mutex_);

 private:
  const size_t bytes_max_;
  mutable Mutex mutex_;
  std::deque<RecordedEvent> events_ GUARDED_BY(mutex_);
  Position first_ GUARDED_BY(mutex_);
  size_t bytes_ GUARDED_BY(mutex_) = 0;
};

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_EVENT_LOG_RECENT_EVENTS_H_
