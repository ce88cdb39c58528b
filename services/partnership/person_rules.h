// What may happen to the reference to a person. Pure: given a state and a command, events
// or a refusal.
//
// A reference says what somebody does in an organisation, never who it is: what is in
// the log can not be taken out of it.

#ifndef SAMVERK_SERVICES_PARTNERSHIP_PERSON_RULES_H_
#define SAMVERK_SERVICES_PARTNERSHIP_PERSON_RULES_H_

#include "absl/status/statusor.h"
#include "base/refusal.h"
#include "samverk/v1/partnership.pb.h"
#include "samverk/v1/partnership_events.pb.h"
#include "services/runtime/rules.h"

namespace samverk::partnership {

inline constexpr Reason kPersonExists = {
    "PERSON_EXISTS", absl::StatusCode::kAlreadyExists,
    "There is a reference {name} already. Make a new id.",
    "Det finns redan en personreferens {name}. Skapa ett nytt id."};
inline constexpr Reason kPersonNotFound = {"PERSON_NOT_FOUND", absl::StatusCode::kNotFound,
                                           "There is no reference {name} to a person.",
                                           "Personreferensen {name} finns inte."};

// What decisions about a reference depend on.
struct PersonState {
  bool exists = false;
};

struct PersonRules {
  using State = PersonState;
  using Event = v1::PersonEvent;
  using Decision = absl::StatusOr<runtime::Decision<Event>>;
  using Facts = runtime::Facts;
  using Context = runtime::CommandContext;

  static runtime::ReadSet Reads(const v1::RegisterPersonRequest& command);

  // Errors: the reasons above and those of rule_checks.h.
  static Decision Decide(const State&, const Facts&, const v1::RegisterPersonRequest&,
                         const Context&);

  // Never fails; events it does not know leave the state alone.
  static void Evolve(State& state, const Event& event, const runtime::EventPlace& place);
};

}  // namespace samverk::partnership

#endif  // SAMVERK_SERVICES_PARTNERSHIP_PERSON_RULES_H_
