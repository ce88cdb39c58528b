// ProjectionRunner: keeps one view of one ledger up to date with the log.
//
// Invariant: rows and cursor are committed in one batch, so a view is always exactly
// the fold of the log up to its cursor, also after a crash. An event that can't be
// applied stops the view: it says so and answers UNAVAILABLE; it never skips.
//
// A view that must be built anew is built beside the one that serves, which goes on
// serving until the new one has caught up (`families`: name@version.generation).

#ifndef SAMVERK_SERVICES_RUNTIME_PROJECTION_RUNNER_H_
#define SAMVERK_SERVICES_RUNTIME_PROJECTION_RUNNER_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "base/refusal.h"
#include "base/serial_executor.h"
#include "services/runtime/follower.h"
#include "services/runtime/projection.h"
#include "services/runtime/turns.h"
#include "services/runtime/versioned_table.h"
#include "storage/event_log/event_log.h"
#include "storage/event_log/position_waiters.h"
#include "storage/views/view_store.h"

namespace samverk::runtime {

inline constexpr Reason kViewStopped = {
    "VIEW_STOPPED", absl::StatusCode::kUnavailable,
    "The view {view} stopped at position {position}: {cause}. Nothing is lost. Upgrade the server, "
    "or see its guide for operators.",
    "Vyn {view} stannade vid position {position}: {cause}. Inget är förlorat. Uppgradera servern "
    "eller se dess driftguide."};
class ProjectionRunner final : public Follower {
 public:
  // Takes up the view where its last flush left it, and follows the log on
  // `executor`. The references must outlive the runner.
  static absl::StatusOr<std::unique_ptr<ProjectionRunner>> Start(
      const Projection& projection, std::string partnership, storage::EventLog& log,
      storage::ViewStore& views, SerialExecutor& executor, const Clock& clock);

  // Stops following and flushes.
  ~ProjectionRunner() override;

  // Reads as of `as_of`, or as of now; never past what is applied.
  //
  // Errors:
  //   UNAVAILABLE  VIEW_STOPPED
  absl::StatusOr<ViewReader> Read(std::optional<storage::Position> as_of) const
      LOCKS_EXCLUDED(mutex_);

  uint64_t WhenApplied(storage::Position position, std::function<void()> wake) override
      LOCKS_EXCLUDED(mutex_);
  void CancelWake(uint64_t id) override { waiters_.Cancel(id); }

  // Builds the view anew beside the one that serves. Says so at once; watch progress().
  void Rebuild() LOCKS_EXCLUDED(mutex_);

  // Its health is kViewStopped where it stopped.
  Progress progress() const override LOCKS_EXCLUDED(mutex_);

  const std::string& name() const override { return name_; }

  const Projection& projection() const { return projection_; }

 private:
  // A family and how far it is.
  struct Build {
    std::shared_ptr<storage::ViewFamily> family;
    std::unique_ptr<ViewWriter> writer;  // Null for an old version, which only serves.
    storage::Position cursor;
    storage::Position flushed;
    absl::Duration flushed_at;
  };

  ProjectionRunner(const Projection& projection, std::string partnership, storage::EventLog& log,
                   storage::ViewStore& views, SerialExecutor& executor, const Clock& clock);

  absl::Status OpenFamilies();
  absl::StatusOr<std::unique_ptr<Build>> OpenBuild(int version, int generation);
  bool Step() LOCKS_EXCLUDED(mutex_);
  absl::Status AdvanceAll() LOCKS_EXCLUDED(mutex_);
  absl::Status Advance(Build& build);
  absl::Status FlushIfDue(Build& build);
  absl::Status TakeOver();
  void Announce() LOCKS_EXCLUDED(mutex_);
  storage::Position Behind() const;

  const Projection& projection_;
  const std::string partnership_;
  storage::EventLog& log_;
  storage::ViewStore& views_;
  const Clock& clock_;
  const std::string name_;
  storage::PositionWaiters waiters_;

  // Of the executor's thread alone, once started. `building_` is null when there is
  // nothing to build anew.
  std::unique_ptr<Build> serving_;
  std::unique_ptr<Build> building_;
  int generation_ = 0;  // Of the newest family.
  uint64_t wake_id_ = 0;

  mutable Mutex mutex_;
  std::shared_ptr<const storage::ViewFamily> readable_ GUARDED_BY(mutex_);
  storage::Position applied_ GUARDED_BY(mutex_);
  std::optional<storage::Position> built_ GUARDED_BY(mutex_);
  absl::Status health_ GUARDED_BY(mutex_);
  bool rebuild_wanted_ GUARDED_BY(mutex_) = false;

  Turns turns_;
};

}  // namespace samverk::runtime

#endif  // SAMVERK_SERVICES_RUNTIME_PROJECTION_RUNNER_H_
