// The details of people, from sealed to plain: what readers of the view show of them.

#ifndef SAMVERK_SERVICES_PARTNERSHIP_PERSON_DETAILS_H_
#define SAMVERK_SERVICES_PARTNERSHIP_PERSON_DETAILS_H_

#include "absl/status/statusor.h"
#include "samverk/storage/v1/person_row.pb.h"
#include "samverk/v1/partnership.pb.h"
#include "services/runtime/personal.h"

namespace samverk::partnership {

// The person of a row: with its details if `show_details`, and with whether any were erased.
//
// Errors:
//   DATA_LOSS  PERSONAL_PART_DAMAGED
absl::StatusOr<v1::Person> OpenPerson(const storage::v1::PersonRow& row,
                                      const runtime::PersonalReader& reader, bool show_details);

}  // namespace samverk::partnership

#endif  // SAMVERK_SERVICES_PARTNERSHIP_PERSON_DETAILS_H_
