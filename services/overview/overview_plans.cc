// Where each municipality is with its plan.

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/civil_date.h"
#include "base/status_macros.h"
#include "services/overview/overview_facts.h"
#include "services/overview/overview_sections.h"
#include "services/plans/plan_days.h"
#include "services/plans/plan_reader.h"

namespace samverk::overview {
namespace {

bool IsUnderWay(v1::PlanPhase phase) {
  return phase == v1::PLAN_PHASE_DRAFT || phase == v1::PLAN_PHASE_CONSULTATION ||
         phase == v1::PLAN_PHASE_PROPOSED;
}

// How many local plans are in force, by the municipality whose plan they hang on.
std::map<std::string, int> CountLocalPlans(const OverviewFacts& facts, absl::CivilDay day) {
  std::map<std::string, std::string> municipality_of;
  for (const v1::Plan& plan : facts.plans) municipality_of[plan.name()] = plan.owner();
  std::map<std::string, int> counts;
  for (const v1::Plan& plan : facts.plans) {
    if (plan.municipal_plan().empty() || plans::RevisionOn(plan, day) == 0) continue;
    const auto municipality = municipality_of.find(plan.municipal_plan());
    if (municipality != municipality_of.end()) ++counts[municipality->second];
  }
  return counts;
}

// The latest year of which a follow-up is approved, by municipality.
std::map<std::string, int> LastFollowUpYears(const OverviewFacts& facts) {
  std::map<std::string, int> years;
  for (const v1::FollowUp& each : facts.follow_ups) {
    if (!each.has_approved()) continue;
    int& year = years[each.owner()];
    year = std::max(year, each.year());
  }
  return years;
}

absl::Status PutInForce(const OverviewViews& views, const v1::Plan& plan, absl::CivilDay day,
                        v1::PlanStatus& status) {
  status.set_plan(plan.name());
  status.set_plan_revision(plans::RevisionOn(plan, day));
  *status.mutable_in_force() = InForceAround(plan, day);
  ASSIGN_OR_RETURN(const auto revision,
                   plans::FindRevision(views.plans, plan.name(), status.plan_revision()));
  status.set_title(revision.title());
  return absl::OkStatus();
}

void AddUnderWay(const v1::Plan& plan, v1::PlanStatus& status) {
  v1::PlanUnderWay& under_way = *status.add_under_way();
  under_way.set_plan(plan.name());
  under_way.set_title(plan.title());
  under_way.set_phase(plan.phase());
  if (plan.phase() == v1::PLAN_PHASE_CONSULTATION && plan.consultation().has_answer_by()) {
    *under_way.mutable_answer_by() = plan.consultation().answer_by();
  }
}

void Count(const v1::PlanStatus& status, absl::CivilDay day, v1::PlanTotals& totals) {
  totals.set_municipalities(totals.municipalities() + 1);
  if (!status.plan().empty()) {
    totals.set_in_force(totals.in_force() + 1);
    const absl::CivilDay last = ToCivilDay(status.in_force().end_date()) - 1;
    if (WithinAYear(last, day)) totals.set_ending_within_a_year(totals.ending_within_a_year() + 1);
  } else if (!status.under_way().empty()) {
    totals.set_only_under_way(totals.only_under_way() + 1);
  } else {
    totals.set_without(totals.without() + 1);
  }
}

}  // namespace

absl::Status PutPlans(const OverviewViews& views, const OverviewFacts& facts,
                      const OverviewQuestion& question, v1::GetOverviewResponse& response) {
  const std::map<std::string, int> local_plans = CountLocalPlans(facts, question.day);
  const std::map<std::string, int> followed_up = LastFollowUpYears(facts);
  for (const v1::Organisation& municipality : facts.municipalities) {
    const std::string& name = municipality.name();
    v1::PlanStatus status;
    status.set_organisation(name);
    if (const v1::Plan* plan = FindInForce(facts.plans, name, question.day)) {
      RETURN_IF_ERROR(PutInForce(views, *plan, question.day, status));
    }
    for (const v1::Plan& plan : facts.plans) {
      if (IsMunicipalPlanOf(plan, name) && IsUnderWay(plan.phase())) AddUnderWay(plan, status);
    }
    if (const auto found = local_plans.find(name); found != local_plans.end()) {
      status.set_local_plans(found->second);
    }
    if (const auto found = followed_up.find(name); found != followed_up.end()) {
      status.set_last_follow_up_year(found->second);
    }
    Count(status, question.day, *response.mutable_plan_totals());
    if (question.organisation.empty() || question.organisation == name) {
      *response.add_plans() = std::move(status);
    }
  }
  return absl::OkStatus();
}

}  // namespace samverk::overview
