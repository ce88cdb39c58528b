// The rows of plans: a life in steps, each of which is given once.

#include <algorithm>
#include <map>
#include <optional>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "clients/cli/error_line.h"
#include "clients/cli/importer.h"
#include "clients/cli/names.h"
#include "samverk/v1/plan.grpc.pb.h"

namespace samverk {
namespace {

using Plans = v1::PlanService::Stub;

// Nobody's device: whoever edits by hand is another hand than an import.
constexpr char kImportDevice[] = "import";

auto MethodOf(const v1::CreatePlanRequest&) { return &Plans::CreatePlan; }
auto MethodOf(const v1::EditPlanRequest&) { return &Plans::EditPlan; }
auto MethodOf(const v1::OpenPlanConsultationRequest&) { return &Plans::OpenPlanConsultation; }
auto MethodOf(const v1::ReceivePlanStatementRequest&) { return &Plans::ReceivePlanStatement; }
auto MethodOf(const v1::ResolvePlanConflictRequest&) { return &Plans::ResolvePlanConflict; }
auto MethodOf(const v1::ProposePlanRequest&) { return &Plans::ProposePlan; }
auto MethodOf(const v1::RecallPlanProposalRequest&) { return &Plans::RecallPlanProposal; }
auto MethodOf(const v1::AdoptPlanRequest&) { return &Plans::AdoptPlan; }
auto MethodOf(const v1::ExtendPlanRequest&) { return &Plans::ExtendPlan; }
auto MethodOf(const v1::CorrectPlanRequest&) { return &Plans::CorrectPlan; }
auto MethodOf(const v1::RepealPlanRequest&) { return &Plans::RepealPlan; }
auto MethodOf(const v1::WithdrawPlanRequest&) { return &Plans::WithdrawPlan; }

// Where the steps of a row were recorded; nullopt for those that were not.
std::vector<std::optional<v1::LedgerPosition>> Recorded(const PlanSteps& plan,
                                                        const History& history) {
  std::map<std::string, v1::LedgerPosition> positions;
  // The last event of a command is where it was done.
  for (const v1::RecordedEvent& event : history) positions[event.request_id()] = event.position();
  std::vector<std::optional<v1::LedgerPosition>> recorded;
  for (const PlanStep& step : plan.steps) {
    const auto found = positions.find(step.request_id());
    if (found == positions.end()) {
      recorded.emplace_back();
    } else {
      recorded.emplace_back(found->second);
    }
  }
  return recorded;
}

// An error for the first edit that a rule says no to; nothing was written for it.
absl::Status CheckNoneRejected(const v1::CommandResult& result) {
  for (const v1::EditRemark& remark : result.remarks()) {
    if (remark.edit() >= result.outcomes_size() ||
        result.outcomes(remark.edit()) != v1::EDIT_OUTCOME_REJECTED) {
      continue;
    }
    return absl::FailedPreconditionError(absl::StrCat(
        "ändring ", remark.edit() + 1, ": ", remark.message_sv(), " (", remark.reason(), ")"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status Importer::ImportPlan(const PlanRow& row) {
  const auto& create = std::get<v1::CreatePlanRequest>(row.plan.steps.front().command);
  ASSIGN_OR_RETURN(const std::optional<bool> created, Create(row, &Plans::CreatePlan, create));
  v1::GetPlanRequest get;
  get.set_name(row.plan.name);
  ASSIGN_OR_RETURN(const v1::GetPlanResponse read, Call(row, &Plans::GetPlan, get));
  if (read.plan().owner() != row.plan.owner) {
    return Unchangeable(row, "owner", LastPart(read.plan().owner()),
                        "withdraw it and use another key");
  }
  ASSIGN_OR_RETURN(const History history, HistoryOf(row, row.plan.name));
  std::vector<std::optional<v1::LedgerPosition>> recorded = Recorded(row.plan, history);
  const auto has_value = [](const auto& position) { return position.has_value(); };
  const auto later = std::find_if(recorded.rbegin(), recorded.rend(), has_value);
  const auto first_new = static_cast<size_t>(recorded.rend() - later);
  std::vector<std::string> kept;
  for (size_t i = 0; i < first_new; ++i) {
    if (recorded[i].has_value()) continue;
    kept.push_back(absl::StrCat(row.plan.steps[i].pointer, " was recorded otherwise"));
  }
  const bool withdrawn = read.plan().phase() == v1::PLAN_PHASE_WITHDRAWN;
  if (withdrawn && first_new < recorded.size()) kept.push_back("phase");
  bool changed = false;
  int64_t revision = read.plan().revision();
  for (size_t i = first_new; i < recorded.size() && !withdrawn; ++i) {
    const PlanStep& step = row.plan.steps[i];
    const v1::LedgerPosition seen = recorded[step.based_on].value_or(read.as_of_position());
    ASSIGN_OR_RETURN(const v1::CommandResult result,
                     GiveStep({step.pointer, row.key}, step, row.plan.name, revision, seen));
    revision = std::max<int64_t>(revision, result.revision());
    recorded[i] = result.position();
    changed = changed || IsNew(result);
  }
  CountRow(row, created.value_or(false), changed, kept);
  return absl::OkStatus();
}

absl::StatusOr<v1::CommandResult> Importer::GiveStep(const ImportRow& row, const PlanStep& step,
                                                     const std::string& plan, int64_t revision,
                                                     const v1::LedgerPosition& seen) {
  const auto give = [&](auto request) -> absl::StatusOr<v1::CommandResult> {
    using Request = decltype(request);
    if constexpr (std::is_same_v<Request, v1::EditPlanRequest>) {
      *request.mutable_base_position() = seen;
    } else if constexpr (std::is_same_v<Request, v1::ProposePlanRequest> ||
                         std::is_same_v<Request, v1::AdoptPlanRequest> ||
                         std::is_same_v<Request, v1::CorrectPlanRequest>) {
      request.set_expected_revision(revision);
    } else if constexpr (std::is_same_v<Request, v1::ResolvePlanConflictRequest>) {
      ASSIGN_OR_RETURN(const v1::PlanConflict conflict, OpenConflict(row, plan, step.field));
      request.set_name(conflict.name());
      request.set_expected_version(conflict.version());
    }
    context_.ActOnDevice(step.device.empty() ? kImportDevice : step.device);
    const auto response = context_.Call(MethodOf(request), request);
    context_.ActOnDevice("");
    if (!response.ok()) return AtRow(row, response.status());
    if (const absl::Status status = CheckNoneRejected(response->result()); !status.ok()) {
      return AtRow(row, status);
    }
    return response->result();
  };
  return std::visit(give, step.command);
}

absl::StatusOr<v1::PlanConflict> Importer::OpenConflict(const ImportRow& row,
                                                        const std::string& plan,
                                                        const std::string& field) {
  v1::ListPlanConflictsRequest list;
  list.set_parent(plan.substr(0, plan.find("/plans/")));
  list.set_plan(plan);
  const auto conflicts = context_.CallAllPages(&Plans::ListPlanConflicts, list);
  if (!conflicts.ok()) return AtRow(row, conflicts.status());
  for (const v1::PlanConflict& conflict : conflicts->conflicts()) {
    if (conflict.field() == field) return conflict;
  }
  return AtRow(row, absl::FailedPreconditionError(
                        absl::StrCat("det finns ingen öppen konflikt om ", field, ".")));
}

}  // namespace samverk
