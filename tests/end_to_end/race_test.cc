// Many threads race through the command processor on a log on disk. Afterwards the log is
// replayed: every command was decided from exactly the state that it was appended to, losers
// were told the truth, and nothing happened twice.

#include "tests/end_to_end/race.h"

#include <atomic>
#include <cstdio>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/runtime/command_processor.h"
#include "services/runtime/testing/counter_slice.h"
#include "services/runtime/testing/given_command.h"
#include "storage/event_log/log_reasons.h"
#include "storage/event_log/testing/test_proposal.h"
#include "storage/kv/testing/temp_directory.h"
#include "storage/ledger/ledger.h"
#include "tests/end_to_end/decision_audit.h"

namespace samverk::tests {
namespace {

using runtime::Add;
using runtime::Claim;
using runtime::Create;
using runtime::kCounterMax;
using runtime::kTestPartnership;
using runtime::Release;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using v1::CommandResult;

class RaceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    runtime::AddCounters(registry_);
    ASSERT_OK_AND_ASSIGN(host_, storage::LedgerHost::Open(directory_.path(), Clock::System()));
    ASSERT_OK(host_->CreateLedger(kTestPartnership));
    ASSERT_OK_AND_ASSIGN(ledger_, host_->OpenLedger(kTestPartnership));
    processor_ = std::make_unique<runtime::CommandProcessor>(kTestPartnership, registry_, log());
  }
  void TearDown() override {
    ledger_.reset();
    EXPECT_OK(host_->VerifyLedger(kTestPartnership, [](auto, auto) {}));
  }

  storage::EventLog& log() { return ledger_->log(); }

  // Gives a command and keeps what came of it. Any thread.
  template <typename Command>
  absl::StatusOr<CommandResult> Give(const Command& command) {
    Attempt attempt;
    attempt.command = std::make_shared<Command>(command);
    attempt.actor = runtime::AnAdministrator().actor;
    attempt.head_before = log().Head().value();
    attempt.answer = runtime::Give(*processor_, runtime::AnAdministrator(), command);
    attempt.head_after = log().Head().value();
    attempts_.Add(attempt);
    return attempt.answer;
  }

  std::vector<std::string> Audit() {
    return DecisionAudit(registry_, kTestPartnership).Judge(log(), attempts_.all());
  }
  // How many attempts were taken.
  size_t TakenCount() const {
    size_t taken = 0;
    for (const Attempt& attempt : attempts_.all()) taken += attempt.answer.ok() ? 1 : 0;
    return taken;
  }
  int64_t RevisionOf(const std::string& resource) {
    const auto stream = log().FindStream(resource);
    EXPECT_OK(stream);
    return static_cast<int64_t>((*stream)->last_revision.value());
  }

  storage::TempDirectory directory_;
  runtime::CommandRegistry registry_;
  std::unique_ptr<storage::LedgerHost> host_;
  std::unique_ptr<storage::Ledger> ledger_;
  std::unique_ptr<runtime::CommandProcessor> processor_;
  Attempts attempts_;
};

TEST_F(RaceTest, WhoReadsDecidesAndAppendsInALoopLosesNoUpdate) {
  constexpr int kEach = 25;
  ASSERT_OK(Give(Create("a")));
  Race([&](int) {
    for (int done = 0; done < kEach;) {
      // Read, decide, append; and anew when somebody was faster.
      const auto result = Give(Add("a", 1, RevisionOf("counters/a")));
      if (result.ok()) {
        ++done;
      } else {
        EXPECT_THAT(result, IsRefused(storage::kStaleRevision));
      }
    }
  });

  EXPECT_EQ(RevisionOf("counters/a"), kRacers * kEach);
  EXPECT_EQ(TakenCount(), 1 + kRacers * kEach);
  EXPECT_THAT(Audit(), IsEmpty());
}

TEST_F(RaceTest, OfThoseWhoExpectTheSameRevisionOneWins) {
  ASSERT_OK(Give(Create("a")));
  for (int64_t round = 0; round < 30; ++round) {
    std::atomic<int> winners = 0;
    Race([&](int) {
      const auto result = Give(Add("a", 0, round));
      winners += result.ok() ? 1 : 0;
      if (!result.ok()) {
        EXPECT_THAT(result, IsRefused(storage::kStaleRevision));
      }
    });
    EXPECT_EQ(winners, 1) << round;
  }
  EXPECT_THAT(Audit(), IsEmpty());
}

