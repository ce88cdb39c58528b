// Gate: where threads of a test wait for each other, instead of sleeping.

#ifndef SAMVERK_BASE_TESTING_GATE_H_
#define SAMVERK_BASE_TESTING_GATE_H_

#include "base/mutex.h"

namespace samverk {

// Closed until Open is called, then open for good. Any thread.
class Gate {
 public:
  void Open() LOCKS_EXCLUDED(mutex_) {
    MutexLock lock(mutex_);
    open_ = true;
    opened_.NotifyAll();
  }

  // Returns when the gate is open.
  void Wait() LOCKS_EXCLUDED(mutex_) {
    MutexLock lock(mutex_);
    while (!open_) opened_.Wait(mutex_);
  }

  bool IsOpen() LOCKS_EXCLUDED(mutex_) {
    MutexLock lock(mutex_);
    return open_;
  }

 private:
  Mutex mutex_;
  CondVar opened_;
  bool open_ GUARDED_BY(mutex_) = false;
};

}  // namespace samverk

#endif  // SAMVERK_BASE_TESTING_GATE_H_
