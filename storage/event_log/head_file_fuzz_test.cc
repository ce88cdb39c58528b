// Head files from a hostile disk: what is accepted is what would be written.

#include <cstddef>
#include <cstdint>

#include "base/check.h"
#include "storage/event_log/head_file.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  const auto head = samverk::storage::DecodeHead(text);
  if (head.ok()) {
    CHECK(samverk::storage::EncodeHead(*head) == text);
  } else {
    CHECK(head.status().code() == absl::StatusCode::kDataLoss);
  }
  return 0;
}
