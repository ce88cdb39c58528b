#include "services/plans/plan_search.h"

#include <algorithm>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/civil_date.h"
#include "base/status_macros.h"
#include "samverk/v1/plan.pb.h"
#include "services/plans/plan_reader.h"
#include "services/plans/plan_view.h"
#include "services/runtime/offer_words.h"
#include "services/runtime/resource_name.h"

namespace samverk::plans {
namespace {

using storage::SearchDocument;

// What people call them in Swedish, as docs/guide/plans.md does: a place is found by what it is and
// by what can be had there.
absl::string_view WordOf(v1::PlaceLevel level) {
  switch (level) {
    case v1::PLACE_LEVEL_SERVICE_LOCALITY:
      return "serviceort";
    case v1::PLACE_LEVEL_SERVICE_NODE:
      return "servicenod";
    case v1::PLACE_LEVEL_SERVICE_POINT:
      return "servicepunkt";
    default:
      return "";
  }
}

std::string WordsOf(const v1::PlanPlace& place) {
  std::vector<absl::string_view> words;
  words.reserve(1 + static_cast<size_t>(place.offers_size()));
  if (place.level() != v1::PLACE_LEVEL_UNSPECIFIED) words.push_back(WordOf(place.level()));
  for (const int offer : place.offers()) {
    words.push_back(runtime::WordOf(static_cast<v1::ServiceOffer>(offer)));
  }
  return absl::StrJoin(words, ", ");
}

// Lets the years of `found` reach over those of `period`.
void AddYears(const v1::DatePeriod& period, SearchDocument& found) {
  const int first = period.start_date().year();
  const int last = static_cast<int>((ToCivilDay(period.end_date()) - 1).year());
  found.first_year = found.first_year == 0 ? first : std::min(found.first_year, first);
  found.last_year = std::max(found.last_year, last);
}

// Its elements, with the paths that edits and differences name them by.
void AddElements(const v1::Plan& plan, SearchDocument& found) {
  for (const v1::PlanSection& each : plan.sections()) {
    found.Add(absl::StrCat("sections/", each.element()), each.title(), each.text());
  }
  for (const v1::PlanGoal& each : plan.goals()) {
    found.Add(absl::StrCat("goals/", each.element()), each.title(), each.description());
  }
  for (const v1::PlanPlace& each : plan.places()) {
    found.Add(absl::StrCat("places/", each.element()), each.title(), WordsOf(each));
  }
  for (const v1::PlanPriority& each : plan.priorities()) {
    found.Add(absl::StrCat("priorities/", each.element()), each.title(), each.description());
  }
  for (const v1::PlanMeasure& each : plan.measures()) {
    found.Add(
        absl::StrCat("measures/", each.element()), each.title(),
        absl::StrCat(each.description(), "\n", each.responsible_unit(), "\n", each.financing()));
  }
}

}  // namespace

absl::StatusOr<std::optional<SearchDocument>> FindPlanWords(const runtime::ViewReader& view,
                                                            const std::string& name) {
  std::optional<SearchDocument> found;
  const absl::StatusOr<v1::Plan> plan = ReadPlan(view, name);
  if (absl::IsNotFound(plan.status())) return found;
  RETURN_IF_ERROR(plan.status());
  if (plan->phase() == v1::PLAN_PHASE_WITHDRAWN) return found;
  found.emplace();
  found->title = plan->title();
  found->owner = std::string(runtime::RelativeName(plan->owner()));
  if (plan->has_period()) AddYears(plan->period(), *found);
  for (const v1::PlanInForce& each : plan->in_force()) AddYears(each.period(), *found);
  found->Add("", "",
             absl::StrCat(plan->responsible_unit(), "\n", absl::StrJoin(plan->documents(), "\n")));
  AddElements(*plan, *found);
  RETURN_IF_ERROR(view.ScanMessages<v1::PlanStatement>(
      kStatementTable, PlanKey(name), [&found](const v1::PlanStatement& statement) {
        return found->Add(absl::StrCat("statements/", statement.entry()), statement.sender(),
                          statement.text());
      }));
  return found;
}

}  // namespace samverk::plans
