#include "services/attachments/attachment_view.h"

#include <optional>

#include "base/status_macros.h"
#include "google/protobuf/util/time_util.h"
#include "samverk/v1/attachment_events.pb.h"
#include "services/runtime/attachment_refs.h"
#include "services/runtime/event_codec.h"
#include "services/runtime/index.h"
#include "services/runtime/links.h"
#include "services/runtime/ordered_key.h"
#include "services/runtime/resource_name.h"

namespace samverk::attachments {
namespace {

using runtime::OrderedKey;
using v1::AttachmentEvent;

void ApplyAttached(const v1::FileAttached& attached, absl::Time recorded_at,
                   v1::Attachment& attachment) {
  attachment.set_subject(attached.subject());
  attachment.set_owner(attached.owner());
  *attachment.mutable_file() = attached.file();
  attachment.set_description(attached.description());
  attachment.set_state(v1::ATTACHMENT_STATE_ATTACHED);
  *attachment.mutable_attached_at() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(recorded_at));
}

// What is detached belongs to nothing.
std::set<runtime::FoundLink> LinksOf(const v1::Attachment& attachment) {
  if (attachment.state() == v1::ATTACHMENT_STATE_DETACHED) return {};
  return runtime::LinksIn(attachment);
}

}  // namespace

std::string AttachmentKey(const std::string& name) { return OrderedKey().Text(name).bytes(); }

std::string BySubjectKey(const v1::Attachment& attachment) {
  return OrderedKey().Text(attachment.subject()).Text(attachment.name()).bytes();
}

std::string ByOwnerKey(const v1::Attachment& attachment) {
  return OrderedKey().Text(attachment.owner()).Text(attachment.name()).bytes();
}

std::string ListKey(const std::string& resource) { return OrderedKey().Text(resource).bytes(); }

std::string FileKey(absl::string_view sha256) { return OrderedKey().Text(sha256).bytes(); }

std::string FileKey(absl::string_view sha256, const std::string& resource) {
  return OrderedKey().Text(sha256).Text(resource).bytes();
}

absl::StatusOr<bool> IsReferredTo(const runtime::ViewReader& view, absl::string_view sha256) {
  bool found = false;
  RETURN_IF_ERROR(
      view.Scan(kFileTable, FileKey(sha256), "", [&found](absl::string_view, absl::string_view) {
        found = true;
        return false;
      }));
  return found;
}

absl::Status AttachmentProjection::Apply(const storage::RecordedEvent& event,
                                         const std::string& partnership,
                                         runtime::ViewWriter& view) const {
  const std::string name = runtime::WholeName(partnership, event.resource());
  for (const v1::AttachmentRef& file : runtime::AttachmentsOfEvent(event.type(), event.event())) {
    view.Put(kFileTable, FileKey(file.sha256(), name), file.SerializeAsString());
  }
  if (runtime::CollectionOf(event.resource()) != "attachments") return absl::OkStatus();
  const auto fact = runtime::DecodeEvent<AttachmentEvent>(event.type(), event.event());
  const std::string key = AttachmentKey(name);
  ASSIGN_OR_RETURN(
      v1::Attachment* const attachment,
      view.EditMessage<v1::Attachment>(kAttachmentTable, key, runtime::IsFirst(event)));
  std::optional<v1::Attachment> before;
  if (!attachment->name().empty()) before = *attachment;
  const runtime::LinkMove links(/*may_move=*/true, [attachment] { return LinksOf(*attachment); });
  attachment->set_name(name);
  attachment->set_revision(static_cast<int64_t>(event.revision().value()));
  switch (fact.event_case()) {
    case AttachmentEvent::kFileAttached:
      ApplyAttached(fact.file_attached(), event.recorded_at(), *attachment);
      break;
    case AttachmentEvent::kFileDetached:
      attachment->set_state(v1::ATTACHMENT_STATE_DETACHED);
      break;
    case AttachmentEvent::EVENT_NOT_SET:
      break;
  }
  view.PutMessage(kAttachmentTable, key, *attachment);
  runtime::MoveIndex(kBySubjectTable, BySubjectKey, before, *attachment, view);
  runtime::MoveIndex(kByOwnerTable, ByOwnerKey, before, *attachment, view);
  links.Write(name, view);
  return absl::OkStatus();
}

absl::StatusOr<std::string> AttachmentProjection::TitleOf(const runtime::ViewReader& view,
                                                          const std::string& name) const {
  ASSIGN_OR_RETURN(const std::optional<v1::Attachment> attachment,
                   view.GetMessage<v1::Attachment>(kAttachmentTable, AttachmentKey(name)));
  if (!attachment.has_value()) return "";
  return attachment->description().empty() ? attachment->file().file_name()
                                           : attachment->description();
}

}  // namespace samverk::attachments
