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

// Reads the fields of a serialized message without copying: calls `number(field, value)`
// for each varint and `bytes(field, value)` for each that has a length. What has another
// wire type is skipped, so that everybody reads the same leaf alike. False if the message
// is malformed. The generated parser would copy every text of every leaf, which is most
// of the time of a scan.
template <typename VisitNumber, typename VisitBytes>
bool EachField(absl::string_view message, VisitNumber number, VisitBytes bytes) {
  google::protobuf::io::CodedInputStream in(reinterpret_cast<const uint8_t*>(message.data()),
                                            static_cast<int>(message.size()));
  while (const uint32_t tag = in.ReadTagNoLastTag()) {
    const int field = WireFormatLite::GetTagFieldNumber(tag);
    if (field == 0) return false;
    switch (WireFormatLite::GetTagWireType(tag)) {
      case WireFormatLite::WIRETYPE_VARINT: {
        uint64_t value = 0;
        if (!in.ReadVarint64(&value)) return false;
        number(field, value);
        break;
      }
      case WireFormatLite::WIRETYPE_LENGTH_DELIMITED: {
        uint32_t size = 0;
        if (!in.ReadVarint32(&size)) return false;
        const size_t at = static_cast<size_t>(in.CurrentPosition());
        if (size > message.size() - at) return false;
        in.Skip(static_cast<int>(size));
        bytes(field, message.substr(at, size));
        break;
      }
      default:
        if (!WireFormatLite::SkipField(&in, tag)) return false;
    }
  }
  return in.ConsumedEntireMessage();  // And not stopped by a tag that is none.
}

}  // namespace

bool RecordedEvent::DecodeLeaf(Body& body) {
  using v1::LeafRecord;
  // Fields of a later version are hashed with the rest and unknown here.
  const auto number = [&body](int field, uint64_t value) {
    switch (field) {
      case LeafRecord::kFormatVersionFieldNumber:
        body.format_version = static_cast<uint32_t>(value);
        break;
      case LeafRecord::kPositionFieldNumber:
        body.position = Position(value);
        break;
      case LeafRecord::kRevisionFieldNumber:
        body.revision = Revision(value);
        break;
      case LeafRecord::kOrdinalFieldNumber:
        body.ordinal = static_cast<uint32_t>(value);
        break;
      case LeafRecord::kSchemaVersionFieldNumber:
        body.schema_version = static_cast<uint32_t>(value);
        break;
      case LeafRecord::kRecordedAtUsFieldNumber:
        body.recorded_at_us = static_cast<int64_t>(value);
        break;
      case LeafRecord::kOccurredAtUsFieldNumber:
        body.occurred_at_us = static_cast<int64_t>(value);
        break;
      default:
        break;
    }
  };
  const auto bytes = [&body](int field, absl::string_view value) {
    switch (field) {
      case LeafRecord::kLedgerIdFieldNumber:
        body.ledger_id = value;
        break;
      case LeafRecord::kEpochFieldNumber:
        body.epoch = value;
        break;
      case LeafRecord::kResourceFieldNumber:
        body.resource = value;
        break;
      case LeafRecord::kOwnerFieldNumber:
        body.owner = value;
        break;
      case LeafRecord::kPreviousLeafHashFieldNumber:
        body.previous_leaf_hash = value;
        break;
      case LeafRecord::kRequestIdFieldNumber:
        body.request_id = value;
        break;
      case LeafRecord::kTypeFieldNumber:
        body.type = value;
        break;
      case LeafRecord::kActorFieldNumber:
        body.actor = value;
        break;
      case LeafRecord::kPayloadCommitmentFieldNumber:
        body.payload_commitment = value;
        break;
      case LeafRecord::kPersonalCommitmentFieldNumber:
        body.personal_commitment = value;
        break;
      default:
        break;
    }
  };
  return EachField(body.leaf, number, bytes);
}

bool RecordedEvent::DecodePayload(Body& body) {
  using v1::StoredEvent;
  const auto bytes = [&body](int field, absl::string_view value) {
    switch (field) {
      case StoredEvent::kMetadataFieldNumber:
        body.metadata = value;
        break;
      case StoredEvent::kEventFieldNumber:
        body.event = value;
        break;
      case StoredEvent::kAppendFieldNumber:
        body.append_trace = value;
        break;
      default:
        break;
    }
  };
  return EachField(
      body.payload, [](int, uint64_t) {}, bytes);
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

Sha256Digest LeafHash(absl::string_view leaf) { return Sha256({absl::string_view("\0", 1), leaf}); }

}  // namespace samverk::storage
