// Follow-ups and compilations as they stand: what queries read.
//
//   table  key                                       row
//   f      follow-up                                 v1::FollowUp
//   y      year ‖ owner ‖ follow-up                  follow-up, to list by year
//   o      owner ‖ year ‖ follow-up                  follow-up, of one municipality
//   p      plan ‖ year ‖ owner ‖ follow-up           follow-up, of one plan
//   s      state ‖ year ‖ owner ‖ follow-up          follow-up, in one state
//   i      follow-up ‖ entry                         v1::IndicatorValue, but for the state
//   k      key ‖ owner ‖ year ‖ follow-up ‖ entry    key of the indicator
//   m      owner ‖ key ‖ year ‖ follow-up ‖ entry    key of the indicator
//   t      year ‖ key ‖ owner ‖ follow-up ‖ entry    key of the indicator
//   a      follow-up ‖ element                       v1::ElementAssessment
//   c      compilation                               v1::FollowUpCompilation, but for the figures
//   L      resource ‖ direction ‖ resource …         v1::Link, see services/runtime/links.h; of a
//                                                    follow-up to its plan, by itself and by each
//                                                    assessment, and to the places of indicators
//
// Positions in the rows are without the epoch of the ledger.

#ifndef SAMVERK_SERVICES_FOLLOW_UPS_FOLLOW_UP_VIEW_H_
#define SAMVERK_SERVICES_FOLLOW_UPS_FOLLOW_UP_VIEW_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "samverk/v1/follow_up.pb.h"
#include "services/runtime/projection.h"
#include "storage/event_log/event.h"

namespace samverk::follow_ups {

inline constexpr char kFollowUpView[] = "follow_ups";
inline constexpr char kFollowUpTable = 'f';
inline constexpr char kByYearTable = 'y';
inline constexpr char kByOwnerTable = 'o';
inline constexpr char kByPlanTable = 'p';
inline constexpr char kByStateTable = 's';
inline constexpr char kIndicatorTable = 'i';
inline constexpr char kByKeyTable = 'k';
inline constexpr char kOfOwnerTable = 'm';
inline constexpr char kOfYearTable = 't';
inline constexpr char kAssessmentTable = 'a';
inline constexpr char kCompilationTable = 'c';

// Keys of the tables. What belongs to a resource begins with the key of its name.
std::string NameKey(const std::string& name);
std::string IndicatorKey(const std::string& follow_up, int64_t entry);
std::string AssessmentKey(const std::string& follow_up, const std::string& element);

class FollowUpProjection final : public runtime::Projection {
 public:
  std::string name() const override { return kFollowUpView; }
  int version() const override { return 2; }
  bool keeps_links() const override { return true; }
  absl::StatusOr<std::string> TitleOf(const runtime::ViewReader& view,
                                      const std::string& name) const override;
  absl::Status Apply(const storage::RecordedEvent& event, const std::string& partnership,
                     runtime::ViewWriter& view) const override;
};

}  // namespace samverk::follow_ups

#endif  // SAMVERK_SERVICES_FOLLOW_UPS_FOLLOW_UP_VIEW_H_
