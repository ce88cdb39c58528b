// CommandRegistry: which rules decide which command.
//
// A command is the request message of a mutating RPC. A slice registers its resource
// types and their commands once, at start; handlers and other doors submit the same
// messages to the same processor.

#ifndef SAMVERK_SERVICES_RUNTIME_COMMAND_REGISTRY_H_
#define SAMVERK_SERVICES_RUNTIME_COMMAND_REGISTRY_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "services/runtime/event_codec.h"
#include "services/runtime/field_writers.h"
#include "services/runtime/personal_fields.h"
#include "services/runtime/rules.h"
#include "storage/event_log/event.h"

namespace samverk::runtime {

// Whose hand an event is from: see CommandContext::writer.
std::string WriterOf(const storage::RecordedEvent& event);

// The rules of a resource type without their types.
struct ResourceType {
  std::function<std::unique_ptr<AnyState>()> new_state;
  std::function<void(AnyState& state, const storage::RecordedEvent& event)> evolve;
  // About how much memory a state takes; unset: as much as all that it was folded from.
  std::function<size_t(const AnyState& state)> size_bytes;
};

// A decision without its types.
struct AnyDecision {
  std::vector<std::shared_ptr<google::protobuf::Message>> events;
  std::vector<v1::EditOutcome> outcomes;
  std::vector<v1::EditRemark> remarks;
  std::vector<std::pair<std::string, std::shared_ptr<google::protobuf::Message>>> claims;
};

// A command without its type.
struct CommandType {
  std::string action;  // Full name of the message.
  bool may_carry_personal = false;
  std::function<ReadSet(const google::protobuf::Message&)> reads;
  std::function<absl::StatusOr<AnyDecision>(
      const AnyState&, const Facts&, const google::protobuf::Message&, const CommandContext&)>
      decide;
  std::function<const std::string&(const google::protobuf::Message&)> request_id;
  std::function<const v1::Provenance&(const google::protobuf::Message&)> provenance;
  std::function<std::optional<int64_t>(const google::protobuf::Message&)> expected_revision;
  // Null where the command says nothing of the kind.
  std::function<const v1::LedgerPosition*(const google::protobuf::Message&)> base_position;
  // Unset where the rules read no earlier events; see rules.h.
  std::function<std::vector<int64_t>(const AnyState&, const google::protobuf::Message&,
                                     const CommandContext&)>
      events_read;
  // Unset where all claims are known from the command.
  std::function<std::vector<std::string>(const AnyState&, const google::protobuf::Message&)>
      claims_read;
  // An event as the rules know it.
  std::function<std::shared_ptr<const google::protobuf::Message>(const storage::RecordedEvent&)>
      decode;
};

// Filled at start, then read from any thread.
class CommandRegistry {
 public:
  // Says whose rules the resources of a collection follow: `workshops`, or
  // `partnership` for the partnership itself.
  template <typename Rules>
  void AddResource(absl::string_view collection) {
    ResourceType type;
    type.new_state = [] { return std::make_unique<StateOf<typename Rules::State>>(); };
    type.evolve = [](AnyState& state, const storage::RecordedEvent& event) {
      EventPlace place{static_cast<int64_t>(event.revision().value()),
                       static_cast<int64_t>(event.position().value())};
      if constexpr (requires { Rules::kTellsWriters; }) place.writer = WriterOf(event);
      Rules::Evolve(static_cast<StateOf<typename Rules::State>&>(state).value,
                    DecodeEvent<typename Rules::Event>(event.type(), event.event()), place);
    };
    if constexpr (requires(const typename Rules::State& state) { Rules::SizeBytes(state); }) {
      type.size_bytes = [](const AnyState& state) {
        return Rules::SizeBytes(static_cast<const StateOf<typename Rules::State>&>(state).value);
      };
    }
    resources_.emplace(std::string(collection), std::move(type));
  }

