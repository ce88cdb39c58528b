// Reads follow-ups and compilations from their view.

#ifndef SAMVERK_SERVICES_FOLLOW_UPS_FOLLOW_UP_READER_H_
#define SAMVERK_SERVICES_FOLLOW_UPS_FOLLOW_UP_READER_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "samverk/v1/follow_up.pb.h"
#include "services/runtime/versioned_table.h"

namespace samverk::follow_ups {

// Errors: FOLLOW_UP_NOT_FOUND.
absl::StatusOr<v1::FollowUp> FindFollowUp(const runtime::ViewReader& view, const std::string& name);

// Without its figures. Errors: COMPILATION_NOT_FOUND.
absl::StatusOr<v1::FollowUpCompilation> FindCompilation(const runtime::ViewReader& view,
                                                        const std::string& name);

// The indicators of a follow-up in the order of observation, without its state.
absl::StatusOr<std::vector<v1::IndicatorValue>> ReadIndicators(const runtime::ViewReader& view,
                                                               const std::string& follow_up);

// All follow-ups and all compilations, by name; also those that were withdrawn.
absl::StatusOr<std::vector<v1::FollowUp>> ReadFollowUps(const runtime::ViewReader& view);
absl::StatusOr<std::vector<v1::FollowUpCompilation>> ReadCompilations(
    const runtime::ViewReader& view);

// The figures of what `municipalities` have approved of a year, compiled or not.
absl::StatusOr<std::vector<v1::CountyFigure>> ReadApprovedFigures(
    const runtime::ViewReader& view, const std::vector<std::string>& municipalities, int year);

// Fills in what follows from the basis of a compilation: its figures, from what each municipality
// had submitted then, and whether something else is approved now.
absl::Status CompleteCompilation(const runtime::ViewReader& view,
                                 v1::FollowUpCompilation& compilation);

// Which rows of which table a list goes through; see follow_up_view.h.
struct ListRange {
  char table;
  std::string prefix;
  std::string first;
  std::string end;
};

// By the filter that leaves fewest: the plan, the municipality, the state, the year.
ListRange RangeOf(const v1::ListFollowUpsRequest& request);

// By the follow-up, the key, the municipality, the years.
ListRange RangeOf(const v1::ListIndicatorValuesRequest& request);

}  // namespace samverk::follow_ups

#endif  // SAMVERK_SERVICES_FOLLOW_UPS_FOLLOW_UP_READER_H_
