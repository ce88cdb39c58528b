// Action plans as they stand: what queries read. The rows are folded by action_plan_content, as the
// state of the rules is.
//
//   table  key                         row
//   a      action plan                 v1::ActionPlan without measures
//   m      action plan ‖ measure       v1::ActionPlanMeasure, but for what its plan says
//   s      action plan                 storage::v1::ActionPlanMeasureIds
//   w      owner ‖ year ‖ plan         name of the action plan
//   y      year ‖ owner ‖ plan         name of the action plan
//   l      list ‖ subject ‖ deadline   key of the measure in table m, to list measures by deadline
//            ‖ plan ‖ number
//   L      resource ‖ direction ‖ …    v1::Link, see services/runtime/links.h; those of measures
//                                      begin with `measures/{measure}` in the action plan

#ifndef SAMVERK_SERVICES_ACTION_PLANS_ACTION_PLAN_VIEW_H_
#define SAMVERK_SERVICES_ACTION_PLANS_ACTION_PLAN_VIEW_H_

#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "samverk/v1/action_plan.pb.h"
#include "services/runtime/projection.h"
#include "storage/event_log/event.h"

namespace samverk::action_plans {

inline constexpr char kActionPlanView[] = "action_plans";
inline constexpr char kActionPlanTable = 'a';
inline constexpr char kMeasureTable = 'm';
inline constexpr char kMeasureIdsTable = 's';
inline constexpr char kByOwnerTable = 'w';
inline constexpr char kByYearTable = 'y';
inline constexpr char kMeasureListTable = 'l';

// Keys of the tables.
std::string ActionPlanKey(const std::string& name);
std::string MeasureKey(const std::string& action_plan, const std::string& measure);
// Where the action plans of an owner begin.
std::string OwnerKey(const std::string& owner);
// Where the action plans of a year begin.
std::string YearKey(int year);

// What a list of measures goes by.
enum class MeasureList {
  kAll,
  kOfResponsible,     // Subject: the organisation.
  kOfStatus,          // The number of the status.
  kOfYear,            // The year.
  kOfPlan,            // The service plan that they serve.
  kDue,               // Those that are overdue once their deadline has passed.
  kDueOfResponsible,  // The same of one organisation.
};
// Where the measures of a list begin; `subject` is empty where it has none.
std::string MeasureListKey(MeasureList list, absl::string_view subject);

// Whether a measure is overdue once its deadline has passed.
bool IsDue(v1::ActionPlanState plan, v1::ActionPlanMeasureStatus measure);

class ActionPlanProjection final : public runtime::Projection {
 public:
  std::string name() const override { return kActionPlanView; }
  int version() const override { return 2; }
  bool keeps_links() const override { return true; }
  absl::StatusOr<std::string> TitleOf(const runtime::ViewReader& view,
                                      const std::string& name) const override;
  absl::Status Apply(const storage::RecordedEvent& event, const std::string& partnership,
                     runtime::ViewWriter& view) const override;
};

}  // namespace samverk::action_plans

#endif  // SAMVERK_SERVICES_ACTION_PLANS_ACTION_PLAN_VIEW_H_
