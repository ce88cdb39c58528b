#include "services/testing/requests.h"

#include "base/check.h"
#include "base/clock.h"
#include "base/uuid.h"
#include "google/protobuf/descriptor.h"

namespace samverk::testing {

std::string NewId() { return Uuid::V7(Clock::System()).ToString(); }

std::unique_ptr<google::protobuf::Message> WithRequestId(const google::protobuf::Message& command) {
  std::unique_ptr<google::protobuf::Message> copy(command.New());
  copy->CopyFrom(command);
  const auto* field = copy->GetDescriptor()->FindFieldByName("request_id");
  CHECK(field != nullptr);  // Every command has one.
  const auto* reflection = copy->GetReflection();
  if (reflection->GetString(*copy, field).empty())
    reflection->SetString(copy.get(), field, NewId());
  return copy;
}

}  // namespace samverk::testing
