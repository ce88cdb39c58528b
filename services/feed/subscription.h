// Subscription: one caller that follows a ledger.
//
// One frame is on its way at a time; the next is read when it has left. So a slow
// caller costs a page of memory, holds up nobody, and gets everything at its own pace.

#ifndef SAMVERK_SERVICES_FEED_SUBSCRIPTION_H_
#define SAMVERK_SERVICES_FEED_SUBSCRIPTION_H_

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/mutex.h"
#include "base/refusal.h"
#include "grpcpp/alarm.h"
#include "samverk/v1/feed.pb.h"
#include "services/rpc/bound_service.h"
#include "services/runtime/partnerships.h"
#include "storage/event_log/log_tail.h"

namespace samverk::feed {

inline constexpr Reason kTooManySubscriptions = {
    "TOO_MANY_SUBSCRIPTIONS", absl::StatusCode::kResourceExhausted,
    "{count_max} subscriptions are open, as many as this server takes. Try again later.",
    "{count_max} prenumerationer är öppna, fler tar servern inte emot. Försök igen senare."};

class Subscription;

// Those that are open. Any thread; must outlive them.
class Subscriptions {
 public:
  // OK, or why no new one may begin.
  //
  // Errors:
  //   UNAVAILABLE         LOG_CLOSING
  //   RESOURCE_EXHAUSTED  TOO_MANY_SUBSCRIPTIONS
  absl::Status Add(const std::shared_ptr<Subscription>& subscription) LOCKS_EXCLUDED(mutex_);
  void Remove(const Subscription* subscription) LOCKS_EXCLUDED(mutex_);

  // Ends all of them, because the server stops.
  void Close() LOCKS_EXCLUDED(mutex_);

 private:
  Mutex mutex_;
  std::map<const Subscription*, std::weak_ptr<Subscription>> open_ GUARDED_BY(mutex_);
  bool closed_ GUARDED_BY(mutex_) = false;
};

// Owns itself from Start until gRPC is done with it.
class Subscription final : public rpc::StreamReactor,
                           public std::enable_shared_from_this<Subscription> {
 public:
  // Sends the events of `partnership` after `after`. All references must outlive the call.
  // Errors: as Subscriptions::Add.
  static absl::StatusOr<Subscription*> Start(grpc::CallbackServerContext& context,
                                             runtime::Partnership& partnership,
                                             storage::Position after,
                                             std::vector<std::string> types,
                                             absl::Duration heartbeat_period, Subscriptions& open);

  // Ends it with UNAVAILABLE (LOG_CLOSING).
  void Close() LOCKS_EXCLUDED(mutex_);

  void OnWriteDone(bool ok) override LOCKS_EXCLUDED(mutex_);
  void OnCancel() override LOCKS_EXCLUDED(mutex_);
  void OnDone() override LOCKS_EXCLUDED(mutex_);

 private:
  Subscription(grpc::CallbackServerContext& context, runtime::Partnership& partnership,
               storage::Position after, std::vector<std::string> types,
               absl::Duration heartbeat_period, Subscriptions& open);

  // Sends the next frame if there is one, else waits. Called when nothing is on its way.
  void Pump() EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status ReadFrames() EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void GoOnSoon() EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Wait() EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void StopWaiting(bool idle) LOCKS_EXCLUDED(mutex_);
  void Watch() EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void LookAfter(bool rang) LOCKS_EXCLUDED(mutex_);
  void EndWith(const grpc::Status& status) LOCKS_EXCLUDED(mutex_);
  void End(const grpc::Status& status) EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  v1::LedgerPosition Reached() const EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  grpc::CallbackServerContext& context_;
  runtime::Partnership& partnership_;
  const absl::Duration heartbeat_period_;
  Subscriptions& open_;

  Mutex mutex_;
  // Keeps it alive for gRPC; alarms that are still to ring keep it alive as well.
  std::shared_ptr<Subscription> self_ GUARDED_BY(mutex_);
  storage::LogTail tail_ GUARDED_BY(mutex_);
  std::deque<v1::SubscribeResponse> frames_ GUARDED_BY(mutex_);
  bool more_ GUARDED_BY(mutex_) = false;  // The log holds more than was read.
  grpc::ByteBuffer writing_ GUARDED_BY(mutex_);
  std::optional<absl::Duration> writing_since_ GUARDED_BY(mutex_);
  uint64_t wake_id_ GUARDED_BY(mutex_) = 0;
  std::shared_ptr<grpc::Alarm> idle_alarm_ GUARDED_BY(mutex_);
  std::shared_ptr<grpc::Alarm> watch_alarm_ GUARDED_BY(mutex_);
  // Set when it has to end; Finish waits for the frame that is on its way.
  std::optional<grpc::Status> end_ GUARDED_BY(mutex_);
  bool finished_ GUARDED_BY(mutex_) = false;
};

}  // namespace samverk::feed

#endif  // SAMVERK_SERVICES_FEED_SUBSCRIPTION_H_
