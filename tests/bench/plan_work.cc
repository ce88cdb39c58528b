#include "tests/bench/plan_work.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "samverk/v1/plan.grpc.pb.h"
#include "tests/bench/bench_block.h"
#include "tests/bench/bench_call.h"
#include "tests/bench/plan_forms.h"

namespace samverk {
namespace {

constexpr char kOwnerId[] = "2421";
constexpr char kListedOwnerId[] = "2482";
constexpr int kPlansListed = 50;
// How often each was edited after the position that `as_of` asks for.
constexpr int kEditsAfter = 20;

// What work on plans shares: an organisation that owns them.
class PlanWork : public BenchWork {
 protected:
  PlanWork(const BenchWorkOptions& options, const char* owner_id)
      : options_(options), owner_id_(owner_id) {}

  absl::Status SetUp() override {
    RETURN_IF_ERROR(MakePartnership(options_.channel));
    return MakeOrganisation(options_.channel, owner_id_, "Kommunen");
  }

  // Makes a plan with so many measures.
  absl::StatusOr<PlanForm> MakePlan(int measures) const {
    const v1::CreatePlanRequest create = CreatePlanForBench(BenchOrganisation(owner_id_));
    ASSIGN_OR_RETURN(
        const auto created,
        CallOnce<v1::PlanService>(options_.channel, &v1::PlanService::Stub::CreatePlan, create));
    PlanForm form = FormOf(created.result());
    if (measures == 0) return form;
    RETURN_IF_ERROR(Edit(AddMeasures(form, measures), form));
    return form;
  }

  // Edits and goes on in the form.
  absl::Status Edit(const v1::EditPlanRequest& edit, PlanForm& form) const {
    ASSIGN_OR_RETURN(
        const auto edited,
        CallOnce<v1::PlanService>(options_.channel, &v1::PlanService::Stub::EditPlan, edit));
    return Continue(edited.result(), form);
  }

  // Waits until the view has everything up to what `form` knows.
  absl::Status WaitFor(const PlanForm& form) const {
    v1::GetPlanRequest get;
    get.set_name(form.plan);
    *get.mutable_read()->mutable_min_position() = form.base;
    return CallOnce<v1::PlanService>(options_.channel, &v1::PlanService::Stub::GetPlan, get)
        .status();
  }

  const BenchWorkOptions options_;
  const char* const owner_id_;
};

// ---- Edits ------------------------------------------------------------------------------------

// A form per client, on a device of its own. A new answer is the base of what it sends next.
class PlanEditWork final : public PlanWork {
 public:
  explicit PlanEditWork(const BenchWorkOptions& options) : PlanWork(options, kOwnerId) {
    for (size_t i = 0; i < devices_.size(); ++i) devices_[i] = absl::StrCat("device-", i);
  }

  absl::Status SetUp() override {
    RETURN_IF_ERROR(PlanWork::SetUp());
    for (PlanForm& form : own_) {
      ASSIGN_OR_RETURN(form, MakePlan(kMeasuresOfPlan));
    }
    ASSIGN_OR_RETURN(const PlanForm shared, MakePlan(kMeasuresOfSharedPlan));
    one_.fill(shared);
    return WaitFor(shared);
  }

  absl::Status SetMode(const std::string& mode) override {
    if (mode != "own" && mode != "one") {
      return absl::InvalidArgumentError("the mode of plan_edit is own or one, not " + mode);
    }
    forms_ = mode == "own" ? &own_ : &one_;
    return absl::OkStatus();
  }

  Request Next(int client) override {
    PlanForm& form = FormOfClient(client);
    const bool is_own = forms_ == &own_;
    const size_t measure = (is_own ? 0 : static_cast<size_t>(client)) % form.measures.size();
    const v1::EditPlanRequest edit =
        EditText(form, measure, static_cast<size_t>(options_.payload_bytes));
    // Whoever shares a measure is the same hand, so that nobody ever conflicts.
    const std::string& device = devices_[is_own ? static_cast<size_t>(client) : measure];
    return {&method_, ToBenchBytes(edit), &device};
  }

  absl::Status Take(int client, grpc::ByteBuffer answer) override {
    ASSIGN_OR_RETURN(const auto response, ParseBench<v1::EditPlanResponse>(std::move(answer)));
    return Continue(response.result(), FormOfClient(client));
  }

  absl::Status Settle() override {
    return WaitFor(
        *std::max_element(forms_->begin(), forms_->end(), [](const PlanForm& a, const PlanForm& b) {
          return a.base.position() < b.base.position();
        }));
  }

