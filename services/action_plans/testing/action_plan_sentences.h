// Events and commands of the action plan `~/actionPlans/1`, as tests of its rules say them. It is
// Storuman's, 2421, for 2019. Edits are written as protobuf text of an ActionPlanEdit.
//
//   {"TheTitleIsEdited", {Created()}, Edit("title: 'Ny'"), {{Edited("title: 'Ny'")}, {kAccepted}}},

#ifndef SAMVERK_SERVICES_ACTION_PLANS_TESTING_ACTION_PLAN_SENTENCES_H_
#define SAMVERK_SERVICES_ACTION_PLANS_TESTING_ACTION_PLAN_SENTENCES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "samverk/v1/action_plan.pb.h"
#include "samverk/v1/action_plan_events.pb.h"
#include "services/action_plans/action_plan_rules.h"
#include "services/runtime/testing/rule_sentences.h"

namespace samverk::action_plans {

using Sentences = std::vector<runtime::Sentence<ActionPlanRules>>;
using When = runtime::When<ActionPlanRules>;
using Then = runtime::Then<v1::ActionPlanEvent>;

inline constexpr auto kAccepted = v1::EDIT_OUTCOME_ACCEPTED;
inline constexpr auto kConverged = v1::EDIT_OUTCOME_CONVERGED;

inline constexpr char kActionPlanName[] = "partnerships/vasterbotten/actionPlans/1";
inline constexpr char kRegister[] = "partnerships/vasterbotten/actionPlanRegisters/2421";
inline constexpr char kSharedRegister[] =
    "partnerships/vasterbotten/actionPlanRegisters/partnership";

// Events.

v1::ActionPlanEvent Event(const std::string& text);
v1::ActionPlanEvent Created(const std::string& but = "");
// Of the partnership, owned by `~/organisations/region`.
v1::ActionPlanEvent CreatedShared();
v1::ActionPlanEvent Edited(const std::string& edit);
v1::ActionPlanEvent Corrected(const std::string& edit);
v1::ActionPlanEvent Adopted();
v1::ActionPlanEvent Reported(const std::string& measure, const std::string& rest);
v1::ActionPlanEvent Moved(const std::string& measure, const std::string& from,
                          const std::string& to);
v1::ActionPlanEvent Closed();
v1::ActionPlanEvent Reopened();
v1::ActionPlanEvent Withdrawn();
// Created, with a measure `m`, and adopted; then `more`.
std::vector<v1::ActionPlanEvent> AdoptedAnd(const std::vector<v1::ActionPlanEvent>& more);

// A new measure, as an edit.
std::string Measure(const std::string& id, const std::string& but = "");
std::string Text(const std::string& id, const std::string& text);
std::string Deadline(const std::string& id, const std::string& day);
std::string Link(const std::string& id, const std::string& link, bool linked);

// Commands.

v1::CreateActionPlanRequest Create(const std::string& but = "");
// Of who has read the revision that is there, and says why.
v1::EditActionPlanRequest Edit(const std::string& edit);
v1::EditActionPlanRequest Edits(const std::vector<std::string>& edits);
// Of who has seen the first `base` events.
v1::EditActionPlanRequest EditOn(int64_t base, const std::string& edit);
v1::AdoptActionPlanRequest Adopt(const std::string& but = "");
v1::ReportMeasureProgressRequest Report(const std::string& measure, const std::string& rest);
v1::MoveMeasureDeadlineRequest Move(const std::string& measure, const std::string& to);
v1::CloseActionPlanRequest Close();
v1::ReopenActionPlanRequest Reopen();
v1::WithdrawActionPlanRequest Withdraw();

// Registers.

v1::ActionPlanRegisterEvent Claimed(int year, const std::string& plan = "1");
v1::ActionPlanRegisterEvent Released(int year, const std::string& plan = "1");
// `command` where the register of 2421 says `events`, and that of the partnership `shared`.
template <typename Command>
When InRegister(const std::vector<v1::ActionPlanRegisterEvent>& events, const Command& command,
                const std::vector<v1::ActionPlanRegisterEvent>& shared = {}) {
  const std::string region = "partnerships/vasterbotten/actionPlanRegisters/region";
  return When(command)
      .Where(kRegister, runtime::ClaimOf<ActionPlanRegisterRules>(events))
      .Where(region, runtime::ClaimOf<ActionPlanRegisterRules>(events))
      .Where(kSharedRegister, runtime::ClaimOf<ActionPlanRegisterRules>(shared));
}

// Tests every sentence, and every sentence once more after an event of a later version.
class ActionPlanSentenceTest : public ::testing::TestWithParam<runtime::Sentence<ActionPlanRules>> {
};

}  // namespace samverk::action_plans

#endif  // SAMVERK_SERVICES_ACTION_PLANS_TESTING_ACTION_PLAN_SENTENCES_H_
