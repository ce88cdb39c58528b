// DecisionAudit: whether a log is what its rules allow, given what callers asked and
// were told.
//
// Replays the log event by event. Every append must be what the rules decide from exactly
// the state that it was appended to, for a command that somebody gave; whoever was told of
// success must find the append where they were told, once; and whoever was refused, or told
// that nothing changed, must have been told what the rules say at some moment between
// asking and hearing the answer.

#ifndef SAMVERK_TESTS_END_TO_END_DECISION_AUDIT_H_
#define SAMVERK_TESTS_END_TO_END_DECISION_AUDIT_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/mutex.h"
#include "google/protobuf/message.h"
#include "samverk/v1/common.pb.h"
#include "samverk/v1/event.pb.h"
#include "services/runtime/command_registry.h"
#include "storage/event_log/event_log.h"

namespace samverk::tests {

// One command that was given, and what the caller was told.
struct Attempt {
  std::shared_ptr<const google::protobuf::Message> command;
  v1::Actor actor;
  std::string device = {};
  // The head of the log when it was given, and when the answer came.
  uint64_t head_before = 0;
  uint64_t head_after = 0;
  absl::StatusOr<v1::CommandResult> answer;
  // False: no answer came, so the caller was told nothing.
  bool answered = true;
};

// Attempts of many threads.
class Attempts {
 public:
  void Add(Attempt attempt) LOCKS_EXCLUDED(mutex_) {
    MutexLock lock(mutex_);
    attempts_.push_back(std::move(attempt));
  }
  std::vector<Attempt> all() const LOCKS_EXCLUDED(mutex_) {
    MutexLock lock(mutex_);
    return attempts_;
  }

 private:
  mutable Mutex mutex_;
  std::vector<Attempt> attempts_ GUARDED_BY(mutex_);
};

class DecisionAudit {
 public:
  // `partnership` is the id of the ledger's partnership.
  DecisionAudit(const runtime::CommandRegistry& registry, std::string partnership);

  // Everything that is wrong with `log`, as sentences; empty if nothing is. Appends of
  // commands that are not among `attempts` are folded, and not judged, up to position
  // `trusted`; after it there may be none.
  std::vector<std::string> Judge(const storage::EventLog& log, const std::vector<Attempt>& attempts,
                                 uint64_t trusted = 0);

 private:
  // A stream as far as the replay has come.
  struct Stream {
    const runtime::ResourceType* type = nullptr;
    std::unique_ptr<runtime::AnyState> state;
    std::optional<int64_t> revision;
    std::vector<storage::RecordedEvent> events;
  };
  // What the rules say of a command at one moment.
  struct Verdict {
    std::string reason;  // Empty: it is taken.
    runtime::AnyDecision decision;
    std::optional<int64_t> revision;
  };

  void Complain(const std::string& what);
  Stream& StreamOf(const std::string& resource);
  // `head`: the position that the log has reached at that moment.
  Verdict Decide(const Attempt& attempt, uint64_t head, absl::Time now);
  runtime::Facts FactsFor(const runtime::CommandType& type, const Attempt& attempt,
                          const Stream& own, const runtime::CommandContext& context);
  void JudgeAppend(const std::vector<storage::RecordedEvent>& events, const Attempt& attempt);
  void JudgeAnswer(const Attempt& attempt, const std::vector<storage::RecordedEvent>& events);
  // Takes out of `open_` those that the rules agree with at this moment.
  void JudgeOpen(uint64_t position, absl::Time now);
  bool Agrees(const Attempt& attempt, const Verdict& verdict) const;
  void Fold(const storage::RecordedEvent& event);

  const runtime::CommandRegistry& registry_;
  const std::string partnership_;
  std::map<std::string, Stream> streams_;
  // Answers that have left no trace in the log and are yet to be explained.
  std::vector<const Attempt*> open_;
  std::vector<std::string> complaints_;
};

}  // namespace samverk::tests

#endif  // SAMVERK_TESTS_END_TO_END_DECISION_AUDIT_H_
