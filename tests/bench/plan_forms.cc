#include "tests/bench/plan_forms.h"

#include "absl/strings/str_cat.h"
#include "base/civil_date.h"
#include "base/clock.h"
#include "base/uuid.h"

namespace samverk {
namespace {

constexpr char kParent[] = "partnerships/bench";
constexpr char kSentence[] = "Butiken levererar varor till den som inte har bil. ";
constexpr size_t kDescriptionBytes = 200;

std::string NewId() { return Uuid::V7(Clock::System()).ToString(); }

// Another text for every number.
std::string TextOf(int64_t number, size_t bytes) {
  std::string text = absl::StrCat("Utkast ", number, ". ");
  while (text.size() < bytes) text += kSentence;
  text.resize(bytes);
  if (text.back() == ' ') text.back() = '.';
  return text;
}

v1::EditPlanRequest RequestOf(const PlanForm& form) {
  v1::EditPlanRequest request;
  request.set_request_id(NewId());
  request.set_name(form.plan);
  *request.mutable_base_position() = form.base;
  return request;
}

void AddTextEdit(PlanForm& form, size_t measure, size_t bytes, v1::EditPlanRequest& request) {
  v1::PlanElementText& text = *request.add_edits()->mutable_element_text();
  text.set_element(form.measures[measure]);
  text.set_text(TextOf(++form.edits, bytes));
}

}  // namespace

v1::CreatePlanRequest CreatePlanForBench(const std::string& owner) {
  v1::CreatePlanRequest create;
  create.set_request_id(NewId());
  create.set_parent(kParent);
  create.set_plan_id(NewId());
  create.set_owner(owner);
  create.set_title("Kommunal serviceplan");
  *create.mutable_period()->mutable_start_date() = ToDate(absl::CivilDay(2019, 1, 1));
  *create.mutable_period()->mutable_end_date() = ToDate(absl::CivilDay(2023, 1, 1));
  create.set_responsible_unit("Utvecklingsenheten");
  return create;
}

PlanForm FormOf(const v1::CommandResult& created) {
  PlanForm form;
  form.plan = created.name();
  form.base = created.position();
  return form;
}

v1::EditPlanRequest AddMeasures(PlanForm& form, int count) {
  v1::EditPlanRequest request = RequestOf(form);
  for (int i = 0; i < count; ++i) {
    form.measures.push_back(NewId());
    v1::AddPlanMeasure& measure = *request.add_edits()->mutable_add_measure();
    measure.set_element(form.measures.back());
    measure.set_title(absl::StrCat("Hemleverans i omland ", i));
    measure.set_description(TextOf(++form.edits, kDescriptionBytes));
    measure.set_responsible_unit("Utvecklingsenheten");
    *measure.mutable_deadline() = ToDate(absl::CivilDay(2020, 1, 1) + i);
    measure.set_financing("Eget anslag och regionalt driftbidrag");
    measure.set_budget_sek(100'000 + 1'000 * i);
  }
  return request;
}

v1::EditPlanRequest EditText(PlanForm& form, size_t measure, size_t bytes) {
  v1::EditPlanRequest request = RequestOf(form);
  AddTextEdit(form, measure, bytes, request);
  return request;
}

v1::EditPlanRequest EditTexts(PlanForm& form, int count) {
  v1::EditPlanRequest request = RequestOf(form);
  for (int i = 0; i < count; ++i) {
    AddTextEdit(form, static_cast<size_t>(i) % form.measures.size(), kDescriptionBytes, request);
  }
  return request;
}

v1::EditPlanRequest EditTitle(PlanForm& form, int count) {
  v1::EditPlanRequest request = RequestOf(form);
  for (int i = 0; i < count; ++i) {
    request.add_edits()->set_title(absl::StrCat("Kommunal serviceplan, utkast ", ++form.edits));
  }
  return request;
}

absl::Status Continue(const v1::CommandResult& edited, PlanForm& form) {
  for (const int outcome : edited.outcomes()) {
    if (outcome == v1::EDIT_OUTCOME_ACCEPTED) continue;
    return absl::InternalError(absl::StrCat("an edit of ", form.plan, " came to ", outcome));
  }
  form.base = edited.position();
  return absl::OkStatus();
}

}  // namespace samverk
