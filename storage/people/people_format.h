// The bytes of `people/`, and of the personal parts of events: docs/formats/people.md describes
// them with an example. Integers are big-endian. A length before a text takes two bytes.
//
//   key                          value
//   00 ‖ `format_version`        8 bytes
//   00 ‖ `ledger_id`             16 bytes
//   00 ‖ `master_key_id`         16 bytes
//   person (`people/{uuid}`)     01 ‖ key id:16 ‖ nonce:12 ‖ wrapped key:32 ‖ tag:16
//
//   personal part = 01 ‖ key id:16 ‖ nonce:12 ‖ ciphertext ‖ tag:16
//
// The personal parts are for ever, as the log that they are in.

#ifndef SAMVERK_STORAGE_PEOPLE_PEOPLE_FORMAT_H_
#define SAMVERK_STORAGE_PEOPLE_PEOPLE_FORMAT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "base/uuid.h"

namespace samverk::storage {

inline constexpr uint64_t kPeopleFormatVersion = 1;

inline constexpr size_t kDataKeyBytes = 32;
inline constexpr size_t kKeyIdBytes = 16;

inline constexpr absl::string_view kPeopleFormatVersionKey("\0format_version", 15);
inline constexpr absl::string_view kPeopleLedgerIdKey("\0ledger_id", 10);
inline constexpr absl::string_view kPeopleMasterKeyIdKey("\0master_key_id", 14);

// Something sealed, with what is needed to open it beside a key and the associated data.
struct Sealed {
  std::string key_id;      // kKeyIdBytes
  std::string nonce;       // kAeadNonceBytes
  std::string ciphertext;  // With its tag.
};

std::string EncodeSealed(const Sealed& sealed);
// nullopt if the lengths do not hold, or it is of a later version.
std::optional<Sealed> DecodeSealed(absl::string_view bytes);

// What a wrapped key is bound to: it opens as the key of one person in one ledger.
std::string WrappedKeyContext(const Uuid& ledger_id, absl::string_view person,
                              absl::string_view key_id);

// Where a personal part stands: it opens in no other event.
struct PartPlace {
  Uuid ledger_id;
  std::string person;  // The subject, a name inside the ledger: `people/{uuid}`.
  std::string request_id;
  uint32_t ordinal = 0;
  std::string type;  // Full name of the event's message.
};
std::string PartContext(const PartPlace& place, absl::string_view key_id);

// What tells one master key from another, and gives nothing of it away.
std::string MasterKeyId(absl::string_view master_key);

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_PEOPLE_PEOPLE_FORMAT_H_
