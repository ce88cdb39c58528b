#include "services/rpc/queries.h"

#include <algorithm>
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

// One query that waits. The alarm rings at the deadline, or as soon as the follower has
// come so far that somebody cancels it; either way on a gRPC thread, where the answer
// is then read.
class WaitingQuery : public std::enable_shared_from_this<WaitingQuery> {
 public:
  WaitingQuery(runtime::Follower& follower, storage::Position position,
               std::function<void(absl::Status)> done)
      : follower_(follower), position_(position), done_(std::move(done)) {}

  void Start(absl::Time deadline) {
    auto self = shared_from_this();
    // An alarm keeps its callback for as long as it lives itself, and it lives in what the
    // callback holds: unless that lets go, no query is ever freed.
    alarm_.Set(absl::ToChronoTime(deadline),
               [self](bool) mutable { std::exchange(self, nullptr)->Answer(); });
    // Not from under a lock: it may be woken before this returns.
    const uint64_t id = follower_.WhenApplied(position_, [self] { self->alarm_.Cancel(); });
    {
      MutexLock lock(mutex_);
      wake_id_ = id;
      if (!answered_) return;
    }
    follower_.CancelWake(id);  // Answered meanwhile: nobody else will.
  }

 private:
  void Answer() {
    uint64_t wake_id = 0;
    {
      MutexLock lock(mutex_);
      answered_ = true;
      wake_id = std::exchange(wake_id_, 0);
    }
    if (wake_id != 0) follower_.CancelWake(wake_id);
    const storage::Position reached = follower_.progress().serving;
    if (reached >= position_) return done_(absl::OkStatus());
    done_(Refusal(kViewBehind)
              .With("view", follower_.name())
              .With("position", reached.value())
              .With("wanted", position_.value()));
  }

  runtime::Follower& follower_;
  const storage::Position position_;
  const std::function<void(absl::Status)> done_;
  grpc::Alarm alarm_;
  Mutex mutex_;
  uint64_t wake_id_ GUARDED_BY(mutex_) = 0;
  bool answered_ GUARDED_BY(mutex_) = false;
};

// A query that waits for one view after the other: they catch up meanwhile all the same.
struct WaitingForAll {
  std::vector<runtime::ProjectionRunner*> views;
  runtime::ReadPoint point;
  absl::Time deadline;
  std::function<void(absl::StatusOr<std::vector<runtime::ViewReader>>)> done;
};

absl::StatusOr<std::vector<runtime::ViewReader>> ReadAll(const WaitingForAll& waiting) {
  std::vector<runtime::ViewReader> readers;
  readers.reserve(waiting.views.size());
  storage::Position as_of(UINT64_MAX);
  for (const runtime::ProjectionRunner* view : waiting.views) {
    ASSIGN_OR_RETURN(runtime::ViewReader reader, view->Read(waiting.point.as_of));
    as_of = std::min(as_of, reader.as_of());
    readers.push_back(std::move(reader));
  }
  for (runtime::ViewReader& reader : readers) reader = reader.AsOf(as_of);
  return readers;
}

void WaitFrom(const std::shared_ptr<const WaitingForAll>& waiting, size_t next) {
  if (next == waiting->views.size()) return waiting->done(ReadAll(*waiting));
  WhenReadable(*waiting->views[next], waiting->point, waiting->deadline,
               [waiting, next](const absl::StatusOr<runtime::ViewReader>& reader) {
                 if (!reader.ok()) return waiting->done(reader.status());
                 WaitFrom(waiting, next + 1);
               });
}

}  // namespace

void WhenAllReadable(std::vector<runtime::ProjectionRunner*> views, const runtime::ReadPoint& point,
                     absl::Time deadline,
                     std::function<void(absl::StatusOr<std::vector<runtime::ViewReader>>)> done) {
  WaitFrom(std::make_shared<const WaitingForAll>(
               WaitingForAll{std::move(views), point, deadline, std::move(done)}),
           0);
}

void WhenReached(runtime::Follower& follower, storage::Position position, absl::Time deadline,
                 std::function<void(absl::Status)> done) {
  if (follower.progress().serving >= position) return done(absl::OkStatus());
  std::make_shared<WaitingQuery>(follower, position, std::move(done))->Start(deadline);
}

void WhenReadable(runtime::ProjectionRunner& view, const runtime::ReadPoint& point,
                  absl::Time deadline,
                  std::function<void(absl::StatusOr<runtime::ViewReader>)> done) {
  WhenReached(view, point.wait_for, deadline,
              [&view, as_of = point.as_of, done = std::move(done)](const absl::Status& reached) {
                absl::StatusOr<runtime::ViewReader> reader = view.Read(as_of);
                // One that stopped says so, whatever it had reached.
                if (reader.ok() && !reached.ok()) return done(reached);
                done(std::move(reader));
              });
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
