// CommandProcessor: the way of a command from a door to the log of one partnership.
//
//   authorise -> warm the state cache -> propose: load, Decide, append -> answer
//
// What is personal in an event is sealed on the way, with a key that is on disk before the event is
// (personal.h).
//
// What a command was decided from becomes conditions of its append, so that the
// append stands on its own wherever it is ordered later.

#ifndef SAMVERK_SERVICES_RUNTIME_COMMAND_PROCESSOR_H_
#define SAMVERK_SERVICES_RUNTIME_COMMAND_PROCESSOR_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/lru_cache.h"
#include "base/mutex.h"
#include "base/refusal.h"
#include "google/protobuf/message.h"
#include "samverk/v1/common.pb.h"
#include "samverk/v1/event.pb.h"
#include "services/runtime/command_registry.h"
#include "services/runtime/state_cache.h"
#include "storage/blobs/blob_store.h"
#include "storage/event_log/event_log.h"
#include "storage/people/people_store.h"

namespace samverk::runtime {

// Who gives a command, and from where.
struct Caller {
  v1::Actor actor;
  std::string device;
};

class CommandProcessor {
 public:
  // `partnership` is its id. `people` may only be null where no command carries personal data;
  // `blobs` holds the files that commands refer to, and where it is null, which is for tests,
  // whoever submits vouches for them. All must outlive the processor.
  CommandProcessor(std::string partnership, const CommandRegistry& registry, storage::EventLog& log,
                   storage::PeopleStore* people = nullptr, storage::BlobStore* blobs = nullptr);

  // Submits a command whose shape was checked and that names this partnership.
  // `command` must live until `done` is called, once, on the acknowledging thread or
  // at once. A repeated command gets the identical result.
  //
  // Errors: those of the rules, of Proposal::OnDone, of HoldAttachments, and
  //   PERMISSION_DENIED    ACCESS_DENIED
  //   ABORTED              STALE_REVISION: the command expected another revision.
  //   FAILED_PRECONDITION, OUT_OF_RANGE  EPOCH_MISMATCH, POSITION_AHEAD: of its base position.
  //   FAILED_PRECONDITION  PERSON_ERASED: it says something personal of whom that was erased.
  void Submit(const Caller& caller, const google::protobuf::Message& command,
              std::function<void(absl::StatusOr<v1::CommandResult>)> done);

  // The organisation that owns `resource`, a relative name, as a whole name; empty if
  // there is none. Errors: as EventLog::FindStream.
  absl::StatusOr<std::string> OwnerOf(absl::string_view resource) LOCKS_EXCLUDED(mutex_);

  const std::string& partnership() const { return partnership_; }

 private:
  class CommandProposal;

  // What can be done before the writer thread is asked.
  absl::Status Prepare(const Caller& caller, const CommandType& type,
                       const google::protobuf::Message& command, const ReadSet& reads);
  absl::Status Authorise(const Caller& caller, const CommandType& type, const ReadSet& reads);
  absl::StatusOr<std::shared_ptr<const storage::PersonKey>> KeyFor(
      const CommandType& type, const google::protobuf::Message& command, const ReadSet& reads);
  absl::StatusOr<bool> HadPersonal(absl::string_view resource) const;
  absl::StatusOr<std::vector<storage::BlobHold>> HoldFiles(
      const google::protobuf::Message& command) const;

  const std::string partnership_;
  const CommandRegistry& registry_;
  storage::EventLog& log_;
  storage::PeopleStore* const people_;
  storage::BlobStore* const blobs_;
  StateCache states_;
  Mutex mutex_;
  LruCache<std::string> owners_ GUARDED_BY(mutex_);
};

}  // namespace samverk::runtime

#endif  // SAMVERK_SERVICES_RUNTIME_COMMAND_PROCESSOR_H_
