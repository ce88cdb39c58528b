#include "base/serial_executor.h"

#include <utility>

#include "base/spin.h"

namespace samverk {
namespace {

// How long to look out for what is expected: a sync of a fast disk takes half of it.
constexpr absl::Duration kExpectMax = absl::Microseconds(500);

}  // namespace

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
  posted_.store(true, std::memory_order_release);
  // The thread sleeps only when there was nothing to do.
  if (tasks_.size() == 1) wake_.NotifyOne();
}

void SerialExecutor::Expect() {
  MutexLock lock(mutex_);
  expecting_ = true;
  wake_.NotifyOne();
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
      while (tasks_.empty() && !closing_ && !expecting_) wake_.Wait(mutex_);
      if (tasks_.empty() && closing_) return;
      expecting_ = false;
      tasks.swap(tasks_);
      posted_.store(false, std::memory_order_relaxed);
    }
    if (tasks.empty()) {
      SpinUntil([this] { return posted_.load(std::memory_order_acquire); }, kExpectMax);
    }
    for (const std::function<void()>& task : tasks) task();
  }
}

}  // namespace samverk
