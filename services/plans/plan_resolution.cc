#include "services/plans/plan_resolution.h"

#include <optional>

#include "absl/strings/numbers.h"
#include "base/status_macros.h"
#include "services/plans/plan_editor.h"
#include "services/plans/plan_reasons.h"
#include "services/runtime/resource_name.h"
#include "services/runtime/text_merge.h"

namespace samverk::plans {
namespace {

// The number of a conflict; 0, which none has, if its name holds none.
int64_t NumberOf(const std::string& conflict) {
  int64_t number = 0;
  return absl::SimpleAtoi(runtime::IdOf(conflict), &number) ? number : 0;
}

// `current` with all paragraphs of `proposed` that conflict with it in the place of its own.
std::string MergeTakingProposed(const std::string& base, const std::string& current,
                                const std::string& proposed) {
  runtime::TextMerge merge = runtime::MergeTexts(base, current, proposed);
  // From the last to the first: the places of those before it stay what they are.
  for (auto conflict = merge.conflicts.rbegin(); conflict != merge.conflicts.rend(); ++conflict) {
    merge.merged = runtime::ReplaceConflict(merge, *conflict, conflict->proposed);
  }
  return merge.merged;
}

// What stands once a proposal is taken.
v1::PlanEdit Taken(const PlanState& state, const runtime::Facts& facts, const std::string& path,
                   const Conflict::Proposal& proposal) {
  const PlanElement* element = state.FindElement(ElementOf(proposal.edit));
  if (!proposal.edit.has_element_text() || element->removed()) return proposal.edit;
  // Only the paragraphs that are in conflict are taken: others were merged, and may have been
  // edited since.
  const std::string base =
      TextAt(state, facts, path, ElementOf(proposal.edit), proposal.base_position);
  v1::PlanEdit edit = proposal.edit;
  edit.mutable_element_text()->set_text(
      MergeTakingProposed(base, TextOf(*element), proposal.edit.element_text().text()));
  return edit;
}

// The edit that `command` chooses; nullopt: what stands is kept.
absl::StatusOr<std::optional<v1::PlanEdit>> ChosenEdit(
    const PlanState& state, const runtime::Facts& facts, const std::string& path,
    const Conflict& conflict, const v1::ResolvePlanConflictRequest& command) {
  const bool custom = command.choice() == v1::CONFLICT_CHOICE_CUSTOM;
  if (custom != command.has_custom()) return Refusal(kCustomRequired).With("field", path);
  if (custom) {
    const PlanElement* element = state.FindElement(ElementOf(command.custom()));
    if (FieldOf(command.custom(), element).path != path) {
      return Refusal(kCustomRequired).With("field", path);
    }
    return command.custom();
  }
  if (command.choice() != v1::CONFLICT_CHOICE_TAKE) return std::nullopt;
  const auto index = static_cast<size_t>(command.proposal());
  if (index >= conflict.proposals.size()) {
    return Refusal(kProposalNotFound).With("proposal", index);
  }
  return Taken(state, facts, path, conflict.proposals[index]);
}

// OK if the rules allow what was chosen on what stands now.
absl::Status CheckChosen(const PlanState& state, const runtime::Facts& facts,
                         const v1::PlanEdit& edit) {
  RETURN_IF_ERROR(CheckEdit(state, facts, edit));
  const PlanElement* element = state.FindElement(ElementOf(edit));
  if (element == nullptr || !element->removed() || edit.has_remove_element()) {
    return absl::OkStatus();
  }
  return CheckRestored(state, *element, edit);
}

}  // namespace

std::string PlanOfConflict(absl::string_view conflict) {
  return std::string(conflict.substr(0, conflict.rfind("/conflicts/")));
}

std::vector<int64_t> TextsOfProposals(const PlanState& state,
                                      const v1::ResolvePlanConflictRequest& command) {
  const auto* open = state.FindConflict(NumberOf(command.name()));
  std::vector<int64_t> revisions;
  if (open == nullptr) return revisions;
  for (const Conflict::Proposal& proposal : open->second.proposals) {
    const auto revision = TextRevisionAt(state, open->first, proposal.base_position);
    if (revision.has_value()) revisions.push_back(*revision);
  }
  return revisions;
}

absl::StatusOr<v1::PlanConflictResolved> Resolve(const PlanState& state,
                                                 const runtime::Facts& facts,
                                                 const v1::ResolvePlanConflictRequest& command) {
  const int64_t number = NumberOf(command.name());
  const auto* open = state.FindConflict(number);
  if (open == nullptr) {
    if (state.closed_conflicts.contains(number)) {
      return Refusal(kConflictClosed).Violating(PlanOfConflict(command.name()));
    }
    return Refusal(kConflictNotFound).With("name", command.name());
  }
  const auto& [path, conflict] = *open;
  if (conflict.version != command.expected_version()) {
    return Refusal(kConflictChanged)
        .With("expected", command.expected_version())
        .With("actual", conflict.version);
  }
  v1::PlanConflictResolved resolved;
  resolved.set_conflict(number);
  resolved.set_choice(command.choice());
  resolved.set_proposal(command.choice() == v1::CONFLICT_CHOICE_TAKE ? command.proposal() : 0);
  ASSIGN_OR_RETURN(const std::optional<v1::PlanEdit> edit,
                   ChosenEdit(state, facts, path, conflict, command));
  if (!edit.has_value()) return resolved;
  RETURN_IF_ERROR(CheckChosen(state, facts, *edit));
  *resolved.mutable_edit() = *edit;
  return resolved;
}

}  // namespace samverk::plans
