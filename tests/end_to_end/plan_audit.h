// PlanAudit: whether every word that was typed into a plan can still be found, and whether what
// came of each edit is what EditOracle says. Given what the doors answer: the history of the plan,
// its text and its conflicts.
//
// A typed value stands; or it was merged, and its paragraphs stand; or it is a proposal in a
// conflict; or it was rejected, and whoever typed it was told why. What was written over was typed
// by the same hand, or seen by who wrote over it.

#ifndef SAMVERK_TESTS_END_TO_END_PLAN_AUDIT_H_
#define SAMVERK_TESTS_END_TO_END_PLAN_AUDIT_H_

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "google/protobuf/message.h"
#include "samverk/v1/common.pb.h"
#include "samverk/v1/event.pb.h"
#include "samverk/v1/plan.pb.h"
#include "samverk/v1/plan_events.pb.h"
#include "services/plans/testing/edit_oracle.h"

namespace samverk::tests {

// A command on the plan that was taken.
struct TypedCommand {
  std::shared_ptr<const google::protobuf::Message> command;
  std::string hand;
  // Everything that the person had seen: the base of edits, what was read before a decision.
  int64_t seen = 0;
  // The head of the log when it was given, and when the answer came.
  int64_t head_before = 0;
  int64_t head_after = 0;
  v1::CommandResult answer;
};

// What the doors answer about a plan.
struct PlanAsRead {
  v1::Plan plan;
  std::vector<v1::RecordedEvent> history;
  std::vector<v1::PlanConflict> conflicts;  // In all states.
};

class PlanAudit {
 public:
  // Everything that is wrong, as sentences; empty if nothing is. Of `taken`, commands whose request
  // id has no event changed nothing.
  std::vector<std::string> Judge(const PlanAsRead& read, const std::vector<TypedCommand>& taken);

  // How many edits came to each outcome.
  const std::map<v1::EditOutcome, int>& outcomes() const { return outcomes_; }

 private:
  struct Happened {
    v1::PlanEvent event;
    int64_t position = 0;
    int64_t revision = 0;
    std::string hand;
  };
  // One edit, and what came of it.
  struct Judged {
    const v1::PlanEdit& edit;
    const std::string& hand;
    int64_t base;
    v1::EditOutcome outcome;
    std::vector<Happened> events;
  };

  void Complain(const std::string& what);
  void Note(const Happened& happened);
  void JudgeEdits(const TypedCommand& typed, const v1::EditPlanRequest& command,
                  const std::vector<Happened>& events);
  void JudgeEdit(const Judged& judged);
  void JudgeConflict(const Judged& judged);
  void JudgeParagraphs(const Judged& judged);
  void JudgeResolution(const TypedCommand& typed, const std::vector<Happened>& events);
  void JudgeSilent(int64_t from, int64_t to);
  bool Explains(const TypedCommand& typed) const;
  void JudgeRemarks(const TypedCommand& typed, const v1::EditPlanRequest& command);
  void JudgeConflicts(const std::vector<v1::PlanConflict>& conflicts);
  void JudgeText(const v1::Plan& plan);

  std::set<std::string> ParagraphsAt(const std::string& element, int64_t position) const;
  bool KeepsParagraphs(const v1::PlanEdit& edit, int64_t base,
                       const std::set<std::string>& kept) const;

  plans::EditOracle oracle_;
  // Of each element, what was written where.
  std::map<std::string, std::vector<std::pair<int64_t, std::string>>> texts_;
  // As it was last while it was open.
  std::map<int64_t, plans::OpenConflict> conflicts_;
  std::set<std::string> subjects_written_;
  std::vector<const TypedCommand*> silent_;
  std::map<v1::EditOutcome, int> outcomes_;
  std::vector<std::string> complaints_;
};

}  // namespace samverk::tests

#endif  // SAMVERK_TESTS_END_TO_END_PLAN_AUDIT_H_
