#include "services/runtime/command_processor.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/civil_date.h"
#include "base/sha256.h"
#include "base/status_macros.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/util/time_util.h"
#include "services/access/access.h"
#include "services/runtime/attachment_holds.h"
#include "services/runtime/event_codec.h"
#include "services/runtime/limits.h"
#include "services/runtime/personal.h"
#include "services/runtime/personal_fields.h"
#include "services/runtime/read_point.h"
#include "services/runtime/resource_name.h"
#include "storage/event_log/log_reasons.h"

namespace samverk::runtime {
namespace {

using google::protobuf::Message;
using storage::Condition;

// The same bytes for the same command, however the client ordered its fields.
std::string CanonicalBytes(const Message& command) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream out(&stream);
    out.SetSerializationDeterministic(true);
    command.SerializeToCodedStream(&out);
  }
  return bytes;
}

// Of a command that says something personal nobody may be able to tell what it says when that is
// erased: the key of the ledger stays, so the person's takes part. `person` may be null.
std::string Fingerprint(const std::string& key, const storage::PersonKey* person,
                        const CommandType& type, const Message& command) {
  std::string said = CanonicalBytes(command);
  if (person != nullptr) said = std::string(AsBytes(person->Digest(said)));
  const std::string text = absl::StrCat(type.action, absl::string_view("\0", 1), said);
  return std::string(AsBytes(HmacSha256(key, text)));
}

// Outcomes as the log keeps them with the request: a byte each. Where there is more to say, a
// zero byte, which is no outcome, and a serialized CommandResult with outcomes and remarks alone.
std::string EncodeOutcomes(const AnyDecision& decision) {
  std::string bytes;
  if (decision.remarks.empty()) {
    for (const v1::EditOutcome outcome : decision.outcomes) {
      bytes.push_back(static_cast<char>(outcome));
    }
    return bytes;
  }
  v1::CommandResult said;
  for (const v1::EditOutcome outcome : decision.outcomes) said.add_outcomes(outcome);
  for (const v1::EditRemark& remark : decision.remarks) *said.add_remarks() = remark;
  bytes.push_back('\0');
  said.AppendToString(&bytes);
  return bytes;
}

void AddOutcomes(absl::string_view bytes, v1::CommandResult& result) {
  if (!bytes.empty() && bytes.front() == '\0') {
    v1::CommandResult said;
    // Bytes that the log has checked, and that only this program writes.
    CHECK(said.ParseFromArray(bytes.data() + 1, static_cast<int>(bytes.size() - 1)));
    *result.mutable_outcomes() = said.outcomes();
    *result.mutable_remarks() = said.remarks();
    return;
  }
  for (const char outcome : bytes) result.add_outcomes(static_cast<v1::EditOutcome>(outcome));
}

std::optional<absl::Time> OccurredAt(const v1::Provenance& provenance) {
  if (!provenance.has_occurred_at()) return std::nullopt;
  return absl::FromUnixMicros(
      google::protobuf::util::TimeUtil::TimestampToMicroseconds(provenance.occurred_at()));
}

std::string EncodeMetadata(const Caller& caller, const v1::Provenance& provenance,
                           const v1::LedgerPosition* base) {
  v1::EventMetadata metadata;
  *metadata.mutable_actor() = caller.actor;
  metadata.mutable_actor()->clear_principal();  // It is in the leaf.
  *metadata.mutable_provenance() = provenance;
  metadata.mutable_provenance()->clear_occurred_at();  // So is this.
  metadata.set_device(caller.device);
  if (base != nullptr) metadata.set_base_position(base->position());
  return metadata.SerializeAsString();
}

}  // namespace

std::string WriterOf(const storage::RecordedEvent& event) {
  v1::EventMetadata metadata;
  // Metadata that can't be read names no device.
  const bool readable =
      metadata.ParseFromArray(event.metadata().data(), static_cast<int>(event.metadata().size()));
  return WriterOf(readable ? metadata.device() : "", event.actor());
}

// One command in the log's queue.
class CommandProcessor::CommandProposal final : public storage::Proposal {
 public:
  CommandProposal(CommandProcessor& processor, const Caller& caller, const CommandType& type,
                  const Message& command, ReadSet reads,
                  std::shared_ptr<const storage::PersonKey> person_key,
                  std::vector<storage::BlobHold> files,
                  std::function<void(absl::StatusOr<v1::CommandResult>)> done)
      : processor_(processor),
        caller_(caller),
        type_(type),
        command_(command),
        reads_(std::move(reads)),
        person_key_(std::move(person_key)),
        files_(std::move(files)),
        metadata_(EncodeMetadata(caller_, type.provenance(command), type.base_position(command))),
        fingerprint_(Fingerprint(processor.log_.identity().fingerprint_key, person_key_.get(), type,
                                 command)),
        done_(std::move(done)) {}

