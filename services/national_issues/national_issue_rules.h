// What may happen to a national issue. Pure: given a state and a command, events or a refusal.
//
// An issue is raised, backed, submitted to agencies in rounds, answered, closed and reopened. Where
// it is in its life follows from its rounds and answers, so that removing one that was recorded by
// mistake leaves no trace in it. To the contact of an agency an issue that was not submitted to
// that agency does not exist.

#ifndef SAMVERK_SERVICES_NATIONAL_ISSUES_NATIONAL_ISSUE_RULES_H_
#define SAMVERK_SERVICES_NATIONAL_ISSUES_NATIONAL_ISSUE_RULES_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "samverk/v1/national_issue.pb.h"
#include "samverk/v1/national_issue_events.pb.h"
#include "services/national_issues/national_issue_reasons.h"
#include "services/runtime/rules.h"

namespace samverk::national_issues {

inline constexpr int kBackersMax = 300;
inline constexpr int kRoundsMax = 40;
inline constexpr int kAnswersMax = 80;

// What decisions about an issue depend on.
struct NationalIssueState {
  struct Answer {
    absl::CivilDay answered_on;
    bool by_agency = false;
    std::string said;  // The correction that says just this, serialized.
  };
  struct Round {
    std::string agency;
    absl::CivilDay submitted_on;
    std::string said;  // The correction that says just this, serialized.
    std::map<int64_t, Answer> answers;
  };

  bool exists = false;
  bool closed = false;
  bool withdrawn = false;
  // Fields that an edit may leave as they are.
  v1::NationalIssueRaised raised;
  v1::IssueConclusion conclusion;
  std::set<std::string> backers;
  // By entry, the removed ones left out.
  std::map<int64_t, Round> rounds;

  // Whether it was submitted to the organisation.
  bool IsAddressedTo(const std::string& organisation) const;
  // The round with that answer; null if there is none.
  const Round* RoundOfAnswer(int64_t entry) const;
  int CountAnswers() const;
};

struct NationalIssueRules {
  using State = NationalIssueState;
  using Event = v1::NationalIssueEvent;
  using Decision = absl::StatusOr<runtime::Decision<Event>>;
  using Facts = runtime::Facts;
  using Context = runtime::CommandContext;

  static runtime::ReadSet Reads(const v1::RaiseNationalIssueRequest& command);
  static runtime::ReadSet Reads(const v1::BackNationalIssueRequest& command);
  static runtime::ReadSet Reads(const v1::TakeBackBackingRequest& command);
  static runtime::ReadSet Reads(const v1::SubmitNationalIssueRequest& command);
  static runtime::ReadSet Reads(const v1::AnswerNationalIssueRequest& command);
  static runtime::ReadSet Reads(const v1::CloseNationalIssueRequest& command);
  static runtime::ReadSet Reads(const v1::ReopenNationalIssueRequest& command);
  static runtime::ReadSet Reads(const v1::EditNationalIssueRequest& command);
  static runtime::ReadSet Reads(const v1::WithdrawNationalIssueRequest& command);

  // Errors: the reasons of national_issue_reasons.h and rule_checks.h, as national_issue.proto says
  // of each command.
  static Decision Decide(const State&, const Facts&, const v1::RaiseNationalIssueRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::BackNationalIssueRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::TakeBackBackingRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::SubmitNationalIssueRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::AnswerNationalIssueRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::CloseNationalIssueRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::ReopenNationalIssueRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::EditNationalIssueRequest&,
                         const Context&);
  static Decision Decide(const State&, const Facts&, const v1::WithdrawNationalIssueRequest&,
                         const Context&);

  // Never fails; events it does not know leave the state alone.
  static void Evolve(State& state, const Event& event, const runtime::EventPlace& place);
};

}  // namespace samverk::national_issues

#endif  // SAMVERK_SERVICES_NATIONAL_ISSUES_NATIONAL_ISSUE_RULES_H_
