#include "services/runtime/read_point.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "base/civil_date.h"
#include "base/testing/fake_clock.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/time_util.h"
#include "gtest/gtest.h"
#include "samverk/v1/workshop.pb.h"
#include "storage/event_log/in_memory_event_log.h"
#include "storage/event_log/testing/test_proposal.h"

namespace samverk::runtime {
namespace {

using storage::Position;
using ::testing::HasSubstr;

class ReadPointTest : public ::testing::Test {
 protected:
  // Records an event after `later`; each is at the next position.
  void Record(absl::Duration later = absl::ZeroDuration()) {
    clock_.Advance(later);
    ASSERT_OK(AppendAndWait(log_, storage::AnAppend().OnStream("a")));
  }
  // Records an event when the clocks in Sweden show `second`.
  void RecordAt(absl::CivilSecond second) {
    Record(absl::FromCivil(second, SwedishTime()) - clock_.Now());
  }
  v1::LedgerPosition At(int64_t position) const {
    v1::LedgerPosition proto;
    proto.set_epoch(log_.identity().epoch.ToString());
    proto.set_position(position);
    return proto;
  }
  absl::StatusOr<ReadPoint> Resolve(const v1::ReadOptions& options) const {
    return ResolveReadPoint(options, log_);
  }
  absl::StatusOr<Position> AsOf(const google::protobuf::Timestamp& time) const {
    v1::ReadOptions options;
    *options.mutable_as_of()->mutable_time() = time;
    return PositionOf(Resolve(options));
  }
  absl::StatusOr<Position> AsOf(absl::Time time) const {
    return AsOf(google::protobuf::util::TimeUtil::NanosecondsToTimestamp(absl::ToUnixNanos(time)));
  }
  absl::StatusOr<Position> AsOf(absl::CivilDay day) const {
    v1::ReadOptions options;
    *options.mutable_as_of()->mutable_date() = ToDate(day);
    return PositionOf(Resolve(options));
  }
  static absl::StatusOr<Position> PositionOf(const absl::StatusOr<ReadPoint>& point) {
    if (!point.ok()) return point.status();
    return point->as_of.value_or(Position(UINT64_MAX));
  }

