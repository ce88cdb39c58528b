// What may happen to an attachment. Pure: given a state and a command, events or a refusal.
//
// A file is attached to a resource, and can be detached. Whether the file is there, and is
// what it says, the command processor has checked for any command (attachment_holds.h).

#ifndef SAMVERK_SERVICES_ATTACHMENTS_ATTACHMENT_RULES_H_
#define SAMVERK_SERVICES_ATTACHMENTS_ATTACHMENT_RULES_H_

#include "absl/status/statusor.h"
#include "base/refusal.h"
#include "samverk/v1/attachment.pb.h"
#include "samverk/v1/attachment_events.pb.h"
#include "services/runtime/rules.h"

namespace samverk::attachments {

inline constexpr Reason kAttachmentExists = {
    "ATTACHMENT_EXISTS", absl::StatusCode::kAlreadyExists,
    "There is an attachment {name} already. Make a new id.",
    "Det finns redan en bilaga {name}. Skapa ett nytt id."};
inline constexpr Reason kAttachmentNotFound = {"ATTACHMENT_NOT_FOUND", absl::StatusCode::kNotFound,
                                               "There is no attachment {name}.",
                                               "Bilagan {name} finns inte."};
inline constexpr Reason kAttachmentDetached = {
    "ATTACHMENT_DETACHED", absl::StatusCode::kFailedPrecondition,
    "The file was detached. It stays in the history.",
    "Bilagan är borttagen. Den finns kvar i historiken."};

// What decisions about an attachment depend on.
struct AttachmentState {
  bool exists = false;
  bool detached = false;
};

struct AttachmentRules {
  using State = AttachmentState;
  using Event = v1::AttachmentEvent;
  using Decision = absl::StatusOr<runtime::Decision<Event>>;
  using Facts = runtime::Facts;
  using Context = runtime::CommandContext;

  static runtime::ReadSet Reads(const v1::AttachFileRequest& command);
  static runtime::ReadSet Reads(const v1::DetachFileRequest& command);

  // Errors: the reasons above and those of rule_checks.h, as attachment.proto says of each
  // command.
  static Decision Decide(const State&, const Facts&, const v1::AttachFileRequest&, const Context&);
  static Decision Decide(const State&, const Facts&, const v1::DetachFileRequest&, const Context&);

  // Never fails; events it does not know leave the state alone.
  static void Evolve(State& state, const Event& event, const runtime::EventPlace& place);
};

}  // namespace samverk::attachments

#endif  // SAMVERK_SERVICES_ATTACHMENTS_ATTACHMENT_RULES_H_
