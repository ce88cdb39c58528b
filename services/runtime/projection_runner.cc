#include "services/runtime/projection_runner.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/check.h"
#include "base/status_macros.h"
#include "services/runtime/limits.h"

namespace samverk::runtime {
namespace {

using storage::Position;

// A family's name: view@version.generation.
struct FamilyVersion {
  int version = 0;
  int generation = 0;
  friend auto operator<=>(const FamilyVersion&, const FamilyVersion&) = default;
};

std::string FamilyName(const std::string& view, const FamilyVersion& family) {
  return absl::StrCat(view, "@", family.version, ".", family.generation);
}

std::optional<FamilyVersion> ParseFamilyName(const std::string& view, absl::string_view name) {
  if (!absl::ConsumePrefix(&name, view + "@")) return std::nullopt;
  const std::vector<std::string> parts = absl::StrSplit(name, '.');
  FamilyVersion family;
  if (parts.size() != 2 || !absl::SimpleAtoi(parts[0], &family.version) ||
      !absl::SimpleAtoi(parts[1], &family.generation)) {
    return std::nullopt;
  }
  return family;
}

}  // namespace

ProjectionRunner::ProjectionRunner(const Projection& projection, std::string partnership,
                                   storage::EventLog& log, storage::ViewStore& views,
                                   SerialExecutor& executor, const Clock& clock)
    : projection_(projection),
      partnership_(std::move(partnership)),
      log_(log),
      views_(views),
      clock_(clock),
      name_(projection.name()),
      turns_(executor, [this] { return Step(); }) {}

absl::StatusOr<std::unique_ptr<ProjectionRunner>> ProjectionRunner::Start(
    const Projection& projection, std::string partnership, storage::EventLog& log,
    storage::ViewStore& views, SerialExecutor& executor, const Clock& clock) {
  std::unique_ptr<ProjectionRunner> runner(
      new ProjectionRunner(projection, std::move(partnership), log, views, executor, clock));
  RETURN_IF_ERROR(runner->OpenFamilies());
  runner->Announce();
  runner->turns_.Schedule();
  return runner;
}

ProjectionRunner::~ProjectionRunner() {
  turns_.Close();
  // No step runs or will; only now is it known which wake-up is left.
  log_.CancelWake(wake_id_);
  waiters_.Close();
  // A flush that fails costs only time: the events are applied again.
  for (Build* build : {serving_.get(), building_.get()}) {
    if (build != nullptr && build->cursor > build->flushed) {
      build->family->Flush().IgnoreError();
    }
  }
}

absl::Status ProjectionRunner::OpenFamilies() {
  std::vector<FamilyVersion> found;
  for (const std::string& name : views_.FamilyNames()) {
    const std::optional<FamilyVersion> family = ParseFamilyName(name_, name);
    if (!family.has_value()) continue;
    const bool readable = family->version >= projection_.oldest_readable_version() &&
                          family->version <= projection_.version();
    if (readable) {
      found.push_back(*family);
    } else {
      RETURN_IF_ERROR(views_.DropFamily(name));
    }
  }
  if (found.empty()) found.push_back({projection_.version(), 0});
  // The oldest serves; what is newer was being built when the process ended.
  std::sort(found.begin(), found.end());
  if (found.back().version < projection_.version()) found.push_back({projection_.version(), 0});
  generation_ = found.back().generation;
  ASSIGN_OR_RETURN(serving_, OpenBuild(found.front().version, found.front().generation));
  if (found.size() > 1) {
    ASSIGN_OR_RETURN(building_, OpenBuild(projection_.version(), generation_));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<ProjectionRunner::Build>> ProjectionRunner::OpenBuild(
    int version, int generation) {
  auto build = std::make_unique<Build>();
  ASSIGN_OR_RETURN(build->family, views_.OpenFamily(FamilyName(name_, {version, generation})));
  ASSIGN_OR_RETURN(build->cursor, build->family->ReadCursor());
  if (build->cursor > log_.Head()) {
    // The log was restored to an earlier day: this view knows a future that never was.
    RETURN_IF_ERROR(views_.DropFamily(build->family->name()));
    ASSIGN_OR_RETURN(build->family, views_.OpenFamily(build->family->name()));
    build->cursor = Position(0);
  }
  if (version == projection_.version()) build->writer = std::make_unique<ViewWriter>(build->family);
  build->flushed = build->cursor;
  build->flushed_at = clock_.Steady();
  return build;
}

// One turn: a page for each build.
bool ProjectionRunner::Step() {
  const absl::Status status = AdvanceAll();
  {
    MutexLock lock(mutex_);
    health_ = status;
  }
  Announce();
  if (!status.ok()) {
    waiters_.Close();  // Those who wait learn why when they read.
    return false;
  }
  log_.CancelWake(wake_id_);
  wake_id_ = log_.WhenPast(Behind(), [this] { turns_.Schedule(); });
  return true;
}

absl::Status ProjectionRunner::AdvanceAll() {
  bool rebuild = false;
  {
    MutexLock lock(mutex_);
    rebuild = std::exchange(rebuild_wanted_, false);
  }
  if (rebuild && building_ == nullptr) {
    ASSIGN_OR_RETURN(building_, OpenBuild(projection_.version(), ++generation_));
  }
  if (serving_->writer != nullptr) RETURN_IF_ERROR(Advance(*serving_));
  if (building_ == nullptr) return absl::OkStatus();
  // What is appended meanwhile must not put the take-over off for ever.
  const Position head = log_.Head();
  RETURN_IF_ERROR(Advance(*building_));
  const bool caught_up = building_->cursor >= std::max(head, serving_->cursor);
  return caught_up ? TakeOver() : absl::OkStatus();
}

absl::Status ProjectionRunner::Advance(Build& build) {
  storage::ReadRange range;
  range.from = build.cursor.value() + 1;
  range.events_max = kApplyEventsMax;
  ASSIGN_OR_RETURN(const storage::EventPage page, log_.ReadLedger(range));
  if (page.events.empty()) return absl::OkStatus();
  absl::Status failure;
  for (const storage::RecordedEvent& event : page.events) {
    build.writer->BeginEvent(event.position());
    failure = projection_.Apply(event, partnership_, *build.writer);
    if (!failure.ok()) {
      // Rows of the failing event may be in the batch, so nothing of it is kept.
      return Refusal(kViewStopped)
          .With("view", name_)
          .With("position", event.position().value())
          .With("cause", failure.message());
    }
  }
  RETURN_IF_ERROR(build.writer->Commit(page.events.back().position()));
  build.cursor = page.events.back().position();
  return FlushIfDue(build);
}

absl::Status ProjectionRunner::FlushIfDue(Build& build) {
  const bool due = build.cursor.value() - build.flushed.value() >= kFlushEvents ||
                   clock_.Steady() - build.flushed_at >= kFlushPeriod;
  if (!due) return absl::OkStatus();
  RETURN_IF_ERROR(build.family->Flush());
  build.flushed = build.cursor;
  build.flushed_at = clock_.Steady();
  return absl::OkStatus();
}

absl::Status ProjectionRunner::TakeOver() {
  // Durable before the old one goes, or a crash would leave neither.
  RETURN_IF_ERROR(building_->family->Flush());
  building_->flushed = building_->cursor;
  const std::unique_ptr<Build> old = std::exchange(serving_, std::move(building_));
  Announce();  // New reads see the new one; those under way keep the old one alive.
  return views_.DropFamily(old->family->name());
}

void ProjectionRunner::Announce() {
  const Position applied = serving_->cursor;
  {
    MutexLock lock(mutex_);
    readable_ = serving_->family;
    applied_ = applied;
    built_ = building_ == nullptr ? std::nullopt : std::optional<Position>(building_->cursor);
  }
  waiters_.Announce(applied);
}

Position ProjectionRunner::Behind() const {
  Position behind = building_ != nullptr ? building_->cursor : log_.Head();
  if (serving_->writer != nullptr) behind = std::min(behind, serving_->cursor);
  return behind;
}

absl::StatusOr<ViewReader> ProjectionRunner::Read(std::optional<Position> as_of) const {
  MutexLock lock(mutex_);
  RETURN_IF_ERROR(health_);
  return ViewReader(readable_, std::min(as_of.value_or(applied_), applied_));
}

uint64_t ProjectionRunner::WhenApplied(Position position, std::function<void()> wake) {
  if (position == Position(0)) {
    wake();
    return 0;
  }
  return waiters_.Add(Position(position.value() - 1), std::move(wake));
}

void ProjectionRunner::Rebuild() {
  {
    MutexLock lock(mutex_);
    rebuild_wanted_ = true;
  }
  turns_.Schedule();
}

ProjectionRunner::Progress ProjectionRunner::progress() const {
  MutexLock lock(mutex_);
  return {applied_, built_, log_.Head(), health_};
}

}  // namespace samverk::runtime
