#include "services/action_plans/action_plan_content.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace samverk::action_plans {
namespace {

using v1::ActionPlanEdit;
using v1::ActionPlanEvent;

constexpr char kHeader[] = "plan";

std::string PathOf(const std::string& measure) { return absl::StrCat("measures/", measure); }

template <typename Message>
bool Same(const Message& a, const Message& b) {
  return a.SerializeAsString() == b.SerializeAsString();
}

// The last part of the path of a field that edits set; null of what adds or removes a measure.
const char* FieldName(const ActionPlanEdit& edit) {
  switch (edit.edit_case()) {
    case ActionPlanEdit::kTitle:
      return "title";
    case ActionPlanEdit::kDescription:
      return "description";
    case ActionPlanEdit::kYear:
      return "year";
    case ActionPlanEdit::kMeasureText:
      return "text";
    case ActionPlanEdit::kMeasureResponsible:
      return "responsible";
    case ActionPlanEdit::kMeasureFinancing:
      return "financing";
    case ActionPlanEdit::kMeasureDeadline:
      return "deadline";
    case ActionPlanEdit::kMeasurePlan:
      return "plan_link";
    case ActionPlanEdit::kMeasureLink:
      return "links";
    case ActionPlanEdit::kAdoptionDecision:
      return "adoption_decision";
    case ActionPlanEdit::kSummary:
      return "summary";
    case ActionPlanEdit::kAddMeasure:
    case ActionPlanEdit::kRemoveMeasure:
    case ActionPlanEdit::EDIT_NOT_SET:
      break;
  }
  return nullptr;
}

template <typename Source>
void SetFinancing(const Source& source, v1::ActionPlanMeasure& measure) {
  measure.set_financing(source.financing());
  measure.clear_amount_sek();
  if (source.has_amount_sek()) measure.set_amount_sek(source.amount_sek());
}

template <typename Source>
void SetDeadline(const Source& source, v1::ActionPlanMeasure& measure) {
  measure.clear_deadline();
  if (source.has_deadline()) *measure.mutable_deadline() = source.deadline();
}

template <typename Source>
void SetPlanLink(const Source& source, v1::ActionPlanMeasure& measure) {
  measure.clear_plan_link();
  if (source.has_plan_link()) *measure.mutable_plan_link() = source.plan_link();
}

void AddMeasure(const v1::AddActionPlanMeasure& added, int number, v1::ActionPlanMeasure& measure) {
  measure.set_measure(added.measure());
  measure.set_number(number);
  measure.set_text(added.text());
  measure.set_responsible(added.responsible());
  SetFinancing(added, measure);
  SetDeadline(added, measure);
  SetPlanLink(added, measure);
  measure.set_status(v1::ACTION_PLAN_MEASURE_STATUS_PLANNED);
  for (const std::string& link : added.links()) {
    if (std::find(measure.links().begin(), measure.links().end(), link) == measure.links().end()) {
      measure.add_links(link);
    }
  }
}

void SetLink(const v1::ActionPlanMeasureLink& link, v1::ActionPlanMeasure& measure) {
  auto& links = *measure.mutable_links();
  links.erase(std::remove(links.begin(), links.end(), link.link()), links.end());
  if (link.linked()) measure.add_links(link.link());
}

void ApplyEdit(const ActionPlanEdit& edit, const v1::ActionPlan& header,
               v1::ActionPlanMeasure& measure) {
  switch (edit.edit_case()) {
    case ActionPlanEdit::kAddMeasure:
      AddMeasure(edit.add_measure(), header.last_number(), measure);
      break;
    case ActionPlanEdit::kMeasureText:
      measure.set_text(edit.measure_text().text());
      break;
    case ActionPlanEdit::kMeasureResponsible:
      measure.set_responsible(edit.measure_responsible().responsible());
      break;
    case ActionPlanEdit::kMeasureFinancing:
      SetFinancing(edit.measure_financing(), measure);
      break;
    case ActionPlanEdit::kMeasureDeadline:
      SetDeadline(edit.measure_deadline(), measure);
      break;
    case ActionPlanEdit::kMeasurePlan:
      SetPlanLink(edit.measure_plan(), measure);
      break;
    case ActionPlanEdit::kMeasureLink:
      SetLink(edit.measure_link(), measure);
      break;
    default:
      break;
  }
}

void ApplyReport(const v1::MeasureProgressReported& reported, v1::ActionPlanMeasure& measure) {
  measure.set_status(reported.status());
  measure.clear_progress_percent();
  if (reported.has_progress_percent()) measure.set_progress_percent(reported.progress_percent());
  measure.set_comment(reported.comment());
}

void ApplyMove(const v1::MeasureDeadlineMoved& moved, v1::ActionPlanMeasure& measure) {
  if (measure.times_moved() == 0 && moved.has_from()) {
    *measure.mutable_original_deadline() = moved.from();
  }
  *measure.mutable_deadline() = moved.to();
  measure.set_times_moved(measure.times_moved() + 1);
  measure.set_moved_because(moved.reason());
}

bool IsConvergedFinancing(const v1::ActionPlanMeasure& now,
                          const v1::ActionPlanMeasureFinancing& wanted) {
  return now.financing() == wanted.financing() && now.has_amount_sek() == wanted.has_amount_sek() &&
         now.amount_sek() == wanted.amount_sek();
}

bool IsConvergedMeasure(const v1::ActionPlanMeasure& now, const ActionPlanEdit& edit) {
  switch (edit.edit_case()) {
    case ActionPlanEdit::kMeasureText:
      return now.text() == edit.measure_text().text();
    case ActionPlanEdit::kMeasureResponsible:
      return now.responsible() == edit.measure_responsible().responsible();
    case ActionPlanEdit::kMeasureFinancing:
      return IsConvergedFinancing(now, edit.measure_financing());
    case ActionPlanEdit::kMeasureDeadline:
      return now.has_deadline() == edit.measure_deadline().has_deadline() &&
             Same(now.deadline(), edit.measure_deadline().deadline());
    case ActionPlanEdit::kMeasurePlan:
      return now.has_plan_link() == edit.measure_plan().has_plan_link() &&
             Same(now.plan_link(), edit.measure_plan().plan_link());
    case ActionPlanEdit::kMeasureLink: {
      const auto& links = now.links();
      const bool linked =
          std::find(links.begin(), links.end(), edit.measure_link().link()) != links.end();
      return linked == edit.measure_link().linked();
    }
    default:
      return false;
  }
}

}  // namespace

