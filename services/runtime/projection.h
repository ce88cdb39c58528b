// Projection: how events become the rows of a view. Views are disposable: the runner
// can rebuild any of them from the log.

#ifndef SAMVERK_SERVICES_RUNTIME_PROJECTION_H_
#define SAMVERK_SERVICES_RUNTIME_PROJECTION_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/protobuf/util/time_util.h"
#include "services/runtime/versioned_table.h"
#include "storage/event_log/event.h"

namespace samverk::runtime {

// Whether `event` is the first of its resource: no row can be about it yet.
inline bool IsFirst(const storage::RecordedEvent& event) {
  return event.revision() == storage::Revision(0);
}

// When `event` was recorded, as rows say it.
inline google::protobuf::Timestamp RecordedAt(const storage::RecordedEvent& event) {
  return google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(
      absl::ToUnixMicros(event.recorded_at()));
}

class Projection {
 public:
  virtual ~Projection() = default;

  // Names the view. Never changes.
  virtual std::string name() const = 0;

  // To be raised when Apply would write other rows for the same events. The runner
  // then builds the view anew beside the old one.
  virtual int version() const = 0;

  // The oldest version whose rows this program's reader still reads; it serves while the
  // new one is built. By default only version() itself.
  virtual int oldest_readable_version() const { return version(); }

  // Whether it keeps what its resources link to (links.h).
  virtual bool keeps_links() const { return false; }

  // What the resource `name`, a whole name, is called where others link to it; empty if it is
  // none of this view's.
  virtual absl::StatusOr<std::string> TitleOf(const ViewReader& view,
                                              const std::string& name) const {
    (void)view;
    (void)name;
    return std::string();
  }

  // Writes what `event` means. Deterministic: the same events give the same rows. Reads
  // only `view` and ignores events that it does not know. An error stops this
  // projection, and only it, at this event; it is reported and never skipped.
  // `partnership` is the id of the ledger's partnership, for whole names.
  virtual absl::Status Apply(const storage::RecordedEvent& event, const std::string& partnership,
                             ViewWriter& view) const = 0;
};

}  // namespace samverk::runtime

#endif  // SAMVERK_SERVICES_RUNTIME_PROJECTION_H_
