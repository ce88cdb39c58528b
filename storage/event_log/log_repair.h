// Repairing a log whose end can't be read: first saying what would be cut, then cutting.
//
// Only the end of the write-ahead log can be repaired, for it is the only thing that a
// log can do without; damage elsewhere needs a backup. What is cut may have been
// acknowledged, so a repaired ledger begins a new epoch: whoever holds positions of the
// old one is told.

#ifndef SAMVERK_STORAGE_EVENT_LOG_LOG_REPAIR_H_
#define SAMVERK_STORAGE_EVENT_LOG_LOG_REPAIR_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/clock.h"
#include "storage/event_log/position.h"
#include "storage/kv/rocks.h"

namespace samverk::storage {

// What a repair would do.
struct RepairPlan {
  // Why the log does not open; OK: it does, and there is nothing to repair.
  absl::Status fault;
  // The last position that can be read, and the last that the log is known to have reached.
  // More may have been written in the second after that.
  Position readable;
  Position known;
};

// Looks without changing anything. The log must not be open elsewhere.
//
// Errors: DATA_LOSS if what is readable is damaged too, and a backup is needed.
absl::StatusOr<RepairPlan> PlanRepair(const std::string& directory, const std::string& head_path,
                                      const RocksResources& resources);

// Cuts what `plan` says, begins a new epoch and writes the head file anew.
absl::Status CarryOutRepair(const RepairPlan& plan, const std::string& directory,
                            const std::string& head_path, const RocksResources& resources,
                            const Clock& clock);

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_EVENT_LOG_LOG_REPAIR_H_
