#include "services/rpc/queries.h"

#include <memory>
#include <utility>

#include "absl/strings/str_format.h"
#include "base/mutex.h"
#include "base/status_macros.h"
#include "grpcpp/alarm.h"
#include "services/access/access.h"
#include "services/runtime/resource_name.h"

namespace samverk::rpc {
namespace {

// One query that waits. The alarm rings at the deadline, or as soon as the view has
// come so far that somebody cancels it; either way on a gRPC thread, where the answer
// is then read.
class WaitingRead : public std::enable_shared_from_this<WaitingRead> {
 public:
  WaitingRead(runtime::ProjectionRunner& view, const runtime::ReadPoint& point,
              std::function<void(absl::StatusOr<runtime::ViewReader>)> done)
      : view_(view), point_(point), done_(std::move(done)) {}

  void Start(absl::Time deadline) {
    auto self = shared_from_this();
    // An alarm keeps its callback for as long as it lives itself, and it lives in what the
    // callback holds: unless that lets go, no read is ever freed.
    alarm_.Set(absl::ToChronoTime(deadline),
               [self](bool) mutable { std::exchange(self, nullptr)->Answer(); });
    // Not from under a lock: it may be woken before this returns.
    const uint64_t id = view_.WhenApplied(point_.wait_for, [self] { self->alarm_.Cancel(); });
    {
      MutexLock lock(mutex_);
      wake_id_ = id;
      if (!answered_) return;
    }
    view_.CancelWake(id);  // Answered meanwhile: nobody else will.
  }

 private:
  void Answer() {
    uint64_t wake_id = 0;
    {
      MutexLock lock(mutex_);
      answered_ = true;
      wake_id = std::exchange(wake_id_, 0);
    }
    if (wake_id != 0) view_.CancelWake(wake_id);
    absl::StatusOr<runtime::ViewReader> reader = view_.Read(point_.as_of);
    const storage::Position reached = view_.progress().serving;
    if (reader.ok() && reached < point_.wait_for) {
      return done_(Refusal(kViewBehind)
                       .With("view", view_.name())
                       .With("position", reached.value())
                       .With("wanted", point_.wait_for.value()));
    }
    done_(std::move(reader));
  }

  runtime::ProjectionRunner& view_;
  const runtime::ReadPoint point_;
  const std::function<void(absl::StatusOr<runtime::ViewReader>)> done_;
  grpc::Alarm alarm_;
  Mutex mutex_;
  uint64_t wake_id_ GUARDED_BY(mutex_) = 0;
  bool answered_ GUARDED_BY(mutex_) = false;
};

}  // namespace

void WhenReadable(runtime::ProjectionRunner& view, const runtime::ReadPoint& point,
                  absl::Time deadline,
                  std::function<void(absl::StatusOr<runtime::ViewReader>)> done) {
  if (view.progress().serving >= point.wait_for) return done(view.Read(point.as_of));
  std::make_shared<WaitingRead>(view, point, std::move(done))->Start(deadline);
}

KeyRange FirstDaysTouching(int year, const std::string& prefix) {
  if (year == 0) return {prefix, "", ""};
  // What begins in December may reach into the next year; what begins earlier does not.
  return {prefix, absl::StrFormat("%s%04d-12-01", prefix, year - 1),
          absl::StrFormat("%s%04d-01-01", prefix, year + 1)};
}

absl::StatusOr<runtime::Partnership*> FindPartnership(const Call& call,
                                                      const google::protobuf::Message& request,
                                                      runtime::Partnerships& partnerships) {
  const std::string& action = request.GetDescriptor()->full_name();
  if (access::ReachOf(call.caller.actor.role(), action) == access::Reach::kNone) {
    return Refusal(access::kAccessDenied);
  }
  return partnerships.Find(call.partnership);
}

absl::Status AuthoriseQuery(const Call& call, const google::protobuf::Message& request,
                            runtime::Partnership& partnership) {
  const std::string& action = request.GetDescriptor()->full_name();
  std::string owner;
  if (access::ReachOf(call.caller.actor.role(), action) == access::Reach::kOwn) {
    const auto* name = request.GetDescriptor()->FindFieldByName("name");
    if (name != nullptr) {
      ASSIGN_OR_RETURN(owner, partnership.commands().OwnerOf(runtime::RelativeName(
                                  request.GetReflection()->GetString(request, name))));
    }
  }
  return access::Authorise(call.caller.actor, action, owner);
}

}  // namespace samverk::rpc