  absl::string_view principal() const override { return caller_.actor.principal(); }
  absl::string_view request_id() const override { return type_.request_id(command_); }
  absl::string_view fingerprint() const override { return fingerprint_; }
  size_t size_bytes() const override { return sizeof(*this) + command_.ByteSizeLong(); }
  bool ConfirmsClock() const override { return type_.action == "samverk.v1.ConfirmClockRequest"; }

  absl::StatusOr<storage::ProposedAppend> Propose(storage::PendingLog& log) override {
    const std::string own = std::string(RelativeName(reads_.resource));
    storage::ProposedAppend append;
    ASSIGN_OR_RETURN(const auto state, LoadState(own, log, append.conditions));
    RETURN_IF_ERROR(CheckExpectedRevision(own, *state));
    ASSIGN_OR_RETURN(Facts facts, LoadFacts(*state, log, append.conditions));
    const CommandContext context = MakeContext(*state, log);
    RETURN_IF_ERROR(LoadEvents(own, *state, context, log, facts));
    ASSIGN_OR_RETURN(const AnyDecision decision,
                     type_.decide(*state->state, facts, command_, context));
    append.outcome = EncodeOutcomes(decision);
    if (decision.events.empty()) return NothingToWrite(own, *state, append.outcome, log);
    for (const auto& event : decision.events) {
      append.events.push_back(NewEvent(own, RelativeOwner(), *event, append.events.size()));
    }
    if (decision.claims.empty()) return append;
    // What a resource claims belongs to whom it belongs itself.
    ASSIGN_OR_RETURN(const auto stream, log.FindStream(own));
    const std::string owner = stream.has_value() ? stream->owner : RelativeOwner();
    for (const auto& [claim, event] : decision.claims) {
      append.events.push_back(
          NewEvent(std::string(RelativeName(claim)), owner, *event, append.events.size()));
    }
    return append;
  }

  void OnStaged(absl::Span<const storage::RecordedEvent> events) override {
    for (const storage::RecordedEvent& event : events) {
      const auto state = std::find_if(states_.begin(), states_.end(), [&event](const auto& each) {
        return each.first == event.resource();
      });
      CHECK(state != states_.end());  // Rules write only to what they read.
      state->second->Follow(event);
    }
  }

  void OnDone(absl::StatusOr<storage::AppendResult> result) override {
    if (nothing_written_.has_value() && result.status().code() == absl::StatusCode::kCancelled) {
      return done_(*std::move(nothing_written_));
    }
    if (!result.ok()) return done_(std::move(result).status());
    const absl::string_view own = RelativeName(reads_.resource);
    for (const auto& [resource, last_revision] : result->streams) {
      if (resource == own) {
        return done_(Answer(last_revision, result->last_position, result->outcome));
      }
    }
    CHECK(false);  // What a command writes, it writes to its own resource too.
  }

 private:
  std::string RelativeOwner() const {
    return reads_.owner.empty() ? "" : std::string(RelativeName(reads_.owner));
  }

  v1::CommandResult Answer(storage::Revision revision, storage::Position position,
                           absl::string_view outcomes) const {
    v1::CommandResult result;
    result.set_name(reads_.resource);
    result.set_revision(static_cast<int64_t>(revision.value()));
    result.mutable_position()->set_epoch(processor_.log_.identity().epoch.ToString());
    result.mutable_position()->set_position(static_cast<int64_t>(position.value()));
    AddOutcomes(outcomes, result);
    return result;
  }

  // Keeps the answer of a command that changes nothing. The status only tells the log
  // that there is nothing to write; OnDone looks at what is kept.
  absl::Status NothingToWrite(absl::string_view, const CachedState& state,
                              absl::string_view outcomes, storage::PendingLog& log) {
    CHECK(state.revision.has_value());  // Creating something writes.
    nothing_written_ = Answer(*state.revision, log.head(), outcomes);
    return absl::CancelledError("nothing to write");
  }

  absl::StatusOr<std::shared_ptr<CachedState>> LoadState(const std::string& resource,
                                                         storage::PendingLog& log,
                                                         std::vector<Condition>& conditions) {
    ASSIGN_OR_RETURN(std::shared_ptr<CachedState> state, processor_.states_.Load(resource, log));
    conditions.push_back(state->revision.has_value() ? Condition::Exact(resource, *state->revision)
                                                     : Condition::NoStream(resource));
    states_.emplace_back(resource, state);
    return state;
  }

