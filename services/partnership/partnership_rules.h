// What may happen to a partnership itself. Pure: given a state and a command, events or a
// refusal.
//
// It is the first resource of every ledger. Whoever asks for it again in the same words
// finds it there: setting up a server twice changes nothing.

#ifndef SAMVERK_SERVICES_PARTNERSHIP_PARTNERSHIP_RULES_H_
#define SAMVERK_SERVICES_PARTNERSHIP_PARTNERSHIP_RULES_H_

#include "absl/status/statusor.h"
#include "base/refusal.h"
#include "samverk/v1/admin.pb.h"
#include "samverk/v1/partnership_events.pb.h"
#include "services/runtime/rules.h"

namespace samverk::partnership {

inline constexpr Reason kPartnershipExists = {
    "PARTNERSHIP_EXISTS", absl::StatusCode::kAlreadyExists,
    "{name} was created with another name, county or number of meetings. Choose another id.",
    "{name} skapades med ett annat namn, län eller antal träffar. Välj ett annat id."};
inline constexpr Reason kPartnershipNotCreated = {
    "PARTNERSHIP_NOT_CREATED", absl::StatusCode::kNotFound,
    "{name} has a ledger but was never created. Create it first.",
    "{name} har en huvudbok men har aldrig skapats. Skapa det först."};

// What decisions about a partnership depend on.
struct PartnershipState {
  bool exists = false;
  v1::PartnershipCreated created;
};

struct PartnershipRules {
  using State = PartnershipState;
  using Event = v1::PartnershipEvent;
  using Decision = absl::StatusOr<runtime::Decision<Event>>;
  using Facts = runtime::Facts;
  using Context = runtime::CommandContext;

  static runtime::ReadSet Reads(const v1::CreatePartnershipRequest& command);
  static runtime::ReadSet Reads(const v1::ConfirmClockRequest& command);

  // Errors: the reasons above, as admin.proto says of each command.
  static Decision Decide(const State&, const Facts&, const v1::CreatePartnershipRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::ConfirmClockRequest&,
                         const Context&);

  // Never fails; events it does not know leave the state alone.
  static void Evolve(State& state, const Event& event, const runtime::EventPlace& place);
};

}  // namespace samverk::partnership

#endif  // SAMVERK_SERVICES_PARTNERSHIP_PARTNERSHIP_RULES_H_