TEST_F(RaceTest, OfThoseWhoCreateTheSameOneWins) {
  for (int round = 0; round < 20; ++round) {
    std::atomic<int> winners = 0;
    Race([&](int) {
      const auto result = Give(Create(absl::StrCat("c", round)));
      winners += result.ok() ? 1 : 0;
      if (!result.ok()) {
        EXPECT_THAT(result, IsRefused(runtime::kCounterExists));
      }
    });
    EXPECT_EQ(winners, 1) << round;
  }
  EXPECT_THAT(Audit(), IsEmpty());
}

TEST_F(RaceTest, AClaimHasOneHolderAtATime) {
  constexpr int kRounds = 40;
  for (int racer = 0; racer < kRacers; ++racer) ASSERT_OK(Give(Create(absl::StrCat("c", racer))));
  std::atomic<int> holders = 0;
  Race([&](int racer) {
    const std::string own = absl::StrCat("c", racer);
    for (int round = 0; round < kRounds; ++round) {
      const auto claimed = Give(Claim(own, "red"));
      if (!claimed.ok()) {
        EXPECT_THAT(claimed, IsRefused(runtime::kLabelTaken));
        continue;
      }
      EXPECT_EQ(++holders, 1);
      --holders;
      EXPECT_OK(Give(Release(own, "red")));
    }
  });

  EXPECT_THAT(Audit(), IsEmpty());
}

TEST_F(RaceTest, ARuleThatSumsUpHoldsHoweverManyCountOn) {
  ASSERT_OK(Give(Create("a")));
  Race([&](int racer) {
    for (int round = 0; round < 40; ++round) {
      const auto result = Give(Add("a", 1 + (racer * 7 + round) % 13));
      if (!result.ok()) {
        EXPECT_THAT(result, IsRefused(runtime::kCounterFull));
      }
    }
  });

  EXPECT_THAT(Audit(), IsEmpty());
  ASSERT_THAT(Give(Add("a", kCounterMax + 1)), IsRefused(runtime::kCounterFull));
}

TEST_F(RaceTest, OneRequestThatManyThreadsSendIsDoneOnce) {
  ASSERT_OK(Give(Create("a")));
  for (int round = 0; round < 20; ++round) {
    const auto command = Add("a", 1);
    std::vector<std::string> answers(kRacers);
    Race([&](int racer) {
      const auto result = Give(command);
      ASSERT_OK(result);
      answers[static_cast<size_t>(racer)] = result->SerializeAsString();
    });
    EXPECT_THAT(answers, ::testing::Each(answers.front()));
  }

  EXPECT_EQ(log().Head(), storage::Position(21));
  EXPECT_THAT(Audit(), IsEmpty());
}

TEST_F(RaceTest, OneRequestIdForDifferentRequestsIsGoodForOneOfThem) {
  ASSERT_OK(Give(Create("a")));
  for (int round = 0; round < 20; ++round) {
    const auto first = Add("a", 1);
    std::atomic<int> taken = 0;
    Race([&](int racer) {
      auto command = first;
      command.set_amount(racer);
      // Not kept: those who lose this are not refused by the rules.
      const auto result = runtime::Give(*processor_, runtime::AnAdministrator(), command);
      taken += result.ok() ? 1 : 0;
      if (!result.ok()) {
        EXPECT_THAT(result, IsRefused(storage::kRequestIdReused));
      }
    });
    EXPECT_EQ(taken, 1) << round;
  }
  EXPECT_EQ(log().Head(), storage::Position(21));
}

// One step of somebody who does all sorts of things to a few counters and labels.
class Meddler {
 public:
  Meddler(uint32_t seed, std::vector<std::shared_ptr<google::protobuf::Message>>& sent)
      : random_(seed), sent_(sent) {}

  std::shared_ptr<google::protobuf::Message> Next() {
    // Now and then something is sent again, as a client does that heard no answer.
    if (!sent_.empty() && Below(8) == 0) return sent_[Below(sent_.size())];
    sent_.push_back(New());
    return sent_.back();
  }

