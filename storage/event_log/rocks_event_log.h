// RocksEventLog: the EventLog of a ledger on disk.
//
// Invariants:
//   - Positions and revisions have no gaps.
//   - Everything at or before Head() is on stable storage; readers see nothing past it.
//   - After a failed write nothing is written until the log is opened again.
//   - The head file is never ahead of the log, and at most kHeadPeriod behind while
//     Tend() is called that often.

#ifndef SAMVERK_STORAGE_EVENT_LOG_ROCKS_EVENT_LOG_H_
#define SAMVERK_STORAGE_EVENT_LOG_ROCKS_EVENT_LOG_H_

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/lru_cache.h"
#include "base/mutex.h"
#include "base/serial_executor.h"
#include "storage/event_log/event_log.h"
#include "storage/event_log/head_file.h"
#include "storage/event_log/position_waiters.h"
#include "storage/event_log/proposal_queue.h"
#include "storage/event_log/recent_events.h"
#include "storage/event_log/recording_time.h"
#include "storage/event_log/rocks_log_store.h"
#include "storage/kv/rocks.h"

namespace samverk::storage {

// What a log runs on. Everything pointed at must outlive it.
struct RocksEventLogOptions {
  RocksResources resources;
  const Clock* clock = &Clock::System();
  // Calls OnDone and wake-ups. Shared by the logs of a server.
  SerialExecutor* acknowledger = nullptr;
  size_t queue_bytes_max = kQueueBytesMax;
  size_t recent_bytes_max = kRecentBytesMax;
  uint64_t disk_reserve_bytes = kDiskReserveBytes;
  // How many bytes are free on the disk of a directory; tests answer for it.
  std::function<absl::StatusOr<uint64_t>(const std::string& directory)> free_bytes;
};

class RocksEventLog final : public EventLog {
 public:
  // Makes an empty log: a RocksDB in `directory`, and, last, the head file `head_path`.
  // Errors: as RocksLogStore::Create; a creation that broke off leaves no head file.
  static absl::Status Create(const std::string& directory, const std::string& head_path,
                             const RocksEventLogOptions& options, const LedgerIdentity& identity);

  // Opens a log and checks what can be checked quickly: that it reaches as far as
  // the head file says and holds the same event there, and that its last
  // kOpenCheckEvents are whole and without gaps.
  //
  // Errors: as RocksLogStore::Open, and
  //   DATA_LOSS  LOG_DAMAGED: the log ends before its head; the positions at stake are named.
  static absl::StatusOr<std::unique_ptr<RocksEventLog>> Open(const std::string& directory,
                                                             const std::string& head_path,
                                                             const RocksEventLogOptions& options);

  // Answers what waits, stops the writer and brings the head file up to date.
  ~RocksEventLog() override;

  // Looks after the log: brings the head file up to date, measures the disk and notices what
  // failed in the background. To be called every kHeadPeriod, from one thread.
  void Tend();

  // Checks everything: every record, number, commitment, chain and derived row.
  // `progress`, where given, is told now and then how far it got.
  //
  // Errors:
  //   DATA_LOSS  LOG_DAMAGED, RECORD_DAMAGED, with the first thing found.
  absl::Status Verify(const std::function<void(Position)>& progress = nullptr) const;

  const LedgerIdentity& identity() const override { return store_->identity(); }
  void Append(std::unique_ptr<Proposal> proposal) override;
  Position Head() const override { return Position(head_.load(std::memory_order_acquire)); }
  Position OldestInMemory() const override { return recent_.first(); }
  absl::Status Health() const override LOCKS_EXCLUDED(mutex_);
  absl::StatusOr<std::optional<StreamInfo>> FindStream(absl::string_view resource) const override;
  absl::StatusOr<EventPage> ReadLedger(const ReadRange& range) const override;
  absl::StatusOr<EventPage> ReadStream(absl::string_view resource,
                                       const ReadRange& range) const override;
  absl::StatusOr<Position> PositionAt(absl::Time time) const override;
  uint64_t WhenPast(Position position, std::function<void()> wake) override;
  void CancelWake(uint64_t id) override { waiters_.Cancel(id); }

 private:
  // A proposal and what came of it.
  struct Decided {
    std::unique_ptr<Proposal> proposal;
    absl::StatusOr<AppendResult> result;
  };
  class CachedStore;

  RocksEventLog(std::unique_ptr<RocksLogStore> store, std::string directory, std::string head_path,
                const RocksEventLogOptions& options, const LogHead& recorded_head, Position last,
                absl::Time last_recorded_at);

  void RunWriter();
  void CommitBatch(std::vector<std::unique_ptr<Proposal>> proposals);
  void Publish(const StagedBatch& batch);
  void Poison(const absl::Status& cause, std::vector<Decided> decided) LOCKS_EXCLUDED(mutex_);
  // From now on; the first cause is the one that is told.
  void RefuseAppends(const absl::Status& cause) LOCKS_EXCLUDED(mutex_);
  void Acknowledge(std::vector<Decided> decided);
  absl::Status Admission() const LOCKS_EXCLUDED(mutex_);
  void WriteHeadIfBehind() LOCKS_EXCLUDED(mutex_);
  absl::Status WriteHead(Position head);
  void MeasureDisk() LOCKS_EXCLUDED(mutex_);

  const std::unique_ptr<RocksLogStore> store_;
  const std::string directory_;
  const std::string head_path_;
  const RocksEventLogOptions options_;

  std::atomic<uint64_t> head_;
  RecentEvents recent_;
  PositionWaiters waiters_;
  ProposalQueue queue_;

  RecordingTime time_;

  // Of the writer thread alone.
  absl::Time last_recorded_at_;
  LruCache<StreamHead> stream_heads_;

  // Of the thread that calls Tend.
  LogHead recorded_head_;

  mutable Mutex mutex_;
  absl::Status poison_ GUARDED_BY(mutex_);
  bool disk_low_ GUARDED_BY(mutex_) = false;
  absl::Status head_trouble_ GUARDED_BY(mutex_);  // Why the head file is behind.

  std::thread writer_;  // Last: it uses everything above.
};

// OK if `store` reaches as far as `recorded` says and holds the same event there.
// Errors: LOG_DAMAGED, naming the positions at stake.
absl::Status CheckHead(const RocksLogStore& store, const LogHead& recorded, Position last);

// Reads the last kOpenCheckEvents again and gives the time of the last. Errors: as
// EventLog::ReadLedger.
absl::StatusOr<absl::Time> CheckEnd(const RocksLogStore& store, Position last);

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_EVENT_LOG_ROCKS_EVENT_LOG_H_
