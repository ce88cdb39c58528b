// Parts of the machinery that every slice uses: shapes, states, tables, views.
//
//   bazel run --config=opt //tests/bench:runtime_benchmark

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "base/serial_executor.h"
#include "benchmark/benchmark.h"
#include "google/protobuf/arena.h"
#include "services/runtime/ordered_key.h"
#include "services/runtime/partnerships.h"
#include "services/runtime/projection_runner.h"
#include "services/runtime/shape.h"
#include "services/runtime/versioned_table.h"
#include "services/workshops/workshop_service.h"
#include "storage/event_log/in_memory_event_log.h"
#include "storage/kv/rocks.h"
#include "storage/kv/testing/temp_directory.h"
#include "storage/ledger/ledger.h"
#include "storage/views/view_store.h"
#include "tests/bench/workshop_history.h"

namespace samverk {
namespace {

constexpr char kTable = 'w';
constexpr int kTableRows = 20'000;
constexpr int kRowVersions = 3;
constexpr size_t kRowBytes = 300;
constexpr int kPageRows = 50;

// ---- Requests and states ----------------------------------------------------------------------

void BM_ParsePlanWorkshop(benchmark::State& state) {
  const std::string bytes = PlanWorkshopForBench().SerializeAsString();
  for (auto _ : state) {
    google::protobuf::Arena arena;
    auto* request = google::protobuf::Arena::CreateMessage<v1::PlanWorkshopRequest>(&arena);
    CHECK(runtime::ParseRequest(bytes, *request).ok());
  }
  state.SetItemsProcessed(state.iterations());
  state.counters["request_bytes"] = static_cast<double>(bytes.size());
}
BENCHMARK(BM_ParsePlanWorkshop);

// The state of a workshop from all its events: what a cold command waits for.
void BM_FoldState(benchmark::State& state) {
  storage::InMemoryEventLog log(Clock::System());
  const std::string workshop = FillOneWorkshop(log, state.range(0));
  runtime::Slices slices;
  workshops::AddWorkshops(slices);
  const runtime::ResourceType* type = slices.commands.FindResource("workshops");
  CHECK(type != nullptr);
  const absl::StatusOr<storage::EventPage> page = log.ReadStream(workshop, {});
  CHECK(page.ok() && page->events.size() == static_cast<size_t>(state.range(0)));
  for (auto _ : state) {
    const std::unique_ptr<runtime::AnyState> folded = type->new_state();
    for (const storage::RecordedEvent& event : page->events) type->evolve(*folded, event);
    benchmark::DoNotOptimize(folded.get());
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(BM_FoldState)->Arg(10)->Arg(1000);

// ---- Tables -----------------------------------------------------------------------------------

std::string RowKey(int row) {
  return runtime::OrderedKey().Text(absl::StrCat("workshops/", 1'000'000 + row)).bytes();
}

// A table of kTableRows rows with kRowVersions versions each.
class VersionedTableFixture : public benchmark::Fixture {
 public:
  void SetUp(const benchmark::State&) override {
    directory_ = std::make_unique<storage::TempDirectory>();
    auto store = storage::ViewStore::Open(directory_->path(), storage::MakeRocksResources());
    CHECK(store.ok());
    store_ = *std::move(store);
    auto family = store_->OpenFamily("bench@1.0");
    CHECK(family.ok());
    family_ = *std::move(family);
    runtime::ViewWriter writer(family_);
    uint64_t position = 0;
    for (int version = 0; version < kRowVersions; ++version) {
      for (int row = 0; row < kTableRows; ++row) {
        writer.BeginEvent(storage::Position(++position));
        writer.Put(kTable, RowKey(row), std::string(kRowBytes, 'x'));
      }
      CHECK(writer.Commit(storage::Position(position)).ok());
    }
    CHECK(family_->Flush().ok());
    last_ = storage::Position(position);
  }

  void TearDown(const benchmark::State&) override {
    family_.reset();
    store_.reset();
    directory_.reset();
  }

 protected:
  std::unique_ptr<storage::TempDirectory> directory_;
  std::unique_ptr<storage::ViewStore> store_;
  std::shared_ptr<storage::ViewFamily> family_;
  storage::Position last_;
};

BENCHMARK_F(VersionedTableFixture, BM_Get)(benchmark::State& state) {
  const runtime::ViewReader reader(family_, last_);
  int row = 0;
  for (auto _ : state) {
    const auto found = reader.Get(kTable, RowKey(row));
    CHECK(found.ok() && found->has_value());
    row = (row + 7919) % kTableRows;
  }
  state.SetItemsProcessed(state.iterations());
}

// A page of a list, as of now.
BENCHMARK_F(VersionedTableFixture, BM_ScanPage)(benchmark::State& state) {
  const runtime::ViewReader reader(family_, last_);
  int first = 0;
  for (auto _ : state) {
    int rows = 0;
    const absl::Status status =
        reader.Scan(kTable, "", RowKey(first),
                    [&rows](absl::string_view, absl::string_view) { return ++rows < kPageRows; });
    CHECK(status.ok() && rows == kPageRows);
    first = (first + 7919) % (kTableRows - kPageRows);
  }
  state.SetItemsProcessed(state.iterations() * kPageRows);
}

// ---- Views ------------------------------------------------------------------------------------

const runtime::Projection& WorkshopProjection(const runtime::Slices& slices) {
  for (const auto& projection : slices.projections) {
    if (projection->name() == "workshops") return *projection;
  }
  CHECK(false);
  return *slices.projections.front();
}

// Builds the view from nothing and waits until it has everything.
void Build(const runtime::Projection& projection, storage::EventLog& log) {
  const storage::TempDirectory directory;
  const auto store = storage::ViewStore::Open(directory.path(), storage::MakeRocksResources());
  CHECK(store.ok());
  SerialExecutor executor;
  const auto runner = runtime::ProjectionRunner::Start(projection, kBenchPartnership, log, **store,
                                                       executor, Clock::System());
  CHECK(runner.ok());
  Mutex mutex;
  CondVar applied;
  bool done = false;
  (*runner)->WhenApplied(log.Head(), [&] {
    MutexLock lock(mutex);
    done = true;
    applied.NotifyOne();
  });
  MutexLock lock(mutex);
  while (!done) applied.Wait(mutex);
  CHECK((*runner)->progress().health.ok());
}

void BM_ViewRebuild(benchmark::State& state) {
  const storage::TempDirectory directory;
  const auto host = storage::LedgerHost::Open(directory.path(), Clock::System());
  CHECK(host.ok() && (*host)->CreateLedger(kBenchPartnership).ok());
  const auto ledger = (*host)->OpenLedger(kBenchPartnership);
  CHECK(ledger.ok());
  CHECK(FillWithWorkshops((*ledger)->log(), state.range(0)).ok());
  runtime::Slices slices;
  workshops::AddWorkshops(slices);
  for (auto _ : state) Build(WorkshopProjection(slices), (*ledger)->log());
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(BM_ViewRebuild)
    ->Arg(10'000)
    ->Arg(500'000)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime()
    ->MeasureProcessCPUTime();

}  // namespace
}  // namespace samverk

BENCHMARK_MAIN();