 private:
  std::shared_ptr<google::protobuf::Message> New() {
    const std::string counter = absl::StrCat("c", Below(4));
    const std::string label = absl::StrCat("l", Below(3));
    switch (Below(8)) {
      case 0: {
        auto create = Create(counter);
        if (Below(2) == 0) create.set_sibling(runtime::CounterName(absl::StrCat("c", Below(4))));
        return Shared(create);
      }
      case 1:
        return Shared(Claim(counter, label));
      case 2:
        return Shared(Release(counter, label));
      case 3:
        return Shared(runtime::Set(counter, {int64_t(Below(3)), int64_t(Below(3))}));
      case 4:
        return Shared(runtime::Set(counter, {}));
      case 5:
        return Shared(Add(counter, int64_t(Below(600))));
      case 6:
        return Shared(Add(counter, -int64_t(Below(600))));
      default:
        return Shared(Add(counter, 1, int64_t(Below(40))));
    }
  }
  template <typename Command>
  static std::shared_ptr<google::protobuf::Message> Shared(const Command& command) {
    return std::make_shared<Command>(command);
  }
  size_t Below(size_t limit) { return random_() % limit; }

  std::mt19937 random_;
  std::vector<std::shared_ptr<google::protobuf::Message>>& sent_;
};

TEST_F(RaceTest, WhateverManyDoAtOnceTheLogIsWhatTheRulesAllow) {
  const uint32_t seed = static_cast<uint32_t>(::testing::UnitTest::GetInstance()->random_seed());
  std::printf("seed %u (--gtest_random_seed)\n", seed);
  std::fflush(stdout);
  Race([&](int racer) {
    std::vector<std::shared_ptr<google::protobuf::Message>> sent;
    Meddler meddler(seed * 100 + static_cast<uint32_t>(racer), sent);
    for (int step = 0; step < 120; ++step) {
      Attempt attempt;
      attempt.command = meddler.Next();
      attempt.actor = runtime::AnAdministrator().actor;
      attempt.head_before = log().Head().value();
      attempt.answer = runtime::Give(*processor_, runtime::AnAdministrator(), *attempt.command);
      attempt.head_after = log().Head().value();
      attempts_.Add(attempt);
    }
  });

  ASSERT_THAT(attempts_.all(), SizeIs(kRacers * 120));
  EXPECT_GT(TakenCount(), kRacers * 20);
  EXPECT_THAT(Audit(), IsEmpty());
}

// ---- The audit itself -------------------------------------------------------------------------

TEST_F(RaceTest, TheAuditFindsAnEventThatNobodyAskedFor) {
  ASSERT_OK(Give(Create("a")));
  ASSERT_OK(AppendAndWait(log(), storage::AnAppend().OnStream("counters/a")));

  EXPECT_THAT(Audit(), SizeIs(1));
}

TEST_F(RaceTest, TheAuditFindsADecisionFromAnotherState) {
  ASSERT_OK(Give(Create("a")));
  auto taken = Add("a", 1, 0);
  ASSERT_OK(Give(taken));
  std::vector<Attempt> attempts = attempts_.all();
  taken.set_expected_revision(1);
  attempts.back().command = std::make_shared<testing::v1::AddToCounterRequest>(taken);

  EXPECT_THAT(DecisionAudit(registry_, kTestPartnership).Judge(log(), attempts), SizeIs(1));
}

TEST_F(RaceTest, TheAuditFindsAnAnswerThatWasNeverTrue) {
  ASSERT_OK(Give(Create("a")));
  ASSERT_THAT(Give(Add("b", 1)), IsRefused(runtime::kCounterNotFound));
  std::vector<Attempt> attempts = attempts_.all();
  attempts.back().answer = absl::StatusOr<CommandResult>(Refusal(runtime::kCounterFull).Build());

  EXPECT_THAT(DecisionAudit(registry_, kTestPartnership).Judge(log(), attempts), SizeIs(1));
}

TEST_F(RaceTest, TheAuditFindsASuccessThatTheLogDoesNotKnow) {
  ASSERT_OK(Give(Create("a")));
  ASSERT_OK_AND_ASSIGN(const CommandResult result, Give(Add("a", 1)));
  std::vector<Attempt> attempts = attempts_.all();
  attempts.back().answer->set_revision(result.revision() + 1);
  EXPECT_THAT(DecisionAudit(registry_, kTestPartnership).Judge(log(), attempts), SizeIs(1));

  attempts = attempts_.all();
  attempts.push_back(attempts.back());
  attempts.back().command = std::make_shared<testing::v1::AddToCounterRequest>(Add("a", 1));
  EXPECT_THAT(DecisionAudit(registry_, kTestPartnership).Judge(log(), attempts), SizeIs(1));
}

}  // namespace
}  // namespace samverk::tests
