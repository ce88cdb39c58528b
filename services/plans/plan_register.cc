#include "services/plans/plan_register.h"

#include <algorithm>
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

using InForce = google::protobuf::RepeatedPtrField<v1::PlanInForce>;

std::string RegisterOf(const v1::Plan& header) {
  return runtime::RegisterName(header.owner(), "planRegisters");
}

bool IsMunicipalPlan(const v1::Plan& header) { return header.municipal_plan().empty(); }

// What the register says of `plan`; null if it has no days.
const v1::PlanInForceSet* FindPlan(const v1::PlanRegister& in_register, const std::string& plan) {
  const auto found = std::find_if(in_register.plans().begin(), in_register.plans().end(),
                                  [&plan](const auto& each) { return each.plan() == plan; });
  return found == in_register.plans().end() ? nullptr : &*found;
}

std::vector<v1::DatePeriod> PeriodsOf(const v1::PlanInForceSet& taken) {
  return {taken.periods().begin(), taken.periods().end()};
}

std::shared_ptr<v1::PlanRegisterEvent> InForceSet(const std::string& plan,
                                                  const std::vector<v1::DatePeriod>& periods,
                                                  const InForce& in_force) {
  auto event = std::make_shared<v1::PlanRegisterEvent>();
  v1::PlanInForceSet& set = *event->mutable_plan_in_force_set();
  set.set_plan(plan);
  set.mutable_periods()->Assign(periods.begin(), periods.end());
  *set.mutable_in_force() = in_force;
  return event;
}

// What is left of the days that a replaced plan has.
std::shared_ptr<v1::PlanRegisterEvent> Shortened(const v1::PlanInForceSet& taken,
                                                 absl::CivilDay from) {
  InForce in_force = taken.in_force();
  EndInForce(from, in_force);
  return InForceSet(taken.plan(), EndingBefore(PeriodsOf(taken), from), in_force);
}

// OK if no other plan of the municipality is in force on one of `days`. Of `replaced` only the days
// before `from` count.
absl::Status CheckFree(const v1::PlanRegister& in_register, const std::string& name,
                       const std::vector<v1::DatePeriod>& days, const std::string& replaced,
                       absl::CivilDay from) {
  for (const v1::PlanInForceSet& other : in_register.plans()) {
    const std::string& plan = other.plan();
    if (plan == name) continue;
    const std::vector<v1::DatePeriod> periods = PeriodsOf(other);
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
      auto& plans = *state.mutable_plans();
      const auto known = std::find_if(plans.begin(), plans.end(), [&set](const auto& each) {
        return each.plan() == set.plan();
      });
      if (set.periods().empty()) {
        if (known != plans.end()) plans.erase(known);
      } else if (known != plans.end()) {
        *known = set;
      } else {
        *plans.Add() = set;
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
  const auto& in_register = facts.Claim<v1::PlanRegister>(register_name);
  const absl::CivilDay from = replaces.plan.empty() ? absl::CivilDay() : ToCivilDay(replaces.from);
  RETURN_IF_ERROR(CheckFree(in_register, name, days, replaces.plan, from));
  if (const v1::PlanInForceSet* taken = FindPlan(in_register, replaces.plan)) {
    decision.claims.emplace_back(register_name, Shortened(*taken, from));
  }
  if (!days.empty() || FindPlan(in_register, name) != nullptr) {
    decision.claims.emplace_back(register_name, InForceSet(name, days, after.in_force()));
  }
  return decision;
}

}  // namespace samverk::plans
