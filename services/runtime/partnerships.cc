#include "services/runtime/partnerships.h"

#include <utility>

#include "base/check.h"
#include "base/status_macros.h"
#include "services/runtime/limits.h"

namespace samverk::runtime {

absl::StatusOr<std::unique_ptr<Partnership>> Partnership::Start(
    std::unique_ptr<storage::Ledger> ledger, const Slices& slices, SerialExecutor& projections,
    SerialExecutor& search, const Clock& clock) {
  std::unique_ptr<Partnership> partnership(new Partnership(clock));
  partnership->ledger_ = std::move(ledger);
  partnership->commands_ =
      std::make_unique<CommandProcessor>(partnership->id(), slices.commands, partnership->log(),
                                         &partnership->people(), &partnership->blobs());
  for (const auto& projection : slices.projections) {
    ASSIGN_OR_RETURN(auto runner,
                     ProjectionRunner::Start(*projection, partnership->id(), partnership->log(),
                                             partnership->ledger_->views(), projections, clock));
    partnership->views_.emplace(projection->name(), std::move(runner));
  }
  partnership->search_ =
      SearchIndexer::Start({slices.searchables, partnership->id(),
                            partnership->ledger_->search_directory(), partnership->log(),
                            [raw = partnership.get()](absl::string_view name) -> ProjectionRunner& {
                              return raw->view(name);
                            },
                            search});
  return partnership;
}

ProjectionRunner& Partnership::view(absl::string_view name) {
  const auto view = views_.find(name);
  CHECK(view != views_.end());
  return *view->second;
}

std::vector<ProjectionRunner*> Partnership::views() {
  std::vector<ProjectionRunner*> views;
  views.reserve(views_.size());
  for (const auto& [name, view] : views_) views.push_back(view.get());
  return views;
}

std::map<std::string, Follower::Progress> Partnership::Progress() const {
  std::map<std::string, Follower::Progress> progress;
  for (const auto& [name, view] : views_) progress.emplace(name, view->progress());
  progress.emplace(search_->name(), search_->progress());
  return progress;
}

absl::Status Partnership::Ready(storage::Position position) const {
  RETURN_IF_ERROR(ledger_->log().Health());
  RETURN_IF_ERROR(ledger_->people().Health());
  RETURN_IF_ERROR(ledger_->blobs().Health());
  for (const auto& [name, view] : views_) {
    const Follower::Progress progress = view->progress();
    RETURN_IF_ERROR(progress.health);
    if (progress.serving < position) {
      return absl::UnavailableError(
          absl::StrCat("the view ", name, " is at ", progress.serving.value()));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<Partnerships>> Partnerships::Start(storage::LedgerHost& ledgers,
                                                                  const Slices& slices,
                                                                  const Clock& clock) {
  std::unique_ptr<Partnerships> partnerships(new Partnerships(ledgers, slices, clock));
  ASSIGN_OR_RETURN(const std::vector<std::string> ids, ledgers.List());
  for (const std::string& id : ids) {
    absl::StatusOr<std::unique_ptr<Partnership>> started = partnerships->StartOne(id);
    MutexLock lock(partnerships->mutex_);
    partnerships->partnerships_.emplace(id, std::move(started));
  }
  partnerships->search_ticker_ =
      std::make_unique<Periodic>(kIndexPeriod, [raw = partnerships.get()] { raw->TickSearch(); });
  return partnerships;
}

absl::StatusOr<std::unique_ptr<Partnership>> Partnerships::StartOne(absl::string_view id) {
  ASSIGN_OR_RETURN(std::unique_ptr<storage::Ledger> ledger, ledgers_.OpenLedger(id));
  return Partnership::Start(std::move(ledger), slices_, projections_, search_, clock_);
}

void Partnerships::TickSearch() {
  std::vector<Partnership*> served;
  {
    MutexLock lock(mutex_);
    for (const auto& [id, partnership] : partnerships_) {
      if (partnership.ok()) served.push_back(partnership->get());
    }
  }
  for (Partnership* partnership : served) partnership->search().Tick();
}

absl::StatusOr<Partnership*> Partnerships::Find(absl::string_view id) {
  MutexLock lock(mutex_);
  const auto found = partnerships_.find(id);
  if (found == partnerships_.end()) return Refusal(kPartnershipNotFound).With("partnership", id);
  RETURN_IF_ERROR(found->second.status());
  return found->second->get();
}

absl::StatusOr<Partnership*> Partnerships::FindOrCreate(absl::string_view id) {
  // One at a time, but under a lock of its own: everybody else goes on meanwhile.
  MutexLock creating(creating_);
  absl::StatusOr<Partnership*> found = Find(id);
  if (!absl::IsNotFound(found.status())) return found;
  RETURN_IF_ERROR(ledgers_.CreateLedger(id));
  ASSIGN_OR_RETURN(std::unique_ptr<Partnership> partnership, StartOne(id));
  MutexLock lock(mutex_);
  return partnerships_.insert_or_assign(std::string(id), std::move(partnership))
      .first->second->get();
}

std::vector<std::string> Partnerships::Ids() {
  MutexLock lock(mutex_);
  std::vector<std::string> ids;
  for (const auto& [id, partnership] : partnerships_) ids.push_back(id);
  return ids;
}

}  // namespace samverk::runtime
