#include "services/follow_ups/follow_up_reader.h"

#include <map>
#include <optional>
#include <utility>

#include "base/status_macros.h"
#include "services/follow_ups/county_figures.h"
#include "services/follow_ups/follow_up_reasons.h"
#include "services/follow_ups/follow_up_view.h"
#include "services/runtime/ordered_key.h"
#include "services/runtime/view_rows.h"

namespace samverk::follow_ups {
namespace {

using runtime::OrderedKey;
using runtime::ViewReader;

template <typename Row>
absl::StatusOr<Row> Find(const ViewReader& view, char table, const std::string& name,
                         const Reason& not_found) {
  ASSIGN_OR_RETURN(std::optional<Row> row, view.GetMessage<Row>(table, NameKey(name)));
  if (!row.has_value()) return Refusal(not_found).With("name", name);
  return *std::move(row);
}

// What counts for the municipality in that year, as the register of follow-ups tells the rules;
// nullopt if nothing is approved.
absl::StatusOr<std::optional<v1::FollowUp>> FindApproved(const ViewReader& view,
                                                         const std::string& municipality,
                                                         int year) {
  ASSIGN_OR_RETURN(const std::vector<std::string> names,
                   runtime::ReadIndex(view, kByOwnerTable,
                                      OrderedKey().Text(municipality).Number(year).bytes()));
  std::optional<v1::FollowUp> latest;
  for (const std::string& name : names) {
    ASSIGN_OR_RETURN(v1::FollowUp each, FindFollowUp(view, name));
    if (!each.has_approved()) continue;
    const bool later = !latest.has_value() || each.approved().position().position() >
                                                  latest->approved().position().position();
    if (later) latest = std::move(each);
  }
  return latest;
}

absl::StatusOr<bool> IsOutdated(const ViewReader& view,
                                const v1::FollowUpCompilation& compilation) {
  std::map<std::string, std::pair<std::string, int64_t>> basis;  // By municipality.
  for (const v1::FollowUpBasis& each : compilation.basis()) {
    basis[each.municipality()] = {each.follow_up(), each.revision()};
  }
  for (const std::string& municipality : compilation.municipalities()) {
    ASSIGN_OR_RETURN(const std::optional<v1::FollowUp> approved,
                     FindApproved(view, municipality, compilation.year()));
    const auto then = basis.find(municipality);
    if (approved.has_value() != (then != basis.end())) return true;
    if (approved.has_value() &&
        then->second != std::pair(approved->name(), approved->approved().revision())) {
      return true;
    }
  }
  return false;
}

// The indicators that were submitted: what stood at that position, whatever was corrected since.
absl::StatusOr<std::vector<v1::IndicatorValue>> ReadSubmitted(const ViewReader& view,
                                                              const std::string& follow_up,
                                                              int64_t position) {
  return ReadIndicators(view.AsOf(storage::Position(static_cast<uint64_t>(position))), follow_up);
}

// The number after which a range ends, as a key; empty: no end.
std::string KeyAfter(const std::string& prefix, int last) {
  return last == 0 ? "" : prefix + OrderedKey().Number(last + 1).bytes();
}

}  // namespace

absl::StatusOr<v1::FollowUp> FindFollowUp(const ViewReader& view, const std::string& name) {
  return Find<v1::FollowUp>(view, kFollowUpTable, name, kFollowUpNotFound);
}

absl::StatusOr<v1::FollowUpCompilation> FindCompilation(const ViewReader& view,
                                                        const std::string& name) {
  return Find<v1::FollowUpCompilation>(view, kCompilationTable, name, kCompilationNotFound);
}

absl::StatusOr<std::vector<v1::IndicatorValue>> ReadIndicators(const ViewReader& view,
                                                               const std::string& follow_up) {
  return runtime::ReadMessages<v1::IndicatorValue>(view, kIndicatorTable, NameKey(follow_up));
}

absl::StatusOr<std::vector<v1::FollowUp>> ReadFollowUps(const ViewReader& view) {
  return runtime::ReadMessages<v1::FollowUp>(view, kFollowUpTable);
}

absl::StatusOr<std::vector<v1::FollowUpCompilation>> ReadCompilations(const ViewReader& view) {
  return runtime::ReadMessages<v1::FollowUpCompilation>(view, kCompilationTable);
}

absl::StatusOr<std::vector<v1::CountyFigure>> ReadApprovedFigures(
    const ViewReader& view, const std::vector<std::string>& municipalities, int year) {
  std::vector<MunicipalValues> county;
  county.reserve(municipalities.size());
  for (const std::string& municipality : municipalities) {
    ASSIGN_OR_RETURN(const std::optional<v1::FollowUp> approved,
                     FindApproved(view, municipality, year));
    if (!approved.has_value()) continue;
    ASSIGN_OR_RETURN(
        std::vector<v1::IndicatorValue> values,
        ReadSubmitted(view, approved->name(), approved->approved().position().position()));
    county.push_back({municipality, std::move(values)});
  }
  return CountyFigures(county, county.size() < municipalities.size());
}

absl::Status CompleteCompilation(const ViewReader& view, v1::FollowUpCompilation& compilation) {
  std::vector<MunicipalValues> county;
  county.reserve(static_cast<size_t>(compilation.basis_size()));
  for (const v1::FollowUpBasis& basis : compilation.basis()) {
    ASSIGN_OR_RETURN(std::vector<v1::IndicatorValue> values,
                     ReadSubmitted(view, basis.follow_up(), basis.position().position()));
    county.push_back({basis.municipality(), std::move(values)});
  }
  for (v1::CountyFigure& figure : CountyFigures(county, !compilation.missing().empty())) {
    *compilation.add_figures() = std::move(figure);
  }
  ASSIGN_OR_RETURN(const bool outdated, IsOutdated(view, compilation));
  compilation.set_outdated(outdated);
  return absl::OkStatus();
}

ListRange RangeOf(const v1::ListFollowUpsRequest& request) {
  ListRange range{kByYearTable, "", "", ""};
  if (!request.plan().empty()) {
    range.table = kByPlanTable;
    range.prefix = OrderedKey().Text(request.plan()).bytes();
  } else if (!request.owner().empty()) {
    range.table = kByOwnerTable;
    range.prefix = OrderedKey().Text(request.owner()).bytes();
  } else if (request.state() != v1::FOLLOW_UP_STATE_UNSPECIFIED) {
    range.table = kByStateTable;
    range.prefix = OrderedKey().Number(request.state()).bytes();
  }
  if (request.year() != 0) range.prefix += OrderedKey().Number(request.year()).bytes();
  return range;
}

ListRange RangeOf(const v1::ListIndicatorValuesRequest& request) {
  ListRange range{kOfYearTable, "", "", ""};
  if (!request.follow_up().empty()) return {kIndicatorTable, NameKey(request.follow_up()), "", ""};
  bool years_are_next = true;
  if (!request.key().empty()) {
    range.table = kByKeyTable;
    range.prefix = OrderedKey().Text(request.key()).bytes();
    years_are_next = !request.owner().empty();
    if (years_are_next) range.prefix += OrderedKey().Text(request.owner()).bytes();
  } else if (!request.owner().empty()) {
    range.table = kOfOwnerTable;
    range.prefix = OrderedKey().Text(request.owner()).bytes();
    years_are_next = false;
  }
  if (!years_are_next) return range;
  range.first = range.prefix + OrderedKey().Number(request.first_year()).bytes();
  range.end = KeyAfter(range.prefix, request.last_year());
  return range;
}

}  // namespace samverk::follow_ups