  absl::Status CheckExpectedRevision(absl::string_view resource, const CachedState& state) const {
    const std::optional<int64_t> expected = type_.expected_revision(command_);
    // Of what does not exist the rules know better what to say.
    if (!expected.has_value() || !state.revision.has_value()) return absl::OkStatus();
    const auto actual = static_cast<int64_t>(state.revision->value());
    if (*expected == actual) return absl::OkStatus();
    return Refusal(storage::kStaleRevision)
        .With("resource", resource)
        .With("expected", *expected)
        .With("actual", actual);
  }

  CommandContext MakeContext(const CachedState& state, const storage::PendingLog& log) const {
    CommandContext context;
    context.actor = caller_.actor;
    context.now = log.recorded_at();
    context.today = SwedishDay(log.recorded_at());
    context.writer = WriterOf(caller_.device, caller_.actor.principal());
    if (const v1::LedgerPosition* base = type_.base_position(command_)) {
      context.base_position = base->position();
    }
    context.next.revision =
        state.revision.has_value() ? static_cast<int64_t>(state.revision->value()) + 1 : 0;
    context.next.position = static_cast<int64_t>(log.head().value()) + 1;
    context.next.writer = context.writer;
    return context;
  }

  // Earlier events of the resource that the rules want to see again.
  absl::Status LoadEvents(const std::string& resource, const CachedState& state,
                          const CommandContext& context, storage::PendingLog& log, Facts& facts) {
    if (!type_.events_read) return absl::OkStatus();
    for (const int64_t revision : type_.events_read(*state.state, command_, context)) {
      ASSIGN_OR_RETURN(
          const std::vector<storage::RecordedEvent> events,
          log.ReadStream(resource, storage::Revision(static_cast<uint64_t>(revision)), 1));
      CHECK(!events.empty());  // The state was folded from it.
      facts.AddEvent(revision, type_.decode(events.front()));
    }
    return absl::OkStatus();
  }

  absl::StatusOr<Facts> LoadFacts(const CachedState& state, storage::PendingLog& log,
                                  std::vector<Condition>& conditions) {
    Facts facts;
    for (const std::string& name : reads_.linked) {
      const absl::string_view resource = RelativeName(name);
      ASSIGN_OR_RETURN(const auto stream, log.FindStream(resource));
      if (!stream.has_value()) continue;
      facts.AddLinked(name);
      conditions.push_back(Condition::Exists(resource));
    }
    std::vector<std::string> claims = reads_.claims;
    if (type_.claims_read) {
      for (std::string& name : type_.claims_read(*state.state, command_)) {
        claims.push_back(std::move(name));
      }
    }
    for (const std::string& name : claims) {
      ASSIGN_OR_RETURN(const auto claim,
                       LoadState(std::string(RelativeName(name)), log, conditions));
      facts.AddClaim(name, claim->state.get());
    }
    return facts;
  }

  storage::NewEvent NewEvent(const std::string& resource, const std::string& owner,
                             const Message& event, size_t ordinal) const {
    const Message* decided = FactOf(event);
    CHECK(decided != nullptr);  // Rules decide on facts, not on empty wrappers.
    storage::NewEvent recorded;
    recorded.resource = resource;
    recorded.owner = owner;
    recorded.type = decided->GetDescriptor()->full_name();
    recorded.occurred_at = OccurredAt(type_.provenance(command_));
    recorded.metadata = metadata_;
    if (!HasPersonalFields(*decided->GetDescriptor())) {
      recorded.event = decided->SerializeAsString();
      return recorded;
    }
    const std::unique_ptr<Message> fact(decided->New());
    fact->CopyFrom(*decided);
    const std::string personal = TakePersonal(*fact);
    recorded.event = fact->SerializeAsString();
    if (personal.empty()) return recorded;
    // What is personal came with the command, and is about the resource that it is given to.
    CHECK(person_key_ != nullptr && resource == RelativeName(reads_.resource));
    recorded.personal = person_key_->Seal(
        {processor_.log_.identity().ledger_id, resource, type_.request_id(command_),
         static_cast<uint32_t>(ordinal), recorded.type},
        personal);
    return recorded;
  }

  CommandProcessor& processor_;
  const Caller caller_;
  const CommandType& type_;
  const Message& command_;
  const ReadSet reads_;
  const std::shared_ptr<const storage::PersonKey> person_key_;  // Null: nothing is personal.
  // Held until the events that refer to them can be read.
  const std::vector<storage::BlobHold> files_;
  const std::string metadata_;
  const std::string fingerprint_;
  const std::function<void(absl::StatusOr<v1::CommandResult>)> done_;
  // The states it was decided from: its own first, then claims.
  std::vector<std::pair<std::string, std::shared_ptr<CachedState>>> states_;
  std::optional<v1::CommandResult> nothing_written_;
};

