#include "services/plans/plan_state.h"

#include <algorithm>
#include <set>

#include "services/plans/plan_days.h"
#include "services/plans/plan_life.h"

namespace samverk::plans {
namespace {

using runtime::EventPlace;

// What is kept beside the words themselves: of an event where it is, of an element its fields'
// writers too. What was proposed is never taken off again, which errs on the safe side.
constexpr size_t kEventBytes = 48;
constexpr size_t kElementBytes = 2048;
constexpr size_t kProposalBytes = 256;

// What an element counts for in PlanState::elements_bytes.
size_t BytesThere(const PlanElement& element) {
  return element.removed() ? 0 : element.ByteSizeLong();
}

// Keeps `element` in the place of the one that was there.
void PutElement(PlanState& state, const std::string& id,
                std::shared_ptr<const PlanElement> element) {
  std::shared_ptr<const PlanElement>& kept = state.elements[id];
  if (kept == nullptr) {
    state.size_bytes += kElementBytes;
  } else {
    state.size_bytes -= kept->ByteSizeLong();
    state.elements_bytes -= BytesThere(*kept);
  }
  kept = std::move(element);
  state.size_bytes += kept->ByteSizeLong();
  state.elements_bytes += BytesThere(*kept);
}

// The conflicts of an element that was removed have nothing left to be about. The event that
// says so comes with the one that removes it; this is for the fields.
void CloseConflict(PlanState& state, int64_t number) {
  if (const auto* conflict = state.FindConflict(number)) state.conflicts.erase(conflict->first);
  state.closed_conflicts.insert(number);
}

void RecordWrite(PlanState& state, const EditedField& field, const EventPlace& place) {
  state.writers.Record(field.path, field.element_path, place);
  // Whoever reads the conflict now reads something else; so does who reads whether the element is
  // to be removed.
  for (const std::string& path : std::set<std::string>{field.path, field.element_path}) {
    const auto conflict = state.conflicts.find(path);
    if (conflict != state.conflicts.end()) ++conflict->second.version;
  }
}

void EvolveEdit(PlanState& state, const v1::PlanEdit& edit, bool merged, const EventPlace& place) {
  if (Adds(edit)) {
    auto added = std::make_shared<const PlanElement>(NewElement(edit));
    const EditedField field = FieldOf(edit, added.get());
    state.text_writes[field.path + "/text"].push_back({place.position, place.revision});
    PutElement(state, ElementOf(edit), std::move(added));
    ApplyToOrder(edit, state.order);
    state.writers.Record(AdditionOf(field.path), field.path, place);
    return;
  }
  const std::string& id = ElementOf(edit);
  if (id.empty()) {
    ApplyToHeader(edit, state.header);
    return RecordWrite(state, FieldOf(edit, nullptr), place);
  }
  const auto element = state.elements.find(id);
  if (element == state.elements.end()) return;
  const EditedField field = FieldOf(edit, element->second.get());
  auto edited = std::make_shared<PlanElement>(*element->second);
  ApplyToElement(edit, *edited);
  PutElement(state, id, std::move(edited));
  ApplyToOrder(edit, state.order);
  if (edit.has_element_text()) {
    state.text_writes[field.path].push_back({place.position, place.revision});
  }
  SetNeedsReview(field.path, merged, state.header);
  if (edit.has_remove_element()) ForgetReviews(field.path, state.header);
  RecordWrite(state, field, place);
}

void EvolveConflict(PlanState& state, const std::string& field, int64_t number,
                    const v1::PlanEdit& proposed, int64_t base, const EventPlace& place) {
  Conflict& conflict = state.conflicts[field];
  if (conflict.number == 0) conflict.number = number;
  ++conflict.version;
  state.size_bytes += kProposalBytes + proposed.ByteSizeLong();
  Conflict::Proposal proposal{place.writer, proposed, base, place.position};
  for (Conflict::Proposal& earlier : conflict.proposals) {
    // A person's later words take the place of their own earlier ones.
    if (earlier.writer != place.writer) continue;
    earlier = std::move(proposal);
    return;
  }
  conflict.proposals.push_back(std::move(proposal));
}

void EvolveLatest(PlanState& state, const v1::PlanEvent& event) {
  if (event.has_plan_adopted()) {
    state.latest.set_title(state.header.title());
    state.latest.set_responsible_unit(state.header.responsible_unit());
    *state.latest.mutable_period() = event.plan_adopted().period();
    *state.latest.mutable_adoption_decision() = event.plan_adopted().decision();
    state.changed = false;
  } else if (event.has_plan_extended()) {
    *state.latest.mutable_period() = event.plan_extended().period();
  } else if (event.has_plan_corrected()) {
    const v1::PlanCorrected& corrected = event.plan_corrected();
    if (!corrected.title().empty()) state.latest.set_title(corrected.title());
    if (!corrected.responsible_unit().empty()) {
      state.latest.set_responsible_unit(corrected.responsible_unit());
    }
    *state.latest.mutable_period() = corrected.period();
    if (corrected.has_adoption_decision()) {
      *state.latest.mutable_adoption_decision() = corrected.adoption_decision();
    }
  }
}

void RecordCreated(PlanState& state, const EventPlace& place) {
  state.exists = true;
  for (const char* field : {"title", "period", "responsible_unit", "responsible"}) {
    state.writers.Record(field, "plan", place);
  }
}

}  // namespace

const PlanElement* PlanState::FindElement(const std::string& id) const {
  const auto element = elements.find(id);
  return element == elements.end() ? nullptr : element->second.get();
}

PlanOrder PlanState::SiblingsOf(const PlanElement& element) const {
  PlanOrder siblings;
  for (const std::string& id : order.elements()) {
    const PlanElement* sibling = FindElement(id);
    if (sibling != nullptr && !sibling->removed() && sibling->kind_case() == element.kind_case()) {
      siblings.add_elements(id);
    }
  }
  return siblings;
}

const std::pair<const std::string, Conflict>* PlanState::FindConflict(int64_t number) const {
  const auto found = std::find_if(conflicts.begin(), conflicts.end(), [number](const auto& each) {
    return each.second.number == number;
  });
  return found == conflicts.end() ? nullptr : &*found;
}

void EvolvePlan(PlanState& state, const v1::PlanEvent& event, const EventPlace& place) {
  state.size_bytes += kEventBytes;
  switch (event.event_case()) {
    case v1::PlanEvent::kPlanCreated:
      RecordCreated(state, place);
      break;
    case v1::PlanEvent::kPlanEdited:
      state.changed = true;
      EvolveEdit(state, event.plan_edited().edit(), event.plan_edited().merged(), place);
      break;
    case v1::PlanEvent::kPlanConflictRaised: {
      const v1::PlanConflictRaised& raised = event.plan_conflict_raised();
      EvolveConflict(state, raised.field(), place.revision, raised.proposed(),
                     raised.base_position(), place);
      break;
    }
    case v1::PlanEvent::kPlanConflictExtended: {
      const v1::PlanConflictExtended& extended = event.plan_conflict_extended();
      if (const auto* conflict = state.FindConflict(extended.conflict())) {
        EvolveConflict(state, conflict->first, extended.conflict(), extended.proposed(),
                       extended.base_position(), place);
      }
      break;
    }
    case v1::PlanEvent::kPlanConflictResolved: {
      const v1::PlanConflictResolved& resolved = event.plan_conflict_resolved();
      CloseConflict(state, resolved.conflict());
      if (resolved.has_edit()) {
        state.changed = true;
        EvolveEdit(state, resolved.edit(), false, place);
      }
      break;
    }
    case v1::PlanEvent::kPlanConflictObsoleted:
      CloseConflict(state, event.plan_conflict_obsoleted().conflict());
      break;
    default:
      break;
  }
  for (const std::string& path : FieldsRestated(event, state.header)) {
    RecordWrite(state, {path, "plan"}, place);
  }
  ApplyLife(event, state.header);
  EvolveLatest(state, event);
}

std::string AdditionOf(const std::string& element_path) { return element_path + "/"; }

std::string TextWrittenBy(const v1::PlanEvent& event, const std::string& id) {
  const v1::PlanEdit& edit =
      event.has_plan_edited() ? event.plan_edited().edit() : event.plan_conflict_resolved().edit();
  if (ElementOf(edit) != id) return "";
  if (edit.has_element_text()) return edit.element_text().text();
  return Adds(edit) ? TextOf(NewElement(edit)) : "";
}

}  // namespace samverk::plans
