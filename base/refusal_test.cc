#include "base/refusal.h"

#include <string>

#include "absl/strings/cord.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"

namespace samverk {
namespace {

using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

constexpr Reason kFull = {"WORKSHOP_FULL", absl::StatusCode::kFailedPrecondition,
                          "The workshop has room for {capacity}; {registered} are registered.",
                          "Verkstaden har plats för {capacity}; {registered} är anmälda."};
constexpr Reason kOther = {"OTHER", absl::StatusCode::kFailedPrecondition, "No.", "Nej."};

// What `status` carries of a detail; the empty message if it carries none.
template <typename Detail>
Detail DetailOf(const absl::Status& status) {
  Detail detail;
  const auto payload =
      status.GetPayload(absl::StrCat("type.googleapis.com/", Detail::descriptor()->full_name()));
  EXPECT_TRUE(detail.ParseFromString(std::string(payload.value_or(absl::Cord()))));
  return detail;
}

int CountDetails(const absl::Status& status) {
  int count = 0;
  status.ForEachPayload([&count](absl::string_view, const absl::Cord&) { ++count; });
  return count;
}

TEST(RefusalTest, FillsInTheSentencesOfBothLanguages) {
  const absl::Status status = Refusal(kFull).With("capacity", 20).With("registered", 18);

  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(status.message(), "The workshop has room for 20; 18 are registered.");
  const auto localized = DetailOf<google::rpc::LocalizedMessage>(status);
  EXPECT_EQ(localized.locale(), "sv");
  EXPECT_EQ(localized.message(), "Verkstaden har plats för 20; 18 är anmälda.");
}

TEST(RefusalTest, ErrorInfoNamesReasonDomainAndValues) {
  const absl::Status status = Refusal(kFull).With("capacity", 20).With("also", "me");

  const auto info = DetailOf<google::rpc::ErrorInfo>(status);
  EXPECT_EQ(info.reason(), "WORKSHOP_FULL");
  EXPECT_EQ(info.domain(), "samverk");
  EXPECT_THAT(info.metadata(), UnorderedElementsAre(Pair("capacity", "20"), Pair("also", "me")));
}

TEST(RefusalTest, ABlankThatNobodyFillsStandsAsItIs) {
  const absl::Status status = Refusal(kFull).With("capacity", 20);

  EXPECT_EQ(status.message(), "The workshop has room for 20; {registered} are registered.");
}

TEST(RefusalTest, AValueThatLooksLikeABlankIsNotFilledIn) {
  const absl::Status status =
      Refusal(kFull).With("capacity", "{registered}").With("registered", 18);

  EXPECT_EQ(status.message(), "The workshop has room for {registered}; 18 are registered.");
}

TEST(RefusalTest, CarriesOnlyTheDetailsThatWereSaid) {
  const absl::Status status = Refusal(kFull);

  EXPECT_EQ(CountDetails(status), 2);  // ErrorInfo and LocalizedMessage.
}

TEST(RefusalTest, FieldsBecomeABadRequest) {
  const absl::Status status = Refusal(kFull)
                                  .AtField("workshop.capacity", "is 0")
                                  .AtField("workshop.dates[1]", "is no date");

  const auto bad = DetailOf<google::rpc::BadRequest>(status);
  ASSERT_EQ(bad.field_violations_size(), 2);
  EXPECT_EQ(bad.field_violations(0).field(), "workshop.capacity");
  EXPECT_EQ(bad.field_violations(0).description(), "is 0");
  EXPECT_EQ(bad.field_violations(1).field(), "workshop.dates[1]");
  EXPECT_EQ(bad.field_violations(1).description(), "is no date");
  EXPECT_EQ(CountDetails(status), 3);
}

TEST(RefusalTest, RetryInfoHoldsSecondsAndNanoseconds) {
  const absl::Status status = Refusal(kFull).RetryAfter(absl::Milliseconds(2500));

  const auto retry = DetailOf<google::rpc::RetryInfo>(status);
  EXPECT_EQ(retry.retry_delay().seconds(), 2);
  EXPECT_EQ(retry.retry_delay().nanos(), 500'000'000);
}

TEST(RefusalTest, AViolatedPreconditionNamesItsSubject) {
  const absl::Status status =
      Refusal(kFull).With("capacity", 20).With("registered", 18).Violating("workshops/7");

  const auto failure = DetailOf<google::rpc::PreconditionFailure>(status);
  ASSERT_EQ(failure.violations_size(), 1);
  EXPECT_EQ(failure.violations(0).type(), "WORKSHOP_FULL");
  EXPECT_EQ(failure.violations(0).subject(), "workshops/7");
  EXPECT_EQ(failure.violations(0).description(), status.message());
}

TEST(RefusalTest, BecomesAStatusOr) {
  const absl::StatusOr<int> status_or = Refusal(kFull).With("capacity", 1);

  EXPECT_THAT(status_or, IsRefused(kFull));
}

TEST(RefusalTest, ReasonOfReadsTheId) {
  EXPECT_EQ(ReasonOf(Refusal(kFull)), "WORKSHOP_FULL");
  EXPECT_THAT(ReasonOf(absl::OkStatus()), IsEmpty());
  EXPECT_THAT(ReasonOf(absl::AbortedError("plain")), IsEmpty());
}

TEST(RefusalTest, ReasonOfIgnoresADetailThatIsNoErrorInfo) {
  absl::Status status = absl::AbortedError("plain");
  status.SetPayload("type.googleapis.com/google.rpc.ErrorInfo", absl::Cord("\xff\xff"));

  EXPECT_THAT(ReasonOf(status), IsEmpty());
}

TEST(StatusMatchersTest, IsRefusedTellsReasonsApart) {
  const absl::Status status = Refusal(kFull);

  EXPECT_THAT(status, IsRefused(kFull));
  EXPECT_THAT(status, ::testing::Not(IsRefused(kOther)));
  EXPECT_THAT(absl::OkStatus(), ::testing::Not(IsRefused(kOther)));
}

}  // namespace
}  // namespace samverk
