#include "services/partnership/meeting_years.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/civil_date.h"

namespace samverk::partnership {
namespace {

using storage::v1::MeetingYearParticipation;
using storage::v1::MeetingYearRow;

std::vector<absl::CivilDay> CalledUntil(const MeetingYearRow& row) {
  std::vector<absl::CivilDay> days;
  days.reserve(static_cast<size_t>(row.called_until_size()));
  for (const google::type::Date& day : row.called_until()) days.push_back(ToCivilDay(day));
  return days;
}

void PutCalledUntil(std::vector<absl::CivilDay> days, MeetingYearRow& row) {
  std::sort(days.begin(), days.end());
  row.clear_called_until();
  for (const absl::CivilDay day : days) *row.add_called_until() = ToDate(day);
}

// Adds `sign` times what `share` says of who took part.
void Tally(const MeetingYearRow& share, int sign, MeetingYearRow& row) {
  std::map<std::string, MeetingYearParticipation> by_organisation;
  for (const auto& each : row.participation()) by_organisation[each.organisation()] = each;
  for (const auto& each : share.participation()) {
    MeetingYearParticipation& sum = by_organisation[each.organisation()];
    sum.set_organisation(each.organisation());
    sum.set_meetings(sum.meetings() + sign * each.meetings());
    sum.set_participants(sum.participants() + sign * each.participants());
  }
  row.clear_participation();
  for (const auto& [organisation, sum] : by_organisation) {
    if (sum.meetings() > 0) *row.add_participation() = sum;
  }
}

}  // namespace

std::optional<MeetingYearRow> ShareOf(const v1::Meeting& meeting) {
  MeetingYearRow share;
  share.set_year(meeting.period().start_date().year());
  if (meeting.state() == v1::MEETING_STATE_CALLED) {
    *share.add_called_until() = ToDate(ToCivilDay(meeting.period().end_date()) - 1);
    return share;
  }
  if (meeting.state() != v1::MEETING_STATE_HELD) return std::nullopt;
  share.set_held(1);
  for (const v1::Attendance& each : meeting.attendance()) {
    MeetingYearParticipation& participation = *share.add_participation();
    participation.set_organisation(each.organisation());
    participation.set_meetings(1);
    participation.set_participants(each.participants());
  }
  return share;
}

void AddShare(const MeetingYearRow& share, MeetingYearRow& row) {
  row.set_year(share.year());
  row.set_held(row.held() + share.held());
  std::vector<absl::CivilDay> days = CalledUntil(row);
  for (const absl::CivilDay day : CalledUntil(share)) days.push_back(day);
  PutCalledUntil(std::move(days), row);
  Tally(share, 1, row);
}

void RemoveShare(const MeetingYearRow& share, MeetingYearRow& row) {
  row.set_held(row.held() - share.held());
  std::vector<absl::CivilDay> days = CalledUntil(row);
  for (const absl::CivilDay day : CalledUntil(share)) {
    const auto found = std::find(days.begin(), days.end(), day);
    CHECK(found != days.end());  // It was added before.
    days.erase(found);
  }
  PutCalledUntil(std::move(days), row);
  Tally(share, -1, row);
}

bool IsEmpty(const MeetingYearRow& row) { return row.held() == 0 && row.called_until().empty(); }

v1::MeetingYear Judge(const MeetingYearRow& row, absl::CivilDay today, int meetings_min) {
  v1::MeetingYear year;
  year.set_year(row.year());
  year.set_held(row.held());
  for (const absl::CivilDay day : CalledUntil(row)) {
    if (day < today) {
      year.set_not_recorded(year.not_recorded() + 1);
    } else {
      year.set_called_ahead(year.called_ahead() + 1);
    }
  }
  year.set_meetings_min(meetings_min);
  const bool is_over = row.year() < today.year();
  const int expected = row.held() + (is_over ? 0 : year.called_ahead());
  if (row.year() <= today.year() && expected < meetings_min) {
    year.set_falls_below(true);
    year.set_missing(meetings_min - expected);
  }
  year.set_organisations(row.participation_size());
  for (const auto& each : row.participation()) {
    year.set_participants(year.participants() + each.participants());
  }
  return year;
}

}  // namespace samverk::partnership
