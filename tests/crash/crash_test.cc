// The real server is killed at random moments under load, started again, and killed again.
// Nothing that it has acknowledged may be lost, nothing may be there twice, and what it
// tells must be what its events tell.
//
//   bazel test //tests/crash:crash_test --test_arg=--kills=200 --test_arg=--seed=7

#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "base/clock.h"
#include "gmock/gmock.h"
#include "grpcpp/create_channel.h"
#include "gtest/gtest.h"
#include "tests/crash/crash_checks.h"
#include "tests/crash/crash_world.h"

ABSL_FLAG(int, kills, 20, "How often the server is killed.");
ABSL_FLAG(uint32_t, seed, 0, "Decides when, and what clients do. 0: the time does.");
ABSL_FLAG(std::string, samverkd, "services/server/samverkd", "Path of the server.");
ABSL_FLAG(std::string, crash_client, "tests/crash/crash_client", "Path of its client.");

namespace samverk::tests {
namespace {

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

class CrashTest : public ::testing::Test {
 protected:
  std::shared_ptr<grpc::Channel> Connect() {
    return grpc::CreateChannel(world_.address(), grpc::InsecureChannelCredentials());
  }

  CrashWorld world_{{absl::GetFlag(FLAGS_samverkd), absl::GetFlag(FLAGS_crash_client)}, Seed()};
};

TEST_F(CrashTest, NothingThatWasAcknowledgedIsLostHoweverOftenTheServerIsKilled) {
  for (int kill = 0; kill < absl::GetFlag(FLAGS_kills); ++kill) {
    if (world_.Below(4) == 0) {
      world_.KillServerWhileItStarts();
      continue;
    }
    world_.StartServer();
    world_.StartClients(kCommands);
    world_.WaitForAnswers(static_cast<int>(1 + world_.Below(kAnswersMax)));
    world_.KillServer();
    ASSERT_TRUE(world_.WaitForClients()) << "after kill " << kill;
  }
  // Once more, to learn the fate of everything.
  world_.StartServer();
  world_.StartClients(0);
  ASSERT_TRUE(world_.WaitForClients());
  world_.WaitUntilFollowed();
  const Fates fates = ReadFates(world_.records());
  auto channel = Connect();
  const auto events = ReadFeed(channel);
  std::printf("%zu commands, %zu events\n", fates.size(), events.size());
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
  const auto events = ReadFeed(Connect());
  EXPECT_THAT(CheckFates(fates, events), IsEmpty());
  EXPECT_EQ(world_.StopServer(absl::Seconds(30)), 0);
  EXPECT_THAT(CheckLedger(world_.data_directory(), fates), IsEmpty());
}

}  // namespace
}  // namespace samverk::tests

int main(int argc, char** argv) {
  ::testing::InitGoogleMock(&argc, argv);
  absl::ParseCommandLine(argc, argv);
  return RUN_ALL_TESTS();
}
