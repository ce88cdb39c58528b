#include "storage/event_log/testing/fault_workload.h"

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"

namespace samverk::storage {
namespace {

constexpr size_t kAppends = 30;

absl::Status Broken(const absl::AlphaNum& what) { return absl::InternalError(what.Piece()); }

}  // namespace

FaultWorkload::FaultWorkload(size_t large_bytes) {
  for (size_t i = 0; i < kAppends; ++i) {
    NewEvent event = AnEvent(absl::StrCat("stream/", i % 4), absl::StrCat("fact ", i, " "));
    if (i % 5 == 4) event.event.append(large_bytes, 'x');
    if (i % 3 == 0) event.personal = absl::StrCat("sealed ", i);
    appends_.push_back(AnAppend()
                           .With(event)
                           .OnStream(absl::StrCat("stream/", i % 3))
                           .WithEvents(i % 3)
                           .RequestId(absl::StrCat("request/", i))
                           .Outcome(absl::StrCat("outcome ", i)));
    events_ += appends_.back().Proposed().events.size();
  }
  answers_.resize(appends_.size());
}

void FaultWorkload::Run(RocksEventLog& log, size_t begin, size_t end) {
  for (size_t i = begin; i < end; ++i) {
    const absl::StatusOr<AppendResult> result = AppendAndWait(log, appends_[i]);
    if (!result.ok()) continue;
    answers_[i] = *result;
    acknowledged_ = std::max(acknowledged_, result->last_position);
    if (i % 4 == 3) log.Tend();
  }
}

absl::Status FaultWorkload::CheckAppend(size_t index,
                                        const std::vector<RecordedEvent>& events) const {
  const std::vector<NewEvent> proposed = appends_[index].Proposed().events;
  if (events.size() != proposed.size())
    return Broken(absl::StrCat("append ", index, " is in part"));
  for (size_t i = 0; i < events.size(); ++i) {
    const RecordedEvent& event = events[i];
    if (event.position() != events[0].position() + i || event.ordinal() != i ||
        event.resource() != proposed[i].resource || event.event() != proposed[i].event ||
        event.personal() != proposed[i].personal) {
      return Broken(absl::StrCat("append ", index, " is not what was proposed"));
    }
  }
  if (answers_[index].has_value() && events[0].position() != answers_[index]->first_position) {
    return Broken(absl::StrCat("append ", index, " is elsewhere"));
  }
  return absl::OkStatus();
}

absl::Status FaultWorkload::Check(const RocksEventLog& log, std::optional<Position> known) const {
  ASSIGN_OR_RETURN(const std::vector<RecordedEvent> events, ReadAll(log));
  RETURN_IF_ERROR(log.Verify());
  std::map<std::string, std::vector<RecordedEvent>, std::less<>> by_request;
  for (size_t i = 0; i < events.size(); ++i) {
    if (events[i].position() != Position(i + 1)) return Broken("positions have a gap");
    by_request[std::string(events[i].request_id())].push_back(events[i]);
  }
  for (size_t i = 0; i < appends_.size(); ++i) {
    const auto found = by_request.extract(appends_[i].request_id());
    if (!found.empty()) {
      RETURN_IF_ERROR(CheckAppend(i, found.mapped()));
      continue;
    }
    const bool must_be_there =
        answers_[i].has_value() && answers_[i]->last_position <= known.value_or(acknowledged_);
    if (must_be_there) return Broken(absl::StrCat("append ", i, " was acknowledged and is lost"));
  }
  if (!by_request.empty()) return Broken("something is there that nobody proposed");
  return absl::OkStatus();
}

absl::Status FaultWorkload::CheckRetries(RocksEventLog& log) const {
  std::vector<std::shared_ptr<Trail>> trails;
  for (const AnAppend& append : appends_) trails.push_back(StartAppend(log, append));
  for (size_t i = 0; i < appends_.size(); ++i) {
    ASSIGN_OR_RETURN(const AppendResult result, trails[i]->Wait());
    if (answers_[i].has_value() && result != *answers_[i]) {
      return Broken(absl::StrCat("append ", i, " is answered in other words"));
    }
  }
  if (log.Head() != Position(events_)) return Broken("not everything is there once");
  return Check(log);
}

}  // namespace samverk::storage
