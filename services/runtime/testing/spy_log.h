// SpyLog: an EventLog that remembers what was proposed to it.

#ifndef SAMVERK_SERVICES_RUNTIME_TESTING_SPY_LOG_H_
#define SAMVERK_SERVICES_RUNTIME_TESTING_SPY_LOG_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/mutex.h"
#include "storage/event_log/event_log.h"

namespace samverk::runtime {

// Passes everything on to another log, which must outlive it. Any thread.
class SpyLog final : public storage::EventLog {
 public:
  explicit SpyLog(storage::EventLog& log) : log_(log) {}

  // What the last proposal wanted written.
  storage::ProposedAppend last_append() const LOCKS_EXCLUDED(mutex_) {
    MutexLock lock(mutex_);
    return last_append_;
  }
  // How often a proposal read a stream that it did not know by heart.
  int stream_reads() const LOCKS_EXCLUDED(mutex_) {
    MutexLock lock(mutex_);
    return stream_reads_;
  }

  const storage::LedgerIdentity& identity() const override { return log_.identity(); }
  void Append(std::unique_ptr<storage::Proposal> proposal) override {
    log_.Append(std::make_unique<SpiedProposal>(*this, std::move(proposal)));
  }
  storage::Position Head() const override { return log_.Head(); }
  storage::Position OldestInMemory() const override { return log_.OldestInMemory(); }
  absl::Status Health() const override { return log_.Health(); }
  absl::StatusOr<std::optional<storage::StreamInfo>> FindStream(
      absl::string_view resource) const override {
    return log_.FindStream(resource);
  }
  absl::StatusOr<storage::EventPage> ReadLedger(const storage::ReadRange& range) const override {
    return log_.ReadLedger(range);
  }
  absl::StatusOr<storage::EventPage> ReadStream(absl::string_view resource,
                                                const storage::ReadRange& range) const override {
    return log_.ReadStream(resource, range);
  }
  absl::StatusOr<storage::Position> PositionAt(absl::Time time) const override {
    return log_.PositionAt(time);
  }
  uint64_t WhenPast(storage::Position position, std::function<void()> wake) override {
    return log_.WhenPast(position, std::move(wake));
  }
  void CancelWake(uint64_t id) override { log_.CancelWake(id); }

 private:
  class SpiedPending final : public storage::PendingLog {
   public:
    SpiedPending(SpyLog& spy, storage::PendingLog& log) : spy_(spy), log_(log) {}
    storage::Position head() const override { return log_.head(); }
    absl::Time recorded_at() const override { return log_.recorded_at(); }
    absl::StatusOr<std::optional<storage::StreamInfo>> FindStream(
        absl::string_view resource) override {
      return log_.FindStream(resource);
    }
    absl::StatusOr<std::vector<storage::RecordedEvent>> ReadStream(absl::string_view resource,
                                                                   storage::Revision from,
                                                                   size_t events_max) override {
      MutexLock lock(spy_.mutex_);
      ++spy_.stream_reads_;
      return log_.ReadStream(resource, from, events_max);
    }

   private:
    SpyLog& spy_;
    storage::PendingLog& log_;
  };

  class SpiedProposal final : public storage::Proposal {
   public:
    SpiedProposal(SpyLog& spy, std::unique_ptr<storage::Proposal> proposal)
        : spy_(spy), proposal_(std::move(proposal)) {}
    absl::string_view principal() const override { return proposal_->principal(); }
    absl::string_view request_id() const override { return proposal_->request_id(); }
    absl::string_view fingerprint() const override { return proposal_->fingerprint(); }
    size_t size_bytes() const override { return proposal_->size_bytes(); }
    bool ConfirmsClock() const override { return proposal_->ConfirmsClock(); }
    absl::StatusOr<storage::ProposedAppend> Propose(storage::PendingLog& log) override {
      SpiedPending spied(spy_, log);
      absl::StatusOr<storage::ProposedAppend> append = proposal_->Propose(spied);
      MutexLock lock(spy_.mutex_);
      spy_.last_append_ = append.value_or(storage::ProposedAppend());
      return append;
    }
    void OnStaged(absl::Span<const storage::RecordedEvent> events) override {
      proposal_->OnStaged(events);
    }
    void OnDone(absl::StatusOr<storage::AppendResult> result) override {
      proposal_->OnDone(std::move(result));
    }

   private:
    SpyLog& spy_;
    const std::unique_ptr<storage::Proposal> proposal_;
  };

  storage::EventLog& log_;
  mutable Mutex mutex_;
  storage::ProposedAppend last_append_ GUARDED_BY(mutex_);
  int stream_reads_ GUARDED_BY(mutex_) = 0;
};

}  // namespace samverk::runtime

#endif  // SAMVERK_SERVICES_RUNTIME_TESTING_SPY_LOG_H_
