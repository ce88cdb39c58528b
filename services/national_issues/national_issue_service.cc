#include "services/national_issues/national_issue_service.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "base/status_macros.h"
#include "samverk/v1/national_issue.pb.h"
#include "services/access/access.h"
#include "services/national_issues/national_issue_rules.h"
#include "services/national_issues/national_issue_view.h"
#include "services/rpc/commands.h"
#include "services/rpc/queries.h"

namespace samverk::national_issues {
namespace {

using rpc::QueryContext;

// Whether the caller sees only what was submitted to their organisation.
template <typename Request>
bool SeesOnlyAddressed(const QueryContext& context, const Request& request) {
  return access::ReachOf(context.actor.role(), request.GetDescriptor()->full_name()) ==
         access::Reach::kAddressed;
}

absl::StatusOr<v1::NationalIssue> FindIssue(const runtime::ViewReader& view,
                                            const std::string& name) {
  ASSIGN_OR_RETURN(std::optional<v1::NationalIssue> issue,
                   view.GetMessage<v1::NationalIssue>(kNationalIssueTable, NationalIssueKey(name)));
  if (!issue.has_value()) return Refusal(kNationalIssueNotFound).With("name", name);
  return *std::move(issue);
}

absl::Status Get(const QueryContext& context, const v1::GetNationalIssueRequest& request,
                 v1::GetNationalIssueResponse& response) {
  ASSIGN_OR_RETURN(v1::NationalIssue issue, FindIssue(context.view, request.name()));
  if (SeesOnlyAddressed(context, request)) {
    issue = SeenBy(context.actor.organisation(), std::move(issue));
    // What was not submitted to an agency is missing to it.
    if (issue.rounds().empty()) return Refusal(kNationalIssueNotFound).With("name", request.name());
  }
  *response.mutable_national_issue() = std::move(issue);
  return absl::OkStatus();
}

bool Concerns(const v1::NationalIssue& issue, const std::string& organisation) {
  return issue.owner() == organisation || std::find(issue.backers().begin(), issue.backers().end(),
                                                    organisation) != issue.backers().end();
}

bool WasSubmittedTo(const v1::NationalIssue& issue, const std::string& agency) {
  return std::any_of(issue.rounds().begin(), issue.rounds().end(),
                     [&agency](const auto& round) { return round.agency() == agency; });
}

bool Passes(const v1::ListNationalIssuesRequest& filter, const v1::NationalIssue& issue) {
  if (filter.state() == v1::NATIONAL_ISSUE_STATE_UNSPECIFIED) {
    if (issue.state() == v1::NATIONAL_ISSUE_STATE_WITHDRAWN) return false;
  } else if (issue.state() != filter.state()) {
    return false;
  }
  if (filter.year() != 0 && !YearsOf(issue).contains(filter.year())) return false;
  if (!filter.agency().empty() && !WasSubmittedTo(issue, filter.agency())) return false;
  return filter.organisation().empty() || Concerns(issue, filter.organisation());
}

// Which rows of which table a list goes through.
struct ListRange {
  char table;
  std::string prefix;
};

// By the filter that leaves fewest: the agency, the organisation, the year, the state. `addressee`
// is the agency whose contact asks, or empty.
ListRange RangeOf(const v1::ListNationalIssuesRequest& request, const std::string& addressee) {
  if (!addressee.empty()) return {kByAgencyTable, OrganisationKey(addressee)};
  if (!request.agency().empty()) return {kByAgencyTable, OrganisationKey(request.agency())};
  if (!request.organisation().empty()) {
    return {kByOrganisationTable, OrganisationKey(request.organisation())};
  }
  if (request.year() != 0) return {kByYearTable, NumberKey(request.year())};
  if (request.state() != v1::NATIONAL_ISSUE_STATE_UNSPECIFIED) {
    return {kByStateTable, NumberKey(request.state())};
  }
  return {kByDayTable, ""};
}

absl::Status List(const QueryContext& context, const v1::ListNationalIssuesRequest& request,
                  v1::ListNationalIssuesResponse& response) {
  const std::string addressee =
      SeesOnlyAddressed(context, request) ? context.actor.organisation() : "";
  const ListRange range = RangeOf(request, addressee);
  return rpc::ReadPage(context, request, response, range.table, range.prefix,
                       [&](absl::string_view row) -> absl::StatusOr<size_t> {
                         ASSIGN_OR_RETURN(v1::NationalIssue issue,
                                          FindIssue(context.view, std::string(row)));
                         if (!addressee.empty()) issue = SeenBy(addressee, std::move(issue));
                         if (!Passes(request, issue)) return 0;
                         const size_t bytes = issue.ByteSizeLong();
                         *response.add_national_issues() = std::move(issue);
                         return bytes;
                       });
}

}  // namespace

void AddNationalIssues(runtime::Slices& slices) {
  runtime::CommandRegistry& commands = slices.commands;
  commands.AddResource<NationalIssueRules>("nationalIssues");
  commands.AddCommand<NationalIssueRules, v1::RaiseNationalIssueRequest>();
  commands.AddCommand<NationalIssueRules, v1::BackNationalIssueRequest>();
  commands.AddCommand<NationalIssueRules, v1::TakeBackBackingRequest>();
  commands.AddCommand<NationalIssueRules, v1::SubmitNationalIssueRequest>();
  commands.AddCommand<NationalIssueRules, v1::AnswerNationalIssueRequest>();
  commands.AddCommand<NationalIssueRules, v1::CloseNationalIssueRequest>();
  commands.AddCommand<NationalIssueRules, v1::ReopenNationalIssueRequest>();
  commands.AddCommand<NationalIssueRules, v1::EditNationalIssueRequest>();
  commands.AddCommand<NationalIssueRules, v1::WithdrawNationalIssueRequest>();
  slices.projections.push_back(std::make_unique<NationalIssueProjection>());
}

std::unique_ptr<rpc::BoundService> MakeNationalIssueService(runtime::Partnerships& partnerships) {
  auto service = std::make_unique<rpc::BoundService>(
      v1::RaiseNationalIssueRequest::descriptor()->file()->FindServiceByName(
          "NationalIssueService"));
  rpc::BindCommand<v1::RaiseNationalIssueResponse>(*service, "RaiseNationalIssue", partnerships);
  rpc::BindCommand<v1::BackNationalIssueResponse>(*service, "BackNationalIssue", partnerships);
  rpc::BindCommand<v1::TakeBackBackingResponse>(*service, "TakeBackBacking", partnerships);
  rpc::BindCommand<v1::SubmitNationalIssueResponse>(*service, "SubmitNationalIssue", partnerships);
  rpc::BindCommand<v1::AnswerNationalIssueResponse>(*service, "AnswerNationalIssue", partnerships);
  rpc::BindCommand<v1::CloseNationalIssueResponse>(*service, "CloseNationalIssue", partnerships);
  rpc::BindCommand<v1::ReopenNationalIssueResponse>(*service, "ReopenNationalIssue", partnerships);
  rpc::BindCommand<v1::EditNationalIssueResponse>(*service, "EditNationalIssue", partnerships);
  rpc::BindCommand<v1::WithdrawNationalIssueResponse>(*service, "WithdrawNationalIssue",
                                                      partnerships);
  rpc::BindQuery<v1::GetNationalIssueRequest, v1::GetNationalIssueResponse>(
      *service, "GetNationalIssue", partnerships, kNationalIssueView, Get);
  rpc::BindQuery<v1::ListNationalIssuesRequest, v1::ListNationalIssuesResponse>(
      *service, "ListNationalIssues", partnerships, kNationalIssueView, List);
  service->CheckBound();
  return service;
}

}  // namespace samverk::national_issues
