// RocksLedger: a log on disk in a directory of its own, with everything that it runs on.
//
//   RocksLedger ledger;
//   ASSERT_OK(ledger.Open());
//   ASSERT_OK(AppendAndWait(ledger.log(), AnAppend().OnStream("a")));
//   ledger.Close();

#ifndef SAMVERK_STORAGE_EVENT_LOG_TESTING_ROCKS_LEDGER_H_
#define SAMVERK_STORAGE_EVENT_LOG_TESTING_ROCKS_LEDGER_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/serial_executor.h"
#include "base/testing/fake_clock.h"
#include "rocksdb/db.h"
#include "storage/event_log/rocks_event_log.h"
#include "storage/kv/testing/temp_directory.h"

namespace samverk::storage {

// RocksDB beside the log, for tests that damage what it holds. The log must be closed.
class RawLog {
 public:
  RawLog(const std::string& directory, rocksdb::Env* env);
  ~RawLog();
  RawLog(const RawLog&) = delete;
  RawLog& operator=(const RawLog&) = delete;

  // The value of a row, which must exist.
  std::string Get(const std::string& family, const std::string& key);
  void Put(const std::string& family, const std::string& key, const std::string& value);
  void Delete(const std::string& family, const std::string& key);
  // All rows of a family in the order of their keys.
  std::vector<std::pair<std::string, std::string>> Rows(const std::string& family);
  // Moves everything, or one family, out of the write-ahead log into tables.
  void Flush();
  void FlushFamily(const std::string& family);

 private:
  rocksdb::ColumnFamilyHandle* Family(const std::string& name);

  std::vector<rocksdb::ColumnFamilyHandle*> handles_;
  std::unique_ptr<rocksdb::DB> db_;
};

class RocksLedger {
 public:
  // Creates an empty log; does not open it. `env` must outlive the ledger.
  explicit RocksLedger(rocksdb::Env* env = rocksdb::Env::Default());
  ~RocksLedger();

  absl::Status Open();
  void Close() { log_.reset(); }
  absl::Status Reopen();
  // Open and asked for.
  RocksEventLog& log() { return *log_; }
  bool is_open() const { return log_ != nullptr; }

  // What the next Open takes.
  RocksEventLogOptions& options() { return options_; }
  FakeClock& clock() { return clock_; }
  SerialExecutor& acknowledger() { return acknowledger_; }
  const LedgerIdentity& identity() const { return identity_; }
  std::string directory() const { return root_.path() + "/log"; }
  std::string head_path() const { return root_.path() + "/head"; }

  // Closes the log and lets `damage` have its way with it.
  void Damage(const std::function<void(RawLog& raw)>& damage);

 private:
  TempDirectory root_;
  FakeClock clock_;
  SerialExecutor acknowledger_;
  RocksEventLogOptions options_;
  LedgerIdentity identity_;
  std::unique_ptr<RocksEventLog> log_;
};

// The files of a directory whose names end so, in order.
std::vector<std::string> FilesEndingIn(const std::string& directory, const std::string& end);

// Every file below `directory` with its bytes, by its path from there; but for LOCK, which is
// empty and comes and goes.
std::map<std::string, std::string> ReadTree(const std::string& directory);

// A file as bytes.
std::string ReadFileBytes(const std::string& path);
void WriteFileBytes(const std::string& path, const std::string& bytes);

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_EVENT_LOG_TESTING_ROCKS_LEDGER_H_
