#include "storage/event_log/event_log_format.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "storage/event_log/limits.h"

namespace samverk::storage {
namespace {

constexpr size_t kHeaderBytes = 2 + 4 + 4;
constexpr size_t kChecksumBytes = 8;
constexpr absl::string_view kPayloadLabel("samverk payload v1\0", 19);
constexpr absl::string_view kPersonalLabel("samverk personal v1\0", 20);

template <typename Integer>
void AppendBigEndian(Integer value, std::string& out) {
  for (int shift = 8 * (sizeof(Integer) - 1); shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>(value >> shift));
  }
}

template <typename Integer>
Integer ReadBigEndian(const char* bytes) {
  Integer value = 0;
  for (size_t i = 0; i < sizeof(Integer); ++i) {
    value =
        static_cast<Integer>((static_cast<uint64_t>(value) << 8) | static_cast<uint8_t>(bytes[i]));
  }
  return value;
}

}  // namespace

std::string EncodeUint64(uint64_t value) {
  std::string bytes;
  AppendBigEndian(value, bytes);
  return bytes;
}

std::optional<uint64_t> DecodeUint64(absl::string_view bytes) {
  if (bytes.size() != sizeof(uint64_t)) return std::nullopt;
  return ReadBigEndian<uint64_t>(bytes.data());
}

std::string EventKey(Position position) { return EncodeUint64(position.value()); }

std::string StreamKey(StreamId stream, Revision revision) {
  std::string key = EncodeUint64(stream.value());
  AppendBigEndian(revision.value(), key);
  return key;
}

std::string RequestKey(absl::string_view principal, absl::string_view request_id) {
  // The length keeps "ab" + "c" apart from "a" + "bc".
  static_assert(kPrincipalBytesMax < 256);
  CHECK(principal.size() <= kPrincipalBytesMax);
  std::string key;
  key.push_back(static_cast<char>(principal.size()));
  absl::StrAppend(&key, principal, request_id);
  return key;
}

std::string EncodeNameRow(const NameRow& row) {
  return absl::StrCat(EncodeUint64(row.stream.value()), row.owner);
}

std::optional<NameRow> DecodeNameRow(absl::string_view bytes) {
  if (bytes.size() < sizeof(uint64_t)) return std::nullopt;
  return NameRow{StreamId(Position(ReadBigEndian<uint64_t>(bytes.data()))),
                 std::string(bytes.substr(sizeof(uint64_t)))};
}

std::string EncodeRecord(const RecordParts& parts) {
  static_assert(kLeafBytesMax < (1 << 16));
  CHECK(parts.leaf.size() <= kLeafBytesMax);
  CHECK(parts.payload_salt.size() == kSaltBytes);
  CHECK(parts.personal_salt.size() == (parts.personal.empty() ? 0 : kSaltBytes));
  std::string record;
  record.reserve(kHeaderBytes + parts.leaf.size() + parts.payload.size() + parts.personal.size() +
                 2 * kSaltBytes + kChecksumBytes);
  AppendBigEndian(static_cast<uint16_t>(parts.leaf.size()), record);
  AppendBigEndian(static_cast<uint32_t>(parts.payload.size()), record);
  AppendBigEndian(static_cast<uint32_t>(parts.personal.size()), record);
  absl::StrAppend(&record, parts.leaf, parts.payload_salt, parts.payload, parts.personal_salt,
                  parts.personal);
  AppendBigEndian(static_cast<uint64_t>(XXH3_64bits(record.data(), record.size())), record);
  return record;
}

std::optional<RecordParts> DecodeRecord(absl::string_view record) {
  if (record.size() < kHeaderBytes + kSaltBytes + kChecksumBytes) return std::nullopt;
  const size_t leaf_bytes = ReadBigEndian<uint16_t>(record.data());
  const size_t payload_bytes = ReadBigEndian<uint32_t>(record.data() + 2);
  const size_t personal_bytes = ReadBigEndian<uint32_t>(record.data() + 6);
  const size_t personal_salt_bytes = personal_bytes == 0 ? 0 : kSaltBytes;
  const size_t checked_bytes = record.size() - kChecksumBytes;
  if (kHeaderBytes + leaf_bytes + kSaltBytes + payload_bytes + personal_salt_bytes +
          personal_bytes !=
      checked_bytes) {
    return std::nullopt;
  }
  if (ReadBigEndian<uint64_t>(record.data() + checked_bytes) !=
      XXH3_64bits(record.data(), checked_bytes)) {
    return std::nullopt;
  }
  record.remove_prefix(kHeaderBytes);
  const auto take = [&record](size_t bytes) {
    const absl::string_view part = record.substr(0, bytes);
    record.remove_prefix(bytes);
    return part;
  };
  RecordParts parts;
  parts.leaf = take(leaf_bytes);
  parts.payload_salt = take(kSaltBytes);
  parts.payload = take(payload_bytes);
  parts.personal_salt = take(personal_salt_bytes);
  parts.personal = take(personal_bytes);
  return parts;
}

Sha256Digest PayloadCommitment(absl::string_view salt, absl::string_view payload) {
  return Sha256({kPayloadLabel, salt, payload});
}

Sha256Digest PersonalCommitment(absl::string_view salt, absl::string_view personal) {
  return Sha256({kPersonalLabel, salt, personal});
}

}  // namespace samverk::storage
