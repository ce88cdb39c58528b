// The bytes of the event log: docs/formats/event_log.md describes them with an
// example. Writer and readers share this file and nothing else. Integers in keys
// are big-endian, so that the order of bytes is the order of numbers.
//
//   family    key                                   value
//   events    position:8                            record (below)
//   streams   stream id:8 ‖ revision:8              position:8
//   names     resource                              stream id:8 ‖ owner
//   requests  length:1 ‖ principal ‖ request id     RequestRecord
//   meta      name                                  see Meta keys
//
//   record = length of leaf:2 ‖ length of payload:4 ‖ length of personal part:4 ‖
//            leaf ‖ payload salt:32 ‖ payload ‖ [personal salt:32 ‖ personal part] ‖
//            XXH3-64 of all before:8
//
// These bytes are for ever. To change one: a new format version, an ADR, and a
// golden ledger under tests/compatibility.

#ifndef SAMVERK_STORAGE_EVENT_LOG_EVENT_LOG_FORMAT_H_
#define SAMVERK_STORAGE_EVENT_LOG_EVENT_LOG_FORMAT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/sha256.h"
#include "base/uuid.h"
#include "samverk/storage/v1/log_record.pb.h"
#include "storage/event_log/event.h"
#include "storage/event_log/position.h"

namespace samverk::storage {

// What this binary writes, and the newest that it reads.
inline constexpr uint32_t kFormatVersion = 1;

inline constexpr size_t kSaltBytes = 32;
inline constexpr size_t kFingerprintKeyBytes = 32;

inline constexpr char kEventsFamily[] = "events";
inline constexpr char kStreamsFamily[] = "streams";
inline constexpr char kNamesFamily[] = "names";
inline constexpr char kRequestsFamily[] = "requests";
inline constexpr char kMetaFamily[] = "meta";

// Keys of `meta`, set when the ledger is created.
inline constexpr char kMetaFormatVersion[] = "format_version";    // 8 bytes
inline constexpr char kMetaLedgerId[] = "ledger_id";              // 16 bytes
inline constexpr char kMetaEpoch[] = "epoch";                     // 16 bytes
inline constexpr char kMetaFingerprintKey[] = "fingerprint_key";  // 32 bytes

// What tells one ledger from another.
struct LedgerIdentity {
  Uuid ledger_id;
  Uuid epoch;
  // Keys the fingerprints of requests, so that guesses can't be tried against them.
  std::string fingerprint_key;
};

std::string EncodeUint64(uint64_t value);
std::optional<uint64_t> DecodeUint64(absl::string_view bytes);

std::string EventKey(Position position);
std::string StreamKey(StreamId stream, Revision revision);
std::string RequestKey(absl::string_view principal, absl::string_view request_id);

// A row of `names`.
struct NameRow {
  StreamId stream;
  std::string owner;
};
std::string EncodeNameRow(const NameRow& row);
std::optional<NameRow> DecodeNameRow(absl::string_view bytes);

// The parts of a record before they are put together.
struct RecordParts {
  absl::string_view leaf;
  absl::string_view payload;
  absl::string_view payload_salt;   // kSaltBytes.
  absl::string_view personal;       // Empty: none.
  absl::string_view personal_salt;  // kSaltBytes, or empty.
};
std::string EncodeRecord(const RecordParts& parts);
// Views into `record`; nullopt if lengths or the checksum do not hold.
std::optional<RecordParts> DecodeRecord(absl::string_view record);

// What the leaf holds in the place of the payload and the personal part.
Sha256Digest PayloadCommitment(absl::string_view salt, absl::string_view payload);
Sha256Digest PersonalCommitment(absl::string_view salt, absl::string_view personal);

}  // namespace samverk::storage

#endif  // SAMVERK_STORAGE_EVENT_LOG_EVENT_LOG_FORMAT_H_
