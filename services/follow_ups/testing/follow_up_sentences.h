// Events and commands of the follow-up `~/followUps/1`, as tests of its rules say them. It follows
// up plan 1 of Storuman, 2421, for 2018; that plan is in force 2018 to 2020, by revision 2 from 1
// July 2018 on.
//
//   {"AnIndicatorIsObserved", {Opened()}, Observe("butiker"), {Observed("butiker")}},

#ifndef SAMVERK_SERVICES_FOLLOW_UPS_TESTING_FOLLOW_UP_SENTENCES_H_
#define SAMVERK_SERVICES_FOLLOW_UPS_TESTING_FOLLOW_UP_SENTENCES_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "samverk/v1/follow_up.pb.h"
#include "samverk/v1/follow_up_events.pb.h"
#include "samverk/v1/plan_events.pb.h"
#include "services/follow_ups/follow_up_register.h"
#include "services/follow_ups/follow_up_rules.h"
#include "services/runtime/testing/rule_sentences.h"

namespace samverk::follow_ups {

using When = runtime::When<FollowUpRules>;
using Then = runtime::Then<v1::FollowUpEvent>;

inline constexpr char kName[] = "partnerships/vasterbotten/followUps/1";
inline constexpr char kPlans[] = "partnerships/vasterbotten/planRegisters/2421";
inline constexpr char kFollowUps[] = "partnerships/vasterbotten/followUpRegisters/2421";
// The elements of the plan.
inline constexpr char kGoal[] = "c04d0000-0000-4000-8000-000000000001";
inline constexpr char kMeasure[] = "77b00000-0000-4000-8000-000000000002";

// A reading: `value`, observed by the municipality in 2018, but for what `but` says.
std::string Reading(const std::string& value, const std::string& but = "");

// Events.

v1::FollowUpEvent Opened(const std::string& but = "");
v1::FollowUpEvent Observed(const std::string& key, const std::string& reading = Reading("7"),
                           const std::string& place = "");
v1::FollowUpEvent Assessed(const std::string& element, const std::string& assessment,
                           const std::string& comment = "");
v1::FollowUpEvent Edited(const std::string& edit);
// With the second revision of the plan, as known when the follow-up had `events` events.
v1::FollowUpEvent Submitted(int64_t events, int plan_revision = 2);
v1::FollowUpEvent Approved(int64_t submission);
v1::FollowUpEvent Returned();
v1::FollowUpEvent Withdrawn();

// Of registers: follow-up `id` of plan 1 stands; with what is approved of it.
v1::FollowUpRegisterEvent Stands(const std::string& id, int year, int64_t submission = 0,
                                 int64_t position = 0, int plan_revision = 0);
v1::FollowUpRegisterEvent StandsNoMore(const std::string& id);

// Commands.

v1::OpenFollowUpRequest Open(const std::string& but = "");
v1::ObserveIndicatorRequest Observe(const std::string& key,
                                    const std::string& reading = Reading("7"),
                                    const std::string& place = "");
v1::AssessElementRequest Assess(const std::string& element, const std::string& assessment,
                                const std::string& comment = "");
v1::EditFollowUpRequest Edit(const std::string& edits);
v1::SubmitFollowUpRequest Submit();
v1::ApproveFollowUpRequest Approve();
v1::ReturnFollowUpRequest Return();
v1::WithdrawFollowUpRequest Withdraw();

// What rules see of registers.

// The register of plans as the text of a PlanRegister; see above.
std::string InForceThreeYears();
std::shared_ptr<const runtime::AnyState> PlansAre(const std::string& text = InForceThreeYears());
std::shared_ptr<const runtime::AnyState> FollowUpsAre(
    const std::vector<v1::FollowUpRegisterEvent>& events);

// `command` where the registers say so.
template <typename Command>
When Where(const Command& command, const std::vector<v1::FollowUpRegisterEvent>& follow_ups = {},
           const std::string& plans = InForceThreeYears()) {
  return When(command).Where(kPlans, PlansAre(plans)).Where(kFollowUps, FollowUpsAre(follow_ups));
}

}  // namespace samverk::follow_ups

#endif  // SAMVERK_SERVICES_FOLLOW_UPS_TESTING_FOLLOW_UP_SENTENCES_H_
