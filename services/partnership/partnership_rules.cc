#include "services/partnership/partnership_rules.h"

#include "services/runtime/resource_name.h"
#include "services/runtime/rule_checks.h"

namespace samverk::partnership {
namespace {

using runtime::ReadsOf;

// The one event of most commands.
template <typename Fill>
PartnershipRules::Decision Decided(Fill fill) {
  return runtime::Decided<v1::PartnershipEvent>(fill);
}

v1::PartnershipCreated ToFact(const v1::CreatePartnershipRequest& command) {
  v1::PartnershipCreated created;
  created.set_display_name(command.display_name());
  created.set_county(command.county());
  created.set_meetings_per_year_min(command.meetings_per_year_min());
  return created;
}

}  // namespace

runtime::ReadSet PartnershipRules::Reads(const v1::CreatePartnershipRequest& command) {
  return ReadsOf(runtime::PartnershipName(command.partnership_id()));
}

PartnershipRules::Decision PartnershipRules::Decide(const State& state, const Facts&,
                                                    const v1::CreatePartnershipRequest& command,
                                                    const Context&) {
  const v1::PartnershipCreated created = ToFact(command);
  if (state.exists) {
    if (created.SerializeAsString() == state.created.SerializeAsString()) {
      return runtime::Decision<Event>();
    }
    return Refusal(kPartnershipExists)
        .With("name", runtime::PartnershipName(command.partnership_id()));
  }
  return Decided([&created](Event& event) { *event.mutable_partnership_created() = created; });
}

runtime::ReadSet PartnershipRules::Reads(const v1::ConfirmClockRequest& command) {
  return ReadsOf(command.name());
}

PartnershipRules::Decision PartnershipRules::Decide(const State& state, const Facts&,
                                                    const v1::ConfirmClockRequest& command,
                                                    const Context&) {
  if (!state.exists) return Refusal(kPartnershipNotCreated).With("name", command.name());
  return Decided([](Event& event) { event.mutable_clock_confirmed(); });
}

void PartnershipRules::Evolve(State& state, const Event& event, const runtime::EventPlace&) {
  switch (event.event_case()) {
    case Event::kPartnershipCreated:
      state.exists = true;
      state.created = event.partnership_created();
      break;
    case Event::kClockConfirmed:  // The log itself acted on it.
    case Event::EVENT_NOT_SET:
      break;
  }
}

}  // namespace samverk::partnership