  // Says that `Rules` decide `Command`, and that the table of access knows it as `action`.
  template <typename Rules, typename Command>
  void AddCommand(std::string action = Command::descriptor()->full_name()) {
    CommandType type;
    type.action = std::move(action);
    type.may_carry_personal = MayCarryPersonal(*Command::descriptor());
    type.reads = [](const google::protobuf::Message& command) {
      return Rules::Reads(static_cast<const Command&>(command));
    };
    type.decide = [](const AnyState& state, const Facts& facts,
                     const google::protobuf::Message& command,
                     const CommandContext& context) -> absl::StatusOr<AnyDecision> {
      auto decision = Rules::Decide(static_cast<const StateOf<typename Rules::State>&>(state).value,
                                    facts, static_cast<const Command&>(command), context);
      if (!decision.ok()) return std::move(decision).status();
      AnyDecision any;
      for (auto& event : decision->events) {
        any.events.push_back(std::make_shared<typename Rules::Event>(std::move(event)));
      }
      any.outcomes = std::move(decision->outcomes);
      any.remarks = std::move(decision->remarks);
      any.claims = std::move(decision->claims);
      return any;
    };
    type.request_id = [](const google::protobuf::Message& command) -> const std::string& {
      return static_cast<const Command&>(command).request_id();
    };
    type.provenance = [](const google::protobuf::Message& command) -> const v1::Provenance& {
      return static_cast<const Command&>(command).provenance();
    };
    type.expected_revision =
        [](const google::protobuf::Message& message) -> std::optional<int64_t> {
      const auto& command = static_cast<const Command&>(message);
      if constexpr (requires { command.has_expected_revision(); }) {
        if (command.has_expected_revision()) return command.expected_revision();
      }
      return std::nullopt;
    };
    type.base_position = [](const google::protobuf::Message& message) -> const v1::LedgerPosition* {
      const auto& command = static_cast<const Command&>(message);
      if constexpr (requires { command.has_base_position(); }) {
        if (command.has_base_position()) return &command.base_position();
      }
      return nullptr;
    };
    if constexpr (requires(const typename Rules::State& state, const Command& command,
                           const CommandContext& context) {
                    Rules::EventsRead(state, command, context);
                  }) {
      type.events_read = [](const AnyState& state, const google::protobuf::Message& command,
                            const CommandContext& context) {
        return Rules::EventsRead(static_cast<const StateOf<typename Rules::State>&>(state).value,
                                 static_cast<const Command&>(command), context);
      };
      type.decode = [](const storage::RecordedEvent& event) {
        return std::make_shared<const typename Rules::Event>(
            DecodeEvent<typename Rules::Event>(event.type(), event.event()));
      };
    }
    if constexpr (requires(const typename Rules::State& state, const Command& command) {
                    Rules::ClaimsRead(state, command);
                  }) {
      type.claims_read = [](const AnyState& state, const google::protobuf::Message& command) {
        return Rules::ClaimsRead(static_cast<const StateOf<typename Rules::State>&>(state).value,
                                 static_cast<const Command&>(command));
      };
    }
    commands_.emplace(Command::descriptor(), std::move(type));
  }

  // Null if nobody decides such commands.
  const CommandType* FindCommand(const google::protobuf::Message& command) const {
    const auto found = commands_.find(command.GetDescriptor());
    return found == commands_.end() ? nullptr : &found->second;
  }

  // Null if there is no such collection.
  const ResourceType* FindResource(absl::string_view collection) const {
    const auto found = resources_.find(collection);
    return found == resources_.end() ? nullptr : &found->second;
  }

 private:
  absl::flat_hash_map<const google::protobuf::Descriptor*, CommandType> commands_;
  absl::flat_hash_map<std::string, ResourceType> resources_;
};

}  // namespace samverk::runtime

#endif  // SAMVERK_SERVICES_RUNTIME_COMMAND_REGISTRY_H_
