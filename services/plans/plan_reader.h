// Reads whole plans, revisions and conflicts from the rows of the view.

#ifndef SAMVERK_SERVICES_PLANS_PLAN_READER_H_
#define SAMVERK_SERVICES_PLANS_PLAN_READER_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/type/date.pb.h"
#include "samverk/storage/v1/plan_row.pb.h"
#include "samverk/v1/plan.pb.h"
#include "services/runtime/versioned_table.h"

namespace samverk::plans {

// The plan without its elements. Errors: those of ViewReader, and
//   NOT_FOUND  PLAN_NOT_FOUND
absl::StatusOr<v1::Plan> FindHeader(const runtime::ViewReader& view, const std::string& name);

// All plans without their elements, by name; also those that were withdrawn.
absl::StatusOr<std::vector<v1::Plan>> ReadHeaders(const runtime::ViewReader& view);

// The conflict, but for what was and is. Errors: those of ViewReader, and
//   NOT_FOUND  CONFLICT_NOT_FOUND
absl::StatusOr<v1::PlanConflict> FindConflict(const runtime::ViewReader& view,
                                              const std::string& name);

// All conflicts that wait for a person, the oldest first, but for what was and is.
absl::StatusOr<std::vector<v1::PlanConflict>> ReadOpenConflicts(const runtime::ViewReader& view);

// The text that people work on. Errors: as FindHeader.
absl::StatusOr<v1::Plan> ReadPlan(const runtime::ViewReader& view, const std::string& name);

// One revision, without its text. Errors: as FindHeader, and
//   NOT_FOUND  REVISION_NOT_FOUND
absl::StatusOr<storage::v1::PlanRevisionRow> FindRevision(const runtime::ViewReader& view,
                                                          const std::string& plan, int64_t number);

// The plan as one revision has it. Errors: as FindRevision.
absl::StatusOr<v1::Plan> ReadRevision(const runtime::ViewReader& view, const std::string& plan,
                                      int64_t number);

// The number of the revision in force on `day`. Errors: as FindHeader, and
//   NOT_FOUND  NOT_IN_FORCE_THEN
absl::StatusOr<int64_t> RevisionInForce(const runtime::ViewReader& view, const std::string& plan,
                                        const google::type::Date& day);

// Puts the facts that a revision states into `plan`.
void PutFacts(const storage::v1::PlanRevisionRow& row, v1::Plan& plan);

// Fills in what was and what stands. Errors: as FindHeader.
absl::Status CompleteConflict(const runtime::ViewReader& view, v1::PlanConflict& conflict);

}  // namespace samverk::plans

#endif  // SAMVERK_SERVICES_PLANS_PLAN_READER_H_