CommandProcessor::CommandProcessor(std::string partnership, const CommandRegistry& registry,
                                   storage::EventLog& log, storage::PeopleStore* people,
                                   storage::BlobStore* blobs)
    : partnership_(std::move(partnership)),
      registry_(registry),
      log_(log),
      people_(people),
      blobs_(blobs),
      states_(registry, log),
      owners_(kOwnersMax) {}

void CommandProcessor::Submit(const Caller& caller, const Message& command,
                              std::function<void(absl::StatusOr<v1::CommandResult>)> done) {
  const CommandType* type = registry_.FindCommand(command);
  CHECK(type != nullptr);  // Doors submit only what they registered.
  ReadSet reads = type->reads(command);
  if (absl::Status status = Prepare(caller, *type, command, reads); !status.ok()) {
    return done(status);
  }
  auto person_key = KeyFor(*type, command, reads);
  if (!person_key.ok()) return done(person_key.status());
  auto files = HoldFiles(command);
  if (!files.ok()) return done(files.status());
  log_.Append(std::make_unique<CommandProposal>(*this, caller, *type, command, std::move(reads),
                                                *std::move(person_key), *std::move(files),
                                                std::move(done)));
}

// The key that seals what `command` says of the person whom it is about; null if that is nothing.
// On OK it is on disk: an event that is sealed with a key that a crash took is lost.
absl::StatusOr<std::shared_ptr<const storage::PersonKey>> CommandProcessor::KeyFor(
    const CommandType& type, const Message& command, const ReadSet& reads) {
  if (!type.may_carry_personal || !CarriesPersonal(command)) return nullptr;
  const absl::string_view person = RelativeName(reads.resource);
  CHECK(people_ != nullptr && CollectionOf(person) == kPeopleCollection);
  ASSIGN_OR_RETURN(std::shared_ptr<const storage::PersonKey> key, people_->FindKey(person));
  if (key != nullptr) return key;
  // Whoever had details and has no key was erased. A new key would begin a second life.
  ASSIGN_OR_RETURN(const bool erased, HadPersonal(person));
  if (erased) return Refusal(kPersonErased).With("name", reads.resource);
  return people_->FindOrCreateKey(person);
}

// Whether any event of `resource` ever had a personal part, also one that was erased.
absl::StatusOr<bool> CommandProcessor::HadPersonal(absl::string_view resource) const {
  storage::ReadRange range;
  for (std::optional<uint64_t> next = 0; next.has_value();) {
    range.from = *next;
    absl::StatusOr<storage::EventPage> page = log_.ReadStream(resource, range);
    if (absl::IsNotFound(page.status())) return false;
    RETURN_IF_ERROR(page.status());
    for (const storage::RecordedEvent& event : page->events) {
      if (!event.personal_commitment().empty()) return true;
    }
    next = page->next;
  }
  return false;
}

absl::Status CommandProcessor::Prepare(const Caller& caller, const CommandType& type,
                                       const Message& command, const ReadSet& reads) {
  RETURN_IF_ERROR(Authorise(caller, type, reads));
  if (const v1::LedgerPosition* base = type.base_position(command)) {
    RETURN_IF_ERROR(ResolvePosition(*base, log_, "base_position").status());
  }
  // Here and not on the writer thread, where all others would wait for it.
  RETURN_IF_ERROR(states_.Warm(RelativeName(reads.resource)));
  for (const std::string& claim : reads.claims) RETURN_IF_ERROR(states_.Warm(RelativeName(claim)));
  return absl::OkStatus();
}

absl::StatusOr<std::vector<storage::BlobHold>> CommandProcessor::HoldFiles(
    const Message& command) const {
  if (blobs_ == nullptr) return std::vector<storage::BlobHold>();
  return HoldAttachments(command, *blobs_);
}

absl::Status CommandProcessor::Authorise(const Caller& caller, const CommandType& type,
                                         const ReadSet& reads) {
  std::string owner = reads.owner;
  if (owner.empty() && access::ReachOf(caller.actor.role(), type.action) == access::Reach::kOwn) {
    ASSIGN_OR_RETURN(owner, OwnerOf(RelativeName(reads.resource)));
  }
  return access::Authorise(caller.actor, type.action, owner);
}

absl::StatusOr<std::string> CommandProcessor::OwnerOf(absl::string_view resource) {
  {
    MutexLock lock(mutex_);
    if (const std::string* owner = owners_.Find(resource)) return *owner;
  }
  ASSIGN_OR_RETURN(const std::optional<storage::StreamInfo> stream, log_.FindStream(resource));
  if (!stream.has_value() || stream->owner.empty()) return "";
  const std::string owner = WholeName(partnership_, stream->owner);
  MutexLock lock(mutex_);
  return *owners_.Put(resource, owner);  // It never changes.
}

}  // namespace samverk::runtime
