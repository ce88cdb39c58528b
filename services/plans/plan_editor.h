// PlanEditor: judges the edits of one command one by one, each on what those before it leave.
//
// What becomes of an edit is an outcome, never an error: whoever typed it offline for a week must
// not lose nine good edits with one bad one. Nothing typed disappears: it stands, or it was there
// already, or it is in a conflict for a person, or it was rejected and its author knows why.
// Design: three-way merge against the position that the form was opened at; see field_writers.h and
// text_merge.h. Pure.

#ifndef SAMVERK_SERVICES_PLANS_PLAN_EDITOR_H_
#define SAMVERK_SERVICES_PLANS_PLAN_EDITOR_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "samverk/v1/plan.pb.h"
#include "samverk/v1/plan_events.pb.h"
#include "services/plans/plan_state.h"
#include "services/runtime/rules.h"

namespace samverk::plans {

// OK if the rules allow `edit` on `state`, whoever else has edited the plan.
//
// Errors: the reasons "of single edits" in plan_reasons.h, and LINKED_RESOURCE_NOT_FOUND.
absl::Status CheckEdit(const PlanState& state, const runtime::Facts& facts,
                       const v1::PlanEdit& edit);

// OK if the rules allow that `edit` brings a removed `element` back: there is room for it, and what
// it points to is there. Errors: as CheckEdit.
absl::Status CheckRestored(const PlanState& state, const PlanElement& element,
                           const v1::PlanEdit& edit);

// The revision of the event that wrote the text of `path` which a form opened at `base` showed;
// nullopt: there was none yet.
std::optional<int64_t> TextRevisionAt(const PlanState& state, const std::string& path,
                                      int64_t base);

// What that event wrote. `facts` must hold it.
std::string TextAt(const PlanState& state, const runtime::Facts& facts, const std::string& path,
                   const std::string& element, int64_t base);

class PlanEditor {
 public:
  // The references must outlive the editor. `plan` is the name of the plan; `context` says
  // whose edits they are and which base they have, if any.
  PlanEditor(const PlanState& state, const runtime::Facts& facts,
             const runtime::CommandContext& context, std::string plan);

  // Judges the next edit. `is_last` spares keeping a state for more.
  void Judge(const v1::PlanEdit& edit, bool is_last);

  runtime::Decision<v1::PlanEvent> TakeDecision() { return std::move(decision_); }

 private:
  v1::EditOutcome OutcomeOf(const v1::PlanEdit& edit, bool is_last);
  v1::EditOutcome JudgeRemoved(const v1::PlanEdit& edit, const EditedField& field, bool is_last);
  v1::EditOutcome Accept(const v1::PlanEdit& edit, const EditedField& field, bool merged,
                         bool is_last);
  v1::EditOutcome MergeText(const v1::PlanEdit& edit, const EditedField& field, bool is_last);
  v1::EditOutcome KeepInConflict(const v1::PlanEdit& edit, const EditedField& field, bool is_last);
  // Whether one more proposal about `path` is kept.
  bool HasRoom(const std::string& path) const;
  // Whether somebody else wants to edit the element, and the person did not know.
  bool HasUnseenProposal(const std::string& element_path) const;
  // How an edit meets what others wrote after its base.
  runtime::Encounter Meet(const EditedField& field) const;
  v1::EditOutcome Reject(const absl::Status& status);
  v1::EditRemark& Remark();
  void Add(v1::PlanEvent event, bool is_last);

  const PlanState& now() const { return own_.has_value() ? *own_ : state_; }

  const PlanState& state_;
  const runtime::Facts& facts_;
  const runtime::CommandContext& context_;
  const std::string plan_;
  runtime::EventPlace next_;
  std::optional<PlanState> own_;  // Once something was decided and more is to come.
  runtime::Decision<v1::PlanEvent> decision_;
};

}  // namespace samverk::plans

#endif  // SAMVERK_SERVICES_PLANS_PLAN_EDITOR_H_
