// RocksEventLogWriterTest: a fixture that holds the writer of a log up and fails its disk.

#ifndef SAMVERK_STORAGE_EVENT_LOG_TESTING_ROCKS_EVENT_LOG_WRITER_H_
#define SAMVERK_STORAGE_EVENT_LOG_TESTING_ROCKS_EVENT_LOG_WRITER_H_

#include <memory>

#include "base/testing/gate.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/event_log/testing/rocks_ledger.h"
#include "storage/event_log/testing/test_proposal.h"
#include "storage/kv/testing/fault_file_system.h"

namespace samverk::storage {

class RocksEventLogWriterTest : public ::testing::Test {
 protected:
  RocksEventLogWriterTest() : ledger_(disk_.env()) {}
  ~RocksEventLogWriterTest() override { release_.Open(); }

  void Open() { ASSERT_OK(ledger_.Open()); }
  RocksEventLog& log() { return ledger_.log(); }

  // Holds the writer thread up until release_ is opened, so that what is appended
  // meanwhile becomes one batch.
  std::shared_ptr<Trail> BlockWriter(AnAppend append = AnAppend().OnStream("blocker")) {
    auto trail = StartAppend(log(), append.Deciding([this](PendingLog&, ProposedAppend&) {
      blocked_.Open();
      release_.Wait();
      return absl::OkStatus();
    }));
    blocked_.Wait();
    return trail;
  }

  Gate blocked_;
  Gate release_;
  FaultFileSystem disk_;
  RocksLedger ledger_;
};

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_EVENT_LOG_TESTING_ROCKS_EVENT_LOG_WRITER_H_
