// National issues as they stand: what queries read.
//
//   table  key                                  row
//   n      issue                                v1::NationalIssue
//   d      day raised ‖ issue                   issue, to list by date
//   o      organisation ‖ day raised ‖ issue    issue, to list those that one raised or backs
//   a      agency ‖ day raised ‖ issue          issue, to list those that were submitted to one
//   y      year ‖ day raised ‖ issue            issue, to list those that concern a year
//   s      state ‖ day raised ‖ issue           issue, to list those in a state
//   L      resource ‖ direction ‖ resource …    v1::Link, see services/runtime/links.h

#ifndef SAMVERK_SERVICES_NATIONAL_ISSUES_NATIONAL_ISSUE_VIEW_H_
#define SAMVERK_SERVICES_NATIONAL_ISSUES_NATIONAL_ISSUE_VIEW_H_

#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "samverk/v1/national_issue.pb.h"
#include "services/runtime/projection.h"
#include "storage/event_log/event.h"

namespace samverk::national_issues {

inline constexpr char kNationalIssueView[] = "national_issues";
inline constexpr char kNationalIssueTable = 'n';
inline constexpr char kByDayTable = 'd';
inline constexpr char kByOrganisationTable = 'o';
inline constexpr char kByAgencyTable = 'a';
inline constexpr char kByYearTable = 'y';
inline constexpr char kByStateTable = 's';

// Keys of the tables.
std::string NationalIssueKey(const std::string& name);
std::string ByDayKey(const v1::NationalIssue& issue);
std::set<std::string> ByOrganisationKeys(const v1::NationalIssue& issue);
std::set<std::string> ByAgencyKeys(const v1::NationalIssue& issue);
// The years in which it was raised, submitted, answered or closed.
std::set<int> YearsOf(const v1::NationalIssue& issue);
// Where the issues of an organisation or agency begin; of a year or state.
std::string OrganisationKey(const std::string& organisation);
std::string NumberKey(int number);

// Where an issue is in its life, as its rounds and answers tell.
v1::NationalIssueState StateOf(const v1::NationalIssue& issue);

// What the contacts of an agency see of an issue that was submitted to it: none of the rounds of
// others.
v1::NationalIssue SeenBy(const std::string& agency, v1::NationalIssue issue);

class NationalIssueProjection final : public runtime::Projection {
 public:
  std::string name() const override { return kNationalIssueView; }
  int version() const override { return 2; }
  bool keeps_links() const override { return true; }
  absl::StatusOr<std::string> TitleOf(const runtime::ViewReader& view,
                                      const std::string& name) const override;
  absl::Status Apply(const storage::RecordedEvent& event, const std::string& partnership,
                     runtime::ViewWriter& view) const override;
};

}  // namespace samverk::national_issues

#endif  // SAMVERK_SERVICES_NATIONAL_ISSUES_NATIONAL_ISSUE_VIEW_H_
