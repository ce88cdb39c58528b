// ServerRace: a real server that many clients give commands to at the same time. What each asked
// and was told is kept, for decision_audit.h to judge the log by.
//
//   class PlanRaceTest : public ServerRace { … };
//   Race([&](int racer) { Give<v1::EditPlanRequest>("…", DeviceOf(racer)); });
//   EXPECT_THAT(Audit(), IsEmpty());

#ifndef SAMVERK_TESTS_END_TO_END_SERVER_RACE_H_
#define SAMVERK_TESTS_END_TO_END_SERVER_RACE_H_

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "gtest/gtest.h"
#include "services/runtime/testing/from_text.h"
#include "services/server/slices.h"
#include "services/testing/in_process_server.h"
#include "services/testing/requests.h"
#include "tests/end_to_end/decision_audit.h"

namespace samverk::tests {

class ServerRace : public ::testing::Test {
 protected:
  // Any thread.
  uint64_t Head() {
    return (*server_.server().partnerships().Find("vasterbotten"))->log().Head().value();
  }

  // What is in the log by now is given, and not judged.
  void TrustTheLog() { trusted_ = Head(); }

  // Gives a command and keeps what came of it. Any thread.
  absl::StatusOr<v1::CommandResult> Give(std::shared_ptr<const google::protobuf::Message> command,
                                         const std::string& device = "") {
    Attempt attempt;
    attempt.command = std::move(command);
    attempt.actor.set_principal("local-developer");
    attempt.actor.set_role(v1::ROLE_ADMINISTRATOR);
    attempt.device = device;
    attempt.head_before = Head();
    attempt.answer = server_.Do(*attempt.command, {.device = device});
    attempt.head_after = Head();
    attempts_.Add(attempt);
    return attempt.answer;
  }
  // The same of a command with a new request id.
  template <typename Command>
  absl::StatusOr<v1::CommandResult> Give(const std::string& text, const std::string& device = "") {
    return Give(testing::WithRequestId(runtime::FromText<Command>(text)), device);
  }

  // What is wrong with the log.
  std::vector<std::string> Audit() {
    const auto partnership = server_.server().partnerships().Find("vasterbotten");
    return DecisionAudit(slices_.commands, "vasterbotten")
        .Judge((*partnership)->log(), attempts_.all(), trusted_);
  }

  // The seed of a random test, which is printed.
  static uint32_t Seed() {
    const auto seed = static_cast<uint32_t>(::testing::UnitTest::GetInstance()->random_seed());
    std::printf("seed %u (--gtest_random_seed)\n", seed);
    std::fflush(stdout);
    return seed;
  }

  testing::InProcessServer server_;
  const runtime::Slices slices_ = server::EverySlice();
  uint64_t trusted_ = 0;
  Attempts attempts_;
};

}  // namespace samverk::tests

#endif  // SAMVERK_TESTS_END_TO_END_SERVER_RACE_H_