 private:
  using Forms = std::array<PlanForm, kBenchClientsMax>;

  PlanForm& FormOfClient(int client) { return (*forms_)[static_cast<size_t>(client)]; }

  const std::string method_ = "/samverk.v1.PlanService/EditPlan";
  std::array<std::string, kBenchClientsMax> devices_;
  Forms own_;
  Forms one_;
  Forms* forms_ = &own_;
};

// ---- Queries ----------------------------------------------------------------------------------

// Of each client the first answer is looked at whole, of the others only the size: what is measured
// is the server, and an echo has nothing to parse.
class GetPlanWork final : public PlanWork {
 public:
  explicit GetPlanWork(const BenchWorkOptions& options) : PlanWork(options, kOwnerId) {}

  absl::Status SetUp() override {
    RETURN_IF_ERROR(PlanWork::SetUp());
    PlanForm form;
    for (v1::GetPlanRequest& request : requests_) {
      ASSIGN_OR_RETURN(form, MakePlan(kMeasuresOfPlan));
      request.set_name(form.plan);
    }
    return WaitFor(form);
  }

  Request Next(int client) override {
    return {&method_, ToBenchBytes(requests_[static_cast<size_t>(client)])};
  }

  absl::Status Take(int client, grpc::ByteBuffer answer) override {
    size_t& least_bytes = least_bytes_[static_cast<size_t>(client)];
    const size_t bytes = answer.Length();
    if (least_bytes == 0) {
      ASSIGN_OR_RETURN(const auto response, ParseBench<v1::GetPlanResponse>(std::move(answer)));
      if (response.plan().measures_size() != kMeasuresOfPlan) {
        return absl::DataLossError("a plan without its measures");
      }
      // What grows is only the position that it is answered as of.
      least_bytes = bytes;
    }
    return bytes >= least_bytes ? absl::OkStatus() : absl::DataLossError("an answer cut short");
  }

 private:
  const std::string method_ = "/samverk.v1.PlanService/GetPlan";
  std::array<v1::GetPlanRequest, kBenchClientsMax> requests_;
  std::array<size_t, kBenchClientsMax> least_bytes_ = {};
};

class ListPlansWork final : public PlanWork {
 public:
  explicit ListPlansWork(const BenchWorkOptions& options) : PlanWork(options, kListedOwnerId) {}

  absl::Status SetUp() override {
    RETURN_IF_ERROR(PlanWork::SetUp());
    current_.set_parent(kBenchParent);
    current_.set_owner(BenchOrganisation(owner_id_));
    current_.set_page_size(kPlansListed);
    std::vector<PlanForm> forms;
    for (int i = 0; i < kPlansListed; ++i) {
      ASSIGN_OR_RETURN(PlanForm form, MakePlan(0));
      forms.push_back(std::move(form));
    }
    as_of_ = current_;
    *as_of_.mutable_read()->mutable_as_of()->mutable_position() = forms.back().base;
    for (PlanForm& form : forms) RETURN_IF_ERROR(Edit(EditTitle(form, kEditsAfter), form));
    return WaitFor(forms.back());
  }

  absl::Status SetMode(const std::string& mode) override {
    if (mode != "current" && mode != "as_of") {
      return absl::InvalidArgumentError("the mode of list_plans is current or as_of, not " + mode);
    }
    asked_ = mode == "current" ? &current_ : &as_of_;
    return absl::OkStatus();
  }

  Request Next(int) override { return {&method_, ToBenchBytes(*asked_)}; }

  absl::Status Take(int, grpc::ByteBuffer answer) override {
    ASSIGN_OR_RETURN(const auto response, ParseBench<v1::ListPlansResponse>(std::move(answer)));
    const bool whole = response.plans_size() == kPlansListed;
    return whole ? absl::OkStatus() : absl::DataLossError("a list without its plans");
  }

 private:
  const std::string method_ = "/samverk.v1.PlanService/ListPlans";
  v1::ListPlansRequest current_;
  v1::ListPlansRequest as_of_;
  const v1::ListPlansRequest* asked_ = &current_;
};

}  // namespace

std::unique_ptr<BenchWork> MakePlanEditWork(const BenchWorkOptions& options) {
  return std::make_unique<PlanEditWork>(options);
}

std::unique_ptr<BenchWork> MakeGetPlanWork(const BenchWorkOptions& options) {
  return std::make_unique<GetPlanWork>(options);
}

std::unique_ptr<BenchWork> MakeListPlansWork(const BenchWorkOptions& options) {
  return std::make_unique<ListPlansWork>(options);
}

}  // namespace samverk
