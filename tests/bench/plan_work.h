// Work on service plans. Each plan has 30 measures, but for the one that all clients edit together,
// which has 64.

#ifndef SAMVERK_TESTS_BENCH_PLAN_WORK_H_
#define SAMVERK_TESTS_BENCH_PLAN_WORK_H_

#include <memory>

#include "tests/bench/bench_work.h"

namespace samverk {

std::unique_ptr<BenchWork> MakePlanEditWork(const BenchWorkOptions& options);
std::unique_ptr<BenchWork> MakeGetPlanWork(const BenchWorkOptions& options);
std::unique_ptr<BenchWork> MakeListPlansWork(const BenchWorkOptions& options);

}  // namespace samverk

#endif  // SAMVERK_TESTS_BENCH_PLAN_WORK_H_
