// Periodic: a thread that does something every so often.

#ifndef SAMVERK_BASE_PERIODIC_H_
#define SAMVERK_BASE_PERIODIC_H_

#include <functional>
#include <thread>

#include "absl/time/time.h"
#include "base/mutex.h"

namespace samverk {

// Calls `task` once per `period` until it is destroyed. The destructor waits for a
// call that is running.
class Periodic {
 public:
  Periodic(absl::Duration period, std::function<void()> task);
  ~Periodic();
  Periodic(const Periodic&) = delete;
  Periodic& operator=(const Periodic&) = delete;

 private:
  void Run() LOCKS_EXCLUDED(mutex_);

  const absl::Duration period_;
  const std::function<void()> task_;
  Mutex mutex_;
  CondVar wake_;
  bool closing_ GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace samverk

#endif  // SAMVERK_BASE_PERIODIC_H_
