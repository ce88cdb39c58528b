// Reads organisations and meetings from the view of a partnership.

#ifndef SAMVERK_SERVICES_PARTNERSHIP_PARTNERSHIP_READER_H_
#define SAMVERK_SERVICES_PARTNERSHIP_PARTNERSHIP_READER_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "samverk/storage/v1/meeting_year_row.pb.h"
#include "samverk/v1/meeting.pb.h"
#include "samverk/v1/partnership.pb.h"
#include "services/runtime/versioned_table.h"

namespace samverk::partnership {

// All organisations, sorted by name as in Swedish; also those that have left.
absl::StatusOr<std::vector<v1::Organisation>> ReadOrganisations(const runtime::ViewReader& view);

// All meetings, by resource name; also those that were cancelled or withdrawn.
absl::StatusOr<std::vector<v1::Meeting>> ReadMeetings(const runtime::ViewReader& view);

// How far an organisation took part in the meetings of a year.
struct MeetingParticipation {
  std::string organisation;
  int meetings = 0;
  int64_t participants = 0;  // Persons, once for each meeting that they came to.
};

// The meetings of a partnership by year, and how many the partners have agreed on.
class MeetingYears {
 public:
  // `partnership` is its whole name. Errors: those of ViewReader.
  static absl::StatusOr<MeetingYears> Read(const runtime::ViewReader& view,
                                           const std::string& partnership);

  // The first and the last year that has meetings, if that is before or after `year`.
  int FirstOr(int year) const;
  int LastOr(int year) const;

  // The year as it is judged on `today`; also one that has no meetings.
  v1::MeetingYear Judge(int year, absl::CivilDay today) const;

  // Who took part in those of the year that were held, by name.
  std::vector<MeetingParticipation> Participation(int year) const;

 private:
  MeetingYears() = default;

  std::map<int, storage::v1::MeetingYearRow> rows_;
  int meetings_min_ = 0;  // Before it was created, a partnership had agreed on nothing.
};

}  // namespace samverk::partnership

#endif  // SAMVERK_SERVICES_PARTNERSHIP_PARTNERSHIP_READER_H_
