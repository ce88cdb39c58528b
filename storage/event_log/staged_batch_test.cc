#include "storage/event_log/staged_batch.h"

#include <map>
#include <string>
#include <vector>

#include "base/testing/fake_clock.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "samverk/storage/v1/log_record.pb.h"
#include "storage/event_log/log_reasons.h"
#include "storage/event_log/testing/test_proposal.h"

namespace samverk::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const absl::Status kDiskGone = absl::UnavailableError("the disk is gone");

// A log that holds what a test says, and fails when a test says so.
class FakeCommittedLog final : public CommittedLog {
 public:
  absl::StatusOr<std::optional<StreamHead>> LoadStreamHead(absl::string_view resource) override {
    if (resource == failing_resource) return kDiskGone;
    const auto head = heads.find(std::string(resource));
    if (head == heads.end()) return std::nullopt;
    return head->second;
  }
  absl::StatusOr<std::vector<RecordedEvent>> LoadStream(StreamId, Revision, size_t) override {
    return kDiskGone;
  }
  absl::StatusOr<std::optional<std::string>> LoadRequest(const std::string& key) override {
    if (requests_fail) return kDiskGone;
    const auto request = requests.find(key);
    if (request == requests.end()) return std::nullopt;
    return request->second;
  }
  absl::StatusOr<std::vector<RecordedEvent>> LoadAppend(Position, size_t) override {
    return kDiskGone;
  }

  std::map<std::string, StreamHead> heads;
  std::map<std::string, std::string> requests;
  std::string failing_resource = "none";
  bool requests_fail = false;
};

class StagedBatchTest : public ::testing::Test {
 protected:
  StagedBatchTest()
      : identity_{Uuid::V7(clock_), Uuid::V7(clock_), std::string(32, 'k')},
        time_(clock_, absl::UnixEpoch()),
        batch_(committed_, identity_, Position(10), clock_.Now()) {
    committed_.heads["old"] = {StreamId(Position(3)), Revision(4), "organisations/old",
                               LeafHash("its last leaf")};
  }

  absl::StatusOr<AppendResult> Run(const AnAppend& append) {
    trail_ = std::make_shared<Trail>();
    return RunProposal(batch_, time_, absl::OkStatus(), *append.Build(trail_));
  }

  const FakeClock clock_;
  FakeCommittedLog committed_;
  const LedgerIdentity identity_;
  RecordingTime time_;
  StagedBatch batch_;
  std::shared_ptr<Trail> trail_;
};

TEST_F(StagedBatchTest, NumbersGoOnFromTheCommittedLog) {
  ASSERT_OK_AND_ASSIGN(const AppendResult result, Run(AnAppend().OnStream("old").OnStream("new")));

  EXPECT_EQ(result.first_position, Position(11));
  EXPECT_EQ(batch_.head(), Position(12));
  EXPECT_EQ(batch_.events()[0].revision(), Revision(5));
  EXPECT_EQ(batch_.events()[0].owner(), "organisations/old");
  EXPECT_EQ(batch_.events()[0].previous_leaf_hash(), AsBytes(LeafHash("its last leaf")));
  EXPECT_EQ(batch_.events()[1].revision(), Revision(0));
  ASSERT_THAT(batch_.names(), SizeIs(1));
  EXPECT_EQ(batch_.names()[0].resource, "new");
  EXPECT_EQ(batch_.names()[0].row.stream, StreamId(Position(12)));
  ASSERT_THAT(batch_.stream_rows(), SizeIs(2));
  EXPECT_EQ(batch_.stream_rows()[0].stream, StreamId(Position(3)));
}

TEST_F(StagedBatchTest, TwoAppendsOfABatchMakeAStreamOnce) {
  ASSERT_OK(Run(AnAppend().OnStream("new")));
  ASSERT_OK(Run(AnAppend().OnStream("new")));

  EXPECT_THAT(batch_.names(), SizeIs(1));
  EXPECT_EQ(batch_.events()[1].revision(), Revision(1));
  EXPECT_EQ(batch_.events()[1].previous_leaf_hash(), AsBytes(LeafHash(batch_.events()[0].leaf())));
}

TEST_F(StagedBatchTest, LastStagedIsTheLastAppendAlone) {
  ASSERT_OK(Run(AnAppend().OnStream("a").WithEvents(2)));
  ASSERT_OK(Run(AnAppend().OnStream("b")));

  ASSERT_THAT(batch_.LastStaged(), SizeIs(1));
  EXPECT_EQ(batch_.LastStaged()[0].resource(), "b");
}

