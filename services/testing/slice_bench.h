// SliceBench: one slice on a log in memory, with its view in a real view store.
//
//   SliceBench bench(AddMeetings);
//   bench.Exists("organisations/2421");   // Another slice's resource.
//   ASSERT_OK(bench.Do(FromText<v1::CallMeetingRequest>("…")));
//   EXPECT_EQ(bench.Rows(bench.Head()), bench.FoldedRows(bench.Head()));
//
// It is 7 October 2019, 09:00 UTC. The partnership is runtime::kHere.

#ifndef SAMVERK_SERVICES_TESTING_SLICE_BENCH_H_
#define SAMVERK_SERVICES_TESTING_SLICE_BENCH_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/serial_executor.h"
#include "base/testing/fake_clock.h"
#include "google/protobuf/message.h"
#include "samverk/v1/common.pb.h"
#include "services/runtime/command_processor.h"
#include "services/runtime/partnerships.h"
#include "services/runtime/projection_runner.h"
#include "storage/event_log/in_memory_event_log.h"
#include "storage/kv/testing/temp_directory.h"
#include "storage/people/testing/in_memory_people_store.h"
#include "storage/views/view_store.h"

namespace samverk::testing {

// Of one thread. Ends the process where something fails that no test is about.
class SliceBench {
 public:
  // A bench for the slice that `add` adds, with its one projection.
  explicit SliceBench(void (*add)(runtime::Slices&));
  ~SliceBench();

  FakeClock& clock() { return clock_; }
  storage::Position Head() const { return log_.Head(); }
  storage::EventLog& log() { return log_; }
  storage::PeopleStore& people() { return people_; }

  // Makes `resource`, a relative name, exist, with an event that the slice does not know.
  void Exists(absl::string_view resource);

  // Gives a command as an administrator, on `device` if that is said, and waits for the
  // answer. Makes a request id where there is none.
  absl::StatusOr<samverk::v1::CommandResult> Do(const google::protobuf::Message& command,
                                                absl::string_view device = "");

  // The place in the ledger that a form opened at `position` says as its base.
  samverk::v1::LedgerPosition At(storage::Position position) const;

  // Waits until the view includes everything, then reads it as of `as_of`. Errors: as
  // ProjectionRunner::Read.
  absl::StatusOr<runtime::ViewReader> Read(storage::Position as_of);

  // Every row of every table as of `as_of`, as text.
  std::vector<std::string> Rows(storage::Position as_of);

  // The same of a view that the events up to `last` were applied to, and no others.
  std::vector<std::string> FoldedRows(storage::Position last);

  // The links of `resource`, a relative name, now: those that lead to it, then those from it, as
  // `discussions/1 subject plans/1`, and `measures/7` where a part is meant.
  std::vector<std::string> Links(absl::string_view resource);

  // What `resource`, a relative name, is called where others link to it.
  std::string TitleOf(absl::string_view resource);

  // What `resource`, a relative name, is found by now: its parts, as `path | heading | text` in
  // which a slash ends a line.
  std::vector<std::string> SearchParts(absl::string_view resource);

  // Builds the view anew, and waits until the new one serves.
  void Rebuild();

 private:
  FakeClock clock_;
  storage::InMemoryEventLog log_{clock_};
  storage::InMemoryPeopleStore people_;
  runtime::Slices slices_;
  std::unique_ptr<runtime::CommandProcessor> commands_;
  storage::TempDirectory directory_;
  std::unique_ptr<storage::ViewStore> views_;
  SerialExecutor executor_;
  std::unique_ptr<runtime::ProjectionRunner> view_;
};

}  // namespace samverk::testing

#endif  // SAMVERK_SERVICES_TESTING_SLICE_BENCH_H_
