#include "services/action_plans/action_plan_view.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "base/civil_date.h"
#include "base/status_macros.h"
#include "google/protobuf/util/time_util.h"
#include "samverk/storage/v1/action_plan_row.pb.h"
#include "samverk/v1/action_plan_events.pb.h"
#include "services/action_plans/action_plan_content.h"
#include "services/runtime/event_codec.h"
#include "services/runtime/index.h"
#include "services/runtime/links.h"
#include "services/runtime/ordered_key.h"
#include "services/runtime/resource_name.h"

namespace samverk::action_plans {
namespace {

using runtime::OrderedKey;
using runtime::ViewWriter;
using storage::v1::ActionPlanMeasureIds;
using v1::ActionPlanEvent;

// Sorts after every date.
constexpr char kNoDeadline[] = "~";

// What the lists of measures know of the plan of a measure.
struct PlanLife {
  v1::ActionPlanState state = v1::ACTION_PLAN_STATE_UNSPECIFIED;
  int year = 0;

  friend bool operator==(const PlanLife&, const PlanLife&) = default;
};

PlanLife LifeOf(const v1::ActionPlan& plan) { return {plan.state(), plan.year()}; }

std::string ByOwnerKey(const v1::ActionPlan& plan) {
  return OwnerKey(plan.owner()) + YearKey(plan.year()) + ActionPlanKey(plan.name());
}

std::string ByYearKey(const v1::ActionPlan& plan) {
  return YearKey(plan.year()) + OwnerKey(plan.owner()) + ActionPlanKey(plan.name());
}

// Where a measure of a plan with that life is listed.
std::set<std::string> MeasureListKeys(const PlanLife& life, const v1::ActionPlanMeasure& measure) {
  if (life.state == v1::ACTION_PLAN_STATE_WITHDRAWN) return {};
  const std::string last =
      OrderedKey()
          .Text(measure.has_deadline() ? FormatDate(measure.deadline()) : kNoDeadline)
          .Text(measure.action_plan())
          .Number(measure.number())
          .bytes();
  const auto key = [&last](MeasureList list, absl::string_view subject) {
    return MeasureListKey(list, subject) + last;
  };
  std::set<std::string> keys = {
      key(MeasureList::kAll, ""),
      key(MeasureList::kOfStatus, absl::StrCat(measure.status())),
      key(MeasureList::kOfYear, absl::StrCat(life.year)),
  };
  const std::string& responsible = measure.responsible();
  if (!responsible.empty()) keys.insert(key(MeasureList::kOfResponsible, responsible));
  if (measure.has_plan_link()) {
    keys.insert(key(MeasureList::kOfPlan, measure.plan_link().plan()));
  }
  if (!IsDue(life.state, measure.status())) return keys;
  keys.insert(key(MeasureList::kDue, ""));
  if (!responsible.empty()) keys.insert(key(MeasureList::kDueOfResponsible, responsible));
  return keys;
}

void Count(v1::ActionPlanMeasureStatus status, int by, v1::ActionPlanMeasureCounts& counts) {
  switch (status) {
    case v1::ACTION_PLAN_MEASURE_STATUS_PLANNED:
      counts.set_planned(counts.planned() + by);
      break;
    case v1::ACTION_PLAN_MEASURE_STATUS_UNDER_WAY:
      counts.set_under_way(counts.under_way() + by);
      break;
    case v1::ACTION_PLAN_MEASURE_STATUS_DONE:
      counts.set_done(counts.done() + by);
      break;
    case v1::ACTION_PLAN_MEASURE_STATUS_DROPPED:
      counts.set_dropped(counts.dropped() + by);
      break;
    default:
      break;  // A measure that is not there.
  }
}

// What a measure links to: what it serves in a service plan, and what it has to do with. Nothing
// else in an action plan is a link.
std::set<runtime::FoundLink> LinksOf(const v1::ActionPlanMeasure& measure) {
  const std::string path = absl::StrCat("measures/", measure.measure());
  return runtime::WithElement(runtime::LinksInPart(measure, measure.action_plan(), path),
                              path + "/plan_link/plan", measure.plan_link().plan_element());
}

// Says that the plan has the measure now, or has it no more.
absl::Status PutMeasureId(const std::string& measure, bool is_there, const v1::ActionPlan& plan,
                          ViewWriter& view) {
  const std::string key = ActionPlanKey(plan.name());
  ASSIGN_OR_RETURN(ActionPlanMeasureIds* const ids,
                   view.EditMessage<ActionPlanMeasureIds>(kMeasureIdsTable, key, /*is_new=*/false));
  auto& measures = *ids->mutable_measures();
  measures.erase(std::remove(measures.begin(), measures.end(), measure), measures.end());
  if (is_there) ids->add_measures(measure);
  view.PutMessage(kMeasureIdsTable, key, *ids);
  return absl::OkStatus();
}

// What an event does to the measure that it is about.
absl::Status ApplyMeasure(const ActionPlanEvent& event, const storage::RecordedEvent& recorded,
                          v1::ActionPlan& plan, ViewWriter& view) {
  const std::string& id = MeasureOf(event);
  const std::string key = MeasureKey(plan.name(), id);
  const bool adds = EditIn(event).has_add_measure();
  const bool removes = !EditIn(event).remove_measure().empty();
  const PlanLife life = LifeOf(plan);
  ASSIGN_OR_RETURN(v1::ActionPlanMeasure* const measure,
                   view.EditMessage<v1::ActionPlanMeasure>(kMeasureTable, key, adds));
  if (adds) measure->Clear();
  if (!adds && measure->measure().empty()) {
    return absl::DataLossError("an event about a measure that is not there");
  }
  const std::set<std::string> before =
      adds ? std::set<std::string>() : MeasureListKeys(life, *measure);
  Count(measure->status(), -1, *plan.mutable_measure_counts());
  if (adds || removes) RETURN_IF_ERROR(PutMeasureId(id, adds, plan, view));
  if (removes) {
    runtime::MoveKeys(kMeasureListTable, before, {}, key, view);
    runtime::MoveLinks(plan.name(), LinksOf(*measure), {}, view);
    view.Delete(kMeasureTable, key);  // The message is gone, too.
    return absl::OkStatus();
  }
  // What is reported, and deadlines that are moved, are no edits.
  const runtime::LinkMove links(EditIn(event).edit_case() != v1::ActionPlanEdit::EDIT_NOT_SET,
                                [measure] { return LinksOf(*measure); });
  measure->set_action_plan(plan.name());
  ApplyToMeasure(event, plan, *measure);
  if (event.has_measure_progress_reported()) {
    *measure->mutable_reported_at() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(
        absl::ToUnixMicros(recorded.recorded_at()));
  }
  Count(measure->status(), 1, *plan.mutable_measure_counts());
  view.PutMessage(kMeasureTable, key, *measure);
  links.Write(plan.name(), view);
  runtime::MoveKeys(kMeasureListTable, before, MeasureListKeys(life, *measure), key, view);
  return absl::OkStatus();
}

// Lists the measures of a plan as its life is now. Once it is withdrawn they link to nothing.
absl::Status MoveMeasures(const PlanLife& before, const v1::ActionPlan& plan, ViewWriter& view) {
  ASSIGN_OR_RETURN(
      const std::optional<ActionPlanMeasureIds> ids,
      view.GetMessage<ActionPlanMeasureIds>(kMeasureIdsTable, ActionPlanKey(plan.name())));
  if (!ids.has_value()) return absl::OkStatus();
  for (const std::string& id : ids->measures()) {
    const std::string key = MeasureKey(plan.name(), id);
    ASSIGN_OR_RETURN(const std::optional<v1::ActionPlanMeasure> measure,
                     view.GetMessage<v1::ActionPlanMeasure>(kMeasureTable, key));
    if (!measure.has_value()) return absl::DataLossError("a measure that is not there");
    runtime::MoveKeys(kMeasureListTable, MeasureListKeys(before, *measure),
                      MeasureListKeys(LifeOf(plan), *measure), key, view);
    if (plan.state() == v1::ACTION_PLAN_STATE_WITHDRAWN) {
      runtime::MoveLinks(plan.name(), LinksOf(*measure), {}, view);
    }
  }
  return absl::OkStatus();
}

}  // namespace

std::string ActionPlanKey(const std::string& name) { return OrderedKey().Text(name).bytes(); }

std::string MeasureKey(const std::string& action_plan, const std::string& measure) {
  return OrderedKey().Text(action_plan).Text(measure).bytes();
}

std::string OwnerKey(const std::string& owner) { return OrderedKey().Text(owner).bytes(); }

std::string YearKey(int year) { return OrderedKey().Number(year).bytes(); }

std::string MeasureListKey(MeasureList list, absl::string_view subject) {
  return OrderedKey().Number(static_cast<int>(list)).Text(subject).bytes();
}

bool IsDue(v1::ActionPlanState plan, v1::ActionPlanMeasureStatus measure) {
  return plan == v1::ACTION_PLAN_STATE_ADOPTED && measure != v1::ACTION_PLAN_MEASURE_STATUS_DONE &&
         measure != v1::ACTION_PLAN_MEASURE_STATUS_DROPPED;
}

absl::Status ActionPlanProjection::Apply(const storage::RecordedEvent& event,
                                         const std::string& partnership, ViewWriter& view) const {
  if (runtime::CollectionOf(event.resource()) != "actionPlans") return absl::OkStatus();
  const std::string name = runtime::WholeName(partnership, event.resource());
  const std::string key = ActionPlanKey(name);
  const auto fact = runtime::DecodeEvent<ActionPlanEvent>(event.type(), event.event());
  ASSIGN_OR_RETURN(v1::ActionPlan* const plan, view.EditMessage<v1::ActionPlan>(
                                                   kActionPlanTable, key, runtime::IsFirst(event)));
  const PlanLife life = LifeOf(*plan);
  // What the lists of plans go by, where that changes.
  std::optional<v1::ActionPlan> before;
  if (EditIn(fact).has_year()) {
    before.emplace();
    before->set_name(name);
    before->set_owner(plan->owner());
    before->set_year(plan->year());
  }
  plan->set_name(name);
  plan->set_revision(static_cast<int64_t>(event.revision().value()));
  ApplyToHeader(fact, *plan);
  if (!MeasureOf(fact).empty()) RETURN_IF_ERROR(ApplyMeasure(fact, event, *plan, view));
  view.PutMessage(kActionPlanTable, key, *plan);
  if (fact.has_action_plan_created() || before.has_value()) {
    runtime::MoveIndex(kByOwnerTable, ByOwnerKey, before, *plan, view);
    runtime::MoveIndex(kByYearTable, ByYearKey, before, *plan, view);
  }
  return life == LifeOf(*plan) ? absl::OkStatus() : MoveMeasures(life, *plan, view);
}

absl::StatusOr<std::string> ActionPlanProjection::TitleOf(const runtime::ViewReader& view,
                                                          const std::string& name) const {
  ASSIGN_OR_RETURN(const std::optional<v1::ActionPlan> plan,
                   view.GetMessage<v1::ActionPlan>(kActionPlanTable, ActionPlanKey(name)));
  return plan.has_value() ? plan->title() : "";
}

}  // namespace samverk::action_plans
