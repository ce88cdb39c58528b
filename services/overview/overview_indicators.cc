// The indicators of the county over the years, as the Region compiled them; a year that is not
// compiled, as far as it is approved.

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/status_macros.h"
#include "services/follow_ups/follow_up_reader.h"
#include "services/overview/overview_facts.h"
#include "services/overview/overview_sections.h"

namespace samverk::overview {
namespace {

using Series = std::map<std::pair<std::string, std::string>, v1::IndicatorSeries>;

// What the figures of one year have in common.
v1::IndicatorYear YearOf(int year, size_t municipalities) {
  v1::IndicatorYear answer;
  answer.set_year(year);
  answer.set_municipalities(static_cast<int>(municipalities));
  return answer;
}

template <typename Figures>
void AddFigures(const v1::IndicatorYear& year, const Figures& figures, Series& series) {
  for (const v1::CountyFigure& figure : figures) {
    v1::IndicatorSeries& one = series[{figure.key(), figure.unit()}];
    one.set_key(figure.key());
    one.set_title(figure.title());
    one.set_unit(figure.unit());
    v1::IndicatorYear& added = *one.add_years();
    added = year;
    *added.mutable_figure() = figure;
  }
}

absl::StatusOr<std::map<int, v1::FollowUpCompilation>> ReadCompilationsByYear(
    const runtime::ViewReader& view) {
  ASSIGN_OR_RETURN(std::vector<v1::FollowUpCompilation> compilations,
                   follow_ups::ReadCompilations(view));
  std::map<int, v1::FollowUpCompilation> by_year;
  for (v1::FollowUpCompilation& each : compilations) {
    if (!each.withdrawn()) by_year[each.year()] = std::move(each);
  }
  return by_year;
}

}  // namespace

absl::Status PutIndicators(const OverviewViews& views, const OverviewFacts& facts,
                           const OverviewQuestion& question, v1::GetOverviewResponse& response) {
  ASSIGN_OR_RETURN(auto compilations, ReadCompilationsByYear(views.follow_ups));
  std::set<int> years;
  for (const auto& [year, compilation] : compilations) years.insert(year);
  for (const v1::FollowUp& each : facts.follow_ups) {
    if (each.has_approved()) years.insert(each.year());
  }
  std::vector<std::string> members;
  members.reserve(facts.municipalities.size());
  for (const v1::Organisation& each : facts.municipalities) members.push_back(each.name());

  Series series;
  for (const int number : years) {
    const Years asked = Clip({number, number}, question);
    if (asked.first > asked.last) continue;
    const auto compiled = compilations.find(number);
    if (compiled == compilations.end()) {
      ASSIGN_OR_RETURN(const auto figures,
                       follow_ups::ReadApprovedFigures(views.follow_ups, members, number));
      AddFigures(YearOf(number, members.size()), figures, series);
      continue;
    }
    v1::FollowUpCompilation& compilation = compiled->second;
    RETURN_IF_ERROR(follow_ups::CompleteCompilation(views.follow_ups, compilation));
    v1::IndicatorYear year = YearOf(number, static_cast<size_t>(compilation.municipalities_size()));
    year.set_compiled(true);
    year.set_outdated(compilation.outdated());
    AddFigures(year, compilation.figures(), series);
  }
  for (auto& [key, one] : series) *response.add_indicators() = std::move(one);
  return absl::OkStatus();
}

}  // namespace samverk::overview
