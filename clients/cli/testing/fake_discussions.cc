#include "clients/cli/testing/fake_discussions.h"

#include "absl/strings/str_cat.h"
#include "clients/cli/testing/fake_server.h"
#include "grpcpp/server_context.h"
#include "samverk/v1/discussion.grpc.pb.h"
#include "samverk/v1/discussion_events.pb.h"

namespace samverk {
namespace {

class FakeDiscussions : public v1::DiscussionService::Service {
 public:
  explicit FakeDiscussions(FakeLedger& ledger) : ledger_(ledger) {}

  grpc::Status StartDiscussion(grpc::ServerContext*, const v1::StartDiscussionRequest* request,
                               v1::StartDiscussionResponse* response) override {
    ledger_.latest.Note(*request);
    *response->mutable_result() =
        ledger_.Record(request->request_id(),
                       absl::StrCat(request->parent(), "/discussions/", request->discussion_id()),
                       v1::DiscussionStarted());
    return grpc::Status::OK;
  }
  grpc::Status PostToDiscussion(grpc::ServerContext*, const v1::PostToDiscussionRequest* request,
                                v1::PostToDiscussionResponse* response) override {
    return Recorded(*request, v1::DiscussionPosted(), *response);
  }
  grpc::Status CorrectDiscussionPost(grpc::ServerContext*,
                                     const v1::CorrectDiscussionPostRequest* request,
                                     v1::CorrectDiscussionPostResponse* response) override {
    return Recorded(*request, v1::DiscussionPostCorrected(), *response);
  }
  grpc::Status RemoveDiscussionPost(grpc::ServerContext*,
                                    const v1::RemoveDiscussionPostRequest* request,
                                    v1::RemoveDiscussionPostResponse* response) override {
    return Recorded(*request, v1::DiscussionPostRemoved(), *response);
  }
  grpc::Status CloseDiscussion(grpc::ServerContext*, const v1::CloseDiscussionRequest* request,
                               v1::CloseDiscussionResponse* response) override {
    return Recorded(*request, v1::DiscussionClosed(), *response);
  }
  grpc::Status ReopenDiscussion(grpc::ServerContext*, const v1::ReopenDiscussionRequest* request,
                                v1::ReopenDiscussionResponse* response) override {
    return Recorded(*request, v1::DiscussionReopened(), *response);
  }
  grpc::Status EditDiscussion(grpc::ServerContext*, const v1::EditDiscussionRequest* request,
                              v1::EditDiscussionResponse* response) override {
    return Recorded(*request, v1::DiscussionCorrected(), *response);
  }
  grpc::Status WithdrawDiscussion(grpc::ServerContext*,
                                  const v1::WithdrawDiscussionRequest* request,
                                  v1::WithdrawDiscussionResponse* response) override {
    return Recorded(*request, v1::DiscussionWithdrawn(), *response);
  }

  grpc::Status GetDiscussion(grpc::ServerContext*, const v1::GetDiscussionRequest* request,
                             v1::GetDiscussionResponse* response) override {
    ledger_.latest.Note(*request);
    for (const v1::Discussion& discussion : ledger_.discussions) {
      if (discussion.name() == request->name()) *response->mutable_discussion() = discussion;
    }
    return grpc::Status::OK;
  }
  grpc::Status ListDiscussions(grpc::ServerContext*, const v1::ListDiscussionsRequest* request,
                               v1::ListDiscussionsResponse* response) override {
    ledger_.latest.Note(*request);
    if (request->state() == v1::DISCUSSION_STATE_WITHDRAWN) return grpc::Status::OK;
    for (const v1::Discussion& discussion : ledger_.discussions) {
      *response->add_discussions() = discussion;
    }
    return grpc::Status::OK;
  }
  grpc::Status ListDiscussionPosts(grpc::ServerContext*,
                                   const v1::ListDiscussionPostsRequest* request,
                                   v1::ListDiscussionPostsResponse* response) override {
    ledger_.latest.Note(*request);
    for (const v1::DiscussionPost& post : ledger_.discussion_posts) *response->add_posts() = post;
    return grpc::Status::OK;
  }

 private:
  template <typename Request, typename Response>
  grpc::Status Recorded(const Request& request, const google::protobuf::Message& fact,
                        Response& response) {
    ledger_.latest.Note(request);
    *response.mutable_result() = ledger_.Record(request.request_id(), request.name(), fact);
    return grpc::Status::OK;
  }

  FakeLedger& ledger_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeFakeDiscussions(FakeLedger& ledger) {
  return std::make_unique<FakeDiscussions>(ledger);
}

}  // namespace samverk
