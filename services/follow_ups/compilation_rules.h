// What may happen to the compilation of a year. Pure: given a state and a command, events or a
// refusal.
//
// A compilation is based on what stands in the registers of the municipalities when it is decided.
// It records what that is; the figures follow from it, whenever they are asked for.

#ifndef SAMVERK_SERVICES_FOLLOW_UPS_COMPILATION_RULES_H_
#define SAMVERK_SERVICES_FOLLOW_UPS_COMPILATION_RULES_H_

#include <string>

#include "absl/status/statusor.h"
#include "samverk/v1/follow_up.pb.h"
#include "samverk/v1/follow_up_events.pb.h"
#include "services/follow_ups/follow_up_reasons.h"
#include "services/runtime/rules.h"

namespace samverk::follow_ups {

// What decisions about a compilation depend on.
struct CompilationState {
  bool exists = false;
  bool withdrawn = false;
  std::string owner;
  std::string said;  // The latest compilation, serialized.
};

struct CompilationRules {
  using State = CompilationState;
  using Event = v1::FollowUpCompilationEvent;
  using Decision = absl::StatusOr<runtime::Decision<Event>>;
  using Facts = runtime::Facts;
  using Context = runtime::CommandContext;

  static runtime::ReadSet Reads(const v1::CompileFollowUpsRequest& command);
  static runtime::ReadSet Reads(const v1::WithdrawFollowUpCompilationRequest& command);

  // Errors: the reasons of follow_up_reasons.h and rule_checks.h, as follow_up.proto says of each
  // command.
  static Decision Decide(const State&, const Facts&, const v1::CompileFollowUpsRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::WithdrawFollowUpCompilationRequest&,
                         const Context&);

  // Never fails; events it does not know leave the state alone.
  static void Evolve(State& state, const Event& event, const runtime::EventPlace& place);
};

}  // namespace samverk::follow_ups

#endif  // SAMVERK_SERVICES_FOLLOW_UPS_COMPILATION_RULES_H_
