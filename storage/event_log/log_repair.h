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
#include "base/refusal.h"
#include "storage/event_log/position.h"
#include "storage/kv/rocks.h"

namespace samverk::storage {

inline constexpr Reason kRepairPlanOutdated = {
    "REPAIR_PLAN_OUTDATED", absl::StatusCode::kFailedPrecondition,
    "The log can be read up to position {found}, but the plan says {planned}. Nothing was cut; "
    "plan the repair again.",
    "Loggen kan läsas till position {found}, men planen säger {planned}. Inget togs bort; planera "
    "reparationen på nytt."};

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
// Errors:
//   NOT_FOUND    There is no log.
//   DATA_LOSS    What is readable is damaged too, and a backup is needed.
//   others       Why it can't be said; see RocksLogStore::Open.
absl::StatusOr<RepairPlan> PlanRepair(const std::string& directory, const std::string& head_path,
                                      const RocksResources& resources);

// Cuts what `plan` says, begins a new epoch and writes the head file anew. On any error the log
// is what it was.
//
// Errors: as OpenIfSound and VerifyLog, and
//   FAILED_PRECONDITION  REPAIR_PLAN_OUTDATED: more or less is left than the plan says.
absl::Status CarryOutRepair(const RepairPlan& plan, const std::string& directory,
                            const std::string& head_path, const RocksResources& resources,
                            const Clock& clock);

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_EVENT_LOG_LOG_REPAIR_H_
