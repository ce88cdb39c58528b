// The overview for people at a terminal: a heading and a table for each section.

#ifndef SAMVERK_CLIENTS_CLI_OVERVIEW_PRINTING_H_
#define SAMVERK_CLIENTS_CLI_OVERVIEW_PRINTING_H_

#include <ostream>

#include "clients/cli/names.h"
#include "samverk/v1/overview.pb.h"

namespace samverk {

// Where each municipality is with its plan.
void PrintPlanStatus(const v1::GetOverviewResponse& overview, const OrganisationNames& names,
                     std::ostream& out);
// Workshops, meetings and participation by year.
void PrintWork(const v1::GetOverviewResponse& overview, const OrganisationNames& names,
               std::ostream& out);
// Indicators over the years.
void PrintIndicatorSeries(const v1::GetOverviewResponse& overview, std::ostream& out);
// What is overdue.
void PrintOverdue(const v1::GetOverviewResponse& overview, const OrganisationNames& names,
                  std::ostream& out);
// What waits for a decision.
void PrintWaiting(const v1::GetOverviewResponse& overview, const OrganisationNames& names,
                  std::ostream& out);
// Service gained and lost by year.
void PrintService(const v1::GetOverviewResponse& overview, std::ostream& out);

}  // namespace samverk

#endif  // SAMVERK_CLIENTS_CLI_OVERVIEW_PRINTING_H_
