// The real server is killed at random moments under load, started again, and killed again;
// now and then already while it starts, or only while it stops.
// Nothing that it has acknowledged may be lost, nothing may be there twice, and what it
// tells must be what its events tell.
//
//   bazel test //tests/crash:crash_test --test_arg=--kills=200 --test_arg=--seed=7

#include <cstdint>
#include <cstdio>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/str_split.h"
#include "base/clock.h"
#include "gmock/gmock.h"
#include "grpcpp/create_channel.h"
#include "gtest/gtest.h"
#include "tests/crash/crash_checks.h"
#include "tests/crash/crash_world.h"

ABSL_FLAG(int, kills, 20, "How often the server is killed under load.");
ABSL_FLAG(uint32_t, seed, 0, "Decides when, and what clients do. 0: the time does.");
ABSL_FLAG(std::string, samverkd, "services/server/samverkd", "Path of the server.");
ABSL_FLAG(std::string, crash_client, "tests/crash/crash_client", "Path of its client.");

namespace samverk::tests {
namespace {

using ::testing::Gt;
using ::testing::IsEmpty;

// New commands that each thread of a client gives before it has done enough.
constexpr int kCommands = 300;
// Answers that are waited for before a kill, at most.
constexpr uint32_t kAnswersMax = 600;

uint32_t Seed() {
  const uint32_t given = absl::GetFlag(FLAGS_seed);
  const uint32_t seed =
      given != 0 ? given
                 : static_cast<uint32_t>(absl::ToUnixMillis(Clock::System().Now()) % 1'000'000'000);
  std::printf("seed: --seed=%u\n", seed);
  std::fflush(stdout);  // Also if the test does not come to its end.
  return seed;
}

// How many events there are of each kind of resource: what the kills went through.
void PrintEvents(const std::vector<v1::RecordedEvent>& events) {
  std::map<std::string, int> counts;
  for (const v1::RecordedEvent& event : events) {
    const std::vector<std::string> parts = absl::StrSplit(event.resource(), '/');
    ++counts[parts[parts.size() > 2 ? 2 : 0]];
  }
  std::printf("%zu events", events.size());
  for (const auto& [kind, count] : counts) std::printf(", %d of %s", count, kind.c_str());
  std::printf("\n");
}

class CrashTest : public ::testing::Test {
 protected:
  std::shared_ptr<grpc::Channel> Connect() {
    return grpc::CreateChannel(world_.address(), grpc::InsecureChannelCredentials());
  }

  // Starts the server and lets several clients work on it for a moment.
  void LoadServer() {
    world_.StartServer();
    world_.StartClients(kCommands);
    // No kill is under load if there is nobody left to hear of it.
    ASSERT_THAT(world_.WaitForAnswers(static_cast<int>(1 + world_.Below(kAnswersMax))), Gt(1));
  }

  CrashWorld world_{{absl::GetFlag(FLAGS_samverkd), absl::GetFlag(FLAGS_crash_client)}, Seed()};
};

TEST_F(CrashTest, NothingThatWasAcknowledgedIsLostHoweverOftenTheServerIsKilled) {
  const int kills = absl::GetFlag(FLAGS_kills);
  int early_kills = 0;
  int late_kills = 0;
  int stops = 0;
  for (int kill = 1; kill <= kills; ++kill) {
    // On top of those that are asked for: kills while it starts, and while it stops.
    if (kill % 3 == 0) {
      world_.KillServerWhileItStarts();
      ++early_kills;
    }
    if (kill % 4 == 0) {
      ASSERT_NO_FATAL_FAILURE(LoadServer());
      // Every other one is left in peace, so that views on disk outlive the kills after it.
      const absl::Duration patience =
          kill % 8 == 0 ? absl::Seconds(30) : absl::Microseconds(world_.Below(40'000));
      ++(world_.StopOrKillServer(patience) ? stops : late_kills);
      ASSERT_TRUE(world_.WaitForClients()) << "after the stop before kill " << kill;
    }
    ASSERT_NO_FATAL_FAILURE(LoadServer());
    world_.KillServer();
    ASSERT_TRUE(world_.WaitForClients()) << "after kill " << kill;
  }
  std::printf("%d kills under load, %d while the server started, %d while it stopped; %d stops\n",
              kills, early_kills, late_kills, stops);
  // Once more, to learn the fate of everything.
  world_.StartServer();
  world_.StartClients(0);
  ASSERT_TRUE(world_.WaitForClients());
  world_.WaitUntilFollowed();
  const Fates fates = ReadFates(world_.records());
  auto channel = Connect();
  const auto events = ReadFeed(channel);
  std::printf("%zu commands\n", fates.size());
  PrintEvents(events);
  ASSERT_FALSE(events.empty());

  EXPECT_THAT(CheckSequence(events), IsEmpty());
  EXPECT_THAT(CheckFates(fates, events), IsEmpty());
  EXPECT_THAT(CheckViews(channel, events), IsEmpty());
  EXPECT_THAT(CheckRepeats(channel, fates), IsEmpty());
  // Repeating wrote nothing.
  EXPECT_EQ(ReadFeed(channel).size(), events.size());
  channel.reset();  // An idle client is slow to hear that the server goes, which then waits.
  EXPECT_EQ(world_.StopServer(absl::Seconds(30)), 0);
  EXPECT_THAT(CheckFollowed(world_.followed(), events), IsEmpty());
  EXPECT_THAT(CheckLedger(world_.data_directory(), fates), IsEmpty());
  EXPECT_THAT(CheckProjections(world_.data_directory()), IsEmpty());
}

TEST_F(CrashTest, AServerThatIsAskedToStopAnswersOrRefusesEverything) {
  world_.StartServer();
  world_.StartClients(kCommands);
  world_.WaitForAnswers(200);
  const absl::Duration before = Clock::System().Steady();
  EXPECT_EQ(world_.StopServer(absl::Seconds(30)), 0);
  std::printf("stopped in %s\n", absl::FormatDuration(Clock::System().Steady() - before).c_str());
  // No client waited for an answer in vain.
  ASSERT_TRUE(world_.WaitForClients());

  Fates fates = ReadFates(world_.records());
  EXPECT_THAT(CheckLedger(world_.data_directory(), fates), IsEmpty());
  world_.StartServer();
  world_.StartClients(0);
  ASSERT_TRUE(world_.WaitForClients());
  fates = ReadFates(world_.records());
  auto channel = Connect();
  const auto events = ReadFeed(channel);
  ASSERT_FALSE(events.empty());
  EXPECT_THAT(CheckFates(fates, events), IsEmpty());
  EXPECT_THAT(CheckViews(channel, events), IsEmpty());
  channel.reset();
  EXPECT_EQ(world_.StopServer(absl::Seconds(30)), 0);
  EXPECT_THAT(CheckLedger(world_.data_directory(), fates), IsEmpty());
  EXPECT_THAT(CheckProjections(world_.data_directory()), IsEmpty());
}

}  // namespace
}  // namespace samverk::tests

int main(int argc, char** argv) {
  ::testing::InitGoogleMock(&argc, argv);
  absl::ParseCommandLine(argc, argv);
  return RUN_ALL_TESTS();
}
