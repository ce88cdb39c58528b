// Measures what the size of a ledger costs: appends to a ledger of --large events
// against the same appends to one of --small events, in blocks that take turns in one
// process; how long the large one takes to open; how fast it is scanned; and the most
// memory that the process ever held.
//
//   ledger_size_bench --data_dir=DIR [--small=100000 --large=10000000]
//
// The large ledger takes about 600 bytes of disk an event. Two kinds of appends are
// compared: to the streams that were written last, as clients do, and to streams taken
// at random from the whole ledger, which are in no cache.
//
// Prints one line of JSON; says what it does on stderr.

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "base/status_macros.h"
#include "storage/ledger/ledger.h"
#include "tests/bench/bench_append.h"

ABSL_FLAG(std::string, data_dir, "", "Required. An empty directory on a disk.");
ABSL_FLAG(int64_t, small, 100'000, "Events of the small ledger.");
ABSL_FLAG(int64_t, large, 10'000'000, "Events of the large ledger.");
ABSL_FLAG(int, blocks, 7, "How many times each ledger has its turn.");
ABSL_FLAG(int64_t, appends, 20'000, "Appends of a block.");
ABSL_FLAG(int, clients, 64, "Appends under way at once in a block.");
ABSL_FLAG(int, payload_bytes, 200, "The size of an event.");

namespace samverk {
namespace {

// While a ledger is filled: appends under way, and streams that grow side by side.
constexpr int kFillClients = 2048;
constexpr int64_t kStreamEvents = 100;
constexpr int64_t kStreamsAtOnce = 64;

constexpr absl::Duration kIdleMax = absl::Minutes(5);
constexpr absl::Duration kIdlePeriod = absl::Milliseconds(500);
constexpr double kIdleShare = 0.05;  // Of one core.

// What was measured of one ledger.
struct Measured {
  std::vector<double> recent_us;  // Per append, a block each.
  std::vector<double> random_us;
  std::vector<double> open_seconds;
  std::vector<double> scan_per_second;
};

// The stream that gets event `number` while a ledger is filled: 64 streams get 100 events
// each, then the next 64.
std::string StreamOf(int64_t number) {
  const int64_t group = number / (kStreamsAtOnce * kStreamEvents);
  return absl::StrFormat("workshops/00000000-0000-7000-8000-%012d",
                         group * kStreamsAtOnce + number % kStreamsAtOnce);
}

// A field of /proc/self/status in megabytes: VmHWM is the most that was ever resident.
double MemoryMegabytes(const std::string& field) {
  std::ifstream status("/proc/self/status");
  std::string name;
  while (status >> name) {
    double kilobytes = 0;
    if (name == field + ":" && status >> kilobytes) return kilobytes / 1024;
    status.ignore(1000, '\n');
  }
  return 0;
}

double CpuSeconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

double SecondsSince(absl::Duration begin) {
  return absl::ToDoubleSeconds(Clock::System().Steady() - begin);
}

// Waits, at most kIdleMax, until this process has nearly nothing to do: the fill leaves
// work to RocksDB's compaction, which is not what an append costs.
void WaitUntilIdle() {
  Mutex mutex;
  CondVar never;
  MutexLock lock(mutex);
  const absl::Duration latest = Clock::System().Steady() + kIdleMax;
  for (double before = CpuSeconds(); Clock::System().Steady() < latest;) {
    never.WaitFor(mutex, kIdlePeriod);
    const double now = CpuSeconds();
    if (now - before < kIdleShare * absl::ToDoubleSeconds(kIdlePeriod)) return;
    before = now;
  }
}

class SizedLedger {
 public:
  SizedLedger(storage::LedgerHost& host, std::string name, int64_t size)
      : host_(host), name_(std::move(name)), size_(size) {}

  absl::Status Fill() {
    RETURN_IF_ERROR(host_.CreateLedger(name_));
    ASSIGN_OR_RETURN(ledger_, host_.OpenLedger(name_));
    AppendLoop loop = MakeLoop([](int64_t number) { return StreamOf(number); });
    loop.clients = kFillClients;
    loop.appends_max = size_;
    ASSIGN_OR_RETURN(const AppendLoopResult filled, RunAppendLoop(ledger_->log(), loop));
    std::fprintf(stderr, "%s: %lld events in %.0f s; resident %.0f MB, at most %.0f MB\n",
                 name_.c_str(), static_cast<long long>(size_),
                 absl::ToDoubleSeconds(filled.elapsed), MemoryMegabytes("VmRSS"),
                 MemoryMegabytes("VmHWM"));
    return absl::OkStatus();
  }

  // Closes it and opens it again.
  absl::Status Reopen() {
    ledger_.reset();
    const absl::Duration begin = Clock::System().Steady();
    ASSIGN_OR_RETURN(ledger_, host_.OpenLedger(name_));
    measured_.open_seconds.push_back(SecondsSince(begin));
    return absl::OkStatus();
  }

  // One block of each kind.
  absl::Status MeasureAppends() {
    const int64_t last_group = size_ - size_ % (kStreamsAtOnce * kStreamEvents);
    RETURN_IF_ERROR(MeasureBlock(
        measured_.recent_us, [&](int64_t number) { return StreamOf(last_group + number % 64); }));
    return MeasureBlock(measured_.random_us, [&](int64_t) {
      return StreamOf(absl::Uniform<int64_t>(random_, 0, size_));
    });
  }

  absl::Status Scan() {
    const absl::Duration begin = Clock::System().Steady();
    storage::ReadRange range;
    range.from = 1;
    uint64_t events = 0;
    for (std::optional<uint64_t> next = range.from; next.has_value();) {
      range.from = *next;
      ASSIGN_OR_RETURN(const storage::EventPage page, ledger_->log().ReadLedger(range));
      events += page.events.size();
      next = page.next;
    }
    if (events < static_cast<uint64_t>(size_)) return absl::DataLossError("events are missing");
    measured_.scan_per_second.push_back(static_cast<double>(events) / SecondsSince(begin));
    return absl::OkStatus();
  }

  const Measured& measured() const { return measured_; }

 private:
  AppendLoop MakeLoop(std::function<std::string(int64_t)> stream_of) const {
    AppendLoop loop;
    loop.keep_latencies = false;
    loop.events = [stream_of = std::move(stream_of)](int, int64_t number) {
      const auto bytes = static_cast<size_t>(absl::GetFlag(FLAGS_payload_bytes));
      return BenchEvents(stream_of(number), BenchText(bytes, number), 1);
    };
    return loop;
  }

  absl::Status MeasureBlock(std::vector<double>& into,
                            std::function<std::string(int64_t)> stream_of) const {
    AppendLoop loop = MakeLoop(std::move(stream_of));
    loop.clients = absl::GetFlag(FLAGS_clients);
    loop.appends_max = absl::GetFlag(FLAGS_appends);
    ASSIGN_OR_RETURN(const AppendLoopResult result, RunAppendLoop(ledger_->log(), loop));
    into.push_back(absl::ToDoubleMicroseconds(result.elapsed) /
                   static_cast<double>(result.appends));
    return absl::OkStatus();
  }

  storage::LedgerHost& host_;
  const std::string name_;
  const int64_t size_;
  absl::BitGen random_;
  std::unique_ptr<storage::Ledger> ledger_;
  Measured measured_;
};

std::string List(const std::vector<double>& values) {
  return absl::StrCat("[",
                      absl::StrJoin(values, ",",
                                    [](std::string* out, double value) {
                                      absl::StrAppendFormat(out, "%.3f", value);
                                    }),
                      "]");
}

absl::Status Main(bool has_arguments) {
  if (has_arguments) return absl::InvalidArgumentError("only flags are taken: see --help");
  const std::string data_dir = absl::GetFlag(FLAGS_data_dir);
  if (data_dir.empty()) return absl::InvalidArgumentError("give --data_dir: an empty directory");
  ASSIGN_OR_RETURN(const auto host, storage::LedgerHost::Open(data_dir, Clock::System()));
  SizedLedger small(*host, "small", absl::GetFlag(FLAGS_small));
  SizedLedger large(*host, "large", absl::GetFlag(FLAGS_large));
  RETURN_IF_ERROR(small.Fill());
  RETURN_IF_ERROR(large.Fill());
  // The first opening has the longest write-ahead log to read.
  RETURN_IF_ERROR(large.Reopen());
  WaitUntilIdle();
  for (int block = 0; block < absl::GetFlag(FLAGS_blocks); ++block) {
    RETURN_IF_ERROR(small.Reopen());
    RETURN_IF_ERROR(large.Reopen());
    RETURN_IF_ERROR(small.MeasureAppends());
    RETURN_IF_ERROR(large.MeasureAppends());
  }
  const double resident_mb = MemoryMegabytes("VmHWM");
  RETURN_IF_ERROR(large.Scan());
  const Measured& of_small = small.measured();
  const Measured& of_large = large.measured();
  std::printf(
      R"({"small":%d,"large":%d,"small_recent_us":%s,"large_recent_us":%s,"small_random_us":%s,)"
      R"("large_random_us":%s,"large_open_seconds":%s,"large_scan_per_second":%s,)"
      R"("resident_mb":%.0f,"resident_with_scan_mb":%.0f})"
      "\n",
      static_cast<int>(absl::GetFlag(FLAGS_small)), static_cast<int>(absl::GetFlag(FLAGS_large)),
      List(of_small.recent_us).c_str(), List(of_large.recent_us).c_str(),
      List(of_small.random_us).c_str(), List(of_large.random_us).c_str(),
      List(of_large.open_seconds).c_str(), List(of_large.scan_per_second).c_str(), resident_mb,
      MemoryMegabytes("VmHWM"));
  return absl::OkStatus();
}

}  // namespace
}  // namespace samverk

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage("Measures what the size of a ledger costs. Prints a line of JSON.");
  const std::vector<char*> arguments = absl::ParseCommandLine(argc, argv);
  const absl::Status status = samverk::Main(arguments.size() > 1);
  if (status.ok()) return 0;
  std::fprintf(stderr, "ledger_size_bench: %s\n", std::string(status.message()).c_str());
  return 1;
}
