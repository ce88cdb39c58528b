// Follower: what keeps up with the log of a ledger and can be waited for: a view, the index of
// search.

#ifndef SAMVERK_SERVICES_RUNTIME_FOLLOWER_H_
#define SAMVERK_SERVICES_RUNTIME_FOLLOWER_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "storage/event_log/position.h"

namespace samverk::runtime {

// Any thread.
class Follower {
 public:
  // How far it is.
  struct Progress {
    storage::Position serving;                  // What reads see.
    std::optional<storage::Position> building;  // Set while a new one is built.
    storage::Position head;
    absl::Status health;  // Why it does not go on.
  };

  virtual ~Follower() = default;

  virtual const std::string& name() const = 0;

  virtual Progress progress() const = 0;

  // Calls `wake` once, on another thread or at once, when reads include `position`, or it
  // stops or goes away. The number returned cancels it; 0: called already.
  virtual uint64_t WhenApplied(storage::Position position, std::function<void()> wake) = 0;
  // Forgets a wake-up. When this returns, it was either called or never will be.
  virtual void CancelWake(uint64_t id) = 0;
};

}  // namespace samverk::runtime

#endif  // SAMVERK_SERVICES_RUNTIME_FOLLOWER_H_
