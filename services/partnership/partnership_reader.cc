#include "services/partnership/partnership_reader.h"

#include <optional>
#include <utility>

#include "base/status_macros.h"
#include "samverk/v1/admin.pb.h"
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

absl::StatusOr<std::map<int, MeetingYearRow>> ReadMeetingYears(const ViewReader& view) {
  ASSIGN_OR_RETURN(std::vector<MeetingYearRow> rows,
                   runtime::ReadMessages<MeetingYearRow>(view, kYearTable));
  std::map<int, MeetingYearRow> years;
  for (MeetingYearRow& row : rows) years[row.year()] = std::move(row);
  return years;
}

absl::StatusOr<int> ReadMeetingsMin(const ViewReader& view, const std::string& partnership) {
  ASSIGN_OR_RETURN(const std::optional<v1::Partnership> found,
                   view.GetMessage<v1::Partnership>(kPartnershipTable, ResourceKey(partnership)));
  return found.has_value() ? found->meetings_per_year_min() : 0;
}

}  // namespace samverk::partnership
