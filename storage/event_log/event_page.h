// PageBuilder: fills a page of a read until a limit is reached. Shared by the logs,
// so that they page alike.

#ifndef SAMVERK_STORAGE_EVENT_LOG_EVENT_PAGE_H_
#define SAMVERK_STORAGE_EVENT_LOG_EVENT_PAGE_H_

#include <algorithm>
#include <cstdint>
#include <utility>

#include "storage/event_log/event_log.h"

namespace samverk::storage {

class PageBuilder {
 public:
  explicit PageBuilder(const ReadRange& range)
      : range_(range),
        events_max_(std::min(std::max<size_t>(range.events_max, 1), kPageEventsMax)),
        bytes_max_(std::min(range.bytes_max, kPageBytesMax)) {}

  // Whether the page is full. A page takes at least one event, whatever its size.
  bool Full() const {
    return page_.events.size() >= events_max_ || scanned_ >= kPageScanMax ||
           (bytes_ >= bytes_max_ && !page_.events.empty());
  }

  // Looks at the next event and takes it if it passes the filter.
  void Offer(RecordedEvent event) {
    ++scanned_;
    if (!range_.types.empty() &&
        std::find(range_.types.begin(), range_.types.end(), event.type()) == range_.types.end()) {
      return;
    }
    bytes_ += event.record().size();
    page_.events.push_back(std::move(event));
  }

  // The page; the next one begins at `next`.
  EventPage Build(std::optional<uint64_t> next) {
    page_.next = next;
    return std::move(page_);
  }

 private:
  const ReadRange& range_;
  const size_t events_max_;
  const size_t bytes_max_;
  EventPage page_;
  size_t scanned_ = 0;
  size_t bytes_ = 0;
};

// The coordinates that a read visits: calls `visit(coordinate)` from `range.from`
// on, within [first, last], until it returns an error or the page is full.
template <typename Visit>
absl::StatusOr<EventPage> BuildPage(const ReadRange& range, uint64_t first, uint64_t last,
                                    Visit visit) {
  PageBuilder page(range);
  const bool forward = range.direction == ReadRange::Direction::kForward;
  uint64_t at = forward ? std::max(range.from, first) : std::min(range.from, last);
  const auto inside = [&] { return at >= first && at <= last && first <= last; };
  while (inside() && !page.Full()) {
    absl::StatusOr<RecordedEvent> event = visit(at);
    if (!event.ok()) return std::move(event).status();
    page.Offer(*std::move(event));
    // Below the first there is no coordinate to name, for revision 0 is one.
    if (!forward && at == first) return page.Build(std::nullopt);
    at = forward ? at + 1 : at - 1;
  }
  return page.Build(inside() ? std::optional<uint64_t>(at) : std::nullopt);
}

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_EVENT_LOG_EVENT_PAGE_H_
