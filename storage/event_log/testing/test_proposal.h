// Appends for tests, described as sentences.
//
//   ASSERT_OK_AND_ASSIGN(AppendResult result,
//                        AppendAndWait(log, AnAppend().OnStream("workshops/a").WithEvents(3)));
//   EXPECT_THAT(AppendAndWait(log, AnAppend().OnStream(Condition::NoStream("workshops/a"))),
//               IsRefused(kStaleRevision));
//
// What isn't said has a default: one event for each stream, a new request id, the
// principal "tester". Two appends that are said in the same words have the same bytes.

#ifndef SAMVERK_STORAGE_EVENT_LOG_TESTING_TEST_PROPOSAL_H_
#define SAMVERK_STORAGE_EVENT_LOG_TESTING_TEST_PROPOSAL_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/mutex.h"
#include "storage/event_log/event_log.h"

namespace samverk::storage {

// An event as tests like it: `content` is the fact.
NewEvent AnEvent(absl::string_view resource, absl::string_view content = "content");

// What happened to a proposal. Any thread.
class Trail {
 public:
  // Waits for the answer.
  absl::StatusOr<AppendResult> Wait() const LOCKS_EXCLUDED(mutex_);
  bool IsDone() const LOCKS_EXCLUDED(mutex_);
  // "Propose", "OnStaged", "OnDone" and "destroyed", as they were called.
  std::vector<std::string> calls() const LOCKS_EXCLUDED(mutex_);
  // What OnStaged said.
  std::vector<RecordedEvent> staged() const LOCKS_EXCLUDED(mutex_);
  // The thread of the call of that name, which must have happened.
  std::thread::id thread_of(absl::string_view call) const LOCKS_EXCLUDED(mutex_);

 private:
  friend class TestProposal;
  void Note(absl::string_view call) EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  mutable Mutex mutex_;
  mutable CondVar changed_;
  std::vector<std::string> calls_ GUARDED_BY(mutex_);
  std::vector<std::thread::id> threads_ GUARDED_BY(mutex_);
  std::vector<RecordedEvent> staged_ GUARDED_BY(mutex_);
  std::optional<absl::StatusOr<AppendResult>> answer_ GUARDED_BY(mutex_);
};

// Builds proposals.
class AnAppend {
 public:
  // Does something while the proposal is decided; may change what is appended.
  using Decision = std::function<absl::Status(PendingLog& log, ProposedAppend& append)>;

  AnAppend();

  // Appends an event to `resource`; with a condition, if that holds.
  AnAppend& OnStream(absl::string_view resource);
  AnAppend& OnStream(const Condition& condition);
  // How many events the stream named last gets.
  AnAppend& WithEvents(size_t count);
  // Appends this very event.
  AnAppend& With(NewEvent event);
  // Appends only if `condition` holds.
  AnAppend& If(Condition condition);
  AnAppend& Outcome(absl::string_view outcome);

  AnAppend& Principal(absl::string_view principal);
  AnAppend& RequestId(absl::string_view request_id);
  // What the request says: it is in the fingerprint and in the events.
  AnAppend& Content(absl::string_view content);
  AnAppend& Fingerprint(absl::string_view fingerprint);
  AnAppend& SizeBytes(size_t size_bytes);
  AnAppend& ConfirmingTheClock();

  AnAppend& Deciding(Decision decision);
  AnAppend& WhenStaged(std::function<void()> action);
  // Runs before the answer can be waited for.
  AnAppend& WhenDone(std::function<void(const absl::StatusOr<AppendResult>&)> action);

  const std::string& request_id() const { return request_id_; }
  const std::string& principal() const { return principal_; }
  // 32 bytes, made from the content unless said.
  std::string fingerprint() const;
  // What will be proposed, before any Decision.
  ProposedAppend Proposed() const;

  // A proposal of it, which leaves its trail in `trail`.
  std::unique_ptr<Proposal> Build(std::shared_ptr<Trail> trail) const;

 private:
  friend class TestProposal;
  struct Part {
    NewEvent event;
    size_t count = 1;
    bool as_is = false;  // Given by With.
  };

  std::vector<Part> parts_;
  std::vector<Condition> conditions_;
  std::string outcome_;
  std::string principal_ = "tester";
  std::string request_id_;
  std::string content_ = "content";
  std::optional<std::string> fingerprint_;
  size_t size_bytes_ = 100;
  bool confirms_clock_ = false;
  Decision decision_;
  std::function<void()> when_staged_;
  std::function<void(const absl::StatusOr<AppendResult>&)> when_done_;
};

// Hands the append to `log`.
std::shared_ptr<Trail> StartAppend(EventLog& log, const AnAppend& append);

// Hands it to `log` and waits for the answer.
absl::StatusOr<AppendResult> AppendAndWait(EventLog& log, const AnAppend& append);

// All events of a log or stream, page by page.
absl::StatusOr<std::vector<RecordedEvent>> ReadAll(const EventLog& log, ReadRange range = {});
absl::StatusOr<std::vector<RecordedEvent>> ReadAllOf(const EventLog& log,
                                                     absl::string_view resource,
                                                     ReadRange range = {});

// The facts of events; their positions; their revisions.
std::vector<std::string> FactsIn(const std::vector<RecordedEvent>& events);
std::vector<uint64_t> PositionsIn(const std::vector<RecordedEvent>& events);
std::vector<uint64_t> RevisionsIn(const std::vector<RecordedEvent>& events);

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_EVENT_LOG_TESTING_TEST_PROPOSAL_H_
