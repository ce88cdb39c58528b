// SpinUntil: looking again and again for a moment before going to sleep.
//
// Waking a thread whose core has gone idle takes tens of microseconds, on virtual machines
// more: as long as a disk takes to write. Where the next piece of work is likely to come that
// soon, looking out for it costs less. Whoever wants the core in the meantime gets it.

#ifndef SAMVERK_BASE_SPIN_H_
#define SAMVERK_BASE_SPIN_H_

#include <thread>

#include "absl/time/time.h"
#include "base/clock.h"

namespace samverk {

// Calls `ready` until it returns true, for at most `max`. False: it did not.
template <typename Ready>
bool SpinUntil(Ready ready, absl::Duration max) {
  const absl::Duration end = Clock::System().Steady() + max;
  do {
    if (ready()) return true;
    std::this_thread::yield();
  } while (Clock::System().Steady() < end);
  return false;
}

}  // namespace samverk

#endif  // SAMVERK_BASE_SPIN_H_
