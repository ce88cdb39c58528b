// What waits for somebody to decide, and for whom.

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/civil_date.h"
#include "base/status_macros.h"
#include "samverk/v1/meeting.pb.h"
#include "services/overview/overview_facts.h"
#include "services/overview/overview_sections.h"
#include "services/partnership/partnership_reader.h"
#include "services/plans/plan_days.h"
#include "services/plans/plan_reader.h"

namespace samverk::overview {
namespace {

using PlansByName = std::map<std::string, const v1::Plan*>;

v1::OverviewItem OfPlan(v1::OverviewItemKind kind, const v1::Plan& plan) {
  v1::OverviewItem item;
  item.set_kind(kind);
  item.set_organisation(plan.owner());
  item.set_resource(plan.name());
  item.set_title(plan.title());
  return item;
}

// Says which municipality a local plan, or what belongs to it, is about.
void SetMunicipality(const v1::Plan& plan, const PlansByName& plans, v1::OverviewItem& item) {
  if (plan.municipal_plan().empty()) return;
  const auto municipal = plans.find(plan.municipal_plan());
  if (municipal == plans.end() || municipal->second->owner() == item.organisation()) return;
  item.set_about(municipal->second->owner());
}

void AddProposed(const OverviewFacts& facts, const PlansByName& plans, Items& items) {
  for (const v1::Plan& plan : facts.plans) {
    if (plan.phase() != v1::PLAN_PHASE_PROPOSED) continue;
    v1::OverviewItem item = OfPlan(v1::OVERVIEW_ITEM_KIND_PLAN_PROPOSED, plan);
    if (plan.has_period()) *item.mutable_deadline() = plan.period().start_date();
    SetMunicipality(plan, plans, item);
    items.Add(std::move(item));
  }
}

// Whether a plan of the municipality is proposed.
bool HasProposed(const std::vector<v1::Plan>& plans, const std::string& municipality) {
  return std::any_of(plans.begin(), plans.end(), [&](const v1::Plan& plan) {
    return IsMunicipalPlanOf(plan, municipality) && plan.phase() == v1::PLAN_PHASE_PROPOSED;
  });
}

// The plan of the municipality that was in force last, before `day`, and has none after it; null if
// there is none, or if one is to come into force.
const v1::Plan* FindEnded(const std::vector<v1::Plan>& plans, const std::string& municipality,
                          absl::CivilDay day) {
  const v1::Plan* ended = nullptr;
  absl::CivilDay latest = absl::CivilDay::min();
  for (const v1::Plan& plan : plans) {
    if (!IsMunicipalPlanOf(plan, municipality) || plan.in_force().empty()) continue;
    const absl::CivilDay end = ToCivilDay(plan.in_force().rbegin()->period().end_date());
    if (end > day) return nullptr;
    if (end <= latest) continue;
    latest = end;
    ended = &plan;
  }
  return ended;
}

// Adds the plan of a municipality if it ends soon or has ended, and nothing comes after it.
void AddEnding(const OverviewFacts& facts, const std::string& municipality, absl::CivilDay day,
               Items& items) {
  if (HasProposed(facts.plans, municipality)) return;
  if (const v1::Plan* plan = FindInForce(facts.plans, municipality, day)) {
    const absl::CivilDay end = ToCivilDay(InForceAround(*plan, day).end_date());
    if (!WithinAYear(end - 1, day)) return;
    if (FindInForce(facts.plans, municipality, end) != nullptr) return;
    v1::OverviewItem item = OfPlan(v1::OVERVIEW_ITEM_KIND_PLAN_ENDING, *plan);
    *item.mutable_deadline() = ToDate(end - 1);
    return items.Add(std::move(item));
  }
  if (const v1::Plan* plan = FindEnded(facts.plans, municipality, day)) {
    v1::OverviewItem item = OfPlan(v1::OVERVIEW_ITEM_KIND_PLAN_ENDED, *plan);
    *item.mutable_since() = plan->in_force().rbegin()->period().end_date();
    items.Add(std::move(item));
  }
}

absl::Status AddConflicts(const OverviewViews& views, const PlansByName& plans, Items& items) {
  ASSIGN_OR_RETURN(const std::vector<v1::PlanConflict> conflicts,
                   plans::ReadOpenConflicts(views.plans));
  for (const v1::PlanConflict& conflict : conflicts) {
    const auto plan = plans.find(conflict.name().substr(0, conflict.name().rfind("/conflicts/")));
    if (plan == plans.end()) continue;  // Withdrawn with its conflicts.
    v1::OverviewItem item = OfPlan(v1::OVERVIEW_ITEM_KIND_PLAN_CONFLICT, *plan->second);
    item.set_organisation(conflict.owner());
    item.set_resource(conflict.name());
    item.set_element(conflict.field());
    *item.mutable_since() = DayOf(conflict.raised_at());
    SetMunicipality(*plan->second, plans, item);
    items.Add(std::move(item));
  }
  return absl::OkStatus();
}

void AddFollowUps(const OverviewFacts& facts, const PlansByName& plans, Items& items) {
  for (const v1::FollowUp& each : facts.follow_ups) {
    if (each.state() != v1::FOLLOW_UP_STATE_SUBMITTED) continue;
    v1::OverviewItem item;
    item.set_kind(v1::OVERVIEW_ITEM_KIND_FOLLOW_UP_SUBMITTED);
    item.set_organisation(facts.region);
    item.set_resource(each.name());
    if (const auto plan = plans.find(each.plan()); plan != plans.end()) {
      item.set_title(plan->second->title());
    }
    item.set_about(each.owner());
    item.set_year(each.year());
    *item.mutable_since() = DayOf(each.submission().submitted_at());
    items.Add(std::move(item));
  }
}

v1::OverviewItem OfMeeting(v1::OverviewItemKind kind, const v1::Meeting& meeting) {
  v1::OverviewItem item;
  item.set_kind(kind);
  item.set_organisation(meeting.host());
  item.set_resource(meeting.name());
  item.set_title(meeting.title());
  *item.mutable_since() = ToDate(ToCivilDay(meeting.period().end_date()) - 1);
  return item;
}

void AddMeeting(const v1::Meeting& meeting, absl::CivilDay day, Items& items) {
  if (meeting.state() != v1::MEETING_STATE_HELD) return;
  if (meeting.has_minutes() && !meeting.minutes().has_approval()) {
    items.Add(OfMeeting(v1::OVERVIEW_ITEM_KIND_MINUTES_NOT_APPROVED, meeting));
  }
  for (const v1::MeetingDecision& decision : meeting.decisions()) {
    if (decision.has_done_on() || !decision.has_deadline() ||
        ToCivilDay(decision.deadline()) >= day) {
      continue;
    }
    v1::OverviewItem item = OfMeeting(v1::OVERVIEW_ITEM_KIND_MEETING_DECISION_LATE, meeting);
    item.set_organisation(decision.responsible());
    item.set_element(absl::StrCat(decision.entry()));
    item.set_title(decision.text());
    *item.mutable_deadline() = decision.deadline();
    items.Add(std::move(item));
  }
}

}  // namespace

absl::Status PutDecisions(const OverviewViews& views, const OverviewFacts& facts,
                          const OverviewQuestion& question, v1::GetOverviewResponse& response) {
  PlansByName plans;
  for (const v1::Plan& plan : facts.plans) plans[plan.name()] = &plan;
  Items items(question);
  AddProposed(facts, plans, items);
  for (const v1::Organisation& municipality : facts.municipalities) {
    AddEnding(facts, municipality.name(), question.day, items);
  }
  RETURN_IF_ERROR(AddConflicts(views, plans, items));
  AddFollowUps(facts, plans, items);
  ASSIGN_OR_RETURN(const std::vector<v1::Meeting> meetings,
                   partnership::ReadMeetings(views.partnership));
  for (const v1::Meeting& meeting : meetings) AddMeeting(meeting, question.day, items);
  response.set_decision_count(items.Put(*response.mutable_decisions()));
  return absl::OkStatus();
}

}  // namespace samverk::overview
