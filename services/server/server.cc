#include "services/server/server.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/resource_quota.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server_builder.h"
#include "services/action_plans/action_plan_service.h"
#include "services/admin/admin_service.h"
#include "services/attachments/attachment_service.h"
#include "services/attachments/orphan_collector.h"
#include "services/audit/audit_service.h"
#include "services/discussions/discussion_service.h"
#include "services/exchanges/exchange_service.h"
#include "services/feed/feed_service.h"
#include "services/follow_ups/follow_up_service.h"
#include "services/initiatives/initiative_service.h"
#include "services/links/link_service.h"
#include "services/national_issues/national_issue_service.h"
#include "services/overview/overview_service.h"
#include "services/partnership/partnership_service.h"
#include "services/plans/plan_service.h"
#include "services/rpc/request_log.h"
#include "services/runtime/resource_name.h"
#include "services/search/search_service.h"
#include "services/server/slices.h"
#include "services/service_points/service_point_service.h"
#include "services/workshops/workshop_service.h"

namespace samverk::server {
namespace {

constexpr absl::Duration kDrainMax = absl::Seconds(10);
constexpr absl::Duration kHealthPeriod = absl::Milliseconds(500);
constexpr size_t kTransportMemoryBytes = 128 << 20;

bool IsLoopback(absl::string_view address) {
  return absl::StartsWith(address, "127.0.0.1:") || absl::StartsWith(address, "[::1]:") ||
         absl::StartsWith(address, "localhost:");
}

// One damaged ledger keeps nobody else from working, but somebody must see to it.
void LogUnserved(runtime::Partnerships& partnerships, const std::string& data_directory) {
  for (const std::string& id : partnerships.Ids()) {
    const absl::Status status = partnerships.Find(id).status();
    if (status.ok()) continue;
    rpc::LogTrouble(absl::StrCat("the partnership ", id, " is not served: ", status.message(),
                                 " Stop the server and look with samverkd --data_dir=",
                                 data_directory, " --repair=", id, "."));
  }
}

// Removes the files that nothing refers to, of every partnership that can say so.
void CollectOrphans(runtime::Partnerships& partnerships, const Clock& clock) {
  for (const std::string& id : partnerships.Ids()) {
    const absl::StatusOr<runtime::Partnership*> partnership = partnerships.Find(id);
    if (!partnership.ok()) continue;
    const absl::StatusOr<int> removed =
        attachments::OrphanCollector(**partnership, clock).Collect();
    if (!removed.ok()) {
      rpc::LogTrouble(absl::StrCat("the partnership ", id,
                                   ": files are not collected: ", removed.status().message()));
    } else if (*removed > 0) {
      rpc::LogServer(absl::StrCat("the partnership ", id, ": removed ", *removed,
                                  " files that nothing refers to"));
    }
  }
}

}  // namespace

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const ServerOptions& options) {
  if (!IsLoopback(options.listen)) return Refusal(kNotLoopback).With("address", options.listen);
  std::unique_ptr<Server> server(new Server);
  server->slices_ = EverySlice();
  ASSIGN_OR_RETURN(server->ledgers_, storage::LedgerHost::Open(
                                         options.data_directory, *options.clock,
                                         storage::MakeRocksResources(), options.master_key_path));
  RETURN_IF_ERROR(server->ledgers_->LoadMasterKey());
  ASSIGN_OR_RETURN(server->partnerships_, runtime::Partnerships::Start(
                                              *server->ledgers_, server->slices_, *options.clock));
  runtime::Partnerships& partnerships = *server->partnerships_;
  LogUnserved(partnerships, options.data_directory);
  server->services_.push_back(action_plans::MakeActionPlanService(partnerships));
  server->services_.push_back(admin::MakeAdminService(partnerships));
  server->services_.push_back(attachments::MakeAttachmentService(partnerships, options.stall_max));
  server->services_.push_back(audit::MakeAuditService(partnerships));
  server->services_.push_back(discussions::MakeDiscussionService(partnerships));
  server->services_.push_back(exchanges::MakeExchangeService(partnerships));
  server->services_.push_back(feed::MakeFeedService(partnerships, options.heartbeat_period));
  server->services_.push_back(initiatives::MakeInitiativeService(partnerships));
  server->services_.push_back(follow_ups::MakeFollowUpService(partnerships));
  server->services_.push_back(national_issues::MakeNationalIssueService(partnerships));
  server->services_.push_back(partnership::MakeMeetingService(partnerships));
  server->services_.push_back(partnership::MakePartnershipService(partnerships));
  server->services_.push_back(plans::MakePlanService(partnerships));
  server->services_.push_back(service_points::MakePlaceService(partnerships));
  server->services_.push_back(service_points::MakeServicePointService(partnerships));
  server->services_.push_back(links::MakeLinkService(partnerships));
  server->services_.push_back(overview::MakeOverviewService(partnerships));
  server->services_.push_back(search::MakeSearchService(partnerships));
  server->services_.push_back(workshops::MakeWorkshopService(partnerships));
  RETURN_IF_ERROR(server->Listen(options.listen));
  server->ReportHealth();
  server->health_ =
      std::make_unique<Periodic>(kHealthPeriod, [raw = server.get()] { raw->ReportHealth(); });
  server->collector_ = std::make_unique<Periodic>(
      attachments::kCollectPeriod,
      [&partnerships, clock = options.clock] { CollectOrphans(partnerships, *clock); });
  return server;
}

