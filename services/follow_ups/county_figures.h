// What the indicators of a county's municipalities add up to, and why that may not be the whole of
// it. Pure.

#ifndef SAMVERK_SERVICES_FOLLOW_UPS_COUNTY_FIGURES_H_
#define SAMVERK_SERVICES_FOLLOW_UPS_COUNTY_FIGURES_H_

#include <string>
#include <vector>

#include "samverk/v1/follow_up.pb.h"

namespace samverk::follow_ups {

// What one municipality submitted.
struct MunicipalValues {
  std::string municipality;
  std::vector<v1::IndicatorValue> values;
};

// The figures by key and then by unit. Values of single places are left out. `follow_ups_missing`
// says that other municipalities of the county submitted nothing that was approved.
//
// An indicator whose value is missing everywhere has a figure too, without a sum.
std::vector<v1::CountyFigure> CountyFigures(const std::vector<MunicipalValues>& county,
                                            bool follow_ups_missing);

}  // namespace samverk::follow_ups

#endif  // SAMVERK_SERVICES_FOLLOW_UPS_COUNTY_FIGURES_H_
