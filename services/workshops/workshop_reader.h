// Reads workshops from their view.

#ifndef SAMVERK_SERVICES_WORKSHOPS_WORKSHOP_READER_H_
#define SAMVERK_SERVICES_WORKSHOPS_WORKSHOP_READER_H_

#include <vector>

#include "absl/status/statusor.h"
#include "samverk/v1/workshop.pb.h"
#include "services/runtime/versioned_table.h"

namespace samverk::workshops {

// All workshops without their notes, by name; also those that were cancelled or withdrawn.
absl::StatusOr<std::vector<v1::Workshop>> ReadWorkshops(const runtime::ViewReader& view);

}  // namespace samverk::workshops

#endif  // SAMVERK_SERVICES_WORKSHOPS_WORKSHOP_READER_H_
