#include "services/rpc/transfers.h"

#include "absl/memory/memory.h"
#include "base/clock.h"

namespace samverk::rpc {
namespace {

constexpr absl::Duration kTryAgain = absl::Seconds(30);

}  // namespace

Transfer::~Transfer() { transfers_.End(id_); }

void Transfer::BeginWaiting() { transfers_.SetWaiting(id_, Clock::System().Steady()); }

void Transfer::EndWaiting() { transfers_.SetWaiting(id_, std::nullopt); }

Transfers::Transfers(absl::Duration stall_max, size_t count_max)
    : stall_max_(stall_max),
      count_max_(count_max),
      watch_(stall_max / 4, [this] { HangUpOnStalled(); }) {}

absl::StatusOr<std::unique_ptr<Transfer>> Transfers::Begin(grpc::CallbackServerContext& context) {
  MutexLock lock(mutex_);
  if (closed_) return Refusal(kServerStopping);
  if (open_.size() >= count_max_) {
    return Refusal(kTooManyTransfers).With("count_max", count_max_).RetryAfter(kTryAgain);
  }
  const uint64_t id = next_id_++;
  open_.emplace(id, Open{&context, std::nullopt});
  return absl::WrapUnique(new Transfer(*this, id));
}

void Transfers::End(uint64_t id) {
  MutexLock lock(mutex_);
  open_.erase(id);
}

void Transfers::SetWaiting(uint64_t id, std::optional<absl::Duration> since) {
  MutexLock lock(mutex_);
  const auto open = open_.find(id);
  if (open != open_.end()) open->second.waiting_since = since;
}

// Cancelling under the lock keeps the contexts alive. gRPC calls nobody back from within.
void Transfers::HangUpOnStalled() {
  const absl::Duration now = Clock::System().Steady();
  MutexLock lock(mutex_);
  for (auto& [id, open] : open_) {
    if (open.waiting_since.has_value() && now - *open.waiting_since > stall_max_) {
      open.context->TryCancel();
    }
  }
}

void Transfers::Close() {
  MutexLock lock(mutex_);
  closed_ = true;
  for (auto& [id, open] : open_) open.context->TryCancel();
}

}  // namespace samverk::rpc
