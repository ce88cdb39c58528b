// Edits of plans that have a past, in one process.
//
//   bazel run --config=opt //tests/bench:plan_benchmark

#include <time.h>

#include <memory>
#include <string>

#include "absl/time/time.h"
#include "base/check.h"
#include "base/clock.h"
#include "benchmark/benchmark.h"
#include "services/plans/plan_service.h"
#include "services/runtime/command_processor.h"
#include "services/runtime/partnerships.h"
#include "services/runtime/testing/given_command.h"
#include "storage/event_log/in_memory_event_log.h"
#include "storage/kv/testing/temp_directory.h"
#include "storage/ledger/ledger.h"
#include "tests/bench/bench_append.h"
#include "tests/bench/plan_forms.h"
#include "tests/bench/workshop_history.h"

namespace samverk {
namespace {

constexpr char kOwnerStream[] = "organisations/2421";
constexpr char kOwner[] = "partnerships/bench/organisations/2421";
constexpr size_t kTextBytes = 200;
constexpr int kEditsPerCommand = 50;
// A plan is fresh for so many.
constexpr int kTurnEdits = 50;

// Gives the commands of forms to a processor.
class Editor {
 public:
  Editor(const runtime::Slices& slices, storage::EventLog& log)
      : processor_(kBenchPartnership, slices.commands, log) {}

  // A plan that was edited so often.
  PlanForm MakePlan(int64_t edits) {
    const auto created =
        runtime::Give(processor_, runtime::AnAdministrator(), CreatePlanForBench(kOwner));
    CHECK(created.ok());
    PlanForm form = FormOf(*created);
    Edit(AddMeasures(form, kMeasuresOfPlan), form);
    for (; edits > 0; edits -= kEditsPerCommand) Edit(EditTexts(form, kEditsPerCommand), form);
    return form;
  }

  void EditOnce(PlanForm& form) {
    const size_t measure = static_cast<size_t>(form.edits) % form.measures.size();
    Edit(EditText(form, measure, kTextBytes), form);
  }

 private:
  void Edit(const v1::EditPlanRequest& edit, PlanForm& form) {
    const auto edited = runtime::Give(processor_, runtime::AnAdministrator(), edit);
    CHECK(edited.ok() && Continue(*edited, form).ok());
  }

  runtime::CommandProcessor processor_;
};

// Makes the organisation that owns the plans.
void MakeOwner(storage::EventLog& log) {
  AppendLoop loop;
  loop.appends_max = 1;
  loop.events = [](int, int64_t) { return BenchEvents(kOwnerStream, "", 1); };
  CHECK(RunAppendLoop(log, loop).ok());
}

// Of this thread: what others do on the same processor is not measured.
absl::Duration ProcessorTime() {
  timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return absl::DurationFromTimespec(now);
}

// A turn of edits of one plan.
absl::Duration EditInTurn(Editor& editor, PlanForm& form) {
  const absl::Duration begin = ProcessorTime();
  for (int i = 0; i < kTurnEdits; ++i) editor.EditOnce(form);
  return ProcessorTime() - begin;
}

// A plan that was just begun and one with a past take turns. Without a disk, which would hide what
// is ours: the log runs everything on this thread.
void BM_PlanEdit(benchmark::State& state) {
  storage::InMemoryEventLog log(Clock::System());
  MakeOwner(log);
  runtime::Slices slices;
  plans::AddPlans(slices);
  Editor editor(slices, log);
  PlanForm old = editor.MakePlan(state.range(0));
  absl::Duration with_past;
  absl::Duration without;
  for (auto _ : state) {
    state.PauseTiming();
    PlanForm fresh = editor.MakePlan(0);
    state.ResumeTiming();
    without += EditInTurn(editor, fresh);
    with_past += EditInTurn(editor, old);
  }
  state.SetItemsProcessed(2 * kTurnEdits * state.iterations());
  state.counters["old_vs_fresh"] = absl::FDivDuration(with_past, without);
}
BENCHMARK(BM_PlanEdit)->Arg(5000)->Unit(benchmark::kMicrosecond);

// The first command on a plan after the server was started; with the append that it leads to.
void BM_PlanColdEdit(benchmark::State& state) {
  const storage::TempDirectory directory;
  runtime::Slices slices;
  plans::AddPlans(slices);
  PlanForm form;
  {
    const auto host = storage::LedgerHost::Open(directory.path(), Clock::System());
    CHECK(host.ok() && (*host)->CreateLedger(kBenchPartnership).ok());
    const auto ledger = (*host)->OpenLedger(kBenchPartnership);
    CHECK(ledger.ok());
    MakeOwner((*ledger)->log());
    form = Editor(slices, (*ledger)->log()).MakePlan(state.range(0));
  }
  const auto host = storage::LedgerHost::Open(directory.path(), Clock::System());
  CHECK(host.ok());
  const auto ledger = (*host)->OpenLedger(kBenchPartnership);
  CHECK(ledger.ok());
  for (auto _ : state) Editor(slices, (*ledger)->log()).EditOnce(form);
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_PlanColdEdit)->Arg(5000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace samverk

BENCHMARK_MAIN();
