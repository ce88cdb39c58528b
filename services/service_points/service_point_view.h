// Service points and observations as they stand: what queries read.
//
//   table  key                                          row
//   p      service point                                v1::ServicePoint
//   i      list ‖ name as it sorts ‖ service point      service point, to list those of the list
//   o      observation                                  v1::ServiceObservation
//   d      list ‖ day ‖ observation                     observation, to list those of the list by
//   day
//   L      resource ‖ direction ‖ resource …            v1::Link, see services/runtime/links.h
//
// Observations refer to nothing but their service point, and to who made them.

#ifndef SAMVERK_SERVICES_SERVICE_POINTS_SERVICE_POINT_VIEW_H_
#define SAMVERK_SERVICES_SERVICE_POINTS_SERVICE_POINT_VIEW_H_

#include <cstdint>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "samverk/v1/service_point.pb.h"
#include "services/runtime/projection.h"
#include "storage/event_log/event.h"

namespace samverk::service_points {

inline constexpr char kServicePointView[] = "service_points";
inline constexpr char kServicePointTable = 'p';
inline constexpr char kServicePointListTable = 'i';
inline constexpr char kObservationTable = 'o';
inline constexpr char kObservationListTable = 'd';

// What a list of service points goes by. The withdrawn are in a list of their own and in no other.
enum class ServicePointList {
  kAll,
  kOfOwner,
  kInPlace,
  kOffering,    // On whatever day.
  kThreatened,  // On whatever day.
  kClosed,      // On whatever day.
  kChangedIn,   // A calendar year.
  kWithdrawn,
};
// What a list of observations goes by.
enum class ObservationList { kAll, kOfOwner, kOfServicePoint };

// Keys of the tables.
std::string ServicePointKey(const std::string& name);
std::string ObservationKey(const std::string& name);
std::string ObservationName(const std::string& service_point, int64_t entry);
// Where a list begins; `subject` is an owner, a place, the word of an offer, a year, or empty.
std::string ServicePointListKey(ServicePointList list, const std::string& subject = "");
std::string ObservationListKey(ObservationList list, const std::string& subject = "");
// One for each list that they are in.
std::set<std::string> ServicePointListKeys(const v1::ServicePoint& point);
std::set<std::string> ObservationListKeys(const v1::ServiceObservation& observation);

class ServicePointProjection final : public runtime::Projection {
 public:
  std::string name() const override { return kServicePointView; }
  // To be raised with ICU too: names sort by other bytes in other versions of it.
  int version() const override { return 2; }
  bool keeps_links() const override { return true; }
  absl::StatusOr<std::string> TitleOf(const runtime::ViewReader& view,
                                      const std::string& name) const override;
  absl::Status Apply(const storage::RecordedEvent& event, const std::string& partnership,
                     runtime::ViewWriter& view) const override;
};

}  // namespace samverk::service_points

#endif  // SAMVERK_SERVICES_SERVICE_POINTS_SERVICE_POINT_VIEW_H_
