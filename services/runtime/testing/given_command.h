// Giving commands in tests, one after the other or many at once.
//
//   ASSERT_OK(Give(processor, AnAdministrator(), Create("a")));
//   EXPECT_THAT(Give(processor, AnOfficerOf("2421"), Add("a", 5)), IsRefused(kAccessDenied));

#ifndef SAMVERK_SERVICES_RUNTIME_TESTING_GIVEN_COMMAND_H_
#define SAMVERK_SERVICES_RUNTIME_TESTING_GIVEN_COMMAND_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "samverk/testing/v1/counter.pb.h"
#include "samverk/v1/common.pb.h"
#include "services/runtime/command_processor.h"

namespace samverk::runtime {

// Submits `command` and waits for the answer. Any thread.
absl::StatusOr<samverk::v1::CommandResult> Give(CommandProcessor& processor, const Caller& caller,
                                                const google::protobuf::Message& command);

Caller AnAdministrator();
// An officer of `partnerships/test/organisations/{organisation}`.
Caller AnOfficerOf(absl::string_view organisation);
std::string OrganisationName(absl::string_view organisation);

// Commands with new request ids, on the counters of counter_slice.h. `id` names the counter.
testing::v1::CreateCounterRequest Create(absl::string_view id,
                                         absl::string_view organisation = "2421");
testing::v1::AddToCounterRequest Add(absl::string_view id, int64_t amount,
                                     std::optional<int64_t> expected_revision = std::nullopt);
testing::v1::SetCounterRequest Set(absl::string_view id, const std::vector<int64_t>& values);
testing::v1::ClaimLabelRequest Claim(absl::string_view id, absl::string_view label);
testing::v1::ReleaseLabelRequest Release(absl::string_view id, absl::string_view label);
testing::v1::RestoreCounterRequest Restore(
    absl::string_view id, const std::vector<int64_t>& revisions,
    const std::optional<samverk::v1::LedgerPosition>& base = std::nullopt);
testing::v1::ReleaseLabelsRequest ReleaseAll(absl::string_view id);

}  // namespace samverk::runtime

#endif  // SAMVERK_SERVICES_RUNTIME_TESTING_GIVEN_COMMAND_H_
