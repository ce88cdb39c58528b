// What a plan holds, and what its events do to it. The rules fold states with it and the view rows,
// so that nobody is shown anything else than what decisions are made from. Pure.
//
// A plan is a header (its own fields, its life, the days on which it is in force), elements
// (sections, goals, places, priorities, measures) and their order. A field is named by a path:
// `title`, `sections/{uuid}/text`; an element by the same without its last part.

#ifndef SAMVERK_SERVICES_PLANS_PLAN_CONTENT_H_
#define SAMVERK_SERVICES_PLANS_PLAN_CONTENT_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "samverk/storage/v1/plan_row.pb.h"
#include "samverk/v1/plan.pb.h"
#include "services/runtime/field_writers.h"

namespace samverk::plans {

using storage::v1::PlanElement;
using storage::v1::PlanOrder;

// The element that an edit is about; empty for the plan's own fields.
const std::string& ElementOf(const v1::PlanEdit& edit);

// Whether the edit adds an element.
bool Adds(const v1::PlanEdit& edit);

// The element that an edit adds.
PlanElement NewElement(const v1::PlanEdit& edit);

// `sections`, `goals`, `places`, `priorities`, `measures`.
absl::string_view CollectionOf(const PlanElement& element);

// The text of a section, the description of another element.
const std::string& TextOf(const PlanElement& element);

// Whether an element has the field that the edit is about: only measures have a deadline.
bool HasField(const PlanElement& element, const v1::PlanEdit& edit);

// Where an edit writes.
struct EditedField {
  std::string path;          // The field; for additions and removals the element.
  std::string element_path;  // The element; of the plan's own fields, `plan`.
  runtime::FieldRule rule = runtime::FieldRule::kKeepBoth;
};
// `element` is the one that the edit is about; null for the plan's own fields.
EditedField FieldOf(const v1::PlanEdit& edit, const PlanElement* element);

// The edit of the same field that sets what is there now; nullopt where there is nothing to set:
// of additions, removals, and what is adjusted or moved.
std::optional<v1::PlanEdit> CurrentValue(const v1::Plan& header, const PlanElement* element,
                                         const v1::PlanEdit& like);

// Whether what the edit asks for is so already. `siblings` are the elements of the same kind that
// are there, in order; only moves look at them.
bool IsConverged(const v1::Plan& header, const PlanElement* element, const PlanOrder& siblings,
                 const v1::PlanEdit& edit);

// Carries out an edit on what it is about; leaves alone what it is not about.
void ApplyToHeader(const v1::PlanEdit& edit, v1::Plan& header);
void ApplyToElement(const v1::PlanEdit& edit, PlanElement& element);
void ApplyToOrder(const v1::PlanEdit& edit, PlanOrder& order);

// Notes that somebody has to read through `path`, or no longer.
void SetNeedsReview(const std::string& path, bool needed, v1::Plan& header);

// No field of an element has to be read through: it was removed.
void ForgetReviews(const std::string& element_path, v1::Plan& header);

// Adds an element to the list of its kind.
void AddTo(v1::Plan& plan, PlanElement element);

}  // namespace samverk::plans

#endif  // SAMVERK_SERVICES_PLANS_PLAN_CONTENT_H_
