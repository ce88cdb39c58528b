// Events and commands of the plan `~/plans/1`, as tests of its rules say them. It is a plan of
// Storuman, 2421, meant for 2019 to 2022. Edits are written as protobuf text of a PlanEdit.
//
//   {"TheTitleIsEdited", {Created()}, Edit("title: 'Ny'"), {{Edited("title: 'Ny'")}, {kAccepted}}},

#ifndef SAMVERK_SERVICES_PLANS_TESTING_PLAN_SENTENCES_H_
#define SAMVERK_SERVICES_PLANS_TESTING_PLAN_SENTENCES_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "samverk/v1/plan.pb.h"
#include "samverk/v1/plan_events.pb.h"
#include "services/plans/plan_rules.h"
#include "services/runtime/testing/rule_sentences.h"

namespace samverk::plans {

using Sentences = std::vector<runtime::Sentence<PlanRules>>;
using When = runtime::When<PlanRules>;
using Then = runtime::Then<v1::PlanEvent>;
using History = runtime::History<v1::PlanEvent>;

inline constexpr auto kAccepted = v1::EDIT_OUTCOME_ACCEPTED;
inline constexpr auto kConverged = v1::EDIT_OUTCOME_CONVERGED;
inline constexpr auto kMerged = v1::EDIT_OUTCOME_MERGED;
inline constexpr auto kConflict = v1::EDIT_OUTCOME_CONFLICT;
inline constexpr auto kRejected = v1::EDIT_OUTCOME_REJECTED;

inline constexpr char kPlanName[] = "partnerships/vasterbotten/plans/1";
inline constexpr char kRegister[] = "partnerships/vasterbotten/planRegisters/2421";

// Half-open, as `2019-01-01`.
std::string Days(const std::string& start, const std::string& end);

// Events.

v1::PlanEvent Event(const std::string& text);
v1::PlanEvent Created(const std::string& but = "");
// Of a local plan that hangs on plan 9.
v1::PlanEvent CreatedLocal();
v1::PlanEvent Edited(const std::string& edit);
v1::PlanEvent Merged(const std::string& edit);
v1::PlanEvent Raised(const std::string& field, int64_t base, const std::string& edit);
v1::PlanEvent Extended(int64_t conflict, int64_t base, const std::string& edit);
v1::PlanEvent Resolved(int64_t conflict, const std::string& rest);
v1::PlanEvent Obsoleted(int64_t conflict);
v1::PlanEvent ConsultationOpened();
v1::PlanEvent StatementReceived();
v1::PlanEvent Proposed();
v1::PlanEvent Recalled();
v1::PlanEvent Adopted(int revision = 1, const std::string& days = Days("2019-01-01", "2023-01-01"),
                      const std::string& but = "");
v1::PlanEvent PlanExtended(int revision, const std::string& days);
v1::PlanEvent Corrected(int revision, const std::string& days, const std::string& but = "");
v1::PlanEvent Replaced(const std::string& from);
v1::PlanEvent Repealed(const std::string& from);
v1::PlanEvent Withdrawn();

// Elements, as parts of edits.

std::string Section(const std::string& id, const std::string& text = "");
std::string Goal(const std::string& id, const std::string& parent = "");
std::string Place(const std::string& id);
std::string Priority(const std::string& id);
std::string Measure(const std::string& id, const std::string& goal = "");
std::string TextEdit(const std::string& id, const std::string& text);
std::string Remove(const std::string& id);

// Commands.

v1::CreatePlanRequest Create(const std::string& but = "");
// Of who has read the revision that is there.
v1::EditPlanRequest Edit(const std::string& edit);
// Of who has seen the first `base` events.
v1::EditPlanRequest EditOn(int64_t base, const std::string& edit);
v1::EditPlanRequest EditsOn(int64_t base, const std::vector<std::string>& edits);
v1::ResolvePlanConflictRequest Resolve(int64_t conflict, int version, const std::string& rest);
v1::OpenPlanConsultationRequest OpenConsultation(const std::string& invited = "2404");
v1::ReceivePlanStatementRequest ReceiveStatement(const std::string& but = "");
v1::ProposePlanRequest Propose();
v1::RecallPlanProposalRequest Recall();
v1::WithdrawPlanRequest Withdraw();
// The decision is of 11 June 2019.
v1::AdoptPlanRequest Adopt(const std::string& but = "");
v1::ExtendPlanRequest Extend(const std::string& end, const std::string& but = "");
v1::CorrectPlanRequest Correct(const std::string& but);
v1::RepealPlanRequest Repeal(const std::string& from, const std::string& but = "");

// Registers.

// Plan `id` is in force on `days`, a list of Days, by `revision`; on none if it is empty.
v1::PlanRegisterEvent InForce(const std::string& id, const std::vector<std::string>& days,
                              int revision = 1);
// The same where each of `by_revision`, from the first revision on, has days of its own.
v1::PlanRegisterEvent InForceByTurns(const std::string& id, const std::vector<std::string>& days,
                                     const std::vector<std::string>& by_revision);
// What rules see where the register says `events`.
std::shared_ptr<const runtime::AnyState> RegisterOf(
    const std::vector<v1::PlanRegisterEvent>& events);
// `command` where the register of 2421 says `events`.
template <typename Command>
When InRegister(const std::vector<v1::PlanRegisterEvent>& events, const Command& command) {
  return When(command).Where(kRegister, RegisterOf(events));
}

// Tests every sentence, and every sentence once more after an event of a later version.
class PlanSentenceTest : public ::testing::TestWithParam<runtime::Sentence<PlanRules>> {};

}  // namespace samverk::plans

#endif  // SAMVERK_SERVICES_PLANS_TESTING_PLAN_SENTENCES_H_
