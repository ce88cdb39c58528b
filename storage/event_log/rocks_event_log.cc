#include "storage/event_log/rocks_event_log.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "base/status_macros.h"
#include "storage/event_log/event_page.h"
#include "storage/event_log/log_reasons.h"
#include "storage/event_log/log_repair_point.h"
#include "storage/event_log/log_verifier.h"

namespace samverk::storage {
namespace {

constexpr absl::Duration kDiskRetry = absl::Seconds(30);
constexpr absl::Duration kQueueRetry = absl::Milliseconds(200);

absl::Status Damaged(const absl::AlphaNum& what) { return Refusal(kLogDamaged).With("what", what); }

}  // namespace

absl::Status CheckHead(const RocksLogStore& store, const LogHead& recorded, Position last) {
  if (recorded.epoch != store.identity().epoch) return Damaged("the head file is of another epoch");
  if (recorded.position > last) {
    return Damaged(absl::StrCat("it ends at position ", last.value(), " but reached ",
                                recorded.position.value(), "; positions ", last.value() + 1, " to ",
                                recorded.position.value(), " are at stake"));
  }
  if (recorded.position == Position(0)) return absl::OkStatus();
  ASSIGN_OR_RETURN(const RecordedEvent event, store.GetEvent(recorded.position));
  if (AsBytes(LeafHash(event.leaf())) != recorded.leaf_hash) {
    return Damaged(absl::StrCat("position ", recorded.position.value(),
                                " is not the event that the head file names"));
  }
  return absl::OkStatus();
}

absl::StatusOr<absl::Time> CheckEnd(const RocksLogStore& store, Position last) {
  absl::Time last_recorded_at = absl::UnixEpoch();
  ReadRange range;
  range.from = last.value() > kOpenCheckEvents ? last.value() - kOpenCheckEvents : 1;
  for (std::optional<uint64_t> next = range.from; next.has_value();) {
    range.from = *next;
    ASSIGN_OR_RETURN(const EventPage page, store.ReadEvents(range, last));
    for (const RecordedEvent& event : page.events) {
      if (event.recorded_at() < last_recorded_at) {
        return Damaged(absl::StrCat("time runs backwards at position ", event.position().value()));
      }
      last_recorded_at = event.recorded_at();
    }
    next = page.next;
  }
  return last_recorded_at;
}

// The store with the ends of recent streams kept in memory. Of the writer thread alone.
class RocksEventLog::CachedStore final : public CommittedLog {
 public:
  CachedStore(RocksLogStore& store, LruCache<StreamHead>& heads) : store_(store), heads_(heads) {}

  absl::StatusOr<std::optional<StreamHead>> LoadStreamHead(absl::string_view resource) override {
    if (const StreamHead* head = heads_.Find(resource)) return *head;
    ASSIGN_OR_RETURN(std::optional<StreamHead> head, store_.LoadStreamHead(resource));
    if (head.has_value()) heads_.Put(resource, *head);
    return head;
  }
  absl::StatusOr<std::vector<RecordedEvent>> LoadStream(StreamId stream, Revision from,
                                                        size_t events_max) override {
    return store_.LoadStream(stream, from, events_max);
  }
  absl::StatusOr<std::optional<std::string>> LoadRequest(const std::string& key) override {
    return store_.LoadRequest(key);
  }
  absl::StatusOr<std::vector<RecordedEvent>> LoadAppend(Position first, size_t count) override {
    return store_.LoadAppend(first, count);
  }

