#include "storage/event_log/recording_time.h"

#include "base/testing/fake_clock.h"
#include "base/testing/status_matchers.h"
#include "gtest/gtest.h"
#include "storage/event_log/limits.h"
#include "storage/event_log/log_reasons.h"

namespace samverk::storage {
namespace {

class RecordingTimeTest : public ::testing::Test {
 protected:
  FakeClock clock_;
  const absl::Time start_ = clock_.Now();
};

TEST_F(RecordingTimeTest, IsWhatTheWallClockSays) {
  const RecordingTime time(clock_, absl::UnixEpoch());

  EXPECT_THAT(time.Propose(), IsOkAndHolds(start_));
  clock_.Advance(absl::Hours(1000));
  EXPECT_THAT(time.Propose(), IsOkAndHolds(start_ + absl::Hours(1000)));
  EXPECT_EQ(time.Unchecked(), start_ + absl::Hours(1000));
}

TEST_F(RecordingTimeTest, DepartsByTheMaximumAndNotMore) {
  const RecordingTime time(clock_, absl::UnixEpoch());

  clock_.JumpWall(kClockDepartureMax);
  EXPECT_OK(time.Propose());
  clock_.JumpWall(absl::Nanoseconds(1));
  EXPECT_THAT(time.Propose(), IsRefused(kClockSuspect));
  clock_.JumpWall(-2 * kClockDepartureMax - absl::Nanoseconds(1));
  EXPECT_OK(time.Propose());
  clock_.JumpWall(-absl::Nanoseconds(1));
  EXPECT_THAT(time.Propose(), IsRefused(kClockSuspect));
}

TEST_F(RecordingTimeTest, AClockThatComesBackIsTrustedAgain) {
  const RecordingTime time(clock_, absl::UnixEpoch());

  clock_.JumpWall(absl::Hours(1));
  EXPECT_THAT(time.Propose(), IsRefused(kClockSuspect));
  clock_.JumpWall(-absl::Hours(1));

  EXPECT_OK(time.Propose());
}

TEST_F(RecordingTimeTest, AClockWellBeforeTheEndOfTheLogIsSuspect) {
  const RecordingTime within(clock_, start_ + kClockDepartureMax);
  const RecordingTime beyond(clock_, start_ + kClockDepartureMax + absl::Nanoseconds(1));

  EXPECT_OK(within.Propose());
  EXPECT_THAT(beyond.Propose(), IsRefused(kClockSuspect));
}

TEST_F(RecordingTimeTest, AClockThatCatchesUpWithTheLogIsTrusted) {
  const RecordingTime time(clock_, start_ + absl::Hours(1));
  EXPECT_THAT(time.Propose(), IsRefused(kClockSuspect));

  clock_.JumpWall(absl::Hours(1));  // Somebody set it right.

  EXPECT_OK(time.Propose());
}

TEST_F(RecordingTimeTest, ConfirmingTrustsTheClockFromNowOn) {
  RecordingTime time(clock_, absl::UnixEpoch());
  clock_.JumpWall(absl::Hours(-5));

  time.Confirm();

  EXPECT_THAT(time.Propose(), IsOkAndHolds(start_ - absl::Hours(5)));
  clock_.JumpWall(absl::Hours(5));
  EXPECT_THAT(time.Propose(), IsRefused(kClockSuspect));
}

TEST_F(RecordingTimeTest, OnlyAClockThatStandsStillDepartsAsSteadyTimePasses) {
  const RecordingTime time(clock_, absl::UnixEpoch());

  clock_.Advance(absl::Minutes(6));
  clock_.JumpWall(-absl::Minutes(6));

  EXPECT_THAT(time.Propose(), IsRefused(kClockSuspect));
}

}  // namespace
}  // namespace samverk::storage
