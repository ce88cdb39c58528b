#include "services/runtime/state_cache.h"

#include <utility>

#include "base/check.h"
#include "base/status_macros.h"
#include "services/runtime/resource_name.h"

namespace samverk::runtime {

using storage::RecordedEvent;
using storage::Revision;

void CachedState::Follow(const RecordedEvent& event) {
  CHECK(event.revision() == (revision.has_value() ? *revision + 1 : Revision(0)));
  type->evolve(*state, event);
  revision = event.revision();
  if (type->size_bytes) {
    size_bytes = kStateBytes + type->size_bytes(*state);
  } else {
    size_bytes += kFoldedEventBytes + event.event().size();
  }
}

StateCache::StateCache(const CommandRegistry& registry, const storage::EventLog& log)
    : registry_(registry), log_(log), states_(kStatesBytesMax) {}

std::shared_ptr<CachedState> StateCache::NewState(absl::string_view resource) const {
  auto cached = std::make_shared<CachedState>();
  cached->type = registry_.FindResource(CollectionOf(resource));
  CHECK(cached->type != nullptr);  // Shapes let no other collection through.
  cached->state = cached->type->new_state();
  return cached;
}

absl::Status StateCache::Warm(absl::string_view resource) {
  {
    MutexLock lock(mutex_);
    if (states_.Find(resource) != nullptr) return absl::OkStatus();
  }
  std::shared_ptr<CachedState> cached = NewState(resource);
  storage::ReadRange range;
  for (std::optional<uint64_t> next = 0; next.has_value();) {
    range.from = *next;
    absl::StatusOr<storage::EventPage> page = log_.ReadStream(resource, range);
    if (absl::IsNotFound(page.status())) return absl::OkStatus();
    RETURN_IF_ERROR(page.status());
    for (const RecordedEvent& event : page->events) cached->Follow(event);
    next = page->next;
  }
  MutexLock lock(mutex_);
  // The writer may have put in its own meanwhile, which is newer.
  const size_t cost = cached->size_bytes;
  if (states_.Find(resource) == nullptr) states_.Put(resource, std::move(cached), cost);
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<CachedState>> StateCache::Load(absl::string_view resource,
                                                              storage::PendingLog& log) {
  ASSIGN_OR_RETURN(const std::optional<storage::StreamInfo> stream, log.FindStream(resource));
  std::shared_ptr<CachedState> cached;
  {
    MutexLock lock(mutex_);
    std::shared_ptr<CachedState>* kept = states_.Find(resource);
    cached = kept != nullptr ? *kept : *states_.Put(resource, NewState(resource), kStateBytes);
    // What it has grown by since: only this thread makes it grow.
    if (kept != nullptr) states_.SetCost(resource, cached->size_bytes);
  }
  if (!stream.has_value()) return cached;
  while (!cached->revision.has_value() || *cached->revision < stream->last_revision) {
    const Revision from = cached->revision.has_value() ? *cached->revision + 1 : Revision(0);
    ASSIGN_OR_RETURN(const std::vector<RecordedEvent> events, log.ReadStream(resource, from));
    CHECK(!events.empty());
    for (const RecordedEvent& event : events) cached->Follow(event);
  }
  return cached;
}

}  // namespace samverk::runtime
