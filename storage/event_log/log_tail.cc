#include "storage/event_log/log_tail.h"

#include "base/status_macros.h"

namespace samverk::storage {

absl::StatusOr<LogTail::Step> LogTail::Poll(size_t events_max) {
  Step step;
  const Position head = log_.Head();
  if (live_ && position_ < head && position_ + 1 < log_.OldestInMemory()) {
    live_ = false;
    step.fell_behind = true;
  }
  ReadRange range;
  range.from = position_.value() + 1;
  range.events_max = events_max;
  range.up_to = head;
  range.types = types_;
  ASSIGN_OR_RETURN(EventPage page, log_.ReadLedger(range));
  step.events = std::move(page.events);
  position_ = page.next.has_value() ? Position(*page.next - 1) : head;
  step.more = position_ < log_.Head();
  if (!live_ && position_ == head) {
    live_ = true;
    step.caught_up = true;
  }
  return step;
}

}  // namespace samverk::storage
