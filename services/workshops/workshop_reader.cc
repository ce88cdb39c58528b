#include "services/workshops/workshop_reader.h"

#include "services/runtime/view_rows.h"
#include "services/workshops/workshop_view.h"

namespace samverk::workshops {

absl::StatusOr<std::vector<v1::Workshop>> ReadWorkshops(const runtime::ViewReader& view) {
  return runtime::ReadMessages<v1::Workshop>(view, kWorkshopTable);
}

}  // namespace samverk::workshops
