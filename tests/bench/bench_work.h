// The kinds of work that samverk_bench does, and their modes.
//
//   echo        EchoService.Echo of bench_server, with messages as large as those of append; in
//               the mode REQUEST:ANSWER with messages of so many bytes
//   append      RawAppendService.Append of bench_server: one event, a stream per client
//   plan        WorkshopService.PlanWorkshop of samverkd: a new workshop each time
//   note        WorkshopService.RecordWorkshopNote of samverkd: a workshop per client
//   plan_edit   PlanService.EditPlan of samverkd: the text of one measure, `own`: of a plan per
//               client; `one`: of one plan, a measure per client
//   get_plan    PlanService.GetPlan of samverkd: a plan per client
//   list_plans  PlanService.ListPlans of samverkd: 50 plans, `current` or `as_of` a position
//               before they were edited
//
// The event that is stored has `payload_bytes` bytes each time; of plan_edit the text has.

#ifndef SAMVERK_TESTS_BENCH_BENCH_WORK_H_
#define SAMVERK_TESTS_BENCH_BENCH_WORK_H_

#include <memory>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "grpcpp/channel.h"
#include "tests/bench/grpc_load.h"

namespace samverk {

struct BenchWorkOptions {
  int payload_bytes = 200;
  int events_per_append = 1;  // For `append`.
  std::shared_ptr<grpc::Channel> channel;
};

// INVALID_ARGUMENT: no such kind, or events can't be that small.
absl::StatusOr<std::unique_ptr<BenchWork>> MakeBenchWork(absl::string_view name,
                                                         const BenchWorkOptions& options);

}  // namespace samverk

#endif  // SAMVERK_TESTS_BENCH_BENCH_WORK_H_
