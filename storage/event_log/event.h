// Events on their way into the log and out of it.

#ifndef SAMVERK_STORAGE_EVENT_LOG_EVENT_H_
#define SAMVERK_STORAGE_EVENT_LOG_EVENT_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "base/sha256.h"
#include "storage/event_log/position.h"

namespace samverk::storage {

// An event that a proposal asks to append. Its bytes are opaque to the log.
struct NewEvent {
  std::string resource;  // The stream, named inside the ledger: `workshops/{uuid}`.
  std::string owner;     // Owning organisation; taken from the first event of a stream only.
  std::string type;      // Full name of the event's message.
  uint32_t schema_version = 1;
  std::optional<absl::Time> occurred_at;  // Unset: when it is recorded.
  std::string metadata;                   // Who and why: samverk.v1.EventMetadata.
  std::string event;                      // The fact.
  std::string personal;                   // Sealed personal part; empty: none.
};

// An event as stored. Immutable and cheap to copy; views point into its own bytes
// and live as long as any copy. May be used from any thread.
class RecordedEvent {
 public:
  // Reads the value of a row in `events` (event_log_format.h).
  //
  // Errors:
  //   DATA_LOSS  The bytes are damaged or no record.
  static absl::StatusOr<RecordedEvent> Decode(std::string record);

  Position position() const { return body_->position; }
  absl::string_view resource() const { return body_->resource; }
  absl::string_view owner() const { return body_->owner; }
  Revision revision() const { return body_->revision; }
  absl::string_view previous_leaf_hash() const { return body_->previous_leaf_hash; }
  absl::string_view ledger_id() const { return body_->ledger_id; }
  absl::string_view epoch() const { return body_->epoch; }
  absl::string_view request_id() const { return body_->request_id; }
  uint32_t ordinal() const { return body_->ordinal; }
  absl::string_view type() const { return body_->type; }
  uint32_t schema_version() const { return body_->schema_version; }
  absl::Time recorded_at() const { return absl::FromUnixMicros(body_->recorded_at_us); }
  absl::Time occurred_at() const { return absl::FromUnixMicros(body_->occurred_at_us); }
  absl::string_view actor() const { return body_->actor; }

  // The parts of the payload.
  absl::string_view metadata() const { return body_->metadata; }
  absl::string_view event() const { return body_->event; }
  // The serialized AppendTrace of an append's first event, else empty.
  absl::string_view append_trace() const { return body_->append_trace; }

  // What is hashed, and what it commits to.
  absl::string_view leaf() const { return body_->leaf; }
  absl::string_view payload() const { return body_->payload; }
  absl::string_view payload_salt() const { return body_->payload_salt; }
  absl::string_view payload_commitment() const { return body_->payload_commitment; }
  absl::string_view personal() const { return body_->personal; }
  absl::string_view personal_salt() const { return body_->personal_salt; }
  absl::string_view personal_commitment() const { return body_->personal_commitment; }
  // The whole stored value.
  absl::string_view record() const { return body_->record; }

 private:
  struct Body {
    std::string record;
    Position position;
    Revision revision;
    uint32_t ordinal = 0;
    uint32_t schema_version = 0;
    uint32_t format_version = 0;
    int64_t recorded_at_us = 0;
    int64_t occurred_at_us = 0;
    absl::string_view ledger_id, epoch, resource, owner, previous_leaf_hash, request_id, type,
        actor;
    absl::string_view payload_commitment, personal_commitment;
    absl::string_view leaf, payload, payload_salt, personal, personal_salt;
    absl::string_view metadata, event, append_trace;
  };

  explicit RecordedEvent(std::shared_ptr<const Body> body) : body_(std::move(body)) {}
  static bool DecodeLeaf(Body& body);
  static bool DecodePayload(Body& body);

  std::shared_ptr<const Body> body_;
};

// The leaf hash of an event: SHA-256(00 ‖ leaf bytes), RFC 6962 section 2.1.
Sha256Digest LeafHash(absl::string_view leaf);

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_EVENT_LOG_EVENT_H_
