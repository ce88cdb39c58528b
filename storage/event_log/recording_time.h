// RecordingTime: what time an append is recorded at, and when not to trust the clock.
//
// One jump of the wall clock to 2028 would spoil "what did we know on that day" for
// years, because recorded times never decrease. So while the wall clock has departed
// from the steady clock, or stands well before the end of the log, nothing is
// recorded until an operator says that it is right.

#ifndef SAMVERK_STORAGE_EVENT_LOG_RECORDING_TIME_H_
#define SAMVERK_STORAGE_EVENT_LOG_RECORDING_TIME_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/clock.h"
#include "base/mutex.h"

namespace samverk::storage {

// Any thread. `clock` must outlive it.
class RecordingTime {
 public:
  RecordingTime(const Clock& clock, absl::Time last_recorded_at);

  // Now.
  //
  // Errors:
  //   FAILED_PRECONDITION  CLOCK_SUSPECT
  absl::StatusOr<absl::Time> Propose() const LOCKS_EXCLUDED(mutex_);

  // What the wall clock says, trusted or not.
  absl::Time Unchecked() const { return clock_.Now(); }

  // Trusts the wall clock from now on.
  void Confirm() LOCKS_EXCLUDED(mutex_);

 private:
  const Clock& clock_;
  mutable Mutex mutex_;
  absl::Time wall_base_ GUARDED_BY(mutex_);
  absl::Duration steady_base_ GUARDED_BY(mutex_);
};

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_EVENT_LOG_RECORDING_TIME_H_
