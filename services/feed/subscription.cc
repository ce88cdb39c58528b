#include "services/feed/subscription.h"

#include <utility>

#include "base/clock.h"
#include "base/status_macros.h"
#include "google/protobuf/util/time_util.h"
#include "services/rpc/grpc_status.h"
#include "services/rpc/limits.h"
#include "services/runtime/event_proto.h"
#include "services/runtime/read_point.h"
#include "storage/event_log/log_reasons.h"

namespace samverk::feed {
namespace {

auto In(absl::Duration delay) { return absl::ToChronoTime(Clock::System().Now() + delay); }

constexpr absl::Duration kTryAgain = absl::Seconds(30);

}  // namespace

absl::StatusOr<Subscription*> Subscription::Start(grpc::CallbackServerContext& context,
                                                  runtime::Partnership& partnership,
                                                  storage::Position after,
                                                  std::vector<std::string> types,
                                                  absl::Duration heartbeat_period,
                                                  Subscriptions& open) {
  std::shared_ptr<Subscription> subscription(
      new Subscription(context, partnership, after, std::move(types), heartbeat_period, open));
  MutexLock lock(subscription->mutex_);
  RETURN_IF_ERROR(open.Add(subscription));
  subscription->self_ = subscription;
  subscription->Watch();
  subscription->Pump();
  return subscription.get();
}

Subscription::Subscription(grpc::CallbackServerContext& context, runtime::Partnership& partnership,
                           storage::Position after, std::vector<std::string> types,
                           absl::Duration heartbeat_period, Subscriptions& open)
    : context_(context),
      partnership_(partnership),
      heartbeat_period_(heartbeat_period),
      open_(open),
      tail_(partnership.log(), after, std::move(types)) {}

void Subscription::Pump() {
  if (frames_.empty() && !end_.has_value()) {
    if (const absl::Status status = ReadFrames(); !status.ok()) {
      return End(rpc::ToGrpcStatus(status));
    }
  }
  if (end_.has_value()) return End(*end_);
  if (frames_.empty()) return more_ ? GoOnSoon() : Wait();
  writing_ = rpc::ToBytes(frames_.front());
  frames_.pop_front();
  writing_since_ = Clock::System().Steady();
  StartWrite(&writing_);
}

absl::Status Subscription::ReadFrames() {
  const storage::Position before = tail_.position();
  ASSIGN_OR_RETURN(const storage::LogTail::Step step, tail_.Poll(rpc::kSubscriptionPageEvents));
  if (step.fell_behind) {
    // Not yet what was just read: those frames come after this one.
    *frames_.emplace_back().mutable_fell_behind()->mutable_position() =
        runtime::ToProto(before, partnership_.log());
  }
  for (const storage::RecordedEvent& event : step.events) {
    *frames_.emplace_back().mutable_event() =
        runtime::ToProto(event, partnership_.id(), partnership_.log().identity());
  }
  if (step.caught_up) *frames_.emplace_back().mutable_caught_up()->mutable_position() = Reached();
  more_ = step.more;
  return absl::OkStatus();
}

void Subscription::OnWriteDone(bool ok) {
  MutexLock lock(mutex_);
  writing_since_.reset();
  if (!ok && !end_.has_value()) end_ = grpc::Status::CANCELLED;
  Pump();
}

// A filter may pass nothing of many pages: others have their turn on this thread in between.
void Subscription::GoOnSoon() {
  idle_alarm_ = std::make_shared<grpc::Alarm>();
  idle_alarm_->Set(In(absl::ZeroDuration()),
                   [self = self_](bool) { self->StopWaiting(/*idle=*/false); });
}

void Subscription::Wait() {
  idle_alarm_ = std::make_shared<grpc::Alarm>();
  idle_alarm_->Set(In(heartbeat_period_),
                   [self = self_](bool rang) { self->StopWaiting(/*idle=*/rang); });
  // Waking only rings the alarm: frames are made on a gRPC thread, not on the log's.
  wake_id_ =
      partnership_.log().WhenPast(tail_.position(), [alarm = idle_alarm_] { alarm->Cancel(); });
}

void Subscription::StopWaiting(bool idle) {
  MutexLock lock(mutex_);
  // Nothing but its own memory may be touched after the end: the server may be gone by now.
  if (finished_) return;
  partnership_.log().CancelWake(std::exchange(wake_id_, 0));
  idle_alarm_.reset();
  if (idle) {
    v1::Heartbeat& heartbeat = *frames_.emplace_back().mutable_heartbeat();
    *heartbeat.mutable_position() = Reached();
    *heartbeat.mutable_time() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(
        absl::ToUnixMicros(Clock::System().Now()));
  }
  Pump();
}

void Subscription::Watch() {
  watch_alarm_ = std::make_shared<grpc::Alarm>();
  watch_alarm_->Set(In(rpc::kFrameWriteMax / 2),
                    [self = self_](bool rang) { self->LookAfter(rang); });
}

// Hangs up on a caller that has not taken a frame for too long.
void Subscription::LookAfter(bool rang) {
  MutexLock lock(mutex_);
  if (!rang || finished_) return;
  const bool stuck = writing_since_.has_value() &&
                     Clock::System().Steady() - *writing_since_ > rpc::kFrameWriteMax;
  if (stuck) return context_.TryCancel();
  Watch();
}

void Subscription::OnCancel() { EndWith(grpc::Status::CANCELLED); }

void Subscription::Close() { EndWith(rpc::ToGrpcStatus(Refusal(storage::kLogClosing))); }

void Subscription::EndWith(const grpc::Status& status) {
  MutexLock lock(mutex_);
  if (!end_.has_value()) end_ = status;
  // While a frame is on its way, OnWriteDone goes on from here.
  if (!writing_since_.has_value()) End(*end_);
}

void Subscription::End(const grpc::Status& status) {
  if (std::exchange(finished_, true)) return;
  partnership_.log().CancelWake(std::exchange(wake_id_, 0));
  if (idle_alarm_ != nullptr) idle_alarm_->Cancel();
  if (watch_alarm_ != nullptr) watch_alarm_->Cancel();
  Finish(status);
}

void Subscription::OnDone() {
  open_.Remove(this);
  std::shared_ptr<Subscription> last;  // Outlives the lock, which is inside it.
  // An alarm keeps its callback, which keeps this alive, for as long as it lives itself.
  std::shared_ptr<grpc::Alarm> idle;
  std::shared_ptr<grpc::Alarm> watch;
  MutexLock lock(mutex_);
  last = std::move(self_);
  idle = std::move(idle_alarm_);
  watch = std::move(watch_alarm_);
}

v1::LedgerPosition Subscription::Reached() const {
  return runtime::ToProto(tail_.position(), partnership_.log());
}

absl::Status Subscriptions::Add(const std::shared_ptr<Subscription>& subscription) {
  MutexLock lock(mutex_);
  if (closed_) return Refusal(storage::kLogClosing);
  if (open_.size() >= rpc::kSubscriptionsMax) {
    return Refusal(kTooManySubscriptions)
        .With("count_max", rpc::kSubscriptionsMax)
        .RetryAfter(kTryAgain);
  }
  open_.emplace(subscription.get(), subscription);
  return absl::OkStatus();
}

void Subscriptions::Remove(const Subscription* subscription) {
  MutexLock lock(mutex_);
  open_.erase(subscription);
}

void Subscriptions::Close() {
  std::vector<std::shared_ptr<Subscription>> open;
  {
    MutexLock lock(mutex_);
    closed_ = true;
    for (const auto& [key, subscription] : open_) open.push_back(subscription.lock());
  }
  // Not under the lock: one that ends takes itself out.
  for (const auto& subscription : open) {
    if (subscription != nullptr) subscription->Close();
  }
}

}  // namespace samverk::feed
