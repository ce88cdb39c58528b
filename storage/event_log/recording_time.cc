#include "storage/event_log/recording_time.h"

#include <algorithm>

#include "storage/event_log/limits.h"
#include "storage/event_log/log_reasons.h"

namespace samverk::storage {

RecordingTime::RecordingTime(const Clock& clock, absl::Time last_recorded_at)
    // A clock before the end of the log is measured from that end: it has jumped back.
    : clock_(clock),
      wall_base_(std::max(clock.Now(), last_recorded_at)),
      steady_base_(clock.Steady()) {}

absl::StatusOr<absl::Time> RecordingTime::Propose() const {
  MutexLock lock(mutex_);
  const absl::Time wall = clock_.Now();
  const absl::Time expected = wall_base_ + (clock_.Steady() - steady_base_);
  const absl::Duration departure = wall - expected;
  if (absl::AbsDuration(departure) > kClockDepartureMax) {
    return Refusal(kClockSuspect)
        .With("departure", absl::FormatDuration(absl::Trunc(departure, absl::Seconds(1))))
        .Build();
  }
  return wall;
}

void RecordingTime::Confirm() {
  MutexLock lock(mutex_);
  wall_base_ = clock_.Now();
  steady_base_ = clock_.Steady();
}

}  // namespace samverk::storage
