#include "services/runtime/recorded.h"

#include "absl/time/time.h"
#include "google/protobuf/util/time_util.h"

namespace samverk::runtime {

v1::EventMetadata MetadataOf(const storage::RecordedEvent& event) {
  v1::EventMetadata metadata;
  const absl::string_view bytes = event.metadata();
  if (!metadata.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) metadata.Clear();
  return metadata;
}

google::protobuf::Timestamp RecordedAt(const storage::RecordedEvent& event) {
  return google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(
      absl::ToUnixMicros(event.recorded_at()));
}

}  // namespace samverk::runtime
