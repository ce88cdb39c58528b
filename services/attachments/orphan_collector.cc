#include "services/attachments/orphan_collector.h"

#include <memory>
#include <utility>

#include "base/mutex.h"
#include "base/status_macros.h"
#include "services/attachments/attachment_view.h"
#include "storage/blobs/limits.h"

namespace samverk::attachments {

absl::StatusOr<int> OrphanCollector::Collect() {
  RETURN_IF_ERROR(partnership_.blobs().Tend());
  RETURN_IF_ERROR(Condemn());
  return Remove();
}

absl::StatusOr<bool> OrphanCollector::IsOrphan(const storage::BlobId& blob) const {
  ASSIGN_OR_RETURN(const runtime::ViewReader view,
                   partnership_.view(kAttachmentView).Read(std::nullopt));
  ASSIGN_OR_RETURN(const bool referred_to, IsReferredTo(view, blob.hex()));
  return !referred_to;
}

absl::Status OrphanCollector::Condemn() {
  storage::BlobStore& blobs = partnership_.blobs();
  ASSIGN_OR_RETURN(const std::vector<storage::BlobId> old,
                   blobs.ListUpTo(clock_.Now() - storage::kOrphanAgeMax));
  for (const storage::BlobId& blob : old) {
    // What is referred to once is referred to for ever, so the view need not be up to date here.
    ASSIGN_OR_RETURN(const bool orphan, IsOrphan(blob));
    if (orphan && blobs.Condemn(blob)) condemned_.push_back(blob);
  }
  return absl::OkStatus();
}

absl::StatusOr<int> OrphanCollector::Remove() {
  storage::BlobStore& blobs = partnership_.blobs();
  const std::vector<storage::BlobId> condemned = std::exchange(condemned_, {});
  if (condemned.empty()) return 0;
  if (absl::Status status = CatchUp(); !status.ok()) {
    for (const storage::BlobId& blob : condemned) blobs.Pardon(blob);
    return status;
  }
  int removed = 0;
  for (const storage::BlobId& blob : condemned) {
    const absl::StatusOr<bool> orphan = IsOrphan(blob);
    if (!orphan.ok() || !*orphan) {
      blobs.Pardon(blob);
      continue;
    }
    ASSIGN_OR_RETURN(const bool gone, blobs.RemoveCondemned(blob));
    removed += gone ? 1 : 0;
  }
  return removed;
}

// Waits until the view includes all that is in the log now.
absl::Status OrphanCollector::CatchUp() {
  RETURN_IF_ERROR(partnership_.log().Health());
  const storage::Position head = partnership_.log().Head();
  runtime::ProjectionRunner& view = partnership_.view(kAttachmentView);
  struct Waiting {
    Mutex mutex;
    CondVar woken;
    bool done GUARDED_BY(mutex) = false;
  };
  Waiting waiting;
  const uint64_t wake_id = view.WhenApplied(head, [&waiting] {
    MutexLock lock(waiting.mutex);
    waiting.done = true;
    waiting.woken.NotifyAll();
  });
  {
    const absl::Duration deadline = Clock::System().Steady() + kCatchUpMax;
    MutexLock lock(waiting.mutex);
    while (!waiting.done && Clock::System().Steady() < deadline) {
      waiting.woken.WaitFor(waiting.mutex, deadline - Clock::System().Steady());
    }
  }
  view.CancelWake(wake_id);
  const runtime::ProjectionRunner::Progress progress = view.progress();
  RETURN_IF_ERROR(progress.health);
  if (progress.serving >= head) return absl::OkStatus();
  return absl::UnavailableError("the view attachments has not caught up");
}

}  // namespace samverk::attachments
