#include "storage/event_log/in_memory_event_log.h"

#include <algorithm>
#include <utility>

#include "base/random.h"
#include "base/status_macros.h"
#include "storage/event_log/event_page.h"
#include "storage/event_log/log_reasons.h"

namespace samverk::storage {

// The log as the stager sees it. Used under writer_, which keeps the events still.
class InMemoryEventLog::Committed final : public CommittedLog {
 public:
  explicit Committed(InMemoryEventLog& log) : log_(log) {}

  absl::StatusOr<std::optional<StreamHead>> LoadStreamHead(absl::string_view resource) override {
    MutexLock lock(log_.mutex_);
    const auto stream = log_.streams_.find(resource);
    if (stream == log_.streams_.end()) return std::nullopt;
    const RecordedEvent& first = log_.events_[stream->second.events.front()];
    const RecordedEvent& last = log_.events_[stream->second.events.back()];
    return StreamHead{StreamId(first.position()), last.revision(), stream->second.owner,
                      LeafHash(last.leaf())};
  }

  absl::StatusOr<std::vector<RecordedEvent>> LoadStream(StreamId id, Revision from,
                                                        size_t events_max) override {
    MutexLock lock(log_.mutex_);
    const auto stream = log_.streams_.find(log_.events_[id.value() - 1].resource());
    const std::vector<size_t>& indexes = stream->second.events;
    ReadRange range;
    range.from = from.value();
    range.events_max = events_max;
    ASSIGN_OR_RETURN(
        EventPage page,
        BuildPage(range, 0, indexes.size() - 1, [&](uint64_t at) NO_THREAD_SAFETY_ANALYSIS {
          return absl::StatusOr<RecordedEvent>(log_.events_[indexes[at]]);
        }));
    return std::move(page.events);
  }

  absl::StatusOr<std::optional<std::string>> LoadRequest(const std::string& key) override {
    MutexLock lock(log_.mutex_);
    const auto request = log_.requests_.find(key);
    if (request == log_.requests_.end()) return std::nullopt;
    return request->second;
  }

  absl::StatusOr<std::vector<RecordedEvent>> LoadAppend(Position first, size_t count) override {
    MutexLock lock(log_.mutex_);
    const auto begin = log_.events_.begin() + static_cast<ptrdiff_t>(first.value() - 1);
    return std::vector<RecordedEvent>(begin, begin + static_cast<ptrdiff_t>(count));
  }

 private:
  InMemoryEventLog& log_;
};

InMemoryEventLog::InMemoryEventLog(const Clock& clock)
    : identity_{Uuid::V7(clock), Uuid::V7(clock), RandomBytes(32)},
      time_(clock, absl::UnixEpoch()) {}

InMemoryEventLog::~InMemoryEventLog() { waiters_.Close(); }

void InMemoryEventLog::Append(std::unique_ptr<Proposal> proposal) {
  absl::StatusOr<AppendResult> result = [&] {
    MutexLock lock(writer_);
    return Run(*proposal);
  }();
  waiters_.Announce(Head());
  proposal->OnDone(std::move(result));
}

absl::StatusOr<AppendResult> InMemoryEventLog::Run(Proposal& proposal) {
  Committed committed(*this);
  const Position head = Head();
  absl::Time last_recorded_at = absl::UnixEpoch();
  if (head > Position(0)) {
    MutexLock lock(mutex_);
    last_recorded_at = events_.back().recorded_at();
  }
  StagedBatch batch(committed, identity_, head, last_recorded_at);
  ASSIGN_OR_RETURN(const AppendResult result,
                   RunProposal(batch, time_, absl::OkStatus(), proposal));
  if (batch.events().empty()) return result;  // Answered before.
  if (proposal.ConfirmsClock()) time_.Confirm();

  MutexLock lock(mutex_);
  for (const RecordedEvent& event : batch.events()) {
    Stream& stream = streams_[std::string(event.resource())];
    if (stream.events.empty()) stream.owner = std::string(event.owner());
    stream.events.push_back(events_.size());
    events_.push_back(event);
  }
  for (const auto& [key, value] : batch.requests()) requests_.emplace(key, value);
  return result;
}

Position InMemoryEventLog::Head() const {
  MutexLock lock(mutex_);
  return Position(events_.size());
}

absl::StatusOr<std::optional<StreamInfo>> InMemoryEventLog::FindStream(
    absl::string_view resource) const {
  MutexLock lock(mutex_);
  const auto stream = streams_.find(resource);
  if (stream == streams_.end()) return std::nullopt;
  return StreamInfo{StreamId(events_[stream->second.events.front()].position()),
                    Revision(stream->second.events.size() - 1), stream->second.owner};
}

absl::StatusOr<EventPage> InMemoryEventLog::ReadLedger(const ReadRange& range) const {
  MutexLock lock(mutex_);
  const uint64_t last =
      std::min<uint64_t>(events_.size(), range.up_to.value_or(Position(events_.size())).value());
  return BuildPage(range, 1, last, [this](uint64_t at) NO_THREAD_SAFETY_ANALYSIS {
    return absl::StatusOr<RecordedEvent>(events_[at - 1]);
  });
}

absl::StatusOr<EventPage> InMemoryEventLog::ReadStream(absl::string_view resource,
                                                       const ReadRange& range) const {
  MutexLock lock(mutex_);
  const auto stream = streams_.find(resource);
  if (stream == streams_.end()) return Refusal(kResourceUnknown).With("resource", resource);
  const std::vector<size_t>& indexes = stream->second.events;
  const size_t bound = range.up_to.value_or(Position(events_.size())).value();
  const size_t count = static_cast<size_t>(std::lower_bound(indexes.begin(), indexes.end(), bound) -
                                           indexes.begin());
  if (count == 0) return EventPage();
  return BuildPage(range, 0, count - 1, [&](uint64_t at) NO_THREAD_SAFETY_ANALYSIS {
    return absl::StatusOr<RecordedEvent>(events_[indexes[at]]);
  });
}

absl::StatusOr<Position> InMemoryEventLog::PositionAt(absl::Time time) const {
  MutexLock lock(mutex_);
  const auto after = std::partition_point(
      events_.begin(), events_.end(),
      [time](const RecordedEvent& event) { return event.recorded_at() <= time; });
  return Position(static_cast<uint64_t>(after - events_.begin()));
}

uint64_t InMemoryEventLog::WhenPast(Position position, std::function<void()> wake) {
  return waiters_.Add(position, std::move(wake));
}

}  // namespace samverk::storage
