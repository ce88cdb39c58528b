// LogTail: following a log from a position on, without losing or repeating an event.
//
// It only remembers a position and reads on from there: from memory while it keeps up,
// in pages from the disk when it does not. It never blocks and never holds up the log;
// whoever owns it asks again when EventLog::WhenPast wakes it.

#ifndef SAMVERK_STORAGE_EVENT_LOG_LOG_TAIL_H_
#define SAMVERK_STORAGE_EVENT_LOG_LOG_TAIL_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/event_log/event_log.h"

namespace samverk::storage {

// One thread at a time. `log` must outlive it.
class LogTail {
 public:
  // What was new since the last Poll.
  struct Step {
    // The next events that pass the filter; none does not mean that there is nothing new.
    std::vector<RecordedEvent> events;
    // Before these events the tail had caught up, but what it needs next is no longer in memory.
    bool fell_behind = false;
    // After these events the tail has everything, for the first time or again.
    bool caught_up = false;
    // There may be more: ask again at once.
    bool more = false;
  };

  // Follows `log` after `position`. `types` filters by type; empty: all.
  LogTail(const EventLog& log, Position after, std::vector<std::string> types)
      : log_(log), types_(std::move(types)), position_(after) {}

  // Reads on, at most `events_max` events. Errors: as EventLog::ReadLedger.
  absl::StatusOr<Step> Poll(size_t events_max);

  // Everything up to here has been handed out or filtered out.
  Position position() const { return position_; }

 private:
  const EventLog& log_;
  const std::vector<std::string> types_;
  Position position_;
  bool live_ = false;
};

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_EVENT_LOG_LOG_TAIL_H_
