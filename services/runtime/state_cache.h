// StateCache: the states that commands were decided from lately.
//
// A state is changed by the writer thread of its log alone; other threads only put in
// states that they have folded themselves, and never look into one that is kept.

#ifndef SAMVERK_SERVICES_RUNTIME_STATE_CACHE_H_
#define SAMVERK_SERVICES_RUNTIME_STATE_CACHE_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/lru_cache.h"
#include "base/mutex.h"
#include "services/runtime/command_registry.h"
#include "services/runtime/limits.h"
#include "services/runtime/rules.h"
#include "storage/event_log/event_log.h"

namespace samverk::runtime {

// The state of one resource after its event of `revision`; without one, before its first.
struct CachedState {
  const ResourceType* type = nullptr;
  std::unique_ptr<AnyState> state;
  std::optional<storage::Revision> revision;
  // About what it takes in memory: what its rules say, or else it grows with what was folded.
  size_t size_bytes = kStateBytes;

  // Follows one event, which must be the next.
  void Follow(const storage::RecordedEvent& event);
};

class StateCache {
 public:
  // Both must outlive the cache.
  StateCache(const CommandRegistry& registry, const storage::EventLog& log);

  // Folds the durable state of `resource`, a relative name, if it is not kept. Any thread.
  // Errors: as EventLog::ReadStream but NOT_FOUND.
  absl::Status Warm(absl::string_view resource) LOCKS_EXCLUDED(mutex_);

  // The state of `resource` as `log` has it, also what is not durable yet. Writer thread only.
  // Errors: as PendingLog.
  absl::StatusOr<std::shared_ptr<CachedState>> Load(absl::string_view resource,
                                                    storage::PendingLog& log)
      LOCKS_EXCLUDED(mutex_);

 private:
  std::shared_ptr<CachedState> NewState(absl::string_view resource) const;

  const CommandRegistry& registry_;
  const storage::EventLog& log_;
  Mutex mutex_;
  LruCache<std::shared_ptr<CachedState>> states_ GUARDED_BY(mutex_);
};

}  // namespace samverk::runtime

#endif  // SAMVERK_SERVICES_RUNTIME_STATE_CACHE_H_
