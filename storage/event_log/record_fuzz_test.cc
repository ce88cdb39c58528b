// Records from a hostile disk. Decoding never crashes; what is accepted encodes to the
// same bytes, is protobuf to everybody else too, and reads as protobuf reads it.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "google/protobuf/unknown_field_set.h"
#include "samverk/storage/v1/log_record.pb.h"
#include "storage/event_log/event.h"
#include "storage/event_log/event_log_format.h"
#include "storage/event_log/limits.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace samverk::storage {
namespace {

// Every field reads as the generated parser reads it, where the leaf is what a
// serializer would write.
void CheckAgainstParser(const RecordedEvent& event) {
  v1::LeafRecord leaf;
  const std::string bytes(event.leaf());
  if (!leaf.ParseFromString(bytes) || leaf.SerializeAsString() != bytes) return;
  CHECK(event.position().value() == leaf.position());
  CHECK(event.revision().value() == leaf.revision());
  CHECK(event.ordinal() == leaf.ordinal());
  CHECK(event.schema_version() == leaf.schema_version());
  CHECK(event.resource() == leaf.resource());
  CHECK(event.owner() == leaf.owner());
  CHECK(event.request_id() == leaf.request_id());
  CHECK(event.type() == leaf.type());
  CHECK(event.actor() == leaf.actor());
  CHECK(event.ledger_id() == leaf.ledger_id());
  CHECK(event.epoch() == leaf.epoch());
  CHECK(event.previous_leaf_hash() == leaf.previous_leaf_hash());
  CHECK(event.payload_commitment() == leaf.payload_commitment());
  CHECK(event.personal_commitment() == leaf.personal_commitment());
  CHECK(event.recorded_at() == absl::FromUnixMicros(leaf.recorded_at_us()));
  CHECK(event.occurred_at() == absl::FromUnixMicros(leaf.occurred_at_us()));
}

// Whether the bytes are fields and nothing else.
bool IsMessage(absl::string_view bytes) {
  google::protobuf::UnknownFieldSet fields;
  return fields.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

void CheckDecode(const std::string& record) {
  const absl::StatusOr<RecordedEvent> event = RecordedEvent::Decode(record);
  if (!event.ok()) {
    CHECK(event.status().code() == absl::StatusCode::kDataLoss);
    return;
  }
  CHECK(event->record() == record);
  CHECK(IsMessage(event->leaf()));
  CHECK(IsMessage(event->payload()));
  CheckAgainstParser(*event);
  // Longer leaves are read, but never written.
  if (event->leaf().size() > kLeafBytesMax) return;
  CHECK(EncodeRecord({event->leaf(), event->payload(), event->payload_salt(), event->personal(),
                      event->personal_salt()}) == record);
}

// The same bytes with the checksum that they should have.
std::string WithChecksum(std::string record) {
  if (record.size() < 8) return record;
  const size_t checked = record.size() - 8;
  record.replace(checked, 8, EncodeUint64(XXH3_64bits(record.data(), checked)));
  return record;
}

// A record that holds `bytes` as leaf and payload, so that nothing but the decoders of
// those stand between them and the reader. The first byte says where to cut.
std::string AsParts(absl::string_view bytes) {
  if (bytes.empty()) return "";
  const size_t cut = static_cast<uint8_t>(bytes[0]) * bytes.size() / 256;
  bytes.remove_prefix(1);
  const absl::string_view leaf = bytes.substr(0, std::min(cut, kLeafBytesMax));
  const std::string salt(kSaltBytes, 's');
  return EncodeRecord({leaf, bytes.substr(leaf.size()), salt, "", ""});
}

}  // namespace
}  // namespace samverk::storage

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using samverk::storage::CheckDecode;
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  CheckDecode(bytes);
  CheckDecode(samverk::storage::WithChecksum(bytes));
  CheckDecode(samverk::storage::AsParts(bytes));
  // What follows the lengths of a record begins with its leaf: all of it as one leaf.
  if (size > 10) CheckDecode(samverk::storage::AsParts(absl::StrCat("\xff", bytes.substr(10))));
  samverk::storage::DecodeNameRow(bytes);
  return 0;
}
