#include "services/workshops/workshop_service.h"

#include <string>

#include "absl/status/status.h"
#include "base/civil_date.h"
#include "base/status_macros.h"
#include "samverk/v1/workshop.pb.h"
#include "services/rpc/commands.h"
#include "services/rpc/queries.h"
#include "services/workshops/workshop_rules.h"
#include "services/workshops/workshop_search.h"
#include "services/workshops/workshop_view.h"

namespace samverk::workshops {
namespace {

absl::StatusOr<v1::Workshop> FindWorkshop(const runtime::ViewReader& view,
                                          const std::string& name) {
  ASSIGN_OR_RETURN(std::optional<v1::Workshop> workshop,
                   view.GetMessage<v1::Workshop>(kWorkshopTable, WorkshopKey(name)));
  if (!workshop.has_value()) return Refusal(kWorkshopNotFound).With("name", name);
  return *std::move(workshop);
}

absl::Status Get(const rpc::QueryContext& context, const v1::GetWorkshopRequest& request,
                 v1::GetWorkshopResponse& response) {
  ASSIGN_OR_RETURN(*response.mutable_workshop(), FindWorkshop(context.view, request.name()));
  return absl::OkStatus();
}

bool Passes(const v1::ListWorkshopsRequest& filter, const v1::Workshop& workshop) {
  if (filter.state() == v1::WORKSHOP_STATE_UNSPECIFIED) {
    if (workshop.state() == v1::WORKSHOP_STATE_WITHDRAWN) return false;
  } else if (workshop.state() != filter.state()) {
    return false;
  }
  if (filter.year() == 0) return true;
  const int first = workshop.period().start_date().year();
  const auto last = (ToCivilDay(workshop.period().end_date()) - 1).year();
  return filter.year() >= first && filter.year() <= last;
}

absl::Status List(const rpc::QueryContext& context, const v1::ListWorkshopsRequest& request,
                  v1::ListWorkshopsResponse& response) {
  const bool all = request.organisation().empty();
  return rpc::ReadPage(
      context, request, response, all ? kByDateTable : kByOrganisationTable,
      rpc::FirstDaysTouching(request.year(), all ? "" : OrganisationKey(request.organisation())),
      [&](absl::string_view row) -> absl::StatusOr<size_t> {
        ASSIGN_OR_RETURN(const v1::Workshop workshop, FindWorkshop(context.view, std::string(row)));
        if (!Passes(request, workshop)) return 0;
        *response.add_workshops() = workshop;
        return workshop.ByteSizeLong();
      });
}

absl::Status ListNotes(const rpc::QueryContext& context,
                       const v1::ListWorkshopNotesRequest& request,
                       v1::ListWorkshopNotesResponse& response) {
  RETURN_IF_ERROR(FindWorkshop(context.view, request.parent()).status());
  return rpc::ReadPage(
      context, request, response, kNoteTable, WorkshopKey(request.parent()),
      [&](absl::string_view row) -> absl::StatusOr<size_t> {
        if (!response.add_notes()->ParseFromArray(row.data(), static_cast<int>(row.size()))) {
          return Refusal(runtime::kViewDamaged);
        }
        return row.size();
      });
}

}  // namespace

void AddWorkshops(runtime::Slices& slices) {
  runtime::CommandRegistry& commands = slices.commands;
  commands.AddResource<WorkshopRules>("workshops");
  commands.AddCommand<WorkshopRules, v1::PlanWorkshopRequest>();
  commands.AddCommand<WorkshopRules, v1::InviteOrganisationsRequest>();
  commands.AddCommand<WorkshopRules, v1::SetWorkshopProgrammeRequest>();
  commands.AddCommand<WorkshopRules, v1::RegisterForWorkshopRequest>();
  commands.AddCommand<WorkshopRules, v1::WithdrawRegistrationRequest>();
  commands.AddCommand<WorkshopRules, v1::HoldWorkshopRequest>();
  commands.AddCommand<WorkshopRules, v1::PresentKnowledgeRequest>();
  commands.AddCommand<WorkshopRules, v1::RecordWorkshopNoteRequest>();
  commands.AddCommand<WorkshopRules, v1::RecordWorkshopOutcomeRequest>();
  commands.AddCommand<WorkshopRules, v1::CancelWorkshopRequest>();
  commands.AddCommand<WorkshopRules, v1::EditWorkshopRequest>();
  commands.AddCommand<WorkshopRules, v1::WithdrawWorkshopRequest>();
  slices.projections.push_back(std::make_unique<WorkshopProjection>());
  slices.searchables.push_back({"workshops", kWorkshopView, 1, FindWorkshopWords});
}

std::unique_ptr<rpc::BoundService> MakeWorkshopService(runtime::Partnerships& partnerships) {
  auto service = std::make_unique<rpc::BoundService>(
      v1::PlanWorkshopRequest::descriptor()->file()->FindServiceByName("WorkshopService"));
  rpc::BindCommand<v1::PlanWorkshopResponse>(*service, "PlanWorkshop", partnerships);
  rpc::BindCommand<v1::InviteOrganisationsResponse>(*service, "InviteOrganisations", partnerships);
  rpc::BindCommand<v1::SetWorkshopProgrammeResponse>(*service, "SetWorkshopProgramme",
                                                     partnerships);
  rpc::BindCommand<v1::RegisterForWorkshopResponse>(*service, "RegisterForWorkshop", partnerships);
  rpc::BindCommand<v1::WithdrawRegistrationResponse>(*service, "WithdrawRegistration",
                                                     partnerships);
  rpc::BindCommand<v1::HoldWorkshopResponse>(*service, "HoldWorkshop", partnerships);
  rpc::BindCommand<v1::PresentKnowledgeResponse>(*service, "PresentKnowledge", partnerships);
  rpc::BindCommand<v1::RecordWorkshopNoteResponse>(*service, "RecordWorkshopNote", partnerships);
  rpc::BindCommand<v1::RecordWorkshopOutcomeResponse>(*service, "RecordWorkshopOutcome",
                                                      partnerships);
  rpc::BindCommand<v1::CancelWorkshopResponse>(*service, "CancelWorkshop", partnerships);
  rpc::BindCommand<v1::EditWorkshopResponse>(*service, "EditWorkshop", partnerships);
  rpc::BindCommand<v1::WithdrawWorkshopResponse>(*service, "WithdrawWorkshop", partnerships);
  rpc::BindQuery<v1::GetWorkshopRequest, v1::GetWorkshopResponse>(*service, "GetWorkshop",
                                                                  partnerships, kWorkshopView, Get);
  rpc::BindQuery<v1::ListWorkshopsRequest, v1::ListWorkshopsResponse>(
      *service, "ListWorkshops", partnerships, kWorkshopView, List);
  rpc::BindQuery<v1::ListWorkshopNotesRequest, v1::ListWorkshopNotesResponse>(
      *service, "ListWorkshopNotes", partnerships, kWorkshopView, ListNotes);
  service->CheckBound();
  return service;
}

}  // namespace samverk::workshops
