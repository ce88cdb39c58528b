// The meetings of a partnership added up by the year, and whether they are enough. Pure.
//
// A meeting is of the year of its first day. Cancelled and withdrawn ones do not count.

#ifndef SAMVERK_SERVICES_PARTNERSHIP_MEETING_YEARS_H_
#define SAMVERK_SERVICES_PARTNERSHIP_MEETING_YEARS_H_

#include <optional>

#include "absl/time/civil_time.h"
#include "samverk/storage/v1/meeting_year_row.pb.h"
#include "samverk/v1/meeting.pb.h"

namespace samverk::partnership {

// What one meeting adds to its year; nullopt if it does not count.
std::optional<storage::v1::MeetingYearRow> ShareOf(const v1::Meeting& meeting);

// Adds what one meeting adds, and takes it away again.
void AddShare(const storage::v1::MeetingYearRow& share, storage::v1::MeetingYearRow& row);
void RemoveShare(const storage::v1::MeetingYearRow& share, storage::v1::MeetingYearRow& row);

// Whether no meeting is left.
bool IsEmpty(const storage::v1::MeetingYearRow& row);

// The year as it is judged on `today`, where `meetings_min` were agreed on.
v1::MeetingYear Judge(const storage::v1::MeetingYearRow& row, absl::CivilDay today,
                      int meetings_min);

}  // namespace samverk::partnership

#endif  // SAMVERK_SERVICES_PARTNERSHIP_MEETING_YEARS_H_
