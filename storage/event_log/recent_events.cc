#include "storage/event_log/recent_events.h"

#include <algorithm>

#include "base/check.h"

namespace samverk::storage {

void RecentEvents::Add(absl::Span<const RecordedEvent> events) {
  MutexLock lock(mutex_);
  for (const RecordedEvent& event : events) {
    CHECK(event.position() == first_ + events_.size());  // A gap here would be a gap everywhere.
    events_.push_back(event);
    bytes_ += event.record().size();
  }
  while (bytes_ > bytes_max_ && !events_.empty()) {
    bytes_ -= events_.front().record().size();
    events_.pop_front();
    first_ = first_ + 1;
  }
}

Position RecentEvents::first() const {
  MutexLock lock(mutex_);
  return first_;
}

std::optional<std::vector<RecordedEvent>> RecentEvents::Read(Position from, size_t count) const {
  MutexLock lock(mutex_);
  if (from < first_) return std::nullopt;
  std::vector<RecordedEvent> events;
  const size_t begin = from.value() - first_.value();
  for (size_t i = begin; i < events_.size() && events.size() < count; ++i) {
    events.push_back(events_[i]);
  }
  return events;
}

}  // namespace samverk::storage
