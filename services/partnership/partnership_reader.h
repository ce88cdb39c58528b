// Reads organisations and meetings from the view of a partnership.

#ifndef SAMVERK_SERVICES_PARTNERSHIP_PARTNERSHIP_READER_H_
#define SAMVERK_SERVICES_PARTNERSHIP_PARTNERSHIP_READER_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "samverk/storage/v1/meeting_year_row.pb.h"
#include "samverk/v1/meeting.pb.h"
#include "samverk/v1/partnership.pb.h"
#include "services/runtime/versioned_table.h"

namespace samverk::partnership {

// All organisations, sorted by name as in Swedish; also those that have left.
absl::StatusOr<std::vector<v1::Organisation>> ReadOrganisations(const runtime::ViewReader& view);

// All meetings, by resource name; also those that were cancelled or withdrawn.
absl::StatusOr<std::vector<v1::Meeting>> ReadMeetings(const runtime::ViewReader& view);

// Every year that has meetings, by its number.
absl::StatusOr<std::map<int, storage::v1::MeetingYearRow>> ReadMeetingYears(
    const runtime::ViewReader& view);

// How many meetings a year the partners have agreed on; 0 before the partnership was created.
absl::StatusOr<int> ReadMeetingsMin(const runtime::ViewReader& view,
                                    const std::string& partnership);

}  // namespace samverk::partnership

#endif  // SAMVERK_SERVICES_PARTNERSHIP_PARTNERSHIP_READER_H_
