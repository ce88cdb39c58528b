#include "services/action_plans/action_plan_service.h"

#include <map>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "base/civil_date.h"
#include "base/status_macros.h"
#include "samverk/storage/v1/action_plan_row.pb.h"
#include "samverk/v1/action_plan.pb.h"
#include "services/action_plans/action_plan_reader.h"
#include "services/action_plans/action_plan_register.h"
#include "services/action_plans/action_plan_rules.h"
#include "services/action_plans/action_plan_view.h"
#include "services/rpc/answer_day.h"
#include "services/rpc/commands.h"
#include "services/rpc/queries.h"

namespace samverk::action_plans {
namespace {

using rpc::QueryContext;

// The day on which measures are overdue or not.
template <typename Request>
absl::CivilDay OverdueDay(const QueryContext& context, const Request& request) {
  if (request.has_overdue_on()) return ToCivilDay(request.overdue_on());
  return rpc::AnswerDay(request.read(), context.partnership.clock());
}

absl::Status Get(const QueryContext& context, const v1::GetActionPlanRequest& request,
                 v1::GetActionPlanResponse& response) {
  const absl::CivilDay day = OverdueDay(context, request);
  v1::ActionPlan& plan = *response.mutable_action_plan();
  ASSIGN_OR_RETURN(plan, FindActionPlan(context.view, request.name()));
  ASSIGN_OR_RETURN(const std::optional<storage::v1::ActionPlanMeasureIds> ids,
                   context.view.GetMessage<storage::v1::ActionPlanMeasureIds>(
                       kMeasureIdsTable, ActionPlanKey(request.name())));
  if (ids.has_value()) {
    for (const std::string& id : ids->measures()) {
      v1::ActionPlanMeasure& measure = *plan.add_measures();
      ASSIGN_OR_RETURN(measure, FindMeasure(context.view, MeasureKey(plan.name(), id)));
      CompleteMeasure(plan, day, measure);
    }
  }
  *response.mutable_overdue_on() = ToDate(day);
  return absl::OkStatus();
}

bool Passes(const v1::ListActionPlansRequest& filter, const v1::ActionPlan& plan) {
  if (filter.year() != 0 && plan.year() != filter.year()) return false;
  if (filter.scope() != v1::ACTION_PLAN_SCOPE_UNSPECIFIED && plan.scope() != filter.scope()) {
    return false;
  }
  if (filter.state() == v1::ACTION_PLAN_STATE_UNSPECIFIED) {
    return plan.state() != v1::ACTION_PLAN_STATE_WITHDRAWN;
  }
  return plan.state() == filter.state();
}

absl::Status List(const QueryContext& context, const v1::ListActionPlansRequest& request,
                  v1::ListActionPlansResponse& response) {
  const bool of_owner = !request.owner().empty();
  const std::string year = request.year() == 0 ? "" : YearKey(request.year());
  return rpc::ReadPage(context, request, response, of_owner ? kByOwnerTable : kByYearTable,
                       of_owner ? OwnerKey(request.owner()) + year : year,
                       [&](absl::string_view row) -> absl::StatusOr<size_t> {
                         ASSIGN_OR_RETURN(const v1::ActionPlan plan,
                                          FindActionPlan(context.view, std::string(row)));
                         if (!Passes(request, plan)) return 0;
                         *response.add_action_plans() = plan;
                         return plan.ByteSizeLong();
                       });
}

// The list of measures that says most of what is asked.
rpc::KeyRange MeasuresAskedFor(const v1::ListActionPlanMeasuresRequest& request,
                               absl::CivilDay day) {
  const bool overdue = request.only_overdue();
  std::string prefix = MeasureListKey(MeasureList::kAll, "");
  if (!request.plan().empty()) {
    prefix = MeasureListKey(MeasureList::kOfPlan, request.plan());
  } else if (!request.responsible().empty()) {
    prefix = MeasureListKey(overdue ? MeasureList::kDueOfResponsible : MeasureList::kOfResponsible,
                            request.responsible());
  } else if (overdue) {
    prefix = MeasureListKey(MeasureList::kDue, "");
  } else if (request.year() != 0) {
    prefix = MeasureListKey(MeasureList::kOfYear, absl::StrCat(request.year()));
  } else if (request.status() != v1::ACTION_PLAN_MEASURE_STATUS_UNSPECIFIED) {
    prefix = MeasureListKey(MeasureList::kOfStatus, absl::StrCat(request.status()));
  }
  return {prefix, "", overdue ? prefix + FormatDate(ToDate(day)) : ""};
}

bool Passes(const v1::ListActionPlanMeasuresRequest& filter, const v1::ActionPlanMeasure& measure) {
  return (filter.responsible().empty() || measure.responsible() == filter.responsible()) &&
         (filter.status() == v1::ACTION_PLAN_MEASURE_STATUS_UNSPECIFIED ||
          measure.status() == filter.status()) &&
         (filter.year() == 0 || measure.year() == filter.year()) &&
         (!filter.only_overdue() || measure.overdue());
}

absl::Status ListMeasures(const QueryContext& context,
                          const v1::ListActionPlanMeasuresRequest& request,
                          v1::ListActionPlanMeasuresResponse& response) {
  const absl::CivilDay day = OverdueDay(context, request);
  *response.mutable_overdue_on() = ToDate(day);
  // Many measures of a page are of the same few plans.
  std::map<std::string, v1::ActionPlan> plans;
  return rpc::ReadPage(
      context, request, response, kMeasureListTable, MeasuresAskedFor(request, day),
      [&](absl::string_view row) -> absl::StatusOr<size_t> {
        ASSIGN_OR_RETURN(v1::ActionPlanMeasure measure, FindMeasure(context.view, row));
        auto plan = plans.find(measure.action_plan());
        if (plan == plans.end()) {
          ASSIGN_OR_RETURN(v1::ActionPlan found,
                           FindActionPlan(context.view, measure.action_plan()));
          plan = plans.emplace(measure.action_plan(), std::move(found)).first;
        }
        CompleteMeasure(plan->second, day, measure);
        if (!Passes(request, measure)) return 0;
        *response.add_measures() = measure;
        return measure.ByteSizeLong();
      });
}

}  // namespace

void AddActionPlans(runtime::Slices& slices) {
  runtime::CommandRegistry& commands = slices.commands;
  commands.AddResource<ActionPlanRules>("actionPlans");
  commands.AddResource<ActionPlanRegisterRules>("actionPlanRegisters");
  commands.AddCommand<ActionPlanRules, v1::CreateActionPlanRequest>();
  commands.AddCommand<ActionPlanRules, v1::EditActionPlanRequest>();
  commands.AddCommand<ActionPlanRules, v1::AdoptActionPlanRequest>();
  commands.AddCommand<ActionPlanRules, v1::ReportMeasureProgressRequest>();
  commands.AddCommand<ActionPlanRules, v1::MoveMeasureDeadlineRequest>();
  commands.AddCommand<ActionPlanRules, v1::CloseActionPlanRequest>();
  commands.AddCommand<ActionPlanRules, v1::ReopenActionPlanRequest>();
  commands.AddCommand<ActionPlanRules, v1::WithdrawActionPlanRequest>();
  slices.projections.push_back(std::make_unique<ActionPlanProjection>());
}

std::unique_ptr<rpc::BoundService> MakeActionPlanService(runtime::Partnerships& partnerships) {
  auto service = std::make_unique<rpc::BoundService>(
      v1::CreateActionPlanRequest::descriptor()->file()->FindServiceByName("ActionPlanService"));
  rpc::BindCommand<v1::CreateActionPlanResponse>(*service, "CreateActionPlan", partnerships);
  rpc::BindCommand<v1::EditActionPlanResponse>(*service, "EditActionPlan", partnerships);
  rpc::BindCommand<v1::AdoptActionPlanResponse>(*service, "AdoptActionPlan", partnerships);
  rpc::BindCommand<v1::ReportMeasureProgressResponse>(*service, "ReportMeasureProgress",
                                                      partnerships);
  rpc::BindCommand<v1::MoveMeasureDeadlineResponse>(*service, "MoveMeasureDeadline", partnerships);
  rpc::BindCommand<v1::CloseActionPlanResponse>(*service, "CloseActionPlan", partnerships);
  rpc::BindCommand<v1::ReopenActionPlanResponse>(*service, "ReopenActionPlan", partnerships);
  rpc::BindCommand<v1::WithdrawActionPlanResponse>(*service, "WithdrawActionPlan", partnerships);
  rpc::BindQuery<v1::GetActionPlanRequest, v1::GetActionPlanResponse>(
      *service, "GetActionPlan", partnerships, kActionPlanView, Get);
  rpc::BindQuery<v1::ListActionPlansRequest, v1::ListActionPlansResponse>(
      *service, "ListActionPlans", partnerships, kActionPlanView, List);
  rpc::BindQuery<v1::ListActionPlanMeasuresRequest, v1::ListActionPlanMeasuresResponse>(
      *service, "ListActionPlanMeasures", partnerships, kActionPlanView, ListMeasures);
  service->CheckBound();
  return service;
}

}  // namespace samverk::action_plans
