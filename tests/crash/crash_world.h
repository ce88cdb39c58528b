// CrashWorld: a data directory, the real server over it, and clients that are real processes.

#ifndef SAMVERK_TESTS_CRASH_CRASH_WORLD_H_
#define SAMVERK_TESTS_CRASH_CRASH_WORLD_H_

#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "storage/kv/testing/temp_directory.h"
#include "tests/crash/child_process.h"

namespace samverk::tests {

// The programs of the world.
struct Programs {
  std::string samverkd;
  std::string crash_client;
};

// Ends the process where the machine, not the server, fails. One thread.
class CrashWorld {
 public:
  CrashWorld(Programs programs, uint32_t seed) : programs_(std::move(programs)), random_(seed) {}

  // Starts the server and waits until it listens.
  void StartServer();
  // Starts the server and kills it before it has come far.
  void KillServerWhileItStarts();

  // Starts clients that give at most so many new commands each, and somebody who follows.
  void StartClients(int commands);
  // Waits until about `answers` commands were answered, or the clients have done enough,
  // and then a moment longer. How many clients were still at work.
  int WaitForAnswers(int answers);
  // Waits for the clients to end, which they do when they have done enough or the server is
  // gone. False if one of them found a promise broken, or hangs.
  bool WaitForClients();
  // Waits until who follows has everything, as the server says.
  void WaitUntilFollowed();

  void KillServer();
  // Asks the server to stop, and kills it after `patience`. Whether it had stopped by then:
  // only then, or after a minute of work, do its views outlive it.
  bool StopOrKillServer(absl::Duration patience);
  // Asks the server to stop. Its exit code; nullopt if it did not stop in time.
  std::optional<int> StopServer(absl::Duration timeout);

  const std::string& address() const { return address_; }
  std::string data_directory() const { return root_.path() + "/data"; }
  // The records that clients keep, and that of who follows.
  std::vector<std::string> records() const;
  std::string followed() const { return root_.path() + "/followed"; }

  uint32_t Below(uint32_t limit) { return random_() % limit; }

 private:
  std::unique_ptr<ChildProcess> SpawnServer() const;

  const Programs programs_;
  std::mt19937 random_;
  const storage::TempDirectory root_;
  std::unique_ptr<ChildProcess> server_;
  std::vector<std::unique_ptr<ChildProcess>> clients_;
  std::unique_ptr<ChildProcess> follower_;
  std::string address_;
};

}  // namespace samverk::tests

#endif  // SAMVERK_TESTS_CRASH_CRASH_WORLD_H_
