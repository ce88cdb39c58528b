// What may happen to a follow-up. Pure: given a state and a command, events or a refusal.
//
// A follow-up is opened and filled in, submitted, and then approved or sent back by the Region.
// While it waits for the Region nothing in it changes. What was approved may be corrected: it
// counts as it was submitted until what is submitted next is approved.

#ifndef SAMVERK_SERVICES_FOLLOW_UPS_FOLLOW_UP_RULES_H_
#define SAMVERK_SERVICES_FOLLOW_UPS_FOLLOW_UP_RULES_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "samverk/v1/follow_up.pb.h"
#include "samverk/v1/follow_up_events.pb.h"
#include "services/follow_ups/follow_up_reasons.h"
#include "services/runtime/rules.h"

namespace samverk::follow_ups {

inline constexpr int kIndicatorsMax = 100;
inline constexpr int kAssessmentsMax = 400;  // As many goals and measures as a plan has.
inline constexpr int kCorrectionsMax = 50;   // Of one indicator, or one assessment.

// What decisions about a follow-up depend on.
struct FollowUpState {
  struct Indicator {
    std::string key;
    std::string place;
    std::string reading;  // Serialized: what it is compared with.
    int corrections = 0;
  };
  struct Assessed {
    std::string said;  // Serialized: what it is compared with.
    int corrections = 0;
  };
  struct Submission {
    int64_t revision = 0;  // 0: there is none; the first event of a stream opens it.
    int64_t position = 0;
    int plan_revision = 0;
  };

  bool exists = false;
  v1::FollowUpState life = v1::FOLLOW_UP_STATE_UNSPECIFIED;
  std::string owner;
  std::string plan;
  int year = 0;
  std::string summary;
  std::map<int64_t, Indicator> indicators;      // By entry, the removed ones left out.
  std::map<std::string, Assessed> assessments;  // By element.
  Submission submitted;                         // The last one.
  Submission approved;
  bool changed = false;  // It says something else than what was submitted last.
};

struct FollowUpRules {
  using State = FollowUpState;
  using Event = v1::FollowUpEvent;
  using Decision = absl::StatusOr<runtime::Decision<Event>>;
  using Facts = runtime::Facts;
  using Context = runtime::CommandContext;

  static runtime::ReadSet Reads(const v1::OpenFollowUpRequest& command);
  static runtime::ReadSet Reads(const v1::ObserveIndicatorRequest& command);
  static runtime::ReadSet Reads(const v1::AssessElementRequest& command);
  static runtime::ReadSet Reads(const v1::EditFollowUpRequest& command);
  static runtime::ReadSet Reads(const v1::SubmitFollowUpRequest& command);
  static runtime::ReadSet Reads(const v1::ApproveFollowUpRequest& command);
  static runtime::ReadSet Reads(const v1::ReturnFollowUpRequest& command);
  static runtime::ReadSet Reads(const v1::WithdrawFollowUpRequest& command);

  // The municipality's register of plans, of what compares with one; its register of follow-ups, of
  // what changes how one stands.
  static std::vector<std::string> ClaimsRead(const State&, const v1::SubmitFollowUpRequest&);
  static std::vector<std::string> ClaimsRead(const State&, const v1::ApproveFollowUpRequest&);
  static std::vector<std::string> ClaimsRead(const State&, const v1::ReturnFollowUpRequest&);
  static std::vector<std::string> ClaimsRead(const State&, const v1::WithdrawFollowUpRequest&);

  // Errors: the reasons of follow_up_reasons.h and rule_checks.h, as follow_up.proto says of each
  // command.
  static Decision Decide(const State&, const Facts&, const v1::OpenFollowUpRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::ObserveIndicatorRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::AssessElementRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::EditFollowUpRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::SubmitFollowUpRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::ApproveFollowUpRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::ReturnFollowUpRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::WithdrawFollowUpRequest&,
                         const Context&);

  // Never fails; events it does not know leave the state alone.
  static void Evolve(State& state, const Event& event, const runtime::EventPlace& place);
};

}  // namespace samverk::follow_ups

#endif  // SAMVERK_SERVICES_FOLLOW_UPS_FOLLOW_UP_RULES_H_
