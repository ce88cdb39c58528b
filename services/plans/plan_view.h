// The view of plans: what is answered about them, as of any position.
//
// A plan is a row for its header, one for each element and one for their order, so that an edit
// writes only what it changes; a revision is the position whose rows it is made of, and nothing is
// copied. The rows are folded by plan_content, as the state of the rules is.

#ifndef SAMVERK_SERVICES_PLANS_PLAN_VIEW_H_
#define SAMVERK_SERVICES_PLANS_PLAN_VIEW_H_

#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "samverk/storage/v1/plan_row.pb.h"
#include "samverk/v1/plan.pb.h"
#include "services/runtime/projection.h"
#include "storage/event_log/event.h"

namespace samverk::plans {

inline constexpr char kPlanView[] = "plans";
inline constexpr char kPlanTable = 'p';           // v1::Plan without elements.
inline constexpr char kElementTable = 'e';        // storage::v1::PlanElement.
inline constexpr char kOrderTable = 'o';          // storage::v1::PlanOrder.
inline constexpr char kRevisionTable = 'r';       // storage::v1::PlanRevisionRow.
inline constexpr char kStatementTable = 's';      // v1::PlanStatement.
inline constexpr char kConflictTable = 'c';       // v1::PlanConflict, but for what was and is.
inline constexpr char kChangeTable = 'h';         // storage::v1::PlanChange, by field.
inline constexpr char kByOwnerTable = 'w';        // Names of plans.
inline constexpr char kByMunicipalTable = 'm';    // Names of local plans.
inline constexpr char kConflictIndexTable = 'i';  // Names of conflicts.
inline constexpr char kOpenConflictTable = 'f';   // Numbers of open conflicts, by field.
// And the table of links: services/runtime/links.h.

// Keys of the tables.
std::string PlanKey(const std::string& name);
std::string ElementKey(const std::string& plan, const std::string& element);
// Also of statements and conflicts.
std::string NumberedKey(const std::string& plan, int64_t number);
std::string ChangeKey(const std::string& plan, const std::string& path);
std::string OwnerKey(const std::string& owner);

// What a list of conflicts goes by.
enum class ConflictList { kAll, kOfOwner, kOfPlan };
// Where the conflicts in a state begin; `subject` is an owner, a plan, or empty.
std::string ConflictListKey(ConflictList list, const std::string& subject, v1::ConflictState state);

class PlanProjection final : public runtime::Projection {
 public:
  std::string name() const override { return kPlanView; }
  int version() const override { return 2; }
  bool keeps_links() const override { return true; }
  absl::StatusOr<std::string> TitleOf(const runtime::ViewReader& view,
                                      const std::string& name) const override;
  absl::Status Apply(const storage::RecordedEvent& event, const std::string& partnership,
                     runtime::ViewWriter& view) const override;
};

}  // namespace samverk::plans

#endif  // SAMVERK_SERVICES_PLANS_PLAN_VIEW_H_
