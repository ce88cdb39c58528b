// Workshops as the events of the feed make them, told once more: without the server's
// projection, its tables or its rules.

#ifndef SAMVERK_TESTS_CRASH_WORKSHOP_FOLD_H_
#define SAMVERK_TESTS_CRASH_WORKSHOP_FOLD_H_

#include <cstdint>
#include <map>
#include <string>

#include "samverk/v1/event.pb.h"
#include "samverk/v1/workshop.pb.h"

namespace samverk::tests {

struct FoldedWorkshop {
  v1::Workshop workshop;
  std::map<int64_t, v1::WorkshopNote> notes;  // By entry.
};

// By name.
using FoldedWorkshops = std::map<std::string, FoldedWorkshop>;

// Follows one event; those of other resources change nothing.
void FoldEvent(const v1::RecordedEvent& event, FoldedWorkshops& workshops);

}  // namespace samverk::tests

#endif  // SAMVERK_TESTS_CRASH_WORKSHOP_FOLD_H_
