#include "services/plans/plan_register.h"

#include <memory>

#include "base/civil_date.h"
#include "base/status_macros.h"
#include "services/plans/plan_days.h"
#include "services/plans/plan_life.h"
#include "services/plans/plan_reasons.h"
#include "services/runtime/resource_name.h"
#include "services/runtime/rule_checks.h"

namespace samverk::plans {
namespace {

std::string RegisterOf(const v1::Plan& header) {
  return runtime::ChildName(runtime::PartnershipName(runtime::PartnershipOf(header.owner())),
                            "planRegisters", runtime::IdOf(header.owner()));
}

bool IsMunicipalPlan(const v1::Plan& header) { return header.municipal_plan().empty(); }

std::shared_ptr<v1::PlanRegisterEvent> InForceSet(const std::string& plan,
                                                  const std::vector<v1::DatePeriod>& periods) {
  auto event = std::make_shared<v1::PlanRegisterEvent>();
  event->mutable_plan_in_force_set()->set_plan(plan);
  event->mutable_plan_in_force_set()->mutable_periods()->Assign(periods.begin(), periods.end());
  return event;
}

// OK if no other plan of the municipality is in force on one of `days`. Of `replaced` only the days
// before `from` count.
absl::Status CheckFree(const PlanRegisterState& in_register, const std::string& name,
                       const std::vector<v1::DatePeriod>& days, const std::string& replaced,
                       absl::CivilDay from) {
  for (const auto& [plan, periods] : in_register.periods) {
    if (plan == name) continue;
    for (const v1::DatePeriod& taken : plan == replaced ? EndingBefore(periods, from) : periods) {
      for (const v1::DatePeriod& wanted : days) {
        if (!Overlap(taken, wanted)) continue;
        return Refusal(kPlanPeriodTaken)
            .With("plan", plan)
            .With("from", FormatDate(taken.start_date()))
            .With("until", FormatDate(taken.end_date()))
            .Violating(name);
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace

void PlanRegisterRules::Evolve(State& state, const Event& event, const runtime::EventPlace&) {
  switch (event.event_case()) {
    case Event::kPlanInForceSet: {
      const v1::PlanInForceSet& set = event.plan_in_force_set();
      if (set.periods().empty()) {
        state.periods.erase(set.plan());
      } else {
        state.periods[set.plan()].assign(set.periods().begin(), set.periods().end());
      }
      break;
    }
    case Event::EVENT_NOT_SET:
      break;
  }
}

std::vector<std::string> RegisterClaim(const PlanState& state) {
  if (!state.exists || !IsMunicipalPlan(state.header)) return {};
  return {RegisterOf(state.header)};
}

absl::Status CheckReplaceable(const PlanState& state, const runtime::Facts& facts,
                              const std::string& name, const std::string& replaced) {
  if (replaced.empty()) return absl::OkStatus();
  RETURN_IF_ERROR(CheckLinked(facts, replaced));
  if (replaced != name) {
    const v1::Plan& other = facts.Claim<PlanState>(replaced).header;
    if (other.owner() == state.header.owner() &&
        other.municipal_plan() == state.header.municipal_plan() && other.latest_revision() > 0 &&
        other.phase() != v1::PLAN_PHASE_WITHDRAWN && !other.has_ended_on()) {
      return absl::OkStatus();
    }
  }
  return Refusal(kReplacesNoOther).With("plan", replaced).Violating(name);
}

absl::StatusOr<runtime::Decision<v1::PlanEvent>> DecideDays(const PlanState& state,
                                                            const runtime::Facts& facts,
                                                            const std::string& name,
                                                            const v1::PlanEvent& event,
                                                            const Replacement& replaces) {
  runtime::Decision<v1::PlanEvent> decision;
  decision.events.push_back(event);
  if (!replaces.plan.empty()) {
    auto replaced = std::make_shared<v1::PlanEvent>();
    replaced->mutable_plan_replaced()->set_by(name);
    *replaced->mutable_plan_replaced()->mutable_from_date() = replaces.from;
    decision.claims.emplace_back(replaces.plan, std::move(replaced));
  }
  if (!IsMunicipalPlan(state.header)) return decision;
  v1::Plan after = state.header;
  ApplyLife(event, after);
  const std::vector<v1::DatePeriod> days = DaysInForce(after);
  const std::string register_name = RegisterOf(state.header);
  const auto& in_register = facts.Claim<PlanRegisterState>(register_name);
  const absl::CivilDay from = replaces.plan.empty() ? absl::CivilDay() : ToCivilDay(replaces.from);
  RETURN_IF_ERROR(CheckFree(in_register, name, days, replaces.plan, from));
  if (const auto taken = in_register.periods.find(replaces.plan);
      taken != in_register.periods.end()) {
    decision.claims.emplace_back(register_name,
                                 InForceSet(replaces.plan, EndingBefore(taken->second, from)));
  }
  const auto own = in_register.periods.find(name);
  if (!days.empty() || own != in_register.periods.end()) {
    decision.claims.emplace_back(register_name, InForceSet(name, days));
  }
  return decision;
}

}  // namespace samverk::plans
