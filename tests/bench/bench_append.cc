#include "tests/bench/bench_append.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/escaping.h"
#include "base/check.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "base/random.h"
#include "base/uuid.h"
#include "tests/bench/bench_block.h"

namespace samverk {
namespace {

using storage::AppendResult;
using storage::EventLog;
using storage::NewEvent;

constexpr char kMetadata[] = R"({"actor":"bench"})";
constexpr size_t kTextPoolBytes = 4 << 20;  // More than a compressor remembers.
constexpr size_t kTextStride = 7919;
constexpr char kOwner[] = "organisations/2482";

size_t SizeOf(const std::vector<NewEvent>& events) {
  size_t size = 200;
  for (const NewEvent& event : events) size += sizeof(event) + event.event.size();
  return size;
}

Sha256Digest FingerprintOf(const std::vector<NewEvent>& events) {
  return Sha256({events.front().event});
}

// One run of an AppendLoop. Answers come on one thread, the log's acknowledging one, but
// the first appends are made by another.
class Loop {
 public:
  Loop(EventLog& log, const AppendLoop& loop)
      : log_(log), loop_(loop), begun_(static_cast<size_t>(loop.clients)) {
    window_.start = Clock::System().Steady() + loop.warmup;
    window_.end = window_.start + loop.measured;
  }

  absl::StatusOr<AppendLoopResult> Run() {
    {
      MutexLock lock(mutex_);
      running_ = loop_.clients;
    }
    for (int client = 0; client < loop_.clients; ++client) Next(client);
    MutexLock lock(mutex_);
    while (running_ > 0) ended_.Wait(mutex_);
    if (!status_.ok()) return status_;
    if (result_.appends == 0) {
      return absl::DeadlineExceededError("no event was stored in time: measure for longer");
    }
    result_.elapsed =
        loop_.measured < absl::InfiniteDuration() ? loop_.measured : last_end_ - window_.start;
    return std::move(result_);
  }

 private:
  void Next(int client) LOCKS_EXCLUDED(mutex_) {
    int64_t number = 0;
    {
      MutexLock lock(mutex_);
      number = appends_++;
      const bool over = Clock::System().Steady() >= window_.end || number >= loop_.appends_max;
      if (over || !status_.ok()) {
        --running_;
        ended_.NotifyOne();
        return;
      }
    }
    std::vector<NewEvent> events = loop_.events(client, number);
    begun_[static_cast<size_t>(client)] = Clock::System().Steady();
    log_.Append(std::make_unique<BenchAppend>(
        Uuid::V7(Clock::System()).ToString(), std::move(events),
        [this, client](const absl::StatusOr<AppendResult>& result) { Done(client, result); }));
  }

  void Done(int client, const absl::StatusOr<AppendResult>& result) LOCKS_EXCLUDED(mutex_) {
    const absl::Duration end = Clock::System().Steady();
    {
      MutexLock lock(mutex_);
      if (!result.ok()) status_ = result.status();
      if (window_.Counts(end)) {
        if (loop_.keep_latencies) {
          result_.latencies.Record(end - begun_[static_cast<size_t>(client)]);
        }
        ++result_.appends;
        last_end_ = std::max(last_end_, end);
      }
    }
    Next(client);
  }

  EventLog& log_;
  const AppendLoop& loop_;
  BenchWindow window_;
  std::vector<absl::Duration> begun_;  // By client; touched by its append alone.
  Mutex mutex_;
  CondVar ended_;
  int running_ GUARDED_BY(mutex_) = 0;
  int64_t appends_ GUARDED_BY(mutex_) = 0;
  absl::Status status_ GUARDED_BY(mutex_);
  AppendLoopResult result_ GUARDED_BY(mutex_);
  absl::Duration last_end_ GUARDED_BY(mutex_);
};

}  // namespace

std::vector<NewEvent> BenchEvents(absl::string_view stream, absl::string_view payload,
                                  size_t count) {
  NewEvent event;
  event.resource = std::string(stream);
  event.owner = kOwner;
  event.type = kBenchEventType;
  event.metadata = kMetadata;
  event.event = std::string(payload);
  return std::vector<NewEvent>(count, event);
}

std::string BenchText(size_t bytes, int64_t number) {
  // Hexadecimal digits of random bytes.
  static const std::string& pool =
      *new std::string(absl::BytesToHexString(RandomBytes(kTextPoolBytes / 2)));
  CHECK(bytes < kTextPoolBytes);
  const size_t from = static_cast<size_t>(number) * kTextStride % (kTextPoolBytes - bytes);
  return pool.substr(from, bytes);
}

BenchAppend::BenchAppend(std::string request_id, std::vector<NewEvent> events, Done done)
    : request_id_(std::move(request_id)),
      events_(std::move(events)),
      fingerprint_(FingerprintOf(events_)),
      size_bytes_(SizeOf(events_)),
      done_(std::move(done)) {}

absl::StatusOr<storage::ProposedAppend> BenchAppend::Propose(storage::PendingLog&) {
  storage::ProposedAppend append;
  append.events = std::move(events_);
  return append;
}

absl::StatusOr<AppendLoopResult> RunAppendLoop(EventLog& log, const AppendLoop& loop) {
  return Loop(log, loop).Run();
}

}  // namespace samverk
