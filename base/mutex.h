// Mutex, MutexLock and CondVar: the standard ones, with the annotations by which
// clang checks at compile time that guarded state is touched under its lock.
// Abseil's own mutex is invisible to ThreadSanitizer in Debian's build.
//
//   Mutex mutex_;
//   Position head_ GUARDED_BY(mutex_);
//   …
//   MutexLock lock(mutex_);
//   while (queue_.empty()) wake_.Wait(mutex_);

#ifndef SAMVERK_BASE_MUTEX_H_
#define SAMVERK_BASE_MUTEX_H_

#include <condition_variable>
#include <mutex>

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"

namespace samverk {

// A mutual exclusion lock. Not recursive.
class ABSL_LOCKABLE Mutex {
 public:
  void Lock() ABSL_EXCLUSIVE_LOCK_FUNCTION() { mutex_.lock(); }
  void Unlock() ABSL_UNLOCK_FUNCTION() { mutex_.unlock(); }

 private:
  friend class CondVar;
  std::mutex mutex_;
};

// Holds a Mutex for the length of a scope.
class ABSL_SCOPED_LOCKABLE MutexLock {
 public:
  explicit MutexLock(Mutex& mutex) ABSL_EXCLUSIVE_LOCK_FUNCTION(mutex) : mutex_(mutex) {
    mutex_.Lock();
  }
  ~MutexLock() ABSL_UNLOCK_FUNCTION() { mutex_.Unlock(); }
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

 private:
  Mutex& mutex_;
};

// Wakes threads that wait for what a Mutex guards. Wake-ups may be spurious.
class CondVar {
 public:
  // Gives up `mutex`, which the caller holds, sleeps until woken, and takes it again.
  void Wait(Mutex& mutex) EXCLUSIVE_LOCKS_REQUIRED(mutex) {
    std::unique_lock<std::mutex> lock(mutex.mutex_, std::adopt_lock);
    condition_.wait(lock);
    lock.release();
  }
  // The same for at most `timeout`.
  void WaitFor(Mutex& mutex, absl::Duration timeout) EXCLUSIVE_LOCKS_REQUIRED(mutex) {
    std::unique_lock<std::mutex> lock(mutex.mutex_, std::adopt_lock);
    condition_.wait_for(lock, absl::ToChronoNanoseconds(timeout));
    lock.release();
  }
  void NotifyOne() { condition_.notify_one(); }
  void NotifyAll() { condition_.notify_all(); }

 private:
  std::condition_variable condition_;
};

}  // namespace samverk

#endif  // SAMVERK_BASE_MUTEX_H_
