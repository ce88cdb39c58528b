// Partnerships: the running partnerships of a server, each with its log, its command
// processor and its views.

#ifndef SAMVERK_SERVICES_RUNTIME_PARTNERSHIPS_H_
#define SAMVERK_SERVICES_RUNTIME_PARTNERSHIPS_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "base/periodic.h"
#include "base/refusal.h"
#include "base/serial_executor.h"
#include "services/runtime/command_processor.h"
#include "services/runtime/command_registry.h"
#include "services/runtime/projection.h"
#include "services/runtime/projection_runner.h"
#include "services/runtime/search_indexer.h"
#include "services/runtime/searchable.h"
#include "storage/ledger/ledger.h"

namespace samverk::runtime {

inline constexpr Reason kPartnershipNotFound = {
    "PARTNERSHIP_NOT_FOUND", absl::StatusCode::kNotFound,
    "There is no partnership {partnership} on this server.",
    "Servicepartnerskapet {partnership} finns inte på den här servern."};

// What every partnership runs: the slices of this program. Filled at start.
struct Slices {
  CommandRegistry commands;
  std::vector<std::unique_ptr<Projection>> projections;
  std::vector<Searchable> searchables;
};

// One running partnership. Any thread.
class Partnership {
 public:
  // The references must outlive it.
  static absl::StatusOr<std::unique_ptr<Partnership>> Start(std::unique_ptr<storage::Ledger> ledger,
                                                            const Slices& slices,
                                                            SerialExecutor& projections,
                                                            SerialExecutor& search,
                                                            const Clock& clock);

  const std::string& id() const { return ledger_->partnership(); }
  storage::EventLog& log() { return ledger_->log(); }
  storage::PeopleStore& people() { return ledger_->people(); }
  storage::BlobStore& blobs() { return ledger_->blobs(); }
  CommandProcessor& commands() { return *commands_; }
  const Clock& clock() const { return clock_; }

  // The view `name`, which must be one of the program's.
  ProjectionRunner& view(absl::string_view name);

  // All views, by name.
  std::vector<ProjectionRunner*> views();

  // The index of search.
  SearchIndexer& search() { return *search_; }

  // How far each view is, and the index of search, by name.
  std::map<std::string, Follower::Progress> Progress() const;

  // OK if the log takes appends, the store of blobs what comes, and every view runs and has caught
  // up with `position`. Search may be built meanwhile: everything else works without it.
  absl::Status Ready(storage::Position position) const;

 private:
  explicit Partnership(const Clock& clock) : clock_(clock) {}

  const Clock& clock_;
  // In this order: search stops first, which reads the views; then they; then the log answers
  // everything that is under way, for which it needs the processor.
  std::unique_ptr<CommandProcessor> commands_;
  std::unique_ptr<storage::Ledger> ledger_;
  std::map<std::string, std::unique_ptr<ProjectionRunner>, std::less<>> views_;
  std::unique_ptr<SearchIndexer> search_;
};

// All of them. Any thread.
class Partnerships {
 public:
  // Starts every partnership that has a ledger. One whose ledger does not open keeps none of
  // the others from being served: see Find. The references must outlive it.
  static absl::StatusOr<std::unique_ptr<Partnerships>> Start(storage::LedgerHost& ledgers,
                                                             const Slices& slices,
                                                             const Clock& clock);

  // Errors:
  //   NOT_FOUND  PARTNERSHIP_NOT_FOUND
  //   others     why its ledger did not open when the server started
  absl::StatusOr<Partnership*> Find(absl::string_view id) LOCKS_EXCLUDED(mutex_);

  // Finds it, or makes its ledger and starts it. Its first event is for the caller to append.
  absl::StatusOr<Partnership*> FindOrCreate(absl::string_view id) LOCKS_EXCLUDED(creating_, mutex_);

  // The ids of all that have a ledger, sorted.
  std::vector<std::string> Ids() LOCKS_EXCLUDED(mutex_);

 private:
  Partnerships(storage::LedgerHost& ledgers, const Slices& slices, const Clock& clock)
      : ledgers_(ledgers), slices_(slices), clock_(clock) {}
  absl::StatusOr<std::unique_ptr<Partnership>> StartOne(absl::string_view id);
  void TickSearch() LOCKS_EXCLUDED(mutex_);

  storage::LedgerHost& ledgers_;
  const Slices& slices_;
  const Clock& clock_;
  SerialExecutor projections_;
  // Of its own: an index is synced, and no view is to wait for that.
  SerialExecutor search_;
  Mutex creating_;
  Mutex mutex_;
  // Never removed while the server runs, so pointers stay good.
  std::map<std::string, absl::StatusOr<std::unique_ptr<Partnership>>, std::less<>> partnerships_
      GUARDED_BY(mutex_);
  // Last: its thread looks after those above.
  std::unique_ptr<Periodic> search_ticker_;
};

}  // namespace samverk::runtime

#endif  // SAMVERK_SERVICES_RUNTIME_PARTNERSHIPS_H_
