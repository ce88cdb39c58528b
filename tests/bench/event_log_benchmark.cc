// Parts of the event log: records, staging, scanning.
//
//   bazel run --config=opt //tests/bench:event_log_benchmark

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/check.h"
#include "base/clock.h"
#include "base/uuid.h"
#include "benchmark/benchmark.h"
#include "storage/event_log/event.h"
#include "storage/event_log/event_log_format.h"
#include "storage/event_log/in_memory_event_log.h"
#include "storage/kv/testing/temp_directory.h"
#include "storage/ledger/ledger.h"
#include "tests/bench/bench_append.h"

namespace samverk {
namespace {

constexpr char kStream[] = "workshops/00000000-0000-7000-8000-000000000000";
constexpr int64_t kStageAppends = 5000;  // Before the log in memory is thrown away.

constexpr size_t kPayloadBytes = 200;

const std::string& Payload() {
  static const std::string& payload = *new std::string(kPayloadBytes, 'x');
  return payload;
}

// A record of an event with a payload of 200 bytes.
std::string Record() {
  storage::InMemoryEventLog log(Clock::System());
  log.Append(std::make_unique<BenchAppend>(Uuid::V7(Clock::System()).ToString(),
                                           BenchEvents(kStream, Payload(), 1),
                                           [](const auto& result) { CHECK(result.ok()); }));
  const absl::StatusOr<storage::EventPage> page = log.ReadLedger({});
  CHECK(page.ok());
  return std::string(page->events.front().record());
}

void BM_EncodeRecord(benchmark::State& state) {
  const std::string record = Record();
  const auto parts = storage::DecodeRecord(record);
  CHECK(parts.has_value());
  for (auto _ : state) benchmark::DoNotOptimize(storage::EncodeRecord(*parts));
  state.SetItemsProcessed(state.iterations());
  state.counters["record_bytes"] = static_cast<double>(record.size());
}
BENCHMARK(BM_EncodeRecord);

void BM_DecodeRecord(benchmark::State& state) {
  const std::string record = Record();
  for (auto _ : state) benchmark::DoNotOptimize(storage::RecordedEvent::Decode(record));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_DecodeRecord);

// What the writer thread does for an append of one event, but for the disk.
void BM_StageAppend(benchmark::State& state) {
  auto log = std::make_unique<storage::InMemoryEventLog>(Clock::System());
  int64_t appends = 0;
  for (auto _ : state) {
    if (++appends % kStageAppends == 0) {
      state.PauseTiming();
      log = std::make_unique<storage::InMemoryEventLog>(Clock::System());
      state.ResumeTiming();
    }
    log->Append(std::make_unique<BenchAppend>(Uuid::V7(Clock::System()).ToString(),
                                              BenchEvents(kStream, Payload(), 1),
                                              [](const auto& result) { CHECK(result.ok()); }));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_StageAppend);

// Reads a whole ledger from disk, page by page, as audit and a view's rebuild do.
void BM_LedgerScan(benchmark::State& state) {
  const storage::TempDirectory directory;
  const auto host = storage::LedgerHost::Open(directory.path(), Clock::System());
  CHECK(host.ok() && (*host)->CreateLedger("bench").ok());
  auto ledger = (*host)->OpenLedger("bench");
  CHECK(ledger.ok());
  AppendLoop loop;
  loop.clients = 64;
  loop.appends_max = state.range(0) / 100;
  loop.keep_latencies = false;
  loop.events = [](int, int64_t append) {
    int64_t number = append * 100;
    std::vector<storage::NewEvent> events = BenchEvents(kStream, "", 100);
    for (storage::NewEvent& event : events) event.event = BenchText(kPayloadBytes, number++);
    return events;
  };
  CHECK(RunAppendLoop((*ledger)->log(), loop).ok());
  // What was appended lately would be read from memory.
  ledger->reset();
  ledger = (*host)->OpenLedger("bench");
  CHECK(ledger.ok());
  int64_t events = 0;
  for (auto _ : state) {
    storage::ReadRange range;
    for (std::optional<uint64_t> next = 1; next.has_value();) {
      range.from = *next;
      const absl::StatusOr<storage::EventPage> page = (*ledger)->log().ReadLedger(range);
      CHECK(page.ok());
      events += static_cast<int64_t>(page->events.size());
      next = page->next;
    }
  }
  state.SetItemsProcessed(events);
}
BENCHMARK(BM_LedgerScan)
    ->Arg(10'000)
    ->Arg(500'000)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime()
    ->MeasureProcessCPUTime();

}  // namespace
}  // namespace samverk

BENCHMARK_MAIN();
