// What every EventLog promises, as tests. A log joins with three lines:
//
//   INSTANTIATE_TEST_SUITE_P(InMemory, EventLogContract,
//                            ::testing::Values(ContractParam{"InMemory", MakeInMemoryLog}),
//                            ContractParam::NameOf);
//
// Link //storage/event_log/testing:event_log_contract, which holds the tests themselves.

#ifndef SAMVERK_STORAGE_EVENT_LOG_TESTING_EVENT_LOG_CONTRACT_H_
#define SAMVERK_STORAGE_EVENT_LOG_TESTING_EVENT_LOG_CONTRACT_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/testing/fake_clock.h"
#include "base/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/event_log/event_log.h"
#include "storage/event_log/testing/test_proposal.h"

namespace samverk::storage {

// A log with a clock that the test moves.
class LogUnderTest {
 public:
  virtual ~LogUnderTest() = default;
  virtual EventLog& log() = 0;
  virtual FakeClock& clock() = 0;
  // Closes the log, which is then gone.
  virtual void Close() = 0;
};

// Makes a new, empty log.
using EventLogFactory = std::function<std::unique_ptr<LogUnderTest>()>;

struct ContractParam {
  const char* name;
  EventLogFactory make;

  static std::string NameOf(const ::testing::TestParamInfo<ContractParam>& info) {
    return info.param.name;
  }
};
inline void PrintTo(const ContractParam& param, std::ostream* out) { *out << param.name; }

class EventLogContract : public ::testing::TestWithParam<ContractParam> {
 protected:
  EventLogContract() : under_test_(GetParam().make()) {}

  EventLog& log() { return under_test_->log(); }
  FakeClock& clock() { return under_test_->clock(); }
  void Close() { under_test_->Close(); }

  absl::StatusOr<AppendResult> Append(const AnAppend& append) {
    return AppendAndWait(log(), append);
  }
  // Appends `count` events to `resource`, whatever is there.
  void Grow(absl::string_view resource, size_t count) {
    ASSERT_OK(Append(AnAppend().OnStream(resource).WithEvents(count)));
  }
  // The last revision of a stream that must exist.
  Revision LastRevision(absl::string_view resource);
  // The facts of a log or a stream, in the order of reading.
  std::vector<std::string> Facts(const ReadRange& range = {});
  std::vector<std::string> FactsOf(absl::string_view resource, const ReadRange& range = {});

 private:
  std::unique_ptr<LogUnderTest> under_test_;
};

// The metadata of the ErrorInfo in `status`; the empty string where there is none.
std::string MetadataOf(const absl::Status& status, const std::string& key);

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_EVENT_LOG_TESTING_EVENT_LOG_CONTRACT_H_
