#include "services/runtime/event_proto.h"

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"
#include "services/runtime/resource_name.h"

namespace samverk::runtime {
namespace {

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  return google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(time));
}

}  // namespace

v1::RecordedEvent ToProto(const storage::RecordedEvent& event, const std::string& partnership,
                          const storage::LedgerIdentity& identity) {
  v1::RecordedEvent proto;
  proto.mutable_position()->set_epoch(identity.epoch.ToString());
  proto.mutable_position()->set_position(static_cast<int64_t>(event.position().value()));
  proto.set_resource(WholeName(partnership, event.resource()));
  if (!event.owner().empty()) proto.set_owner(WholeName(partnership, event.owner()));
  proto.set_revision(static_cast<int64_t>(event.revision().value()));
  proto.set_type(std::string(event.type()));
  proto.mutable_event()->set_type_url(absl::StrCat("type.googleapis.com/", event.type()));
  proto.mutable_event()->set_value(std::string(event.event()));
  // Metadata that can't be read leaves the fact readable.
  if (!proto.mutable_metadata()->ParseFromArray(event.metadata().data(),
                                                static_cast<int>(event.metadata().size()))) {
    proto.clear_metadata();
  }
  proto.mutable_metadata()->mutable_actor()->set_principal(std::string(event.actor()));
  *proto.mutable_occurred_at() = ToTimestamp(event.occurred_at());
  *proto.mutable_recorded_at() = ToTimestamp(event.recorded_at());
  proto.set_request_id(std::string(event.request_id()));
  proto.set_ordinal(static_cast<int32_t>(event.ordinal()));
  return proto;
}

}  // namespace samverk::runtime
