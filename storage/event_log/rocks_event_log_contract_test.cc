// The contract of event logs, kept on disk: by a log that keeps its end in memory too,
// and by one that reads everything from the disk.

#include <memory>

#include "base/testing/status_matchers.h"
#include "storage/event_log/testing/event_log_contract.h"
#include "storage/event_log/testing/rocks_ledger.h"
#include "storage/kv/testing/fault_file_system.h"

namespace samverk::storage {
namespace {

class RocksLogUnderTest final : public LogUnderTest {
 public:
  explicit RocksLogUnderTest(size_t recent_bytes_max) : ledger_(disk_.env()) {
    ledger_.options().recent_bytes_max = recent_bytes_max;
    EXPECT_OK(ledger_.Open());
  }
  EventLog& log() override { return ledger_.log(); }
  FakeClock& clock() override { return ledger_.clock(); }
  void Close() override { ledger_.Close(); }

 private:
  FaultFileSystem disk_;  // Without faults: it is faster, for it never really syncs.
  RocksLedger ledger_;
};

EventLogFactory Keeping(size_t recent_bytes_max) {
  return [recent_bytes_max] { return std::make_unique<RocksLogUnderTest>(recent_bytes_max); };
}

INSTANTIATE_TEST_SUITE_P(Rocks, EventLogContract,
                         ::testing::Values(ContractParam{"RecentInMemory",
                                                         Keeping(kRecentBytesMax)},
                                           ContractParam{"AllOnDisk", Keeping(0)}),
                         ContractParam::NameOf);

}  // namespace
}  // namespace samverk::storage
