// FakeClock: a clock that stands still until a test moves it.

#ifndef SAMVERK_BASE_TESTING_FAKE_CLOCK_H_
#define SAMVERK_BASE_TESTING_FAKE_CLOCK_H_

#include "absl/time/civil_time.h"
#include "base/clock.h"
#include "base/mutex.h"

namespace samverk {

// Starts at 2019-10-07 09:00 UTC. May be used from any thread.
class FakeClock final : public Clock {
 public:
  absl::Time Now() const override {
    MutexLock lock(mutex_);
    return wall_;
  }
  absl::Duration Steady() const override {
    MutexLock lock(mutex_);
    return steady_;
  }
  // Lets time pass.
  void Advance(absl::Duration duration) {
    MutexLock lock(mutex_);
    wall_ += duration;
    steady_ += duration;
  }
  // Moves the wall clock alone, as a person or a time server might.
  void JumpWall(absl::Duration duration) {
    MutexLock lock(mutex_);
    wall_ += duration;
  }

 private:
  mutable Mutex mutex_;
  absl::Time wall_ GUARDED_BY(mutex_) = absl::FromCivil(absl::CivilSecond(2019, 10, 7, 9, 0, 0),
                                                        absl::UTCTimeZone());
  absl::Duration steady_ GUARDED_BY(mutex_) = absl::Hours(1);
};

}  // namespace samverk

#endif  // SAMVERK_BASE_TESTING_FAKE_CLOCK_H_
