// Any sequence of appends, retries, reads, reopenings and power cuts: the log on disk is
// always what a few maps say that it is.
//
// Prints its seed. RC_PARAMS takes one, and more: RC_PARAMS="seed=… max_success=1000".

#include <stdlib.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "rapidcheck.h"
#include "rapidcheck/gtest.h"
#include "storage/event_log/log_reasons.h"
#include "storage/event_log/testing/rocks_ledger.h"
#include "storage/event_log/testing/test_proposal.h"
#include "storage/kv/testing/fault_file_system.h"

namespace samverk::storage {
namespace {

constexpr int kStreams = 5;
constexpr auto kBackward = ReadRange::Direction::kBackward;

std::string StreamName(int number) {
  // Names that are prefixes of each other.
  static const char* const kNames[kStreams] = {"a", "a/a", "ab", "b", "\xc3\xa5"};
  return kNames[number % kStreams];
}

// ---- Commands ----

// What an append does to one stream, or asks of it.
struct Part {
  enum Expectation { kNothing, kAny, kNoStream, kExists, kAtLast, kPastLast, kBeforeLast };
  int stream = 0;
  int events = 0;  // 0: only the condition.
  Expectation expectation = kNothing;
};

struct Command {
  enum Kind {
    kAppend,
    kBurst,
    kRetry,
    kRetryChanged,
    kReadLedger,
    kReadStream,
    kTime,
    kReopen,
    kCrash
  };
  Kind kind = kAppend;
  std::vector<std::vector<Part>> appends;  // kAppend has one, kBurst several.
  // Meaning depends on the kind.
  uint32_t number = 0;
  uint32_t size = 0;
  bool backward = false;
};

void showValue(const Part& part, std::ostream& out) {
  static const char* const kExpectations[] = {"",         " any",       " none",       " some",
                                              " at last", " past last", " before last"};
  out << StreamName(part.stream) << "+" << part.events << kExpectations[part.expectation];
}

void showValue(const Command& command, std::ostream& out) {
  static const char* const kKinds[] = {"append",        "burst",       "retry",
                                       "retry changed", "read ledger", "read stream",
                                       "time",          "reopen",      "crash"};
  out << kKinds[command.kind] << " " << command.number << "/" << command.size
      << (command.backward ? " backward" : "");
  for (const std::vector<Part>& append : command.appends) {
    out << " [";
    for (const Part& part : append) {
      out << " ";
      showValue(part, out);
    }
    out << " ]";
  }
}

rc::Gen<Part> APart() {
  return rc::gen::build<Part>(
      rc::gen::set(&Part::stream, rc::gen::inRange(0, kStreams)),
      rc::gen::set(&Part::events, rc::gen::inRange(0, 4)),
      rc::gen::set(&Part::expectation,
                   rc::gen::weightedElement<Part::Expectation>({{4, Part::kNothing},
                                                                {1, Part::kAny},
                                                                {1, Part::kNoStream},
                                                                {1, Part::kExists},
                                                                {3, Part::kAtLast},
                                                                {1, Part::kPastLast},
                                                                {1, Part::kBeforeLast}})));
}

rc::Gen<std::vector<Part>> Parts() {
  return rc::gen::mapcat(rc::gen::inRange<size_t>(1, 4), [](size_t count) {
    return rc::gen::container<std::vector<Part>>(count, APart());
  });
}

rc::Gen<std::vector<std::vector<Part>>> Appends(size_t least, size_t most) {
  return rc::gen::mapcat(rc::gen::inRange<size_t>(least, most + 1), [](size_t count) {
    return rc::gen::container<std::vector<std::vector<Part>>>(count, Parts());
  });
}

rc::Gen<Command> ACommand() {
  const auto kind = rc::gen::weightedElement<Command::Kind>({{10, Command::kAppend},
                                                             {4, Command::kBurst},
                                                             {4, Command::kRetry},
                                                             {2, Command::kRetryChanged},
                                                             {5, Command::kReadLedger},
                                                             {5, Command::kReadStream},
                                                             {2, Command::kTime},
                                                             {1, Command::kReopen},
                                                             {1, Command::kCrash}});
  return rc::gen::mapcat(kind, [](Command::Kind chosen) {
    const bool appends = chosen == Command::kAppend || chosen == Command::kBurst;
    return rc::gen::build<Command>(
        rc::gen::set(&Command::kind, rc::gen::just(chosen)),
        rc::gen::set(&Command::appends, !appends                     ? Appends(0, 0)
                                        : chosen == Command::kAppend ? Appends(1, 1)
                                                                     : Appends(2, 6)),
        rc::gen::set(&Command::number, rc::gen::inRange(0u, 60u)),
        rc::gen::set(&Command::size, rc::gen::inRange(0u, 8u)), rc::gen::set(&Command::backward));
  });
}

// ---- The model ----

struct ModelEvent {
  std::string stream;
  uint64_t revision = 0;
  std::string fact;
  absl::Time recorded_at;
  friend bool operator==(const ModelEvent&, const ModelEvent&) = default;
};

std::ostream& operator<<(std::ostream& out, const ModelEvent& event) {
  return out << event.stream << "@" << event.revision << " '" << event.fact << "' "
             << absl::ToUnixMicros(event.recorded_at);
}

// What came of an append: an answer, or the id of a reason.
struct Outcome {
  std::string reason;
  AppendResult result;
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

Outcome OutcomeOf(const absl::StatusOr<AppendResult>& result) {
  return result.ok() ? Outcome{"", *result} : Outcome{ReasonOf(result.status()), {}};
}

class Model {
 public:
  Outcome Append(const AnAppend& append, absl::Time now) {
    const auto key = std::make_pair(append.principal(), append.request_id());
    if (const auto known = requests_.find(key); known != requests_.end()) {
      if (known->second.first != append.fingerprint()) return {kRequestIdReused.id, {}};
      return {"", known->second.second};
    }
    const ProposedAppend proposed = append.Proposed();
    for (const Condition& condition : proposed.conditions) {
      if (!Holds(condition)) return {kStaleRevision.id, {}};
    }
    AppendResult result;
    result.first_position = Position(events.size() + 1);
    result.outcome = proposed.outcome;
    if (!events.empty()) now = std::max(now, events.back().recorded_at);
    for (const NewEvent& event : proposed.events) {
      std::vector<uint64_t>& stream = streams[event.resource];
      AddEnd(result, event.resource, Revision(stream.size()));
      events.push_back({event.resource, stream.size(), event.event, now});
      stream.push_back(events.size());
    }
    result.last_position = Position(events.size());
    requests_[key] = {append.fingerprint(), result};
    return {"", result};
  }

