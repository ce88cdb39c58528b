// What should have been done by now.

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/civil_date.h"
#include "base/status_macros.h"
#include "samverk/v1/action_plan.pb.h"
#include "services/action_plans/action_plan_reader.h"
#include "services/overview/overview_facts.h"
#include "services/overview/overview_sections.h"
#include "services/plans/plan_days.h"

namespace samverk::overview {
namespace {

v1::OverviewItem LateMeasure(const v1::ActionPlanMeasure& measure) {
  v1::OverviewItem item;
  item.set_kind(v1::OVERVIEW_ITEM_KIND_MEASURE_LATE);
  item.set_organisation(measure.responsible());
  item.set_resource(measure.action_plan());
  item.set_element(measure.measure());
  item.set_title(measure.text());
  if (measure.owner() != measure.responsible()) item.set_about(measure.owner());
  item.set_year(measure.year());
  *item.mutable_deadline() = measure.deadline();
  return item;
}

// What a municipality has of the follow-ups of one year.
struct Reported {
  bool submitted = false;
  std::string opened;  // One that is not submitted.
};

std::map<std::pair<std::string, int>, Reported> ReportedByYear(const OverviewFacts& facts) {
  std::map<std::pair<std::string, int>, Reported> reported;
  for (const v1::FollowUp& each : facts.follow_ups) {
    Reported& of_year = reported[{each.owner(), each.year()}];
    if (each.has_approved() || each.state() == v1::FOLLOW_UP_STATE_SUBMITTED) {
      of_year.submitted = true;
    } else {
      of_year.opened = each.name();
    }
  }
  return reported;
}

v1::OverviewItem MissingFollowUp(const v1::Plan& plan, const std::string& opened, int year) {
  v1::OverviewItem item;
  item.set_kind(v1::OVERVIEW_ITEM_KIND_FOLLOW_UP_MISSING);
  item.set_organisation(plan.owner());
  item.set_resource(opened.empty() ? plan.name() : opened);
  item.set_title(plan.title());
  item.set_year(year);
  *item.mutable_since() = ToDate(absl::CivilDay(year + 1, 1, 1));
  return item;
}

// The first year that a municipality can be asked about: that in which a plan of it came into
// force, or in which it joined, whichever is later.
int FirstYearOf(const v1::Organisation& municipality, const std::vector<v1::Plan>& plans) {
  int first = kYearMax + 1;
  for (const v1::Plan& plan : plans) {
    if (!IsMunicipalPlanOf(plan, municipality.name()) || plan.in_force().empty()) continue;
    first = std::min(first, plan.in_force(0).period().start_date().year());
  }
  return std::max(first, municipality.joined_on().year());
}

}  // namespace

absl::Status PutOverdue(const OverviewViews& views, const OverviewFacts& facts,
                        const OverviewQuestion& question, v1::GetOverviewResponse& response) {
  Items items(question);
  ASSIGN_OR_RETURN(const std::vector<v1::ActionPlanMeasure> measures,
                   action_plans::ReadOverdueMeasures(views.action_plans, question.day));
  for (const v1::ActionPlanMeasure& measure : measures) items.Add(LateMeasure(measure));

  const auto reported = ReportedByYear(facts);
  for (const v1::Organisation& municipality : facts.municipalities) {
    const std::string& name = municipality.name();
    for (int year = FirstYearOf(municipality, facts.plans); year < question.day.year(); ++year) {
      const v1::Plan* plan = FindInForce(facts.plans, name, absl::CivilDay(year, 12, 31));
      if (plan == nullptr) continue;
      const auto found = reported.find({name, year});
      if (found != reported.end() && found->second.submitted) continue;
      items.Add(MissingFollowUp(*plan, found == reported.end() ? "" : found->second.opened, year));
    }
  }
  response.set_overdue_count(items.Put(*response.mutable_overdue()));
  return absl::OkStatus();
}

}  // namespace samverk::overview
