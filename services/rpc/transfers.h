// Transfers: calls that move files, which may last long. So many are open at once; one whose
// other end stalls is hung up on; all of them end when the server stops.

#ifndef SAMVERK_SERVICES_RPC_TRANSFERS_H_
#define SAMVERK_SERVICES_RPC_TRANSFERS_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/mutex.h"
#include "base/periodic.h"
#include "base/refusal.h"
#include "grpcpp/server_context.h"
#include "services/rpc/limits.h"

namespace samverk::rpc {

inline constexpr Reason kTooManyTransfers = {
    "TOO_MANY_TRANSFERS", absl::StatusCode::kResourceExhausted,
    "{count_max} files are being moved, as many as this server takes. Try again later.",
    "{count_max} filer överförs, fler tar servern inte emot. Försök igen senare."};

inline constexpr Reason kServerStopping = {
    "SERVER_STOPPING", absl::StatusCode::kUnavailable,
    "The server is stopping. Try again later, and go on from where it came to.",
    "Servern stängs. Försök igen senare och fortsätt därifrån det kom."};

class Transfers;

// One that is open. To be let go of in OnDone, while the call's context lives. One thread at a
// time.
class Transfer {
 public:
  ~Transfer();
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  // Says that the other end has to do something next, and that it has done it.
  void BeginWaiting();
  void EndWaiting();

 private:
  friend class Transfers;
  Transfer(Transfers& transfers, uint64_t id) : transfers_(transfers), id_(id) {}

  Transfers& transfers_;
  const uint64_t id_;
};

// Any thread; must outlive all that are open.
class Transfers {
 public:
  explicit Transfers(absl::Duration stall_max = kFrameWriteMax, size_t count_max = kTransfersMax);

  // Errors:
  //   RESOURCE_EXHAUSTED  TOO_MANY_TRANSFERS
  //   UNAVAILABLE         SERVER_STOPPING
  absl::StatusOr<std::unique_ptr<Transfer>> Begin(grpc::CallbackServerContext& context)
      LOCKS_EXCLUDED(mutex_);

  // Ends all of them, and lets none begin.
  void Close() LOCKS_EXCLUDED(mutex_);

 private:
  friend class Transfer;
  struct Open {
    grpc::CallbackServerContext* context;
    std::optional<absl::Duration> waiting_since;
  };

  void End(uint64_t id) LOCKS_EXCLUDED(mutex_);
  void SetWaiting(uint64_t id, std::optional<absl::Duration> since) LOCKS_EXCLUDED(mutex_);
  void HangUpOnStalled() LOCKS_EXCLUDED(mutex_);

  const absl::Duration stall_max_;
  const size_t count_max_;
  Mutex mutex_;
  std::map<uint64_t, Open> open_ GUARDED_BY(mutex_);
  uint64_t next_id_ GUARDED_BY(mutex_) = 1;
  bool closed_ GUARDED_BY(mutex_) = false;
  // Last: its thread looks at the above.
  Periodic watch_;
};

}  // namespace samverk::rpc

#endif  // SAMVERK_SERVICES_RPC_TRANSFERS_H_
