#include "services/follow_ups/follow_up_service.h"

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "base/status_macros.h"
#include "samverk/v1/follow_up.pb.h"
#include "services/follow_ups/compilation_rules.h"
#include "services/follow_ups/follow_up_reader.h"
#include "services/follow_ups/follow_up_register.h"
#include "services/follow_ups/follow_up_rules.h"
#include "services/follow_ups/follow_up_view.h"
#include "services/rpc/commands.h"
#include "services/rpc/queries.h"
#include "services/runtime/read_point.h"

namespace samverk::follow_ups {
namespace {

using rpc::QueryContext;

// Rows hold positions without the epoch.
void AddEpoch(const QueryContext& context, v1::LedgerPosition& position) {
  position = runtime::ToProto(storage::Position(static_cast<uint64_t>(position.position())),
                              context.partnership.log());
}

void AddEpochs(const QueryContext& context, v1::FollowUpSubmission& submission) {
  AddEpoch(context, *submission.mutable_position());
  AddEpoch(context, *submission.mutable_plan_position());
}

void AddEpochs(const QueryContext& context, v1::FollowUp& follow_up) {
  if (follow_up.has_submission()) AddEpochs(context, *follow_up.mutable_submission());
  if (follow_up.has_approved()) AddEpochs(context, *follow_up.mutable_approved());
}

void AddEpochs(const QueryContext& context, v1::FollowUpCompilation& compilation) {
  for (v1::FollowUpBasis& basis : *compilation.mutable_basis()) {
    AddEpoch(context, *basis.mutable_position());
  }
}

absl::Status Get(const QueryContext& context, const v1::GetFollowUpRequest& request,
                 v1::GetFollowUpResponse& response) {
  ASSIGN_OR_RETURN(*response.mutable_follow_up(), FindFollowUp(context.view, request.name()));
  AddEpochs(context, *response.mutable_follow_up());
  return absl::OkStatus();
}

bool Passes(const v1::ListFollowUpsRequest& filter, const v1::FollowUp& follow_up) {
  if (filter.state() == v1::FOLLOW_UP_STATE_UNSPECIFIED) {
    if (follow_up.state() == v1::FOLLOW_UP_STATE_WITHDRAWN) return false;
  } else if (follow_up.state() != filter.state()) {
    return false;
  }
  if (!filter.owner().empty() && follow_up.owner() != filter.owner()) return false;
  return filter.plan().empty() || follow_up.plan() == filter.plan();
}

absl::Status List(const QueryContext& context, const v1::ListFollowUpsRequest& request,
                  v1::ListFollowUpsResponse& response) {
  const ListRange range = RangeOf(request);
  return rpc::ReadPage(context, request, response, range.table, range.prefix,
                       [&](absl::string_view row) -> absl::StatusOr<size_t> {
                         ASSIGN_OR_RETURN(v1::FollowUp follow_up,
                                          FindFollowUp(context.view, std::string(row)));
                         if (!Passes(request, follow_up)) return 0;
                         AddEpochs(context, follow_up);
                         const size_t bytes = follow_up.ByteSizeLong();
                         *response.add_follow_ups() = std::move(follow_up);
                         return bytes;
                       });
}

bool Passes(const v1::ListIndicatorValuesRequest& filter, const v1::IndicatorValue& value) {
  if (!filter.key().empty() && value.key() != filter.key()) return false;
  if (!filter.owner().empty() && value.owner() != filter.owner()) return false;
  if (filter.first_year() != 0 && value.year() < filter.first_year()) return false;
  return filter.last_year() == 0 || value.year() <= filter.last_year();
}

// The states of follow-ups; many rows in a row are of the same one.
class States {
 public:
  explicit States(const runtime::ViewReader& view) : view_(view) {}

  absl::StatusOr<v1::FollowUpState> Of(const std::string& follow_up) {
    if (follow_up != name_) {
      ASSIGN_OR_RETURN(const v1::FollowUp found, FindFollowUp(view_, follow_up));
      name_ = follow_up;
      state_ = found.state();
    }
    return state_;
  }

