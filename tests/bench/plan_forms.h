// Plans as forms edit them: each request says which answer the form was last brought up to date by.
// For benchmarks, over gRPC or in one process.

#ifndef SAMVERK_TESTS_BENCH_PLAN_FORMS_H_
#define SAMVERK_TESTS_BENCH_PLAN_FORMS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "samverk/v1/common.pb.h"
#include "samverk/v1/plan.pb.h"

namespace samverk {

inline constexpr int kMeasuresOfPlan = 30;
// As many as a command takes edits.
inline constexpr int kMeasuresOfSharedPlan = 64;

// One open form.
struct PlanForm {
  std::string plan;
  std::vector<std::string> measures;  // Their ids.
  v1::LedgerPosition base;
  int64_t edits = 0;  // So that no two are the same.
};

// Begins a plan of `owner`, a municipality of kBenchParent.
v1::CreatePlanRequest CreatePlanForBench(const std::string& owner);

// The form of a plan that was just begun.
PlanForm FormOf(const v1::CommandResult& created);

// Adds measures as people write them: a title, a description of 200 bytes, who, when and how much.
v1::EditPlanRequest AddMeasures(PlanForm& form, int count);

// Writes a new description of one measure, so many bytes.
v1::EditPlanRequest EditText(PlanForm& form, size_t measure, size_t bytes);

// The same of one measure after the other, `count` edits in all.
v1::EditPlanRequest EditTexts(PlanForm& form, int count);

// Gives the plan a title, and another, `count` times.
v1::EditPlanRequest EditTitle(PlanForm& form, int count);

// Goes on from the answer. INTERNAL: an edit was not simply accepted.
absl::Status Continue(const v1::CommandResult& edited, PlanForm& form);

}  // namespace samverk

#endif  // SAMVERK_TESTS_BENCH_PLAN_FORMS_H_
