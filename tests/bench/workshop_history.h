// Ledgers full of workshops, for benchmarks of what reads them.

#ifndef SAMVERK_TESTS_BENCH_WORKSHOP_HISTORY_H_
#define SAMVERK_TESTS_BENCH_WORKSHOP_HISTORY_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "samverk/v1/workshop.pb.h"
#include "storage/event_log/event_log.h"

namespace samverk {

inline constexpr char kBenchPartnership[] = "bench";

// A request as a client sends it, for an event of about 200 bytes.
v1::PlanWorkshopRequest PlanWorkshopForBench();

// Appends `event_count` events of workshops, ten each: planned, invited, programme, two
// registrations, held, three notes, an outcome.
absl::Status FillWithWorkshops(storage::EventLog& log, int64_t event_count);

// Appends a workshop that gets one note after the other; gives its relative name.
std::string FillOneWorkshop(storage::EventLog& log, int64_t event_count);

}  // namespace samverk

#endif  // SAMVERK_TESTS_BENCH_WORKSHOP_HISTORY_H_