TEST_F(StagedBatchTest, ADiskThatFailsMidwayLeavesNothingHalfDone) {
  committed_.failing_resource = "broken";

  EXPECT_EQ(Run(AnAppend().OnStream("a").OnStream("old").OnStream("broken")).status(), kDiskGone);

  EXPECT_THAT(batch_.events(), IsEmpty());
  EXPECT_THAT(batch_.requests(), IsEmpty());
  EXPECT_EQ(batch_.head(), Position(10));
  // What comes after is numbered as if it had not been.
  ASSERT_OK_AND_ASSIGN(const AppendResult next, Run(AnAppend().OnStream("a").OnStream("old")));
  EXPECT_EQ(next.first_position, Position(11));
  EXPECT_EQ(batch_.events()[0].revision(), Revision(0));
  EXPECT_EQ(batch_.events()[1].revision(), Revision(5));
}

TEST_F(StagedBatchTest, AConditionThatCanNotBeJudgedIsNeitherHeldNorFailed) {
  committed_.failing_resource = "broken";

  EXPECT_EQ(Run(AnAppend().OnStream("a").If(Condition::NoStream("broken"))).status(), kDiskGone);
}

TEST_F(StagedBatchTest, ARequestThatCanNotBeLookedUpIsNotRunAgain) {
  committed_.requests_fail = true;

  EXPECT_EQ(Run(AnAppend().OnStream("a")).status(), kDiskGone);
  EXPECT_THAT(trail_->calls(), ElementsAre("destroyed"));
}

TEST_F(StagedBatchTest, ADamagedRequestRowIsDataLoss) {
  committed_.requests[RequestKey("tester", "r")] = "\xff\xff";

  EXPECT_THAT(Run(AnAppend().OnStream("a").RequestId("r")), IsRefused(kRecordDamaged));
}

TEST_F(StagedBatchTest, APageThatFailsToLoadFailsTheRead) {
  EXPECT_EQ(batch_.ReadStream("old", Revision(0), kPageEventsMax).status(), kDiskGone);
  EXPECT_THAT(batch_.ReadStream("old", Revision(5), kPageEventsMax), IsOkAndHolds(IsEmpty()));
}

TEST_F(StagedBatchTest, RecordedTimesAreMicrosecondsAndNeverDecrease) {
  const absl::Time start = clock_.Now();

  batch_.set_proposed_time(start - absl::Hours(1));
  EXPECT_EQ(batch_.recorded_at(), start);
  batch_.set_proposed_time(start + absl::Nanoseconds(2'999));
  EXPECT_EQ(batch_.recorded_at(), start + absl::Microseconds(2));
}

TEST_F(StagedBatchTest, ARefusedProposalDoesNotMoveTime) {
  const absl::Time before = batch_.last_recorded_at();
  batch_.set_proposed_time(before + absl::Hours(1));

  EXPECT_THAT(Run(AnAppend().OnStream(Condition::Exists("a"))), IsRefused(kStaleRevision));

  EXPECT_EQ(batch_.last_recorded_at(), before);
}

TEST_F(StagedBatchTest, WhatIsRefusedNowIsNotProposed) {
  trail_ = std::make_shared<Trail>();

  const auto result = RunProposal(batch_, time_, absl::ResourceExhaustedError("full"),
                                  *AnAppend().OnStream("a").Build(trail_));

  EXPECT_EQ(result.status(), absl::ResourceExhaustedError("full"));
  EXPECT_THAT(trail_->calls(), ElementsAre("destroyed"));
}

TEST_F(StagedBatchTest, SaltsAreCountedPerPayloadAndPersonalPart) {
  NewEvent personal = AnEvent("a");
  personal.personal = "sealed";

  EXPECT_EQ(SaltBytes(AnAppend().OnStream("a").WithEvents(3).Proposed()), 3 * kSaltBytes);
  EXPECT_EQ(SaltBytes(AnAppend().OnStream("a").With(personal).Proposed()), 3 * kSaltBytes);
}

TEST_F(StagedBatchTest, EverySaltIsAnother) {
  NewEvent personal = AnEvent("a");
  personal.personal = "sealed";
  ASSERT_OK(Run(AnAppend().With(personal).With(personal)));
  ASSERT_OK(Run(AnAppend().With(personal)));

  std::vector<std::string> salts;
  for (const RecordedEvent& event : batch_.events()) {
    salts.emplace_back(event.payload_salt());
    salts.emplace_back(event.personal_salt());
  }
  std::sort(salts.begin(), salts.end());
  EXPECT_EQ(std::unique(salts.begin(), salts.end()), salts.end());
  EXPECT_THAT(salts, SizeIs(6));
}

}  // namespace
}  // namespace samverk::storage
