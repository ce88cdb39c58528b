#include "services/partnership/partnership_reader.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/status_macros.h"
#include "samverk/v1/admin.pb.h"
#include "services/partnership/meeting_years.h"
#include "services/partnership/partnership_view.h"
#include "services/runtime/view_rows.h"

namespace samverk::partnership {

using runtime::ViewReader;
using storage::v1::MeetingYearRow;

absl::StatusOr<std::vector<v1::Organisation>> ReadOrganisations(const ViewReader& view) {
  ASSIGN_OR_RETURN(const std::vector<std::string> names, runtime::ReadIndex(view, kByNameTable));
  std::vector<v1::Organisation> organisations;
  organisations.reserve(names.size());
  for (const std::string& name : names) {
    ASSIGN_OR_RETURN(std::optional<v1::Organisation> organisation,
                     view.GetMessage<v1::Organisation>(kOrganisationTable, ResourceKey(name)));
    if (!organisation.has_value()) return Refusal(runtime::kViewDamaged);
    organisations.push_back(*std::move(organisation));
  }
  return organisations;
}

absl::StatusOr<std::vector<v1::Meeting>> ReadMeetings(const ViewReader& view) {
  return runtime::ReadMessages<v1::Meeting>(view, kMeetingTable);
}

absl::StatusOr<MeetingYears> MeetingYears::Read(const ViewReader& view,
                                                const std::string& partnership) {
  MeetingYears years;
  ASSIGN_OR_RETURN(const std::optional<v1::Partnership> found,
                   view.GetMessage<v1::Partnership>(kPartnershipTable, ResourceKey(partnership)));
  if (found.has_value()) years.meetings_min_ = found->meetings_per_year_min();
  ASSIGN_OR_RETURN(std::vector<MeetingYearRow> rows,
                   runtime::ReadMessages<MeetingYearRow>(view, kYearTable));
  for (MeetingYearRow& row : rows) years.rows_[row.year()] = std::move(row);
  return years;
}

int MeetingYears::FirstOr(int year) const {
  return rows_.empty() ? year : std::min(year, rows_.begin()->first);
}

int MeetingYears::LastOr(int year) const {
  return rows_.empty() ? year : std::max(year, rows_.rbegin()->first);
}

v1::MeetingYear MeetingYears::Judge(int year, absl::CivilDay today) const {
  const auto found = rows_.find(year);
  if (found != rows_.end()) return partnership::Judge(found->second, today, meetings_min_);
  MeetingYearRow none;
  none.set_year(year);
  return partnership::Judge(none, today, meetings_min_);
}

std::vector<MeetingParticipation> MeetingYears::Participation(int year) const {
  std::vector<MeetingParticipation> participation;
  const auto found = rows_.find(year);
  if (found == rows_.end()) return participation;
  participation.reserve(static_cast<size_t>(found->second.participation_size()));
  for (const auto& each : found->second.participation()) {
    participation.push_back({each.organisation(), each.meetings(), each.participants()});
  }
  return participation;
}

}  // namespace samverk::partnership
