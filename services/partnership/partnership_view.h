// A partnership, its organisations, its people, and its meetings as they stand: what queries
// read. What is personal stays sealed (services/runtime/personal.h).
//
//   table  key                                  row
//   r      partnership                          v1::Partnership without its head
//   o      organisation                         v1::Organisation
//   s      name as it sorts ‖ organisation      organisation, to list by name
//   p      person                               storage::v1::PersonRow
//   q      owning organisation ‖ person         person, to list all of them
//   t      organisation of a role ‖ person      person, to list those of an organisation
//   m      meeting                              v1::Meeting
//   d      first day ‖ meeting                  meeting, to list by date
//   g      organisation ‖ first day ‖ meeting   meeting, to list those that concern one
//   x      whose ‖ done ‖ deadline ‖ decision   decision of a meeting, to list them; whose: an
//                                               organisation, a year, or empty for all of them
//   y      year                                 storage::v1::MeetingYearRow
//   L      resource ‖ direction ‖ resource …    v1::Link of meetings, see services/runtime/links.h

#ifndef SAMVERK_SERVICES_PARTNERSHIP_PARTNERSHIP_VIEW_H_
#define SAMVERK_SERVICES_PARTNERSHIP_PARTNERSHIP_VIEW_H_

#include <cstdint>
#include <set>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "samverk/v1/admin.pb.h"
#include "samverk/v1/meeting.pb.h"
#include "samverk/v1/partnership.pb.h"
#include "services/runtime/projection.h"
#include "storage/event_log/event.h"

namespace samverk::partnership {

inline constexpr char kPartnershipView[] = "partnership";
inline constexpr char kPartnershipTable = 'r';
inline constexpr char kOrganisationTable = 'o';
inline constexpr char kByNameTable = 's';
inline constexpr char kPersonTable = 'p';
inline constexpr char kByOwnerTable = 'q';
inline constexpr char kByOrganisationTable = 't';
inline constexpr char kMeetingTable = 'm';
inline constexpr char kByDateTable = 'd';
inline constexpr char kMeetingByOrganisationTable = 'g';
inline constexpr char kDecisionTable = 'x';
inline constexpr char kYearTable = 'y';

// Keys of the tables. A ResourceKey of an organisation is also where its people begin.
std::string ResourceKey(const std::string& name);
std::string ByNameKey(const v1::Organisation& organisation);
std::string ByOwnerKey(const v1::Person& person);
std::set<std::string> ByOrganisationKeys(const v1::Person& person);
std::string ByDateKey(const v1::Meeting& meeting);
// One for each organisation that it concerns: its host, those called and those who took part.
std::set<std::string> MeetingByOrganisationKeys(const v1::Meeting& meeting);

// Decisions of meetings are in the order of the day they were done; after those stand the open
// ones, in the order of their deadlines. Keys begin with whose they are.
inline constexpr char kOpenDecision[] = "open";
// The name under which the index knows the decision `entry` of `meeting`.
std::string DecisionName(const std::string& meeting, int64_t entry);
// The meeting and the number of a decision of that name; the number 0 if it is none.
std::pair<std::string, int64_t> ParseDecisionName(absl::string_view name);

class PartnershipProjection final : public runtime::Projection {
 public:
  std::string name() const override { return kPartnershipView; }
  // To be raised with ICU too: names sort by other bytes in other versions of it.
  int version() const override { return 4; }
  bool keeps_links() const override { return true; }
  absl::StatusOr<std::string> TitleOf(const runtime::ViewReader& view,
                                      const std::string& name) const override;
  absl::Status Apply(const storage::RecordedEvent& event, const std::string& partnership,
                     runtime::ViewWriter& view) const override;
};

}  // namespace samverk::partnership

#endif  // SAMVERK_SERVICES_PARTNERSHIP_PARTNERSHIP_VIEW_H_
