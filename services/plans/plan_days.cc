#include "services/plans/plan_days.h"

#include <algorithm>
#include <utility>

#include "base/civil_date.h"

namespace samverk::plans {
namespace {

using google::protobuf::RepeatedPtrField;
using v1::PlanInForce;

absl::CivilDay StartOf(const v1::DatePeriod& period) { return ToCivilDay(period.start_date()); }
absl::CivilDay EndOf(const v1::DatePeriod& period) { return ToCivilDay(period.end_date()); }

v1::DatePeriod Period(absl::CivilDay start, absl::CivilDay end) {
  v1::DatePeriod period;
  *period.mutable_start_date() = ToDate(start);
  *period.mutable_end_date() = ToDate(end);
  return period;
}

void Add(absl::CivilDay start, absl::CivilDay end, int revision, v1::Plan& header) {
  // What a repeal or another plan has ended stays ended.
  if (header.has_ended_on()) end = std::min(end, ToCivilDay(header.ended_on()));
  if (start >= end) return;
  PlanInForce& added = *header.add_in_force();
  *added.mutable_period() = Period(start, end);
  added.set_revision(revision);
}

// `revision` is in force in `period`, and from its first day on nothing else is.
void TakeOver(const v1::DatePeriod& period, int revision, v1::Plan& header) {
  EndInForce(StartOf(period), *header.mutable_in_force());
  Add(StartOf(period), EndOf(period), revision, header);
}

void ApplyAdopted(const v1::PlanAdopted& adopted, v1::Plan& header) {
  header.set_phase(v1::PLAN_PHASE_ADOPTED);
  header.set_latest_revision(adopted.revision());
  header.set_adopted_revision(adopted.revision());
  TakeOver(adopted.period(), adopted.revision(), header);
}

// Whether the text that people work on is no longer that of a revision: it goes its own way.
bool IsDrafted(v1::PlanPhase phase) {
  return phase == v1::PLAN_PHASE_DRAFT || phase == v1::PLAN_PHASE_CONSULTATION ||
         phase == v1::PLAN_PHASE_PROPOSED;
}

void ApplyExtended(const v1::PlanExtended& extended, v1::Plan& header) {
  header.set_latest_revision(extended.revision());
  if (!IsDrafted(header.phase())) *header.mutable_period() = extended.period();
  absl::CivilDay start = StartOf(extended.period());
  if (!header.in_force().empty()) start = EndOf(header.in_force().rbegin()->period());
  Add(start, EndOf(extended.period()), extended.revision(), header);
}

void ApplyCorrected(const v1::PlanCorrected& corrected, v1::Plan& header) {
  header.set_latest_revision(corrected.revision());
  if (!IsDrafted(header.phase())) {
    if (!corrected.title().empty()) header.set_title(corrected.title());
    if (!corrected.responsible_unit().empty()) {
      header.set_responsible_unit(corrected.responsible_unit());
    }
    *header.mutable_period() = corrected.period();
  }
  // The days of the adoption that is corrected, and of what came after it.
  auto& in_force = *header.mutable_in_force();
  in_force.erase(std::remove_if(in_force.begin(), in_force.end(),
                                [&header](const PlanInForce& each) {
                                  return each.revision() >= header.adopted_revision();
                                }),
                 in_force.end());
  TakeOver(corrected.period(), corrected.revision(), header);
}

void ApplyEnded(const google::type::Date& from, v1::PlanPhase phase, v1::Plan& header) {
  header.set_phase(phase);
  *header.mutable_ended_on() = from;
  EndInForce(ToCivilDay(from), *header.mutable_in_force());
}

}  // namespace

void EndInForce(absl::CivilDay from, RepeatedPtrField<PlanInForce>& in_force) {
  RepeatedPtrField<PlanInForce> kept;
  for (const PlanInForce& each : in_force) {
    if (StartOf(each.period()) >= from) continue;
    PlanInForce& left = *kept.Add();
    left = each;
    if (EndOf(each.period()) > from) *left.mutable_period()->mutable_end_date() = ToDate(from);
  }
  in_force = std::move(kept);
}

void ApplyToDays(const v1::PlanEvent& event, v1::Plan& header) {
  switch (event.event_case()) {
    case v1::PlanEvent::kPlanAdopted:
      return ApplyAdopted(event.plan_adopted(), header);
    case v1::PlanEvent::kPlanExtended:
      return ApplyExtended(event.plan_extended(), header);
    case v1::PlanEvent::kPlanCorrected:
      return ApplyCorrected(event.plan_corrected(), header);
    case v1::PlanEvent::kPlanReplaced:
      header.set_replaced_by(event.plan_replaced().by());
      return ApplyEnded(event.plan_replaced().from_date(), v1::PLAN_PHASE_REPLACED, header);
    case v1::PlanEvent::kPlanRepealed:
      return ApplyEnded(event.plan_repealed().from_date(), v1::PLAN_PHASE_REPEALED, header);
    case v1::PlanEvent::kPlanWithdrawn:
      header.set_phase(v1::PLAN_PHASE_WITHDRAWN);
      return header.clear_in_force();
    default:
      return;
  }
}

std::vector<std::string> FieldsRestated(const v1::PlanEvent& event, const v1::Plan& before) {
  if (IsDrafted(before.phase())) return {};
  if (event.has_plan_extended()) return {"period"};
  std::vector<std::string> fields;
  if (!event.has_plan_corrected()) return fields;
  const v1::PlanCorrected& corrected = event.plan_corrected();
  if (!corrected.title().empty()) fields.emplace_back("title");
  if (corrected.period().SerializeAsString() != before.period().SerializeAsString()) {
    fields.emplace_back("period");
  }
  if (!corrected.responsible_unit().empty()) fields.emplace_back("responsible_unit");
  return fields;
}

int RevisionOn(const v1::Plan& header, absl::CivilDay day) {
  for (const PlanInForce& each : header.in_force()) {
    if (day >= StartOf(each.period()) && day < EndOf(each.period())) return each.revision();
  }
  return 0;
}

std::vector<v1::DatePeriod> DaysInForce(const v1::Plan& header) {
  std::vector<v1::DatePeriod> days;
  for (const PlanInForce& each : header.in_force()) {
    if (!days.empty() && EndOf(days.back()) == StartOf(each.period())) {
      *days.back().mutable_end_date() = each.period().end_date();
    } else {
      days.push_back(each.period());
    }
  }
  return days;
}

bool Overlap(const v1::DatePeriod& a, const v1::DatePeriod& b) {
  return StartOf(a) < EndOf(b) && StartOf(b) < EndOf(a);
}

std::vector<v1::DatePeriod> EndingBefore(const std::vector<v1::DatePeriod>& periods,
                                         absl::CivilDay from) {
  std::vector<v1::DatePeriod> kept;
  for (const v1::DatePeriod& each : periods) {
    if (StartOf(each) < from) kept.push_back(Period(StartOf(each), std::min(EndOf(each), from)));
  }
  return kept;
}

}  // namespace samverk::plans
