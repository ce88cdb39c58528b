// SearchIndexer: keeps the index of search of one ledger up to date with its log.
//
// It follows the log for what changed, and reads the words from the views of the slices, as of the
// position that it has come to. Invariant: what is committed is what those views say as of the
// position that is committed with it, also after a crash. Whatever is wrong with an index, it is
// deleted and built anew; meanwhile searches are refused, and nothing else is.
//
// A change is found at once after a second without any, and else once a second: indexing what
// somebody types costs the same whether they type fast or slowly.

#ifndef SAMVERK_SERVICES_RUNTIME_SEARCH_INDEXER_H_
#define SAMVERK_SERVICES_RUNTIME_SEARCH_INDEXER_H_

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/mutex.h"
#include "base/refusal.h"
#include "base/serial_executor.h"
#include "services/runtime/follower.h"
#include "services/runtime/projection_runner.h"
#include "services/runtime/searchable.h"
#include "services/runtime/turns.h"
#include "storage/event_log/event_log.h"
#include "storage/event_log/position_waiters.h"
#include "storage/search/search_document.h"
#include "storage/search/search_index.h"

namespace samverk::runtime {

inline constexpr Reason kSearchBuilding = {
    "SEARCH_BUILDING", absl::StatusCode::kUnavailable,
    "The index of search is being built: it is at position {position} of {head}. Everything else "
    "works meanwhile.",
    "Sökindexet byggs: det är vid position {position} av {head}. Allt annat fungerar under tiden."};

// What an indexer works with; all of it must outlive it.
struct SearchIndexerOptions {
  const std::vector<Searchable>& searchables;
  std::string partnership;
  std::string directory;  // Of the index.
  storage::EventLog& log;
  std::function<ProjectionRunner&(absl::string_view view)> view_of;
  SerialExecutor& executor;
};

class SearchIndexer final : public Follower {
 public:
  // Opens the index on the executor, and follows the log. Nothing that is wrong with the index
  // keeps anything else from working: see progress().
  static std::unique_ptr<SearchIndexer> Start(SearchIndexerOptions options);

  // Stops following and commits.
  ~SearchIndexer() override;

  // Answers from what was committed last.
  //
  // Errors: those of SearchIndex::Search but for SEARCH_DAMAGED, and
  //   UNAVAILABLE  SEARCH_BUILDING
  //   others       of what stopped it: VIEW_STOPPED
  absl::StatusOr<storage::SearchAnswer> Search(const storage::SearchQuestion& question)
      LOCKS_EXCLUDED(mutex_);

  // OK if Search answers. Errors: as Search.
  absl::Status Health() const LOCKS_EXCLUDED(mutex_);

  // Whose resources can be found, sorted.
  std::vector<std::string> collections() const;

  // Says that kIndexPeriod has passed: what waits to be committed is, and what failed is tried
  // again.
  void Tick() LOCKS_EXCLUDED(mutex_);

  const std::string& name() const override { return name_; }
  // `serving` is 0 while the index is built.
  Progress progress() const override LOCKS_EXCLUDED(mutex_);
  uint64_t WhenApplied(storage::Position position, std::function<void()> wake) override;
  void CancelWake(uint64_t id) override { waiters_.Cancel(id); }

 private:
  // What changed up to a position.
  struct Batch {
    storage::Position position;
    std::map<const Searchable*, std::set<std::string>> resources;  // Relative names.
    bool caught_up = false;                                        // It reaches the head.
  };

  explicit SearchIndexer(SearchIndexerOptions options);

  bool Step() LOCKS_EXCLUDED(mutex_);
  absl::Status Advance() LOCKS_EXCLUDED(mutex_);
  absl::Status OpenIndex() LOCKS_EXCLUDED(mutex_);
  absl::StatusOr<Batch> Collect() const;
  absl::StatusOr<bool> ViewsReached();
  absl::Status IndexBatch();
  absl::Status CommitIfDue() LOCKS_EXCLUDED(mutex_);
  void Discard();
  void Recover(const absl::Status& status) LOCKS_EXCLUDED(mutex_);
  void WaitForMore() LOCKS_EXCLUDED(mutex_);
  void Announce() LOCKS_EXCLUDED(mutex_);
  void CancelWakes();
  absl::Status OfIndex(absl::Status status);
  absl::Status HealthLocked() const EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const SearchIndexerOptions options_;
  const std::string name_ = "search";
  std::map<std::string, const Searchable*, std::less<>> by_collection_;
  storage::SearchIdentity identity_;
  storage::PositionWaiters waiters_;

  // Of the executor's thread alone, once started.
  std::shared_ptr<storage::SearchIndex> index_;
  storage::Position reached_;  // Up to here the index holds everything, committed or not.
  bool caught_up_ = false;
  std::optional<Batch> batch_;  // While its views are waited for.
  bool index_failed_ = false;   // What went wrong last went wrong with the index.
  uint64_t log_wake_ = 0;
  ProjectionRunner* awaited_view_ = nullptr;
  uint64_t view_wake_ = 0;

  mutable Mutex mutex_;
  std::shared_ptr<storage::SearchIndex> readable_ GUARDED_BY(mutex_);
  storage::Position visible_ GUARDED_BY(mutex_);  // What searches see.
  storage::Position built_ GUARDED_BY(mutex_);
  bool complete_ GUARDED_BY(mutex_) = false;  // It has caught up once since it was begun.
  absl::Status stopped_ GUARDED_BY(mutex_);   // Why it goes no further.
  absl::Status trouble_ GUARDED_BY(mutex_);   // What will be tried again.
  bool damaged_ GUARDED_BY(mutex_) = false;   // A search found that out.
  bool rested_ GUARDED_BY(mutex_) = true;     // A period has passed since the last commit.
  bool waiting_ GUARDED_BY(mutex_) = false;   // For the period to pass.

  Turns turns_;
};

}  // namespace samverk::runtime

#endif  // SAMVERK_SERVICES_RUNTIME_SEARCH_INDEXER_H_
