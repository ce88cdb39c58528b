// PeopleStore: the keys of the people of one ledger. Names and contacts are in the personal parts
// of events, sealed with these keys, so that erasing a key erases them everywhere.
//
// A person is named as in the ledger: `people/{uuid}`. Any thread.

#ifndef SAMVERK_STORAGE_PEOPLE_PEOPLE_STORE_H_
#define SAMVERK_STORAGE_PEOPLE_PEOPLE_STORE_H_

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/people/person_key.h"

namespace samverk::storage {

class PeopleStore {
 public:
  virtual ~PeopleStore() = default;

  // The key of `person`; null if there is none: the person never had details, or they were erased.
  //
  // Errors:
  //   DATA_LOSS    STORE_DAMAGED
  //   UNAVAILABLE  DISK_FAILED
  virtual absl::StatusOr<std::shared_ptr<const PersonKey>> FindKey(
      absl::string_view person) const = 0;

  // The same; makes a key where there is none. On OK it is on stable storage, and everybody gets
  // the same one. Blocks on the disk where it makes one. Errors: as FindKey.
  virtual absl::StatusOr<std::shared_ptr<const PersonKey>> FindOrCreateKey(
      absl::string_view person) = 0;

  // Removes the key of `person`, if there is one. On OK it is in no file of the store any more, and
  // everything that it sealed is erased; who holds it in memory can use it until they let go.
  // Blocks on the disk. Errors: as FindKey.
  virtual absl::Status DeleteKey(absl::string_view person) = 0;

  // OK, or why no key can be made or removed until the ledger is opened again.
  virtual absl::Status Health() const = 0;
};

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_PEOPLE_PEOPLE_STORE_H_
