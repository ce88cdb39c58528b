// What a reading of an indicator must say. Pure.

#ifndef SAMVERK_SERVICES_FOLLOW_UPS_INDICATOR_READING_H_
#define SAMVERK_SERVICES_FOLLOW_UPS_INDICATOR_READING_H_

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "samverk/v1/follow_up.pb.h"

namespace samverk::follow_ups {

// OK if the reading has a value with its evidence, or a reason why there is none.
//
// Errors:
//   INVALID_ARGUMENT     VALUE_OR_REASON, NOT_A_DECIMAL, EVIDENCE_REQUIRED
//   FAILED_PRECONDITION  VINTAGE_AHEAD
absl::Status CheckReading(const v1::IndicatorReading& reading, absl::CivilDay today);

// The calendar year that the data are of.
int YearOf(const v1::DataVintage& vintage);

}  // namespace samverk::follow_ups

#endif  // SAMVERK_SERVICES_FOLLOW_UPS_INDICATOR_READING_H_
