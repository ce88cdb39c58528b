// PositionWaiters: who wants to know when a position is passed.

#ifndef SAMVERK_STORAGE_EVENT_LOG_POSITION_WAITERS_H_
#define SAMVERK_STORAGE_EVENT_LOG_POSITION_WAITERS_H_

#include <cstdint>
#include <functional>
#include <map>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "base/mutex.h"
#include "storage/event_log/position.h"

namespace samverk::storage {

// Wake-ups by position. Any thread. Wakes run without the lock that Add takes, one
// at a time, so a wake may add another.
class PositionWaiters {
 public:
  // Calls `wake` once, when something past `position` is announced, at once if it
  // was already. Returns a number that cancels it; 0 if it was called.
  uint64_t Add(Position position, std::function<void()> wake) LOCKS_EXCLUDED(mutex_);

  // When this returns, the wake-up was either called or never will be. Must not be
  // called by a wake-up for itself.
  void Cancel(uint64_t id) LOCKS_EXCLUDED(mutex_);

  // Calls everybody who waits for something before `head`.
  void Announce(Position head) LOCKS_EXCLUDED(mutex_);

  // Calls everybody, now and from now on: nothing more will come.
  void Close() LOCKS_EXCLUDED(mutex_);

 private:
  void WakeAll() LOCKS_EXCLUDED(mutex_);

  Mutex mutex_;
  CondVar woken_;
  Position head_ GUARDED_BY(mutex_);
  bool closed_ GUARDED_BY(mutex_) = false;
  uint64_t next_id_ GUARDED_BY(mutex_) = 1;
  uint64_t waking_id_ GUARDED_BY(mutex_) = 0;  // Being called now.
  bool waking_ GUARDED_BY(mutex_) = false;
  std::map<std::pair<Position, uint64_t>, std::function<void()>> waiting_ GUARDED_BY(mutex_);
  absl::flat_hash_map<uint64_t, Position> positions_ GUARDED_BY(mutex_);  // Of waiting_, by id.
};

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_EVENT_LOG_POSITION_WAITERS_H_