absl::Status Server::Listen(const std::string& address) {
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort(address, grpc::InsecureServerCredentials(), &port);
  // Two servers on one port would each get half of the calls.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.SetMaxReceiveMessageSize(rpc::kTransportBytesMax);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, rpc::kStreamsPerConnectionMax);
  builder.SetResourceQuota(grpc::ResourceQuota("samverkd").Resize(kTransportMemoryBytes));
  for (const auto& service : services_) builder.RegisterService(service.get());
  grpc_server_ = builder.BuildAndStart();
  if (grpc_server_ == nullptr || port == 0) return Refusal(kCannotListen).With("address", address);
  address_ = absl::StrCat(address.substr(0, address.rfind(':')), ":", port);
  return absl::OkStatus();
}

void Server::ReportHealth() {
  auto& health = *grpc_server_->GetHealthCheckService();
  bool all_ready = true;
  for (const std::string& id : partnerships_->Ids()) {
    const absl::StatusOr<runtime::Partnership*> partnership = partnerships_->Find(id);
    bool ready = false;
    if (partnership.ok()) {
      storage::Position& wanted = wanted_[id];
      const absl::Status status = (*partnership)->Ready(wanted);
      ready = status.ok();
      NoteHealth(id, status);
      wanted = (*partnership)->log().Head();
    }
    health.SetServingStatus(runtime::PartnershipName(id), ready);
    all_ready = all_ready && ready;
  }
  health.SetServingStatus("", all_ready);
}

// Says what changed, once: whoever looks at health alone does not learn why.
void Server::NoteHealth(const std::string& id, const absl::Status& status) {
  // A view that is catching up has no reason: that is the usual thing.
  std::string now = ReasonOf(status);
  std::string& before = health_noted_[id];
  if (now == before) return;
  before = std::move(now);
  if (before.empty()) return rpc::LogServer(absl::StrCat("the partnership ", id, " is well again"));
  rpc::LogTrouble(absl::StrCat("the partnership ", id, ": ", status.message()));
}

Server::~Server() {
  health_.reset();
  collector_.reset();
  if (grpc_server_ != nullptr) {
    grpc_server_->GetHealthCheckService()->SetServingStatus(false);
    for (const auto& service : services_) service->Close();
    grpc_server_->Shutdown(absl::ToChronoTime(Clock::System().Now() + kDrainMax));
    grpc_server_->Wait();
  }
  // Then the rest, in the opposite order of starting: views flush, logs write their heads.
  grpc_server_.reset();
  services_.clear();
  partnerships_.reset();
  ledgers_.reset();
}

}  // namespace samverk::server