const std::string& MeasureOf(const ActionPlanEdit& edit) {
  switch (edit.edit_case()) {
    case ActionPlanEdit::kAddMeasure:
      return edit.add_measure().measure();
    case ActionPlanEdit::kMeasureText:
      return edit.measure_text().measure();
    case ActionPlanEdit::kMeasureResponsible:
      return edit.measure_responsible().measure();
    case ActionPlanEdit::kMeasureFinancing:
      return edit.measure_financing().measure();
    case ActionPlanEdit::kMeasureDeadline:
      return edit.measure_deadline().measure();
    case ActionPlanEdit::kMeasurePlan:
      return edit.measure_plan().measure();
    case ActionPlanEdit::kMeasureLink:
      return edit.measure_link().measure();
    default:
      return edit.remove_measure();  // Empty in every other edit.
  }
}

const ActionPlanEdit& EditIn(const ActionPlanEvent& event) {
  return event.has_action_plan_corrected() ? event.action_plan_corrected().edit()
                                           : event.action_plan_edited().edit();
}

const std::string& MeasureOf(const ActionPlanEvent& event) {
  if (event.has_measure_progress_reported()) return event.measure_progress_reported().measure();
  if (event.has_measure_deadline_moved()) return event.measure_deadline_moved().measure();
  return MeasureOf(EditIn(event));
}

EditedField FieldOf(const ActionPlanEdit& edit) {
  EditedField field;
  const std::string& measure = MeasureOf(edit);
  const char* const name = FieldName(edit);
  field.element_path = measure.empty() ? kHeader : PathOf(measure);
  if (name == nullptr) {
    field.path = field.element_path;
  } else {
    field.path = measure.empty() ? name : absl::StrCat(field.element_path, "/", name);
  }
  // Of a set, members come and go by themselves.
  if (edit.has_measure_link()) field.rule = runtime::FieldRule::kLastAccepted;
  return field;
}

