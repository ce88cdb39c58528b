#include "services/initiatives/initiative_service.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/civil_date.h"
#include "base/status_macros.h"
#include "samverk/v1/initiative.pb.h"
#include "services/initiatives/initiative_content.h"
#include "services/initiatives/initiative_rules.h"
#include "services/initiatives/initiative_view.h"
#include "services/rpc/commands.h"
#include "services/rpc/queries.h"

namespace samverk::initiatives {
namespace {

absl::StatusOr<v1::Initiative> FindInitiative(const runtime::ViewReader& view,
                                              const std::string& name) {
  ASSIGN_OR_RETURN(std::optional<v1::Initiative> initiative,
                   view.GetMessage<v1::Initiative>(kInitiativeTable, InitiativeKey(name)));
  if (!initiative.has_value()) return Refusal(kInitiativeNotFound).With("name", name);
  return *std::move(initiative);
}

absl::Status Get(const rpc::QueryContext& context, const v1::GetInitiativeRequest& request,
                 v1::GetInitiativeResponse& response) {
  ASSIGN_OR_RETURN(*response.mutable_initiative(), FindInitiative(context.view, request.name()));
  return absl::OkStatus();
}

// The list that says most of what is asked.
std::string ListAskedFor(const v1::ListInitiativesRequest& request) {
  for (const std::string* link : {&request.linked_to(), &request.place()}) {
    if (!link->empty()) return ListKey(InitiativeList::kLinkedTo, *link);
  }
  if (!request.organisation().empty()) {
    return ListKey(InitiativeList::kOfOrganisation, request.organisation());
  }
  if (request.year() != 0) return ListKey(InitiativeList::kOfYear, absl::StrCat(request.year()));
  return ListKey(InitiativeList::kAll, "");
}

bool Touches(const v1::DatePeriod& period, int year) {
  return period.start_date().year() <= year && (ToCivilDay(period.end_date()) - 1).year() >= year;
}

bool Passes(const v1::ListInitiativesRequest& filter, const v1::Initiative& initiative) {
  for (const std::string* link : {&filter.linked_to(), &filter.place()}) {
    if (!link->empty() && !Holds(initiative.links(), *link)) return false;
  }
  const std::string& organisation = filter.organisation();
  if (!organisation.empty() && initiative.owner() != organisation &&
      !Holds(initiative.partners(), organisation)) {
    return false;
  }
  if (filter.year() != 0 && !Touches(initiative.period(), filter.year())) return false;
  if (filter.state() == v1::INITIATIVE_STATE_UNSPECIFIED) {
    return initiative.state() != v1::INITIATIVE_STATE_WITHDRAWN;
  }
  return initiative.state() == filter.state();
}

absl::Status List(const rpc::QueryContext& context, const v1::ListInitiativesRequest& request,
                  v1::ListInitiativesResponse& response) {
  return rpc::ReadPage(context, request, response, kListTable, ListAskedFor(request),
                       [&](absl::string_view row) -> absl::StatusOr<size_t> {
                         ASSIGN_OR_RETURN(const v1::Initiative initiative,
                                          FindInitiative(context.view, std::string(row)));
                         if (!Passes(request, initiative)) return 0;
                         *response.add_initiatives() = initiative;
                         return initiative.ByteSizeLong();
                       });
}

absl::Status ListResults(const rpc::QueryContext& context,
                         const v1::ListInitiativeResultsRequest& request,
                         v1::ListInitiativeResultsResponse& response) {
  RETURN_IF_ERROR(FindInitiative(context.view, request.parent()).status());
  return rpc::ReadPage(
      context, request, response, kResultTable, InitiativeKey(request.parent()),
      [&](absl::string_view row) -> absl::StatusOr<size_t> {
        if (!response.add_results()->ParseFromArray(row.data(), static_cast<int>(row.size()))) {
          return Refusal(runtime::kViewDamaged);
        }
        return row.size();
      });
}

}  // namespace

void AddInitiatives(runtime::Slices& slices) {
  runtime::CommandRegistry& commands = slices.commands;
  commands.AddResource<InitiativeRules>("initiatives");
  commands.AddCommand<InitiativeRules, v1::RegisterInitiativeRequest>();
  commands.AddCommand<InitiativeRules, v1::EditInitiativeRequest>();
  commands.AddCommand<InitiativeRules, v1::ReportInitiativeResultRequest>();
  commands.AddCommand<InitiativeRules, v1::EndInitiativeRequest>();
  commands.AddCommand<InitiativeRules, v1::ReopenInitiativeRequest>();
  commands.AddCommand<InitiativeRules, v1::WithdrawInitiativeRequest>();
  slices.projections.push_back(std::make_unique<InitiativeProjection>());
}

std::unique_ptr<rpc::BoundService> MakeInitiativeService(runtime::Partnerships& partnerships) {
  auto service = std::make_unique<rpc::BoundService>(
      v1::RegisterInitiativeRequest::descriptor()->file()->FindServiceByName("InitiativeService"));
  rpc::BindCommand<v1::RegisterInitiativeResponse>(*service, "RegisterInitiative", partnerships);
  rpc::BindCommand<v1::EditInitiativeResponse>(*service, "EditInitiative", partnerships);
  rpc::BindCommand<v1::ReportInitiativeResultResponse>(*service, "ReportInitiativeResult",
                                                       partnerships);
  rpc::BindCommand<v1::EndInitiativeResponse>(*service, "EndInitiative", partnerships);
  rpc::BindCommand<v1::ReopenInitiativeResponse>(*service, "ReopenInitiative", partnerships);
  rpc::BindCommand<v1::WithdrawInitiativeResponse>(*service, "WithdrawInitiative", partnerships);
  rpc::BindQuery<v1::GetInitiativeRequest, v1::GetInitiativeResponse>(
      *service, "GetInitiative", partnerships, kInitiativeView, Get);
  rpc::BindQuery<v1::ListInitiativesRequest, v1::ListInitiativesResponse>(
      *service, "ListInitiatives", partnerships, kInitiativeView, List);
  rpc::BindQuery<v1::ListInitiativeResultsRequest, v1::ListInitiativeResultsResponse>(
      *service, "ListInitiativeResults", partnerships, kInitiativeView, ListResults);
  service->CheckBound();
  return service;
}

}  // namespace samverk::initiatives
