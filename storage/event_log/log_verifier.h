// Checking a whole log, and deriving again what is derived.

#ifndef SAMVERK_STORAGE_EVENT_LOG_LOG_VERIFIER_H_
#define SAMVERK_STORAGE_EVENT_LOG_LOG_VERIFIER_H_

#include <functional>
#include <map>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "storage/event_log/event.h"
#include "storage/event_log/rocks_log_store.h"
#include "storage/event_log/staged_batch.h"

namespace samverk::storage {

// Follows the events of a log in order and says which rows derive from each. Holds
// the end of every stream in memory.
class RowDeriver {
 public:
  // Tells of a row that `event` leads to.
  using Sink = std::function<absl::Status(absl::string_view family, absl::string_view key,
                                          absl::string_view value)>;

  // Errors: LOG_DAMAGED if the event does not fit the ones before, and those of `sink`.
  absl::Status Follow(const RecordedEvent& event, const Sink& sink);

 private:
  absl::flat_hash_map<std::string, StreamHead> heads_;
  absl::Time last_recorded_at_ = absl::InfinitePast();
};

// Checks the log as it stands, which reaches at least `last`: records, numbers,
// commitments, chains, and that the derived families hold exactly what derives from the
// events. It may grow meanwhile.
absl::Status VerifyLog(const RocksLogStore& store, Position last,
                       const std::function<void(Position)>& progress);

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_EVENT_LOG_LOG_VERIFIER_H_
