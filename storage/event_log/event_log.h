// EventLog is the memory of a ledger: an append-only sequence of events, grouped
// into streams. Everything else on disk can be rebuilt from it.
//
// Two coordinates name an event: its Revision in its stream and its Position in
// the ledger, both without gaps (position.h).
//
// An append is a Proposal: it runs on the log's one writer thread, in the order of
// arrival, sees every earlier event including those still on their way to disk,
// and returns events for one or more streams, all or nothing, or an error that
// writes nothing. One thread thinks, so there is nothing to race with.
//
// Every method may be called from any thread. Bytes: docs/formats/event_log.md.

#ifndef SAMVERK_STORAGE_EVENT_LOG_EVENT_LOG_H_
#define SAMVERK_STORAGE_EVENT_LOG_EVENT_LOG_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "storage/event_log/event.h"
#include "storage/event_log/event_log_format.h"
#include "storage/event_log/limits.h"
#include "storage/event_log/position.h"

namespace samverk::storage {

// What a stream must look like for an append to be allowed.
struct Condition {
  enum class Kind { kAny, kNoStream, kExists, kExact };

  static Condition NoStream(absl::string_view resource) {
    return {std::string(resource), Kind::kNoStream, Revision()};
  }
  static Condition Exists(absl::string_view resource) {
    return {std::string(resource), Kind::kExists, Revision()};
  }
  static Condition Exact(absl::string_view resource, Revision revision) {
    return {std::string(resource), Kind::kExact, revision};
  }

  std::string resource;
  Kind kind = Kind::kAny;
  Revision revision;  // For kExact.
};

// What a proposal wants written.
struct ProposedAppend {
  // Checked before anything is staged, also on streams that are only read. All
  // that fail are named in the error.
  std::vector<Condition> conditions;
  // 1 to kEventsPerAppendMax events.
  std::vector<NewEvent> events;
  // Kept with the request, so that a repeated request gets the identical answer.
  // At most kOutcomeBytesMax.
  std::string outcome;
};

// What the log did.
struct AppendResult {
  struct StreamEnd {
    std::string resource;
    Revision last_revision;
    friend bool operator==(const StreamEnd&, const StreamEnd&) = default;
  };

  Position first_position;
  Position last_position;
  // Each written stream once, in the order of its first event in the append.
  std::vector<StreamEnd> streams;
  std::string outcome;

  friend bool operator==(const AppendResult&, const AppendResult&) = default;
};

// A stream as it stands.
struct StreamInfo {
  StreamId id;
  Revision last_revision;
  std::string owner;
  friend bool operator==(const StreamInfo&, const StreamInfo&) = default;
};

// Which part of a ledger or stream to read.
struct ReadRange {
  enum class Direction { kForward, kBackward };

  // Ledger: the position to begin with; stream: the revision. Included.
  uint64_t from = 0;
  Direction direction = Direction::kForward;
  size_t events_max = kPageEventsMax;
  size_t bytes_max = kPageBytesMax;
  // Nothing after this position; unset: up to the durable head.
  std::optional<Position> up_to = std::nullopt;
  // Only events of these types; empty: all.
  std::vector<std::string> types = {};
};

// A page of events. May hold none and yet not be the last.
struct EventPage {
  std::vector<RecordedEvent> events;
  // Where the next page begins; unset: nothing more lies in this direction.
  std::optional<uint64_t> next;
};

// What a proposal sees: everything before it. Valid only while Propose runs.
class PendingLog {
 public:
  virtual ~PendingLog() = default;

  // The last position, durable or on its way to disk.
  virtual Position head() const = 0;

  // When the events of this proposal will be recorded.
  virtual absl::Time recorded_at() const = 0;

  // The stream of `resource`; nullopt if there is none.
  //
  // Errors:
  //   DATA_LOSS    The log is damaged.
  //   UNAVAILABLE  The disk refused.
  virtual absl::StatusOr<std::optional<StreamInfo>> FindStream(absl::string_view resource) = 0;

  // The events of `resource` from revision `from` on, in order, at most `events_max` and one
  // page; empty past the end. Errors: as FindStream.
  virtual absl::StatusOr<std::vector<RecordedEvent>> ReadStream(
      absl::string_view resource, Revision from, size_t events_max = kPageEventsMax) = 0;
};

// One append. The log owns it from Append on and calls, in this order, Propose and
// OnStaged at most once, and OnDone exactly once.
class Proposal {
 public:
  virtual ~Proposal() = default;