  // How many events a stream has.
  uint64_t SizeOf(const std::string& stream) const {
    const auto found = streams.find(stream);
    return found == streams.end() ? 0 : found->second.size();
  }

  std::vector<ModelEvent> EventsOf(const std::string& stream) const {
    std::vector<ModelEvent> of_stream;
    for (const ModelEvent& event : events) {
      if (event.stream == stream) of_stream.push_back(event);
    }
    return of_stream;
  }

  std::vector<ModelEvent> events;
  std::map<std::string, std::vector<uint64_t>> streams;  // Positions.

 private:
  bool Holds(const Condition& condition) const {
    const uint64_t size = SizeOf(condition.resource);
    switch (condition.kind) {
      case Condition::Kind::kAny:
        return true;
      case Condition::Kind::kNoStream:
        return size == 0;
      case Condition::Kind::kExists:
        return size > 0;
      case Condition::Kind::kExact:
        return size > 0 && condition.revision == Revision(size - 1);
    }
    return false;
  }

  static void AddEnd(AppendResult& result, const std::string& stream, Revision revision) {
    for (AppendResult::StreamEnd& end : result.streams) {
      if (end.resource == stream) {
        end.last_revision = revision;
        return;
      }
    }
    result.streams.push_back({stream, revision});
  }

  std::map<std::pair<std::string, std::string>, std::pair<std::string, AppendResult>> requests_;
};

// ---- The two side by side ----

class SideBySide {
 public:
  SideBySide() : ledger_(disk_.env()) { RC_ASSERT(ledger_.Open().ok()); }

  void Run(const Command& command) {
    switch (command.kind) {
      case Command::kAppend:
      case Command::kBurst:
        return Append(command);
      case Command::kRetry:
      case Command::kRetryChanged:
        return Retry(command);
      case Command::kReadLedger:
        return ReadLedger(command);
      case Command::kReadStream:
        return ReadStream(command);
      case Command::kTime:
        return PassTime(command);
      case Command::kReopen:
        RC_ASSERT(ledger_.Reopen().ok());
        return;
      case Command::kCrash:
        return Crash(command);
    }
  }

