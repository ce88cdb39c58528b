// OrphanCollector: removes the files of a partnership that no event refers to.
//
//   Condemn   picks files that came a day ago and that nothing refers to, as far as the view
//             knows, and that no command holds
//   Remove    waits until the view includes everything that was in the log after that, and
//             removes those that still nothing refers to and that nobody has held since
//
// An event whose command held a file is in the log before the hold ends, so Remove sees it;
// a command that comes later pardons. Nothing is removed while the log is unwell: after a
// failed write nobody knows what it holds. docs/formats/blobs.md.

#ifndef SAMVERK_SERVICES_ATTACHMENTS_ORPHAN_COLLECTOR_H_
#define SAMVERK_SERVICES_ATTACHMENTS_ORPHAN_COLLECTOR_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/clock.h"
#include "services/runtime/partnerships.h"
#include "storage/blobs/blob_id.h"

namespace samverk::attachments {

// How often a server collects, and how long one partnership's view may take to catch up.
inline constexpr absl::Duration kCollectPeriod = absl::Minutes(10);
inline constexpr absl::Duration kCatchUpMax = absl::Seconds(30);

// One thread. The references must outlive it.
class OrphanCollector {
 public:
  OrphanCollector(runtime::Partnership& partnership, const Clock& clock)
      : partnership_(partnership), clock_(clock) {}

  // Drops abandoned uploads, then condemns and removes; says how many files went.
  //
  // Errors: what the log, the view or the store says; then nothing was lost.
  absl::StatusOr<int> Collect();

  // The two steps of Collect.
  absl::Status Condemn();
  absl::StatusOr<int> Remove();

 private:
  absl::StatusOr<bool> IsOrphan(const storage::BlobId& blob) const;
  absl::Status CatchUp();

  runtime::Partnership& partnership_;
  const Clock& clock_;
  std::vector<storage::BlobId> condemned_;
};

}  // namespace samverk::attachments

#endif  // SAMVERK_SERVICES_ATTACHMENTS_ORPHAN_COLLECTOR_H_
