// ChildProcess: a program that a test starts, listens to, and kills.

#ifndef SAMVERK_TESTS_CRASH_CHILD_PROCESS_H_
#define SAMVERK_TESTS_CRASH_CHILD_PROCESS_H_

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace samverk::tests {

// One thread. Its standard output comes to us.
class ChildProcess {
 public:
  // Where its standard error goes: where ours goes, or to us with its standard output.
  enum class Errors { kWithOurs, kInItsOutput };

  // Starts the program at `command[0]`.
  explicit ChildProcess(const std::vector<std::string>& command, Errors errors = Errors::kWithOurs);
  // Kills it if it still runs.
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  // The next line of its output; nullopt if it ends first, or takes longer than `timeout`.
  std::optional<std::string> ReadLine(absl::Duration timeout);

  // Takes what it has written since; false when it has closed its output.
  bool TakeOutput(std::string& output);

  void Signal(int signal);

  // Waits for its end and returns the exit code; of a signal, minus its number. Kills it
  // when that takes longer than `timeout`, and returns nullopt.
  std::optional<int> Wait(absl::Duration timeout);

  // What to poll for output.
  int output() const { return output_; }

 private:
  // Waits until there is output, or its end. False: not in time.
  bool WaitForOutput(absl::Duration timeout);
  int Reap();

  pid_t pid_ = 0;
  int output_ = -1;
  std::string read_ahead_;
  std::optional<int> exit_code_;
};

// Waits until one of `children` has output or has ended, or time is up.
void WaitForAny(const std::vector<ChildProcess*>& children, absl::Duration timeout);

}  // namespace samverk::tests

#endif  // SAMVERK_TESTS_CRASH_CHILD_PROCESS_H_
