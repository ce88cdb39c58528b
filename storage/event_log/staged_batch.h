// StagedBatch numbers the appends of one group commit.
//
// It is the deterministic heart of the log: the same append records, run in the
// same order over the same log, give the same bytes on every machine. Nothing
// here touches a disk, a clock or a random number; those come in as arguments.
//
// Lives on the writer thread, for one batch.

#ifndef SAMVERK_STORAGE_EVENT_LOG_STAGED_BATCH_H_
#define SAMVERK_STORAGE_EVENT_LOG_STAGED_BATCH_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/sha256.h"
#include "samverk/storage/v1/log_record.pb.h"
#include "storage/event_log/event.h"
#include "storage/event_log/event_log.h"
#include "storage/event_log/event_log_format.h"
#include "storage/event_log/recording_time.h"

namespace samverk::storage {

// The end of a stream, as the writer needs it.
struct StreamHead {
  StreamId id;
  Revision last_revision;
  std::string owner;
  Sha256Digest leaf_hash;  // Of the last event.
};

// What the log holds already, as the stager needs it.
class CommittedLog {
 public:
  virtual ~CommittedLog() = default;
  virtual absl::StatusOr<std::optional<StreamHead>> LoadStreamHead(absl::string_view resource) = 0;
  virtual absl::StatusOr<std::vector<RecordedEvent>> LoadStream(StreamId stream, Revision from,
                                                                size_t events_max) = 0;
  // The value of a row in `requests`; nullopt if there is none.
  virtual absl::StatusOr<std::optional<std::string>> LoadRequest(const std::string& key) = 0;
  // The events of an append that was made before.
  virtual absl::StatusOr<std::vector<RecordedEvent>> LoadAppend(Position first, size_t count) = 0;
};

// Everything that decides the bytes of one append beside the log before it.
struct AppendRecord {
  absl::string_view principal;
  absl::string_view request_id;
  absl::string_view fingerprint;
  ProposedAppend append;
  // kSaltBytes for each event's payload, and kSaltBytes for each personal part, in
  // the order of the events.
  std::string salts;
  absl::Time proposed_time;
};

// How many bytes of salt `append` takes.
size_t SaltBytes(const ProposedAppend& append);

// The appends of one batch.
class StagedBatch final : public PendingLog {
 public:
  // Rows for the store, as event_log_format.h lays them out.
  struct StreamRow {
    StreamId stream;
    Revision revision;
    Position position;
  };
  struct NameEntry {
    std::string resource;
    NameRow row;
  };
  struct RequestEntry {
    std::string key;
    std::string value;
  };

  // Stages on top of `committed`, whose last event has position `head` and was
  // recorded at `last_recorded_at`. The references must outlive the batch.
  StagedBatch(CommittedLog& committed, const LedgerIdentity& identity, Position head,
              absl::Time last_recorded_at);

  // The answer that the request got before, in this batch or earlier; nullopt if it is new.
  //
  // Errors:
  //   INVALID_ARGUMENT  REQUEST_ID_REUSED: it was another request.
  absl::StatusOr<std::optional<AppendResult>> FindAnswer(const Proposal& proposal);

  // Stages an append, all or nothing.
  //
  // Errors:
  //   INVALID_ARGUMENT  APPEND_MALFORMED
  //   ABORTED           STALE_REVISION: a condition failed; each is named.
  absl::StatusOr<AppendResult> Apply(AppendRecord record);

  // The events that the last successful Apply staged.
  absl::Span<const RecordedEvent> LastStaged() const;

  // Says what time it is; the next append is recorded then, or when the one before
  // it was if that is later.
  void set_proposed_time(absl::Time time);

  // PendingLog: the committed log with what is staged on top.
  Position head() const override { return head_; }
  absl::Time recorded_at() const override { return recorded_at_; }
  absl::StatusOr<std::optional<StreamInfo>> FindStream(absl::string_view resource) override;
  absl::StatusOr<std::vector<RecordedEvent>> ReadStream(absl::string_view resource, Revision from,
                                                        size_t events_max) override;

  // What to write.
  const std::vector<RecordedEvent>& events() const { return events_; }
  const std::vector<StreamRow>& stream_rows() const { return stream_rows_; }
  const std::vector<NameEntry>& names() const { return names_; }
  const std::vector<RequestEntry>& requests() const { return requests_; }
  // The ends of all streams that were written.
  const absl::flat_hash_map<std::string, StreamHead>& stream_heads() const { return heads_; }
  size_t size_bytes() const { return size_bytes_; }
  absl::Time last_recorded_at() const { return last_recorded_at_; }

 private:
  absl::StatusOr<std::optional<StreamHead>> FindHead(absl::string_view resource);
  absl::Status CheckConditions(const std::vector<Condition>& conditions);
  void StageEvent(const AppendRecord& record, size_t ordinal, absl::string_view& salts);

  CommittedLog& committed_;
  const LedgerIdentity& identity_;
  Position head_;
  absl::Time last_recorded_at_;
  absl::Time recorded_at_;

  std::vector<RecordedEvent> events_;
  std::vector<StreamRow> stream_rows_;
  std::vector<NameEntry> names_;
  std::vector<RequestEntry> requests_;
  absl::flat_hash_map<std::string, StreamHead> heads_;
  // Requests staged in this batch: key to the index in `answers_`.
  absl::flat_hash_map<std::string, size_t> request_index_;
  struct Answer {
    std::string fingerprint;
    AppendResult result;
  };
  std::vector<Answer> answers_;
  size_t last_append_begin_ = 0;
  size_t size_bytes_ = 0;
  // Filled anew for every event; they keep the memory of their texts.
  v1::LeafRecord scratch_leaf_;
  v1::StoredEvent scratch_stored_;
};

// Puts together the result of an append from its events.
AppendResult ResultOf(absl::Span<const RecordedEvent> events, absl::string_view outcome);

// Takes one proposal through its life on the writer thread: answers a repeated
// request, else asks what to append, stages it and says so. `admission` is why new
// appends are refused now, or OK. Errors: see Proposal::OnDone.
absl::StatusOr<AppendResult> RunProposal(StagedBatch& batch, const RecordingTime& time,
                                         const absl::Status& admission, Proposal& proposal);

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_EVENT_LOG_STAGED_BATCH_H_
