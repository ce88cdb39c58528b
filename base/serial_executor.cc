#include "base/serial_executor.h"

#include <utility>

namespace samverk {

SerialExecutor::SerialExecutor() : thread_([this] { Run(); }) {}

SerialExecutor::~SerialExecutor() {
  {
    MutexLock lock(mutex_);
    closing_ = true;
    wake_.NotifyOne();
  }
  thread_.join();
}

void SerialExecutor::Post(std::function<void()> task) {
  MutexLock lock(mutex_);
  tasks_.push_back(std::move(task));
  // The thread sleeps only when there was nothing to do.
  if (tasks_.size() == 1) wake_.NotifyOne();
}

void SerialExecutor::Drain() {
  Mutex mutex;
  CondVar reached;
  bool done = false;
  Post([&] {
    MutexLock lock(mutex);
    done = true;
    reached.NotifyOne();
  });
  MutexLock lock(mutex);
  while (!done) reached.Wait(mutex);
}

void SerialExecutor::Run() {
  while (true) {
    std::vector<std::function<void()>> tasks;
    {
      MutexLock lock(mutex_);
      while (tasks_.empty() && !closing_) wake_.Wait(mutex_);
      if (tasks_.empty()) return;
      tasks.swap(tasks_);
    }
    for (const std::function<void()>& task : tasks) task();
  }
}

}  // namespace samverk