EditedField DeadlineOf(const std::string& measure) {
  return {absl::StrCat(PathOf(measure), "/deadline"), PathOf(measure)};
}

std::vector<EditedField> FieldsWritten(const ActionPlanEvent& event) {
  if (event.has_measure_deadline_moved()) return {DeadlineOf(MeasureOf(event))};
  if (event.has_measure_progress_reported()) {
    const std::string measure = PathOf(MeasureOf(event));
    return {{absl::StrCat(measure, "/status"), measure}};
  }
  const ActionPlanEdit& edit = EditIn(event);
  if (edit.edit_case() == ActionPlanEdit::EDIT_NOT_SET) return {};
  std::vector<EditedField> fields = {FieldOf(edit)};
  if (edit.has_add_measure()) {
    // Whoever has not seen that it was added, or added again, has seen none of its fields.
    const std::string measure = fields[0].element_path;
    for (const char* name : {"text", "responsible", "financing", "deadline", "plan_link"}) {
      fields.push_back({absl::StrCat(measure, "/", name), measure});
    }
  }
  return fields;
}

bool IsConverged(const v1::ActionPlan& header, const v1::ActionPlanMeasure* measure,
                 const ActionPlanEdit& edit) {
  switch (edit.edit_case()) {
    case ActionPlanEdit::kTitle:
      return edit.title() == header.title();
    case ActionPlanEdit::kDescription:
      return edit.description() == header.description();
    case ActionPlanEdit::kYear:
      return edit.year() == header.year();
    case ActionPlanEdit::kAdoptionDecision:
      return Same(edit.adoption_decision(), header.adoption_decision());
    case ActionPlanEdit::kSummary:
      return edit.summary() == header.summary();
    default:
      return measure != nullptr && IsConvergedMeasure(*measure, edit);
  }
}

void ApplyToHeader(const ActionPlanEvent& event, v1::ActionPlan& header) {
  switch (event.event_case()) {
    case ActionPlanEvent::kActionPlanCreated: {
      const v1::ActionPlanCreated& created = event.action_plan_created();
      header.set_owner(created.owner());
      header.set_scope(created.scope());
      header.set_year(created.year());
      header.set_state(v1::ACTION_PLAN_STATE_DRAFT);
      header.set_title(created.title());
      header.set_description(created.description());
      break;
    }
    case ActionPlanEvent::kActionPlanAdopted:
      header.set_state(v1::ACTION_PLAN_STATE_ADOPTED);
      *header.mutable_adoption_decision() = event.action_plan_adopted().decision();
      break;
    case ActionPlanEvent::kActionPlanClosed:
      header.set_state(v1::ACTION_PLAN_STATE_CLOSED);
      header.set_summary(event.action_plan_closed().summary());
      break;
    case ActionPlanEvent::kActionPlanReopened:
      header.set_state(v1::ACTION_PLAN_STATE_ADOPTED);
      header.clear_summary();
      break;
    case ActionPlanEvent::kActionPlanWithdrawn:
      header.set_state(v1::ACTION_PLAN_STATE_WITHDRAWN);
      break;
    default:
      break;
  }
  const ActionPlanEdit& edit = EditIn(event);
  if (edit.has_title()) header.set_title(edit.title());
  if (edit.has_description()) header.set_description(edit.description());
  if (edit.has_year()) header.set_year(edit.year());
  if (edit.has_add_measure()) header.set_last_number(header.last_number() + 1);
  if (edit.has_adoption_decision()) {
    *header.mutable_adoption_decision() = edit.adoption_decision();
  }
  if (edit.has_summary()) header.set_summary(edit.summary());
}

void ApplyToMeasure(const ActionPlanEvent& event, const v1::ActionPlan& header,
                    v1::ActionPlanMeasure& measure) {
  if (event.has_measure_progress_reported()) {
    ApplyReport(event.measure_progress_reported(), measure);
  } else if (event.has_measure_deadline_moved()) {
    ApplyMove(event.measure_deadline_moved(), measure);
  } else {
    ApplyEdit(EditIn(event), header, measure);
  }
}

}  // namespace samverk::action_plans
