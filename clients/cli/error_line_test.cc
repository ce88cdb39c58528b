#include "clients/cli/error_line.h"

#include <string>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"

namespace samverk {
namespace {

constexpr char kServer[] = "127.0.0.1:7420";

// What a Samverk server sends: a reason, and Swedish for the person.
google::rpc::Status Refused(grpc::StatusCode code) {
  google::rpc::Status status;
  status.set_code(code);
  google::rpc::ErrorInfo info;
  info.set_reason("WORKSHOP_FULL");
  info.set_domain("samverk");
  status.add_details()->PackFrom(info);
  google::rpc::LocalizedMessage localized;
  localized.set_locale("sv");
  localized.set_message("Verkstaden har plats för 20; 18 är anmälda.");
  status.add_details()->PackFrom(localized);
  return status;
}

absl::Status FromServer(const google::rpc::Status& details) {
  return ToAbslStatus(grpc::Status(static_cast<grpc::StatusCode>(details.code()),
                                   "The workshop has room for 20.", details.SerializeAsString()));
}

TEST(ErrorLineTest, ARefusalIsInSwedishWithItsReason) {
  const absl::Status status = FromServer(Refused(grpc::StatusCode::FAILED_PRECONDITION));
  EXPECT_EQ(ErrorLine(status, kServer),
            "samverk: Verkstaden har plats för 20; 18 är anmälda. (WORKSHOP_FULL)");
  EXPECT_EQ(ExitCodeOf(status), kExitRefused);
}

TEST(ErrorLineTest, MalformedFieldsAreNamed) {
  google::rpc::Status details = Refused(grpc::StatusCode::INVALID_ARGUMENT);
  google::rpc::BadRequest bad_request;
  auto& first = *bad_request.add_field_violations();
  first.set_field("title");
  first.set_description("at most 200 characters");
  auto& second = *bad_request.add_field_violations();
  second.set_field("period.end_date");
  second.set_description("period.end_date: not a day");
  details.add_details()->PackFrom(bad_request);
  EXPECT_EQ(ErrorLine(FromServer(details), kServer),
            "samverk: Verkstaden har plats för 20; 18 är anmälda. "
            "[title: at most 200 characters; period.end_date: not a day] (WORKSHOP_FULL)");
}

TEST(ErrorLineTest, AFieldThatTheMessageNamesIsNotSaidAgain) {
  google::rpc::Status details;
  details.set_code(grpc::StatusCode::INVALID_ARGUMENT);
  google::rpc::LocalizedMessage localized;
  localized.set_message("link: inte en adress.");
  details.add_details()->PackFrom(localized);
  google::rpc::BadRequest bad_request;
  bad_request.add_field_violations()->set_field("link");
  details.add_details()->PackFrom(bad_request);
  EXPECT_EQ(ErrorLine(FromServer(details), kServer), "samverk: link: inte en adress.");
}

TEST(ErrorLineTest, WhenToTryAgainIsSaid) {
  google::rpc::Status details = Refused(grpc::StatusCode::RESOURCE_EXHAUSTED);
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(2);
  details.add_details()->PackFrom(retry);
  const absl::Status status = FromServer(details);
  EXPECT_NE(ErrorLine(status, kServer).find("Försök igen om 3 s."), std::string::npos);
  EXPECT_EQ(ExitCodeOf(status), kExitUnavailable);
}

TEST(ErrorLineTest, ThePlaceInTheFileComesFirstAndWhatToDoLast) {
  const absl::Status status = AtPlace(FromServer(Refused(grpc::StatusCode::FAILED_PRECONDITION)),
                                      "x.json, /workshops/3", "Rätta raden.");
  EXPECT_EQ(ErrorLine(status, kServer),
            "samverk: x.json, /workshops/3: Verkstaden har plats för 20; 18 är anmälda. "
            "(WORKSHOP_FULL) Rätta raden.");
}

TEST(ErrorLineTest, AServerThatDoesNotAnswerIsNamedWithHowToStartIt) {
  const absl::Status status = ToAbslStatus(
      grpc::Status(grpc::StatusCode::UNAVAILABLE, "failed to connect to all addresses"));
  const std::string line = ErrorLine(status, kServer);
  EXPECT_NE(line.find(kServer), std::string::npos);
  EXPECT_NE(line.find("tools/serve"), std::string::npos);
  EXPECT_EQ(ExitCodeOf(status), kExitUnavailable);
}

TEST(ErrorLineTest, AReasonOfTheServerGoesBeforeOurGuess) {
  const absl::Status status = FromServer(Refused(grpc::StatusCode::UNAVAILABLE));
  EXPECT_EQ(ErrorLine(status, kServer).find("tools/serve"), std::string::npos);
  EXPECT_EQ(ExitCodeOf(status), kExitUnavailable);
}

TEST(ErrorLineTest, ItIsOneLineWhateverTheMessage) {
  const absl::Status status = absl::InternalError("first\nsecond\r\n\tthird");
  EXPECT_EQ(ErrorLine(status, kServer), "samverk: first second third");
}

TEST(ErrorLineTest, AdviceMayStandWithoutAPlace) {
  const absl::Status status = AtPlace(UsageError("fel"), "", "Texten finns i x.");
  EXPECT_EQ(ErrorLine(status, kServer), "samverk: fel Texten finns i x.");
}

TEST(ErrorLineTest, DetailsThatCannotBeReadAreLeftOut) {
  const absl::Status status =
      ToAbslStatus(grpc::Status(grpc::StatusCode::INTERNAL, "broken", "\xff\xff\xff"));
  EXPECT_EQ(ErrorLine(status, kServer), "samverk: broken");
}

TEST(ExitCodeTest, TellsScriptsWhatKindOfNoItIs) {
  EXPECT_EQ(ExitCodeOf(absl::OkStatus()), kExitOk);
  EXPECT_EQ(ExitCodeOf(UsageError("wrong")), kExitUsage);
  EXPECT_EQ(ExitCodeOf(absl::InvalidArgumentError("")), kExitRefused);
  EXPECT_EQ(ExitCodeOf(absl::NotFoundError("")), kExitRefused);
  EXPECT_EQ(ExitCodeOf(absl::DeadlineExceededError("")), kExitUnavailable);
  EXPECT_EQ(ExitCodeOf(absl::AbortedError("")), kExitStale);
  EXPECT_EQ(ExitCodeOf(absl::AlreadyExistsError("")), kExitStale);
  EXPECT_EQ(ExitCodeOf(absl::DataLossError("")), kExitDamaged);
  EXPECT_EQ(ExitCodeOf(UndecidedError("")), kExitUndecided);
}

}  // namespace
}  // namespace samverk
