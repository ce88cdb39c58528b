// The head file: how far the log is known to reach.
//
// RocksDB can't know the last synced byte of its write-ahead log, so a log that lost
// its end opens without complaint. The head file, written and synced at most a
// second behind, tells. It is one line of text:
//
//   samverk-head 1 <epoch> <position> <leaf hash, hex> <XXH3-64 of all before, hex>

#ifndef SAMVERK_STORAGE_EVENT_LOG_HEAD_FILE_H_
#define SAMVERK_STORAGE_EVENT_LOG_HEAD_FILE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/uuid.h"
#include "rocksdb/env.h"
#include "storage/event_log/position.h"

namespace samverk::storage {

// What the head file says.
struct LogHead {
  Uuid epoch;
  Position position;      // 0: the log is empty.
  std::string leaf_hash;  // Of the event at `position`, 32 bytes; empty at position 0.
  friend bool operator==(const LogHead&, const LogHead&) = default;
};

std::string EncodeHead(const LogHead& head);

// DATA_LOSS (LOG_DAMAGED) if the text is anything else.
absl::StatusOr<LogHead> DecodeHead(absl::string_view text);

// Puts `head` in the place of the file at `path`; on OK it is on stable storage.
absl::Status WriteHeadFile(rocksdb::Env& env, const std::string& path, const LogHead& head);

// Errors:
//   DATA_LOSS    LOG_DAMAGED: there is no such file, or it is damaged.
//   UNAVAILABLE  The disk refused.
absl::StatusOr<LogHead> ReadHeadFile(rocksdb::Env& env, const std::string& path);

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_EVENT_LOG_HEAD_FILE_H_
