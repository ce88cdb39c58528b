#include "services/attachments/attachment_rules.h"

#include <string>

#include "base/status_macros.h"
#include "services/runtime/resource_name.h"
#include "services/runtime/rule_checks.h"

namespace samverk::attachments {
namespace {

std::string NameOf(const v1::AttachFileRequest& command) {
  return runtime::ChildName(command.parent(), "attachments", command.attachment_id());
}

}  // namespace

runtime::ReadSet AttachmentRules::Reads(const v1::AttachFileRequest& command) {
  runtime::ReadSet reads = runtime::ReadsOf(NameOf(command), {command.subject(), command.owner()});
  reads.owner = command.owner();
  return reads;
}

AttachmentRules::Decision AttachmentRules::Decide(const State& state, const Facts& facts,
                                                  const v1::AttachFileRequest& command,
                                                  const Context&) {
  if (state.exists) return Refusal(kAttachmentExists).With("name", NameOf(command));
  RETURN_IF_ERROR(runtime::CheckLinked(facts, command.subject()));
  RETURN_IF_ERROR(runtime::CheckLinked(facts, command.owner()));
  return runtime::Decided<Event>([&command](Event& event) {
    v1::FileAttached& attached = *event.mutable_file_attached();
    attached.set_subject(command.subject());
    attached.set_owner(command.owner());
    *attached.mutable_file() = command.file();
    attached.set_description(command.description());
  });
}

runtime::ReadSet AttachmentRules::Reads(const v1::DetachFileRequest& command) {
  return runtime::ReadsOf(command.name());
}

AttachmentRules::Decision AttachmentRules::Decide(const State& state, const Facts&,
                                                  const v1::DetachFileRequest& command,
                                                  const Context&) {
  if (!state.exists) return Refusal(kAttachmentNotFound).With("name", command.name());
  if (state.detached) return Refusal(kAttachmentDetached).Violating(command.name());
  return runtime::Decided<Event>([](Event& event) { event.mutable_file_detached(); });
}

void AttachmentRules::Evolve(State& state, const Event& event, const runtime::EventPlace&) {
  switch (event.event_case()) {
    case Event::kFileAttached:
      state.exists = true;
      break;
    case Event::kFileDetached:
      state.detached = true;
      break;
    case Event::EVENT_NOT_SET:
      break;
  }
}

}  // namespace samverk::attachments