 private:
  const runtime::ViewReader& view_;
  std::string name_;
  v1::FollowUpState state_ = v1::FOLLOW_UP_STATE_UNSPECIFIED;
};

absl::Status ListValues(const QueryContext& context, const v1::ListIndicatorValuesRequest& request,
                        v1::ListIndicatorValuesResponse& response) {
  const bool of_one = !request.follow_up().empty();
  if (of_one) RETURN_IF_ERROR(FindFollowUp(context.view, request.follow_up()).status());
  const ListRange range = RangeOf(request);
  States states(context.view);
  return rpc::ReadPage(
      context, request, response, range.table, rpc::KeyRange{range.prefix, range.first, range.end},
      [&](absl::string_view row) -> absl::StatusOr<size_t> {
        std::string bytes(row);
        if (!of_one) {
          ASSIGN_OR_RETURN(std::optional<std::string> found,
                           context.view.Get(kIndicatorTable, row));
          bytes = std::move(found).value_or("");
        }
        v1::IndicatorValue value;
        if (!value.ParseFromString(bytes)) return Refusal(runtime::kViewDamaged);
        if (!Passes(request, value)) return 0;
        ASSIGN_OR_RETURN(const v1::FollowUpState state, states.Of(value.follow_up()));
        if (!of_one && state == v1::FOLLOW_UP_STATE_WITHDRAWN) return 0;
        value.set_state(state);
        *response.add_values() = std::move(value);
        return bytes.size();
      });
}

absl::Status ListAssessments(const QueryContext& context,
                             const v1::ListElementAssessmentsRequest& request,
                             v1::ListElementAssessmentsResponse& response) {
  RETURN_IF_ERROR(FindFollowUp(context.view, request.parent()).status());
  return rpc::ReadPage(
      context, request, response, kAssessmentTable, NameKey(request.parent()),
      [&](absl::string_view row) -> absl::StatusOr<size_t> {
        if (!response.add_assessments()->ParseFromArray(row.data(), static_cast<int>(row.size()))) {
          return Refusal(runtime::kViewDamaged);
        }
        return row.size();
      });
}

absl::Status GetCompilation(const QueryContext& context,
                            const v1::GetFollowUpCompilationRequest& request,
                            v1::GetFollowUpCompilationResponse& response) {
  ASSIGN_OR_RETURN(v1::FollowUpCompilation compilation,
                   FindCompilation(context.view, request.name()));
  RETURN_IF_ERROR(CompleteCompilation(context.view, compilation));
  AddEpochs(context, compilation);
  *response.mutable_compilation() = std::move(compilation);
  return absl::OkStatus();
}

absl::Status ListCompilations(const QueryContext& context,
                              const v1::ListFollowUpCompilationsRequest& request,
                              v1::ListFollowUpCompilationsResponse& response) {
  return rpc::ReadPage(
      context, request, response, kCompilationTable, "",
      [&](absl::string_view row) -> absl::StatusOr<size_t> {
        v1::FollowUpCompilation compilation;
        if (!compilation.ParseFromArray(row.data(), static_cast<int>(row.size()))) {
          return Refusal(runtime::kViewDamaged);
        }
        if (compilation.withdrawn() && !request.show_withdrawn()) return 0;
        AddEpochs(context, compilation);
        *response.add_compilations() = std::move(compilation);
        return row.size();
      });
}

}  // namespace

void AddFollowUps(runtime::Slices& slices) {
  runtime::CommandRegistry& commands = slices.commands;
  commands.AddResource<FollowUpRules>("followUps");
  commands.AddResource<FollowUpRegisterRules>("followUpRegisters");
  commands.AddResource<CompilationRules>("followUpCompilations");
  commands.AddCommand<FollowUpRules, v1::OpenFollowUpRequest>();
  commands.AddCommand<FollowUpRules, v1::ObserveIndicatorRequest>();
  commands.AddCommand<FollowUpRules, v1::AssessElementRequest>();
  commands.AddCommand<FollowUpRules, v1::EditFollowUpRequest>();
  commands.AddCommand<FollowUpRules, v1::SubmitFollowUpRequest>();
  commands.AddCommand<FollowUpRules, v1::ApproveFollowUpRequest>();
  commands.AddCommand<FollowUpRules, v1::ReturnFollowUpRequest>();
  commands.AddCommand<FollowUpRules, v1::WithdrawFollowUpRequest>();
  commands.AddCommand<CompilationRules, v1::CompileFollowUpsRequest>();
  commands.AddCommand<CompilationRules, v1::WithdrawFollowUpCompilationRequest>();
  slices.projections.push_back(std::make_unique<FollowUpProjection>());
}

std::unique_ptr<rpc::BoundService> MakeFollowUpService(runtime::Partnerships& partnerships) {
  auto service = std::make_unique<rpc::BoundService>(
      v1::OpenFollowUpRequest::descriptor()->file()->FindServiceByName("FollowUpService"));
  rpc::BindCommand<v1::OpenFollowUpResponse>(*service, "OpenFollowUp", partnerships);
  rpc::BindCommand<v1::ObserveIndicatorResponse>(*service, "ObserveIndicator", partnerships);
  rpc::BindCommand<v1::AssessElementResponse>(*service, "AssessElement", partnerships);
  rpc::BindCommand<v1::EditFollowUpResponse>(*service, "EditFollowUp", partnerships);
  rpc::BindCommand<v1::SubmitFollowUpResponse>(*service, "SubmitFollowUp", partnerships);
  rpc::BindCommand<v1::ApproveFollowUpResponse>(*service, "ApproveFollowUp", partnerships);
  rpc::BindCommand<v1::ReturnFollowUpResponse>(*service, "ReturnFollowUp", partnerships);
  rpc::BindCommand<v1::WithdrawFollowUpResponse>(*service, "WithdrawFollowUp", partnerships);
  rpc::BindCommand<v1::CompileFollowUpsResponse>(*service, "CompileFollowUps", partnerships);
  rpc::BindCommand<v1::WithdrawFollowUpCompilationResponse>(*service, "WithdrawFollowUpCompilation",
                                                            partnerships);
  rpc::BindQuery<v1::GetFollowUpRequest, v1::GetFollowUpResponse>(*service, "GetFollowUp",
                                                                  partnerships, kFollowUpView, Get);
  rpc::BindQuery<v1::ListFollowUpsRequest, v1::ListFollowUpsResponse>(
      *service, "ListFollowUps", partnerships, kFollowUpView, List);
  rpc::BindQuery<v1::ListIndicatorValuesRequest, v1::ListIndicatorValuesResponse>(
      *service, "ListIndicatorValues", partnerships, kFollowUpView, ListValues);
  rpc::BindQuery<v1::ListElementAssessmentsRequest, v1::ListElementAssessmentsResponse>(
      *service, "ListElementAssessments", partnerships, kFollowUpView, ListAssessments);
  rpc::BindQuery<v1::GetFollowUpCompilationRequest, v1::GetFollowUpCompilationResponse>(
      *service, "GetFollowUpCompilation", partnerships, kFollowUpView, GetCompilation);
  rpc::BindQuery<v1::ListFollowUpCompilationsRequest, v1::ListFollowUpCompilationsResponse>(
      *service, "ListFollowUpCompilations", partnerships, kFollowUpView, ListCompilations);
  service->CheckBound();
  return service;
}

}  // namespace samverk::follow_ups
