#include "services/runtime/testing/given_command.h"

#include <memory>
#include <utility>

#include "base/clock.h"
#include "base/mutex.h"
#include "base/uuid.h"
#include "services/runtime/resource_name.h"
#include "services/runtime/testing/counter_slice.h"

namespace samverk::runtime {
namespace {

std::string NewRequestId() { return Uuid::V7(Clock::System()).ToString(); }

// Where an answer arrives.
struct Answer {
  Mutex mutex;
  CondVar arrived;
  std::optional<absl::StatusOr<samverk::v1::CommandResult>> result GUARDED_BY(mutex);
};

}  // namespace

absl::StatusOr<samverk::v1::CommandResult> Give(CommandProcessor& processor, const Caller& caller,
                                                const google::protobuf::Message& command) {
  auto answer = std::make_shared<Answer>();
  processor.Submit(caller, command, [answer](absl::StatusOr<samverk::v1::CommandResult> result) {
    MutexLock lock(answer->mutex);
    answer->result = std::move(result);
    answer->arrived.NotifyAll();
  });
  MutexLock lock(answer->mutex);
  while (!answer->result.has_value()) answer->arrived.Wait(answer->mutex);
  return *answer->result;
}

Caller AnAdministrator() {
  Caller caller;
  caller.actor.set_principal("administrator");
  caller.actor.set_role(samverk::v1::ROLE_ADMINISTRATOR);
  return caller;
}

Caller AnOfficerOf(absl::string_view organisation) {
  Caller caller;
  caller.actor.set_principal("officer");
  caller.actor.set_role(samverk::v1::ROLE_OFFICER);
  caller.actor.set_organisation(OrganisationName(organisation));
  return caller;
}

std::string OrganisationName(absl::string_view organisation) {
  return ChildName(PartnershipName(kTestPartnership), "organisations", organisation);
}

testing::v1::CreateCounterRequest Create(absl::string_view id, absl::string_view organisation) {
  testing::v1::CreateCounterRequest command;
  command.set_request_id(NewRequestId());
  command.set_parent(PartnershipName(kTestPartnership));
  command.set_counter_id(std::string(id));
  command.set_owner(OrganisationName(organisation));
  return command;
}

testing::v1::AddToCounterRequest Add(absl::string_view id, int64_t amount,
                                     std::optional<int64_t> expected_revision) {
  testing::v1::AddToCounterRequest command;
  command.set_request_id(NewRequestId());
  command.set_name(CounterName(id));
  command.set_amount(amount);
  if (expected_revision.has_value()) command.set_expected_revision(*expected_revision);
  return command;
}

testing::v1::SetCounterRequest Set(absl::string_view id, const std::vector<int64_t>& values) {
  testing::v1::SetCounterRequest command;
  command.set_request_id(NewRequestId());
  command.set_name(CounterName(id));
  command.mutable_values()->Assign(values.begin(), values.end());
  return command;
}

testing::v1::ClaimLabelRequest Claim(absl::string_view id, absl::string_view label) {
  testing::v1::ClaimLabelRequest command;
  command.set_request_id(NewRequestId());
  command.set_name(CounterName(id));
  command.set_label(std::string(label));
  return command;
}

testing::v1::ReleaseLabelRequest Release(absl::string_view id, absl::string_view label) {
  testing::v1::ReleaseLabelRequest command;
  command.set_request_id(NewRequestId());
  command.set_name(CounterName(id));
  command.set_label(std::string(label));
  return command;
}

testing::v1::RestoreCounterRequest Restore(absl::string_view id,
                                           const std::vector<int64_t>& revisions,
                                           const std::optional<samverk::v1::LedgerPosition>& base) {
  testing::v1::RestoreCounterRequest command;
  command.set_request_id(NewRequestId());
  command.set_name(CounterName(id));
  command.mutable_revisions()->Assign(revisions.begin(), revisions.end());
  if (base.has_value()) *command.mutable_base_position() = *base;
  return command;
}

testing::v1::ReleaseLabelsRequest ReleaseAll(absl::string_view id) {
  testing::v1::ReleaseLabelsRequest command;
  command.set_request_id(NewRequestId());
  command.set_name(CounterName(id));
  return command;
}

}  // namespace samverk::runtime
