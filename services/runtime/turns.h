// Turns: a step that is taken on an executor as often as somebody says that there is something to
// do, one at a time.

#ifndef SAMVERK_SERVICES_RUNTIME_TURNS_H_
#define SAMVERK_SERVICES_RUNTIME_TURNS_H_

#include <functional>
#include <utility>

#include "base/mutex.h"
#include "base/serial_executor.h"

namespace samverk::runtime {

// Any thread. The executor must outlive it, and so must what the step uses until Close returns.
class Turns {
 public:
  // `step` returns whether there may be another: false ends it for good.
  Turns(SerialExecutor& executor, std::function<bool()> step)
      : executor_(executor), step_(std::move(step)) {}

  // Takes a step that begins after this call, unless it was closed.
  void Schedule() LOCKS_EXCLUDED(mutex_) {
    MutexLock lock(mutex_);
    if (closed_) return;
    again_ = scheduled_;  // A step under way may have looked already.
    if (std::exchange(scheduled_, true)) return;
    executor_.Post([this] { Take(); });
  }

  // Takes no more steps; returns when none is under way. Must not be called by a step.
  void Close() LOCKS_EXCLUDED(mutex_) {
    MutexLock lock(mutex_);
    closed_ = true;
    while (scheduled_) idle_.Wait(mutex_);
  }

 private:
  // One turn, then room for others on the same executor.
  void Take() LOCKS_EXCLUDED(mutex_) {
    const bool go_on = step_();
    MutexLock lock(mutex_);
    if (!go_on) closed_ = true;
    if (std::exchange(again_, false) && !closed_) {
      executor_.Post([this] { Take(); });
      return;
    }
    scheduled_ = false;
    idle_.NotifyAll();
  }

  SerialExecutor& executor_;
  const std::function<bool()> step_;
  Mutex mutex_;
  CondVar idle_;
  bool closed_ GUARDED_BY(mutex_) = false;
  bool scheduled_ GUARDED_BY(mutex_) = false;  // A step runs or will.
  bool again_ GUARDED_BY(mutex_) = false;      // Something happened while it ran.
};

}  // namespace samverk::runtime

#endif  // SAMVERK_SERVICES_RUNTIME_TURNS_H_
