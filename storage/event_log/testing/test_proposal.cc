#include "storage/event_log/testing/test_proposal.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "base/sha256.h"
#include "base/status_macros.h"

namespace samverk::storage {

class TestProposal final : public Proposal {
 public:
  TestProposal(AnAppend append, std::shared_ptr<Trail> trail)
      : append_(std::move(append)), fingerprint_(append_.fingerprint()), trail_(std::move(trail)) {}
  ~TestProposal() override {
    MutexLock lock(trail_->mutex_);
    trail_->Note("destroyed");
  }

  absl::string_view principal() const override { return append_.principal_; }
  absl::string_view request_id() const override { return append_.request_id_; }
  absl::string_view fingerprint() const override { return fingerprint_; }
  size_t size_bytes() const override { return append_.size_bytes_; }
  bool ConfirmsClock() const override { return append_.confirms_clock_; }

  absl::StatusOr<ProposedAppend> Propose(PendingLog& log) override {
    {
      MutexLock lock(trail_->mutex_);
      trail_->Note("Propose");
    }
    ProposedAppend append = append_.Proposed();
    if (append_.decision_) RETURN_IF_ERROR(append_.decision_(log, append));
    return append;
  }

  void OnStaged(absl::Span<const RecordedEvent> events) override {
    {
      MutexLock lock(trail_->mutex_);
      trail_->Note("OnStaged");
      trail_->staged_.assign(events.begin(), events.end());
    }
    if (append_.when_staged_) append_.when_staged_();
  }

  void OnDone(absl::StatusOr<AppendResult> result) override {
    if (append_.when_done_) append_.when_done_(result);
    MutexLock lock(trail_->mutex_);
    trail_->Note("OnDone");
    trail_->answer_ = std::move(result);
  }

