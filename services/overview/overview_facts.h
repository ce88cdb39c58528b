// What sections say in the same way: years, plans in force, things to see to. Pure.

#ifndef SAMVERK_SERVICES_OVERVIEW_OVERVIEW_FACTS_H_
#define SAMVERK_SERVICES_OVERVIEW_OVERVIEW_FACTS_H_

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "google/protobuf/repeated_field.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"
#include "samverk/v1/common.pb.h"
#include "samverk/v1/overview.pb.h"
#include "samverk/v1/plan.pb.h"
#include "services/overview/overview_sections.h"

namespace samverk::overview {

// Years from the first to the last; none where the first is later.
struct Years {
  int first = 0;
  int last = 0;
};
// Those of `known` that are asked for.
Years Clip(const Years& known, const OverviewQuestion& question);

// Whether a day is within twelve months of `day`, or before it.
bool WithinAYear(absl::CivilDay then, absl::CivilDay day);

// The plan of a municipality that is in force on `day`; null if none is.
const v1::Plan* FindInForce(const std::vector<v1::Plan>& plans, const std::string& municipality,
                            absl::CivilDay day);

// The days without a gap on which `plan`, which is in force on `day`, is so.
v1::DatePeriod InForceAround(const v1::Plan& plan, absl::CivilDay day);

// Whether it is the plan of the municipality itself, and not a local one.
bool IsMunicipalPlanOf(const v1::Plan& plan, const std::string& municipality);

// The day in Sweden.
google::type::Date DayOf(const google::protobuf::Timestamp& time);

// Collects things to see to.
class Items {
 public:
  explicit Items(const OverviewQuestion& question) : question_(question) {}

  // Adds one, if it is asked for.
  void Add(v1::OverviewItem item);

  // Puts the first kItemsMax of them into `list`, in their order. Returns how many there are.
  int Put(google::protobuf::RepeatedPtrField<v1::OverviewItem>& list);

 private:
  const OverviewQuestion& question_;
  std::vector<v1::OverviewItem> items_;
};

}  // namespace samverk::overview

#endif  // SAMVERK_SERVICES_OVERVIEW_OVERVIEW_FACTS_H_
