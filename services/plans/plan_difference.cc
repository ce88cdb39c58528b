#include "services/plans/plan_difference.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/civil_date.h"

namespace samverk::plans {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

// Adds what says something.
void Add(const std::string& path, const std::string& text, Fields& fields) {
  if (!text.empty()) fields.emplace_back(path, text);
}

std::string OffersOf(const v1::PlanPlace& place) {
  std::vector<std::string> offers;
  for (const int offer : place.offers()) {
    offers.push_back(v1::ServiceOffer_Name(static_cast<v1::ServiceOffer>(offer)));
  }
  return absl::StrJoin(offers, ", ");
}

void AddMeasure(const v1::PlanMeasure& measure, Fields& fields) {
  const std::string path = absl::StrCat("measures/", measure.element());
  Add(path + "/title", measure.title(), fields);
  Add(path + "/text", measure.description(), fields);
  Add(path + "/goal", measure.goal(), fields);
  Add(path + "/responsible_unit", measure.responsible_unit(), fields);
  if (measure.has_deadline()) Add(path + "/deadline", FormatDate(measure.deadline()), fields);
  Add(path + "/financing", measure.financing(), fields);
  if (measure.has_budget_sek()) {
    Add(path + "/budget_sek", absl::StrCat(measure.budget_sek()), fields);
  }
}

}  // namespace

Fields FieldsOf(const v1::Plan& plan) {
  Fields fields;
  Add("title", plan.title(), fields);
  if (plan.has_period()) {
    Add("period",
        absl::StrCat(FormatDate(plan.period().start_date()), " – ",
                     FormatDate(ToDate(ToCivilDay(plan.period().end_date()) - 1))),
        fields);
  }
  Add("responsible_unit", plan.responsible_unit(), fields);
  Add("responsible", plan.responsible(), fields);
  Add("documents", absl::StrJoin(plan.documents(), "\n"), fields);
  for (const v1::PlanSection& section : plan.sections()) {
    Add(absl::StrCat("sections/", section.element(), "/title"), section.title(), fields);
    Add(absl::StrCat("sections/", section.element(), "/text"), section.text(), fields);
  }
  for (const v1::PlanGoal& goal : plan.goals()) {
    Add(absl::StrCat("goals/", goal.element(), "/title"), goal.title(), fields);
    Add(absl::StrCat("goals/", goal.element(), "/text"), goal.description(), fields);
  }
  for (const v1::PlanPlace& place : plan.places()) {
    const std::string path = absl::StrCat("places/", place.element());
    Add(path + "/title", place.title(), fields);
    Add(path + "/level", v1::PlaceLevel_Name(place.level()), fields);
    Add(path + "/offers", OffersOf(place), fields);
  }
  for (const v1::PlanPriority& priority : plan.priorities()) {
    Add(absl::StrCat("priorities/", priority.element(), "/title"), priority.title(), fields);
    Add(absl::StrCat("priorities/", priority.element(), "/text"), priority.description(), fields);
  }
  for (const v1::PlanMeasure& measure : plan.measures()) AddMeasure(measure, fields);
  return fields;
}

std::vector<v1::PlanDifference> Differences(const v1::Plan& from, const v1::Plan& to) {
  const Fields old_fields = FieldsOf(from);
  std::map<std::string, std::string> old_texts(old_fields.begin(), old_fields.end());
  std::vector<v1::PlanDifference> differences;
  const auto add = [&differences](const std::string& path, const std::string& old_text,
                                  const std::string& new_text) {
    v1::PlanDifference& difference = differences.emplace_back();
    difference.set_path(path);
    difference.set_old_text(old_text);
    difference.set_new_text(new_text);
  };
  for (const auto& [path, text] : FieldsOf(to)) {
    const auto before = old_texts.find(path);
    if (before == old_texts.end()) {
      add(path, "", text);
      continue;
    }
    if (before->second != text) add(path, before->second, text);
    old_texts.erase(before);
  }
  for (const auto& [path, text] : old_fields) {
    if (old_texts.contains(path)) add(path, text, "");
  }
  return differences;
}

}  // namespace samverk::plans