  // That everything is the same.
  void Compare() {
    RC_ASSERT(log().Head() == Position(model_.events.size()));
    RC_ASSERT(AsModel(ReadAll(log())) == model_.events);
    for (int i = 0; i < kStreams; ++i) {
      const std::string name = StreamName(i);
      const auto stream = log().FindStream(name);
      RC_ASSERT(stream.ok());
      RC_ASSERT(stream->has_value() == (model_.SizeOf(name) > 0));
      if (!stream->has_value()) continue;
      RC_ASSERT((*stream)->last_revision == Revision(model_.SizeOf(name) - 1));
      RC_ASSERT((*stream)->id == StreamId(Position(model_.streams[name].front())));
      RC_ASSERT(AsModel(ReadAllOf(log(), name)) == model_.EventsOf(name));
    }
  }

  void Verify() { RC_ASSERT(log().Verify().ok()); }

 private:
  RocksEventLog& log() { return ledger_.log(); }

  static std::vector<ModelEvent> AsModel(const absl::StatusOr<std::vector<RecordedEvent>>& events) {
    RC_ASSERT(events.ok());
    std::vector<ModelEvent> model;
    for (const RecordedEvent& event : *events) {
      model.push_back({std::string(event.resource()), event.revision().value(),
                       std::string(event.event()), event.recorded_at()});
    }
    return model;
  }

  // The condition of a part, right or wrong as it says, in the model as it stands.
  std::optional<Condition> ConditionOf(const Part& part) const {
    const std::string name = StreamName(part.stream);
    const uint64_t size = model_.SizeOf(name);
    const uint64_t last = size == 0 ? 0 : size - 1;
    switch (part.expectation) {
      case Part::kNothing:
        return std::nullopt;
      case Part::kAny:
        return Condition{name, Condition::Kind::kAny, Revision()};
      case Part::kNoStream:
        return Condition::NoStream(name);
      case Part::kExists:
        return Condition::Exists(name);
      case Part::kAtLast:
        return Condition::Exact(name, Revision(last));
      case Part::kPastLast:
        return Condition::Exact(name, Revision(last + 1));
      case Part::kBeforeLast:
        return Condition::Exact(name, Revision(last == 0 ? 7 : last - 1));
    }
    return std::nullopt;
  }

  AnAppend Build(const std::vector<Part>& parts) const {
    AnAppend append;
    append.Content(absl::StrCat("content ", history_.size())).Outcome(absl::StrCat(parts.size()));
    size_t events = 0;
    for (const Part& part : parts) {
      const std::optional<Condition> condition = ConditionOf(part);
      if (condition.has_value()) append.If(*condition);
      if (part.events > 0) append.OnStream(StreamName(part.stream)).WithEvents(part.events);
      events += part.events;
    }
    if (events == 0) append.OnStream(StreamName(parts[0].stream));  // None would be malformed.
    return append;
  }

  void Append(const Command& command) {
    std::vector<AnAppend> appends;
    std::vector<Outcome> expected;
    std::vector<std::vector<ModelEvent>> expected_seen;
    std::vector<std::vector<ModelEvent>> seen(command.appends.size());
    for (size_t i = 0; i < command.appends.size(); ++i) {
      AnAppend append = Build(command.appends[i]);
      history_.push_back(append);
      // It looks at a stream while it decides, with all of its forerunners still in flight.
      const std::string stream = StreamName(command.appends[i][0].stream);
      append.Deciding([&, stream, i](PendingLog& pending, ProposedAppend&) {
        seen[i] = AsModel(pending.ReadStream(stream, Revision(0)));
        return absl::OkStatus();
      });
      expected_seen.push_back(model_.EventsOf(stream));
      expected.push_back(model_.Append(append, ledger_.clock().Now()));
      appends.push_back(std::move(append));
    }
    std::vector<std::shared_ptr<Trail>> trails;
    trails.reserve(appends.size());
    for (const AnAppend& append : appends) trails.push_back(StartAppend(log(), append));
    std::vector<Outcome> outcomes;
    outcomes.reserve(trails.size());
    for (const auto& trail : trails) outcomes.push_back(OutcomeOf(trail->Wait()));
    RC_ASSERT(outcomes == expected);
    RC_ASSERT(seen == expected_seen);
  }

