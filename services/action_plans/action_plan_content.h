// What an action plan holds, and what its events do to it. The rules fold states with it and the
// view rows, so that nobody is shown anything else than what decisions are made from. Pure.
//
// An action plan is a header (its own fields and its life) and measures. A field is named by a
// path: `title`, `measures/{uuid}/text`; a measure by the same without its last part.

#ifndef SAMVERK_SERVICES_ACTION_PLANS_ACTION_PLAN_CONTENT_H_
#define SAMVERK_SERVICES_ACTION_PLANS_ACTION_PLAN_CONTENT_H_

#include <string>
#include <vector>

#include "samverk/v1/action_plan.pb.h"
#include "samverk/v1/action_plan_events.pb.h"
#include "services/runtime/field_writers.h"

namespace samverk::action_plans {

// The measure that an edit is about; empty for the plan's own fields.
const std::string& MeasureOf(const v1::ActionPlanEdit& edit);
// The same of an event.
const std::string& MeasureOf(const v1::ActionPlanEvent& event);

// The edit that an event records; an empty one for events of other kinds.
const v1::ActionPlanEdit& EditIn(const v1::ActionPlanEvent& event);

// Where something is written.
struct EditedField {
  std::string path;          // The field; for additions and removals the measure.
  std::string element_path;  // The measure; of the plan's own fields, `plan`.
  runtime::FieldRule rule = runtime::FieldRule::kKeepBoth;
};
EditedField FieldOf(const v1::ActionPlanEdit& edit);
EditedField DeadlineOf(const std::string& measure);

// Every field that an event writes, in no particular order; none for what is not edited by people:
// the life of the plan.
std::vector<EditedField> FieldsWritten(const v1::ActionPlanEvent& event);

// Whether what the edit asks for is so already. `measure` is the one that the edit is about; null
// for the plan's own fields.
bool IsConverged(const v1::ActionPlan& header, const v1::ActionPlanMeasure* measure,
                 const v1::ActionPlanEdit& edit);

// What an event does to the plan's own fields and its life.
void ApplyToHeader(const v1::ActionPlanEvent& event, v1::ActionPlan& header);

// What an event that is about `measure` does to it, but for its removal. `header` is the header
// after the event; the measure is empty before it is added.
void ApplyToMeasure(const v1::ActionPlanEvent& event, const v1::ActionPlan& header,
                    v1::ActionPlanMeasure& measure);

}  // namespace samverk::action_plans

#endif  // SAMVERK_SERVICES_ACTION_PLANS_ACTION_PLAN_CONTENT_H_
