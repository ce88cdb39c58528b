#include "base/periodic.h"

#include <utility>

namespace samverk {

Periodic::Periodic(absl::Duration period, std::function<void()> task)
    : period_(period), task_(std::move(task)), thread_([this] { Run(); }) {}

Periodic::~Periodic() {
  {
    MutexLock lock(mutex_);
    closing_ = true;
    wake_.NotifyOne();
  }
  thread_.join();
}

void Periodic::Run() {
  while (true) {
    {
      MutexLock lock(mutex_);
      // A wake-up before its time only makes one call early.
      if (!closing_) wake_.WaitFor(mutex_, period_);
      if (closing_) return;
    }
    task_();
  }
}

}  // namespace samverk
