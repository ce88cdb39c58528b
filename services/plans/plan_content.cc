#include "services/plans/plan_content.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/check.h"

namespace samverk::plans {
namespace {

using runtime::FieldRule;
using v1::PlanEdit;

// What every kind of element has, whatever it is called there.
struct CommonFields {
  const std::string* element;
  const std::string* title;
  const std::string* text;  // Null for places.
};

CommonFields FieldsOf(const PlanElement& element) {
  switch (element.kind_case()) {
    case PlanElement::kSection:
      return {&element.section().element(), &element.section().title(), &element.section().text()};
    case PlanElement::kGoal:
      return {&element.goal().element(), &element.goal().title(), &element.goal().description()};
    case PlanElement::kPlace:
      return {&element.place().element(), &element.place().title(), nullptr};
    case PlanElement::kPriority:
      return {&element.priority().element(), &element.priority().title(),
              &element.priority().description()};
    case PlanElement::kMeasure:
      return {&element.measure().element(), &element.measure().title(),
              &element.measure().description()};
    case PlanElement::KIND_NOT_SET:
      break;
  }
  CHECK(false);  // Elements are made by NewElement alone.
}

void SetTitle(const std::string& title, PlanElement& element) {
  if (element.has_section()) element.mutable_section()->set_title(title);
  if (element.has_goal()) element.mutable_goal()->set_title(title);
  if (element.has_place()) element.mutable_place()->set_title(title);
  if (element.has_priority()) element.mutable_priority()->set_title(title);
  if (element.has_measure()) element.mutable_measure()->set_title(title);
}

void SetText(const std::string& text, PlanElement& element) {
  if (element.has_section()) element.mutable_section()->set_text(text);
  if (element.has_goal()) element.mutable_goal()->set_description(text);
  if (element.has_priority()) element.mutable_priority()->set_description(text);
  if (element.has_measure()) element.mutable_measure()->set_description(text);
}

bool Offers(const v1::PlanPlace& place, v1::ServiceOffer offer) {
  return std::find(place.offers().begin(), place.offers().end(), offer) != place.offers().end();
}

void SetOffer(const v1::PlanPlaceOffer& edit, v1::PlanPlace& place) {
  std::set<int> offers(place.offers().begin(), place.offers().end());
  if (edit.offered()) {
    offers.insert(edit.offer());
  } else {
    offers.erase(edit.offer());
  }
  place.clear_offers();
  for (const int offer : offers) place.add_offers(static_cast<v1::ServiceOffer>(offer));
}

bool Contains(const google::protobuf::RepeatedPtrField<std::string>& list,
              const std::string& text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

void Remove(const std::string& text, google::protobuf::RepeatedPtrField<std::string>& list) {
  const auto found = std::find(list.begin(), list.end(), text);
  if (found != list.end()) list.erase(found);
}

// Puts `element` after `after`; first where that is empty, last where it is gone.
void Place(const std::string& element, const std::string& after,
           google::protobuf::RepeatedPtrField<std::string>& order) {
  auto at = order.begin();
  if (!after.empty()) {
    at = std::find(order.begin(), order.end(), after);
    if (at != order.end()) ++at;
  }
  const auto index = static_cast<int>(at - order.begin());
  *order.Add() = element;
  for (int i = order.size() - 1; i > index; --i) order.SwapElements(i, i - 1);
}

bool IsSectionText(const PlanElement* element) {
  return element != nullptr && !element->has_place();
}

// The last part of the path of a field of an element, and its rule.
std::pair<std::string, FieldRule> FieldOfElement(const PlanEdit& edit) {
  switch (edit.edit_case()) {
    case PlanEdit::kElementTitle:
      return {"title", FieldRule::kKeepBoth};
    case PlanEdit::kElementText:
      return {"text", FieldRule::kMergeTexts};
    case PlanEdit::kMoveElement:
      return {"order", FieldRule::kLastAccepted};
    case PlanEdit::kPlaceLevel:
      return {"level", FieldRule::kKeepBoth};
    case PlanEdit::kPlaceOffer:
      return {absl::StrCat("offers-", edit.place_offer().offer()), FieldRule::kLastAccepted};
    case PlanEdit::kMeasureGoal:
      return {"goal", FieldRule::kKeepBoth};
    case PlanEdit::kMeasureResponsibleUnit:
      return {"responsible_unit", FieldRule::kKeepBoth};
    case PlanEdit::kMeasureDeadline:
      return {"deadline", FieldRule::kKeepBoth};
    case PlanEdit::kMeasureFinancing:
      return {"financing", FieldRule::kKeepBoth};
    case PlanEdit::kMeasureBudget:
      return {"budget_sek", FieldRule::kKeepBoth};
    case PlanEdit::kAdjustMeasureBudget:
      return {"budget_sek", FieldRule::kCommutes};
    default:
      return {"", FieldRule::kKeepBoth};  // The element itself.
  }
}

}  // namespace

const std::string& ElementOf(const PlanEdit& edit) {
  static const std::string& none = *new std::string;
  switch (edit.edit_case()) {
    case PlanEdit::kAddSection:
      return edit.add_section().element();
    case PlanEdit::kAddGoal:
      return edit.add_goal().element();
    case PlanEdit::kAddPlace:
      return edit.add_place().element();
    case PlanEdit::kAddPriority:
      return edit.add_priority().element();
    case PlanEdit::kAddMeasure:
      return edit.add_measure().element();
    case PlanEdit::kElementTitle:
      return edit.element_title().element();
    case PlanEdit::kElementText:
      return edit.element_text().element();
    case PlanEdit::kMoveElement:
      return edit.move_element().element();
    case PlanEdit::kRemoveElement:
      return edit.remove_element();
    case PlanEdit::kPlaceLevel:
      return edit.place_level().element();
    case PlanEdit::kPlaceOffer:
      return edit.place_offer().element();
    case PlanEdit::kMeasureGoal:
      return edit.measure_goal().element();
    case PlanEdit::kMeasureResponsibleUnit:
      return edit.measure_responsible_unit().element();
    case PlanEdit::kMeasureDeadline:
      return edit.measure_deadline().element();
    case PlanEdit::kMeasureFinancing:
      return edit.measure_financing().element();
    case PlanEdit::kMeasureBudget:
      return edit.measure_budget().element();
    case PlanEdit::kAdjustMeasureBudget:
      return edit.adjust_measure_budget().element();
    default:
      return none;
  }
}

bool Adds(const PlanEdit& edit) {
  return edit.has_add_section() || edit.has_add_goal() || edit.has_add_place() ||
         edit.has_add_priority() || edit.has_add_measure();
}

PlanElement NewElement(const PlanEdit& edit) {
  // The messages of a request and those of a plan are apart, so that each can say its own limits,
  // but have the same fields under the same numbers.
  const auto copy = [](const auto& from, auto& to) {
    CHECK(to.ParseFromString(from.SerializeAsString()));
  };
  PlanElement element;
  if (edit.has_add_section()) copy(edit.add_section(), *element.mutable_section());
  if (edit.has_add_goal()) copy(edit.add_goal(), *element.mutable_goal());
  if (edit.has_add_place()) copy(edit.add_place(), *element.mutable_place());
  if (edit.has_add_priority()) copy(edit.add_priority(), *element.mutable_priority());
  if (edit.has_add_measure()) copy(edit.add_measure(), *element.mutable_measure());
  CHECK(element.kind_case() != PlanElement::KIND_NOT_SET);
  return element;
}

absl::string_view CollectionOf(const PlanElement& element) {
  switch (element.kind_case()) {
    case PlanElement::kSection:
      return "sections";
    case PlanElement::kGoal:
      return "goals";
    case PlanElement::kPlace:
      return "places";
    case PlanElement::kPriority:
      return "priorities";
    case PlanElement::kMeasure:
      return "measures";
    case PlanElement::KIND_NOT_SET:
      break;
  }
  return "";
}

const std::string& TextOf(const PlanElement& element) {
  static const std::string& none = *new std::string;
  const std::string* text = FieldsOf(element).text;
  return text == nullptr ? none : *text;
}

bool HasField(const PlanElement& element, const PlanEdit& edit) {
  switch (edit.edit_case()) {
    case PlanEdit::kElementText:
      return IsSectionText(&element);
    case PlanEdit::kPlaceLevel:
    case PlanEdit::kPlaceOffer:
      return element.has_place();
    case PlanEdit::kMeasureGoal:
    case PlanEdit::kMeasureResponsibleUnit:
    case PlanEdit::kMeasureDeadline:
    case PlanEdit::kMeasureFinancing:
    case PlanEdit::kMeasureBudget:
    case PlanEdit::kAdjustMeasureBudget:
      return element.has_measure();
    default:
      return true;
  }
}

EditedField FieldOf(const PlanEdit& edit, const PlanElement* element) {
  if (element != nullptr) {
    EditedField field;
    field.element_path = absl::StrCat(CollectionOf(*element), "/", *FieldsOf(*element).element);
    const auto [name, rule] = FieldOfElement(edit);
    field.path = name.empty() ? field.element_path : absl::StrCat(field.element_path, "/", name);
    field.rule = rule;
    return field;
  }
  switch (edit.edit_case()) {
    case PlanEdit::kTitle:
      return {"title", "plan", FieldRule::kKeepBoth};
    case PlanEdit::kPeriod:
      return {"period", "plan", FieldRule::kKeepBoth};
    case PlanEdit::kResponsibleUnit:
      return {"responsible_unit", "plan", FieldRule::kKeepBoth};
    case PlanEdit::kResponsible:
      return {"responsible", "plan", FieldRule::kKeepBoth};
    case PlanEdit::kAddDocument:
    case PlanEdit::kRemoveDocument:
      return {"documents", "plan", FieldRule::kLastAccepted};
    case PlanEdit::kReviewed:
      return {"needs_review", "plan", FieldRule::kLastAccepted};
    default:
      return {"", "", FieldRule::kKeepBoth};
  }
}

std::optional<PlanEdit> CurrentValue(const v1::Plan& header, const PlanElement* element,
                                     const PlanEdit& like) {
  PlanEdit now;
  switch (like.edit_case()) {
    case PlanEdit::kTitle:
      now.set_title(header.title());
      return now;
    case PlanEdit::kPeriod:
      if (!header.has_period()) return std::nullopt;
      *now.mutable_period() = header.period();
      return now;
    case PlanEdit::kResponsibleUnit:
      now.set_responsible_unit(header.responsible_unit());
      return now;
    case PlanEdit::kResponsible:
      now.set_responsible(header.responsible());
      return now;
    default:
      break;
  }
  if (element == nullptr || element->removed()) return std::nullopt;
  const CommonFields common = FieldsOf(*element);
  const v1::PlanMeasure& measure = element->measure();
  switch (like.edit_case()) {
    case PlanEdit::kElementTitle:
      now.mutable_element_title()->set_element(*common.element);
      now.mutable_element_title()->set_title(*common.title);
      return now;
    case PlanEdit::kElementText:
      now.mutable_element_text()->set_element(*common.element);
      now.mutable_element_text()->set_text(TextOf(*element));
      return now;
    case PlanEdit::kPlaceLevel:
      now.mutable_place_level()->set_element(*common.element);
      now.mutable_place_level()->set_level(element->place().level());
      return now;
    case PlanEdit::kMeasureGoal:
      now.mutable_measure_goal()->set_element(*common.element);
      now.mutable_measure_goal()->set_goal(measure.goal());
      return now;
    case PlanEdit::kMeasureResponsibleUnit:
      now.mutable_measure_responsible_unit()->set_element(*common.element);
      now.mutable_measure_responsible_unit()->set_text(measure.responsible_unit());
      return now;
    case PlanEdit::kMeasureDeadline:
      now.mutable_measure_deadline()->set_element(*common.element);
      if (measure.has_deadline()) {
        *now.mutable_measure_deadline()->mutable_deadline() = measure.deadline();
      }
      return now;
    case PlanEdit::kMeasureFinancing:
      now.mutable_measure_financing()->set_element(*common.element);
      now.mutable_measure_financing()->set_text(measure.financing());
      return now;
    case PlanEdit::kMeasureBudget:
      if (!measure.has_budget_sek()) return std::nullopt;
      now.mutable_measure_budget()->set_element(*common.element);
      now.mutable_measure_budget()->set_sek(measure.budget_sek());
      return now;
    default:
      return std::nullopt;
  }
}

bool IsConverged(const v1::Plan& header, const PlanElement* element, const PlanOrder& siblings,
                 const PlanEdit& edit) {
  // What was removed has no fields.
  if (element != nullptr && element->removed()) return edit.has_remove_element();
  switch (edit.edit_case()) {
    case PlanEdit::kAddDocument:
      return Contains(header.documents(), edit.add_document());
    case PlanEdit::kRemoveDocument:
      return !Contains(header.documents(), edit.remove_document());
    case PlanEdit::kReviewed:
      return !Contains(header.needs_review(), edit.reviewed());
    case PlanEdit::kRemoveElement:
      return false;
    case PlanEdit::kPlaceOffer:
      return element != nullptr &&
             Offers(element->place(), edit.place_offer().offer()) == edit.place_offer().offered();
    case PlanEdit::kAdjustMeasureBudget:
      return edit.adjust_measure_budget().sek() == 0;
    case PlanEdit::kMoveElement: {
      PlanOrder moved = siblings;
      ApplyToOrder(edit, moved);
      return std::equal(moved.elements().begin(), moved.elements().end(),
                        siblings.elements().begin(), siblings.elements().end());
    }
    default: {
      const std::optional<PlanEdit> now = CurrentValue(header, element, edit);
      return now.has_value() && now->SerializeAsString() == edit.SerializeAsString();
    }
  }
}

void ApplyToHeader(const PlanEdit& edit, v1::Plan& header) {
  switch (edit.edit_case()) {
    case PlanEdit::kTitle:
      header.set_title(edit.title());
      break;
    case PlanEdit::kPeriod:
      *header.mutable_period() = edit.period();
      break;
    case PlanEdit::kResponsibleUnit:
      header.set_responsible_unit(edit.responsible_unit());
      break;
    case PlanEdit::kResponsible:
      header.set_responsible(edit.responsible());
      break;
    case PlanEdit::kAddDocument:
      if (!Contains(header.documents(), edit.add_document())) {
        header.add_documents(edit.add_document());
      }
      break;
    case PlanEdit::kRemoveDocument:
      Remove(edit.remove_document(), *header.mutable_documents());
      break;
    case PlanEdit::kReviewed:
      SetNeedsReview(edit.reviewed(), false, header);
      break;
    default:
      break;
  }
}

void ApplyToElement(const PlanEdit& edit, PlanElement& element) {
  // Whoever edits what was removed wants it back; that was decided before this is called.
  element.set_removed(edit.has_remove_element());
  switch (edit.edit_case()) {
    case PlanEdit::kElementTitle:
      SetTitle(edit.element_title().title(), element);
      break;
    case PlanEdit::kElementText:
      SetText(edit.element_text().text(), element);
      break;
    case PlanEdit::kPlaceLevel:
      element.mutable_place()->set_level(edit.place_level().level());
      break;
    case PlanEdit::kPlaceOffer:
      SetOffer(edit.place_offer(), *element.mutable_place());
      break;
    case PlanEdit::kMeasureGoal:
      element.mutable_measure()->set_goal(edit.measure_goal().goal());
      break;
    case PlanEdit::kMeasureResponsibleUnit:
      element.mutable_measure()->set_responsible_unit(edit.measure_responsible_unit().text());
      break;
    case PlanEdit::kMeasureDeadline:
      element.mutable_measure()->clear_deadline();
      if (edit.measure_deadline().has_deadline()) {
        *element.mutable_measure()->mutable_deadline() = edit.measure_deadline().deadline();
      }
      break;
    case PlanEdit::kMeasureFinancing:
      element.mutable_measure()->set_financing(edit.measure_financing().text());
      break;
    case PlanEdit::kMeasureBudget:
      element.mutable_measure()->set_budget_sek(edit.measure_budget().sek());
      break;
    case PlanEdit::kAdjustMeasureBudget:
      element.mutable_measure()->set_budget_sek(element.measure().budget_sek() +
                                                edit.adjust_measure_budget().sek());
      break;
    default:
      break;
  }
}

void ApplyToOrder(const PlanEdit& edit, PlanOrder& order) {
  if (Adds(edit)) {
    *order.add_elements() = ElementOf(edit);
  } else if (edit.has_move_element()) {
    Remove(edit.move_element().element(), *order.mutable_elements());
    Place(edit.move_element().element(), edit.move_element().after(), *order.mutable_elements());
  }
}

void SetNeedsReview(const std::string& path, bool needed, v1::Plan& header) {
  Remove(path, *header.mutable_needs_review());
  if (needed) header.add_needs_review(path);
}

void ForgetReviews(const std::string& element_path, v1::Plan& header) {
  auto& fields = *header.mutable_needs_review();
  fields.erase(std::remove_if(fields.begin(), fields.end(),
                              [&element_path](const std::string& field) {
                                return absl::StartsWith(field, element_path + "/");
                              }),
               fields.end());
}

void AddTo(v1::Plan& plan, PlanElement element) {
  if (element.has_section()) *plan.add_sections() = std::move(*element.mutable_section());
  if (element.has_goal()) *plan.add_goals() = std::move(*element.mutable_goal());
  if (element.has_place()) *plan.add_places() = std::move(*element.mutable_place());
  if (element.has_priority()) *plan.add_priorities() = std::move(*element.mutable_priority());
  if (element.has_measure()) *plan.add_measures() = std::move(*element.mutable_measure());
}

}  // namespace samverk::plans
