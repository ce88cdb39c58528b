// Whatever bytes arrive, parsing them as any request ends with a reason or with a
// request that keeps its limits. The first byte chooses the request type.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "base/check.h"
#include "base/refusal.h"
#include "google/protobuf/stubs/logging.h"
#include "services/runtime/shape.h"
#include "services/runtime/testing/every_request.h"

namespace samverk::runtime {
namespace {

void ParseAsRequest(const google::protobuf::Descriptor& type, absl::string_view bytes) {
  const auto request = NewMessage(type);
  const absl::Status status = ParseRequest(bytes, *request);
  if (!status.ok()) {
    CHECK(status.code() == absl::StatusCode::kInvalidArgument);
    CHECK(!ReasonOf(status).empty());
    return;
  }
  // What was taken once is taken again in the words of any other client.
  const auto again = NewMessage(type);
  CHECK(ParseRequest(request->SerializeAsString(), *again).ok());
  CHECK(again->SerializeAsString() == request->SerializeAsString());
}

}  // namespace
}  // namespace samverk::runtime

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  google::protobuf::SetLogHandler(nullptr);  // It would tell of every input that it can't parse.
  if (size == 0) return 0;
  const auto& types = samverk::runtime::EveryRequest();
  samverk::runtime::ParseAsRequest(
      *types[data[0] % types.size()],
      absl::string_view(reinterpret_cast<const char*>(data) + 1, size - 1));
  return 0;
}
