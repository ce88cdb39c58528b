#include "services/follow_ups/follow_up_register.h"

#include "base/civil_date.h"
#include "services/runtime/resource_name.h"

namespace samverk::follow_ups {
namespace {

// What the register says of a plan; null if it says nothing.
const v1::PlanInForceSet* FindPlan(const v1::PlanRegister& in_register, const std::string& plan) {
  for (const v1::PlanInForceSet& each : in_register.plans()) {
    if (each.plan() == plan) return &each;
  }
  return nullptr;
}

// Whether a period has a day from `first` up to, not including, `end`.
bool Touches(const v1::DatePeriod& period, absl::CivilDay first, absl::CivilDay end) {
  return ToCivilDay(period.start_date()) < end && first < ToCivilDay(period.end_date());
}

}  // namespace

const v1::FollowUpStandingSet* FollowUpRegisterState::Find(const std::string& plan,
                                                           int year) const {
  for (const auto& [follow_up, each] : standing) {
    if (each.plan() == plan && each.year() == year) return &each;
  }
  return nullptr;
}

const v1::FollowUpStandingSet* FollowUpRegisterState::Approved(int year) const {
  const v1::FollowUpStandingSet* latest = nullptr;
  for (const auto& [follow_up, each] : standing) {
    if (each.year() != year || each.submission() == 0) continue;
    if (latest == nullptr || each.position() > latest->position()) latest = &each;
  }
  return latest;
}

void FollowUpRegisterRules::Evolve(State& state, const Event& event, const runtime::EventPlace&) {
  switch (event.event_case()) {
    case Event::kFollowUpStandingSet: {
      const v1::FollowUpStandingSet& set = event.follow_up_standing_set();
      state.standing[set.follow_up()] = set;
      break;
    }
    case Event::kFollowUpStandingRemoved:
      state.standing.erase(event.follow_up_standing_removed().follow_up());
      break;
    case Event::EVENT_NOT_SET:
      break;
  }
}

std::string FollowUpRegisterOf(const std::string& municipality) {
  return runtime::RegisterName(municipality, "followUpRegisters");
}

std::string PlanRegisterOf(const std::string& municipality) {
  return runtime::RegisterName(municipality, "planRegisters");
}

std::shared_ptr<google::protobuf::Message> StandingSet(const v1::FollowUpStandingSet& standing) {
  auto event = std::make_shared<v1::FollowUpRegisterEvent>();
  *event->mutable_follow_up_standing_set() = standing;
  return event;
}

std::shared_ptr<google::protobuf::Message> StandingRemoved(const std::string& follow_up) {
  auto event = std::make_shared<v1::FollowUpRegisterEvent>();
  event->mutable_follow_up_standing_removed()->set_follow_up(follow_up);
  return event;
}

bool IsOfYear(const v1::PlanRegister& in_register, const std::string& plan, int year) {
  const v1::PlanInForceSet* found = FindPlan(in_register, plan);
  if (found == nullptr) return false;
  for (const v1::DatePeriod& period : found->periods()) {
    if (Touches(period, absl::CivilDay(year), absl::CivilDay(year + 1))) return true;
  }
  return false;
}

RevisionInForce InForceOn(const v1::PlanRegister& in_register, const std::string& plan,
                          absl::CivilDay day) {
  RevisionInForce found;
  const v1::PlanInForceSet* in_force = FindPlan(in_register, plan);
  if (in_force == nullptr) return found;
  for (const v1::DatePeriod& period : in_force->periods()) {
    found.in_force = found.in_force || Touches(period, day, day + 1);
  }
  for (const v1::PlanInForce& each : in_force->in_force()) {
    if (Touches(each.period(), day, day + 1)) found.revision = each.revision();
  }
  return found;
}

}  // namespace samverk::follow_ups
