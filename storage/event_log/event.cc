#include "storage/event_log/event.h"

#include <utility>

#include "base/check.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"
#include "storage/event_log/event_log_format.h"
#include "storage/event_log/log_reasons.h"

namespace samverk::storage {
namespace {

using google::protobuf::internal::WireFormatLite;

// Reads the fields of a serialized message without copying: calls
// `visit(field number, number, bytes)` for each, with what its wire type has.
// False if the message is malformed. The generated parser would copy every text
// of every leaf, which is most of the time of a scan.
template <typename Visit>
bool EachField(absl::string_view message, Visit visit) {
  google::protobuf::io::CodedInputStream in(reinterpret_cast<const uint8_t*>(message.data()),
                                            static_cast<int>(message.size()));
  while (const uint32_t tag = in.ReadTagNoLastTag()) {
    const int field = WireFormatLite::GetTagFieldNumber(tag);
    uint64_t number = 0;
    absl::string_view bytes;
    switch (WireFormatLite::GetTagWireType(tag)) {
      case WireFormatLite::WIRETYPE_VARINT:
        if (!in.ReadVarint64(&number)) return false;
        break;
      case WireFormatLite::WIRETYPE_LENGTH_DELIMITED: {
        uint32_t size = 0;
        if (!in.ReadVarint32(&size)) return false;
        const size_t at = static_cast<size_t>(in.CurrentPosition());
        if (size > message.size() - at) return false;
        bytes = message.substr(at, size);
        in.Skip(static_cast<int>(size));
        break;
      }
      default:
        if (!WireFormatLite::SkipField(&in, tag)) return false;
    }
    visit(field, number, bytes);
  }
  return static_cast<size_t>(in.CurrentPosition()) == message.size();
}

}  // namespace

bool RecordedEvent::DecodeLeaf(Body& body) {
  using v1::LeafRecord;
  return EachField(body.leaf, [&body](int field, uint64_t number, absl::string_view bytes) {
    switch (field) {
      case LeafRecord::kFormatVersionFieldNumber: body.format_version = static_cast<uint32_t>(number); break;
      case LeafRecord::kLedgerIdFieldNumber: body.ledger_id = bytes; break;
      case LeafRecord::kEpochFieldNumber: body.epoch = bytes; break;
      case LeafRecord::kPositionFieldNumber: body.position = Position(number); break;
      case LeafRecord::kResourceFieldNumber: body.resource = bytes; break;
      case LeafRecord::kOwnerFieldNumber: body.owner = bytes; break;
      case LeafRecord::kRevisionFieldNumber: body.revision = Revision(number); break;
      case LeafRecord::kPreviousLeafHashFieldNumber: body.previous_leaf_hash = bytes; break;
      case LeafRecord::kRequestIdFieldNumber: body.request_id = bytes; break;
      case LeafRecord::kOrdinalFieldNumber: body.ordinal = static_cast<uint32_t>(number); break;
      case LeafRecord::kTypeFieldNumber: body.type = bytes; break;
      case LeafRecord::kSchemaVersionFieldNumber: body.schema_version = static_cast<uint32_t>(number); break;
      case LeafRecord::kRecordedAtUsFieldNumber: body.recorded_at_us = static_cast<int64_t>(number); break;
      case LeafRecord::kOccurredAtUsFieldNumber: body.occurred_at_us = static_cast<int64_t>(number); break;
      case LeafRecord::kActorFieldNumber: body.actor = bytes; break;
      case LeafRecord::kPayloadCommitmentFieldNumber: body.payload_commitment = bytes; break;
      case LeafRecord::kPersonalCommitmentFieldNumber: body.personal_commitment = bytes; break;
      default: break;  // A field of a later version: hashed with the rest, unknown here.
    }
  });
}

bool RecordedEvent::DecodePayload(Body& body) {
  using v1::StoredEvent;
  return EachField(body.payload, [&body](int field, uint64_t, absl::string_view bytes) {
    switch (field) {
      case StoredEvent::kMetadataFieldNumber: body.metadata = bytes; break;
      case StoredEvent::kEventFieldNumber: body.event = bytes; break;
      case StoredEvent::kAppendFieldNumber: body.append_trace = bytes; break;
      default: break;
    }
  });
}

absl::StatusOr<RecordedEvent> RecordedEvent::Decode(std::string record) {
  auto body = std::make_shared<Body>();
  body->record = std::move(record);
  const std::optional<RecordParts> parts = DecodeRecord(body->record);
  if (!parts.has_value()) return Refusal(kRecordDamaged).With("what", "checksum or lengths");
  body->leaf = parts->leaf;
  body->payload = parts->payload;
  body->payload_salt = parts->payload_salt;
  body->personal = parts->personal;
  body->personal_salt = parts->personal_salt;
  if (!DecodeLeaf(*body)) return Refusal(kRecordDamaged).With("what", "leaf");
  if (!DecodePayload(*body)) return Refusal(kRecordDamaged).With("what", "payload");
  if (body->format_version == 0 || body->format_version > kFormatVersion) {
    return Refusal(kRecordDamaged).With("what", "format version");
  }
  return RecordedEvent(std::move(body));
}

Sha256Digest LeafHash(absl::string_view leaf) {
  return Sha256({absl::string_view("\0", 1), leaf});
}

}  // namespace samverk::storage
