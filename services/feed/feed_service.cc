#include "services/feed/feed_service.h"

#include <string>
#include <utility>
#include <vector>

#include "base/status_macros.h"
#include "samverk/v1/feed.pb.h"
#include "services/feed/subscription.h"
#include "services/rpc/queries.h"
#include "services/runtime/read_point.h"

namespace samverk::feed {
namespace {

// Where a subscription begins: after this position.
absl::StatusOr<storage::Position> FindStart(const v1::SubscribeRequest& request,
                                            const storage::EventLog& log) {
  switch (request.start_case()) {
    case v1::SubscribeRequest::kAfter:
      return runtime::ResolvePosition(request.after(), log, "after");
    case v1::SubscribeRequest::kFromEnd:
      return request.from_end() ? log.Head() : storage::Position(0);
    case v1::SubscribeRequest::START_NOT_SET:
      return storage::Position(0);
  }
  return storage::Position(0);
}

absl::StatusOr<rpc::StreamReactor*> Subscribe(runtime::Partnerships& partnerships,
                                              grpc::CallbackServerContext& context,
                                              const rpc::Call& call,
                                              const v1::SubscribeRequest& request,
                                              absl::Duration heartbeat_period,
                                              Subscriptions& open) {
  ASSIGN_OR_RETURN(runtime::Partnership* const partnership,
                   rpc::FindPartnership(call, request, partnerships));
  RETURN_IF_ERROR(rpc::AuthoriseQuery(call, request, *partnership));
  ASSIGN_OR_RETURN(const storage::Position after, FindStart(request, partnership->log()));
  std::vector<std::string> types(request.types().begin(), request.types().end());
  return Subscription::Start(context, *partnership, after, std::move(types), heartbeat_period,
                             open);
}

class FeedService final : public rpc::BoundService {
 public:
  FeedService()
      : BoundService(v1::SubscribeRequest::descriptor()->file()->FindServiceByName("FeedService")) {
  }
  void Close() override { open_.Close(); }
  Subscriptions& open() { return open_; }

 private:
  Subscriptions open_;
};

}  // namespace

std::unique_ptr<rpc::BoundService> MakeFeedService(runtime::Partnerships& partnerships,
                                                   absl::Duration heartbeat_period) {
  auto service = std::make_unique<FeedService>();
  service->BindStream("Subscribe", [&partnerships, heartbeat_period, &open = service->open()](
                                       grpc::CallbackServerContext& context, const rpc::Call& call,
                                       const google::protobuf::Message& request) {
    return Subscribe(partnerships, context, call, static_cast<const v1::SubscribeRequest&>(request),
                     heartbeat_period, open);
  });
  service->CheckBound();
  return service;
}

}  // namespace samverk::feed
