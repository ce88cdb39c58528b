// SerialExecutor: one thread that runs tasks in the order in which they are posted.

#ifndef SAMVERK_BASE_SERIAL_EXECUTOR_H_
#define SAMVERK_BASE_SERIAL_EXECUTOR_H_

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

  // Returns when everything posted before has run. Must not be called by a task.
  void Drain() LOCKS_EXCLUDED(mutex_);

 private:
  void Run() LOCKS_EXCLUDED(mutex_);

  Mutex mutex_;
  CondVar wake_;
  std::vector<std::function<void()>> tasks_ GUARDED_BY(mutex_);
  bool closing_ GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace samverk

#endif  // SAMVERK_BASE_SERIAL_EXECUTOR_H_
