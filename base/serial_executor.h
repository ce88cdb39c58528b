// SerialExecutor: one thread that runs tasks in the order in which they are posted.

#ifndef SAMVERK_BASE_SERIAL_EXECUTOR_H_
#define SAMVERK_BASE_SERIAL_EXECUTOR_H_

#include <atomic>
#include <functional>
#include <thread>
#include <vector>

#include "base/mutex.h"

namespace samverk {

// Any thread may post. The destructor runs what is left, then stops the thread.
class SerialExecutor {
 public:
  SerialExecutor();
  ~SerialExecutor();
  SerialExecutor(const SerialExecutor&) = delete;
  SerialExecutor& operator=(const SerialExecutor&) = delete;

  // Runs `task` later, after everything posted before.
  void Post(std::function<void()> task) LOCKS_EXCLUDED(mutex_);

  // Says that something will be posted in a moment: the thread wakes up and looks out for it,
  // so that then nobody waits for it to wake.
  void Expect() LOCKS_EXCLUDED(mutex_);

  // Returns when everything posted before has run. Must not be called by a task.
  void Drain() LOCKS_EXCLUDED(mutex_);

 private:
  void Run() LOCKS_EXCLUDED(mutex_);

  Mutex mutex_;
  CondVar wake_;
  std::vector<std::function<void()>> tasks_ GUARDED_BY(mutex_);
  bool expecting_ GUARDED_BY(mutex_) = false;
  bool closing_ GUARDED_BY(mutex_) = false;
  std::atomic<bool> posted_{false};  // Whether tasks_ holds any; to be looked at without the lock.
  std::thread thread_;
};

}  // namespace samverk

#endif  // SAMVERK_BASE_SERIAL_EXECUTOR_H_
