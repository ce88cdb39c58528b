// Work on workshops.

#ifndef SAMVERK_TESTS_BENCH_WORKSHOP_WORK_H_
#define SAMVERK_TESTS_BENCH_WORKSHOP_WORK_H_

#include <memory>

#include "tests/bench/bench_work.h"

namespace samverk {

std::unique_ptr<BenchWork> MakePlanWorkshopWork(const BenchWorkOptions& options);
std::unique_ptr<BenchWork> MakeNoteWork(const BenchWorkOptions& options);

}  // namespace samverk

#endif  // SAMVERK_TESTS_BENCH_WORKSHOP_WORK_H_
