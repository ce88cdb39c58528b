#include "storage/event_log/in_memory_event_log.h"

#include <memory>

#include "storage/event_log/testing/event_log_contract.h"

namespace samverk::storage {
namespace {

class InMemoryLogUnderTest final : public LogUnderTest {
 public:
  EventLog& log() override { return *log_; }
  FakeClock& clock() override { return clock_; }
  void Close() override { log_.reset(); }

 private:
  FakeClock clock_;
  std::unique_ptr<InMemoryEventLog> log_ = std::make_unique<InMemoryEventLog>(clock_);
};

INSTANTIATE_TEST_SUITE_P(InMemory, EventLogContract,
                         ::testing::Values(ContractParam{
                             "InMemory", [] { return std::make_unique<InMemoryLogUnderTest>(); }}),
                         ContractParam::NameOf);

TEST(InMemoryEventLogTest, KeepsEverythingInMemory) {
  const FakeClock clock;
  InMemoryEventLog log(clock);

  EXPECT_EQ(log.OldestInMemory(), Position(1));
  ASSERT_OK(AppendAndWait(log, AnAppend().OnStream("a").WithEvents(100)));
  EXPECT_EQ(log.OldestInMemory(), Position(1));
}

TEST(InMemoryEventLogTest, EveryLogIsAnother) {
  const FakeClock clock;
  const InMemoryEventLog one(clock);
  const InMemoryEventLog other(clock);

  EXPECT_NE(one.identity().ledger_id, other.identity().ledger_id);
  EXPECT_NE(one.identity().epoch, other.identity().epoch);
  EXPECT_NE(one.identity().fingerprint_key, other.identity().fingerprint_key);
}

TEST(InMemoryEventLogTest, AnswersBeforeAppendReturns) {
  const FakeClock clock;
  InMemoryEventLog log(clock);

  EXPECT_TRUE(StartAppend(log, AnAppend().OnStream("a"))->IsDone());
}

}  // namespace
}  // namespace samverk::storage
