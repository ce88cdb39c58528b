#include "storage/event_log/staged_batch.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_join.h"
#include "base/check.h"
#include "base/random.h"
#include "base/status_macros.h"
#include "base/text.h"
#include "samverk/storage/v1/log_record.pb.h"
#include "storage/event_log/event_page.h"
#include "storage/event_log/log_reasons.h"

namespace samverk::storage {
namespace {

absl::Status Malformed(const absl::AlphaNum& what) {
  return Refusal(kAppendMalformed).With("what", what);
}

absl::Status CheckEvent(const NewEvent& event) {
  if (event.resource.empty() || event.resource.size() > kResourceBytesMax) {
    return Malformed(absl::StrCat("a resource name takes 1 to ", kResourceBytesMax, " bytes"));
  }
  if (event.owner.size() > kOwnerBytesMax) {
    return Malformed(absl::StrCat("an owner takes at most ", kOwnerBytesMax, " bytes"));
  }
  if (event.type.empty() || event.type.size() > kTypeBytesMax) {
    return Malformed(absl::StrCat("a type takes 1 to ", kTypeBytesMax, " bytes"));
  }
  // Leaves are read by others, for whom a string field that is no UTF-8 is no message.
  if (!IsUtf8(event.resource) || !IsUtf8(event.owner) || !IsUtf8(event.type)) {
    return Malformed("resource, owner and type are UTF-8");
  }
  if (event.metadata.size() + event.event.size() > kPayloadBytesMax) {
    return Malformed(absl::StrCat("a payload takes at most ", kPayloadBytesMax, " bytes"));
  }
  if (event.personal.size() > kPersonalBytesMax) {
    return Malformed(absl::StrCat("a personal part takes at most ", kPersonalBytesMax, " bytes"));
  }
  return absl::OkStatus();
}

bool Holds(const Condition& condition, const std::optional<StreamHead>& head) {
  switch (condition.kind) {
    case Condition::Kind::kAny:
      return true;
    case Condition::Kind::kNoStream:
      return !head.has_value();
    case Condition::Kind::kExists:
      return head.has_value();
    case Condition::Kind::kExact:
      return head.has_value() && head->last_revision == condition.revision;
  }
  return false;
}

std::string Expected(const Condition& condition) {
  switch (condition.kind) {
    case Condition::Kind::kAny:
      return "any";
    case Condition::Kind::kNoStream:
      return "none";
    case Condition::Kind::kExists:
      return "some";
    case Condition::Kind::kExact:
      return absl::StrCat(condition.revision.value());
  }
  return "";
}

std::string Actual(const std::optional<StreamHead>& head) {
  return head.has_value() ? absl::StrCat(head->last_revision.value()) : "none";
}

// OK if the request says who asks and which request it is, within the limits.
absl::Status CheckRequest(const Proposal& proposal) {
  if (proposal.principal().empty() || proposal.principal().size() > kPrincipalBytesMax) {
    return Malformed(absl::StrCat("a principal takes 1 to ", kPrincipalBytesMax, " bytes"));
  }
  if (proposal.request_id().empty() || proposal.request_id().size() > kRequestIdBytesMax) {
    return Malformed(absl::StrCat("a request id takes 1 to ", kRequestIdBytesMax, " bytes"));
  }
  if (!IsUtf8(proposal.principal()) || !IsUtf8(proposal.request_id())) {
    return Malformed("principal and request id are UTF-8");
  }
  if (proposal.fingerprint().size() != kFingerprintBytes) {
    return Malformed(absl::StrCat("a fingerprint takes ", kFingerprintBytes, " bytes"));
  }
  return absl::OkStatus();
}

// OK if `append` keeps the limits.
absl::Status CheckAppend(const ProposedAppend& append) {
  if (append.events.empty() || append.events.size() > kEventsPerAppendMax) {
    return Malformed(absl::StrCat("an append has 1 to ", kEventsPerAppendMax, " events"));
  }
  if (append.outcome.size() > kOutcomeBytesMax) {
    return Malformed(absl::StrCat("an outcome takes at most ", kOutcomeBytesMax, " bytes"));
  }
  size_t bytes = 0;
  for (const NewEvent& event : append.events) {
    RETURN_IF_ERROR(CheckEvent(event));
    bytes += event.metadata.size() + event.event.size() + event.personal.size();
  }
  if (bytes > kAppendBytesMax) {
    return Malformed(absl::StrCat("an append takes at most ", kAppendBytesMax, " bytes"));
  }
  return absl::OkStatus();
}

}  // namespace

size_t SaltBytes(const ProposedAppend& append) {
  size_t salts = append.events.size();
  for (const NewEvent& event : append.events) salts += event.personal.empty() ? 0 : 1;
  return salts * kSaltBytes;
}

AppendResult ResultOf(absl::Span<const RecordedEvent> events, absl::string_view outcome) {
  AppendResult result;
  result.first_position = events.front().position();
  result.last_position = events.back().position();
  for (const RecordedEvent& event : events) {
    const auto known = std::find_if(
        result.streams.begin(), result.streams.end(),
        [&event](const AppendResult::StreamEnd& end) { return end.resource == event.resource(); });
    if (known == result.streams.end()) {
      result.streams.push_back({std::string(event.resource()), event.revision()});
    } else {
      known->last_revision = event.revision();
    }
  }
  result.outcome = std::string(outcome);
  return result;
}

StagedBatch::StagedBatch(CommittedLog& committed, const LedgerIdentity& identity, Position head,
                         absl::Time last_recorded_at)
    : committed_(committed),
      identity_(identity),
      head_(head),
      last_recorded_at_(last_recorded_at),
      recorded_at_(last_recorded_at) {}

void StagedBatch::set_proposed_time(absl::Time time) {
  // Microseconds are what a leaf holds; the log's time never runs backwards.
  const absl::Time whole = absl::FromUnixMicros(absl::ToUnixMicros(time));
  recorded_at_ = std::max(whole, last_recorded_at_);
}

absl::StatusOr<std::optional<AppendResult>> StagedBatch::FindAnswer(const Proposal& proposal) {
  const std::string key = RequestKey(proposal.principal(), proposal.request_id());
  const auto reused = [&proposal]() -> absl::Status {
    return Refusal(kRequestIdReused)
        .With("request_id", proposal.request_id())
        .AtField("request_id", "used for another request before");
  };
  if (const auto staged = request_index_.find(key); staged != request_index_.end()) {
    const Answer& answer = answers_[staged->second];
    if (answer.fingerprint != proposal.fingerprint()) return reused();
    return answer.result;
  }
  ASSIGN_OR_RETURN(const std::optional<std::string> row, committed_.LoadRequest(key));
  if (!row.has_value()) return std::nullopt;
  v1::RequestRecord record;
  if (!record.ParseFromString(*row)) return Refusal(kRecordDamaged).With("what", "request");
  if (record.append().fingerprint() != proposal.fingerprint()) return reused();
  ASSIGN_OR_RETURN(
      const std::vector<RecordedEvent> events,
      committed_.LoadAppend(Position(record.first_position()), record.append().event_count()));
  return ResultOf(events, record.append().outcome());
}

absl::StatusOr<std::optional<StreamHead>> StagedBatch::FindHead(absl::string_view resource) {
  if (const auto staged = heads_.find(resource); staged != heads_.end()) return staged->second;
  return committed_.LoadStreamHead(resource);
}

absl::StatusOr<std::optional<StreamInfo>> StagedBatch::FindStream(absl::string_view resource) {
  ASSIGN_OR_RETURN(const std::optional<StreamHead> head, FindHead(resource));
  if (!head.has_value()) return std::nullopt;
  return StreamInfo{head->id, head->last_revision, head->owner};
}

absl::StatusOr<std::vector<RecordedEvent>> StagedBatch::ReadStream(absl::string_view resource,
                                                                   Revision from,
                                                                   size_t events_max) {
  ASSIGN_OR_RETURN(const std::optional<StreamHead> committed, committed_.LoadStreamHead(resource));
  std::vector<RecordedEvent> events;
  if (committed.has_value() && from <= committed->last_revision) {
    ASSIGN_OR_RETURN(events, committed_.LoadStream(committed->id, from, events_max));
    // A full page: the caller comes back for the rest, which keeps the order.
    if (events.empty() || events.back().revision() < committed->last_revision) return events;
  }
  if (heads_.contains(resource)) {
    for (const RecordedEvent& event : events_) {
      if (event.resource() == resource && event.revision() >= from) events.push_back(event);
    }
  }
  const ReadRange page_range{.events_max = events_max};
  PageBuilder page(page_range);
  for (RecordedEvent& event : events) {
    if (page.Full()) break;
    page.Offer(std::move(event));
  }
  return page.Build(std::nullopt).events;
}

absl::Status StagedBatch::CheckConditions(const std::vector<Condition>& conditions) {
  Refusal refusal(kStaleRevision);
  bool failed = false;
  for (const Condition& condition : conditions) {
    ASSIGN_OR_RETURN(const std::optional<StreamHead> head, FindHead(condition.resource));
    if (Holds(condition, head)) continue;
    if (!failed) {
      refusal.With("resource", condition.resource)
          .With("expected", Expected(condition))
          .With("actual", Actual(head));
    } else {
      refusal.With(absl::StrCat("also ", condition.resource),
                   absl::StrCat("expected ", Expected(condition), ", actual ", Actual(head)));
    }
    failed = true;
  }
  return failed ? refusal.Build() : absl::OkStatus();
}

absl::StatusOr<AppendResult> StagedBatch::Apply(AppendRecord record) {
  RETURN_IF_ERROR(CheckConditions(record.append.conditions));
  // Every head is looked up before anything is staged, so that a failing disk
  // leaves nothing half done.
  for (const NewEvent& event : record.append.events) {
    if (heads_.contains(event.resource)) continue;
    ASSIGN_OR_RETURN(std::optional<StreamHead> head, committed_.LoadStreamHead(event.resource));
    if (head.has_value()) heads_.emplace(event.resource, *std::move(head));
  }
  set_proposed_time(record.proposed_time);
  last_recorded_at_ = recorded_at_;
  last_append_begin_ = events_.size();
  CHECK(record.salts.size() == SaltBytes(record.append));
  absl::string_view salts = record.salts;
  for (size_t i = 0; i < record.append.events.size(); ++i) StageEvent(record, i, salts);

  AppendResult result = ResultOf(LastStaged(), record.append.outcome);
  v1::RequestRecord request;
  request.set_first_position(result.first_position.value());
  request.mutable_append()->set_fingerprint(std::string(record.fingerprint));
  request.mutable_append()->set_outcome(record.append.outcome);
  request.mutable_append()->set_event_count(static_cast<uint32_t>(record.append.events.size()));
  std::string key = RequestKey(record.principal, record.request_id);
  requests_.push_back({key, request.SerializeAsString()});
  request_index_.emplace(std::move(key), answers_.size());
  answers_.push_back({std::string(record.fingerprint), result});
  return result;
}

void StagedBatch::StageEvent(const AppendRecord& record, size_t ordinal, absl::string_view& salts) {
  const NewEvent& event = record.append.events[ordinal];
  const Position position = head_ + 1;
  const auto take_salt = [&salts] {
    const absl::string_view salt = salts.substr(0, kSaltBytes);
    salts.remove_prefix(kSaltBytes);
    return salt;
  };

  v1::StoredEvent& stored = scratch_stored_;
  stored.Clear();
  stored.set_metadata(event.metadata);
  stored.set_event(event.event);
  if (ordinal == 0) {
    v1::AppendTrace& trace = *stored.mutable_append();
    trace.set_fingerprint(std::string(record.fingerprint));
    trace.set_outcome(record.append.outcome);
    trace.set_event_count(static_cast<uint32_t>(record.append.events.size()));
  }
  const std::string payload = stored.SerializeAsString();
  const absl::string_view payload_salt = take_salt();
  const absl::string_view personal_salt =
      event.personal.empty() ? absl::string_view() : take_salt();

  auto [head, is_new] = heads_.try_emplace(event.resource);
  if (is_new) {
    head->second.id = StreamId(position);
    head->second.owner = event.owner;
    names_.push_back({event.resource, {head->second.id, event.owner}});
  }
  v1::LeafRecord& leaf = scratch_leaf_;
  leaf.Clear();
  leaf.set_format_version(kFormatVersion);
  leaf.set_ledger_id(std::string(identity_.ledger_id.bytes()));
  leaf.set_epoch(std::string(identity_.epoch.bytes()));
  leaf.set_position(position.value());
  leaf.set_resource(event.resource);
  leaf.set_owner(head->second.owner);
  if (!is_new) {
    head->second.last_revision = head->second.last_revision + 1;
    leaf.set_previous_leaf_hash(std::string(AsBytes(head->second.leaf_hash)));
  }
  leaf.set_revision(head->second.last_revision.value());
  leaf.set_request_id(std::string(record.request_id));
  leaf.set_ordinal(static_cast<uint32_t>(ordinal));
  leaf.set_type(event.type);
  leaf.set_schema_version(event.schema_version);
  leaf.set_recorded_at_us(absl::ToUnixMicros(recorded_at_));
  leaf.set_occurred_at_us(absl::ToUnixMicros(event.occurred_at.value_or(recorded_at_)));
  leaf.set_actor(std::string(record.principal));
  leaf.set_payload_commitment(std::string(AsBytes(PayloadCommitment(payload_salt, payload))));
  if (!event.personal.empty()) {
    leaf.set_personal_commitment(
        std::string(AsBytes(PersonalCommitment(personal_salt, event.personal))));
  }
  const std::string leaf_bytes = leaf.SerializeAsString();
  // Half of a pair: the limits of CheckShape keep every leaf below its maximum.
  CHECK(leaf_bytes.size() <= kLeafBytesMax);
  head->second.leaf_hash = LeafHash(leaf_bytes);

  absl::StatusOr<RecordedEvent> recorded = RecordedEvent::Decode(
      EncodeRecord({leaf_bytes, payload, payload_salt, event.personal, personal_salt}));
  CHECK(recorded.ok());  // The other half: what is written reads back.
  size_bytes_ += recorded->record().size();
  stream_rows_.push_back({head->second.id, head->second.last_revision, position});
  events_.push_back(*std::move(recorded));
  head_ = position;
}

absl::Span<const RecordedEvent> StagedBatch::LastStaged() const {
  return absl::MakeSpan(events_).subspan(last_append_begin_);
}

absl::StatusOr<AppendResult> RunProposal(StagedBatch& batch, const RecordingTime& time,
                                         const absl::Status& admission, Proposal& proposal) {
  RETURN_IF_ERROR(CheckRequest(proposal));
  ASSIGN_OR_RETURN(std::optional<AppendResult> answer, batch.FindAnswer(proposal));
  if (answer.has_value()) {
    // Where a write failed, nobody knows whether what is past the head is there to stay.
    if (!admission.ok() && answer->last_position > batch.head()) return admission;
    return *std::move(answer);
  }
  RETURN_IF_ERROR(admission);

  absl::Time now = time.Unchecked();
  if (!proposal.ConfirmsClock()) {
    ASSIGN_OR_RETURN(now, time.Propose());
  }
  batch.set_proposed_time(now);
  ASSIGN_OR_RETURN(ProposedAppend append, proposal.Propose(batch));
  RETURN_IF_ERROR(CheckAppend(append));
  AppendRecord record;
  record.principal = proposal.principal();
  record.request_id = proposal.request_id();
  record.fingerprint = proposal.fingerprint();
  record.salts = RandomBytes(SaltBytes(append));
  record.append = std::move(append);
  record.proposed_time = now;
  ASSIGN_OR_RETURN(AppendResult result, batch.Apply(std::move(record)));
  proposal.OnStaged(batch.LastStaged());
  return result;
}

}  // namespace samverk::storage
