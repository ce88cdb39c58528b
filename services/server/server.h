// Server: everything that samverkd is, put together. The only place that names concrete
// classes, so a test can start the same server in its own process.

#ifndef SAMVERK_SERVICES_SERVER_SERVER_H_
#define SAMVERK_SERVICES_SERVER_SERVER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/clock.h"
#include "base/periodic.h"
#include "base/refusal.h"
#include "grpcpp/server.h"
#include "services/rpc/bound_service.h"
#include "services/rpc/limits.h"
#include "services/runtime/partnerships.h"
#include "storage/ledger/ledger.h"

namespace samverk::server {

inline constexpr Reason kNotLoopback = {
    "NOT_LOOPBACK", absl::StatusCode::kInvalidArgument,
    "{address} can be reached from other machines, and without TLS and identities this server "
    "listens on 127.0.0.1 and [::1] only.",
    "{address} kan nås från andra datorer, och utan TLS och identiteter lyssnar servern bara på "
    "127.0.0.1 och [::1]."};
inline constexpr Reason kCannotListen = {
    "CANNOT_LISTEN", absl::StatusCode::kUnavailable,
    "Can't listen on {address}. Is another server using the port?",
    "Kan inte lyssna på {address}. Används porten av en annan server?"};

struct ServerOptions {
  std::string data_directory;
  // The file of the master key; empty: storage::kMasterKeyFile in the data directory.
  std::string master_key_path = "";
  // Host and port on loopback; port 0 picks one.
  std::string listen = "127.0.0.1:0";
  const Clock* clock = &Clock::System();
  absl::Duration heartbeat_period = rpc::kHeartbeatPeriod;
  absl::Duration stall_max = rpc::kFrameWriteMax;  // Of who sends or takes a file.
};

class Server {
 public:
  // Opens the data directory, starts every partnership in it and serves. A partnership whose
  // ledger does not open is not served, the others are; the log and the health service say so:
  // it knows each partnership by its resource name, and all of them together by no name.
  //
  // Errors: as LedgerHost::Open, LedgerHost::LoadMasterKey and Partnerships::Start, and
  //   INVALID_ARGUMENT  NOT_LOOPBACK
  //   UNAVAILABLE       CANNOT_LISTEN
  static absl::StatusOr<std::unique_ptr<Server>> Start(const ServerOptions& options);

  // Lets calls that are under way end, for at most kDrainMax, then closes everything.
  ~Server();

  // `127.0.0.1:PORT`.
  const std::string& address() const { return address_; }

  runtime::Partnerships& partnerships() { return *partnerships_; }

 private:
  Server() = default;
  absl::Status Listen(const std::string& address);
  void ReportHealth();
  void NoteHealth(const std::string& id, const absl::Status& status);

  runtime::Slices slices_;
  std::unique_ptr<storage::LedgerHost> ledgers_;
  std::unique_ptr<runtime::Partnerships> partnerships_;
  std::vector<std::unique_ptr<rpc::BoundService>> services_;
  std::unique_ptr<grpc::Server> grpc_server_;
  std::string address_;
  // What the views must have reached to be called ready: the head at the last look.
  std::map<std::string, storage::Position> wanted_;
  // The reason that was last logged for each; empty: none.
  std::map<std::string, std::string> health_noted_;
  std::unique_ptr<Periodic> health_;
  std::unique_ptr<Periodic> collector_;
};

}  // namespace samverk::server

#endif  // SAMVERK_SERVICES_SERVER_SERVER_H_
