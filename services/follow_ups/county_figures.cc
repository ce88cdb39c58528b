#include "services/follow_ups/county_figures.h"

#include <map>
#include <set>
#include <utility>

#include "services/follow_ups/decimal.h"
#include "services/follow_ups/indicator_reading.h"

namespace samverk::follow_ups {
namespace {

// The values of one indicator in one unit.
struct Sum {
  Decimal sum;
  Decimal lowest;
  Decimal highest;
  std::set<std::string> municipalities;
  std::set<int> vintage_years;

  void Add(Decimal value, const std::string& municipality, int vintage_year) {
    if (municipalities.empty() || value < lowest) lowest = value;
    if (municipalities.empty() || highest < value) highest = value;
    sum += value;
    municipalities.insert(municipality);
    vintage_years.insert(vintage_year);
  }
};

// One indicator.
struct Indicator {
  std::string title;
  std::map<std::string, Sum> by_unit;
  std::set<std::string> municipalities;  // Those that have a value in any unit.
};

std::map<std::string, Indicator> AddUp(const std::vector<MunicipalValues>& county) {
  std::map<std::string, Indicator> indicators;
  for (const auto& [municipality, values] : county) {
    for (const v1::IndicatorValue& each : values) {
      if (!each.place().empty()) continue;
      Indicator& indicator = indicators[each.key()];
      const v1::IndicatorReading& reading = each.reading();
      if (indicator.title.empty()) indicator.title = reading.title();
      const std::optional<Decimal> value = Decimal::Parse(reading.value());
      if (!value.has_value()) continue;  // Missing is not zero.
      indicator.by_unit[reading.unit()].Add(*value, municipality, YearOf(reading.vintage()));
      indicator.municipalities.insert(municipality);
    }
  }
  return indicators;
}

v1::CountyFigure FigureOf(const Sum& sum, const std::vector<MunicipalValues>& county) {
  v1::CountyFigure figure;
  if (!sum.municipalities.empty()) {
    figure.set_sum(sum.sum.ToString());
    figure.set_lowest(sum.lowest.ToString());
    figure.set_highest(sum.highest.ToString());
  }
  figure.set_municipalities(static_cast<int>(sum.municipalities.size()));
  for (const int year : sum.vintage_years) figure.add_vintage_years(year);
  for (const auto& [municipality, values] : county) {
    if (!sum.municipalities.contains(municipality)) figure.add_without_value(municipality);
  }
  return figure;
}

void AddGaps(const Indicator& indicator, size_t municipalities, bool follow_ups_missing,
             v1::CountyFigure& figure) {
  if (follow_ups_missing) figure.add_gaps(v1::FIGURE_GAP_FOLLOW_UP_MISSING);
  if (indicator.municipalities.size() < municipalities)
    figure.add_gaps(v1::FIGURE_GAP_VALUE_MISSING);
  if (figure.vintage_years_size() > 1) figure.add_gaps(v1::FIGURE_GAP_MIXED_VINTAGES);
  if (indicator.by_unit.size() > 1) figure.add_gaps(v1::FIGURE_GAP_MIXED_UNITS);
  figure.set_incomplete(!figure.gaps().empty());
}

}  // namespace

std::vector<v1::CountyFigure> CountyFigures(const std::vector<MunicipalValues>& county,
                                            bool follow_ups_missing) {
  std::vector<v1::CountyFigure> figures;
  for (auto& [key, indicator] : AddUp(county)) {
    std::map<std::string, Sum> by_unit = indicator.by_unit;
    if (by_unit.empty()) by_unit[""];
    for (const auto& [unit, sum] : by_unit) {
      v1::CountyFigure figure = FigureOf(sum, county);
      figure.set_key(key);
      figure.set_title(indicator.title);
      figure.set_unit(unit);
      AddGaps(indicator, county.size(), follow_ups_missing, figure);
      figures.push_back(std::move(figure));
    }
  }
  return figures;
}

}  // namespace samverk::follow_ups
