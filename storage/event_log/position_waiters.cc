#include "storage/event_log/position_waiters.h"

#include <algorithm>

namespace samverk::storage {

uint64_t PositionWaiters::Add(Position position, std::function<void()> wake) {
  {
    MutexLock lock(mutex_);
    if (!closed_ && head_ <= position) {
      const uint64_t id = next_id_++;
      waiting_.emplace(std::make_pair(position, id), std::move(wake));
      positions_.emplace(id, position);
      return id;
    }
  }
  wake();
  return 0;
}

void PositionWaiters::Cancel(uint64_t id) {
  if (id == 0) return;
  MutexLock lock(mutex_);
  if (const auto waits = positions_.find(id); waits != positions_.end()) {
    waiting_.erase({waits->second, id});
    positions_.erase(waits);
    return;
  }
  while (waking_id_ == id) woken_.Wait(mutex_);
}

void PositionWaiters::Announce(Position head) {
  {
    MutexLock lock(mutex_);
    head_ = std::max(head_, head);
  }
  WakeAll();
}

void PositionWaiters::Close() {
  {
    MutexLock lock(mutex_);
    closed_ = true;
  }
  WakeAll();
}

void PositionWaiters::WakeAll() {
  mutex_.Lock();
  // Another thread is at it and will see what changed.
  if (waking_) {
    mutex_.Unlock();
    return;
  }
  waking_ = true;
  while (!waiting_.empty() && (closed_ || waiting_.begin()->first.first < head_)) {
    auto waiter = waiting_.extract(waiting_.begin());
    waking_id_ = waiter.key().second;
    positions_.erase(waking_id_);
    mutex_.Unlock();
    waiter.mapped()();
    mutex_.Lock();
    waking_id_ = 0;
    woken_.NotifyAll();
  }
  waking_ = false;
  mutex_.Unlock();
}

}  // namespace samverk::storage