  // Who asks, a pseudonym of 1 to kPrincipalBytesMax bytes, and the id that they
  // gave the request, 1 to kRequestIdBytesMax bytes. A request that was answered
  // before is answered again in the same words, without calling Propose.
  virtual absl::string_view principal() const = 0;
  virtual absl::string_view request_id() const = 0;
  // Tells this request from another with the same id: 32 bytes.
  virtual absl::string_view fingerprint() const = 0;

  // About how much memory it takes while it waits, in bytes.
  virtual size_t size_bytes() const = 0;

  // True for the one append that confirms a suspect clock.
  virtual bool ConfirmsClock() const { return false; }

  // Decides what to append. Runs on the writer thread: must not block, and must
  // keep no reference to `log`. An error refuses the append; nothing is written.
  virtual absl::StatusOr<ProposedAppend> Propose(PendingLog& log) = 0;

  // Says which events were numbered. They are not durable yet, but if they never
  // become so, no later proposal runs. Runs on the writer thread.
  virtual void OnStaged(absl::Span<const RecordedEvent> events) { (void)events; }

  // Says what came of it, once it is on stable storage or refused. Runs on the
  // acknowledging thread, or on the thread that called Append if that refused at once.
  //
  // Errors, beside those of Propose:
  //   INVALID_ARGUMENT     APPEND_MALFORMED, REQUEST_ID_REUSED
  //   ABORTED              STALE_REVISION: a condition failed. Nothing was written.
  //   FAILED_PRECONDITION  CLOCK_SUSPECT
  //   RESOURCE_EXHAUSTED   QUEUE_FULL, DISK_RESERVE
  //   UNAVAILABLE          LOG_POISONED: the disk refused; the outcome is unknown until the
  //                        ledger is opened again. Repeat with the same request id.
  //                        LOG_CLOSING: nothing was written.
  virtual void OnDone(absl::StatusOr<AppendResult> result) = 0;
};

// The log of one ledger.
class EventLog {
 public:
  virtual ~EventLog() = default;

  virtual const LedgerIdentity& identity() const = 0;

  // Queues `proposal`. Never blocks on the disk.
  virtual void Append(std::unique_ptr<Proposal> proposal) = 0;

  // The last durable position. Reads see nothing past it.
  virtual Position Head() const = 0;

  // The oldest position that is kept in memory; reads before it go to the disk.
  virtual Position OldestInMemory() const = 0;

  // OK, or why appends are refused now, or what of their safety is not as promised: the log is
  // poisoned until it is opened again, the disk is full, the clock is suspect, the head file
  // can't be written.
  virtual absl::Status Health() const = 0;

  // The stream of `resource`; nullopt if there is none. Errors: as ReadLedger.
  virtual absl::StatusOr<std::optional<StreamInfo>> FindStream(
      absl::string_view resource) const = 0;

  // Reads a page of the ledger.
  //
  // Errors:
  //   DATA_LOSS    A record is damaged or missing.
  //   UNAVAILABLE  The disk refused.
  virtual absl::StatusOr<EventPage> ReadLedger(const ReadRange& range) const = 0;

  // Reads a page of the stream of `resource`. Errors: as ReadLedger, and
  //   NOT_FOUND  RESOURCE_NOT_FOUND: there is no such stream.
  virtual absl::StatusOr<EventPage> ReadStream(absl::string_view resource,
                                               const ReadRange& range) const = 0;

  // The last position recorded at or before `time`; 0 if there is none. Errors: as ReadLedger.
  virtual absl::StatusOr<Position> PositionAt(absl::Time time) const = 0;

  // Calls `wake` once, on another thread or at once, when Head() is past `position`
  // or the log closes. `wake` must be quick and must not call the log's destructor.
  // The number returned cancels it; 0 if `wake` was called already.
  virtual uint64_t WhenPast(Position position, std::function<void()> wake) = 0;

  // Forgets a wake-up. When this returns, it was either called or never will be.
  virtual void CancelWake(uint64_t id) = 0;
};

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_EVENT_LOG_EVENT_LOG_H_
