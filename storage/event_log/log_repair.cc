#include "storage/event_log/log_repair.h"

#include <memory>
#include <utility>

#include "base/status_macros.h"
#include "storage/event_log/head_file.h"
#include "storage/event_log/log_reasons.h"
#include "storage/event_log/log_repair_point.h"
#include "storage/event_log/log_verifier.h"
#include "storage/event_log/rocks_event_log.h"
#include "storage/event_log/rocks_log_store.h"

namespace samverk::storage {
namespace {

using Opening = RocksLogStore::Opening;

// Whether the log opens as it is. Tried on links to its files, because opening makes new ones
// and drops old ones.
absl::Status TryOpen(const std::string& directory, const LogHead& head,
                     const RocksResources& resources) {
  ASSIGN_OR_RETURN(const auto store, RocksLogStore::Open(directory, resources, Opening::kStrict));
  ASSIGN_OR_RETURN(const Position last, store->LastPosition());
  RETURN_IF_ERROR(CheckHead(*store, head, last));
  return CheckEnd(*store, last).status();
}

absl::Status FindFault(const std::string& directory, const absl::StatusOr<LogHead>& head,
                       const RocksResources& resources) {
  RETURN_IF_ERROR(head.status());
  const std::string trial = directory + ".trial";
  RETURN_IF_ERROR(LinkLog(*resources.env, directory, trial));
  absl::Status fault = TryOpen(trial, *head, resources);
  RETURN_IF_ERROR(RemoveLog(*resources.env, trial));
  return fault;
}

// What is left is what was planned, and is whole; then a new epoch begins.
absl::Status FinishCut(RocksLogStore& store, const RepairPlan& plan, const std::string& head_path,
                       rocksdb::Env& env, const Clock& clock) {
  ASSIGN_OR_RETURN(const Position last, store.LastPosition());
  if (last != plan.readable) {
    return Refusal(kRepairPlanOutdated)
        .With("planned", plan.readable.value())
        .With("found", last.value());
  }
  RETURN_IF_ERROR(VerifyLog(store, last, nullptr));
  LogHead head{Uuid::V7(clock), last, ""};
  if (last > Position(0)) {
    ASSIGN_OR_RETURN(const RecordedEvent event, store.GetEvent(last));
    head.leaf_hash = std::string(AsBytes(LeafHash(event.leaf())));
  }
  RETURN_IF_ERROR(store.BeginEpoch(head.epoch));
  return WriteHeadFile(env, head_path, head);
}

}  // namespace

absl::StatusOr<RepairPlan> PlanRepair(const std::string& directory, const std::string& head_path,
                                      const RocksResources& resources) {
  RepairPlan plan;
  const absl::StatusOr<LogHead> head = ReadHeadFile(*resources.env, head_path);
  auto opened = RocksLogStore::Open(directory, resources, Opening::kLookUpToDamage);
  if (absl::IsNotFound(opened.status()) && head.ok()) {
    return Refusal(kLogDamaged).With("what", "there is a head file, but CURRENT is missing");
  }
  ASSIGN_OR_RETURN(std::unique_ptr<RocksLogStore> store, std::move(opened));
  ASSIGN_OR_RETURN(plan.readable, store->LastPosition());
  RETURN_IF_ERROR(CheckEnd(*store, plan.readable).status());
  store.reset();
  // Without a readable head file nothing is known but what can be read.
  plan.known = head.ok() ? head->position : plan.readable;
  plan.fault = FindFault(directory, head, resources);
  // A disk that refuses, or a format that is too new, is no damage: cutting would not help.
  if (!plan.fault.ok() && !absl::IsDataLoss(plan.fault)) return plan.fault;
  return plan;
}

absl::Status CarryOutRepair(const RepairPlan& plan, const std::string& directory,
                            const std::string& head_path, const RocksResources& resources,
                            const Clock& clock) {
  if (plan.fault.ok()) return absl::OkStatus();
  return OpenIfSound(directory, resources, Opening::kCutAtDamage,
                     [&](RocksLogStore& store) {
                       return FinishCut(store, plan, head_path, *resources.env, clock);
                     })
      .status();
}

}  // namespace samverk::storage
