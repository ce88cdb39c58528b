// The vocabulary of rules: what they are given, and what they decide.
//
// Rules are pure. They see a state, some facts and a command, and answer with
// events or a refusal; they touch no disk, clock or network, so they run as well
// in a test, in the offline client, or on the writer thread of a log. Every
// resource type has a class of rules like this:
//
//   struct WorkshopRules {
//     using State = WorkshopState;   // Default-constructed: the resource does not exist.
//     using Event = WorkshopEvent;   // A message with one oneof, `event`.
//     // For each command:
//     static ReadSet Reads(const PlanWorkshopRequest& command);
//     static absl::StatusOr<Decision<Event>> Decide(const State&, const Facts&,
//                                                   const PlanWorkshopRequest&, const
//                                                   CommandContext&);
//     static void Evolve(State& state, const Event& event, const EventPlace& place);
//     // Where a state forgets much of what it was folded from: about how many bytes of memory it
//     // takes, in constant time.
//     static size_t SizeBytes(const State& state);
//     // Where it depends on the state which streams are claimed: their names.
//     static std::vector<std::string> ClaimsRead(const State&, const AdoptPlanRequest&);
//     // Where decisions need words that the state does not keep: the revisions of the resource's
//     // own events that hold them.
//     static std::vector<int64_t> EventsRead(const State&, const EditPlanRequest&,
//                                            const CommandContext&);
//   };

#ifndef SAMVERK_SERVICES_RUNTIME_RULES_H_
#define SAMVERK_SERVICES_RUNTIME_RULES_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "base/check.h"
#include "google/protobuf/message.h"
#include "samverk/v1/common.pb.h"
#include "samverk/v1/event.pb.h"

namespace samverk::runtime {

// What a command is decided from. Resource names are whole: `partnerships/…`.
struct ReadSet {
  // The resource that the command changes.
  std::string resource;
  // Set by commands that create it: the organisation that will own it.
  std::string owner;
  // Resources that must be known to exist or not.
  std::vector<std::string> linked;
  // Streams that hold what is claimed, and that the command may write to as well.
  std::vector<std::string> claims;
};

// A state without its type; the runtime keeps states of all slices alike.
class AnyState {
 public:
  virtual ~AnyState() = default;
};
template <typename State>
class StateOf final : public AnyState {
 public:
  State value;
};

// What is known beside the state of the resource itself.
class Facts {
 public:
  // Whether a resource of ReadSet::linked exists.
  bool Exists(absl::string_view name) const { return linked_.find(name) != linked_.end(); }

  // The state of a stream of ReadSet::claims.
  template <typename State>
  const State& Claim(absl::string_view name) const {
    const auto claim = claims_.find(name);
    CHECK(claim != claims_.end());  // Rules read only what they said they would.
    return static_cast<const StateOf<State>&>(*claim->second).value;
  }

  // An earlier event of the resource itself, one of those that EventsRead named.
  template <typename Event>
  const Event& EventAt(int64_t revision) const {
    const auto event = events_.find(revision);
    CHECK(event != events_.end());  // Rules read only what they said they would.
    return static_cast<const Event&>(*event->second);
  }

  void AddEvent(int64_t revision, std::shared_ptr<const google::protobuf::Message> event) {
    events_.emplace(revision, std::move(event));
  }
  void AddLinked(std::string name) { linked_.emplace(std::move(name), true); }
  void AddClaim(std::string name, const AnyState* state) {
    claims_.emplace(std::move(name), state);
  }

 private:
  std::map<std::string, bool, std::less<>> linked_;
  std::map<std::string, const AnyState*, std::less<>> claims_;
  std::map<int64_t, std::shared_ptr<const google::protobuf::Message>> events_;
};

// Where an event stands, and whose hand it is from.
struct EventPlace {
  int64_t revision = 0;  // In its stream.
  int64_t position = 0;  // In the ledger.
  // See CommandContext::writer. Only where the rules say `kTellsWriters`: finding out costs more
  // than most events take to be folded.
  std::string writer = {};
};

// Who asks, and when.
struct CommandContext {
  v1::Actor actor;
  // When the events will be recorded, and the day that is in Sweden.
  absl::Time now;
  absl::CivilDay today;
  // Whose hand it is: a person's words never conflict with their own. The device that they
  // typed on, else the principal.
  std::string writer;
  // The position that the person's form was opened at, where the command says.
  std::optional<int64_t> base_position;
  // Where the first event that is decided will stand; the second stands one later in both.
  EventPlace next;
};

// What a command leads to.
template <typename Event>
struct Decision {
  std::vector<Event> events;
  // One for each edit of the command, in order.
  std::vector<v1::EditOutcome> outcomes;
  // What there is to say about some of them, in order.
  std::vector<v1::EditRemark> remarks;
  // Events of claim streams: the stream, and a message with one oneof, `event`.
  std::vector<std::pair<std::string, std::shared_ptr<google::protobuf::Message>>> claims;
};

}  // namespace samverk::runtime

#endif  // SAMVERK_SERVICES_RUNTIME_RULES_H_
