// The master key of a server: 32 random bytes in a file that only its owner may use. It wraps the
// keys of all people in all ledgers, so whoever loses it loses every name and contact.

#ifndef SAMVERK_STORAGE_PEOPLE_MASTER_KEY_H_
#define SAMVERK_STORAGE_PEOPLE_MASTER_KEY_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace samverk::storage {

// The name of the file in a data directory, where nobody says otherwise.
inline constexpr char kMasterKeyFile[] = "master.key";

// Reads the key.
//
// Errors:
//   FAILED_PRECONDITION  MASTER_KEY_MISSING, MASTER_KEY_EXPOSED, MASTER_KEY_MALFORMED,
//                        MASTER_KEY_UNREADABLE
absl::StatusOr<std::string> ReadMasterKey(const std::string& path);

// Makes a new key, for its owner alone, unless the file exists. On OK it is on stable storage,
// whole; after a crash there is none or all of it.
//
// Errors:
//   FAILED_PRECONDITION  MASTER_KEY_UNREADABLE
absl::Status CreateMasterKey(const std::string& path);

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_PEOPLE_MASTER_KEY_H_
