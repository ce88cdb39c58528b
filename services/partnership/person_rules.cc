#include "services/partnership/person_rules.h"

#include <string>

#include "base/status_macros.h"
#include "services/runtime/resource_name.h"
#include "services/runtime/rule_checks.h"

namespace samverk::partnership {
namespace {

using runtime::CheckLinked;
using runtime::ReadsOf;

std::string NameOf(const v1::RegisterPersonRequest& command) {
  return runtime::ChildName(command.parent(), "people", command.person_id());
}

}  // namespace

runtime::ReadSet PersonRules::Reads(const v1::RegisterPersonRequest& command) {
  runtime::ReadSet reads = ReadsOf(NameOf(command), {command.organisation()});
  reads.owner = command.organisation();
  return reads;
}

PersonRules::Decision PersonRules::Decide(const State& state, const Facts& facts,
                                          const v1::RegisterPersonRequest& command,
                                          const Context&) {
  if (state.exists) return Refusal(kPersonExists).With("name", NameOf(command));
  RETURN_IF_ERROR(CheckLinked(facts, command.organisation()));
  return runtime::Decided<Event>([&command](Event& event) {
    v1::PersonRegistered& registered = *event.mutable_person_registered();
    registered.set_organisation(command.organisation());
    registered.set_role(command.role());
  });
}

void PersonRules::Evolve(State& state, const Event& event, const runtime::EventPlace&) {
  switch (event.event_case()) {
    case Event::kPersonRegistered:
      state.exists = true;
      break;
    case Event::EVENT_NOT_SET:
      break;
  }
}

}  // namespace samverk::partnership
