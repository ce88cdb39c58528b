// Edits of a national issue, and what its rounds and answers may say. Pure; part of its rules.

#ifndef SAMVERK_SERVICES_NATIONAL_ISSUES_ISSUE_EDITS_H_
#define SAMVERK_SERVICES_NATIONAL_ISSUES_ISSUE_EDITS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "google/type/date.pb.h"
#include "samverk/v1/national_issue.pb.h"
#include "samverk/v1/national_issue_events.pb.h"
#include "services/national_issues/national_issue_rules.h"
#include "services/runtime/rules.h"

namespace samverk::national_issues {

// OK if `day` is not after `today`. Errors: DAY_AHEAD.
absl::Status CheckNotAhead(const google::type::Date& day, absl::CivilDay today,
                           const std::string& name);

// OK if an answer is not of a day before its round. Errors: ANSWERED_BEFORE_SUBMITTED.
absl::Status CheckAnsweredAfter(absl::CivilDay submitted_on, absl::CivilDay answered_on,
                                const std::string& name);

// OK if the state may be edited so. Errors: as EditNationalIssue in national_issue.proto.
absl::Status CheckEdit(const NationalIssueState& state, const runtime::Facts& facts,
                       const v1::NationalIssueEdit& edit, absl::CivilDay today,
                       const std::string& name);

// An edit that is allowed, with the days that it leaves out: those that stand.
v1::NationalIssueEdit WithDays(const NationalIssueState& state, v1::NationalIssueEdit edit);

// Whether the state says already what a whole edit, which is allowed, says.
bool IsConverged(const NationalIssueState& state, const v1::NationalIssueEdit& edit);

// What events do to the state.
void EvolveEdit(NationalIssueState& state, const v1::NationalIssueEdit& edit);
void EvolveSubmitted(NationalIssueState& state, const v1::NationalIssueSubmitted& submitted,
                     int64_t entry);
void EvolveAnswered(NationalIssueState& state, const v1::NationalIssueAnswered& answered,
                    int64_t entry);

}  // namespace samverk::national_issues

#endif  // SAMVERK_SERVICES_NATIONAL_ISSUES_ISSUE_EDITS_H_
