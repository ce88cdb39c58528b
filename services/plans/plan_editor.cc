#include "services/plans/plan_editor.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "base/text.h"
#include "services/plans/plan_limits.h"
#include "services/plans/plan_reasons.h"
#include "services/runtime/rule_checks.h"
#include "services/runtime/text_merge.h"

namespace samverk::plans {
namespace {

using runtime::Encounter;
using v1::PlanEdit;

// Whether `path` is the element or one of its fields.
bool IsOf(const std::string& element_path, const std::string& path) {
  return path == element_path || absl::StartsWith(path, element_path + "/");
}

Refusal TooManyConflicts(const PlanState& state) {
  return Refusal(kTooManyConflicts).With("count", state.conflicts.size());
}

absl::Status ElementNotFound(const std::string& element) {
  return Refusal(kElementNotFound).With("element", element);
}

// OK if `id` is an element that is there and of the kind of `like`.
absl::Status CheckSibling(const PlanState& state, const std::string& id, const PlanElement& like) {
  const PlanElement* sibling = state.FindElement(id);
  if (sibling == nullptr || sibling->removed() || sibling->kind_case() != like.kind_case()) {
    return ElementNotFound(id);
  }
  return absl::OkStatus();
}

// OK if `id` is a goal of the plan, or empty.
absl::Status CheckGoal(const PlanState& state, const std::string& id) {
  if (id.empty()) return absl::OkStatus();
  const PlanElement* goal = state.FindElement(id);
  if (goal != nullptr && !goal->removed() && goal->has_goal()) return absl::OkStatus();
  return Refusal(kGoalNotFound).With("goal", id);
}

absl::Status CheckParentGoal(const PlanState& state, const std::string& id) {
  RETURN_IF_ERROR(CheckGoal(state, id));
  if (id.empty() || state.FindElement(id)->goal().parent_goal().empty()) return absl::OkStatus();
  return Refusal(kGoalTooDeep).With("goal", id);
}

absl::Status CheckOffers(const v1::AddPlanPlace& place) {
  const std::set<int> offers(place.offers().begin(), place.offers().end());
  const bool unsaid = offers.contains(v1::SERVICE_OFFER_UNSPECIFIED);
  if (!unsaid && offers.size() == static_cast<size_t>(place.offers_size())) return absl::OkStatus();
  return Refusal(kOfferTwice);
}

absl::Status CheckRoom(const PlanState& state, const PlanElement& added) {
  const auto count =
      std::count_if(state.elements.begin(), state.elements.end(), [&added](const auto& element) {
        return element.second->kind_case() == added.kind_case() && !element.second->removed();
      });
  if (count < kElementsMax) return absl::OkStatus();
  return Refusal(kTooManyElements).With("count", count);
}

// OK if the plan stays small enough with `text` in the place of what `replaced` has.
absl::Status CheckSize(const PlanState& state, const PlanElement* replaced,
                       const std::string& text) {
  size_t bytes = state.elements_bytes + text.size();
  if (replaced != nullptr && !replaced->removed()) bytes -= replaced->ByteSizeLong();
  if (bytes <= kPlanBytesMax) return absl::OkStatus();
  return Refusal(kPlanTooLarge).With("bytes", bytes).With("bytes_max", kPlanBytesMax);
}

absl::Status CheckAdded(const PlanState& state, const PlanEdit& edit) {
  const std::string& id = ElementOf(edit);
  if (state.FindElement(id) != nullptr) return Refusal(kElementExists).With("element", id);
  const PlanElement added = NewElement(edit);
  RETURN_IF_ERROR(CheckRoom(state, added));
  RETURN_IF_ERROR(CheckSize(state, nullptr, TextOf(added)));
  if (edit.has_add_goal()) return CheckParentGoal(state, edit.add_goal().parent_goal());
  if (edit.has_add_measure()) return CheckGoal(state, edit.add_measure().goal());
  if (edit.has_add_place()) return CheckOffers(edit.add_place());
  return absl::OkStatus();
}

// OK if nothing points to the goal `id`.
absl::Status CheckUnused(const PlanState& state, const std::string& id) {
  for (const auto& [other, element] : state.elements) {
    if (element->removed()) continue;
    if (element->goal().parent_goal() == id || element->measure().goal() == id) {
      return Refusal(kGoalInUse).With("element", other);
    }
  }
  return absl::OkStatus();
}

absl::Status CheckBudget(int64_t sek) {
  if (sek >= 0 && sek <= kBudgetSekMax) return absl::OkStatus();
  return Refusal(kBudgetOutOfRange).With("sek", sek).With("max", kBudgetSekMax);
}

absl::Status CheckText(const PlanState& state, const PlanElement& element,
                       const std::string& text) {
  RETURN_IF_ERROR(CheckSize(state, &element, text));
  const size_t actual = CountCodePoints(text);
  const size_t max = element.has_section() ? kSectionCharsMax : kDescriptionCharsMax;
  if (actual <= max) return absl::OkStatus();
  return Refusal(kPlanTextTooLong).With("actual", actual).With("max", max);
}

absl::Status CheckElementEdit(const PlanState& state, const PlanEdit& edit) {
  const std::string& id = ElementOf(edit);
  const PlanElement* element = state.FindElement(id);
  if (element == nullptr) return ElementNotFound(id);
  if (!HasField(*element, edit)) {
    return Refusal(kNoSuchField).With("collection", CollectionOf(*element));
  }
  switch (edit.edit_case()) {
    case PlanEdit::kElementText:
      return CheckText(state, *element, edit.element_text().text());
    case PlanEdit::kMoveElement:
      if (edit.move_element().after().empty()) return absl::OkStatus();
      if (edit.move_element().after() == id) return ElementNotFound(id);
      return CheckSibling(state, edit.move_element().after(), *element);
    case PlanEdit::kMeasureGoal:
      return CheckGoal(state, edit.measure_goal().goal());
    case PlanEdit::kMeasureBudget:
      return CheckBudget(edit.measure_budget().sek());
    case PlanEdit::kAdjustMeasureBudget:
      return CheckBudget(element->measure().budget_sek() + edit.adjust_measure_budget().sek());
    case PlanEdit::kRemoveElement:
      return element->has_goal() ? CheckUnused(state, id) : absl::OkStatus();
    default:
      return absl::OkStatus();
  }
}

}  // namespace

absl::Status CheckRestored(const PlanState& state, const PlanElement& element,
                           const PlanEdit& edit) {
  RETURN_IF_ERROR(CheckRoom(state, element));
  if (!edit.has_element_text()) RETURN_IF_ERROR(CheckSize(state, &element, TextOf(element)));
  if (element.has_goal()) return CheckParentGoal(state, element.goal().parent_goal());
  if (edit.has_measure_goal()) return absl::OkStatus();  // CheckEdit has seen to it.
  return CheckGoal(state, element.measure().goal());
}

absl::Status CheckEdit(const PlanState& state, const runtime::Facts& facts, const PlanEdit& edit) {
  if (Adds(edit)) return CheckAdded(state, edit);
  if (!ElementOf(edit).empty()) return CheckElementEdit(state, edit);
  if (edit.has_responsible()) return runtime::CheckLinked(facts, edit.responsible());
  if (edit.has_add_document() && state.header.documents_size() >= kDocumentsMax &&
      !IsConverged(state.header, nullptr, PlanOrder(), edit)) {
    return Refusal(kTooManyElements).With("count", state.header.documents_size());
  }
  return absl::OkStatus();
}

std::optional<int64_t> TextRevisionAt(const PlanState& state, const std::string& path,
                                      int64_t base) {
  const auto writes = state.text_writes.find(path);
  if (writes == state.text_writes.end()) return std::nullopt;
  const auto after = std::upper_bound(
      writes->second.begin(), writes->second.end(), base,
      [](int64_t position, const TextWrite& each) { return position < each.position; });
  if (after == writes->second.begin()) return std::nullopt;
  return std::prev(after)->revision;
}

std::string TextAt(const PlanState& state, const runtime::Facts& facts, const std::string& path,
                   const std::string& element, int64_t base) {
  const std::optional<int64_t> revision = TextRevisionAt(state, path, base);
  if (!revision.has_value()) return "";
  return TextWrittenBy(facts.EventAt<v1::PlanEvent>(*revision), element);
}

PlanEditor::PlanEditor(const PlanState& state, const runtime::Facts& facts,
                       const runtime::CommandContext& context, std::string plan)
    : state_(state),
      facts_(facts),
      context_(context),
      plan_(std::move(plan)),
      next_(context.next) {}

void PlanEditor::Judge(const PlanEdit& edit, bool is_last) {
  // First a place for it, which remarks count from.
  decision_.outcomes.push_back(v1::EDIT_OUTCOME_UNSPECIFIED);
  decision_.outcomes.back() = OutcomeOf(edit, is_last);
}

v1::EditOutcome PlanEditor::OutcomeOf(const PlanEdit& edit, bool is_last) {
  if (const absl::Status status = CheckEdit(now(), facts_, edit); !status.ok()) {
    return Reject(status);
  }
  if (Adds(edit)) {
    const PlanElement added = NewElement(edit);
    return Accept(edit, FieldOf(edit, &added), /*merged=*/false, is_last);
  }
  const std::string& id = ElementOf(edit);
  const PlanElement* element = id.empty() ? nullptr : now().FindElement(id);
  const PlanOrder siblings = edit.has_move_element() ? now().SiblingsOf(*element) : PlanOrder();
  if (IsConverged(now().header, element, siblings, edit)) return v1::EDIT_OUTCOME_CONVERGED;
  const EditedField field = FieldOf(edit, element);
  if (element != nullptr && element->removed()) return JudgeRemoved(edit, field, is_last);
  if (edit.has_remove_element() && HasUnseenProposal(field.element_path)) {
    return KeepInConflict(edit, field, is_last);
  }
  switch (Meet(field)) {
    case Encounter::kNone:
      return Accept(edit, field, /*merged=*/false, is_last);
    case Encounter::kOtherFields:
      Remark().set_parallel(true);
      return Accept(edit, field, /*merged=*/false, is_last);
    case Encounter::kCommutes:
      Accept(edit, field, /*merged=*/true, is_last);
      return v1::EDIT_OUTCOME_MERGED;
    case Encounter::kTexts:
      return MergeText(edit, field, is_last);
    case Encounter::kConflict:
      return KeepInConflict(edit, field, is_last);
  }
  return v1::EDIT_OUTCOME_UNSPECIFIED;
}

// Somebody removed what is edited: a conflict, unless the person knew.
v1::EditOutcome PlanEditor::JudgeRemoved(const PlanEdit& edit, const EditedField& field,
                                         bool is_last) {
  const bool knew =
      !context_.base_position.has_value() ||
      now().writers.IsLatestBy(field.element_path, context_.writer) ||
      now().writers.LatestByOther(field.element_path, context_.writer) <= *context_.base_position;
  if (knew) return Reject(ElementNotFound(ElementOf(edit)));
  return KeepInConflict(edit, field, is_last);
}

v1::EditOutcome PlanEditor::Accept(const PlanEdit& edit, const EditedField& field, bool merged,
                                   bool is_last) {
  std::vector<int64_t> without_subject;
  if (edit.has_remove_element()) {
    for (const auto& [path, conflict] : now().conflicts) {
      if (IsOf(field.element_path, path)) {
        without_subject.push_back(conflict.number);
      }
    }
  }
  v1::PlanEvent event;
  *event.mutable_plan_edited()->mutable_edit() = edit;
  event.mutable_plan_edited()->set_merged(merged);
  Add(std::move(event), is_last);
  for (const int64_t number : without_subject) {
    v1::PlanEvent obsoleted;
    obsoleted.mutable_plan_conflict_obsoleted()->set_conflict(number);
    Add(std::move(obsoleted), is_last);
  }
  return v1::EDIT_OUTCOME_ACCEPTED;
}

v1::EditOutcome PlanEditor::MergeText(const PlanEdit& edit, const EditedField& field,
                                      bool is_last) {
  const std::string& id = ElementOf(edit);
  // The words that the person had before them are those before the command, whatever it changed.
  const std::string base = TextAt(state_, facts_, field.path, id, *context_.base_position);
  const std::string current = TextOf(*now().FindElement(id));
  const runtime::TextMerge merge = runtime::MergeTexts(base, current, edit.element_text().text());
  if (merge.merged.size() > kMergedBytesMax) return KeepInConflict(edit, field, is_last);
  if (merge.conflicts.empty() && !merge.takes_proposed) return v1::EDIT_OUTCOME_CONVERGED;
  // Before anything is written: what is rejected writes nothing.
  if (!merge.conflicts.empty() && !HasRoom(field.path)) return Reject(TooManyConflicts(now()));
  if (merge.takes_proposed) {
    PlanEdit merged = edit;
    merged.mutable_element_text()->set_text(merge.merged);
    // The state is needed for the conflict that may come.
    Accept(merged, field, /*merged=*/true, is_last && merge.conflicts.empty());
  }
  if (merge.conflicts.empty()) return v1::EDIT_OUTCOME_MERGED;
  return KeepInConflict(edit, field, is_last);
}

v1::EditOutcome PlanEditor::KeepInConflict(const PlanEdit& edit, const EditedField& field,
                                           bool is_last) {
  if (!HasRoom(field.path)) return Reject(TooManyConflicts(now()));
  const auto open = now().conflicts.find(field.path);
  v1::PlanEvent event;
  int64_t number = next_.revision;
  if (open != now().conflicts.end()) {
    number = open->second.number;
    v1::PlanConflictExtended& extended = *event.mutable_plan_conflict_extended();
    extended.set_conflict(number);
    extended.set_base_position(*context_.base_position);
    *extended.mutable_proposed() = edit;
  } else {
    v1::PlanConflictRaised& raised = *event.mutable_plan_conflict_raised();
    raised.set_field(field.path);
    raised.set_base_position(*context_.base_position);
    *raised.mutable_proposed() = edit;
  }
  Add(std::move(event), is_last);
  Remark().set_conflict(absl::StrCat(plan_, "/conflicts/", number));
  return v1::EDIT_OUTCOME_CONFLICT;
}

bool PlanEditor::HasRoom(const std::string& path) const {
  const auto open = now().conflicts.find(path);
  if (open == now().conflicts.end()) return now().conflicts.size() < kConflictsMax;
  const auto& proposals = open->second.proposals;
  // Somebody's later words take the place of their own.
  return proposals.size() < kProposalsMax ||
         std::any_of(proposals.begin(), proposals.end(),
                     [this](const auto& each) { return each.writer == context_.writer; });
}

bool PlanEditor::HasUnseenProposal(const std::string& element_path) const {
  if (!context_.base_position.has_value()) return false;
  for (const auto& [path, conflict] : now().conflicts) {
    if (!IsOf(element_path, path)) continue;
    for (const Conflict::Proposal& proposal : conflict.proposals) {
      if (proposal.writer != context_.writer && proposal.position > *context_.base_position &&
          !proposal.edit.has_remove_element()) {
        return true;
      }
    }
  }
  return false;
}

Encounter PlanEditor::Meet(const EditedField& field) const {
  const runtime::FieldWriters& writers = now().writers;
  const Encounter met = writers.Meet(field.path, field.element_path, field.rule, context_);
  if (met != Encounter::kOtherFields) return met;
  // Who has not seen that an element was added has seen none of its fields.
  return writers.Meet(AdditionOf(field.element_path), field.element_path, field.rule, context_);
}

v1::EditOutcome PlanEditor::Reject(const absl::Status& status) {
  v1::EditRemark& remark = Remark();
  remark.set_reason(ReasonOf(status));
  remark.set_message(std::string(status.message()));
  remark.set_message_sv(SwedishOf(status));
  return v1::EDIT_OUTCOME_REJECTED;
}

v1::EditRemark& PlanEditor::Remark() {
  v1::EditRemark& remark = decision_.remarks.emplace_back();
  remark.set_edit(static_cast<int32_t>(decision_.outcomes.size()) - 1);
  return remark;
}

void PlanEditor::Add(v1::PlanEvent event, bool is_last) {
  if (!is_last) {
    if (!own_.has_value()) own_ = state_;
    EvolvePlan(*own_, event, next_);
  }
  decision_.events.push_back(std::move(event));
  ++next_.revision;
  ++next_.position;
}

}  // namespace samverk::plans
