// Places as they stand: what queries read.
//
//   table  key                                  row
//   p      place                                v1::Place
//   i      list ‖ name as it sorts ‖ place      place, to list those of the list by name
//   L      resource ‖ direction ‖ resource …    v1::Link, see services/runtime/links.h

#ifndef SAMVERK_SERVICES_SERVICE_POINTS_PLACE_VIEW_H_
#define SAMVERK_SERVICES_SERVICE_POINTS_PLACE_VIEW_H_

#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "samverk/v1/place.pb.h"
#include "services/runtime/projection.h"
#include "storage/event_log/event.h"

namespace samverk::service_points {

inline constexpr char kPlaceView[] = "places";
inline constexpr char kPlaceTable = 'p';
inline constexpr char kPlaceListTable = 'i';

// What a list of places goes by.
enum class PlaceList {
  kAll,
  kOfOwner,
  kOfLevel,  // On whatever day.
};

// Keys of the tables.
std::string PlaceKey(const std::string& name);
// Where a list begins; `subject` is an owner, the word of a level, or empty.
std::string PlaceListKey(PlaceList list, const std::string& subject = "");
// One for each list that the place is in.
std::set<std::string> PlaceListKeys(const v1::Place& place);

class PlaceProjection final : public runtime::Projection {
 public:
  std::string name() const override { return kPlaceView; }
  // To be raised with ICU too: names sort by other bytes in other versions of it.
  int version() const override { return 2; }
  bool keeps_links() const override { return true; }
  absl::StatusOr<std::string> TitleOf(const runtime::ViewReader& view,
                                      const std::string& name) const override;
  absl::Status Apply(const storage::RecordedEvent& event, const std::string& partnership,
                     runtime::ViewWriter& view) const override;
};

}  // namespace samverk::service_points

#endif  // SAMVERK_SERVICES_SERVICE_POINTS_PLACE_VIEW_H_