  void Retry(const Command& command) {
    if (history_.empty()) return;
    AnAppend append = history_[command.number % history_.size()];
    if (command.kind == Command::kRetryChanged) append.Content("changed");
    const Outcome expected = model_.Append(append, ledger_.clock().Now());
    RC_ASSERT(OutcomeOf(AppendAndWait(log(), append)) == expected);
  }

  // The part of `events` that a range asks for; coordinates begin at `first`.
  static std::vector<ModelEvent> Slice(const std::vector<ModelEvent>& events,
                                       const ReadRange& range, uint64_t first) {
    std::vector<ModelEvent> slice;
    for (uint64_t i = 0; i < events.size(); ++i) {
      const uint64_t at = i + first;
      const bool inside = range.direction == kBackward ? at <= range.from : at >= range.from;
      if (inside) slice.push_back(events[i]);
    }
    if (range.direction == kBackward) std::reverse(slice.begin(), slice.end());
    return slice;
  }

  static ReadRange RangeOf(const Command& command) {
    ReadRange range;
    range.from = command.number;
    if (command.backward) range.direction = kBackward;
    range.events_max = command.size;
    return range;
  }

  void ReadLedger(const Command& command) {
    ReadRange range = RangeOf(command);
    RC_ASSERT(AsModel(ReadAll(log(), range)) == Slice(model_.events, range, 1));
    // The same up to somewhere.
    const uint64_t bound = std::min<uint64_t>(command.number + command.size, model_.events.size());
    range.up_to = Position(bound);
    const std::vector<ModelEvent> before(model_.events.begin(),
                                         model_.events.begin() + static_cast<ptrdiff_t>(bound));
    RC_ASSERT(AsModel(ReadAll(log(), range)) == Slice(before, range, 1));
  }

  void ReadStream(const Command& command) {
    const std::string name = StreamName(static_cast<int>(command.number));
    ReadRange range = RangeOf(command);
    range.from = command.number / kStreams;
    const auto events = ReadAllOf(log(), name, range);
    if (model_.SizeOf(name) == 0) {
      RC_ASSERT(ReasonOf(events.status()) == kResourceUnknown.id);
      return;
    }
    RC_ASSERT(AsModel(events) == Slice(model_.EventsOf(name), range, 0));
  }

  void PassTime(const Command& command) {
    if (command.backward) {
      // Back and forth within what is trusted.
      ledger_.clock().JumpWall(wall_is_back_ ? absl::Minutes(2) : -absl::Minutes(2));
      wall_is_back_ = !wall_is_back_;
    } else {
      ledger_.clock().Advance(absl::Seconds(command.number));
    }
    const absl::Time time = ledger_.clock().Now() - absl::Seconds(10 * command.size);
    uint64_t expected = 0;
    while (expected < model_.events.size() && model_.events[expected].recorded_at <= time)
      ++expected;
    const auto position = log().PositionAt(time);
    RC_ASSERT(position.ok());
    RC_ASSERT(*position == Position(expected));
  }

  void Crash(const Command& command) {
    if (command.number % 2 == 0) log().Tend();
    disk_.CutPower();
    ledger_.Close();
    RC_ASSERT(disk_
                  .RestorePower({.tail = static_cast<FaultFileSystem::Tail>(command.size % 5),
                                 .cut = command.number / 60.0,
                                 .names_lost = command.backward})
                  .ok());
    RC_ASSERT(ledger_.Open().ok());
  }

  FaultFileSystem disk_;
  RocksLedger ledger_;
  Model model_;
  std::vector<AnAppend> history_;
  bool wall_is_back_ = false;
};

// How much is tried, unless RC_PARAMS says otherwise.
const bool kDefaultsSet = setenv("RC_PARAMS", "max_success=60 max_size=60", /*overwrite=*/0) == 0;

RC_GTEST_PROP(EventLogPropertyTest, TheLogIsAlwaysWhatTheModelSays, ()) {
  RC_ASSERT(kDefaultsSet);
  const auto commands = *rc::gen::container<std::vector<Command>>(ACommand());
  SideBySide both;
  for (const Command& command : commands) {
    both.Run(command);
    both.Compare();
  }
  both.Verify();
}

}  // namespace
}  // namespace samverk::storage
