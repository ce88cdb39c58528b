// Workshops as they stand: what queries read.
//
//   table  key                                  row
//   w      workshop                             v1::Workshop
//   d      first day ‖ workshop                 workshop, to list by date
//   n      workshop ‖ entry                     v1::WorkshopNote

#ifndef SAMVERK_SERVICES_WORKSHOPS_WORKSHOP_VIEW_H_
#define SAMVERK_SERVICES_WORKSHOPS_WORKSHOP_VIEW_H_

#include <string>

#include "absl/status/status.h"
#include "samverk/v1/workshop.pb.h"
#include "services/runtime/projection.h"
#include "storage/event_log/event.h"

namespace samverk::workshops {

inline constexpr char kWorkshopView[] = "workshops";
inline constexpr char kWorkshopTable = 'w';
inline constexpr char kByDateTable = 'd';
inline constexpr char kNoteTable = 'n';

// Keys of the tables.
std::string WorkshopKey(const std::string& name);
std::string ByDateKey(const v1::Workshop& workshop);
std::string NoteKey(const std::string& workshop, int64_t entry);

class WorkshopProjection final : public runtime::Projection {
 public:
  std::string name() const override { return kWorkshopView; }
  int version() const override { return 1; }
  absl::Status Apply(const storage::RecordedEvent& event, const std::string& partnership,
                     runtime::ViewWriter& view) const override;
};

// Whether `organisation` hosts the workshop, is invited to it, or took part in it.
bool Concerns(const v1::Workshop& workshop, const std::string& organisation);

}  // namespace samverk::workshops

#endif  // SAMVERK_SERVICES_WORKSHOPS_WORKSHOP_VIEW_H_
