#include "base/clock.h"

#include <time.h>

#include "absl/time/clock.h"

namespace samverk {
namespace {

class SystemClock final : public Clock {
 public:
  absl::Time Now() const override { return absl::Now(); }
  absl::Duration Steady() const override {
    // Unlike the monotonic one it also runs while the machine sleeps.
    timespec now;
    clock_gettime(CLOCK_BOOTTIME, &now);
    return absl::DurationFromTimespec(now);
  }
};

}  // namespace

const Clock& Clock::System() {
  static const SystemClock& clock = *new SystemClock;
  return clock;
}

}  // namespace samverk
