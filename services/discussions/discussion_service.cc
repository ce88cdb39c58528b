#include "services/discussions/discussion_service.h"

#include <string>

#include "absl/status/status.h"
#include "base/status_macros.h"
#include "samverk/v1/discussion.pb.h"
#include "services/discussions/discussion_rules.h"
#include "services/discussions/discussion_search.h"
#include "services/discussions/discussion_view.h"
#include "services/rpc/commands.h"
#include "services/rpc/queries.h"

namespace samverk::discussions {
namespace {

absl::StatusOr<v1::Discussion> FindDiscussion(const runtime::ViewReader& view,
                                              const std::string& name) {
  ASSIGN_OR_RETURN(std::optional<v1::Discussion> discussion,
                   view.GetMessage<v1::Discussion>(kDiscussionTable, DiscussionKey(name)));
  if (!discussion.has_value()) return Refusal(kDiscussionNotFound).With("name", name);
  return *std::move(discussion);
}

absl::Status Get(const rpc::QueryContext& context, const v1::GetDiscussionRequest& request,
                 v1::GetDiscussionResponse& response) {
  ASSIGN_OR_RETURN(*response.mutable_discussion(), FindDiscussion(context.view, request.name()));
  return absl::OkStatus();
}

bool Passes(const v1::ListDiscussionsRequest& filter, const v1::Discussion& discussion) {
  const bool state_passes = filter.state() == v1::DISCUSSION_STATE_UNSPECIFIED
                                ? discussion.state() != v1::DISCUSSION_STATE_WITHDRAWN
                                : discussion.state() == filter.state();
  if (!state_passes) return false;
  if (!filter.subject().empty() && discussion.subject() != filter.subject()) return false;
  if (!filter.element().empty() && discussion.element() != filter.element()) return false;
  return filter.organisation().empty() || discussion.owner() == filter.organisation();
}

// The shortest list that has everything that the filters ask for, as far as can be told.
std::string ListKey(const v1::ListDiscussionsRequest& filter) {
  if (!filter.element().empty()) return FacetKey(Facet::kElement, filter.element());
  if (!filter.subject().empty()) return FacetKey(Facet::kSubject, filter.subject());
  if (!filter.organisation().empty()) return FacetKey(Facet::kOwner, filter.organisation());
  if (filter.state() != v1::DISCUSSION_STATE_UNSPECIFIED) {
    return FacetKey(Facet::kState, static_cast<int>(filter.state()));
  }
  return FacetKey(Facet::kAny, "");
}

absl::Status List(const rpc::QueryContext& context, const v1::ListDiscussionsRequest& request,
                  v1::ListDiscussionsResponse& response) {
  return rpc::ReadPage(context, request, response, kFacetTable, ListKey(request),
                       [&](absl::string_view row) -> absl::StatusOr<size_t> {
                         ASSIGN_OR_RETURN(const v1::Discussion discussion,
                                          FindDiscussion(context.view, std::string(row)));
                         if (!Passes(request, discussion)) return 0;
                         *response.add_discussions() = discussion;
                         return discussion.ByteSizeLong();
                       });
}

absl::Status ListPosts(const rpc::QueryContext& context,
                       const v1::ListDiscussionPostsRequest& request,
                       v1::ListDiscussionPostsResponse& response) {
  RETURN_IF_ERROR(FindDiscussion(context.view, request.parent()).status());
  return rpc::ReadPage(
      context, request, response, kPostTable, DiscussionKey(request.parent()),
      [&](absl::string_view row) -> absl::StatusOr<size_t> {
        if (!response.add_posts()->ParseFromArray(row.data(), static_cast<int>(row.size()))) {
          return Refusal(runtime::kViewDamaged);
        }
        return row.size();
      });
}

}  // namespace

void AddDiscussions(runtime::Slices& slices) {
  runtime::CommandRegistry& commands = slices.commands;
  commands.AddResource<DiscussionRules>("discussions");
  commands.AddCommand<DiscussionRules, v1::StartDiscussionRequest>();
  commands.AddCommand<DiscussionRules, v1::PostToDiscussionRequest>();
  commands.AddCommand<DiscussionRules, v1::CorrectDiscussionPostRequest>();
  commands.AddCommand<DiscussionRules, v1::RemoveDiscussionPostRequest>();
  commands.AddCommand<DiscussionRules, v1::CloseDiscussionRequest>();
  commands.AddCommand<DiscussionRules, v1::ReopenDiscussionRequest>();
  commands.AddCommand<DiscussionRules, v1::EditDiscussionRequest>();
  commands.AddCommand<DiscussionRules, v1::WithdrawDiscussionRequest>();
  slices.projections.push_back(std::make_unique<DiscussionProjection>());
  slices.searchables.push_back({"discussions", kDiscussionView, 1, FindDiscussionWords});
}

std::unique_ptr<rpc::BoundService> MakeDiscussionService(runtime::Partnerships& partnerships) {
  auto service = std::make_unique<rpc::BoundService>(
      v1::StartDiscussionRequest::descriptor()->file()->FindServiceByName("DiscussionService"));
  rpc::BindCommand<v1::StartDiscussionResponse>(*service, "StartDiscussion", partnerships);
  rpc::BindCommand<v1::PostToDiscussionResponse>(*service, "PostToDiscussion", partnerships);
  rpc::BindCommand<v1::CorrectDiscussionPostResponse>(*service, "CorrectDiscussionPost",
                                                      partnerships);
  rpc::BindCommand<v1::RemoveDiscussionPostResponse>(*service, "RemoveDiscussionPost",
                                                     partnerships);
  rpc::BindCommand<v1::CloseDiscussionResponse>(*service, "CloseDiscussion", partnerships);
  rpc::BindCommand<v1::ReopenDiscussionResponse>(*service, "ReopenDiscussion", partnerships);
  rpc::BindCommand<v1::EditDiscussionResponse>(*service, "EditDiscussion", partnerships);
  rpc::BindCommand<v1::WithdrawDiscussionResponse>(*service, "WithdrawDiscussion", partnerships);
  rpc::BindQuery<v1::GetDiscussionRequest, v1::GetDiscussionResponse>(
      *service, "GetDiscussion", partnerships, kDiscussionView, Get);
  rpc::BindQuery<v1::ListDiscussionsRequest, v1::ListDiscussionsResponse>(
      *service, "ListDiscussions", partnerships, kDiscussionView, List);
  rpc::BindQuery<v1::ListDiscussionPostsRequest, v1::ListDiscussionPostsResponse>(
      *service, "ListDiscussionPosts", partnerships, kDiscussionView, ListPosts);
  service->CheckBound();
  return service;
}

}  // namespace samverk::discussions
