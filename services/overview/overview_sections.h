// The sections of the overview. Each is a function from what the slices' views say, as of one
// position in all of them, to its part of the answer; none of them asks for the time.
//
// A section reads what only it needs. What several need is read once: OverviewFacts.

#ifndef SAMVERK_SERVICES_OVERVIEW_OVERVIEW_SECTIONS_H_
#define SAMVERK_SERVICES_OVERVIEW_OVERVIEW_SECTIONS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "samverk/v1/follow_up.pb.h"
#include "samverk/v1/overview.pb.h"
#include "samverk/v1/partnership.pb.h"
#include "samverk/v1/plan.pb.h"
#include "services/runtime/versioned_table.h"

namespace samverk::overview {

// Things to see to that are named in an answer; more are counted.
inline constexpr int kItemsMax = 500;

// The views of the slices.
struct OverviewViews {
  runtime::ViewReader action_plans;
  runtime::ViewReader follow_ups;
  runtime::ViewReader partnership;
  runtime::ViewReader plans;
  runtime::ViewReader service_points;
  runtime::ViewReader workshops;
};

// What is asked.
struct OverviewQuestion {
  std::string partnership;  // `partnerships/{partnership}`.
  absl::CivilDay day;
  int first_year = 0;        // 0: the first of which anything is known.
  int last_year = 0;         // 0: the last.
  std::string organisation;  // Empty: all.
};

// What several sections need to know.
struct OverviewFacts {
  std::vector<v1::Organisation> municipalities;  // The members on the day, sorted by name.
  std::string region;                            // The only one; empty: there is none, or several.
  std::vector<v1::Plan> plans;                   // None that was withdrawn; without elements.
  std::vector<v1::FollowUp> follow_ups;          // None that was withdrawn.
};
absl::StatusOr<OverviewFacts> ReadFacts(const OverviewViews& views, absl::CivilDay day);

// The sections.
absl::Status PutPlans(const OverviewViews& views, const OverviewFacts& facts,
                      const OverviewQuestion& question, v1::GetOverviewResponse& response);
absl::Status PutWork(const OverviewViews& views, const OverviewQuestion& question,
                     v1::GetOverviewResponse& response);
absl::Status PutIndicators(const OverviewViews& views, const OverviewFacts& facts,
                           const OverviewQuestion& question, v1::GetOverviewResponse& response);
absl::Status PutOverdue(const OverviewViews& views, const OverviewFacts& facts,
                        const OverviewQuestion& question, v1::GetOverviewResponse& response);
absl::Status PutDecisions(const OverviewViews& views, const OverviewFacts& facts,
                          const OverviewQuestion& question, v1::GetOverviewResponse& response);
absl::Status PutService(const OverviewViews& views, const OverviewQuestion& question,
                        v1::GetOverviewResponse& response);

}  // namespace samverk::overview

#endif  // SAMVERK_SERVICES_OVERVIEW_OVERVIEW_SECTIONS_H_