 private:
  RocksLogStore& store_;
  LruCache<StreamHead>& heads_;
};

absl::Status RocksEventLog::Create(const std::string& directory, const std::string& head_path,
                                   const RocksEventLogOptions& options,
                                   const LedgerIdentity& identity) {
  RETURN_IF_ERROR(RocksLogStore::Create(directory, options.resources, identity));
  return WriteHeadFile(*options.resources.env, head_path, {identity.epoch, Position(0), ""});
}

absl::StatusOr<std::unique_ptr<RocksEventLog>> RocksEventLog::Open(
    const std::string& directory, const std::string& head_path,
    const RocksEventLogOptions& options) {
  CHECK(options.acknowledger != nullptr);
  LogHead recorded;
  Position last;
  absl::Time last_recorded_at;
  absl::StatusOr<std::unique_ptr<RocksLogStore>> opened =
      OpenIfSound(directory, options.resources, RocksLogStore::Opening::kStrict,
                  [&](RocksLogStore& store) -> absl::Status {
                    ASSIGN_OR_RETURN(recorded, ReadHeadFile(*options.resources.env, head_path));
                    ASSIGN_OR_RETURN(last, store.LastPosition());
                    RETURN_IF_ERROR(CheckHead(store, recorded, last));
                    ASSIGN_OR_RETURN(last_recorded_at, CheckEnd(store, last));
                    return absl::OkStatus();
                  });
  // NOT_FOUND would invite to make a new log where there was one.
  if (absl::IsNotFound(opened.status()) && options.resources.env->FileExists(head_path).ok()) {
    return Damaged("there is a head file, but CURRENT is missing");
  }
  ASSIGN_OR_RETURN(std::unique_ptr<RocksLogStore> store, std::move(opened));
  return std::unique_ptr<RocksEventLog>(new RocksEventLog(
      std::move(store), directory, head_path, options, recorded, last, last_recorded_at));
}

RocksEventLog::RocksEventLog(std::unique_ptr<RocksLogStore> store, std::string directory,
                             std::string head_path, const RocksEventLogOptions& options,
                             const LogHead& recorded_head, Position last,
                             absl::Time last_recorded_at)
    : store_(std::move(store)),
      directory_(std::move(directory)),
      head_path_(std::move(head_path)),
      options_(options),
      head_(last.value()),
      recent_(last, options.recent_bytes_max),
      queue_(options.queue_bytes_max),
      time_(*options.clock, last_recorded_at),
      last_recorded_at_(last_recorded_at),
      stream_heads_(kStreamHeadsMax),
      recorded_head_(recorded_head) {
  waiters_.Announce(last);
  Tend();
  writer_ = std::thread([this] { RunWriter(); });
}

RocksEventLog::~RocksEventLog() {
  queue_.Close();
  writer_.join();
  waiters_.Close();
  options_.acknowledger->Drain();  // Its tasks point into this log.
  WriteHeadIfBehind();
}

void RocksEventLog::Append(std::unique_ptr<Proposal> proposal) {
  switch (queue_.Add(proposal)) {
    case ProposalQueue::Added::kQueued:
      return;
    case ProposalQueue::Added::kFull:
      return proposal->OnDone(Refusal(kQueueFull).RetryAfter(kQueueRetry));
    case ProposalQueue::Added::kClosed:
      return proposal->OnDone(Refusal(kLogClosing));
  }
}

void RocksEventLog::RunWriter() {
  while (true) {
    std::vector<std::unique_ptr<Proposal>> proposals = queue_.Take();
    if (proposals.empty()) return;
    CommitBatch(std::move(proposals));
  }
}

void RocksEventLog::CommitBatch(std::vector<std::unique_ptr<Proposal>> proposals) {
  CachedStore committed(*store_, stream_heads_);
  StagedBatch batch(committed, identity(), Head(), last_recorded_at_);
  const absl::Status admission = Admission();
  std::vector<Decided> decided;
  decided.reserve(proposals.size());
  for (std::unique_ptr<Proposal>& proposal : proposals) {
    const Position before = batch.head();
    absl::StatusOr<AppendResult> result = RunProposal(batch, time_, admission, *proposal);
    // A repeated confirmation is about the jump of then: it confirms nothing now.
    if (result.ok() && result->last_position > before && proposal->ConfirmsClock()) {
      time_.Confirm();
    }
    decided.push_back({std::move(proposal), std::move(result)});
  }
  if (!batch.events().empty()) {
    // Where one waits alone, the time to wake the other thread would be all its own.
    if (decided.size() == 1) options_.acknowledger->Expect();
    if (const absl::Status status = store_->Write(batch); !status.ok()) {
      return Poison(status, std::move(decided));  // Numbering on a guess would fork history.
    }
    Publish(batch);  // Only what is durable.
  }
  Acknowledge(std::move(decided));
}

void RocksEventLog::Publish(const StagedBatch& batch) {
  for (const auto& [resource, head] : batch.stream_heads()) stream_heads_.Put(resource, head);
  last_recorded_at_ = batch.last_recorded_at();
  recent_.Add(batch.events());
  head_.store(batch.head().value(), std::memory_order_release);
}

void RocksEventLog::Acknowledge(std::vector<Decided> decided) {
  // Each acknowledgement is a system call or more and would hold up the next batch.
  // std::function copies, and what it carries can't be copied: hence the pointer.
  auto shared = std::make_shared<std::vector<Decided>>(std::move(decided));
  options_.acknowledger->Post([this, shared] {
    waiters_.Announce(Head());  // Views go on while the many are told.
    for (Decided& each : *shared) each.proposal->OnDone(std::move(each.result));
    shared->clear();
  });
}

void RocksEventLog::Poison(const absl::Status& cause, std::vector<Decided> decided) {
  RefuseAppends(cause);
  const absl::Status poison = Admission();
  // Also those that were refused or answered before: what they were told may rest
  // on events of this batch.
  for (Decided& each : decided) each.result = poison;
  Acknowledge(std::move(decided));
}

void RocksEventLog::RefuseAppends(const absl::Status& cause) {
  MutexLock lock(mutex_);
  if (poison_.ok()) poison_ = Refusal(kLogPoisoned).With("cause", cause.message());
}

absl::Status RocksEventLog::Health() const {
  RETURN_IF_ERROR(Admission());
  {
    MutexLock lock(mutex_);
    RETURN_IF_ERROR(head_trouble_);
  }
  return time_.Propose().status();
}

absl::Status RocksEventLog::Admission() const {
  MutexLock lock(mutex_);
  if (!poison_.ok()) return poison_;
  if (disk_low_) return Refusal(kDiskReserve).RetryAfter(kDiskRetry);
  return absl::OkStatus();
}

void RocksEventLog::Tend() {
  if (const absl::Status error = store_->BackgroundError(); !error.ok()) RefuseAppends(error);
  WriteHeadIfBehind();
  MeasureDisk();
}

void RocksEventLog::WriteHeadIfBehind() {
  const Position head = Head();
  if (head == recorded_head_.position) return;
  const absl::Status status = WriteHead(head);
  MutexLock lock(mutex_);
  head_trouble_ = status;
}

absl::Status RocksEventLog::WriteHead(Position head) {
  ASSIGN_OR_RETURN(const RecordedEvent event, store_->GetEvent(head));
  const LogHead now{identity().epoch, head, std::string(AsBytes(LeafHash(event.leaf())))};
  RETURN_IF_ERROR(WriteHeadFile(*options_.resources.env, head_path_, now));
  recorded_head_ = now;
  return absl::OkStatus();
}

void RocksEventLog::MeasureDisk() {
  const auto measure = options_.free_bytes ? options_.free_bytes : FreeDiskBytes;
  const absl::StatusOr<uint64_t> free_bytes = measure(directory_);
  MutexLock lock(mutex_);
  disk_low_ = free_bytes.ok() && *free_bytes < options_.disk_reserve_bytes;
}

absl::StatusOr<std::optional<StreamInfo>> RocksEventLog::FindStream(
    absl::string_view resource) const {
  ASSIGN_OR_RETURN(const std::optional<NameRow> name, store_->GetName(resource));
  if (!name.has_value()) return std::nullopt;
  ASSIGN_OR_RETURN(const auto end, store_->FindStreamEnd(name->stream, Head()));
  if (!end.has_value()) return std::nullopt;  // Not durable yet.
  return StreamInfo{name->stream, end->revision, name->owner};
}

absl::StatusOr<EventPage> RocksEventLog::ReadLedger(const ReadRange& range) const {
  const Position last = std::min(Head(), range.up_to.value_or(Head()));
  if (range.direction == ReadRange::Direction::kBackward) return store_->ReadEvents(range, last);
  const Position from(std::max<uint64_t>(range.from, 1));
  if (from > last) return EventPage();
  // A filter may pass few; without one no more than the page is needed.
  const size_t wanted = range.types.empty() ? std::max<size_t>(range.events_max, 1) : kPageScanMax;
  const size_t count = std::min<uint64_t>({kPageScanMax, wanted, last.value() - from.value() + 1});
  const auto recent = recent_.Read(from, count);
  if (!recent.has_value()) return store_->ReadEvents(range, last);
  return BuildPage(range, 1, last.value(), [&](uint64_t at) -> absl::StatusOr<RecordedEvent> {
    return (*recent)[at - from.value()];
  });
}

absl::StatusOr<EventPage> RocksEventLog::ReadStream(absl::string_view resource,
                                                    const ReadRange& range) const {
  const Position head = Head();
  ASSIGN_OR_RETURN(const std::optional<NameRow> name, store_->GetName(resource));
  // A stream that begins past the head belongs to a batch that is being written.
  if (!name.has_value() || name->stream.value() > head.value()) {
    return Refusal(kResourceUnknown).With("resource", resource);
  }
  return store_->ReadStream(name->stream, range, std::min(head, range.up_to.value_or(head)));
}

absl::StatusOr<Position> RocksEventLog::PositionAt(absl::Time time) const {
  // Recorded times never decrease, so the log can be halved.
  uint64_t before = 0;
  uint64_t after = Head().value() + 1;
  while (after - before > 1) {
    const uint64_t middle = before + (after - before) / 2;
    ASSIGN_OR_RETURN(const RecordedEvent event, store_->GetEvent(Position(middle)));
    (event.recorded_at() <= time ? before : after) = middle;
  }
  return Position(before);
}

uint64_t RocksEventLog::WhenPast(Position position, std::function<void()> wake) {
  return waiters_.Add(position, std::move(wake));
}

absl::Status RocksEventLog::Verify(const std::function<void(Position)>& progress) const {
  return VerifyLog(*store_, Head(), progress);
}

}  // namespace samverk::storage
