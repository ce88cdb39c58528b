// Clock: the only door to time. Everything that needs to know what time it is
// takes a Clock, so that tests decide.

#ifndef SAMVERK_BASE_CLOCK_H_
#define SAMVERK_BASE_CLOCK_H_

#include "absl/time/time.h"

namespace samverk {

// Tells time. All methods may be called from any thread.
class Clock {
 public:
  virtual ~Clock() = default;

  // What the wall clock says. May jump, also backwards.
  virtual absl::Time Now() const = 0;

  // Time since some fixed moment. Never jumps.
  virtual absl::Duration Steady() const = 0;

  // The machine's clock. Lives as long as the process.
  static const Clock& System();
};

}  // namespace samverk

#endif  // SAMVERK_BASE_CLOCK_H_
