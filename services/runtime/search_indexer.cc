#include "services/runtime/search_indexer.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "services/runtime/limits.h"
#include "services/runtime/resource_name.h"
#include "storage/search/search_reasons.h"

namespace samverk::runtime {
namespace {

using storage::Position;

// What an index of these has in it: with another slice, or other words of the same, it is another.
std::string ContentsOf(const std::map<std::string, const Searchable*, std::less<>>& searchables) {
  std::string contents;
  for (const auto& [collection, searchable] : searchables) {
    absl::StrAppend(&contents, collection, "@", searchable->version, " ");
  }
  return contents;
}

}  // namespace

SearchIndexer::SearchIndexer(SearchIndexerOptions options)
    : options_(std::move(options)), turns_(options_.executor, [this] { return Step(); }) {
  for (const Searchable& searchable : options_.searchables) {
    by_collection_.emplace(searchable.collection, &searchable);
  }
  identity_ = {options_.log.identity().epoch.ToString(), ContentsOf(by_collection_)};
}

std::unique_ptr<SearchIndexer> SearchIndexer::Start(SearchIndexerOptions options) {
  std::unique_ptr<SearchIndexer> indexer(new SearchIndexer(std::move(options)));
  indexer->turns_.Schedule();
  return indexer;
}

SearchIndexer::~SearchIndexer() {
  turns_.Close();
  CancelWakes();
  waiters_.Close();
  if (index_ == nullptr || reached_ == index_->committed().position) return;
  // One that fails costs only time: what comes after the last one is indexed again.
  index_->Commit({reached_, index_->committed().complete || caught_up_}).IgnoreError();
}

// ---- Turns ----

bool SearchIndexer::Step() {
  index_failed_ = false;
  const absl::Status status = Advance();
  if (!status.ok() && !index_failed_) {
    {
      MutexLock lock(mutex_);
      stopped_ = status;
    }
    Discard();
    waiters_.Close();  // Those who wait learn why when they search.
    return false;
  }
  if (status.ok()) {
    WaitForMore();
  } else {
    Recover(status);
  }
  Announce();
  return true;
}

absl::Status SearchIndexer::Advance() {
  bool rested = false;
  bool damaged = false;
  {
    MutexLock lock(mutex_);
    rested = rested_;
    damaged = std::exchange(damaged_, false);
  }
  if (damaged) return OfIndex(Refusal(storage::kSearchDamaged).With("what", "found by a search"));
  RETURN_IF_ERROR(OfIndex(OpenIndex()));
  if (!batch_.has_value()) {
    // What comes in quick succession is indexed together.
    if (caught_up_ && !rested) return absl::OkStatus();
    ASSIGN_OR_RETURN(batch_, Collect());
  }
  ASSIGN_OR_RETURN(const bool views_reached, ViewsReached());
  if (!views_reached) return absl::OkStatus();
  RETURN_IF_ERROR(IndexBatch());
  return OfIndex(CommitIfDue());
}

absl::Status SearchIndexer::OfIndex(absl::Status status) {
  if (!status.ok()) index_failed_ = true;
  return status;
}

absl::Status SearchIndexer::OpenIndex() {
  if (index_ != nullptr) return absl::OkStatus();
  ASSIGN_OR_RETURN(std::unique_ptr<storage::SearchIndex> index,
                   storage::SearchIndex::Open(options_.directory, identity_));
  if (index->committed().position > options_.log.Head()) {
    // The log was restored to an earlier day: this index knows a future that never was.
    index->Abandon();
    RETURN_IF_ERROR(storage::SearchIndex::Remove(options_.directory));
    ASSIGN_OR_RETURN(index, storage::SearchIndex::Open(options_.directory, identity_));
  }
  index_ = std::move(index);
  reached_ = index_->committed().position;
  caught_up_ = false;
  MutexLock lock(mutex_);
  readable_ = index_;
  built_ = reached_;
  return absl::OkStatus();
}

void SearchIndexer::Discard() {
  if (index_ == nullptr) return;
  // It may hold half a batch, which is of no position.
  index_->Discard();
  reached_ = index_->committed().position;
}

// ---- Batches ----

absl::StatusOr<SearchIndexer::Batch> SearchIndexer::Collect() const {
  Batch batch;
  batch.position = reached_;
  const Position head = options_.log.Head();
  size_t resources = 0;
  size_t events = 0;
  while (batch.position < head && resources < kIndexResourcesMax && events < kIndexEventsMax) {
    storage::ReadRange range;
    range.from = batch.position.value() + 1;
    range.events_max = kApplyEventsMax;
    range.up_to = head;
    ASSIGN_OR_RETURN(const storage::EventPage page, options_.log.ReadLedger(range));
    if (page.events.empty()) break;
    for (const storage::RecordedEvent& event : page.events) {
      batch.position = event.position();
      ++events;
      const auto searchable = by_collection_.find(CollectionOf(event.resource()));
      if (searchable == by_collection_.end()) continue;
      std::set<std::string>& changed = batch.resources[searchable->second];
      if (changed.emplace(event.resource()).second && ++resources == kIndexResourcesMax) break;
    }
  }
  batch.caught_up = batch.position == head;
  return batch;
}

// Whether every view that the batch needs has come as far; asks to be woken if one has not.
absl::StatusOr<bool> SearchIndexer::ViewsReached() {
  CancelWakes();
  for (const auto& [searchable, resources] : batch_->resources) {
    ProjectionRunner& view = options_.view_of(searchable->view);
    RETURN_IF_ERROR(view.Read(std::nullopt).status());  // One that stopped never will.
    if (view.progress().serving >= batch_->position) continue;
    awaited_view_ = &view;
    view_wake_ = view.WhenApplied(batch_->position, [this] { turns_.Schedule(); });
    return false;
  }
  return true;
}

absl::Status SearchIndexer::IndexBatch() {
  for (const auto& [searchable, resources] : batch_->resources) {
    ASSIGN_OR_RETURN(const ViewReader view,
                     options_.view_of(searchable->view).Read(batch_->position));
    for (const std::string& resource : resources) {
      ASSIGN_OR_RETURN(const std::optional<storage::SearchDocument> document,
                       searchable->read(view, WholeName(options_.partnership, resource)));
      RETURN_IF_ERROR(
          OfIndex(index_->Replace(resource, document.has_value() ? &*document : nullptr)));
    }
  }
  reached_ = batch_->position;
  caught_up_ = batch_->caught_up;
  batch_.reset();
  return absl::OkStatus();
}

absl::Status SearchIndexer::CommitIfDue() {
  const storage::SearchCursor& committed = index_->committed();
  const bool completes = caught_up_ && !committed.complete;
  const bool changes = index_->pending() > 0 || completes ||
                       reached_.value() - committed.position.value() >= kIndexCursorEvents;
  {
    MutexLock lock(mutex_);
    const bool due = rested_ || completes || index_->pending() >= kIndexDocumentsMax;
    if (!changes || !due) return absl::OkStatus();
    rested_ = false;
  }
  return index_->Commit({reached_, committed.complete || caught_up_});
}

// ---- Waiting ----

void SearchIndexer::WaitForMore() {
  // With a view that is behind, it says when to go on.
  if (batch_.has_value()) return;
  if (!caught_up_) return turns_.Schedule();
  {
    MutexLock lock(mutex_);
    trouble_ = absl::OkStatus();
    waiting_ = !rested_;
    if (waiting_) return;
  }
  options_.log.CancelWake(log_wake_);
  log_wake_ = options_.log.WhenPast(reached_, [this] { turns_.Schedule(); });
}

void SearchIndexer::Recover(const absl::Status& status) {
  batch_.reset();
  caught_up_ = false;
  CancelWakes();
  if (absl::IsDataLoss(status)) {
    if (index_ != nullptr) index_->Abandon();  // A search may hold it yet.
    index_.reset();
    // One that can't be removed is damaged still when it is opened.
    storage::SearchIndex::Remove(options_.directory).IgnoreError();
  } else if (index_ != nullptr) {
    reached_ = index_->committed().position;
  }
  MutexLock lock(mutex_);
  trouble_ = status;
  waiting_ = true;
  rested_ = false;
  if (index_ == nullptr) readable_ = nullptr;
}

void SearchIndexer::CancelWakes() {
  options_.log.CancelWake(std::exchange(log_wake_, 0));
  if (awaited_view_ != nullptr) awaited_view_->CancelWake(std::exchange(view_wake_, 0));
  awaited_view_ = nullptr;
}

void SearchIndexer::Tick() {
  {
    MutexLock lock(mutex_);
    rested_ = true;
    if (!std::exchange(waiting_, false)) return;
  }
  turns_.Schedule();
}

void SearchIndexer::Announce() {
  const bool complete = index_ != nullptr && index_->committed().complete;
  const bool all_committed = index_ != nullptr && index_->pending() == 0;
  Position visible;
  {
    MutexLock lock(mutex_);
    built_ = index_ == nullptr ? Position(0) : reached_;
    complete_ = complete;
    // What was passed over since the last commit changed nothing: searches see that far.
    visible_ = !complete
                   ? Position(0)
                   : std::max(visible_, all_committed ? reached_ : index_->committed().position);
    visible = visible_;
  }
  if (complete) waiters_.Announce(visible);
}

uint64_t SearchIndexer::WhenApplied(Position position, std::function<void()> wake) {
  if (position == Position(0)) {
    wake();
    return 0;
  }
  return waiters_.Add(Position(position.value() - 1), std::move(wake));
}

// ---- Reading ----

std::vector<std::string> SearchIndexer::collections() const {
  std::vector<std::string> collections;
  for (const auto& [collection, searchable] : by_collection_) collections.push_back(collection);
  return collections;
}

absl::Status SearchIndexer::Health() const {
  MutexLock lock(mutex_);
  return HealthLocked();
}

absl::Status SearchIndexer::HealthLocked() const {
  RETURN_IF_ERROR(stopped_);
  if (readable_ != nullptr && complete_) return absl::OkStatus();
  return Refusal(kSearchBuilding)
      .With("position", built_.value())
      .With("head", options_.log.Head().value())
      .RetryAfter(kIndexPeriod);
}

absl::StatusOr<storage::SearchAnswer> SearchIndexer::Search(
    const storage::SearchQuestion& question) {
  std::shared_ptr<storage::SearchIndex> index;
  Position visible;
  {
    MutexLock lock(mutex_);
    RETURN_IF_ERROR(HealthLocked());
    index = readable_;
    visible = visible_;
  }
  absl::StatusOr<storage::SearchAnswer> answer = index->Search(question);
  if (answer.ok()) answer->as_of = std::max(answer->as_of, visible);
  if (!absl::IsDataLoss(answer.status())) return answer;
  MutexLock lock(mutex_);
  // Unless somebody found that out before, and another is in its place already.
  if (readable_ == index) {
    readable_ = nullptr;
    damaged_ = true;
    turns_.Schedule();
  }
  return Refusal(kSearchBuilding)
      .With("position", 0)
      .With("head", options_.log.Head().value())
      .RetryAfter(kIndexPeriod);
}

Follower::Progress SearchIndexer::progress() const {
  MutexLock lock(mutex_);
  Progress progress{visible_, std::nullopt, options_.log.Head(),
                    stopped_.ok() ? trouble_ : stopped_};
  if (!complete_) progress.building = built_;
  return progress;
}

}  // namespace samverk::runtime
