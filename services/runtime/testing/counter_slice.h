// The slice `counters`: rules with state, links, claims and earlier events, and a view whose rows
// tell how often an event was applied. For tests of the machinery that every slice uses.

#ifndef SAMVERK_SERVICES_RUNTIME_TESTING_COUNTER_SLICE_H_
#define SAMVERK_SERVICES_RUNTIME_TESTING_COUNTER_SLICE_H_

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/refusal.h"
#include "samverk/testing/v1/counter.pb.h"
#include "services/runtime/command_registry.h"
#include "services/runtime/field_writers.h"
#include "services/runtime/projection.h"
#include "services/runtime/rules.h"

namespace samverk::runtime {

inline constexpr char kTestPartnership[] = "test";
inline constexpr int64_t kCounterMax = 1000;

inline constexpr Reason kCounterExists = {"COUNTER_EXISTS", absl::StatusCode::kAlreadyExists,
                                          "There is a counter {name}.", "Räknaren {name} finns."};
inline constexpr Reason kCounterNotFound = {"COUNTER_NOT_FOUND", absl::StatusCode::kNotFound,
                                            "There is no counter {name}.",
                                            "Räknaren {name} finns inte."};
inline constexpr Reason kSiblingNotFound = {"SIBLING_NOT_FOUND", absl::StatusCode::kNotFound,
                                            "There is no counter {sibling}.",
                                            "Räknaren {sibling} finns inte."};
inline constexpr Reason kCounterFull = {"COUNTER_FULL", absl::StatusCode::kFailedPrecondition,
                                        "The counter stands at {value}, and {max} is the most.",
                                        "Räknaren står på {value}, och {max} är det högsta."};
inline constexpr Reason kLabelTaken = {"LABEL_TAKEN", absl::StatusCode::kFailedPrecondition,
                                       "{holder} holds the label.", "{holder} har etiketten."};
inline constexpr Reason kLabelNotHeld = {"LABEL_NOT_HELD", absl::StatusCode::kFailedPrecondition,
                                         "The counter does not hold the label.",
                                         "Räknaren har inte etiketten."};

struct CounterState {
  bool exists = false;
  int64_t value = 0;
  std::set<std::string> labels;
  FieldWriters writers;
};

struct LabelState {
  std::string holder;  // Empty: free.
};

// `partnerships/test/counters/{id}`.
std::string CounterName(absl::string_view id);
// `partnerships/test/claims/{label}`.
std::string LabelStream(absl::string_view label);

struct CounterRules {
  using State = CounterState;
  using Event = testing::v1::CounterEvent;
  using Decision = absl::StatusOr<runtime::Decision<Event>>;
  static constexpr bool kTellsWriters = true;

  static ReadSet Reads(const testing::v1::CreateCounterRequest& command);
  static ReadSet Reads(const testing::v1::AddToCounterRequest& command);
  static ReadSet Reads(const testing::v1::SetCounterRequest& command);
  static ReadSet Reads(const testing::v1::ClaimLabelRequest& command);
  static ReadSet Reads(const testing::v1::ReleaseLabelRequest& command);
  static ReadSet Reads(const testing::v1::RestoreCounterRequest& command);
  static ReadSet Reads(const testing::v1::ReleaseLabelsRequest& command);

  static std::vector<int64_t> EventsRead(const State&, const testing::v1::RestoreCounterRequest&,
                                         const CommandContext&);
  // The labels that the counter has.
  static std::vector<std::string> ClaimsRead(const State&,
                                             const testing::v1::ReleaseLabelsRequest&);

  static Decision Decide(const State&, const Facts&, const testing::v1::CreateCounterRequest&,
                         const CommandContext&);
  static Decision Decide(const State&, const Facts&, const testing::v1::AddToCounterRequest&,
                         const CommandContext&);
  static Decision Decide(const State&, const Facts&, const testing::v1::SetCounterRequest&,
                         const CommandContext&);
  static Decision Decide(const State&, const Facts&, const testing::v1::ClaimLabelRequest&,
                         const CommandContext&);
  static Decision Decide(const State&, const Facts&, const testing::v1::ReleaseLabelRequest&,
                         const CommandContext&);
  static Decision Decide(const State&, const Facts&, const testing::v1::RestoreCounterRequest&,
                         const CommandContext&);
  static Decision Decide(const State&, const Facts&, const testing::v1::ReleaseLabelsRequest&,
                         const CommandContext&);

  static void Evolve(State& state, const Event& event, const EventPlace& place);
};

// Streams of claims have no commands of their own.
struct LabelRules {
  using State = LabelState;
  using Event = testing::v1::LabelEvent;
  static void Evolve(State& state, const Event& event, const EventPlace& place);
};

// Registers the slice. Access is asked about requests that the table knows, so that
// an officer may work with the counters of the own organisation, an administrator with all.
void AddCounters(CommandRegistry& registry);

inline constexpr char kCounterView[] = "counters";
inline constexpr char kCounterTable = 'c';

// Key of a counter, a relative name, in kCounterTable.
std::string CounterKey(absl::string_view resource);

// Counters as they stand. Its rows count events, so that one applied twice shows.
class CounterProjection final : public Projection {
 public:
  // Asked before each event is applied; an error stops the view.
  using Objection = std::function<absl::Status(const storage::RecordedEvent& event)>;

  explicit CounterProjection(int version = 1, int oldest_readable_version = 1)
      : version_(version), oldest_readable_version_(oldest_readable_version) {}

  std::string name() const override { return kCounterView; }
  int version() const override { return version_; }
  int oldest_readable_version() const override { return oldest_readable_version_; }
  absl::Status Apply(const storage::RecordedEvent& event, const std::string& partnership,
                     ViewWriter& view) const override;

  // Before the runner starts.
  void set_objection(Objection objection) { objection_ = std::move(objection); }

 private:
  const int version_;
  const int oldest_readable_version_;
  Objection objection_;
};

}  // namespace samverk::runtime

#endif  // SAMVERK_SERVICES_RUNTIME_TESTING_COUNTER_SLICE_H_