  FakeClock clock_;
  storage::InMemoryEventLog log_{clock_};
};

// ---- Positions --------------------------------------------------------------------------------

TEST_F(ReadPointTest, WhoAsksForNothingWaitsForNothingAndReadsWhatIsThere) {
  Record();
  ASSERT_OK_AND_ASSIGN(const ReadPoint point, Resolve({}));

  EXPECT_EQ(point.wait_for, Position(0));
  EXPECT_EQ(point.as_of, std::nullopt);
}

TEST_F(ReadPointTest, WhoHasSeenAPositionWaitsForIt) {
  Record();
  Record();
  v1::ReadOptions options;
  *options.mutable_min_position() = At(2);
  ASSERT_OK_AND_ASSIGN(const ReadPoint point, Resolve(options));

  EXPECT_EQ(point.wait_for, Position(2));
  EXPECT_EQ(point.as_of, std::nullopt);
}

TEST_F(ReadPointTest, APositionPastTheEndIsRefusedByFieldAndHead) {
  Record();
  v1::ReadOptions waiting;
  *waiting.mutable_min_position() = At(2);
  v1::ReadOptions as_of;
  *as_of.mutable_as_of()->mutable_position() = At(2);

  EXPECT_THAT(Resolve(waiting), IsRefused(kPositionAhead));
  EXPECT_THAT(std::string(Resolve(waiting).status().message()),
              HasSubstr("read.min_position: position 2 is past the end of the ledger at 1"));
  EXPECT_THAT(Resolve(as_of), IsRefused(kPositionAhead));
  EXPECT_THAT(std::string(Resolve(as_of).status().message()), HasSubstr("read.as_of.position"));
}

TEST_F(ReadPointTest, APositionOfAnotherEpochIsRefused) {
  Record();
  const storage::InMemoryEventLog another(clock_);
  v1::ReadOptions options;
  *options.mutable_min_position() = ToProto(Position(1), another);

  EXPECT_THAT(Resolve(options), IsRefused(kEpochMismatch));
  options.mutable_min_position()->set_epoch("");
  EXPECT_THAT(Resolve(options), IsRefused(kEpochMismatch));
  EXPECT_THAT(ResolvePosition(ToProto(Position(1), another), log_, "after"),
              IsRefused(kEpochMismatch));
}

TEST_F(ReadPointTest, PositionZeroIsBeforeTheFirstEventOfEveryEpoch) {
  const storage::InMemoryEventLog another(clock_);

  EXPECT_THAT(ResolvePosition({}, log_, "after"), IsOkAndHolds(Position(0)));
  EXPECT_THAT(ResolvePosition(ToProto(Position(0), another), log_, "after"),
              IsOkAndHolds(Position(0)));
}

TEST_F(ReadPointTest, AMomentIsWaitedForSoThatItIsToldWhole) {
  Record();
  Record();
  Record();
  v1::ReadOptions options;
  *options.mutable_as_of()->mutable_position() = At(2);
  ASSERT_OK_AND_ASSIGN(const ReadPoint alone, Resolve(options));
  EXPECT_EQ(alone.as_of, Position(2));
  EXPECT_EQ(alone.wait_for, Position(2));

  *options.mutable_min_position() = At(3);
  ASSERT_OK_AND_ASSIGN(const ReadPoint both, Resolve(options));
  EXPECT_EQ(both.as_of, Position(2));
  EXPECT_EQ(both.wait_for, Position(3));
}

TEST_F(ReadPointTest, AMomentThatNamesNoneIsNow) {
  Record();
  v1::ReadOptions options;
  options.mutable_as_of();

  EXPECT_THAT(PositionOf(Resolve(options)), IsOkAndHolds(Position(1)));
}

TEST_F(ReadPointTest, PositionsGoOutWithTheirEpoch) {
  EXPECT_EQ(ToProto(Position(7), log_).SerializeAsString(), At(7).SerializeAsString());
}

// ---- Times ------------------------------------------------------------------------------------

TEST_F(ReadPointTest, AnEventIsKnownFromTheVeryMomentItWasRecorded) {
  Record();
  const absl::Time first = clock_.Now();
  Record(absl::Hours(1));
  const absl::Time second = clock_.Now();

  EXPECT_THAT(AsOf(first - absl::Microseconds(1)), IsOkAndHolds(Position(0)));
  EXPECT_THAT(AsOf(first), IsOkAndHolds(Position(1)));
  EXPECT_THAT(AsOf(second - absl::Microseconds(1)), IsOkAndHolds(Position(1)));
  EXPECT_THAT(AsOf(second), IsOkAndHolds(Position(2)));
  EXPECT_THAT(AsOf(second + absl::Hours(1)), IsOkAndHolds(Position(2)));
}

TEST_F(ReadPointTest, AMomentBetweenTwoMicrosecondsIsTheEarlierOne) {
  Record();
  const absl::Time first = clock_.Now();

  EXPECT_THAT(AsOf(first + absl::Nanoseconds(999)), IsOkAndHolds(Position(1)));
  EXPECT_THAT(AsOf(first - absl::Nanoseconds(1)), IsOkAndHolds(Position(0)));
}

TEST_F(ReadPointTest, EventsOfTheSameMomentAreKnownTogether) {
  Record();
  Record(absl::Seconds(1));
  Record();
  Record();
  const absl::Time moment = clock_.Now();
  Record(absl::Seconds(1));

  EXPECT_THAT(AsOf(moment - absl::Microseconds(1)), IsOkAndHolds(Position(1)));
  EXPECT_THAT(AsOf(moment), IsOkAndHolds(Position(4)));
}

TEST_F(ReadPointTest, AnEmptyLedgerHasNothingAtAnyTime) {
  EXPECT_THAT(AsOf(clock_.Now()), IsOkAndHolds(Position(0)));
  EXPECT_THAT(AsOf(absl::CivilDay(2019, 10, 7)), IsOkAndHolds(Position(0)));
}

TEST_F(ReadPointTest, TimesFarAwayAreTaken) {
  Record();

  EXPECT_THAT(AsOf(google::protobuf::util::TimeUtil::SecondsToTimestamp(-62135596800)),
              IsOkAndHolds(Position(0)));
  EXPECT_THAT(AsOf(google::protobuf::util::TimeUtil::SecondsToTimestamp(253402300799)),
              IsOkAndHolds(Position(1)));
}

// ---- Days -------------------------------------------------------------------------------------

TEST_F(ReadPointTest, ADayIsEverythingUntilMidnightInSweden) {
  RecordAt(absl::CivilSecond(2019, 10, 8, 0, 0, 0));
  RecordAt(absl::CivilSecond(2019, 10, 8, 23, 59, 59));
  Record(absl::Microseconds(999'999));
  Record(absl::Microseconds(1));

  EXPECT_THAT(AsOf(absl::CivilDay(2019, 10, 7)), IsOkAndHolds(Position(0)));
  EXPECT_THAT(AsOf(absl::CivilDay(2019, 10, 8)), IsOkAndHolds(Position(3)));
  EXPECT_THAT(AsOf(absl::CivilDay(2019, 10, 9)), IsOkAndHolds(Position(4)));
}

TEST_F(ReadPointTest, ADayOfTwentyFiveHoursEndsAtItsOwnMidnight) {
  RecordAt(absl::CivilSecond(2019, 10, 27, 0, 0, 0));
  Record(absl::Hours(25) - absl::Microseconds(1));
  Record(absl::Microseconds(1));

  EXPECT_THAT(AsOf(absl::CivilDay(2019, 10, 26)), IsOkAndHolds(Position(0)));
  EXPECT_THAT(AsOf(absl::CivilDay(2019, 10, 27)), IsOkAndHolds(Position(2)));
}

TEST_F(ReadPointTest, ADayOfTwentyThreeHoursEndsAtItsOwnMidnight) {
  RecordAt(absl::CivilSecond(2020, 3, 29, 0, 0, 0));
  Record(absl::Hours(23) - absl::Microseconds(1));
  Record(absl::Microseconds(1));

  EXPECT_THAT(AsOf(absl::CivilDay(2020, 3, 29)), IsOkAndHolds(Position(2)));
}

// ---- Page tokens ------------------------------------------------------------------------------

class PageTokenTest : public ReadPointTest {
 protected:
  PageTokenTest() {
    Record();
    Record();
    request_.set_parent("partnerships/p");
    request_.set_year(2019);
    token_ = EncodePageToken({Position(1), std::string("k\0y", 3)}, request_, log_);
  }
  absl::StatusOr<PageToken> Decode(const std::string& token) const {
    return DecodePageToken(token, request_, log_);
  }

  v1::ListWorkshopsRequest request_;
  std::string token_;
};

TEST_F(PageTokenTest, ATokenSaysWhereToGoOnAndAsOfWhen) {
  ASSERT_OK_AND_ASSIGN(const PageToken token, Decode(token_));

  EXPECT_EQ(token.as_of, Position(1));
  EXPECT_EQ(token.from, std::string("k\0y", 3));
}

TEST_F(PageTokenTest, ATokenIsTextThatAnyProtocolCarries) {
  for (const char c : token_) {
    EXPECT_TRUE(absl::ascii_isalnum(c) || c == '-' || c == '_' || c == '=') << c;
  }
}

TEST_F(PageTokenTest, PageSizeTokenAndReadOptionsMayDifferBetweenPages) {
  request_.set_page_size(7);
  request_.set_page_token(token_);
  *request_.mutable_read()->mutable_min_position() = At(1);

  EXPECT_OK(Decode(token_));
}

TEST_F(PageTokenTest, ATokenIsGoodForTheSameFiltersOnly) {
  request_.set_year(2020);
  EXPECT_THAT(Decode(token_), IsRefused(kPageTokenInvalid));

  request_.set_year(2019);
  request_.set_organisation("partnerships/p/organisations/2421");
  EXPECT_THAT(Decode(token_), IsRefused(kPageTokenInvalid));
}

TEST_F(PageTokenTest, ATokenIsGoodForTheSameListOnly) {
  v1::ListWorkshopNotesRequest notes;
  notes.set_parent(request_.parent());
  v1::ListWorkshopsRequest workshops;
  workshops.set_parent(request_.parent());
  const std::string token = EncodePageToken({Position(1), "key"}, workshops, log_);

  EXPECT_OK(DecodePageToken(token, workshops, log_));
  EXPECT_THAT(DecodePageToken(token, notes, log_), IsRefused(kPageTokenInvalid));
}

TEST_F(PageTokenTest, ATokenIsGoodForTheSameLedgerOnly) {
  storage::InMemoryEventLog another(clock_);
  ASSERT_OK(AppendAndWait(another, storage::AnAppend().OnStream("a")));

  EXPECT_THAT(DecodePageToken(token_, request_, another), IsRefused(kPageTokenInvalid));
}

TEST_F(PageTokenTest, WhatIsNoTokenIsRefused) {
  for (const std::string& wrong : {std::string("x"), std::string("åäö"), token_.substr(0, 20),
                                   "A" + token_, absl::WebSafeBase64Escape(std::string(24, 'x')),
                                   absl::WebSafeBase64Escape(""), std::string(1000, 'A')}) {
    EXPECT_THAT(Decode(wrong), IsRefused(kPageTokenInvalid)) << wrong;
  }
}

TEST_F(PageTokenTest, ATokenAsOfTheFutureIsRefused) {
  EXPECT_OK(Decode(EncodePageToken({Position(2), ""}, request_, log_)));
  EXPECT_THAT(Decode(EncodePageToken({Position(3), ""}, request_, log_)),
              IsRefused(kPageTokenInvalid));
}

}  // namespace
}  // namespace samverk::runtime
