// Workshops as they stand: what queries read.
//
//   table  key                                  row
//   w      workshop                             v1::Workshop
//   d      first day ‖ workshop                 workshop, to list by date
//   o      organisation ‖ first day ‖ workshop  workshop, to list those that concern one
//   n      workshop ‖ entry                     v1::WorkshopNote
//   L      resource ‖ direction ‖ resource …    v1::Link, see services/runtime/links.h

#ifndef SAMVERK_SERVICES_WORKSHOPS_WORKSHOP_VIEW_H_
#define SAMVERK_SERVICES_WORKSHOPS_WORKSHOP_VIEW_H_

#include <set>
#include <string>

#include "absl/status/status.h"
#include "samverk/v1/workshop.pb.h"
#include "services/runtime/projection.h"
#include "storage/event_log/event.h"

namespace samverk::workshops {

inline constexpr char kWorkshopView[] = "workshops";
inline constexpr char kWorkshopTable = 'w';
inline constexpr char kByDateTable = 'd';
inline constexpr char kByOrganisationTable = 'o';
inline constexpr char kNoteTable = 'n';

// Keys of the tables.
std::string WorkshopKey(const std::string& name);
std::string ByDateKey(const v1::Workshop& workshop);
// One for each organisation that it concerns: its host, the invited and those who took part.
std::set<std::string> ByOrganisationKeys(const v1::Workshop& workshop);
// Where the workshops of an organisation begin.
std::string OrganisationKey(const std::string& organisation);
std::string NoteKey(const std::string& workshop, int64_t entry);

class WorkshopProjection final : public runtime::Projection {
 public:
  std::string name() const override { return kWorkshopView; }
  int version() const override { return 3; }
  bool keeps_links() const override { return true; }
  absl::StatusOr<std::string> TitleOf(const runtime::ViewReader& view,
                                      const std::string& name) const override;
  absl::Status Apply(const storage::RecordedEvent& event, const std::string& partnership,
                     runtime::ViewWriter& view) const override;
};

}  // namespace samverk::workshops

#endif  // SAMVERK_SERVICES_WORKSHOPS_WORKSHOP_VIEW_H_
