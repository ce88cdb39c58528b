#include "tests/crash/crash_world.h"

#include <signal.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "base/check.h"

namespace samverk::tests {
namespace {

constexpr int kClients = 3;
constexpr int kThreads = 2;  // Of each client.
constexpr absl::Duration kPatience = absl::Seconds(60);

}  // namespace

std::unique_ptr<ChildProcess> CrashWorld::SpawnServer() const {
  return std::make_unique<ChildProcess>(
      std::vector<std::string>{programs_.samverkd, absl::StrCat("--data_dir=", data_directory()),
                               "--listen=127.0.0.1:0", "--log_calls=none"});
}

void CrashWorld::StartServer() {
  server_ = SpawnServer();
  const std::optional<std::string> line = server_->ReadLine(kPatience);
  CHECK(line.has_value());
  absl::string_view address = *line;
  CHECK(absl::ConsumePrefix(&address, "samverkd: listening on "));
  address_ = std::string(address);
}

void CrashWorld::KillServerWhileItStarts() {
  server_ = SpawnServer();
  WaitForAny({server_.get()}, absl::Microseconds(Below(200'000)));
  KillServer();
}

void CrashWorld::KillServer() {
  server_->Signal(SIGKILL);
  CHECK(server_->Wait(kPatience) == -SIGKILL);
}

bool CrashWorld::StopOrKillServer(absl::Duration patience) {
  server_->Signal(SIGTERM);
  WaitForAny({server_.get()}, patience);
  server_->Signal(SIGKILL);
  const std::optional<int> exit_code = server_->Wait(kPatience);
  CHECK(exit_code == 0 || exit_code == -SIGKILL);
  return exit_code == 0;
}

std::optional<int> CrashWorld::StopServer(absl::Duration timeout) {
  server_->Signal(SIGTERM);
  return server_->Wait(timeout);
}

void CrashWorld::StartClients(int commands) {
  clients_.clear();
  for (int i = 0; i < kClients; ++i) {
    clients_.push_back(std::make_unique<ChildProcess>(std::vector<std::string>{
        programs_.crash_client, absl::StrCat("--address=", address_),
        absl::StrCat("--record=", root_.path(), "/client.", i),
        absl::StrCat("--threads=", kThreads), absl::StrCat("--commands=", commands),
        absl::StrCat("--seed=", random_() % 1'000'000)}));
  }
  follower_ = std::make_unique<ChildProcess>(
      std::vector<std::string>{programs_.crash_client, absl::StrCat("--address=", address_),
                               absl::StrCat("--record=", followed()), "--follow"});
}

int CrashWorld::WaitForAnswers(int answers) {
  std::string output;
  std::vector<ChildProcess*> at_work;
  do {
    at_work.clear();
    for (const auto& client : clients_) {
      if (client->TakeOutput(output)) at_work.push_back(client.get());
    }
    if (!at_work.empty()) WaitForAny(at_work, absl::Seconds(1));
  } while (!at_work.empty() && output.size() < static_cast<size_t>(answers));
  // Somewhere between one answer and the next.
  WaitForAny({}, absl::Microseconds(Below(4000)));
  return static_cast<int>(at_work.size());
}

bool CrashWorld::WaitForClients() {
  bool kept = true;
  for (const auto& client : clients_) kept = client->Wait(kPatience) == 0 && kept;
  return kept;
}

void CrashWorld::WaitUntilFollowed() {
  std::string output;
  while (output.empty() && follower_->TakeOutput(output)) {
    WaitForAny({follower_.get()}, absl::Seconds(1));
  }
}

std::vector<std::string> CrashWorld::records() const {
  std::vector<std::string> paths;
  for (int i = 0; i < kClients; ++i) {
    for (int j = 0; j < kThreads; ++j) {
      paths.push_back(absl::StrCat(root_.path(), "/client.", i, ".", j));
    }
  }
  return paths;
}

}  // namespace samverk::tests
