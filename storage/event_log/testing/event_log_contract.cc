#include "storage/event_log/testing/event_log_contract.h"

#include "google/rpc/error_details.pb.h"

namespace samverk::storage {

Revision EventLogContract::LastRevision(absl::string_view resource) {
  const auto stream = log().FindStream(resource);
  EXPECT_OK(stream);
  EXPECT_TRUE(stream.ok() && stream->has_value()) << resource;
  return (*stream)->last_revision;
}

std::vector<std::string> EventLogContract::Facts(const ReadRange& range) {
  const auto events = ReadAll(log(), range);
  EXPECT_OK(events);
  return FactsIn(events.value_or(std::vector<RecordedEvent>()));
}

std::vector<std::string> EventLogContract::FactsOf(absl::string_view resource,
                                                   const ReadRange& range) {
  const auto events = ReadAllOf(log(), resource, range);
  EXPECT_OK(events);
  return FactsIn(events.value_or(std::vector<RecordedEvent>()));
}

std::string MetadataOf(const absl::Status& status, const std::string& key) {
  google::rpc::ErrorInfo info;
  const auto payload = status.GetPayload("type.googleapis.com/google.rpc.ErrorInfo");
  if (!payload.has_value() || !info.ParseFromString(std::string(*payload))) return "";
  const auto found = info.metadata().find(key);
  return found == info.metadata().end() ? "" : found->second;
}

}  // namespace samverk::storage
