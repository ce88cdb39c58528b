#include "tests/crash/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/check.h"
#include "base/clock.h"

extern char** environ;

namespace samverk::tests {

ChildProcess::ChildProcess(const std::vector<std::string>& command, Errors errors) {
  int ends[2];
  CHECK(pipe2(ends, O_CLOEXEC) == 0);
  output_ = ends[0];
  std::vector<char*> arguments;
  arguments.reserve(command.size() + 1);
  for (const std::string& argument : command)
    arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  CHECK(posix_spawn_file_actions_init(&actions) == 0);
  CHECK(posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO) == 0);
  if (errors == Errors::kInItsOutput) {
    CHECK(posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO) == 0);
  }
  CHECK(posix_spawn(&pid_, arguments[0], &actions, nullptr, arguments.data(), environ) == 0);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
}

ChildProcess::~ChildProcess() {
  if (!exit_code_.has_value()) {
    Signal(SIGKILL);
    Reap();
  }
  close(output_);
}

bool ChildProcess::WaitForOutput(absl::Duration timeout) {
  pollfd event{output_, POLLIN, 0};
  return poll(&event, 1, static_cast<int>(absl::ToInt64Milliseconds(timeout))) > 0;
}

bool ChildProcess::TakeOutput(std::string& output) {
  output += read_ahead_;
  read_ahead_.clear();
  char buffer[4096];
  while (WaitForOutput(absl::ZeroDuration())) {
    const ssize_t count = read(output_, buffer, sizeof(buffer));
    if (count <= 0) return false;
    output.append(buffer, static_cast<size_t>(count));
  }
  return true;
}

std::optional<std::string> ChildProcess::ReadLine(absl::Duration timeout) {
  const absl::Duration deadline = Clock::System().Steady() + timeout;
  while (true) {
    const size_t end = read_ahead_.find('\n');
    if (end != std::string::npos) {
      std::string line = read_ahead_.substr(0, end);
      read_ahead_.erase(0, end + 1);
      return line;
    }
    if (!WaitForOutput(deadline - Clock::System().Steady())) return std::nullopt;
    char buffer[512];
    const ssize_t count = read(output_, buffer, sizeof(buffer));
    if (count <= 0) return std::nullopt;
    read_ahead_.append(buffer, static_cast<size_t>(count));
  }
}

void ChildProcess::Signal(int signal) {
  if (!exit_code_.has_value()) CHECK(kill(pid_, signal) == 0);
}

std::optional<int> ChildProcess::Wait(absl::Duration timeout) {
  const absl::Duration deadline = Clock::System().Steady() + timeout;
  std::string output;
  // It closes its output when it ends.
  while (TakeOutput(output)) {
    if (!WaitForOutput(deadline - Clock::System().Steady())) {
      Signal(SIGKILL);
      Reap();
      return std::nullopt;
    }
  }
  return Reap();
}

int ChildProcess::Reap() {
  if (exit_code_.has_value()) return *exit_code_;
  int status = 0;
  CHECK(waitpid(pid_, &status, 0) == pid_);
  exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  return *exit_code_;
}

void WaitForAny(const std::vector<ChildProcess*>& children, absl::Duration timeout) {
  std::vector<pollfd> events;
  events.reserve(children.size());
  for (const ChildProcess* child : children) events.push_back({child->output(), POLLIN, 0});
  const timespec limit = absl::ToTimespec(timeout);
  ppoll(events.data(), events.size(), &limit, nullptr);
}

}  // namespace samverk::tests