 private:
  const AnAppend append_;
  const std::string fingerprint_;
  const std::shared_ptr<Trail> trail_;
};

NewEvent AnEvent(absl::string_view resource, absl::string_view content) {
  NewEvent event;
  event.resource = std::string(resource);
  event.owner = "organisations/test";
  event.type = "samverk.test.v1.Happened";
  event.metadata = "metadata";
  event.event = std::string(content);
  return event;
}

absl::StatusOr<AppendResult> Trail::Wait() const {
  MutexLock lock(mutex_);
  while (!answer_.has_value()) changed_.Wait(mutex_);
  return *answer_;
}

bool Trail::IsDone() const {
  MutexLock lock(mutex_);
  return answer_.has_value();
}

std::vector<std::string> Trail::calls() const {
  MutexLock lock(mutex_);
  return calls_;
}

std::vector<RecordedEvent> Trail::staged() const {
  MutexLock lock(mutex_);
  return staged_;
}

std::thread::id Trail::thread_of(absl::string_view call) const {
  MutexLock lock(mutex_);
  const auto found = std::find(calls_.begin(), calls_.end(), call);
  CHECK(found != calls_.end());
  return threads_[static_cast<size_t>(found - calls_.begin())];
}

void Trail::Note(absl::string_view call) {
  calls_.emplace_back(call);
  threads_.push_back(std::this_thread::get_id());
  changed_.NotifyAll();
}

AnAppend::AnAppend() {
  static std::atomic<int> count = 0;
  request_id_ = absl::StrCat("request-", ++count);
}

AnAppend& AnAppend::OnStream(absl::string_view resource) {
  parts_.push_back({AnEvent(resource)});
  return *this;
}

AnAppend& AnAppend::OnStream(const Condition& condition) {
  return If(condition).OnStream(condition.resource);
}

AnAppend& AnAppend::WithEvents(size_t count) {
  CHECK(!parts_.empty());
  parts_.back().count = count;
  return *this;
}

AnAppend& AnAppend::With(NewEvent event) {
  parts_.push_back({std::move(event), 1, /*as_is=*/true});
  return *this;
}

AnAppend& AnAppend::If(Condition condition) {
  conditions_.push_back(std::move(condition));
  return *this;
}

AnAppend& AnAppend::Outcome(absl::string_view outcome) {
  outcome_ = std::string(outcome);
  return *this;
}

AnAppend& AnAppend::Principal(absl::string_view principal) {
  principal_ = std::string(principal);
  return *this;
}

AnAppend& AnAppend::RequestId(absl::string_view request_id) {
  request_id_ = std::string(request_id);
  return *this;
}

AnAppend& AnAppend::Content(absl::string_view content) {
  content_ = std::string(content);
  return *this;
}

AnAppend& AnAppend::Fingerprint(absl::string_view fingerprint) {
  fingerprint_ = std::string(fingerprint);
  return *this;
}

AnAppend& AnAppend::SizeBytes(size_t size_bytes) {
  size_bytes_ = size_bytes;
  return *this;
}

AnAppend& AnAppend::ConfirmingTheClock() {
  confirms_clock_ = true;
  return *this;
}

AnAppend& AnAppend::Deciding(Decision decision) {
  decision_ = std::move(decision);
  return *this;
}

AnAppend& AnAppend::WhenStaged(std::function<void()> action) {
  when_staged_ = std::move(action);
  return *this;
}

AnAppend& AnAppend::WhenDone(std::function<void(const absl::StatusOr<AppendResult>&)> action) {
  when_done_ = std::move(action);
  return *this;
}

std::string AnAppend::fingerprint() const {
  return fingerprint_.value_or(std::string(AsBytes(Sha256({"fingerprint of ", content_}))));
}

ProposedAppend AnAppend::Proposed() const {
  ProposedAppend append;
  append.conditions = conditions_;
  append.outcome = outcome_;
  for (const Part& part : parts_) {
    for (size_t i = 0; i < part.count; ++i) {
      append.events.push_back(part.event);
      if (part.as_is) continue;
      append.events.back().event = absl::StrCat(content_, " ", i, " of ", request_id_);
    }
  }
  return append;
}

std::unique_ptr<Proposal> AnAppend::Build(std::shared_ptr<Trail> trail) const {
  return std::make_unique<TestProposal>(*this, std::move(trail));
}

std::shared_ptr<Trail> StartAppend(EventLog& log, const AnAppend& append) {
  auto trail = std::make_shared<Trail>();
  log.Append(append.Build(trail));
  return trail;
}

absl::StatusOr<AppendResult> AppendAndWait(EventLog& log, const AnAppend& append) {
  return StartAppend(log, append)->Wait();
}

namespace {

template <typename ReadPage>
absl::StatusOr<std::vector<RecordedEvent>> ReadPages(ReadRange range, ReadPage read_page) {
  std::vector<RecordedEvent> events;
  for (std::optional<uint64_t> next = range.from; next.has_value();) {
    range.from = *next;
    ASSIGN_OR_RETURN(const EventPage page, read_page(range));
    events.insert(events.end(), page.events.begin(), page.events.end());
    next = page.next;
  }
  return events;
}

}  // namespace

absl::StatusOr<std::vector<RecordedEvent>> ReadAll(const EventLog& log, ReadRange range) {
  return ReadPages(std::move(range),
                   [&log](const ReadRange& page) { return log.ReadLedger(page); });
}

absl::StatusOr<std::vector<RecordedEvent>> ReadAllOf(const EventLog& log,
                                                     absl::string_view resource, ReadRange range) {
  return ReadPages(std::move(range),
                   [&](const ReadRange& page) { return log.ReadStream(resource, page); });
}

std::vector<std::string> FactsIn(const std::vector<RecordedEvent>& events) {
  std::vector<std::string> facts;
  facts.reserve(events.size());
  for (const RecordedEvent& event : events) facts.emplace_back(event.event());
  return facts;
}

std::vector<uint64_t> PositionsIn(const std::vector<RecordedEvent>& events) {
  std::vector<uint64_t> positions;
  positions.reserve(events.size());
  for (const RecordedEvent& event : events) positions.push_back(event.position().value());
  return positions;
}

std::vector<uint64_t> RevisionsIn(const std::vector<RecordedEvent>& events) {
  std::vector<uint64_t> revisions;
  revisions.reserve(events.size());
  for (const RecordedEvent& event : events) revisions.push_back(event.revision().value());
  return revisions;
}

}  // namespace samverk::storage
