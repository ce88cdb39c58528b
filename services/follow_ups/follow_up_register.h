// Which follow-ups a municipality has, and what of them is approved: one claim stream for each
// municipality, `followUpRegisters/{kommunkod}`. It is written together with the opening, approval
// and withdrawal of a follow-up, so that of two openings at once for the same plan and year one
// wins, and so that a compilation can't miss an approval. Pure.

#ifndef SAMVERK_SERVICES_FOLLOW_UPS_FOLLOW_UP_REGISTER_H_
#define SAMVERK_SERVICES_FOLLOW_UPS_FOLLOW_UP_REGISTER_H_

#include <map>
#include <memory>
#include <string>

#include "absl/time/civil_time.h"
#include "google/protobuf/message.h"
#include "samverk/v1/follow_up_events.pb.h"
#include "samverk/v1/plan_events.pb.h"
#include "services/runtime/rules.h"

namespace samverk::follow_ups {

struct FollowUpRegisterState {
  std::map<std::string, v1::FollowUpStandingSet> standing;  // By follow-up.

  // The follow-up of that plan for that year; null if there is none.
  const v1::FollowUpStandingSet* Find(const std::string& plan, int year) const;
  // What counts for the municipality in that year: of what is approved, what was submitted last.
  // Null if nothing is approved.
  const v1::FollowUpStandingSet* Approved(int year) const;
};

// A claim stream has no commands of its own.
struct FollowUpRegisterRules {
  using State = FollowUpRegisterState;
  using Event = v1::FollowUpRegisterEvent;
  static void Evolve(State& state, const Event& event, const runtime::EventPlace& place);
};

// The register of follow-ups of a municipality.
std::string FollowUpRegisterOf(const std::string& municipality);
// The register of plans of a municipality: a claim of the slice `plans`, whose state is a message.
std::string PlanRegisterOf(const std::string& municipality);

// A claim: a follow-up stands so, and no longer stands.
std::shared_ptr<google::protobuf::Message> StandingSet(const v1::FollowUpStandingSet& standing);
std::shared_ptr<google::protobuf::Message> StandingRemoved(const std::string& follow_up);

// Whether the plan is in force on a day of the year.
bool IsOfYear(const v1::PlanRegister& in_register, const std::string& plan, int year);

// Whether the plan is in force on a day, and by which revision.
struct RevisionInForce {
  bool in_force = false;
  int revision = 0;  // 0: the register does not tell.
};
RevisionInForce InForceOn(const v1::PlanRegister& in_register, const std::string& plan,
                          absl::CivilDay day);

}  // namespace samverk::follow_ups

#endif  // SAMVERK_SERVICES_FOLLOW_UPS_FOLLOW_UP_REGISTER_H_
