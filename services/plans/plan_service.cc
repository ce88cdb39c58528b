#include "services/plans/plan_service.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "base/civil_date.h"
#include "base/status_macros.h"
#include "google/protobuf/util/time_util.h"
#include "samverk/v1/plan.pb.h"
#include "services/plans/plan_answers.h"
#include "services/plans/plan_days.h"
#include "services/plans/plan_difference.h"
#include "services/plans/plan_reader.h"
#include "services/plans/plan_reasons.h"
#include "services/plans/plan_register.h"
#include "services/plans/plan_rules.h"
#include "services/plans/plan_search.h"
#include "services/plans/plan_view.h"
#include "services/rpc/commands.h"
#include "services/rpc/queries.h"
#include "services/runtime/resource_name.h"

namespace samverk::plans {
namespace {

using rpc::QueryContext;
using runtime::ViewReader;
using storage::v1::PlanChange;
using storage::v1::PlanRevisionRow;

// Puts a plan into an answer as it is: assigned to a message on an arena it would be copied.
template <typename Answer>
void PutPlan(v1::Plan plan, Answer& answer) {
  answer.set_allocated_plan(std::make_unique<v1::Plan>(std::move(plan)).release());
}

absl::Status Get(PlanAnswers& answers, const QueryContext& context,
                 const v1::GetPlanRequest& request, v1::GetPlanResponse& response) {
  if (!request.has_valid_on()) {
    ASSIGN_OR_RETURN(const auto plan, answers.Read(context.view, request.name()));
    // What is a message already need not be made one: to whoever gets it, this is the field `plan`.
    response.GetReflection()->MutableUnknownFields(&response)->AddLengthDelimited(
        v1::GetPlanResponse::kPlanFieldNumber, *plan);
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const int64_t revision,
                   RevisionInForce(context.view, request.name(), request.valid_on()));
  ASSIGN_OR_RETURN(v1::Plan plan, ReadRevision(context.view, request.name(), revision));
  PutPlan(std::move(plan), response);
  return absl::OkStatus();
}

bool Passes(const v1::ListPlansRequest& filter, const v1::Plan& plan) {
  if (!filter.owner().empty() && plan.owner() != filter.owner()) return false;
  if (filter.has_valid_on() && RevisionOn(plan, ToCivilDay(filter.valid_on())) == 0) return false;
  if (filter.phase() == v1::PLAN_PHASE_UNSPECIFIED) {
    return plan.phase() != v1::PLAN_PHASE_WITHDRAWN;
  }
  return plan.phase() == filter.phase();
}

absl::Status List(const QueryContext& context, const v1::ListPlansRequest& request,
                  v1::ListPlansResponse& response) {
  const bool local = !request.municipal_plan().empty();
  const std::string prefix = local ? PlanKey(request.municipal_plan())
                                   : (request.owner().empty() ? "" : OwnerKey(request.owner()));
  return rpc::ReadPage(context, request, response, local ? kByMunicipalTable : kByOwnerTable,
                       prefix, [&](absl::string_view row) -> absl::StatusOr<size_t> {
                         ASSIGN_OR_RETURN(v1::Plan plan,
                                          FindHeader(context.view, std::string(row)));
                         if (!Passes(request, plan)) return 0;
                         if (request.has_valid_on()) {
                           const int number = RevisionOn(plan, ToCivilDay(request.valid_on()));
                           ASSIGN_OR_RETURN(const PlanRevisionRow revision,
                                            FindRevision(context.view, plan.name(), number));
                           PutFacts(revision, plan);
                         }
                         *response.add_plans() = plan;
                         return plan.ByteSizeLong();
                       });
}

// The revision with its place in the ledger whole.
v1::PlanRevision Whole(const QueryContext& context, v1::PlanRevision revision) {
  const auto position = storage::Position(static_cast<uint64_t>(revision.position().position()));
  *revision.mutable_position() = runtime::ToProto(position, context.partnership.log());
  return revision;
}

absl::Status GetRevision(const QueryContext& context, const v1::GetPlanRevisionRequest& request,
                         v1::GetPlanRevisionResponse& response) {
  const std::string plan = request.name().substr(0, request.name().rfind("/revisions/"));
  int64_t number = 0;
  if (!absl::SimpleAtoi(runtime::IdOf(request.name()), &number)) {
    return Refusal(kRevisionNotFound)
        .With("name", plan)
        .With("revision", runtime::IdOf(request.name()));
  }
  ASSIGN_OR_RETURN(const PlanRevisionRow row, FindRevision(context.view, plan, number));
  *response.mutable_revision() = Whole(context, row.revision());
  ASSIGN_OR_RETURN(v1::Plan text, ReadRevision(context.view, plan, number));
  PutPlan(std::move(text), *response.mutable_revision());
  return absl::OkStatus();
}

absl::Status ListRevisions(const QueryContext& context, const v1::ListPlanRevisionsRequest& request,
                           v1::ListPlanRevisionsResponse& response) {
  RETURN_IF_ERROR(FindHeader(context.view, request.parent()).status());
  return rpc::ReadPage(context, request, response, kRevisionTable, PlanKey(request.parent()),
                       [&](absl::string_view bytes) -> absl::StatusOr<size_t> {
                         PlanRevisionRow row;
                         if (!row.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
                           return Refusal(runtime::kViewDamaged);
                         }
                         *response.add_revisions() = Whole(context, row.revision());
                         return bytes.size();
                       });
}

// A state of a plan, and the position up to which its fields were changed.
struct PointInTime {
  v1::Plan plan;
  storage::Position last;
};

absl::StatusOr<PointInTime> ReadPoint(const QueryContext& context, const std::string& plan,
                                      const v1::PlanPoint& point) {
  const ViewReader& view = context.view;
  if (point.point_case() == v1::PlanPoint::kPosition) {
    ASSIGN_OR_RETURN(
        const storage::Position position,
        runtime::ResolvePosition(point.position(), context.partnership.log(), "position"));
    ASSIGN_OR_RETURN(v1::Plan text, ReadPlan(view.AsOf(position), plan));
    return PointInTime{std::move(text), position};
  }
  int64_t number = point.revision();
  if (point.point_case() == v1::PlanPoint::kValidOn) {
    ASSIGN_OR_RETURN(number, RevisionInForce(view, plan, point.valid_on()));
  }
  ASSIGN_OR_RETURN(const PlanRevisionRow row, FindRevision(view, plan, number));
  ASSIGN_OR_RETURN(v1::Plan text, ReadRevision(view, plan, number));
  return PointInTime{
      std::move(text),
      storage::Position(static_cast<uint64_t>(row.revision().position().position()))};
}

// Says who changed a field last, and why. Of what was added or removed whole, that is known of the
// element.
absl::Status PutChange(const ViewReader& view, const QueryContext& context, const std::string& plan,
                       v1::PlanDifference& difference) {
  std::optional<PlanChange> latest;
  std::string path = difference.path();
  for (;;) {
    ASSIGN_OR_RETURN(std::optional<PlanChange> change,
                     view.GetMessage<PlanChange>(kChangeTable, ChangeKey(plan, path)));
    if (change.has_value() && (!latest.has_value() || change->position() > latest->position())) {
      latest = std::move(change);
    }
    const size_t end = path.rfind('/');
    if (end == std::string::npos || path.find('/') == end) break;
    path.resize(end);
  }
  if (!latest.has_value()) return absl::OkStatus();
  difference.set_principal(latest->principal());
  difference.set_organisation(latest->organisation());
  difference.set_reason(latest->reason());
  *difference.mutable_position() = runtime::ToProto(
      storage::Position(static_cast<uint64_t>(latest->position())), context.partnership.log());
  *difference.mutable_recorded_at() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(latest->recorded_at_us());
  return absl::OkStatus();
}

absl::Status Compare(const QueryContext& context, const v1::ComparePlanRequest& request,
                     v1::ComparePlanResponse& response) {
  ASSIGN_OR_RETURN(const PointInTime from, ReadPoint(context, request.name(), request.from()));
  PointInTime to{{}, context.view.as_of()};
  if (request.has_to()) {
    ASSIGN_OR_RETURN(to, ReadPoint(context, request.name(), request.to()));
  } else {
    ASSIGN_OR_RETURN(to.plan, ReadPlan(context.view, request.name()));
  }
  const ViewReader changes = context.view.AsOf(to.last);
  size_t bytes = 0;
  for (v1::PlanDifference& difference : Differences(from.plan, to.plan)) {
    if (bytes >= rpc::kPageBytesMax) {
      response.set_truncated(true);
      break;
    }
    RETURN_IF_ERROR(PutChange(changes, context, request.name(), difference));
    bytes += difference.ByteSizeLong();
    *response.add_differences() = std::move(difference);
  }
  return absl::OkStatus();
}

absl::Status ListStatements(const QueryContext& context,
                            const v1::ListPlanStatementsRequest& request,
                            v1::ListPlanStatementsResponse& response) {
  RETURN_IF_ERROR(FindHeader(context.view, request.parent()).status());
  return rpc::ReadPage(
      context, request, response, kStatementTable, PlanKey(request.parent()),
      [&](absl::string_view row) -> absl::StatusOr<size_t> {
        if (!response.add_statements()->ParseFromArray(row.data(), static_cast<int>(row.size()))) {
          return Refusal(runtime::kViewDamaged);
        }
        return row.size();
      });
}

absl::StatusOr<v1::PlanConflict> ReadConflict(const ViewReader& view, const std::string& name) {
  ASSIGN_OR_RETURN(v1::PlanConflict conflict, FindConflict(view, name));
  RETURN_IF_ERROR(CompleteConflict(view, conflict));
  return conflict;
}

absl::Status GetConflict(const QueryContext& context, const v1::GetPlanConflictRequest& request,
                         v1::GetPlanConflictResponse& response) {
  ASSIGN_OR_RETURN(*response.mutable_conflict(), ReadConflict(context.view, request.name()));
  return absl::OkStatus();
}

absl::Status ListConflicts(const QueryContext& context, const v1::ListPlanConflictsRequest& request,
                           v1::ListPlanConflictsResponse& response) {
  const v1::ConflictState state =
      request.state() == v1::CONFLICT_STATE_UNSPECIFIED ? v1::CONFLICT_STATE_OPEN : request.state();
  std::string prefix = ConflictListKey(ConflictList::kAll, "", state);
  if (!request.plan().empty()) {
    prefix = ConflictListKey(ConflictList::kOfPlan, request.plan(), state);
  } else if (!request.owner().empty()) {
    prefix = ConflictListKey(ConflictList::kOfOwner, request.owner(), state);
  }
  return rpc::ReadPage(context, request, response, kConflictIndexTable, prefix,
                       [&](absl::string_view row) -> absl::StatusOr<size_t> {
                         ASSIGN_OR_RETURN(const v1::PlanConflict conflict,
                                          ReadConflict(context.view, std::string(row)));
                         if (!request.owner().empty() && conflict.owner() != request.owner())
                           return 0;
                         *response.add_conflicts() = conflict;
                         return conflict.ByteSizeLong();
                       });
}

}  // namespace

void AddPlans(runtime::Slices& slices) {
  runtime::CommandRegistry& commands = slices.commands;
  commands.AddResource<PlanRules>("plans");
  commands.AddResource<PlanRegisterRules>("planRegisters");
  commands.AddCommand<PlanRules, v1::CreatePlanRequest>();
  commands.AddCommand<PlanRules, v1::EditPlanRequest>();
  commands.AddCommand<PlanRules, v1::ResolvePlanConflictRequest>();
  commands.AddCommand<PlanRules, v1::OpenPlanConsultationRequest>();
  commands.AddCommand<PlanRules, v1::ReceivePlanStatementRequest>();
  commands.AddCommand<PlanRules, v1::ProposePlanRequest>();
  commands.AddCommand<PlanRules, v1::RecallPlanProposalRequest>();
  commands.AddCommand<PlanRules, v1::AdoptPlanRequest>();
  commands.AddCommand<PlanRules, v1::ExtendPlanRequest>();
  commands.AddCommand<PlanRules, v1::CorrectPlanRequest>();
  commands.AddCommand<PlanRules, v1::RepealPlanRequest>();
  commands.AddCommand<PlanRules, v1::WithdrawPlanRequest>();
  slices.projections.push_back(std::make_unique<PlanProjection>());
  slices.searchables.push_back({"plans", kPlanView, 1, FindPlanWords});
}

std::unique_ptr<rpc::BoundService> MakePlanService(runtime::Partnerships& partnerships) {
  auto service = std::make_unique<rpc::BoundService>(
      v1::CreatePlanRequest::descriptor()->file()->FindServiceByName("PlanService"));
  rpc::BindCommand<v1::CreatePlanResponse>(*service, "CreatePlan", partnerships);
  rpc::BindCommand<v1::EditPlanResponse>(*service, "EditPlan", partnerships);
  rpc::BindCommand<v1::ResolvePlanConflictResponse>(*service, "ResolvePlanConflict", partnerships);
  rpc::BindCommand<v1::OpenPlanConsultationResponse>(*service, "OpenPlanConsultation",
                                                     partnerships);
  rpc::BindCommand<v1::ReceivePlanStatementResponse>(*service, "ReceivePlanStatement",
                                                     partnerships);
  rpc::BindCommand<v1::ProposePlanResponse>(*service, "ProposePlan", partnerships);
  rpc::BindCommand<v1::RecallPlanProposalResponse>(*service, "RecallPlanProposal", partnerships);
  rpc::BindCommand<v1::AdoptPlanResponse>(*service, "AdoptPlan", partnerships);
  rpc::BindCommand<v1::ExtendPlanResponse>(*service, "ExtendPlan", partnerships);
  rpc::BindCommand<v1::CorrectPlanResponse>(*service, "CorrectPlan", partnerships);
  rpc::BindCommand<v1::RepealPlanResponse>(*service, "RepealPlan", partnerships);
  rpc::BindCommand<v1::WithdrawPlanResponse>(*service, "WithdrawPlan", partnerships);
  rpc::BindQuery<v1::GetPlanRequest, v1::GetPlanResponse>(
      *service, "GetPlan", partnerships, kPlanView,
      [answers = std::make_shared<PlanAnswers>()](
          const QueryContext& context, const v1::GetPlanRequest& request,
          v1::GetPlanResponse& response) { return Get(*answers, context, request, response); });
  rpc::BindQuery<v1::ListPlansRequest, v1::ListPlansResponse>(*service, "ListPlans", partnerships,
                                                              kPlanView, List);
  rpc::BindQuery<v1::GetPlanRevisionRequest, v1::GetPlanRevisionResponse>(
      *service, "GetPlanRevision", partnerships, kPlanView, GetRevision);
  rpc::BindQuery<v1::ListPlanRevisionsRequest, v1::ListPlanRevisionsResponse>(
      *service, "ListPlanRevisions", partnerships, kPlanView, ListRevisions);
  rpc::BindQuery<v1::ComparePlanRequest, v1::ComparePlanResponse>(*service, "ComparePlan",
                                                                  partnerships, kPlanView, Compare);
  rpc::BindQuery<v1::ListPlanStatementsRequest, v1::ListPlanStatementsResponse>(
      *service, "ListPlanStatements", partnerships, kPlanView, ListStatements);
  rpc::BindQuery<v1::GetPlanConflictRequest, v1::GetPlanConflictResponse>(
      *service, "GetPlanConflict", partnerships, kPlanView, GetConflict);
  rpc::BindQuery<v1::ListPlanConflictsRequest, v1::ListPlanConflictsResponse>(
      *service, "ListPlanConflicts", partnerships, kPlanView, ListConflicts);
  service->CheckBound();
  return service;
}

}  // namespace samverk::plans
