// The appends that tests of faults make, and what must hold of them whatever happens
// to the disk.

#ifndef SAMVERK_STORAGE_EVENT_LOG_TESTING_FAULT_WORKLOAD_H_
#define SAMVERK_STORAGE_EVENT_LOG_TESTING_FAULT_WORKLOAD_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "storage/event_log/rocks_event_log.h"
#include "storage/event_log/testing/test_proposal.h"

namespace samverk::storage {

class FaultWorkload {
 public:
  // Some thirty appends over several streams, always the same. Every fifth event has
  // `large_bytes`, so that the write-ahead log has several blocks.
  explicit FaultWorkload(size_t large_bytes);

  const std::vector<AnAppend>& appends() const { return appends_; }
  size_t size() const { return appends_.size(); }

  // Makes the appends [begin, end) and notes the answers.
  void Run(RocksEventLog& log, size_t begin, size_t end);

  // How many events were acknowledged.
  Position acknowledged() const { return acknowledged_; }
  bool everything_acknowledged() const { return acknowledged_ == Position(events_); }

  // OK if in `log`
  //  - every acknowledged append is there, whole and in its place, up to `known`
  //    (unset: all of them),
  //  - what was not acknowledged is there whole or not at all,
  //  - nothing else is there,
  //  - positions have no gaps, and everything fits together (VerifyLog).
  absl::Status Check(const RocksEventLog& log, std::optional<Position> known = std::nullopt) const;

  // OK if every append, repeated, gets the answer that it got before, and if everything
  // is then there once.
  absl::Status CheckRetries(RocksEventLog& log) const;

 private:
  absl::Status CheckAppend(size_t index, const std::vector<RecordedEvent>& events) const;

  std::vector<AnAppend> appends_;
  std::vector<std::optional<AppendResult>> answers_;
  Position acknowledged_;
  uint64_t events_ = 0;
};

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_EVENT_LOG_TESTING_FAULT_WORKLOAD_H_
