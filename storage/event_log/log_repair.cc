#include "storage/event_log/log_repair.h"

#include <memory>

#include "base/status_macros.h"
#include "storage/event_log/head_file.h"
#include "storage/event_log/log_verifier.h"
#include "storage/event_log/rocks_event_log.h"
#include "storage/event_log/rocks_log_store.h"

namespace samverk::storage {
namespace {

using Opening = RocksLogStore::Opening;

// Whether the log opens as it is.
absl::Status TryOpen(const std::string& directory, const std::string& head_path,
                     const RocksResources& resources) {
  ASSIGN_OR_RETURN(const LogHead head, ReadHeadFile(*resources.env, head_path));
  ASSIGN_OR_RETURN(const auto store, RocksLogStore::Open(directory, resources, Opening::kStrict));
  ASSIGN_OR_RETURN(const Position last, store->LastPosition());
  RETURN_IF_ERROR(CheckHead(*store, head, last));
  return CheckEnd(*store, last).status();
}

}  // namespace

absl::StatusOr<RepairPlan> PlanRepair(const std::string& directory, const std::string& head_path,
                                      const RocksResources& resources) {
  RepairPlan plan;
  // First with what changes nothing, so that the plan is there whatever the rest does.
  {
    ASSIGN_OR_RETURN(const auto store,
                     RocksLogStore::Open(directory, resources, Opening::kLookUpToDamage));
    ASSIGN_OR_RETURN(plan.readable, store->LastPosition());
    RETURN_IF_ERROR(CheckEnd(*store, plan.readable).status());
  }
  // Without a readable head file nothing is known but what can be read.
  const absl::StatusOr<LogHead> head = ReadHeadFile(*resources.env, head_path);
  plan.known = head.ok() ? head->position : plan.readable;
  plan.fault = TryOpen(directory, head_path, resources);
  return plan;
}

absl::Status CarryOutRepair(const RepairPlan& plan, const std::string& directory,
                            const std::string& head_path, const RocksResources& resources,
                            const Clock& clock) {
  if (plan.fault.ok()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto store,
                   RocksLogStore::Open(directory, resources, Opening::kCutAtDamage));
  ASSIGN_OR_RETURN(const Position last, store->LastPosition());
  RETURN_IF_ERROR(VerifyLog(*store, last, nullptr));
  const Uuid epoch = Uuid::V7(clock);
  RETURN_IF_ERROR(store->BeginEpoch(epoch));
  LogHead head{epoch, last, ""};
  if (last > Position(0)) {
    ASSIGN_OR_RETURN(const RecordedEvent event, store->GetEvent(last));
    head.leaf_hash = std::string(AsBytes(LeafHash(event.leaf())));
  }
  return WriteHeadFile(*resources.env, head_path, head);
}

}  // namespace samverk::storage
